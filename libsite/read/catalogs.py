"""Read `catalogs:` of `site.yaml`: where readers can look a book up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.read.fields import Text, read_url, read_word, refuse, shown
from libsite.read.parts import Part
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACEHOLDERS = ("{isbn}", "{title}", "{author}")
_IN_BRACES = re.compile(r"\{[^{}]*\}")


def _read_pattern(value: object) -> str:
    """Return an address on the web in which something of a book is to be put."""
    pattern = read_word(value)
    found = _IN_BRACES.findall(pattern)
    for one in found:
        if one not in _PLACEHOLDERS:
            near = nearest(one.strip("{} ").lower(), (each.strip("{}") for each in _PLACEHOLDERS))
            known = f"did you mean `{{{near}}}`?" if near else f"write {_either(_PLACEHOLDERS)}"
            refuse(f"cannot have `{excerpt(one, 60)}` in it: {shown(pattern)}", known)
    read_url(_IN_BRACES.sub("x", pattern))
    if not found:
        hint = f"write {_either(_PLACEHOLDERS)} where it belongs, such as `…?isbn={{isbn}}`"
        refuse(f"leads to the same place for every book: {shown(pattern)}", hint)
    if _IN_BRACES.search(urlsplit(pattern).netloc):
        refuse(f"has no fixed host: {shown(pattern)}", "write the host of your catalog")
    return pattern


def _either(words: Sequence[str]) -> str:
    *some, last = (f"`{word}`" for word in words)
    return f"{', '.join(some)} or {last}"


class Catalog(BaseModel):
    """A catalog in which readers can look a book up."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: Text = Field(description="What the link is called: `Our catalog`.")
    url: Annotated[
        str,
        BeforeValidator(_read_pattern),
        WithJsonSchema({"type": "string", "pattern": r"^https?://.*\{(isbn|title|author)\}"}),
    ] = Field(
        description="The address of its search, with `{isbn}`, `{title}` or `{author}` where"
        " these of a book belong."
    )


CATALOG = Part("a part of a catalog", Catalog, {"title": "name", "link": "url"}, ("name", "url"))
