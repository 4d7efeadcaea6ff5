"""The working half of a build: make what is stale, stage it, and note what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from libsite.artifact import Copy, Job, Publish
from libsite.errors import SiteError
from libsite.keep.cache import Written
from libsite.keep.output import MANIFEST
from libsite.make.bundle import make_batch
from libsite.make.keys import shared_names
from libsite.views import bodies_of
from libsite.visit import file_stamp, signature
from libsite.workers import BATCH, batches, map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libsite.artifact import Bundle
    from libsite.keep.cache import Cache
    from libsite.keep.output import Stage
    from libsite.prepare import Work
    from libsite.visit import Visit


MANY_FILES = 8
"""From so many files on, mostly pictures, other processes help. A page costs less to make (0.2 ms)
than to send there and back, and a second process as much memory as ten thousand pages."""


def make_stale(
    work: Work, visit: Visit, cache: Cache, stage: Stage, *, step: Callable[[int, int], None]
) -> None:
    """Make every stale bundle of *work* and stage its files.

    Raises SiteError with the problems of all bundles if any could not be made or staged.
    """
    total = len(work.stale)
    function = partial(make_batch, work.setting, dict(work.plan.shared))
    problems = list(work.problems)
    failed = False
    because = {bundle.name: bundle.because for bundle in work.stale}
    results = map_batches(
        function,
        _jobs(work, visit, cache),
        worth_it=_files(work) >= MANY_FILES,
        workers=visit.options.workers,
    )
    for done, made in enumerate(results, 1):
        step(done, total)
        problems += made.problems
        failed = failed or bool(made.problems)
        for path, data in made.files.items():
            stage.put(path, data, because=because[made.name])
    if failed or stage.problems:
        raise SiteError(*dict.fromkeys((*problems, *stage.problems)))


def _files(work: Work) -> int:
    return sum(isinstance(out.recipe, Publish) for bundle in work.stale for out in bundle.outputs)


def _jobs(work: Work, visit: Visit, cache: Cache) -> Iterator[Job]:
    """Yield a job for each stale bundle; bodies are fetched a batch at a time."""
    shared = work.plan.shared
    for batch in batches(work.stale, BATCH):
        bodies = cache.bodies(body.digest for bundle in batch for body in bodies_of(bundle.view))
        for bundle in batch:
            yield Job(
                bundle=bundle,
                names=tuple(shared_names(bundle, work.closures, shared)),
                bodies={body.digest: bodies[body.digest] for body in bodies_of(bundle.view)},
                data=_data(bundle, visit),
            )


def _data(bundle: Bundle, visit: Visit) -> dict[str, bytes]:
    sources = (
        output.recipe.asset.source
        for output in bundle.outputs
        if isinstance(output.recipe, Copy | Publish)
    )
    return {source: visit.load(source) for source in sources}


def confirm(work: Work, visit: Visit, cache: Cache, removed: tuple[str, ...]) -> None:
    """Note in the *cache* what stands now, and what this good build depended on."""
    stale = {bundle.name: bundle for bundle in work.stale}
    written = {}
    for bundle in work.stale:
        for output in bundle.outputs:
            # somebody may have deleted it since: then let the next build miss it
            size, mtime = file_stamp(visit.output / output.path) or (-1, -1)
            written[output.path] = Written(bundle.name, size, mtime)
    cache.confirm(
        visit.tree,
        keys={name: work.keys[name] for name in stale},
        gone=cache.keys(visit.tree).keys() - work.keys.keys(),
        written=written,
        lost=(work.written.keys() | set(removed)) - work.planned,
    )
    cache.sign(
        visit.tree,
        {
            "inputs": visit.mark,
            "options": signature(visit.options),
            "toolchain": visit.toolchain,
            "now": visit.options.now.isoformat(),
            "until": work.plan.until.isoformat() if work.plan.until else None,
            "manifest": file_stamp(visit.output / MANIFEST),
            "bundles": len(work.keys),
            "pages": work.plan.pages,
            "left_out": work.left_out,
            "problems": [
                [p.severity, p.message, p.path, p.line, p.column, p.hint] for p in work.problems
            ],
        },
    )
