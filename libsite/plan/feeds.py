"""RSS feeds of the site, each section, each tag and each audience."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Output, Rss
from libsite.model import KINDS
from libsite.plan.cards import summary
from libsite.text import marker
from libsite.views import BookBlock, FeedItem, FeedView, ShelfBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.views import Block


def plan_feeds(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan every feed: the newest entries in full."""
    yield _feed(site, shelf, path="", pages=catalog.listed)
    for kind, pages in catalog.sections.items():
        yield _feed(site, shelf, path=site.config.section(KINDS[kind]), pages=pages, section=kind)
    yield from _of_clubs(site, catalog, shelf)
    if site.config.outputs.tag_feeds:
        for group in catalog.tags:
            path = f"tags/{group.slug}/"
            yield _feed(site, shelf, path=path, pages=group.pages, part=group.name)
    if site.config.outputs.audience_feeds:
        for group in catalog.audiences:
            path = f"for/{group.slug}/"
            pages = tuple(page for page in group.pages if KINDS[page.kind].listed)
            yield _feed(site, shelf, path=path, pages=pages, part=group.name)


def _of_clubs(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a feed of what each club reads, and one of what they all read."""
    if not catalog.diary.clubs:
        return
    readings = tuple(page for page in catalog.listed if page.club)
    path = site.config.section(KINDS["club"])
    yield _feed(site, shelf, path=path, pages=readings, section="club")
    for club in catalog.diary.clubs:
        own = tuple(page for page in readings if page.club == club.source)
        yield _feed(site, shelf, path=club.path, pages=own, part=club.title)


def _feed(
    site: Site,
    shelf: Shelf,
    *,
    path: str,
    pages: tuple[Page, ...],
    part: str = "",
    section: str = "",
) -> Bundle:
    config = site.config
    view = FeedView(
        title=config.title,
        part=part,
        section=section,
        description=config.description or config.title,
        language=config.language,
        url=marker(path),
        feed=marker(f"{path}feed.xml"),
        items=tuple(_item(page, site, shelf) for page in pages[: config.feed_items]),
    )
    name = f"{path}feed.xml"
    return Bundle(name, "feeds", (Output(name, Rss(), "absolute"),), view)


def _item(page: Page, site: Site, shelf: Shelf) -> FeedItem:
    front = page.document.front
    return FeedItem(
        id=guid(site, page),
        title=page.title,
        url=marker(page.path),
        date=page.date,
        authors=front.authors or ((site.config.author,) if site.config.author else ()),
        categories=front.tags,
        summary=summary(page),
        body=shelf.body_of(page, *_books(page, shelf)),
    )


def _books(page: Page, shelf: Shelf) -> Iterator[Block]:
    """Yield what follows the text of a list or a reading: its books, the one of a reading whole."""
    if not page.books:
        return
    cards = shelf.books.cards_of(page.books)
    if page.club and len(cards) == 1:
        yield BookBlock("book", cards[0], "")
    else:
        yield ShelfBlock("shelf", page.title, marker(page.path), cards, len(cards))


def guid(site: Site, page: Page) -> str:
    """Return the permanent URN of *page*: a version 5 UUID (RFC 9562) of the site's and its own id.

    The site's id keeps it the same when the site moves; without one its address stands in.
    """
    space = uuid.uuid5(uuid.NAMESPACE_URL, site.config.id or site.config.url)
    return uuid.uuid5(space, page.id).urn
