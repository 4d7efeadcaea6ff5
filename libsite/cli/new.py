"""`libsite new`."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from pathlib import Path

import click

from libsite.cli.options import find_site, site_option, zone_of
from libsite.model import KINDS

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Without what is easily misread: 0 o 1 l i u."""
ZONE = re.compile(rb"""^timezone:[ ]+(["']?)([\w+/-]+)\1[ ]*(?:#.*)?\r?$""", re.MULTILINE)
"""The setting as nearly everybody writes it."""


@click.command("new")
@site_option
@click.option("--draft", is_flag=True, help="Keep it unpublished until you take the line out.")
@click.option("--club", default="", help="For a reading: the folder of its club.")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("title")
def command(directory: Path, kind: str, title: str, club: str, *, draft: bool) -> None:
    """Start a new post, list, club, reading or page, with an id that stays if you rename it."""
    from libsite.scaffold import NewFile, make_file

    if not title.strip():
        message = "the title is empty"
        raise click.BadParameter(message, param_hint="TITLE")
    root = find_site(directory)
    path = make_file(
        root, NewFile(kind, title.strip(), today(root), f"{kind}-{mint()}", draft, club)
    )
    try:
        click.echo(path.relative_to(Path.cwd()))
    except ValueError:
        click.echo(path)


def today(root: Path) -> date:
    """Return which day it is where the library of the site at *root* is.

    To read all the settings takes longer than everything else here, and one line says it.
    """
    from libsite.moments import zone

    lines = ZONE.findall((root / "site.yaml").read_bytes())
    try:
        (line,) = lines
        local = zone(line[1].decode())
    except (ValueError, LookupError):  # there is none, or several, or it is wrong
        local = zone(zone_of(root))
    return datetime.now(local).date()


def mint() -> str:
    """Return eight characters that nobody has had before: 30^8 possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
