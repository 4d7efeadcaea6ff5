"""When publishing fails: said in words, no secret told, and all is as it was before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from libsite.errors import SiteError
from libsite.publish.faults import explained
from libsite.publish.git import Git, hiding
from tests.publish.remote import BASIC, TOKEN, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publish.conftest import Desk

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="git for Windows brings no http-backend"
)


def stand_apart(desk: Desk) -> None:
    """Publish once, with a local branch as ghp-import leaves it, and begin another post."""
    desk.good()
    desk.git("branch", "gh-pages", "origin/gh-pages")
    desk.post("streams")


def unknown(desk: Desk) -> None:
    desk.sees(desk.remote.address)


def wrong(desk: Desk) -> None:
    desk.sees(desk.remote.with_token.replace(TOKEN, "gh_wr0ngwr0ng"))


def read_only(desk: Desk) -> None:
    desk.remote.read_only = True


def no_repository(desk: Desk) -> None:
    desk.sees(desk.remote.with_token.replace("library.git", "other.git"))


def no_answer(desk: Desk) -> None:
    desk.sees(f"http://maple:{TOKEN}@127.0.0.1:9/library.git")


def no_host(desk: Desk) -> None:
    desk.sees(f"http://maple:{TOKEN}@host.invalid/library.git")


def hook(desk: Desk) -> None:
    desk.remote.hook("pre-receive", f"echo 'No: http://maple:{TOKEN}@host/x' >&2; exit 1")


def update_hook(desk: Desk) -> None:
    desk.remote.hook("update", "printf 'not on \\033[31mSundays\\007' >&2; exit 1")


def breaks_off(desk: Desk) -> None:
    desk.remote.drop = "push"


def header(desk: Desk) -> None:
    desk.sees(desk.remote.address)
    desk.git("config", "http.extraheader", f"AUTHORIZATION: basic {BASIC}")
    desk.remote.read_only = True


def locked(desk: Desk) -> None:
    (desk.remote.folder / "refs/heads/gh-pages.lock").write_text("", encoding="ascii")


FAILURES: tuple[tuple[Callable[[Desk], None], str], ...] = (
    (unknown, "the remote {address} wants to know who you are (401)"),
    (wrong, "the remote {address} wants to know who you are (401)"),
    (read_only, "the remote {address} does not let you write there (403)"),
    (no_repository, "the remote http://127.0.0.1:{port}/other is not there (404)"),
    (no_answer, "the remote http://127.0.0.1:9/library cannot be reached"),
    (no_host, "the remote http://host.invalid/library cannot be reached"),
    (hook, "the remote refused the branch `gh-pages` (pre-receive hook declined); it says:"),
    (update_hook, "the remote refused the branch `gh-pages` (hook declined); it says:"),
    (breaks_off, "the connection to the remote {address} broke off"),
    (header, "the remote {address} does not let you write there (403)"),
    (locked, "the remote refused the branch `gh-pages`"),
)


@pytest.mark.parametrize(("fail", "said"), FAILURES, ids=[f.__name__ for f, _ in FAILURES])
def test_a_failed_push_is_explained_and_changes_nothing(
    desk: Desk, fail: Callable[[Desk], None], said: str
) -> None:
    stand_apart(desk)
    tip, files = desk.remote.tip(), desk.remote.files()
    fail(desk)
    before, ledger = desk.state(), (desk.site / "content/_ledger/published.yaml").read_bytes()
    with pytest.raises(SiteError) as caught:
        desk.publish()
    (problem,) = caught.value.problems
    address = desk.remote.address.removesuffix(".git")
    assert problem.message.startswith(said.format(port=desk.remote.port, address=address))
    assert problem.hint
    assert TOKEN not in str(caught.value)
    assert "\033" not in str(caught.value)
    assert desk.state() == before
    assert (desk.site / "content/_ledger/published.yaml").read_bytes() == ledger
    assert (desk.remote.tip(), desk.remote.files()) == (tip, files)


@pytest.mark.parametrize("fail", [read_only, hook, breaks_off], ids=lambda f: f.__name__)
def test_after_a_failed_push_the_next_one_succeeds(
    desk: Desk, fail: Callable[[Desk], None]
) -> None:
    stand_apart(desk)
    fail(desk)
    with pytest.raises(SiteError):
        desk.publish()
    desk.remote.read_only, desk.remote.drop = False, ""
    (desk.remote.folder / "hooks/pre-receive").unlink(missing_ok=True)
    desk.good()
    assert desk.remote.files() == desk.output()
    assert desk.git("rev-parse", "gh-pages") == desk.remote.tip()
    assert git(desk.remote.folder, "rev-list", "--count", "gh-pages") == "2"


def test_what_arrived_is_a_success_even_if_the_answer_was_lost(desk: Desk) -> None:
    stand_apart(desk)
    desk.remote.drop = "answer"
    desk.good()
    assert desk.remote.files() == desk.output()
    assert desk.git("rev-parse", "gh-pages") == desk.remote.tip()


def test_a_ledger_that_cannot_be_written_is_a_warning(desk: Desk) -> None:
    desk.write("content/_ledger/published.draft/in-the-way", "")
    done = desk.good()
    (problem,) = done.problems
    assert problem.severity == "warning"
    assert problem.message.startswith(
        "the site was published, but not noted in the ledger: this cannot be"
    )
    assert desk.remote.files() == desk.output()


# ---- Without git, a repository, a remote ---------------------------------------------------------


def test_without_git_it_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.environment["PATH"] = str(tmp_path)
    with pytest.raises(SiteError, match="git is not installed"):
        desk.publish()


def test_outside_of_a_repository_it_says_so(desk: Desk, tmp_path: Path) -> None:
    (desk.site / ".git").rename(tmp_path / "elsewhere")
    with pytest.raises(SiteError, match="is not in a git repository"):
        desk.publish()


def test_without_the_remote_it_names_another(desk: Desk) -> None:
    desk.git("remote", "rename", "origin", "host")
    with pytest.raises(SiteError, match=r"no remote `origin`\n  hint: .*`--remote host`"):
        desk.publish()
    desk.git("remote", "remove", "host")
    with pytest.raises(SiteError, match="no remote `origin`\n  hint: add it"):
        desk.publish()


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-o", "elsewhere"])
def test_a_remote_is_never_taken_for_an_option(desk: Desk, name: str) -> None:
    with pytest.raises(SiteError, match="this repository has no remote"):
        desk.publish(remote=name)


# ---- The command line ----------------------------------------------------------------------------


def call(desk: Desk, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "libsite", "publish", *words],
        cwd=desk.site,
        env={**desk.environment, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


TRACES = {
    "GIT_TRACE": "1",
    "GIT_TRACE_CURL": "1",
    "GIT_TRACE_REDACT": "0",
    "GIT_TRACE2": "1",
    "GIT_CURL_VERBOSE": "1",
    "GIT_TRACE_PACKET": "1",
}


@pytest.mark.parametrize("fail", [None, *(fail for fail, _ in FAILURES)])
def test_no_output_holds_a_token(desk: Desk, fail: Callable[[Desk], None] | None) -> None:
    if fail:
        fail(desk)
    done = call(desk, **TRACES)
    assert done.returncode == (1 if fail else 0)
    for secret in (TOKEN, BASIC, "wr0ng", "maple:"):
        assert secret not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if not fail:
        assert f"Published to gh-pages at http://127.0.0.1:{desk.remote.port}/" in done.stdout


def test_pages_are_counted_and_named(desk: Desk) -> None:
    assert "pages 11 added, 0 changed, 0 removed" in call(desk).stdout
    assert call(desk).stdout.startswith("Nothing to publish: gh-pages at ")
    desk.post("streams")
    done = call(desk, "--dry-run")
    assert "added    /posts/streams/\n" in done.stdout
    assert "Would publish to gh-pages" in done.stdout
    assert "posts/streams/index.html" not in desk.remote.files()
    assert "changed  /\n" in call(desk).stdout


def test_without_a_terminal_much_is_removed_only_with_yes(desk: Desk) -> None:
    desk.remote.commit({f"{number}.html": "" for number in range(9)} | {"index.html": ""})
    tip = desk.remote.tip()
    done = call(desk)
    assert done.returncode == 1
    assert "removed  /3.html" in done.stderr
    assert "error: this removes 9 of 10 published pages" in done.stderr
    assert "hint: if that is meant, add `--yes`" in done.stderr
    assert desk.remote.tip() == tip
    assert "It would be asked about first: this removes 9" in call(desk, "--dry-run").stderr
    assert call(desk, "--yes").returncode == 0
    assert desk.remote.files() == desk.output()


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals there")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_on_a_terminal_one_is_asked(desk: Desk, answer: str, code: int) -> None:
    desk.remote.commit({"index.php": "x"})
    tip = desk.remote.tip()
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "libsite", "publish"],
        cwd=desk.site,
        env=desk.environment,
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert "This removes 1 of 1 published files. Go on? [y/N]" in done.stderr
    assert done.returncode == code
    assert (desk.remote.tip() == tip) == bool(code)
    assert ("Nothing was published" in done.stderr) == bool(code)


def test_nobody_is_asked_for_a_password(desk: Desk, tmp_path: Path) -> None:
    desk.sees(desk.remote.address)
    window = tmp_path / "window"
    window.write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\nexit 1\n", encoding="utf-8")
    window.chmod(0o755)
    done = call(desk, SSH_ASKPASS=str(window), DISPLAY=":0")
    assert "(401)" in done.stderr
    assert not (tmp_path / "asked").exists()
    call(desk, GIT_ASKPASS=str(window))  # somebody wants it so
    assert (tmp_path / "asked").exists()


def test_a_folder_takes_no_branch(desk: Desk, tmp_path: Path) -> None:
    done = call(desk, "--to", str(tmp_path), "--branch", "gh-pages")
    assert done.returncode == 2
    assert "takes no --branch" in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills like SIGKILL here")
def test_a_kill_in_the_middle_changes_nothing(desk: Desk) -> None:
    stand_apart(desk)
    tip, before = desk.remote.tip(), desk.state()
    came, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        came.set()
        go_on.wait()

    desk.remote.on_pack = wait
    desk.remote.drop = "push"
    with subprocess.Popen(
        [sys.executable, "-m", "libsite", "publish"],
        cwd=desk.site,
        env=desk.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        came.wait()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    go_on.set()
    assert desk.state() == before
    assert desk.remote.tip() == tip
    desk.remote.on_pack, desk.remote.drop = None, ""
    desk.good()
    assert desk.remote.files() == desk.output()
    assert desk.git("rev-parse", "gh-pages") == desk.remote.tip()


# ---- What git says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        f"fatal: unable to access 'https://maple:{TOKEN}@host/x.git/': strange",
        f"fatal: unable to access 'https://{TOKEN}@host/x.git/': strange",
        f"=> Send header: Authorization: Basic {BASIC}",
        f"http.extraheader: AUTHORIZATION: basic {BASIC}",
        f"extraheader='Authorization: Bearer {TOKEN}'",
        f"the token {TOKEN} is old",
        "the password pa@ss/word is old",
        "the password pa%40ss%2Fword is old",
    ],
)
def test_secrets_are_cut_out(said: str, tmp_path: Path) -> None:
    plain = Git("git", tmp_path, {})
    shown = hiding(plain, ["https://maple:pa%40ss%2Fword@host/x.git", "git@host:x"]).redact(said)
    for secret in (TOKEN, BASIC, "pa@ss", "pa%40ss"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("fatal: detected dubious ownership in repository at '/x'", "does not trust this folder"),
        ("remote: Permission to maple/x.git denied to oak.\nfatal: ... 403", "let you write"),
        ("git@github.com: Permission denied (publickey).\nfatal: hung up", "SSH key"),
        ("remote: Repository not found.\nfatal: repository 'x' not found", "(404)"),
        ("fatal: unable to access 'x': SSL certificate problem: expired", "cannot prove"),
        ("fatal: unable to access 'x': OpenSSL SSL_read: Connection was reset", "broke off"),
        ("fatal: x: GnuTLS recv error: The TLS connection was non-properly ended", "broke off"),
        ("fatal: unable to access 'x': Operation too slow. Less than 1 bytes/sec", "broke off"),
        ("kex_exchange_identification: Connection closed by remote host", "broke off"),
        ("ssh: Could not resolve hostname x: Name or service not known", "be reached"),
        ("error: RPC failed; HTTP 504 curl 22\nfatal: the remote end hung up", "broke off"),
        ("error: file write error: No space left on device\nfatal: x", "cannot write"),
        ("warning: hm\nfatal: bad thing\n", "git failed: fatal: bad thing"),
        ("", "it does not say why"),
    ],
)
def test_what_git_says_is_told_in_plain_words(said: str, message: str) -> None:
    problem = explained(said)
    assert message in problem.message
    assert problem.hint
