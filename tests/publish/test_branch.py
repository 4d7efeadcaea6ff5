"""Publishing to a branch: the exact files, nobody's work touched, nothing lost."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from libsite.errors import SiteError
from tests.publish.conftest import Desk, Visitor, new_checkout
from tests.publish.remote import BASIC, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="git for Windows brings no http-backend"
)


def test_a_first_publish_makes_a_branch_of_exactly_what_was_built(desk: Desk) -> None:
    done = desk.good()
    assert desk.remote.files() == desk.output()
    assert ".nojekyll" in desk.remote.files()
    assert ".libsite.json" not in desk.remote.files()
    assert git(desk.remote.folder, "rev-list", "--count", "gh-pages") == "1"
    assert done.changes.added == tuple(sorted(desk.output()))
    assert done.place == f"gh-pages at {desk.remote.address.removesuffix('.git')}"
    assert done.noted == 3


def test_nothing_of_the_checkout_is_touched(desk: Desk) -> None:
    desk.write("staged.txt", "staged")
    desk.write("half.txt", "staged")
    desk.git("add", "staged.txt", "half.txt")
    desk.write("half.txt", "and more")
    desk.write("untracked.txt", "mine")
    (desk.site / "gone.txt").unlink()
    before = desk.state()
    assert before["status"] == " D gone.txt\nAM half.txt\nA  staged.txt\n?? untracked.txt"
    desk.good()
    assert desk.state() == before
    assert desk.git("fsck", "--no-dangling") == ""


def test_a_second_publish_stands_on_the_first_and_sends_what_changed(desk: Desk) -> None:
    desk.good()
    first = desk.remote.tip()
    desk.post("streams")
    done = desk.good()
    assert git(desk.remote.folder, "rev-parse", "gh-pages^") == first
    assert desk.remote.files() == desk.output()
    assert "posts/streams/index.html" in done.changes.added
    assert "index.html" in done.changes.changed
    assert done.changes.removed == ()


def test_nothing_is_committed_when_nothing_changed(desk: Desk) -> None:
    desk.good()
    first = desk.remote.tip()
    again = desk.good()
    assert not again.changes
    assert desk.remote.tip() == first


def test_the_commit_says_what_changed_or_what_one_likes(desk: Desk) -> None:
    desk.good()
    said = git(desk.remote.folder, "log", "-1", "--format=%an|%ae|%cn|%s|%ad", "gh-pages")
    assert said == (
        "libsite|libsite@localhost|libsite|Publish: pages added 11, changed 0, removed 0"
        "|Sun Nov 22 12:00:00 2026 +0000"
    )
    desk.post("streams")
    desk.git("config", "user.name", "Ms. Park")
    desk.git("config", "user.email", "park@example.org")
    desk.good(message="Flüsse – “all” of them")
    said = git(desk.remote.folder, "log", "-1", "--format=%an|%ae|%cn|%B", "gh-pages")
    assert said.rstrip() == "Ms. Park|park@example.org|Ms. Park|Flüsse – “all” of them"


def test_line_ends_filters_and_attributes_change_no_byte(desk: Desk) -> None:
    desk.git("config", "core.autocrlf", "true")
    desk.git("config", "core.safecrlf", "true")
    desk.git("config", "filter.shout.clean", "tr a-z A-Z")
    desk.write(".gitattributes", "* text eol=crlf filter=shout ident\n")
    desk.write("themes/tiny/static/win.css", "a {}\r\nb {}\r\n")
    desk.write("themes/tiny/static/unix.css", "/* $Id$ */\na {}\n")
    desk.good()
    assert desk.remote.files() == desk.output()
    assert desk.remote.files()["theme/win.css"] == b"a {}\r\nb {}\r\n"


def test_what_the_site_no_longer_has_goes_and_what_is_kept_stays(desk: Desk) -> None:
    desk.remote.commit({"google1.html": "g", "old/a/b.html": "o", "index.php": "x", "CNAME": "c\n"})
    desk.setting("keep: [google1.html, old/**]")
    done = desk.good()
    files = desk.remote.files()
    assert files == {**desk.output(), "google1.html": b"g", "old/a/b.html": b"o"}
    assert done.changes.removed == ("CNAME", "index.php")


def test_kept_files_keep_their_modes(desk: Desk) -> None:
    folder = desk.remote.folder
    blob = git(folder, "hash-object", "-w", "--stdin", data=b"target")
    rows = f"120000 blob {blob}\tlink\n100755 blob {blob}\ttool\n"
    tree = git(folder, "mktree", data=rows.encode())
    git(folder, "update-ref", "refs/heads/gh-pages", git(folder, "commit-tree", tree, "-m", "x"))
    desk.setting("keep: [link, tool]")
    desk.good()
    listed = git(folder, "ls-tree", "gh-pages", "link", "tool").split()
    assert listed[0] == "120000"
    assert listed[4] == "100755"


def test_many_pages_are_removed_only_if_somebody_agrees(desk: Desk) -> None:
    desk.good()
    first = desk.remote.tip()
    (desk.site / "content/_ledger/published.yaml").unlink()
    (desk.site / "content/posts/rivers.md").unlink()
    desk.write("content/pages/about.md", "---\ntitle: About us\n---\nWe lend books.\n")
    assert desk.publish(agree=False) is None
    assert desk.remote.tip() == first
    done = desk.good()
    assert "posts/rivers/index.html" in done.changes.removed
    assert "posts/rivers/index.html" not in desk.remote.files()


def test_the_domain_follows_the_address(desk: Desk) -> None:
    settings = desk.site / "site.yaml"
    text = f"{settings.read_text(encoding='utf-8')}\nid: site-of-the-desk\n"
    for address, expected in (
        ("https://library.example.org/", b"library.example.org\n"),
        ("https://books.example.org/", b"books.example.org\n"),
        ("https://maple.github.io/", None),
        ("https://library.example.org/town/", None),
        ("https://library.example.org:8443/", None),
        ("http://192.0.2.7/", None),
        ("http://localhost/", None),
        ("https://bücherei.example.org/", b"xn--bcherei-n2a.example.org\n"),
    ):
        settings.write_text(
            text.replace("https://library.example.org/town/", address), encoding="utf-8"
        )
        desk.good()
        assert desk.remote.files().get("CNAME") == expected, address


def test_taking_the_domain_away_is_asked_about(desk: Desk) -> None:
    desk.good()
    desk.remote.commit({"CNAME": "library.example.org\n"})
    first = desk.remote.tip()
    assert desk.publish(agree=False) is None
    assert desk.remote.tip() == first
    desk.good()
    assert "CNAME" not in desk.remote.files()


def test_a_dry_run_writes_nothing_anywhere(desk: Desk) -> None:
    desk.remote.commit({"index.php": "x"})
    first, before = desk.remote.tip(), desk.state()
    objects = desk.git("count-objects", "-v")
    desk.git("fetch", "--quiet", "--no-write-fetch-head")
    fetched = desk.git("count-objects", "-v")
    done = desk.publish(agree=False, dry=True)
    assert done is not None
    assert done.changes.removed == ("index.php",)
    assert desk.remote.tip() == first
    assert desk.state() == before
    assert desk.git("count-objects", "-v") == fetched != objects
    assert not (desk.site / "content/_ledger").exists()


def test_another_branch_and_another_remote_can_be_named(desk: Desk) -> None:
    desk.git("remote", "rename", "origin", "host")
    desk.good(branch="web/live", remote="host")
    assert desk.remote.files("web/live") == desk.output()
    desk.good(branch="other", remote=desk.remote.with_token)
    assert desk.remote.files("other") == desk.output()


def test_the_local_branch_follows_after_success(desk: Desk) -> None:
    desk.good()
    desk.git("branch", "gh-pages", "origin/gh-pages")
    desk.post("streams")
    desk.good()
    assert desk.git("rev-parse", "gh-pages") == desk.remote.tip()
    assert desk.git("rev-parse", "origin/gh-pages") == desk.remote.tip()


def test_a_local_branch_with_work_of_its_own_or_checked_out_stays(
    desk: Desk, tmp_path: Path
) -> None:
    desk.good()
    desk.git("branch", "gh-pages", "main")
    desk.post("streams")
    desk.good()
    assert desk.git("rev-parse", "gh-pages") == desk.git("rev-parse", "main")
    desk.git("branch", "--force", "gh-pages", "origin/gh-pages")
    desk.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "gh-pages")
    first = desk.git("rev-parse", "gh-pages")
    desk.post("lakes")
    desk.good()
    assert desk.git("rev-parse", "gh-pages") == first != desk.remote.tip()
    assert git(tmp_path / "tree", "status", "--porcelain") == ""


def test_a_detached_head_will_do(desk: Desk) -> None:
    desk.git("checkout", "--quiet", "--detach")
    before = desk.state()
    desk.good()
    assert desk.remote.files() == desk.output()
    assert desk.state()["HEAD"] == before["HEAD"]


def test_a_repository_without_a_commit_will_do(desk: Desk) -> None:
    shutil.rmtree(desk.site / ".git")
    desk.git("init", "--quiet")
    desk.git("remote", "add", "origin", desk.remote.with_token)
    desk.good()
    assert desk.remote.files() == desk.output()


def test_a_shallow_checkout_will_do_and_a_whole_one_stays_whole(desk: Desk, tmp_path: Path) -> None:
    for number in range(3):
        desk.post(f"post-{number}")
        desk.good()
    desk.git("push", "--quiet", "origin", "main")
    desk.remote.commit({"theirs.txt": "only the remote has this commit"})
    desk.good()
    assert not desk.state()["shallow"]
    desk.git("commit", "--quiet", "--allow-empty", "--message=Two")
    desk.git("push", "--quiet", "origin", "main")
    first = desk.remote.tip()
    words = ("clone", "--quiet", "--depth=1", "--branch=main", desk.remote.with_token, "shallow")
    git(tmp_path, *words)
    other = Desk(tmp_path / "shallow", desk.remote, desk.environment)
    other.post("from-a-shallow-one")
    other.good()
    assert other.remote.files() == other.output()
    assert git(other.remote.folder, "rev-parse", "gh-pages^") == first
    assert git(other.remote.folder, "fsck") == ""


def test_a_linked_work_tree_will_do(desk: Desk, tmp_path: Path) -> None:
    desk.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "spring")
    other = Desk(tmp_path / "linked", desk.remote, desk.environment)
    before, main = other.state(), desk.state()
    other.good()
    assert desk.remote.files() == other.output()
    assert other.state()["index"] == before["index"]
    assert desk.state() == main


def test_a_submodule_publishes_to_its_own_remote(desk: Desk, tmp_path: Path) -> None:
    desk.git("push", "--quiet", "origin", "main")
    (tmp_path / "school").mkdir()
    git(tmp_path / "school", "init", "--quiet")
    words = ("submodule", "--quiet", "add", desk.remote.with_token, "library")
    git(tmp_path / "school", *words)
    other = Desk(tmp_path / "school" / "library", desk.remote, desk.environment)
    other.good()
    assert desk.remote.files() == other.output()


def test_a_site_in_a_folder_of_the_repository_will_do(desk: Desk, tmp_path: Path) -> None:
    new_checkout(tmp_path / "whole" / "web")
    shutil.rmtree(tmp_path / "whole" / "web" / ".git")
    git(tmp_path / "whole", "init", "--quiet")
    git(tmp_path / "whole", "remote", "add", "origin", desk.remote.with_token)
    other = Desk(tmp_path / "whole" / "web", desk.remote, desk.environment)
    other.good()
    assert desk.remote.files() == other.output()


def test_a_hook_that_publishes_does_not_use_the_commit_under_way(desk: Desk) -> None:
    desk.environment |= {
        "GIT_INDEX_FILE": str(desk.site / ".git/index"),
        "GIT_DIR": str(desk.site / "nowhere"),
        "GIT_WORK_TREE": str(desk.site / "nowhere"),
    }
    before = desk.state()
    desk.good()
    assert desk.state()["index"] == before["index"]
    assert desk.remote.files() == desk.output()


def test_sha256_repositories_will_do(desk: Desk) -> None:
    for folder, words in ((desk.remote.folder, ["--bare"]), (desk.site / ".git", [])):
        shutil.rmtree(folder)
        where = desk.site if folder.name == ".git" else folder
        where.mkdir(exist_ok=True)
        git(where, "init", "--quiet", "--object-format=sha256", *words)
    git(desk.remote.folder, "config", "http.receivepack", "true")
    desk.git("remote", "add", "origin", desk.remote.with_token)
    desk.good()
    desk.post("streams")
    desk.good()
    assert desk.remote.files() == desk.output()


def test_names_that_are_no_text_and_large_files_will_do(desk: Desk) -> None:
    folder = desk.remote.folder
    blob = git(folder, "hash-object", "-w", "--stdin", data=b"old")
    tree = git(folder, "mktree", "-z", data=f"100644 blob {blob}\tcaf".encode() + b"\xe9\n\0")
    git(folder, "update-ref", "refs/heads/gh-pages", git(folder, "commit-tree", tree, "-m", "x"))
    noise = bytes(number * number % 251 for number in range(3_000_000))
    (desk.site / "themes/tiny/static/noise.bin").write_bytes(noise + os.urandom(2_000_000))
    desk.write("themes/tiny/static/Straße.txt", "ß")
    done = desk.good()
    assert done.changes.removed == ("caf\udce9\n",)
    assert desk.remote.files() == desk.output()


def test_kept_names_that_are_no_text_stay(desk: Desk) -> None:
    folder = desk.remote.folder
    blob = git(folder, "hash-object", "-w", "--stdin", data=b"old")
    tree = git(folder, "mktree", "-z", data=f"100644 blob {blob}\tcaf".encode() + b"\xe9\n\0")
    git(folder, "update-ref", "refs/heads/gh-pages", git(folder, "commit-tree", tree, "-m", "x"))
    desk.setting('keep: "caf*"')
    desk.good()
    assert desk.remote.files() == {**desk.output(), "caf\udce9\n": b"old"}


def test_a_token_in_the_settings_of_a_checkout_will_do(desk: Desk) -> None:
    desk.sees(desk.remote.address)
    header = f"http.http://127.0.0.1:{desk.remote.port}/.extraheader"
    desk.git("config", header, f"AUTHORIZATION: basic {BASIC}")  # as actions/checkout does
    desk.good()
    assert desk.remote.files() == desk.output()


# ---- Somebody else at the same time --------------------------------------------------------------


def once(act: Callable[[], object]) -> Callable[[], object]:
    """Return a function that does *act* at its first call only."""
    left = [act]
    return lambda: left.pop()() if left else None


@pytest.mark.parametrize("moment", ["on_push", "on_pack"])
def test_who_was_first_is_built_upon_and_their_kept_files_stay(desk: Desk, moment: str) -> None:
    desk.good()
    desk.setting("keep: [google1.html]")
    desk.post("streams")
    theirs: list[str] = []
    files = {"google1.html": "g", "stranger.txt": "s"}
    setattr(desk.remote, moment, once(lambda: theirs.append(desk.remote.commit(files))))
    desk.good()
    assert desk.remote.files() == {**desk.output(), "google1.html": b"g"}
    assert git(desk.remote.folder, "rev-parse", "gh-pages^") == theirs[0]


def test_two_first_publishers_end_with_one_history(desk: Desk) -> None:
    desk.remote.on_push = once(lambda: desk.remote.commit({"theirs.txt": "t"}))
    desk.good()
    assert desk.remote.files() == desk.output()
    assert git(desk.remote.folder, "rev-list", "--count", "gh-pages") == "2"


def test_who_is_never_first_gives_up_and_has_changed_nothing(desk: Desk) -> None:
    desk.good()
    desk.post("streams")
    numbers = iter(range(100))
    desk.remote.on_push = lambda: desk.remote.commit({f"{next(numbers)}.txt": "x"})
    before = desk.state()
    with pytest.raises(SiteError, match="somebody else publishes"):
        desk.publish()
    assert next(numbers) == 5
    assert desk.state() == before
    assert "posts/streams/index.html" not in desk.remote.files()


def test_what_was_agreed_to_is_not_asked_again_after_a_race(desk: Desk) -> None:
    desk.remote.commit({"index.php": "x"})
    desk.remote.on_push = once(lambda: desk.remote.commit({"more.txt": "m", "index.php": "y"}))
    person = Visitor()
    desk.publish(person=person)
    assert person.asked == [
        ("this removes 1 of 1 published files",),
        ("this removes 2 of 2 published files",),
    ]
    desk.remote.on_push = once(lambda: desk.remote.commit({"CNAME": "x"}))
    desk.remote.commit({"CNAME": "x"})
    desk.post("streams")
    person = Visitor()
    desk.publish(person=person)
    assert person.asked == [("this takes away the site's own domain, which stands in `CNAME`",)]
    assert "CNAME" not in desk.remote.files()


# ---- What is refused before anything is sent -----------------------------------------------------


def test_an_empty_build_is_refused(desk: Desk) -> None:
    shutil.rmtree(desk.site / "content")
    text = (desk.site / "site.yaml").read_text(encoding="utf-8")
    (desk.site / "site.yaml").write_text(
        text.replace("nav: [posts, pages/about.md]\n", ""), encoding="utf-8"
    )
    with pytest.raises(SiteError, match="No page is published"):
        desk.publish()
    assert desk.remote.tip() == ""


def test_a_failed_build_is_refused(desk: Desk) -> None:
    desk.good()
    first, before = desk.remote.tip(), desk.state()
    desk.write("content/posts/broken.md", "---\ntitle: Broken\ndate: 21st Nov\n---\n")
    with pytest.raises(SiteError, match="is not a day"):
        desk.publish()
    assert desk.remote.tip() == first
    assert desk.state()["refs"] == before["refs"]


@pytest.mark.parametrize(
    "path",
    ["output/index.html", "output/.libsite.json", "content/posts/rivers.md", "output/posts/2026"],
)
def test_what_changes_after_the_build_is_refused(desk: Desk, path: str) -> None:
    def change() -> None:
        target = desk.site / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.write_text("changed", encoding="utf-8")

    with pytest.raises(SiteError, match=r"something changed since|is damaged"):
        desk.publish(person=Visitor(after_build=change))
    assert desk.remote.tip() == ""


@pytest.mark.parametrize("how", ["bytes", "gone", "link"])
def test_what_changes_while_it_is_published_is_refused(desk: Desk, how: str) -> None:
    desk.remote.commit({"index.php": "so that there is a question"})
    tip, path = desk.remote.tip(), desk.site / "output/index.html"

    def change() -> None:
        data = path.read_bytes()
        path.unlink()
        if how == "bytes":
            path.write_bytes(data.replace(b"Library", b"library"))
        elif how == "link":
            path.symlink_to("404.html")

    with pytest.raises(SiteError, match=r"`index\.html` (changed while|is not what the build)"):
        desk.publish(person=Visitor(while_asked=change))
    assert desk.remote.tip() == tip


def test_keep_may_not_cover_what_libsite_writes(desk: Desk) -> None:
    desk.setting("keep: [posts/**]")
    with pytest.raises(SiteError) as caught:
        desk.publish()
    (problem,) = caught.value.problems
    assert problem.message == (
        "`keep` names `posts/**`, and libsite itself writes `posts/2026/index.html`"
    )
    assert problem.where == "site.yaml:7"


def test_the_branch_of_the_sources_is_refused(desk: Desk) -> None:
    desk.git("push", "--quiet", "origin", "main")
    with pytest.raises(SiteError, match="is the branch that you are working on"):
        desk.publish(branch="main")
    desk.git("checkout", "--quiet", "-b", "spring")
    with pytest.raises(SiteError, match=r"holds `site\.yaml`: this is where the site is written"):
        desk.publish(branch="main")


@pytest.mark.parametrize("name", ["-d", "a..b", "a b", "refs/", "@{-1}", ""])
def test_what_cannot_be_a_branch_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(SiteError, match="cannot be the name of a branch"):
        desk.publish(branch=name)
