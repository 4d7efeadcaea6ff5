"""What feeds hold, and what the page sees that offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.artifact import Body, Recipe
    from libsite.model import Direction
    from libsite.views.parts import Crumb


class Enclosure(Noun, frozen=True):
    """A picture that a feed's entry brings along."""

    url: str
    """Its address."""
    path: str
    """Its output path: its length in bytes is that of the file there."""
    type: str
    """`image/webp`, `image/png`, `image/jpeg`."""
    width: int
    """In pixels."""
    height: int
    """In pixels."""
    recipe: Recipe
    """How it is made: with the toolchain, what its length depends on."""


class FeedItem(Noun, frozen=True):
    """One entry of a feed."""

    id: str
    """A permanent URN, whatever becomes of title and address."""
    title: str
    """The page's title."""
    url: str
    """The page's address."""
    date: datetime | None
    """Its day and time; None where it has none."""
    updated: datetime | None
    """When it was last changed in a way worth knowing; None where nobody said so."""
    authors: tuple[str, ...]
    """Who wrote it, else the site's `author`; empty where neither is named."""
    categories: tuple[str, ...]
    """The page's tags, as they were written."""
    summary: str
    """The summary that was written, else the first words of the text."""
    lang: str
    """The language of the page, a BCP 47 tag."""
    body: Body
    """Stands for the whole text."""
    enclosure: Enclosure | None
    """The picture that stands for the page; None where there is none."""


class FeedView(Noun, frozen=True):
    """A feed, in each of its formats: what RSS calls a channel."""

    id: str
    """A permanent URN, whatever becomes of title and address."""
    title: str
    """The site's title."""
    part: str
    """The tag, audience or club that the feed is about; empty for a section and the whole site."""
    section: str
    """The kind of a section's feed, which is named in the site's language; empty elsewhere."""
    description: str
    """A sentence about the site, else its title."""
    language: str
    """The site's language, a BCP 47 tag."""
    author: str
    """Who speaks for the site: its `author`, else its title."""
    url: str
    """The page that lists the same."""
    feed: str
    """Its own address as RSS 2.0."""
    atom: str
    """Its own address as Atom 1.0; empty where that is switched off."""
    json: str
    """Its own address as JSON Feed 1.1; empty where that is switched off."""
    items: tuple[FeedItem, ...]
    """The newest pages, at most `feed_items` of them."""


class FeedLink(Noun, frozen=True):
    """A feed as the page that offers all of them shows it."""

    title: str
    """The tag, audience or club; empty for a section and for the whole site."""
    section: str
    """The kind of a section; empty elsewhere."""
    url: str
    """The page that lists the same."""
    feed: str
    """The address as RSS."""
    atom: str
    """The address as Atom; empty where that is switched off."""
    json: str
    """The address as JSON Feed; empty where that is switched off."""


class SubscribeView(Noun, frozen=True):
    """The page that says how to follow the site."""

    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    whole: FeedLink
    """The feed of the whole site."""
    sections: tuple[FeedLink, ...]
    """Those of the sections."""
    clubs: tuple[FeedLink, ...]
    """Those of the book clubs, by name."""
    audiences: tuple[FeedLink, ...]
    """Those of the audiences; empty where they are switched off."""
    tags: tuple[FeedLink, ...]
    """Those of the tags, by name; empty where they are switched off."""
    newsletter: str
    """Where to subscribe by e-mail: `mailto:…` or an address on the web; empty for nowhere."""
    opml: str
    """The address of the list of all feeds that feed readers take in."""
    title: str
    """The site's title."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""
