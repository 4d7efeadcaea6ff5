"""What a shortcode says: `::: book 9780316381994` and the lines below it, checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from libsite.errors import Problem, error, has_errors, warning
from libsite.model import Shortcode
from libsite.read.books import SPELLINGS, BookFront, read_book
from libsite.read.check import check, unknown
from libsite.read.fields import AnyText, Number, read_any_text
from libsite.read.forms import FORMS, Box, Figure, Head, Said
from libsite.read.yaml import Tree, load
from libsite.records.isbn import read_isbn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# ---- What may stand below them ------------------------------------------------------------------


class _Options(BaseModel):
    """The lines below a shortcode, for those that have none."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class _BookOptions(_Options):
    note: AnyText = ""


class _ShelfOptions(_Options):
    title: AnyText = ""
    limit: Number = Field(default=0, ge=1)


class _VideoOptions(_Options):
    title: AnyText = ""


class _FigureOptions(_Options):
    alt: AnyText | None = None
    caption: AnyText = ""
    credit: AnyText = ""


OPTIONS: dict[str, type[BaseModel]] = {
    "book": _BookOptions,
    "shelf": _ShelfOptions,
    "video": _VideoOptions,
    "figure": _FigureOptions,
}
"""The lines that may stand below a shortcode; those that describe a book are `read_book`'s."""
OF_A_BOOK = tuple(BookFront.model_fields)
"""The options of `::: book` that describe a book: an entry of a list has the same."""


def option_names(name: str) -> tuple[str, ...]:
    """Return the names of the lines that may stand below the shortcode *name*."""
    own = tuple(OPTIONS.get(name, _Options).model_fields)
    return (*own, *OF_A_BOOK) if name == "book" else own


# ---- What one says ------------------------------------------------------------------------------


def read_shortcode(head: Head, options: str) -> tuple[Said | None, list[Problem]]:
    """Return what a shortcode says; *options* are the lines directly below its *head*.

    None where it says nothing that can be shown; then an error says why.
    """
    head, problems = _checked(head)
    tree: Tree[dict[str, Any]] = load(options, first_line=head.line + 1)
    problems += tree.problems
    typed = {_canonical(name, head): name for name in tree.values}
    known = option_names(head.name)
    problems += _unknown(head, typed, known, tree)
    values = {name: tree.values[typed[name]] for name in known if name in typed}
    said, faults = check(OPTIONS.get(head.name, _Options), values, tree=tree, typed=typed)
    problems += faults
    if said is None or has_errors(problems):
        return None, problems
    lines = {name: tree.key((typed[name],))[0] for name in values}
    found, faults = _READERS[head.name](head, said, values, lines)
    return found, [*problems, *faults]


def _checked(head: Head) -> tuple[Head, list[Problem]]:
    """Return *head* with its argument tidied, and what is wrong with that."""
    form = FORMS[head.name]
    if form.needed and not head.argument:
        message = f"{head} needs {form.argument} after its name"
        hint = f"write `::: {head.name}`, a space, and {form.argument}"
        return head, [error(message, line=head.line, hint=hint)]
    try:
        return head._replace(argument=read_any_text(head.argument)), []
    except PydanticCustomError as refusal:
        said: Mapping[str, str] = refusal.context or {}
        message = f"what stands after {head} {said['message']}"
        return head, [error(message, line=head.line, hint=said["hint"])]


def _canonical(name: str, head: Head) -> str:
    plain = re.sub(r"[ _-]+", "_", name.strip().lower())
    return SPELLINGS.get(plain, plain) if head.name == "book" else plain


def _unknown(
    head: Head, typed: Mapping[str, str], known: tuple[str, ...], tree: Tree[dict[str, Any]]
) -> Iterator[Problem]:
    for name, written in typed.items():
        if name not in known:
            what = f"an option of {head}"
            fault = unknown(written, what=what, known=known, place=tree.key((written,)))
            yield replace(fault, severity="error")


_Result = tuple[Said | None, list[Problem]]
_ISBN = re.compile(r"(?:ISBN(?:-1[03])?:? *)?\d[\d -]{7,}[\dX]", re.IGNORECASE)
"""What is meant as an ISBN, be it right or wrong; a title such as `1984` is not."""


def _read_book(
    head: Head, said: _BookOptions, values: Mapping[str, Any], lines: Mapping[str, int]
) -> _Result:
    isbn = read_isbn(head.argument) if _ISBN.fullmatch(head.argument) else ""
    if not isinstance(isbn, str):
        message = f"the ISBN after {head} {isbn.message}"
        return None, [error(message, line=head.line, hint=isbn.hint)]
    code = Shortcode("book", isbn or head.argument, note=said.note, line=head.line)
    described = {name: values[name] for name in OF_A_BOOK if name in values}
    if not described:
        return code, []
    if isbn:
        described.setdefault("isbn", isbn)
    elif "title" not in described:
        described |= _title_and_author(head.argument, described)
    if "title" not in described:
        message = f"{head} describes a book without saying its title"
        return None, [error(message, line=head.line, hint="add a line `title: …` below it")]
    book, problems = read_book(described, line=head.line, lines=lines)
    return (replace(code, book=book) if book else None), problems


def _title_and_author(argument: str, described: Mapping[str, Any]) -> dict[str, str]:
    title, by, author = argument.rpartition(" by ")
    if by and "authors" not in described:
        return {"title": title, "authors": author}
    return {"title": argument}


def _read_shelf(head: Head, said: _ShelfOptions, *_rest: object) -> _Result:
    return Shortcode("shelf", head.argument, title=said.title, limit=said.limit, line=head.line), []


def _read_video(head: Head, said: _VideoOptions, *_rest: object) -> _Result:
    code = Shortcode("video", head.argument, title=said.title, line=head.line)
    if said.title:
        return code, []
    hint = "write a line `title: …` below it, which says what the film is called"
    return code, [warning(f"{head} has no title", line=head.line, hint=hint)]


def _read_figure(head: Head, said: _FigureOptions, *_rest: object) -> _Result:
    figure = Figure(head.argument, said.alt or "", said.caption, said.credit)
    if said.alt is not None:
        return figure, []
    message = f"the picture `{head.argument[:200]}` has no description"
    hint = 'write a line `alt: …` below it, which says what it shows; `alt: ""` if it decorates'
    return figure, [warning(message, line=head.line, hint=hint)]


def _read_box(head: Head, said: _Options, *_rest: object) -> _Result:
    del said
    return Box(head.name, head.argument), []


_READERS: dict[str, Callable[[Head, Any, Mapping[str, Any], Mapping[str, int]], _Result]] = {
    "book": _read_book,
    "shelf": _read_shelf,
    "video": _read_video,
    "figure": _read_figure,
    "callout": _read_box,
    "notes": _read_box,
    "spoiler": _read_box,
}
