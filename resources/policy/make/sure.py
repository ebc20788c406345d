# SPDX-License-Identifier: GPL-3.0-or-later
"""How sure it is that one way of correcting is worth more than another: 95 % by bootstrap over seeds and over the test puzzles, which all seeds share.
Thresholds are held as validation chose them."""
import itertools
import operator
import random

from figures import RESAMPLES, equal_at_random, first_error_counts, harmonic, mean


class Measured:
    """A PRM on the test puzzles: of each puzzle (scores, what is true of each step) of its traces. Figures where puzzle p counts times[p] times."""

    def __init__(self, puzzles, threshold):
        self.counts = [first_error_counts(traces, threshold) for traces in puzzles]
        steps = sorted((score, is_true, p) for p, traces in enumerate(puzzles) for trace, truth in traces for score, is_true in zip(trace, truth))
        # wins[p][q]: how often a right step of p scores higher than a wrong one of q; where they score the same, half.
        self.wins, self.wrong, self.right = [[0] * len(puzzles) for _ in puzzles], [0] * len(puzzles), [0] * len(puzzles)
        for _, alike in itertools.groupby(steps, lambda step: step[0]):
            alike, before = list(alike), list(self.wrong)
            for _, is_true, p in alike:
                self.wrong[p] += not is_true
                self.right[p] += is_true
            for p in (p for _, is_true, p in alike if is_true):
                self.wins[p] = [n + (a + b) / 2 for n, a, b in zip(self.wins[p], before, self.wrong)]

    def first_error_f1(self, times):
        return harmonic(*(sum(n * count[i] for n, count in zip(times, self.counts)) for i in range(4)))[0]

    def auc(self, times):
        total = lambda counts: sum(map(operator.mul, counts, times))
        return total(map(total, self.wins)) / max(1, total(self.right) * total(self.wrong))


def certainty(arms, figure, seed=1):
    """`arms`: (way, count, error) to seed to Measured. Rows of what an arm has more than none, than as many at random and from the window's queue, and of how
    many at random equal it."""
    chance = random.Random(seed)
    seeds = sorted(set.intersection(*(set(of) for of in arms.values())))
    puzzles = len(next(iter(arms[next(iter(arms))].values())).counts)
    drawn = [figures_of(arms, figure, seeds, [1] * puzzles)]
    for _ in range(RESAMPLES):
        times = [0] * puzzles
        for p in chance.choices(range(puzzles), k=puzzles):
            times[p] += 1
        drawn.append(figures_of(arms, figure, chance.choices(seeds, k=len(seeds)), times))
    rows = []
    for of in drawn[0]:
        value, *others = (one[of] for one in drawn)
        others.sort()
        rows.append({"arm": of[0], "over": of[1], "figure": figure, "seeds": len(seeds), "worth": [value, others[int(.025 * len(others))], others[int(.975 * len(others))]]})
    return rows


def figures_of(arms, figure, seeds, times):
    """(arm, "none", "random", "against-judge" or "equal at random") to the mean over seeds."""
    known = {}
    worth = lambda arm, seed: known.setdefault((arm, seed), getattr(arms[arm][seed], figure)(times))
    curve = [arm for arm in arms if arm[0] == "random" and not arm[2]]
    found = {}
    for arm in arms:
        others = {"none": ("random", 0, 0), "random": ("random", arm[1], 0), "against-judge": ("against-judge", arm[1], 0)}  # the last is the window's first
        for over, other in others.items():
            if other in arms and other != arm and arm[1] and (arm[0], over) != ("random", "against-judge"):
                found[arm, over] = mean(worth(arm, seed) - worth(other, seed) for seed in seeds)
        if arm[0] not in ("random", "drop") and not arm[2] and len(curve) > 2:
            found[arm, "equal at random"] = mean(equal_at_random([(r[1], worth(r, seed)) for r in curve], worth(arm, seed)) for seed in seeds)
    return found
