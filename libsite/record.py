"""The ledger: writing down what is published, so that its addresses stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.build import NOBODY, nothing
from libsite.keep.cache import open_cache
from libsite.model import LedgerEntry
from libsite.moments import zone
from libsite.noun import Noun
from libsite.prepare import prepare
from libsite.read.ledger import write_ledger
from libsite.read.site import LEDGER
from libsite.save import save
from libsite.survey import survey
from libsite.visit import begin

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.model import Page
    from libsite.visit import Options


class Recorded(Noun, frozen=True):
    """What `record` wrote down."""

    added: tuple[str, ...]
    """Addresses of pages that are new in the ledger."""
    changed: tuple[str, ...]
    """Addresses whose entries changed: a renamed file, a page that moved and left an alias."""
    total: int
    """How many pages the ledger holds."""


def record(root: Path, options: Options) -> Recorded:
    """Merge the published pages of the site at *root* into its ledger, and say what was new.

    The ledger is written only if something in it changed, aside and then moved into place. Nothing
    is ever taken out of it. Raises SiteError if the site has errors, or the ledger cannot be
    written.
    """
    with open_cache(root, waiting=NOBODY.say) as cache:
        visit = begin(root, options, cache)
        settled = survey(visit, cache, step=nothing)
        prepare(settled, visit, cache)  # a template that is missing is an error here as well
    site, plan = settled.site, settled.plan
    known = {e.id: e for e in (*site.ledger, *site.book_ledger)}
    lists = {e.id: e for e in site.list_ledger}
    shown = {bundle.because for bundle in plan.bundles}
    pages = (_entry(page) for page in site.pages if page.source in shown)
    today = options.now.astimezone(zone(site.config.timezone)).date().isoformat()
    now = {entry.id: _dated(entry, known.get(entry.id), today) for entry in (*pages, *plan.books)}
    listed = {entry.id: _dated(entry, lists.get(entry.id), today) for entry in plan.lists}
    merged = {**known, **now}
    if merged != known or {**lists, **listed} != lists:
        everything = {**lists, **listed, **merged}
        save(root, LEDGER, write_ledger(everything.values()))
    return Recorded(
        added=tuple(sorted(entry.url for key, entry in now.items() if key not in known)),
        changed=tuple(sorted(e.url for key, e in now.items() if key in known and known[key] != e)),
        total=len(merged),
    )


def _entry(page: Page) -> LedgerEntry:
    return LedgerEntry(
        id=page.id, url=f"/{page.path}", source=page.source, body=page.document.markdown
    )


def _dated(found: LedgerEntry, known: LedgerEntry | None, today: str) -> LedgerEntry:
    """Return *found* with the day, and the former addresses, under which it is *known*."""
    if known is None:
        return replace(found, date=today)
    moved = (known.url,) if known.url != found.url else ()
    former = tuple(url for url in (*known.former, *moved) if url != found.url)
    return replace(found, date=known.date, former=tuple(dict.fromkeys(former)))
