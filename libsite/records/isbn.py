"""Read ISBNs as librarians, catalogues and spreadsheets write them; never guess one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from libsite.noun import Noun
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fault(Noun, frozen=True):
    """Why a text is not what it should be; goes on after the name of its field."""

    message: str
    hint: str


LONG = len("9780316381994")
SHORT = len("0316381993")
_SHORTEST = len("7149522")
"""`0007149522` without the zeros that a spreadsheet drops: no publisher's number has four."""
_ZEROS = range(_SHORTEST, SHORT)
_MUSIC = "9790"
"""Printed music: an ISMN, whose check digit is made as that of an ISBN (ISO 10957)."""

_PARTS = re.compile(r"[;,|/\n]+|\s:\s")
_LABEL = re.compile(r"\bISBN(?:[- ]?1[03](?=[\s:]))?[\s:]*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POWER = re.compile(r"(\d)[.,]?(\d*)E\+?(\d{1,2})", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)[.,]0+")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−.\xad"))
_WRAPPING = "=\"'“”‘’ \t"


def read_isbn(text: str) -> str | Fault:
    """Return the ISBN in *text* as thirteen digits, an empty text, or why it is none.

    Of several the first that is right counts, one of thirteen digits before one of ten. `="…"`,
    hyphens, `ISBN:` and remarks such as `(pbk.)` are passed over. What a spreadsheet did is undone
    only where the check digit proves it: zeros that it dropped at the start of an ISBN of ten
    digits, `.0` at the end, and `9.78…E+12` with all thirteen digits.
    """
    if len(text) == LONG and text.isascii() and text.isdigit() and _is_right(text):
        return text  # Nearly always: ten times faster.
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", text)))
    if not plain.strip(_WRAPPING):
        return ""
    found = tuple(_candidates(_LABEL.sub(" ", plain.replace('"', " "))))
    alone = len(found) == 1 and len(found[0]) in _ZEROS
    likely = (found[0].zfill(SHORT),) if alone else found
    right = [candidate for candidate in likely if _is_right(candidate)]
    if right:
        return _long(next((one for one in right if len(one) == LONG), right[0]))
    return _fault(found, text)


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))  # Arabic has digits of its own
    return "" if unicodedata.category(sign) == "Cf" else sign


def _candidates(text: str) -> Iterator[str]:
    """Yield what may be an ISBN in *text*: digits, at the end perhaps an `X`, as far as typed."""
    power = _POWER.fullmatch(text.strip(_WRAPPING))
    if power:  # `9,78E+12` has a comma that parts nothing
        yield _written_out(power)
        return
    for part in _PARTS.split(_ASIDE.sub(" ", text)):
        words = [_compact(word) for word in part.split()]
        numbers = [word for word in words if any(sign.isdigit() for sign in word) or word == "X"]
        joined = "".join(numbers)
        if len(joined) > LONG and any(len(number) in (LONG, SHORT) for number in numbers):
            yield from numbers  # several, with only a space between them
        elif joined and joined != "X":
            yield joined


def _written_out(power: re.Match[str]) -> str:
    """Return the digits of `9.780316381994E+12`; those of `9.78E+12` are lost."""
    digits = power[1] + power[2]
    return digits if len(digits) == int(power[3]) + 1 else power[0]


def _compact(word: str) -> str:
    bare = word.strip(_WRAPPING)
    whole = _WHOLE.fullmatch(bare)
    return (whole[1] if whole else bare.translate(_DASHES)).upper()


def _is_right(number: str) -> bool:
    # Loading it costs 30 ms: a site without books does not pay.
    from stdnum import isbn

    return len(number) in (LONG, SHORT) and isbn.is_valid(number) and not number.startswith(_MUSIC)


def _long(number: str) -> str:
    from stdnum import isbn

    return isbn.to_isbn13(number)


# ---- Saying why not ------------------------------------------------------------------------------

_COMPARE = "compare it with the one in the book, or leave it out"


def _fault(found: tuple[str, ...], text: str) -> Fault:
    shown = f'"{excerpt(text, 60)}"'
    powers = (_POWER.fullmatch(one) for one in found)
    if any(powers):
        hint = "make the column text in the spreadsheet, and type or load the numbers again"
        return Fault(f"is an ISBN whose last digits a spreadsheet has dropped: {shown}", hint)
    number = max((one for one in found if one.removesuffix("X").isdigit()), key=len, default="")
    if number.startswith(_MUSIC) and len(number) == LONG:
        return Fault(f"is the number of printed music, an ISMN: {shown}", "leave it out")
    if len(number) == LONG and not number.startswith(("978", "979")):
        return Fault(f"is not an ISBN: {shown}", "one of 13 digits begins with 978 or 979")
    if len(number) == SHORT or (len(number) == LONG and number.isdigit()):
        return Fault(f"is an ISBN whose check digit does not fit: {shown}", _COMPARE)
    if number and number.isdigit():
        length = f"it has {len(number)} digits" if len(found) == 1 else "look at each of them"
        hint = f"an ISBN has 13 digits, an old one 10; {length}"
        return Fault(f"is not an ISBN: {shown}", hint)
    return Fault(f"is not an ISBN: {shown}", "write its 13 digits, or leave it out")
