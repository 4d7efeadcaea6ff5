"""The functions that templates may use besides Jinja's own; pure, and documented for themes."""

from __future__ import annotations

from datetime import MAXYEAR, date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from babel import Locale


def day(value: datetime | None, language: str, style: str = "long") -> str:
    """Return the day of *value* as people write it in *language*: `21 November 2026`.

    *style* is `full`, `long`, `medium`, `short`, or a pattern such as `LLL` for the month alone
    (Unicode CLDR). Nothing for None.
    """
    return _day(value.date(), language, style) if value else ""


@lru_cache(maxsize=4096)
def _day(value: date, language: str, style: str) -> str:
    # a page shows its day several times, and its neighbors show it again
    from babel.dates import format_date

    return format_date(value, format=style, locale=_locale(language))


def clock(value: datetime | None, language: str) -> str:
    """Return the time of day of *value* as people write it in *language*: `19:30`."""
    if value is None:
        return ""
    from babel.dates import format_time

    return format_time(value.time(), format="short", locale=_locale(language))


def iso(value: datetime | None) -> str:
    """Return *value* in ISO 8601, for `<time datetime="…">`. Nothing for None."""
    return value.isoformat() if value else ""


def year(value: int | None, language: str) -> str:
    """Return the year *value* as people write it in *language*: `1997`, `380 BCE`.

    Years are counted as astronomers do (ISO 8601): 0 is 1 BCE. Nothing for None.
    """
    if value is None or value > 0:
        return str(value or "")
    from babel.dates import format_skeleton

    locale = _locale(language)
    before, after = (locale.eras["abbreviated"][era] for era in (0, 1))
    if locale.language == "en":
        before = "BCE"
    number = 1 - value
    if number > MAXYEAR:
        return f"{number} {before}"
    # Babel writes no dates before our era, but knows where a language puts the era
    written: str = format_skeleton("Gy", date(number, 1, 1), locale=locale)
    return written.replace(after, before)


@lru_cache(maxsize=1024, typed=True)
def number(value: float, language: str) -> str:
    """Return *value* with the separators of *language*: `1,234`."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """Return the nearest locale that Babel knows to a BCP 47 *language*; English at the last."""
    from babel import Locale
    from babel.localedata import exists

    name = language.replace("-", "_")
    known = (one for one in (name, name.split("_")[0]) if exists(one))
    return Locale.parse(next(known, "en"))


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "clock": clock,
    "iso": iso,
    "number": number,
    "year": year,
}
"""By the names under which templates know them."""
