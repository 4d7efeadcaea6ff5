"""What git says when it fails, in words for a librarian."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from libsite.errors import error
from libsite.text import excerpt

if TYPE_CHECKING:
    from libsite.errors import Problem

SHOWN = 240
"""Characters of what a server says that are shown."""


class Fault(NamedTuple):
    """A reason why git fails."""

    sign: str
    """A regular expression: how git, curl or ssh say it in English."""
    message: str
    hint: str


FAULTS = (
    Fault(
        r"not a git repository",
        "this site is not in a git repository",
        "run `git init` and `git remote add origin ADDRESS`; to publish into a folder, use"
        " `--to DIR`",
    ),
    Fault(
        r"dubious ownership",
        "git does not trust this folder, since it belongs to somebody else",
        "run `git status` here: git says how to trust the folder",
    ),
    Fault(
        r"returned error: 403|Permission to .* denied|not authorized to push|Write access to",
        "the remote does not let you write there (403)",
        "ask for the right to write, or use a token that has it; in GitHub Actions, give the job"
        " `permissions: {contents: write}`",
    ),
    Fault(
        r"could not read (Username|Password)|terminal prompts disabled|Authentication failed"
        r"|Invalid credentials|returned error: 401|HTTP Basic: Access denied",
        "the remote wants to know who you are (401), and git knows no password or token for it",
        "sign in once with `git push` in a terminal or with GitHub Desktop; then publish again",
    ),
    Fault(
        r"Permission denied \(|publickey|Host key verification failed|passphrase",
        "the remote does not accept your SSH key, or your SSH key is locked",
        "try `git fetch` in a terminal; `ssh-add` unlocks a key",
    ),
    Fault(
        r"Repository not found|returned error: 404|repository .* not found"
        r"|does not appear to be a git repository|does not exist",
        "the remote is not there (404), or you may not see it",
        "look at the address with `git remote --verbose`",
    ),
    Fault(
        r"Could not resolve|Failed to connect|Connection refused|Network is unreachable"
        r"|No route to host|timed out|Couldn't connect",
        "the remote cannot be reached",
        "check the network and the address (`git remote --verbose`); then publish again",
    ),
    Fault(
        r"RPC failed|early EOF|hung up|unexpected disconnect|Empty reply|transfer closed"
        r"|Recv failure|Send failure|Operation too slow|Connection (was )?(reset|closed)"
        r"|Broken pipe|SSL_read|SSL_write|TLS connection was|curl \d+"
        r"|returned error: 5\d\d",
        "the connection to the remote broke off",
        "publish again: what was there before is still there",
    ),
    Fault(
        r"SSL|certificate|server verification",
        "the remote cannot prove that it is the one that was asked for",
        "check the clock and the network of this computer; a school's network may stand between",
    ),
    Fault(
        r"No space left|Disk quota|unable to write|insufficient permission|Read-only file system",
        "git cannot write into the repository on this computer",
        "free some space, or check who may write into the folder `.git`",
    ),
)
"""The first that fits is told."""


def explained(said: str, remote: str = "") -> Problem:
    """Return the problem behind what git *said*, which must be free of secrets.

    *remote* is the address that was asked, if one was.
    """
    for fault in FAULTS:
        if re.search(fault.sign, said):
            named = f"the remote {remote}".rstrip()
            return error(fault.message.replace("the remote", named, 1), hint=fault.hint)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines
    words = excerpt(" ".join(telling), SHOWN) or "it does not say why"
    return error(f"git failed: {words}", hint="mend what git says, then publish again")


def refused(branch: str, reason: str, said: str) -> Problem:
    """Return the problem that the remote does not take *branch*, for a *reason*; it *said* more."""
    spoken = (line.removeprefix("remote:").strip() for line in said.splitlines() if _spoken(line))
    words = excerpt(" ".join(filter(None, spoken)), SHOWN)
    more = f'; it says: "{words}"' if words else ""
    return error(
        f"the remote refused the branch `{branch}` ({reason}){more}",
        hint="mend what it says, or ask whoever looks after the repository whether a rule protects"
        " the branch; nothing was published",
    )


def _spoken(line: str) -> bool:
    return line.startswith("remote:")
