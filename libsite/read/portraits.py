"""Pictures of people: files that are named after somebody, and names beside a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from libsite.read.cues import CAPTIONS, PICTURE
from libsite.read.fullnames import full_names
from libsite.read.things import ADULTS, FAMOUS, PLACES, is_thing
from libsite.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = re.compile(rf"[^\s()\"'<>=\[\]]{{1,200}}?{PICTURE}")
_SHOWN = re.compile(rf"!\[[^\]]*\]\[|(?:!\[|<img\b|:::\s*figure).*{PICTURE}")
_CAPTION = re.compile(r"\s*(?:\*[^*]+\*|_[^_]+_)\s*")
_CUE = re.compile(CAPTIONS)
_DRAWN = re.compile(
    r"\b(?:drawn|illustrated|illustrations|drawings?|pictures) by\s$", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_GRADE = re.compile(
    r"\d+|\d+(?:st|nd|rd|th)|\d{1,2}[a-h]|(?:grade|year|yr|gr|klasse|class|clase|kl|room|img|dsc|k)\d*|k\d"
    r"|v\d+|\d+x\d+|(?:ce|cm)\d|final|copy|small|large|full|crop|cropped|edit|edited|web|new|old|hd|scaled",
)
_PARTICLES = frozenset("de la del da dos van von der al el mc mac o st le di".split())
_NOISE = frozenset(
    """
    img image photo pic picture foto fotos bild portrait retrato selfie headshot face student pupil
    winner child kid girl boy alumno alumna schuler eleve ganador ganadora gewinner gewinnerin
    closeup reading reads reader with and und y et at
    """.split()
)


class Portrait(NamedTuple):
    """A picture's file that is named after somebody."""

    start: int
    file: str
    """Its name without folders."""
    name: str
    """The person's, as it stands in the file's name, its words parted by spaces."""


def portraits(text: str, prose: str) -> Iterator[Portrait]:
    """Yield the pictures in *text* whose files are named after somebody; *prose* is its words.

    Where the words say the same name and it is no child's there, it is none in the file's name.
    """
    said: set[str] = set()
    prose = _FILE.sub(" ", prose)
    for found in _FILE.finditer(text):
        path = unquote(found.group())
        file = path.rpartition("/")[2]
        name = _name_in(file.rpartition(".")[0])
        if not name or file in said:
            continue
        said.add(file)
        key = letters(name)
        if any(re.search(rf"\b{re.escape(part.lower())}\b", prose) for part in name.split()):
            continue  # in small letters it is a word
        if key in letters(prose) and key not in {letters(one.words) for one in full_names(prose)}:
            continue
        yield Portrait(found.end() - len(found.group().rpartition("/")[2]), file, name)


def shows_people(text: str, *, below_picture: bool) -> bool:
    """Tell whether names in *text* are those of people in a picture, by its words and its place."""
    if _CUE.search(text) or is_picture(text):
        return True
    return below_picture and bool(_CAPTION.fullmatch(text))


def drawn_by(text: str, start: int) -> bool:
    """Tell whether the name that begins at *start* is that of who drew what is seen."""
    return bool(_DRAWN.search(text[max(0, start - 30) : start]))


def is_picture(text: str) -> bool:
    """Tell whether *text* shows a picture."""
    return bool(_SHOWN.search(text))


def _name_in(stem: str) -> str:
    """Return the name that the file name *stem* begins with, or nothing."""
    parts = [part for part in re.split(r"[\W_]+", stem) if part]
    if len(parts) == 1:
        parts = _CAMEL.split(stem)
    while parts and (_GRADE.fullmatch(fold(parts[0])) or fold(parts[0]) in _NOISE):
        parts.pop(0)
    name: list[str] = []
    rest: list[str] = []
    for part in parts:
        word = fold(part)
        if word[0].isalpha() and word[-1].isdigit() and not _GRADE.fullmatch(word):
            word = word.rstrip("0123456789")  # `MayaRodriguez2`
        ends = not word.isalpha() or _GRADE.fullmatch(word) or word in _NOISE or is_thing(word)
        (rest if ends or rest else name).append(part.rstrip("0123456789") or part)
    words = [fold(part) for part in name]
    if not 2 <= len(words) <= 4 or len([w for w in words if w not in _PARTICLES]) < 2:  # noqa: PLR2004
        return ""
    if any(len(word) < 2 or word in ADULTS or word in PLACES for word in words):  # noqa: PLR2004
        return ""
    if any(fold(part) in ADULTS or fold(part) in _WORKS for part in rest):
        return ""
    return "" if "".join(words) in FAMOUS else " ".join(name)


_WORKS = frozenset(
    "cover covers book books portada cubierta couverture titelbild exhibit exhibition logo"
    " library school street park mural statue signing visit author".split()
)
