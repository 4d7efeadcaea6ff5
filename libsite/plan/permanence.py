"""Published addresses stay: the ledger against what is published now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.errors import Problem, error
from libsite.plan.pages import alias_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import LedgerEntry, Page, Site
    from libsite.plan.catalog import Catalog


def check_permanence(site: Site, catalog: Catalog) -> Iterator[Problem]:
    """Yield an error for each recorded address at which nothing would stand any more."""
    by_id = {page.id: page for page in site.pages}
    gone = {page.source for page in catalog.gone}
    aliases = {
        alias_path(alias)
        for page in (*catalog.published, *catalog.gone)
        for alias in page.document.front.aliases
    }
    for entry in site.ledger:
        page = by_id.get(entry.id)
        if page is None:  # its file cannot be read, which is said already, or is gone: `identify`
            continue
        hidden = catalog.hidden.get(page.source)
        if hidden and page.source not in gone:
            yield _unpublished(page, entry, hidden)
            continue
        for url in (*entry.former, entry.url):
            if url.strip("/") != page.path.strip("/") and alias_path(url) not in aliases:
                yield _moved(page, url)


def _unpublished(page: Page, entry: LedgerEntry, why: str) -> Problem:
    lines = page.document.front.lines
    return error(
        f"`{entry.url}` is public already, and would vanish: {why}",
        path=page.source,
        line=lines.get("draft", lines.get("date", 1)),
        hint="to take it down and leave a polite note there, add the line `withdrawn: true`",
    )


def _moved(page: Page, url: str) -> Problem:
    lines = page.document.front.lines
    return error(
        f"this page was public at `{url}` and would move to `/{page.path}`",
        path=page.source,
        line=lines.get("slug", lines.get("title", 1)),
        hint=f"add the line `aliases: [{url}]`, and the old address will lead here",
    )
