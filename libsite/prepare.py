"""Choose what must be made of what is planned; no output is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.digest import digest
from libsite.errors import SiteError
from libsite.keep.cache import Draft
from libsite.keep.output import owned_paths, stands
from libsite.make.keys import Basis, changed_parts, key_of, shared_digests
from libsite.make.theme import closures, closures_from_json, closures_to_json
from libsite.settle import setting_of, templates_of
from libsite.views import bodies_of
from libsite.work import Work, toolchain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.artifact import Bundle, Key
    from libsite.keep.cache import Cache, Written
    from libsite.make.keys import Labels
    from libsite.make.theme import Closure, Setting
    from libsite.settle import Settled
    from libsite.visit import Visit


def prepare(settled: Settled, visit: Visit, cache: Cache) -> Work:
    """Choose what must be made of a site that is *settled*.

    Raises SiteError with every problem if a template is missing or is no Jinja.
    """
    plan, toolchain = settled.plan, toolchain_of(visit, cache)
    setting = setting_of(settled.site.config, settled.site.theme, visit.options)
    reached = _reached(setting, settled, cache, toolchain)
    basis = Basis(toolchain, setting, reached, shared_digests(plan.shared))
    before, written = cache.keys(visit.tree), cache.written(visit.tree)
    labels = cache.labels()
    reasons: dict[str, tuple[str, ...]] = {}

    def drafts() -> Iterator[Draft]:
        for bundle in plan.bundles:
            key = key_of(bundle, basis)
            same = before.pop(bundle.name, "") == key.digest
            lost = _lost(bundle, written, visit)
            if same and not lost:
                continue
            old = cache.key(visit.tree, bundle.name) if not same else None
            reasons[bundle.name] = lost if same else _changed(old, key, labels)
            shown = tuple(body.digest for body in bodies_of(bundle.view))
            yield Draft(bundle.name, bundle.because, shown, key)

    cache.draft(visit.tree, drafts())
    return Work(
        plan=plan,
        whole=True,
        problems=settled.problems,
        left_out=settled.left_out,
        toolchain=toolchain,
        setting=setting,
        closures=reached,
        stale=tuple(bundle for bundle in plan.bundles if bundle.name in reasons),
        reasons=reasons,
        kept=len(plan.bundles) - len(reasons),
        gone=tuple(before),
        planned=frozenset(output.path for bundle in plan.bundles for output in bundle.outputs),
        public=frozenset(b.because for b in plan.bundles if b.because.startswith("content/")),
        owned=_owned(visit, written),
        written=written,
    )


def _changed(before: bytes | None, key: Key, labels: Labels) -> tuple[str, ...]:
    """Return which parts of *key* differ from those of the text *before*, if there was one."""
    return changed_parts(before, key.text, labels) if before else ("new",)


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
    cache.label({one.digest: one.templates for one in found.values()})
    return found


def _lost(bundle: Bundle, written: Mapping[str, Written], visit: Visit) -> tuple[str, ...]:
    """Return the files of *bundle* that do not stand as they were left."""
    paths = [output.path for output in bundle.outputs]
    return tuple(
        [
            f"lost {path}"
            for path in paths
            if path not in written or not stands(visit.output, path, written[path])
        ]
    )


def _owned(visit: Visit, written: Mapping[str, Written]) -> frozenset[str]:
    """Return what in the output is ours: what its manifest lists, and what stands as we left it."""
    listed = owned_paths(visit.output)
    if not listed and written:
        return frozenset(p for p, file in written.items() if stands(visit.output, p, file))
    return listed
