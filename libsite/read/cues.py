"""Which lines of a file can say anything of private people: told before any rule is tried.

Most lines of most pages cannot. The rules cost a hundred times what this costs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PICTURE = (
    r"\.(?:jpe?g|png|gif|webp|heic|heif|avif|tiff?|bmp|JPE?G|PNG|GIF|WEBP|HEIC|HEIF|AVIF|TIFF?|BMP"
    r"|Jpe?g|Png)(?![\w-])"
)
CAPTIONS = (
    r"(?:[Pp]ictured|[Pp]hotographed|[Ll]eft to right|[Ff]rom (?:the )?left|[Ll]\. to r\."
    r"|[Pp]hoto(?:graph)?s?(?: (?:of|above|below|by)\b|:)|(?:[Ii]n|[Oo]n) (?:the|this"
    r"|our) (?:photo|picture)"
    r"|[Ee]n (?:la|esta) (?:foto|imagen)|[Dd]e izquierda a derecha|[Ff]oto(?:grafía)?(?: de|:| von)"
    r"|[Aa]uf dem (?:Bild|Foto)|[Ii]m Bild|[Vv]on links|[Bb]ild:|[Aa]bgebildet"
    r"|[Ss]ur (?:la|cette) photo|[Dd]e gauche à droite|[Pp]hoto de|[Ee]n photo|<figcaption"
    r"|\balt\s?:|\bcaption\s?:)"
)
"""Words of whoever says what a picture shows."""
Cue = str
NAME, MAIL, PHONE, FILE = "name", "mail", "phone", "file"


class Line(NamedTuple):
    """A line with the cues that it gives, and what stands around it."""

    number: int
    """Counted from 1."""
    text: str
    cues: frozenset[Cue]
    above: str
    """The nearest line above that is not empty."""
    below: str
    """The next line, if the paragraph goes on there; a name or a sentence may be broken."""


def _shape_of(code: int) -> str:
    """Return what stands for a character of Latin-1: `A`, `a`, `0`, a mark of numbers, or `,`."""
    letter = chr(code)
    if letter.isupper() or letter == "?":  # what is not Latin-1 has become `?`
        return "A"
    if letter.islower():
        return "a"
    return "0" if letter in "0123456789" else letter if letter in "\n " else _OTHER.get(letter, ",")


_OTHER = dict.fromkeys("().-/\u00a0", ".")
_SHAPE = bytes(ord(_shape_of(code)) for code in range(256))
_PAIR = re.compile(rb"Aa+[ \n.](?:a{1,5}[ .,]){0,2}A")
"""A capitalized word, and the next one: a full name has this shape."""
_DIGITS = re.compile(rb"0[ .A]{0,3}0(?:[ .A]{0,3}0){5}")
_AT = re.compile("@")
_DAYS = ("date:", "updated:", "expires:")
"""Lines of nearly every front matter that hold many digits."""
_WRITTEN_AT = re.compile(r"[(\[]\s?at\s?[)\]]| at [\w-]+ dot ")
_PICTURE = re.compile(PICTURE)
_FILE = re.compile(r"[^\W\d_]{2}(?:[-_+. ]|%20|(?<=[a-zà-ÿ])(?=[A-Z]))[^\W\d_]{2}[^/\s()\"'<>=]*$")
_FAR = re.compile(r"[^\W\d_\x00-\xff]{2}")
"""Letters that are not in Latin-1."""
_STEMS = tuple(
    (
        "grad|lass|school|schule|clase|kinder|-old|birthday|academ|element|gymnas|col|scuela"
        "|geburt|anniv|pre-k|toddler"
    ).split("|")
)
_STEMS_NOT_ASCII = ("läss", "ième", "cumplea")
"""What stands beside a name and says which child it means is one of these, or has a number."""
_BEFORE_NUMBER = tuple(
    (
        "year |years |yr |yr. |age |aged |gr. |gr |turns |turned |kl. |stufe |form |room "
        "|jahrgang |curso |ce|cm|wird |wurde | ses | y|(y| p|(p"
    ).split("|")
)
_SMALL = r"\d(?<![\d/:.$€-]\d)\d?(?![\d/]|[:-]\d)"
_AFTER = "|".join(f"(?<={re.escape(word)}{n})" for word in _BEFORE_NUMBER for n in (r"\d", r"\d\d"))
_NUMBER = re.compile(
    rf"{_SMALL}(?:[\s-]?[a-h]\b|st\b|nd\b|rd\b|th\b|\.?\s?[ºª°]|e\b|[èe]me\b|er\b|-?jährig"
    rf"|[- ](?:year|jahr|años|anos|ans)|{_AFTER}"
    r"|(?:(?<=, \d)|(?<=, \d\d)|(?<=\(\d)|(?<=\(\d\d))(?=[,;.)!?]|\s|$))"
)
"""It begins with a digit, so that Python need look for digits only."""
_SHOWN = re.compile(CAPTIONS)
_CAPTION_STEMS = tuple("oto|ictur| left|links|gauche|zquier|bild|aption|alt:|imag".split("|"))
"""One of these stands in each of `CAPTIONS`."""
FURTHEST = 5_000
"""Characters of a line that are looked at, and of what stands above it."""
_NEW_BLOCK = re.compile(r"\s*(?:[-*+>#|]|\d+[.)]\s|!\[|<|:::|$)")


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of *text* that give a cue, in their order."""
    cues: dict[int, set[Cue]] = {}
    for start, cue in _starts(text):
        cues.setdefault(start, set()).add(cue)
    number, counted = 1, 0
    for start in sorted(cues):
        number += text.count("\n", counted, start)
        counted = start
        end = _end(text, start)
        below = text[end + 1 : _end(text, end + 1)] if end < len(text) else ""
        goes_on = below and not _NEW_BLOCK.match(below)
        above = text[max(0, start - FURTHEST) : start].rstrip().rpartition("\n")[2]
        line = text[start : min(end, start + FURTHEST)]
        yield Line(number, line, frozenset(cues[start]), above, below[:200] if goes_on else "")


def _end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _starts(text: str) -> Iterator[tuple[int, Cue]]:
    """Yield where the lines begin that give a cue, and which."""
    data = text.replace("?", ".").encode("latin-1", "replace")
    shape = data.translate(_SHAPE)
    pictures = [found.start() for found in _PICTURE.finditer(text)]
    for start in _pairs(text, shape, pictures):
        yield start, NAME
    if b"??" in data:  # letters of which the shape tells nothing
        for start, cue in _each(text, (found.start() for found in _FAR.finditer(text)), NAME):
            last = min(_end(text, _end(text, start) + 1), start + FURTHEST)
            if _may_tell(text[start:last].lower(), shape[start:last]):
                yield start, cue
    yield from _each(text, (found.start() for found in _DIGITS.finditer(shape)), PHONE)
    if "@" in text:
        yield from _each(text, (found.start() for found in _AT.finditer(text)), MAIL)
    if "at)" in text or "at]" in text:
        yield from _each(text, (found.start() for found in _WRITTEN_AT.finditer(text)), MAIL)
    named = (at for at in pictures if _FILE.search(text[_name_start(text, at) : at]))
    yield from _each(text, named, FILE)


def _name_start(text: str, end: int) -> int:
    """Return where the last 80 characters of a file's name begin, of which *end* is the end."""
    first = max(0, end - 80)
    return max(first, text.rfind("/", first, end) + 1, text.rfind("(", first, end) + 1)


def _each(text: str, places: Iterable[int], cue: Cue) -> Iterator[tuple[int, Cue]]:
    """Yield the beginning of each line in which one of the *places* is, once, and the *cue*."""
    done = -1
    for place in places:
        if place > done:
            start, done = text.rfind("\n", 0, place) + 1, _end(text, place)
            if cue != PHONE or not text.startswith(_DAYS, start):
                yield start, cue


def _pairs(text: str, shape: bytes, pictures: list[int]) -> Iterator[int]:
    """Yield the lines in which two words are capitalized, and something near them says more."""
    done = 0
    for found in _PAIR.finditer(shape):
        at = found.start()
        if at < done:
            continue
        start, done = text.rfind("\n", 0, at) + 1, _end(text, at)
        last = _end(text, done + 1)
        near = text[start : min(last, start + FURTHEST)].lower()
        if (
            _may_tell(near, shape[start:last])
            or (pictures and _beside_picture(text, start, pictures))
            or "![" in near
            or (any(map(near.__contains__, _CAPTION_STEMS)) and _SHOWN.search(text, start, last))
        ):
            yield start


def _may_tell(near: str, shape: bytes) -> bool:
    """Tell whether *near*, in small letters and of this *shape*, may say which child is meant."""
    if any(map(near.__contains__, _STEMS)) or (
        not near.isascii() and any(map(near.__contains__, _STEMS_NOT_ASCII))
    ):
        return True
    return b"0" in shape and bool(_NUMBER.search(near))


def _beside_picture(text: str, start: int, pictures: list[int]) -> bool:
    """Tell whether one of the *pictures* stands in the line at *start*, or above it, a caption."""
    if _any_between(start, _end(text, start), pictures):
        return True
    if not text.startswith(("*", "_"), start):
        return False
    before = text[max(0, start - FURTHEST) : start]
    above = start - len(before) + before.rstrip().rfind("\n")
    return _any_between(above, start, pictures)


def _any_between(first: int, last: int, places: list[int]) -> bool:
    """Tell whether one of *places*, which are sorted, is not before *first* and before *last*."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] < last
