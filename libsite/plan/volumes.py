"""A book with all that is said of it: its names, what the ledger knows of it, its address."""

from __future__ import annotations

import re
from collections import Counter
from math import inf
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.digest import digest
from libsite.model import BOOK, Book
from libsite.noun import Noun
from libsite.text import slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

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


_OWN = re.compile(r"-[0-9a-f]{8}$")


def _ids(volume: Volume, known: Collection[str], shared: Collection[str]) -> list[str]:
    """Return the ids, of those *known*, that may be those of *volume*, the surest first.

    *shared* are ids of which the ledger knows some that were made longer by `_own_slug`.
    """
    ids = [f"{BOOK}{isbn}" for isbn in volume.isbns]
    for mention in volume.mentions:
        id_ = f"{BOOK}{slug_of(mention.book)}"
        own = f"{BOOK}{_own_slug(mention.book)}" if id_ in shared else ""
        ids.append(own if own in known else id_)
    return [id_ for id_ in dict.fromkeys(ids) if id_ in known]


def _own_slug(book: Book) -> str:
    """Return a slug that no other book has: `slug_of` cuts long titles, and joins their parts."""
    return f"{slug_of(book)}-{digest((name_of(book), ''))[:8]}"


def recorded(volumes: list[Volume], ledger: Iterable[LedgerEntry]) -> list[tuple[LedgerEntry, ...]]:
    """Return what the ledger knows of each of *volumes*: by its ids, else by its address.

    What it knows belongs to one book alone: to that which is surest of the id, of equals to that
    which a page showed first. By the address it knows a book whose ISBN was corrected.
    """
    known = {entry.id: entry for entry in ledger}
    shared = {_OWN.sub("", id_) for id_ in known if _OWN.search(id_)}
    ids = [_ids(volume, known, shared) if known else [] for volume in volumes]
    owners = {id_: place for place, names in enumerate(ids) for id_ in names}
    owners |= {id_: place for *_, place, id_ in sorted(_claims(volumes, ids), reverse=True)}
    found = [
        tuple(known[id_] for id_ in names if owners[id_] == place)
        for place, names in enumerate(ids)
    ]
    by_url = {entry.url: entry for id_, entry in known.items() if id_ not in owners}
    for place in sorted(_unknown(found, by_url), key=lambda place: _order(volumes[place])):
        books = (mention.book for mention in volumes[place].mentions)
        urls = dict.fromkeys(f"/{FOLDER}/{slug_of(book)}/" for book in books)
        found[place] = tuple(by_url.pop(url) for url in urls if url in by_url)
    return found


def _claims(
    volumes: list[Volume], ids: list[list[str]]
) -> Iterator[tuple[int, float, tuple[str, str], int, str]]:
    """Yield each id that several want with the place of one; the best claim to it sorts first."""
    wanted = Counter(id_ for names in ids for id_ in names)
    for place, (volume, names) in enumerate(zip(volumes, ids, strict=True)):
        if all(wanted[id_] == 1 for id_ in names):
            continue
        numbers = {f"{BOOK}{isbn}" for isbn in volume.isbns}
        has_number = not numbers.isdisjoint(names)
        for id_ in names:
            doubt = 0 if id_ in numbers else 1 + has_number
            yield doubt, _age(volume), _order(volume), place, id_


def _unknown(found: list[tuple[LedgerEntry, ...]], by_url: Mapping[str, LedgerEntry]) -> list[int]:
    return [place for place, entries in enumerate(found) if not entries] if by_url else []


def _age(volume: Volume) -> float:
    """Return the moment of the first page that describes *volume*, in seconds."""
    days = (mention.page.date for mention in volume.mentions if mention.page.date)
    return min((day.timestamp() for day in days), default=inf)


def _order(volume: Volume) -> tuple[str, str]:
    """Return the sort key by which books choose their addresses: no newer list has a say in it."""
    return name_of(volume.book), volume.book.isbn


def with_paths(volumes: list[Volume], known: list[tuple[LedgerEntry, ...]]) -> list[Volume]:
    """Give each of *volumes* its address and id: those recorded, else of its title and author."""
    paths = [f"{entries[0].url.strip('/')}/" if entries else "" for entries in known]
    ids = [entries[0].id if entries else "" for entries in known]
    taken = {*paths, *ids}
    # by name, so that a newer list does not take an older one's address
    for place in sorted(range(len(volumes)), key=lambda place: _order(volumes[place])):
        volume = volumes[place]
        if not paths[place]:
            slug = slug_of(volume.book)
            if f"{FOLDER}/{slug}/" in taken:  # long titles are cut alike
                slug = f"{slug}-{volume.book.isbn or digest(_order(volume))[:8]}"
            paths[place] = f"{FOLDER}/{slug}/"
            ids[place] = _new_id(volume, taken)
            taken |= {paths[place], ids[place]}
    return [
        replace(
            volume,
            id=id_,
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
        for volume, path, id_, entries in zip(volumes, paths, ids, known, strict=True)
    ]


def _new_id(volume: Volume, taken: set[str]) -> str:
    """Return the id of a book that the ledger does not know."""
    if volume.isbns:
        return f"{BOOK}{volume.isbns[0]}"
    id_ = f"{BOOK}{slug_of(volume.book)}"
    return f"{BOOK}{_own_slug(volume.book)}" if id_ in taken else id_


def _by_isbn(volume: Volume) -> set[str]:
    """Return the folders from which the ISBNs of *volume* lead to it anyway."""
    return {f"{FOLDER}/{isbn}/" for isbn in volume.isbns}


def addresses_of(entry: LedgerEntry) -> tuple[str, ...]:
    """Return the output folders at which a recorded book was to be found."""
    urls = [f"{url.strip('/')}/" for url in (*entry.former, entry.url)]
    name = entry.id.removeprefix(BOOK)
    return (*urls, f"{FOLDER}/{name}/") if name.isdigit() else tuple(urls)
