"""`libsite why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from libsite.cli.options import find_site, make_options, site_option, tree_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("why")
@site_option
@tree_options
@click.argument("what", metavar="PATH|FILE")
def command(directory: Path, what: str, **typed: Any) -> None:  # noqa: ANN401 - fields of Options
    """Say why a page is as it is, or why a file is not published.

    Ask for a content file (content/posts/rivers.md), an address (/posts/rivers/) or an output path.
    """
    from libsite.why import explain

    root = find_site(directory)
    for line in explain(root, make_options(root, **typed), what):
        click.echo(line)
