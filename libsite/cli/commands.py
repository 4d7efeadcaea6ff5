"""All commands as one: their names, their help, and what is said when one fails."""

from __future__ import annotations

import os
from importlib import import_module

import click

from libsite import __version__
from libsite.cli import COMMANDS


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


def run() -> int:
    """Run the command that was typed and return its exit code."""
    from libsite.errors import SiteError

    # a plugin that happens to be installed would see all that people write, and could change it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        cli.context_settings["color"] = False
    try:
        # a command that ends by click's Exit has its code returned, not raised
        code = cli.main(standalone_mode=False, prog_name="libsite")
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except SiteError as fault:
        from libsite.cli.report import print_problems

        print_problems(fault.problems)
        return 1
    return code if isinstance(code, int) else 0
