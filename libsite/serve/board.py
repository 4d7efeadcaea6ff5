"""Between the builds and the browsers: what there is to serve, and what is wrong."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.errors import Problem

PULSE = 15.0
"""Seconds between two signs of life to a browser that listens; a closed tab is noticed by them."""


class State(Noun, frozen=True):
    """What there is to serve, and what the newest build said."""

    serial: int
    """Grows with every build that changed a file: a page with a lower one is outdated."""
    paths: frozenset[str]
    """The files of the last good build: nothing else is ever served."""
    problems: tuple[Problem, ...] = ()
    """Why the newest build failed; empty if it did not."""


class Board:
    """The newest State, and a bell for those who wait for the next."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._closed = False
        self._bell = threading.Condition()

    def publish(self, state: State) -> None:
        """Put *state* in the place of the last one, and tell everybody who follows."""
        with self._bell:
            self.state = state
            self._bell.notify_all()

    def close(self) -> None:
        """Send everybody home who follows."""
        with self._bell:
            self._closed = True
            self._bell.notify_all()

    def follow(self) -> Iterator[State | None]:
        """Yield the State and then each newer one, or None from time to time; end when closed."""
        seen = None
        while True:
            with self._bell:
                if self.state is seen and not self._closed:
                    self._bell.wait(PULSE)
                if self._closed:
                    return
                state = self.state
            yield None if state is seen else state
            seen = state
