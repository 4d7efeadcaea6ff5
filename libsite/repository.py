"""What git knows of a folder: its repository, its branch, and where it is pushed to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from libsite.noun import Noun

PATIENCE = 20
"""Seconds that git may take for a question that needs no network."""
_USER = re.compile(r"(?<=://)[^/\s]*@")


class Repository(Noun, frozen=True):
    """A git repository as seen from one of its folders."""

    top: Path
    """The folder that holds all of its files."""
    branch: str
    """The branch that is checked out; empty where none is."""
    trunk: str
    """The branch that the remote calls its default; empty where that is not known."""
    remote: str
    """The address of the remote `origin`, or of the only one, without a password; or empty."""
    commit: str
    """The commit that is checked out, 40 digits; empty before the first."""


def has_git() -> bool:
    """Tell whether git is installed."""
    return shutil.which("git") is not None


def find_repository(folder: Path) -> Repository | None:
    """Return the repository in which *folder* lies; None if there is none, or no git."""
    top = ask_git(folder, "rev-parse", "--show-toplevel")
    if not top:
        return None
    remotes = ask_git(folder, "remote").split()
    name = "origin" if "origin" in remotes or not remotes else remotes[0]
    head = ask_git(folder, "symbolic-ref", "--quiet", "--short", f"refs/remotes/{name}/HEAD")
    return Repository(
        top=Path(top),
        branch=ask_git(folder, "symbolic-ref", "--quiet", "--short", "HEAD"),
        trunk=head.removeprefix(f"{name}/"),
        remote=without_password(ask_git(folder, "remote", "get-url", name) if remotes else ""),
        commit=ask_git(folder, "rev-parse", "--quiet", "--verify", "HEAD"),
    )


def ask_git(folder: Path, *question: str) -> str:
    """Return what git answers to *question* about *folder*; nothing where it has no answer."""
    program = shutil.which("git")
    if not program:
        return ""
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - git, with words of ours
            [program, "-C", os.fspath(folder), *question],
            env={**os.environ, **quiet},
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode(errors="replace").strip()


def without_password(text: str) -> str:
    """Return *text* without the names and the passwords that addresses in it may hold."""
    return _USER.sub("", text)


def github_name(remote: str) -> tuple[str, str] | None:
    """Return owner and name of the repository on GitHub that *remote* means, if it does.

    Both forms are known: `https://github.com/maple/library.git`, `git@github.com:maple/library`.
    """
    if "://" in remote:
        parts = urlsplit(remote)
        host, path = parts.hostname or "", parts.path
    else:
        host, _, path = remote.rpartition("@")[2].partition(":")
    owner, _, name = path.strip("/").removesuffix(".git").partition("/")
    is_github = host.lower() in ("github.com", "www.github.com", "ssh.github.com")
    return (owner, name) if is_github and owner and name and "/" not in name else None
