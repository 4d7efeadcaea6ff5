"""The way from the home page to each page: what is called breadcrumbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.model import KINDS
from libsite.text import marker
from libsite.views import Crumb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.model import Page, Site
    from libsite.plan.catalog import Catalog


def home(site: Site) -> Crumb:
    """Return the first step: the home page."""
    return Crumb(site.config.title, marker(""))


def section(site: Site, kind: str) -> tuple[Crumb, ...]:
    """Return the way to and into the section of *kind*; of a kind without one, to home."""
    if not (KINDS[kind].section or kind == "club"):
        return (home(site),)
    return home(site), Crumb("", marker(site.config.section(KINDS[kind])), kind)


def to_page(
    sections: Mapping[str, tuple[Crumb, ...]], catalog: Catalog, page: Page
) -> tuple[Crumb, ...]:
    """Return the way to *page*: by its section, one of the *sections* by kind, or by its club."""
    if page.club:
        club = next(one for one in catalog.diary.clubs if one.source == page.club)
        return (*sections["club"], Crumb(club.title, marker(club.path)))
    return sections[page.kind]


def folder(site: Site, name: str, path: str) -> tuple[Crumb, ...]:
    """Return the way into the list *name* (`tags`, `audiences`, `books`) at the output *path*."""
    return home(site), Crumb("", marker(path), name)
