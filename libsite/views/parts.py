"""What several views are put together from: links, pictures, cards, meetings, shortcodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.model import Direction, State


class Link(Noun, frozen=True):
    """A name and where it leads."""

    title: str
    """The title of the page that it leads to."""
    url: str
    """That page's address."""


class Word(Noun, frozen=True):
    """A tag, an audience or a year, with its page."""

    name: str
    """As people read it."""
    url: str
    """The address of its page."""
    count: int
    """How many pages it has; 0 where it is named on a page of its own."""
    feed: str = ""
    """The address of its feed; empty where it has none."""


class Picture(Noun, frozen=True):
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


def largest(picture: Picture) -> str:
    """Return the address of the largest size of *picture*: that of its width and height."""
    return picture.srcset.rpartition(", ")[2].partition(" ")[0] or picture.src


class Card(Noun, frozen=True):
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


class BookCard(Noun, frozen=True):
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


class BookGroup(Noun, frozen=True):
    """Books of a list that belong together."""

    name: str
    """What they share, as people read it; empty for the books of a list that is not grouped, and
    for those that say nothing of it."""
    books: tuple[BookCard, ...]
    """In the order of the list."""


class MeetingView(Noun, frozen=True):
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


class ReadingCard(Noun, frozen=True):
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


class ClubCard(Noun, frozen=True):
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


class Crumb(Noun, frozen=True):
    """A step on the way from the home page to a page."""

    title: str
    """What it is called; empty for a section, which the theme names by `section`."""
    url: str
    """Its address."""
    section: str = ""
    """The kind whose section it is, or `tags`, `audiences` or `books`; empty elsewhere."""


class BookBlock(Noun, frozen=True):
    """A book's card in a text: what `::: book` becomes."""

    block: Literal["book"]
    """Which shortcode it is: `block-book.html` shows it."""
    book: BookCard
    """The book."""
    note: str
    """What a librarian says of it; empty for nothing."""


class ShelfBlock(Noun, frozen=True):
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


class VideoBlock(Noun, frozen=True):
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
"""What a shortcode becomes."""
