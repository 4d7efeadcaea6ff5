"""What is told of private people on pages: all findings, but for those that may stay.

Every page counts, drafts and those of other days as well: in a public repository all files are
public, and before a page is published is the best time to say it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from libsite.errors import Problem, notice
from libsite.model import Club
from libsite.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Book, Finding, Page, Site

_WHY = {
    "name-grade": "a child's full name stands beside a grade, an age or a school, so that strangers"
    " can find the child",
    "name-photo": "a full name stands beside a picture, so that strangers know who is seen",
    "email": "this looks like somebody's own e-mail address, which everybody can then write to",
    "phone": "this looks like somebody's own telephone number, which everybody can then call",
    "photo-file": "the file of this picture bears a person's name, which search engines read",
    "no-reason": "this comment does not say why, and so silences nothing",
}
"""What is said of each sort of finding."""
_BOTH = (
    "a child's full name stands beside a picture and a grade, an age or a school, so that strangers"
    " can find the child"
)


class Known(NamedTuple):
    """Whose names may stand everywhere, and which addresses."""

    names: frozenset[str]
    """Those who agreed, and authors, as `text.letters`."""
    titles: str
    """The titles of all books, as `text.letters`, parted by spaces."""
    addresses: frozenset[str]


def plan_notices(site: Site, consented: frozenset[str]) -> Iterator[Problem]:
    """Yield a notice for each thing in *site* that says too much of a private person.

    *consented* are the names of those who agreed, as `text.letters`.
    """
    pages = [page for page in site.pages if page.document.private]
    if not pages:
        return
    known = _known(site, consented)
    for page in pages:
        told = (one for one in page.document.private if not _may_stay(one, known))
        for _, same in groupby(told, key=lambda one: (one.line, one.column, one.name)):
            yield _notice(page, tuple(same))


def _known(site: Site, consented: frozenset[str]) -> Known:
    books = tuple(book for page in site.pages for book in _books(page))
    authors = {author for book in books for author in book.authors}
    authors.update(author for page in site.pages for author in page.document.front.authors)
    clubs = (page.document.front.more for page in site.pages)
    contacts = {club.contact for club in clubs if isinstance(club, Club)}
    contacts.add(site.config.newsletter)
    return Known(
        names=consented.union(map(letters, authors), [letters(site.config.author)]),
        titles=" ".join(sorted({letters(book.title) for book in books})),
        addresses=frozenset(one.removeprefix("mailto:").casefold() for one in contacts),
    )


def _books(page: Page) -> Iterator[Book]:
    yield from page.books
    yield from (code.book for code in page.document.shortcodes if code.book)


def _may_stay(found: Finding, known: Known) -> bool:
    """Tell whether *found* is somebody who agreed, who wrote a book, or who is in its title."""
    if found.sort == "email":
        return found.text.casefold() in known.addresses
    name = letters(found.name)
    return bool(name) and (name in known.names or name in known.titles)


def _notice(page: Page, same: tuple[Finding, ...]) -> Problem:
    """Return what is said of the findings *same*, which are of one person at one place."""
    found = same[0]
    sorts = {one.sort for one in same}
    message = _BOTH if {"name-grade", "name-photo"} <= sorts else _WHY[found.sort]
    return notice(
        message,
        path=page.source,
        line=found.line,
        column=found.column,
        hint=_hint(found),
    )


def _hint(found: Finding) -> str:
    """Return what to write instead, and how to say that it may stay."""
    match found.sort:
        case "name-grade" | "name-photo":
            beside = f", {found.beside}" if found.beside else ""
            instead = f'write "{shortened(found.name)}{beside}" instead of "{found.name}"'
        case "email":
            instead = f"write the library's address instead of {found.text}"
        case "phone":
            instead = f"write the library's number instead of {found.text}"
        case "photo-file":
            instead = f"name `{found.text}` after what it shows, such as `story-hour.jpg`"
        case "no-reason":
            comment = silence("parents agreed 2026-09", in_front=found.in_front)
            return f"add the reason: {comment}"
    comment = silence("REASON", in_front=found.in_front)
    return f"{instead}; if it may stay, add {comment} to the line"


def silence(reason: str, *, in_front: bool) -> str:
    """Return the comment that lets a line stay, for front matter or for Markdown."""
    comment = f"private: ok, {reason}"
    return f"`# {comment}`" if in_front else f"`<!-- {comment} -->`"


def shortened(name: str) -> str:
    """Return *name* as it can be published: `Maya R.` for `Maya Rodriguez`."""
    first, *rest = name.split()
    initials = [word[0] for word in rest if not word[0].islower()]
    return f"{first} {initials[-1]}." if initials else f"{first[0]}."
