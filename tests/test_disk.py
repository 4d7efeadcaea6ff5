"""Disks that fail, strangers in the output, damage: the site stays whole, and theirs theirs."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from libsite.cli.build import UNFINISHED, UNTOUCHED
from libsite.cli.commands import cli
from libsite.errors import SiteError, UnfinishedError
from libsite.keep import cache as keep_cache
from libsite.keep import output as keep_output
from libsite.keep.output import (
    FINAL,
    JOURNAL,
    MANIFEST,
    NEW,
    STAGE,
    Stage,
    recover,
    remove_owned,
)
from libsite.visit import Options, output_of
from tests.disks import full, needs_root, read_only, refusing, small_disk, stuck
from tests.sites import BASE as PLAIN
from tests.sites import NOW, run, write_site

if TYPE_CHECKING:
    from collections.abc import Callable

POST = "content/posts/streams.md"
STREAMS = f"-- {POST} --\n---\ntitle: Streams\ndate: 2026-11-05\n---\nSmall.\n"
BASE = PLAIN.replace("</body>", "<footer>{{ site.title }}</footer>\n</body>")
RENAMED = BASE.replace("Test Library", "Renamed Library")
"""A change that is on every page."""


def everything(folder: Path) -> dict[str, bytes]:
    """Return all that stands below *folder*, folders and libsite's own files as well."""
    return {
        path.relative_to(folder).as_posix(): (
            os.fsencode(path.readlink())
            if path.is_symlink()
            else b"a folder"
            if path.is_dir()
            else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
    }


def clean(tmp_path: Path, *texts: str) -> dict[str, bytes]:
    """Return what a first build of the site that *texts* hold writes."""
    folder = tmp_path / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    for text in texts:
        write_site(folder, text)
    run(folder)
    return everything(folder / "output")


def fails(root: Path, words: str, *, output: Path | None = None) -> SiteError:
    """Build the site at *root*, which fails with these *words*."""
    with pytest.raises(SiteError, match=words) as caught:
        run(root, output=output)
    return caught.value


def attempt(root: Path) -> SiteError | None:
    """Build the site at *root*, and return why that failed."""
    try:
        run(root)
    except SiteError as fault:
        return fault
    return None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small site, built."""
    folder = write_site(tmp_path / "site", BASE)
    run(folder)
    return folder


# ---- full disks


def test_a_disk_that_is_full_at_any_write_leaves_the_site_old(tmp_path: Path, root: Path) -> None:
    before = everything(root / "output")
    after = clean(tmp_path, RENAMED, STREAMS)
    write_site(root, RENAMED + STREAMS)
    for at in range(1000):
        with refusing(full(root / "output", at)):
            fault = attempt(root)
        if fault is None:
            break
        assert type(fault) is SiteError
        assert os.strerror(errno.ENOSPC) in str(fault)
        assert everything(root / "output") == before
    assert len(before) / 2 < at < 999
    assert everything(root / "output") == after


def test_a_first_build_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    for at in (0, 1, 2, 5):
        with refusing(full(site / "output", at)):
            fails(site, "cannot be written")
        assert not (site / "output").exists()
    run(site)
    assert everything(site / "output") == clean(tmp_path, BASE)


@needs_root
def test_a_disk_that_is_really_full(tmp_path: Path, root: Path) -> None:
    del root
    site = write_site(tmp_path / "other", BASE)
    after = clean(tmp_path, RENAMED, STREAMS)
    with small_disk(site / "output", "400k") as output:
        run(site)
        before = everything(output)
        filler = tmp_path / "other" / "output" / "filler"
        write_site(site, RENAMED + STREAMS)
        outcomes = []
        for free in range(0, 120 * 1024, 8 * 1024):
            usage = os.statvfs(output)
            filler.write_bytes(bytes(usage.f_bavail * usage.f_frsize - free))
            fault = attempt(site)
            outcomes.append(type(fault))
            wanted = before if fault else after
            assert everything(output) == {**wanted, "filler": filler.read_bytes()}
            if fault is None:
                break
            filler.unlink()
        assert set(outcomes) == {SiteError, type(None)}


@needs_root
def test_a_full_cache_never_hurts_the_site(tmp_path: Path) -> None:
    site = write_site(tmp_path / "other", BASE)
    with small_disk(site / ".libsite", "512k") as folder:
        run(site)
        before = everything(site / "output")
        after = clean(tmp_path, RENAMED, STREAMS)
        write_site(site, RENAMED + STREAMS)
        filler = folder / "filler"
        for free in range(0, 512 * 1024, 16 * 1024):
            usage = os.statvfs(folder)
            filler.write_bytes(bytes(max(0, usage.f_bavail * usage.f_frsize - free)))
            fault = attempt(site)
            assert everything(site / "output") in (before, after)
            if fault is None:
                break
            assert ".libsite/" in str(fault)
            filler.unlink()
        filler.unlink()
        run(site)
        assert everything(site / "output") == after


@pytest.mark.parametrize("name", ["save_inputs", "remember", "draft", "doubt", "confirm", "sign"])
def test_a_cache_that_fails_at_any_point_never_hurts_the_site(
    name: str, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        message = "database or disk is full"
        raise sqlite3.OperationalError(message)

    before = everything(root / "output")
    after = clean(tmp_path, RENAMED, STREAMS)
    write_site(root, RENAMED + STREAMS)
    with monkeypatch.context() as patch:
        patch.setattr(keep_cache.Cache, name, refuse)
        fails(root, "disk is full")
    assert everything(root / "output") in (before, after)
    run(root)
    assert everything(root / "output") == after


# ---- folders that refuse


def test_a_read_only_output_is_said_and_stays(root: Path) -> None:
    before = everything(root / "output")
    write_site(root, RENAMED)
    with read_only(root / "output"):
        fault = fails(root, "cannot be written")
    assert not isinstance(fault, UnfinishedError)
    assert everything(root / "output") == before


def test_nothing_to_do_needs_no_right_to_write(root: Path) -> None:
    with read_only(root / "output"):
        assert not run(root).written


def test_one_read_only_folder_stops_the_swap_before_it_begins(root: Path) -> None:
    before = everything(root / "output")
    write_site(root, RENAMED)
    with read_only(root / "output/posts/rivers"):
        fault = fails(root, "cannot be written")
    assert not isinstance(fault, UnfinishedError)
    assert everything(root / "output") == before


def test_a_site_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    with read_only(site):
        fails(site, "cache `.libsite/` cannot be used")
    assert not (site / "output").exists()


def test_a_swap_that_is_refused_half_way_is_finished_by_the_next_build(
    tmp_path: Path, root: Path
) -> None:
    write_site(root, STREAMS)
    run(root)
    before = everything(root / "output")
    after = clean(tmp_path, RENAMED)
    (root / POST).unlink()
    write_site(root, RENAMED)
    for at in range(1, 1000, 3):  # the first rename puts the journal in its place
        with refusing(stuck(root / "output", at)):
            fault = attempt(root)
        if fault is None:
            break
        assert isinstance(fault, UnfinishedError)
        found = everything(root / "output")
        for path, data in found.items():
            if not path.startswith(".libsite"):
                assert data in (before.get(path), after.get(path))
        run(root)
        assert everything(root / "output") == after
        # and back to where we were
        write_site(root, BASE + STREAMS)
        run(root)
        assert everything(root / "output") == before
        (root / POST).unlink()
        write_site(root, RENAMED)
    assert len(after) / 2 < at < 999


@pytest.mark.parametrize(("at", "said"), [(0, UNTOUCHED), (3, UNFINISHED)])
def test_the_command_says_whether_the_site_is_as_it_was(at: int, said: str, root: Path) -> None:
    write_site(root, RENAMED)
    with refusing(stuck(root / "output", at)):
        done = CliRunner().invoke(cli, ["build", "-C", str(root)])
    assert done.exit_code == 1
    assert said in done.output


@needs_root
def test_a_file_that_may_not_be_replaced(tmp_path: Path, root: Path) -> None:
    page = root / "output/posts/rivers/index.html"
    if subprocess.run(["chattr", "+i", page], capture_output=True, check=False).returncode:
        pytest.skip("this file system knows no such files")
    write_site(root, RENAMED)
    try:
        with pytest.raises(UnfinishedError, match="cannot be written"):
            run(root)
        with pytest.raises(UnfinishedError):
            run(root)
    finally:
        subprocess.run(["chattr", "-i", page], check=True)
    run(root)
    assert everything(root / "output") == clean(tmp_path, RENAMED)


def test_windows_is_asked_again_while_somebody_reads(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []

    def busy(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.rename" and str(arguments[0]) not in refused:
            refused.append(str(arguments[0]))
            raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(keep_output, "PAUSES", (0.0,))
    write_site(root, RENAMED)
    with refusing(busy):
        run(root)
    assert len(refused) > 3
    assert not run(root).made


def test_windows_moves_no_folder_in_which_somebody_reads(tmp_path: Path) -> None:
    def busy(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.rename" and Path(str(arguments[0])).is_dir():
            raise PermissionError(errno.EACCES, "in use")

    stage = Stage(tmp_path, frozenset())
    for path in ("new/a.html", "new/deep/b.html", "c.html"):
        stage.put(path, path.encode(), because=path)
    with refusing(busy):
        stage.swap(frozenset(stage.claims))
    found = {path: data for path, data in everything(tmp_path).items() if data != b"a folder"}
    del found[MANIFEST]
    assert found == {path: path.encode() for path in stage.claims}


def test_strangers_are_told_in_the_order_of_their_places(root: Path) -> None:
    for name in "abc":
        (root / f"content/posts/{name}.md").write_text(f"---\ntitle: {name}\n---\n")
        (root / f"output/posts/{name}").mkdir(parents=True)
        (root / f"output/posts/{name}/index.html").write_text("Mine.")
    told = [problem.path for problem in fails(root, "did not make stands there").problems]
    assert [path[-len("a/index.html") :] for path in told] == [f"{n}/index.html" for n in "abc"]


# ---- another place


@needs_root
def test_the_output_may_be_on_another_file_system(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    with small_disk(tmp_path / "disk", "1m") as disk:
        run(site, output=disk / "public")
        write_site(site, RENAMED)
        run(site, output=disk / "public")
        assert everything(disk / "public") == clean(tmp_path, RENAMED)
        assert not run(site, output=disk / "public").made


def test_the_output_may_be_reached_through_a_link(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    (tmp_path / "real").mkdir()
    link(site / "output", tmp_path / "real")
    run(site)
    assert everything(tmp_path / "real") == clean(tmp_path, BASE)
    assert (site / "output").is_symlink()
    assert not run(site, output=tmp_path / "real").made


def link(path: Path, target: Path) -> None:
    """Make *path* a link to *target*, where links may be made."""
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except OSError as fault:
        pytest.skip(f"no links here: {fault}")


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    (site / "output").write_text("Mine.")
    before = everything(site)
    fails(site, "which is a file")
    assert everything(site) == before


def test_an_output_that_links_to_itself_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    link(site / "output", site / "output")
    before = everything(site)
    fails(site, "link to itself|cannot be written")
    assert everything(site) == before


@pytest.mark.parametrize(
    "place",
    [
        *(
            ".",
            "..",
            "../site",
            ".libsite",
            "site.yaml",
            "themes",
            "themes/tiny/static",
        ),
        *("content", "content/posts", "content/new/deep", "output/../content"),
    ],
)
def test_an_output_that_nobody_can_mean_is_refused_before_anything_is_written(
    place: str, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", BASE)
    before = everything(tmp_path)
    fails(site, "cannot be written to", output=site / place)
    assert everything(tmp_path) == before


def test_the_whole_disk_is_refused(tmp_path: Path) -> None:
    """The guard alone is asked: were it broken, a build would write to the disk of who tests."""
    site = write_site(tmp_path / "site", BASE)
    with pytest.raises(SiteError, match="holds the site itself"):
        output_of(site, Options(now=NOW, output=Path(site.anchor)))


def test_an_output_that_is_the_content_by_a_link_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    link(tmp_path / "public", site / "content")
    fails(site, "what the site is made from", output=tmp_path / "public")
    assert not (site / ".libsite").exists()


@pytest.mark.parametrize("place", ["public", "../public", ".libsite/serve", "a/b/c"])
def test_any_other_output_is_taken(place: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    run(site, output=site / place)
    assert everything(site / place) == clean(tmp_path, BASE)


# ---- damage to the cache


@pytest.mark.parametrize("size", [0, 1, 99, 100, 4096, 5000, 40000])
def test_a_cache_cut_anywhere_is_made_anew(size: int, tmp_path: Path, root: Path) -> None:
    path = root / ".libsite/cache.db"
    path.write_bytes(path.read_bytes()[:size])
    write_site(root, RENAMED)
    if attempt(root):  # it was noticed late; what was damaged is thrown away
        run(root)
    assert everything(root / "output") == clean(tmp_path, RENAMED)
    assert not run(root).made


@pytest.mark.parametrize("garbage", [b"\0", b"\xa5"])
@pytest.mark.parametrize("offset", range(0, 80 * 1024, 10 * 1024 + 512))
def test_a_cache_with_garbage_anywhere_is_made_anew(
    offset: int, garbage: bytes, tmp_path: Path, root: Path
) -> None:
    path = root / ".libsite/cache.db"
    data = bytearray(path.read_bytes())
    data[offset : offset + 8192] = garbage * len(data[offset : offset + 8192])
    path.write_bytes(data)
    write_site(root, RENAMED)
    if attempt(root):
        run(root)
    assert everything(root / "output") == clean(tmp_path, RENAMED)


def test_damage_is_looked_for_after_a_kill(tmp_path: Path, root: Path) -> None:
    path = root / ".libsite/cache.db"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    path.with_name("cache.db-wal").touch()
    write_site(root, RENAMED)
    run(root)
    assert everything(root / "output") == clean(tmp_path, RENAMED)


@pytest.mark.parametrize("version", [0, 1, keep_cache.VERSION ^ 1])
def test_a_strangers_cache_is_thrown_away(version: int, tmp_path: Path, root: Path) -> None:
    path = root / ".libsite/cache.db"
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE inputs (name TEXT)")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
    run(root)
    assert everything(root / "output") == clean(tmp_path, BASE)
    assert not run(root).made


@pytest.mark.parametrize("what", ["file", "folder for the database"])
def test_a_cache_that_cannot_be_one_is_said(what: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    if what == "file":
        (site / ".libsite").write_text("Mine.")
    else:
        (site / ".libsite/cache.db").mkdir(parents=True)
    fails(site, "cache `.libsite/` cannot be used")
    assert not (site / "output").exists()


def test_a_cache_that_another_program_holds_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep_cache, "PATIENCE_WITH_STRANGERS", 0.05)
    before = everything(root / "output")
    write_site(root, RENAMED)
    with closing(sqlite3.connect(root / ".libsite/cache.db")) as database:
        database.execute("BEGIN EXCLUSIVE")
        fails(root, "no other program has it open")
        database.rollback()
    assert everything(root / "output") == before
    run(root)
    assert everything(root / "output") != before


# ---- damage to the output


DAMAGE = [
    "",
    "{",
    "[]",
    "null",
    '{"paths": 1}',
    '{"paths": [1]}',
    "[" * 100_000,
    "\x00",
]
ESCAPES = [
    "../victim",
    "a/../../victim",
    "/etc/passwd",
    "",
    ".",
    "a//b",
    "a\\b",
    "a\0b",
    "\ud800",
]


@pytest.mark.parametrize("text", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_manifest_is_said_and_nothing_is_touched(text: str, root: Path) -> None:
    (root / "output" / MANIFEST).write_text(text)
    write_site(root, RENAMED)
    before = everything(root / "output")
    fails(root, "is damaged")
    assert everything(root / "output") == before
    (root / "output" / MANIFEST).unlink()
    run(root)


@pytest.mark.parametrize("path", ESCAPES, ids=range(len(ESCAPES)))
def test_a_manifest_that_leads_outside_deletes_nothing(path: str, root: Path) -> None:
    victim = root / "victim"
    victim.write_text("Mine.")
    (root / "output" / MANIFEST).write_text(json.dumps({"paths": [path]}))
    write_site(root, RENAMED)
    fails(root, "is damaged")
    with pytest.raises(SiteError, match="is damaged"):
        remove_owned(root / "output")
    assert victim.read_text() == "Mine."


def test_a_manifest_that_is_a_folder_is_said(root: Path) -> None:
    (root / "output" / MANIFEST).unlink()
    (root / "output" / MANIFEST).mkdir()
    write_site(root, RENAMED)
    fails(root, "is damaged")


def test_a_lost_manifest_orphans_nothing(tmp_path: Path, root: Path) -> None:
    (root / "output" / MANIFEST).unlink()
    write_site(root, RENAMED)
    with refusing(full(root / "output", 5)):
        fails(root, "cannot be written")
    (root / "content/posts/hills.md").unlink()
    write_site(root, "-- content/posts/rivers.md --\n---\ntitle: Rivers\n---\nNo hills.\n")
    run(root)
    wanted = tmp_path / "wanted"
    shutil.copytree(root, wanted, ignore=shutil.ignore_patterns("output", ".libsite"))
    run(wanted)
    assert everything(root / "output") == everything(wanted / "output")


def test_a_stage_without_a_journal_is_thrown_away(root: Path) -> None:
    before = everything(root / "output")
    stage = root / "output" / STAGE
    stage.mkdir()
    (stage / NEW / "posts/new").mkdir(parents=True)
    (stage / NEW / "posts/new/index.html").write_text("half a pa")
    run(root)
    assert everything(root / "output") == before


def stage_by_hand(root: Path, journal: object) -> Path:
    """Leave what a build leaves that is killed in its swap."""
    stage = root / "output" / STAGE
    (stage / NEW / "new/deep").mkdir(parents=True)
    (stage / FINAL).write_bytes((root / "output" / MANIFEST).read_bytes())
    (stage / NEW / "new/index.html").write_text("staged")
    (stage / NEW / "new/deep/index.html").write_text("staged")
    text = journal if isinstance(journal, str) else json.dumps(journal)
    (stage / JOURNAL).write_text(text)
    return stage


JOURNALS = [
    "",
    "{",
    "[]",
    {"moves": []},
    {"moves": ["../../site.yaml"], "remove": []},
    {"moves": ["../site.yaml"], "remove": []},
    {"moves": [], "remove": ["../site.yaml"]},
    {"moves": [], "remove": ["/etc/passwd"]},
    {"moves": {"0": "0"}, "remove": []},
    {"moves": [0], "remove": []},
]


@pytest.mark.parametrize("journal", JOURNALS, ids=range(len(JOURNALS)))
def test_a_damaged_journal_counts_as_none(journal: object, tmp_path: Path, root: Path) -> None:
    before = everything(root / "content"), (root / "site.yaml").read_bytes()
    stage_by_hand(root, journal)
    run(root)
    assert (everything(root / "content"), (root / "site.yaml").read_bytes()) == before
    assert everything(root / "output") == clean(tmp_path, BASE)


def test_a_journal_that_is_done_does_nothing_to_what_came_since(root: Path) -> None:
    stage = stage_by_hand(root, {"moves": [], "remove": ["mine.html"]})
    (stage / FINAL).unlink()
    (root / "output/mine.html").write_text("Mine.")
    recover(root / "output")
    assert (root / "output/mine.html").read_text() == "Mine."
    assert not stage.exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_stage_that_is_not_ours_is_said(kind: str, tmp_path: Path, root: Path) -> None:
    stage = root / "output" / STAGE
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/book.txt").write_text("Mine.")
    if kind == "file":
        stage.write_text("Mine.")
    else:
        link(stage, tmp_path / "theirs")
    write_site(root, RENAMED)
    before = everything(root / "output")
    fails(root, "did not make stands there")
    assert everything(root / "output") == before
    assert (tmp_path / "theirs/book.txt").read_text() == "Mine."


# ---- strangers' files


def put_strangers(output: Path) -> dict[str, bytes]:
    """Put files and folders of somebody else into every place where no page will ever be."""
    for name in (
        "CNAME",
        ".htaccess",
        "posts/mine.txt",
        "posts/rivers/.notes",
        "own/deep/a.html",
    ):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text("Mine.")
    (output / "own/empty").mkdir()
    return {path: data for path, data in everything(output).items() if data == b"Mine."}


def test_strangers_files_stay_whatever_happens(root: Path) -> None:
    strangers = put_strangers(root / "output")
    write_site(root, RENAMED)
    run(root)
    (root / "content/posts/hills.md").unlink()
    write_site(root, "-- content/posts/rivers.md --\n---\ntitle: R\nslug: r\n---\nMoved.\n")
    run(root)
    assert not (root / "output/posts/hills").exists()
    assert not (root / "output/posts/rivers/index.html").exists()
    remove_owned(root / "output")
    left = everything(root / "output")
    assert {path: data for path, data in left.items() if data != b"a folder"} == strangers
    assert (root / "output/own/empty").is_dir()


def _file(page: Path, _: Path) -> None:
    page.parent.mkdir()
    page.write_text("Mine.")


def _file_in_a_folder(page: Path, _: Path) -> None:
    (page / "sub").mkdir(parents=True)
    (page / "sub/mine").write_text("Mine.")


def _file_above(page: Path, _: Path) -> None:
    page.parent.write_text("Mine.")


def _link(page: Path, theirs: Path) -> None:
    page.parent.mkdir()
    link(page, theirs)


def _link_in_a_folder(page: Path, theirs: Path) -> None:
    page.mkdir(parents=True)
    link(page / "theirs", theirs)


def _link_above(page: Path, theirs: Path) -> None:
    link(page.parent, theirs)


@pytest.mark.parametrize(
    "put",
    [_file, _file_in_a_folder, _file_above, _link, _link_in_a_folder, _link_above],
)
def test_what_a_stranger_has_put_where_a_page_goes_is_said(
    put: Callable[[Path, Path], None], tmp_path: Path, root: Path
) -> None:
    page = root / "output/posts/streams/index.html"
    write_site(root, STREAMS)
    put(page, tmp_path)
    before = everything(root / "output")
    fails(root, "did not make stands there")
    assert everything(root / "output") == before
    if page.parent.is_symlink() or page.parent.is_file():
        page.parent.unlink()
    else:
        shutil.rmtree(page.parent)
    run(root)
    assert everything(root / "output") == clean(tmp_path, BASE, STREAMS)


def test_an_empty_folder_gives_way(tmp_path: Path, root: Path) -> None:
    (root / "output/posts/streams/index.html/empty/deep").mkdir(parents=True)
    write_site(root, STREAMS)
    run(root)
    assert everything(root / "output") == clean(tmp_path, BASE, STREAMS)


def test_what_is_equal_is_taken_over(tmp_path: Path, root: Path) -> None:
    wanted = clean(tmp_path, BASE, STREAMS)
    (root / "output/posts/streams").mkdir()
    (root / "output/posts/streams/index.html").write_bytes(wanted["posts/streams/index.html"])
    write_site(root, STREAMS)
    run(root)
    assert everything(root / "output") == wanted


def test_nothing_is_deleted_through_a_link(tmp_path: Path, root: Path) -> None:
    """Somebody moves a folder of pages away and links to it; the pages are his now."""
    theirs = tmp_path / "theirs"
    (root / "output/posts/hills").rename(theirs)
    link(root / "output/posts/hills", theirs)
    before = everything(theirs)
    (root / "content/posts/hills.md").unlink()
    write_site(root, "-- content/posts/rivers.md --\n---\ntitle: Rivers\n---\nNo hills.\n")
    run(root)
    assert everything(theirs) == before
    assert (root / "output/posts/hills").is_symlink()
    remove_owned(root / "output")
    assert everything(theirs) == before


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        (["new/index.html"], "link stands in the way"),
        (["new/deep"], "link stands in the way"),
        (["new"], "cannot be written"),
    ],
)
def test_nothing_is_written_through_a_link_that_came_after_a_kill(
    moves: list[str], words: str, tmp_path: Path, root: Path
) -> None:
    stage_by_hand(root, {"moves": moves, "remove": []})
    (tmp_path / "theirs").mkdir()
    link(root / "output/new", tmp_path / "theirs")
    fails(root, words)
    assert not everything(tmp_path / "theirs")
    (root / "output/new").unlink()
    run(root)


def test_a_new_folder_joins_one_that_came_after_a_kill(root: Path) -> None:
    stage_by_hand(root, {"moves": ["new"], "remove": []})
    (root / "output/new/deep").mkdir(parents=True)
    (root / "output/new/mine.html").write_text("Mine.")
    (root / "output/new/deep/mine.html").write_text("Mine.")
    recover(root / "output")
    new = {path: data for path, data in everything(root / "output/new").items() if path != "deep"}
    assert new == {
        "index.html": b"staged",
        "mine.html": b"Mine.",
        "deep/index.html": b"staged",
        "deep/mine.html": b"Mine.",
    }
    assert not (root / "output" / STAGE).exists()


def test_a_new_folder_moves_as_one(tmp_path: Path) -> None:
    stage = Stage(tmp_path, frozenset({"old/a.html"}))
    (tmp_path / "old").mkdir()
    for path in ("new/a.html", "new/deep/b.html", "old/a.html", "old/new/c.html", "d.html"):
        stage.put(path, path.encode(), because=path)
    staged = tmp_path / STAGE / NEW / "new"
    before = staged.stat().st_ino
    stage.swap(frozenset(stage.claims))
    assert (tmp_path / "new").stat().st_ino == before
    found = {path: data for path, data in everything(tmp_path).items() if data != b"a folder"}
    del found[MANIFEST]
    assert found == {path: path.encode() for path in stage.claims}
    for path, (size, mtime) in stage.stamps.items():
        status = (tmp_path / path).stat()
        assert (status.st_size, status.st_mtime_ns) == (size, mtime)


# ---- files that become folders


STATIC = "themes/tiny/static"
SHAPES = [
    {"x": "a file"},
    {"x/y": "in a folder"},
    {"x/y/z": "deeper"},
    {"x/y": "in a folder again", "x/other": "beside"},
    {"x": "another file", "Case.txt": "upper"},
    {"case.txt": "lower"},
    {},
]


def reshape(root: Path, shape: dict[str, str]) -> None:
    """Let the theme of the site at *root* hold exactly these files."""
    shutil.rmtree(root / STATIC)
    for name, text in {**shape, "style.css": "body {}"}.items():
        (root / STATIC / name).parent.mkdir(parents=True, exist_ok=True)
        (root / STATIC / name).write_text(text)


def retitle(root: Path, title: str) -> None:
    """Change the title of the site at *root*, which is on every page."""
    settings = root / "site.yaml"
    settings.write_text(re.sub("title: .*", f"title: {title}", settings.read_text()))


@pytest.mark.parametrize("first", range(len(SHAPES)))
def test_files_become_folders_and_the_reverse(first: int, tmp_path: Path, root: Path) -> None:
    for shape in SHAPES:
        reshape(root, SHAPES[first])
        run(root)
        for with_kill in (False, True):
            reshape(root, shape)
            if with_kill:
                retitle(root, "Renamed Library")
                with (
                    refusing(stuck(root / "output", 6)),
                    pytest.raises(UnfinishedError),
                ):
                    run(root)
            run(root)
            found = everything(root / "output/theme")
            texts = {name: text.encode() for name, text in shape.items()}
            assert {p.casefold(): d for p, d in found.items() if d != b"a folder"} == {
                **{name.casefold(): text for name, text in texts.items()},
                "style.css": b"body {}",
            }
            assert not run(root).made
            reshape(root, SHAPES[first])
            retitle(root, "Test Library")
            run(root)


def test_a_name_that_changes_its_case_alone(tmp_path: Path, root: Path) -> None:
    for name in ("Case.txt", "case.txt", "CASE.txt"):
        reshape(root, {name: f"I am {name}"})
        run(root)
        assert (root / f"output/theme/{name}").read_text() == f"I am {name}"
        listed = json.loads((root / "output" / MANIFEST).read_text(encoding="utf-8"))["paths"]
        assert [path for path in listed if "case" in path.casefold()] == [f"theme/{name}"]
        assert not run(root).made


def test_a_disk_that_ignores_case(root: Path) -> None:
    """Played by a second name for the same file, which is what such a disk shows."""
    theme = root / "output/theme"
    reshape(root, {"case.txt": "old"})
    run(root)
    try:
        os.link(theme / "case.txt", theme / "Case.txt")
    except FileExistsError:  # a real one
        pass
    except OSError as fault:
        pytest.skip(f"no second names here: {fault}")
    reshape(root, {"Case.txt": "new"})
    report = run(root)
    assert report.removed == ()
    assert (theme / "Case.txt").read_text() == "new"
    assert not run(root).made
