"""Problems and results in words and in JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from libsite.cli.actions import in_actions
from libsite.cli.annotations import annotation
from libsite.cli.idle import site_above
from libsite.cli.words import count, nothing_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.artifact import Report
    from libsite.errors import Problem

COLOURS = {"notice": "blue", "warning": "yellow", "error": "red"}
"""The severities, in the order in which they are printed."""
ALIKE = 3
"""How many of the warnings that say the same are printed one by one."""


def print_problems(problems: Iterable[Problem], *, root: Path | None = None) -> None:
    """Print the problems to standard error, errors last, so that they are what is seen first.

    Every error is printed; of warnings and notices that say the same of many files, the first
    few and how many more there are. Inside GitHub Actions each problem is an annotation as well, at
    its line in the pull request; *root* is the site's folder, without it the one above.
    """
    ordered = sorted(problems, key=lambda problem: tuple(COLOURS).index(problem.severity))
    alike = Counter((problem.severity, problem.message) for problem in ordered)
    said: Counter[tuple[str, str]] = Counter()
    for problem in ordered:
        same = problem.severity, problem.message
        said[same] += 1
        if problem.severity != "error" and said[same] > ALIKE:
            if said[same] == alike[same]:
                more = alike[same] - ALIKE
                click.echo(f"  and {more:,} more: {problem.message}", err=True)
            continue
        word = click.style(problem.severity, fg=COLOURS[problem.severity], bold=True)
        where = f"{problem.where}: " if problem.path else ""
        click.echo(f"{where}{word}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"  hint: {problem.hint}", err=True)
    if in_actions():
        folder = root or Path(site_above(".") or ".")
        for problem in ordered:
            click.echo(annotation(problem, folder), err=True)


def print_report(report: Report, output: str, *, root: Path | None = None) -> None:
    """Print what a build did: problems to standard error, one line to standard output."""
    print_problems(report.problems, root=root)
    if not (report.written or report.removed):
        click.echo(nothing_to_do(report.pages, output))
        return
    changes = [f"{count(len(report.written), 'file')} written"]
    if report.removed:
        changes.append(f"{len(report.removed)} removed")
    if report.left_out:
        changes.append(f"{len(report.left_out)} left out")
    click.echo(f"Built {count(report.pages, 'page')} in {output}: {', '.join(changes)}")


def report_json(report: Report | None, problems: Iterable[Problem]) -> str:
    """Return a build's report as JSON; *report* is None for a build that failed."""
    counts = (
        {}
        if report is None
        else {
            "pages": report.pages,
            "made": {name: list(reasons) for name, reasons in report.made.items()},
            "kept": report.kept,
            "written": list(report.written),
            "removed": list(report.removed),
            "left_out": list(report.left_out),
        }
    )
    whole = {"ok": report is not None, **counts, "problems": [asdict(p) for p in problems]}
    return json.dumps(whole, indent=2, ensure_ascii=False)
