"""Read days and times as people write them; a wrong one is answered with the day that was meant."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from libsite.read.fields import read_word, refuse, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|[ ]+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"[ ]?(?:([Zz]|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)?)?",
    re.ASCII,
)
_DAY_AND_MORE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ ,]+)(?=.*\d)", re.ASCII)
"""A day with something behind it that is meant for a time: `2026-11-21 8pm`."""
TWELVE = re.compile(r"(\d{1,2})(?:[:.](\d\d))?[ ]?([ap])\.?[ ]?m", re.IGNORECASE | re.ASCII)
"""A time by the clock of twelve hours."""
_OTHER_CLOCK = re.compile(r"(\d{1,2})[.:h](\d\d)\b", re.ASCII)
_YEARS = range(1000, 9999)
"""Beyond these, a step into another time zone leaves the calendar."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""What programs make of hyphens."""
_PATTERN = "write it as year-month-day, such as 2026-11-21"
_EXAMPLE_YEAR = "2026"
_THREE = re.compile(r"(\d{1,4})([/.\- ])(\d{1,2})\2(\d{1,4})\b", re.ASCII)
_MONTHS = {name.lower(): str(number) for number, name in enumerate(calendar.month_abbr) if name}
_NAMED = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)


def read_moment(value: object) -> str:
    """Return a day, or a day and a time, as ISO 8601; an offset that was written is kept.

    `2026-11-21`, `2026-11-21T19:30:00` or `2026-11-21T19:30:00-05:00`, with a fraction if there is
    one. Days that no calendar has are refused.
    """
    word = read_word(value).translate(_DASHES)
    found = _MOMENT.fullmatch(word)
    moment = _iso(found) if found else None
    if moment is None:
        if found and found[4] and _iso_day(*found.group(1, 2, 3)):
            refuse(f"is not a time: {shown(word)}", "write it as 2026-11-21 19:30")
        refuse(f"is not a day: {shown(word)}", _day_hint(word))
    return moment


def _read_date(value: object) -> str:
    """Return what `read_moment` does; a hint never loses a time that was written in another way."""
    try:
        return read_moment(value)
    except PydanticCustomError:
        word = read_word(value).translate(_DASHES)
        found = None if _MOMENT.fullmatch(word) else _DAY_AND_MORE.match(word)
        if found and (day := _iso_day(*found.groups())):
            clock = meant_time(word[found.end() :]) or "19:30"
            refuse(f"is not a time: {shown(word)}", f"write it as {day} {clock}")
        raise


def meant_time(word: str) -> str:
    """Return the time that *word* begins with as `18:30`, or an empty text."""
    if found := TWELVE.match(word):
        noon = 12 if found[3].lower() == "p" else 0
        return f"{int(found[1]) % 12 + noon:02}:{found[2] or '00'}"
    found = _OTHER_CLOCK.match(word)
    return f"{found[1]:>02}:{found[2]}" if found else ""


def _iso(found: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes = found.groups()
    iso = _iso_day(year, month, day)
    if iso is None or hour is None:
        return iso
    iso += f"T{hour:>02}:{minute}:{second or '00'}"
    if fraction and int(fraction):
        iso += f".{fraction[:6]:<06}"
    if utc or sign:
        iso += "+00:00" if utc else f"{sign}{hours}:{minutes or '00'}"
    try:
        return datetime.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def _iso_day(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _day_hint(word: str) -> str:
    days = list(dict.fromkeys(day for day in _guesses(word) if day))
    if not days:
        return _impossible(word) or _PATTERN
    return f"write it as {' or '.join(days)}"


def _guesses(word: str) -> Iterator[str | None]:
    """Yield each day that *word* may mean: 21/11/2026 means one, 11/12/2026 means two."""
    if month := _NAMED.search(word):
        numbers = re.findall("[0-9]+", word.replace(month[0], " "))
        days = [number for number in numbers if len(number) <= len("31")]
        years = [number for number in numbers if len(number) == len("2026")]
        if days:
            # A day without a year is shown with one, so that there is a pattern to follow.
            yield _iso_day(years[0] if years else _EXAMPLE_YEAR, _MONTHS[month[1].lower()], days[0])
        return
    found = _THREE.match(word)
    if not found:
        return
    first, sign, second, third = found.groups()
    if len(first) == len("2026"):
        yield _iso_day(first, second, third) or _iso_day(first, third, second)
    elif len(third) == len("2026"):
        yield _iso_day(third, second, first)
        if sign != ".":  # Who writes points writes the day first.
            yield _iso_day(third, first, second)


def _impossible(word: str) -> str:
    found = _MOMENT.match(word)
    if not found or int(found[1]) not in _YEARS or int(found[2]) not in range(1, 13):
        return ""
    year, month = int(found[1]), int(found[2])
    length = calendar.monthrange(year, month)[1]
    return f"{calendar.month_name[month]} {year} has {length} days"


Moment = Annotated[
    str,
    BeforeValidator(_read_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$"}),
]
