"""Read the names of time zones; of one that does not exist, name the one that was meant."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from libsite.read.fields import read_word, refuse, shown
from libsite.text import nearest

_WITHOUT_SUMMER = {"EST": "America/New_York", "MST": "America/Denver"}
"""Names of the tz database that mean winter time all the year, and what who writes them means."""


@cache
def _zones() -> frozenset[str]:
    """Return the names of all time zones in the `tzdata` package: a constant, no input."""
    return frozenset((resources.files("tzdata") / "zones").read_text("utf-8").split())


def read_timezone(value: object) -> str:
    """Return the name of a time zone that the tz database holds."""
    zone = read_word(value)
    if meant := _WITHOUT_SUMMER.get(zone):
        refuse(
            f"is winter time all the year: {shown(zone)}", f"write `{meant}`, or a city near you"
        )
    if zone not in _zones():
        refuse(f"is not a time zone: {shown(zone)}", _zone_hint(zone))
    return zone


def _zone_hint(zone: str) -> str:
    cities = {name.rpartition("/")[2]: name for name in sorted(_zones(), reverse=True)}
    wanted = zone.replace(" ", "_")
    city = nearest(wanted, cities, cutoff=0.8)
    near = cities[city] if city else nearest(wanted, (name for name in _zones() if "/" in name))
    return f"did you mean `{near}`?" if near else "write continent and city: `America/New_York`"


Timezone = Annotated[str, BeforeValidator(read_timezone), WithJsonSchema({"type": "string"})]
