"""The workflow that `init` writes is rehearsed: its commands, on a new machine, run after run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.actions import GitHub, git

if TYPE_CHECKING:
    from tests.actions import Run

ROOT = Path(__file__).resolve().parent.parent
POSTS = "content/posts"
LEDGER = "content/_ledger/published.yaml"
POST = """\
---
title: Rivers
date: 2020-03-01
---
Where the heron stands.
"""
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the workflow runs on Linux"),
    pytest.mark.timeout(1500),  # each installs libsite and builds, some of them thrice
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    command.append(str(ROOT))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (found,) = folder.glob("libsite-*.whl")
    return found


@pytest.fixture
def github(tmp_path: Path, wheel: Path) -> GitHub:
    """Make a repository with a new site in it, and a machine that has Python, git and little else.

    libsite comes from the wheel that LIBSITE names. The libraries that it needs are those of this
    environment, so that no test asks the network.
    """
    site = tmp_path / "site"
    start = ["init", str(site), "--yes", "--empty", "--source", str(wheel)]
    start += ["--timezone", "America/New_York", "--url", "https://maple.github.io/library/"]
    subprocess.run([sys.executable, "-m", "libsite", *start], check=True, capture_output=True)
    (site / POSTS).mkdir(parents=True, exist_ok=True)
    (site / POSTS / "rivers.md").write_text(POST)
    tools = tmp_path / "bin"
    tools.mkdir()
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (tools / "python3").symlink_to(Path(sys.base_prefix, "bin", python))
    made = GitHub(
        tmp_path,
        environment={
            "PATH": os.pathsep.join([str(tools), "/usr/bin", "/bin"]),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PYTHONPATH": os.pathsep.join(map(sysconfig.get_path, ("purelib", "platlib"))),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        },
    )
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(made.remote))
    # GitHub lets anybody fetch the commit of an event.
    git(made.remote, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "remote", "add", "origin", str(made.remote))
    push(site)
    return made


def push(site: Path, *, date: str = "") -> None:
    """Commit all that stands in *site*, and push it; what the workflow pushed comes first."""
    when = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date} if date else {}
    name = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    for words in (["add", "--all"], ["commit", "--quiet", "-m", "An edit"]):
        command = ["git", "-C", str(site), *name, *words]
        subprocess.run(command, check=True, env={**os.environ, **when}, timeout=60)
    if git(site, "ls-remote", "origin", "main"):
        git(site, *name, "pull", "--quiet", "--rebase", "origin", "main")
    git(site, "push", "--quiet", "origin", "main")


def write(github: GitHub, path: str, text: str) -> None:
    """Edit a file as a librarian does, and push it."""
    (github.folder / "site" / path).write_text(text)
    push(github.folder / "site")


def results(run: Run) -> dict[str, str]:
    return {name: ran.result for name, ran in run.jobs.items()}


def live(github: GitHub) -> set[str]:
    return {
        path.relative_to(github.live).as_posix()
        for path in github.live.rglob("*")
        if path.is_file()
    }


ALL = {"build": "success", "deploy": "success", "record": "success"}
IDLE = {"build": "success", "deploy": "skipped", "record": "skipped"}
RED = {"build": "failure", "deploy": "skipped", "record": "skipped"}


def test_a_push_is_published_and_recorded_and_a_second_run_does_nothing(github: GitHub) -> None:
    first = github.start("push")

    assert results(first) == ALL, first.log
    assert github.deploys == ["success"]
    page = (github.live / "posts/rivers/index.html").read_text()
    assert "Where the heron stands." in page
    assert 'rel="canonical" href="https://maple.github.io/library/posts/rivers/"' in page
    assert "/posts/rivers/" in git(github.remote, "show", f"main:{LEDGER}")
    assert git(github.remote, "log", "-1", "--format=%an", "main") == "github-actions[bot]"
    assert "The site has" in first.summary

    for event in ("push", "schedule"):
        again = github.start(event)
        assert results(again) == IDLE, again.log
        assert "Nothing has changed since the site was published" in again.summary
    assert github.deploys == ["success"]
    assert git(github.remote, "rev-list", "--count", "main") == "2"

    by_hand = github.start("workflow_dispatch")
    assert by_hand.jobs["deploy"].result == "success", by_hand.log


def test_hidden_files_are_published_and_libsites_own_are_not(github: GitHub) -> None:
    github.pages = "http://library.example.org"  # as Pages says before its certificate is there
    run = github.start("push", workflow=_with_a_hidden_file(github))

    assert results(run) == ALL, run.log
    assert ".well-known/example.txt" in live(github)
    assert not [path for path in live(github) if ".libsite" in path or path.endswith(".gitignore")]
    assert not [path for path in live(github) if ".git/" in path]
    addresses = (github.live / "sitemap.xml").read_text()
    assert "https://library.example.org/" in addresses
    assert "http://library" not in addresses


def _with_a_hidden_file(github: GitHub) -> str:
    """Return the workflow with a build that makes a hidden file beside what libsite makes."""
    text = git(github.remote, "show", "main:.github/workflows/publish.yml")
    build = 'libsite build "${options[@]}"'
    assert text.count(build) == 1
    more = "mkdir -p output/.well-known && echo yes > output/.well-known/example.txt"
    return text.replace(build, f"{build}\n          {more}")


def test_the_next_build_makes_only_what_has_changed(github: GitHub) -> None:
    for number in range(20):
        post = POST.replace("Rivers", f"Post {number}")
        (github.folder / "site" / POSTS / f"post-{number}.md").write_text(post)
    push(github.folder / "site")
    first = github.start("push")
    assert "\nMaking " in first.log  # so says a build that makes fifty files or more
    write(github, f"{POSTS}/rivers.md", POST.replace("heron", "otter"))

    run = github.start("push")

    assert run.jobs["deploy"].result == "success", run.log
    assert "otter" in (github.live / "posts/rivers/index.html").read_text()
    assert "\nMaking " not in run.log


def test_a_failed_publication_is_made_up_for_by_the_next_run(github: GitHub) -> None:
    github.broken_deploys = 1
    failed = github.start("push")
    assert results(failed) == {"build": "success", "deploy": "failure", "record": "skipped"}
    assert not git(github.remote, "ls-tree", "main", LEDGER)

    later = github.start("schedule")

    assert results(later) == ALL, later.log
    assert "posts/rivers/index.html" in live(github)


def test_a_ledger_that_cannot_be_pushed_is_a_warning(github: GitHub) -> None:
    hook = github.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'protected branch hook declined' >&2\nexit 1\n")
    hook.chmod(0o755)

    run = github.start("push")

    assert results(run) == ALL, run.log
    assert "::warning title=The ledger could not be saved::" in run.log
    assert git(github.remote, "rev-list", "--count", "main") == "1"
    assert "posts/rivers/index.html" in live(github)


@pytest.mark.parametrize("step", ["Publish the site", "Get the newest content"])
def test_an_edit_in_the_meantime_is_not_lost(github: GitHub, step: str) -> None:
    hills = POST.replace("Rivers", "Hills")
    github.meanwhile[step] = lambda: write(github, f"{POSTS}/hills.md", hills)

    run = github.start("push")

    assert results(run) == ALL, run.log
    assert github.meanwhile == {}
    assert git(github.remote, "ls-tree", "--name-only", "main", f"{POSTS}/hills.md")
    assert "/posts/rivers/" in git(github.remote, "show", f"main:{LEDGER}")
    assert "::warning" not in run.log


def test_a_ledger_that_somebody_else_wrote_meanwhile_is_left_to_the_next_run(
    github: GitHub,
) -> None:
    (github.folder / "site" / LEDGER).parent.mkdir(parents=True, exist_ok=True)
    github.meanwhile["Publish the site"] = lambda: write(github, LEDGER, "[]\n")

    run = github.start("push")

    assert results(run) == ALL, run.log
    assert "::notice::Somebody else has changed" in run.log
    assert git(github.remote, "show", f"main:{LEDGER}") == "[]"


BROKEN = POST.replace("2020-03-01", "21st Nov")


def test_a_broken_post_fails_on_a_push_at_its_line_and_is_left_out_by_the_clock(
    github: GitHub,
) -> None:
    github.start("push")
    before = live(github)
    (github.folder / "site" / POSTS / "hills.md").write_text(POST.replace("Rivers", "Hills"))
    write(github, f"{POSTS}/broken.md", BROKEN)

    pushed = github.start("push")

    assert results(pushed) == RED, pushed.log
    assert "::error file=content/posts/broken.md,line=3,col=7::`date` is not a day" in pushed.log
    assert "Nothing was built: the site is as it was before" in pushed.summary
    assert "`content/posts/broken.md:3:7`" in pushed.summary
    assert live(github) == before

    by_clock = github.start("schedule")

    assert results(by_clock) == ALL, by_clock.log
    assert live(github) - before >= {"posts/hills/index.html"}
    assert not [path for path in live(github) if "broken" in path]
    assert "Left out until they are mended" in by_clock.summary
    assert "broken" not in git(github.remote, "show", f"main:{LEDGER}")


def test_a_pull_request_is_looked_at_and_nothing_more(github: GitHub) -> None:
    write(github, f"{POSTS}/broken.md", BROKEN)
    github.pages = ""

    run = github.start("pull_request")

    assert results(run) == RED
    assert "::error file=content/posts/broken.md,line=3,col=7::" in run.log
    assert "Pages" not in run.log.partition("Install libsite")[2]
    assert not (github.folder / "caches").exists()


def test_a_withdrawn_post_goes_and_its_address_stays(github: GitHub) -> None:
    github.start("push")
    write(github, f"{POSTS}/rivers.md", POST.replace("---\nWhere", "withdrawn: true\n---\nWhere"))

    run = github.start("push")

    assert run.jobs["deploy"].result == "success", run.log
    for path in live(github):
        assert b"heron" not in (github.live / path).read_bytes(), path
    assert (github.live / "posts/rivers/index.html").exists()
    assert "/posts/rivers/" in git(github.remote, "show", f"main:{LEDGER}")


GUIDE = ROOT / "docs/guides/without-a-terminal.md"
MARKED = re.compile(
    r"^<!-- (set|file|gone|says)(?:: (\S+))? -->\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def test_the_guide_without_a_terminal_is_followed_word_by_word(
    github: GitHub, wheel: Path, tmp_path: Path
) -> None:
    """What it says to write is written, and what it says is seen."""
    site = tmp_path / "template"
    start = ["init", str(site), "--template", "--yes", "--source", str(wheel)]
    subprocess.run([sys.executable, "-m", "libsite", *start], check=True, capture_output=True)
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "remote", "add", "origin", str(github.remote))
    git(github.remote, "update-ref", "-d", "refs/heads/main")
    github.pages = ""
    push(site)
    assert results(github.start("push")) == RED  # "that was before this step"
    github.pages = "https://elm-street.github.io/library"
    seen: list[str] = []
    for what, name, block in MARKED.findall(GUIDE.read_text()):
        match what:
            case "set":
                (site / name).write_text(with_settings((site / name).read_text(), block))
            case "file":
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                (site / name).write_text(block)
            case "gone":
                shutil.rmtree(site / block.strip())
            case _:
                assert seen[-1] == block
                continue
        push(site)
        run = github.start("push")
        wanted = "skipped" if "date: 21st Nov" in block else "success"
        assert run.jobs["deploy"].result == wanted, run.log
        seen.append(as_shown(run.summary))
    home = (github.live / "index.html").read_text()
    assert "Elm Street School Library" in home
    assert '<link rel="canonical" href="https://elm-street.github.io/library/">' in home
    assert "hours/index.html" in live(github)
    assert not [path for path in live(github) if "read-aloud" in path or "night-owls" in path]
    post = (github.live / "posts/rivers/index.html").read_text()
    assert "Rivers are long stories." in post
    assert "November 21, 2026" in post
    assert "\nid: site-elm-street" in git(github.remote, "show", "main:site.yaml")


def with_settings(text: str, lines: str) -> str:
    """Return *text* with each of *lines* in the place of the setting that has the same name."""
    for line in lines.splitlines(keepends=True):
        text, count = re.subn(rf"(?m)^(?:# )?{line.partition(':')[0]}:.*\n(?: .*\n)*", line, text)
        assert count == 1, line
    return text


def as_shown(summary: str) -> str:
    """Return the words of a summary, as GitHub shows its Markdown."""
    text = re.sub(r"^(?:### |- )", "", summary.strip(), flags=re.MULTILINE)
    text = re.sub(r"`([^`]*:\d+)`", r"\1", text.replace("**", ""))
    return re.sub(r"\n\n(?=content/)", "\n", text) + "\n"


def test_pages_that_is_not_switched_on_is_said_in_words_that_tell_what_to_press(
    github: GitHub,
) -> None:
    github.pages = ""

    run = github.start("push")

    assert results(run) == RED
    assert "::error title=GitHub Pages is not switched on::In this repository, open Set" in run.log
    assert github.deploys == []


def test_a_site_with_an_empty_source_says_what_to_write(github: GitHub) -> None:
    text = git(github.remote, "show", "main:.github/workflows/publish.yml")
    line = next(line for line in text.splitlines() if line.startswith("  LIBSITE:"))

    run = github.start("push", workflow=text.replace(line, '  LIBSITE: ""'))

    assert results(run) == RED
    assert "::error title=LIBSITE is empty::" in run.log


def test_lost_caches_cost_time_and_nothing_else(github: GitHub) -> None:
    github.start("push")
    for one in (github.folder / "caches").glob("libsite-build-*"):
        one.unlink()
    assert results(github.start("schedule")) == IDLE

    shutil.rmtree(github.folder / "caches")
    published = {path: (github.live / path).read_bytes() for path in live(github)}
    assert github.start("schedule").jobs["deploy"].result == "success"
    assert {path: (github.live / path).read_bytes() for path in live(github)} == published


@pytest.mark.parametrize(("waits", "quiet"), [(True, True), (True, False), (False, True)], ids=str)
def test_the_clock_is_kept_going_only_in_a_quiet_repository_that_waits_for_a_day(
    github: GitHub, *, waits: bool, quiet: bool
) -> None:
    site = github.folder / "site"
    now = datetime.now(ZoneInfo("America/New_York"))
    day = (now + timedelta(days=100)).date().isoformat()
    (site / POSTS / "other.md").write_text(
        POST.replace("2020-03-01", day if waits else "2021-01-01")
    )
    push(site, date=(now - timedelta(days=46 if quiet else 44)).isoformat())
    github.start("push")
    # What was recorded just now is taken back, so that the edit is the newest commit.
    git(github.remote, "update-ref", "refs/heads/main", git(site, "rev-parse", "main"))

    run = github.start("schedule")

    kept = f"Keep the clock going: the site changes by itself on {day}"
    said = git(github.remote, "log", "-1", "--format=%s", "main")
    assert said == (kept if waits and quiet else "An edit"), run.log
    assert run.jobs["record"].result == ("success" if waits and quiet else "skipped"), run.log
    assert run.jobs["deploy"].result == "skipped"
