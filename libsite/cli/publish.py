"""`libsite publish`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from libsite.cli.options import find_site, make_options, site_option
from libsite.cli.words import count
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable

    from libsite.artifact import Report
    from libsite.publish import Published
    from libsite.publish.changes import Changes

SHOWN = 20
"""How many addresses of a sort are listed."""
UNTOUCHED = "Nothing was published: what readers see is as it was before"
UNFINISHED = "Publishing was cut short: the next time completes it"


@click.command("publish")
@site_option
@click.option(
    "--branch",
    default="gh-pages",
    show_default=True,
    metavar="NAME",
    help="Publish to this branch.",
)
@click.option(
    "--remote",
    default="origin",
    show_default=True,
    metavar="NAME",
    help="Publish to this remote of the git repository, or to this address.",
)
@click.option(
    "--message", default="", metavar="TEXT", help="The message of the commit. [what changed]"
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Publish into this folder instead, such as a connected web space.",
)
@click.option("--yes", is_flag=True, help="Ask nothing, also where much would be removed.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would change.")
@click.pass_context
def command(
    context: click.Context,
    directory: Path,
    *,
    folder: Path | None,
    branch: str,
    remote: str,
    message: str,
    yes: bool,
    dry: bool,
) -> None:
    """Build the site and publish it: to the branch gh-pages, or into a folder.

    What is published is what was built, and files that `keep` in site.yaml names stay. The ledger
    is written as by `libsite record`. If anything fails, what is published stays as it was.
    """
    from libsite.cli.progress import Terminal
    from libsite.cli.report import print_problems
    from libsite.errors import SiteError, UnfinishedError
    from libsite.publish import Branch, Folder, publish

    typed = ("branch", "remote", "message")
    if folder and any(context.get_parameter_source(n) is COMMAND_LINE for n in typed):
        raise click.UsageError("--to DIR takes no --branch, --remote or --message")
    root = find_site(directory)
    target = Folder(folder) if folder else Branch(branch=branch, remote=remote, message=message)
    try:
        with Terminal() as watcher:
            done = publish(
                root,
                make_options(root),
                target,
                _Person(yes=yes, quiet=watcher.stop),
                environment=os.environ,
                watcher=watcher,
                dry=dry,
            )
    except SiteError as fault:
        print_problems(fault.problems)
        unfinished = isinstance(fault, UnfinishedError)
        click.echo(UNFINISHED if unfinished else UNTOUCHED, err=True)
        raise click.exceptions.Exit(1) from fault
    if done is None:
        click.echo(UNTOUCHED, err=True)
        raise click.exceptions.Exit(1)
    _print_changes(done, dry=dry)
    _print_what_next(done, branch="" if folder or dry else branch, dry=dry)
    print_problems(done.problems)


COMMAND_LINE = click.core.ParameterSource.COMMANDLINE


class _Person(Noun, frozen=True):
    """Whoever sits at the terminal, if anybody does."""

    yes: bool
    quiet: Callable[[], None]
    """Takes the bar of a build away."""

    def built(self, report: Report) -> None:
        """Print what the build had to say."""
        from libsite.cli.report import print_problems

        self.quiet()
        print_problems(report.problems)

    def agrees(self, changes: Changes) -> bool:
        """Ask, unless everything was agreed to beforehand.

        Raises SiteError where nobody is there to answer.
        """
        from libsite.errors import SiteError, error
        from libsite.publish.changes import addresses, doubts

        if self.yes:
            return True
        _list("removed", addresses(changes.removed), err=True)
        found = doubts(changes)
        if not sys.stdin.isatty():
            hint = "if that is meant, add `--yes`"
            raise SiteError(*(error(doubt, hint=hint) for doubt in found))
        said = " and ".join(found)
        return click.confirm(f"{said[0].upper()}{said[1:]}. Go on?", default=False, err=True)


def _print_changes(done: Published, *, dry: bool) -> None:
    from libsite.publish.changes import addresses, doubts

    changes = done.changes
    counts, files = [], 0
    for word in ("added", "changed", "removed"):
        paths = getattr(changes, word)
        pages = addresses(paths)
        if changes.before:  # else all is new
            _list(word, pages)
        counts.append(f"{len(pages):,} {word}")
        files += len(paths) - len(pages)
    said = f"{done.place}: pages {', '.join(counts)}; {count(files, 'other file')}"
    if not changes:
        click.echo(f"Nothing to publish: {done.place} is as it should be")
    elif dry:
        click.echo(f"Would publish to {said}")
        for doubt in doubts(changes):
            click.echo(f"It would be asked about first: {doubt}", err=True)
    else:
        click.echo(f"Published to {said}")


def _print_what_next(done: Published, *, branch: str, dry: bool) -> None:
    """Print where readers find the site; *branch* is empty for a folder."""
    if done.changes and not dry:
        soon = ", often after a minute or two" if branch else ""
        click.echo(f"Readers find it at {done.address}{soon}", err=True)
    if branch and done.changes and not done.changes.before:
        click.echo(f"On GitHub, choose the branch {branch} under Settings, Pages, once", err=True)
    if done.noted:
        entries = "1 entry" if done.noted == 1 else f"{done.noted:,} entries"
        click.echo(f"The ledger was written ({entries}): commit content/_ledger/", err=True)


def _list(word: str, addresses: tuple[str, ...], *, err: bool = False) -> None:
    for address in addresses[:SHOWN]:
        click.echo(f"{word:<8} {address}", err=err)
    if len(addresses) > SHOWN:
        click.echo(f"         and {len(addresses) - SHOWN:,} more {word}", err=err)
