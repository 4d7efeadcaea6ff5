"""Covers that libsite draws: title and author on a ground with an ornament, as SVG.

Everything follows from the texts: colors, ornament and layout are read off the title's digest. The
fonts are those that the reader's system has, so widths are estimated, rather too wide.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from libsite.digest import digest_bytes
from libsite.make.lettering import fit
from libsite.make.ornaments import ORNAMENTS, STANDING

if TYPE_CHECKING:
    from libsite.model import Direction

WIDTH, HEIGHT = 400, 600
MARGIN = 42
ZONE = 252
"""Height of the part that the texts have for themselves."""
HALF = 300
"""Where the ornament begins or ends: it fills the upper or the lower half."""
TITLE_SIZES = (70, 62, 55, 49, 43, 38, 34, 30, 26, 23)
AUTHOR_SIZES = (24, 21, 18)
LEADING = 1.18
"""From one line to the next, in font sizes."""
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


@dataclass(frozen=True, slots=True)
class _Choice:
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
    title, author = _clean(title), _clean(author)
    choice = _choose(title)
    side = _direction(title, dir)
    words = ", ".join(filter(None, (title, author)))
    ground = choice.harmony.ground
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    label = f'role="img" aria-label={quoteattr(words)}'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>',
        f"<title>{escape(words)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>',
        _ornament(choice),
        _spine(side),
        *_texts(title, author, side, choice),
        "</svg>\n",
    )
    return "\n".join(filter(None, parts)).encode()


def _clean(text: str) -> str:
    """Return *text* in one line, without what XML cannot hold and what turns letters about."""
    kept = (c for c in " ".join(text.split()) if c in JOINERS or unicodedata.category(c)[0] != "C")
    return " ".join("".join(kept).split())


JOINERS = "\u200c\u200d"
"""Characters without a shape that Persian, Indian scripts and emoji need."""


def _choose(title: str) -> _Choice:
    numbers = tuple(bytes.fromhex(digest_bytes(title.encode())))
    ornament = numbers[1] % len(ORNAMENTS)
    return _Choice(
        harmony=HARMONIES[numbers[0] % len(HARMONIES)],
        ornament=ornament,
        above=numbers[2] % 2 == 1 and ORNAMENTS[ornament] not in STANDING,
        numbers=numbers,
    )


def _direction(text: str, otherwise: Direction) -> Direction:
    """Return the direction of the first letter of *text* that has one (Unicode UAX #9, P2)."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"L", "R", "AL"}:
            return "ltr" if strong == "L" else "rtl"
    return otherwise


def _ornament(choice: _Choice) -> str:
    shapes = ORNAMENTS[choice.ornament](choice.harmony.tones, choice.numbers)
    if choice.above:  # upside down: what grows from below hangs from above
        return f'<g transform="matrix(1 0 0 -1 0 {HALF})">{shapes}</g>'
    return f'<g transform="translate(0 {HALF})">{shapes}</g>'


def _spine(side: Direction) -> str:
    """Return a shade along the edge at which the book is bound."""
    x = 0 if side == "ltr" else WIDTH - 10
    return f'<rect x="{x}" width="10" height="{HEIGHT}" fill="#000" fill-opacity=".14"/>'


Anchor = Literal["start", "end"]


def _texts(title: str, author: str, side: Direction, choice: _Choice) -> list[str]:
    """Return title and author as lines from the top of their half."""
    room = WIDTH - 2 * MARGIN
    small, names = fit(author, AUTHOR_SIZES, room, 2 * AUTHOR_SIZES[0] * LEADING)
    below = GAP + len(names) * small * LEADING if names else 0.0
    size, lines = fit(title, TITLE_SIZES, room, ZONE - below)
    whole = len(lines) * size * LEADING + below
    # hung below the upper edge, or stood on the lower one: the margin is the same
    top = HEIGHT - MARGIN - whole + size * (LEADING - 1) if choice.above else MARGIN
    x = MARGIN if side == "ltr" else WIDTH - MARGIN
    ink = choice.harmony.ink
    own = _direction(author, side)
    title_look = f'font-family="{TITLE_FONT}" font-weight="700" font-size="{size}"'
    author_look = f'font-family="{AUTHOR_FONT}" font-weight="500" font-size="{small}"'
    found = [_text(lines, x, top + size, size, f'fill="{ink}" {title_look}{_way(side, side)}')]
    start = top + len(lines) * size * LEADING + GAP + small
    found.append(_text(names, x, start, small, f'fill="{ink}" {author_look}{_way(own, side)}'))
    return found


def _way(own: Direction, side: Direction) -> str:
    """Return the attributes of a text of the direction *own* that begins at the edge *side*."""
    anchor = "" if own == side else ' text-anchor="end"'
    way = ' direction="rtl"' if own == "rtl" else ""
    return f"{way}{anchor}"


def _text(lines: list[str], x: int, y: float, size: int, look: str) -> str:
    if not lines:
        return ""
    spans = "".join(
        f'<tspan x="{x}" y="{y + number * size * LEADING:.0f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f"<text {look}>{spans}</text>"
