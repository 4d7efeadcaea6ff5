"""Lists whose entries have names of their own: the forms in which people write them become one.

    members: {Mastodon: https://…}      each of these becomes
    members: [{Mastodon: https://…}]    [{name: Mastodon, url: https://…}]
    members: {name: Mastodon, URL: …}

Every value keeps its place in the file, so that a fault in it is found there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import field

from libsite.errors import Problem, error
from libsite.noun import Noun
from libsite.read.check import unknown
from libsite.read.events import Place
from libsite.read.yaml import Tree
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from libsite.read.yaml import Path, Value

_NEAR = 0.7


class Part(Noun, frozen=True):
    """What an entry of such a list may say, and how else it may be written."""

    what: str
    """What one of its names is: "a field of a book"."""
    model: type[BaseModel]
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Other names of its fields, in small letters with `_` for spaces."""
    pair: tuple[str, str] | None = None
    """The two fields that `name: value` stands for; None where it is a text with a colon."""
    paired: type = str
    """What the value must be in a list, for `- name: value` to be a pair and not a text."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    """Fields that are such lists themselves."""


def unfold(
    tree: Tree[dict[str, Any]], parts: Mapping[str, Part]
) -> tuple[Tree[dict[str, Any]], list[Problem]]:
    """Return *tree* with each of *parts*, by its key, as a list of entries in their one form.

    A text instead of a list stays one. Names that no entry has are left out, with a warning.
    """
    present = {key: part for key, part in parts.items() if key in tree.values}
    if not present:
        return tree, []
    work = _Unfolding(tree, dict(tree.places), [])
    values = {
        key: work.entries(value, (key,), (key,), present[key]) if key in present else value
        for key, value in tree.values.items()
    }
    return Tree(values, tree.problems, work.places), work.problems


def unfold_entry(
    tree: Tree[dict[str, Any]], part: Part
) -> tuple[Tree[dict[str, Any]], list[Problem]]:
    """Return *tree*, which is itself an entry, in its one form."""
    work = _Unfolding(tree, dict(tree.places), [])
    values = work.named(tree.values, (), (), part)
    return Tree(values, tree.problems, work.places), work.problems


class _Unfolding(Noun, frozen=True):
    """One pass over lists of entries: values move, and their places move with them."""

    tree: Tree[dict[str, Any]]
    places: dict[Path, Place]
    problems: list[Problem]

    def entries(self, value: Value, old: Path, new: Path, part: Part) -> Value:
        """Return the *value* at *old* as a list whose entries stand below *new*."""
        if isinstance(value, list):
            filled = [n for n, entry in enumerate(value) if entry is not None]
            return [
                self.entry(value[n], (*old, n), (*new, at), part) for at, n in enumerate(filled)
            ]
        if not isinstance(value, dict):
            return value
        if part.pair and not any(_name(key, part) for key in value):
            return [
                self.couple(key, inner, (*old, key), (*new, n), part)
                for n, (key, inner) in enumerate(value.items())
            ]
        line, column = self.tree.value(old)
        self.places[*new, 0] = Place(line, column, line, column)
        return [self.named(value, old, (*new, 0), part)]

    def entry(self, value: Value, old: Path, new: Path, part: Part) -> Value:
        """Return an entry of a list in its one form; a text stays one."""
        self.copy(value, old, new)
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(key, inner)] = value.items()
            if not _name(key, part):
                if part.pair and (inner is None or isinstance(inner, part.paired)):
                    return self.couple(key, inner, (*old, key), new, part)
                if isinstance(inner, str) and not _meant(key, part):
                    return f"{key}: {inner}"
        return self.named(value, old, new, part)

    def couple(self, key: str, value: Value, old: Path, new: Path, part: Part) -> Value:
        """Return *key* and *value* as the two fields that they stand for."""
        first, second = part.pair or ("", "")
        line, column = self.tree.key(old)
        self.places[new] = Place(line, column, line, column)
        self.places[*new, first] = Place(line, column, line, column)
        self.copy(value, old, (*new, second))
        return {first: key} if value is None else {first: key, second: value}

    def named(
        self, value: Mapping[str, Value], old: Path, new: Path, part: Part
    ) -> dict[str, Value]:
        """Return the fields of an entry by the names that we use; empty ones are left out."""
        typed: dict[str, str] = {}
        values = {}
        for key, inner in value.items():
            line, column = self.tree.key((*old, key))
            name = _name(key, part)
            if not name:
                known = part.model.model_fields
                self.problems.append(
                    unknown(key, what=part.what, known=known, place=(line, column))
                )
            elif name in typed:
                message = f"`{excerpt(typed[name], 60)}` and `{excerpt(key, 60)}` mean the same"
                hint = "keep one of the two"
                self.problems.append(error(message, line=line, column=column, hint=hint))
            elif inner is not None:
                typed[name] = key
                self.copy(inner, (*old, key), (*new, name))
                below = part.parts.get(name)
                within = (*old, key), (*new, name)
                values[name] = self.entries(inner, *within, below) if below else inner
        return values

    def copy(self, value: Value, old: Path, new: Path) -> None:
        """Note that *value*, with all that is in it, stands at *new* as well."""
        self.places[new] = Place(*self.tree.key(old), *self.tree.value(old))
        inner = value.items() if isinstance(value, dict) else ()
        for key, each in enumerate(value) if isinstance(value, list) else inner:
            self.copy(each, (*old, key), (*new, key))


def _name(key: str, part: Part) -> str:
    """Return the field that *key* names, or an empty text."""
    name = fold(key)
    name = part.spellings.get(name, name)
    return name if name in part.model.model_fields else ""


def _meant(key: str, part: Part) -> str | None:
    """Return the field that *key* was probably meant to name."""
    return nearest(fold(key), part.model.model_fields, cutoff=_NEAR)


def fold(key: str) -> str:
    """Return *key* as names are compared: `call_number` for `Call number`."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")


# ---- For the models of entries -------------------------------------------------------------------


def listed(value: object) -> list[object]:
    """Return *value* as a list: itself, or itself alone."""
    return value if isinstance(value, list) else [value]


def spelled(spellings: Mapping[str, str]) -> Callable[[dict[str, Any]], None]:
    """Return what adds other names of fields, *spellings*, to a JSON Schema."""

    def add(made: dict[str, Any]) -> None:
        own = made["properties"]
        spaced = {name: name for name in own if "_" in name}
        for other, name in {**spaced, **spellings}.items():
            own[other.replace("_", " ")] = {**own[name], "description": f"The same as `{name}`."}

    return add
