# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a puzzle. Every card place is PLACE x PLACE pixels: one attention window of the model, 4 x 4 merged patches."""
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from puzzles import LETTERS, PLACES

PLACE = 112
ZOOM = 4  # drawn larger and scaled down, for smooth edges
TABLE, CARD, EDGE, INK, BACK = "#eef1f4", "#ffffff", "#cfd6de", "#3b444f", "#dbe2ea"
# Nearest pair for each eye (CIE76 distance): usual 41, protan 13, deutan 11, tritan 15.
HUES = {"red": "#e0475b", "blue": "#2f6fb5", "green": "#1f8a4c", "yellow": "#f2c230", "purple": "#7d3c98", "grey": "#9aa3ad"}
RIMS = {"red": "#b32c40", "blue": "#1f4f86", "green": "#13653a", "yellow": "#b98e12", "purple": "#592a6e", "grey": "#717a84"}
RADIUS = {"small": 13, "medium": 22, "large": 33}
MARK = 11.5  # the radius of a shape where several lie on one card
SPOTS = {1: [(0, 0)], 2: [(-17, 13), (17, -13)], 3: [(-21, 17), (0, -19), (21, 17)],
         4: [(-19, -16), (19, -16), (-19, 19), (19, 19)], 5: [(-23, -19), (23, -19), (0, 1), (-23, 21), (23, 21)]}


def outline(shape, x, y, r):
    """The corners of a shape of radius r about (x, y)."""
    def ring(n, radius, turn=-90.0):
        return [(x + radius * math.cos(math.radians(turn + 360 * k / n)), y + radius * math.sin(math.radians(turn + 360 * k / n))) for k in range(n)]

    if shape == "circle":
        return ring(120, r)
    if shape == "square":
        return ring(4, r * 1.27, 45)
    if shape == "triangle":
        return [(px, py + r * 0.2) for px, py in ring(3, r * 1.22)]
    if shape == "star":
        tips, dips = ring(5, r * 1.18), ring(5, r * 0.5, -54)
        return [(px, py + r * 0.06) for pair in zip(tips, dips) for px, py in pair]
    if shape == "heart":
        points = []
        for k in range(120):
            t = 2 * math.pi * k / 120
            points.append((x + r * 1.05 * math.sin(t) ** 3,
                           y - r * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 15.5 - r * 0.08))
        return points
    a, b = r * 1.08, r * 0.36  # cross
    return [(x + dx, y + dy) for dx, dy in [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b), (-b, -b)]]


def text(draw, xy, words, size, fill):
    draw.text((xy[0] * ZOOM, xy[1] * ZOOM), words, font=ImageFont.load_default(size * ZOOM), fill=fill, anchor="mm", stroke_width=ZOOM // 3, stroke_fill=fill)


@lru_cache(maxsize=None)
def place(letter, colour, shape, size, count):
    """One card; no colour means face down, no letter means an empty place."""
    tile = Image.new("RGB", (PLACE * ZOOM, PLACE * ZOOM), TABLE)
    if letter:
        draw = ImageDraw.Draw(tile)
        box = [6 * ZOOM, 6 * ZOOM, (PLACE - 6) * ZOOM - 1, (PLACE - 6) * ZOOM - 1]
        draw.rounded_rectangle(box, 9 * ZOOM, fill=CARD if colour else BACK, outline=EDGE, width=int(1.25 * ZOOM))
        text(draw, (21, 21), letter, 16, INK)  # within one 14-pixel patch
        if colour is None:
            text(draw, (PLACE / 2, PLACE / 2 + 2), "?", 46, "#8592a1")
        else:
            r, dx = (RADIUS[size], 2) if count == 1 else (MARK, 3)
            for sx, sy in SPOTS[count]:
                points = [(px * ZOOM, py * ZOOM) for px, py in outline(shape, PLACE / 2 + dx + sx, PLACE / 2 + 4 + sy, r)]
                draw.polygon(points, fill=HUES[colour])
                draw.line(points + points[:2], fill=RIMS[colour], width=int(1.5 * ZOOM), joint="curve")
    return tile.resize((PLACE, PLACE), Image.LANCZOS)


def faces(puzzle):
    """What place() draws for each card."""
    for i, card in enumerate(puzzle.cards):
        look = (None,) * 4 if i == puzzle.hidden else (card["colour"], card["shape"], card["size"], card["count"])
        yield (LETTERS[i], *look)


def box_of(puzzle, i):
    """The card's rectangle in pixels: x, y, width, height."""
    column, row = PLACES[puzzle.family][i]
    return [column * PLACE + 6, row * PLACE + 6, PLACE - 12, PLACE - 12]


def clockwise_arrow():
    """The middle of a ring: which way the cards run."""
    tile = Image.new("RGB", (PLACE * ZOOM, PLACE * ZOOM), TABLE)
    draw, c, r = ImageDraw.Draw(tile), PLACE * ZOOM / 2, 22 * ZOOM
    draw.arc([c - r, c - r, c + r, c + r], 200, 120, fill=EDGE, width=3 * ZOOM)
    x, y = c + r * math.cos(math.radians(120)), c + r * math.sin(math.radians(120))
    draw.polygon([(x + dx * ZOOM, y + dy * ZOOM) for dx, dy in [(4, -8), (3, 7), (-10, -5)]], fill=EDGE)
    return tile.resize((PLACE, PLACE), Image.LANCZOS)


def picture(puzzle):
    places = PLACES[puzzle.family]
    size = tuple((1 + max(p[k] for p in places)) * PLACE for k in (0, 1))
    image = Image.new("RGB", size, TABLE)
    for (column, row), look in zip(places, faces(puzzle)):
        image.paste(place(*look), (column * PLACE, row * PLACE))
    if puzzle.family == "ring":
        image.paste(clockwise_arrow(), (PLACE, PLACE))
    return image
