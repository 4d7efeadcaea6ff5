"""Share sheets: what to post where, and what has not yet gone where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Output, Render, Sheet
from libsite.errors import Problem, notice
from libsite.moments import moment
from libsite.noun import Noun
from libsite.plan import trails
from libsite.plan.addresses import canonical, sheet_path
from libsite.plan.cards import COVERS, summary
from libsite.plan.catalog import is_news
from libsite.plan.clubs import club_card, coming
from libsite.plan.social import picture_of
from libsite.text import direction, marker
from libsite.views import (
    Crumb,
    Link,
    SharedView,
    ShareRow,
    SharesView,
    ShareView,
    TargetView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.model import Account, Network, Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.views import BookCard, MeetingView

ROWS = 200
"""How many pages the list of what was shared shows."""


class Desk(Noun, frozen=True):
    """What all share sheets of a site have in common, made once."""

    targets: tuple[TargetView, ...]
    """The networks, the library's own first."""
    shared: Mapping[str, tuple[SharedView, ...]]
    """Where a page was posted, by its id, in the order of the ledger."""
    meetings: Mapping[str, tuple[MeetingView, ...]]
    """The meetings of each club that are to come and take place, by the club's source."""
    clubs: Mapping[str, str]
    """The names of the clubs, by source."""


def plan_sharing(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a sheet for each page that is news, and the list of what was shared."""
    if not site.config.outputs.share:
        return
    desk = _desk(site, catalog)
    pages = [page for page in catalog.published if is_news(page)]
    for page in pages:
        name = f"{sheet_path(page.path)}index.html"
        recipe = Sheet("share.html", f"share-{page.kind}.txt")
        view = _view(page, site, catalog, shelf, desk)
        yield Bundle(name, page.source, (Output(name, recipe),), view)
    name = f"{sheet_path('')}index.html"
    view_ = _list(pages, site, desk)
    yield Bundle(name, "sharing", (Output(name, Render("shares.html")),), view_)


def syndication(page: Page, site: Site) -> tuple[Link, ...]:
    """Return where *page* was posted as well, as far as somebody noted the address."""
    return tuple(
        Link(_title(line.network, site), line.url)
        for line in site.shared.get(page.id, ())
        if line.url
    )


def posts_elsewhere(site: Site, catalog: Catalog) -> Iterator[Problem]:
    """Yield a notice for each page that was taken back and had been posted: only people delete."""
    for page in catalog.gone:
        front = page.document.front
        posts = posts_of(page, site)
        if posts and not (page.expires and not front.withdrawn):
            yield notice(
                "this page is taken back, and what was posted of it elsewhere is not: "
                + "; ".join(posts),
                path=page.source,
                line=front.lines.get("withdrawn", 0),
                hint="delete these posts there by hand, then their lines in"
                " `content/_ledger/shared.yaml`",
            )


def posts_of(page: Page, site: Site) -> tuple[str, ...]:
    """Return, in words, where *page* was posted: the network, the day, the address if known."""
    return tuple(
        f"{_title(one.network, site)}, {one.date}" + (f", {one.url}" if one.url else "")
        for one in site.shared.get(page.id, ())
    )


# ---- What all sheets share ----------------------------------------------------------------------


def _desk(site: Site, catalog: Catalog) -> Desk:
    clubs = catalog.diary.clubs
    return Desk(
        targets=targets_of(site),
        shared=_shared(site),
        meetings={
            club.source: tuple(one for one in coming(club, catalog) if not one.cancelled)
            for club in clubs
        },
        clubs={club.source: club.title for club in clubs},
    )


def targets_of(site: Site) -> tuple[TargetView, ...]:
    """Return the networks to share on: the library's in its order, then the others that live."""
    living = {
        name: network
        for name, network in site.networks.items()
        if network.target and network.state == "alive"
    }
    own = {one.network: one for one in site.config.networks if one.network in living}
    return tuple(_target(living[name], own.get(name)) for name in dict.fromkeys((*own, *living)))


def _target(network: Network, account: Account | None) -> TargetView:
    return TargetView(
        name=network.name,
        title=network.title,
        own=account is not None,
        account=account.account if account else "",
        limit=(account.limit if account else 0) or network.limit,
        counting=network.counting,
        link_cost=network.link_cost,
        intent=network.intent,
        takes_text=network.takes_text,
        takes_tags=network.takes_tags,
        takes_links=network.takes_links,
        thread=network.thread,
        shape=network.shape,
        alt_limit=network.alt_limit,
        note=network.note,
    )


def _shared(site: Site) -> dict[str, tuple[SharedView, ...]]:
    zone = site.config.timezone
    return {
        page_id: tuple(
            SharedView(one.network, _title(one.network, site), one.url, moment(one.date, zone))
            for one in lines
        )
        for page_id, lines in site.shared.items()
    }


def _title(network: str, site: Site) -> str:
    known = site.networks.get(network)
    return known.title if known else network


# ---- The sheet of a page ------------------------------------------------------------------------


def _view(page: Page, site: Site, catalog: Catalog, shelf: Shelf, desk: Desk) -> ShareView:
    """Return the sheet of *page*; it says nothing that the page itself does not show."""
    # all of Unicode is behind this: a site without sheets does not wait for it
    from libsite.networks.hashtags import hashtags

    front = page.document.front
    books = _books(page, catalog, shelf)
    held = (one for one in desk.meetings.get(page.club or page.source, ()) if _is_of(one, page))
    return ShareView(
        id=page.id,
        kind=page.kind,
        title=page.title,
        url=marker(sheet_path(page.path)),
        page=marker(page.path),
        link=canonical(site, page.path),
        lang=page.lang,
        dir=page.dir,
        date=page.date,
        summary=summary(page),
        authors=front.authors,
        books=books[:COVERS],
        count=len(books),
        club=desk.clubs.get(page.club, ""),
        meeting=next(held, None),
        card=picture_of(shelf.wide.get(page.source)),
        square=picture_of(shelf.square.get(page.source)),
        hashtags=hashtags((*front.tags, *site.config.hashtags)),
        words=front.share,
        shared=desk.shared.get(page.id, ()),
        trail=(*trails.to_page(shelf.trails, catalog, page), Crumb(page.title, marker(page.path))),
    )


def _books(page: Page, catalog: Catalog, shelf: Shelf) -> tuple[BookCard, ...]:
    """Return the books of a list or a reading, those that a club reads now."""
    if page.kind == "club":
        now = club_card(page, catalog, shelf).current
        return tuple(book for reading in now for book in reading.books)
    return shelf.books.cards_of(page.books) if page.books else ()


def _is_of(meeting: MeetingView, page: Page) -> bool:
    """Tell whether *meeting*, one of a club, belongs to *page*: the club, or its reading."""
    reading = meeting.reading
    return not page.club or (reading is not None and reading.url == marker(page.path))


# ---- The list -----------------------------------------------------------------------------------


def _list(pages: list[Page], site: Site, desk: Desk) -> SharesView:
    language = site.config.language
    return SharesView(
        url=marker(sheet_path("")),
        lang=language,
        dir=direction(language),
        networks=tuple(target.title for target in desk.targets if target.own),
        rows=tuple(_row(page, desk) for page in pages[:ROWS]),
        more=len(pages) > ROWS,
        trail=(trails.home(site),),
    )


def _row(page: Page, desk: Desk) -> ShareRow:
    shared = desk.shared.get(page.id, ())
    done = {one.name for one in shared}
    own = (target for target in desk.targets if target.own)
    return ShareRow(
        title=page.title,
        page=marker(page.path),
        url=marker(sheet_path(page.path)),
        date=page.date,
        lang=page.lang,
        dir=page.dir,
        shared=shared,
        missing=tuple(target.title for target in own if target.name not in done),
    )
