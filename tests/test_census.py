"""The census answers for a build only where nothing at all has changed, and loads no library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest

from libsite.errors import warning
from libsite.keep.census import FILE, untouched
from libsite.keep.output import MANIFEST, STAGE
from libsite.text import normal
from libsite.walk import walk
from tests.sites import BASE, NOW, run, unmeasured, write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from libsite.artifact import Report

ROOT = Path(__file__).parent.parent
POST = "content/posts/rivers.md"
PAGE = "output/posts/rivers/index.html"
SECOND = 1_000_000
"""In microseconds, which is what a census counts in."""
PLAIN = {
    *("libsite", "libsite.cli", "libsite.cli.idle", "libsite.cli.words", "libsite.keep"),
    *("libsite.keep.census", "libsite.toolchain", "libsite.walk"),
}
"""All of libsite that a build with nothing to do loads."""
SLOW = frozenset(
    "click re enum functools collections typing dataclasses msgspec inspect pathlib json hashlib"
    " sqlite3 datetime contextlib importlib.util unicodedata shutil subprocess".split()
)
"""What such a build cannot afford."""
LOADED = """
import sys
before = set(sys.modules)  # the interpreter's own, and what an environment adds
from libsite.cli import main

sys.argv = ["libsite", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print(end.code, *sorted(set(sys.modules) - before))
"""


def old(root: Path, *, now: datetime = NOW, **options: Any) -> Report:  # noqa: ANN401 - Options
    """Build the site at *root* as if its files had stood there for a minute."""
    clock = time.time_ns
    with mock.patch("libsite.scan.time.time_ns", lambda: clock() + 60 * 10**9):
        return run(root, now=now, **options)


def asked(root: Path, when: datetime = NOW) -> int | None:
    """Return how many pages the census of the site at *root* tells, if it answers."""
    found = untouched(str(root), int(when.timestamp()) * SECOND)
    return found[0] if found else None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small site, built, with a census."""
    site = write_site(tmp_path / "site", BASE)
    old(site)
    assert asked(site) == 3
    return site


class Told(NamedTuple):
    """What a build in a process said, and what it loaded."""

    out: list[str]
    err: str
    modules: set[str]


def call(root: Path, *, package: Path = ROOT) -> tuple[list[str], set[str]]:
    """Build the site at *root* in a process; return what was said and what was loaded."""
    found = told(root, package=package)
    return found.out, found.modules


def told(root: Path, *, package: Path = ROOT) -> Told:
    """Build the site at *root* in a process."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "build", "-C", root],
        cwd=package,
        # a measured run would load what measures it
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=True,
    )
    *said, last = done.stdout.splitlines()
    code, *modules = last.split()
    assert code == "0"
    return Told(said, done.stderr, set(modules))


# ---- what is loaded


def test_a_build_with_nothing_to_do_loads_eight_modules_and_no_library(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    old(site, now=datetime.now(UTC))
    said, modules = call(site)
    assert said == [f"Nothing to do: 3 pages in {site / 'output'} as they should be"]
    assert {name for name in modules if name.startswith("libsite")} == PLAIN
    assert modules & SLOW == set()


def test_a_build_with_something_to_do_loads_more_and_says_the_same_afterwards(
    tmp_path: Path,
) -> None:
    site = write_site(tmp_path / "site", BASE)
    old(site, now=datetime.now(UTC))
    idle, _ = call(site)
    (site / FILE).unlink()
    said, modules = call(site)
    assert said == idle
    assert {"click", "json", "sqlite3"} < modules


# ---- when there is none


def test_young_files_are_not_believed(tmp_path: Path) -> None:
    """Shortly after a save, size and times prove nothing: git's "racy" rule."""
    site = write_site(tmp_path / "site", BASE)
    run(site)
    assert not (site / FILE).exists()
    run(site)
    assert not (site / FILE).exists()
    old(site)
    assert asked(site) == 3


def test_a_file_that_changes_during_a_build_is_not_believed(root: Path) -> None:
    path = root / POST
    path.write_text(path.read_text().replace("All about", "Much about"))

    def edit(*_: object) -> list[object]:
        path.write_text(path.read_text().replace("Much about", "Many about"))
        return []

    with mock.patch("libsite.make.legible.illegible", edit):  # all has been read
        old(root)
    assert asked(root) is None
    old(root)
    assert "Many about" in (root / PAGE).read_text()


def test_what_was_to_be_said_is_said_again(tmp_path: Path) -> None:
    """In the same words and order, without a library: a few of those alike, and how many more."""
    site = write_site(tmp_path / "site", BASE)
    for number in range(6):
        post = "---\ntitle: Rain\ndate: 2026-11-02\ntitel: x\n---\nRain.\n"
        (site / f"content/posts/rain-{number}.md").write_text(post)
    problems = old(site, now=datetime.now(UTC)).problems
    assert {problem.severity for problem in problems} >= {"warning"}
    assert (site / FILE).exists()
    quick = told(site)
    assert len(quick.modules & SLOW) == 0
    (site / FILE).unlink()
    slow = told(site)
    assert "click" in slow.modules
    assert (quick.out, quick.err) == (slow.out, slow.err)
    assert "and 3 more" in quick.err


def test_what_has_two_lines_is_not_put_into_one(root: Path) -> None:
    fault = warning("this has\ntwo lines", path=POST)
    with mock.patch("libsite.make.legible.illegible", lambda *_: [fault]):
        (root / POST).write_text((root / POST).read_text().replace("All about", "Much about"))
        (root / "content/posts/new.md").write_text("---\ntitle: New\n---\nNew.\n")
        assert fault in old(root).problems
    assert not (root / FILE).exists()


@pytest.mark.parametrize(
    "options",
    [{"url": "https://x.example/"}, {"strict": True}, {"quarantine": True}, {"portable": True}],
    ids=str,
)
def test_a_build_with_options_has_none(options: dict[str, Any], root: Path) -> None:
    old(root, **options)
    assert not (root / FILE).exists()
    old(root)
    assert asked(root) == 3


def test_a_build_elsewhere_answers_for_nothing(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    old(site, output=tmp_path / "public")
    assert not (site / FILE).exists()


def test_a_failed_build_leaves_none(root: Path) -> None:
    (root / "site.yaml").write_text("title: [\n")
    with pytest.raises(Exception, match=r"site\.yaml"):
        old(root)
    assert not (root / FILE).exists()


def test_a_full_disk_costs_only_the_census(root: Path) -> None:
    (root / POST).touch()
    with mock.patch("libsite.keep.census.os.replace", side_effect=OSError(28, "full")):
        assert not old(root).written
    assert not (root / FILE).exists()


@pytest.mark.parametrize("cut", [0, 10, 400, -1, -4, -200])
def test_one_that_was_cut_short_answers_nothing(cut: int, root: Path) -> None:
    text = (root / FILE).read_bytes()
    (root / FILE).write_bytes(text[:cut])
    assert asked(root) is None


@pytest.mark.parametrize(
    "old_part", ["content/posts/rivers.md", " posts/rivers/index.html", "\n\n"]
)
def test_one_that_was_damaged_answers_nothing(old_part: str, root: Path) -> None:
    text = (root / FILE).read_text(encoding="utf-8")
    assert old_part in text
    (root / FILE).write_text(text.replace(old_part, ""), encoding="utf-8")
    assert asked(root) is None


# ---- any change at all


def same_size(root: Path) -> None:
    """Edit a file and put its time back: only its ctime tells."""
    path = root / POST
    before = path.stat()
    path.write_text(path.read_text().replace("All about", "All below"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    if os.name == "nt":
        pytest.skip("Windows tells no time of change")


def swap_names(root: Path) -> None:
    """Give two files of one folder each other's names."""
    one, other, aside = (root / "content/posts" / n for n in ("rivers.md", "hills.md", "aside"))
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def link_theme(root: Path) -> None:
    """Put a link in the place of a template."""
    path = root / "themes/tiny/nav.html"
    path.rename(path.with_suffix(".old"))
    try:
        path.symlink_to(path.with_suffix(".old"))
    except OSError:
        pytest.skip("links cannot be made here")


def folder_for_file(root: Path) -> None:
    (root / PAGE).unlink()
    (root / PAGE).mkdir()


def move_output(root: Path) -> None:
    """Let the output folder be a link to another one, which holds the same."""
    shutil.copytree(root / "output", root.parent / "public", copy_function=shutil.copy2)
    shutil.rmtree(root / "output")
    try:
        (root / "output").symlink_to(root.parent / "public", target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda root: cut(root / POST),
    "an edit of equal size with the time put back": same_size,
    "a touch": lambda root: (root / POST).touch(),
    "an older time": lambda root: os.utime(root / POST, ns=(0, 0)),
    "a new file": lambda root: (root / "content/posts/new.md").write_text("---\ntitle: N\n---\n"),
    "a new empty file": lambda root: (root / "content/posts/new.md").touch(),
    "a file in a new folder": lambda root: write_site(root, "-- content/x/y/z.csv --\n"),
    "a removed file": lambda root: (root / "content/pages/about.md").unlink(),
    "a renamed file": lambda root: (root / POST).rename(root / "content/posts/s.md"),
    "names swapped": swap_names,
    "another setting": lambda root: (root / "site.yaml").write_text("title: Other\n"),
    "a template": lambda root: cut(root / "themes/tiny/nav.html"),
    "a new template": lambda root: (root / "themes/tiny/x.html").touch(),
    "a link for a template": link_theme,
    "an output that was edited": lambda root: cut(root / PAGE),
    "an output that was touched": lambda root: os.utime(root / PAGE, ns=(0, 0)),
    "an output that was removed": lambda root: (root / PAGE).unlink(),
    "no output at all": lambda root: shutil.rmtree(root / "output"),
    "another output folder": move_output,
    "a manifest that was edited": lambda root: cut(root / "output" / MANIFEST),
    "a manifest that was removed": lambda root: (root / "output" / MANIFEST).unlink(),
    "a swap that was cut short": lambda root: (root / "output" / STAGE).mkdir(),
    "a folder for a file": folder_for_file,
    "no cache": lambda root: shutil.rmtree(root / ".libsite"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_sees(change: str, root: Path) -> None:
    CHANGES[change](root)
    assert asked(root) is None


@pytest.mark.parametrize("name", ["rivers.md~", ".rivers.md.swp", "rivers.md.bak", "Thumbs.db"])
def test_what_editors_leave_behind_is_no_change(name: str, root: Path) -> None:
    (root / "content/posts" / name).write_text("passing")
    (root / "output/CNAME").write_text("a stranger's")
    assert asked(root) == 3


def test_the_themes_that_are_shipped_and_the_code_are_looked_at(tmp_path: Path) -> None:
    package = tmp_path / "package"
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("libsite", "themes", "content"):
        shutil.copytree(ROOT / name, package / name, ignore=skip)
    shutil.copy2(ROOT / "site.yaml", package)
    site = write_site(tmp_path / "site", BASE)

    def build() -> bool:
        """Build with the copy, and tell whether the census answered."""
        call(site, package=package)
        _, modules = call(site, package=package)
        return modules.isdisjoint(SLOW)

    later = time.time_ns() - 10 * 10**9
    for path in (*site.rglob("*"), *package.rglob("*")):
        os.utime(path, ns=(later, later))
    time.sleep(2.1)  # the one age that cannot be feigned is that of a file's ctime
    assert build()
    for changed in ("libsite/make/words.py", "libsite/data.py", "themes/plain/theme.yaml"):
        (package / changed).touch()
        _, modules = call(site, package=package)
        assert not modules.isdisjoint(SLOW), changed


# ---- time


def test_it_holds_from_its_moment_until_time_alone_changes_the_site(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", BASE)
    path = site / POST
    path.write_text(path.read_text().replace("tags:", "expires: 2026-11-22T10:00:00\ntags:"))
    old(site)  # 10:00 in New York is 15:00 UTC
    until = datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert asked(site, NOW) == 3
    assert asked(site, NOW - timedelta(seconds=1)) is None
    assert untouched(str(site), int(until.timestamp()) * SECOND - 1) == (3, [])
    assert asked(site, until) is None
    assert "index.html" in old(site, now=until).written


def test_nothing_to_do_moves_no_moment(root: Path) -> None:
    (root / POST).touch()
    old(root, now=NOW + timedelta(days=1))
    assert asked(root, NOW) == 3


# ---- one rule for names


@pytest.mark.parametrize("name", ["Zürich.md", "e\u0301.md", "\u212b.md", "plain.md"])
def test_names_are_compared_in_the_form_that_texts_are(name: str, tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", name)).touch()
    (found,) = walk("content", str(tmp_path))
    assert found[0] == f"content/{normal(name)}"


def test_a_folder_whose_name_is_no_text_is_said_and_not_walked(tmp_path: Path) -> None:
    where = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        os.mkdir(where)  # noqa: PTH102 - bytes
    except OSError:
        pytest.skip("this disk takes no such name")
    Path(os.fsdecode(where), "x.md").touch()
    assert [(name, fault) for name, _, fault in walk("content", str(tmp_path))] == [
        ("content/caf?", "its name is not UTF-8")
    ]
