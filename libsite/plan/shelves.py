"""Books as pages show them: their cards, and their covers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.artifact import Cover
from libsite.errors import Problem, notice, warning
from libsite.noun import Noun
from libsite.plan.catalog import group_slug
from libsite.plan.links import HINTS
from libsite.plan.pictures import picture_of
from libsite.records.isbn import read_isbn
from libsite.text import direction, marker, nearest, normal
from libsite.views import BookCard, Picture, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.artifact import Recipe
    from libsite.model import Asset, Book, Site
    from libsite.plan.books import Library
    from libsite.plan.volumes import Volume

WIDTHS = (200, 400)
"""Of covers, in pixels."""
DRAWN = (400, 600)
"""The size of a cover that libsite draws."""
COVERS = "covers/"
"""The folder below `content/` where a cover may lie under its book's ISBN."""


class Jacket(Noun, frozen=True):
    """The cover of a book, and the files that it needs."""

    picture: Picture
    drawn: bool
    outputs: tuple[tuple[str, Recipe], ...]
    """Output paths, and how the files are made."""


class Shelves(Noun, frozen=True):
    """All books as pages show them; every mapping is by the path of the book's page."""

    library: Library
    cards: Mapping[str, BookCard]
    jackets: Mapping[str, Jacket]
    audiences: Mapping[str, Word]
    """Those that have a page, by slug."""
    problems: tuple[Problem, ...]

    def cards_of(self, books: Iterable[Book]) -> tuple[BookCard, ...]:
        """Return the card of each of *books*, which one published page describes; equal ones once.

        What that page says of a book goes before what other pages say: its list may hold the
        audiobook, and another one the hardback, or one list both.
        """
        cards = (self._as_said(book, self.cards[self.library.of(book).path]) for book in books)
        return tuple(dict.fromkeys(cards))

    def _as_said(self, book: Book, card: BookCard) -> BookCard:
        return replace(
            card,
            title=book.title,
            authors=book.authors or card.authors,
            isbn=book.isbn or card.isbn,
            year=card.year if book.year is None else book.year,
            format=book.format or card.format,
            audience=_words(book, self.audiences) or card.audience,
            shelf_mark=book.shelf_mark or card.shelf_mark,
            subjects=book.subjects or card.subjects,
            blurb=book.blurb or card.blurb,
        )


def make_shelves(library: Library, site: Site, audiences: Mapping[str, Word]) -> Shelves:
    """Make the cards of all books; *audiences* are those that have a page, by slug."""
    problems: list[Problem] = []
    by_isbn = dict(_by_isbn(site))
    jackets = {volume.path: _jacket(volume, site, by_isbn, problems) for volume in library.volumes}
    cards = {
        volume.path: _card(volume, jackets[volume.path], audiences) for volume in library.volumes
    }
    problems += _unfit(library, site)
    return Shelves(library, cards, jackets, audiences, (*library.problems, *problems))


def _card(volume: Volume, jacket: Jacket, audiences: Mapping[str, Word]) -> BookCard:
    book = volume.book
    return BookCard(
        title=book.title,
        authors=book.authors,
        url=marker(volume.path),
        cover=jacket.picture,
        drawn=jacket.drawn,
        isbn=book.isbn,
        year=book.year,
        format=book.format,
        audience=_words(book, audiences),
        shelf_mark=book.shelf_mark,
        subjects=book.subjects,
        blurb=book.blurb,
    )


def _words(book: Book, audiences: Mapping[str, Word]) -> tuple[Word, ...]:
    return tuple(audiences.get(group_slug(name)) or Word(name, "", 0) for name in book.audience)


# ---- Covers -------------------------------------------------------------------------------------


def _by_isbn(site: Site) -> Iterator[tuple[str, Asset]]:
    """Yield the pictures below `covers/`, each with the ISBN in its name, else an empty text."""
    for name, asset in site.files.items():
        if name.startswith(COVERS) and asset.source in site.pictures:
            isbn = read_isbn(posixpath.basename(name).partition(".")[0])
            yield isbn if isinstance(isbn, str) else "", asset


def _jacket(
    volume: Volume, site: Site, by_isbn: Mapping[str, Asset], problems: list[Problem]
) -> Jacket:
    """Return the cover of *volume*: the file that a list names, one by its ISBN, or a drawing."""
    book = volume.book
    asset = _named(book, site, problems) if book.cover else None
    asset = asset or next((by_isbn[isbn] for isbn in volume.isbns if isbn in by_isbn), None)
    measured = site.pictures.get(asset.source) if asset else None
    if asset is not None and measured is not None and measured.fault:
        problems.append(
            warning(
                f"the cover of `{book.title}` is drawn instead: {measured.fault}",
                path=asset.source,
                hint=measured.hint,
            )
        )
        asset = None
    if asset is None or measured is None:
        return _drawn(volume, site)
    picture, outputs = picture_of(asset, measured, f"{volume.path}cover", "", WIDTHS)
    return Jacket(picture, drawn=False, outputs=outputs)


def _drawn(volume: Volume, site: Site) -> Jacket:
    book = volume.book
    path = f"{volume.path}cover.svg"
    author = book.authors[0] if book.authors else ""
    width, height = DRAWN
    picture = Picture(marker(path), "", width=width, height=height)
    recipe = Cover(book.title, author, direction(site.config.language))
    return Jacket(picture, drawn=True, outputs=((path, recipe),))


def _named(book: Book, site: Site, problems: list[Problem]) -> Asset | None:
    """Return the picture that *book* names: beside the file that describes it, or below content."""
    if asset := _found(book, site):
        return asset
    near = None
    if len(problems) < HINTS:
        folder = _folder(book) or "."
        near = nearest(normal(book.cover), (posixpath.relpath(one, folder) for one in site.files))
    problems.append(
        warning(
            f"there is no picture `{book.cover}`, so the cover of `{book.title}` is drawn",
            path=book.path,
            line=book.line,
            hint=f"did you mean `{near}`?" if near else "put the picture beside this file",
        )
    )
    return None


def _found(book: Book, site: Site) -> Asset | None:
    """Return the picture that *book* names, if it is there."""
    name = normal(book.cover)
    plain = name.removeprefix("@").lstrip("/") if name.startswith(("@/", "/")) else name
    for candidate in (posixpath.join(_folder(book), plain), plain):
        asset = site.files.get(posixpath.normpath(candidate))
        if asset is not None and asset.source in site.pictures:
            return asset
    return None


def _folder(book: Book) -> str:
    """Return the folder below `content/` of the file that describes *book*."""
    return book.path.removeprefix("content/").rpartition("/")[0]


def _unfit(library: Library, site: Site) -> Iterator[Problem]:
    """Yield a notice for each picture below `covers/` that is no book's, the first ones by name."""
    if site.left_out:  # their books are not known
        return
    books = [mention.book for volume in library.volumes for mention in volume.mentions]
    isbns = {isbn for volume in library.volumes for isbn in volume.isbns}
    named = {asset.source for book in books if book.cover and (asset := _found(book, site))}
    unfit = [
        asset
        for isbn, asset in _by_isbn(site)
        if isbn not in isbns and asset.source not in named and not library.is_hidden(isbn)
    ]
    hint = "name it after the ISBN of a book on one of your lists, or delete it"
    for asset in unfit[:UNFIT]:
        yield notice("this picture fits no book", path=asset.source, hint=hint)
    if rest := len(unfit[UNFIT:]):
        more = "1 more picture fits" if rest == 1 else f"{rest} more pictures fit"
        yield notice(f"{more} no book", path=f"content/{COVERS.rstrip('/')}")


UNFIT = 20
"""Pictures without a book that are named; the others are counted."""
