"""Run a program and say what it took: wall seconds, CPU seconds, and memory at its peak.

CPU seconds and memory are those of the process and of all that it starts.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAUSE = 0.005
"""Seconds between two looks at the memory."""
PR_SET_CHILD_SUBREAPER = 36
"""From Linux, `include/uapi/linux/prctl.h`."""
INSTALLED: dict[str, str] = {"PYTHONDONTWRITEBYTECODE": ""}
"""What pip installs is compiled already: nobody waits for that, whatever this shell says."""
SHOWN = 4_000
"""Characters of what a failed program said that are passed on, the last ones."""


class Cost(NamedTuple):
    """What a run took."""

    seconds: float
    """Of wall time."""
    cpu: float
    """Seconds of processor time, user and system."""
    megabytes: float
    """Peak of the proportional set size, in which shared pages count once; 0 if not looked at."""


class FailedError(Exception):
    """A program failed; the text is the command and what it said."""


def run(
    command: tuple[str, ...], folder: Path, more: Mapping[str, str], *, watched: bool = False
) -> Cost:
    """Run *command* in *folder*, with *more* in its environment; Linux tells memory if *watched*.

    To watch slows the program down, so that times of a watched run are worth little. Raises
    FailedError if its exit code is not 0.
    """
    os.sync()  # what earlier runs have written is not to be waited for in this one
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = started(command, folder, more, said.fileno())
        with _ended(process), _peak(process.pid, wanted=watched) as peak:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise FailedError(f"{' '.join(command)}\n{tail_of(said.fileno())}")
    cpu = usage.ru_utime + usage.ru_stime + _left_behind(process.pid)
    return Cost(seconds, cpu, peak[0])


def adopt_orphans() -> None:
    """Become the parent of what a program leaves behind, such as a server that forks its workers.

    Else nobody could tell how much CPU it took; Linux alone knows this (prctl(2)). It holds for
    all processes that this one starts from now on.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _left_behind(group: int) -> float:
    """Wait for what else is in *group*, and return its CPU seconds."""
    cpu = 0.0
    with suppress(ChildProcessError):
        while True:
            _, _, usage = os.wait4(-group, 0)
            cpu += usage.ru_utime + usage.ru_stime
    return cpu


def started(
    command: tuple[str, ...], folder: Path, more: Mapping[str, str], said: int
) -> subprocess.Popen[bytes]:
    """Start *command* as the head of a group of its own; *said* takes all that it says."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **INSTALLED, **more},
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        process_group=0,
    )


def tail_of(said: int) -> str:
    """Return the end of what a program has said."""
    size = os.fstat(said).st_size
    return os.pread(said, SHOWN, max(0, size - SHOWN)).decode(errors="replace").strip()


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End *process* and what it started if something else, such as Ctrl-C, ends the wait."""
    try:
        yield
    except BaseException:
        stop(process)
        raise


def stop(process: subprocess.Popen[bytes]) -> None:
    """End *process* and all that it has started, and wait for it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _peak(pid: int, *, wanted: bool) -> Iterator[list[float]]:
    """Yield a list whose only number is the highest of the megabytes seen while the block runs."""
    peak, over = [0.0], threading.Event()
    if not (wanted and sys.platform == "linux"):
        yield peak
        return

    def watch() -> None:
        while not over.is_set():
            peak[0] = max(peak[0], megabytes_of(pid))
            over.wait(PAUSE)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def megabytes_of(pid: int) -> float:
    """Return the proportional set size of process *pid* and its descendants now; 0 off Linux."""
    return sum(_proportional(one) for one in _family(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread may end while its children are counted
            for child in task.read_text().split():
                yield from _family(int(child))


def _proportional(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has ended
        return 0.0
    lines = (line.split() for line in rollup.splitlines() if line.startswith("Pss:"))
    return next((int(words[1]) / 1024 for words in lines), 0.0)
