"""Read a book as people describe it in front matter and in shortcodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.errors import Problem, error, has_errors
from libsite.model import Book, Reference
from libsite.read.check import check
from libsite.read.events import Place
from libsite.read.fields import (
    AnyText,
    Lines,
    Text,
    read_any_text,
    read_entry,
    read_text,
    read_url,
    read_word,
    refuse,
    shown,
)
from libsite.read.parts import Part, listed, spelled, unfold_entry
from libsite.read.yaml import Tree
from libsite.records.cells import paragraphs
from libsite.records.isbn import Fault, read_isbn
from libsite.records.names import read_name, read_names
from libsite.records.years import read_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.read.yaml import Path

# ---- Readers of single values --------------------------------------------------------------------

_SEVERAL = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": ["string", "number"]}, "uniqueItems": True},
    ]
}
_BY = " by "


def _read_authors(value: object) -> tuple[str, ...]:
    """Return names as they are read aloud, from one text or a list with a name in each entry."""
    if isinstance(value, list):
        return tuple(dict.fromkeys(filter(None, (read_name(read_entry(each)) for each in value))))
    return read_names(read_any_text(value))


def _read_isbn(value: object) -> str:
    found = read_isbn(read_any_text(value))
    return refuse(found.message, found.hint) if isinstance(found, Fault) else found


def _read_year(value: object) -> int | None:
    found = read_year(read_any_text(value))
    return refuse(found.message, found.hint) if isinstance(found, Fault) else found


def _read_prose(value: object) -> str:
    """Return a text of one or more paragraphs, with an empty line between them."""
    if not isinstance(value, str):
        return read_any_text(value)
    return "\n\n".join(read_any_text(each) for each in paragraphs(value).split("\n\n"))


def read_address(value: object) -> str:
    """Return an address on the web, or an empty text for none."""
    return read_url(value) if value else ""


Prose = Annotated[str, BeforeValidator(_read_prose), WithJsonSchema({"type": "string"})]
Url = Annotated[
    str, BeforeValidator(read_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]
AnyUrl = Annotated[
    str, BeforeValidator(read_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]

# ---- Links ---------------------------------------------------------------------------------------


class LinkFront(BaseModel):
    """A link to a place outside the site."""

    model_config = ConfigDict(frozen=True, defer_build=True, title="Link")

    name: AnyText = Field(default="", description="What the link is called; else its host is.")
    url: Url = Field(description="Where it leads: `https://library.example.org/guide`.")


def _as_link(value: object) -> object:
    if not isinstance(value, str):
        return value
    *words, url = value.split() or [""]  # `Reading guide: https://…` on the line of a shortcode
    return {"name": " ".join(words).removesuffix(":"), "url": url}


Links = Annotated[
    tuple[
        Annotated[LinkFront, BeforeValidator(_as_link, json_schema_input_type=str | LinkFront)], ...
    ],
    BeforeValidator(
        listed, json_schema_input_type=str | dict[str, str] | list[str | LinkFront | dict[str, str]]
    ),
]
"""Names and addresses: `{Mastodon: https://…}`, or a list."""
LINK = Part("a part of a link", LinkFront, {"title": "name", "link": "url"}, pair=("name", "url"))


def as_references(links: Iterable[LinkFront]) -> tuple[Reference, ...]:
    """Return *links* as the site knows them; one without a name goes by its host."""
    return tuple(Reference(link.name or urlsplit(link.url).netloc, link.url) for link in links)


# ---- Books ---------------------------------------------------------------------------------------

SPELLINGS = {
    **dict.fromkeys(("author", "by"), "authors"),
    **dict.fromkeys(("shelfmark", "shelf", "call_number", "callnumber", "signature"), "shelf_mark"),
    **dict.fromkeys(("subject", "topics", "tags"), "subjects"),
    **dict.fromkeys(("isbn13", "isbn_13", "isbn10", "isbn_10"), "isbn"),
    **dict.fromkeys(("description", "summary", "annotation"), "blurb"),
    **dict.fromkeys(("binding", "media"), "format"),
    **dict.fromkeys(("audiences", "age", "ages"), "audience"),
    **dict.fromkeys(("link", "url"), "links"),
    "published": "year",
    "image": "cover",
}
"""Other names of a book's fields that mean just the same."""


class BookFront(BaseModel):
    """A book of a list, of a reading or of a card."""

    model_config = ConfigDict(
        frozen=True, defer_build=True, title="Book", json_schema_extra=spelled(SPELLINGS)
    )

    title: Text = Field(description="The title, as it is to be read.")
    authors: Annotated[
        tuple[str, ...], BeforeValidator(_read_authors), WithJsonSchema(_SEVERAL)
    ] = Field(
        default=(),
        description="Who wrote it: one name, several between semicolons, or a list. `Dahl, Roald`"
        " becomes `Roald Dahl`.",
    )
    isbn: Annotated[
        str, BeforeValidator(_read_isbn), WithJsonSchema({"type": ["string", "number"]})
    ] = Field(
        default="",
        description="Its ISBN, with 13 or 10 digits, hyphens or none; leave it out if it has none.",
    )
    year: Annotated[
        int | None, BeforeValidator(_read_year), WithJsonSchema({"type": ["string", "number"]})
    ] = Field(default=None, description="When it was published: `2016`, or `380 BCE`.")
    format: AnyText = Field(
        default="", description="What sort of book it is: `Hardback`, `Audiobook`, `Comic`."
    )
    audience: Lines = Field(
        default=(), description="For whom it is: a list, or words between commas."
    )
    shelf_mark: Annotated[AnyText, WithJsonSchema({"type": ["string", "number"]})] = Field(
        default="", description="Where it stands in the library: `J FIC BRO`."
    )
    subjects: Lines = Field(
        default=(), description="What it is about: a list, or words between commas."
    )
    blurb: Prose = Field(
        default="",
        description="What it is about in a few sentences; an empty line begins a new paragraph.",
    )
    cover: AnyText = Field(
        default="", description="The picture of its cover, beside the page: `wild-robot.jpg`."
    )
    links: Links = Field(
        default=(), description="Where to read more: `{Reading guide: https://…}`, or a list."
    )


BOOK = Part("a field of a book", BookFront, SPELLINGS, parts={"links": LINK})


def _as_book(value: object) -> object:
    """Return the book that a text such as `The Wild Robot by Peter Brown` describes."""
    if not isinstance(value, str):
        return value
    text = read_text(value)
    title, by, authors = text.rpartition(_BY)
    if by and title.strip() and authors.strip():
        return {"title": title, "authors": authors}
    if isinstance(read_isbn(text), str):
        refuse(
            f"is an ISBN, which does not say what the book is called: {shown(text)}",
            f"write `title:` on this line and `isbn: {read_word(text)}` below it",
        )
    if text.lower().endswith((".csv", ".tsv")):
        hint = f"write `books: {text}` for all of them, with neither brackets nor a hyphen"
        refuse(f"is the name of a file, and no book: {shown(text)}", hint)
    return {"title": text}


Books = Annotated[
    tuple[
        Annotated[BookFront, BeforeValidator(_as_book, json_schema_input_type=str | BookFront)], ...
    ],
    BeforeValidator(listed, json_schema_input_type=str | BookFront | list[str | BookFront]),
]
"""Books, or one of them; each a mapping, or a text such as `The Wild Robot by Peter Brown`."""


def as_books(said: Iterable[BookFront], tree: Tree[Any], key: str) -> Iterator[Book]:
    """Yield the books that stand below *key* in *tree*, with their lines; paths are still empty."""
    for index, book in enumerate(said):
        yield _as_noun(book, tree.key((key, index))[0])


def _as_noun(said: BookFront, line: int) -> Book:
    return Book(
        title=said.title,
        authors=said.authors,
        isbn=said.isbn,
        year=said.year,
        format=said.format,
        audience=said.audience,
        shelf_mark=said.shelf_mark,
        subjects=said.subjects,
        blurb=said.blurb,
        cover=said.cover,
        links=as_references(said.links),
        line=line,
    )


def read_book(
    values: Mapping[str, object], *, line: int, lines: Mapping[str, int] | None = None
) -> tuple[Book | None, list[Problem]]:
    """Return the book that *values* describe, None where an error is among the problems.

    *line* is where they begin in their file, and *lines*, if it is known, where each of them
    stands; the problems have a line and no path.
    """
    places: dict[Path, Place] = {(): Place(line, 1, line, 1)}
    places.update({(key,): Place(at, 1, at, 1) for key, at in (lines or {}).items()})
    tree, problems = unfold_entry(Tree(dict(values), (), places), BOOK)
    said, faults = check(BookFront, tree.values, tree=tree, typed={})
    problems += faults
    if "title" not in tree.values:
        hint = "write a line such as `title: The Wild Robot`"
        problems.append(error("`title` is missing", line=line, column=1, hint=hint))
    book = _as_noun(said, line) if said and not has_errors(problems) else None
    return book, problems
