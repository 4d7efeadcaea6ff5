"""Read YAML as people write it: every value stays what was typed, and every fault has a place.

YAML's own guesses are not made: `no`, `19:30`, `0142437247` and `1.10` are these texts. Only plain
`~`, `null` and nothing at all become None.

Where YAML refuses a line that a person understands, that line alone is mended, its value being what
was typed: `title: Wonder: A Novel`, `title: "Wonder": a novel`, `author: @maple`, `title:Wonder`,
`title: 'Tis the season`, tabs for spaces. Curly quotes are no quotation marks of YAML: they stay in
the value, where they may well belong to the title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from msgspec.structs import replace

from libsite.errors import Problem, error
from libsite.noun import Noun
from libsite.read.events import DEEPEST, FaultError, Path, Place, Reading, Result, Value
from libsite.read.mend import mend

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DEEPEST", "LIMIT", "Path", "Tree", "Value", "load", "load_list"]

Root = TypeVar("Root")

LIMIT = 64 * 1024
"""Characters of YAML at most, unless told otherwise: front matter is a dozen lines."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that libyaml refuses, so that we can say it better."""
_FOREIGN_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""Line breaks for YAML but not for an editor: they come with text pasted from a layout program."""


class Tree(Noun, Generic[Root], frozen=True):
    """What a YAML text says, where it says so, and what is wrong with it."""

    values: Root
    problems: tuple[Problem, ...]
    places: Mapping[Path, Place]

    def key(self, path: Path) -> tuple[int, int]:
        """Return line and column of a key, or of the nearest thing around it that was written."""
        return self._place(path)[:2]

    def value(self, path: Path) -> tuple[int, int]:
        """Return line and column of a value, or of the nearest thing around it that was written."""
        return self._place(path)[2:]

    def _place(self, path: Path) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(0, 0, 0, 0))


def load(text: str, *, first_line: int = 1, limit: int | None = LIMIT) -> Tree[dict[str, Value]]:
    """Return what *text*, a YAML mapping whose first line is *first_line* of its file, says.

    What cannot be understood is left out and is an error among the problems, never an exception.
    """
    values, problems, places = _read(text, dict, first_line, limit)
    return Tree(cast("dict[str, Value]", values), _within(problems, text, first_line), places)


def load_list(text: str, *, first_line: int = 1, limit: int | None = LIMIT) -> Tree[list[Value]]:
    """Return what *text*, a YAML list, says; as `load` does in all else."""
    values, problems, places = _read(text, list, first_line, limit)
    return Tree(cast("list[Value]", values), _within(problems, text, first_line), places)


def _within(problems: list[Problem], text: str, first_line: int) -> tuple[Problem, ...]:
    """Return *problems*, those that libyaml saw after the last line on that line."""
    last = first_line + text.count("\n")
    return tuple(replace(problem, line=min(problem.line, last)) for problem in problems)


def _read(text: str, root: type, first_line: int, limit: int | None) -> Result:
    if limit is not None and len(text) > limit:
        message = f"this is too large: {len(text) // 1024} kB where {limit // 1024} kB are enough"
        hint = "check that the line `---` below the front matter is there"
        return root(), [error(message, line=first_line, column=1, hint=hint)], {}
    if not text.isascii():
        text = text.translate(_FOREIGN_BREAKS)
    problems = list(_invisible(text, first_line))
    if problems:
        return root(), problems, {}
    try:
        return Reading(text, root, first_line).all()
    except FaultError as fault:
        if fault.mendable:
            return _read_mended(text, root, first_line)
        return root(), [fault.problem(first_line)], {}


def _read_mended(text: str, root: type, first_line: int) -> Result:
    lines, problems = mend(text.split("\n"), root, first_line)
    try:
        values, more, places = Reading("\n".join(lines), root, first_line).all()
    except FaultError as fault:
        # The parts are sound but do not fit together: their indentation differs.
        return root(), [*problems, fault.problem(first_line)], {}
    return values, [*problems, *more], places


def _invisible(text: str, first_line: int) -> Iterator[Problem]:
    for found in _FORBIDDEN.finditer(text):
        index = found.start()
        yield error(
            f"here stands a character that nobody can see, U+{ord(found[0]):04X}",
            line=text.count("\n", 0, index) + first_line,
            column=index - text.rfind("\n", 0, index),
            hint="delete this line and type it again",
        )
        return
