"""What is to be built: everything that was read, planned; what is broken left out or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.artifact import Plan
from libsite.errors import Problem, SiteError, has_errors, warning
from libsite.keep.output import public_sources
from libsite.make.keys import templates_of_bundle
from libsite.make.theme import closures, make_setting
from libsite.model import KINDS, kind_at
from libsite.noun import Noun
from libsite.plan.privacy import plan_notices
from libsite.plan.site import plan_site
from libsite.read.places import club_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from libsite.make.theme import Setting
    from libsite.model import Config, Site, Theme
    from libsite.read.site import Reading
    from libsite.visit import Options, Visit


class Settled(Noun, frozen=True):
    """A site without errors, its plan, and what is to be said of them."""

    site: Site
    plan: Plan
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    """The sources that `--quarantine` left out, sorted."""


def settle(reading: Reading, visit: Visit) -> Settled:
    """Plan what was read; with `--quarantine`, leave out new files until what is left has no error.

    Raises SiteError if errors remain.
    """
    options = visit.options
    protected = _protected(reading, visit) if options.quarantine else frozenset()
    left_out: frozenset[str] = frozenset()
    told: dict[Problem, None] = {}  # why a file is left out: a plan without it no longer says so
    while True:
        site = None if reading.site is None else without(reading.site, left_out)
        plan = Plan((), {}) if site is None else plan_site(site, options.now)
        problems = tuple(dict.fromkeys((*reading.problems, *plan.problems)))
        errors = {problem.path for problem in problems if problem.severity == "error"}
        movable = (errors & _sources(site)) - protected
        if not options.quarantine or movable <= left_out:
            break
        homeless = _homeless(site, movable)
        left_out |= movable | homeless.keys()
        told.update(dict.fromkeys(p for p in problems if p.path in movable))
        told.update(dict.fromkeys(homeless.values()))
    problems = tuple(_downgraded(p, left_out) for p in dict.fromkeys((*told, *problems)))
    consent = visit.consent
    notices = () if site is None else plan_notices(site, consent.names)
    problems = (*problems, *consent.problems, *notices)
    if options.strict:
        problems = tuple(
            replace(p, severity="error") if p.severity == "warning" else p for p in problems
        )
    if site is None or has_errors(problems):
        raise SiteError(*problems, *_template_problems(site, plan, options))
    return Settled(site, plan, problems, tuple(sorted(left_out)))


def _sources(site: Site | None) -> frozenset[str]:
    """Return the files that are pages of *site*, or would be if they had no fault."""
    return frozenset() if site is None else site.left_out.union(p.source for p in site.pages)


def _homeless(site: Site | None, gone: Collection[str]) -> dict[str, Problem]:
    """Return the readings that have no place where the clubs among *gone* are left out, and why."""
    if site is None:
        return {}
    clubs = {club_of(source): source for source in gone if kind_at(source) is KINDS["club"]}
    lost = {s: clubs.get(club_of(s), "") for s in site.left_out if kind_at(s) is KINDS["reading"]}
    homes = {**lost, **{page.source: page.club for page in site.pages}}
    return {
        source: warning(f"left out: its club `{club}` is left out", path=source)
        for source, club in homes.items()
        if club in gone and source not in gone
    }


def _template_problems(site: Site | None, plan: Plan, options: Options) -> tuple[Problem, ...]:
    """Return the faults of the templates, for a build that fails anyway: all in one run."""
    if site is None:
        return ()
    try:
        closures(setting_of(site.config, site.theme, options), templates_of(plan))
    except SiteError as fault:
        return fault.problems
    return ()


def setting_of(config: Config, theme: Theme, options: Options) -> Setting:
    """Return what making depends on besides the bundles."""
    return make_setting(theme, url=config.url, portable=options.portable, language=config.language)


def templates_of(plan: Plan) -> set[str]:
    """Return the names of the templates that the bundles of *plan* fill."""
    return {name for bundle in plan.bundles for name in templates_of_bundle(bundle)}


def _downgraded(problem: Problem, left_out: frozenset[str]) -> Problem:
    if problem.severity != "error" or problem.path not in left_out:
        return problem
    return replace(problem, severity="warning", message=f"left out: {problem.message}")


def without(site: Site, sources: Iterable[str]) -> Site:
    """Return *site* without the pages of *sources*; links to them are not broken, only left out."""
    gone = frozenset(sources)
    if not gone:
        return site
    return replace(
        site,
        pages=tuple(page for page in site.pages if page.source not in gone),
        left_out=site.left_out | gone,
    )


def _protected(reading: Reading, visit: Visit) -> frozenset[str]:
    """Return the sources whose pages are public already, so that they may not be left out.

    A file that was renamed is known by its page's id. Where a reading is public, so is its club.
    """
    site = reading.site
    if site is None:
        return public_sources(visit.output)
    recorded = {entry.id for entry in site.ledger}
    renamed = (page.source for page in site.pages if page.id in recorded)
    listed = (entry.source for entry in site.ledger)
    public = public_sources(visit.output).union(listed, renamed)
    return public.union(page.club for page in site.pages if page.source in public)
