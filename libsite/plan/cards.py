"""Pages and words as other pages show them: cards, neighbours, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Body
from libsite.model import KINDS
from libsite.noun import Noun
from libsite.plan import trails
from libsite.plan.catalog import group_slug
from libsite.plan.shelves import make_shelves
from libsite.text import marker
from libsite.views import Card, Link, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.model import Page, Site
    from libsite.plan.books import Library
    from libsite.plan.catalog import Catalog, Group
    from libsite.plan.links import Links
    from libsite.plan.shelves import Shelves
    from libsite.plan.social import Drawn
    from libsite.views import Block, Crumb, Picture

COVERS = 4
"""How many books a card of a page shows at most."""


class Shelf(Noun, frozen=True):
    """What every planner shares: the links, books and cards of all published pages, and words."""

    links: Links
    books: Shelves
    cards: Mapping[str, Card]
    """By source."""
    tags: Mapping[str, Word]
    """By slug; without counts, so that a page does not change when another one takes up its tag."""
    audiences: Mapping[str, Word]
    trails: Mapping[str, tuple[Crumb, ...]]
    """The way into the section of each kind."""
    neighbours: Mapping[str, tuple[Link | None, Link | None]]
    """The newer and the older page of each listed source."""
    blocks: Mapping[str, tuple[Block | str | None, ...]]
    """What the shortcodes of each page show, by its source; pages without any are left out."""
    wide: Mapping[str, Drawn]
    """The social card of each page by its source, and of each book by its folder; none where they
    are switched off."""
    square: Mapping[str, Drawn]
    """The same as squares, of pages that have share sheets, by source."""

    def body_of(self, page: Page, *after: Block) -> Body:
        """Return the text of *page*, with everything that its places hold, and what follows it."""
        resolved = self.links.resolved[page.source]
        blocks = self.blocks.get(page.source, ())
        return Body(page.document.body, resolved.fills, resolved.pictures, blocks, after)


def make_shelf(site: Site, catalog: Catalog, links: Links, library: Library) -> Shelf:
    """Make the cards of all published pages and books once.

    It is still without `blocks`, which need them, and without social cards, which need those.
    """
    tags = {group.slug: plain_word("tags", group) for group in catalog.tags}
    audiences = {group.slug: plain_word("for", group) for group in catalog.audiences}
    books = make_shelves(library, site, audiences)
    cards = {
        page.source: Card(
            kind=page.kind,
            title=page.title,
            url=marker(page.path),
            date=page.date,
            summary=summary(page),
            lang=page.lang,
            dir=page.dir,
            image=image(page, links),
            tags=page_words(page.document.front.tags, tags),
            books=books.cards_of(page.books)[:COVERS] if page.books else (),
            count=len(page.books),
        )
        for page in catalog.published
    }
    ways = {kind: trails.section(site, kind) for kind in KINDS}
    beside = _neighbours(catalog, cards)
    return Shelf(links, books, cards, tags, audiences, ways, beside, {}, {}, {})


def summary(page: Page) -> str:
    """Return the page's own summary, else its first words."""
    return page.document.front.summary or page.document.excerpt


def image(page: Page, links: Links) -> Picture | None:
    """Return the picture that stands for *page*."""
    return links.resolved[page.source].image


def plain_word(folder: str, group: Group) -> Word:
    """Return *group* as a page names it."""
    return Word(group.name, marker(f"{folder}/{group.slug}/"), 0)


def counted_word(folder: str, group: Group, *, feed: bool) -> Word:
    """Return *group* as a list of words shows it."""
    path = f"{folder}/{group.slug}/"
    return Word(
        group.name, marker(path), len(group.pages), marker(f"{path}feed.xml") if feed else ""
    )


def page_words(names: tuple[str, ...], words: Mapping[str, Word]) -> tuple[Word, ...]:
    """Return the *words* that a page's own *names* stand for, each once."""
    if not names:
        return ()
    slugs = dict.fromkeys(map(group_slug, names))
    return tuple([words[slug] for slug in slugs if slug in words])


def _neighbours(
    catalog: Catalog, cards: Mapping[str, Card]
) -> dict[str, tuple[Link | None, Link | None]]:
    found: dict[str, tuple[Link | None, Link | None]] = {}
    for pages in (*catalog.sections.values(), *catalog.diary.readings.values()):
        links = [None, *(Link(page.title, cards[page.source].url) for page in pages), None]
        for page, newer, older in zip(pages, links, links[2:], strict=False):
            found[page.source] = newer, older
    return found
