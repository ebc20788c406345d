# SPDX-License-Identifier: GPL-3.0-or-later
"""Test-time scaling: what choosing by a PRM is worth, and how well it tells right steps from wrong ones."""
import json

from figures import auc, best_threshold, by_group, closed, first_errors, interval, mean
from world import SAMPLE, WRITE, jsonl

POOLED = ["weighted", "weighted_min", "weighted_last", "weighted_product", "mean", "min", "last", "product", "odds"]
TREES = ["greedy", "beam", "dvts", "mcts"]
PATCHES = 64  # of a picture: 112 by 112 pixels, 14 by 14 each
SPLITS = {"validation": ["--split", "validation"], "test": ["--split", "test"], "unknown": ["--split", "test", "--unknown"]}
FAMILIES = ["grid", "sequence", "ring", "odd"]


def search(world, policy, prm, name, split, count, n, strategies, pool=None):
    """`split`: of SPLITS. `prm`: none where votes alone decide. `pool`: an earlier search of the same questions, whose solutions are chosen from."""
    folder = world.puzzles("questions", name, "--count", count, *SPLITS[split], "--seed", world.seed + 300)
    return world.run("search", folder, policy, WRITE | SAMPLE | {"strategies": ",".join(strategies), "n": str(n)} |
                     ({"prm": str(prm)} if prm else {}) | ({"pool": str(pool)} if pool else {}))


class Searched:
    """A search and the truth of what it wrote."""

    def __init__(self, world, folder):
        self.folder = folder
        self.truth = world.truth(folder)
        self.questions = {event["question"]: event for event in jsonl(folder / "events.jsonl") if event["type"] == "searched"}
        of = lambda key: {question: line[key] for (question, _), line in self.truth.items()}
        self.labelled, self.families, self.combinations = of("labelled"), of("family"), of("puzzle")

    def names(self, labelled=None, family=None):
        return [q for q in self.questions if (labelled is None or self.labelled.get(q) == labelled) and (family is None or self.families.get(q) == family)]

    def right(self, strategy, n, question):
        """Of a pooled strategy with n solutions, of a tree with n 0; truth-verifier and oracle besides."""
        event = self.questions[question]
        if strategy == "oracle":
            return any(solution["correct"] for solution in event["pool"][:n])
        if strategy == "verifier":
            for index, solution in enumerate(event["pool"][:n]):
                line = self.truth.get((question, index))
                if line and all(line["local"]):
                    return bool(solution["correct"])
            strategy = "majority"
        return bool(self.choice(strategy, n, question)["correct"])

    def choice(self, strategy, n, question):
        return next(c for c in self.questions[question]["choices"] if c["strategy"] == strategy and c["n"] == n)

    def accuracy(self, strategy, n, names):
        return mean(self.right(strategy, n, q) for q in names)

    def gains(self, strategy, n, names, over="majority", over_n=None):
        return [self.right(strategy, n, q) - self.right(over, over_n or n, q) for q in names]

    def gain(self, *of):
        """Paired, with its interval."""
        return interval(self.gains(*of))

    def gain_by_combination(self, strategy, n, names):
        """The same by bootstrap over combinations, whose puzzles resemble each other."""
        groups = {}
        for q, gain in zip(names, self.gains(strategy, n, names)):
            groups.setdefault(self.combinations[q], []).append(gain)
        return {"combinations": len(groups), "gain": by_group(groups.values())}

    def closed(self, strategy, n, names):
        return interval([[self.right(s, n, q) for s in ("majority", strategy, "verifier")] for q in names], closed)

    def cost(self, strategy, n, names, sizes):
        """Operations of both models for a question: two, a multiplication and an addition, for each weight of the text model and token, and of the vision
        model and patch; each looks at the picture once. What the policy reads of the question is not counted, what the PRM reads is."""
        choices = [self.choice(strategy, n, q) for q in names]
        tokens = [mean(c[f"{model}_tokens"] for c in choices) for model in ("policy", "prm")]
        return sum(2 * (size["text"] * read + size["vision"] * PATCHES) for size, read in zip(sizes, tokens) if read)

    def traces(self, labelled=None):
        """(scores, what is true of each step, sections) of every solution that could be read."""
        for (question, index), line in self.truth.items():
            scores = self.questions[question]["pool"][index]["scores"]
            if scores and (labelled is None or line["labelled"] == labelled):
                yield scores, line["cumulative"], line["sections"]


def judged(traces, threshold):
    """How well scores tell steps apart."""
    traces = list(traces)
    pairs = [(score, is_true, section) for scores, truth, sections in traces for score, is_true, section in zip(scores, truth, sections)]
    f1, found, passed = first_errors([trace[:2] for trace in traces], threshold)
    # By where the first error is; who has none counts on both sides.
    of = lambda section: first_errors([trace[:2] for trace in traces if all(trace[1]) or trace[2][trace[1].index(False)] == section], threshold)[0]
    return {"steps": len(pairs), "auc": auc([pair[:2] for pair in pairs]),
            "auc_perception": auc([pair[:2] for pair in pairs if pair[2] == "perception"]),
            "auc_reasoning": auc([pair[:2] for pair in pairs if pair[2] == "reasoning"]),
            "first_error_f1": f1, "first_error_f1_perception": of("perception"), "first_error_f1_reasoning": of("reasoning"), "first_error_found": found, "right_passed": passed, "threshold": threshold}


def scored(world, folder, model, name, each=2, swapped=False):
    """The first solutions of each question by another model, or with the pictures of other puzzles of their family."""
    run = world.puzzles("traces", name, "--run", folder)
    if not (run / "request.json").exists():
        lines = [line for line in jsonl(run / "input.jsonl") if int(line["trace"].split("-")[1]) < each]
        families = {}
        for line in lines if swapped else []:
            families.setdefault(line["question"].split()[2], []).append(line)
        for family in families.values():
            images = [line["images"] for line in family]
            shift = min(each * 5, len(images) // 2)
            for line, image in zip(family, images[shift:] + images[:shift]):
                line["images"] = image
        (run / "input.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    world.run("score", run, model, {})
    return {tuple(event["trace"].split("-")): event["scores"] for event in jsonl(run / "events.jsonl") if event["type"] == "result"}


def by_other(searched, scores):
    """As traces(), by these scores."""
    for (question, index), line in searched.truth.items():
        found = scores.get((question, str(index)))
        if found and None not in found:
            yield found, line["cumulative"], line["sections"]


def position_prior(validation, tested):
    """Scores of who looks at nothing but where a step stands."""
    seen = {}
    for _, truth, sections in validation:
        for place, section, is_true in places(truth, sections):
            seen.setdefault((section, place), []).append(is_true)
    rates = {key: mean(values) for key, values in seen.items()}
    for _, truth, sections in tested:
        yield [rates.get((section, place), .5) for place, section, _ in places(truth, sections)], truth, sections


def places(truth, sections):
    for i, (is_true, section) in enumerate(zip(truth, sections)):
        yield i - sections.index(section), section, is_true
