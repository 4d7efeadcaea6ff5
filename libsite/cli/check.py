"""`libsite check`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from libsite.cli.options import find_site, make_options, site_option, tree_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from libsite.check import Finding
    from libsite.errors import Problem

UNBUILT = "Nothing was checked: the site cannot be built"


@click.command("check")
@site_option
@tree_options
@click.option("--external", is_flag=True, help="Ask other sites whether links still lead there.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="Print words, an array of JSON, or annotations of a pull request.",
)
def command(directory: Path, *, external: bool, strict: bool, form: str, **typed: Any) -> None:  # noqa: ANN401 - Options
    """Build the site, and look for what a build lets pass.

    Links within pages, headings, colors, pictures, posts, books, days, feeds, widgets and what else
    the output holds. Only with --external are other sites asked. Errors make the exit code 1.
    """
    from libsite.check import BUILD, Finding, check, ordered
    from libsite.check.web import Manners
    from libsite.cli.progress import Terminal
    from libsite.errors import SiteError, has_errors

    root = find_site(directory)
    options = make_options(root, strict=strict, **typed)
    try:
        with Terminal(quiet=form != "text") as watcher:
            outcome = check(root, options, manners=Manners() if external else None, watcher=watcher)
    except SiteError as fault:
        _print(ordered(Finding(BUILD, problem) for problem in fault.problems), form, root)
        click.echo(UNBUILT, err=True)
        raise click.exceptions.Exit(1) from fault
    problems = [finding.problem for finding in outcome.findings]
    _print(outcome.findings, form, root)
    click.echo(_summary(outcome.pages, problems), err=form != "text")
    if has_errors(problems):
        raise click.exceptions.Exit(1)


def _print(findings: Iterable[Finding], form: str, root: Path) -> None:
    """Print *findings* in the *form* that was asked for; all but words go to standard output."""
    from libsite.cli.annotations import annotation
    from libsite.cli.report import print_problems

    if form == "json":
        plain = [finding.plain() for finding in findings]
        click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    named = [_named(finding) for finding in findings]
    if form == "github":
        for problem in named:
            click.echo(annotation(problem, root))
    else:
        print_problems(named, root=root, every=True)


def _named(finding: Finding) -> Problem:
    """Return the problem of *finding* with the name of its check, which the reference explains."""
    return replace(finding.problem, message=f"{finding.problem.message} [{finding.check}]")


def _summary(pages: int, problems: Iterable[Problem]) -> str:
    from libsite.cli.words import count

    severities = [problem.severity for problem in problems]
    found = [count(severities.count(one), one) for one in ("error", "warning", "notice")]
    return f"Checked {count(pages, 'page')}: {', '.join(found)}"
