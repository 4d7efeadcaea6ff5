"""The workflow file: what is filled in, how a change of it is noticed, and what linters say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from libsite.scaffold import NewSite, make_site
from libsite.workflow import (
    PLACE,
    Workflow,
    fill,
    read_source,
    read_workflow,
    renewed,
    source_noted,
    state_of,
    times,
)
from tests.sites import NOW

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SOURCE = f"git+https://github.com/maple/libsite@{COMMIT}"
FILLED = Workflow(SOURCE, "main", ("25 5 * * *", "25 17 * * *"))
LINTER = Path(__file__).parent / "judges/workflows.mjs"


def libsite(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "libsite", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


# ---- Where libsite comes from


@pytest.mark.parametrize(
    "typed",
    [
        SOURCE,
        f"git+https://github.com/maple/libsite.git@{COMMIT}#egg=libsite",
        "https://maple.example.org/libsite-0.1.0-py3-none-any.whl",
        f"https://maple.example.org/libsite-0.1.0-py3-none-any.whl#sha256={COMMIT}",
        f"https://github.com/maple/libsite/archive/{COMMIT}.zip",
        "tools/libsite-0.1.0-py3-none-any.whl",
    ],
)
def test_an_exact_source_is_taken(typed: str) -> None:
    assert read_source(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("libsite", "neither an address"),
        ("libsite==0.1.0", "neither an address"),
        ("git+https://github.com/maple/libsite", "names no commit"),
        ("git+https://github.com/maple/libsite@main", "names no commit"),
        (f"git+https://github.com/maple/libsite@{COMMIT[:12]}", "names no commit"),
        ("x.whl ${{ github.token }}", "signs"),
        ("x.whl\nrm", "signs"),
    ],
)
def test_any_other_source_is_refused(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_source(typed)


@pytest.mark.parametrize(
    ("noted", "source"),
    [
        ({"url": "https://github.com/m/l", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
         f"git+https://github.com/m/l@{COMMIT}"),
        ({"url": "https://m.example.org/l.whl", "archive_info": {"hash": "sha256=1a"}},
         "https://m.example.org/l.whl#sha256=1a"),
        ({"url": "file:///home/ana/libsite", "dir_info": {"editable": True}}, ""),
        ({"url": "file:///home/ana/l.whl", "archive_info": {}}, ""),
        ({}, ""),
        ([], ""),
    ],
)  # fmt: skip
def test_the_source_is_that_of_the_libsite_that_runs(noted: object, source: str) -> None:
    assert source_noted(noted) == source


# ---- When it runs


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/New_York", 5),
        ("Europe/Berlin", 23),
        ("Europe/London", 0),
        ("Asia/Kolkata", 19),
        ("Pacific/Auckland", 12),
        ("Pacific/Honolulu", 10),
        ("UTC", 0),
    ],
)
def test_the_clock_strikes_after_midnight_at_the_library_all_year(zone: str, hour: int) -> None:
    first, second = (line.split() for line in times(zone, now=NOW, seed="site-1"))
    assert int(first[1]) == hour
    assert (int(second[1]) - hour) % 24 == 12
    assert first[0] == second[0]
    assert first[2:] == ["*", "*", "*"]


def test_libraries_do_not_all_ask_at_the_same_minute() -> None:
    minutes = {int(times("UTC", now=NOW, seed=f"site-{n}")[0].split()[0]) for n in range(100)}
    assert len(minutes) > 10
    assert all(minute % 2 and 10 < minute < 50 for minute in minutes)


# ---- The file


def test_what_is_filled_in_is_what_is_read() -> None:
    branch = "it's: odd"
    found = yaml.safe_load(fill(Workflow(SOURCE, branch, FILLED.times)))
    assert found["env"] == {"LIBSITE": SOURCE}
    assert found[True]["push"] == {"branches": [branch]}  # YAML 1.1 reads `on` as a yes
    assert [one["cron"] for one in found[True]["schedule"]] == list(FILLED.times)
    assert read_workflow(fill(FILLED)) == FILLED


def test_a_site_s_own_lines_are_no_change_and_all_others_are() -> None:
    wanted = fill(FILLED)
    for own in (Workflow(""), Workflow("x.whl", "trunk", ("1 2 * * *",)), FILLED):
        text = fill(own)
        assert state_of(text, fill(renewed(text, FILLED))) in ("current", "old")
    by_hand = wanted.replace(f'"{SOURCE}"', "x.whl  # ours").replace("[main]", '["trunk"]')
    assert state_of(by_hand, wanted) == "old"
    assert renewed(by_hand, Workflow("")) == Workflow("x.whl", "trunk", FILLED.times)
    for before, after in (
        ("ubuntu-latest", "ubuntu-24.04"),
        ("timeout-minutes: 30", "timeout-minutes: 60"),
        ("# Mark of libsite: ", "# Mark of libsite: 0"),
    ):
        assert state_of(wanted.replace(before, after), wanted) == "changed"
    assert state_of("name: Mine\n", wanted) == "changed"
    assert state_of(None, wanted) == "missing"


def test_a_file_of_another_libsite_is_told_from_a_changed_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older = fill(FILLED)
    with monkeypatch.context() as patch:
        text = fill(Workflow("")).replace("timeout-minutes: 30", "timeout-minutes: 40")
        plain = "".join(
            line for line in text.splitlines(keepends=True) if not line.startswith("# Mark")
        )
        patch.setattr("libsite.workflow._template", lambda: plain)
        newer = fill(FILLED)
    assert "timeout-minutes: 40" in newer
    assert state_of(older, newer) == "old"


# ---- As it is written


@pytest.fixture
def site(tmp_path: Path) -> Path:
    answers = NewSite("Elm", "https://elm.example.org/", "UTC", "en", "site-1", False, "")  # noqa: FBT003
    make_site(tmp_path / "site", answers)
    (tmp_path / "site" / PLACE).unlink()
    return tmp_path / "site"


def test_it_is_added_to_a_site_and_renewed_but_never_over_a_change(site: Path) -> None:
    path = site / PLACE
    done = libsite("init", "--workflow", "--source", SOURCE, cwd=site / "content")
    assert (done.returncode, done.stdout) == (0, f"{PLACE} is written\n"), done.stderr
    assert read_workflow(path.read_text()).source == SOURCE

    assert libsite("init", "--workflow", cwd=site).stdout == f"{PLACE} is up to date\n"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert libsite("init", "--workflow", cwd=site).stdout == f"{PLACE} is up to date\n"

    newer = SOURCE.replace("0123", "4567")
    assert libsite("init", "--workflow", "--source", newer, cwd=site).returncode == 0
    assert read_workflow(path.read_text()).source == newer

    changed = path.read_text().replace("ubuntu-latest", "ubuntu-24.04")
    path.write_text(changed)
    done = libsite("init", "--workflow", cwd=site)
    assert done.returncode == 1
    assert "-    runs-on: ubuntu-24.04\n+    runs-on: ubuntu-latest\n" in done.stdout
    assert "somebody has changed this workflow" in done.stderr
    assert path.read_text() == changed

    done = libsite("init", "--workflow", "--force", cwd=site)
    assert done.returncode == 0
    assert "-    runs-on: ubuntu-24.04\n" in done.stdout
    assert "ubuntu-24.04" not in path.read_text()
    assert read_workflow(path.read_text()).source == newer


def test_without_a_source_it_says_which_line_to_write(site: Path) -> None:
    done = libsite("init", "--workflow", cwd=site)
    assert done.returncode == 0
    assert "in the line LIBSITE of .github/workflows/publish.yml" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("init",),
        ("init", "new", "--force"),
        ("init", "new", "--source", "libsite"),
        ("init", "--workflow", "--source", "git+https://github.com/maple/libsite@main"),
    ],
)
def test_wrong_use_is_said_and_nothing_is_written(site: Path, words: tuple[str, ...]) -> None:
    done = libsite(*words, cwd=site)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (site / PLACE).exists()
    assert not (site / "new").exists()


def test_outside_of_a_site_there_is_nothing_to_add_it_to(tmp_path: Path) -> None:
    done = libsite("init", "--workflow", cwd=tmp_path)
    assert done.returncode == 1
    assert "there is no `site.yaml`" in done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_branch_is_the_repository_s_own(site: Path) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(site), "init", "--quiet", "--initial-branch=trunk"]
    subprocess.run(command, check=True, env=environment)
    libsite("init", "--workflow", cwd=site)
    assert read_workflow((site / PLACE).read_text()).branch == "trunk"


def test_a_template_has_no_id_of_its_own_and_a_page_for_those_who_copy_it(tmp_path: Path) -> None:
    done = libsite("init", "library", "--template", "--yes", "--source", SOURCE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "library"
    names = {path.name for path in site.iterdir()}
    assert names == {".github", ".gitignore", "README.md", "content", "site.yaml"}
    settings = yaml.safe_load((site / "site.yaml").read_text())
    assert "id" not in settings
    text = (site / "site.yaml").read_text()
    assert yaml.safe_load(text.replace("# id:", "id:")) == settings | {"id": "site-OURS"}
    assert "Settings" in (site / "README.md").read_text()
    built = libsite("build", "--strict", "--url", "https://elm.github.io/library", cwd=site)
    assert built.returncode == 0, built.stderr


# ---- Before judges that we did not write


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / PLACE
    path.parent.mkdir(parents=True)
    path.write_text(fill(FILLED))
    return path


FAULTS = {
    "an action that is not pinned": (
        "actions/deploy-pages@368f82528645a54fb793d4d04e342629a3f51346 # v5.0.1",
        "actions/deploy-pages@v5",
    ),
    "words of others in a command": (
        'libsite build "${options[@]}"',
        "echo ${{ github.event.head_commit.message }}",
    ),
    "rights for all": ("permissions: {}", "permissions: write-all"),
}


def test_zizmor_finds_nothing(written: Path) -> None:
    assert zizmor(written) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_zizmor_finds_a_planted_fault(written: Path, fault: str) -> None:
    before, after = FAULTS[fault]
    written.write_text(written.read_text().replace(before, after))
    assert zizmor(written)


def zizmor(path: Path) -> list[object]:
    """Return what zizmor, at its strictest, finds in the workflow at *path*."""
    program = shutil.which("zizmor", path=os.pathsep.join([_programs(), os.environ["PATH"]]))
    assert program
    options = ["--offline", "--no-config", "--no-progress", "--no-exit-codes", "--quiet"]
    command = [program, *options, "--persona=auditor", "--format=json-v1", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def _programs() -> str:
    return str(Path(sys.executable).parent)


def test_actionlint_finds_nothing(written: Path) -> None:
    assert actionlint(written) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("needs: build", "needs: bild"),
        ("steps.compare.outputs", "steps.compare.output"),
        ("runs-on: ubuntu-latest", "runs-on: ubuntu"),
        ("github.event_name == 'schedule'", "github.event_nam == 'schedule'"),
    ],
)
def test_actionlint_finds_a_planted_fault(written: Path, before: str, after: str) -> None:
    text = written.read_text()
    assert before in text
    written.write_text(text.replace(before, after))
    assert actionlint(written)


def actionlint(path: Path) -> list[object]:
    command = ["node", str(LINTER), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_the_output_and_what_is_remembered_of_it_are_kept_together(written: Path) -> None:
    jobs = yaml.safe_load(written.read_text())["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    kept = [step["with"]["path"].split() for step in steps if "/cache/" in step.get("uses", "")]
    assert sorted(kept) == [[".libsite", "output"]] * 2 + [[".published"]] * 2


def test_rights_are_given_job_by_job(written: Path) -> None:
    found = yaml.safe_load(written.read_text())
    assert found["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "record": {"contents": "write"},
    }


def test_no_expression_stands_in_a_command(written: Path) -> None:
    jobs = yaml.safe_load(written.read_text())["jobs"]
    commands = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    assert not [command for command in commands if "${{" in command]


def test_every_action_is_pinned_to_a_commit_with_its_version_beside(written: Path) -> None:
    lines = [line.strip() for line in written.read_text().splitlines() if "uses:" in line]
    assert len(lines) > 8
    for line in lines:
        action, _, version = line.partition("uses: ")[2].partition(" # ")
        assert len(action.partition("@")[2]) == 40, line
        assert version.startswith("v"), line
