"""Values that many pages show, by the names under which templates see them.

Each is digested once and is part of the key of just those pages whose templates name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.errors import Problem, error
from libsite.model import KINDS
from libsite.plan.cards import counted_word
from libsite.plan.catalog import group_slug
from libsite.plan.links import HINTS, SHOWN
from libsite.plan.lists import year_words
from libsite.text import direction, excerpt, marker, nearest
from libsite.views import Card, NavItem, SiteView

if TYPE_CHECKING:
    from libsite.model import Collection, NavEntry, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog

RECENT = 5

NAMES = ("site", "nav", "recent", "tags", "audiences", "years")
"""The shared values that every theme may name, besides its own collections."""
OWN = ("page", "body")
"""Names that each page has for itself."""


def plan_shared(
    site: Site, catalog: Catalog, shelf: Shelf
) -> tuple[dict[str, object], list[Problem]]:
    """Return the shared values of *site*, and what is wrong with its menu and collections."""
    problems: list[Problem] = []
    switches = site.config.outputs
    shared: dict[str, object] = {
        "site": _site(site, catalog),
        "nav": tuple(
            item
            for entry in site.config.nav
            if (item := _nav_item(entry, site, catalog, problems)) is not None
        ),
        "recent": tuple(shelf.cards[page.source] for page in catalog.listed[:RECENT]),
        "tags": tuple(counted_word("tags", g, feed=switches.tag_feeds) for g in catalog.tags),
        "audiences": tuple(
            counted_word("for", g, feed=switches.audience_feeds) for g in catalog.audiences
        ),
        "years": year_words(site, catalog, next(iter(catalog.sections), "")),
    }
    for collection in site.theme.collections:
        if collection.name in shared or collection.name in OWN:
            problems.append(
                error(
                    f"the theme's collection `{collection.name}` has a name that libsite uses",
                    path=collection.path,
                    line=collection.line,
                    hint="give it another name",
                )
            )
        else:
            shared[collection.name] = _collect(collection, catalog, shelf)
    return shared, problems


def _site(site: Site, catalog: Catalog) -> SiteView:
    config = site.config
    newest = max((page.date for page in catalog.published if page.date), default=None)
    return SiteView(
        title=config.title,
        description=config.description,
        url=config.url,
        language=config.language,
        dir=direction(config.language),
        author=config.author,
        home=marker(""),
        tags=marker("tags/") if catalog.tags else "",
        audiences=marker("for/") if catalog.audiences else "",
        feed=marker("feed.xml"),
        year=f"{newest.year:04}" if newest else "",
    )


def _collect(collection: Collection, catalog: Catalog, shelf: Shelf) -> tuple[Card, ...]:
    tag, audience = collection.tag, collection.audience
    chosen = (
        page
        for page in (catalog.published if collection.kind else catalog.listed)
        if (not collection.kind or page.kind == collection.kind)
        and (not tag or group_slug(tag) in map(group_slug, page.document.front.tags))
        and (not audience or group_slug(audience) in map(group_slug, page.document.front.audience))
    )
    return tuple(shelf.cards[page.source] for page in chosen)[: collection.limit]


def _nav_item(
    entry: NavEntry, site: Site, catalog: Catalog, problems: list[Problem]
) -> NavItem | None:
    """Return the menu's item for *entry*, or None and a problem where it leads nowhere."""
    target = entry.target
    if target.startswith(("https://", "http://", "mailto:")):
        return NavItem(entry.title or target.split("//")[-1].rstrip("/"), target, "")
    sections = {kind.folder: kind for kind in KINDS.values() if kind.listed}
    if target.strip("/") in sections:
        kind = sections[target.strip("/")]
        return NavItem(entry.title, marker(site.config.section(kind)), kind.name)
    wanted = target.removeprefix("@/").removeprefix("content/")
    for page in catalog.published:
        if page.source in (f"content/{wanted}", f"content/{wanted}/index.md") or (
            target.startswith("/") and page.path == target.strip("/") + "/"
        ):
            return NavItem(entry.title or page.title, marker(page.path), "")
    unpublished = site.left_out | catalog.hidden.keys()
    if f"content/{wanted}" in unpublished or f"content/{wanted}/index.md" in unpublished:
        return None
    sources = [*(page.source for page in catalog.published), *unpublished]
    names = [source.removeprefix("content/") for source in sources]
    near = nearest(wanted, [*names, *sections]) if len(problems) < HINTS else None
    problems.append(
        error(
            f"the menu's `{excerpt(target, SHOWN)}` leads nowhere",
            path="site.yaml",
            line=entry.line,
            hint=f"did you mean `{near}`?"
            if near
            else "name a section, or a file below `content/`",
        )
    )
    return None
