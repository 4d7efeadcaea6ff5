"""Notice that a librarian has changed something: which file does not matter, a build finds out."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import DirModifiedEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from libsite.walk import ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

FOLDERS = ("content", "themes")
INPUTS = ("site.yaml", *FOLDERS)
CHANGES = frozenset({"attrib", "closed", "created", "deleted", "modified", "moved"})
"""Events that are a change. watchdog also reports reading (`opened`, `closed_no_write`), and a
build that heard of its own reading would never end."""
MOVES = frozenset({"created", "deleted", "moved"})
QUIET = 0.02
"""Seconds of silence after which a change counts as complete: editors save in several steps."""
IMPATIENCE = 0.5
"""Seconds after which a change counts as complete although more are coming."""


class Watch(FileSystemEventHandler):
    """A watch over the inputs of the site at *root*, from `with` to its end.

    With *poll* it looks at every file once a second, as network drives need it; so it does, too,
    where the system refuses to watch (Linux limits how many folders), and *tell* says so.
    """

    def __init__(self, root: Path, *, poll: bool, tell: Callable[[str], None]) -> None:
        self._root = root.resolve()
        self._poll = poll
        self._tell = tell
        self._changed = threading.Event()
        self._lock = threading.Lock()
        self._stale = set(FOLDERS)
        """Folders that came, went or were replaced: the system's watch is on the old ones."""
        self._watches: dict[str, ObservedWatch] = {}
        self._observer: BaseObserver | None = None

    def __enter__(self) -> Self:
        self._renew()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: object, trace: TracebackType | None
    ) -> None:
        self._stop()

    def ring(self) -> None:
        """Behave as if something had changed."""
        self._changed.set()

    def pending(self) -> bool:
        """Tell whether something has changed since `settled` was last true."""
        return self._changed.is_set()

    def settled(self, timeout: float) -> bool:
        """Wait for a change, at most *timeout* seconds, and until it is complete; tell whether."""
        if not self._changed.wait(timeout):
            return False
        deadline = time.monotonic() + IMPATIENCE
        while True:
            self._changed.clear()
            if not self._changed.wait(QUIET) or time.monotonic() > deadline:
                break
        self._renew()  # before the build, so that it sees whatever happened in the meantime
        return True

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of *event*, if it is a change of an input; runs in the observer's thread."""
        # A folder is modified when something in it is, which is an event of its own.
        if event.event_type not in CHANGES or isinstance(event, DirModifiedEvent):
            return
        for parts in self._inputs(event):
            if len(parts) == 1 and event.event_type in MOVES:
                with self._lock:
                    self._stale.update(parts)
            self._changed.set()

    def _inputs(self, event: FileSystemEvent) -> Iterator[tuple[str, ...]]:
        """Yield each path of *event* that a build would read, as its parts below the root."""
        for path in (event.src_path, event.dest_path):
            name = os.fsdecode(path)
            if name:
                parts = Path(os.path.relpath(name, self._root)).parts
                if parts[:1] and parts[0] in INPUTS and not any(ignored(part) for part in parts):
                    yield parts

    def _renew(self) -> None:
        """Watch the folders that stand there now."""
        try:
            self._attach()
        except OSError as fault:
            if self._poll:
                raise
            self._tell(f"Looking for changes once a second, as watching fails: {fault.strerror}")
            self._stop()
            self._poll = True
            self._attach()

    def _attach(self) -> None:
        if self._observer is None:
            self._observer = PollingObserver() if self._poll else Observer()
            self._observer.schedule(self, str(self._root))
            self._observer.start()
        with self._lock:
            stale = self._stale.intersection(FOLDERS)
            self._stale = set()
        for name in sorted(stale):
            if name in self._watches:
                self._observer.unschedule(self._watches.pop(name))
            folder = self._root / name
            if folder.is_dir():
                watch = self._observer.schedule(self, str(folder), recursive=True)
                self._watches[name] = watch

    def _stop(self) -> None:
        """End the observer, even one that could not start."""
        if self._observer is not None:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join()
        self._observer = None
        self._watches = {}
        self._stale = set(FOLDERS)
