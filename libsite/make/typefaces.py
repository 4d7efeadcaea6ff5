"""The fonts of social cards: which of them has a letter, how wide a text is, and drawing a line.

What no font at hand has is never drawn, for it would be a box. Symbols without a letter's meaning,
emoji first of all, are left out; a text with any other such character cannot be drawn at all.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import ImageFont, features

from libsite.make.lettering import side_of
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from libsite.make.lettering import Measure
    from libsite.model import Direction

FOLDER = Path(__file__).parent.parent / "fonts"
UNIT = 100
"""The size in pixels at which texts are measured."""
JOINERS = "\u200c\u200d"
"""Characters without a shape that Persian and Indian scripts need."""
NOBODYS = "\U0010ffff"
"""A character that no font may have (Unicode 17, section 23.7)."""
ENCLOSING = "\u20e3"
"""The key cap of emoji such as that of a digit."""


class Face(NamedTuple):
    """A font."""

    name: str
    data: bytes
    simple: bool = True
    """Whether its letters can be set one after the other; else they must be shaped."""
    leading: float = 1.14
    """From one line to the next, in font sizes."""
    scale: float = 1.0
    """How much larger it is set than Latin, to look as large."""


OWN: tuple[tuple[str, bool, float, float], ...] = (
    ("literata.ttf", True, 1.14, 1.0),
    ("noto-arabic.ttf", False, 1.5, 1.15),
    ("noto-hebrew.ttf", False, 1.22, 1.06),
    ("noto-devanagari.ttf", False, 1.36, 1.0),
    ("noto-thai.ttf", False, 1.4, 1.06),
    ("noto-tamil.ttf", False, 1.3, 0.94),
    ("noto-gurmukhi.ttf", False, 1.3, 1.0),
    ("noto-armenian.ttf", True, 1.2, 1.0),
    ("noto-georgian.ttf", True, 1.2, 1.0),
)
"""The fonts that we bring along, as a `Face` tells of each."""


@lru_cache(maxsize=1)
def own_faces() -> tuple[Face, ...]:
    """Return the fonts that we bring along, read once in each process."""
    return tuple(
        Face(name, (FOLDER / name).read_bytes(), simple, leading, scale)
        for name, simple, leading, scale in OWN
    )


def can_shape() -> bool:
    """Tell whether letters can be joined, stacked and turned: Raqm with the system's FriBiDi."""
    return bool(features.check("raqm"))


class UndrawableError(Exception):
    """A text that has a character that cannot be drawn."""

    def __init__(self, character: str, *, missing: bool) -> None:
        """Hold the *character*; it is *missing* in all fonts, or there is nothing to shape it."""
        super().__init__(character)
        self.character = character
        self.missing = missing


# ---- Fonts --------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def font_of(face: Face, size: int, *, shaped: bool = False) -> FreeTypeFont:
    """Return *face* at *size* pixels. Raises OSError for bytes that are no font."""
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(BytesIO(face.data), round(size * face.scale), layout_engine=engine)


@lru_cache(maxsize=65536)
def has(face: Face, character: str) -> bool:
    """Tell whether *face* has *character*: whether it looks other than what no font has."""
    return _look(face, character) != _look(face, NOBODYS)


def _look(face: Face, character: str) -> tuple[object, ...]:
    font = font_of(face, UNIT)
    return font.getlength(character), font.getbbox(character), bytes(font.getmask(character))


@lru_cache(maxsize=8)
def own_face(name: str, data: bytes) -> Face | None:
    """Return the font *data* of a theme, called *name*, or None if it cannot be opened here."""
    face = Face(name, data)
    try:
        font_of(face, UNIT)
    except OSError:
        return None
    return face


# ---- Texts --------------------------------------------------------------------------------------


class Run(NamedTuple):
    """A part of a line that is drawn with one font."""

    text: str
    face: Face


class Script(Noun, frozen=True):
    """A text that can be drawn, and the fonts for it."""

    text: str
    faces: tuple[Face, ...]
    """The first that has a word draws it."""
    dir: Direction
    lang: str
    shaped: bool
    leading: float
    """From one line to the next, in font sizes."""

    def measure(self) -> Measure:
        """Return what tells how wide a part of the text is, in font sizes; it remembers."""
        known: dict[str, float] = {}
        gap = self._length(Run(" ", self.faces[0]), UNIT) / UNIT

        def width(text: str) -> float:
            if text not in known:
                line, space, word = text.rpartition(" ")
                before = width(line) + gap if space else 0.0
                known[text] = (
                    before + sum(self._length(run, UNIT) for run in self._runs(word)) / UNIT
                )
            return known[text]

        return width

    def width(self, line: str, size: int) -> float:
        """Return how many pixels *line* is wide."""
        return sum(self._length(run, size) for run in self._runs(line))

    def draw(self, draw: ImageDraw, place: tuple[float, float], line: str, look: Look) -> None:
        """Draw *line* with its beginning at *place*, on the baseline: from there to the side."""
        x, y = place
        for run in self._runs(line):
            font = font_of(run.face, look.size, shaped=self.shaped)
            width = self._length(run, look.size)
            x -= width if self.dir == "rtl" else 0.0
            if self.shaped:
                way, lang = self.dir, self.lang
                draw.text((x, y), run.text, look.colour, font, "ls", direction=way, language=lang)
            else:
                draw.text((x, y), run.text, look.colour, font, "ls")
            x += width if self.dir == "ltr" else 0.0

    def _length(self, run: Run, size: int) -> float:
        return _length(run, size, self.dir if self.shaped else None, self.lang)

    def _runs(self, line: str) -> list[Run]:
        """Return *line* in parts of one font each, in the order in which they are read."""
        runs: list[Run] = []
        for number, word in enumerate(line.split(" ")):
            glue = " " if number else ""
            faces = (runs[-1].face, *self.faces) if runs and _is_neutral(word) else self.faces
            for text, face in _parts(word, faces):
                if runs and runs[-1].face is face:
                    runs[-1] = Run(f"{runs[-1].text}{glue}{text}", face)
                else:
                    runs[-1:] = [Run(runs[-1].text + glue, runs[-1].face)] if runs else []
                    runs.append(Run(text, face))
                glue = ""
        return runs


@lru_cache(maxsize=65536)
def _length(run: Run, size: int, way: Direction | None, lang: str) -> float:
    """Return how many pixels *run* is wide; *way* is None where letters cannot be shaped."""
    font = font_of(run.face, size, shaped=way is not None)
    return font.getlength(run.text, direction=way, language=lang if way else None)


class Look(NamedTuple):
    """How a line is drawn."""

    size: int
    colour: str | int
    """`#rrggbb`, or from 0 to 255 on a ground of one channel."""


def _is_neutral(word: str) -> bool:
    """Tell whether *word* has no letters: then it is drawn as what is before it."""
    return not any(unicodedata.category(character)[0] == "L" for character in word)


def _parts(word: str, faces: Iterable[Face]) -> Iterator[tuple[str, Face]]:
    """Yield *word* with the font that has all of it; else each letter with one that has it."""
    faces = tuple(faces)
    for face in faces:
        if all(_covers(face, cluster) for cluster in _clusters(word)):
            yield word, face
            return
    for cluster in _clusters(word):
        yield cluster, next(face for face in faces if _covers(face, cluster))


def _covers(face: Face, text: str) -> bool:
    return all(character in JOINERS or has(face, character) for character in text)


def _clusters(word: str) -> Iterator[str]:
    """Yield each letter of *word* with the marks and joiners that follow it."""
    cluster = ""
    for character in word:
        if cluster and character not in JOINERS and unicodedata.category(character)[0] != "M":
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def script_of(
    text: str, lang: str, way: Direction, own: Face | None, *, shaped: bool | None = None
) -> Script:
    """Return *text*, which is in the language *lang*, as it can be drawn with the fonts at hand.

    The theme's *own* font comes first. *way* is the direction of a text without letters, *shaped*
    whether letters can be shaped (by default, whether they can here). The text is empty where
    nothing of it is left. Raises UndrawableError, naming the first character that cannot be drawn.
    """
    shaped = can_shape() if shaped is None else shaped
    faces = _faces(own)
    kept = drawable_text(text, own, shaped=shaped)
    whole = [face for face in faces if all(_covers(face, c) for c in kept if c != " ")]
    faces = (*whole[:1], *(face for face in faces if face not in whole[:1]))
    used = {face for word in kept.split() for _, face in _parts(word, faces)}
    leading = max((face.leading for face in used), default=faces[0].leading)
    return Script(kept, faces, side_of(kept, way), lang, shaped, leading)


def drawable_text(text: str, own: Face | None, *, shaped: bool | None = None) -> str:
    """Return what of *text* is drawn: it is empty where nothing is left.

    *own* and *shaped* are as for `script_of`, and so is what is raised: UndrawableError.
    """
    shaped = can_shape() if shaped is None else shaped
    faces = _faces(own)
    words = (
        "".join(_drawable(cluster, faces, shaped) for cluster in _clusters(word))
        for word in _clean(text, shaped=shaped).split()
    )
    return " ".join(filter(None, words)).strip()


def _faces(own: Face | None) -> tuple[Face, ...]:
    return (*((own,) if own else ()), *own_faces())


def _clean(text: str, *, shaped: bool) -> str:
    """Return *text* without what has no shape: controls, selectors of variants."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(
        character
        for character in text
        if (character in JOINERS and shaped)
        or (unicodedata.category(character)[0] != "C" and not _selects(character))
    )


def _selects(character: str) -> bool:
    return character == ENCLOSING or "VARIATION SELECTOR" in unicodedata.name(character, "")


@lru_cache(maxsize=65536)
def _drawable(cluster: str, faces: tuple[Face, ...], shaped: bool) -> str:  # noqa: FBT001 - a key
    """Return *cluster* as it can be drawn, nothing for a symbol that cannot."""
    for spelt in (cluster, unicodedata.normalize("NFKC", cluster)):
        face = next((face for face in faces if _covers(face, spelt)), None)
        if face is None or not spelt.strip(JOINERS):
            continue
        if not shaped and not (face.simple and _is_simple(spelt)):
            raise UndrawableError(cluster[0], missing=False)
        return spelt
    if unicodedata.category(cluster[0])[0] == "S" or not cluster.strip(JOINERS):
        return ""
    lost = (character for character in cluster if not any(has(face, character) for face in faces))
    raise UndrawableError(next(lost, cluster), missing=True)


def _is_simple(text: str) -> bool:
    """Tell whether *text* needs no shaping: it is read from the left, and has no marks."""
    return not any(
        unicodedata.category(character)[0] == "M"
        or unicodedata.bidirectional(character) in {"R", "AL"}
        for character in text
    )
