"""What the templates of single pages see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.artifact import Body
    from libsite.model import Direction, Grouping, Heading, Layout, Questions, State
    from libsite.views.parts import (
        BookCard,
        BookGroup,
        Card,
        Crumb,
        Link,
        MeetingView,
        Picture,
        ReadingCard,
        Word,
    )


class PageView(Noun, frozen=True):
    """A post, a page, and what every other kind has as well; its HTML is the template's `body`."""

    kind: str
    """`post`, `titles`, `club`, `reading` or `page`: a key of `KINDS`."""
    title: str
    """Its title."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """Of the content; the interface speaks `site.language`."""
    dir: Direction
    """The direction in which `lang` is written: `ltr` or `rtl`."""
    date: datetime | None
    """Its day and time in the site's time zone; None where it has none."""
    updated: datetime | None
    """When it was last changed in a way worth knowing; None where nobody said so."""
    authors: tuple[str, ...]
    """Who wrote it; empty where nobody said so."""
    summary: str
    """The summary that was written, else the first words of the text."""
    image: Picture | None
    """The picture that stands for it; None where it has none."""
    tags: tuple[Word, ...]
    """Its tags; none for a kind that is not listed."""
    audience: tuple[Word, ...]
    """For whom it is; none for the kind `page`."""
    headings: tuple[Heading, ...]
    """The headings of the text, in their order."""
    newer: Link | None
    """The next newer page of its kind; None at the end, and where it is not listed."""
    older: Link | None
    """The next older page of its kind; None at the end, and where it is not listed."""
    body: Body
    """Stands for the text; a template writes `{{ body }}` and leaves this alone."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""
    card: Picture | None
    """The picture that networks show beside a link to it, 1200 × 630 pixels; None for that of the
    site."""
    oembed: str
    """The address of its oEmbed; empty where it has none."""
    syndication: tuple[Link, ...]
    """Where it was posted as well: the names of networks, and the addresses of the posts."""


class TitlesView(PageView, frozen=True):
    """A new-title list."""

    layout: Layout
    """How it is to be shown: `grid`, `list` or `table`."""
    group: Grouping
    """What its groups share: `audience`, `format`, `subject`, or empty for one group."""
    groups: tuple[BookGroup, ...]
    """Its books."""
    count: int
    """How many they are."""


class ClubView(PageView, frozen=True):
    """A book club."""

    place: str
    """Where it meets; empty where nobody said so."""
    call: str
    """The address of its video call; empty where there is none."""
    contact: str
    """Whom to ask, in words; empty where nobody said so."""
    contact_url: str
    """`mailto:…` or an address on the web, if `contact` is one; else empty."""
    join: str
    """How to join, in words; empty where nobody said so."""
    members: tuple[Link, ...]
    """Where its members talk: the names of networks, and addresses outside the site."""
    current: tuple[ReadingCard, ...]
    """What it reads now."""
    next: tuple[ReadingCard, ...]
    """What it reads next, the nearest first."""
    past: tuple[ReadingCard, ...]
    """What it has read, the latest first."""
    meetings: tuple[MeetingView, ...]
    """Its meetings that are still to come, those of its readings among them."""
    met: tuple[MeetingView, ...]
    """Its meetings that are over, the latest first."""
    feed: str
    """The address of the feed of its readings."""


class ReadingView(PageView, frozen=True):
    """What a club reads together for a while."""

    club: Link
    """The club that reads it."""
    state: State
    """`next`, `current` or `past`, as of the build."""
    starts: datetime | None
    """Its first day; None where nobody said so."""
    ends: datetime | None
    """Its last day; None where nobody said so."""
    books: tuple[BookCard, ...]
    """What is read."""
    plan: tuple[StepView, ...]
    """What to read by when."""
    questions: tuple[Questions, ...]
    """Questions to talk about, by the part of the book; to be hidden until they are asked for."""
    meetings: tuple[MeetingView, ...]
    """Its meetings that are still to come."""
    met: tuple[MeetingView, ...]
    """Its meetings that are over, the latest first."""


class StepView(Noun, frozen=True):
    """A row of a reading plan."""

    when: str
    """`Week 1`; empty where it is a day."""
    day: datetime | None
    """The day; None where it is not one."""
    read: str
    """What to read: `Chapters 1–5`."""
    note: str
    """What else is to be known; empty for nothing."""


class BookView(Noun, frozen=True):
    """A book, with everything on the site that shows it."""

    title: str
    """Its title."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    book: BookCard
    """The book itself; its `blurb` is whole."""
    isbns: tuple[str, ...]
    """All its numbers: of several editions, each has its own."""
    links: tuple[Link, ...]
    """Addresses outside the site that a librarian has given."""
    catalogs: tuple[Link, ...]
    """Where to look it up: the names of `catalogs:` and addresses for this book."""
    shown: tuple[Card, ...]
    """The lists, readings and posts that show it, the newest first."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""
    card: Picture | None
    """The picture that networks show beside a link to it, 1200 × 630 pixels; None for that of the
    site."""
    oembed: str
    """The address of its oEmbed; empty where it has none."""


class NoticeView(Noun, frozen=True):
    """A page without content: not found, or withdrawn."""

    notice: Literal["404", "withdrawn"]
    """Which notice it is."""
    url: str
    """The address at which it stands."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""


class RedirectView(Noun, frozen=True):
    """An old address that leads to a new one."""

    url: str
    """The new address."""
    canonical: str
    """The new address in full."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
