"""One measurement of PyTorch on its CPU kernels: python torch_side.py NETWORK EXAMPLES EPOCHS PREDICTIONS"""

import json
import sys
import time

import torch
from torch import nn

name, examples, epochs, predictions = sys.argv[1], *map(int, sys.argv[2:5])
side, classes, batch = 28, 10, 128


class Rows(nn.Module):
    """An image as a sequence of its rows."""

    def forward(self, x):
        return x.reshape(-1, side, side)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(side, 64, batch_first=True)
        self.out = nn.Linear(64, classes)

    def forward(self, x):
        steps, _ = self.lstm(x)
        return self.out(steps[:, -1])


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(64, 64) for _ in range(3))
        self.first, self.second = nn.LayerNorm(64, eps=1e-3), nn.LayerNorm(64, eps=1e-3)
        self.wide = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64))

    def forward(self, x):
        weights = torch.softmax(self.query(x) @ self.key(x).transpose(1, 2), -1)
        x = self.first(x + weights @ self.value(x))
        return self.second(x + self.wide(x))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(1)


networks = {
    "cnn": lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, classes),
    ),
    "mlp": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, classes)),
    "lstm": lambda: nn.Sequential(Rows(), Lstm()),
    "transformer": lambda: nn.Sequential(
        Rows(), nn.Linear(side, 64), Block(), Block(), Mean(), nn.Linear(64, classes)
    ),
}

torch.manual_seed(1)
xs = torch.rand(examples, 1, side, side)
ys = torch.randint(0, classes, (examples,))


def trained(memory_format):
    """Examples a second of the best epoch after the first, with the optimizer that is one kernel."""
    model = networks[name]().to(memory_format=memory_format)
    images = xs.to(memory_format=memory_format)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    measure = nn.CrossEntropyLoss()
    seconds = []
    for _ in range(epochs):
        began = time.perf_counter()
        order = torch.randperm(examples)
        total, hits = 0.0, 0
        for at in range(0, examples, batch):
            places = order[at : at + batch]
            optimizer.zero_grad(set_to_none=True)
            predicted, actual = model(images[places]), ys[places]
            loss = measure(predicted, actual)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(places)
            hits += (predicted.detach().argmax(1) == actual).sum().item()
        seconds.append(time.perf_counter() - began)
    return model, min(seconds[1:])


# Images channel by channel and pixel by pixel: the better counts.
formats = [torch.contiguous_format, torch.channels_last] if name == "cnn" else [torch.contiguous_format] * 2
runs = [trained(memory_format) for memory_format in formats]
model, best = min(runs, key=lambda run: run[1])
model.eval()
one = xs[:1]
times = []
with torch.inference_mode():
    for _ in range(predictions + 20):
        began = time.perf_counter()
        torch.softmax(model(one), -1).numpy()
        times.append((time.perf_counter() - began) * 1000)
print(json.dumps({"rate": examples / best, "latency": sorted(times[20:])[predictions // 2]}))
