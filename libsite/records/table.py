"""Read a list of books from a CSV or TSV file, a Goodreads export among them, row by row.

Nothing is dropped silently: every row below the names of the columns is either a book or a warning
that names it, as the spreadsheet counts the rows.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from libsite.errors import Problem, error, has_errors, notice, warning
from libsite.model import Book, Reference
from libsite.noun import Noun
from libsite.records.cells import ADDRESS, clean, clean_prose, clean_title, several
from libsite.records.isbn import Fault, read_isbn
from libsite.records.names import read_direct_names, read_names
from libsite.records.rows import decode_table, find_header, first_names, rows_below
from libsite.records.years import read_year
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.records.rows import Header, Row

Read = TypeVar("Read")

MOST_ROWS = 50_000
"""Rows of a file at most: a list is read by people."""
MOST_LINES = 10 * MOST_ROWS
"""Lines of a file at most, empty ones included."""
_MOST_SAID = 50
"""Rows of which each has a warning of its own; the others share one."""
_PLAIN_LINKS = frozenset({"link", "links", "url", "website", "web"})
"""Names of columns that say nothing of where a link leads: its host does."""


class Table(Noun, frozen=True):
    """What a file of books holds."""

    books: tuple[Book, ...] = ()
    rows: int = 0
    """Rows that are not empty, below the names of the columns: `taken` and `skipped` together."""
    taken: int = 0
    skipped: int = 0
    with_isbn: int = 0
    problems: tuple[Problem, ...] = ()
    """Complete, with path; an error where the file is no list of books."""


def read_table(data: bytes, path: str) -> Table:
    """Return the books in *data*, the bytes of the file *path*; never raises."""
    text, problems = decode_table(data)
    if has_errors(problems):
        return _refused(problems, path)
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        message = f"this file has more than {MOST_LINES:,} lines"
        return _refused((error(message, hint="split the list into several"),), path)
    header = find_header(lines)
    if header is None:
        return _refused((_no_title(first_names(lines)),), path)
    rows = tuple(islice(rows_below(lines, header), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        message = f"this file has more than {MOST_ROWS:,} rows"
        return _refused((error(message, hint="split the list into several"),), path)
    faults: list[Problem] = []
    books = tuple(_books(rows, header, path, faults))
    taken, with_isbn = len(books), sum(1 for book in books if book.isbn)
    numbers = {row.line: row.number for row in rows}
    faults = [
        *problems,
        *_above(lines, header),
        *_gathered(faults, numbers),
        _sum(len(rows), taken, with_isbn),
    ]
    return Table(
        books=books,
        rows=len(rows),
        taken=taken,
        skipped=len(rows) - taken,
        with_isbn=with_isbn,
        problems=tuple(replace(fault, path=path) for fault in faults),
    )


def _refused(problems: Iterable[Problem], path: str) -> Table:
    return Table(problems=tuple(replace(problem, path=path) for problem in problems))


def _no_title(names: tuple[str, ...]) -> Problem:
    if not names:
        return error("this file is empty", hint="write the names of its columns, such as `Title`")
    shown = ", ".join(f"`{excerpt(name, 30)}`" for name in names[:12] if name.strip())
    message = f"no column of this file is called `Title`; the first row is {shown}"
    hint = "call the column of the titles `Title`, and those you have `Author`, `ISBN`, `Year`"
    return error(message, line=1, hint=hint)


def _above(lines: list[str], header: Header) -> Iterator[Problem]:
    if any(line.strip() for line in lines[: header.row.line - 1]):
        message = f"the columns are named in row {header.row.number}; what is above is passed over"
        yield notice(message, line=header.row.line)


def _sum(rows: int, taken: int, with_isbn: int) -> Problem:
    counted = f"{rows} row" if rows == 1 else f"{rows} rows"
    return notice(
        f"{counted}: {taken} taken, {rows - taken} skipped; {with_isbn} with an ISBN",
        hint="" if rows else "write a book on each line below the names of the columns",
    )


# ---- Rows to books -------------------------------------------------------------------------------


def _books(
    rows: Iterable[Row], header: Header, path: str, problems: list[Problem]
) -> Iterator[Book]:
    for row in rows:
        own: list[Problem] = []
        book = _book(row, header, path, own)
        fault, hint = (row.fault, row.hint) if row.fault else _fault(book)
        if fault:
            message = f"row {row.number} is skipped: {fault}"
            problems.append(warning(message, line=row.line, hint=hint))
        else:
            problems += own
            yield book


def _fault(book: Book) -> tuple[str, str]:
    """Return why *book* cannot be shown, and what to do; empty texts for nothing."""
    if not book.title:
        return "it has no title", "write one, or delete the row"
    links = (text for link in book.links for text in (link.title, link.url))
    words = (*book.authors, *book.audience, *book.subjects, *links)
    texts = (book.title, book.format, book.shelf_mark, book.blurb, book.cover, *words)
    if any(ADDRESS in text.lower() for text in texts):
        return f"`{ADDRESS}` in it is libsite's own", "put a space after the colon"
    return "", ""


def _cells(row: Row, header: Header) -> dict[str, tuple[str, ...]]:
    """Return what stands in the known columns of *row*, the empty ones left out."""
    found = {}
    for column, places in header.columns.items():
        cells = (row.cells[place] for place in places if place < len(row.cells))
        if filled := tuple(cell for cell in cells if cell.strip()):
            found[column] = filled
    return found


def _book(row: Row, header: Header, path: str, problems: list[Problem]) -> Book:
    cells = _cells(row, header)
    first = {column: found[0] for column, found in cells.items()}
    return Book(
        title=clean_title(first.get("title", "")),
        authors=_authors(cells),
        isbn=_isbn(row, cells.get("isbn", ()), problems),
        year=_year(row, cells.get("year", ()), problems),
        format=clean(first.get("format", "")),
        audience=several(first.get("audience", "")),
        shelf_mark=clean(first.get("shelf_mark", "")),
        subjects=_subjects(cells.get("subjects", ())),
        blurb=clean_prose(first.get("blurb", "")),
        cover=_cover(row, first.get("cover", ""), problems),
        links=tuple(_links(row, header, problems)),
        path=path,
        line=row.line,
    )


def _authors(cells: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the authors: from the names in their usual order, where there is such a column."""
    main = cells.get("authors") or cells.get("inverted", ())[:1]
    others = cells.get("others", ())
    names = (
        *(name for cell in main for name in read_names(_lines(cell))),
        # of LibraryThing, which writes `Lee, Alan|Tolkien, Christopher`
        *(name for cell in cells.get("secondary", ()) for name in read_names(_lines(cell))),
        *(name for cell in others for name in read_direct_names(_lines(cell))),
    )
    return tuple(dict.fromkeys(names))


def _lines(cell: str) -> str:
    return "\n".join(map(clean, cell.split("\n")))


def _subjects(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the subjects in *cells*, each of which parts them in its own way."""
    return tuple(dict.fromkeys(subject for cell in cells for subject in several(cell)))


def _isbn(row: Row, cells: tuple[str, ...], problems: list[Problem]) -> str:
    # `n/a` and `-` say that there is none.
    told = ";".join(cell for cell in cells if any(sign.isdigit() for sign in cell))
    return _or(read_isbn(told), row, "ISBN", problems) or ""


def _year(row: Row, cells: tuple[str, ...], problems: list[Problem]) -> int | None:
    found = [read_year(cell) for cell in cells if any(sign.isdigit() for sign in cell)]
    years = [year for year in found if isinstance(year, int)]
    return years[0] if years else _or(found[0] if found else None, row, "year", problems)


def _or(found: Read | Fault, row: Row, name: str, problems: list[Problem]) -> Read | None:
    if not isinstance(found, Fault):
        return found
    message = f"row {row.number}: its {name} {found.message}"
    problems.append(warning(message, line=row.line, hint=found.hint))
    return None


def _cover(row: Row, cell: str, problems: list[Problem]) -> str:
    name = clean(cell)
    if "://" not in name:
        return name
    message = (
        f'row {row.number}: its cover is an address, which is not loaded: "{excerpt(name, 60)}"'
    )
    hint = "save the picture beside the list, and write its name"
    problems.append(warning(message, line=row.line, hint=hint))
    return ""


def _links(row: Row, header: Header, problems: list[Problem]) -> Iterator[Reference]:
    for place in header.columns.get("link", ()):
        name = clean(header.row.cells[place])
        for url in (row.cells[place] if place < len(row.cells) else "").split():
            address = clean(url)
            if host := _host(address):
                yield Reference(host if name.lower() in _PLAIN_LINKS else name, address)
            else:
                shown = excerpt(address, 60)
                message = f'row {row.number}: its link is not an address on the web: "{shown}"'
                hint = "write it in full, such as `https://library.example.org/`"
                problems.append(warning(message, line=row.line, hint=hint))


def _host(url: str) -> str:
    """Return the host of *url*; empty where it is no address on the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


# ---- Many faults ---------------------------------------------------------------------------------


def _gathered(problems: list[Problem], numbers: Mapping[int, int]) -> list[Problem]:
    """Return *problems*, those after the first fifty as one; *numbers* gives the row of a line."""
    rest = sorted({problem.line for problem in problems[_MOST_SAID:]})
    if len(rest) < 2:  # noqa: PLR2004
        return problems
    named = [numbers[line] for line in rest]
    runs = [list(run) for _, run in groupby(enumerate(named), key=lambda pair: pair[1] - pair[0])]
    rows = ", ".join(
        f"{run[0][1]}" if len(run) == 1 else f"{run[0][1]}–{run[-1][1]}" for run in runs
    )
    message = f"{len(rest)} more rows have faults: {rows}"
    hint = "mend those above, and build again to see what is wrong with the others"
    return [*problems[:_MOST_SAID], warning(message, line=rest[0], hint=hint)]
