"""Book clubs and what they read: their pages, and the list of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from libsite.artifact import Bundle, Output, Render
from libsite.model import KINDS, Club, Reading
from libsite.moments import moment
from libsite.plan import trails
from libsite.plan.addresses import canonical
from libsite.plan.cards import image, page_words, summary
from libsite.text import direction, marker
from libsite.views import (
    ClubCard,
    ClubsView,
    ClubView,
    Link,
    MeetingView,
    ReadingCard,
    ReadingView,
    StepView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.model import Meeting, Page, Site, State, Step
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.views import PageView

_ADDRESS = re.compile(r"[^@\s/]+@[^@\s/]+\.[A-Za-z]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


# ---- Pages --------------------------------------------------------------------------------------


def club_view(page: Page, view: PageView, catalog: Catalog, shelf: Shelf) -> ClubView:
    """Return *view*, what every page shows, with what a club shows besides."""
    club = page.document.front.more
    if not isinstance(club, Club):
        club = Club()
    return ClubView(
        **asdict(view),
        place=club.place,
        call=club.call,
        contact=club.contact,
        contact_url=_contact_url(club.contact),
        join=club.join,
        members=tuple(Link(one.title, one.url) for one in club.members),
        current=_readings(page, "current", catalog, shelf),
        next=_readings(page, "next", catalog, shelf)[::-1],
        past=_readings(page, "past", catalog, shelf),
        meetings=coming(page, catalog),
        met=_met(page, catalog),
        feed=marker(f"{page.path}feed.xml"),
    )


def _contact_url(contact: str) -> str:
    if _ADDRESS.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if contact.startswith(("https://", "http://", "mailto:", "tel:")) else ""


def reading_view(
    page: Page, view: PageView, site: Site, catalog: Catalog, shelf: Shelf
) -> ReadingView:
    """Return *view*, what every page shows, with what a reading shows besides."""
    reading = page.document.front.more
    if not isinstance(reading, Reading):
        reading = Reading()
    card = reading_card(page, catalog, shelf)
    club = next(one for one in catalog.diary.clubs if one.source == page.club)
    meetings, met = (
        tuple(_meeting(one, club, page) for one in found[page.source])
        for found in (catalog.diary.coming, catalog.diary.met)
    )
    return ReadingView(
        **asdict(view),
        club=Link(club.title, marker(club.path)),
        state=card.state,
        starts=card.starts,
        ends=card.ends,
        books=card.books,
        plan=tuple(_step(step, site.config.timezone) for step in reading.plan),
        questions=reading.questions,
        meetings=meetings,
        met=met,
    )


def _step(step: Step, timezone: str) -> StepView:
    if _DAY.fullmatch(step.when):
        return StepView("", moment(step.when, timezone), step.read, step.note)
    return StepView(step.when, None, step.read, step.note)


# ---- Cards --------------------------------------------------------------------------------------


def _readings(club: Page, state: State, catalog: Catalog, shelf: Shelf) -> tuple[ReadingCard, ...]:
    """Return the readings of *club* that are in *state*, the latest first."""
    diary = catalog.diary
    return tuple(
        reading_card(page, catalog, shelf)
        for page in diary.readings[club.source]
        if diary.states[page.source] == state
    )


def reading_card(page: Page, catalog: Catalog, shelf: Shelf) -> ReadingCard:
    """Return the reading *page* as its club shows it."""
    diary = catalog.diary
    end = diary.ends.get(page.source)
    return ReadingCard(
        title=page.title,
        url=marker(page.path),
        state=diary.states[page.source],
        starts=page.starts,
        ends=end - timedelta(seconds=1) if end else None,  # the last day, not the moment after it
        books=shelf.books.cards_of(page.books),
        summary=summary(page),
    )


def club_card(page: Page, catalog: Catalog, shelf: Shelf) -> ClubCard:
    """Return the club *page* as lists of clubs show it."""
    held = (meeting for meeting in coming(page, catalog) if not meeting.cancelled)
    return ClubCard(
        title=page.title,
        url=marker(page.path),
        summary=summary(page),
        audience=page_words(page.document.front.audience, shelf.audiences),
        image=image(page, shelf.links),
        current=_readings(page, "current", catalog, shelf),
        meeting=next(held, None),
    )


# ---- Meetings -----------------------------------------------------------------------------------


def coming(club: Page, catalog: Catalog) -> tuple[MeetingView, ...]:
    """Return the meetings of *club* and its readings that are not over, the nearest first."""
    return tuple(_all(club, catalog, catalog.diary.coming))


def _met(club: Page, catalog: Catalog) -> tuple[MeetingView, ...]:
    return tuple(_all(club, catalog, catalog.diary.met))[::-1]


def _all(
    club: Page, catalog: Catalog, found: Mapping[str, tuple[Meeting, ...]]
) -> list[MeetingView]:
    """Return the meetings *found* of *club* and its readings, in time."""
    views = [
        _meeting(meeting, club, page)
        for page in (*catalog.diary.readings[club.source], club)
        for meeting in found[page.source]
    ]
    return sorted(views, key=lambda one: one.start.timestamp())


def _meeting(meeting: Meeting, club: Page, page: Page) -> MeetingView:
    return MeetingView(
        title=meeting.title,
        start=meeting.start,
        end=meeting.end,
        whole_day=meeting.whole_day,
        zone=meeting.zone,
        place=meeting.place,
        call=meeting.call,
        note=meeting.note,
        cancelled=meeting.cancelled,
        club=Link(club.title, marker(club.path)),
        reading=Link(page.title, marker(page.path)) if page is not club else None,
    )


def all_coming(catalog: Catalog) -> tuple[MeetingView, ...]:
    """Return the meetings of all clubs that are not over, the nearest first."""
    found = (meeting for club in catalog.diary.clubs for meeting in coming(club, catalog))
    return tuple(sorted(found, key=lambda one: (one.start.timestamp(), one.club.title)))


# ---- The list of clubs --------------------------------------------------------------------------


def plan_clubs(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the list of all clubs, where there is one."""
    clubs = catalog.diary.clubs
    if not clubs:
        return
    path = site.config.section(KINDS["club"])
    language = site.config.language
    view = ClubsView(
        kind="club",
        url=marker(path),
        canonical=canonical(site, path),
        lang=language,
        dir=direction(language),
        clubs=tuple(club_card(club, catalog, shelf) for club in clubs),
        meetings=all_coming(catalog),
        feed=marker(f"{path}feed.xml"),
        trail=(trails.home(site),),
    )
    name = f"{path}index.html"
    yield Bundle(name, "clubs", (Output(name, Render("clubs.html")),), view)
