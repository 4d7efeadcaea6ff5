"""Read the front matter of a Markdown file: what it says of the page, and what is wrong in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from libsite.errors import Problem, error, has_errors, warning
from libsite.model import Front, Image
from libsite.read.check import check, unknown
from libsite.read.fields import YES_NO, shown
from libsite.read.fronts import CommonFront, ImageFront, PageFront, PostFront, about_image
from libsite.read.gone import gone_values
from libsite.read.halves import OPENING, Split, halve, head_of
from libsite.read.kinds import (
    ClubFront,
    ReadingFront,
    TitlesFront,
    about_books,
    more_of,
    name_file,
)
from libsite.read.networks import registry, target_names
from libsite.read.parts import fold, spelled, unfold
from libsite.read.wording import read_share, share_schema
from libsite.read.yaml import LIMIT, Tree, load
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.model import Club, Reading, Titles

# ---- What may be said ----------------------------------------------------------------------------

MODELS: dict[str, type[CommonFront]] = {
    "post": PostFront,
    "titles": TitlesFront,
    "club": ClubFront,
    "reading": ReadingFront,
    "page": PageFront,
}
"""The front matter of each kind in `model.KINDS`."""

LIMIT_OF_LISTS = 512 * 1024
"""Characters of front matter at most where it may list books: a thousand with a blurb each."""

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

PLACES = {
    "titles": "a field of a list of titles: put this file into `content/titles/`",
    "club": "a field of a club: put this file into `content/clubs/`",
    "reading": "a field of a reading: put this file into the folder of its club,"
    " `content/clubs/<club>/`",
}
"""What to do with a post that has fields of another kind; where that may be two, the first is."""

_LINKED = ("books", "call", "contact", "meetings", "members")
"""Fields that hold addresses outside the site."""

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
    spelled(MODELS[kind].spellings)(made)
    for word in sorted(UNPUBLISHED.keys() - properties.keys()):
        kept = {"description": "Another tool's word for an unpublished page, which is obeyed."}
        properties[word] = kept
    for word in sorted(IGNORED - properties.keys()):
        properties[word] = {"description": "Another tool's setting, which is passed over."}
    properties["share"] |= share_schema(target_names(registry()))
    for part in made.get("$defs", {}).values():
        part["additionalProperties"] = False
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **made, "additionalProperties": False}


# ---- Reading -------------------------------------------------------------------------------------


def read_front(text: str, *, kind: str) -> Split:
    """Return the front matter and the body of *text*, a file in the folder of *kind*."""
    parts = halve(text)
    if isinstance(parts, Problem):
        # Of front matter without an end, nobody can tell where the body begins.
        return Split(None, "", "" if OPENING.match(text) else text, 1, (parts,))
    limit = LIMIT_OF_LISTS if MODELS[kind].parts else LIMIT
    tree = load(parts.front, first_line=parts.front_line, limit=limit)
    front, problems = _front(tree, kind)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    good = None if has_errors(problems) else front
    return Split(good, head_of(parts), parts.body, parts.body_line, tuple(problems))


# ---- Understanding the front matter --------------------------------------------------------------


def _front(tree: Tree[dict[str, Any]], kind: str) -> tuple[Front | None, list[Problem]]:
    problems = list(tree.problems)
    model = _model(tree, kind)
    typed = _typed(tree, model, problems)
    parts = {typed[name]: part for name, part in model.parts.items() if name in typed}
    tree, faults = unfold(tree, parts)
    problems += faults
    values = {name: tree.values[key] for name, key in typed.items()}
    if model is TitlesFront:
        name_file(values, typed)
        problems += about_books(values, typed, tree)
    draft = _draft(values, typed, tree, problems)
    problems += _unknown(model, typed, tree)
    problems += _empty(values, typed, tree)
    told = {name: values[name] for name in model.model_fields if name in values}
    told.pop("draft", None)
    told.pop("share", None)
    share = read_share(tree, typed["share"], registry(), problems) if "share" in typed else ()
    said, faults = check(model, told, tree=tree, typed=typed)
    problems += faults
    if said is None:
        return None, problems
    problems += about_image(said, typed, tree)
    problems += gone_values(tree, [typed[name] for name in _LINKED if name in typed])
    lines = {name: tree.key((key,))[0] for name, key in typed.items()}
    more = more_of(said, tree, typed, problems)
    return replace(_as_front(said, draft, more, lines), share=share), problems


def _model(tree: Tree[dict[str, Any]], kind: str) -> type[CommonFront]:
    """Return what the front matter may say: that of the kind it names, else of *kind*."""
    named = (value for key, value in tree.values.items() if key.strip().lower() == "kind")
    return MODELS.get(str(next(named, kind)), MODELS[kind])


def _typed(
    tree: Tree[dict[str, Any]], model: type[CommonFront], problems: list[Problem]
) -> dict[str, str]:
    """Return the names as we call them, each with the key as it was typed: `Title`, `author`."""
    typed: dict[str, str] = {}
    for key in tree.values:
        name = key.strip().lower()
        name = model.spellings.get(fold(key), name)
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
    strange = [name for name in typed if name not in known]
    for name in strange:
        fault = _unknown_field(name, typed[name], model, tree)
        near = nearest(name, _names(model), cutoff=0.85)  # `dates`, but not `lang` for `plan`
        if fault.severity == "warning" and not near and (where := _place_for(name, model, strange)):
            said = fault.message.partition(";")[0]
            fault = replace(fault, message=said, hint=f"`{typed[name]}` is {where}")
        yield fault
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
    return unknown(key, what=what, known=_names(model), place=(line, column))


def _names(model: type[CommonFront]) -> set[str]:
    return {*model.model_fields, *model.spellings}


def _place_for(name: str, model: type[CommonFront], strange: Iterable[str]) -> str:
    """Return whose field *name* is and where such a file goes; empty where it is nobody's.

    Of several kinds it is the one that has the most of the *strange* fields of a post or a page.
    """
    if model not in {PostFront, PageFront}:
        return ""
    fields = {kind: _names(MODELS[kind]) - _names(CommonFront) for kind in PLACES}
    fields["titles"].discard("book")  # which it understands, but a single one is a reading's
    asked = {fold(one) for one in strange}
    having = [kind for kind in PLACES if fold(name) in fields[kind]]
    found = max(having, key=lambda kind: len(fields[kind] & asked), default="")
    return PLACES.get(found, "")


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


def _as_front(
    said: CommonFront,
    draft: str | None,
    more: Titles | Club | Reading | None,
    lines: Mapping[str, int],
) -> Front:
    image = said.image
    return Front(
        title=said.title,
        date=said.date,
        updated=said.updated,
        expires=said.expires,
        id=said.id,
        slug=said.slug,
        kind=said.kind,
        # a name that stands in many files is one string, also on its way from another process
        tags=tuple(map(sys.intern, said.tags)),
        audience=tuple(map(sys.intern, said.audience)),
        authors=tuple(map(sys.intern, said.authors)),
        summary=said.summary,
        image=Image(image.src, image.alt or "") if image else None,
        lang=said.lang,
        draft=draft,
        withdrawn=said.withdrawn,
        aliases=said.aliases,
        files=said.files,
        more=more,
        lines=lines,
    )
