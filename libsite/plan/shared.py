"""Values that many pages show, by the names under which templates see them.

Each is digested once and is part of the key of just those pages whose templates name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.errors import Problem, error
from libsite.model import KINDS
from libsite.plan.cards import counted_word
from libsite.plan.catalog import group_slug
from libsite.plan.clubs import all_coming, club_card
from libsite.plan.lists import year_words
from libsite.plan.menu import menu_item
from libsite.plan.sharing import targets_of
from libsite.plan.social import site_card
from libsite.plan.volumes import FOLDER
from libsite.text import direction, marker
from libsite.views import BookCard, Card, SiteView

if TYPE_CHECKING:
    from libsite.model import Collection, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog

RECENT = 5

NEW_BOOKS = 12
MEETINGS = 4

NAMES = (
    "site",
    "nav",
    "recent",
    "tags",
    "audiences",
    "years",
    "new_books",
    "meetings",
    "clubs",
    "targets",
)
"""The shared values that every theme may name, besides its own collections."""
OWN = ("page", "body", "block")
"""Names that each page or shortcode has for itself."""


def plan_shared(
    site: Site, catalog: Catalog, shelf: Shelf
) -> tuple[dict[str, object], list[Problem]]:
    """Return the shared values of *site*, and what is wrong with its menu and collections."""
    problems: list[Problem] = []
    switches = site.config.outputs
    shared: dict[str, object] = {
        "site": _site(site, catalog, shelf),
        "nav": tuple(
            item
            for entry in site.config.nav
            if (item := menu_item(entry, site, catalog, shelf, problems)) is not None
        ),
        "recent": tuple(shelf.cards[page.source] for page in catalog.listed[:RECENT]),
        "tags": tuple(counted_word("tags", g, feed=switches.tag_feeds) for g in catalog.tags),
        "audiences": tuple(
            counted_word("for", g, feed=switches.audience_feeds) for g in catalog.audiences
        ),
        "years": year_words(site, catalog, next(iter(catalog.sections), "")),
        "new_books": _new_books(catalog, shelf),
        "meetings": tuple(one for one in all_coming(catalog) if not one.cancelled)[:MEETINGS],
        "clubs": tuple(club_card(club, catalog, shelf) for club in catalog.diary.clubs),
        "targets": targets_of(site),
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


def _new_books(catalog: Catalog, shelf: Shelf) -> tuple[BookCard, ...]:
    """Return the first books of the newest lists, each once."""
    books = [book for page in catalog.sections.get("titles", ()) for book in page.books[:NEW_BOOKS]]
    return shelf.books.cards_of(books[: 3 * NEW_BOOKS])[:NEW_BOOKS]


def _site(site: Site, catalog: Catalog, shelf: Shelf) -> SiteView:
    config = site.config
    newest = max((page.date for page in catalog.published if page.date), default=None)
    card = site_card(site)
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
        books=marker(f"{FOLDER}/") if shelf.books.cards else "",
        clubs=marker(config.section(KINDS["club"])) if catalog.diary.clubs else "",
        feed=marker("feed.xml"),
        atom=marker("atom.xml") if config.outputs.atom else "",
        json=marker("feed.json") if config.outputs.json else "",
        subscribe=marker("subscribe/"),
        embed=marker("embed/") if config.outputs.embed else "",
        card=card.picture if card else None,
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
