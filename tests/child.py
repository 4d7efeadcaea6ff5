"""A build in a process of its own, which kills itself at a given change to the disk if told to.

Run as `python -m tests.child ROOT [PHASE NUMBER]`, it dies at the NUMBERth change of the PHASE:
`staging`, `swap` or `after`. If it lives, it prints how many changes each phase took, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from libsite.keep.output import FINAL, JOURNAL, STAGE
from tests.sites import run

if TYPE_CHECKING:
    from collections.abc import Callable

KILL = 9
"""SIGKILL, and on Windows a process ended from outside."""
CHANGES = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"})
"""What Python tells an audit hook before it does it (docs.python.org, "Audit events table")."""


def counting(root: Path, die_in: str, die_at: int) -> tuple[Counter[str], Callable[..., None]]:
    """Return a counter of changes by phase, and the audit hook that counts and kills."""
    counts: Counter[str] = Counter()
    phase = "swap" if (root / "output" / STAGE / JOURNAL).exists() else "before"

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal phase
        if event not in CHANGES or not _changes(event, arguments):
            return
        if phase == "before" and STAGE in str(arguments[0]):
            phase = "staging"
        counts[phase] += 1
        if (phase, counts[phase]) == (die_in, die_at):
            os.kill(os.getpid(), KILL)
        if event == "os.rename" and str(arguments[1]).endswith(JOURNAL):
            phase = "swap"
        elif event == "os.rename" and str(arguments[0]).endswith(FINAL):
            phase = "after"

    return counts, hook


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    return event != "open" or "r" not in str(arguments[1] or "r")


def main(root: Path, die_in: str = "", die_at: str = "0") -> None:
    """Build the site at *root*."""
    counts, hook = counting(root, die_in, int(die_at))
    sys.addaudithook(hook)
    run(root)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
