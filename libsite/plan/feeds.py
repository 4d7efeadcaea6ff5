"""Feeds of the site, each section, club, tag and audience, in each format; what they enclose."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

from libsite.artifact import Atom, Bundle, JsonFeed, Output, Rss, Scale
from libsite.model import KINDS
from libsite.noun import Noun
from libsite.plan.cards import summary
from libsite.text import marker
from libsite.views import BookBlock, Enclosure, FeedItem, FeedView, ShelfBlock, largest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.artifact import Recipe
    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog, Group
    from libsite.views import Block, Picture

CARD_TYPES = {"png": "image/png", "jpg": "image/jpeg"}
"""The media types of social cards, by the ending of their names."""


class Channel(Noun, frozen=True):
    """Pages that can be followed together."""

    of: Literal["site", "section", "club", "audience", "tag"]
    path: str
    """The output folder of the page that lists the same."""
    pages: tuple[Page, ...]
    part: str = ""
    """The club, audience or tag."""
    section: str = ""
    """The kind of a section."""


def plan_feeds(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan every feed: the newest entries in full."""
    items: dict[str, FeedItem] = {}  # by source: most entries are in several feeds
    for channel in channels(site, catalog):
        pages = channel.pages[: site.config.feed_items]
        for page in pages:
            if page.source not in items:
                items[page.source] = _item(page, site, shelf)
        yield _feed(site, channel, tuple(items[page.source] for page in pages))


def channels(site: Site, catalog: Catalog) -> Iterator[Channel]:
    """Yield everything of *site* that has a feed: the site, sections, clubs, tags, audiences."""
    switches = site.config.outputs
    yield Channel("site", "", catalog.listed)
    for kind, pages in catalog.sections.items():
        yield Channel("section", site.config.section(KINDS[kind]), pages, section=kind)
    yield from _of_clubs(site, catalog)
    if switches.tag_feeds:
        yield from (_of_group("tag", "tags", group) for group in catalog.tags)
    if switches.audience_feeds:
        yield from (_of_group("audience", "for", group) for group in catalog.audiences)


def _of_clubs(site: Site, catalog: Catalog) -> Iterator[Channel]:
    """Yield what all clubs read, and what each one reads."""
    if not catalog.diary.clubs:
        return
    readings = tuple(page for page in catalog.listed if page.club)
    yield Channel("section", site.config.section(KINDS["club"]), readings, section="club")
    for club in catalog.diary.clubs:
        own = tuple(page for page in readings if page.club == club.source)
        yield Channel("club", club.path, own, part=club.title)


def _of_group(of: Literal["tag", "audience"], folder: str, group: Group) -> Channel:
    pages = tuple(page for page in group.pages if KINDS[page.kind].listed)
    return Channel(of, f"{folder}/{group.slug}/", pages, part=group.name)


def addresses(site: Site, channel: Channel) -> tuple[str, str, str]:
    """Return where *channel* stands as RSS, Atom and JSON Feed; empty for what is switched off."""
    switches = site.config.outputs
    return (
        marker(f"{channel.path}feed.xml"),
        marker(f"{channel.path}atom.xml") if switches.atom else "",
        marker(f"{channel.path}feed.json") if switches.json else "",
    )


def _feed(site: Site, channel: Channel, items: tuple[FeedItem, ...]) -> Bundle:
    config = site.config
    path = channel.path
    feed, atom, json = addresses(site, channel)
    view = FeedView(
        id=feed_id(site, path),
        title=config.title,
        part=channel.part,
        section=channel.section,
        description=config.description or config.title,
        language=config.language,
        author=config.author or config.title,
        url=marker(path),
        feed=feed,
        atom=atom,
        json=json,
        items=items,
    )
    outputs = [Output(f"{path}feed.xml", Rss(), "absolute")]
    if atom:
        outputs.append(Output(f"{path}atom.xml", Atom(), "absolute"))
    if json:
        outputs.append(Output(f"{path}feed.json", JsonFeed(), "absolute"))
    return Bundle(outputs[0].path, "feeds", tuple(outputs), view)


def _item(page: Page, site: Site, shelf: Shelf) -> FeedItem:
    front = page.document.front
    return FeedItem(
        id=guid(site, page),
        title=page.title,
        url=marker(page.path),
        date=page.date,
        updated=page.updated,
        authors=front.authors or ((site.config.author,) if site.config.author else ()),
        categories=front.tags,
        summary=summary(page),
        lang=page.lang,
        body=shelf.body_of(page, *_books(page, shelf)),
        enclosure=_enclosure(page, shelf),
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


def _enclosure(page: Page, shelf: Shelf) -> Enclosure | None:
    """Return the picture that *page* brings along: its own, else a cover, else its card.

    A drawing is passed over, that of a cover as well: what shows feeds shows no SVG. A moving
    picture is as good as a still one, since it is made like those.
    """
    resolved = shelf.links.resolved[page.source]
    if resolved.image is not None:
        own = _largest(resolved.image, resolved.files)
        if own is not None:
            return own
    for book in page.books:
        jacket = shelf.books.jackets[shelf.books.library.of(book).path]
        cover = _largest(jacket.picture, jacket.outputs)
        if cover is not None:
            return cover
    card = shelf.wide.get(page.source)
    if card is None:
        return None
    type_ = CARD_TYPES[card.path.rpartition(".")[2]]
    picture = card.picture
    return Enclosure(
        marker(card.path), card.path, type_, picture.width, picture.height, card.recipe
    )


def _largest(picture: Picture, files: Iterable[tuple[str, Recipe]]) -> Enclosure | None:
    """Return the largest of the sizes in which *picture* is made, if it is among *files*."""
    url = largest(picture)
    for path, recipe in files:
        if marker(path) == url and isinstance(recipe, Scale):
            return Enclosure(url, path, "image/webp", picture.width, picture.height, recipe)
    return None


def guid(site: Site, page: Page) -> str:
    """Return the permanent URN of *page*."""
    return _urn(site, page.id)


def feed_id(site: Site, path: str) -> str:
    """Return the permanent URN of the feed at *path*."""
    return _urn(site, f"feed:{path}")


def _urn(site: Site, name: str) -> str:
    """Return the URN of what is called *name* in *site*: a version 5 UUID (RFC 9562) of both.

    The site's id keeps it the same when the site moves; without one its address stands in.
    """
    space = uuid.uuid5(uuid.NAMESPACE_URL, site.config.space)
    return uuid.uuid5(space, name).urn
