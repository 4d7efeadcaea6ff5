"""Run git: without a prompt, without the user's index, and without a secret in what it says.

Files are read and written by plumbing alone, so that neither attributes nor `core.autocrlf` touch a
byte. What git says is read by programs (`LC_ALL=C`), and goes to people only through `redact`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from libsite.errors import SiteError, error
from libsite.noun import Noun
from libsite.publish.faults import explained
from libsite.repository import without_password

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SETTINGS = (
    "core.fsmonitor=false",
    "core.splitIndex=false",  # its second half would be written beside the user's index
    "gc.auto=0",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=120",  # a server that is silent this many seconds is gone
    "i18n.commitEncoding=UTF-8",
    "maintenance.auto=false",
)
LOCAL = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_CURL_VERBOSE GIT_DIR"
    " GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX GIT_NAMESPACE"
    " GIT_NO_REPLACE_OBJECTS GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH"
    " GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)
"""What a hook that calls us would hand down (`git rev-parse --local-env-vars`), and a trace."""
SILENT = {
    "GCM_INTERACTIVE": "never",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_TRACE2": "0",
    "GIT_TRACE2_EVENT": "0",
    "GIT_TRACE2_PERF": "0",
    "LANGUAGE": "",
    "LC_ALL": "C",
}
TOKENS = (
    (re.compile(r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?(?:\w+\s+)?)[^\s'\"]+"), r"\1…"),
    (re.compile(r"\b(?:gh[opsur]_|github_pat_|glpat-)\w+"), "…"),
)
"""What could open a door besides the user's part of an address: a header, tokens of large hosts."""
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
"""What a server could steer a terminal with."""
SHORTEST = 4
"""Characters below which a word is no secret: it would be cut out of everything."""


class Done(Noun, frozen=True):
    """What git answered; only `said` is fit to be shown."""

    code: int
    out: bytes
    said: str
    """Standard error without secrets."""


class Git(Noun, frozen=True):
    """Git in the repository of a site."""

    program: str
    folder: Path
    environment: Mapping[str, str]
    secrets: tuple[str, ...] = ()
    remote: str = ""
    """The address of the remote, fit to be shown."""

    def run(self, *words: str, data: bytes = b"", **environment: str) -> Done:
        """Run git with *words*, *data* as its input and more *environment*."""
        done = subprocess.run(  # noqa: S603 - the words are ours, those of people stand behind `--`
            self.command(words),
            cwd=self.folder,
            env={**self.environment, **environment},
            input=data,
            capture_output=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, self.redact(_text(done.stderr)))

    def command(self, words: Iterable[str]) -> list[str]:
        """Return the command line of git with *words*."""
        return [self.program, *(word for each in SETTINGS for word in ("-c", each)), *words]

    def answer(self, *words: str, data: bytes = b"", **environment: str) -> str:
        """Return what git answers, without the last line's end. Raises SiteError if it fails."""
        done = self.run(*words, data=data, **environment)
        if done.code:
            raise SiteError(explained(done.said, self.remote))
        return _text(done.out).rstrip("\n")

    def find(self, *words: str) -> str:
        """Return what git answers, without the last line's end; nothing if it fails."""
        done = self.run(*words)
        return "" if done.code else _text(done.out).rstrip("\n")

    def redact(self, text: str) -> str:
        """Return *text* without anything that could be a secret."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        text = without_password(text)
        for pattern, instead in TOKENS:
            text = pattern.sub(instead, text)
        return CONTROL.sub("", text)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def find_git(folder: Path, environment: Mapping[str, str]) -> Git:
    """Return git for the repository around *folder*.

    Raises SiteError if git is not installed, or if there is no repository.
    """
    program = shutil.which("git", path=environment.get("PATH"))
    if program is None:
        hint = "install it from https://git-scm.com; to publish into a folder, use `--to DIR`"
        raise SiteError(error("git is not installed", hint=hint))
    kept = {
        name: value
        for name, value in environment.items()
        if name.upper() not in LOCAL and not name.upper().startswith("GIT_TRACE")
    }
    git = Git(program, folder, {**kept, **SILENT})
    git.answer("rev-parse", "--git-dir")
    # What somebody chose to be asked by stays; what would ask in a window of its own does not.
    quiet = {}
    if not {"GIT_SSH_COMMAND", "GIT_SSH"} & kept.keys() and not git.find(
        "config", "core.sshCommand"
    ):
        quiet["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes"
    if "GIT_ASKPASS" not in kept and not git.find("config", "core.askPass"):
        quiet["GIT_ASKPASS"] = ""  # else git falls back to SSH_ASKPASS
    return replace(git, environment={**git.environment, **quiet})


def hiding(git: Git, addresses: Iterable[str]) -> Git:
    """Return *git* that keeps quiet about what stands before the `@` of *addresses*."""
    found = set(git.secrets)
    for address in addresses:
        user, _, host = address.partition("://")[2].rpartition("@")
        if "/" not in user and host:
            found |= {user, unquote(user)}
            if ":" in user:
                password = user.partition(":")[2]
                found |= {password, unquote(password)}
    longest_first = sorted((w for w in found if len(w) >= SHORTEST), key=lambda w: (-len(w), w))
    return replace(git, secrets=tuple(longest_first))
