# SPDX-License-Identifier: GPL-3.0-or-later
"""How the policy and its PRMs are taught: README.md beside it says why so."""
import itertools
from concurrent.futures import ThreadPoolExecutor

import folder
from world import jsonl

# Policy: first to see, then to find, then to solve. Lesson, examples to learn and to measure, settings.
LEARN = {"beta2": ".98", "decay": ".01", "warmup": ".03", "recompute": "off", "tokens": "8000", "processes": "2",
         "learn": "text,merger,tower"}
LESSONS = {
    "card": ("card", 28800, 400, {"updates": "900", "batch": "32", "rate": "2e-3", "evaluate_every": "300", "begin": "random"}),
    "cards": ("cards", 14400, 400, {"updates": "900", "batch": "16", "rate": "2e-3", "evaluate_every": "300"}),
    "perception": ("perception", 14400, 200, {"updates": "900", "batch": "16", "rate": "2e-3", "evaluate_every": "300"}),
    "recall": ("recall", 14400, 200, {"updates": "500", "batch": "16", "rate": "2e-3", "evaluate_every": "250"}),
    "conclude": ("conclude", 16000, 200, {"updates": "1000", "batch": "16", "rate": "2e-3", "evaluate_every": "250"}),
    "solution": ("solution", 40000, 400, {"updates": "2000", "batch": "16", "rate": "2e-3", "evaluate_every": "500",
                                          "weights": "bfloat16"}),
}
# PRM: the policy with two layers more (what it expects a step to say is known at its top, and a step is held against that above), taught by its own
# solutions as a judge labels them. Half of them are written freely, since conclusions seldom err otherwise.
VERIFY = {"rule": "judge", "updates": "800", "batch": "40", "rate": "1e-3", "evaluate_every": "200", "holdout": ".02", "weights": "bfloat16",
          "add_layers": "2", "name": "steplight-prm"}
# And on, from there.
GO_ON = {"add_layers": "0", "updates": "350", "rate": "5e-4", "evaluate_every": "175"}
TAUGHT = 8000
# A second, stronger policy: the first, taught on by demonstrations with three of the six habits.
FEWER_HABITS = ("--habits", "star-is-triangle,count-is-off,cross-is-pair")
STRONGER = {"updates": "600", "batch": "16", "rate": "1e-3", "evaluate_every": "300"}
# Judges: one that errs nowhere, one that errs everywhere alike, and one that passes over three in four of the errors of two habits.
CLEAN = ["--miss", "0", "--false-alarm", "0"]
SYMMETRIC = ["--miss", ".15", "--false-alarm", ".05"]
BLIND = ["--miss", ".05", "--false-alarm", ".02", "--blind"]
NAME = "steplight-policy"
ROLES = ["user", "assistant", "system", "\n", "+", "-"]


def texts_of(run):
    """What a tokenizer must know, line by line."""
    for example in jsonl(run / "input.jsonl"):
        yield from (example["question"], *(step["text"] + "\n" for step in example["steps"]))
        yield folder.FORM["answer"].replace("{answer}", example.get("answer", ""))
    yield from (*ROLES, folder.FORM["perception"], folder.FORM["reasoning"])


def lesson(world, name, number, what, learnt, validation, *options):
    return world.puzzles("lesson", name, "--of", what, "--learnt", learnt, "--validation", validation, "--seed", world.seed + number, *options)


def make_policy(world):
    for number, (name, (*what, _)) in enumerate(LESSONS.items()):
        lesson(world, name, number, *what)
    model = world.work / "begin"
    if not model.exists():
        folder.write(model, NAME, itertools.chain.from_iterable(texts_of(world.work / name) for name in LESSONS))
    for name, (*_, settings) in LESSONS.items():
        if name == "solution":
            folder.write_profile(model, NAME, folder.FORM)
        print(f"{name}: train", flush=True)
        model = world.train(world.work / name, model, LEARN | settings)
    return model


def make_stronger(world, policy):
    return world.train(lesson(world, "stronger", len(LESSONS), "solution", 9600, 200, *FEWER_HABITS), policy, LEARN | STRONGER)


def teach(world, policy, seed):
    """Solutions for a PRM to learn from, as syntheses. A core each, side by side."""
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(world.solutions, policy, "taught", "train", TAUGHT, 2, seed + 2, threads="1"),
                pool.submit(world.solutions, policy, "taught-freely", "train", TAUGHT, 2, seed, temperature="1", threads="1")]
        return [run.result() for run in runs]


def make_prm(world, policy, taught, name, faults, seed=0):
    """From a policy's solutions, labelled by a judge with these faults; of combinations that labels may touch. Another seed is another training on the same labels."""
    project = world.project(name + "-project", taught, "--labelled", *faults)
    named = f"{name}-{seed}" if seed else name
    begun = world.train_in(project, policy, LEARN | VERIFY | ({"seed": str(seed)} if seed else {}), named + "-begun")
    return world.train_in(project, begun, LEARN | VERIFY | GO_ON | {"seed": str(seed + 1)}, named)


def teach_whole(world, prm, taught):
    """The symmetric PRM taught on, each solution also as one step, so that who looks at a solution once asks it nothing new."""
    project = world.project("prm-symmetric-project", taught, "--labelled", *SYMMETRIC)
    return world.train_in(project, prm, LEARN | VERIFY | {"add_layers": "0", "updates": "200", "whole_solutions": "also"}, "prm-symmetric-whole")
