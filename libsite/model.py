"""The nouns that people write: settings, documents, pages, files, and the site that holds them.

All are frozen, and all hold plain values only. `read` makes them, `plan` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import field

from libsite.errors import Problem  # noqa: TC001 - likewise
from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

Direction = Literal["ltr", "rtl"]
State = Literal["next", "current", "past"]
"""Where a reading stands in time."""


class Kind(Noun, frozen=True):
    """A kind of content: where it lives, where it appears, and which template shows it."""

    name: str
    folder: str
    """The folder below `content/` that gives this kind to the files in it."""
    template: str
    listed: bool
    """Whether its pages appear on the home page, under tags and audiences, and in feeds."""
    section: bool = False
    """Whether its folder is a section that lists its pages, with an archive for each year."""


KINDS: dict[str, Kind] = {
    "post": Kind("post", "posts", "post.html", listed=True, section=True),
    "titles": Kind("titles", "titles", "titles.html", listed=True, section=True),
    "club": Kind("club", "clubs", "club.html", listed=False),
    "reading": Kind("reading", "clubs", "reading.html", listed=True),
    "page": Kind("page", "pages", "page.html", listed=False),
}
"""The kinds of content. To add one: a row here, its model in `read/kinds.py`, a template."""


@lru_cache(maxsize=1 << 16)
def kind_at(source: str) -> Kind | None:
    """Return the kind that a Markdown file's place gives it, or None: `content/posts/rivers.md`.

    In `clubs/`, `night-owls.md` and `night-owls/index.md` are clubs; what else lies in the folder
    of a club is one of its readings.
    """
    _, folder, *inner = source.split("/")
    if not inner:
        return None
    if folder == KINDS["club"].folder:
        club = len(inner) == 1 or (len(inner) == 2 and inner[1].lower() in INDEXES)  # noqa: PLR2004
        return KINDS["club" if club else "reading"]
    return _AT.get(folder)


_AT = {kind.folder: kind for kind in KINDS.values()}
"""The kind of what lies in a folder; in that of the clubs there are two."""
INDEXES = ("index.md", "index.markdown")
"""Files that stand for their folder."""


RESERVED = frozenset(
    "books calendar clubs embed events feed for library opml posts search shelves share site"
    " subscribe tags theme titles".split()
)
"""First parts of addresses that belong to libsite."""


# ---- What one Markdown file says


class Slot(Noun, frozen=True):
    """A numbered place in a body for an address that only the whole site can know."""

    attribute: Literal["href", "src", "poster"]
    target: str
    """The address as it was written: `@/posts/x.md`, `../pages/about.md#hours`, `cat.jpg`."""
    line: int
    """Where it stands in the file, counted from 1; 0 where it cannot be told."""


class Heading(Noun, frozen=True):
    """A heading of a body, for tables of contents and fragments."""

    level: int
    """2 to 6: the page's title is the only heading of level 1."""
    text: str
    id: str


class Image(Noun, frozen=True):
    """The picture that stands for a page."""

    src: str
    alt: str


class Reference(Noun, frozen=True):
    """A name and an address outside the site."""

    title: str
    url: str


class Book(Noun, frozen=True):
    """A book as one source describes it: an entry of a list, a row of a file, a shortcode."""

    title: str
    authors: tuple[str, ...] = ()
    """As they are read aloud: `Kate DiCamillo`; the first one names the book's address."""
    isbn: str = ""
    """Thirteen digits without hyphens, or empty: many books have none."""
    year: int | None = None
    """Of publication; years before our era are negative, 1 BCE is 0 (ISO 8601)."""
    format: str = ""
    """As it was written: `Hardback`, `Audiobook`, `Graphic novel`."""
    audience: tuple[str, ...] = ()
    shelf_mark: str = ""
    """Where it stands in the library: `J FIC DIC`."""
    subjects: tuple[str, ...] = ()
    blurb: str = ""
    """Plain text; an empty line parts paragraphs."""
    cover: str = ""
    """The picture's file as it was written, relative to the file that names it; empty for none."""
    links: tuple[Reference, ...] = ()
    path: str = ""
    """The file that describes it, relative to the site's folder; empty until that is known."""
    line: int = 0
    """The line there, counted from 1: where later errors point."""


Layout = Literal["grid", "list", "table"]
Grouping = Literal["", "audience", "format", "subject"]


class Titles(Noun, frozen=True):
    """What the front matter of a new-title list says besides what every page says."""

    books: tuple[Book, ...] = ()
    file: str = ""
    """The CSV or TSV file beside the list that holds its books, as it was written; else empty."""
    layout: Layout = "grid"
    group: Grouping = ""


class MeetingFront(Noun, frozen=True):
    """A meeting as it was written; the time zone is the club's or the site's."""

    start: str
    """ISO 8601: a day, or a day and a time."""
    end: str = ""
    """ISO 8601 likewise; empty where nobody said how long it lasts."""
    title: str = ""
    place: str = ""
    call: str = ""
    """The address of a video call."""
    note: str = ""
    cancelled: bool = False
    line: int = 0


class Club(Noun, frozen=True):
    """What the front matter of a book club says besides what every page says."""

    place: str = ""
    call: str = ""
    contact: str = ""
    """A mail address, a web address, or words."""
    join: str = ""
    """How to join, in a sentence or two."""
    timezone: str = ""
    """Where the club's clock is, if not where the site's is."""
    members: tuple[Reference, ...] = ()
    """Where its members talk: networks and their addresses."""
    meetings: tuple[MeetingFront, ...] = ()


class Step(Noun, frozen=True):
    """A row of a reading plan."""

    when: str
    """`Week 1`, or a day in ISO 8601."""
    read: str
    """`Chapters 1–5`."""
    note: str = ""


class Questions(Noun, frozen=True):
    """Questions about a part of a book, hidden until the reader opens them."""

    section: str
    """The part that one must have read: `Chapters 1–5`; empty for the whole book."""
    questions: tuple[str, ...]


class Reading(Noun, frozen=True):
    """What the front matter of a club's reading says besides what every page says."""

    books: tuple[Book, ...] = ()
    starts: str = ""
    """The first day, ISO 8601; empty for the page's date."""
    ends: str = ""
    """The last day, ISO 8601; empty for the last meeting's."""
    plan: tuple[Step, ...] = ()
    questions: tuple[Questions, ...] = ()
    meetings: tuple[MeetingFront, ...] = ()


class Shortcode(Noun, frozen=True):
    """A `::: book`, `::: shelf` or `::: video` in a body: what only the whole site can show.

    In the body's HTML, shortcode *n* stands as `<libsite-shortcode n="n"></libsite-shortcode>`.
    """

    name: Literal["book", "shelf", "video"]
    target: str
    """What stands after the name: an ISBN or a title, a list, the address of a film."""
    book: Book | None = None
    """The book that a `::: book` describes by itself."""
    title: str = ""
    """The title of a film, or the heading of a shelf."""
    note: str = ""
    """What a librarian says of the book on its card."""
    limit: int = 0
    """How many books a shelf shows; 0 for all."""
    line: int = 0


class Front(Noun, frozen=True):
    """Front matter, checked; days and times still as text: the time zone is the site's."""

    title: str
    date: str | None = None
    """ISO 8601: a day, or a day and a time, with or without an offset."""
    updated: str | None = None
    expires: str | None = None
    id: str | None = None
    slug: str | None = None
    kind: str | None = None
    tags: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str | None = None
    image: Image | None = None
    lang: str | None = None
    draft: str | None = None
    """Why the file is not to be published, as it was written (`draft: true`), or None."""
    withdrawn: bool = False
    aliases: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    share: tuple[tuple[str, str], ...] = ()
    """A librarian's own words for a network, by its name in `networks.yaml`; an empty name stands
    for every network that is not named."""
    more: Titles | Club | Reading | None = None
    """What only a page of this kind says."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key that was written, counted from 1: where later errors point."""


class Finding(Noun, frozen=True):
    """Something in a file that may say too much of a private person."""

    line: int
    """Counted from 1 in the whole file."""
    column: int
    """Counted from 1 in characters."""
    sort: Literal["name-photo", "name-grade", "email", "phone", "photo-file", "no-reason"]
    """A full name beside a picture or a grade, an address, a number, a picture's file that bears a
    name; or a comment that would silence the rest if it gave a reason."""
    text: str
    """What stands there."""
    name: str = ""
    """The person's, with its words parted by spaces; empty where none stands there."""
    beside: str = ""
    """The grade, class or age beside the name, as it was written."""
    in_front: bool = False
    """Whether it stands in the front matter, where comments begin with `#`."""


class Document(Noun, frozen=True):
    """A Markdown file understood alone: it depends on its own bytes and on nothing else.

    The body's HTML is not here but in the memo under `body`, so that ten thousand documents fit in
    memory. In that HTML, slot *n* of `slots` stands as the address `slot:n`.
    """

    front: Front
    body: str
    """The digest of the sanitised HTML."""
    markdown: str
    """The digest of the Markdown that it was made from: how a renamed file is recognised."""
    line: int = 0
    """The line of the file at which the Markdown begins."""
    slots: tuple[Slot, ...] = ()
    shortcodes: tuple[Shortcode, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id in the body, sorted: what a `#fragment` may name."""
    excerpt: str = ""
    """The first words of the body as plain text."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices about this file; their `path` is empty until the file is known."""
    head: str = ""
    """The digest of the front matter as it stands in the file."""
    private: tuple[Finding, ...] = ()
    """What it may say of private people."""


# ---- What the site says


class NavEntry(Noun, frozen=True):
    """One entry of the menu as it was written, and the line where it stands."""

    target: str
    title: str
    line: int


class Outputs(Noun, frozen=True):
    """Switches for what a site can do without."""

    tag_feeds: bool = True
    audience_feeds: bool = True
    atom: bool = True
    json: bool = True
    embed: bool = True
    oembed: bool = True
    share: bool = True
    cards: bool = True


class Account(Noun, frozen=True):
    """Where the library is on a network, as `networks:` in `site.yaml` says it."""

    network: str
    """Its name in `networks.yaml`."""
    account: str = ""
    """`@maple@example.social`, `maple.example.org`, the address of a page; empty for none."""
    limit: int = 0
    """How long a post may be there, where that differs from server to server; 0 for the usual."""


class Config(Noun, frozen=True):
    """`site.yaml`, checked."""

    title: str
    url: str
    """Where the site is published, base path included; ends with `/`."""
    timezone: str
    """A name of the tz database, such as `America/New_York`."""
    language: str = "en"
    """A BCP 47 tag."""
    description: str = ""
    author: str = ""
    id: str = ""
    """What keeps feed entries the same when the site moves to another address."""
    theme: str = "plain"
    audiences: tuple[str, ...] = ()
    nav: tuple[NavEntry, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    """The address of each kind's section where it differs from its folder: `{"posts": "news"}`."""
    feed_items: int = 20
    catalogs: tuple[Reference, ...] = ()
    """Catalogues to look a book up in; their addresses hold `{isbn}`, `{title}` or `{author}`."""
    outputs: Outputs = field(default_factory=Outputs)
    networks: tuple[Account, ...] = ()
    """Where the library shares, in its order; empty where nobody said so."""
    hashtags: tuple[str, ...] = ()
    """Tags that each shared post bears, without `#`, as they are to be written."""
    newsletter: str = ""
    """Where to subscribe by e-mail: `https://…` or `mailto:…`; empty where there is none."""
    contact: str = ""
    """Where to reach the library: `https://…` or `mailto:…`; empty where nobody said so."""
    keep: tuple[str, ...] = ()
    """Globs of published files that are others': `publish` leaves them where they are."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each setting that was written, counted from 1: where later errors point."""

    @property
    def space(self) -> str:
        """What the permanent names of feeds and their entries are made from."""
        return self.id or self.url

    def section(self, kind: Kind) -> str:
        """Return the output folder of the section of *kind*: `posts/`."""
        return f"{self.sections.get(kind.folder) or self.sections.get(kind.name) or kind.folder}/"


NetworkState = Literal["alive", "renamed", "closed", "doubtful", "unsuitable"]
"""`renamed` lives on under its successor's name; of a `doubtful` one there is no sign of life."""
Counting = Literal["characters", "x", "bluesky", "mastodon", "threads"]
"""By what rule a network counts the length of a post."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network or service, alive or not, as the registry `networks.yaml` knows it.

    A dataclass, unlike the other nouns, since pydantic checks what the registry says.
    """

    name: str
    """Its key: `bluesky`."""
    title: str
    """`Bluesky`."""
    state: NetworkState
    source: str
    """How we know."""
    successors: tuple[str, ...] = ()
    """What takes its place: keys of other networks, or words."""
    closed: str = ""
    """When it closed, as far as that is known: `2022-09-22`, `2019-04`, `2012`; else empty."""
    hosts: tuple[str, ...] = ()
    """Its hosts, those below them included: `plus.google.com`."""
    target: bool = False
    """Whether posts can be shared there: then what follows is known."""
    limit: int = 0
    """How long a post may be, by its own `counting`; 0 for no limit that a post would meet."""
    counting: Counting = "characters"
    link_cost: int = 0
    """What any link counts; 0 for its own length."""
    intent: str = ""
    """An address that opens the network with a post begun; `{text}`, `{url}`, `{title}`, `{image}`,
    `{instance}` and `{subject}` stand for what is put in, encoded. Empty where there is none."""
    takes_text: bool = True
    """Whether the intent takes words; without, they are to be copied."""
    takes_tags: bool = True
    """Whether hashtags mean anything there."""
    takes_links: bool = True
    """Whether a link in the words can be followed there."""
    thread: bool = False
    """Whether a text that is too long may become several posts."""
    shape: Literal["wide", "square"] = "wide"
    """Of the picture that it shows best."""
    alt_limit: int = 0
    """How long the words for a picture may be; 0 where there are none."""
    note: str = ""
    """What a librarian must know, in a sentence."""


class Share(Noun, frozen=True):
    """A line of `content/_ledger/shared.yaml`: a page that was posted on a network."""

    id: str
    """The page's."""
    network: str
    """The network's key."""
    date: str
    """The day, ISO 8601."""
    url: str = ""
    """The address of the post; empty where nobody noted it."""
    line: int = 0


class CardStyle(Noun, frozen=True):
    """How a theme wants the pictures that networks show: colours as `#rrggbb`, and a font."""

    paper: str = "#ffffff"
    ink: str = "#1a1a1a"
    accent: str = "#7a2e2e"
    font: Asset | None = None
    """The theme's own font for titles; None for the one that libsite brings along."""


class Asset(Noun, frozen=True):
    """A file that is published as it is, or a picture without its metadata."""

    source: str
    """Relative to the site's folder, with `/`; for a theme's own file, relative to its theme."""
    digest: str
    size: int


class Measured(Noun, frozen=True):
    """A picture of the site, looked at once: what must be known of it before it is shown."""

    width: int = 0
    """In pixels, upright: after its orientation is applied; 0 for a drawing without a size."""
    height: int = 0
    colour: str = ""
    """Its mean colour as `#rrggbb`, shown until it is loaded; empty where it is see-through."""
    vector: bool = False
    """Whether it is an SVG drawing, which needs no other sizes."""
    fault: str = ""
    """Why it cannot be published, in a sentence without a full stop; empty if it can."""
    hint: str = ""
    """What to do about the fault, or about the doubt."""
    doubt: str = ""
    """Why it may look different from what its maker sees; empty if it will not."""
    animated: bool = False
    """Whether it moves: then it is made in one size."""


BOOK = "book/"
"""How the ids of books in the ledger begin; the rest is an ISBN, or title and author."""
LIST = "list/"
"""How the ids of lists in the ledger begin: `list/tag/water`."""
HOME = f"{LIST}home"
"""The id of the home page in the ledger; its `body` is `Config.space`."""


class LedgerEntry(Noun, frozen=True):
    """One published page as `content/_ledger/published.yaml` remembers it."""

    id: str
    url: str
    """From the site's root: `/posts/rivers/`."""
    source: str
    body: str
    """The digest of the file's Markdown when it was recorded: how a renamed file is recognized."""
    date: str | None = None
    """The day on which it was first recorded, ISO 8601."""
    former: tuple[str, ...] = ()
    """Addresses at which it was public before it moved, the oldest first."""


class Meeting(Noun, frozen=True):
    """A meeting of a club, its times settled."""

    start: datetime
    end: datetime | None
    """None where nobody said how long it lasts."""
    whole_day: bool
    """Whether only the day was said."""
    zone: str
    """The clock's short name at that time: `EST`."""
    title: str = ""
    place: str = ""
    call: str = ""
    note: str = ""
    cancelled: bool = False
    line: int = 0


class Page(Noun, frozen=True):
    """A document with its place in the site."""

    source: str
    """Relative to the site's folder: `content/posts/rivers.md`."""
    kind: str
    id: str
    """Permanent: survives a change of title, slug, file name and address."""
    path: str
    """The folder in the output, without a leading slash: `posts/rivers/`; empty for none."""
    title: str
    lang: str
    dir: Direction
    date: datetime | None
    """In the site's time zone, or None where none is known."""
    updated: datetime | None
    expires: datetime | None
    document: Document
    books: tuple[Book, ...] = ()
    """The books of a list, from its front matter or its file, and those of a reading."""
    meetings: tuple[Meeting, ...] = ()
    """The meetings of a club or a reading, in their order in time."""
    starts: datetime | None = None
    """When a reading begins."""
    ends: datetime | None = None
    """The moment after a reading's last day; None where nobody said."""
    club: str = ""
    """The source of the club whose reading it is; empty for every other kind."""


class Layer(Noun, frozen=True):
    """One folder of a theme: its templates as text, by name."""

    label: str
    """Its folder as errors show it: `themes/plain`."""
    templates: Mapping[str, str]


class Collection(Noun, frozen=True):
    """A list of pages that a theme asks for by name in `theme.yaml`."""

    name: str
    kind: str = ""
    tag: str = ""
    audience: str = ""
    limit: int = 10
    path: str = ""
    """The `theme.yaml` that asks for it, and the line there: where later errors point."""
    line: int = 0


class Theme(Noun, frozen=True):
    """The layers of a theme, the site's own first, and what it asks for."""

    name: str
    layers: tuple[Layer, ...]
    collections: tuple[Collection, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    """Its stylesheets, fonts and pictures, by the name that they have below `/theme/`."""
    words: bytes = b""
    """The interface in the site's language, as a GNU gettext `.mo` catalog; empty for English."""
    card: CardStyle = field(default_factory=CardStyle)
    """The look of social cards: `card:` in `theme.yaml`."""


class Site(Noun, frozen=True):
    """Everything that was read; the order of `pages` never depends on the file system."""

    config: Config
    theme: Theme
    pages: tuple[Page, ...]
    """Sorted by source."""
    files: Mapping[str, Asset]
    """Every file below `content/` that is not Markdown, by its path below `content/`."""
    left_out: frozenset[str] = frozenset()
    """Sources that could not be read: links to them are not broken, only not yet possible."""
    ledger: tuple[LedgerEntry, ...] = ()
    """Recorded pages."""
    book_ledger: tuple[LedgerEntry, ...] = ()
    """Recorded pages of books: they keep a book's address when its title is corrected."""
    list_ledger: tuple[LedgerEntry, ...] = ()
    """Recorded lists: sections, their years, tags, audiences, clubs, books."""
    pictures: Mapping[str, Measured] = field(default_factory=dict)
    """What is known of each picture below `content/`, by its source."""
    networks: Mapping[str, Network] = field(default_factory=dict)
    """The registry of networks, by name, in its order."""
    shared: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    """What was posted where, by the id of the page: `content/_ledger/shared.yaml`."""
