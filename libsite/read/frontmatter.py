"""Read the front matter of a Markdown file: what it says of the page, and what is wrong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.errors import Problem, error, has_errors, warning
from libsite.model import KINDS, Front, Image
from libsite.read.check import check, unknown
from libsite.read.days import Moment
from libsite.read.fields import (
    YES_NO,
    Aliases,
    AnyText,
    Id,
    LanguageTag,
    Lines,
    Names,
    Slug,
    Text,
    YesNo,
    read_word,
    refuse,
    shown,
)
from libsite.read.yaml import Tree, load
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# ---- What may be said ----------------------------------------------------------------------------


def _read_kind(value: object) -> str:
    kind = read_word(value).lower()
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        kinds = ", ".join(f"`{name}`" for name in KINDS)
        hint = f"did you mean `{near}`?" if near else f"write one of {kinds}"
        refuse(f"is not a kind of content: {shown(kind)}", hint)
    return kind


def _as_image(value: object) -> object:
    return {"src": value} if isinstance(value, str) else value


class ImageFront(BaseModel):
    """The picture that stands for a page."""

    model_config = ConfigDict(frozen=True, defer_build=True, title="Picture")

    src: Text = Field(description="The picture's file, beside the page: `whale.jpg`.")
    alt: AnyText | None = Field(
        default=None, description='What the picture shows, in words; `""` if it only decorates.'
    )


class CommonFront(BaseModel):
    """What every kind of page has."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    title: Text = Field(description="The title, as it is to be read.")
    date: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, from which on the page is published: "
        "`2026-11-21` or `2026-11-21 19:30`. Without a time, the whole local day counts.",
    )
    updated: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, of the last change worth knowing.",
    )
    expires: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, from which on the page is gone.",
    )
    id: Id | None = Field(
        default=None,
        description="What keeps the page the same when it is renamed or moved; never change.",
    )
    slug: Slug | None = Field(
        default=None, description="The last part of the page's address; else the file's name is."
    )
    kind: (
        Annotated[str, BeforeValidator(_read_kind), WithJsonSchema({"enum": sorted(KINDS)})] | None
    ) = Field(default=None, description="What sort of page this is; else its folder says so.")
    tags: Lines = Field(
        default=(), description="What the page is about: a list, or words between commas."
    )
    audience: Lines = Field(
        default=(), description="For whom it is: a list, or words between commas, as in site.yaml."
    )
    authors: Names = Field(
        default=(), description="Who wrote the page: one name, or a list of names."
    )
    summary: Text | None = Field(
        default=None,
        description="A sentence or two for lists and feeds; else the page's first words are.",
    )
    image: Annotated[
        ImageFront | None,
        BeforeValidator(_as_image, json_schema_input_type=str | ImageFront | None),
    ] = Field(
        default=None, description="The picture that stands for the page, with its `src` and `alt`."
    )
    lang: LanguageTag | None = Field(
        default=None, description="The language of the page where it is not the site's: `es`."
    )
    draft: YesNo = Field(default=False, description="Write `true` to keep the page unpublished.")
    withdrawn: YesNo = Field(
        default=False,
        description="Write `true` to take a published page back; a short notice stays.",
    )
    aliases: Aliases = Field(
        default=(),
        description="Old addresses that lead here, such as `/old/path/`; one, or a list.",
    )
    files: Names = Field(
        default=(), description="Files beside the page to publish though it does not link to them."
    )


class PostFront(CommonFront):
    """The front matter of a post: news, a review, an announcement."""

    model_config = ConfigDict(title="Post")


class PageFront(CommonFront):
    """The front matter of a page that stays, such as opening hours."""

    model_config = ConfigDict(title="Page")


MODELS: dict[str, type[CommonFront]] = {"post": PostFront, "page": PageFront}
"""The front matter of each kind in `model.KINDS`."""

SPELLINGS = {"author": "authors"}
"""Other names of fields that mean just the same."""

SYNONYMS = {
    **dict.fromkeys(("description", "excerpt", "abstract", "teaser"), "summary"),
    **dict.fromkeys(("category", "categories", "keywords"), "tags"),
    **dict.fromkeys(("lastmod", "modified", "last_modified_at"), "updated"),
    **dict.fromkeys(("cover", "thumbnail", "featured_image"), "image"),
    **dict.fromkeys(("redirect_from", "redirects"), "aliases"),
    **dict.fromkeys(("permalink", "url"), "slug` or `aliases"),
    "language": "lang",
}
"""What other tools call our fields: named in a warning, and not obeyed, since details differ."""

SCHEDULED = {
    **dict.fromkeys(("publishdate", "publishedat", "publishon", "pubdate", "goliveat"), "date"),
    **dict.fromkeys(("publishfrom", "embargo"), "date"),
    **dict.fromkeys(("expirydate", "expiry", "expire", "expiresat", "expireson"), "expires"),
    **dict.fromkeys(("expirationdate", "unpublishdate", "unpublishon"), "expires"),
}
"""What other tools call the days from which and to which a page is public, `_` and `-` left out.

An error and not a warning: passing one over would publish a page on the wrong day.
"""

IGNORED = frozenset({"layout", "type"})
"""What nearly every imported file has and what says nothing of the page: passed over silently."""

_NO_YES = {word: not yes for word, yes in YES_NO.items()}
_PUBLIC = dict.fromkeys(("publish", "published", "public"), False)
UNPUBLISHED: dict[str, Mapping[str, bool]] = {
    **dict.fromkeys(("draft", "private", "hidden", "unpublished"), YES_NO),
    **dict.fromkeys(("published", "publish", "public"), _NO_YES),
    **dict.fromkeys(("status", "visibility"), _PUBLIC),
    "password": {},
}
"""Words of ours and of other tools that keep a page back: what each value says about "unpublished".

For `status`, `visibility` and `password`, every value that is not in the table keeps it back.
"""
_ANY_OTHER = frozenset({"status", "visibility", "password"})
_KEEPS_BACK = YES_NO.keys() | {"draft", "pending", "private", "hidden"}
_NEEDS_VALUE = {
    "title": "write the title after the colon",
    "withdrawn": "write `withdrawn: true`, or delete the line",
}
"""Fields that may not be left empty, and what to do; nor may a word of `UNPUBLISHED`."""


def schema(kind: str) -> dict[str, object]:
    """Return the JSON Schema of the front matter of *kind*, for editors."""
    made: dict[str, Any] = MODELS[kind].model_json_schema()
    properties = made["properties"]
    for other, name in SPELLINGS.items():
        properties[other] = {**properties[name], "description": f"The same as `{name}`."}
    for word in sorted(UNPUBLISHED.keys() - properties.keys()):
        kept = {"description": "Another tool's word for an unpublished page, which is obeyed."}
        properties[word] = kept
    for word in sorted(IGNORED):
        properties[word] = {"description": "Another tool's setting, which is passed over."}
    for part in made.get("$defs", {}).values():
        part["additionalProperties"] = False
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **made, "additionalProperties": False}


# ---- Reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Split:
    """A Markdown file in its two parts."""

    front: Front | None
    """None where the front matter has an error."""
    body: str
    body_line: int
    """The line of the file at which the body begins."""
    problems: tuple[Problem, ...]
    """Sorted by place; their `path` is empty."""


def read_front(text: str, *, kind: str) -> Split:
    """Return the front matter and the body of *text*, a file in the folder of *kind*."""
    parts = _part(text)
    if isinstance(parts, Problem):
        # Of front matter without an end, nobody can tell where the body begins.
        return Split(None, "" if _OPENING.match(text) else text, 1, (parts,))
    tree = load(parts.front, first_line=parts.front_line)
    front, problems = _front(tree, kind)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    good = None if has_errors(problems) else front
    return Split(good, parts.body, parts.body_line, tuple(problems))


# ---- Taking the file apart -----------------------------------------------------------------------

_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_DASHES = re.compile(r"^[ \t]*[-–—]+[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


class _Parts(NamedTuple):
    front: str
    front_line: int
    body: str
    body_line: int


def _part(text: str) -> _Parts | Problem:
    opening = _OPENING.match(text)
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
    return _Parts(
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


# ---- Understanding the front matter --------------------------------------------------------------


def _front(tree: Tree[dict[str, Any]], kind: str) -> tuple[Front | None, list[Problem]]:
    problems = list(tree.problems)
    typed = _typed(tree, problems)
    values = {name: tree.values[key] for name, key in typed.items()}
    model = MODELS.get(str(values.get("kind")), MODELS[kind])
    draft = _draft(values, typed, tree, problems)
    problems += _unknown(model, typed, tree)
    problems += _empty(values, typed, tree)
    told = {name: values[name] for name in model.model_fields if name in values}
    told.pop("draft", None)
    said, faults = check(model, told, tree=tree, typed=typed)
    problems += faults
    if said is None:
        return None, problems
    problems += _about_image(said, typed, tree)
    lines = {name: tree.key((key,))[0] for name, key in typed.items()}
    return _as_front(said, draft, lines), problems


def _typed(tree: Tree[dict[str, Any]], problems: list[Problem]) -> dict[str, str]:
    """Return the names as we call them, each with the key as it was typed: `Title`, `author`."""
    typed: dict[str, str] = {}
    for key in tree.values:
        name = key.strip().lower()
        name = SPELLINGS.get(name, name)
        if name in typed:
            line, column = tree.key((key,))
            message = f"`{excerpt(typed[name], 60)}` and `{excerpt(key, 60)}` mean the same"
            problems.append(error(message, line=line, column=column, hint="keep one of the two"))
        typed.setdefault(name, key)
    return typed


def _draft(
    values: Mapping[str, Any],
    typed: Mapping[str, str],
    tree: Tree[dict[str, Any]],
    problems: list[Problem],
) -> str | None:
    """Return the first words that keep the page back, as they were typed, or None.

    What cannot be understood is an error: a page that may be private is never published on a guess.
    """
    found = None
    for name, value in values.items():
        if name not in UNPUBLISHED:
            continue
        key = (typed[name],)
        kept = _is_kept_back(name, value)
        if kept is None:
            line, column = tree.value(key)
            said = f": {shown(value)}" if isinstance(value, str) else ""
            message = f"`{key[0]}` does not say whether to publish{said}"
            hint = "write `draft: true` or `draft: false` instead"
            problems.append(error(message, line=line, column=column, hint=hint))
        elif kept and found is None:
            found = f"{key[0]}: …" if name == "password" else f"{key[0]}: {excerpt(value, 60)}"
    return found


def _is_kept_back(name: str, value: object) -> bool | None:
    if name == "password" and (value is None or value == ""):
        return False
    if not isinstance(value, str) or not value.strip():
        return None
    return UNPUBLISHED[name].get(value.strip(" “”‘’").lower(), True if name in _ANY_OTHER else None)


def _unknown(
    model: type[CommonFront], typed: Mapping[str, str], tree: Tree[dict[str, Any]]
) -> Iterator[Problem]:
    known = model.model_fields.keys() | UNPUBLISHED.keys() | IGNORED
    for name, key in typed.items():
        if name not in known:
            yield _unknown_field(name, key, model, tree)
    image = typed.get("image", "image")
    inside = tree.values.get(image)
    for key in inside if isinstance(inside, dict) else ():
        if key not in ImageFront.model_fields:
            place = tree.key((image, key))
            yield unknown(key, what="a part of `image`", known=ImageFront.model_fields, place=place)


def _unknown_field(
    name: str, key: str, model: type[CommonFront], tree: Tree[dict[str, Any]]
) -> Problem:
    what = f"a field of a {str(model.model_config['title']).lower()}"
    line, column = tree.key((key,))
    value = tree.values[key]
    meant = nearest(name, [*UNPUBLISHED, "withdrawn"], cutoff=0.7)
    if meant and isinstance(value, str) and value.lower() in _KEEPS_BACK:
        # `darft: true` with a warning would publish what its writer wanted to keep.
        message = f"`{excerpt(key, 60)}` is not {what}; did you mean `{meant}`?"
        return error(message, line=line, column=column, hint=f"write `{meant}`, or delete the line")
    meant = nearest(name, ["date", "expires"], cutoff=0.7)
    if meant and isinstance(value, str) and value[:4].isdigit():
        # `daet: 2027-06-01` with a warning would be public at once.
        message = f"`{excerpt(key, 60)}` is not {what}; did you mean `{meant}`?"
        return error(message, line=line, column=column, hint=f"write `{meant}`, or delete the line")
    if meant := SCHEDULED.get(name.replace("_", "").replace("-", "")):
        message = f"`{excerpt(key, 60)}` is not {what}; here it is called `{meant}`"
        return error(message, line=line, column=column, hint=f"write `{meant}` for `{key}`")
    if name in SYNONYMS:
        message = f"`{key}` is not {what}; here it is called `{SYNONYMS[name]}`"
        hint = f"write `{SYNONYMS[name]}` for `{key}`"
        return warning(message, line=line, column=column, hint=hint)
    known = model.model_fields.keys() | SPELLINGS.keys()
    return unknown(key, what=what, known=known, place=(line, column))


def _empty(
    values: Mapping[str, Any], typed: Mapping[str, str], tree: Tree[dict[str, Any]]
) -> Iterator[Problem]:
    """Say which fields must have a value and have none."""
    for name, hint in _NEEDS_VALUE.items():
        if name in values and values[name] is None:
            line, column = tree.key((typed[name],))
            yield error(f"`{typed[name]}` is empty", line=line, column=column, hint=hint)
    # A title that stands in a line that cannot be read is not missing: one fault, one error.
    if "title" not in values and not has_errors(tree.problems):
        hint = "write a line such as `title: Our new books` below the first `---`"
        yield error("`title` is missing", line=1, column=1, hint=hint)


def _about_image(said: CommonFront, typed: Mapping[str, str], tree: Tree[Any]) -> Iterator[Problem]:
    if said.image and said.image.alt is None:
        line, column = tree.value((typed["image"], "src"))
        message = "`image` does not say in words what it shows"
        hint = 'write `alt:` and what is to be seen below `src:`, or `alt: ""` if it only decorates'
        yield warning(message, line=line, column=column, hint=hint)


def _as_front(said: CommonFront, draft: str | None, lines: Mapping[str, int]) -> Front:
    image = said.image
    return Front(
        title=said.title,
        date=said.date,
        updated=said.updated,
        expires=said.expires,
        id=said.id,
        slug=said.slug,
        kind=said.kind,
        tags=said.tags,
        audience=said.audience,
        authors=said.authors,
        summary=said.summary,
        image=Image(image.src, image.alt or "") if image else None,
        lang=said.lang,
        draft=draft,
        withdrawn=said.withdrawn,
        aliases=said.aliases,
        files=said.files,
        lines=lines,
    )
