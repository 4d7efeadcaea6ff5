"""Run a pure function over many items, here, in several processes, or on a cluster."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 50
"""Items that travel to a worker together: large enough that the trip costs little."""

DASK = "dask:"
"""How the name of a dask cluster begins; the rest is the address of its scheduler."""


class Crew(Noun, frozen=True):
    """Who does the work."""

    workers: int | None = None
    """How many processes may run here; None for as many as there are processors."""
    executor: str = ""
    """`dask:ADDRESS` for the workers of a cluster instead; empty for none."""


def map_batches(
    function: Callable[[list[Item]], list[Result]],
    items: Iterable[Item],
    *,
    worth_it: bool,
    crew: Crew,
    size: int = BATCH,
    weigh: Callable[[Item], int] = lambda _: 1,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Result]:
    """Yield the results of *function* over *items*, in order, a batch at a time.

    *function* is importable and pure: it takes a list of items and returns as many results.
    *worth_it* says whether there is enough work to call the *crew* for. At most four batches a
    worker are under way, so that memory stays bounded: *size* is how many items make a batch, where
    *weigh* says for how many one counts. *meanwhile* is called once as soon as others are at work,
    and never if none are. Raises SiteError if a cluster fails.
    """
    if worth_it and crew.executor:
        from libsite.cluster import cluster

        with cluster(crew.executor.removeprefix(DASK), function) as (submit, workers):
            work = batches(items, size, weigh)
            yield from _windowed(submit, work, width=4 * workers, meanwhile=meanwhile)
        return
    workers = crew.workers or os.cpu_count() or 1
    if workers == 1 or not worth_it:
        for batch in batches(items, size, weigh):
            yield from function(batch)
        return
    with _processes(workers, function) as submit:
        work = batches(items, size, weigh)
        yield from _windowed(submit, work, width=4 * workers, meanwhile=meanwhile)


@contextmanager
def _processes(
    number: int, function: Callable[[list[Item]], list[Result]]
) -> Iterator[Callable[[list[Item]], Callable[[], list[Result]]]]:
    """Begin *number* processes for *function*; yield what hands over a batch, and gives its wait.

    What they have not begun is dropped at the end.
    """
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(
        number, mp_context=_context(), initializer=_begin, initargs=(function,)
    )

    def submit(batch: list[Item]) -> Callable[[], list[Result]]:
        with _uninterrupted():  # the first ones begin the processes
            return pool.submit(_work, batch).result

    try:
        yield submit
    finally:
        pool.shutdown(cancel_futures=True)


_GIVEN: list[Callable[[list[Any]], list[Any]]] = []
"""In a worker: what it does with each batch. It is told once, since it may hold a whole theme."""


def _begin(function: Callable[[list[Any]], list[Any]]) -> None:
    _GIVEN.append(function)
    gc.freeze()  # what came with the fork stays, and need not be looked at, nor copied for it
    _end_with_parent()


def _work(batch: list[Any]) -> list[Any]:
    return _GIVEN[0](batch)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Begin processes that Ctrl-C does not reach: it is for this one, which waits for them.

    Who is interrupted while a process begins may leave it with a lock that nobody opens.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def batches(
    items: Iterable[Item], size: int, weigh: Callable[[Item], int] = lambda _: 1
) -> Iterator[list[Item]]:
    """Yield *items* in lists, each closed as soon as it has *size* or *weigh* makes it as much."""
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= size:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _windowed(
    submit: Callable[[list[Item]], Callable[[], list[Result]]],
    work: Iterator[list[Item]],
    *,
    width: int,
    meanwhile: Callable[[], object],
) -> Iterator[Result]:
    """Yield the results of *work*; *submit* begins a batch and gives the way to wait for it."""
    under_way = [submit(batch) for batch in islice(work, width)]
    meanwhile()
    while under_way:
        yield from under_way.pop(0)()
        under_way.extend(submit(batch) for batch in islice(work, 1))


def _end_with_parent() -> None:
    """End this worker when the process that started it is killed; else it would wait for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent,), daemon=True).start()


def _outlive(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _context() -> BaseContext:
    import multiprocessing

    # A fork copies the locks that other threads hold; without threads it is safe, and cheap.
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")
