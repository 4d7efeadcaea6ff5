"""What a build tells GitHub Actions: problems at their lines, a summary, facts for later steps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from libsite.artifact import Report
from libsite.cli.actions import summary
from libsite.cli.annotations import annotation
from libsite.errors import error, notice, warning
from tests.sites import BASE, write_site

if TYPE_CHECKING:
    from libsite.errors import Problem

DATE = error("`date` is 100% no day", path="a,b:c.md", line=3, column=7, hint="mend it")


@pytest.mark.parametrize(
    ("problem", "command"),
    [
        (
            DATE,
            "::error file=a%2Cb%3Ac.md,line=3,col=7::`date` is 100%25 no day%0Ahint: mend it",
        ),
        (warning("two\r\nlines", path="x.md"), "::warning file=x.md::two%0D%0Alines"),
        (notice("words alone"), "::notice ::words alone"),
    ],
)
def test_a_problem_is_a_command_in_githubs_form(problem: Problem, command: str) -> None:
    assert annotation(problem, Path()) == command


def test_a_summary_says_what_was_done_and_what_was_left_out() -> None:
    report = Report(
        made={},
        kept=3,
        written=("a", "b"),
        removed=("c",),
        problems=(),
        pages=1_027,
        left_out=("content/posts/x.md",),
    )
    said = summary(report, [warning("a <b> `c`\nd", path="content/posts/x.md", line=2, hint="e")])
    assert said == (
        "### The site has 1,027 pages\n"
        "\n"
        "Since the last build: 2 files written, 1 file removed.\n"
        "\n"
        "Left out until they are mended, while all else was built:\n"
        "\n"
        "- `content/posts/x.md`\n"
        "\n"
        "**To look at**\n"
        "\n"
        "- `content/posts/x.md:2`: a &lt;b> `c` d. E\n"
    )


def test_a_summary_of_a_great_many_problems_stays_within_what_github_takes() -> None:
    said = summary(None, [DATE] * 20_000)
    assert len(said.encode()) < 1024 * 1024
    assert said.endswith("and more, which the log shows\n")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a repository with a site in a folder of it."""
    write_site(tmp_path / "sites/elm", BASE)
    return tmp_path


def build(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "libsite", "build", "-C", "sites/elm", *words],
        cwd=workspace,
        env={
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_OUTPUT": str(workspace / "facts"),
            "GITHUB_STEP_SUMMARY": str(workspace / "summary"),
            **_kept(),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def _kept() -> dict[str, str]:
    names = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "COVERAGE_PROCESS_CONFIG")
    return {name: os.environ[name] for name in names if name in os.environ}


def test_a_build_gives_facts_to_later_steps_also_when_nothing_is_to_do(workspace: Path) -> None:
    post = workspace / "sites/elm/content/posts/later.md"
    post.write_text("---\ntitle: Later\ndate: 2926-12-01\n---\n")
    assert build(workspace, "--now", "2926-11-01").returncode == 0
    facts = (workspace / "facts").read_text().splitlines()
    assert facts == ["pages=3", "changed=true", "left-out=0", "next=2926-12-01"]

    (workspace / "facts").unlink()
    assert "Nothing to do" in build(workspace, "--now", "2926-11-02").stdout
    assert "changed=false\n" in (workspace / "facts").read_text()
    assert (workspace / "summary").read_text().count("### The site has 3 pages") == 2


def test_an_error_is_shown_at_its_line_in_the_repository(workspace: Path) -> None:
    post = workspace / "sites/elm/content/posts/rivers.md"
    post.write_text(post.read_text().replace("2026-11-01", "21st Nov"))
    done = build(workspace)
    assert done.returncode == 1
    assert "::error file=sites/elm/content/posts/rivers.md,line=3,col=7::" in done.stderr
    assert not (workspace / "facts").exists()
    said = (workspace / "summary").read_text()
    assert said.startswith("### Nothing was built: the site is as it was before\n")
    assert "- `content/posts/rivers.md:3:7`: `date` is not a day" in said
