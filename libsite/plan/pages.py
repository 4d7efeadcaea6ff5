"""One page for each published document, and the files that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Copy, Output, Render, Scale
from libsite.model import KINDS
from libsite.plan import trails
from libsite.plan.addresses import canonical
from libsite.plan.cards import page_words
from libsite.plan.catalog import is_news
from libsite.plan.clubs import club_view, reading_view
from libsite.plan.sharing import syndication
from libsite.plan.social import picture_of
from libsite.plan.titles import titles_view
from libsite.plan.widgets import oembed_of
from libsite.views import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.artifact import Recipe
    from libsite.model import Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog


def plan_pages(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the page of each published document."""
    recipes = {name: Render(kind.template) for name, kind in KINDS.items()}
    for page in catalog.published:
        path = f"{page.path}index.html"
        outputs = (Output(path, recipes[page.kind]),)
        yield Bundle(path, page.source, outputs, _view(page, site, catalog, shelf))


def _view(page: Page, site: Site, catalog: Catalog, shelf: Shelf) -> PageView:
    """Return what the template of *page* shows: more for a kind that has more to say."""
    view = _page_view(page, site, catalog, shelf)
    match page.kind:
        case "titles":
            return titles_view(page, view, site, shelf)
        case "club":
            return club_view(page, view, catalog, shelf)
        case "reading":
            return reading_view(page, view, site, catalog, shelf)
    return view


def _page_view(page: Page, site: Site, catalog: Catalog, shelf: Shelf) -> PageView:
    """Return what every page shows, of whatever kind: much of it what its card shows as well."""
    document, card = page.document, shelf.cards[page.source]
    newer, older = shelf.neighbours.get(page.source, (None, None))
    return PageView(
        kind=page.kind,
        title=page.title,
        url=card.url,
        canonical=canonical(site, page.path),
        lang=page.lang,
        dir=page.dir,
        date=page.date,
        updated=page.updated,
        authors=document.front.authors,
        summary=card.summary,
        image=card.image,
        tags=card.tags if KINDS[page.kind].listed else (),
        audience=page_words(document.front.audience, shelf.audiences) if is_news(page) else (),
        headings=document.headings,
        newer=newer,
        older=older,
        body=shelf.body_of(page),
        trail=trails.to_page(shelf.trails, catalog, page),
        card=picture_of(shelf.wide.get(page.source)),
        oembed=oembed_of(page, site),
        syndication=syndication(page, site),
    )


EMBEDDED = "embed/"
"""How the names of those files of a theme begin that stand at the site's root."""


def plan_files(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the files that published pages use, and the theme's own.

    All sizes of a picture are one bundle, since it is opened once for all of them.
    """
    used: dict[tuple[str, str], dict[str, Recipe]] = {}
    because: dict[str, str] = {}
    for page in catalog.published:
        for path, recipe in shelf.links.resolved[page.source].files:
            picture = recipe.asset.source if isinstance(recipe, Scale) else ""
            used.setdefault((picture, "" if picture else path), {})[path] = recipe
            because.setdefault(path, page.source)
    for files in sorted(used.values(), key=min):
        outputs = tuple(Output(path, files[path]) for path in sorted(files))
        yield Bundle(outputs[0].path, because[outputs[0].path], outputs)
    for name, asset in site.theme.assets.items():
        if not name.startswith(EMBEDDED):
            yield Bundle(f"theme/{name}", asset.source, (Output(f"theme/{name}", Copy(asset)),))
        elif site.config.outputs.embed:  # its address is promised to other sites
            yield Bundle(name, asset.source, (Output(name, Copy(asset)),))
