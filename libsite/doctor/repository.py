"""The site's repository: what git keeps, what it must not keep, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.doctor.findings import attention, good
from libsite.doctor.workflow import ask_workflow
from libsite.repository import ask_git, find_repository, has_git
from libsite.workflow import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.doctor.findings import Finding
    from libsite.repository import Repository

MADE = ("output", ".libsite")
"""Folders that libsite makes, and that git need not keep."""
KEPT = ("site.yaml", "content/posts/post.md", "content/_ledger/published.yaml", "themes/own.html")
"""Paths that git must not pass over."""


def ask_repository(root: Path) -> Iterator[Finding]:
    """Yield what there is to say of the git repository in which the site at *root* lies."""
    if not has_git():
        hint = "install git, if the site is to be published from this computer"
        yield attention("Git", "git is not installed", hint)
        return
    found = find_repository(root)
    if found is None:
        hint = "`git init` makes one; a site that is copied to a server by hand needs none"
        yield attention("Git", "the site is in no repository", hint)
        return
    yield _branch(found)
    yield from _ignored(root)
    yield from _work(root, found)
    yield from ask_workflow(root, found)


def _branch(found: Repository) -> Finding:
    if not found.branch:
        hint = f"`git switch {found.trunk or 'main'}` goes back to it"
        return attention("Git", "no branch is checked out, so that a commit would be lost", hint)
    if not found.remote:
        hint = "make a repository on GitHub; it shows the two lines to type"
        return attention("Git", f"branch `{found.branch}`; it is pushed nowhere", hint)
    return good("Git", f"branch `{found.branch}`, pushed to {found.remote}")


def _ignored(root: Path) -> Iterator[Finding]:
    """Say whether git keeps what people wrote, and passes over what libsite makes."""
    lost = [path for path in KEPT if ask_git(root, "check-ignore", "--no-index", path)]
    if lost:
        shown = ", ".join(f"`{path}`" for path in lost)
        hint = "take the line out of `.gitignore` that names them"
        yield attention("Git", f"git would pass over {shown}", hint)
    kept = [
        name for name in MADE if ask_git(root, "ls-files", "--", f"{name}/*.html", f"{name}/*db")
    ]
    open_ = [name for name in MADE if not ask_git(root, "check-ignore", "--no-index", f"{name}/x")]
    if kept:
        names = " ".join(kept)
        hint = f"`git rm -r --cached {names}`, and a line `/{kept[0]}/` in `.gitignore`"
        yield attention("Git", f"git keeps `{names}`, which libsite makes", hint)
    elif open_:
        lines = " and ".join(f"`/{name}/`" for name in open_)
        yield attention("Git", "git would keep what libsite makes", f"add {lines} to `.gitignore`")
    elif not lost:
        yield good("Git", "`.gitignore` is right: content is kept, what libsite makes is not")


def _work(root: Path, found: Repository) -> Iterator[Finding]:
    # without a workflow, `publish` takes what is on the disk
    so = "not published" if (root / PLACE).is_file() else "nowhere but on this computer"
    changed = ask_git(
        root, "status", "--porcelain", "-uall", "--", "site.yaml", "content", "themes"
    )
    if changed:
        files = len(changed.splitlines())
        said = "1 file is" if files == 1 else f"{files:,} files are"
        hint = '`git add --all`, then `git commit -m "…"`, then `git push`'
        yield attention("Git", f"{said} not committed, and so {so}", hint)
    ahead = ask_git(root, "rev-list", "--count", "@{upstream}..HEAD")
    if found.remote and ahead.isdigit() and int(ahead):
        said = "1 commit is" if ahead == "1" else f"{int(ahead):,} commits are"
        yield attention("Git", f"{said} not pushed, and so {so}", "`git push`")
