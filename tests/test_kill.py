"""Kill a real build again and again: every file is whole, old and new never stay mixed.

LIBSITE_KILLS says how often. Half of the kills are counted: the build ends itself at some change
to the disk. The other half are timed from outside, so that some fall into the midst of a write.
SIGKILL keeps what the system holds in memory: this is no test of power cuts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from libsite.keep.output import FINAL, JOURNAL, MANIFEST, STAGE, recover
from tests.sites import BASE, run, write_site

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("LIBSITE_KILLS", "12"))
POSTS = 150
WAYS = ("staging", "swap", "after", "any time", "while staging", "while swapping")
"""Where to kill: at a counted change of these phases, or at a time."""
VERSIONS = {
    # each has what the other lacks: pages, a folder where the other has a file and the reverse
    "old": """\
-- themes/tiny/static/turns --
a file
-- themes/tiny/static/back/within --
in a folder
-- content/posts/only-old.md --
---
title: Only old
date: 2025-02-01
aliases: [/was.html]
---
Old.
""",
    "new": """\
-- themes/tiny/static/turns/within --
in a folder
-- themes/tiny/static/back --
a file
-- content/posts/only-new.md --
---
title: Only new
date: 2024-02-01
aliases: [/was.html/within/]
---
New.
""",
}
Files = dict[str, bytes]


def write_version(root: Path, version: str) -> None:
    """Write the site at *root* in one of its versions; its title is on every page."""
    for folder in ("content", "themes"):
        shutil.rmtree(root / folder, ignore_errors=True)
    posts = "".join(
        f"-- content/posts/post-{number}.md --\n"
        f"---\ntitle: Post {number}\ndate: 2026-{number % 9 + 1:02}-03\n---\n"
        f"{'Some words about books. ' * 50}\n"
        for number in range(POSTS)
    )
    text = BASE.replace("</body>", "<footer>{{ site.title }}</footer>\n</body>")
    write_site(root, text.replace("Test Library", f"The {version} library") + posts)
    write_site(root, VERSIONS[version])


def files(root: Path) -> Files:
    """Return the published files of the site at *root*, and its folders, named with a slash."""
    output = root / "output"
    found = {path.relative_to(output).as_posix(): path for path in output.rglob("*")}
    return {
        f"{name}/" if path.is_dir() else name: b"" if path.is_dir() else path.read_bytes()
        for name, path in sorted(found.items())
        if name.split("/")[0] not in (STAGE, MANIFEST)
    }


def start(root: Path, *how: object) -> subprocess.Popen[str]:
    """Start a build of the site at *root* in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.child", str(root), *map(str, how)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def wait_for(path: Path, process: subprocess.Popen[str]) -> float:
    """Wait until *path* exists or *process* has ended; return the time."""
    while process.poll() is None and not path.exists():
        pass
    return time.monotonic()


@dataclass
class Killer:
    """A site that is switched between two versions and never built in peace."""

    root: Path
    random: Random
    clean: dict[str, Files]
    manifests: dict[str, bytes]
    counts: dict[str, int] = field(default_factory=dict)
    spans: dict[str, float] = field(default_factory=dict)
    """How long the phases take, in seconds."""
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)

    def calibrate(self) -> None:
        """Build in peace, there and back, and count and time the phases."""
        for version in VERSIONS:
            write_version(self.root, version)
            self._calibrate()

    def _calibrate(self) -> None:
        stage = self.root / "output" / STAGE
        begun = time.monotonic()
        process = start(self.root)
        staged = wait_for(stage, process)
        swapping = wait_for(stage / JOURNAL, process)
        said, _ = process.communicate()
        assert process.returncode == 0
        counts = json.loads(said)
        self.counts = {name: min(n, self.counts.get(name, n)) for name, n in counts.items()}
        self.spans = {
            "any time": time.monotonic() - begun,
            "while staging": swapping - staged,
            "while swapping": (swapping - staged) / 4 + 0.005,
        }

    def kill(self, way: str, share: float) -> None:
        """Build, and kill the build at this *share* of the way."""
        stage = self.root / "output" / STAGE
        if way in self.counts:
            process = start(self.root, way, 1 + int(share * self.counts[way]))
        else:
            process = start(self.root)
            if way != "any time":
                wait_for(stage if way == "while staging" else stage / JOURNAL, process)
            time.sleep(share * self.spans[way])
            process.kill()
        process.communicate()

    def judge(self, old: Files, new: Files) -> str:
        """Return in which phase the killed build was, given that all is as it may be then."""
        found = files(self.root)
        stage = self.root / "output" / STAGE
        swapping = (stage / JOURNAL).exists() and (stage / FINAL).exists()
        broken = [
            path for path, data in found.items() if data not in (old.get(path), new.get(path))
        ]
        missing = old.keys() & new.keys() - found.keys()
        plain = {path: data for path, data in found.items() if not path.endswith("/")}
        whole = {
            name: {path: data for path, data in tree.items() if not path.endswith("/")}
            for name, tree in (("old", old), ("new", new))
        }
        mixed = not swapping and plain not in whole.values()
        folders = {path for path in broken if path.endswith("/")}
        assert not [path for path in broken if path not in folders], f"broken: {broken}"
        assert not missing, f"missing: {missing}"
        assert not mixed, "old and new are mixed, and nothing says that they are"
        if swapping:
            return "swap"
        if plain == whole["new"]:
            return "after"
        return "staging" if stage.exists() else "before"

    def check_next_start(self, old: Files, new: Files) -> None:
        """Recover as the next start does, now and then with another kill in between."""
        if self.random.random() < 0.3:
            self.kill("swap", self.random.random())
            self.tally[self.judge(old, new), "second kill"] += 1
        if self.random.random() < 0.5:
            recover(self.root / "output")
            assert files(self.root) in (old, new)

    def check_next_build(self, version: str) -> None:
        """Build *version*: nothing tells it from a clean build."""
        run(self.root)
        assert files(self.root) == self.clean[version]
        output = self.root / "output"
        assert (output / MANIFEST).read_bytes() == self.manifests[version]
        assert not (output / STAGE).exists()
        again = run(self.root)
        assert (again.made, again.written, again.removed) == ({}, (), ())


@pytest.fixture
def killer(tmp_path: Path) -> Killer:
    clean, manifests = {}, {}
    for version in VERSIONS:
        root = tmp_path / f"clean-{version}"
        write_version(root, version)
        run(root)
        clean[version] = files(root)
        manifests[version] = (root / "output" / MANIFEST).read_bytes()
    root = tmp_path / "site"
    write_version(root, "new")
    run(root)
    found = Killer(root, Random(KILLS), clean, manifests)  # noqa: S311 - which moments to try
    found.calibrate()
    return found


@pytest.mark.timeout(120 + 15 * KILLS)
def test_a_killed_build_leaves_whole_files_and_the_next_one_repairs_all(
    killer: Killer, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = "new", "old"
    rounds = -(-KILLS // len(WAYS))
    for number in range(KILLS):
        way = WAYS[number % len(WAYS)]
        share = (number // len(WAYS) + killer.random.random()) / rounds
        write_version(killer.root, new)
        killer.kill(way, share)
        trees = killer.clean[old], killer.clean[new]
        phase = killer.judge(*trees)
        killer.tally[phase, way] += 1
        killer.check_next_start(*trees)
        if killer.random.random() < 0.25:  # the edit is taken back
            write_version(killer.root, old)
            killer.check_next_build(old)
        else:
            killer.check_next_build(new)
            old, new = new, old
    with capsys.disabled():
        print(f"\n{KILLS} kills; files broken 0, missing 0, left mixed 0")
        for (phase, way), count in sorted(killer.tally.items()):
            print(f"  {count:4} in phase {phase:8} ({way})")
    aimed = sum(n for (phase, way), n in killer.tally.items() if (phase, way) == ("swap", "swap"))
    assert aimed == len(range(1, KILLS, len(WAYS)))


@pytest.mark.parametrize("phase", ["staging", "swap", "after"])
def test_a_first_build_that_is_killed_leaves_nothing_behind(phase: str, tmp_path: Path) -> None:
    """The site is taken back as well: no empty folder and no file of the killed build stays."""
    root = write_site(tmp_path / "site", BASE)
    counts = json.loads(start(root).communicate()[0])
    expected = files(root)
    for share in (0.0, 0.5, 0.99):
        shutil.rmtree(root / "output")
        write_site(root, "-- content/posts/brief.md --\n---\ntitle: Brief\n---\nBrief.\n")
        start(root, phase, 1 + int(share * counts[phase])).communicate()
        (root / "content/posts/brief.md").unlink()
        run(root)
        assert files(root) == expected


ORPHANS = """
import multiprocessing, os, sys, time
from libsite import workers

def work(items):
    os.write(1, b"working\\n")
    time.sleep(0.01)
    return items

if __name__ == "__main__":
    workers._context = lambda: multiprocessing.get_context(sys.argv[1])
    for _ in workers.map_batches(work, range(10**7), worth_it=True, crew=workers.Crew(2)):
        pass
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_end_when_the_build_is_killed(method: str, tmp_path: Path) -> None:
    """They hold the pipe to us open: we read its end when the last one is gone."""
    if method == "fork" and sys.platform == "win32":
        method = "spawn"
    program = tmp_path / "orphans.py"
    program.write_text(ORPHANS)
    process = subprocess.Popen(
        [sys.executable, program, method],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "working\n"
    process.kill()
    process.communicate(timeout=60)
