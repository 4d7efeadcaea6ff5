"""The thinking half of a build: read, plan, and choose what must be made; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from libsite.artifact import Key, Plan, Render
from libsite.digest import digest
from libsite.errors import Problem, SiteError, has_errors
from libsite.keep.output import owned_paths, stands
from libsite.make.keys import changed_parts, key_of, parts_of, shared_digests
from libsite.make.theme import closures, closures_from_json, closures_to_json, make_setting
from libsite.plan.site import plan_site
from libsite.read.site import Reading, Sources, read_site
from libsite.toolchain import toolchain_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from libsite.artifact import Bundle
    from libsite.keep.cache import Cache, Written
    from libsite.make.theme import Closure, Setting
    from libsite.model import Site
    from libsite.visit import Visit


@dataclass(frozen=True, slots=True)
class Work:
    """A plan, the keys of its bundles, and which of them must be made."""

    site: Site
    plan: Plan
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    setting: Setting
    closures: Mapping[str, Closure]
    keys: Mapping[str, Key]
    """By the bundle's name; complete with parts for stale bundles only."""
    stale: tuple[Bundle, ...]
    reasons: Mapping[str, tuple[str, ...]]
    """Why each stale bundle is stale: the parts of its key that changed, `new`, or `lost PATH`."""
    planned: frozenset[str]
    """Every path that should exist."""
    owned: frozenset[str]
    """Every path in the output that is ours."""
    written: Mapping[str, Written]


def prepare(visit: Visit, cache: Cache, *, step: Callable[[int, int], None]) -> Work:
    """Read and plan the site, and choose what must be made.

    Raises SiteError with every problem if there are errors.
    """
    toolchain = _toolchain(visit, cache)
    sources = Sources(
        visit.scan, visit.load, cache, toolchain, workers=visit.options.workers, step=step
    )
    reading = read_site(sources, url=visit.options.url)
    site, plan, problems, left_out = _settle(reading, visit, cache)
    setting = make_setting(
        site.theme,
        url=site.config.url,
        portable=visit.options.portable,
        language=site.config.language,
    )
    reached = _reached(setting, plan, problems, cache, toolchain)
    shared = shared_digests(plan.shared)
    keys = {
        bundle.name: key_of(
            bundle, toolchain=toolchain, setting=setting, closures=reached, shared=shared
        )
        for bundle in plan.bundles
    }
    written = cache.written(visit.tree)
    reasons: dict[str, tuple[str, ...]] = {}
    known = cache.keys(visit.tree)
    stale = tuple(b for b in plan.bundles if not _fresh(b, keys[b.name], known, written, visit))
    for bundle in stale:
        parts = parts_of(
            bundle, toolchain=toolchain, setting=setting, closures=reached, shared=shared
        )
        key = keys[bundle.name]
        if known.get(bundle.name) == key.digest:
            reasons[bundle.name] = _lost(bundle, written, visit)
        else:
            before = cache.parts(visit.tree, bundle.name)
            reasons[bundle.name] = changed_parts(before, parts) if before else ("new",)
        keys[bundle.name] = Key(key.digest, parts)
    cache.forget_documents(reading.used)
    return Work(
        site=site,
        plan=plan,
        problems=problems,
        left_out=left_out,
        setting=setting,
        closures=reached,
        keys=keys,
        stale=stale,
        reasons=reasons,
        planned=frozenset(output.path for bundle in plan.bundles for output in bundle.outputs),
        owned=_owned(visit, written),
        written=written,
    )


def _toolchain(visit: Visit, cache: Cache) -> str:
    """Return the digest of the toolchain, taken anew only where its stamp has changed."""
    stamp, _, known = (cache.meta("toolchain") or "").partition(" ")
    if stamp == visit.toolchain and known:
        return known
    found = toolchain_digest()
    cache.set_meta("toolchain", f"{visit.toolchain} {found}")
    return found


def _settle(
    reading: Reading, visit: Visit, cache: Cache
) -> tuple[Site, Plan, tuple[Problem, ...], tuple[str, ...]]:
    """Plan what was read; with `--quarantine`, leave out new files until what is left has no error.

    Raises SiteError if errors remain.
    """
    options = visit.options
    protected = _protected(reading, visit, cache) if options.quarantine else frozenset()
    left_out: frozenset[str] = frozenset()
    while True:
        site = None if reading.site is None else without(reading.site, left_out)
        plan = Plan((), {}) if site is None else plan_site(site, options.now)
        problems = tuple(dict.fromkeys((*reading.problems, *plan.problems)))
        errors = {problem.path for problem in problems if problem.severity == "error"}
        movable = {
            path
            for path in errors
            if path.startswith("content/") and path in visit.scan.seen and path not in protected
        }
        if not options.quarantine or movable <= left_out:
            break
        left_out |= movable
    problems = tuple(_downgraded(problem, left_out) for problem in problems)
    if options.strict:
        problems = tuple(
            replace(p, severity="error") if p.severity == "warning" else p for p in problems
        )
    if site is None or has_errors(problems):
        raise SiteError(*problems)
    return site, plan, problems, tuple(sorted(left_out))


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


def _protected(reading: Reading, visit: Visit, cache: Cache) -> frozenset[str]:
    """Return the sources whose pages are public already, so that they may not be left out."""
    ledger = reading.site.ledger if reading.site is not None else ()
    published = (cache.meta(f"sources {visit.tree}") or "").split("\n")
    return frozenset(entry.source for entry in ledger).union(published)


def _reached(
    setting: Setting,
    plan: Plan,
    problems: tuple[Problem, ...],
    cache: Cache,
    toolchain: str,
) -> dict[str, Closure]:
    """Return what the templates depend on, from the cache where they are what they were.

    Raises SiteError, with the *problems* as well, if a template is missing or is no Jinja.
    """
    names = {
        output.recipe.template
        for bundle in plan.bundles
        for output in bundle.outputs
        if isinstance(output.recipe, Render)
    }
    mark = digest([toolchain, setting.digest, sorted(names)])
    known, _, rows = (cache.meta("closures") or "").partition(" ")
    if known == mark:
        return closures_from_json(rows)
    try:
        found = closures(setting, names)
    except SiteError as fault:
        raise SiteError(*problems, *fault.problems) from fault
    cache.set_meta("closures", f"{mark} {closures_to_json(found)}")
    return found


def _fresh(
    bundle: Bundle,
    key: Key,
    known: Mapping[str, str],
    written: Mapping[str, Written],
    visit: Visit,
) -> bool:
    return known.get(bundle.name) == key.digest and not _lost(bundle, written, visit)


def _lost(bundle: Bundle, written: Mapping[str, Written], visit: Visit) -> tuple[str, ...]:
    """Return the files of *bundle* that do not stand as they were left."""
    return tuple(
        f"lost {output.path}"
        for output in bundle.outputs
        if output.path not in written or not stands(visit.output, output.path, written[output.path])
    )


def _owned(visit: Visit, written: Mapping[str, Written]) -> frozenset[str]:
    """Return what in the output is ours: what its manifest lists, and what stands as we left it."""
    listed = owned_paths(visit.output)
    if not listed and written:
        return frozenset(p for p, file in written.items() if stands(visit.output, p, file))
    return listed
