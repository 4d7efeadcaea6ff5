"""One book in several places is one page: what the lists, readings and posts say, brought together.

Books are the same if they have the same ISBN, or the same title and the same first author, whatever
the capitals, accents and punctuation. Of what several sources say, the first wins, field by field:
lists come first, then readings, then other pages; of each the newest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.errors import Problem, warning
from libsite.model import Book
from libsite.noun import Noun
from libsite.plan.catalog import newest_first
from libsite.plan.volumes import (
    Mention,
    Volume,
    addresses_of,
    name_of,
    recorded,
    spelt,
    with_paths,
)
from libsite.records.isbn import read_isbn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.model import Page, Site
    from libsite.plan.catalog import Catalog

_RANKS = {"titles": 0, "reading": 1}
_AUTHOR = " by "


class Library(Noun, frozen=True):
    """All books of the published pages."""

    volumes: tuple[Volume, ...]
    """By their paths."""
    by_name: Mapping[str, Volume]
    """By ISBN, by title, and by title and author as `name_of` spells them."""
    by_title: Mapping[str, tuple[Volume, ...]]
    by_mention: Mapping[str, Volume]
    """By ISBN, and by title and author where a page says no ISBN."""
    hidden: frozenset[str]
    """Names of books that only unpublished pages show."""
    lost: tuple[str, ...]
    """The output folders of recorded books that nothing shows any more."""
    problems: tuple[Problem, ...]

    def find(self, text: str) -> Volume | None:
        """Return the book that *text*, an ISBN or a title with or without its author, means."""
        return next((self.by_name[n] for n in names_in(text) if n in self.by_name), None)

    def is_hidden(self, text: str) -> bool:
        """Tell whether only unpublished pages show the book that *text* means."""
        return any(name in self.hidden for name in names_in(text))

    def namesakes(self, text: str) -> tuple[Volume, ...]:
        """Return the books whose title *text* is, if it names neither an ISBN nor an author."""
        *surer, title = names_in(text)
        if any(name in self.by_name for name in surer):
            return ()
        return self.by_title.get(title, ())

    def of(self, book: Book) -> Volume:
        """Return the volume that *book*, which a published page describes, is part of."""
        return self.by_mention[book.isbn or name_of(book)]


def gather(site: Site, catalog: Catalog) -> Library:
    """Bring together what the published pages of *site* say of books."""
    mentions = sorted(_mentions(catalog.published), key=_rank)
    groups = _grouped(mentions)
    shown = _shown(groups, catalog)
    plain = [_volume(group, pages) for group, pages in zip(groups, shown, strict=True)]
    known = recorded(plain, site.book_ledger)
    volumes = with_paths(plain, known)
    unpublished = _mentions(page for page in site.pages if page.source in catalog.hidden)
    by_name = _by_name(volumes)
    claimed = {entry.id for entries in known for entry in entries}
    paths = {path for volume in volumes for path in (volume.path, *volume.former)}
    return Library(
        volumes=tuple(sorted(volumes, key=lambda volume: volume.path)),
        by_name=by_name,
        by_title=_by_title(volumes),
        by_mention={
            mention.book.isbn or name_of(mention.book): volume
            for volume in volumes
            for mention in volume.mentions
        },
        hidden=frozenset(n for m in unpublished for n in _names(m.book)) - by_name.keys(),
        lost=tuple(
            path
            for entry in site.book_ledger
            if entry.id not in claimed
            for path in addresses_of(entry)
            if path not in paths
        ),
        problems=tuple(_doubtful(mentions)),
    )


# ---- Names --------------------------------------------------------------------------------------


def _names(book: Book) -> Iterator[str]:
    """Yield every name by which *book* may be asked for, the surest first."""
    if book.isbn:
        yield book.isbn
    yield name_of(book)
    yield spelt(book.title)


def names_in(text: str) -> Iterator[str]:
    """Yield the names that *text* may mean: `9780375869020`, `Holes`, `Holes by Louis Sachar`."""
    isbn = read_isbn(text)
    if isinstance(isbn, str) and isbn:
        yield isbn
    title, by, author = text.rpartition(_AUTHOR)
    if by:
        yield f"{spelt(title)}/{spelt(author)}"
    yield spelt(text)


def _by_name(volumes: Iterable[Volume]) -> dict[str, Volume]:
    found: dict[str, Volume] = {}
    for volume in volumes:
        for mention in volume.mentions:
            for name in _names(mention.book):
                found.setdefault(name, volume)
    return found


def _by_title(volumes: Iterable[Volume]) -> dict[str, tuple[Volume, ...]]:
    found: dict[str, tuple[Volume, ...]] = {}
    for volume in volumes:
        for title in dict.fromkeys(spelt(mention.book.title) for mention in volume.mentions):
            found[title] = (*found.get(title, ()), volume)
    return found


# ---- Which are the same -------------------------------------------------------------------------


def _mentions(pages: Iterable[Page]) -> Iterator[Mention]:
    for page in pages:
        yield from (Mention(page, book) for book in page.books)
        for shortcode in page.document.shortcodes:
            if shortcode.book is not None:
                yield Mention(page, replace(shortcode.book, path=page.source))


def _rank(mention: Mention) -> tuple[object, ...]:
    return _RANKS.get(mention.page.kind, len(_RANKS)), newest_first(mention.page)


def _grouped(mentions: list[Mention]) -> list[list[Mention]]:
    """Return the mentions of each book together: those that share an ISBN, or title and author."""
    several = _several(mentions)
    first: dict[str, int] = {}
    leads = list(range(len(mentions)))  # the first mention that each is known to be one with

    def lead(place: int) -> int:
        while leads[place] != place:
            leads[place] = place = leads[leads[place]]
        return place

    for place, mention in enumerate(mentions):
        for key in _keys(mention.book, several):
            one, other = sorted((lead(first.setdefault(key, place)), lead(place)))
            leads[other] = one
    groups: dict[int, list[Mention]] = {}
    for place, mention in enumerate(mentions):
        groups.setdefault(lead(place), []).append(mention)
    return list(groups.values())


def _several(mentions: Iterable[Mention]) -> frozenset[str]:
    """Return the names that several books have, told apart by their ISBNs.

    So it is where one page lists several numbers under one name, such as the volumes of a series;
    and for books without an author, of which a title says too little.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    for mention in mentions:
        book = mention.book
        page = mention.page.source if book.authors else ""
        if book.isbn:
            seen.setdefault((name_of(book), page), set()).add(book.isbn)
    return frozenset(name for (name, _), isbns in seen.items() if len(isbns) > 1)


def _keys(book: Book, several: frozenset[str]) -> Iterator[str]:
    """Yield what makes *book* the same as others; of namesakes, an ISBN if there is one."""
    name = name_of(book)
    if book.isbn:
        yield book.isbn
    if not book.isbn or name not in several:
        yield name


def _doubtful(mentions: Iterable[Mention]) -> Iterator[Problem]:
    """Yield a warning for each ISBN under which two quite different books stand."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        book = mention.book
        other = first.setdefault(book.isbn, mention) if book.isbn else mention
        if spelt(book.title) != spelt(other.book.title) and _author(book) != _author(other.book):
            where = f"{other.book.path}:{other.book.line}" if other.book.line else other.book.path
            yield warning(
                f"`{book.title}` has the ISBN of `{other.book.title}` ({where}), so they are taken"
                " for one book",
                path=book.path,
                line=book.line,
                hint="mend the ISBN of one of the two, or leave it out",
            )


def _author(book: Book) -> str:
    return spelt(book.authors[0]) if book.authors else ""


# ---- What is shown of them ----------------------------------------------------------------------


def _shown(groups: list[list[Mention]], catalog: Catalog) -> list[tuple[Page, ...]]:
    """Return the pages that show each of the books: those that describe it or have its card."""
    at: dict[str, int] = {}
    for place, group in enumerate(groups):
        for mention in group:
            for name in _names(mention.book):
                at.setdefault(name, place)
    pages = [{mention.page.source: mention.page for mention in group} for group in groups]
    for page in catalog.published:
        for shortcode in page.document.shortcodes:
            if shortcode.name == "book" and shortcode.book is None:
                found = next((at[n] for n in names_in(shortcode.target) if n in at), None)
                if found is not None:
                    pages[found][page.source] = page
    return [tuple(sorted(each.values(), key=newest_first)) for each in pages]


def _volume(group: list[Mention], shown: tuple[Page, ...]) -> Volume:
    books = [mention.book for mention in group]
    isbns = tuple(dict.fromkeys(book.isbn for book in books if book.isbn))
    first = books[0]
    covered = next((book for book in books if book.cover), first)
    book = Book(
        title=first.title,
        authors=next((book.authors for book in books if book.authors), ()),
        isbn=isbns[0] if isbns else "",
        year=next((book.year for book in books if book.year is not None), None),
        format=next((book.format for book in books if book.format), ""),
        audience=next((book.audience for book in books if book.audience), ()),
        shelf_mark=next((book.shelf_mark for book in books if book.shelf_mark), ""),
        subjects=next((book.subjects for book in books if book.subjects), ()),
        blurb=next((book.blurb for book in books if book.blurb), ""),
        cover=covered.cover,
        links=next((book.links for book in books if book.links), ()),
        path=covered.path,  # where its cover is looked for
        line=covered.line,
    )
    return Volume(book, "", "", isbns, tuple(group), shown)
