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
def command(directory: Path, now: str | None) -> None:
    """Note the published pages in the ledger, content/_ledger/published.yaml.

    From then on a change that would break one of their addresses is an error. Keep the ledger in
    git.
    """
    from libsite.cli.words import count
    from libsite.record import record

    root = find_site(directory)
    done = record(root, make_options(root, now=now))
    for address in done.added:
        click.echo(f"new      {address}")
    for address in done.changed:
        click.echo(f"changed  {address}")
    click.echo(f"The ledger holds {count(done.total, 'page')}, {len(done.added):,} of them new")
