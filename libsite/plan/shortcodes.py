"""What the shortcodes in texts show: books and lists of this site, and films elsewhere."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from libsite.errors import Problem, error, notice, warning
from libsite.model import kind_at
from libsite.plan.films import read_film
from libsite.plan.links import HINTS, SHOWN
from libsite.text import excerpt, marker, nearest, normal
from libsite.views import BookBlock, ShelfBlock, VideoBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from libsite.model import Page, Shortcode, Site
    from libsite.plan.catalog import Catalog
    from libsite.plan.shelves import Shelves
    from libsite.plan.volumes import Volume
    from libsite.views import Block

CONTENT = "content/"


def resolve_shortcodes(
    site: Site, catalog: Catalog, books: Shelves
) -> tuple[dict[str, tuple[Block | str | None, ...]], tuple[Problem, ...]]:
    """Return what the shortcodes of each published page show, by its source, and what is wrong.

    A text stands for itself; None shows nothing. Pages without shortcodes are left out.
    """
    resolver = _Resolver(site, catalog, books)
    blocks = {
        page.source: tuple(resolver.block(page, code) for code in page.document.shortcodes)
        for page in catalog.published
        if page.document.shortcodes
    }
    return blocks, tuple(resolver.problems)


class _Resolver:
    """One way through the shortcodes of a site."""

    def __init__(self, site: Site, catalog: Catalog, books: Shelves) -> None:
        self.site = site
        self.catalog = catalog
        self.books = books
        self.lists = catalog.sections.get("titles", ())
        self.by_source = {one.source: one for one in self.lists}
        self.by_path = {one.path: one for one in self.lists}
        self.problems: list[Problem] = []

    def block(self, page: Page, code: Shortcode) -> Block | str | None:
        match code.name:
            case "book":
                return self.book(page, code)
            case "shelf":
                return self.shelf(page, code)
            case "video":
                return self.video(page, code)

    # ---- Books

    def book(self, page: Page, code: Shortcode) -> BookBlock | str | None:
        """Return the card of a book; its name where only unpublished pages know it."""
        library = self.books.library
        volume = library.of(code.book) if code.book else library.find(code.target)
        if volume is not None:
            if not code.book:
                self.warn_of_namesakes(page, code, volume)
            return BookBlock("book", self.books.cards[volume.path], code.note)
        # what its writer typed, and no word of a page that is not public
        name = None if code.target.isdigit() else code.target
        if library.is_hidden(code.target):
            self.tell(
                notice,
                page,
                code,
                f"the book `{_shown(code)}` is on no page that is published, so it has no card",
            )
            return name
        if self.is_left_out("titles", "reading"):
            return name  # it may well be there, and the fault there is said
        titles = (volume.book.title for volume in library.volumes)
        hint = "describe it in lines below, such as `authors: …`, or add it to a list"
        message = f"no page describes the book `{_shown(code)}`"
        self.tell(error, page, code, message, self.near(code, titles, hint))
        return None

    def warn_of_namesakes(self, page: Page, code: Shortcode, volume: Volume) -> None:
        """Say which of several books of one title is shown."""
        others = [one for one in self.books.library.namesakes(code.target) if one is not volume]
        if others:
            this, other = (self.by_author(one) for one in (volume, others[0]))
            message = f"several books are called `{_shown(code)}`, and {this} is shown"
            self.tell(warning, page, code, message, f"write {this} or {other}")

    def by_author(self, volume: Volume) -> str:
        book = volume.book
        if book.authors:
            return f"`{book.title} by {book.authors[0]}`"
        return f"`{book.isbn or book.title}`"

    # ---- Lists

    def shelf(self, page: Page, code: Shortcode) -> ShelfBlock | None:
        """Return the books of a list, of the newest one where none is named."""
        found = self.list_at(page, code.target) if code.target else next(iter(self.lists), None)
        if found is not None:
            cards = self.books.cards_of(found.books)
            title = code.title or found.title
            shown = cards[: code.limit] if code.limit else cards
            return ShelfBlock("shelf", title, marker(found.path), shown, len(cards))
        if not code.target:
            if not self.is_left_out("titles"):
                message = "there is no new-title list that is published, so nothing is shown here"
                self.tell(notice, page, code, message)
            return None
        wanted = set(_sources(page, code.target))
        if wanted & self.site.left_out:
            return None
        if source := next(iter(sorted(wanted & self.catalog.hidden.keys())), ""):
            message = f"the list `{_shown(code)}` is not published, so it is not shown here"
            self.tell(notice, page, code, message, f"`libsite why {source}` says why")
            return None
        names = (one.source.removeprefix(CONTENT) for one in self.lists)
        hint = "name a file in `content/titles/`, such as `titles/new-in-may.md`"
        message = f"there is no new-title list `{_shown(code)}`"
        self.tell(error, page, code, message, self.near(code, names, hint))
        return None

    def list_at(self, page: Page, target: str) -> Page | None:
        """Return the published list that *target*, a file or an address, means in *page*."""
        found = next((one for one in _sources(page, target) if one in self.by_source), None)
        return self.by_source[found] if found else self.by_path.get(f"{target.strip('/')}/")

    # ---- Films

    def video(self, page: Page, code: Shortcode) -> VideoBlock | None:
        film = read_film(code.target)
        if film is not None:
            return VideoBlock("video", code.title or film.host, film.url, film.player, film.host)
        message = f"`{_shown(code)}` is no film on YouTube, Vimeo or a PeerTube"
        hint = f"link to it: `[{code.title or 'title'}]({_shown(code)})`"
        if "/" not in code.target:
            hint = f'a film of your own is shown by `<video src="{_shown(code)}"></video>`'
        self.tell(error, page, code, message, hint)
        return None

    # ---- What is wrong

    def tell(
        self,
        report: Callable[..., Problem],
        page: Page,
        code: Shortcode,
        message: str,
        hint: str = "",
    ) -> None:
        self.problems.append(report(message, path=page.source, line=code.line, hint=hint))

    def near(self, code: Shortcode, names: Iterable[str], otherwise: str) -> str:
        """Return the hint which of *names* was meant, or what to do *otherwise*."""
        near = nearest(code.target, names) if len(self.problems) < HINTS else None
        return f"did you mean `{near}`?" if near else otherwise

    def is_left_out(self, *kinds: str) -> bool:
        """Tell whether a page of one of *kinds* is left out for its faults."""
        found = (kind_at(source) for source in self.site.left_out)
        return any(kind is not None and kind.name in kinds for kind in found)


def _shown(code: Shortcode) -> str:
    return excerpt(code.target, SHOWN)


def _sources(page: Page, target: str) -> Iterator[str]:
    """Yield the sources that *target*, as written in *page*, may mean."""
    folder = page.source.rpartition("/")[0]
    plain = normal(target)
    bases = (CONTENT,) if plain.startswith(("@/", "/")) else (f"{folder}/", CONTENT)
    for base in bases:
        wanted = posixpath.normpath(base + plain.removeprefix("@").lstrip("/"))
        yield wanted
        yield f"{wanted}/index.md"
