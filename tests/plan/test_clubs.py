"""What the pages of clubs and readings show of meetings and days, and what feeds show of books."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from libsite.model import Book, Club, Reading
from libsite.plan.books import gather
from libsite.plan.cards import Shelf, make_shelf
from libsite.plan.catalog import Catalog, catalog
from libsite.plan.clubs import coming, reading_card
from libsite.plan.diary import keep_diary
from libsite.plan.feeds import plan_feeds
from libsite.plan.links import resolve_links
from libsite.views import BookBlock, FeedView, ShelfBlock
from tests.plan.made import NOW, at, meeting, page, site

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.model import Meeting, Page, Site
    from libsite.views import MeetingView

CLUB = "content/clubs/owls/index.md"
USUAL = Club(place="The loft", call="https://meet.example/owls")
START, END = "2026-12-03T18:30", "2026-12-03T19:30"


def club(*meetings: Meeting) -> Page:
    made = page(CLUB, "club", None, meetings=meetings)
    front = replace(made.document.front, more=USUAL)
    return replace(made, document=replace(made.document, front=front))


def reading(name: str, *meetings: Meeting, **more: Any) -> Page:  # noqa: ANN401 - what `page` takes
    source = f"content/clubs/owls/{name}.md"
    made = page(source, "reading", club=CLUB, meetings=meetings, **more)
    front = replace(made.document.front, more=Reading())
    return replace(made, document=replace(made.document, front=front))


def planned(*pages: Page, now: datetime = NOW) -> tuple[Site, Catalog, Shelf]:
    whole = site(*pages)
    decided = catalog(whole, now)
    links = resolve_links(whole, decided)
    return whole, decided, make_shelf(whole, decided, links, gather(whole, decided))


def told(*pages: Page) -> list[MeetingView]:
    """Return the meetings to come that the club, the first of *pages*, shows."""
    return list(coming(pages[0], catalog(site(*pages), NOW)))


def names(*pages: Page) -> list[tuple[str, str]]:
    """Return what the meetings that the club shows are called, and of which reading they are."""
    return [(one.title, one.reading.title if one.reading else "") for one in told(*pages)]


# ---- Meetings -----------------------------------------------------------------------------------


def test_two_meetings_of_one_page_at_the_same_time_stay_two() -> None:
    groups = (meeting(START, title="Group A"), meeting(START, title="Group B"))
    assert names(club(*groups)) == [("Group A", ""), ("Group B", "")]
    assert names(club(), reading("one", *groups)) == [("Group A", "One"), ("Group B", "One")]


def test_meetings_of_two_readings_at_the_same_time_stay_two() -> None:
    both = reading("one", meeting(START)), reading("two", meeting(START))
    assert sorted(names(club(), *both)) == [("", "One"), ("", "Two")]
    assert sorted(names(club(meeting(START)), *both)) == [("", "One"), ("", "Two")]


def test_two_readings_share_out_the_meetings_of_their_club() -> None:
    home = club(meeting(START, title="Group A"), meeting(START, title="Group B"))
    both = reading("one", meeting(START)), reading("two", meeting(START, title="Group A"))
    assert sorted(names(home, *both)) == [("Group A", "Two"), ("Group B", "One")]
    assert sorted(names(home, both[1])) == [("Group A", "Two"), ("Group B", "")]


def test_a_whole_day_is_not_a_meeting_at_midnight() -> None:
    home = club(meeting("2026-12-03"))
    assert len(told(home, reading("one", meeting("2026-12-03T00:00")))) == 2


def test_what_a_reading_leaves_open_the_meeting_of_its_club_says() -> None:
    said = meeting(
        START, END, title="Half", place="Garden", call="https://meet.example/1", note="Tea"
    )
    own = meeting(START, place=USUAL.place, call=USUAL.call)  # as the reader hands it over
    [view] = told(club(said), reading("one", own))
    assert (view.end, view.title, view.place, view.call, view.note) == (
        at(END),
        "Half",
        "Garden",
        "https://meet.example/1",
        "Tea",
    )
    assert view.reading is not None


def test_what_a_reading_says_of_a_meeting_goes_before_what_its_club_says() -> None:
    said = meeting(START, END, title="Half", place="Garden", call="x:", note="Tea")
    own = meeting(
        START, "2026-12-03T20:00", title="All", place="Hall", call="https://b.example", note="Cake"
    )
    [view] = told(club(said), reading("one", own))
    assert (view.end, view.title, view.place, view.call, view.note) == (
        at("2026-12-03T20:00"),
        "All",
        "Hall",
        "https://b.example",
        "Cake",
    )


@pytest.mark.parametrize(
    ("club_says", "reading_says"), [(True, False), (False, True), (False, False)]
)
def test_either_calls_a_meeting_off(club_says: bool, reading_says: bool) -> None:  # noqa: FBT001
    home = club(meeting(START, cancelled=club_says))
    [view] = told(home, reading("one", meeting(START, cancelled=reading_says)))
    assert view.cancelled == (club_says or reading_says)


def test_a_meeting_is_never_both_to_come_and_over() -> None:
    home, one = club(meeting(START, END)), reading("one", meeting(START))
    for now, source in ((at(END) - timedelta(seconds=1), "coming"), (at(END), "met")):
        diary = keep_diary((home, one), now)
        shown = {name: getattr(diary, name) for name in ("coming", "met")}
        assert {name: sum(map(len, found.values())) for name, found in shown.items()} == {
            "coming": int(source == "coming"),
            "met": int(source == "met"),
        }


def test_the_last_day_of_a_reading_is_that_of_its_last_meeting() -> None:
    one = reading("one", meeting("2026-11-20", "2026-11-22"), starts=at("2026-11-01"))
    _, decided, shelf = planned(club(), one)
    card = reading_card(one, decided, shelf)
    assert card.state == "current"
    assert card.ends is not None
    assert card.ends.date() == at("2026-11-22").date()


# ---- Feeds --------------------------------------------------------------------------------------

HOLES = Book("Holes", ("Louis Sachar",))
MOMO = Book("Momo", ("Michael Ende",))


def follows(shown: Page) -> list[object]:
    """Return what follows the text of the page *shown* in the feed of its section."""
    bundles = plan_feeds(*planned(club(), shown))
    feeds = {bundle.name: bundle.view for bundle in bundles}
    feed = feeds["titles/feed.xml" if shown.kind == "titles" else "clubs/owls/feed.xml"]
    assert isinstance(feed, FeedView)
    return list(feed.items[0].body.after)


def test_the_book_of_a_reading_is_a_card_in_a_feed() -> None:
    [block] = follows(reading("one", books=(replace(HOLES, path="content/clubs/owls/one.md"),)))
    assert isinstance(block, BookBlock)
    assert (block.book.title, block.note) == ("Holes", "")


def test_several_books_and_those_of_a_list_are_a_shelf_in_a_feed() -> None:
    for shown in (
        reading("one", books=(HOLES, MOMO)),
        page("content/titles/new.md", "titles", books=(HOLES,)),
    ):
        [block] = follows(shown)
        assert isinstance(block, ShelfBlock)
        assert block.count == len(shown.books)
