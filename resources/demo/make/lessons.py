# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures and examples for the engine's trainer."""
import hashlib
import io
import json
import random

from PIL import Image

import draw
from puzzles import COLOURS, COUNTS, LETTERS, PLACES, SHAPES, SIZES, VALUES, draw_puzzle
from traces import TEACHING, Noise, cumulative, phrase, plural, sample, say, told

# Lattices of card places for reading practice, beside those of the puzzles.
TABLES = [[(0, 0), (1, 0)], [(0, 0), (1, 0), (0, 1), (1, 1)], PLACES["sequence"], PLACES["odd"], PLACES["grid"], PLACES["grid"]]


class Lesson:
    """input.jsonl and its pictures, as `steplight-engine run` reads them."""

    def __init__(self, folder):
        self.images = folder / "images"
        self.images.mkdir(parents=True, exist_ok=True)
        self.lines = []

    def picture(self, image):
        data = io.BytesIO()
        image.save(data, "PNG")
        digest = hashlib.sha256(data.getvalue()).hexdigest()
        (self.images / f"{digest}.png").write_bytes(data.getvalue())
        return {"sha256": digest, "file": f"{digest}.png"}

    def add(self, picture, question, steps, **more):
        """steps: (section, text)"""
        self.lines.append({"trace": str(len(self.lines)), "question": question, "options": [], "images": [picture],
                           "steps": [{"section": section, "text": text} for section, text in steps], **more})


def any_card(rng):
    counted = rng.random() < 0.5
    return {"colour": rng.choice(COLOURS), "shape": rng.choice(SHAPES), "size": "small" if counted else rng.choice(SIZES),
            "count": rng.choice(COUNTS) if counted else 1}, counted


def lay(cards, places):
    """A picture of {letter: card} on these places."""
    size = tuple((1 + max(p[k] for p in places)) * draw.PLACE for k in (0, 1))
    image = Image.new("RGB", size, draw.TABLE)
    for (column, row), (letter, card) in zip(places, cards.items()):
        look = (card["colour"], card["shape"], card["size"], card["count"])
        image.paste(draw.place(letter, *look), (column * draw.PLACE, row * draw.PLACE))
    return image


def some_table(rng, lesson, tables):
    """Random cards on one of the tables: {letter: (card, counted)} and their picture."""
    places = rng.choice(tables)
    cards = {letter: any_card(rng) for letter in rng.sample(LETTERS, len(places))}
    return cards, lesson.picture(lay({x: card for x, (card, _) in cards.items()}, places))


def read_all(rng, cards):
    """Every card is spoken of once, in any order, one to three a sentence: [(letter, …)]."""
    letters, groups = rng.sample(list(cards), len(cards)), []
    while letters:
        groups.append([letters.pop() for _ in range(min(len(letters), rng.choice([1, 2, 3])))])
    return groups


def caption(rng, lesson, picture, cards, **more):
    steps = [("perception", say(rng, [(x, phrase(*cards[x])) for x in group])) for group in read_all(rng, cards)]
    lesson.add(picture, "", steps, **more)


def single_cards(rng, lesson):
    """Every look that a card can have, each with two sentences about it."""
    looks = [(size, 1, False) for size in SIZES] + [("small", count, True) for count in COUNTS]
    for letter in LETTERS:
        for colour in COLOURS:
            for shape in SHAPES:
                for size, count, counted in looks:
                    cards = {letter: ({"colour": colour, "shape": shape, "size": size, "count": count}, counted)}
                    picture = lesson.picture(lay({letter: cards[letter][0]}, [(0, 0)]))
                    caption(rng, lesson, picture, cards, **({"validation": True} if rng.random() < 0.03 else {}))
        picture = lesson.picture(draw.place(letter, None, None, None, None))
        for _ in range(30):
            lesson.add(picture, "", [("perception", f"Card {letter} is face down.")])


def tables(rng, lesson, count):
    for k in range(count):
        cards, picture = some_table(rng, lesson, TABLES)
        for _ in range(2):
            caption(rng, lesson, picture, cards, **({"validation": True} if k < 60 else {}))


def claim(rng, letter, card, counted):
    """One sentence about one card, and whether it is true: an attribute alone, or all with one wrong at the most."""
    attribute = rng.choice(["colour", "shape", "count" if counted else "size"])
    said = dict(card)
    if rng.random() < 0.5:
        said[attribute] = rng.choice([value for value in VALUES[attribute] if value != card[attribute]])
    if rng.random() < 0.5:
        return say(rng, [(letter, phrase(said, counted))]), said == card
    many = counted and card["count"] > 1
    alone = {"colour": f"is {said['colour']}", "size": f"is {said['size']}", "count": f"holds {said['count']}",
             "shape": f"shows {plural(said['shape']) if many else 'a ' + said['shape']}"}
    return f"Card {letter} {alone[attribute]}.", said == card


def claims(rng, lesson, count, tables):
    """Single claims, each judged by itself: where to look, and what to compare."""
    for k in range(count):
        cards, picture = some_table(rng, lesson, tables)
        for _ in range(2):
            said = [claim(rng, letter, *cards[letter]) for letter in rng.choices(list(cards), k=14)]
            lesson.add(picture, "", [("perception", text) for text, _ in said], targets=[float(true) for _, true in said],
                       **({"validation": True} if k < 40 else {}))


def drill(rng, lesson, picture, cards, **more):
    """Reading practice: half of what is said is wrong, so that only the picture can tell."""
    steps, right, good = [], [], True
    for group in read_all(rng, cards):
        things, clean = [], rng.random() < 0.6
        for letter in group:
            card, counted = cards[letter]
            said = dict(card) if clean else told(rng, card, counted, 0.5)
            good = good and said == card
            things.append((letter, phrase(said, counted)))
        steps.append(("perception", say(rng, things)))
        right.append(good)
    lesson.add(picture, "", steps, targets=[float(r) for r in right], **more)


def judged(rng, lesson, picture, puzzle, noise, **more):
    trace = sample(rng, noise, puzzle)
    lesson.add(picture, puzzle.question, [(s.section, s.text) for s in trace.steps], targets=[float(r) for r in cumulative(trace)], **more)


def drills(rng, lesson, count):
    for _ in range(count):
        cards, picture = some_table(rng, lesson, TABLES)
        for _ in range(3):
            drill(rng, lesson, picture, cards)


def puzzles(rng, lesson, count, each):
    for _ in range(count):
        puzzle = draw_puzzle(rng, False)
        picture = lesson.picture(draw.picture(puzzle))
        for _ in range(each):
            judged(rng, lesson, picture, puzzle, TEACHING)


def held_out(rng, lesson, count):
    """By the policy as it is, not as it teaches, two traces a puzzle."""
    for _ in range(count):
        puzzle = draw_puzzle(rng, True)
        picture = lesson.picture(draw.picture(puzzle))
        for _ in range(2):
            judged(rng, lesson, picture, puzzle, Noise(), validation=True)
