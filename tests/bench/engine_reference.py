#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""engine_reference.py THREADS: scores the demo's traces with transformers, in one pass a trace and in one pass a step, and prints
{"one_pass": seconds, "step_by_step": seconds, "scores": [{"steps": [text], "scores": [P(+)]}]}. Images are decoded and prepared
before the clock runs."""
import json
import pathlib
import sys
import time

RESOURCES = pathlib.Path(__file__).resolve().parent.parent.parent / "resources"
sys.path.insert(0, str(RESOURCES / "policy" / "make"))

import torch

from reference import Reference


def main():
    torch.set_num_threads(int(sys.argv[1]))
    reference = Reference(RESOURCES / "demo")
    said = {"one_pass": 0.0, "step_by_step": 0.0, "scores": []}
    for rollout in reference.rollouts():
        ids, rows, image = reference.ask(rollout)
        begun = time.perf_counter()
        scores = reference.read(ids, rows, image)
        between = time.perf_counter()
        for row in rows:
            reference.read(ids[:row + 1], [row], image)
        said["one_pass"] += between - begun
        said["step_by_step"] += time.perf_counter() - between
        said["scores"].append({"steps": [step["step"] for step in rollout["steps_with_score"]], "scores": scores})
    print(json.dumps(said))


if __name__ == "__main__":
    main()
