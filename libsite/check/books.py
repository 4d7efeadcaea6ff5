"""Books: numbers that are wrong, or that two books share; catalogs that are not asked for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.check.places import SETTINGS, Place
from libsite.errors import Problem, notice, warning
from libsite.records.isbn import Fault, read_isbn
from libsite.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.check.subject import Subject
    from libsite.model import Book

FIRST_YEAR = 1450
"""Before it, books were written by hand."""
AHEAD = 2
"""Years for which publishers announce books."""
_ISBN = re.compile(
    r"\bISBN(?:[- ]?1[03])?[:\s]*((?:\d[ -]?){9,16}[\dXx])(?![\dXx-])", re.IGNORECASE
)


def wrong_isbns(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each ISBN in a text whose check digit does not fit."""
    for page in subject.published:
        for number, line in subject.places.body(page.source):
            for found in _ISBN.finditer(line):
                fault = read_isbn(found[1])
                if isinstance(fault, Fault):
                    yield warning(
                        f"`{found[1]}` {fault.message.partition(':')[0]}",
                        path=page.source,
                        line=number,
                        column=found.start(1) + 1,
                        hint=fault.hint,
                    )


def _books(subject: Subject) -> Iterator[tuple[Book, Place]]:
    for page in subject.published:
        for book in page.books:
            yield book, Place(book.path or page.source, book.line)
        for code in page.document.shortcodes:
            if code.book is not None:
                yield code.book, Place(page.source, code.book.line or code.line)


def shared_isbns(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each ISBN under which one author has two books of different titles.

    Of two authors' books a build tells already.
    """
    first: dict[str, tuple[Book, Place]] = {}
    for book, place in _books(subject):
        if not book.isbn:
            continue
        other, there = first.setdefault(book.isbn, (book, place))
        one, two = _key(book.title), _key(other.title)
        authors = {_key(each.authors[0]) for each in (book, other) if each.authors}
        if len(authors) <= 1 and not one.startswith(two) and not two.startswith(one):
            where = f"{there.path}:{there.line}" if there.line else there.path
            yield place.put(
                notice(
                    f"`{book.title}` has the ISBN of `{other.title}` ({where}), so they are shown"
                    " as one book",
                    hint="mend the ISBN of one of the two, or spell the title alike",
                )
            )


def _key(text: str) -> str:
    return slugify(text, limit=0) or text.casefold()


def doubled_books(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each book that stands twice in one list."""
    for page in subject.published:
        first: dict[tuple[str, ...], Book] = {}
        for book in page.books:
            key = (book.isbn,) if book.isbn else (_key(book.title), *map(_key, book.authors[:1]))
            other = first.setdefault(key, book)
            if other is not book:
                yield Place(book.path or page.source, book.line).put(
                    notice(
                        f"`{book.title}` stands in this list already, on line {other.line}",
                        hint="delete one of the two, or give each its own ISBN",
                    )
                )


def odd_years(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each book that is said to be older than printing, or not yet announced."""
    for book, place in _books(subject):
        year = book.year or 0
        if 0 < year < FIRST_YEAR or year > subject.now.year + AHEAD:
            said = notice(f"`{book.title}` is of the year {year}", hint="check the year")
            yield place.put(said)


def vague_catalogs(subject: Subject) -> Iterator[Problem]:
    """Yield a notice if books have ISBNs and no catalog is asked for them."""
    catalogs = subject.site.config.catalogs
    if catalogs and not any("{isbn}" in one.url for one in catalogs):
        place = Place(SETTINGS, subject.site.config.lines.get("catalogs", 0))
        yield place.put(
            notice(
                "no catalog is asked for the ISBN, so that readers may meet other editions",
                hint="if your catalog can be asked for a number, write `…?isbn={isbn}`",
            )
        )
