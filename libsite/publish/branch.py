"""A branch of a git remote as the place where a site is published.

The new commit stands on top of what the remote has; nothing is ever forced. If somebody else was
first, what they published is read and the commit made anew. Nobody's index, work tree, `HEAD` or
settings are touched, and the local branch of that name follows only after the remote has accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.errors import SiteError, error
from libsite.globs import covers
from libsite.noun import Noun
from libsite.publish.changes import addresses, compare, doubts
from libsite.publish.git import find_git, hiding
from libsite.publish.objects import MODE, Entry, blob_digest, files_of, write_commit
from libsite.publish.remote import NONE, Refusal, fetch_tip, follow, push

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from libsite.publish import Person
    from libsite.publish.built import Built
    from libsite.publish.changes import Changes
    from libsite.publish.git import Git

ATTEMPTS = 5
"""How often somebody else may be first before we give up."""


class Branch(Noun, frozen=True, kw_only=True):
    """What was asked for: a branch of a remote."""

    branch: str = "gh-pages"
    remote: str = "origin"
    message: str = ""
    """The message of the commit; empty for one that says what changed."""


class BranchPlace(Noun, frozen=True):
    """The branch, looked at, and git to reach it."""

    target: Branch
    git: Git
    name: str
    sources: tuple[str, ...]
    """Files that show that a branch holds a site's sources, and not what was made of them."""

    def bring(self, built: Built, person: Person, *, dry: bool) -> Changes | None:
        """Commit what was *built* on top of the remote's branch, and push it.

        Raises SiteError if the remote cannot be reached, refuses, or changes all the time.
        """
        git, target = self.git, self.target
        digest = blob_digest(git)
        digests = built.digests(digest)
        known: set[str] = set()
        agreed: set[str] = set()
        last = Refusal()
        for _ in range(ATTEMPTS):
            tip = fetch_tip(git, target.remote, target.branch)
            if last.tip == tip and last.reason:  # nobody was first: it is the remote's own reason
                raise SiteError(last.problem)
            there = files_of(git, tip)
            self._check_sources(there)
            wanted = joined(digests, there, built.config.keep)
            changes = compare(there, wanted)
            if dry or not changes:
                return changes
            if not agreed.issuperset(doubts(changes)) and not person.agrees(changes):
                return None
            agreed.update(doubts(changes))
            known |= {entry.digest for entry in there.values()}
            missing = tuple(path for path in digests if digests[path] not in known)
            commit = write_commit(
                git,
                built.again(digests, missing, digest),
                wanted,
                parent=tip,
                message=target.message or message_of(changes),
                now=built.options.now,
            )
            known |= set(digests.values())
            last = push(git, target.remote, target.branch, commit, tip=tip)
            if not last.reason:
                follow(git, target.branch, commit)
                return changes
        raise SiteError(NONE)

    def _check_sources(self, there: Mapping[str, Entry]) -> None:
        found = next((path for path in self.sources if path in there), None)
        if found:
            raise SiteError(
                error(
                    f"the branch `{self.target.branch}` holds `{found}`: this is where the site is"
                    " written, and publishing would put the finished pages in its place",
                    hint="publish to another branch, such as `--branch gh-pages`",
                )
            )


def branch_place(root: Path, target: Branch, environment: Mapping[str, str]) -> BranchPlace:
    """Return the *target* as a place for the site at *root*, whose git has this *environment*.

    Raises SiteError if there is no git, no repository, no such remote, or no such branch can be.
    """
    git = find_git(root, environment)
    given = git.find("remote", "get-url", "--push", "--all", "--", target.remote).splitlines()
    git = hiding(git, (*given, target.remote))
    _check_remote(git, target.remote, found=bool(given))
    _check_branch(git, target.branch)
    prefix = git.find("rev-parse", "--show-prefix")
    shown = git.redact(given[0] if given else target.remote).removesuffix(".git")
    git, name = replace(git, remote=shown), f"{target.branch} at {shown}"
    return BranchPlace(target, git, name, tuple(dict.fromkeys((f"{prefix}site.yaml", "site.yaml"))))


def _check_remote(git: Git, remote: str, *, found: bool) -> None:
    if found or (not remote.startswith("-") and {"/", ":", "\\"} & set(remote)):
        return
    others = git.find("remote").split()
    hint = "add it: `git remote add origin ADDRESS`; to publish into a folder, use `--to DIR`"
    if others:
        hint = f"use one that there is: `--remote {others[0]}`"
    raise SiteError(error(f"this repository has no remote `{git.redact(remote)}`", hint=hint))


def _check_branch(git: Git, branch: str) -> None:
    hint = "choose another one, such as `--branch gh-pages`"
    if branch.startswith("-") or git.run("check-ref-format", f"refs/heads/{branch}").code:
        raise SiteError(error(f"`{branch}` cannot be the name of a branch", hint=hint))
    if git.find("symbolic-ref", "--quiet", "HEAD") == f"refs/heads/{branch}":
        raise SiteError(error(f"`{branch}` is the branch that you are working on", hint=hint))


def joined(
    digests: Mapping[str, str], there: Mapping[str, Entry], keep: tuple[str, ...]
) -> dict[str, Entry]:
    """Return the files that the branch should have: ours, and of those *there* what is kept."""
    kept = {
        path: entry
        for path, entry in there.items()
        if path not in digests
        and any(covers(glob, path) for glob in keep)
        and not any(parent in digests for parent in _parents(path))
    }
    return {**kept, **{path: Entry(MODE, digest) for path, digest in digests.items()}}


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def message_of(changes: Changes) -> str:
    """Return what the commit says if nobody asked for other words."""
    counts = (len(addresses(each)) for each in (changes.added, changes.changed, changes.removed))
    return "Publish: pages added {:,}, changed {:,}, removed {:,}".format(*counts)
