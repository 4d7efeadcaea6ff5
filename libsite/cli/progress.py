"""How a build goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from types import TracebackType

    # click names no other way to this class
    from click._termui_impl import ProgressBar

WORTH_SHOWING = 50
"""Items below which a step is over before anyone could read of it."""
TICKS = 100
"""How often a bar is drawn until its step is done."""


class Terminal:
    """A watcher that draws a bar for each long step, or a line where standard error is no terminal.

    The bar is click's, which draws when it is told something. One with a thread of its own would
    keep the processes of a build from being forked, and each of them would have to load all anew.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """Show nothing if *quiet*."""
        self._quiet = quiet
        self._step = ""
        self._bar: ProgressBar[int] | None = None
        self._done = 0

    def __enter__(self) -> Self:
        """Begin to watch."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bar as it is, and go to the next line."""
        self.stop()

    def stop(self) -> None:
        """Go to the next line; another step draws a new bar."""
        if self._bar is not None:
            self._bar.render_finish()
        self._bar, self._step = None, ""

    def say(self, text: str) -> None:
        """Print *text* on a line of its own."""
        if not self._quiet:
            self.stop()
            click.echo(text, err=True)

    def step(self, what: str, done: int, total: int) -> None:
        """Show that *done* of *total* are done of *what*: `Making files`, the items at its end."""
        if self._quiet or total < WORTH_SHOWING:
            return
        if self._step != what:
            self.stop()
            self._step, self._done = what, 0
            doing, _, items = what.rpartition(" ")
            self._bar = click.progressbar(
                length=total,
                label=f"{doing} {total:,} {items}",
                file=sys.stderr,
                update_min_steps=max(1, total // TICKS),
            )
        if self._bar is not None:
            self._bar.update(done - self._done)
            self._done = done
