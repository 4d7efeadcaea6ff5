"""Bring what was built to where readers find it: exactly that, and nothing on the way is lost.

What is published is what a build wrote, as its manifest lists it. Two places can take it: a branch
of a git remote (`branch.py`), and a folder such as a mounted web space (`folder.py`). Either way
the site is built first, what differs is said, a person is asked where much would vanish, and after
success the ledger is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never
from urllib.parse import urlsplit

from libsite.build import build
from libsite.errors import Problem, SiteError, warning
from libsite.noun import Noun
from libsite.plan.extras import EXAMPLES
from libsite.publish.branch import Branch, branch_place
from libsite.publish.built import SETTINGS, look_at_built
from libsite.publish.folder import Folder, folder_place
from libsite.read.site import LEDGER
from libsite.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from libsite.artifact import Report
    from libsite.build import Watcher
    from libsite.model import Config
    from libsite.publish.branch import BranchPlace
    from libsite.publish.changes import Changes
    from libsite.publish.folder import FolderPlace
    from libsite.visit import Options

__all__ = ["Branch", "Folder", "Person", "Published", "publish"]


class Person(Protocol):
    """Somebody who is told what happens, and asked."""

    def built(self, report: Report) -> None:
        """Hear what the build did."""

    def agrees(self, changes: Changes) -> bool:
        """Hear what would change, and tell whether to go on."""


class Published(Noun, frozen=True):
    """What `publish` did."""

    place: str
    """Where: `gh-pages at https://github.com/maple/library`."""
    changes: Changes
    address: str
    """Where readers find the site."""
    noted: int
    """How many entries of the ledger are new or have changed."""
    problems: tuple[Problem, ...]
    """What does not hinder publishing: a ledger that could not be written."""


def publish(
    root: Path,
    options: Options,
    target: Branch | Folder,
    person: Person,
    *,
    environment: Mapping[str, str],
    watcher: Watcher,
    dry: bool = False,
) -> Published | None:
    """Build the site at *root*, bring it to *target*, and write the ledger.

    With *dry*, only say what would change. None is returned if the *person* did not agree. Raises
    SiteError if anything forbids to publish, or fails: what is published is then as it was.
    """
    place = _place(root, options, target, environment, watcher)
    report = build(root, options, watcher=watcher)
    person.built(report)
    built = look_at_built(root, options, waiting=watcher.say)
    changes = place.bring(built, person, dry=dry)
    if changes is None:
        return None
    noted, problems = (0, ()) if dry else _note(root, options)
    problems = (*_check_address(built.config), *problems)
    return Published(place.name, changes, built.config.url, noted, problems)


def _check_address(config: Config) -> Iterator[Problem]:
    if urlsplit(config.url).hostname in EXAMPLES:
        yield warning(
            "`url` is still an example: feeds and previews lead there",
            path=SETTINGS,
            line=config.lines.get("url", 0),
            hint="write where the site is published, such as"
            " `url: https://maple-street.github.io/library/`",
        )


def _place(
    root: Path,
    options: Options,
    target: Branch | Folder,
    environment: Mapping[str, str],
    watcher: Watcher,
) -> BranchPlace | FolderPlace:
    match target:
        case Branch():
            return branch_place(root, target, environment)
        case Folder():
            return folder_place(root, options, target, waiting=watcher.say)
        case _:
            assert_never(target)


def _note(root: Path, options: Options) -> tuple[int, tuple[Problem, ...]]:
    """Write the ledger; what hinders it is no reason to say that nothing was published."""
    try:
        done = record(root, options)
    except SiteError as fault:
        why = "; ".join(problem.message for problem in fault.problems)
    else:
        return len(done.added) + len(done.changed), ()
    message = f"the site was published, but not noted in the ledger: {why}"
    return 0, (warning(message, path=LEDGER, hint="mend this, then run `libsite record`"),)
