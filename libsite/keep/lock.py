"""One build at a time in one site: the second waits, and says for whom."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from libsite.errors import BusyError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAUSE = 0.05
"""Seconds between two tries."""


@contextmanager
def lock(folder: Path, *, patience: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the build lock of the cache *folder*; it is freed even when the process is killed.

    The lock is SQLite's own on `lock.db` (sqlite.org/lockingv3.html). If another process holds it,
    call *waiting* once with a sentence that names the process, and raise BusyError after *patience*
    seconds.
    """
    holder = folder / "lock.pid"
    # autocommit: the one transaction is begun below; no journal is written since nothing changes
    with closing(sqlite3.connect(folder / "lock.db", timeout=0, isolation_level=None)) as database:
        deadline = time.monotonic() + patience
        said = False
        while not _try(database):
            if not said:
                waiting(f"Waiting for another build of this site ({_holder(holder)})")
                said = True
            if time.monotonic() > deadline:
                raise BusyError(
                    error(
                        f"Another build of this site is running ({_holder(holder)})",
                        hint="wait until it has finished, or stop it",
                    )
                )
            time.sleep(PAUSE)
        with suppress(OSError):  # the disk is full: the name is missing, the lock holds
            holder.write_text(str(os.getpid()), encoding="ascii")
        yield


def _try(database: sqlite3.Connection) -> bool:
    try:
        database.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as problem:
        if "locked" not in str(problem):
            raise
        return False
    return True


def _holder(path: Path) -> str:
    try:
        return f"process {int(path.read_text(encoding='ascii'))}"
    except (OSError, ValueError):
        return "another process"
