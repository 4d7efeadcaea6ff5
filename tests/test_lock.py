"""One build of a site at a time: the second waits and says for whom; a kill leaves no lock."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from libsite.build import build
from libsite.errors import BusyError, SiteError
from libsite.keep import cache as keep_cache
from libsite.keep.lock import lock
from libsite.visit import Options
from tests.sites import BASE, NOW, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
HOLD = """
import sys
from pathlib import Path
from libsite.keep.lock import lock

with lock(Path(sys.argv[1]), patience=0, waiting=print):
    print("held", flush=True)
    sys.stdin.readline()
"""
Holder = subprocess.Popen[str]


class Listener:
    """A build's watcher that remembers what was said, and may do something then."""

    def __init__(self, then: Callable[[], object] = lambda: None) -> None:
        self.said: list[str] = []
        self.then = then

    def say(self, text: str) -> None:
        """Remember *text*."""
        self.said.append(text)
        self.then()

    def step(self, what: str, done: int, total: int) -> None:
        """Ignore the step."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small site that was built once and has changed since."""
    site = write_site(tmp_path / "site", BASE)
    run(site)
    return write_site(site, BASE.replace("Test Library", "Renamed Library"))


@pytest.fixture
def holder(root: Path) -> Iterator[Holder]:
    """Hold the lock of the site in another process until a line is written to it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, root / ".libsite"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def let_go(holder: Holder) -> None:
    """Let the other process free the lock."""
    assert holder.stdin is not None
    holder.stdin.write("\n")
    holder.stdin.flush()


def test_the_second_waits_and_says_for_whom(root: Path, holder: Holder) -> None:
    listener = Listener(lambda: let_go(holder))
    report = build(root, Options(now=NOW, workers=1), watcher=listener)
    assert report.written
    assert listener.said == [f"Waiting for another build of this site (process {holder.pid})"]


def test_whoever_waits_too_long_is_told_who_holds_the_lock(
    root: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep_cache, "PATIENCE", 0.0)
    before = tree(root / "output")
    with pytest.raises(BusyError, match=rf"is running \(process {holder.pid}\)"):
        run(root)
    assert tree(root / "output") == before


def test_a_kill_frees_the_lock(root: Path, holder: Holder) -> None:
    holder.kill()
    holder.wait()
    listener = Listener()
    assert build(root, Options(now=NOW, workers=1), watcher=listener).written
    assert listener.said == []


def test_a_kill_frees_whoever_waits(root: Path, holder: Holder) -> None:
    listener = Listener(holder.kill)
    assert build(root, Options(now=NOW, workers=1), watcher=listener).written
    assert len(listener.said) == 1


@pytest.mark.parametrize("text", ["1", "999999999", "", "no number", "\xff"])
def test_a_stale_name_of_a_holder_is_harmless(text: str, root: Path) -> None:
    (root / ".libsite/lock.pid").write_text(text, encoding="latin-1")
    listener = Listener()
    assert build(root, Options(now=NOW, workers=1), watcher=listener).written
    assert listener.said == []


@pytest.mark.parametrize("text", ["", "no number", "\xff"])
def test_a_holder_without_a_name_is_another_process(text: str, root: Path, holder: Holder) -> None:
    (root / ".libsite/lock.pid").write_text(text, encoding="latin-1")
    listener = Listener(lambda: let_go(holder))
    assert build(root, Options(now=NOW, workers=1), watcher=listener).written
    assert listener.said == ["Waiting for another build of this site (another process)"]


def test_a_lock_whose_holder_cannot_be_named_holds_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "lock.pid").mkdir()
    with (
        lock(tmp_path, patience=0, waiting=print),
        pytest.raises(BusyError, match="another process"),
        lock(tmp_path, patience=0, waiting=print),
    ):
        pass


def test_a_damaged_lock_is_said(root: Path) -> None:
    (root / ".libsite/lock.db").write_bytes(b"garbage " * 1000)
    with pytest.raises(SiteError, match="may be deleted at any time"):
        run(root)


def test_many_builds_at_once_all_succeed(root: Path, tmp_path: Path) -> None:
    """Each is a process of its own; whoever comes first builds, the others find nothing to do."""
    command = [sys.executable, "-m", "tests.child", str(root)]
    builds = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in builds:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, b"")
    run(write_site(tmp_path / "clean", BASE.replace("Test Library", "Renamed Library")))
    assert tree(root / "output") == tree(tmp_path / "clean/output")
    assert not run(root).made


def test_two_threads_do_not_build_at_once(root: Path) -> None:
    """As `serve` and a test might: the lock tells threads apart as well."""
    faults: list[BaseException] = []

    def attempt() -> None:
        try:
            run(root)
        except BaseException as fault:  # noqa: BLE001 - told in the other thread
            faults.append(fault)

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert not run(root).made


def test_the_lock_names_this_process(tmp_path: Path) -> None:
    with lock(tmp_path, patience=0, waiting=print):
        assert (tmp_path / "lock.pid").read_text() == str(os.getpid())
