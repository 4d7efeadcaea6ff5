"""The doctor: what it finds good, what needs attention, what is broken, and what it says to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from libsite.doctor import examine
from libsite.doctor.pages import judge_address
from libsite.repository import github_name, without_password
from libsite.workflow import PLACE, Workflow, fill
from tests.sites import BASE, NOW, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.doctor.findings import Finding

SOURCE = "git+https://github.com/maple/libsite@0123456789abcdef0123456789abcdef01234567"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site in a repository of its own, as it should be."""
    root = write_site(tmp_path / "site", BASE.replace("title: Test Library", "title: Elm\nid: elm"))
    url = "https://maple.github.io/library/"
    edit(root, "site.yaml", "https://library.example.org/town/", url)
    (root / ".gitignore").write_text("/output/\n/.libsite/\n")
    (root / PLACE).parent.mkdir(parents=True)
    (root / PLACE).write_text(fill(Workflow(SOURCE)))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", "https://ana:secret@github.com/maple/library.git")
    commit(root)
    return root


def git(root: Path, *words: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    name = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    command = ["git", "-C", str(root), *name, *words]
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=60)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "All")


def edit(root: Path, path: str, before: str, after: str) -> None:
    text = (root / path).read_text()
    assert before in text
    (root / path).write_text(text.replace(before, after))


def found(root: Path | None, now: datetime | None = None) -> tuple[Finding, ...]:
    return tuple(examine(root, now or datetime.now(UTC)))


def said(findings: tuple[Finding, ...], *, state: str) -> list[str]:
    return [f"{one.topic}: {one.said}" for one in findings if one.state == state]


@needs_git
def test_all_is_good_in_a_site_as_it_should_be(site: Path) -> None:
    findings = found(site)
    assert said(findings, state="broken") == []
    assert said(findings, state="attention") == []
    good = said(findings, state="good")
    for line in (
        "Site: `Elm` can be built: 3 pages are published",
        "Theme: `tiny` has every template that this site needs; 29 templates are your own",
        "Identity: `id: elm` keeps the entries of feeds the same",
        "Git: branch `main`, pushed to https://github.com/maple/library.git",
        "Git: `.gitignore` is right: content is kept, what libsite makes is not",
        f"Workflow: {PLACE} is as this libsite writes it",
    ):
        assert line in good
    place = "https://maple.github.io/library/ (project site, below /library/)"
    assert f"Address: GitHub Pages publishes this repository at {place}" in good
    assert not [one for one in findings if "secret" in f"{one.said}{one.hint}"]


def test_every_finding_that_is_not_good_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: Elm\nurl: http://elm.example.org\n")
    findings = found(tmp_path)
    assert said(findings, state="broken")
    assert [one for one in findings if one.state != "good" and not one.hint] == []


@needs_git
@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        (
            "content/posts/rivers.md",
            "2026-11-01",
            "21st Nov",
            'Site: content/posts/rivers.md:3:7: `date` is not a day: "21st Nov"',
        ),
        (
            "site.yaml",
            "theme: tiny",
            "theme: huge",
            "Site: site.yaml:5: there is no theme `huge`",
        ),
        (
            "site.yaml",
            "America/New_York",
            "America/Bostn",
            'Site: site.yaml:4:11: `timezone` is not a time zone: "America/Bostn"',
        ),
        (
            "themes/tiny/post.html",
            "{{ page.title }}",
            "{{ page.title }",
            "Site: themes/tiny/post.html:2: ",
        ),
    ],
)
def test_what_no_build_gets_past_is_broken(
    site: Path, path: str, before: str, after: str, line: str
) -> None:
    edit(site, path, before, after)
    (broken,) = said(found(site), state="broken")
    assert broken.startswith(line)


def _unignored(site: Path) -> None:
    (site / ".gitignore").write_text("*.db\n")


def _ignored_content(site: Path) -> None:
    (site / ".gitignore").write_text("/output/\n/.libsite/\n_ledger/\n")


def _kept_output(site: Path) -> None:
    (site / "output").mkdir()
    (site / "output/index.html").write_text("<p>")
    git(site, "add", "--force", "output/index.html")


def _changed(site: Path) -> None:
    edit(site, PLACE, "ubuntu-latest", "ubuntu-24.04")


def _other_branch(site: Path) -> None:
    git(site, "switch", "--quiet", "--create", "trunk")


def _detached(site: Path) -> None:
    git(site, "switch", "--quiet", "--detach")


def _uncommitted(site: Path) -> None:
    (site / "content/posts/new.md").write_text("---\ntitle: New\n---\n")


def _sourceless(site: Path) -> None:
    (site / PLACE).write_text(fill(Workflow("")))


def _source_elsewhere(site: Path) -> None:
    (site / PLACE).write_text(fill(Workflow("../libsite.whl")))


def _without_workflow(site: Path) -> None:
    (site / PLACE).unlink()


def _folder_for_workflow(site: Path) -> None:
    (site / PLACE).unlink()
    (site / PLACE).mkdir()


def _without_id(site: Path) -> None:
    edit(site, "site.yaml", "id: elm\n", "")


def _warned(site: Path) -> None:
    edit(site, "content/posts/rivers.md", "tags:", "titel: x\ntags:")


def _from_the_future(site: Path) -> None:
    later = (datetime.now(UTC) + timedelta(days=9)).timestamp()
    os.utime(site / "content/posts", (later, later))


@needs_git
@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (_unignored, "Git: git would keep what libsite makes"),
        (_ignored_content, "Git: git would pass over `content/_ledger/published.yaml`"),
        (_kept_output, "Git: git keeps `output`, which libsite makes"),
        (_changed, f"Workflow: somebody has changed {PLACE}"),
        (_other_branch, "Workflow: the workflow publishes the branch `main`, and yours is `trunk`"),
        (_detached, "Git: no branch is checked out, so that a commit would be lost"),
        (_uncommitted, "Git: 1 file is not committed, and so not published"),
        (_sourceless, "Workflow: its line LIBSITE is empty: it cannot install libsite"),
        (
            _source_elsewhere,
            "Workflow: its line LIBSITE names `../libsite.whl`, a file that GitHub",
        ),
        (_without_workflow, f"Workflow: there is no {PLACE}: GitHub does not publish the site"),
        (_folder_for_workflow, f"Workflow: {PLACE}: this cannot be read"),
        (_without_id, "Identity: `site.yaml` has no `id:`: if the site's address changes"),
        (_warned, "Site: there is 1 warning"),
        (_from_the_future, "Clock: this computer says "),
    ],
)
def test_what_is_not_as_it_should_be_needs_attention(site: Path, harm: object, line: str) -> None:
    assert callable(harm)
    harm(site)
    findings = found(site)
    assert [one for one in said(findings, state="attention") if one.startswith(line)]
    assert said(findings, state="broken") == []


@needs_git
def test_without_a_workflow_what_is_not_committed_is_published_all_the_same(site: Path) -> None:
    _without_workflow(site)
    _uncommitted(site)
    (line,) = [one for one in said(found(site), state="attention") if "not committed" in one]
    assert line.endswith("not committed, and so nowhere but on this computer")


def test_a_site_that_is_in_no_repository_is_fine_too(tmp_path: Path) -> None:
    findings = found(write_site(tmp_path, BASE), NOW)
    assert said(findings, state="broken") == []
    assert [one for one in said(findings, state="attention") if one.startswith("Git: ")]


def test_a_missing_library_is_said_before_anything_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ("feedgen", "no-such-library")
    monkeypatch.setattr("libsite.doctor.environment.LIBRARIES", known)
    findings = found(write_site(tmp_path, BASE))
    assert said(findings, state="broken") == ["Libraries: `no-such-library` is not installed"]
    assert not [one for one in findings if one.topic == "Site"]


@needs_git
def test_the_command_ends_with_1_only_where_no_build_gets_past(site: Path) -> None:
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "libsite", "doctor", "-C", str(site), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    _without_id(site)
    fine = call()
    assert fine.returncode == 0
    assert "attention  Identity: " in fine.stdout
    assert "\n           to do: add a line such as `id:" in fine.stdout
    edit(site, "content/posts/rivers.md", "2026-11-01", "21st Nov")
    bad = call("--json")
    assert bad.returncode == 1
    states = {one["topic"]: one["state"] for one in json.loads(bad.stdout)}
    assert states["Site"] == "broken"
    assert states["Python"] == "good"


# ---- Addresses


@pytest.mark.parametrize(
    ("url", "repository", "state", "words"),
    [
        ("https://maple.github.io/library/", ("Maple", "library"), "good", "below /library/"),
        ("https://maple.github.io/", ("maple", "maple.github.io"), "good", "at the top"),
        ("https://maple.github.io/Library/", ("maple", "library"), "attention", "in capitals"),
        (
            "https://maple.github.io/",
            ("maple", "library"),
            "attention",
            "publishes `maple/library`",
        ),
        ("https://elm.github.io/library/", ("maple", "library"), "attention", "publishes `maple/"),
        ("https://maple.github.io/library/", None, "attention", "goes nowhere"),
        ("https://example.org/", ("maple", "library"), "attention", "only an example"),
        ("https://library.example.com/", ("maple", "library"), "attention", "only an example"),
        ("https://countryexample.org/", ("maple", "library"), "good", "four A records"),
        ("http://library.elm.edu/", ("maple", "library"), "attention", "not encrypted"),
        ("https://library.elm.edu/", ("maple", "library"), "good", "a CNAME record that says `map"),
        ("https://elm.edu/", ("maple", "library"), "good", "four A records"),
        ("https://elm.edu/library/", ("maple", "library"), "good", "the user site of `maple`"),
        ("https://elm.edu/town/", ("maple", "library"), "attention", "at the top of a domain"),
        ("https://elm.edu/town/", None, "good", "copy all of `output`"),
    ],
)
def test_what_pages_will_do_with_an_address(
    url: str, repository: tuple[str, str] | None, state: str, words: str
) -> None:
    first = next(iter(_addresses(url, repository)))
    assert (first.state, words in first.said) == (state, True), first


def _addresses(url: str, repository: tuple[str, str] | None) -> Iterator[Finding]:
    return judge_address(url, repository)


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("https://github.com/maple/library.git", ("maple", "library")),
        ("https://github.com/maple/library", ("maple", "library")),
        ("git@github.com:maple/library.git", ("maple", "library")),
        ("ssh://git@github.com/maple/library.git", ("maple", "library")),
        ("ssh://git@ssh.github.com:443/maple/library.git", ("maple", "library")),
        ("https://gitlab.com/maple/library.git", None),
        ("https://github.com.example.org/maple/library.git", None),
        ("/srv/git/library.git", None),
        ("", None),
    ],
)
def test_a_repository_on_github_is_known_by_its_remote(
    remote: str, name: tuple[str, str] | None
) -> None:
    assert github_name(remote) == name


def test_no_password_of_a_remote_is_shown() -> None:
    assert without_password("https://ana:s@cret@github.com/m/l") == "https://github.com/m/l"
    assert without_password("git@github.com:m/l") == "git@github.com:m/l"
