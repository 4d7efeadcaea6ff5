"""Git's objects: the files of a commit, and a new commit of other files; all by a few processes."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from libsite.errors import SiteError
from libsite.publish.faults import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from libsite.publish.git import Git

MODE = "100644"
"""A plain file (git-fast-import(1), "filemodify")."""
IDENTITY = {"NAME": "libsite", "EMAIL": "libsite@localhost"}
"""Who commits where nobody told git a name: better than the names of a person and a computer, which
git would guess."""


class Entry(NamedTuple):
    """A file of a commit."""

    mode: str
    digest: str
    """The name of its blob."""


def blob_digest(git: Git) -> Callable[[bytes], str]:
    """Return how the repository of *git* names a file's bytes: by SHA-1 or SHA-256."""
    name = git.find("rev-parse", "--show-object-format") or "sha1"

    def digest(data: bytes) -> str:
        made = hashlib.new(name, b"blob %d\0" % len(data), usedforsecurity=False)
        made.update(data)
        return made.hexdigest()

    return digest


def files_of(git: Git, commit: str) -> dict[str, Entry]:
    """Return every file of *commit* by path; none for no commit."""
    if not commit:
        return {}
    done = git.run("ls-tree", "-r", "-z", "--full-tree", commit)
    if done.code:
        raise SiteError(explained(done.said))
    found = {}
    for line in done.out.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        said, _, path = line.partition("\t")
        mode, _, digest = said.split(" ")
        found[path] = Entry(mode, digest)
    return found


def write_commit(
    git: Git,
    blobs: Iterable[tuple[str, bytes]],
    files: Mapping[str, Entry],
    *,
    parent: str,
    message: str,
    now: datetime,
) -> str:
    """Write a commit of *files* on top of *parent*, if there is one, and return its name.

    *blobs* are the bytes of those files that the repository may not have. No ref points to the
    commit: until one does, nobody sees it.
    """
    _write_blobs(git, blobs)
    rows = (f"{e.mode} {e.digest}\t{path}\0" for path, e in sorted(files.items()))
    with tempfile.TemporaryDirectory(prefix="libsite-") as folder:
        index = str(Path(folder) / "index")
        listed = "".join(rows).encode("utf-8", "surrogateescape")
        git.answer("update-index", "-z", "--index-info", data=listed, GIT_INDEX_FILE=index)
        tree = git.answer("write-tree", GIT_INDEX_FILE=index)
    parents = ("-p", parent) if parent else ()
    who = {} if _knows_who(git) else {f"GIT_{w}_{k}": v for w in WHO for k, v in IDENTITY.items()}
    when = f"{int(now.timestamp())} +0000"
    dates = {f"GIT_{word}_DATE": when for word in WHO}
    return git.answer("commit-tree", tree, *parents, data=f"{message}\n".encode(), **who, **dates)


WHO = ("AUTHOR", "COMMITTER")


def _knows_who(git: Git) -> bool:
    return not any(
        git.run("-c", "user.useConfigOnly=true", "var", f"GIT_{word}_IDENT").code for word in WHO
    )


def _write_blobs(git: Git, blobs: Iterable[tuple[str, bytes]]) -> None:
    """Write *blobs* as one pack, or loose where they are few (git-fast-import(1), "blob")."""
    words = ("fast-import", "--quiet", "--done", "--depth=0")
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - the words are ours
            git.command(words),
            cwd=git.folder,
            env=dict(git.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        if process.stdin is None:
            raise TypeError
        broken = False
        try:
            for _, data in blobs:
                process.stdin.write(b"blob\ndata %d\n%b\n" % (len(data), data))
            process.stdin.write(b"done\n")
            process.stdin.close()
        except BrokenPipeError:  # it says why below
            broken = True
        except BaseException:
            process.kill()
            raise
        failed = process.wait() or broken
        said.seek(0)
        if failed:
            raise SiteError(explained(git.redact(said.read().decode("utf-8", "replace"))))
