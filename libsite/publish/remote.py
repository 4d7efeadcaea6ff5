"""Talking to a git remote about one branch: what stands there, and whether it takes a commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.errors import Problem, SiteError, error
from libsite.noun import Noun
from libsite.publish.faults import explained, refused

if TYPE_CHECKING:
    from libsite.publish.git import Done, Git

FIRST = re.compile(
    r"fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref"
    r"|incorrect old value|reference already exists|failed to lock"
)
"""How git says that the branch is not what it was: somebody else has just published."""
TRIES = 3
"""How often the branch may change between asking for its newest commit and fetching it."""
NONE = error(
    "somebody else publishes to the same branch all the time", hint="publish again a little later"
)


class Refusal(Noun, frozen=True):
    """That the remote did not take a commit; empty if it did."""

    tip: str = ""
    """What the branch was when the commit was made."""
    reason: str = ""
    problem: Problem = NONE


def fetch_tip(git: Git, remote: str, branch: str) -> str:
    """Return the newest commit of the remote's *branch*, which is then here; empty if none is.

    Nothing of the user's is changed but, as by every fetch, what git remembers of the remote.
    """
    shallow = git.find("rev-parse", "--is-shallow-repository") == "true"
    for _ in range(TRIES):
        tip = _ask_tip(git, remote, branch)
        if not tip or not git.run("cat-file", "-e", f"{tip}^{{tree}}").code:
            return tip
        git.answer(
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-prune",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            *(["--depth=1"] if shallow else []),  # a whole repository must not become shallow
            "--",
            remote,
            f"refs/heads/{branch}",
        )
    raise SiteError(NONE)


def _ask_tip(git: Git, remote: str, branch: str) -> str:
    """Return the name of the newest commit of the remote's *branch*; empty if there is none."""
    ref = f"refs/heads/{branch}"
    lines = git.answer("ls-remote", "--", remote, ref).splitlines()
    return next((line.partition("\t")[0] for line in lines if line.endswith(f"\t{ref}")), "")


def push(git: Git, remote: str, branch: str, commit: str, *, tip: str) -> Refusal:
    """Push *commit*, made on top of *tip*, as the remote's *branch*; never by force.

    Raises SiteError unless the remote took it, or may take another one since the branch changed.
    """
    done = git.run(
        "push",
        "--porcelain",
        "--no-follow-tags",
        "--no-signed",
        "--recurse-submodules=no",
        "--",
        remote,
        f"{commit}:refs/heads/{branch}",
    )
    if done.code == 0:
        return Refusal()
    reason = _reason(git, done)
    if FIRST.search(reason):
        return Refusal(tip, reason, refused(branch, reason, done.said))
    if reason:
        raise SiteError(refused(branch, reason, done.said))
    if _arrived(git, remote, branch, commit):  # only the answer was lost
        return Refusal()
    raise SiteError(explained(done.said, git.remote))


def _reason(git: Git, done: Done) -> str:
    """Return why the remote refused, in its own words; nothing if it did not come to that."""
    said = git.redact(done.out.decode("utf-8", "replace"))
    rows = (line.split("\t") for line in said.splitlines() if line.startswith("!\t"))
    summary = next((row[-1] for row in rows), "")
    inside = re.search(r"\((.*)\)", summary)
    return inside[1] if inside else summary


def _arrived(git: Git, remote: str, branch: str, commit: str) -> bool:
    try:
        return _ask_tip(git, remote, branch) == commit
    except SiteError:
        return False


def follow(git: Git, branch: str, commit: str) -> None:
    """Bring the local *branch* to *commit*, if there is one and nothing of it would be lost.

    One that is checked out somewhere stays, since its files would not follow.
    """
    ref = f"refs/heads/{branch}"
    old = git.find("rev-parse", "--verify", "--quiet", ref)
    lines = git.find("worktree", "list", "--porcelain").splitlines()
    if not old or old == commit or f"branch {ref}" in lines:
        return
    if not git.run("merge-base", "--is-ancestor", old, commit).code:
        git.run("update-ref", "-m", "libsite publish", ref, commit, old)
