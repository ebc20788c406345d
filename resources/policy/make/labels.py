# SPDX-License-Identifier: GPL-3.0-or-later
"""What each rule's labels are worth against the truth, under a judge that errs everywhere alike and one that is blind to two habits."""
from figures import first_errors
from recipe import BLIND, SYMMETRIC
from world import jsonl

JUDGES = {"symmetric": SYMMETRIC, "blind": BLIND}
RULES = ["paper", "judge", "consensus", "mc-hard"]


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
