"""`libsite doctor`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from libsite.cli.idle import site_above
from libsite.cli.options import site_option

if TYPE_CHECKING:
    from libsite.doctor.findings import Finding

COLOURS = {"good": "green", "attention": "yellow", "broken": "red"}


@click.command("doctor")
@site_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(directory: Path, *, as_json: bool) -> None:
    """Look whether all is well with this computer, the site and its workflow.

    Each line says what is good, what needs attention, or what is broken, so that nothing can be
    built, and what to do. No network is asked, and nothing is changed.
    """
    from libsite.doctor import examine

    above = site_above(str(directory))
    findings = []
    for finding in examine(Path(above) if above else None, datetime.now(UTC)):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2, ensure_ascii=False))
    if any(finding.state == "broken" for finding in findings):
        raise click.exceptions.Exit(1)


def _print(finding: Finding) -> None:
    state = click.style(f"{finding.state:<11}", fg=COLOURS[finding.state], bold=True)
    click.echo(f"{state}{finding.topic}: {finding.said}")
    if finding.hint:
        click.echo(f"{'':<11}to do: {finding.hint}")
