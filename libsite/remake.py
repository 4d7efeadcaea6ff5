"""The working half of a build: make what is stale, stage it, and note what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.artifact import Job, Publish, Scale, SocialCard, assets_of
from libsite.digest import canonical, digest
from libsite.errors import SiteError
from libsite.keep.cache import Written
from libsite.keep.output import MANIFEST
from libsite.keep.pictures import picture_store
from libsite.make.bundle import make_batch, told_once
from libsite.make.keys import shared_names
from libsite.make.theme import making_to_json
from libsite.views import bodies_of, enclosures_of
from libsite.visit import file_stamp, signature
from libsite.workers import BATCH, Crew, batches, map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from libsite.artifact import Bundle, Output
    from libsite.errors import Problem
    from libsite.keep.cache import Cache
    from libsite.keep.output import Stage
    from libsite.keep.pictures import Store
    from libsite.make.bundle import Made
    from libsite.visit import Visit
    from libsite.work import Work


MANY_FILES = 4
"""From so many pictures on, other processes help."""
FEW = 25
"""So many pages travel together."""
CARDS = 16
"""So many entries of a list count as a page: they take as long to make. Each thousand of them take
a megabyte besides, here and where they are made."""
MANY_PAGES = 200
"""From so many pages on. Each costs about a millisecond to make, and starting processes 50."""


def make_stale(
    work: Work, visit: Visit, cache: Cache, stage: Stage, *, step: Callable[[int, int], None]
) -> None:
    """Make every stale bundle of *work* and stage its files.

    Pictures come from the store if they were made before, and are stored if not. Raises SiteError
    with the problems of all bundles if any could not be made or staged.
    """
    store = picture_store(cache.folder)
    slow = [bundle for bundle in work.stale if _slow(bundle)]
    because = {bundle.name: bundle.because for bundle in work.stale}
    lengths = {path: one.size for path, one in work.written.items()}
    unknown = [
        rest for bundle in slow if (rest := _restore(bundle, work, store, stage, lengths)).outputs
    ]
    stored = _stored_paths(unknown, work)
    faults: dict[str, tuple[Problem, ...]] = {}
    first = len(slow) - len(unknown) + 1
    for done, made in enumerate(_made(unknown, work, visit, cache, lengths), first):
        step(done, len(work.stale))
        faults[made.name] = made.problems
        for path, data in made.files.items():
            if path in stored:
                store.put(stored[path], data)
            stage.put(path, data, because=because[made.name])
            lengths[path] = len(data)
    in_order = [fault for bundle in work.stale for fault in faults.get(bundle.name, ())]
    strangers = sorted(stage.problems, key=lambda problem: problem.path)
    if in_order or strangers:
        raise SiteError(*dict.fromkeys((*work.problems, *told_once(in_order), *strangers)))


def _slow(bundle: Bundle) -> bool:
    """Tell whether *bundle* reads or draws pictures, which takes long."""
    return any(isinstance(output.recipe, Publish | Scale | SocialCard) for output in bundle.outputs)


def _made(
    slow: list[Bundle], work: Work, visit: Visit, cache: Cache, lengths: Mapping[str, int]
) -> Iterator[Made]:
    """Yield what is made of each stale bundle: a few of them here, many by other processes.

    *slow* ones travel alone, so that few of their files are in memory at a time. Those that enclose
    other files come last, when the *lengths* of these are known.
    """
    function = partial(make_batch, work.setting, dict(work.plan.shared))
    # pages come first in a plan, and lists and feeds, which take longer, after them: the other way
    # round, nobody waits for a worker that has begun the longest last
    quick = [bundle for bundle in reversed(work.stale) if not _slow(bundle)]
    last = [bundle for bundle in quick if any(True for _ in enclosures_of(bundle.view))]
    names = {bundle.name for bundle in last}
    quick = [bundle for bundle in quick if bundle.name not in names]
    crew = Crew(visit.options.workers, visit.options.executor)
    for bundles, size, worth_it in (
        (quick, FEW, len(quick) >= MANY_PAGES),
        (slow, 1, len(slow) >= MANY_FILES),
        (last, BATCH, False),
    ):
        jobs = _jobs(bundles, work, visit, cache, lengths)
        yield from map_batches(
            function, jobs, worth_it=worth_it, crew=crew, size=size, weigh=_weight
        )


def _weight(job: Job) -> int:
    return 1 + len(getattr(job.bundle.view, "cards", ())) // CARDS


def _restore(
    bundle: Bundle, work: Work, store: Store, stage: Stage, lengths: dict[str, int]
) -> Bundle:
    """Stage those pictures of *bundle* that are in the *store*; return it with the other files."""
    rest = []
    for output in bundle.outputs:
        key = picture_key(output, work.toolchain)
        data = store.get(key) if key else None
        if data is None:
            rest.append(output)
        else:
            stage.put(output.path, data, because=bundle.because)
            lengths[output.path] = len(data)
    return replace(bundle, outputs=tuple(rest))


def _stored_paths(bundles: Iterable[Bundle], work: Work) -> dict[str, str]:
    """Return the key in the store of each picture that *bundles* make, by its path."""
    outputs = (output for bundle in bundles for output in bundle.outputs)
    return {out.path: key for out in outputs if (key := picture_key(out, work.toolchain))}


def picture_key(output: Output, toolchain: str) -> str:
    """Return the key under which *output* is stored; empty for what is no size of a picture.

    It holds all that the bytes depend on, and not where the picture lies or goes.
    """
    match output.recipe:
        case Scale(asset, width):
            return digest([toolchain, asset.digest, width])
        case SocialCard() as card:
            return digest([toolchain, card])
    return ""


def _jobs(
    bundles: list[Bundle], work: Work, visit: Visit, cache: Cache, lengths: Mapping[str, int]
) -> Iterator[Job]:
    """Yield a job for each of *bundles*; bodies are fetched a batch at a time."""
    shared = work.plan.shared
    for batch in batches(bundles, BATCH):
        bodies = cache.bodies(body.digest for bundle in batch for body in bodies_of(bundle.view))
        for bundle in batch:
            yield Job(
                bundle=bundle,
                names=tuple(shared_names(bundle, work.closures, shared)),
                bodies={body.digest: bodies[body.digest] for body in bodies_of(bundle.view)},
                data=_data(bundle, visit),
                lengths={one.path: lengths[one.path] for one in enclosures_of(bundle.view)},
            )


def _data(bundle: Bundle, visit: Visit) -> dict[str, bytes]:
    sources = {asset.source for output in bundle.outputs for asset in assets_of(output.recipe)}
    return {source: visit.load(source) for source in sources}


def confirm(
    work: Work,
    visit: Visit,
    cache: Cache,
    stamps: Mapping[str, tuple[int, int]],
    removed: tuple[str, ...],
) -> None:
    """Note in the *cache* what stands now, and what this good build depended on.

    *stamps* are the size and the time of each file that was made; *removed* were deleted.
    """
    cache.confirm(
        visit.tree,
        gone=work.gone,
        written={
            output.path: Written(bundle.name, *stamps[output.path])
            for bundle in work.stale
            for output in bundle.outputs
        },
        lost=(work.written.keys() | set(removed)) - work.planned,
    )
    cache.sign(visit.tree, _note(work, visit), making_to_json(work.setting, work.closures))
    cache.forget_keys()
    if not work.whole:
        return
    cache.share(visit.tree, {name: canonical(value) for name, value in work.plan.shared.items()})
    cache.forget_labels(frozenset(one.digest for one in work.closures.values()))
    used = _stored_paths(work.plan.bundles, work).values()
    picture_store(cache.folder).keep_only(frozenset(used))


def _note(work: Work, visit: Visit) -> dict[str, object]:
    """Return what the next build must know to see that nothing has changed, or only words."""
    return {
        "inputs": visit.mark,
        "options": signature(visit.options, visit.consent),
        "toolchain": visit.toolchain,
        "now": visit.options.now.isoformat(),
        "until": work.plan.until.isoformat() if work.plan.until else None,
        "manifest": file_stamp(visit.output / MANIFEST),
        "bundles": work.kept + len(work.stale),
        "pages": work.plan.pages,
        "left_out": work.left_out,
        "problems": [
            [p.severity, p.message, p.path, p.line, p.column, p.hint] for p in work.problems
        ],
    }
