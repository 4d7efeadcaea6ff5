"""The command line: the only code that prints, exits, or knows the terminal.

Each command is one small module, loaded when it is called, so that `libsite --help` and a build
with nothing to do start at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from libsite import __version__

COMMANDS = {
    "init": "Make a new site.",
    "new": "Start a new post or page.",
    "build": "Build the site into its output folder.",
    "serve": "Show the site in a browser and rebuild it at each change.",
    "why": "Say why a page is as it is, or why a file is not published.",
    "record": "Note the published pages in the ledger, so that their addresses stay.",
    "clean": "Delete what libsite wrote.",
    "schema": "Print the JSON Schema of site.yaml or of front matter, for editors.",
    "completion": "Print the completion script for a shell.",
}
"""The commands and their one-line help, which is thus known without loading them."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of their use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command *cmd_name*; None if there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"libsite.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="libsite")
def cli() -> None:
    """Write a library's site once in Markdown; share it everywhere."""


def main() -> None:
    """Run the command line and exit: 0 good, 1 errors in the content, 2 wrong use, 130 stopped."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        cli.context_settings["color"] = False
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Unicode must not stop a build
    try:
        sys.exit(_run())
    except BrokenPipeError:  # the reader of `libsite … | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run() -> int:
    from libsite.errors import SiteError

    try:
        # a command that ends by click's Exit has its code returned, not raised
        code = cli.main(standalone_mode=False, prog_name="libsite")
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped", err=True)
        return 130
    except SiteError as fault:
        from libsite.cli.report import print_problems

        print_problems(fault.problems)
        return 1
    return code if isinstance(code, int) else 0
