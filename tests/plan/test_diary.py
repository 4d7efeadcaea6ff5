"""What clubs read when, and when they meet: every decision flips at its moment and not before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from libsite.plan.catalog import catalog
from libsite.plan.diary import keep_diary
from tests.plan.made import NOW, at, meeting, page, site

if TYPE_CHECKING:
    from libsite.model import Meeting, Page

CLUB = "content/clubs/owls/index.md"


def club(*meetings: Meeting) -> Page:
    return page(CLUB, "club", None, meetings=meetings)


def reading(name: str, starts: str | None = None, **more: Any) -> Page:  # noqa: ANN401 - what `page` takes
    source = f"content/clubs/owls/{name}.md"
    return page(source, "reading", club=CLUB, starts=at(starts) if starts else None, **more)


def states(now: datetime, *readings: Page) -> dict[str, str]:
    diary = keep_diary((club(), *readings), now)
    return {source.rpartition("/")[2][:-3]: state for source, state in diary.states.items()}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-30T23:59:59", "next"),
        ("2026-12-01T00:00:00", "current"),
        ("2026-12-31T23:59:59", "current"),
        ("2027-01-01T00:00:00", "past"),
    ],
)
def test_a_reading_is_next_then_current_then_past(now: str, state: str) -> None:
    one = reading("one", "2026-12-01", ends=at("2027-01-01"))
    assert states(at(now), one) == {"one": state}


def test_without_an_end_it_ends_with_its_last_meeting() -> None:
    one = reading("one", "2026-10-01", meetings=(meeting("2026-11-22T11:00", "2026-11-22T12:00"),))
    assert states(NOW - timedelta(seconds=1), one) == {"one": "current"}
    assert states(NOW, one) == {"one": "past"}


def test_it_ends_with_the_end_that_only_its_club_has_said() -> None:
    one = reading("one", "2026-10-01", meetings=(meeting("2026-11-22T11:00"),))
    home = club(meeting("2026-11-22T11:00", "2026-11-22T12:00"))
    before = keep_diary((home, one), NOW - timedelta(seconds=1))
    assert before.states[one.source] == "current"
    assert before.until == NOW
    assert keep_diary((home, one), NOW).states[one.source] == "past"


def test_without_a_meeting_it_ends_when_the_next_one_starts() -> None:
    one, two = reading("one", "2026-10-01"), reading("two", "2026-11-22T12:00")
    assert states(NOW - timedelta(seconds=1), one, two) == {"one": "current", "two": "next"}
    assert states(NOW, one, two) == {"one": "past", "two": "current"}


def test_two_readings_that_start_together_are_both_current() -> None:
    assert states(NOW, reading("one", "2026-10-01"), reading("two", "2026-10-01")) == {
        "one": "current",
        "two": "current",
    }


def test_a_reading_of_which_nothing_is_known_is_current() -> None:
    assert states(NOW, reading("one")) == {"one": "current"}


@pytest.mark.parametrize(
    ("held", "over"),
    [
        (meeting("2026-11-22T18:30", "2026-11-22T19:30"), "2026-11-22T19:30"),
        (meeting("2026-11-22T18:30"), "2026-11-23T00:00"),
        (meeting("2026-11-22"), "2026-11-23T00:00"),
        (meeting("2026-11-20", "2026-11-22"), "2026-11-23T00:00"),
        (meeting("2026-11-22", "2026-11-22"), "2026-11-23T00:00"),
    ],
)
def test_a_meeting_is_over_at_its_end_or_at_the_end_of_its_day(held: Meeting, over: str) -> None:
    before = keep_diary((club(held),), at(over) - timedelta(seconds=1))
    assert before.coming[CLUB] == (held,)
    assert before.met[CLUB] == ()
    assert before.until == at(over)
    after = keep_diary((club(held),), at(over))
    assert after.coming[CLUB] == ()
    assert after.met[CLUB] == (held,)
    assert after.until is None


def test_nothing_changes_before_until() -> None:
    pages = (
        club(meeting("2026-11-20"), meeting("2026-12-03T18:30", "2026-12-03T19:30")),
        reading("one", "2026-10-01", ends=at("2026-11-25")),
        reading("two", "2026-11-26", meetings=(meeting("2026-12-24"),)),
        reading("three", "2027-01-01"),
    )

    def decided(now: datetime) -> tuple[object, ...]:
        diary = keep_diary(pages, now)
        return diary.states, diary.coming, diary.met

    now: datetime | None = at("2026-11-01")
    seen = 0
    while now is not None:
        until = keep_diary(pages, now).until
        if until is not None:
            assert decided(until - timedelta(microseconds=1)) == decided(now)
            seen += 1
            assert keep_diary(pages, until).until != until
        now = until
    assert seen == 6


def test_the_readings_of_an_unpublished_club_are_not_published() -> None:
    hidden = page(CLUB, "club", None, draft="draft: true")
    found = catalog(site(hidden, reading("one", "2026-10-01")), NOW)
    assert found.published == ()
    assert found.hidden["content/clubs/owls/one.md"] == (
        "its club is not published: it says `draft: true`"
    )


def test_the_diary_is_part_of_until() -> None:
    found = catalog(site(club(meeting("2026-12-03")), page("content/posts/a.md")), NOW)
    assert found.until == at("2026-12-04")
