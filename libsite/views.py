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
class Card:
    """A page as it appears in a list."""

    kind: str
    """`post` or `page`: a key of `KINDS`."""
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
    image: Image | None
    """The picture that stands for the page; None where it has none."""
    tags: tuple[Word, ...]
    """Its tags that have a page of their own; their `count` is 0."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A post or a page; its HTML is the template's `body`."""

    kind: str
    """`post` or `page`: a key of `KINDS`."""
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
    image: Image | None
    """The picture that stands for it; None where it has none."""
    tags: tuple[Word, ...]
    """Its tags; none for a kind that is not listed."""
    audience: tuple[Word, ...]
    """For whom it is; none for a kind that is not listed."""
    headings: tuple[Heading, ...]
    """The headings of the text, in their order."""
    newer: Link | None
    """The next newer page of its kind; None at the end, and where it is not listed."""
    older: Link | None
    """The next older page of its kind; None at the end, and where it is not listed."""
    body: Body
    """Stands for the text; a template writes `{{ body }}` and leaves this alone."""


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
    """The kind whose section it leads to, or empty."""


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
