"""Writes fixtures/torch: weights (safetensors) and models (ONNX) that PyTorch made itself, and what it predicts with them.

    python make_torch.py FOLDER

Needs torch, onnx, onnxscript and safetensors; the versions are in expected.json.
"""

import json
import os
import sys

import onnxscript
import safetensors
import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(11)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


mlp = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3), nn.Softmax(-1))
cnn = nn.Sequential(
    nn.Conv2d(2, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 2), nn.Flatten(), nn.Linear(36, 2)
)
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, 8, batch_first=True, activation="gelu"), 1, enable_nested_tensor=False)
models = {"mlp": (mlp, (3, 5)), "cnn": (cnn, (3, 2, 8, 8)), "lstm": (Recurrent(), (3, 6, 3)), "encoder": (encoder, (3, 4, 6))}

if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    expected = {"versions": {"torch": torch.__version__, "onnxscript": onnxscript.__version__, "safetensors": safetensors.__version__}}
    for name, (model, shape) in models.items():
        model.eval()
        for part in model.modules():
            if isinstance(part, nn.BatchNorm2d):
                nn.init.normal_(part.running_mean)
                nn.init.uniform_(part.running_var, 0.5, 1.5)
        xs = torch.round(torch.randn(shape), decimals=3)
        with torch.no_grad():
            ys = model(xs)
        torch.onnx.export(
            model, (xs,), os.path.join(folder, f"{name}.onnx"), input_names=["x"], output_names=["y"],
            dynamic_shapes=({0: torch.export.Dim("batch")},), external_data=False, verbose=False,
        )
        expected[name] = {"shape": list(shape), "dtype": "float32", "xs": xs.flatten().tolist(), "outputs": list(ys.shape), "ys": ys.flatten().tolist()}
    save_file(mlp.state_dict(), os.path.join(folder, "mlp.safetensors"))
    save_file({k: v for k, v in cnn.state_dict().items() if "num_batches" not in k}, os.path.join(folder, "cnn.safetensors"))
    for name, kind in {"bfloat16": torch.bfloat16, "float16": torch.float16}.items():
        save_file({k: v.to(kind) for k, v in mlp.state_dict().items()}, os.path.join(folder, f"mlp-{name}.safetensors"))
    torch.save(mlp.state_dict(), os.path.join(folder, "mlp.pt"))
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=2)
