"""Nouns from the canonical text that `digest` takes of them: the way back."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from libsite import artifact, model, views

NOUNS: dict[str, type] = {
    name: noun
    for module in (model, artifact, views)
    for name, noun in vars(module).items()
    if isinstance(noun, type) and is_dataclass(noun)
}
"""What views and recipes are made of, by name."""
_DAYS = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}


def field_names(noun: str) -> list[str]:
    """Return the names of the fields of the *noun*, in their order."""
    return [field.name for field in fields(NOUNS[noun])]


def read_value(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return the value whose `digest.canonical` is *text*.

    It holds nouns, days, texts, numbers and tuples of these; nothing else comes into a view.
    """
    return _tuple(json.loads(text, object_hook=_noun))


def _noun(value: dict[str, Any]) -> object:
    ((name, said),) = value.items()
    return _DAYS[name](said) if name in _DAYS else NOUNS[name](*map(_tuple, said))


def _tuple(value: object) -> object:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
