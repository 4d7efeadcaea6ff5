"""`libsite clean`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from libsite.cli.options import find_site, site_option


@click.command("clean")
@site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Clean this folder instead of output/ in the site's folder.",
)
def command(directory: Path, output: Path | None) -> None:
    """Delete what libsite wrote: the site in the output folder, and the cache.

    Files that libsite did not write stay.
    """
    from libsite.keep.cache import FOLDER, open_cache
    from libsite.keep.output import remove_owned

    root = find_site(directory)
    with open_cache(root, waiting=lambda text: click.echo(text, err=True)):
        removed = remove_owned((output or root / "output").resolve())
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    click.echo(f"Removed {len(removed):,} files and the cache")
