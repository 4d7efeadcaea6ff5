"""What went wrong in words for a librarian: what, where, how to fix.

SiteError              a user's mistake (or several); never shown as a traceback
├── BusyError          another build holds the site; nothing is wrong with the content
└── UnfinishedError    the machine failed half-way; the next build finishes what was begun
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "notice"]


class Problem(Noun, frozen=True):
    """One fault, said so that the reader can mend it without asking."""

    severity: Severity
    message: str
    """What is wrong, in one sentence without a full stop; literals in backticks."""
    path: str = ""
    """The file, relative to the site's folder, with `/`; empty where no file is to blame."""
    line: int = 0
    """Counted from 1 in the whole file, front matter included; 0 where no line is to blame."""
    column: int = 0
    """Counted from 1 in characters; 0 where no column is to blame."""
    hint: str = ""
    """How to fix it, in one sentence without a full stop."""

    @property
    def where(self) -> str:
        """`path:line:column`, as far as it is known."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])

    def __str__(self) -> str:
        """Say it on one line, and the hint on a second."""
        head = f"{self.where}: {self.message}" if self.path else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class SiteError(Exception):
    """Mistakes that stop a build, all of those that could be found in one run."""

    def __init__(self, *problems: Problem) -> None:
        """Hold *problems* in the order in which they will be shown."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class BusyError(SiteError):
    """Another build of the same site is running and did not finish in time."""


class UnfinishedError(SiteError):
    """The machine failed half-way, so that the output may have changed; the next build finishes."""


def error(
    message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = ""
) -> Problem:
    """Make a problem that stops the build."""
    return Problem("error", message, path, line, column, hint)


def warning(
    message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = ""
) -> Problem:
    """Make a problem that a librarian should look at; `--strict` turns it into an error."""
    return Problem("warning", message, path, line, column, hint)


def notice(
    message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = ""
) -> Problem:
    """Make a remark that never stops anything."""
    return Problem("notice", message, path, line, column, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of *problems* stops the build."""
    return any(problem.severity == "error" for problem in problems)
