"""The story of a build: read → plan → choose → make → keep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from libsite.artifact import Report
from libsite.keep.cache import open_cache
from libsite.keep.census import forget_census
from libsite.keep.output import Stage, recover
from libsite.noun import Noun
from libsite.visit import begin, note_census, output_of, unchanged

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.keep.cache import Cache
    from libsite.visit import Options, Visit
    from libsite.work import Work


class Watcher(Protocol):
    """Somebody who is told how a build goes on."""

    def say(self, text: str) -> None:
        """Hear a sentence."""

    def step(self, what: str, done: int, total: int) -> None:
        """Hear that *done* of *total* are done of *what*: `Making files`, the items at its end."""


class Nobody(Noun, frozen=True):
    """A watcher who does not care."""

    def say(self, text: str) -> None:
        """Ignore *text*."""

    def step(self, what: str, done: int, total: int) -> None:
        """Ignore the step."""


NOBODY = Nobody()


def nothing(done: int, total: int) -> None:
    """Ignore that *done* of *total* are done."""


def build(root: Path, options: Options, *, watcher: Watcher = NOBODY) -> Report:
    """Bring the output of the site at *root* up to date, and say what was done.

    Raises SiteError with every problem that was found if there are errors; the output is then as it
    was before. Raises BusyError if another build of the site does not finish, and UnfinishedError
    if the machine fails half-way: the next build completes it.
    """
    output_of(root, options)  # what cannot be meant is refused before anything is written
    with open_cache(root, waiting=watcher.say) as cache:
        visit = begin(root, options, cache)
        recover(visit.output)
        if report := unchanged(visit, cache):
            note_census(visit, cache, report)
            return report
        forget_census(str(root))

        work = _choose(visit, cache, watcher)

        # The libraries behind this take long to load: a build with nothing to do does not pay.
        from libsite.remake import confirm, make_stale

        stage = Stage(visit.output, work.owned)
        try:
            make_stale(work, visit, cache, stage, step=partial(watcher.step, "Making files"))
            cache.doubt(visit.tree, work.reasons)
            removed = stage.swap(work.planned, sources=work.public)
        finally:
            stage.abandon()
        confirm(work, visit, cache, stage.stamps, removed)
        report = Report(
            made=work.reasons,
            kept=work.kept,
            written=tuple(sorted(stage.staged)),
            removed=removed,
            problems=work.problems,
            pages=work.plan.pages,
            left_out=work.left_out,
            until=work.plan.until,
        )
        note_census(visit, cache, report)
        return report


def _choose(visit: Visit, cache: Cache, watcher: Watcher) -> Work:
    """Return what must be made: found at once where only words changed, else by planning anew."""
    if visit.before is not None:  # else more than words has changed, and nothing need be loaded
        from libsite.amend import amend

        if work := amend(visit, cache):
            return work
    from libsite.survey import survey

    settled = survey(visit, cache, step=partial(watcher.step, "Reading files"))

    from libsite.prepare import prepare

    return prepare(settled, visit, cache)
