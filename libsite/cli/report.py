"""Problems and results in words, in JSON, and as annotations of a pull request."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.artifact import Report
    from libsite.errors import Problem

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
ANNOTATIONS = {"error": "error", "warning": "warning", "notice": "notice"}
"""GitHub's words for our severities (docs.github.com, "Workflow commands")."""


def print_problems(problems: Iterable[Problem]) -> None:
    """Print every problem to standard error, errors last, so that they are what is seen first.

    Inside GitHub Actions each is an annotation as well, at its line in the pull request.
    """
    ordered = sorted(
        problems, key=lambda problem: ("notice", "warning", "error").index(problem.severity)
    )
    for problem in ordered:
        word = click.style(problem.severity, fg=COLOURS[problem.severity], bold=True)
        where = f"{problem.where}: " if problem.path else ""
        click.echo(f"{where}{word}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"  hint: {problem.hint}", err=True)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in ordered:
            click.echo(annotation(problem), err=True)
    counts = Counter(problem.severity for problem in ordered)
    if counts["error"]:
        click.echo(f"{_count(counts['error'], 'error')}; the site is as it was before", err=True)


def annotation(problem: Problem) -> str:
    """Return *problem* as a workflow command of GitHub Actions."""
    places = {"file": problem.path, "line": problem.line, "col": problem.column}
    shown = ",".join(f"{name}={_escaped(str(v), ':,')}" for name, v in places.items() if v)
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return f"::{ANNOTATIONS[problem.severity]} {shown}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def print_report(report: Report, output: str) -> None:
    """Print what a build did: problems to standard error, one line to standard output."""
    print_problems(report.problems)
    if not (report.written or report.removed):
        click.echo(f"Nothing to do: {_count(report.pages, 'page')} in {output} as they should be")
        return
    changes = [f"{_count(len(report.written), 'file')} written"]
    if report.removed:
        changes.append(f"{len(report.removed)} removed")
    if report.left_out:
        changes.append(f"{len(report.left_out)} left out")
    click.echo(f"Built {_count(report.pages, 'page')} in {output}: {', '.join(changes)}")


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


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
