"""A drawn social card as bytes: PNG with a palette, or JPEG."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from libsite.colours import channels, mixed
from libsite.noun import Noun

MOST = 190_000
"""Bytes of a JPEG at the most, if less quality can bring that about."""
QUALITIES = (86, 78, 70, 60)
COLOURS = 128
"""Of the figure in a PNG."""
SHADES = 32
"""Of the edges of letters in a PNG."""
EFFORT = 4
"""How hard zlib tries, from 0 to 9: more costs much time and saves little."""


class Card(Noun, frozen=True):
    """A card in layers."""

    size: tuple[int, int]
    figure: Image.Image
    place: tuple[int, int]
    """Where the figure's upper left corner is."""
    paper: str
    letters: Image.Image | None = None
    """How much of each pixel letters cover, from 0 to 255; None where there are no words."""
    inks: tuple[str, str] = ("", "")
    """The color of the letters above and below `split`."""
    split: int = 0
    rule: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The line above the title: left, top, right, bottom."""
    accent: str = ""
    """The color of the line."""


def as_jpeg(card: Card) -> bytes:
    """Return *card* as a JPEG without metadata."""
    whole = Image.new("RGB", card.size, card.paper)
    for (top, part), ink in zip(_parts(card), card.inks, strict=False):
        whole.paste(ink, (0, top, *_corner(top, part)), part)
    if card.letters is not None:
        ImageDraw.Draw(whole).rectangle(card.rule, fill=card.accent)
    whole.paste(card.figure, card.place)
    made = b""
    for quality in QUALITIES:
        packed = BytesIO()
        whole.save(packed, "JPEG", quality=quality, progressive=True, subsampling=0)
        made = packed.getvalue()
        if len(made) <= MOST:
            break
    return made


def as_png(card: Card) -> bytes:
    """Return *card* as a PNG with a palette: the shades of the letters, then the figure's colors.

    Paper, ink and the line keep their exact colors.
    """
    whole = Image.new("L", card.size)
    shades = [*range(SHADES)]
    for number, (top, part) in enumerate(_parts(card)):
        indices = [number * SHADES + level * (SHADES - 1) // 255 for level in range(256)]
        whole.paste(part.point(indices), (0, top))
    inks = [mixed(ink, card.paper, n / (SHADES - 1)) for ink in card.inks if ink for n in shades]
    palette = [*(inks or [card.paper]), card.accent or card.paper]
    if card.letters is not None:
        ImageDraw.Draw(whole).rectangle(card.rule, fill=len(palette) - 1)
    flat = card.figure.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    own = Image.frombytes("L", flat.size, flat.tobytes())
    start = len(palette)
    whole.paste(own.point([min(255, start + number) for number in range(256)]), card.place)
    whole.putpalette(
        [c for colour in palette for c in channels(colour)] + (flat.getpalette() or [])
    )
    packed = BytesIO()
    whole.save(packed, "PNG", compress_level=EFFORT)
    return packed.getvalue()


def _parts(card: Card) -> list[tuple[int, Image.Image]]:
    """Return the letters above and below the split, each with its upper edge."""
    if card.letters is None:
        return []
    width, height = card.size
    above = card.letters.crop((0, 0, width, card.split))
    return [(0, above), (card.split, card.letters.crop((0, card.split, width, height)))]


def _corner(top: int, part: Image.Image) -> tuple[int, int]:
    """Return the lower right corner of *part*, whose upper edge is at *top*."""
    return part.width, top + part.height
