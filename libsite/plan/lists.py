"""Pages that list others: home, sections with their years, tags, audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.artifact import Bundle, Output, Render
from libsite.model import KINDS
from libsite.plan import trails
from libsite.plan.addresses import canonical
from libsite.plan.cards import counted_word
from libsite.text import direction, marker
from libsite.views import ListView, Word, WordsView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog, Group
    from libsite.views import Crumb

LATEST = 10
"""How many pages home and a section show: the rest is found by year, so that a new post never moves
old ones from page to page."""

FOLDERS: dict[Literal["tag", "audience"], str] = {"tag": "tags", "audience": "for"}


def plan_home(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the home page: the latest of everything."""
    kind = next(iter(catalog.sections), "")
    yield _list(
        site,
        shelf,
        list_="home",
        path="",
        template="home.html",
        pages=catalog.listed[:LATEST],
        more=len(catalog.listed) > LATEST,
        years=year_words(site, catalog, kind),
        feed="feed.xml",
    )


def plan_sections(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan each section with its latest pages, and an archive for each of its years."""
    for kind, pages in catalog.sections.items():
        path = site.config.section(KINDS[kind])
        years = year_words(site, catalog, kind)
        yield _list(
            site,
            shelf,
            list_="section",
            kind=kind,
            path=path,
            pages=pages[:LATEST],
            more=len(pages) > LATEST,
            years=years,
            feed=f"{path}feed.xml",
            trail=(trails.home(site),),
        )
        for group in catalog.years[kind]:
            yield _list(
                site,
                shelf,
                list_="year",
                kind=kind,
                title=group.name,
                path=f"{path}{group.slug}/",
                pages=group.pages,
                years=years,
                trail=trails.section(site, kind),
            )


def plan_words(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a page for each tag and each audience, and one for all of each."""
    switches = site.config.outputs
    yield from _words(site, shelf, "tag", catalog.tags, feed=switches.tag_feeds)
    yield from _words(site, shelf, "audience", catalog.audiences, feed=switches.audience_feeds)


def _words(
    site: Site,
    shelf: Shelf,
    list_: Literal["tag", "audience"],
    groups: tuple[Group, ...],
    *,
    feed: bool,
) -> Iterator[Bundle]:
    folder = FOLDERS[list_]
    if not groups:
        return
    for group in groups:
        path = f"{folder}/{group.slug}/"
        yield _list(
            site,
            shelf,
            list_=list_,
            title=group.name,
            path=path,
            pages=group.pages,
            feed=f"{path}feed.xml" if feed else "",
            trail=trails.folder(site, f"{list_}s", f"{folder}/"),
        )
    language = site.config.language
    view = WordsView(
        "tags" if list_ == "tag" else "audiences",
        marker(f"{folder}/"),
        canonical(site, f"{folder}/"),
        language,
        direction(language),
        tuple(counted_word(folder, group, feed=feed) for group in groups),
        (trails.home(site),),
    )
    path = f"{folder}/index.html"
    yield Bundle(path, view.list, (Output(path, Render("words.html")),), view)


def year_words(site: Site, catalog: Catalog, kind: str) -> tuple[Word, ...]:
    """Return the years of the section of *kind*, the latest first."""
    if kind not in catalog.years:
        return ()
    folder = site.config.section(KINDS[kind]).rstrip("/")
    return tuple(counted_word(folder, group, feed=False) for group in catalog.years[kind])


def _list(
    site: Site,
    shelf: Shelf,
    *,
    list_: Literal["home", "section", "year", "tag", "audience"],
    path: str,
    pages: tuple[Page, ...],
    kind: str = "",
    title: str = "",
    template: str = "list.html",
    more: bool = False,
    years: tuple[Word, ...] = (),
    feed: str = "",
    trail: tuple[Crumb, ...] = (),
) -> Bundle:
    language = site.config.language
    view = ListView(
        list=list_,
        kind=kind,
        title=title,
        url=marker(path),
        canonical=canonical(site, path),
        lang=language,
        dir=direction(language),
        cards=tuple(shelf.cards[page.source] for page in pages),
        more=more,
        years=years,
        feed=marker(feed) if feed else "",
        trail=trail,
    )
    name = f"{path}index.html"
    return Bundle(name, list_, (Output(name, Render(template)),), view)
