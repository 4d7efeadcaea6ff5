"""Read one value outside of a model: what its reader refuses becomes a problem with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic_core import PydanticCustomError

from libsite.errors import Problem, error

if TYPE_CHECKING:
    from collections.abc import Callable

Read = TypeVar("Read")


def take(
    reader: Callable[[object], Read],
    value: object,
    *,
    named: str,
    place: tuple[int, int],
    problems: list[Problem],
) -> Read | None:
    """Return what *reader*, one of `fields`, makes of *value*; None, and an error, if it refuses.

    *named* is what a sentence calls the value: "`limit` of `mastodon`".
    """
    try:
        return reader(value)
    except PydanticCustomError as fault:
        said = fault.context or {}
        line, column = place
        problems.append(
            error(f"{named} {said['message']}", line=line, column=column, hint=str(said["hint"]))
        )
        return None
