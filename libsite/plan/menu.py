"""Where the entries of the menu lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.errors import Problem, error, notice
from libsite.model import KINDS
from libsite.plan.links import HINTS, SHOWN
from libsite.plan.volumes import FOLDER
from libsite.text import excerpt, marker, nearest
from libsite.views import NavItem

if TYPE_CHECKING:
    from libsite.model import NavEntry, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog

LISTS = {
    **{kind.folder: kind.name for kind in KINDS.values() if kind.section},
    KINDS["club"].folder: "club",
    FOLDER: FOLDER,
}
"""What an entry may name besides files and addresses, and what themes call it by."""


def menu_item(
    entry: NavEntry, site: Site, catalog: Catalog, shelf: Shelf, problems: list[Problem]
) -> NavItem | None:
    """Return the menu's item for *entry*, or None and a problem where it leads nowhere."""
    target = entry.target
    if target.startswith(("https://", "http://", "mailto:")):
        return NavItem(entry.title or target.split("//")[-1].rstrip("/"), target, "")
    if target.strip("/") in LISTS:
        return _list(entry, LISTS[target.strip("/")], site, catalog, shelf, problems)
    wanted = target.removeprefix("@/").removeprefix("content/")
    for page in catalog.published:
        if page.source in (f"content/{wanted}", f"content/{wanted}/index.md") or (
            target.startswith("/") and page.path == target.strip("/") + "/"
        ):
            return NavItem(entry.title or page.title, marker(page.path), "")
    unpublished = site.left_out | catalog.hidden.keys()
    if not {f"content/{wanted}", f"content/{wanted}/index.md"} & unpublished:
        problems.append(_nowhere(entry, wanted, catalog, unpublished, len(problems)))
    return None


def _list(  # noqa: PLR0917 - what `menu_item` knows
    entry: NavEntry,
    name: str,
    site: Site,
    catalog: Catalog,
    shelf: Shelf,
    problems: list[Problem],
) -> NavItem | None:
    """Return the item of a section, of all clubs or of all books; None while there is nothing."""
    begun = {*catalog.sections}
    begun |= {"club"} if catalog.diary.clubs else set()
    begun |= {FOLDER} if shelf.books.cards else set()
    if name not in begun:
        said = f"`{entry.target}` is left out of the menu, since nothing is there yet"
        problems.append(notice(said, path="site.yaml", line=entry.line))
        return None
    path = f"{FOLDER}/" if name == FOLDER else site.config.section(KINDS[name])
    return NavItem(entry.title, marker(path), name)


def _nowhere(
    entry: NavEntry, wanted: str, catalog: Catalog, unpublished: frozenset[str], said: int
) -> Problem:
    sources = [*(page.source for page in catalog.published), *unpublished]
    names = [source.removeprefix("content/") for source in sources]
    near = nearest(wanted, [*names, *LISTS]) if said < HINTS else None
    return error(
        f"the menu's `{excerpt(entry.target, SHOWN)}` leads nowhere",
        path="site.yaml",
        line=entry.line,
        hint=f"did you mean `{near}`?" if near else "name a section, or a file below `content/`",
    )
