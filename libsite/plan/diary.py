"""What book clubs read when, and when they meet: decisions that time changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from libsite.model import Meeting, Page, State


@dataclass(frozen=True, slots=True)
class Diary:
    """The published clubs at a moment."""

    clubs: tuple[Page, ...]
    """By name."""
    readings: Mapping[str, tuple[Page, ...]]
    """The readings of each club, by its source: the latest beginning first."""
    states: Mapping[str, State]
    """Where each reading stands, by its source."""
    ends: Mapping[str, datetime]
    """The moment after each reading's end, where one can be told, by its source."""
    coming: Mapping[str, tuple[Meeting, ...]]
    """The meetings that are not over, in their order, by the source of their club or reading."""
    met: Mapping[str, tuple[Meeting, ...]]
    """The meetings that are over, the latest first, likewise."""
    until: datetime | None
    """The earliest later moment at which any of this changes."""


def keep_diary(published: Iterable[Page], now: datetime) -> Diary:
    """Decide what the clubs among the *published* pages read at *now*, and when they meet next.

    A meeting is over when it ends; where nobody said when, at the end of its day. A reading is
    current from its first day to its last; without a last day, to the end of its last meeting;
    without one, until the next reading of the club begins.
    """
    pages = tuple(published)
    clubs = sorted(
        (page for page in pages if page.kind == "club"),
        key=lambda page: (page.title.casefold(), page.source),
    )
    readings = {
        club.source: tuple(
            sorted((page for page in pages if page.club == club.source), key=_latest_first)
        )
        for club in clubs
    }
    ends: dict[str, datetime] = {}
    for own in readings.values():
        ends |= _ends(own)
    both = [page for page in pages if page.meetings]
    moments = [
        *(page.starts for own in readings.values() for page in own if page.starts),
        *ends.values(),
        *(over_at(meeting) for page in both for meeting in page.meetings),
    ]
    return Diary(
        clubs=tuple(clubs),
        readings=readings,
        states={
            page.source: _state(page, ends.get(page.source), now)
            for own in readings.values()
            for page in own
        },
        ends=ends,
        coming={
            page.source: tuple(one for one in page.meetings if over_at(one) > now) for page in both
        },
        met={
            page.source: tuple(one for one in reversed(page.meetings) if over_at(one) <= now)
            for page in both
        },
        until=min((when for when in moments if when > now), default=None),
    )


def over_at(meeting: Meeting) -> datetime:
    """Return the moment at which *meeting* is over: its end, else the end of its day."""
    if meeting.end is not None:
        return meeting.end
    midnight = meeting.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def _latest_first(page: Page) -> tuple[bool, float, str]:
    return page.starts is None, -page.starts.timestamp() if page.starts else 0.0, page.source


def _ends(readings: tuple[Page, ...]) -> dict[str, datetime]:
    """Return when each of the *readings* of a club, the latest first, is over."""
    following = {earlier.source: later for later, earlier in pairwise(readings)}
    ends = {}
    for page in readings:
        next_ = following.get(page.source)
        if page.ends is not None:
            ends[page.source] = page.ends
        elif page.meetings:
            ends[page.source] = max(over_at(meeting) for meeting in page.meetings)
        elif next_ is not None and next_.starts is not None and next_.starts != page.starts:
            ends[page.source] = next_.starts
    return ends


def _state(page: Page, end: datetime | None, now: datetime) -> State:
    if page.starts is not None and page.starts > now:
        return "next"
    return "past" if end is not None and end <= now else "current"
