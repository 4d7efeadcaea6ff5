"""Days and times: from the text in a file to a moment in the site's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
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
    ValueError if *text* is neither a day nor a day and a time.
    """
    local = zone(zone_name)
    if len(text) == len("2026-11-21"):
        return fixed(datetime.combine(date.fromisoformat(text), time(), tzinfo=local))
    found = datetime.fromisoformat(text)
    return fixed(found.astimezone(local) if found.tzinfo else found.replace(tzinfo=local))


def fixed(when: datetime) -> datetime:
    """Return *when* with its offset from UTC in place of the rules of a time zone."""
    offset = when.utcoffset()
    return when if offset is None else when.replace(tzinfo=timezone(offset), fold=0)
