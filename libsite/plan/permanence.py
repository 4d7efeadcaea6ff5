"""Published addresses stay: the ledger against what is published now."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import field

from libsite.errors import Problem, error
from libsite.noun import Noun
from libsite.plan.former import alias_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.model import LedgerEntry, Page, Site
    from libsite.plan.catalog import Catalog


class Known(Noun, frozen=True):
    """What the check of one site goes by."""

    pages: Mapping[str, Page]
    """By id."""
    catalog: Catalog
    gone: frozenset[str]
    """The sources that leave a tombstone."""
    standing: Mapping[str, Page]
    """What stands at an output path: a page, its tombstone, or the redirect to one of them."""
    led: dict[str, str] = field(default_factory=dict)
    """Where the readings of a club will be led from once the club has the aliases that its error
    names: by former folder and source of the club."""


def check_permanence(site: Site, catalog: Catalog) -> Iterator[Problem]:
    """Yield an error for each recorded page of which an address would lead nowhere any more.

    What is mended by mending the page's club is said of the club alone.
    """
    pages = {page.id: page for page in site.pages}
    alive = (*catalog.published, *catalog.gone)
    redirects = {alias_path(a): page for page in alive for a in catalog.former.get(page.source, ())}
    own = {alias_path(f"{page.path}/"): page for page in alive}
    known = Known(pages, catalog, frozenset(p.source for p in catalog.gone), {**redirects, **own})
    # a page whose file cannot be read, or is gone, is no page: others say so
    recorded = [(entry, pages[entry.id]) for entry in site.ledger if entry.id in pages]
    clubs = [one for one in recorded if not one[1].club]
    for entry, page in clubs:
        yield from _check(entry, page, known)
    lost = {page.source for _, page in clubs if _is_hidden(page, known)}
    for entry, page in recorded:
        if page.club and page.club not in lost:
            yield from _check(entry, page, known)


def _check(entry: LedgerEntry, page: Page, known: Known) -> Iterator[Problem]:
    if _is_hidden(page, known):
        yield _unpublished(page, entry, known.catalog.hidden[page.source])
        return
    dead = []
    claimed = set(map(alias_path, known.catalog.former.get(page.source, ())))
    for url in dict.fromkeys((*entry.former, entry.url)):
        path = alias_path(f"{url.rstrip('/')}/")
        stands = known.standing.get(path)
        if (
            (stands is None or stands.id != page.id)
            and path not in claimed  # by another page as well, which is said of the two
            and not _is_led(url, page, known)
        ):
            dead.append(url)
    if dead:
        yield _moved(page, dead, known)


def _is_hidden(page: Page, known: Known) -> bool:
    return page.source in known.catalog.hidden and page.source not in known.gone


def _is_led(url: str, page: Page, known: Known) -> bool:
    """Tell whether *page* will be led from *url* with its club; note where it leads its own."""
    above, _, name = url.strip("/").rpartition("/")
    if page.kind == "club":
        known.led[url.strip("/")] = page.source
    return bool(page.club) and known.led.get(above) == page.club and page.path.endswith(f"/{name}/")


def _unpublished(page: Page, entry: LedgerEntry, why: str) -> Problem:
    front = page.document.front
    hint = "to take it down and leave a polite note there, add the line `withdrawn: true`"
    if front.withdrawn:
        hint = f"delete the line `{front.draft}`: `withdrawn: true` leaves a polite note there"
    return error(
        f"`{entry.url}` is public already, and would vanish: {why}",
        path=page.source,
        line=front.lines.get("draft", front.lines.get("date", 1)),
        hint=hint,
    )


def _moved(page: Page, dead: list[str], known: Known) -> Problem:
    front = page.document.front
    lines = front.lines
    every = ", ".join(map(_quoted, dict.fromkeys((*front.aliases, *dead))))
    verb = "make the line" if "aliases" in lines else "add the line"
    leads = "the old address will lead here"
    if len(dead) > 1:
        leads = "the old addresses will lead here"
    if page.kind == "club":
        leads += ", and those of its readings to them"
    hint = f"{verb} `aliases: [{every}]`, and {leads}"
    taken = [known.standing.get(alias_path(f"{url.rstrip('/')}/")) for url in dead]
    if other := next((one for one in taken if one is not None and one.id != page.id), None):
        hint = f"`{other.source}` has that address now: give it another `slug:`, then {hint}"
    urls = " and at ".join(f"`{url}`" for url in dead)
    return error(
        f"this page was public at {urls} and would move to `/{page.path}`",
        path=page.source,
        line=lines.get("aliases", lines.get("slug", lines.get("title", 1))),
        hint=hint,
    )


_PLAIN = re.compile(r"[^\s,\[\]{}#:&*!|>'\"%@`-][^,\[\]{}#:'\"]*")


def _quoted(url: str) -> str:
    """Return *url* as an entry of a list in brackets."""
    return url if _PLAIN.fullmatch(url) else json.dumps(url, ensure_ascii=False)
