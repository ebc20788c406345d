# SPDX-License-Identifier: GPL-3.0-or-later
"""What the PRM reads: words, chats, patches."""
import random
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

import draw
from puzzles import COLOURS, COUNTS, LETTERS, NUMBER, PLACES, SHAPES, SIZES, VALUES, make_puzzle
from traces import TEACHING, cumulative, phrase, plural, sample, say, told

SYSTEM = "You check the solution of a picture puzzle step by step. Answer + if all is right so far, and - if not."
FIRST_TURN = "### Question:\n{question}\n\n### Solution Process:\n{step}"
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073])
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711])


def make_tokenizer():
    split = pre_tokenizers.Whitespace()
    words = set()
    rng = random.Random(0)
    texts = [SYSTEM, FIRST_TURN, "system user assistant"] + [str(n) for n in range(11)]
    for _ in range(20000):
        puzzle = make_puzzle(rng)
        texts.append(puzzle.question)
        texts += [step.text for step in sample(rng, TEACHING, puzzle).steps]
    for text in texts:
        words.update(word for word, _ in split.pre_tokenize_str(text))
    vocabulary = {word: i for i, word in enumerate(["<unk>"] + sorted(words | {"+", "-"}))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = split
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIALS])
    return tokenizer


@dataclass
class Example:
    """What the PRM is shown, and what it should think of it."""
    pictures: tuple  # what the eye sees of the picture (or its patches), grid
    question: str
    texts: list
    right: list  # all right up to and including the step
    local: list  # the step right by itself
    sections: list
    cards: dict  # letter -> the card that truly lies there
    where: dict = None  # letter -> its image tokens


def example(rng, noise, puzzle, pictures):
    trace = sample(rng, noise, puzzle)
    cards = {LETTERS[i]: card for i, card in enumerate(puzzle.cards) if i != puzzle.hidden}
    return Example(pictures, puzzle.question, [s.text for s in trace.steps], cumulative(trace), [s.local for s in trace.steps],
                   [s.section for s in trace.steps], cards, tokens_of(PLACES[puzzle.family], LETTERS))


def tokens_of(places, letters):
    """The merged image tokens of each letter's card: four by four of them."""
    wide = 4 * (1 + max(p[0] for p in places) if len(places) else 1)
    return {x: [(r * 4 + i) * wide + c * 4 + j for i in range(4) for j in range(4)] for x, (c, r) in zip(letters, places)}


def drill_cards(rng):
    """Cards of any look and letter for reading practice, and their pictures: ({letter: (card, counted)}, patches, grid)."""
    places, cards = PLACES[rng.choice(["sequence", "sequence", "odd", "grid"])], {}
    for letter in rng.sample(LETTERS, len(places)):
        counted = rng.random() < 0.5
        card = {"colour": rng.choice(COLOURS), "shape": rng.choice(SHAPES), "size": "small" if counted else rng.choice(SIZES),
                "count": rng.choice(COUNTS) if counted else 1}
        cards[letter] = card, counted
    return cards, lay([(x, c["colour"], c["shape"], c["size"], c["count"]) for x, (c, _) in cards.items()], places), tokens_of(places, cards)


def drill(rng, cards, pictures, where):
    """Reading practice: each card is spoken of once, and half of what is said is wrong, so that only the picture can tell."""
    letters, texts, local = rng.sample(list(cards), len(cards)), [], []
    while letters:
        things, true, clean = [], True, rng.random() < 0.3
        for letter in [letters.pop() for _ in range(min(len(letters), rng.choice([1, 2, 3])))]:
            card, counted = cards[letter]
            said = dict(card) if clean else told(rng, card, counted, 0.6)
            true = true and said == card
            things.append((letter, phrase(said, counted)))
        texts.append(say(rng, things))
        local.append(true)
    right = [all(local[: k + 1]) for k in range(len(texts))]
    return Example(pictures, "", texts, right, local, ["perception"] * len(texts), {x: card for x, (card, _) in cards.items()}, where)


class Chat:
    """Token ids of a trace's chat. Every label in it reads "+", as when scoring; what it should be stands apart."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.id = tokenizer.token_to_id
        self.words = lru_cache(maxsize=100000)(lambda text: tokenizer.encode(text, add_special_tokens=False).ids)
        self.system = self.turn("system", SYSTEM)
        self.letters = {self.id(x): x for x in LETTERS}
        self.card_words = {self.id("card"), self.id("Card")}
        self.claims = {self.id(v): (a, v) for a in ("colour", "shape", "size") for v in VALUES[a]}
        self.claims |= {self.id(plural(v)): ("shape", v) for v in SHAPES} | {self.id(NUMBER[n]): ("count", n) for n in COUNTS}

    def turn(self, role, text):
        return [self.id("<|im_start|>")] + self.words(role) + self.words(text) + [self.id("<|im_end|>")]

    def build(self, question, steps, image_tokens):
        """(ids, the position before each step's label, the span of each step's words)."""
        ids, reads, spans = list(self.system), [], []
        for k, text in enumerate(steps):
            ids += [self.id("<|im_start|>")] + self.words("user")
            if k == 0:
                ids += [self.id("<|vision_start|>")] + [self.id("<|image_pad|>")] * image_tokens + [self.id("<|vision_end|>")]
                ids += self.words(FIRST_TURN.format(question=question, step=""))
            spans.append((len(ids), len(ids) + len(self.words(text))))
            ids += self.words(text) + [self.id("<|im_end|>"), self.id("<|im_start|>")] + self.words("assistant")
            reads.append(len(ids) - 1)
            ids += [self.id("+"), self.id("<|im_end|>")]
        return ids, reads, spans


    def check(self, ids, span, cards):
        """The words of a sentence that speak of a card: (position, letter, card, and for a word that names a colour, shape, size
        or count whether it is true; else None)."""
        letter = None
        for t in range(*span):
            if ids[t] in self.letters and ids[t - 1] in self.card_words:
                letter = self.letters[ids[t]] if self.letters[ids[t]] in cards else None
            if letter:
                attribute, value = self.claims.get(ids[t], (None, None))
                yield t, letter, cards[letter], cards[letter][attribute] == value if attribute else None


def patches_of(image):
    """Normalised patches of a picture in the processor's order, [rows, columns, 4, 1176]: merged row, merged column, patch."""
    x = (torch.from_numpy(np.asarray(image).copy()).float() / 255 - MEAN) / STD
    h, w = x.shape[0] // 28, x.shape[1] // 28
    x = x.view(h, 2, 14, w, 2, 14, 3).permute(0, 3, 1, 4, 6, 2, 5)  # h w 2 2 C 14 14
    return x.unsqueeze(5).expand(h, w, 2, 2, 3, 2, 14, 14).reshape(h, w, 4, 1176)


@lru_cache(maxsize=None)
def place_patches(look):
    return patches_of(draw.clockwise_arrow() if look == "arrow" else draw.place(*look))


EMPTY = (None,) * 5


def lay(looks, places):
    """Patches of a table of places, [N, 1176], and its grid (1, rows, columns) in 14-pixel patches."""
    columns, rows = (1 + max(p[k] for p in places) for k in (0, 1))
    grid = torch.empty(rows * 4, columns * 4, 4, 1176)
    for (c, r), look in zip(places, looks):
        grid[r * 4 : r * 4 + 4, c * 4 : c * 4 + 4] = place_patches(look)
    return grid.reshape(-1, 1176), [1, rows * 8, columns * 8]


def puzzle_patches(puzzle):
    looks, places = list(draw.faces(puzzle)), list(PLACES[puzzle.family])
    if puzzle.family == "ring":
        looks, places = looks + ["arrow"], places + [(1, 1)]
    return lay(looks, places)
