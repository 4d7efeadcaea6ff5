"""What a template may see: plain, frozen values. This is the contract with themes.

Addresses in views are markers (`site:/posts/rivers/`) that `make` turns into real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from libsite.artifact import Body
    from libsite.model import Direction, Grouping, Heading, Layout, Questions, State


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    title: str
    """The title of the page that it leads to."""
    url: str
    """That page's address."""


@dataclass(frozen=True, slots=True)
class Word:
    """A tag, an audience or a year, with its page."""

    name: str
    """As people read it."""
    url: str
    """The address of its page."""
    count: int
    """How many pages it has; 0 where it is named on a page of its own."""
    feed: str = ""
    """The address of its feed; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is ready to be shown; its metadata is gone."""

    src: str
    """The address of its middle size, for browsers that choose none."""
    alt: str
    """What it shows, in words; empty if it only decorates."""
    srcset: str = ""
    """All its sizes, as HTML's `srcset` wants them; empty where there is but one."""
    width: int = 0
    """Of its largest size in pixels; 0 where it is not known."""
    height: int = 0
    """Of its largest size in pixels; 0 where it is not known."""
    colour: str = ""
    """The color to show until it is loaded, `#rrggbb`; empty where it is see-through."""


@dataclass(frozen=True, slots=True)
class Card:
    """A page as it appears in a list."""

    kind: str
    """`post`, `titles`, `club`, `reading` or `page`: a key of `KINDS`."""
    title: str
    """The page's title."""
    url: str
    """The page's address."""
    date: datetime | None
    """Its day and time in the site's time zone; None where it has none."""
    summary: str
    """The summary that was written, else the first words of the text."""
    lang: str
    """The language of the page, a BCP 47 tag: `en`."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    image: Picture | None
    """The picture that stands for the page; None where it has none."""
    tags: tuple[Word, ...]
    """Its tags that have a page of their own; their `count` is 0."""
    books: tuple[BookCard, ...] = ()
    """The first books that it shows, at most four: for their covers."""
    count: int = 0
    """How many books it shows."""


@dataclass(frozen=True, slots=True)
class BookCard:
    """A book as it appears on a list, a shelf or a card."""

    title: str
    """Its title."""
    authors: tuple[str, ...]
    """Who wrote it, as they are read aloud; empty where nobody said so."""
    url: str
    """The address of its page."""
    cover: Picture
    """Its cover: a picture of the library's, else one that libsite has drawn. Its `alt` is empty,
    since the title stands beside it."""
    drawn: bool
    """Whether libsite has drawn the cover."""
    isbn: str = ""
    """Thirteen digits; empty where there is none."""
    year: int | None = None
    """Of publication, negative before our era; None where nobody said so."""
    format: str = ""
    """As it was written: `Hardback`."""
    audience: tuple[Word, ...] = ()
    """For whom it is; an audience without a page of its own has no `url`."""
    shelf_mark: str = ""
    """Where it stands in the library: `J FIC DIC`."""
    subjects: tuple[str, ...] = ()
    """What it is about."""
    blurb: str = ""
    """A description in plain text; an empty line parts paragraphs."""


@dataclass(frozen=True, slots=True)
class BookGroup:
    """Books of a list that belong together."""

    name: str
    """What they share, as people read it; empty for the books of a list that is not grouped, and
    for those that say nothing of it."""
    books: tuple[BookCard, ...]
    """In the order of the list."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting of a club."""

    title: str
    """What it is about, in words; empty where nobody said so."""
    start: datetime
    """When it begins."""
    end: datetime | None
    """When it ends; None where nobody said so."""
    whole_day: bool
    """Whether only its day is known: then the time of `start` means nothing."""
    zone: str
    """The short name of the clock that `start` is on: `EST`."""
    place: str
    """Where it is; empty where nobody said so."""
    call: str
    """The address of its video call; empty where there is none."""
    note: str
    """What else is to be known; empty for nothing."""
    cancelled: bool
    """Whether it does not take place."""
    club: Link
    """The club that meets."""
    reading: Link | None
    """What is talked about; None for a meeting of the club that belongs to no reading."""


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """A reading as its club's page shows it."""

    title: str
    """Its title."""
    url: str
    """The address of its page."""
    state: State
    """`next`, `current` or `past`."""
    starts: datetime | None
    """Its first day; None where nobody said so."""
    ends: datetime | None
    """Its last day; None where nobody said so."""
    books: tuple[BookCard, ...]
    """What is read."""
    summary: str
    """The summary that was written, else the first words of the text."""


@dataclass(frozen=True, slots=True)
class ClubCard:
    """A club as the list of clubs and the home page show it."""

    title: str
    """Its name."""
    url: str
    """The address of its page."""
    summary: str
    """The summary that was written, else the first words of the text."""
    audience: tuple[Word, ...]
    """For whom it is."""
    image: Picture | None
    """The picture that stands for it; None where it has none."""
    current: tuple[ReadingCard, ...]
    """What it reads now."""
    meeting: MeetingView | None
    """Its next meeting that takes place; None where none is known."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from the home page to a page."""

    title: str
    """What it is called; empty for a section, which the theme names by `section`."""
    url: str
    """Its address."""
    section: str = ""
    """The kind whose section it is, or `tags`, `audiences` or `books`; empty elsewhere."""


@dataclass(frozen=True, slots=True)
class PageView:
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


@dataclass(frozen=True, slots=True)
class TitlesView(PageView):
    """A new-title list."""

    layout: Layout
    """How it is to be shown: `grid`, `list` or `table`."""
    group: Grouping
    """What its groups share: `audience`, `format`, `subject`, or empty for one group."""
    groups: tuple[BookGroup, ...]
    """Its books."""
    count: int
    """How many they are."""


@dataclass(frozen=True, slots=True)
class ClubView(PageView):
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


@dataclass(frozen=True, slots=True)
class ReadingView(PageView):
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


@dataclass(frozen=True, slots=True)
class StepView:
    """A row of a reading plan."""

    when: str
    """`Week 1`; empty where it is a day."""
    day: datetime | None
    """The day; None where it is not one."""
    read: str
    """What to read: `Chapters 1–5`."""
    note: str
    """What else is to be known; empty for nothing."""


@dataclass(frozen=True, slots=True)
class BookView:
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


@dataclass(frozen=True, slots=True)
class BookBlock:
    """A book's card in a text: what `::: book` becomes."""

    block: Literal["book"]
    """Which shortcode it is: `block-book.html` shows it."""
    book: BookCard
    """The book."""
    note: str
    """What a librarian says of it; empty for nothing."""


@dataclass(frozen=True, slots=True)
class ShelfBlock:
    """A shelf in a text: what `::: shelf` becomes."""

    block: Literal["shelf"]
    """Which shortcode it is: `block-shelf.html` shows it."""
    title: str
    """The title of the list."""
    url: str
    """The address of the list."""
    books: tuple[BookCard, ...]
    """Its books, or the first of them."""
    count: int
    """How many the whole list has."""


@dataclass(frozen=True, slots=True)
class VideoBlock:
    """A film in a text that loads nothing before it is asked for: what `::: video` becomes."""

    block: Literal["video"]
    """Which shortcode it is: `block-video.html` shows it."""
    title: str
    """What the film is called."""
    url: str
    """The address of its page, where it is."""
    player: str
    """The address of its player, to be loaded when a reader asks for it."""
    host: str
    """Where it is: `YouTube`, `Vimeo`, or the host of a PeerTube."""


Block = BookBlock | ShelfBlock | VideoBlock


@dataclass(frozen=True, slots=True)
class BooksView:
    """The list of all books."""

    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    groups: tuple[BookGroup, ...]
    """All books by the first letter of their titles, articles left in."""
    count: int
    """How many they are."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


@dataclass(frozen=True, slots=True)
class ClubsView:
    """The list of all book clubs."""

    kind: str
    """`club`."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    clubs: tuple[ClubCard, ...]
    """All clubs, by name."""
    meetings: tuple[MeetingView, ...]
    """Their meetings that are still to come, the nearest first."""
    feed: str
    """The address of the feed of all readings."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of pages: home, a section, a year, a tag, an audience."""

    list: Literal["home", "section", "year", "tag", "audience"]
    """Which sort of list it is."""
    kind: str
    """The kind of a section or year; empty elsewhere."""
    title: str
    """The tag, audience or year as people read it; empty for home and sections, which the theme
    names in its own language."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    cards: tuple[Card, ...]
    """The pages, newest first."""
    more: bool
    """Whether there are older pages than `cards`, to be found by `years`."""
    years: tuple[Word, ...]
    """The years of the section, newest first, on home, sections and years."""
    feed: str
    """The address of this list's feed; empty where it has none."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out; empty for home."""


@dataclass(frozen=True, slots=True)
class WordsView:
    """The list of all tags, or of all audiences."""

    list: Literal["tags", "audiences"]
    """Which words they are."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    words: tuple[Word, ...]
    """All of them, with their counts."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page without content: not found, or withdrawn."""

    notice: Literal["404", "withdrawn"]
    """Which notice it is."""
    url: str
    """The address at which it stands."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An old address that leads to a new one."""

    url: str
    """The new address."""
    canonical: str
    """The new address in full."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site itself: the shared value `site`."""

    title: str
    """The name of the library: `title` in `site.yaml`."""
    description: str
    """A sentence about the site; empty where there is none."""
    url: str
    """Where the site is published, in full; ends with `/`."""
    language: str
    """The site's language, a BCP 47 tag: `en`."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    author: str
    """Who writes where a page does not say so; empty where nobody is named."""
    home: str
    """The address of the home page."""
    tags: str
    """The address of the list of all tags; empty where there are none."""
    audiences: str
    """The address of the list of all audiences; empty where there are none."""
    books: str
    """The address of the list of all books; empty where there are none."""
    clubs: str
    """The address of the list of all book clubs; empty where there are none."""
    feed: str
    """The address of the feed of the whole site."""
    year: str
    """The year of the newest content: what a copyright line may say without a clock."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the menu; a template compares `url` with its page's to mark where it is."""

    title: str
    """Empty for a section without a title of its own, which the theme names by `section`."""
    url: str
    """The address to which it leads."""
    section: str
    """The kind whose section it leads to, `books` for all books, or empty."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed."""

    id: str
    """A permanent URN, whatever becomes of title and address."""
    title: str
    """The page's title."""
    url: str
    """The page's address."""
    date: datetime | None
    """Its day and time; None where it has none."""
    authors: tuple[str, ...]
    """Who wrote it, else the site's `author`; empty where neither is named."""
    categories: tuple[str, ...]
    """The page's tags, as they were written."""
    summary: str
    """The summary that was written, else the first words of the text."""
    body: Body
    """Stands for the whole text."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: what RSS calls a channel."""

    title: str
    """The site's title."""
    part: str
    """The tag or audience that the feed is about; empty for a section and the whole site."""
    section: str
    """The kind of a section's feed, which is named in the site's language; empty elsewhere."""
    description: str
    """A sentence about the site, else its title."""
    language: str
    """The site's language, a BCP 47 tag."""
    url: str
    """The page that lists the same."""
    feed: str
    """The feed's own address."""
    items: tuple[FeedItem, ...]
    """The newest pages, at most `feed_items` of them."""


def bodies_of(view: object) -> Iterable[Body]:
    """Yield the bodies that *view* holds, whose HTML its recipes need."""
    if isinstance(view, PageView):
        yield view.body
    elif isinstance(view, FeedView):
        yield from (item.body for item in view.items)
