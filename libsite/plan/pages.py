"""One page for each published document, a tombstone or a redirect for each that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Body, Bundle, Copy, Output, Publish, Render
from libsite.model import KINDS
from libsite.plan.cards import image, page_words, summary
from libsite.text import direction, marker
from libsite.views import NoticeView, PageView, RedirectView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Asset, Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog


def plan_pages(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the page of each published document."""
    for page in catalog.published:
        yield Bundle(
            name=f"{page.path}index.html",
            because=page.source,
            outputs=(Output(f"{page.path}index.html", Render(KINDS[page.kind].template)),),
            view=_page_view(page, site, shelf),
        )


def _page_view(page: Page, site: Site, shelf: Shelf) -> PageView:
    document = page.document
    newer, older = shelf.neighbours.get(page.source, (None, None))
    return PageView(
        kind=page.kind,
        title=page.title,
        url=marker(page.path),
        canonical=canonical(site, page.path),
        lang=page.lang,
        dir=page.dir,
        date=page.date,
        updated=page.updated,
        authors=document.front.authors,
        summary=summary(page),
        image=image(page, shelf.links),
        tags=page_words(document.front.tags, shelf.tags) if KINDS[page.kind].listed else (),
        audience=page_words(document.front.audience, shelf.audiences)
        if KINDS[page.kind].listed
        else (),
        headings=document.headings,
        newer=newer,
        older=older,
        body=Body(document.body, shelf.links.resolved[page.source].fills),
    )


def canonical(site: Site, path: str) -> str:
    """Return the address in full of an output *path*: the one that never depends on the target."""
    return site.config.url + marker(path).removeprefix("site:/")


def plan_files(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the files that published pages use, and the theme's own."""
    used: dict[str, tuple[Asset, str]] = {}
    for page in catalog.published:
        for path, asset in shelf.links.resolved[page.source].assets:
            used.setdefault(path, (asset, page.source))
    for path, (asset, source) in sorted(used.items()):
        yield Bundle(path, source, (Output(path, Publish(asset)),))
    for name, asset in site.theme.assets.items():
        yield Bundle(f"theme/{name}", asset.source, (Output(f"theme/{name}", Copy(asset)),))


def plan_former(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a tombstone for each page that was taken back, a redirect for each former address."""
    del shelf
    language = site.config.language
    for page in catalog.gone:
        path = f"{page.path}index.html"
        view = NoticeView("withdrawn", marker(page.path), language, direction(language))
        yield Bundle(path, page.source, (Output(path, Render("withdrawn.html")),), view)
    for page in (*catalog.published, *catalog.gone):
        for path in dict.fromkeys(map(alias_path, page.document.front.aliases)):
            if path == f"{page.path}index.html":
                continue
            view_ = RedirectView(
                marker(page.path), canonical(site, page.path), language, direction(language)
            )
            yield Bundle(path, page.source, (Output(path, Render("redirect.html")),), view_)


def alias_path(alias: str) -> str:
    """Return the output path of a former address: `/old/` is `old/index.html`."""
    path = alias.strip("/")
    if not alias.endswith("/") and path.endswith((".html", ".htm")):
        return path
    return f"{path}/index.html" if path else "index.html"
