"""Problems as annotations of a pull request (docs.github.com, "Workflow commands")."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from libsite.errors import Problem


def annotation(problem: Problem, root: Path) -> str:
    """Return *problem* of the site at *root* as a workflow command of GitHub Actions.

    GitHub counts paths from the repository's folder, which `GITHUB_WORKSPACE` names.
    """
    path = problem.path and f"{_way(root)}{problem.path}"
    places = {"file": path, "line": problem.line, "col": problem.column}
    shown = ",".join(f"{name}={_escaped(str(v), ':,')}" for name, v in places.items() if v)
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {shown}::{_escaped(message)}"


def _way(root: Path) -> str:
    """Return the way from the repository to *root*, with a `/` at its end; or nothing."""
    repository = Path(os.environ.get("GITHUB_WORKSPACE") or root).resolve()
    site = root.resolve()
    if site == repository or not site.is_relative_to(repository):
        return ""
    return f"{site.relative_to(repository).as_posix()}/"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
