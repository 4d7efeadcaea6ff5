"""What GitHub Actions is told besides annotations: a summary in words, facts for later steps.

The forms are those of docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from libsite.cli.options import zone_of
from libsite.cli.words import count, in_actions
from libsite.moments import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.artifact import Report
    from libsite.errors import Problem

SUMMARY_LIMIT = 900_000
"""Characters of a summary at most: GitHub throws one away that has more than a mebibyte."""


def tell_build(report: Report | None, problems: Iterable[Problem], *, root: Path | None) -> None:
    """Inside GitHub Actions, write a build's summary, and its outputs for later steps.

    *report* is None for a build that failed, *root* if there is no site. The outputs are `pages`,
    `changed`, `left-out` and `next`: the day on which the site changes by itself, or nothing.
    """
    if not in_actions():
        return
    _append("GITHUB_STEP_SUMMARY", summary(report, problems))
    if report is not None and root is not None:
        local = report.until and report.until.astimezone(zone(zone_of(root)))
        facts = {
            "pages": report.pages,
            "changed": str(bool(report.written or report.removed)).lower(),
            "left-out": len(report.left_out),
            "next": local.date().isoformat() if local else "",
        }
        _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in facts.items()))


def _append(variable: str, text: str) -> None:
    """Append *text* to the file that the environment *variable* names, if it names one."""
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


def summary(report: Report | None, problems: Iterable[Problem]) -> str:
    """Return what a build did in words, as the Markdown that GitHub shows below a run."""
    lines = []
    total = 0
    for line in _summary(report, tuple(problems)):
        total += len(line) + 1
        if total > SUMMARY_LIMIT:
            lines.append("- and more, which the log shows")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _summary(report: Report | None, problems: tuple[Problem, ...]) -> Iterator[str]:
    if report is None:
        yield "### Nothing was built: the site is as it was before"
    else:
        yield f"### The site has {count(report.pages, 'page')}"
        yield ""
        written, removed = (count(len(paths), "file") for paths in (report.written, report.removed))
        yield f"Since the last build: {written} written, {removed} removed."
        if report.left_out:
            yield ""
            yield "Left out until they are mended, while all else was built:"
            yield ""
            yield from (f"- {_code(source)}" for source in report.left_out)
    for severity, said in (("error", "To mend"), ("warning", "To look at")):
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            yield ""
            yield f"**{said}**"
            yield ""
            yield from map(_item, found)


def _item(problem: Problem) -> str:
    where = f"{_code(problem.where)}: " if problem.path else ""
    hint = f". {_plain(problem.hint[0].upper() + problem.hint[1:])}" if problem.hint else ""
    return f"- {where}{_plain(problem.message)}{hint}"


def _code(text: str) -> str:
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"


def _plain(text: str) -> str:
    """Return *text* on one line and without HTML; its backticks are Markdown's own."""
    return " ".join(text.replace("<", "&lt;").split())
