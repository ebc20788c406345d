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
    found = passed = wrong = right = 0
    for scores, is_true in traces:
        said = next((i for i, score in enumerate(scores) if score <= threshold), -1)  # as the engine has it
        if all(is_true):
            right += 1
            passed += said < 0
        else:
            wrong += 1
            found += said == is_true.index(False)
    found, passed = found / max(1, wrong), passed / max(1, right)
    return 2 * found * passed / max(1e-9, found + passed), found, passed


def best_threshold(traces):
    """Of a hundred that part the scores evenly; where several are best, the middle one."""
    scores = sorted(score for trace, _ in traces for score in trace)
    worth = {threshold: first_errors(traces, threshold)[0] for threshold in {scores[len(scores) * i // 100] for i in range(1, 100)}}
    most = max(worth.values())
    best = sorted(threshold for threshold, f1 in worth.items() if f1 == most)
    return best[len(best) // 2]
