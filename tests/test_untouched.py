"""Nothing changed, nothing done: no library is loaded, and no change goes unseen, however quick."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from libsite import scan
from libsite.digest import digest_bytes
from libsite.keep.cache import Cache
from tests.sites import BASE, NOW, run, tree, unmeasured, write_site

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from libsite.artifact import Report

ROOT = Path(__file__).parent.parent
POST = "content/posts/rivers.md"
HEAVY = frozenset(
    {
        "yaml",
        "jinja2",
        "pydantic",
        "markdown",
        "nh3",
        "lxml",
        "PIL",
        "babel",
        "feedgen",
    }
    | {
        "slugify",
        "watchdog",
        "importlib.metadata",
        "concurrent.futures",
        "multiprocessing",
    }
    | {
        "pymdownx",
        "markupsafe",
        "html5lib",
        "asyncio",
        "http.server",
        "libsite.prepare",
        "libsite.survey",
    }
)
LOADED = """
import json, sys
from libsite.cli import main

sys.argv = ["libsite", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, sorted(sys.modules)]))
"""
DAY = 86_400_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small site, built."""
    site = write_site(tmp_path / "site", BASE)
    run(site)
    return site


def idle(report: Report) -> bool:
    """Tell whether a build did nothing."""
    return not (report.made or report.written or report.removed)


def settle(root: Path) -> None:
    """Let all the inputs of the site at *root* be old, and known as such."""
    with later(60):
        assert idle(run(root))


def later(seconds: float) -> AbstractContextManager[object]:
    """Let the scan's clock be fast by so many *seconds*."""
    now = time.time_ns
    return mock.patch("libsite.scan.time.time_ns", lambda: now() + int(seconds * 10**9))


def reads() -> AbstractContextManager[mock.Mock]:
    """Count how many inputs are read."""
    return mock.patch("libsite.scan.digest_bytes", side_effect=digest_bytes)


# ---- nothing to do


def test_a_build_with_nothing_to_do_loads_no_library(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)

    def call() -> tuple[int, frozenset[str], str]:
        done = subprocess.run(
            [sys.executable, "-c", LOADED, "build", "-C", site],
            cwd=ROOT,
            # a measured run would load what measures it
            env=unmeasured(),
            capture_output=True,
            text=True,
            check=True,
        )
        *said, last = done.stdout.splitlines()
        code, modules = json.loads(last)
        return code, frozenset(modules), "\n".join(said)

    code, modules, said = call()
    assert code == 0
    assert "Built" in said
    assert {"yaml", "jinja2"} < modules  # or the names below would be wrong
    code, modules, said = call()
    assert code == 0
    assert "Nothing to do" in said
    assert modules & HEAVY == set()


def test_nothing_to_do_writes_nothing(root: Path) -> None:
    settle(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*")}
    assert idle(run(root))
    assert {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*")} == before


def test_old_files_are_not_even_read(root: Path) -> None:
    settle(root)
    with later(60), reads() as read:
        assert idle(run(root))
    assert read.call_count == 0


def test_a_touch_changes_nothing(root: Path) -> None:
    settle(root)
    for path in (root / "content").rglob("*.md"):
        path.touch()
    assert idle(run(root))


def test_a_file_saved_with_the_same_bytes_changes_nothing(root: Path) -> None:
    settle(root)
    for path in (root / "content").rglob("*.md"):
        new = path.with_suffix(".new")
        new.write_bytes(path.read_bytes())
        new.replace(path)
    assert idle(run(root))


def test_what_editors_leave_behind_changes_nothing(root: Path) -> None:
    for name in (
        "rivers.md~",
        ".rivers.md.swp",
        ".#rivers.md",
        "rivers.md.bak",
        "Thumbs.db",
    ):
        (root / "content/posts" / name).write_text("passing")
    assert idle(run(root))


# ---- changes that are hard to see


def edit(root: Path, old: str = "All about", new: str = "All below") -> None:
    """Change a post to another text of the same size."""
    path = root / POST
    data = path.read_text(encoding="utf-8")
    assert len(old) == len(new)
    assert old in data
    path.write_text(data.replace(old, new), encoding="utf-8", newline="\n")


def page(root: Path) -> str:
    """Return the page of the post."""
    return (root / "output/posts/rivers/index.html").read_text(encoding="utf-8")


def test_an_edit_of_equal_size_in_the_same_tick_is_seen(root: Path) -> None:
    """Shortly after a save, size and time stamp prove nothing: git's "racy" rule."""
    before = (root / POST).stat()
    run(root)
    edit(root)
    os.utime(root / POST, ns=(before.st_atime_ns, before.st_mtime_ns))
    seen = scan.look(str(root / POST), None)
    with mock.patch.object(scan, "look", lambda path, known: same_tick(path, known, before)):
        run(root)
    assert seen.mtime == before.st_mtime_ns
    assert "All below" in page(root)


def same_tick(path: str, known: scan.Seen | None, before: os.stat_result) -> scan.Seen:
    """Look at *path* on a disk that counts so coarsely that even the ctime is what it was."""
    plain = os.stat

    def stat(of: str) -> object:
        status = plain(of)
        if not of.endswith("rivers.md"):
            return status
        return mock.Mock(
            st_size=status.st_size,
            st_mtime_ns=status.st_mtime_ns,
            st_ctime_ns=before.st_ctime_ns,
        )

    with mock.patch("libsite.scan.os.stat", stat):
        return LOOK(path, known)


LOOK = scan.look


def test_an_old_file_changed_with_its_time_put_back_is_seen(root: Path) -> None:
    """By its ctime, which no program can set; Windows keeps none."""
    settle(root)
    before = (root / POST).stat()
    edit(root)
    os.utime(root / POST, ns=(before.st_atime_ns, before.st_mtime_ns))
    if os.name == "nt":
        pytest.skip("Windows tells no time of change")
    run(root)
    assert "All below" in page(root)


@pytest.mark.parametrize("days", [-1000, -1, 1, 1000, 40_000, 150_000])
def test_an_edit_with_any_other_time_is_seen(days: int, root: Path) -> None:
    """Older as out of a back-up, or from the future as with a wrong clock."""
    settle(root)
    then = (root / POST).stat().st_mtime_ns + days * DAY
    for old, new in (("All about", "All below"), ("All below", "All above")):
        edit(root, old, new)
        try:
            os.utime(root / POST, ns=(then, then))
        except (OverflowError, OSError) as fault:
            pytest.skip(f"this disk knows no such time: {fault}")
        run(root)
        assert new in page(root)
        assert idle(run(root))


@pytest.mark.parametrize("seconds", [-10 * 365 * 86_400, -3600, -3, 3, 3600, 10 * 365 * 86_400])
def test_an_edit_after_the_clock_has_jumped_is_seen(seconds: int, root: Path) -> None:
    for old, new in (("All about", "All below"), ("All below", "All above")):
        with later(seconds):
            edit(root, old, new)
            run(root)
            assert new in page(root)
        assert idle(run(root))
        seconds = -seconds


def test_many_quick_edits_are_all_seen(root: Path) -> None:
    before = "All about"
    for number in range(30):
        now = f"All ab{number:03}"
        edit(root, before, now)
        run(root)
        assert now in page(root)
        before = now


def test_another_file_moved_in_place_is_seen(root: Path) -> None:
    """Old in every respect, only another one: same size, same time stamp."""
    other = root / "other"
    other.write_bytes((root / POST).read_bytes().replace(b"All about", b"All below"))
    status = (root / POST).stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    settle(root)
    other.replace(root / POST)
    if os.name == "nt":
        pytest.skip("Windows tells no time of change")
    run(root)
    assert "All below" in page(root)


def test_a_file_that_goes_while_it_is_looked_at_is_not_there(root: Path) -> None:
    plain = os.stat

    def gone(path: str | Path, **how: bool) -> os.stat_result:
        if str(path).endswith("passing.md"):
            raise FileNotFoundError(path)
        return plain(path, **how)

    (root / "content/posts/passing.md").write_text("---\ntitle: Passing\n---\nText.\n")
    with mock.patch("libsite.scan.os.stat", gone):
        assert idle(run(root))


# ---- kills between two notes


def test_a_kill_between_seeing_and_noting_hides_no_later_edit(root: Path) -> None:
    """The mark of all inputs and the inputs themselves are noted together or not at all."""

    class KilledError(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise KilledError

    for name in ("save_inputs", "doubt", "confirm", "sign"):
        edit(root)
        with mock.patch.object(Cache, name, die), pytest.raises(KilledError):
            run(root)
        edit(root, "All below", "All about")
        run(root)
        assert "All about" in page(root)
        edit(root)
        run(root)
        assert "All below" in page(root), name
        edit(root, "All below", "All about")
        run(root)


# ---- what stands in the output


def test_what_was_changed_by_hand_in_the_output_is_mended(root: Path) -> None:
    before = tree(root / "output")
    path = root / "output/index.html"
    for change in (
        lambda: path.write_bytes(path.read_bytes() + b" "),
        lambda: path.write_bytes(path.read_bytes()[:-1]),
        path.unlink,
    ):
        change()
        assert run(root).written == ("index.html",)
        assert tree(root / "output") == before
    os.utime(path, ns=(0, 0))
    assert run(root).written == ()
    assert idle(run(root))


def test_time_that_decides_nothing_changes_nothing(root: Path) -> None:
    for hours in (1, 24, -1, 0):
        assert idle(run(root, now=NOW + timedelta(hours=hours)))
