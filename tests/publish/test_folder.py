"""Publishing into a folder: whole files, ours only, and a drive that is not there."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from libsite.errors import SiteError
from libsite.keep.output import MANIFEST, STAGE
from tests.disks import needs_root, read_only
from tests.publish.conftest import Desk, new_checkout
from tests.publish.remote import Remote, clean_environment
from tests.sites import tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a site without a remote; a folder needs none."""
    environment = clean_environment(tmp_path / "home")
    return Desk(new_checkout(tmp_path / "site"), Remote(tmp_path), environment)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    folder.mkdir()
    return folder


def test_a_folder_gets_exactly_what_was_built(desk: Desk, web: Path) -> None:
    done = desk.publish(to=web)
    assert done is not None
    assert tree(web) == desk.output()
    assert done.changes.added == tuple(sorted(desk.output()))
    assert (desk.site / "content/_ledger/published.yaml").exists()
    assert not (web / STAGE).exists()


def test_nothing_is_written_when_nothing_changed(desk: Desk, web: Path) -> None:
    desk.publish(to=web)
    before = {path: path.stat().st_mtime_ns for path in web.rglob("*")}
    done = desk.publish(to=web)
    assert done is not None
    assert not done.changes
    assert {path: path.stat().st_mtime_ns for path in web.rglob("*")} == before


def test_a_post_that_is_gone_goes_and_foreign_files_stay(desk: Desk, web: Path) -> None:
    (web / "google1.html").write_text("g", encoding="utf-8")
    (web / "posts/rivers").mkdir(parents=True)
    (web / "posts/rivers/mine.txt").write_text("m", encoding="utf-8")
    desk.post("streams")
    desk.publish(to=web)
    (desk.site / "content/posts/streams.md").unlink()
    (desk.site / "content/_ledger/published.yaml").unlink()
    done = desk.publish(to=web)
    assert done is not None
    assert done.changes.removed == ("posts/streams/index.html",)
    assert tree(web) == {**desk.output(), "google1.html": b"g", "posts/rivers/mine.txt": b"m"}


def test_a_foreign_file_in_the_way_is_an_error_and_nothing_is_written(
    desk: Desk, web: Path
) -> None:
    (web / "index.html").write_text("the host's own", encoding="utf-8")
    (web / "robots.txt").write_text("the host's own", encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        desk.publish(to=web)
    assert {problem.path for problem in caught.value.problems} == {
        (web / "index.html").as_posix(),
        (web / "robots.txt").as_posix(),
    }
    assert tree(web) == {"index.html": b"the host's own", "robots.txt": b"the host's own"}
    assert not (web / MANIFEST).exists()
    assert not (desk.site / "content/_ledger").exists()


def test_many_pages_are_removed_only_if_somebody_agrees(desk: Desk, web: Path) -> None:
    for number in range(4):
        desk.post(f"post-{number}")
    desk.publish(to=web)
    before = tree(web)
    (desk.site / "content/_ledger/published.yaml").unlink()
    for number in range(4):
        (desk.site / f"content/posts/post-{number}.md").unlink()
    assert desk.publish(to=web, agree=False) is None
    assert tree(web) == before
    desk.publish(to=web)
    assert tree(web) == desk.output()


def test_a_dry_run_writes_nothing(desk: Desk, web: Path) -> None:
    done = desk.publish(to=web, dry=True)
    assert done is not None
    assert done.changes.added == tuple(sorted(desk.output()))
    assert list(web.iterdir()) == []
    assert not (desk.site / "content/_ledger").exists()


def test_a_copy_that_was_cut_short_is_thrown_away_or_finished(desk: Desk, web: Path) -> None:
    desk.publish(to=web)
    (web / STAGE).mkdir()
    (web / STAGE / "0").write_bytes(b"half a")
    desk.publish(to=web)
    assert tree(web) == desk.output()
    assert not (web / STAGE).exists()


@needs_root
def test_a_folder_that_cannot_be_written_is_said(desk: Desk, web: Path) -> None:
    desk.publish(to=web)
    before = tree(web)
    desk.post("streams")
    with read_only(web), pytest.raises(SiteError, match="cannot be written"):
        desk.publish(to=web)
    assert tree(web) == before


KILLED = """
import os, signal, sys
from libsite.cli import main

left = int(sys.argv.pop(1))  # below 0: the last one

def hook(event, arguments):
    global left
    if event == "os.rename" and sys.argv[-1] in str(arguments[1]):
        left -= 1
        if left == -1 or (left < -1 and str(arguments[0]).endswith("final.json")):
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills like SIGKILL here")
@pytest.mark.parametrize("after", [0, 1, 2, 5, -9])
def test_a_kill_leaves_whole_files_and_the_next_publish_finishes(
    desk: Desk, web: Path, after: int
) -> None:
    desk.publish(to=web)
    old = tree(web)
    desk.post("streams")
    words = [sys.executable, "-c", KILLED, str(after), "publish", "--to", str(web)]
    done = subprocess.run(words, cwd=desk.site, env=desk.environment, check=False)
    assert done.returncode == -signal.SIGKILL
    new = desk.output()
    found = {path: data for path, data in tree(web).items() if STAGE not in path}
    assert old != new
    assert all(data in {old.get(path), new.get(path)} for path, data in found.items())
    desk.publish(to=web)
    assert tree(web) == new
    assert not (web / STAGE).exists()


def test_a_file_that_vanished_from_the_folder_is_put_back(desk: Desk, web: Path) -> None:
    desk.publish(to=web)
    (web / "index.html").unlink()
    (web / "robots.txt").write_text("changed by hand", encoding="utf-8")
    done = desk.publish(to=web)
    assert done is not None
    assert (done.changes.added, done.changes.changed) == (("index.html",), ("robots.txt",))
    assert tree(web) == desk.output()


def test_a_drive_that_is_not_connected_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="there is no folder"):
        desk.publish(to=tmp_path / "drive/web")
    assert not (tmp_path / "drive").exists()


@pytest.mark.parametrize("name", ["output", "output/inside", ".", "..", "content", "themes"])
def test_the_folders_of_the_site_are_refused(desk: Desk, name: str) -> None:
    before = tree(desk.site)
    with pytest.raises(SiteError, match=r"cannot be written to|is where the site is built"):
        desk.publish(to=desk.site / name)
    assert tree(desk.site) == before


def test_a_folder_below_a_link_gets_the_files_of_its_target(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real")
    except OSError:
        pytest.skip("no links here")
    desk.publish(to=tmp_path / "link")
    assert tree(tmp_path / "real") == desk.output()
