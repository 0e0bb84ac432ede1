"""What TensorBoard reads of event folders: reads a JSON list of folders, writes a JSON list of what is in them."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import metadata, plugin_data_pb2


def contents(folder):
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "histograms": 0, "images": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    found = {
        "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
        "histograms": {
            tag: [
                {
                    "step": e.step,
                    "min": e.histogram_value.min,
                    "max": e.histogram_value.max,
                    "num": e.histogram_value.num,
                    "sum": e.histogram_value.sum,
                    "squares": e.histogram_value.sum_squares,
                    "limits": list(e.histogram_value.bucket_limit),
                    "counts": list(e.histogram_value.bucket),
                }
                for e in events.Histograms(tag)
            ]
            for tag in tags["histograms"]
        },
        "images": {tag: [[e.step, e.width, e.height, e.encoded_image_string.hex()] for e in events.Images(tag)] for tag in tags["images"]},
        "graph": [[n.name, n.op, list(n.input), [d.size for d in n.attr["_output_shapes"].list.shape[0].dim]] for n in events.Graph().node]
        if tags["graph"]
        else [],
        "hparams": {},
        "status": None,
    }
    for tag, summary in events.summary_metadata.items():
        if summary.plugin_data.plugin_name != metadata.PLUGIN_NAME:
            continue
        if tag == metadata.SESSION_START_INFO_TAG:
            start = metadata.parse_session_start_info_plugin_data(summary.plugin_data.content)
            for name, value in start.hparams.items():
                found["hparams"][name] = getattr(value, value.WhichOneof("kind"))
        if tag == metadata.SESSION_END_INFO_TAG:
            end = metadata.parse_session_end_info_plugin_data(summary.plugin_data.content)
            found["status"] = end.status
    return found


with open(sys.argv[1]) as file:
    folders = json.load(file)
with open(sys.argv[2], "w") as file:
    json.dump([contents(folder) for folder in folders], file)
