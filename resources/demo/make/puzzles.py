# SPDX-License-Identifier: GPL-3.0-or-later
"""Small card puzzles: four families, their rules, their questions. No pictures here (draw.py), no solutions (traces.py)."""
import hashlib
import json
from collections import Counter
from dataclasses import dataclass

COLOURS = ["red", "blue", "green", "yellow", "purple", "grey"]
SHAPES = ["circle", "square", "triangle", "star", "heart", "cross"]
SIZES = ["small", "medium", "large"]
COUNTS = [1, 2, 3, 4, 5]
VALUES = {"colour": COLOURS, "shape": SHAPES, "size": SIZES, "count": COUNTS}
LETTERS = "ABCDEFGHI"
NUMBER = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 9: "nine"}

FAMILIES = ["grid", "sequence", "ring", "odd"]
CARDS = {"grid": 9, "sequence": 5, "ring": 8, "odd": 6}
# Where card i lies, as (column, row) of the lattice of card places; the ring runs clockwise round an empty middle.
PLACES = {
    "grid": [(i % 3, i // 3) for i in range(9)],
    "sequence": [(i, 0) for i in range(5)],
    "ring": [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)],
    "odd": [(i % 3, i // 3) for i in range(6)],
}
RULES = {
    "grid": ["row", "column", "latin", "plus", "sum"],
    "sequence": ["turns", "cycle", "plus", "minus"],
    "ring": ["opposite", "turns", "pairs"],
}
ARITHMETIC = {"plus", "minus", "sum"}


@dataclass
class Puzzle:
    family: str
    cards: list  # one dict {colour, shape, size, count} a card
    counted: bool  # cards differ by count and all shapes have one size, or hold one shape and differ by size
    hidden: int | None  # the card that lies face down
    attribute: str
    rule: str
    answer: str
    options: list
    question: str = ""

    def column(self, attribute):
        return [card[attribute] for card in self.cards]


def same_group(family, rule, i):
    """The cards that must equal card i under a rule of sameness, or None for a rule of another kind."""
    n = CARDS[family]
    groups = {
        "row": lambda j: j // 3 == i // 3,
        "column": lambda j: j % 3 == i % 3,
        "turns": lambda j: (j - i) % 2 == 0,
        "cycle": lambda j: abs(j - i) == 3,
        "opposite": lambda j: abs(j - i) == n // 2,
        "pairs": lambda j: j == i ^ 1,
    }
    return [j for j in range(n) if j != i and groups[rule](j)] if rule in groups else None


def predict(family, rule, values, i):
    """What the rule says card i must be, from the other cards: (sources, value); None where it says nothing, value None
    where the others already break it. values[j] is None for a card that is not known."""
    group = same_group(family, rule, i)
    if group is not None:
        known = [j for j in group if values[j] is not None]
        if not known:
            return None
        value = Counter(values[j] for j in known).most_common(1)[0][0]
        return [j for j in known if values[j] == value][:2], value
    row = range(i // 3 * 3, i // 3 * 3 + 3)
    if rule == "latin":
        others = [j for j in row if j != i]
        if any(values[j] is None for j in others):
            return None
        palette = Counter(v for j, v in enumerate(values) if j != i and v is not None)
        rest = [v for v, _ in palette.most_common(3) if v not in (values[others[0]], values[others[1]])]
        return others, rest[0] if len(rest) == 1 else None
    if rule == "sum":
        a, b, c = row
        if any(values[j] is None for j in row if j != i):
            return None
        if i == c:
            return [a, b], values[a] + values[b]
        return [c, a + b - i], values[c] - values[a + b - i]
    step = 1 if rule == "plus" else -1
    first = i == 0 or (family == "grid" and i % 3 == 0)
    j = i + 1 if first else i - 1
    if values[j] is None:
        return None
    return [j], values[j] - step if first else values[j] + step


def violations(family, rule, values):
    """How many of the known cards contradict the rule."""
    bad = 0
    for i, value in enumerate(values):
        if value is not None:
            said = predict(family, rule, values[:i] + [None] + values[i + 1 :], i)
            bad += said is not None and said[1] != value
    return bad


def rules_for(family, attribute):
    return [r for r in RULES[family] if attribute == "count" or r not in ARITHMETIC]


def fill(rng, family, rule, attribute):
    """Values of one attribute for every card, following the rule."""
    n, pool = CARDS[family], VALUES[attribute]
    if rule == "plus":
        starts = [1] if family == "sequence" else [rng.choice([1, 2, 3]) for _ in range(3)]
        return [starts[i // 3 if family == "grid" else 0] + (i % 3 if family == "grid" else i) for i in range(n)]
    if rule == "minus":
        return [5 - i for i in range(n)]
    if rule == "sum":
        rows = [rng.choice([(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1)]) for _ in range(3)]
        return [v for a, b in rows for v in (a, b, a + b)]
    key = {
        "row": lambda i: i // 3,
        "column": lambda i: i % 3,
        "latin": lambda i: (i + shift * (i // 3)) % 3,
        "turns": lambda i: i % 2,
        "cycle": lambda i: i % 3,
        "opposite": lambda i: i % (n // 2),
        "pairs": lambda i: i // 2,
    }[rule]
    shift = rng.choice([1, 2])
    need = 1 + max(key(i) for i in range(n))
    picked = rng.sample(pool, need) if need <= len(pool) else [rng.choice(pool) for _ in range(need)]
    if rule == "opposite" and attribute in ("size",):
        picked = [rng.choice(pool) for _ in range(need)]
    return [picked[key(i)] for i in range(n)]


def options_for(rng, attribute, answer, shown):
    pool = [v for v in VALUES[attribute] if v != answer]
    near = [v for v in dict.fromkeys(shown) if v != answer]
    rng.shuffle(near)
    rng.shuffle(pool)
    picked = list(dict.fromkeys(near[:2] + pool))[:3] + [answer]
    if attribute in ("size", "count"):
        return [str(v) for v in sorted(picked, key=VALUES[attribute].index)]
    rng.shuffle(picked)
    return picked


def make_patterned(rng, family):
    attribute = rng.choice(list(VALUES))
    rule = rng.choice(rules_for(family, attribute))
    counted = attribute == "count" or (attribute != "size" and rng.random() < 0.3)
    columns = {a: [rng.choice(VALUES[a])] * CARDS[family] for a in VALUES}
    columns["count" if not counted else "size"] = [1 if not counted else "small"] * CARDS[family]
    columns[attribute] = fill(rng, family, rule, attribute)
    varying = [a for a in VALUES if a != attribute and a != ("size" if counted else "count")]
    second = rng.choice(varying)
    columns[second] = fill(rng, family, rng.choice(rules_for(family, second)), second)
    hidden = rng.choice([3, 4] + [4] * 3) if family == "sequence" else rng.randrange(CARDS[family])
    visible = [v if i != hidden else None for i, v in enumerate(columns[attribute])]
    truth = columns[attribute][hidden]
    said = predict(family, rule, visible, hidden)
    if said is None or said[1] != truth or len(set(visible)) < 3:
        return None
    for other in rules_for(family, attribute):  # no second rule may fit what is seen and say something else
        if violations(family, other, visible) == 0:
            guess = predict(family, other, visible, hidden)
            if guess is None or guess[1] != truth:
                return None
    cards = [{a: columns[a][i] for a in VALUES} for i in range(CARDS[family])]
    options = options_for(rng, attribute, truth, [v for v in visible if v is not None])
    return Puzzle(family, cards, counted, hidden, attribute, rule, str(truth), options)


def lone_value(values):
    """The value that all cards but one share, with the odd card; None if there is no such split."""
    (common, n), *_ = Counter(values).most_common(1)
    return (common, next(i for i, v in enumerate(values) if v != common)) if n == len(values) - 1 else None


def make_odd(rng):
    attribute = rng.choice(list(VALUES))
    counted = attribute == "count" or (attribute != "size" and rng.random() < 0.4)
    fixed = "size" if counted else "count"
    cards = [{a: rng.choice(VALUES[a]) for a in VALUES} for _ in range(6)]
    common, lone = rng.sample(VALUES[attribute], 2)
    odd = rng.randrange(6)
    for i, card in enumerate(cards):
        card[fixed] = "small" if counted else 1
        card[attribute] = lone if i == odd else common
    splits = [a for a in VALUES if a != fixed and lone_value([c[a] for c in cards])]
    if splits != [attribute] or any(len({c[a] for c in cards}) < 2 for a in VALUES if a != fixed):
        return None
    return Puzzle("odd", cards, counted, None, attribute, "share", LETTERS[odd], list("ABCDEF"))


ASK = {"colour": "Which colour is on card {x}?", "shape": "Which shape is on card {x}?",
       "size": "Which size is the shape on card {x}?", "count": "How many shapes are on card {x}?"}
SCENE = {"grid": "Nine cards lie in three rows, and card {x} is face down.",
         "sequence": "Five cards lie in a line, and card {x} is face down.",
         "ring": "Eight cards lie in a ring, and card {x} is face down.",
         "odd": "Six cards lie on the table, and one of them does not belong. Which card is the odd one out?"}


def make_puzzle(rng, family=None):
    family = family or rng.choice(FAMILIES)
    puzzle = None
    while puzzle is None:
        puzzle = make_odd(rng) if family == "odd" else make_patterned(rng, family)
    x = "" if puzzle.hidden is None else LETTERS[puzzle.hidden]
    ask = "" if family == "odd" else " " + ASK[puzzle.attribute].format(x=x)
    puzzle.question = SCENE[family].format(x=x) + ask + "\nOptions: " + ", ".join(puzzle.options)
    return puzzle


def is_held_out(puzzle):
    """A fifth of all puzzles, by what lies on the table: never trained on; the shipped ones come from here."""
    key = json.dumps([puzzle.family, puzzle.hidden, puzzle.cards], sort_keys=True)
    return hashlib.sha256(key.encode()).digest()[0] % 5 == 0


def draw_puzzle(rng, held_out, family=None):
    while True:
        puzzle = make_puzzle(rng, family)
        if is_held_out(puzzle) == held_out:
            return puzzle
