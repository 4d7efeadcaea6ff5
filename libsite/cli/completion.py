"""`libsite completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    For bash, add this line to ~/.bashrc: eval "$(libsite completion bash)"
    """
    from libsite.cli.commands import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(shell)
    click.echo(kind(cli, {}, "libsite", "_LIBSITE_COMPLETE").source())
