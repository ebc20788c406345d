# SPDX-License-Identifier: GPL-3.0-or-later
"""loop.json in words, tables and charts. Nothing here judges: what was promised stands beside what came out."""
import math

from corrections import over, worth_in_random
from figures import interval, mean, spread, told

COLOURS = {"majority": "#8a8f98", "verifier": "#2f7d4f", "oracle": "#b9bec6", "chosen": "#b0561f", "random": "#8a8f98", "disagreement": "#b0561f",
           "uncertainty": "#4a6fa5", "against-judge": "#7a4fa0", "oracle queue": "#2f7d4f"}


def table(head, rows):
    return "\n".join(["| " + " | ".join(map(str, head)) + " |", "|" + "---|" * len(head), *("| " + " | ".join(map(str, row)) + " |" for row in rows)]) + "\n"


def share(value, digits=3):
    return f"{value:.{digits}f}".replace("0.", ".", 1)


def chart(file, title, lines, across, wide=640, high=360):
    """lines: name to {x: (y, low, high)}; x stand at equal distances. An SVG that reads on light and dark paper."""
    xs = sorted({x for points in lines.values() for x in points})
    ys = [y for points in lines.values() for three in points.values() for y in three]
    low, top = math.floor(10 * min(ys)) / 10, math.ceil(10 * max(ys)) / 10
    left, right, above, below = 56, 150, 40, 44
    px = lambda x: left + xs.index(x) * (wide - left - right) / max(1, len(xs) - 1)
    py = lambda y: high - below - (y - low) * (high - below - above) / (top - low)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">',
           f'<rect width="{wide}" height="{high}" rx="6" fill="#ffffff"/><text x="{left}" y="24" font-size="14" fill="#23262b">{title}</text>']
    for i in range(round(10 * (top - low)) + 1):
        y = low + i / 10
        out.append(f'<path d="M{left} {py(y):.1f}H{wide - right}" stroke="#e6e8eb"/><text x="{left - 8}" y="{py(y) + 4:.1f}" text-anchor="end" fill="#5c626b">{y:.1f}</text>')
    out += [f'<text x="{px(x):.1f}" y="{high - 24}" text-anchor="middle" fill="#5c626b">{x}</text>' for x in xs]
    out.append(f'<text x="{(left + wide - right) / 2}" y="{high - 6}" text-anchor="middle" fill="#5c626b">{across}</text>')
    ends = []
    for name, points in lines.items():
        colour = COLOURS.get(name, COLOURS["chosen"])
        for x, (_, a, b) in points.items():
            out.append(f'<path d="M{px(x):.1f} {py(a):.1f}V{py(b):.1f}" stroke="{colour}" opacity=".35"/>')
        path = "L".join(f"{px(x):.1f} {py(y):.1f}" for x, (y, _, _) in sorted(points.items()))
        out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append([py(points[max(points)][0]), name, colour, px(max(points))])
    ends.sort()
    for above_it, it in zip(ends, ends[1:]):
        it[0] = max(it[0], above_it[0] + 15)  # names do not cover each other
    out += [f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>' for y, name, colour, x in ends]
    file.write_text("\n".join(out) + "\n</svg>\n")


def scaling_words(found, work):
    yield "## Choosing by a PRM\n"
    for name, one in found.items():
        chosen = one["chosen"]
        yield f"### The PRM `{name}`\n\nChosen on validation: **{chosen}**. 16 solutions of each puzzle, test; differences are paired, in brackets 95 % by bootstrap over puzzles.\n"
        rows = []
        for group, g in one["groups"].items():
            equal = g["equal_cost"]
            rows.append([group, g["puzzles"], *(share(g[k]) for k in ("single", "majority", "chosen", "verifier", "oracle")), told(g["gain"]),
                         f"{told(g['by_combination']['gain'])} of {g['by_combination']['combinations']}" if "by_combination" in g else "", told(g["closed"], 2) if "closed" in g else "",
                         f"{told(equal['gain'])} ({equal['n']} against 16 solutions, {equal['cost'] / 1e9:.1f} against {equal['majority_cost'] / 1e9:.1f} GFLOP)"])
        yield table(["combinations", "puzzles", "first try", "majority", chosen, "truth-verifier", "oracle", f"{chosen} − majority", "by bootstrap over combinations", "of the gap", "by as many solutions as cost no more than majority"], rows)
        if "families" in one:
            yield table(["family", "puzzles", "majority", chosen, "truth-verifier", f"{chosen} − majority"],
                        [[family, g["puzzles"], *(share(g[k]) for k in ("majority", "chosen", "verifier")), told(g["gain"])] for family, g in one["families"].items()])
        curves = {s: {int(n): three for n, three in points.items()} for s, points in one["curves"]["all"].items()}  # JSON's keys are strings
        chart(work / f"scaling-{name}.svg", f"Right answers by {chosen}, PRM {name}",
              {"majority": curves["majority"], "chosen": curves[chosen], "verifier": curves["verifier"], "oracle": curves["oracle"]}, "solutions of each puzzle")
        yield f"![Right answers against solutions](scaling-{name}.svg)\n"
        yield table(["solutions", *curves["majority"]], [[s, *(share(three[0]) for three in points.values())] for s, points in curves.items()])
        prm = one["prm"]
        sections = "".join(f", first one of {section}: {share(prm[key])}" for section in ("perception", "reasoning") if (key := f"first_error_f1_{section}") in prm)
        yield (f"Steps told apart: AUC **{share(prm['auc'])}** of {prm['steps']:,} (perception {share(prm['auc_perception'])}, reasoning {share(prm['auc_reasoning'])}; "
               f"combinations with labels {share(prm['by_group']['labelled'])}, without {share(prm['by_group']['unlabelled'])}); with pictures of other puzzles {share(prm['auc_swapped'])}; "
               f"the policy's own P(+) {share(prm['auc_policy'])}; by nothing but a step's place {share(prm['auc_position'])}. First-error F1 **{share(prm['first_error_f1'])}** "
               f"(found {share(prm['first_error_found'])}, right ones passed {share(prm['right_passed'])}{sections}) at the threshold {prm['threshold']:.2f} that validation chose.\n")


def seeds_words(groups, work):
    yield ("## The same labels, other seeds\n\nPRMs under the judge that errs everywhere alike, trained from different seeds; each chooses among 16 by what validation chose for it. In brackets 95 % by "
           "bootstrap over PRMs and puzzles.\n")
    yield table(["combinations", "PRMs", "chosen − majority"], [[group, one["prms"], told(one["gain"])] for group, one in groups.items()])


def unknown_words(found, work):
    yield ("## Combinations that nothing was taught\n\nThe policy has seen no demonstration of them, the PRMs no label. Strategies and thresholds as validation chose them for the others; 16 solutions of each "
           "puzzle, in brackets 95 % by bootstrap over puzzles. Nothing was promised here.\n")
    yield table(["PRM", "puzzles", "first try", "majority", "chosen", "truth-verifier", "oracle", "chosen − majority", "AUC", "first-error F1"],
                [[f"{name}, by {one['strategy']}", one["puzzles"], *(share(one[k]) for k in ("single", "majority", "chosen", "verifier", "oracle")), told(one["gain"]),
                  share(one["prm"]["auc"]), share(one["prm"]["first_error_f1"])] for name, one in found.items()])


VARIANTS = {"plain": "all solutions, the judge's labels", "no-layers": "the same, no layers added", "no-perception": "none whose first error is of perception",
            "outcomes": "whether the answer is right, as the last step's label"}


def variants_table(title, rows):
    return table([title, "traces there are", "weights", "AUC", "of perception, of reasoning", "first-error F1", "where it is of perception, of reasoning", "by", "right", "over majority", "over the first row"],
                 [[VARIANTS.get(r["name"], r["name"]), f"{r['traces']:,}", f"{r['weights'] / 1e6:.2f} M", share(r["auc"]), f"{share(r['auc_perception'])}, {share(r['auc_reasoning'])}",
                   share(r["first_error_f1"]), f"{share(r['first_error_f1_perception'])}, {share(r['first_error_f1_reasoning'])}", r["strategy"], share(r["chosen"]), told(r["gain"]), told(r["beside_first"])]
                  for r in rows])


def variants_words(rows, work):
    yield ("## PRMs that differ in one thing\n\nEach begun with the policy, one training each, as many updates of as many traces. They choose among the same 16 solutions by what validation chose "
           "for each. In brackets 95 % by bootstrap over puzzles, which says nothing of other trainings.\n")
    yield variants_table("learnt from", rows)


def estimated_words(rows, work):
    yield "## PRMs by rules\n\nThe same of PRMs that learn from the same estimated solutions, as many updates each, by a rule each.\n"
    yield variants_table("rule", rows)


def policies_words(found, work):
    yield "## Another policy\n\nA stronger one, with three of the six habits: no PRM has seen a solution of it.\n"
    yield table(["PRM", "combinations", "puzzles", "first try", "majority", "chosen", "truth-verifier", "oracle", "chosen − majority"],
                [[f"{name}, by {one['chosen']}", group, g["puzzles"], *(share(g[k]) for k in ("single", "majority", "chosen", "verifier", "oracle")), told(g["gain"])]
                 for name, one in found["stronger"].items() for group, g in one["groups"].items()])
    yield "".join(f"{name}: AUC {share(one['prm']['auc'])}, first-error F1 {share(one['prm']['first_error_f1'])}. " for name, one in found["stronger"].items()) + "\n"
    tuned = found["fine_tuned"]
    yield (f"The policy taught on by its own right solutions, without a PRM: first try {share(tuned['single'])} ({told(tuned['single_gain'])} more than before), "
           f"majority of 16 {share(tuned['majority'])} ({told(tuned['majority_gain'])} more), truth-verifier {share(tuned['verifier'])}, oracle {share(tuned['oracle'])}.\n")
    yield table(["PRM, choosing from what the taught policy wrote", "right", *(f"over majority, {group}" for group in ("all", "labelled", "unlabelled"))],
                [[f"{name}, by {one['chosen']}", share(one["right"]), *(told(one[group]) for group in ("all", "labelled", "unlabelled"))] for name, one in found["on_top"].items()])


def trees_words(trees, work):
    yield ("## Trees\n\nThe same policy and PRM, 16 solutions or as much of a tree; tokens that the policy wrote and the PRM read for a puzzle. Differences are paired, in brackets 95 % by bootstrap "
           "over puzzles.\n")
    over = lambda one, key: told(one[key]) if one.get(key) else ""
    yield table(["strategy", "right", "over majority", "over one shot", "tokens"],
                [[name, told(one["accuracy"]), over(one, "over_majority"), over(one, "over_oneshot"), f"{one['tokens']:,.0f}"] for name, one in trees.items()])


def rules_words(rows, work):
    yield ("## What labels are worth\n\nEach rule's labels of the policy's solutions against the truth. \"first error\": of kept traces with one, found to the step.\n")
    yield table(["judge", "rule", "kept", "steps", "labelled rightly", "F1 of wrong steps", "first error", "right ones passed"],
                [[r["judge"], r["rule"] + (f" {r['threshold']}" if r["rule"] == "mc-hard" else ""), f"{r['kept']} of {r['traces']}", r["steps"],
                  *(share(r[k]) for k in ("right", "wrong_f1", "first_error", "passed"))] for r in rows])


def bias_words(rows, work):
    yield (f"## Why rollouts miss the truth\n\nOf {rows[0]['steps']} steps that the policy wrote, {rows[0]['false']} of them behind an error or one themselves: what c of k rollouts are away from the truth (is all "
           "right up to here?), as the square that is expected of c/k, in what stays with rollouts without end (bias) and what their number does (variance). Beside it hard labels: + where some rollout succeeds.\n")
    yield table(["rollouts of a step", "bias", "variance", "false steps called right", "right steps called false", "otherwise than by 256"],
                [[r["rollouts"], *(share(r[k]) for k in ("bias", "variance", "false_passed", "true_blamed", "unlike_many"))] for r in rows])


def corrections_words(rows, work):
    yield ("## What a correction is worth\n\n250 traces under a judge that is blind to two habits; so many of them read by a person to their first error, then the PRM trained on from there. "
           "Means over seeds, in brackets 95 % by bootstrap over them; the least and the greatest of fewer than six.\n")
    arms = sorted({(r["way"], r["count"], r["error"]) for r in rows}, key=lambda a: (a[0] != "base", a[1] > 0, a))
    of = lambda arm, key: [r[key] for r in rows if (r["way"], r["count"], r["error"]) == arm]
    names = lambda arm: {"base": "as it is"}.get(arm[0], arm[0] if arm[1] else "no corrections") + (f", {arm[2]:.0%} mistaken" if arm[2] else "")
    estimated = lambda values: told(spread(values)) if len(set(values)) > 1 else share(values[0])
    yield table(["corrections", "number", "seeds", "first-error F1", "found", "right ones passed", "AUC", "weighted vote", "best of 16"],
                [[names(arm), arm[1], len(of(arm, "auc")), estimated(of(arm, "first_error_f1")),
                  *(share(mean(of(arm, key)), digits) for key, digits in (("first_error_found", 3), ("right_passed", 3), ("auc", 4), ("weighted", 3), ("best_of_16", 3)))] for arm in arms])
    queued = [(way, count) for way, count, error in arms if count and not error and way not in ("random", "drop")]
    if queued and len({count for way, count, _ in arms if way == "random"}) > 2:
        yield "How many corrections at random are worth as much, paired by seed and read off between the numbers that were measured (beyond the most, the most):\n"
        each = lambda values: f"{told(spread(values), 0)}: {', '.join(f'{value:.0f}' for value in values)}"
        yield table(["queue", "corrections", "equal at random by first-error F1, and by seed", "by AUC"],
                    [[way, count, *(each(worth_in_random(rows, way, count, figure)) for figure in ("first_error_f1", "auc"))] for way, count in queued])
    pairs = [(arm, other) for arm in arms if arm[1] for other in (("random", 0, 0), ("random", arm[1], 0)) if other != arm and other in arms]
    if pairs:
        yield "What they are worth more, paired by seed:\n"
        more = lambda values, digits: f"{told(spread(values), digits)}, in {sum(value > 0 for value in values)} of {len(values)} seeds"
        yield table(["corrections", "number", "over", "first-error F1", "AUC"],
                    [[names(arm), arm[1], "as many at random" if other[1] else names(other),
                      *(more(over(rows, arm, other, figure), digits) for figure, digits in (("first_error_f1", 3), ("auc", 4)))] for arm, other in pairs])
    curves = {}
    for way, count, error in arms:
        if way not in ("base", "drop") and not error:
            for name in ([way] if count else sorted({a[0] for a in arms} - {"base", "drop"})):
                curves.setdefault(name.replace("oracle", "oracle queue"), {})[count] = spread(of((way, count, error), "first_error_f1"))
    chart(work / "corrections.svg", "First-error F1 after corrections", curves, "corrections")
    yield "![First-error F1 after corrections](corrections.svg)\n"


def sure_words(rows, work):
    rows = [row for row in rows if row["seeds"] > 5]  # of fewer there is no interval to speak of
    if not rows:
        return
    yield ("The same with 95 % by bootstrap over seeds and over the test puzzles, which all seeds share; thresholds as validation chose them:\n")
    name = lambda arm: f"{arm[0]} {arm[1]}" + (f", {arm[2]:.0%} mistaken" if arm[2] else "")
    words = {"none": "more than no corrections", "random": "more than as many at random", "against-judge": "more than as many against the judge", "equal at random": "equal so many at random"}
    found = {}
    for row in rows:
        found.setdefault((tuple(row["arm"]), row["over"], row["seeds"]), {})[row["figure"]] = row["worth"]
    yield table(["corrections", "seeds", "", "by first-error F1", "by AUC"],
                [[name(arm), seeds, words[over], *(told(of[figure], 0 if over == "equal at random" else digits) for figure, digits in (("first_error_f1", 3), ("auc", 4)))]
                 for (arm, over, seeds), of in sorted(found.items())])


def bases_words(rows, work):
    yield ("## On which labels corrections stand\n\nThe same 250 traces with rollouts, the rule `human-first` over `paper` or over `judge`. \"left out\": of the traces in which the judge passed over an error, "
           "and of those without one. Means over seeds, in brackets the least and the greatest.\n")
    arms = list(dict.fromkeys((r["base_rule"], r["way"], r["count"]) for r in rows))
    of = lambda arm, key: [r[key] for r in rows if (r["base_rule"], r["way"], r["count"]) == arm]
    total = lambda arm, key: sum(of(arm, key))
    yield table(["over", "corrections", "number", "seeds", "left out", "of those without an error", "first-error F1", "AUC", "best of 16"],
                [[rule, way if count else "none", count, len(of(arm, "auc")), f"{total(arm, 'left_out')} of {total(arm, 'passed_over')}", total(arm, "left_out_right"), told(spread(of(arm, "first_error_f1"))),
                  *(share(mean(of(arm, key))) for key in ("auc", "best_of_16"))] for arm in arms for rule, way, count in [arm]])


def write_report(results, work):
    size = "; ".join(f"{part}: " + ", ".join(f"{name} {number}" for name, number in sizes.items()) for part, sizes in results["sizes"].items() if sizes)
    words = ["# The loop, measured\n", f"By `./dev loop` ({size}); [what is measured, and how to read it](../loop.md). The numbers are in [loop.json](loop.json).\n"]
    for part, tell in (("scaling", scaling_words), ("seeds", seeds_words), ("unknown", unknown_words), ("variants", variants_words), ("estimated", estimated_words), ("policies", policies_words), ("trees", trees_words),
                       ("rules", rules_words), ("bias", bias_words), ("corrections", corrections_words), ("sure", sure_words), ("bases", bases_words)):
        if results.get(part):
            words += tell(results[part], work)
    (work / "loop.md").write_text("\n".join(words))
