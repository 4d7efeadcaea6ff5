"""`libsite record`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from libsite.cli.options import find_site, make_options, moment_option, site_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("record")
@site_option
@moment_option
@click.option(
    "--quarantine",
    is_flag=True,
    help="Leave out new files that have errors, as the build did.",
)
def command(directory: Path, *, now: str | None, quarantine: bool) -> None:
    """Note the published pages in the ledger, content/_ledger/published.yaml.

    From then on a change that would break one of their addresses is an error. Keep the ledger in
    git.
    """
    from libsite.cli.words import count
    from libsite.record import record

    root = find_site(directory)
    done = record(root, make_options(root, now=now, quarantine=quarantine))
    for address in done.added:
        click.echo(f"new      {address}")
    for address in done.changed:
        click.echo(f"changed  {address}")
    click.echo(f"The ledger holds {count(done.total, 'page')}, {len(done.added):,} of them new")
