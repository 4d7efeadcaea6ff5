"""Look at a built site, and say what a build lets pass: answers to `libsite check`."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from libsite.build import NOBODY, build, nothing
from libsite.check.external import look_up
from libsite.check.subject import Subject
from libsite.check.table import CHECKS
from libsite.errors import SiteError, error
from libsite.keep.cache import open_cache
from libsite.keep.census import OUTPUT
from libsite.noun import Noun
from libsite.survey import survey
from libsite.visit import begin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from libsite.build import Watcher
    from libsite.check.web import Manners
    from libsite.errors import Problem
    from libsite.visit import Options

BUILD = "build"
"""What the findings of the build itself are called."""


class Finding(Noun, frozen=True):
    """A problem, and the check that found it."""

    check: str
    """The name of the check: `lost-fragments`; `build` for what every build says."""
    problem: Problem

    def plain(self) -> dict[str, object]:
        """Return it as plain values, as the report in JSON has it."""
        return {"check": self.check, **asdict(self.problem)}


class Outcome(Noun, frozen=True):
    """What was found in a site."""

    pages: int
    """How many pages are published."""
    findings: tuple[Finding, ...]
    """By file, line and column; what concerns no file comes first."""


def check(
    root: Path, options: Options, *, manners: Manners | None = None, watcher: Watcher = NOBODY
) -> Outcome:
    """Build the site at *root*, and return what is to be said of it; with *manners*, ask others.

    `strict` in *options* makes warnings errors here, and does not stop the build. Raises SiteError
    with every problem if the site cannot be built.
    """
    plain = replace(options, strict=False)
    report = build(root, plain, watcher=watcher)
    subject = see(root, plain)
    if manners is not None:
        step = partial(watcher.step, "Looking up addresses")
        answers = look_up(subject.outward, root, options.now, manners, step=step)
        subject = dataclasses.replace(subject, answers=answers)
    findings = (*(Finding(BUILD, problem) for problem in report.problems), *look(subject))
    if options.strict:
        findings = tuple(map(_strictly, findings))
    return Outcome(report.pages, ordered(findings))


def see(root: Path, options: Options) -> Subject:
    """Return the site at *root*, as it was just built with *options*, to be looked at."""
    with open_cache(root, waiting=NOBODY.say) as cache:
        visit = begin(root, replace(options, fresh=False), cache)
        settled = survey(visit, cache, step=nothing)
    return Subject(
        site=settled.site,
        plan=settled.plan,
        now=options.now,
        output=visit.output,
        shown=OUTPUT if options.output is None else options.output.as_posix(),
        load=visit.load,
        inputs=frozenset(visit.scan.seen),
    )


def look(subject: Subject) -> Iterator[Finding]:
    """Yield what every check finds in *subject*.

    Raises SiteError if the output changes meanwhile, so that a file is missing.
    """
    for one in CHECKS:
        try:
            yield from (Finding(one.name, problem) for problem in one.run(subject))
        except FileNotFoundError as fault:
            message = f"the output changed while it was looked at: `{fault.filename}` is missing"
            raise SiteError(error(message, hint="check again")) from fault


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=_rank))


def _rank(finding: Finding) -> tuple[object, ...]:
    one = finding.problem
    return one.path, one.line, one.column, finding.check, one.message


def _strictly(finding: Finding) -> Finding:
    if finding.problem.severity != "warning":
        return finding
    return replace(finding, problem=replace(finding.problem, severity="error"))
