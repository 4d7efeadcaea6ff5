"""The thinking half of a build: read, plan, and choose what must be made; no output is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from libsite.artifact import Key, Plan
from libsite.digest import digest
from libsite.errors import Problem, SiteError
from libsite.keep.output import owned_paths, stands
from libsite.make.keys import Basis, changed_parts, key_of, parts_of, shared_digests
from libsite.make.legible import illegible
from libsite.make.theme import closures, closures_from_json, closures_to_json
from libsite.read.site import Sources, read_site
from libsite.settle import setting_of, settle, templates_of
from libsite.toolchain import toolchain_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from libsite.artifact import Bundle
    from libsite.keep.cache import Cache, Written
    from libsite.make.theme import Closure, Setting
    from libsite.model import Site
    from libsite.settle import Settled
    from libsite.visit import Visit


@dataclass(frozen=True, slots=True)
class Work:
    """A plan, the keys of its bundles, and which of them must be made."""

    site: Site
    plan: Plan
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    toolchain: str
    setting: Setting
    closures: Mapping[str, Closure]
    keys: Mapping[str, Key]
    """By the bundle's name; complete with parts for stale bundles only."""
    stale: tuple[Bundle, ...]
    reasons: Mapping[str, tuple[str, ...]]
    """Why each stale bundle is stale: the parts of its key that changed, `new`, or `lost PATH`."""
    planned: frozenset[str]
    """Every path that should exist."""
    public: frozenset[str]
    """The content files whose pages, or the notices in their place, are among these."""
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
    settled = settle(reading, visit)
    site, plan = settled.site, settled.plan
    problems = (*settled.problems, *illegible(plan.bundles, visit.load))
    setting = setting_of(site, visit.options)
    reached = _reached(setting, settled, cache, toolchain)
    basis = Basis(toolchain, setting, reached, shared_digests(plan.shared))
    keys = {bundle.name: key_of(bundle, basis) for bundle in plan.bundles}
    written = cache.written(visit.tree)
    reasons = _choose(plan, keys, basis, written, visit, cache)
    cache.forget_documents(reading.used)
    return Work(
        site=site,
        plan=plan,
        problems=problems,
        left_out=settled.left_out,
        toolchain=toolchain,
        setting=setting,
        closures=reached,
        keys=keys,
        stale=tuple(bundle for bundle in plan.bundles if bundle.name in reasons),
        reasons=reasons,
        planned=frozenset(output.path for bundle in plan.bundles for output in bundle.outputs),
        public=frozenset(b.because for b in plan.bundles if b.because.startswith("content/")),
        owned=_owned(visit, written),
        written=written,
    )


def _choose(  # noqa: PLR0917 - what `prepare` has found out
    plan: Plan,
    keys: dict[str, Key],
    basis: Basis,
    written: Mapping[str, Written],
    visit: Visit,
    cache: Cache,
) -> dict[str, tuple[str, ...]]:
    """Return which bundles of *plan* must be made, and why; complete their *keys* with parts."""
    known = cache.keys(visit.tree)
    reasons: dict[str, tuple[str, ...]] = {}
    for bundle in plan.bundles:
        key = keys[bundle.name]
        lost = _lost(bundle, written, visit)
        if known.get(bundle.name) == key.digest and not lost:
            continue
        parts = parts_of(bundle, basis)
        keys[bundle.name] = Key(key.digest, parts)
        if known.get(bundle.name) == key.digest:
            reasons[bundle.name] = lost
        else:
            before = cache.parts(visit.tree, bundle.name)
            reasons[bundle.name] = changed_parts(before, parts) if before else ("new",)
    return reasons


def _toolchain(visit: Visit, cache: Cache) -> str:
    """Return the digest of the toolchain, taken anew only where its stamp has changed."""
    stamp, _, known = (cache.meta("toolchain") or "").partition(" ")
    if stamp == visit.toolchain and known:
        return known
    found = toolchain_digest()
    cache.set_meta("toolchain", f"{visit.toolchain} {found}")
    return found


def _reached(
    setting: Setting, settled: Settled, cache: Cache, toolchain: str
) -> dict[str, Closure]:
    """Return what the templates depend on, from the cache where they are what they were.

    Raises SiteError, with the other problems as well, if a template is missing or is no Jinja.
    """
    names = templates_of(settled.plan)
    mark = digest([toolchain, setting.digest, sorted(names)])
    known, _, rows = (cache.meta("closures") or "").partition(" ")
    if known == mark:
        return closures_from_json(rows)
    try:
        found = closures(setting, names)
    except SiteError as fault:
        raise SiteError(*settled.problems, *fault.problems) from fault
    cache.set_meta("closures", f"{mark} {closures_to_json(found)}")
    return found


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
