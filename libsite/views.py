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
    from libsite.model import Direction, Heading, Image


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Word:
    """A tag, an audience or a year, with its page."""

    name: str
    url: str
    count: int
    """How many pages it has; 0 where it is named on a page of its own."""
    feed: str = ""
    """The address of its feed; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Card:
    """A page as it appears in a list."""

    kind: str
    title: str
    url: str
    date: datetime | None
    summary: str
    lang: str
    dir: Direction
    image: Image | None
    tags: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A post or a page; its HTML is the template's `body`."""

    kind: str
    title: str
    url: str
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """Of the content; the interface speaks `site.language`."""
    dir: Direction
    date: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    summary: str
    image: Image | None
    tags: tuple[Word, ...]
    audience: tuple[Word, ...]
    headings: tuple[Heading, ...]
    newer: Link | None
    older: Link | None
    body: Body


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of pages: home, a section, a year, a tag, an audience."""

    list: Literal["home", "section", "year", "tag", "audience"]
    kind: str
    """The kind of a section or year; empty elsewhere."""
    title: str
    """The tag, audience or year as people read it; empty for home and sections, which the theme
    names in its own language."""
    url: str
    canonical: str
    lang: str
    dir: Direction
    cards: tuple[Card, ...]
    more: bool
    """Whether there are older pages than `cards`, to be found by `years`."""
    years: tuple[Word, ...]
    feed: str
    """The address of this list's feed; empty where it has none."""


@dataclass(frozen=True, slots=True)
class WordsView:
    """The list of all tags, or of all audiences."""

    list: Literal["tags", "audiences"]
    url: str
    canonical: str
    lang: str
    dir: Direction
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page without content: not found, or withdrawn."""

    notice: Literal["404", "withdrawn"]
    url: str
    lang: str
    dir: Direction


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An old address that leads to a new one."""

    url: str
    """The new address."""
    canonical: str
    lang: str
    dir: Direction


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site itself: the shared value `site`."""

    title: str
    description: str
    url: str
    language: str
    dir: Direction
    author: str
    home: str
    tags: str
    """The address of the list of all tags; empty where there are none."""
    audiences: str
    """The address of the list of all audiences; empty where there are none."""
    feed: str
    year: str
    """The year of the newest content: what a copyright line may say without a clock."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the menu; a template compares `url` with its page's to mark where it is."""

    title: str
    """Empty for a section without a title of its own, which the theme names by `section`."""
    url: str
    section: str
    """The kind whose section it leads to, or empty."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed."""

    id: str
    """A permanent URN, whatever becomes of title and address."""
    title: str
    url: str
    date: datetime | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    body: Body


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
    language: str
    url: str
    """The page that lists the same."""
    feed: str
    """The feed's own address."""
    items: tuple[FeedItem, ...]


def bodies_of(view: object) -> Iterable[Body]:
    """Yield the bodies that *view* holds, whose HTML its recipes need."""
    if isinstance(view, PageView):
        yield view.body
    elif isinstance(view, FeedView):
        yield from (item.body for item in view.items)
