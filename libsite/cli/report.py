"""Problems and results in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from libsite.cli.annotations import annotation
from libsite.cli.idle import site_above
from libsite.cli.words import count, in_actions, nothing_to_do, problem_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.artifact import Report
    from libsite.errors import Problem


def print_problems(
    problems: Iterable[Problem], *, root: Path | None = None, every: bool = False
) -> None:
    """Print the problems to standard error, *every* one or of those alike the first few.

    Inside GitHub Actions each problem is an annotation as well, at its line in the pull request;
    *root* is the site's folder, without it the one above.
    """
    found = tuple(problems)
    rows = ((p.severity, p.where if p.path else "", p.message, p.hint) for p in found)
    for line in problem_lines(rows, colored=True, every=every):
        click.echo(line, err=True)  # which takes the colors away where nobody would see them
    if in_actions():
        folder = root or Path(site_above(".") or ".")
        for problem in found:
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
