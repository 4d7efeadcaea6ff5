"""New-title lists, the pages of books, and the list of all books."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec.structs import asdict, replace

from libsite.artifact import Bundle, Output, Render
from libsite.model import Titles
from libsite.plan import trails
from libsite.plan.addresses import canonical
from libsite.plan.former import notice_at, redirect_at
from libsite.plan.social import picture_of
from libsite.plan.volumes import FOLDER
from libsite.plan.widgets import book_oembed
from libsite.text import direction, marker, slugify
from libsite.views import (
    BookCard,
    BookGroup,
    BooksView,
    BookView,
    Link,
    TitlesView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Grouping, Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.plan.volumes import Volume
    from libsite.views import PageView


# ---- Lists --------------------------------------------------------------------------------------


def titles_view(page: Page, view: PageView, site: Site, shelf: Shelf) -> TitlesView:
    """Return *view*, what every page shows, with what a new-title list shows besides."""
    titles = page.document.front.more
    if not isinstance(titles, Titles):
        titles = Titles()
    cards = shelf.books.cards_of(page.books)
    return TitlesView(
        **asdict(view),
        layout=titles.layout,
        group=titles.group,
        groups=_groups(cards, titles.group, site.config.audiences),
        count=len(cards),
    )


def _groups(
    cards: tuple[BookCard, ...], group: Grouping, audiences: tuple[str, ...]
) -> tuple[BookGroup, ...]:
    """Return *cards* by what they share; a book stands in each group that it belongs to.

    Audiences come in the order of *audiences*, everything else by name, what says nothing last.
    """
    if not group:
        return (BookGroup("", cards),)
    names: dict[str, str] = {}
    found: dict[str, list[BookCard]] = {}
    for card in cards:
        for name in _shared(card, group) or ("",):
            key = slugify(name) or name.casefold()
            names.setdefault(key, name)
            found.setdefault(key, []).append(card)
    order = {slugify(name): place for place, name in enumerate(audiences)}
    ranked = sorted(found, key=lambda key: (not key, order.get(key, len(order)), key))
    return tuple(BookGroup(names[key], tuple(found[key])) for key in ranked)


def _shared(card: BookCard, group: Grouping) -> tuple[str, ...]:
    match group:
        case "audience":
            return tuple(word.name for word in card.audience)
        case "subject":
            return card.subjects
    return (card.format,) if card.format else ()


# ---- Books --------------------------------------------------------------------------------------


def plan_books(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a page for each book, its cover, and a redirect from each of its ISBNs."""
    del catalog
    for volume in shelf.books.library.volumes:
        because = volume.mentions[0].page.source
        path = f"{volume.path}index.html"
        view = _book_view(volume, site, shelf)
        yield Bundle(path, because, (Output(path, Render("book.html")),), view)
        outputs = tuple(Output(*one) for one in shelf.books.jackets[volume.path].outputs)
        yield Bundle(outputs[0].path, because, outputs)
        old = (*(f"{FOLDER}/{isbn}/" for isbn in volume.isbns), *volume.former)
        for former in dict.fromkeys(old):
            yield redirect_at(f"{former}index.html", volume.path, because, site)
    for path in shelf.books.library.lost:
        yield notice_at(path, "books", site)
    if shelf.books.library.volumes:
        yield _all_books(site, shelf)


def _book_view(volume: Volume, site: Site, shelf: Shelf) -> BookView:
    language = site.config.language
    return BookView(
        title=volume.book.title,
        url=marker(volume.path),
        canonical=canonical(site, volume.path),
        lang=language,
        dir=direction(language),
        book=shelf.books.cards[volume.path],
        isbns=volume.isbns,
        links=tuple(Link(link.title, link.url) for link in volume.book.links),
        catalogs=tuple(_catalogs(volume, site)),
        # without the other books of a list: this page need not change with them
        shown=tuple(replace(shelf.cards[page.source], books=(), count=0) for page in volume.shown),
        trail=trails.folder(site, "books", f"{FOLDER}/"),
        card=picture_of(shelf.wide.get(volume.path)),
        oembed=book_oembed(volume.path, site),
    )


def _catalogs(volume: Volume, site: Site) -> Iterator[Link]:
    """Yield an address of *volume* in each catalogue that can be asked for it."""
    book = volume.book
    parts = {
        "isbn": book.isbn,
        "title": book.title,
        "author": book.authors[0] if book.authors else "",
    }
    for catalog in site.config.catalogs:
        wanted = [name for name in parts if f"{{{name}}}" in catalog.url]
        if all(parts[name] for name in wanted):
            url = catalog.url
            for name in wanted:
                url = url.replace(f"{{{name}}}", quote(parts[name], safe=""))
            yield Link(catalog.title, url)


def _all_books(site: Site, shelf: Shelf) -> Bundle:
    """Plan the list of all books, by the first letters of their titles."""
    cards = sorted(shelf.books.cards.values(), key=lambda card: (_sorted_as(card.title), card.url))
    letters: dict[str, list[BookCard]] = {}
    for card in cards:
        first = _sorted_as(card.title)[:1].upper()
        letters.setdefault("0\u20139" if first.isdigit() else first, []).append(card)
    language = site.config.language
    path = f"{FOLDER}/"
    view = BooksView(
        url=marker(path),
        canonical=canonical(site, path),
        lang=language,
        dir=direction(language),
        groups=tuple(BookGroup(letter, tuple(group)) for letter, group in letters.items()),
        count=len(cards),
        trail=(trails.home(site),),
    )
    name = f"{path}index.html"
    return Bundle(name, "books", (Output(name, Render("books.html")),), view)


def _sorted_as(title: str) -> str:
    return slugify(title, limit=0) or title.casefold()
