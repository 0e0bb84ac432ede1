"""Prints milliseconds of each measure, as JSON: `python pandas_side.py rows.csv`."""

import json
import sys
import time

import numpy as np
import pandas as pd

file = sys.argv[1]
timings = {}


def measure(name, work):
    started = time.perf_counter()
    result = work()
    timings[name] = (time.perf_counter() - started) * 1000
    return result


def profile():
    frame = pd.read_csv(file)
    frame.describe(include="all")
    frame.isna().sum()
    frame.nunique()
    frame.corr(numeric_only=True)
    for name in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool:
            np.histogram(frame[name].dropna(), 20)
        else:
            frame[name].value_counts().head(10)


def load_and_split():
    frame = pd.read_csv(file).drop(columns="day")
    for name in ("city", "kind", "on"):
        frame[name] = frame[name].astype("category").cat.codes
    order = np.random.default_rng(1).permutation(len(frame))
    held = len(frame) // 5
    values = frame.to_numpy(dtype=np.float64)
    return values[order[held:]], values[order[:held]]


def group():
    return pd.read_csv(file).groupby(["city", "kind"]).agg({"a": "mean", "b": "sum"})


measure("first rows", lambda: pd.read_csv(file, nrows=20))
measure("profile", profile)
measure("load and split", load_and_split)
measure("SQL group", group)
print(json.dumps(timings))
