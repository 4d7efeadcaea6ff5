"""Widgets: parts of the site that schools show on theirs, under addresses that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, OEmbed, Output, Render, WidgetData
from libsite.model import KINDS
from libsite.noun import Noun
from libsite.plan.addresses import oembed_path, widget_path
from libsite.plan.embeds import (
    WIDGETS,
    book_widget,
    gone_widget,
    latest_widget,
    new_titles_widget,
    page_widget,
)
from libsite.plan.former import folders
from libsite.plan.shop import plan_shop
from libsite.text import marker, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.views import WidgetView

RESERVED = frozenset({"latest/", "new-titles/", "index/", "schema/", "widget/"})
"""Former addresses whose widget would stand where another file does."""


class Offer(Noun, frozen=True):
    """A widget, and where it stands."""

    view: WidgetView
    because: str
    """The source of its page, or the planner that asked for it."""
    path: str
    """The output folder of its page: `posts/rivers/`; `latest` and `new-titles` have none."""
    former: tuple[str, ...] = ()
    """Folders where its page was to be found: what was pasted then must work for good."""


def plan_widgets(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan every widget as a page for frames, as JSON, and as oEmbed where it stands for a page.

    Each stands under the former addresses of its page as well, and stays when its page is gone:
    nothing below `embed/v1/` ever vanishes. The last bundle is the page that offers them.
    """
    if not site.config.outputs.embed:
        return
    living = tuple(_living(site, catalog, shelf))
    others = (*_changed(site, catalog, shelf), *_gone(site, catalog, shelf))
    yield from _bundles((*living, *others), oembed=site.config.outputs.oembed)
    yield plan_shop(site, shelf, (offer.view for offer in living))


def _bundles(offers: Iterable[Offer], *, oembed: bool) -> Iterator[Bundle]:
    """Yield the bundles of *offers*, the first of those that want one address."""
    offers = tuple(offers)
    taken = {_key(offer.path) for offer in offers} | RESERVED
    planned: set[str] = set()
    for offer in offers:
        if _key(offer.path) in planned:  # two pages want one address, which is said of the pages
            continue
        planned.add(_key(offer.path))
        former = [path for path in offer.former if _claim(path, taken)]
        yield _bundle(offer, former, oembed=oembed)


def _living(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Offer]:
    """Yield every widget that has something to show: the site's, then those of pages and books."""
    yield Offer(latest_widget(site, catalog, shelf), "widgets", "latest")
    yield Offer(new_titles_widget(site, catalog, shelf), "widgets", "new-titles")
    for page in catalog.published:
        if _has_widget(page):
            view = page_widget(page, site, catalog, shelf)
            yield Offer(view, page.source, page.path, _former(page, catalog))
    for volume in shelf.books.library.volumes:
        because = volume.mentions[0].page.source
        yield Offer(book_widget(volume, site, shelf), because, volume.path, volume.former)


def _changed(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Offer]:
    """Yield a widget for each page that had one, and is of a kind now that has none."""
    sections = tuple(f"/{site.config.section(KINDS[kind])}" for kind in WIDGETS)
    had = {
        entry.id
        for entry in site.ledger
        if any(url.startswith(sections) for url in (*entry.former, entry.url))
    }
    for page in catalog.published if had else ():
        if page.id in had and not _has_widget(page):
            view = page_widget(page, site, catalog, shelf)
            yield Offer(view, page.source, page.path, _former(page, catalog))


def _gone(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Offer]:
    """Yield what stands for pages and books that were public and are no longer."""
    for page in catalog.gone:
        if _has_widget(page):
            view = gone_widget(page.path, WIDGETS[page.kind], site)
            yield Offer(view, page.source, page.path, _former(page, catalog))
    for path in shelf.books.library.lost:
        yield Offer(gone_widget(path, "book", site), "books", path)


def _has_widget(page: Page) -> bool:
    return page.kind in WIDGETS and bool(page.path)


def _former(page: Page, catalog: Catalog) -> tuple[str, ...]:
    """Return the folders among the former addresses of *page*; a file never had a widget."""
    return folders(catalog.former.get(page.source, ()))


def _key(path: str) -> str:
    """Return what two paths share that some disks take for the same."""
    return normal(path).casefold()


def _claim(path: str, taken: set[str]) -> bool:
    """Tell whether the former address *path* is free, and note that it is *taken*."""
    free = path != "/" and _key(path) not in taken
    taken.add(_key(path))
    return free


def _bundle(offer: Offer, former: Iterable[str], *, oembed: bool) -> Bundle:
    outputs = [
        output
        for path in (offer.path, *former)
        for output in (
            Output(widget_path(path), Render("widget.html"), "absolute"),
            Output(widget_path(path, "json"), WidgetData(), "absolute"),
            *(
                (Output(oembed_path(path), OEmbed(), "absolute"),)
                if oembed and offer.view.oembed
                else ()
            ),
        )
    ]
    return Bundle(outputs[0].path, offer.because, tuple(outputs), offer.view)


def oembed_of(page: Page, site: Site) -> str:
    """Return the address of the oEmbed of *page*; empty where it has none."""
    return book_oembed(page.path, site) if _has_widget(page) else ""


def book_oembed(path: str, site: Site) -> str:
    """Return the address of the oEmbed of the book whose page stands at *path*; or nothing."""
    switches = site.config.outputs
    # it shows a widget in a frame
    return marker(oembed_path(path)) if switches.embed and switches.oembed else ""
