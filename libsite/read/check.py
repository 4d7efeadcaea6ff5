"""Hold what was typed against a model, and say every fault with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from libsite.errors import Problem, error, warning
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

    from libsite.read.yaml import Path, Tree

Model = TypeVar("Model", bound=BaseModel)

_SHOWN = 60
_NEAR = 0.7

# What pydantic itself finds, after our readers; the rest cannot come from a text.
_OURS = {
    "model_type": ("is not a list of names and values", "write `name: value` lines below it"),
    "dict_type": ("is not a list of names and values", "write `name: value` lines below it"),
    "missing": ("is missing", "add it, or delete the whole entry"),
    "greater_than_equal": ("is too small", "write a number of at least {ge}"),
    "less_than_equal": ("is too large", "write a number of at most {le}"),
}
_NOT_OURS = ("is not understood", "see the reference for what it may be")


def check(
    model: type[Model], values: Mapping[str, Any], *, tree: Tree[Any], typed: Mapping[str, str]
) -> tuple[Model | None, list[Problem]]:
    """Return the *values* as a *model*, or every fault in them.

    A field without a value counts as not written. *typed* says how each name stands in the text, so
    that a fault can be found there. What must be there and is not is for the caller to say.
    """
    written = {name: value for name, value in values.items() if value is not None}
    try:
        return model.model_validate(written), []
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_input=False)
    # a missing part of a value is a fault of the value
    said = [each for each in found if each["type"] != "missing" or len(each["loc"]) > 1]
    return None, [_problem(each, tree, typed) for each in said]


def _problem(fault: ErrorDetails, tree: Tree[Any], typed: Mapping[str, str]) -> Problem:
    context = fault.get("ctx", {})
    message, hint = _OURS.get(fault["type"], _NOT_OURS)
    if fault["type"] == "refused":
        message, hint = context["message"], context["hint"]
    else:
        hint = hint.format_map(context)
    path = tuple(part for part in fault["loc"] if part != "[key]")
    path = (typed.get(str(path[0]), path[0]), *path[1:])
    line, column = tree.key(path) if "[key]" in fault["loc"] else tree.value(path)
    return error(f"{_named(path)} {message}", line=line, column=column, hint=hint)


def _named(path: Path) -> str:
    """Return how a sentence calls the value at *path*: "`src` of `image`", "entry 2 of `tags`"."""
    return " of ".join(
        f"entry {part + 1}" if isinstance(part, int) else f"`{excerpt(part, _SHOWN)}`"
        for part in reversed(path)
    )


def unknown(name: str, *, what: str, known: Iterable[str], place: tuple[int, int]) -> Problem:
    """Return the warning that *name* is not *what*: "a field of a post"."""
    near = nearest(name.lower(), known, cutoff=_NEAR)
    said = f"; did you mean `{near}`?" if near else ""
    hint = f"write `{near}`" if near else "delete the line if you do not need it"
    message = f"`{excerpt(name, _SHOWN)}` is not {what}{said}"
    return warning(message, line=place[0], column=place[1], hint=hint)
