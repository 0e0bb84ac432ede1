"""What pycocotools says of found boxes: reads a JSON list of cases, writes a JSON list of figures."""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def coco_box(box):
    left, top, right, bottom = box
    return [left, top, right - left, bottom - top]


def figures(case):
    truth = COCO()
    classes = sorted({one["class"] for one in case["actual"]})
    truth.dataset = {
        "images": [{"id": image} for image in sorted({one["image"] for one in case["actual"] + case["found"]})],
        "categories": [{"id": name} for name in classes],
        "annotations": [
            {
                "id": i + 1,
                "image_id": one["image"],
                "category_id": one["class"],
                "bbox": coco_box(one["box"]),
                "area": coco_box(one["box"])[2] * coco_box(one["box"])[3],
                "iscrowd": 0,
            }
            for i, one in enumerate(case["actual"])
        ],
    }
    truth.createIndex()
    found = truth.loadRes(
        [
            {"image_id": one["image"], "category_id": one["class"], "bbox": coco_box(one["box"]), "score": one["score"]}
            for one in case["found"]
        ]
    )
    judge = COCOeval(truth, found, "bbox")
    judge.evaluate()
    judge.accumulate()
    judge.summarize()
    return {"map": judge.stats[0], "at50": judge.stats[1]}


with open(sys.argv[1]) as file:
    cases = json.load(file)
with contextlib.redirect_stdout(io.StringIO()):
    found = [figures(case) for case in cases]
with open(sys.argv[2], "w") as file:
    json.dump(found, file)
