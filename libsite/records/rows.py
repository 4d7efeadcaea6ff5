"""The rows of a table in a text file: its encoding, what parts its cells, its quotation marks.

A row that cannot be read is one row: what follows it is read again from the next line on.
"""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.errors import Problem, error, notice
from libsite.noun import Noun
from libsite.records.columns import find_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST = 20 * 1024 * 1024
"""Bytes of a file at most."""
_DELIMITERS = (",", ";", "\t", "|")
_NONE = "\x1f"
"""What parts no cells: the delimiter of a table with one column."""
_LONGEST = 50
"""Lines of one row at most: more are a quotation mark that nobody closed."""
_LONGEST_LINE = 100_000
"""Characters of a line at most: no program writes more of one book."""
_WITHIN = 200
"""Lines among which the names of the columns must be."""
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_FROM_WINDOWS = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)
}
"""Bytes that are no UTF-8, as `surrogateescape` keeps them (PEP 383), and what they mean."""
_EXPORT = "save the list as CSV (in Excel: `CSV UTF-8`), and name that file"
_QUOTES = "its quotation marks do not fit together"
_QUOTES_HINT = "write a quotation mark within a cell twice, or take it out"


class Row(Noun, frozen=True):
    """A row of a table."""

    number: int
    """As a spreadsheet counts, from 1, empty rows included."""
    line: int
    """The line of the file on which it begins, counted from 1."""
    height: int
    """How many lines it takes."""
    cells: tuple[str, ...]
    """Without the empty ones at its end."""
    width: int
    """How many cells it has with these."""
    fault: str = ""
    """Why it cannot be read; goes on after "row 7 is skipped: "."""
    hint: str = ""


class Header(Noun, frozen=True):
    """The row that names the columns, and what is known by it."""

    row: Row
    delimiter: str
    columns: Mapping[str, tuple[int, ...]]
    """Where the known columns stand."""


# ---- Bytes to text -------------------------------------------------------------------------------


def decode_table(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return *data* as text with LF newlines, and what is to be said of it.

    With an error the text is empty. UTF-8 and, with its mark, UTF-16 are understood; bytes that are
    no UTF-8 are taken for Windows-1252, each by itself, since programs mix the two.
    """
    if len(data) > LARGEST:
        size, most = len(data) // 1024**2, LARGEST // 1024**2
        message = f"this file is too large: {size} MB where {most} MB are read"
        return "", (error(message, hint="split the list into several"),)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "", (error("this file is a spreadsheet, not a CSV file", hint=_EXPORT),)
    text, problems = _decode(data)
    if "\0" in text:
        message = "this file has NUL characters in it, which no text has"
        return "", (error(message, hint=_EXPORT),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), ()
    text = data.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")
    found = _NOT_UTF8.search(text)
    if not found:
        return text, ()
    line = text.count("\n", 0, found.start()) + 1
    said = notice(
        "this file is not UTF-8; it was read as Windows-1252, an older encoding",
        line=line,
        hint="look at letters with accents on the page, and save the file as UTF-8 if one is wrong",
    )
    return text.translate(_FROM_WINDOWS), (said,)


# ---- Text to rows --------------------------------------------------------------------------------


def find_header(lines: Sequence[str]) -> Header | None:
    """Return the first row that names a title and the most columns, or None.

    The sign between the cells is the one by which most names of columns are known.
    """
    best: Header | None = None
    for delimiter in (*_DELIMITERS, _NONE):
        for row in read_rows(lines[:_WITHIN], delimiter):
            columns = find_columns(row.cells)
            if "title" in columns and (best is None or len(columns) > len(best.columns)):
                best = Header(row, delimiter, columns)
    if best is not None and len(best.row.cells) == 1:
        return replace(best, delimiter=_NONE)
    return best


def first_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of the first row that is not empty, as far as one can tell them apart."""
    rows = (read_rows(lines[:_WITHIN], delimiter) for delimiter in _DELIMITERS)
    first = (next((row.cells for row in each if row.cells), ()) for each in rows)
    return max(first, key=len)


def rows_below(lines: Sequence[str], header: Header) -> Iterator[Row]:
    """Yield the rows below *header* that are not empty; one that cannot be read has a fault."""
    above = header.row
    start = above.line - 1 + above.height
    for row in read_rows(
        lines, header.delimiter, start=start, number=above.number + 1, width=above.width
    ):
        if row.cells or row.fault:
            yield row


def read_rows(
    lines: Sequence[str], delimiter: str, *, start: int = 0, number: int = 1, width: int = 0
) -> Iterator[Row]:
    """Yield every row from line *start* (counted from 0) on, which is row *number*.

    With a *width*, a row of more cells has a fault.
    """
    at = start
    while at < len(lines):
        row = _row(lines, at, number, delimiter)
        if width and len(row.cells) > width:
            # A quotation mark that is not closed swallows the lines below: they are given back.
            fault = f"it has {len(row.cells)} cells where there are {width} columns"
            hint = f"put quotation marks around a cell that has {_named(delimiter)} in it"
            row = Row(number, at + 1, 1, (), 0, fault, hint)
        yield row
        number += 1
        at += row.height


def _named(delimiter: str) -> str:
    return "a tab" if delimiter == "\t" else f"`{delimiter}`"


def _row(lines: Sequence[str], at: int, number: int, delimiter: str) -> Row:
    line = lines[at]
    if len(line) > _LONGEST_LINE:
        fault = f"it has {len(line):,} characters, more than any book has"
        return Row(number, at + 1, 1, (), 0, fault, "shorten it, or delete the row")
    if '"' not in line:  # Nearly every line: ten times faster than the reader.
        return _whole(number, at, 1, line.split(delimiter))
    following = (f"{each}\n" for each in lines[at : at + _LONGEST])
    reader = csv.reader(following, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        if delimiter == "\t":  # Programs that part by tabs often write quotation marks as they are.
            return _whole(number, at, 1, line.split(delimiter))
        return Row(number, at + 1, 1, (), 0, _QUOTES, _QUOTES_HINT)
    return _whole(number, at, reader.line_num, cells)


def _whole(number: int, at: int, height: int, cells: list[str]) -> Row:
    width = len(cells)
    while cells and not cells[-1].strip():
        cells.pop()
    return Row(number, at + 1, height, tuple(cells), width)
