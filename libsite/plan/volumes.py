"""A book with all that is said of it: its names, what the ledger knows of it, its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.digest import digest
from libsite.model import BOOK, Book
from libsite.noun import Noun
from libsite.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.model import LedgerEntry, Page

FOLDER = "books"
"""Where the pages of books stand."""


class Mention(Noun, frozen=True):
    """A page that describes a book."""

    page: Page
    book: Book


class Volume(Noun, frozen=True):
    """A book with everything that is said of it."""

    book: Book
    """Each field from the first source that has it."""
    id: str
    """Permanent, once the ledger has it: `book/9780316381994`."""
    path: str
    """The output folder of its page: `books/the-wild-robot-peter-brown/`."""
    isbns: tuple[str, ...]
    """All its numbers, that of `book` first."""
    mentions: tuple[Mention, ...]
    """The pages that describe it, the first to be believed first."""
    shown: tuple[Page, ...]
    """The pages that show it, the newest first."""
    former: tuple[str, ...] = ()
    """Recorded addresses that it has no longer, as output folders."""


def name_of(book: Book) -> str:
    """Return what stands for the title and the first author of *book*, however they are spelt."""
    return f"{spelt(book.title)}/{spelt(book.authors[0]) if book.authors else ''}"


def spelt(text: str) -> str:
    """Return *text* without what people spell in several ways: capitals, accents, punctuation."""
    return slugify(text, limit=0) or digest(text.casefold())[:8]


# ---- Where they stand ---------------------------------------------------------------------------


def slug_of(book: Book) -> str:
    """Return the last part of the address of *book*: its title and its first author."""
    words = [slugify(book.title), slugify(book.authors[0]) if book.authors else ""]
    return "-".join(filter(None, words)) or digest(book.title)[:8]


def _ids(volume: Volume) -> list[str]:
    """Return the ids under which the ledger may know *volume*, the surest first."""
    books = [mention.book for mention in volume.mentions]
    return [f"{BOOK}{name}" for name in dict.fromkeys((*volume.isbns, *map(slug_of, books)))]


def recorded(volumes: list[Volume], ledger: Iterable[LedgerEntry]) -> list[tuple[LedgerEntry, ...]]:
    """Return what the ledger knows of each of *volumes*: by its ids, else by its address.

    By the address it knows a book whose ISBN was corrected.
    """
    known = {entry.id: entry for entry in ledger}
    found = [
        tuple(known[id_] for id_ in _ids(volume) if id_ in known) if known else ()
        for volume in volumes
    ]
    claimed = {entry.id for entries in found for entry in entries}
    by_url = {entry.url: entry for id_, entry in known.items() if id_ not in claimed}
    for place in sorted(_unknown(found, by_url), key=lambda place: _order(volumes[place])):
        books = (mention.book for mention in volumes[place].mentions)
        urls = dict.fromkeys(f"/{FOLDER}/{slug_of(book)}/" for book in books)
        found[place] = tuple(by_url.pop(url) for url in urls if url in by_url)
    return found


def _unknown(found: list[tuple[LedgerEntry, ...]], by_url: Mapping[str, LedgerEntry]) -> list[int]:
    return [place for place, entries in enumerate(found) if not entries] if by_url else []


def _order(volume: Volume) -> tuple[str, str]:
    """Return the sort key by which books choose their addresses: no newer list has a say in it."""
    return name_of(volume.book), volume.book.isbn


def with_paths(volumes: list[Volume], known: list[tuple[LedgerEntry, ...]]) -> list[Volume]:
    """Give each of *volumes* its address: the recorded one, else one of its title and author."""
    paths = [f"{entries[0].url.strip('/')}/" if entries else "" for entries in known]
    taken = {path for path in paths if path}
    # by name, so that a newer list does not take an older one's address
    for place in sorted(range(len(volumes)), key=lambda place: _order(volumes[place])):
        volume = volumes[place]
        if not paths[place]:
            slug = slug_of(volume.book)
            if f"{FOLDER}/{slug}/" in taken:  # long titles are cut alike
                slug = f"{slug}-{volume.book.isbn or digest(_order(volume))[:8]}"
            paths[place] = f"{FOLDER}/{slug}/"
            taken.add(paths[place])
    return [
        replace(
            volume,
            id=entries[0].id if entries else _ids(volume)[0],
            path=path,
            former=tuple(
                dict.fromkeys(
                    old
                    for entry in entries
                    for old in addresses_of(entry)
                    if old != path and old not in _by_isbn(volume)
                )
            ),
        )
        for volume, path, entries in zip(volumes, paths, known, strict=True)
    ]


def _by_isbn(volume: Volume) -> set[str]:
    """Return the folders from which the ISBNs of *volume* lead to it anyway."""
    return {f"{FOLDER}/{isbn}/" for isbn in volume.isbns}


def addresses_of(entry: LedgerEntry) -> tuple[str, ...]:
    """Return the output folders at which a recorded book was to be found."""
    urls = [f"{url.strip('/')}/" for url in (*entry.former, entry.url)]
    name = entry.id.removeprefix(BOOK)
    return (*urls, f"{FOLDER}/{name}/") if name.isdigit() else tuple(urls)
