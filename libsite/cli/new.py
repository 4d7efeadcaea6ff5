"""`libsite new`."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

import click

from libsite.cli.options import find_site, site_option, zone_of
from libsite.model import KINDS

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Without what is easily misread: 0 o 1 l i u."""


@click.command("new")
@site_option
@click.option("--draft", is_flag=True, help="Keep it unpublished until you take the line out.")
@click.option("--club", default="", help="For a reading: the folder of its club.")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("title")
def command(directory: Path, kind: str, title: str, club: str, *, draft: bool) -> None:
    """Start a new post, list, club, reading or page, with an id that stays if you rename it."""
    from libsite.moments import zone
    from libsite.scaffold import NewFile, make_file

    if not title.strip():
        message = "the title is empty"
        raise click.BadParameter(message, param_hint="TITLE")
    root = find_site(directory)
    day = datetime.now(zone(zone_of(root))).date()
    path = make_file(root, NewFile(kind, title.strip(), day, f"{kind}-{mint()}", draft, club))
    try:
        click.echo(path.relative_to(Path.cwd()))
    except ValueError:
        click.echo(path)


def mint() -> str:
    """Return eight characters that nobody has had before: 30^8 possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
