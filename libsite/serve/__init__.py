"""Show the site in a browser, and build it again at every change.

There is no second code path: this calls `build`, with an output folder of its own inside the cache,
so that looking at a site never changes what is published, and with its own address as the site's.
"""

from __future__ import annotations

import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.build import build
from libsite.errors import SiteError, error
from libsite.keep.cache import FOLDER
from libsite.keep.output import owned_paths
from libsite.noun import Noun
from libsite.serve.board import Board, State
from libsite.serve.http import listen
from libsite.serve.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from libsite.artifact import Report
    from libsite.errors import Problem
    from libsite.visit import Options

TICK = 0.25
"""Seconds between two looks at the clock and at *stop*; also how long Ctrl-C may take on Windows,
where it does not interrupt a wait."""


def serve(
    root: Path,
    make_options: Callable[[], Options],
    *,
    port: int,
    tell: Callable[[str], None],
    report: Callable[[Report | SiteError], None],
    ready: Callable[[str], None],
    poll: bool = False,
    stop: threading.Event | None = None,
) -> None:
    """Build the site at *root*, serve it on loopback, and keep it built until Ctrl-C or *stop*.

    *make_options* gives the options of each build with the moment at which it happens; `output` and
    `url` are replaced. If *port* is taken, the next ones are tried; 0 is any. *tell* hears
    sentences, *ready* the address once browsers are answered, and *report* what each build did or
    why it failed, unless it did nothing and has nothing new to say. All three are called in the
    caller's thread. Raises SiteError if no port is free.
    """
    stop = stop or threading.Event()
    output = root / FOLDER / "serve"
    # Milliseconds, so that the pages of an earlier `serve` know that they are outdated.
    board = Board(State(serial=time.time_ns() // 1_000_000, paths=_standing(output)))
    with suppress(KeyboardInterrupt), listen(port, output, board) as server:
        if port and server.server_port != port:
            tell(f"Port {port} is taken: using {server.server_port}")
        builder = _Builder(root, make_options, output, server.address, board, tell, report)
        # Before any thread runs, so that a large first build may start its workers the quick way;
        # and once more, as something may have changed before there was a watch.
        builder.build(outdated=lambda: False)
        with Watch(root, poll=poll, tell=tell) as watch:
            builder.build(outdated=watch.pending)
            with server.running(lost=watch.ring):
                ready(server.address)
                while not stop.is_set():
                    if watch.settled(TICK) or builder.is_due():
                        builder.build(outdated=watch.pending)


def _standing(output: Path) -> frozenset[str]:
    """Return what an earlier `serve` left in *output*: the last good pages until there are new."""
    try:
        return owned_paths(output)
    except SiteError:  # the build says the same, to somebody who listens
        return frozenset()


@dataclass(slots=True)
class _Builder:
    """Builds over and over, and tells the browsers and the terminal how it went."""

    root: Path
    make_options: Callable[[], Options]
    output: Path
    url: str
    board: Board
    tell: Callable[[str], None]
    report: Callable[[Report | SiteError], None]
    until: datetime | None = None
    """When time alone changes the site."""
    said: tuple[Problem, ...] | None = None
    """The problems of the last build that was reported."""

    def is_due(self) -> bool:
        """Tell whether the moment has come at which time alone changes the site."""
        return self.until is not None and self.make_options().now >= self.until

    def build(self, *, outdated: Callable[[], bool]) -> None:
        """Build once; a failure is not worth a word if it is *outdated* by the time it is known."""
        self.until = None
        options = replace(self.make_options(), output=self.output, url=self.url)
        try:
            done = build(self.root, options, watcher=_Ear(self.tell))
        except SiteError as fault:
            if not outdated():
                self._failed(fault)
        except Exception:  # noqa: BLE001 - a fault of ours must not end the preview
            traceback.print_exc()
            message = "libsite itself failed; your files may be all right"
            hint = "the terminal shows the details: please report them"
            self._failed(SiteError(error(message, hint=hint)))
        else:
            self._succeeded(done)

    def _failed(self, fault: SiteError) -> None:
        state = replace(self.board.state, problems=fault.problems)
        if state != self.board.state:
            self.board.publish(state)
        if self.said != fault.problems:
            self.said = fault.problems
            self.report(fault)

    def _succeeded(self, done: Report) -> None:
        self.until = done.until
        before = self.board.state
        changed = bool(done.written or done.removed)
        state = State(before.serial + changed, _standing(self.output))
        if state != before:
            self.board.publish(state)
        if changed or self.said != done.problems:
            self.said = done.problems
            self.report(done)


class _Ear(Noun, frozen=True):
    """A build's watcher that passes on what it says, and no steps."""

    tell: Callable[[str], None]

    def say(self, text: str) -> None:
        """Pass *text* on."""
        self.tell(text)

    def step(self, what: str, done: int, total: int) -> None:
        """Ignore the step: a build after a save is over before it could be read."""
