# SPDX-License-Identifier: GPL-3.0-or-later
"""What a correction is worth: traces judged by a judge that is blind to two habits, some of them read by a person to their first error, the PRM
trained on from there. A correction is entered by the verb `label`, which is the use case behind a key press."""
import random
import shutil
from pathlib import Path

from figures import auc, best_threshold, equal_at_random, first_errors
from recipe import BLIND
from sure import Measured
from world import jsonl, whole

TRACES = 250
TESTED, OF_EACH = 120, 16
VALIDATED = 60  # puzzles, half as many solutions of each: for the threshold
LEARN = {"rule": "human-first", "people_weight": "4", "holdout": "0", "updates": "120", "batch": "32", "rate": "1e-4", "processes": "2"}
# Of a trace and what is known of it: the greater, the sooner it is read.
QUEUES = {
    "random": lambda trace, chance: chance.random(),
    # the window's queue: the judge let it pass, yet the answer is wrong
    "disagreement": lambda trace, chance: (trace["judge_passed"] and not trace["correct"], trace["judge_passed"], chance.random()),
    "uncertainty": lambda trace, chance: -min(abs(score - .5) for score in trace["scores"]),
    # the base has not learnt these traces, so it is out of fold: the greatest difference to the judge's sign on one step
    "against-judge": lambda trace, chance: max(abs(score - sign) for score, sign in zip(trace["scores"], trace["signs"])),
    "oracle": lambda trace, chance: (trace["signs"] != trace["true_signs"], chance.random()),
}


def signs(is_true):
    """As a rule lays them out: up to the first error."""
    return is_true[:is_true.index(False) + 1] if False in is_true else is_true


class Corrections:
    """`base_rule`: what `human-first` says where no person has read; `rollouts` of each step, without which `paper` says what `judge` does."""

    def __init__(self, world, policy, base, seed, base_rule="paper", rollouts=0):
        self.world, self.base, self.seed, self.base_rule = world, base, seed, base_rule
        self.name = f"corrections-{seed}" + ("-counted" if rollouts else "")
        judged = world.solutions(policy, f"{self.name}-questions", "train", TRACES, 1, world.seed + 500 + seed, rollouts)
        self.project = world.project(f"{self.name}-project", [judged], *BLIND)
        self.traces = self.known()
        self.tested = world.solutions(policy, "corrections-tested", "test", TESTED, OF_EACH, world.seed + 400)
        self.validated = world.solutions(policy, "corrections-validated", "validation", VALIDATED, OF_EACH // 2, world.seed + 401)

    def known(self):
        """What the queues may know of each trace, and beside it the truth."""
        run = self.world.steplight("run", self.project, "score", "--model", self.base, "--set", "overwrite=true", "--wait")
        data = self.project.with_name(self.project.name + "-data")
        truth = {line["uid"]: line for line in jsonl(data / "truth.jsonl")}
        judge = {row["trace"]: row["signs"] for row in self.world.steplight("fuse", self.project, "--rows", "judge")["rows"]}
        uids = self.world.uids(self.project)
        traces = []
        for event in jsonl(Path(run["folder"]) / "events.jsonl"):
            if event["type"] == "result" and judge.get(event["trace"]):
                line, called = truth[uids[event["trace"]]], judge[event["trace"]]
                true_signs = signs([step["local"] for step in line["steps"]])
                traces.append({"id": event["trace"], "scores": event["scores"], "signs": [sign == "+" for sign in called],
                               "judge_passed": "-" not in called, "correct": line["final_correct"], "true_signs": true_signs})
        return traces

    def order(self, way):
        chance = random.Random(self.seed)
        return sorted(self.traces, key=lambda trace: QUEUES[way](trace, chance), reverse=True)

    def read(self, project, way, count, error):
        """Each to its first error, as a person would who is mistaken about a trace with a chance: sees no error in a wrong one, or one in a right step."""
        chance = random.Random(1000 + self.seed)
        for trace in self.order(way)[:count]:
            told = trace["true_signs"]
            if chance.random() < error:
                steps = len(trace["scores"])
                told = [True] * steps if not all(told) else [True] * (wrong := chance.randrange(steps)) + [False]
            for step, right in enumerate(told):
                self.world.steplight("label", project, trace["id"], step, 1 if right else -1, "--as", "Reader")

    def arm(self, way, count, error=0):
        """What the PRM is worth after training with so many corrections; by "drop" the disagreement queue's traces are left out instead."""
        other = self.base_rule != "paper"
        name = f"{self.name}-{way}-{count}" + (f"-{error}" if error else "")
        project = self.world.work / name
        if not project.exists():
            with whole(project) as half:
                shutil.copytree(self.project, half)
                if way == "drop":
                    for trace in self.order("disagreement")[:count]:
                        self.world.steplight("label", half, trace["id"], "-", "bad-question", "--as", "Reader")
                else:
                    self.read(half, way, count, error)
        learn = LEARN | ({"base_rule": self.base_rule} if other else {})
        name += f"-{self.base_rule}" if other else ""
        model = self.world.train_in(project, self.base, learn, name + "-model")
        return {"way": way, "count": count, "error": error, "seed": self.seed} | self.worth(model, name + "-scored")

    def passed_over(self):
        """Of the traces whose judge saw nothing though there is an error, how many the base rule leaves out: the others it calls right."""
        rows = {row["trace"]: row["signs"] for row in self.world.steplight("fuse", self.project, "--rows", self.base_rule)["rows"]}
        blind = [trace for trace in self.traces if trace["judge_passed"] and not all(trace["true_signs"])]
        return {"passed_over": len(blind), "left_out": sum(not rows[trace["id"]] for trace in blind),
                "left_out_right": sum(not rows[trace["id"]] for trace in self.traces if all(trace["true_signs"]))}

    def scored(self, model, solutions, name):
        """The score run, and of each puzzle (P(+), what is true) of its solutions' steps."""
        run = self.world.puzzles("traces", name, "--run", solutions)
        self.world.run("score", run, model, {})
        scores = {event["trace"]: event["scores"] for event in jsonl(run / "events.jsonl") if event["type"] == "result"}
        puzzles = {}
        for (question, index), line in self.world.truth(solutions).items():
            puzzles.setdefault(question, []).append((scores[f"{question}-{index}"], line["cumulative"]))
        return run, list(puzzles.values())

    def worth(self, model, name):
        _, validation = self.scored(model, self.validated, name + "-validated")
        scored, puzzles = self.scored(model, self.tested, name)
        threshold, traces = best_threshold(sum(validation, [])), sum(puzzles, [])
        self.measured = Measured(puzzles, threshold)
        f1, found, passed = first_errors(traces, threshold)
        grades = self.world.grade(self.tested, "--scores", scored)["all"]
        return {"first_error_f1": f1, "first_error_found": found, "right_passed": passed,
                "auc": auc([pair for trace, truth in traces for pair in zip(trace, truth)]),
                "best_of_16": grades["best"]["mean"], "weighted": grades["weighted"], "majority": grades["majority"]}


def over(results, arm, other, figure="first_error_f1"):
    """What an arm (way, count, error) has more than another, for each seed that both have."""
    of = lambda a: {r["seed"]: r[figure] for r in results if (r["way"], r["count"], r["error"]) == a}
    ours, theirs = of(arm), of(other)
    return [ours[seed] - theirs[seed] for seed in sorted(ours.keys() & theirs.keys())]


def worth_in_random(results, way, count, figure="first_error_f1"):
    """For each seed, how many corrections at random equal so many of this queue, by a person who is never mistaken."""
    of = lambda seed, w: {r["count"]: r[figure] for r in results if (r["seed"], r["way"], r["error"]) == (seed, w, 0)}
    seeds = sorted({r["seed"] for r in results if (r["way"], r["count"], r["error"]) == (way, count, 0)})
    return [equal_at_random(of(seed, "random").items(), of(seed, way)[count]) for seed in seeds]
