# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a PRM: PRMs that differ in one thing each, all begun with the policy and trained for as many updates. And what the policy itself makes of the
same solutions, without a PRM."""
import json
from concurrent.futures import ThreadPoolExecutor

from recipe import LEARN, SYMMETRIC, VERIFY
from world import jsonl, whole

# 6,000 traces, none of them twice: a fifth of what the recipe begins with.
ALIKE = LEARN | VERIFY | {"updates": "150", "evaluate_every": "150", "seed": "1"}
# The published ablation: nothing whose first error is of perception.
NO_PERCEPTION = "-any(judge=wrong section:perception)"
# By rules: puzzles in each of two halves, two solutions of each, rollouts of each step; fewer updates, since the same traces come again and again.
ESTIMATED, ROLLOUTS, FEW = 100, 8, {"updates": "100", "evaluate_every": "100"}
RULES = ["paper", "judge", "mc-hard", "mc-soft"]
FINE_TUNED = LEARN | {"updates": "400", "batch": "16", "rate": "5e-4"}


def kept(world, project, query=""):
    """Traces that the judge's labels say something of."""
    told = world.steplight("fuse", project, "--query", query)
    return next(rule["kept"] for rule in told["rules"] if rule["rule"] == "judge")


def outcomes(world, taught):
    """The solutions again, as one target each: whether the answer is right."""
    return world.puzzles("judgements", "outcomes", *(word for run in taught for word in ("--run", run)), "--outcomes")


def of_many(world, policy, taught):
    """(what it is, how many traces there were to learn from, the PRM) of those that learn as many of all solutions, each once."""
    project = world.project("prm-symmetric-project", taught, "--labelled", *SYMMETRIC)
    every = kept(world, project)
    yield "plain", every, world.train_in(project, policy, ALIKE, "variant-plain-model")
    yield "no-layers", every, world.train_in(project, policy, ALIKE | {"add_layers": "0"}, "variant-no-layers-model")
    yield "no-perception", kept(world, project, NO_PERCEPTION), world.train_in(project, policy, ALIKE, "variant-no-perception-model", NO_PERCEPTION)
    told = outcomes(world, taught)
    engine = {key: value for key, value in ALIKE.items() if key not in ("rule", "holdout", "seed")}  # these are the program's own
    yield "outcomes", sum(1 for _ in jsonl(told / "input.jsonl")), world.train(told, policy, engine)


def of_estimates(world, policy):
    """The same of those that learn from the fewer solutions whose steps were estimated, by rules."""
    with ThreadPoolExecutor() as pool:  # a core each, side by side
        halves = [pool.submit(world.solutions, policy, f"estimated-{half}", "train", ESTIMATED, 2, world.seed + 700 + half, ROLLOUTS, threads="1") for half in (1, 2)]
        estimated = [half.result() for half in halves]
    project = world.project("estimated-project", estimated, "--labelled", *SYMMETRIC)
    for rule in RULES:
        learnt = world.steplight("fuse", project, "--rows", rule.replace("soft", "hard"))["rows"]  # all that were counted have soft labels
        yield rule, sum(1 for row in learnt if row["signs"]), world.train_in(project, policy, ALIKE | FEW | {"rule": rule}, f"estimated-{rule}-model")


def fine_tuned(world, policy, taught):
    """The policy, taught on by those of the same solutions whose answer is right."""
    folder = world.work / "fine-tuned"
    if not folder.exists():
        told = outcomes(world, taught)
        lines = (line for line in jsonl(told / "input.jsonl") if line.pop("targets")[-1] == 1)
        with whole(folder) as half:
            half.mkdir()
            (half / "images").symlink_to(told / "images")
            (half / "input.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return world.train(folder, policy, FINE_TUNED)
