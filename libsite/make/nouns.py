"""Nouns from the canonical text that `digest` takes of them: the way back."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from msgspec import DecodeError
from msgspec.json import decode

from libsite import artifact, model, views
from libsite.noun import SIGN, Noun

NOUNS: dict[str, type[Noun]] = {
    name: noun
    for module in (model, artifact, views)
    for name, noun in vars(module).items()
    if isinstance(noun, type) and issubclass(noun, Noun)
}
"""What views and recipes are made of, by name."""
MOMENTS = ("datetime", "datetime | None")
"""How a field says that it holds a moment."""


def field_names(noun: str) -> list[str]:
    """Return the names of the fields of the *noun*, which is named as it is written down."""
    return list(NOUNS[noun.removeprefix(SIGN)].__struct_fields__)


def read_value(text: bytes) -> Any:  # noqa: ANN401 - whatever was written
    """Return the value whose `digest.canonical` is *text*.

    It holds nouns, moments, texts, numbers and tuples of these; nothing else comes into a view.
    Raises DecodeError if it is damaged.
    """
    try:
        return _read(decode(text))
    except UnicodeDecodeError as fault:
        raise DecodeError(str(fault)) from fault


@cache
def moments_of(noun: type[Noun]) -> tuple[int, ...]:
    """Return the places of the fields of *noun* that hold moments: in JSON these are texts."""
    said: dict[str, str] = {}
    for base in reversed(noun.__mro__):
        said |= getattr(base, "__annotations__", {})
    fields = enumerate(noun.__struct_fields__)
    return tuple(place for place, name in fields if said[name] in MOMENTS)


def _with_moments(noun: type[Noun], said: list[Any]) -> list[Any]:
    for place in moments_of(noun):
        if said[place] is not None:
            said[place] = datetime.fromisoformat(said[place])
    return said


def _read(value: object) -> object:
    match value:
        case [str(name), *said] if name.startswith(SIGN):
            noun = NOUNS[name.removeprefix(SIGN)]
            return noun(*(_read(one) for one in _with_moments(noun, said)))
        case list():
            return tuple(map(_read, value))
    return value
