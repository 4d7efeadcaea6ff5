"""What stands where something was: redirects from former addresses, notices for what was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Output, Render
from libsite.plan.addresses import canonical
from libsite.text import direction, marker
from libsite.views import NoticeView, RedirectView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog


def plan_former(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan a tombstone for each page that was taken back, a redirect for each former address."""
    del shelf
    for page in catalog.gone:
        yield notice_at(page.path, page.source, site)
    for page in (*catalog.published, *catalog.gone):
        for path in dict.fromkeys(map(alias_path, catalog.former.get(page.source, ()))):
            if path != f"{page.path}index.html":
                yield redirect_at(path, page.path, page.source, site)


def alias_path(alias: str) -> str:
    """Return the output path of a former address: `/old/` is `old/index.html`."""
    path = alias.strip("/")
    if not alias.endswith("/") and path.endswith((".html", ".htm")):
        return path
    return f"{path}/index.html" if path else "index.html"


def notice_at(folder: str, because: str, site: Site) -> Bundle:
    """Return the notice that stands in the output *folder*; it says nothing of what was there."""
    language = site.config.language
    view = NoticeView("withdrawn", marker(folder), language, direction(language))
    path = f"{folder}index.html"
    return Bundle(path, because, (Output(path, Render("withdrawn.html")),), view)


def redirect_at(path: str, folder: str, because: str, site: Site) -> Bundle:
    """Return the page at the output *path* that leads straight to the output *folder*."""
    language = site.config.language
    view = RedirectView(marker(folder), canonical(site, folder), language, direction(language))
    return Bundle(path, because, (Output(path, Render("redirect.html")),), view)


def former_addresses(pages: tuple[Page, ...]) -> dict[str, tuple[str, ...]]:
    """Return the former addresses of each of *pages* that has some, by source.

    A club takes its readings along: where the club was, each of them was below it.
    """
    clubs = {
        page.source: folders(page.document.front.aliases) for page in pages if page.kind == "club"
    }
    found = {}
    for page in pages:
        aliases, moved = page.document.front.aliases, clubs.get(page.club, ())
        if aliases or moved:
            name = page.path.rstrip("/").rpartition("/")[2]
            below = (f"/{folder}{name}/" for folder in moved)
            found[page.source] = tuple(dict.fromkeys((*aliases, *below)))
    return found


def folders(aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the output folders among *aliases*: `/old/` is `old/`; files are left out."""
    return tuple(
        f"{alias.strip('/')}/"
        for alias in aliases
        if alias.endswith("/") or not alias.endswith((".html", ".htm"))
    )
