"""Run a pure function over many items, in this process or in several; knows nothing of sites."""

from __future__ import annotations

import os
import sys
import threading
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 50
"""Items that travel to a worker together: large enough that the trip costs little."""


def map_batches(
    function: Callable[[list[Item]], list[Result]],
    items: Iterable[Item],
    *,
    worth_it: bool,
    workers: int | None,
    size: int = BATCH,
) -> Iterator[Result]:
    """Yield the results of *function* over *items*, in order, a batch at a time.

    *function* is importable and pure: it takes a list of items and returns as many results.
    *worth_it* says whether there is enough work to start processes for; *workers* is how many may
    run, None for as many as there are processors. At most four batches a worker are under way, so
    that memory stays bounded: *size* is how many items make a batch, 1 for large ones.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1 or not worth_it:
        for batch in batches(items, size):
            yield from function(batch)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(
        workers, mp_context=_context(), initializer=_begin, initargs=(function,)
    ) as pool:
        for results in _windowed(pool, _work, batches(items, size), width=4 * workers):
            yield from results


_GIVEN: list[Callable[[list[Any]], list[Any]]] = []
"""In a worker: what it does with each batch. It is told once, since it may hold a whole theme."""


def _begin(function: Callable[[list[Any]], list[Any]]) -> None:
    _GIVEN.append(function)
    _end_with_parent()


def _work(batch: list[Any]) -> list[Any]:
    return _GIVEN[0](batch)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield *items* in lists of *size*, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _windowed(
    pool: Executor,
    function: Callable[[list[Item]], list[Result]],
    work: Iterator[list[Item]],
    *,
    width: int,
) -> Iterator[list[Result]]:
    under_way: list[Future[list[Result]]] = [
        pool.submit(function, batch) for batch in islice(work, width)
    ]
    while under_way:
        yield under_way.pop(0).result()
        under_way.extend(pool.submit(function, batch) for batch in islice(work, 1))


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
