"""What each widget shows, and how tall a frame it needs."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.model import KINDS, Reading
from libsite.plan.addresses import oembed_path, widget_path
from libsite.plan.cards import page_words, summary
from libsite.plan.clubs import coming
from libsite.plan.social import picture_of, site_card
from libsite.text import direction, excerpt, marker
from libsite.views import WidgetItem, WidgetView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.plan.volumes import Volume
    from libsite.views import BookCard, MeetingView, Widget, WidgetLayout

WIDGETS: dict[str, Widget] = {
    "post": "post",
    "titles": "list",
    "club": "club",
    "reading": "reading",
}
"""The widget for each kind of page that has one."""
USUAL: dict[Widget, tuple[WidgetLayout, int]] = {
    "latest": ("list", 5),
    "new-titles": ("shelf", 12),
    "list": ("shelf", 12),
    "club": ("compact", 5),
    "reading": ("list", 3),
    "book": ("list", 1),
    "post": ("list", 1),
}
"""How each widget is shown, and how many entries, where nobody chose."""
NEWEST = 20
"""How many of the newest pages `latest` holds, whatever their words."""
OF_EACH_WORD = 5
"""How many pages of each tag and audience it holds besides, so that none comes up empty."""
LATEST = 100
"""How many pages it holds at the most."""
NEW_BOOKS = 40
BOOKS = 60
READINGS = 20
MEETINGS = 3
WORDS = 300
"""Characters of a book's description."""


# ---- The site's own -----------------------------------------------------------------------------


def latest_widget(site: Site, catalog: Catalog, shelf: Shelf) -> WidgetView:
    """Return the widget of the newest posts; of all listed pages where there is no post."""
    posts = catalog.sections.get("post", ())
    folder = site.config.section(KINDS["post"]) if posts else ""
    pages = _latest(posts or catalog.listed, catalog)
    view = replace(
        _blank(site, "latest", "latest"),
        url=marker(folder),
        feed=marker(f"{folder}feed.xml"),
        items=tuple(_page_item(page, shelf) for page in pages),
        updated=_newest(pages),
        card=picture_of(site_card(site)),
    )
    return _measured(view)


def _latest(pages: tuple[Page, ...], catalog: Catalog) -> list[Page]:
    """Return the newest of *pages*, and the newest of each of their words, in the same order.

    Of each word the first, then of each the second: so the limit leaves out as few words as may be.
    """
    order = {page.source: place for place, page in enumerate(pages)}
    chosen = dict.fromkeys(range(min(NEWEST, len(pages))))
    of_words = (
        [order[page.source] for page in group.pages if page.source in order][:OF_EACH_WORD]
        for group in (*catalog.audiences, *catalog.tags)
    )
    for round_ in zip_longest(*of_words):
        for place in round_:
            if place is not None and len(chosen) < LATEST:
                chosen[place] = None
    return [pages[place] for place in sorted(chosen)]


def new_titles_widget(site: Site, catalog: Catalog, shelf: Shelf) -> WidgetView:
    """Return the widget of the books of the newest lists, each once."""
    lists = catalog.sections.get("titles", ())
    folder = site.config.section(KINDS["titles"])
    written = [book for page in lists for book in page.books[:NEW_BOOKS]][: 3 * NEW_BOOKS]
    cards = {card.url: card for card in reversed(shelf.books.cards_of(written))}
    books = tuple(cards.values())[::-1][:NEW_BOOKS]
    view = replace(
        _blank(site, "new-titles", "new-titles"),
        url=marker(folder if "titles" in catalog.sections else ""),
        feed=marker(f"{folder}feed.xml") if "titles" in catalog.sections else "",
        items=tuple(_book_item(book, site) for book in books),
        updated=_newest(lists),
        card=picture_of(site_card(site)),
    )
    return _measured(view)


# ---- Of pages and books -------------------------------------------------------------------------


def page_widget(page: Page, site: Site, catalog: Catalog, shelf: Shelf) -> WidgetView:
    """Return the widget of a published *page*; that of a post, if its kind has none."""
    widget = WIDGETS.get(page.kind, "post")
    readings: tuple[Page, ...] = ()
    items: tuple[WidgetItem, ...] = ()
    if widget == "club":
        readings = _readings(page, catalog)
        items = tuple(_reading_item(one, shelf) for one in readings)
    elif widget != "post" and page.books:  # a post speaks for itself
        books = shelf.books.cards_of(page.books)[:BOOKS]
        items = tuple(_book_item(book, site) for book in books)
    view = replace(
        _of(page.path, widget, site),
        title=page.title,
        feed=marker(f"{page.path}feed.xml") if widget == "club" else "",
        lang=page.lang,
        dir=page.dir,
        summary=summary(page),
        image=shelf.cards[page.source].image if widget == "post" else None,
        card=picture_of(shelf.wide.get(page.source)),
        meetings=_meetings(page, catalog),
        items=items,
        updated=_newest((page, *readings)),
    )
    return _measured(view)


def _readings(club: Page, catalog: Catalog) -> tuple[Page, ...]:
    """Return what *club* reads: now, next with the nearest first, and before, the latest first."""
    diary = catalog.diary
    found = diary.readings[club.source]
    by_state = {
        state: [page for page in found if diary.states[page.source] == state]
        for state in ("current", "next", "past")
    }
    return (*by_state["current"], *by_state["next"][::-1], *by_state["past"])[:READINGS]


def _meetings(page: Page, catalog: Catalog) -> tuple[MeetingView, ...]:
    """Return the next meetings of a club or reading."""
    if page.kind == "club":
        return coming(page, catalog)[:MEETINGS]
    club = next((one for one in catalog.diary.clubs if one.source == page.club), None)
    if club is None:
        return ()
    own = marker(page.path)
    return tuple(
        meeting
        for meeting in coming(club, catalog)
        if meeting.reading is not None and meeting.reading.url == own
    )[:MEETINGS]


def book_widget(volume: Volume, site: Site, shelf: Shelf) -> WidgetView:
    """Return the widget of a book."""
    book = shelf.books.cards[volume.path]
    view = replace(
        _of(volume.path, "book", site),
        title=book.title,
        summary=excerpt(book.blurb, WORDS),
        image=book.cover,
        card=picture_of(shelf.wide.get(volume.path)),
        authors=book.authors,
        updated=_newest(volume.shown),
    )
    return _measured(view)


def gone_widget(path: str, widget: Widget, site: Site) -> WidgetView:
    """Return what stands where the page at *path* had its widget: nothing of what it said."""
    return _measured(replace(_of(path, widget, site), gone=True))


# ---- What all have ------------------------------------------------------------------------------


def _blank(site: Site, widget: Widget, name: str, *, page: str = "") -> WidgetView:
    """Return a widget that shows nothing yet; it stands at *name* below `embed/v1/`.

    It speaks the site's language, and stands for the page at *page*, which has an oEmbed unless
    they are switched off, or for the home page, which has none.
    """
    config = site.config
    layout, count = USUAL[widget]
    return WidgetView(
        widget=widget,
        title="",
        url=marker(page),
        html=marker(widget_path(name)),
        data=marker(widget_path(name, "json")),
        oembed=marker(oembed_path(page)) if page and config.outputs.oembed else "",
        feed="",
        library=config.title,
        home=marker(""),
        lang=config.language,
        dir=direction(config.language),
        layout=layout,
        count=count,
        height=0,
        summary="",
        image=None,
        card=None,
        authors=(),
        meetings=(),
        items=(),
        updated=None,
        gone=False,
    )


def _of(path: str, widget: Widget, site: Site) -> WidgetView:
    """Return the same for the page at *path*."""
    return _blank(site, widget, path, page=path)


def _measured(view: WidgetView) -> WidgetView:
    """Return *view*, which is complete but for its height."""
    return replace(view, height=height_of(view))


def _newest(pages: Iterable[Page]) -> datetime | None:
    """Return when the newest of *pages* was published or changed."""
    moments = (when for page in pages for when in (page.date, page.updated) if when is not None)
    return max(moments, default=None)


def _page_item(page: Page, shelf: Shelf) -> WidgetItem:
    card = shelf.cards[page.source]
    return WidgetItem(
        kind=page.kind,
        title=page.title,
        url=card.url,
        authors=(),
        date=page.date,
        summary=card.summary,
        image=card.image,
        lang=page.lang,
        dir=page.dir,
        tags=card.tags,
        audience=page_words(page.document.front.audience, shelf.audiences),
    )


def _reading_item(page: Page, shelf: Shelf) -> WidgetItem:
    """Return a reading as its club shows it: with its first day, and the cover of its first book.

    When its page was published tells nobody when to read: without a first day it has none.
    """
    item = _page_item(page, shelf)
    books = shelf.cards[page.source].books
    more = page.document.front.more
    said = isinstance(more, Reading) and more.starts
    return replace(
        item,
        date=page.starts if said else None,
        image=books[0].cover if books else item.image,
    )


def _book_item(book: BookCard, site: Site) -> WidgetItem:
    language = site.config.language
    return WidgetItem(
        kind="book",
        title=book.title,
        url=book.url,
        authors=book.authors,
        date=None,
        summary=excerpt(book.blurb, WORDS),
        image=book.cover,
        lang=language,
        dir=direction(language),
        tags=(),
        audience=book.audience,
    )


# ---- How tall it is -----------------------------------------------------------------------------

EDGE = 34
"""A border of 1 pixel and a space of 16, at both ends."""
ONE_LINE, TWO_LINES = 36, 60
"""The title, with the space below it."""
PICTURED, TOLD = 132, 72
"""What a book or post says of itself beside its picture, and what a reading or club says."""
MEETING = 77
"""Of up to three lines."""
ROWS: dict[WidgetLayout, int] = {"list": 101, "compact": 37, "shelf": 248, "grid": 238}
NOTHING = 72
"""The line that says that there is nothing, or nothing any more."""
FOOT = 42


def height_of(view: WidgetView) -> int:
    """Return how many pixels *view* needs at the most in a frame 320 or more pixels wide.

    It is the sum of its parts, of which `widget-style.html` says how high each may grow: the edge,
    the title, what the page says of itself, its meetings, the entries that are shown, and the
    foot. A part may need less than that at one width or another: the picture of a post grows with
    the frame, and the words beside it then need fewer lines.
    """
    head = ONE_LINE if view.widget in {"latest", "new-titles"} else TWO_LINES
    lead = 0
    if view.widget in {"book", "post"}:
        lead = PICTURED if view.summary or view.image or view.authors else 0
    elif view.widget in {"reading", "club"}:
        lead = TOLD if view.summary else 0
    entries = min(view.count, len(view.items))
    rows = {"grid": -(-entries // 2), "shelf": min(entries, 1)}.get(view.layout, entries)
    told = lead + MEETING * len(view.meetings) + ROWS[view.layout] * rows
    return EDGE + head + (told or NOTHING) + FOOT
