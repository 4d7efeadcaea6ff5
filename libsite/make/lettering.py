"""Setting a text in a given room: lines and sizes, by the widths of its font or by estimated ones.

A width is told in font sizes. Where the font is the reader's own, `width_of` estimates it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from libsite.model import Direction

    Measure = Callable[[str], float]

NARROW = frozenset("iIjlft.,;:!|'’‘()[]{}/\\-·")
BROAD = frozenset("mwMW@%&—")
NOT_FIRST = frozenset("、。，．・：；？！」』）】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…")
"""Characters that may not begin a line (JIS X 4051, "gyōtō kinsoku")."""
NOT_LAST = frozenset("「『（【〈《〔")
ONSET = re.compile(
    "(?:sch[lmnrw]?|s?ch|s[hklmnpqtw]|[bfgkp][lr]|[dt]r|[tp]h|qu|kn|zw|[b-df-hj-np-tv-xz])"
    "[aeiouyäöüáéíóúàèìòùâêîôûåæøœ]"
)
"""How a syllable begins in German, English and their neighbors: consonants and a vowel."""
LEAST = 3
"""Letters of a broken word on a line at the least."""
HYPHEN = "-"
ELLIPSIS = "…"


LEADING = 1.18
"""From one line to the next, in font sizes, where nobody says otherwise."""


def fit(
    text: str,
    sizes: tuple[int, ...],
    room: float,
    height: float,
    measure: Measure | None = None,
    *,
    leading: float = LEADING,
) -> tuple[int, list[str]]:
    """Return the largest of *sizes*, in falling order, at which *text* fits, and its lines.

    Lines are at most *room* wide, and together at most *height* high at *leading* times the size
    each. A word is broken only where it is too long for a line at the middle size, and where there
    are no hyphens only at the smallest; a text that does not fit at that is cut, between words
    where it can be.
    """
    measure = measure or width_of
    if not text:
        return sizes[-1], []
    middle = sizes[len(sizes) // 2]
    words = text.split()
    solid = [piece for _, piece in _pieces(text) if not _hyphen(piece)]
    for size in sizes:
        lines = balanced(text, room / size, measure)
        firm = words if size > middle else solid if size > sizes[-1] else ()
        if (
            all(measure(word) * size <= room for word in firm)
            and len(lines) * size * leading <= height
        ):
            return size, lines
    smallest = sizes[-1]
    most = max(1, int(height / (smallest * leading)))
    lines = wrapped(text, room / smallest, measure)[:most]
    lines[-1] = _cut(lines[-1], room / smallest, measure)
    return smallest, lines


def _cut(line: str, room: float, measure: Measure) -> str:
    while " " in line and measure(line + ELLIPSIS) > room:
        line = line.rpartition(" ")[0]
    while line and measure(line + ELLIPSIS) > room:
        line = line[:-1]
    return line.rstrip(" ,;:.-–—") + ELLIPSIS


def balanced(text: str, room: float, measure: Measure | None = None) -> list[str]:
    """Return *text* in as few lines as *room*, in font sizes, allows, of much the same width."""
    measure = measure or width_of
    lines = wrapped(text, room, measure)
    widest = max(measure(piece) for _, piece in _pieces(text))
    if len(lines) == 1 or widest > room or any(line.endswith(HYPHEN) for line in lines):
        return lines
    least, most = max(room / 2, widest), room
    for _ in range(6):  # halving the range: to a hundredth of a line
        tried = (least + most) / 2
        narrower = wrapped(text, tried, measure)
        if len(narrower) == len(lines) and not any(line.endswith(HYPHEN) for line in narrower):
            most, lines = tried, narrower
        else:
            least = tried
    return lines


def wrapped(text: str, room: float, measure: Measure | None = None) -> list[str]:
    """Return *text* in lines at most *room* wide; a word that is wider alone is broken."""
    measure = measure or width_of
    lines: list[str] = []
    line = ""
    for glue, piece in _pieces(text):
        if line and measure(f"{line}{glue}{piece}") <= room:
            line = f"{line}{glue}{piece}"
            continue
        if line:
            lines.append(line)
        *full, line = _broken(piece, room, measure)
        lines += full
    return [*lines, line]


@lru_cache(maxsize=256)
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Return what must stay together, each with what joins it to the one before on a line.

    Between the characters of Chinese and Japanese a line may end anywhere, with few exceptions.
    """
    pieces = []
    for word in text.split():
        glue, piece = " ", ""
        for character in word:
            free = piece and (_is_wide(character) or _is_wide(piece[-1]))
            if free and character not in NOT_FIRST and piece[-1] not in NOT_LAST:
                pieces.append((glue, piece))
                glue, piece = "", ""
            piece += character
        pieces.append((glue, piece))
    return tuple(pieces)


def _broken(word: str, room: float, measure: Measure) -> list[str]:
    """Return *word* in parts at most *room* wide, each but the last with a hyphen."""
    parts = []
    hyphen = _hyphen(word)
    while measure(word) > room and len(word) > 2 * LEAST:
        end = LEAST
        while measure(word[: end + 1] + hyphen) <= room and end < len(word) - LEAST:
            end += 1
        end = _good_break(word.lower(), end)
        parts.append(word[:end] + hyphen)
        word = word[end:]
    return [*parts, word]


def _hyphen(word: str) -> str:
    """Return what ends a part of a broken *word*: nothing in scripts whose letters have no case."""
    return "" if any(unicodedata.category(character) == "Lo" for character in word) else HYPHEN


def _good_break(word: str, end: int) -> int:
    """Return where at or shortly before *end* a syllable of *word* seems to begin, else *end*."""
    for place in range(end, max(LEAST, end - 6), -1):
        longer = any(ONSET.match(word, before) for before in (place - 1, place - 2))
        if ONSET.match(word, place) and not longer:
            return place
    while end > 1 and unicodedata.category(word[end])[0] == "M":  # an accent stays with its letter
        end -= 1
    return end


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Return about how wide *text* is in bold type, in font sizes; rather too wide."""
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if _is_wide(character):
        return 1.02
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if character == " ":
        return 0.27
    if character in NARROW:
        return 0.37
    if character in BROAD:
        return 0.95
    return 0.76 if category == "Lu" else 0.59


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def side_of(text: str, otherwise: Direction) -> Direction:
    """Return the direction of the first letter of *text* that has one (Unicode UAX #9, P2)."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"L", "R", "AL"}:
            return "ltr" if strong == "L" else "rtl"
    return otherwise
