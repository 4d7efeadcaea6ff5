"""The consent file: whom the library may name in full, since the family has agreed.

It lies outside the site, because everything in a public repository is public. What it says goes
into no output, no cache and no message; only whether a name is on it matters.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from libsite.digest import digest
from libsite.errors import Problem, SiteError, error, warning
from libsite.noun import Noun
from libsite.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LINE = re.compile(r"([^#]*?)(?:[\s,;]+until\b[\s:]*([^#]*?))?\s*(?:#.*)?", re.IGNORECASE)


class Consent(Noun, frozen=True):
    """Whom the library may name on a day."""

    names: frozenset[str] = frozenset()
    """Only the letters of each name, small and without accents (`text.letters`)."""
    problems: tuple[Problem, ...] = ()
    mark: str = ""
    """Stands for all of this in what a build notes: another consent is another build."""


def read_consent(path: Path | None, day: date, *, kept_from: Iterable[Path]) -> Consent:
    """Return what the file at *path* says for *day*; nothing where there is no *path*.

    Raises SiteError if it lies in one of the folders *kept_from* it, or in the git repository that
    holds one: it would be published with them.
    """
    if path is None:
        return Consent()
    real = path.resolve()
    for folder in kept_from:
        public = _repository(folder.resolve())
        if real.is_relative_to(public):
            message = (
                f"the consent file `{path}` lies in `{public}`, which is published with the site"
            )
            hint = "move it out of that folder, and let LIBSITE_CONSENT name its new place"
            raise SiteError(error(message, hint=hint))
    names, problems = _read(path, day)
    mark = digest([sorted(names), [str(problem) for problem in problems]])
    return Consent(frozenset(names), problems, mark)


def _repository(folder: Path) -> Path:
    """Return the nearest folder from *folder* upwards that is a git repository; else *folder*."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def _read(path: Path, day: date) -> tuple[list[str], tuple[Problem, ...]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        why = "is not there"
    except UnicodeDecodeError:
        why = "is not UTF-8"
    except OSError as fault:
        why = f"cannot be read: {fault.strerror}"
    else:
        lines = list(_lines(text, day, path))
        return [name for name in lines if isinstance(name, str)], tuple(
            problem for problem in lines if isinstance(problem, Problem)
        )
    hint = "put it there, or take LIBSITE_CONSENT away; until then nobody counts as having agreed"
    return [], (warning(f"the consent file `{path}` {why}", hint=hint),)


def _lines(text: str, day: date, path: Path) -> Iterator[str | Problem]:
    """Yield each name that holds on *day*, and a warning for each line that cannot be understood.

    Warnings name the line and say nothing of what stands in it.
    """
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        name, until = (found[1], found[2]) if found else (line, None)
        if not letters(name):
            continue
        try:
            if until is None or day <= date.fromisoformat(until.strip()):
                yield letters(name)
        except ValueError:
            message = f"line {number} of the consent file `{path}` names no day behind `until`"
            yield warning(message, hint="write the day as in `until 2027-06-30`")
