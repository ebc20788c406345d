# SPDX-License-Identifier: GPL-3.0-or-later
"""A noisy simulated policy that reads the cards, finds a rule and answers, and the symbolic truth of all it says."""
from dataclasses import dataclass, field, replace

from draw import box_of
from puzzles import ARITHMETIC, CARDS, LETTERS, NUMBER, VALUES, lone_value, predict, rules_for, violations

NAMES = {"colour": ("colour", "colours"), "shape": ("shape", "shapes"), "size": ("size", "sizes"), "count": ("number of shapes", "numbers")}
NEAR = {"red": ["purple", "yellow"], "blue": ["purple", "green", "grey"], "green": ["blue", "grey"], "yellow": ["red", "grey"],
        "purple": ["blue", "red"], "grey": ["blue", "green"], "circle": ["heart", "square"], "square": ["circle", "cross"],
        "triangle": ["heart", "star"], "star": ["cross", "triangle"], "heart": ["circle", "triangle"], "cross": ["star", "square"]}


@dataclass
class Noise:
    """How often the policy goes wrong: at the scene, at a card, by swapping two cards, by the rule, by the inference, by the answer;
    and how often it looks again at a card that it misread before it infers from it."""
    scene: float = 0.012
    read: float = 0.035
    swap: float = 0.012
    rule: float = 0.08
    infer: float = 0.06
    answer: float = 0.025
    reread: float = 0.15


# The policy errs more often where it teaches than where it is judged.
TEACHING = Noise(scene=0.03, read=0.085, swap=0.05, rule=0.22, infer=0.16, answer=0.1, reread=0.1)


@dataclass
class Step:
    section: str  # perception | reasoning
    text: str
    local: bool  # right by itself, given the picture and what the trace has said
    kind: str | None = None  # perception | reasoning | answer, of a step that is wrong by itself
    what: str = ""  # colour, shape, size, count, position, rule, inference, answer
    card: int | None = None
    said: str = ""
    true: str = ""
    box: list | None = None  # the misread card, x y w h in pixels


@dataclass
class Trace:
    puzzle: object
    phases: list
    beliefs: list  # what the trace holds each card to be; None: not read
    steps: list = field(default_factory=list)
    attribute: str = ""
    rule: str = ""
    value: object = None
    answer: str = ""


def plural(word):
    return word + ("es" if word == "cross" else "s")


def item(puzzle, card):
    return phrase(card, puzzle.counted)


def phrase(card, counted):
    if counted:
        shape = card["shape"] if card["count"] == 1 else plural(card["shape"])
        return f"{NUMBER[card['count']]} {card['colour']} {shape}"
    return f"a {card['size']} {card['colour']} {card['shape']}"


def listed(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def has(puzzle, attribute, value, many):
    """A predicate of one card or of several: "is red", "show hearts", "hold 3"."""
    if attribute in ("colour", "size"):
        return f"{'are' if many else 'is'} {value}"
    if attribute == "shape":
        return f"{'show' if many else 'shows'} " + (plural(value) if many or puzzle.counted else f"a {value}")
    return f"{'hold' if many else 'holds'} {value}"


def start(rng, puzzle):
    n = CARDS[puzzle.family]
    width = {"grid": rng.choice([3, 3, 2]), "sequence": rng.choice([1, 2]), "ring": 2, "odd": rng.choice([2, 3])}[puzzle.family]
    seen = [i for i in range(n) if i != puzzle.hidden]
    groups = [seen[k : k + width] for k in range(0, len(seen), width)]
    if width == 3:
        groups = [[i for i in range(k, k + 3) if i != puzzle.hidden] for k in range(0, n, 3)]
    phases = [("scene", None)] + [("read", (g, width == 3)) for g in groups] + [("rule", None), ("infer", None), ("answer", None)]
    return Trace(puzzle, phases, [None] * n)


def scene(rng, noise, trace):
    p = trace.puzzle
    n, hidden = CARDS[p.family], p.hidden
    said_n, said_hidden = n, hidden
    wrong = rng.random() < noise.scene
    if wrong and (hidden is None or rng.random() < 0.4):
        said_n = rng.choice([k for k in (5, 6, 8, 9) if k != n])
    elif wrong:
        said_hidden = rng.choice([i for i in range(n) if i != hidden])
    where = {"grid": "in three rows", "sequence": "in a line", "ring": "in a ring", "odd": "in two rows"}[p.family]
    number = NUMBER[said_n]
    if hidden is None:
        text = rng.choice([f"There are {number} cards {where}, all of them face up.", f"{number.capitalize()} cards lie {where}, and none is face down."])
    else:
        x = LETTERS[said_hidden]
        text = rng.choice([f"There are {number} cards {where}, and card {x} is face down.", f"{number.capitalize()} cards lie {where}; only card {x} is face down."])
    step = Step("perception", text, not wrong)
    if wrong and said_n != n:
        step.kind, step.what, step.said, step.true = "perception", "count", str(said_n), str(n)
    elif wrong:
        step.kind, step.what, step.said, step.true = "perception", "position", LETTERS[said_hidden], LETTERS[hidden]
        step.card, step.box = hidden, box_of(p, hidden)
    return step


def misread(rng, card, counted):
    attribute = rng.choice(["colour", "shape", "count" if counted else "size"])
    value = card[attribute]
    pool = [v for v in VALUES[attribute] if v != value]
    if attribute in ("count", "size"):
        order = VALUES[attribute]
        near = [v for v in pool if abs(order.index(v) - order.index(value)) == 1]
    else:
        near = NEAR[value]
    return attribute, rng.choice(near if rng.random() < 0.6 else pool)


def told(rng, card, counted, chance):
    """What is said of a card whose every attribute may be anything, with a chance each."""
    said = dict(card)
    for attribute in ("colour", "shape", "count" if counted else "size"):
        if rng.random() < chance:
            said[attribute] = rng.choice(VALUES[attribute])
    return said


def say(rng, things):
    """One sentence on some cards: (letter, what lies on it)."""
    verb = rng.choice(["shows", "holds", "has", "on"])
    if verb == "on":
        return "On " + listed([f"card {x} I see {y}" if k == 0 else f"on card {x} {y}" for k, (x, y) in enumerate(things)]) + "."
    return listed([f"Card {x} {verb} {y}" if k == 0 else f"card {x} {y}" for k, (x, y) in enumerate(things)]) + "."


def read(rng, noise, trace, group, is_row):
    p = trace.puzzle
    said = {i: dict(p.cards[i]) for i in group}
    step = Step("perception", "", True)
    if len(group) > 1 and rng.random() < noise.swap:
        a, b = rng.sample(group, 2)
        if p.cards[a] != p.cards[b]:
            said[a], said[b] = said[b], said[a]
            step = Step("perception", "", False, "perception", "position", a, item(p, said[a]), item(p, p.cards[a]), box_of(p, a))
    for i in group if step.local else []:
        if rng.random() < noise.read:
            attribute, value = misread(rng, p.cards[i], p.counted)
            if step.local:
                step = Step("perception", "", False, "perception", attribute, i, str(value), str(p.cards[i][attribute]), box_of(p, i))
            said[i][attribute] = value
    for i in group:
        trace.beliefs[i] = said[i]
    text = say(rng, [(LETTERS[i], item(p, said[i])) for i in group])
    if is_row and rng.random() < 0.7:
        order = ["first", "second", "third"][group[0] // 3]
        text = f"In the {order} row, " + text[0].lower() + text[1:]
    step.text = text
    return step


def believed(trace, attribute):
    return [b[attribute] if b else None for b in trace.beliefs]


def state_rule(rng, family, rule, attribute):
    a, many = NAMES[attribute]
    along = "along the line" if family == "sequence" else "around the ring"
    return rng.choice({
        "row": [f"The {a} stays the same along each row.", f"Each row keeps to one {a}."],
        "column": [f"The {a} stays the same down each column.", f"Each column keeps to one {a}."],
        "latin": [f"Every row holds the same three {many}, each of them once.", f"The same three {many} return in every row."],
        "plus": ["Each card holds one shape more than the card before it."] if family == "sequence" else ["Along each row the number of shapes grows by one."],
        "minus": ["Each card holds one shape fewer than the card before it."],
        "sum": ["In each row the third card holds as many shapes as the first two together."],
        "turns": [f"Two {many} take turns {along}."],
        "cycle": [f"The {many} repeat after every three cards."],
        "opposite": [f"Cards that face each other across the ring share their {a}."],
        "pairs": [f"Going round from card A, the cards come in pairs of one {a}."],
    }[rule])


def find_rule(rng, noise, trace):
    p = trace.puzzle
    if p.family == "odd":
        return find_split(rng, noise, trace)
    trace.attribute = p.attribute
    values = believed(trace, p.attribute)
    rules = rules_for(p.family, p.attribute)
    least = min(violations(p.family, r, values) for r in rules)
    best = [r for r in rules if violations(p.family, r, values) == least]
    slip = [r for r in rules if r not in best]
    trace.rule = rng.choice(slip if slip and rng.random() < noise.rule else best)
    holds = violations(p.family, trace.rule, p.column(p.attribute)) == 0 or violations(p.family, trace.rule, values) == 0
    step = Step("reasoning", state_rule(rng, p.family, trace.rule, p.attribute), holds)
    if not holds:
        step.kind, step.what, step.said, step.true = "reasoning", "rule", trace.rule, p.rule
    return step


def find_split(rng, noise, trace):
    """The rule of the odd one out: five cards share a value."""
    p = trace.puzzle
    columns = {a: believed(trace, a) for a in VALUES if a != ("size" if p.counted else "count")}
    most = {a: max(set(sorted(c, key=str)), key=lambda v: (c.count(v) if c.count(v) < 6 else 0, str(v))) for a, c in columns.items()}
    ranked = sorted(columns, key=lambda a: -columns[a].count(most[a]) if columns[a].count(most[a]) < 6 else 0)
    trace.attribute = rng.choice(ranked[1:]) if rng.random() < noise.rule else ranked[0]
    common = trace.rule = most[trace.attribute]
    what = {"colour": f"{common} shapes", "size": f"{common} shapes", "shape": plural(str(common)), "count": f"{NUMBER.get(common, common)} {'shape' if common == 1 else 'shapes'}"}
    text = rng.choice([f"Five of the six cards hold {what[trace.attribute]}.", f"All cards but one hold {what[trace.attribute]}."])
    true = lone_value(p.column(trace.attribute))
    holds = (true is not None and true[0] == common) or columns[trace.attribute].count(common) == 5
    step = Step("reasoning", text, holds)
    if not holds:
        step.kind, step.what, step.said, step.true = "reasoning", "rule", trace.attribute, p.attribute
    return step


def infer_odd(rng, noise, trace):
    p, a = trace.puzzle, trace.attribute
    others = [i for i, b in enumerate(trace.beliefs) if b[a] != trace.rule]
    i = rng.choice(others or range(6))
    right = rng.random() >= noise.infer and bool(others)
    if not right:
        i = rng.choice([k for k in range(6) if k not in others] or [i])
    trace.value = LETTERS[i]
    said = trace.beliefs[i][a]
    if not right:  # it calls a card different that is not
        said = rng.choice([v for v in VALUES[a] if v != trace.rule])
    step = Step("reasoning", f"Only card {trace.value} is different: it {has(p, a, said, False)}.", right)
    if not right:
        step.kind, step.what, step.said, step.true = "reasoning", "inference", trace.value, p.answer
    return step


def premise(trace, sources, value):
    p, a, values = trace.puzzle, trace.attribute, believed(trace, trace.attribute)
    names = [LETTERS[j] for j in sources]
    x = LETTERS[p.hidden]
    if trace.rule == "latin":
        return f"The row of card {x} already has {values[sources[0]]} and {values[sources[1]]}, so {value} is left for it."
    if trace.rule in ARITHMETIC:
        if len(sources) == 2:
            sign = "+" if p.hidden % 3 == 2 else "-"
            first, second, lead = values[sources[0]], values[sources[1]], f"Cards {names[0]} and {names[1]} give"
        else:
            forward = sources[0] < p.hidden
            sign = "+" if forward == (trace.rule == "plus") else "-"
            first, second, lead = values[sources[0]], 1, f"Card {names[0]} gives"
        return f"{lead} {first} {sign} {second} = {value}, so card {x} holds {value}."
    many = len(names) > 1
    lead = f"Cards {listed(names)}" if many else f"Card {names[0]}"
    return f"{lead} {has(p, a, values[sources[0]], many)}, so card {x} {has(p, a, value, False)} too."


def infer(rng, noise, trace):
    p = trace.puzzle
    for i, b in enumerate(trace.beliefs):  # a second look
        if b and b != p.cards[i] and rng.random() < noise.reread:
            trace.beliefs[i] = dict(p.cards[i])
    if p.family == "odd":
        return infer_odd(rng, noise, trace)
    said = predict(p.family, trace.rule, believed(trace, p.attribute), p.hidden)
    if said is None or said[1] is None:
        trace.value = rng.choice(p.options)
        right = False
        text = f"The other cards leave {trace.value} for card {LETTERS[p.hidden]}."
    else:
        trace.value, right = said[1], rng.random() >= noise.infer
        if not right:
            pool = VALUES[p.attribute]
            trace.value = rng.choice([v for v in ([trace.value - 1, trace.value + 1] if trace.rule in ARITHMETIC else pool) if v != trace.value])
        text = premise(trace, said[0], trace.value)
    step = Step("reasoning", text, right)
    if not right:
        step.kind, step.what, step.said, step.true = "reasoning", "inference", str(trace.value), str(said[1]) if said and said[1] is not None else ""
    return step


def conclude(rng, noise, trace):
    p, value = trace.puzzle, str(trace.value)
    wrong = rng.random() < noise.answer
    trace.answer = rng.choice([o for o in p.options if o != value]) if wrong else value
    text = f"So card {trace.answer} is the odd one out." if p.family == "odd" else rng.choice([f"So the answer is {trace.answer}.", f"That makes the answer {trace.answer}."])
    step = Step("reasoning", text, not wrong)
    if wrong:
        step.kind, step.what, step.said, step.true = "answer", "answer", trace.answer, value
    return step


def advance(rng, noise, trace):
    phase, more = trace.phases[len(trace.steps)]
    step = read(rng, noise, trace, *more) if phase == "read" else {"scene": scene, "rule": find_rule, "infer": infer, "answer": conclude}[phase](rng, noise, trace)
    trace.steps.append(step)


def finish(rng, noise, trace):
    while len(trace.steps) < len(trace.phases):
        advance(rng, noise, trace)
    return trace


def fork(trace):
    return replace(trace, beliefs=list(trace.beliefs), steps=list(trace.steps))


def sample(rng, noise, puzzle):
    return finish(rng, noise, start(rng, puzzle))


def sample_with_states(rng, noise, puzzle):
    """A trace, and the policy's state after each of its steps."""
    trace, states = start(rng, puzzle), []
    for _ in trace.phases:
        advance(rng, noise, trace)
        states.append(fork(trace))
    return trace, states


def wins(rng, noise, state, n):
    """How many of n continuations of a prefix end in the right answer."""
    return sum(finish(rng, noise, fork(state)).answer == state.puzzle.answer for _ in range(n))


def cumulative(trace):
    """Whether all is right up to and including each step."""
    good, flags = True, []
    for step in trace.steps:
        good = good and step.local
        flags.append(good)
    return flags
