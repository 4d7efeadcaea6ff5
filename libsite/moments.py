"""Days and times: from the text in a file to a moment in the site's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone *name* from the `tzdata` package, so that every machine has the same.

    Raises LookupError for a name that the tz database does not hold.
    """
    package = resources.files("tzdata") / "zoneinfo"
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") for part in parts):
        raise LookupError(name)
    try:
        with package.joinpath(*parts).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError) as problem:
        raise LookupError(name) from problem


def moment(text: str, zone_name: str) -> datetime:
    """Return the moment that the ISO 8601 *text* names, with the offset of the zone *zone_name*.

    A day alone is its first moment there (the local midnight); a time without an offset is local.
    The offset is a fixed one, which makes the result plain data: equal in every process. Raises
    ValueError if *text* is neither a day nor a day and a time, or if Python's calendar ends before.
    """
    local = zone(zone_name)
    if len(text) == len("2026-11-21"):
        return fixed(datetime.combine(date.fromisoformat(text), time(), tzinfo=local))
    found = datetime.fromisoformat(text)
    try:
        return fixed(found.astimezone(local) if found.tzinfo else found.replace(tzinfo=local))
    except OverflowError as fault:
        raise ValueError(str(fault)) from fault


def zone_name_at(when: datetime, name: str) -> str:
    """Return what people call the clock of the zone *name* at the moment *when*: `EST`, `UTC+03`.

    The tz database gives zones without a name of their own a number.
    """
    said = when.astimezone(zone(name)).tzname() or "UTC"
    return f"UTC{said}" if said[0] in "+-" else said


def day_after(when: datetime, zone_name: str) -> datetime:
    """Return the first moment of the day after *when*, which has the offset of *zone_name*."""
    # its own day: with the offset in full, a moment that was rounded may lie in the day before
    day = when.date() + timedelta(days=1)
    return fixed(datetime.combine(day, time(), tzinfo=zone(zone_name)))


def fixed(when: datetime) -> datetime:
    """Return *when* with its offset from UTC in place of the rules of a time zone.

    It is rounded to whole minutes, as RFC 822 and RFC 3339 want it: before there were time zones,
    clocks went by the sun, to the second.
    """
    offset = when.utcoffset()
    return when if offset is None else when.replace(tzinfo=_rounded(offset), fold=0)


@cache
def _rounded(offset: timedelta) -> timezone:
    minute = timedelta(minutes=1)
    return timezone(round(offset / minute) * minute)


def half_years(now: datetime) -> tuple[datetime, datetime]:
    """Return when the half-year of *now* ends, in UTC, and when the one after it does."""
    year, half = now.astimezone(UTC).year, 1 if now.astimezone(UTC).month > 6 else 0  # noqa: PLR2004
    first = datetime(year + half, 1 if half else 7, 1, tzinfo=UTC)
    return first, datetime(year + 1, 7 if half else 1, 1, tzinfo=UTC)
