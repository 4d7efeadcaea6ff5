"""Pages and words as other pages show them: cards, neighbours, tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from libsite.model import Image
from libsite.plan.catalog import group_slug
from libsite.text import marker
from libsite.views import Card, Link, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.model import Page
    from libsite.plan.catalog import Catalog, Group
    from libsite.plan.links import Links


@dataclass(frozen=True, slots=True)
class Shelf:
    """What every planner shares: the links and cards of all published pages, and named words."""

    links: Links
    cards: Mapping[str, Card]
    """By source."""
    tags: Mapping[str, Word]
    """By slug; without counts, so that a page does not change when another one takes up its tag."""
    audiences: Mapping[str, Word]
    neighbours: Mapping[str, tuple[Link | None, Link | None]]
    """The newer and the older page of each listed source."""


def make_shelf(catalog: Catalog, links: Links) -> Shelf:
    """Make the cards of all published pages once."""
    tags = {group.slug: plain_word("tags", group) for group in catalog.tags}
    audiences = {group.slug: plain_word("for", group) for group in catalog.audiences}
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
        )
        for page in catalog.published
    }
    return Shelf(links, cards, tags, audiences, _neighbours(catalog))


def summary(page: Page) -> str:
    """Return the page's own summary, else its first words."""
    return page.document.front.summary or page.document.excerpt


def image(page: Page, links: Links) -> Image | None:
    """Return the picture that stands for *page*, at its address in the site."""
    front = page.document.front.image
    src = links.resolved[page.source].image
    return Image(src, front.alt) if front is not None and src else None


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
    slugs = dict.fromkeys(group_slug(name) for name in names)
    return tuple(words[slug] for slug in slugs if slug in words)


def _neighbours(catalog: Catalog) -> dict[str, tuple[Link | None, Link | None]]:
    found: dict[str, tuple[Link | None, Link | None]] = {}
    for pages in catalog.sections.values():
        links = [Link(page.title, marker(page.path)) for page in pages]
        for place, page in enumerate(pages):
            newer = links[place - 1] if place else None
            older = links[place + 1] if place + 1 < len(links) else None
            found[page.source] = newer, older
    return found
