"""What book clubs read when, and when they meet: decisions that time changes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.model import Club
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from libsite.model import Meeting, Page, State

    Meetings = Mapping[str, tuple[Meeting, ...]]


class Diary(Noun, frozen=True):
    """The published clubs at a moment."""

    clubs: tuple[Page, ...]
    """By name."""
    readings: Mapping[str, tuple[Page, ...]]
    """The readings of each club, by its source: the latest beginning first."""
    states: Mapping[str, State]
    """Where each reading stands, by its source."""
    ends: Mapping[str, datetime]
    """The moment after each reading's end, where one can be told, by its source."""
    coming: Meetings
    """The meetings that are not over, in their order, by the source of their club or reading.

    One that a reading and its club both name is the reading's alone.
    """
    met: Meetings
    """The meetings that are over, the latest first, likewise."""
    until: datetime | None
    """The earliest later moment at which any of this changes."""


def keep_diary(published: Iterable[Page], now: datetime) -> Diary:
    """Decide what the clubs among the *published* pages read at *now*, and when they meet next.

    A meeting is over when it ends; where nobody said at what time, at the end of its last day. A
    reading is current from its first day to its last; without a last day, to the end of its last
    meeting; without one, until the next reading of the club begins.
    """
    pages = tuple(page for page in published if page.kind in {"club", "reading"})
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
    held: dict[str, tuple[Meeting, ...]] = {}
    ends: dict[str, datetime] = {}
    for club in clubs:
        held |= _once(club, readings[club.source])
        ends |= _ends(readings[club.source], held)
    moments = [
        *(page.starts for own in readings.values() for page in own if page.starts),
        *ends.values(),
        *(over_at(meeting) for each in held.values() for meeting in each),
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
            source: tuple(one for one in each if over_at(one) > now)
            for source, each in held.items()
        },
        met={
            source: tuple(one for one in reversed(each) if over_at(one) <= now)
            for source, each in held.items()
        },
        until=min((when for when in moments if when > now), default=None),
    )


def over_at(meeting: Meeting) -> datetime:
    """Return the moment at which *meeting* is over: its end, else the end of its last day."""
    if meeting.end is not None and not meeting.whole_day:
        return meeting.end
    last = meeting.end or meeting.start
    return last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _latest_first(page: Page) -> tuple[bool, float, str]:
    return page.starts is None, -page.starts.timestamp() if page.starts else 0.0, page.source


def _ends(readings: tuple[Page, ...], held: Meetings) -> dict[str, datetime]:
    """Return when each of the *readings* of a club, the latest first, is over."""
    following = {earlier.source: later for later, earlier in pairwise(readings)}
    ends = {}
    for page in readings:
        next_ = following.get(page.source)
        if page.ends is not None:
            ends[page.source] = page.ends
        elif held[page.source]:
            ends[page.source] = max(over_at(meeting) for meeting in held[page.source])
        elif next_ is not None and next_.starts is not None and next_.starts != page.starts:
            ends[page.source] = next_.starts
    return ends


def _state(page: Page, end: datetime | None, now: datetime) -> State:
    if page.starts is not None and page.starts > now:
        return "next"
    return "past" if end is not None and end <= now else "current"


# ---- Said twice, held once ----------------------------------------------------------------------


def _once(club: Page, readings: tuple[Page, ...]) -> dict[str, tuple[Meeting, ...]]:
    """Return the meetings of *club* and of its *readings* by their sources, each of them once.

    Where a reading and its club name one with the same beginning, it is the reading's, and the
    club's says what the reading's leaves open. Meetings of one page, or of two readings, are never
    the same.
    """
    twins = _twins(club, readings)
    held = {
        page.source: tuple(
            _filled(meeting, club.meetings[twins[page.source, index]], club)
            if (page.source, index) in twins
            else meeting
            for index, meeting in enumerate(page.meetings)
        )
        for page in readings
    }
    told = set(twins.values())
    rest = (one for number, one in enumerate(club.meetings) if number not in told)
    held[club.source] = tuple(rest)
    return held


def _twins(club: Page, readings: tuple[Page, ...]) -> dict[tuple[str, int], int]:
    """Return which meeting of *club* a meeting of *readings* is, by the source and place of this.

    Of several at the same time it is rather one of the same title or place, and rather one that no
    other reading names.
    """
    pairs = sorted(
        (said.title != meeting.title, said.place != meeting.place, page.source, index, number)
        for page in readings
        for index, meeting in enumerate(page.meetings)
        for number, said in enumerate(club.meetings)
        if said.start == meeting.start and said.whole_day == meeting.whole_day
    )
    twins: dict[tuple[str, int], int] = {}
    own: set[tuple[str, int]] = set()
    told: set[int] = set()
    for shared in (False, True):
        for _, _, source, index, number in pairs:
            taken = (source, number) in own or (number in told and not shared)
            if taken or (source, index) in twins:
                continue
            twins[source, index] = number
            own.add((source, number))
            told.add(number)
    return twins


def _filled(meeting: Meeting, said: Meeting, club: Page) -> Meeting:
    """Return a reading's *meeting* with what its *club* has *said* of it besides.

    A place that is the club's usual one is taken for inherited: what is said of the day is nearer.
    """
    more = club.document.front.more
    usual = more if isinstance(more, Club) else Club()
    return replace(
        meeting,
        end=meeting.end or said.end,
        title=meeting.title or said.title,
        place=said.place if meeting.place in {"", usual.place} else meeting.place,
        call=said.call if meeting.call in {"", usual.call} else meeting.call,
        note=meeting.note or said.note,
        cancelled=meeting.cancelled or said.cancelled,
    )
