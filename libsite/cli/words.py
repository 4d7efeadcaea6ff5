"""Sentences that are said whether or not any library is loaded."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # that of `typing` is slow to load
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLOURS = {"notice": 34, "warning": 33, "error": 31}
"""The severities, in the order in which they are said, with what colors them (ECMA-48, SGR)."""
ALIKE = 3
"""How many of the warnings that say the same are said one by one."""


def problem_lines(
    problems: Iterable[tuple[str, str, str, str]], *, colored: bool, every: bool = False
) -> Iterator[str]:
    """Yield what is said of *problems*: each its severity, its place, a message, and a hint.

    Errors come last, so that they are what is seen first, and every one is said; of warnings and
    notices that say the same of many files, unless *every* one is wanted, the first few and how
    many more there are.
    """
    ordered = sorted(problems, key=lambda problem: tuple(COLOURS).index(problem[0]))
    left: dict[tuple[str, str], int] = {}
    for severity, _, message, _ in ordered:
        left[severity, message] = left.get((severity, message), 0) + 1
    said: dict[tuple[str, str], int] = {}
    for severity, where, message, hint in ordered:
        same = severity, message
        said[same] = said.get(same, 0) + 1
        left[same] -= 1
        if severity != "error" and said[same] > ALIKE and not every:
            if not left[same]:
                yield f"  and {said[same] - ALIKE:,} more (`libsite check` names all): {message}"
            continue
        word = f"\033[{COLOURS[severity]}m\033[1m{severity}\033[0m" if colored else severity
        yield f"{where}: {word}: {message}" if where else f"{word}: {message}"
        if hint:
            yield f"  hint: {hint}"


def in_actions() -> bool:
    """Tell whether this runs as a step of GitHub Actions, which is told more."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def nothing_to_do(pages: int, output: str) -> str:
    """Return what a build with nothing to do says of the *pages* in *output*."""
    return f"Nothing to do: {count(pages, 'page')} in {output} as they should be"


def count(number: int, word: str) -> str:
    """Return *number* with *word*, which gets an `s` unless there is one."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shown(folder: str) -> str:
    """Return the path of a *folder* as short as it can be written from here."""
    here = os.path.join(os.getcwd(), "")
    path = os.path.join(os.path.realpath(folder), "")
    if not os.path.normcase(path).startswith(os.path.normcase(here)):
        return folder
    return path[len(here) :].replace(os.sep, "/") or "./"
