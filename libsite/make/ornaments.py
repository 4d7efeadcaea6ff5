"""Ornaments of drawn covers: simple shapes in a field of 400 × 300, the texts' side open.

Each takes three tones and sixteen numbers from 0 to 255, and returns shapes, the hindmost first.
They grow from the lower edge and leave the upper forty pixels free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Tones = tuple[str, str, str]
    Numbers = tuple[int, ...]

FIELD = (400, 300)
"""Width and height of the field."""
TILE = 80
SHELF = 288
"""Where books stand."""
EDGE = 392
"""Where the last of them ends at the latest."""


class Rect(NamedTuple):
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int
    tone: str


class Disc(NamedTuple):
    """A circle."""

    x: int
    y: int
    radius: int
    tone: str
    opacity: float = 1


class Oval(NamedTuple):
    """An ellipse, its radii across and up."""

    x: int
    y: int
    across: int
    up: int
    tone: str


class Leaf(NamedTuple):
    """Two quarters of circles between opposite corners of a tile, by its upper left corner."""

    x: int
    y: int
    tone: str
    falls: bool
    """Whether it leads down from there; else it leads up from the corner below."""


class Wave(NamedTuple):
    """Twelve bends, up and down by turns, and everything below them down to the field's edge."""

    x: int
    y: int
    tone: str


BENDS = 12
BEND = (50, 15)
"""How long each bend is, and how far it departs: it is a parabola."""
Shape = Rect | Disc | Oval | Leaf | Wave


def books(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return the backs of books on a shelf."""
    shapes: list[Shape] = []
    x = 10 + numbers[3] % 14
    for place in range(16):
        number = numbers[place]
        width, height = 22 + number % 5 * 6, 130 + number // 5 % 9 * 14
        if x + width > EDGE:
            break
        tone = tones[(number // 45 + place) % 3]
        shapes.append(Rect(x, SHELF - height, width, height, tone))
        line = tones[(number // 45 + place + 1) % 3]
        bands = (18, 26) if number % 2 else (22,)
        shapes += [Rect(x, SHELF - height + y, width, 4, line) for y in bands]
        x += width + 2
    shapes.append(Rect(0, SHELF, 400, 12, tones[2]))
    return shapes


def moons(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return large discs that overlap."""
    shapes: list[Shape] = []
    for place, tone in enumerate((*tones, tones[0])):
        one, two = numbers[3 + 2 * place], numbers[4 + 2 * place]
        radius = 58 + one % 48
        x, y = 40 + place * 106 + two % 30, 292 - radius + one % 70 - 20
        shapes.append(Disc(x, y, radius, tone, 0.9))
    shapes.append(Disc(70 + numbers[12], 72 + numbers[13] % 40, 22, tones[1]))
    return shapes


def rainbows(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return arcs around two places on the lower edge."""
    shapes: list[Shape] = []
    left = 40 + numbers[3] % 90
    for x, radius, turn in ((left + 230, 150, 1), (left, 210, 0)):
        for ring, size in enumerate(range(radius, 20, -34)):
            shapes.append(Disc(x, 300, size, tones[(ring + turn + numbers[4]) % 3]))
    return shapes


def leaves(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return a pattern of leaves, one in each tile."""
    shapes: list[Shape] = []
    for row in range(3):
        for column in range(5):
            number = numbers[(row * 5 + column) % 16]
            x, y = column * TILE, 60 + row * TILE
            tone = tones[(number // 4 + row) % 3]
            other = tones[(number // 4 + row + 1) % 3]
            shapes.append(Leaf(x, y, tone, falls=number % 2 == 1))
            if number % 5 == 0:
                shapes.append(Disc(x + TILE // 2, y + TILE // 2, 11, other))
    return shapes


def waves(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return waves, one row before the other, and something that rises behind them."""
    x, radius = 60 + numbers[3] % 240 + 20, 46 + numbers[4] % 22
    shapes: list[Shape] = [Disc(x, 60 + radius, radius, tones[0])]
    rows = range(4)
    return [
        *shapes,
        *(Wave(-(numbers[5 + r] % 100), 118 + r * 46, tones[(r + 1) % 3]) for r in rows),
    ]


def hills(tones: Tones, numbers: Numbers) -> list[Shape]:
    """Return hills, and a sun that rises behind them."""
    sun = 50 + numbers[3]
    shapes: list[Shape] = [Disc(sun + 40, 100, 34 + numbers[4] % 16, tones[1])]
    for row, tone in enumerate((tones[2], tones[0], tones[1])):
        middle, top = 40 + numbers[5 + row] * 5 // 4, 120 + row * 60 + numbers[8 + row] % 30
        shapes.append(Oval(middle, top + 200, 250 + numbers[11 + row] % 120, 200, tone))
    return shapes


ORNAMENTS: tuple[Callable[[Tones, Numbers], list[Shape]], ...] = (
    books,
    moons,
    rainbows,
    leaves,
    waves,
    hills,
)
STANDING = (books, hills)
"""Those that cannot be shown upside down."""
