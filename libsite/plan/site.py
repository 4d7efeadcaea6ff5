"""A site at a moment, planned: every file that should exist, and from what it is made."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.artifact import Bundle, Plan
from libsite.digest import digest
from libsite.errors import Problem, error, warning
from libsite.globs import covers
from libsite.model import LedgerEntry
from libsite.plan.addresses import EMBED
from libsite.plan.books import gather
from libsite.plan.cards import make_shelf
from libsite.plan.catalog import catalog, group_slug, odd_dates
from libsite.plan.clubs import plan_clubs
from libsite.plan.extras import plan_extras
from libsite.plan.feeds import plan_feeds
from libsite.plan.former import alias_path, plan_former
from libsite.plan.links import HINTS, SHOWN, check_claims, resolve_links
from libsite.plan.lists import plan_home, plan_sections, plan_words
from libsite.plan.lost import list_entries, with_former_lists
from libsite.plan.pages import plan_files, plan_pages
from libsite.plan.permanence import check_permanence
from libsite.plan.shared import plan_shared
from libsite.plan.sharing import plan_sharing, posts_elsewhere
from libsite.plan.shortcodes import resolve_shortcodes
from libsite.plan.social import plan_social, with_cards
from libsite.plan.subscribe import plan_subscribe
from libsite.plan.titles import plan_books
from libsite.plan.volumes import name_of
from libsite.plan.widgets import plan_widgets
from libsite.text import WINDOWS_RESERVED, excerpt, nearest, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from libsite.model import Page, Site
    from libsite.plan.catalog import Catalog
    from libsite.plan.volumes import Volume

FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
"""What no file name on Windows may hold (learn.microsoft.com, "Naming Files")."""
LONGEST_NAME = 255
"""Bytes of a file name on every common file system."""
PLANNERS = (
    plan_pages,
    plan_home,
    plan_sections,
    plan_words,
    plan_clubs,
    plan_books,
    plan_feeds,
    plan_subscribe,
    plan_widgets,
    plan_sharing,
    plan_social,
    plan_former,
    plan_files,
    plan_extras,
)
"""Each is `(Site, Catalog, Shelf) -> Iterator[Bundle]`."""


def plan_site(site: Site, now: datetime) -> Plan:
    """Plan every file of *site* as it should be at *now*, an aware datetime; pure."""
    decided = catalog(site, now)
    links = resolve_links(site, decided)
    library = gather(site, decided)
    shelf = make_shelf(site, decided, links, library)
    blocks, unclear = resolve_shortcodes(site, decided, shelf.books)
    shelf = with_cards(site, decided, replace(shelf, blocks=blocks))
    shared, problems = plan_shared(site, decided, shelf)
    bundles = tuple(bundle for planner in PLANNERS for bundle in planner(site, decided, shelf))
    # nobody means a notice: where a list was, no link may lead
    planned = frozenset(output.path for bundle in bundles for output in bundle.outputs)
    lists = list_entries(bundles, site)
    bundles = with_former_lists(bundles, lists, site, decided)
    return Plan(
        bundles=bundles,
        shared=shared,
        problems=(
            *problems,
            *links.problems,
            *shelf.books.problems,
            *unclear,
            *check_claims(links, planned),
            *check_paths(bundles, site),
            *check_keep(planned, site),
            *check_permanence(site, decided),
            *posts_elsewhere(site, decided),
            *_check_audiences(site, decided),
            *odd_dates(site.pages, now),
        ),
        until=decided.until,
        pages=len(decided.published),
        books=tuple(map(_as_entry, library.volumes)),
        lists=lists,
    )


def _as_entry(volume: Volume) -> LedgerEntry:
    """Return *volume* as the ledger is to know it."""
    return LedgerEntry(
        id=volume.id,
        url=f"/{volume.path}",
        source=volume.mentions[0].page.source,
        body=digest(name_of(volume.book)),
    )


def check_paths(bundles: Iterable[Bundle], site: Site) -> Iterator[Problem]:
    """Yield an error for every two outputs that cannot both exist, and for each unsafe path."""
    pages = {page.source: page for page in site.pages}
    owners: dict[str, tuple[str, str]] = {}
    told: set[frozenset[str]] = set()
    for bundle in bundles:
        for output in bundle.outputs:
            reason = _unsafe(output.path)
            if reason:
                yield error(
                    f"`{output.path}` cannot be written: {reason}",
                    path=bundle.because,
                    hint="add a line `slug:` with another word, or rename the file",
                )
            # what Windows and macOS would take for the same file
            claim = (output.path, bundle.because)
            other = owners.setdefault(normal(output.path).casefold(), claim)
            if other == claim:
                continue
            pair = frozenset((other[1], bundle.because))
            # pages that want the same address want the same card, sheet and widget as well
            if (len(pair) > 1 or other[0] != output.path) and not (
                pair in told and _goes_with_a_page(output.path)
            ):
                told.add(pair)
                yield _collision(claim, other, pages, site.ledger)
    if _folders(owners).isdisjoint(owners):
        return
    for key, (path, because) in owners.items():
        parts = key.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            other_ = owners.get("/".join(parts[:depth]))
            if other_ is not None:
                yield _collision((path, because), other_, pages, site.ledger)


def _folders(paths: Iterable[str]) -> set[str]:
    """Return every folder in which one of *paths* is."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def check_keep(planned: Iterable[str], site: Site) -> Iterator[Problem]:
    """Yield an error for each glob of `keep:` that covers what libsite writes itself.

    What it covers stays published for good, also after a page has been withdrawn.
    """
    paths = sorted(planned) if site.config.keep else ()
    for glob in site.config.keep:
        ours = next((path for path in paths if covers(glob, path)), None)
        if ours is not None:
            yield error(
                f"`keep` names `{glob}`, and libsite itself writes `{ours}`",
                path="site.yaml",
                line=site.config.lines.get("keep", 0),
                hint="name only what somebody else put there, such as `old-site/**`",
            )


def _goes_with_a_page(path: str) -> bool:
    """Tell whether the output at *path* is one that each page of its sort has besides itself."""
    return path.startswith(("share/", EMBED)) or not path.endswith(".html")


OWN = {
    "home": "the home page",
    "section": "the list of a section",
    "year": "the list of a year",
    "tag": "the list of a tag",
    "tags": "the list of all tags",
    "audience": "the list for an audience",
    "audiences": "the list of all audiences",
    "clubs": "the list of all clubs",
    "books": "the list of all books",
    "lists": "what stands where a list was",
    "feeds": "a feed",
    "subscribe": "the page of all feeds",
    "widgets": "a widget",
    "shop": "the page of all widgets",
    "sharing": "the list of what was shared",
    "social": "a social card",
    "extras": "a file for search engines",
}
"""What libsite makes by itself, by the name of what asks for it."""


def _collision(
    one: tuple[str, str],
    two: tuple[str, str],
    pages: Mapping[str, Page],
    ledger: Iterable[LedgerEntry],
) -> Problem:
    """Say that two outputs, each a path and what asks for it, want the same place.

    The newer page is to blame: the other one is probably public already.
    """
    if two[1] not in OWN and (one[1] in OWN or _age(two, pages) > _age(one, pages)):
        one, two = two, one
    (path, source), (_, other) = one, two
    same = " and ".join(dict.fromkeys(f"`{_address(each)}`" for each, _ in (one, two)))
    if source in OWN:
        message = f"{OWN[source]} and {OWN[other]} want the same address: {same}"
        hint = "change the address under `sections:`"
        return error(message, path="site.yaml", hint=hint)
    page = pages.get(source)
    field = "slug" if page is None or path == f"{page.path}index.html" else "aliases"
    line = page.document.front.lines.get(field, 0) if page else 0
    if other in OWN:
        message = f"`{source}` wants the address of {OWN[other]}: {same}"
        hint = "rename the file, or add a line `slug:` with another word"
    else:
        message = f"`{source}` and `{other}` want the same address: {same}"
        hint = "rename one of the two files, or add a line `slug:` with another word to it"
    if source == other:
        message = f"`{source}` wants an address in two spellings: {same}"
    if field == "aliases":
        hint = "delete this address from `aliases:`"
    if page and field == "aliases" and other in pages and _was_at(page, path, ledger):
        hint = f"this page was public there: give `{other}` another `slug:`"
    return error(message, path=source, line=line, hint=hint)


def _was_at(page: Page, path: str, ledger: Iterable[LedgerEntry]) -> bool:
    """Tell whether *page* is known to have been public at the output *path*."""
    urls = (url for one in ledger if one.id == page.id for url in (one.url, *one.former))
    return path in map(alias_path, urls)


def _age(claim: tuple[str, str], pages: Mapping[str, Page]) -> tuple[bool, float, str]:
    """Return what is the greater, the newer the page behind *claim* is; greatest without a date."""
    page = pages.get(claim[1])
    date = page.date if page else None
    return date is None, date.timestamp() if date else 0.0, claim[1]


def _address(path: str) -> str:
    return f"/{path.removesuffix('index.html')}"


def _unsafe(path: str) -> str:
    """Return why no file may be written at *path* on some system, or nothing."""
    parts = path.split("/")
    if path.startswith("/") or not _OUTWARD.isdisjoint(parts):
        return "it leads out of the output folder"
    if parts[0].startswith(".libsite"):
        return "the name belongs to libsite"
    for part in parts:
        if reason := _unsafe_part(part):
            return reason
    return ""


_OUTWARD = frozenset({"", ".", ".."})


@lru_cache(maxsize=4096)
def _unsafe_part(part: str) -> str:
    if part.partition(".")[0].lower() in WINDOWS_RESERVED:
        return f"Windows reserves the name `{part}`"
    if part.endswith((".", " ")) or FORBIDDEN.search(part):
        return f"Windows cannot store the name `{part}`"
    if len(part.encode()) > LONGEST_NAME:
        return f"the name `{part[:40]}…` is too long"
    return ""


def _check_audiences(site: Site, decided: Catalog) -> Iterator[Problem]:
    """Yield a warning for each audience that `site.yaml` does not name."""
    known = {group_slug(name): name for name in site.config.audiences}
    if not known:
        return
    near: dict[str, str | None] = {}
    for page in decided.published:
        front = page.document.front
        for name in front.audience:
            if group_slug(name) not in known:
                if name not in near and len(near) < HINTS:
                    near[name] = nearest(name, site.config.audiences)
                meant = near.get(name)
                yield warning(
                    f"`{excerpt(name, SHOWN)}` is not one of the audiences in `site.yaml`",
                    path=page.source,
                    line=front.lines.get("audience", 0),
                    hint=f"did you mean `{meant}`?" if meant else "add it there, or leave it out",
                )
