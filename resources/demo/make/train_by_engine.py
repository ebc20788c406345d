# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a PRM of the demo's world with steplight-engine alone: lesson after lesson, each from the model that the one before left."""
import argparse
import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import lessons

DEMO = Path(__file__).parent.parent


def cards(lesson):
    lessons.single_cards(random.Random(1), lesson)


def tables(lesson):
    lessons.tables(random.Random(2), lesson, 4000)


def more_tables(lesson):
    lessons.tables(random.Random(4), lesson, 5000)


def claims_on_one(lesson):
    lessons.claims(random.Random(5), lesson, 4000, [[(0, 0)]])


def claims_on_some(lesson):
    lessons.claims(random.Random(6), lesson, 3000, lessons.TABLES[:2])


def claims(lesson):
    lessons.claims(random.Random(7), lesson, 3000, lessons.TABLES)


def judgement(lesson):
    rng = random.Random(3)
    lessons.drills(rng, lesson, 1500)
    lessons.puzzles(rng, lesson, 4000, 2)
    lessons.held_out(random.Random(991), lesson, 300)


# What each lesson learns from, whether it writes (a policy) or judges (a PRM), and its settings.
LESSONS = [
    ("cards", cards, "writes", {"begin": "random", "learn": "text,merger,tower", "epochs": 8, "batch": 32, "rate": 2e-3}),
    ("tables", tables, "writes", {"learn": "text", "epochs": 6, "batch": 16, "rate": 1e-3}),
    ("more-tables", more_tables, "writes", {"learn": "text", "updates": 2000, "batch": 16, "rate": 2e-3}),
    ("claims-on-one", claims_on_one, "judges", {"learn": "text", "updates": 600, "batch": 16, "rate": 1e-3}),
    ("claims-on-some", claims_on_some, "judges", {"learn": "text", "updates": 600, "batch": 16, "rate": 1e-3}),
    ("claims", claims, "judges", {"learn": "text", "updates": 1000, "batch": 16, "rate": 1e-3}),
    ("judgement", judgement, "judges", {"learn": "text", "epochs": 2, "batch": 16, "rate": 1e-3, "weights": "bfloat16"}),
]
ALL = {"beta2": 0.98, "decay": 0.01, "recompute": "off", "tokens": 6000, "warmup": 0.05}


def write_run(folder, name, fill, settings, model):
    lesson = lessons.Lesson(folder)
    fill(lesson)
    text = "".join(json.dumps(line) + "\n" for line in lesson.lines).encode()
    (folder / "input.jsonl").write_bytes(text)
    request = {"version": 1, "program": "resources/demo/make/train_by_engine.py", "kind": "train", "model": str(model.resolve()), "model_hash": "",
               "images": "images", "traces": len(lesson.lines), "input_sha256": hashlib.sha256(text).hexdigest(), "seed": 7,
               "settings": {key: str(value) for key, value in (ALL | settings).items()}}
    (folder / "request.json").write_text(json.dumps(request, indent=1) + "\n")
    print(name, len(lesson.lines), "examples", flush=True)


def begin(folder, before, profile):
    """The folder that a lesson starts from: the weights of the one before, if any, under its own profile."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ["tokenizer.json", "preprocessor_config.json"]:
        shutil.copy(DEMO / "prm" / name, folder)
    config = json.loads((DEMO / "prm/config.json").read_text())
    config["text_config"]["initializer_range"] = 0.06  # so narrow a model starts better from wider weights
    config["vision_config"]["fullatt_block_indexes"] = []  # each card by itself, so that one card teaches for all
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    if before:
        shutil.copy(before / "model.safetensors", folder)
    (folder / "steplight_profile.json").write_text(json.dumps(profile, indent=2) + "\n")
    return folder


def reached(run):
    """What the lesson's best model reached on its validation."""
    told = [event["values"] for event in map(json.loads, (run / "events.jsonl").read_text().splitlines()) if event["type"] == "metrics"]
    best = told[-1]["best_step"]
    values = next(values for values in told if values["step"] == best and "validation_left_out" in values)
    return {name.removeprefix("validation_"): round(value, 4) for name, value in values.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder for run folders, outside the repository")
    parser.add_argument("--engine", type=Path, default=DEMO.parent.parent / "build/release/bin/steplight-engine")
    parser.add_argument("--only", action="append", help="this lesson alone")
    parser.add_argument("--set", action="append", default=[], help="key=value, over the lesson's own")
    args = parser.parse_args()
    profile = json.loads((DEMO / "prm/steplight_profile.json").read_text()) | {"min_pixels": 112 * 112}
    reader = profile | {"policy": {"system": "", "perception": "", "reasoning": "", "step": "{step}\n", "answer": "{answer}"}}
    before = None
    for name, fill, does, settings in LESSONS:
        run = args.work / name
        if not args.only or name in args.only:
            source = begin(args.work / f"{name}-begin", before, reader if does == "writes" else profile)
            shutil.rmtree(run, ignore_errors=True)
            write_run(run, name, fill, settings | dict(s.split("=") for s in args.set), source)
            subprocess.run([args.engine, "run", run], check=True)
            print(json.dumps(reached(run)), flush=True)
        before = run / "model"


if __name__ == "__main__":
    main()
