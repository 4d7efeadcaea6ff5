"""`libsite build`."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import click

from libsite.cli.options import find_site, make_options, read_executor, site_option, tree_options

if TYPE_CHECKING:
    from pathlib import Path

UNTOUCHED = "Nothing was built: the site is as it was before"
UNFINISHED = "The build was cut short: the next one completes it"


@click.command("build")
@site_option
@tree_options
@click.option("--fresh", is_flag=True, help="Forget earlier builds; the result is the same.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option(
    "--quarantine",
    is_flag=True,
    help="Leave out new files that have errors, rather than building nothing.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Use this many processes; without it, one for each processor.",
)
@click.option(
    "--executor",
    default="",
    callback=read_executor,
    metavar="dask:ADDRESS",
    help="Have a large site made by the dask cluster whose scheduler has this address.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(directory: Path, *, as_json: bool, **typed: Any) -> None:  # noqa: ANN401 - Options
    """Build the site into its output folder.

    Only what has changed is made again. If there are errors, nothing is written at all: the site
    stays as it was.
    """
    # Nearly all that a build makes stays until its end: looking for cycles costs a sixth of it.
    gc.set_threshold(1_000_000)
    from libsite.build import build
    from libsite.cli.actions import tell_build
    from libsite.cli.progress import Terminal
    from libsite.cli.report import print_problems, print_report, report_json
    from libsite.cli.words import shown
    from libsite.errors import SiteError, UnfinishedError
    from libsite.keep.census import OUTPUT

    root = None
    try:
        root = find_site(directory)
        options = make_options(root, **typed)
        with Terminal(quiet=as_json) as watcher:
            report = build(root, options, watcher=watcher)
    except SiteError as fault:
        tell_build(None, fault.problems, root=root)
        if as_json:
            click.echo(report_json(None, fault.problems))
        else:
            print_problems(fault.problems, root=root)
            unfinished = isinstance(fault, UnfinishedError)
            click.echo(UNFINISHED if unfinished else UNTOUCHED, err=True)
        raise click.exceptions.Exit(1) from fault
    tell_build(report, report.problems, root=root)
    if as_json:
        click.echo(report_json(report, report.problems))
    else:
        print_report(report, shown(str(options.output or root / OUTPUT)), root=root)
