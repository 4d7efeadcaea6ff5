"""`libsite schema`."""

from __future__ import annotations

import json

import click

from libsite.model import KINDS


@click.command("schema")
@click.argument("what", type=click.Choice(["site", *KINDS]))
def command(what: str) -> None:
    """Print the JSON Schema of site.yaml or of the front matter of a kind.

    Editors that know YAML use it to complete and check what you type.
    """
    from libsite.read import config, frontmatter

    found = config.schema() if what == "site" else frontmatter.schema(what)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
