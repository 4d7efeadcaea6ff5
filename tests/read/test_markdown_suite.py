"""Python-Markdown's own tests hold for libsite's faster parts of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import markdown
import pytest

ROOT = Path(__file__).parents[2]
FETCHED = ROOT / ".venv" / "markdown"
"""Where `scripts/test` puts the source of the Python-Markdown that is installed."""
SUITE = Path(__file__).with_name("markdown_suite.py")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    archive = FETCHED / f"markdown-{markdown.__version__}.tar.gz"
    if not archive.exists():
        pytest.fail(
            f"Python-Markdown's own tests are not at {archive}: run `python3 scripts/test`,"
            " which fetches them",
            pytrace=False,
        )
    folder = tmp_path_factory.mktemp("markdown")
    unpack_tests(archive, folder)
    done = subprocess.run(
        [sys.executable, SUITE, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def unpack_tests(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as files:
        for member in files:
            top, _, path = member.name.partition("/")
            content = files.extractfile(member) if member.isfile() else None
            if content and path.startswith("tests/") and ".." not in path:
                assert top
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content.read())


def test_all_of_its_tests_ran_each_time(told: dict[str, Any]) -> None:
    counts = {name: one["run"] for name, one in told.items()}
    assert counts["original"] > 1000
    assert set(counts.values()) == {counts["original"]}


def test_no_test_fails_that_passes_with_the_original(told: dict[str, Any]) -> None:
    print(f"{told['ours']['run']} of Python-Markdown's tests ran")
    assert set(told["ours"]["failed"]) - set(told["original"]["failed"]) == set()


def test_its_tests_notice_what_is_skipped_wrongly(told: dict[str, Any]) -> None:
    noticed = set(told["faulty"]["failed"]) - set(told["original"]["failed"])
    assert "tests.test_syntax.blocks.test_headers.TestSetextHeaders.test_setext_h1" in noticed
    assert "tests.test_legacy.TestMisc.test_two_spaces" in noticed
