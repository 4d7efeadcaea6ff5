"""What a social card shows beside its words: a picture, covers of books, or an ornament."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageOps

from libsite.artifact import Cover
from libsite.colours import mixed
from libsite.errors import SiteError
from libsite.make.covers import choose
from libsite.make.images import upright
from libsite.make.jackets import jacket, ornament
from libsite.make.ornaments import FIELD
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.artifact import SocialCard
    from libsite.model import Asset, CardStyle

LARGEST = (1200, 1080)
"""No figure is larger than this in pixels."""
ENLARGED = 1.5
"""A picture is shown so many times as large as it is at the most; else it stands on its own."""
MARGIN = 56
BOARD = 14
"""How thick a shelf is."""
GAP = 26
"""Between two covers."""
SHADOW = 8
THUMB = 400
"""Pixels of a cover's width at the most."""


class Photo(Noun, frozen=True):
    """The page's picture."""

    picture: Image.Image
    style: CardStyle

    def width(self, height: int) -> int:
        """Return how wide the figure is beside words, where it is *height* pixels high."""
        return min(600, max(420, round(height * self.picture.width / self.picture.height)))

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """Return the figure with width and height *size*."""
        picture = self.picture
        larger = max(size[0] / picture.width, size[1] / picture.height)
        if picture.mode == "RGB" and larger <= ENLARGED:
            return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
        return self._mounted(size)

    def _mounted(self, size: tuple[int, int]) -> Image.Image:
        """Return the picture, no larger than it is, in the middle of a tinted ground."""
        made = Image.new("RGB", size, _tint(self.style))
        room = (size[0] - 2 * MARGIN, size[1] - 2 * MARGIN)
        share = min(ENLARGED, room[0] / self.picture.width, room[1] / self.picture.height)
        width, height = (max(1, round(side * share)) for side in self.picture.size)
        shown = self.picture.resize((width, height), Image.Resampling.LANCZOS)
        place = ((size[0] - width) // 2, (size[1] - height) // 2)
        made.paste(shown, place, shown if shown.mode == "RGBA" else None)
        return made


class Covers(Noun, frozen=True):
    """One to four covers on shelves."""

    covers: tuple[Image.Image, ...]
    style: CardStyle

    def width(self, height: int) -> int:
        """Return how wide the figure is beside words, where it is *height* pixels high."""
        return round(height * (0.7 if len(self.covers) == 1 else 0.84))

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """Return the figure with width and height *size*."""
        made = Image.new("RGB", size, _tint(self.style))
        rows = _rows(self.covers, wide=size[0] > 1.5 * size[1])
        draw = ImageDraw.Draw(made)
        high = size[1] // len(rows)
        for number, row in enumerate(rows):
            margin = MARGIN if len(rows) == 1 else MARGIN // 2
            room = size[0] - 2 * margin - GAP * (len(row) - 1)
            ratio = sum(cover.width / cover.height for cover in row)
            height = max(1, min(high - 2 * margin - BOARD, round(room / ratio)))
            board = number * high + (high + height) // 2
            self._stand(made, row, height, board)
            draw.rectangle((0, board, size[0], board + BOARD - 1), fill=self.style.accent)
        return made

    def _stand(
        self, made: Image.Image, row: tuple[Image.Image, ...], height: int, board: int
    ) -> None:
        """Stand the covers of *row*, all of one *height*, on the *board*, in the middle."""
        shown = [
            cover.resize((max(1, round(cover.width * height / cover.height)), height), _SMOOTH)
            for cover in row
        ]
        x = (made.width - sum(one.width for one in shown) - GAP * (len(row) - 1)) // 2
        shade = mixed(self.style.ink, _tint(self.style), 0.3)
        draw = ImageDraw.Draw(made)
        for one in shown:
            top = board - height
            below = min(top + SHADOW, board - 1)  # a cover may be a mere strip
            draw.rectangle((x + SHADOW, below, x + one.width + SHADOW, board - 1), shade)
            draw.rectangle((x - 1, top - 1, x + one.width, board - 1), shade)
            made.paste(one, (x, board - height))
            x += one.width + GAP


_SMOOTH = Image.Resampling.LANCZOS


def _rows(covers: tuple[Image.Image, ...], *, wide: bool) -> list[tuple[Image.Image, ...]]:
    """Return *covers* by the shelf on which they stand, the upper one first."""
    if wide or len(covers) <= 2:  # noqa: PLR2004 - a pair
        return [covers]
    return [covers[:2], covers[2:]]


class Ornament(Noun, frozen=True):
    """An ornament, which the title decides."""

    title: str
    style: CardStyle

    def width(self, height: int) -> int:
        """Return how wide the figure is beside words, where it is *height* pixels high."""
        return round(height * 0.62)

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """Return the figure with width and height *size*."""
        style, choice = self.style, choose(self.title)
        tones = (
            mixed(style.paper, style.accent, 0.72),
            mixed(style.paper, style.accent, 0.34),
            mixed(style.ink, style.accent, 0.42),
        )
        made = Image.new("RGB", size, style.accent)
        fields = max(1, round(size[0] / (0.78 * size[1] * FIELD[0] / FIELD[1])))
        scale = max(size[0] / (FIELD[0] * fields), 0.78 * size[1] / FIELD[1])
        across = -(-size[0] // fields)  # rounded up
        field = ornament(choice.ornament, tones, choice.numbers, style.accent, scale, across)
        for number in range(fields):
            made.paste(field, (number * across, size[1] - field.height))
            field = ImageOps.mirror(field)  # so that one runs on into the next
        return made


Figure = Photo | Covers | Ornament


def _tint(style: CardStyle) -> str:
    return mixed(style.accent, style.paper, 0.14)


def figure_of(recipe: SocialCard, data: Mapping[str, bytes]) -> Figure:
    """Return what the card shows: its picture, else its covers, else an ornament.

    A picture that cannot be read is passed over: it is told where the page shows it.
    """
    if recipe.picture is not None:
        picture = _read(recipe.picture, data, LARGEST)
        if picture is not None:
            return Photo(picture, recipe.style)
    covers = tuple(picture for one in recipe.covers if (picture := _cover(one, data)) is not None)
    return Covers(covers, recipe.style) if covers else Ornament(recipe.title, recipe.style)


# Cards of one page follow each other, and those of its books are near: they show the same.
_jacket = lru_cache(maxsize=16)(jacket)


def _cover(cover: Asset | Cover, data: Mapping[str, bytes]) -> Image.Image | None:
    if isinstance(cover, Cover):
        return _jacket(cover, THUMB)
    picture = _read(cover, data, (THUMB, THUMB * 3 // 2))
    if picture is None or picture.mode == "RGB":
        return picture
    whole = Image.new("RGB", picture.size, "#ffffff")
    whole.paste(picture, (0, 0), picture)
    return whole


def _read(asset: Asset, data: Mapping[str, bytes], size: tuple[int, int]) -> Image.Image | None:
    return _pixels(data[asset.source], asset.source, size)


@lru_cache(maxsize=4)
def _pixels(data: bytes, source: str, size: tuple[int, int]) -> Image.Image | None:
    try:
        return upright(data, source, size)
    except SiteError:
        return None
