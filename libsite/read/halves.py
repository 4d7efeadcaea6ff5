"""Take a Markdown file apart: the front matter between two lines `---`, and the body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from libsite.digest import digest_bytes
from libsite.errors import Problem, error
from libsite.text import excerpt

if TYPE_CHECKING:
    from libsite.model import Front

OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_DASHES = re.compile(r"^[ \t]*[-–—]+[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


class Halves(NamedTuple):
    """The two parts of a file as texts, each with the line at which it begins."""

    front: str
    front_line: int
    body: str
    body_line: int


class Split(NamedTuple):
    """The two parts of a file, the first one understood."""

    front: Front | None
    """None where the front matter has an error."""
    head: str
    """The digest of the front matter and its place; empty where nobody can tell."""
    body: str
    body_line: int
    """The line of the file at which the body begins."""
    problems: tuple[Problem, ...]
    """Sorted by place; their `path` is empty."""


def head_of(halves: Halves) -> str:
    """Return the digest of the front matter as it stands: where it is the same, it says the same.

    The lines at which its fields stand are among what it says.
    """
    return digest_bytes(f"{halves.front_line} {halves.front}".encode(errors="surrogatepass"))


def halve(text: str) -> Halves | Problem:
    """Return the front matter and the body of *text*, or why they cannot be told apart."""
    opening = OPENING.match(text)
    if not opening:
        return _no_front(text)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        message = "the front matter that begins here is not closed"
        hint = "write a line `---` after its last line"
        if dashes := _DASHES.search(text, opening.end()):
            line = text.count("\n", 0, dashes.start()) + 1
            hint = f"write line {line} as three hyphens and nothing else: `---`"
        return error(message, line=text.count("\n", 0, opening.end() - 1) + 1, column=1, hint=hint)
    return Halves(
        text[opening.end() : closing.start()],
        text.count("\n", 0, opening.end()) + 1,
        text[closing.end() :],
        text.count("\n", 0, closing.end()) + 1,
    )


def _no_front(text: str) -> Problem:
    first = text.lstrip().partition("\n")[0].strip()
    if first == "+++":
        hint = "write it between two lines `---`, each entry as `name: value`"
        return error("this front matter is not libsite's", line=1, column=1, hint=hint)
    if _DASHES.fullmatch(first):
        hint = "write this line as three hyphens and nothing else: `---`"
        return error("this line does not begin the front matter", line=1, column=1, hint=hint)
    heading = _HEADING.search(text)
    title = excerpt(heading[1].rstrip(" \t#"), 60) if heading else "Our new books"
    hint = f"begin the file with the three lines `---`, `title: {title}` and `---`"
    return error("`title` is missing", line=1, column=1, hint=hint)
