# SPDX-License-Identifier: GPL-3.0-or-later
"""What each rule's labels are worth against the truth, under a judge that errs everywhere alike and one that is blind to two habits."""
from math import comb

from figures import first_errors, mean
from recipe import BLIND, SYMMETRIC
from world import jsonl

JUDGES = {"symmetric": SYMMETRIC, "blind": BLIND}
RULES = ["paper", "judge", "consensus", "mc-hard"]
MANY, FEW = 256, [4, 8, 16]  # rollouts of a step: so many that the estimate is what it would come to, and as many as are usual


def rules(world, policy, puzzles, rollouts):
    solved = world.solutions(policy, "labels", "train", puzzles, 2, world.seed + 600, rollouts)
    rows = []
    for judge, faults in JUDGES.items():
        project = world.project(f"labels-{judge}", [solved], *faults)
        truth = {line["uid"]: line for line in jsonl(project.with_name(project.name + "-data") / "truth.jsonl")}
        uids = world.uids(project)
        for rule in RULES:
            for threshold in ([0, .2] if rule == "mc-hard" else [0]):
                told = world.steplight("fuse", project, "--rows", rule, "--threshold", threshold)["rows"]
                rows.append({"judge": judge, "rule": rule, "threshold": threshold} |
                            against(told, {trace: truth[uid] for trace, uid in uids.items()}))
    return rows


def bias(world, policy, puzzles):
    """How estimates of the policy's steps miss the truth: is all right up to here?"""
    solved = world.solutions(policy, "counted", "train", puzzles, 1, world.seed + 650, MANY)
    truth = world.truth(solved)
    told = ((event, truth.get((event["question"], event["index"]))) for event in jsonl(solved / "events.jsonl") if event["type"] == "solution")
    return missed([(right, is_true) for event, line in told if line for (right, of), is_true in zip(event["estimates"], line["cumulative"]) if of == MANY])


def missed(steps):
    """Of steps (successes of MANY, what is true), for each number k of rollouts: the expected square of c/k - truth as bias (p - truth)^2 and variance
    p(1 - p)/k, without what MANY draws add to either; and hard labels (some rollout succeeds) of k that are drawn out of the many."""
    rows = []
    for k in [*FEW, MANY]:
        spread = [c * (MANY - c) / MANY / (MANY - 1) for c, _ in steps]  # p(1 - p)
        some = [1 - comb(MANY - c, k) / comb(MANY, k) for c, _ in steps]
        rows.append({"rollouts": k, "steps": len(steps), "false": sum(not is_true for _, is_true in steps),
                     "bias": mean((c / MANY - is_true) ** 2 - one / MANY for (c, is_true), one in zip(steps, spread)), "variance": mean(one / k for one in spread),
                     "false_passed": mean(p for p, (_, is_true) in zip(some, steps) if not is_true), "true_blamed": mean(1 - p for p, (_, is_true) in zip(some, steps) if is_true),
                     "unlike_many": mean(1 - p if c else p for p, (c, _) in zip(some, steps))})
    return rows


def against(told, truth):
    """Of the rows that a rule keeps: steps that it labels as the truth does, F1 of the wrong ones, first errors found to the step and right traces passed."""
    kept = steps = right = hit = called = wrong = 0
    traces = []
    for row in told:
        if not row["signs"]:
            continue
        kept += 1
        is_true = [step["cumulative"] for step in truth[row["trace"]]["steps"]]
        for sign, good in zip(row["signs"], is_true):
            steps += 1
            right += (sign == "+") == good
            hit += sign == "-" and not good
            called += sign == "-"
            wrong += not good
        traces.append(([sign == "+" for sign in row["signs"]], is_true))
    _, exact, passed = first_errors(traces, .5)
    return {"traces": len(told), "kept": kept, "steps": steps, "right": right / max(1, steps), "wrong_f1": 2 * hit / max(1, called + wrong),
            "first_error": exact, "passed": passed}
