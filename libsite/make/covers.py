"""Covers that libsite draws: title and author on a ground with an ornament, as SVG.

Everything follows from the texts: colors, ornament and layout are read off the title's digest. The
fonts are those that the reader's system has, so widths are estimated, rather too wide.
"""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, NamedTuple, assert_never

from libsite.digest import digest_bytes
from libsite.make.addresses import escaped
from libsite.make.lettering import LEADING, fit, side_of
from libsite.make.ornaments import (
    BEND,
    BENDS,
    FIELD,
    ORNAMENTS,
    STANDING,
    TILE,
    Disc,
    Leaf,
    Oval,
    Rect,
    Wave,
)
from libsite.noun import Noun

if TYPE_CHECKING:
    from libsite.make.lettering import Measure
    from libsite.make.ornaments import Shape
    from libsite.model import Direction

WIDTH, HEIGHT = 400, 600
MARGIN = 42
ZONE = 252
"""Height of the part that the texts have for themselves."""
HALF = 300
"""Where the ornament begins or ends: it fills the upper or the lower half."""
TITLE_SIZES = (70, 62, 55, 49, 43, 38, 34, 30, 26, 23)
AUTHOR_SIZES = (24, 21, 18)
GAP = 18
"""Between title and author."""
TITLE_FONT = (
    "Georgia,'Iowan Old Style','Palatino Linotype','Noto Serif','Hiragino Mincho ProN',serif"
)
AUTHOR_FONT = "'Avenir Next',Avenir,'Segoe UI','Helvetica Neue','Noto Sans',Arial,sans-serif"


class Harmony(NamedTuple):
    """Colors that go together."""

    ground: str
    ink: str
    """Of the texts; on the ground it has a contrast of at least 4.5 (WCAG 2.2, 1.4.3)."""
    tones: tuple[str, str, str]
    """Of the ornament."""


HARMONIES = (
    Harmony("#12464b", "#fdf3dc", ("#e8a13a", "#f3d9a4", "#2d7a78")),
    Harmony("#9c3b26", "#fff3e3", ("#f2b880", "#f7dcbf", "#67231a")),
    Harmony("#f6ead2", "#3b2a1e", ("#d9603b", "#e9b44c", "#2f6f6b")),
    Harmony("#1e2f57", "#f8f1e1", ("#f0c05a", "#7fa8d1", "#e07a5f")),
    Harmony("#dfe8d5", "#243b2c", ("#5b8c5a", "#f0b67f", "#c8553d")),
    Harmony("#4a2545", "#fbeef0", ("#e58f8a", "#f4c9b5", "#8a4f7d")),
    Harmony("#d8e8ef", "#1c3448", ("#3f88b5", "#f2c14e", "#e4572e")),
    Harmony("#1f4030", "#f7f3e0", ("#a7c957", "#f2e8a0", "#5d8c4a")),
    Harmony("#efc04c", "#33240a", ("#c2502e", "#fff1c9", "#2b5d66")),
    Harmony("#f5d9d3", "#4b1f2a", ("#c6505f", "#f2a65a", "#6c8f8c")),
)


class Choice(Noun, frozen=True):
    """What the digest of a title decides."""

    harmony: Harmony
    ornament: int
    above: bool
    """Whether the ornament is above the texts."""
    numbers: tuple[int, ...]
    """Sixteen numbers from 0 to 255 for the ornament."""


def cover_svg(title: str, author: str, dir: Direction) -> bytes:  # noqa: A002 - as HTML calls it
    """Return the cover of the book *title* by *author*, which may be empty, as SVG of 400 × 600.

    A text is set in its own direction, and one without letters in *dir*. Equal texts give equal
    bytes. A title that is too long is set smaller, and cut in the end.
    """
    title, author = clean(title), clean(author)
    choice = choose(title)
    side = side_of(title, dir)
    words = ", ".join(filter(None, (title, author)))
    ground = choice.harmony.ground
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    label = f'role="img" aria-label="{escaped(words)}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>',
        f"<title>{escape(words, quote=False)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>',
        _ornament(choice),
        _spine(side),
        *_texts(title, author, side, choice),
        "</svg>\n",
    )
    return "\n".join(filter(None, parts)).encode()


def clean(text: str) -> str:
    """Return *text* in one line, without what XML cannot hold and what turns letters about."""
    kept = (c for c in " ".join(text.split()) if c in JOINERS or unicodedata.category(c)[0] != "C")
    return " ".join("".join(kept).split())


JOINERS = "\u200c\u200d"
"""Characters without a shape that Persian, Indian scripts and emoji need."""


def choose(title: str) -> Choice:
    """Return how the cover of the book *title* looks."""
    numbers = tuple(bytes.fromhex(digest_bytes(title.encode())))
    ornament = numbers[1] % len(ORNAMENTS)
    return Choice(
        harmony=HARMONIES[numbers[0] % len(HARMONIES)],
        ornament=ornament,
        above=numbers[2] % 2 == 1 and ORNAMENTS[ornament] not in STANDING,
        numbers=numbers,
    )


def _ornament(choice: Choice) -> str:
    shapes = "".join(map(_svg, ORNAMENTS[choice.ornament](choice.harmony.tones, choice.numbers)))
    if choice.above:  # upside down: what grows from below hangs from above
        return f'<g transform="matrix(1 0 0 -1 0 {HALF})">{shapes}</g>'
    return f'<g transform="translate(0 {HALF})">{shapes}</g>'


def _svg(shape: Shape) -> str:
    match shape:
        case Rect(x, y, width, height, tone):
            return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{tone}"/>'
        case Disc(x, y, radius, tone, opacity):
            veil = f' fill-opacity="{opacity:.1f}"'.replace("0.", ".") if opacity < 1 else ""
            return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{tone}"{veil}/>'
        case Oval(x, y, across, up, tone):
            return f'<ellipse cx="{x}" cy="{y}" rx="{across}" ry="{up}" fill="{tone}"/>'
        case Leaf(x, y, tone, falls):
            x2, y2 = x + TILE, y + TILE if falls else y
            y = y if falls else y + TILE
            arc = f"A{TILE} {TILE} 0 0 1"
            return f'<path d="M{x} {y}{arc} {x2} {y2}{arc} {x} {y}" fill="{tone}"/>'
        case Wave(x, y, tone):
            long, far = BEND
            bend = f"q{long // 2} -{2 * far} {long} 0t{long} 0"
            return f'<path d="M{x} {y}{bend * (BENDS // 2)}V{FIELD[1]}H{x}z" fill="{tone}"/>'
        case _:
            assert_never(shape)


def _spine(side: Direction) -> str:
    """Return a shade along the edge at which the book is bound."""
    x = 0 if side == "ltr" else WIDTH - 10
    return f'<rect x="{x}" width="10" height="{HEIGHT}" fill="#000" fill-opacity=".14"/>'


class Block(NamedTuple):
    """Lines of one size: the baseline of the first, and the next ones `LEADING` sizes below."""

    lines: list[str]
    size: int
    y: float


def set_texts(
    title: str,
    author: str,
    choice: Choice,
    title_width: Measure | None = None,
    author_width: Measure | None = None,
) -> tuple[Block, Block]:
    """Return title and author as lines from the top of their half; *author* may be empty.

    The measures are those of the fonts; without them, widths are estimated.
    """
    room = WIDTH - 2 * MARGIN
    small, names = fit(author, AUTHOR_SIZES, room, 2 * AUTHOR_SIZES[0] * LEADING, author_width)
    below = GAP + len(names) * small * LEADING if names else 0.0
    size, lines = fit(title, TITLE_SIZES, room, ZONE - below, title_width)
    whole = len(lines) * size * LEADING + below
    # hung below the upper edge, or stood on the lower one: the margin is the same
    top = HEIGHT - MARGIN - whole + size * (LEADING - 1) if choice.above else MARGIN
    start = top + len(lines) * size * LEADING + GAP + small
    return Block(lines, size, top + size), Block(names, small, start)


def _texts(title: str, author: str, side: Direction, choice: Choice) -> list[str]:
    upper, lower = set_texts(title, author, choice)
    x = MARGIN if side == "ltr" else WIDTH - MARGIN
    ink = choice.harmony.ink
    own = side_of(author, side)
    title_look = f'font-family="{TITLE_FONT}" font-weight="700" font-size="{upper.size}"'
    author_look = f'font-family="{AUTHOR_FONT}" font-weight="500" font-size="{lower.size}"'
    return [
        _text(upper, x, f'fill="{ink}" {title_look}{_way(side, side)}'),
        _text(lower, x, f'fill="{ink}" {author_look}{_way(own, side)}'),
    ]


def _way(own: Direction, side: Direction) -> str:
    """Return the attributes of a text of the direction *own* that begins at the edge *side*."""
    anchor = "" if own == side else ' text-anchor="end"'
    way = ' direction="rtl"' if own == "rtl" else ""
    return f"{way}{anchor}"


def _text(block: Block, x: int, look: str) -> str:
    if not block.lines:
        return ""
    spans = "".join(
        f'<tspan x="{x}" y="{block.y + number * block.size * LEADING:.0f}">'
        f"{escape(line, quote=False)}</tspan>"
        for number, line in enumerate(block.lines)
    )
    return f"<text {look}>{spans}</text>"
