# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of an experiment with their intervals, by nothing but Python."""
import random

RESAMPLES = 2000


def mean(values):
    values = list(values)
    return sum(values) / max(1, len(values))


def interval(units, figure=mean, seed=1, resamples=RESAMPLES):
    """(value, low, high): the figure of the units, 95 % by bootstrap over them."""
    chance = random.Random(seed)
    drawn = sorted(figure(chance.choices(units, k=len(units))) for _ in range(resamples)) if units else [0]
    return figure(units), drawn[int(.025 * len(drawn))], drawn[min(len(drawn) - 1, int(.975 * len(drawn)))]


def spread(values):
    """As interval; of fewer than six, which have none to speak of, (mean, least, greatest)."""
    return interval(values) if len(values) > 5 else (mean(values), min(values), max(values))


def paired(tables, seed=1, resamples=RESAMPLES):
    """(value, low, high): the mean of what each of several models has for each of the same questions, 95 % by bootstrap over models and questions."""
    chance = random.Random(seed)
    columns = range(len(tables[0]))
    drawn = []
    for _ in range(resamples):
        rows, chosen = chance.choices(tables, k=len(tables)), chance.choices(columns, k=len(columns))
        drawn.append(mean(row[i] for row in rows for i in chosen))
    drawn.sort()
    return mean(value for row in tables for value in row), drawn[int(.025 * resamples)], drawn[int(.975 * resamples)]


def by_group(groups, figure=mean, seed=1, resamples=RESAMPLES):
    """As interval, of units in groups that resemble each other: 95 % by bootstrap over the groups."""
    return interval(list(groups), lambda drawn: figure(unit for group in drawn for unit in group), seed, resamples)


def closed(rows):
    """Of (majority, chosen, verifier): how much of the way from majority to the verifier is gone."""
    majority, chosen, verifier = (mean(row[i] for row in rows) for i in range(3))
    return (chosen - majority) / (verifier - majority) if verifier > majority else 0


def told(three, digits=3):
    """".512 (.480 to .544)"."""
    short = lambda x: f"{x:.{digits}f}".replace("0.", ".", 1)
    value, low, high = three
    return f"{short(value)} ({short(low)} to {short(high)})"


def auc(pairs):
    """Of (score, is true): the chance that a true one scores higher; ties count half."""
    ranks, i, pairs = 0.0, 0, sorted(pairs)
    while i < len(pairs):
        j = i
        while j < len(pairs) and pairs[j][0] == pairs[i][0]:
            j += 1
        ranks += sum(is_true for _, is_true in pairs[i:j]) * (i + j + 1) / 2
        i = j
    plus = sum(is_true for _, is_true in pairs)
    return (ranks - plus * (plus + 1) / 2) / max(1, plus * (len(pairs) - plus))


def first_errors(traces, threshold):
    """Of (scores, what is true of each step): (F1, found, passed) as ProcessBench has them: the first error found to the step, and right traces passed."""
    return harmonic(*first_error_counts(traces, threshold))


def first_error_counts(traces, threshold):
    """Of (scores, what is true of each step): how many first errors were found, there are, right traces were passed, there are."""
    found = passed = wrong = right = 0
    for scores, is_true in traces:
        said = next((i for i, score in enumerate(scores) if score <= threshold), -1)  # as the engine has it
        if all(is_true):
            right += 1
            passed += said < 0
        else:
            wrong += 1
            found += said == is_true.index(False)
    return found, wrong, passed, right


def harmonic(found, wrong, passed, right):
    found, passed = found / max(1, wrong), passed / max(1, right)
    return 2 * found * passed / max(1e-9, found + passed), found, passed


def best_threshold(traces):
    """Of a hundred that part the scores evenly; where several are best, the middle one."""
    scores = sorted(score for trace, _ in traces for score in trace)
    worth = {threshold: first_errors(traces, threshold)[0] for threshold in {scores[len(scores) * i // 100] for i in range(1, 100)}}
    most = max(worth.values())
    best = sorted(threshold for threshold, f1 in worth.items() if f1 == most)
    return best[len(best) // 2]


def equal_at_random(random_curve, value):
    """How many corrections at random are worth as much, by a line between the counts that were measured, more never worth less than fewer;
    beyond the last, the last."""
    points, best = [], float("-inf")
    for count, worth in sorted(random_curve):
        best = max(best, worth)
        points.append((count, best))
    for (a, low), (b, high) in zip(points, points[1:]):
        if low <= value <= high:
            return a + (b - a) * (value - low) / max(1e-9, high - low)
    return points[0][0] if value < points[0][1] else points[-1][0]
