"""The same input makes the same bytes: whoever builds, wherever, how often, in whatever order."""

from __future__ import annotations

import locale
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from libsite import workers
from libsite.errors import SiteError
from libsite.keep.output import MANIFEST
from libsite.workers import Crew, map_batches
from tests.sites import KINDS, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BUILD = """
import os, sys
from pathlib import Path
from tests.sites import run

if __name__ == "__main__":
    os.umask(int(os.environ.get("UMASK", "022"), 8))
    run(Path(sys.argv[1]), workers=int(os.environ.get("WORKERS", "1")))
"""
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
PICTURES = 12
"""Enough that several workers are worth it."""


def write_large(root: Path) -> Path:
    """Write a site with pages of many kinds, and enough of them to need workers."""
    posts = "".join(
        f"-- content/posts/post-{n}.md --\n---\ntitle: Post {n} ünï\n"
        f"date: 20{20 + n % 7}-{n % 12 + 1:02}-0{n % 9 + 1}\n"
        f"tags: [{', '.join(random.Random(n).sample(['water', 'land', 'Sky', 'été'], 2))}]\n"  # noqa: S311
        f"aliases: [/old/{n}/]\n---\nSome *words*.\n\n![A dot](dot-{n % PICTURES}.gif)\n"
        for n in range(120)
    )
    write_site(root, KINDS + posts)
    for n in range(PICTURES):
        (root / f"content/posts/dot-{n}.gif").write_bytes(GIF[:13] + bytes([n]) + GIF[14:])
    return root


def whole(root: Path) -> dict[str, bytes]:
    """Return every file in the output, libsite's list of them as well."""
    return {
        **tree(root / "output"),
        MANIFEST: (root / "output" / MANIFEST).read_bytes(),
    }


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build once, plainly."""
    root = write_large(tmp_path_factory.mktemp("plain") / "site")
    run(root)
    return whole(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the same site, elsewhere."""
    return write_large(tmp_path / "elsewhere" / "deeper" / "ünï côde")


def eagerly(function: Any, items: Any, **named: Any) -> Iterator[Any]:  # noqa: ANN401
    """Take as many workers as are asked for, however little there is to do."""
    return map_batches(function, items, **named | {"worth_it": True})


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_any_number_of_workers(
    number: int,
    method: str,
    root: Path,
    expected: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        method = "spawn"
    used = []

    def context() -> object:
        used.append(method)
        return multiprocessing.get_context(method)

    monkeypatch.setattr(workers, "_context", context)
    monkeypatch.setattr("libsite.remake.map_batches", eagerly)
    monkeypatch.setattr("libsite.read.documents.map_batches", eagerly)
    run(root, workers=number)
    assert bool(used) == (number > 1)
    assert whole(root) == expected


BROKEN = {
    "site.yaml": "title: A\nurl: nowhere\n",
    "themes/tiny/post.html": "{% if %}\n",
    "content/posts/post-7.md": "---\ntitle: Post 7\ndate: soon\n---\nWords.\n",
}


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (["site.yaml"], ["site.yaml"]),
        (["themes/tiny/post.html"], ["themes/tiny/post.html"]),
        (["content/posts/post-7.md"], ["content/posts/post-7.md"]),
        (["content/posts/post-7.md", "themes/tiny/post.html"],) * 2,
        # without settings nobody knows which theme is meant
        ([*BROKEN], ["content/posts/post-7.md", "site.yaml"]),
    ],
)
def test_errors_are_the_same_whoever_reads(
    broken: list[str], told: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings are read, and templates compiled, while other processes understand documents."""
    for path in broken:
        (root / path).write_text(BROKEN[path], encoding="utf-8")
    monkeypatch.setattr("libsite.read.documents.map_batches", eagerly)
    said = []
    for number in (1, 2):
        with pytest.raises(SiteError) as fault:
            run(root, workers=number)
        said.append(fault.value.problems)
        assert not (root / "output").exists()
    assert said[0] == said[1]
    assert sorted({problem.path for problem in said[0] if problem.severity == "error"}) == told


def test_what_is_done_while_others_work() -> None:
    """It is done once, and only if others do work."""
    done: list[int] = []
    for crew, worth_it, times in ((2, True, 1), (1, True, 0), (2, False, 0)):
        done.clear()
        results = map_batches(
            sorted,
            range(200),
            worth_it=worth_it,
            crew=Crew(crew),
            meanwhile=lambda: done.append(1),
        )
        assert list(results) == list(range(200))
        assert len(done) == times


def test_any_order_of_folders(
    root: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = os.scandir

    class Shuffled:
        """The entries of a folder in another order each time."""

        def __init__(self, path: str) -> None:
            with plain(path) as entries:
                self.entries = list(entries)
            random.shuffle(self.entries)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    with monkeypatch.context() as patch:
        patch.setattr("libsite.scan.os.scandir", Shuffled)
        run(root)
    assert whole(root) == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "WORKERS": "2"},
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "7"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "C.UTF-8", "LANGUAGE": "ar"},
        {"UMASK": "077"},
        {"PYTHONOPTIMIZE": "1"},
        {"COLUMNS": "20", "NO_COLOR": "1", "TERM": "dumb"},
    ],
    ids=lambda environment: " ".join(f"{k}={v}" for k, v in environment.items()),
)
def test_any_environment(
    environment: dict[str, str], root: Path, expected: dict[str, bytes]
) -> None:
    subprocess.run(
        [sys.executable, "-c", BUILD, root],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )
    assert whole(root) == expected


def test_any_locale_of_this_process(root: Path, expected: dict[str, bytes]) -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("de_DE.UTF-8", "tr_TR.UTF-8", "ar_SA.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            run(root, fresh=True)
            assert whole(root) == expected
    finally:
        locale.setlocale(locale.LC_ALL, before)


def test_any_age_of_the_files(root: Path, expected: dict[str, bytes]) -> None:
    for number, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (10**9 + number * 86_400, 10**9 + number * 86_400))
    run(root)
    assert whole(root) == expected


def test_any_working_folder(
    root: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root.parent)
    run(Path(root.name))
    assert whole(root) == expected


def test_fresh_or_not(root: Path, expected: dict[str, bytes]) -> None:
    run(root)
    run(root, fresh=True)
    assert whole(root) == expected
    shutil.rmtree(root / "output")
    run(root, fresh=True)
    assert whole(root) == expected
