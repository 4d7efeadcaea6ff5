"""The nouns that people write: settings, documents, pages, files, and the site that holds them.

All are frozen, and all hold plain values only. `read` makes them, `plan` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from libsite.errors import Problem

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content: where it lives, where it appears, and which template shows it."""

    name: str
    folder: str
    """The folder below `content/` that gives this kind to the files in it."""
    template: str
    listed: bool
    """Whether its pages appear in a section, in year archives, under tags and in feeds."""


KINDS: dict[str, Kind] = {
    "post": Kind("post", folder="posts", template="post.html", listed=True),
    "page": Kind("page", folder="pages", template="page.html", listed=False),
}
"""The kinds of content. To add one: a row here, its model in `read/frontmatter.py`, a template."""


RESERVED = frozenset(
    "books calendar clubs embed events feed for library opml posts search shelves share site"
    " subscribe tags theme titles".split()
)
"""First parts of addresses that belong to libsite."""


# ---- What one Markdown file says


@dataclass(frozen=True, slots=True)
class Slot:
    """A numbered place in a body for an address that only the whole site can know."""

    attribute: Literal["href", "src", "poster"]
    target: str
    """The address as it was written: `@/posts/x.md`, `../pages/about.md#hours`, `cat.jpg`."""
    line: int
    """Where it stands in the file, counted from 1; 0 where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body, for tables of contents and fragments."""

    level: int
    """2 to 6: the page's title is the only heading of level 1."""
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Image:
    """The picture that stands for a page."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Front:
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
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key that was written, counted from 1: where later errors point."""


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file understood alone: it depends on its own bytes and on nothing else.

    The body's HTML is not here but in the memo under `body`, so that ten thousand documents fit in
    memory. In that HTML, slot *n* of `slots` stands as the address `slot:n`.
    """

    front: Front
    body: str
    """The digest of the sanitised HTML."""
    markdown: str
    """The digest of the Markdown that it was made from: how a renamed file is recognised."""
    slots: tuple[Slot, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id in the body, sorted: what a `#fragment` may name."""
    excerpt: str = ""
    """The first words of the body as plain text."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices about this file; their `path` is empty until the file is known."""


# ---- What the site says


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the menu as it was written, and the line where it stands."""

    target: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Outputs:
    """Switches for what a site can do without."""

    tag_feeds: bool = True
    audience_feeds: bool = True


@dataclass(frozen=True, slots=True)
class Config:
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
    outputs: Outputs = field(default_factory=Outputs)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The line of each setting that was written, counted from 1: where later errors point."""

    def section(self, kind: Kind) -> str:
        """Return the output folder of the section of *kind*: `posts/`."""
        return f"{self.sections.get(kind.folder) or self.sections.get(kind.name) or kind.folder}/"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is, or a picture without its metadata."""

    source: str
    """Relative to the site's folder, with `/`; for a theme's own file, relative to its theme."""
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One published page as `content/_ledger/published.yaml` remembers it."""

    id: str
    url: str
    """From the site's root: `/posts/rivers/`."""
    source: str
    body: str
    """The digest of the file's Markdown when it was recorded: how a renamed file is recognised."""
    date: str | None = None
    """The day on which it was first recorded, ISO 8601."""
    former: tuple[str, ...] = ()
    """Addresses at which it was public before it moved, the oldest first."""


@dataclass(frozen=True, slots=True)
class Page:
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


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a theme: its templates as text, by name."""

    label: str
    """Its folder as errors show it: `themes/plain`."""
    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Collection:
    """A list of pages that a theme asks for by name in `theme.yaml`."""

    name: str
    kind: str = ""
    tag: str = ""
    audience: str = ""
    limit: int = 10
    path: str = ""
    """The `theme.yaml` that asks for it, and the line there: where later errors point."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """The layers of a theme, the site's own first, and what it asks for."""

    name: str
    layers: tuple[Layer, ...]
    collections: tuple[Collection, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    """Its stylesheets, fonts and pictures, by the name that they have below `/theme/`."""
    words: bytes = b""
    """The interface in the site's language, as a GNU gettext `.mo` catalog; empty for English."""


@dataclass(frozen=True, slots=True)
class Site:
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
