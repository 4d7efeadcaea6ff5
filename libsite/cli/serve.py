"""`libsite serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from libsite.cli.options import find_site, make_options, site_option

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.artifact import Report
    from libsite.errors import SiteError


@click.command("serve")
@site_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Answer here, or at the next port that is free; 0 for any.",
)
@click.option("--poll", is_flag=True, help="Look for changes by the clock: for network drives.")
@click.option("--open", "show", is_flag=True, help="Open the site in the browser.")
def command(directory: Path, *, port: int, poll: bool, show: bool) -> None:
    """Show the site in a browser and rebuild it at each change.

    Only this computer can see it, and what is published stays as it is. Stop with Ctrl-C.
    """
    from libsite.cli.report import print_problems, print_report
    from libsite.errors import SiteError as Mistakes
    from libsite.serve import serve

    root = find_site(directory)

    def tell(text: str) -> None:
        click.echo(text, err=True)

    def report(done: Report | SiteError) -> None:
        if isinstance(done, Mistakes):
            print_problems(done.problems)
            tell("The last good pages stay until this is mended")
        else:
            print_report(done, "the preview")

    def ready(address: str) -> None:
        click.echo(f"The site is at {address} (stop with Ctrl-C)")
        if show:
            click.launch(address)

    serve(
        root,
        lambda: make_options(root),
        port=port,
        poll=poll,
        tell=tell,
        report=report,
        ready=ready,
    )
