"""The workflow that publishes a site on GitHub Pages: filled in, read, compared.

The text stands in `workflow.yml` beside this module. Three of its lines are a site's own: where
libsite comes from, the branch that is published, and the times. All else is libsite's, and a mark
in the file tells whether somebody has changed it.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from difflib import unified_diff
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from libsite.errors import SiteError, error
from libsite.moments import zone
from libsite.noun import Noun

if TYPE_CHECKING:
    from pathlib import Path

PLACE = ".github/workflows/publish.yml"
BRANCH = "main"
"""The branch that GitHub gives a new repository."""
State = Literal["missing", "current", "old", "changed"]
"""How the file in a site stands to the one that would be written: `old` was written by another
version of libsite, `changed` by a person."""

_SOURCE = re.compile(r"^  LIBSITE:[ \t]*(.*)$", re.MULTILINE)
_BRANCH = re.compile(r"^    branches: \[(.*)\][ \t]*$", re.MULTILINE)
_TIMES = re.compile(r"(?:^    - cron:.*\n)+", re.MULTILINE)
_CRON = re.compile(r"- cron:[ \t]*[\"']?([^\"'#\n]+?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_MARK = re.compile(r"^# Mark of libsite: ([0-9a-f]*)\n", re.MULTILINE)


class Workflow(Noun, frozen=True):
    """What is a site's own in its workflow."""

    source: str
    """Where libsite is installed from, for pip; empty where nobody could tell."""
    branch: str = BRANCH
    times: tuple[str, ...] = ()
    """When it runs by the clock, as cron says it, in UTC; empty for the times of the template."""


# ---- Where libsite comes from


_PINNED = re.compile(r"git\+(?:https|ssh)://[^\s@]+(?:@[^\s@/]+/[^\s@]+)?@[0-9a-f]{40}(?:#\S*)?")
_WHEEL = re.compile(r"(?:https://\S+|[\w./\\:~+-]+)\.(?:whl|tar\.gz|zip)(?:#\S*)?")


def read_source(typed: str) -> str:
    """Return where libsite comes from as it was *typed*.

    Raises ValueError, with the reason, for what is not one exact version: a name, a branch, a tag.
    """
    source = typed.strip()
    if "${{" in source or any(ord(character) < ord(" ") for character in source):
        message = f"{source!r} has signs in it that an address does not have"
        raise ValueError(message)
    if _PINNED.fullmatch(source) or _WHEEL.fullmatch(source):
        return source
    if source.startswith("git+"):
        message = f"{source!r} names no commit: it must end in @ and the 40 digits of one"
        raise ValueError(message)
    message = (
        f"{source!r} is neither an address that ends in a commit, such as"
        " git+https://github.com/OWNER/libsite@…, nor a file that ends in .whl"
    )
    raise ValueError(message)


def own_source() -> str:
    """Return where this libsite was installed from, if others can install the same from there.

    pip notes that beside each package that it takes from an address (PEP 610, "Recording the Direct
    URL Origin"). A folder of this computer is no such place: the answer is then empty.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = distribution("libsite").read_text("direct_url.json")
        found = json.loads(noted or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    return source_noted(found)


def source_noted(found: object) -> str:
    """Return the source that *found* names, a record of PEP 610; nothing if it is not exact."""
    if not isinstance(found, dict):
        return ""
    address, version = str(found.get("url", "")), found.get("vcs_info")
    if isinstance(version, dict) and version.get("vcs") == "git":
        address = f"git+{address}@{version.get('commit_id', '')}"
    archive = found.get("archive_info")
    if isinstance(archive, dict) and archive.get("hash") and "#" not in address:
        address = f"{address}#{archive['hash']}"
    if not address.startswith(("https://", "git+https://")):
        return ""
    try:
        return read_source(address)
    except ValueError:
        return ""


# ---- When it runs


def times(timezone: str, *, now: datetime, seed: str) -> tuple[str, ...]:
    """Return when the workflow runs, as two lines of cron in UTC.

    The first is soon after midnight in the zone *timezone*, in summer and in winter of the year of
    *now*, as that is when days begin and end; the second is half a day later. The minute is odd and
    follows from *seed*, so that not all libraries ask GitHub at once.
    """
    local = zone(timezone)
    offsets = (datetime(now.year, month, 1, 12, tzinfo=local).utcoffset() for month in range(1, 13))
    least = min(offset or timedelta() for offset in offsets)
    hour = -(least // timedelta(hours=1)) % 24  # rounded up, where a zone has half hours
    minute = 11 + blake2b(seed.encode(), digest_size=1).digest()[0] % 20 * 2
    return tuple(f"{minute} {(hour + more) % 24} * * *" for more in (0, 12))


# ---- The file


@cache
def _template() -> str:
    from importlib import resources

    return (resources.files("libsite") / "workflow.yml").read_text(encoding="utf-8")


def fill(workflow: Workflow) -> str:
    """Return the text of the file for *workflow*, with its mark."""
    text = _own(_template(), workflow)
    head, name, rest = text.partition("\nname: ")
    return f"{head}# Mark of libsite: {_mark(text)}\n{name}{rest}"


def _own(text: str, workflow: Workflow) -> str:
    """Return *text* with the three lines of *workflow* in place of its own."""
    source, branch = (
        json.dumps(word, ensure_ascii=False) for word in (workflow.source, workflow.branch)
    )
    plain = workflow.branch if re.fullmatch(r"[A-Za-z][\w./-]*", workflow.branch) else branch
    text = _SOURCE.sub(lambda _: f"  LIBSITE: {source}", text, count=1)
    text = _BRANCH.sub(lambda _: f"    branches: [{plain}]", text, count=1)
    if workflow.times:
        lines = "".join(f'    - cron: "{time}"\n' for time in workflow.times)
        text = _TIMES.sub(lambda _: lines, text, count=1)
    return text


def _mark(text: str) -> str:
    """Return what stands for all of *text* but for a site's own lines and the mark itself."""
    blank = _own(_MARK.sub("", text), Workflow("", times=("",)))
    return blake2b(blank.encode(), digest_size=8).hexdigest()


def read_workflow(text: str) -> Workflow:
    """Return what is the site's own in the *text* of a workflow."""
    source, branch = _SOURCE.search(text), _BRANCH.search(text)
    lines = _TIMES.search(text)
    return Workflow(
        source=_word(source[1]) if source else "",
        branch=_word(branch[1]) if branch else BRANCH,
        times=tuple(_CRON.findall(lines[0])) if lines else (),
    )


def _word(written: str) -> str:
    """Return the value of a scalar of YAML as it was *written*, with or without quotes."""
    word = written.strip()
    if word[:1] in ("'", '"'):
        return word[1:].partition(word[0])[0]
    return word.partition(" #")[0].strip()


def state_of(text: str | None, wanted: str) -> State:
    """Say how the *text* that stands in a site, None for none, stands to the *wanted* one."""
    if text is None:
        return "missing"
    if text == wanted:
        return "current"
    mark = _MARK.search(text)
    return "old" if mark and mark[1] == _mark(text) else "changed"


def workflow_in(root: Path) -> str | None:
    """Return the text of the workflow in the site at *root*, its line ends made plain; or None."""
    try:
        data = (root / PLACE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise SiteError(error(f"this cannot be read: {fault.strerror}", path=PLACE)) from fault
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")


def renewed(text: str | None, wanted: Workflow) -> Workflow:
    """Return *wanted* with what the *text* that stands in the site says otherwise on purpose.

    A branch and times that somebody has set stay, and the source where no other is known.
    """
    if text is None:
        return wanted
    own = read_workflow(text)
    return Workflow(
        source=wanted.source or own.source,
        branch=own.branch or wanted.branch,
        times=own.times or wanted.times,
    )


def difference(text: str, wanted: str) -> str:
    """Return how the *wanted* file differs from the *text* that stands there, as `diff -u` does."""
    lines = unified_diff(
        text.splitlines(keepends=True),
        wanted.splitlines(keepends=True),
        fromfile=f"{PLACE} (as it is)",
        tofile=f"{PLACE} (as libsite writes it)",
    )
    return "".join(lines)
