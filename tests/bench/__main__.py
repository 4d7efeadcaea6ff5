"""How long builds take, and how much memory: `python3 scripts/bench [POSTS …]`.

Whole processes are measured, as a person waits for them. These are clocks on a machine that does
other things too: compare within one run, and quote ratios. Nothing here is asserted.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.workload import write_site

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
"""How often a case is measured; cold builds, which take long, once."""
POSTS = (1_000, 10_000)
RESULTS = Path("bench.json")


class Figure(NamedTuple):
    """One case, measured."""

    posts: int
    case: str
    seconds: float
    """Wall time, the median."""
    megabytes: float
    """Peak of the proportional set size of all processes together; 0 where it cannot be told."""


def main(sizes: tuple[int, ...]) -> None:
    """Measure every case at each of *sizes*, print a table and write `bench.json`."""
    figures = [figure for posts in sizes for figure in measure(posts)]
    print(f"Python {platform.python_version()} on {platform.platform()}\n")
    print("| posts | case | seconds | of cold | peak MB |")
    print("| ---: | --- | ---: | ---: | ---: |")
    for figure in figures:
        cold = next(one for one in figures if one.posts == figure.posts)
        share = figure.seconds / cold.seconds
        print(
            f"| {figure.posts:,} | {figure.case} | {figure.seconds:.2f} | {share:.3f}"
            f" | {figure.megabytes:.0f} |"
        )
    RESULTS.write_text(json.dumps([figure._asdict() for figure in figures], indent=1) + "\n")


def measure(posts: int) -> list[Figure]:
    """Measure a site of *posts* posts: cold, unchanged, a body edited, a title edited."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_site(root, posts)
        path = root / f"content/posts/post-{posts // 2:06}.md"
        cases: tuple[tuple[str, int, Callable[[], object]], ...] = (
            ("cold", 1, lambda: None),
            ("nothing changed", RUNS, lambda: None),
            ("a body edited", RUNS, lambda: _append(path, "\nOne more word.\n")),
            ("a title edited", RUNS, lambda: _retitle(path)),
        )
        return [_case(root, posts, *case) for case in cases]


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _retitle(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: New ", 1), encoding="utf-8")


def _case(root: Path, posts: int, name: str, runs: int, edit: Callable[[], object]) -> Figure:
    seconds, megabytes = [], []
    for _ in range(runs):
        edit()
        taken, peak = _build(root)
        seconds.append(taken)
        megabytes.append(peak)
    return Figure(posts, name, statistics.median(seconds), max(megabytes))


def _build(root: Path) -> tuple[float, float]:
    """Build the site at *root*; return wall seconds and the peak of memory in megabytes."""
    command = [sys.executable, "-m", "libsite", "build", "-C", str(root)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak))
    watch.start()
    if process.wait():
        sys.exit(f"this failed: {' '.join(command)}")
    taken = time.perf_counter() - start
    watch.join()
    return taken, peak[0]


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_proportional(one) for one in _family(process.pid)))
        time.sleep(0.05)


def _family(pid: int) -> list[int]:
    """Return *pid* and all its descendants, as Linux tells them; nothing elsewhere."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _proportional(pid: int) -> float:
    """Return the proportional set size of a process in megabytes: shared pages count once."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")),
        0.0,
    )


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or POSTS)
