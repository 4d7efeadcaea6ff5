"""Social cards: the pictures that networks show beside a link, drawn in the theme's style.

At the side where the title begins stand title and library, at the other (on a square: above) a
figure: the page's picture, the covers of its books, or an ornament. What cannot be drawn is left
out; a card is never refused.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

from libsite.artifact import CARD_SIZES, Cover
from libsite.colours import READABLE, contrast
from libsite.make.cards import Card, as_jpeg, as_png
from libsite.make.figures import figure_of
from libsite.make.lettering import fit
from libsite.make.typefaces import Look, UndrawableError, own_face, script_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.artifact import SocialCard
    from libsite.make.figures import Figure
    from libsite.make.typefaces import Face, Script
    from libsite.model import Direction

MARGIN = 72
TOP = 540
"""How high the figure on a square is."""
RULE = (88, 9)
"""The line above the title."""
TITLE_SIZES = (116, 104, 94, 86, 78, 70, 64, 58, 52, 47)
NAME_SIZES = (36, 32, 28)
NAME_LEADING = 1.3
GAP = 40
"""Between title and name, at the least."""
RISE = 0.74
"""How far the letters of a line rise above its baseline, in font sizes."""


def social_card(recipe: SocialCard, data: Mapping[str, bytes]) -> bytes:
    """Return the card as PNG, or JPEG if it holds a photograph.

    *data* gives the bytes of the files that *recipe* names. Where the title cannot be drawn, the
    card has no words: `illegible` in libsite/make/legible.py has said so.
    """
    own = _own_face(recipe, data)
    script: Script | None = None
    with suppress(UndrawableError):
        script = _words(recipe.title, recipe, own) or _words(recipe.library, recipe, own)
    figure = figure_of(recipe, data)
    name = _name(recipe, own, script) if script else None
    card = _drawn(recipe, figure, script, name)
    return as_jpeg(card) if _has_photograph(recipe) else as_png(card)


def _own_face(recipe: SocialCard, data: Mapping[str, bytes]) -> Face | None:
    """Return the theme's own font, if there is one and it can be opened here."""
    font = recipe.style.font
    return own_face(font.source, data[font.source]) if font else None


def _words(text: str, recipe: SocialCard, own: Face | None) -> Script | None:
    script = _script(text, recipe.lang, recipe.dir, own)
    return script if script.text else None


_script = lru_cache(maxsize=64)(script_of)  # the library's name is on every card


def _name(recipe: SocialCard, own: Face | None, title: Script) -> Script | None:
    """Return the library's name to stand below *title*, if it can be drawn and is not the same."""
    try:
        name = _words(recipe.library, recipe, own)
    except UndrawableError:  # told of the site's own card
        return None
    return None if name is None or name.text == title.text else name


# ---- Where everything stands --------------------------------------------------------------------

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


class Room(NamedTuple):
    """How a card is divided."""

    figure: Box
    words: Box


def _room(recipe: SocialCard, figure: Figure, script: Script) -> Room:
    width, height = CARD_SIZES[recipe.shape]
    if recipe.shape == "square":
        words = (MARGIN, TOP + MARGIN, width - 2 * MARGIN, height - TOP - 2 * MARGIN)
        return Room((0, 0, width, TOP), words)
    across = figure.width(height)
    left = width - across if script.dir == "ltr" else 0
    start = MARGIN if script.dir == "ltr" else across + MARGIN
    words = (start, MARGIN, width - across - 2 * MARGIN, height - 2 * MARGIN)
    return Room((left, 0, across, height), words)


def _drawn(recipe: SocialCard, figure: Figure, title: Script | None, name: Script | None) -> Card:
    """Return the card with the line, *title* and *name*; without a title, the figure is all."""
    size, style = CARD_SIZES[recipe.shape], recipe.style
    if title is None:
        return Card(size, figure.drawn(size), (0, 0), style.paper)
    room = _room(recipe, figure, title)
    left, top, width, _ = room.words
    start = left if title.dir == "ltr" else left + width - RULE[0]
    ground, bottom = _with_name(size, name, room.words, title.dir)
    letters = ground.copy()
    _draw_title(ImageDraw.Draw(letters), title, room.words, bottom)
    readable = contrast(style.accent, style.paper) >= READABLE
    return Card(
        size=size,
        figure=figure.drawn(room.figure[2:]),
        place=room.figure[:2],
        paper=style.paper,
        letters=letters,
        inks=(style.ink, style.accent if readable else style.ink),
        split=bottom,
        rule=(start, top, start + RULE[0] - 1, top + RULE[1] - 1),
        accent=style.accent,
    )


def _draw_title(draw: ImageDraw.ImageDraw, title: Script, words: Box, bottom: int) -> None:
    """Draw the *title* between the line above it and *bottom*."""
    top = words[1] + RULE[1] + GAP - 8
    leading = title.leading
    size, lines = fit(
        title.text, TITLE_SIZES, words[2], bottom - top, title.measure(), leading=leading
    )
    # what a script needs beyond Latin is shared between above and below
    first = top + (RISE + (leading - 1.14) / 2) * size
    _draw_lines(draw, title, lines, words, Setting(size, first, leading, title.dir))


@lru_cache(maxsize=8)
def _with_name(
    size: tuple[int, int], name: Script | None, words: Box, side: Direction
) -> tuple[Image.Image, int]:
    """Return the ground for letters with the library's *name*, and where the title's room ends.

    The name stands on the lower edge, at the *side* of the title, whatever it is written in. Most
    cards of a site have the same ground, so it is drawn once; whoever writes on it takes a copy.
    """
    letters = Image.new("L", size)
    _, top, width, height = words
    if name is None:
        return letters, top + height
    leading = max(NAME_LEADING, name.leading)
    high = 2 * NAME_SIZES[0] * leading
    large, lines = fit(name.text, NAME_SIZES, width, high, name.measure(), leading=leading)
    first = top + height - (len(lines) - 1) * large * leading
    how = Setting(large, first, leading, side)
    _draw_lines(ImageDraw.Draw(letters), name, lines, words, how)
    return letters, round(first - RISE * large - GAP)


class Setting(NamedTuple):
    """How lines are set."""

    size: int
    first: float
    """The baseline of the first."""
    leading: float
    """From one line to the next, in sizes."""
    side: Direction
    """Where they are flush: on the left for `ltr`."""


def _draw_lines(
    draw: ImageDraw.ImageDraw, script: Script, lines: list[str], words: Box, how: Setting
) -> None:
    left, right = words[0], words[0] + words[2]
    for number, line in enumerate(lines):
        width = script.width(line, how.size) if how.side != script.dir else 0.0
        x = left + width if how.side == "ltr" else right - width
        y = round(how.first + number * how.size * how.leading)
        script.draw(draw, (x, y), line, Look(how.size, 255))


def _has_photograph(recipe: SocialCard) -> bool:
    """Tell whether *recipe* asks for a JPEG: its path ends so, whatever could be drawn."""
    return recipe.picture is not None or any(not isinstance(one, Cover) for one in recipe.covers)
