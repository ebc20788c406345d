#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""corrections.py STEPLIGHT SEED [COUNT]: the first table of docs/loop.md. Corrects so many of the demo's traces by its truth, trains the demo's
PRM on by several rules, and measures the first error on the other traces. Prints a JSON line for each."""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path(__file__).resolve().parents[1]
ARMS = [("paper", 4, 1), ("human-first", 4, 1), ("human-first", 4, 4), ("human", 12, 1)]  # rule, epochs, weight of a corrected trace


def steplight(*words):
    return json.loads(subprocess.run([sys.argv[1], *map(str, words), "--json"], check=True, capture_output=True, text=True).stdout)


def correct(project, ids, truth):
    """Each trace to its first error."""
    for trace in ids:
        for index, step in enumerate(truth[trace]):
            steplight("label", project, trace, index, 1 if step["local"] else -1, "--as", "truth")
            if not step["local"]:
                break


def scores_of(project, trace, model):
    for step in steplight("show", project, trace)["steps"]:
        yield next((e["value"] for e in step["estimates"] if e["kind"] == "prm" and e["source"]["model"] == model), None)


def measure(project, ids, truth, model):
    steplight("run", project, "score", "--model", model, "--wait")
    found, passed = [], []
    for trace in ids:
        said = next((i for i, p in enumerate(scores_of(project, trace, model)) if p is not None and p < .5), -1)
        wrong = next((i for i, step in enumerate(truth[trace]) if not step["cumulative"]), -1)
        (passed if wrong < 0 else found).append(said == wrong)
    f, p = sum(found) / len(found), sum(passed) / len(passed)
    return {"first_error_f1": round(2 * f * p / (f + p), 3), "found": round(f, 3), "passed": round(p, 3)}


def main():
    seed, count = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 40
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        steplight("init", project)
        steplight("import", project, DEMO)
        by_uid = {line["uid"]: line["steps"] for line in map(json.loads, open(DEMO / "truth.jsonl"))}
        ids = steplight("query", project, "", "--limit", 1000)["traces"]
        truth = {trace: by_uid[steplight("show", project, trace)["external_id"]] for trace in ids}
        random.Random(seed).shuffle(ids)
        correct(project, ids[:count], truth)
        print(json.dumps({"rule": "as shipped"} | measure(project, ids[count:], truth, str(DEMO / "prm"))), flush=True)
        for rule, epochs, weight in ARMS:
            settings = [f"rule={rule}", f"epochs={epochs}", f"people_weight={weight}", "holdout=0"]
            trained = steplight("run", project, "train", "--model", DEMO / "prm", *(w for s in settings for w in ("--set", s)), "--wait")
            result = measure(project, ids[count:], truth, trained["folder"] + "/model")
            print(json.dumps({"rule": rule, "epochs": epochs, "weight": weight} | result), flush=True)


main()
