"""Regular expressions mean the same to every Python that libsite runs on."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING, Any

import pytest

import libsite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

code: Any = importlib.import_module("re._constants")  # there is no public way in
parser: Any = importlib.import_module("re._parser")

ONE = {code.IN, code.LITERAL, code.NOT_LITERAL, code.ANY}
"""What matches one character."""


def compiled() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Yield each pattern that a module of libsite holds, and where."""
    for module in pkgutil.walk_packages(libsite.__path__, "libsite."):
        if module.name.endswith("__main__"):
            continue
        held = vars(importlib.import_module(module.name))
        for name, value in held.items():
            for one in value if isinstance(value, tuple | list) else (value,):
                if isinstance(one, re.Pattern):
                    yield f"{module.name}.{name}", one


def possessive_groups(parts: Iterable[object]) -> Iterator[object]:
    """Yield what is repeated possessively, or atomic, in a parsed pattern, and is a group."""
    for part in parts:
        if isinstance(part, parser.SubPattern | list | tuple):
            if isinstance(part, tuple) and part[0] == code.POSSESSIVE_REPEAT:
                if len(part[1][2]) != 1 or part[1][2][0][0] not in ONE:
                    yield part
            elif isinstance(part, tuple) and part[0] == code.ATOMIC_GROUP:
                yield part
            yield from possessive_groups(part)


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5 goes on in the middle of what failed (python/cpython#106052)."""
    patterns = dict(compiled())
    wrong = [
        name
        for name, one in patterns.items()
        if any(possessive_groups(parser.parse(one.pattern, one.flags & ~re.DEBUG)))
    ]
    assert len(patterns) > 200
    assert not wrong


@pytest.mark.parametrize("pattern", [r"(?:ab)*+", r"(?>a|b)", r"x(?:y(?:ab?)++)?"])
def test_a_possessive_group_is_seen(pattern: str) -> None:
    assert any(possessive_groups(parser.parse(pattern)))


@pytest.mark.parametrize("pattern", [r"a*+", r"[ab]++", r"(?:\w?+)*"])
def test_a_possessive_character_is_none(pattern: str) -> None:
    assert not any(possessive_groups(parser.parse(pattern)))
