"""Turn the bytes of a file into text, or say why they are not text."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING

from libsite import text as words
from libsite.errors import Problem, error

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = f"{words.MARKER}/"
"""What a text may not contain, in any case: `make` would take it for an address of its own."""

_ADDRESS = re.compile(re.escape(ADDRESS), re.IGNORECASE | re.ASCII)
_MOST = 10
"""A file with more faults of one sort than this is not helped by seeing them all."""
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""Marks at the start of a file by what they mean; the longer ones first, which begin alike."""
_SAVE_AS = "save it as UTF-8"


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return *data* as text with LF newlines and no byte order mark, and the faults in it.

    With a fault the text is empty. The problems have a line and a column but no path.
    """
    for mark, name in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            return "", (error(f"this file is {name}, not UTF-8", hint=_SAVE_AS),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        return "", (_not_utf8(data, fault.start),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = (*_zeros(text), *_addresses(text))
    return ("" if problems else text), problems


def _not_utf8(data: bytes, start: int) -> Problem:
    before = data[:start].decode().replace("\r\n", "\n").replace("\r", "\n")
    line, column = _place(before, len(before))
    if b"\0" in data:  # No text of any one-byte encoding has zeros: this is a picture, or worse.
        return error("this is not a text file", line=line, column=column, hint=_SAVE_AS)
    byte = data[start : start + 1]
    # Windows-1252 is Latin-1 with letters and quotes where Latin-1 has control characters; it has
    # five holes, in which nothing was meant.
    meant = byte.decode("cp1252", errors="ignore")
    guess = f", probably `{meant}` from an older encoding" if meant else ""
    message = f"this file is not UTF-8: here stands the byte {byte[0]:#04x}{guess}"
    return error(message, line=line, column=column, hint=_SAVE_AS)


def _zeros(text: str) -> Iterator[Problem]:
    at = text.find("\0")
    if at >= 0:
        line, column = _place(text, at)
        message = "this file has NUL characters in it, which no text has"
        yield error(message, line=line, column=column, hint=_SAVE_AS)


def _addresses(text: str) -> Iterator[Problem]:
    if ADDRESS not in text.lower():  # Four times faster than the pattern, and nearly always true.
        return
    for found in islice(_ADDRESS.finditer(text), _MOST):
        line, column = _place(text, found.start())
        yield error(
            f"`{ADDRESS}` is libsite's own",
            line=line,
            column=column,
            hint=f"write `{words.MARKER} /` instead",
        )


def _place(text: str, index: int) -> tuple[int, int]:
    """Return line and column of *index*, both counted from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
