"""Measures kernels side by side. Reads the plan (JSON) from stdin, writes one JSON object for each sample to stdout.

A round measures every kernel once, and each round starts with another kernel. What takes a kernel long, or fails, is tried in two rounds."""

import json
import sys
import time

from measures import measure, settle
from process import write

plan = json.load(sys.stdin)
tries = {}
slow = 4.0

for spec in plan["kernels"]:
    settle(spec)
for number in range(plan["rounds"]):
    kernels = plan["kernels"]
    turn = number % len(kernels)
    for name, rounds in plan["measures"].items():
        if number >= rounds:
            continue
        for spec in kernels[turn:] + kernels[:turn]:
            key = (name, spec["name"])
            if tries.get(key, 0) >= 2:
                continue
            failures = []

            def note(failures=failures, **sample):
                if "failed" in sample:
                    failures.append(sample)
                write(round=number, **sample)

            began = time.perf_counter()
            measure(name, spec, plan["sizes"], note)
            seconds = time.perf_counter() - began
            print(f"round {number + 1}: {name}, {spec['name']}, {seconds:.1f} s", file=sys.stderr, flush=True)
            if failures or seconds > slow:
                tries[key] = tries.get(key, 0) + 1
