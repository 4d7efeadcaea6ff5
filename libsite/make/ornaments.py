"""Ornaments of drawn covers: simple shapes in a field of 400 × 300, the texts' side open.

Each takes three tones and sixteen numbers from 0 to 255, and returns SVG. They grow from the lower
edge and leave the upper forty pixels free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Tones = tuple[str, str, str]
    Numbers = tuple[int, ...]

TILE = 80
SHELF = 288
"""Where books stand."""
EDGE = 392
"""Where the last of them ends at the latest."""


def books(tones: Tones, numbers: Numbers) -> str:
    """Return the backs of books on a shelf."""
    shapes = []
    x = 10 + numbers[3] % 14
    for place in range(16):
        number = numbers[place]
        width, height = 22 + number % 5 * 6, 130 + number // 5 % 9 * 14
        if x + width > EDGE:
            break
        tone = tones[(number // 45 + place) % 3]
        shapes.append(_rect(x, SHELF - height, width, height, tone))
        line = tones[(number // 45 + place + 1) % 3]
        bands = (18, 26) if number % 2 else (22,)
        shapes += [_rect(x, SHELF - height + y, width, 4, line) for y in bands]
        x += width + 2
    shapes.append(_rect(0, SHELF, 400, 12, tones[2]))
    return "".join(shapes)


def moons(tones: Tones, numbers: Numbers) -> str:
    """Return large discs that overlap."""
    shapes = []
    for place, tone in enumerate((*tones, tones[0])):
        one, two = numbers[3 + 2 * place], numbers[4 + 2 * place]
        radius = 58 + one % 48
        x, y = 40 + place * 106 + two % 30, 292 - radius + one % 70 - 20
        shapes.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{tone}" fill-opacity=".9"/>')
    x = 70 + numbers[12]
    shapes.append(f'<circle cx="{x}" cy="{72 + numbers[13] % 40}" r="22" fill="{tones[1]}"/>')
    return "".join(shapes)


def rainbows(tones: Tones, numbers: Numbers) -> str:
    """Return arcs around two places on the lower edge."""
    shapes = []
    left = 40 + numbers[3] % 90
    for x, radius, turn in ((left + 230, 150, 1), (left, 210, 0)):
        for ring, size in enumerate(range(radius, 20, -34)):
            tone = tones[(ring + turn + numbers[4]) % 3]
            shapes.append(f'<circle cx="{x}" cy="300" r="{size}" fill="{tone}"/>')
    return "".join(shapes)


def leaves(tones: Tones, numbers: Numbers) -> str:
    """Return a pattern of leaves, one in each tile."""
    shapes = []
    for row in range(3):
        for column in range(5):
            number = numbers[(row * 5 + column) % 16]
            x, y = column * TILE, 60 + row * TILE
            tone = tones[(number // 4 + row) % 3]
            other = tones[(number // 4 + row + 1) % 3]
            shapes.append(_leaf(x, y, tone, falls=number % 2 == 1))
            if number % 5 == 0:
                center = f'cx="{x + TILE // 2}" cy="{y + TILE // 2}"'
                shapes.append(f'<circle {center} r="11" fill="{other}"/>')
    return "".join(shapes)


def _leaf(x: int, y: int, tone: str, *, falls: bool) -> str:
    t = TILE
    corners = (x, y, x + t, y + t) if falls else (x, y + t, x + t, y)
    x1, y1, x2, y2 = corners
    arc = f"A{t} {t} 0 0 1"
    return f'<path d="M{x1} {y1}{arc} {x2} {y2}{arc} {x1} {y1}" fill="{tone}"/>'


def waves(tones: Tones, numbers: Numbers) -> str:
    """Return waves, one row before the other, and something that rises behind them."""
    x, radius = 60 + numbers[3] % 240 + 20, 46 + numbers[4] % 22
    shapes = [f'<circle cx="{x}" cy="{60 + radius}" r="{radius}" fill="{tones[0]}"/>']
    for row in range(4):
        y, shift = 118 + row * 46, -(numbers[5 + row] % 100)
        tone = tones[(row + 1) % 3]
        bends = "".join("q25 -30 50 0t50 0" for _ in range(6))
        shapes.append(f'<path d="M{shift} {y}{bends}V300H{shift}z" fill="{tone}"/>')
    return "".join(shapes)


def hills(tones: Tones, numbers: Numbers) -> str:
    """Return hills, and a sun that rises behind them."""
    sun = 50 + numbers[3]
    shapes = [f'<circle cx="{sun + 40}" cy="100" r="{34 + numbers[4] % 16}" fill="{tones[1]}"/>']
    for row, tone in enumerate((tones[2], tones[0], tones[1])):
        middle, top = 40 + numbers[5 + row] * 5 // 4, 120 + row * 60 + numbers[8 + row] % 30
        wide = 250 + numbers[11 + row] % 120
        shapes.append(
            f'<ellipse cx="{middle}" cy="{top + 200}" rx="{wide}" ry="200" fill="{tone}"/>'
        )
    return "".join(shapes)


def _rect(x: int, y: int, width: int, height: int, tone: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{tone}"/>'


ORNAMENTS: tuple[Callable[[Tones, Numbers], str], ...] = (
    books,
    moons,
    rainbows,
    leaves,
    waves,
    hills,
)
STANDING = (books, hills)
"""Those that cannot be shown upside down."""
