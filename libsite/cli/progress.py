"""How a build goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

WORTH_SHOWING = 50
"""Items below which a step is over before anyone could read of it."""


class Terminal:
    """A watcher that draws a bar for each long step, if standard error is a terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Show nothing if *quiet*."""
        self._quiet = quiet
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._said: set[str] = set()

    def __enter__(self) -> Self:
        """Begin to watch."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self.stop()

    def stop(self) -> None:
        """Take the bar away; another step draws a new one."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = None
        self._tasks.clear()

    def say(self, text: str) -> None:
        """Print *text* on a line of its own."""
        if not self._quiet:
            click.echo(text, err=True)

    def step(self, what: str, done: int, total: int) -> None:
        """Show that *done* of *total* items of the step *what* are done."""
        if self._quiet or total < WORTH_SHOWING:
            return
        if not sys.stderr.isatty():
            if what not in self._said:
                self._said.add(what)
                click.echo(f"{what} {total:,} files", err=True)
            return
        self._draw(what, done, total)

    def _draw(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total)
        self._bar.update(self._tasks[what], completed=done)
