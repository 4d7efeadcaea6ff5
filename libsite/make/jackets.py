"""Ornaments and drawn covers as pixels: what `covers` writes as SVG, drawn by Pillow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, assert_never

from PIL import Image, ImageDraw

from libsite.colours import channels
from libsite.make.covers import (
    HALF,
    HEIGHT,
    MARGIN,
    WIDTH,
    choose,
    clean,
    set_texts,
)
from libsite.make.lettering import LEADING
from libsite.make.ornaments import (
    BEND,
    BENDS,
    FIELD,
    ORNAMENTS,
    TILE,
    Disc,
    Leaf,
    Oval,
    Rect,
    Wave,
)
from libsite.make.typefaces import Look, UndrawableError, script_of

if TYPE_CHECKING:
    from libsite.artifact import Cover
    from libsite.make.covers import Block
    from libsite.make.ornaments import Numbers, Shape, Tones
    from libsite.make.typefaces import Script

    Corners = tuple[float, float, float, float]

FINE = 2
"""Shapes are drawn so many times as large, and made smaller, so that their edges are smooth."""
SPINE = 10
STEPS = 12
"""Straight lines that stand for a bend."""


def ornament(  # noqa: PLR0917 - what it shows, then how
    number: int, tones: Tones, numbers: Numbers, ground: str, scale: float, width: int = 0
) -> Image.Image:
    """Return the ornament *number* on its *ground*, *scale* times as large as its field.

    It is cut evenly at both sides to *width* pixels, if any are told.
    """
    large = scale * FINE
    width = width or round(FIELD[0] * scale)
    picture = Image.new("RGB", (width * FINE, round(FIELD[1] * scale) * FINE), ground)
    draw = ImageDraw.Draw(picture, "RGBA")
    pen = Pen(draw, large, (width * FINE - FIELD[0] * large) / 2)
    for shape in ORNAMENTS[number](tones, numbers):
        _draw(pen, shape)
    return picture.reduce(FINE)


class Pen(NamedTuple):
    """Where shapes are drawn: how many times as large, and how far to the right."""

    draw: ImageDraw.ImageDraw
    scale: float
    right: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point of the field."""
        return x * self.scale + self.right, y * self.scale

    def box(self, left: float, top: float, right: float, bottom: float) -> Corners:
        """Return the first and the last pixel of a box of the field."""
        last, lowest = self.at(right, bottom)
        return (*self.at(left, top), last - 1, lowest - 1)


def _draw(pen: Pen, shape: Shape) -> None:
    match shape:
        case Rect(x, y, width, height, tone):
            pen.draw.rectangle(pen.box(x, y, x + width, y + height), fill=tone)
        case Disc(x, y, radius, tone, opacity):
            colour = (*channels(tone), round(255 * opacity))
            pen.draw.ellipse(pen.box(x - radius, y - radius, x + radius, y + radius), fill=colour)
        case Oval(x, y, across, up, tone):
            pen.draw.ellipse(pen.box(x - across, y - up, x + across, y + up), fill=tone)
        case Leaf(x, y, tone, falls):
            pen.draw.polygon([pen.at(*point) for point in _leaf(x, y, falls=falls)], fill=tone)
        case Wave(x, y, tone):
            pen.draw.polygon([pen.at(*point) for point in _wave(x, y)], fill=tone)
        case _:
            assert_never(shape)


def _leaf(x: int, y: int, *, falls: bool) -> list[tuple[float, float]]:
    """Return the outline of a leaf: a quarter of a circle there, and one back."""
    turns = [step * math.pi / 2 / STEPS for step in range(STEPS + 1)]
    there = [(x + TILE * math.sin(turn), y + TILE * (1 - math.cos(turn))) for turn in turns]
    outline = [*there, *((2 * x + TILE - a, 2 * y + TILE - b) for a, b in there)]
    return outline if falls else [(2 * x + TILE - a, b) for a, b in outline]


def _wave(x: int, y: int) -> list[tuple[float, float]]:
    """Return the outline of a wave and what is below it."""
    long, far = BEND
    steps = range(BENDS * STEPS + 1)
    outline = []
    for step in steps:
        bend, part = divmod(step / STEPS, 1)
        up = -1 if bend % 2 == 0 else 1
        outline.append((x + long * step / STEPS, y + up * 4 * far * part * (1 - part)))
    return [*outline, (outline[-1][0], float(FIELD[1])), (float(x), float(FIELD[1]))]


def jacket(cover: Cover, width: int) -> Image.Image:
    """Return the drawn *cover*, *width* pixels wide and half as high again.

    What cannot be drawn of its texts is left out.
    """
    scale = width / WIDTH
    height = round(HEIGHT * scale)
    title, author = clean(cover.title), clean(cover.author)
    choice = choose(title)
    ground = choice.harmony.ground
    picture = Image.new("RGB", (width, height), ground)
    shapes = ornament(choice.ornament, choice.harmony.tones, choice.numbers, ground, scale)
    if choice.above:
        shapes = shapes.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture.paste(shapes, (0, 0 if choice.above else round(HALF * scale)))
    scripts = [_script(text, cover) for text in (title, author)]
    draw = ImageDraw.Draw(picture, "RGBA")
    side = scripts[0].dir if scripts[0] else cover.dir
    edge = 0 if side == "ltr" else width - round(SPINE * scale)
    draw.rectangle((edge, 0, edge + round(SPINE * scale) - 1, height), fill=(0, 0, 0, 36))
    upper, lower = (script.text if script else "" for script in scripts)
    measures = [script.measure() if script else None for script in scripts]
    for script, block in zip(scripts, set_texts(upper, lower, choice, *measures), strict=True):
        if script:
            _write(draw, script, block, choice.harmony.ink, scale)
    return picture


def _script(text: str, cover: Cover) -> Script | None:
    try:
        return script_of(text, "", cover.dir, None)
    except UndrawableError:
        return None


def _write(draw: ImageDraw.ImageDraw, script: Script, block: Block, ink: str, scale: float) -> None:
    size = max(1, round(block.size * scale))
    x = MARGIN * scale if script.dir == "ltr" else (WIDTH - MARGIN) * scale
    for number, line in enumerate(block.lines):
        y = (block.y + number * block.size * LEADING) * scale
        script.draw(draw, (x, y), line, Look(size, ink))
