"""Share work out to a dask cluster: the only module that knows of dask."""

from __future__ import annotations

import logging
import pickle
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from libsite.errors import SiteError, error
from libsite.toolchain import toolchain_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from distributed import Client

    Work = Callable[[list[Any]], list[Any]]
    Submit = Callable[[list[Any]], Callable[[], list[Any]]]

PATIENCE = 5.0
"""Seconds that a scheduler may take to answer, and that pass between two looks for workers."""
LARGE = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}
"""A batch may be one picture of many megabytes, which dask would warn of."""


@contextmanager
def cluster(address: str, function: Work) -> Iterator[tuple[Submit, int]]:
    """Give the way to begin batches of *function* at the cluster at *address*, and its size.

    Beginning a batch gives the way to wait for its results; the size is the number of workers.
    Raises SiteError if dask is missing, if the cluster cannot be reached or is lost meanwhile, or
    if the toolchain of its workers is not ours.
    """
    try:
        import dask
        from distributed import Client, KilledWorker
        from distributed.client import ClosedClientError
    except ImportError as fault:
        hint = 'install it with `pip install ".[dask]"`, in the folder of libsite itself'
        raise SiteError(error("dask is not installed", hint=hint)) from fault
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what matters, we say
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        hint = "start `dask scheduler`, and name the address that it prints"
        raise SiteError(error(f"no cluster answers at `{address}`", hint=hint)) from fault
    with client, dask.config.set(LARGE):
        size = _size(client, address)
        try:
            yield _submit(client, function), size
        except (CancelledError, ClosedClientError, KilledWorker) as fault:
            hint = "build again when it runs, or without `--executor` on this computer alone"
            raise SiteError(error(f"the cluster at `{address}` was lost", hint=hint)) from fault


def _size(client: Client, address: str) -> int:
    """Return how many workers there are. Raises SiteError if there are none, or others than we."""
    found = client.run(_toolchain, on_error="return")
    if not found:
        hint = "start `dask worker` on each computer that is to help"
        raise SiteError(error(f"the cluster at `{address}` has no workers", hint=hint))
    if others := sorted(name for name, digest in found.items() if digest != _toolchain()):
        raise _unlike(*others)
    return len(found)


def _unlike(*names: str) -> SiteError:
    listed = ", ".join(f"`{name}`" for name in names)
    hint = "install the same libsite, Python and libraries there as here, and start them again"
    return SiteError(error(f"these workers would write other bytes than we: {listed}", hint=hint))


@cache
def _toolchain() -> str:
    """Ask once in a process: one that runs on after an update still works as it did before."""
    return toolchain_digest()


_TURN = Lock()
"""A worker may have several threads; what reads Markdown serves one at a time."""


def _submit(client: Client, function: Work) -> Submit:
    known = client.scatter(function, broadcast=True, hash=False)  # it may hold a whole theme
    executor = client.get_executor(pure=False)

    def submit(batch: list[Any]) -> Callable[[], list[Any]]:
        # dask looks for its own nouns within a list, and leaves bytes alone
        future = executor.submit(_work, known, _toolchain(), pickle.dumps(batch))
        return lambda: _result(future, client)

    return submit


def _work(function: Work, toolchain: str, batch: bytes) -> list[Any]:
    """Do *batch* in a worker, which may have come after the others were asked."""
    with _TURN:
        if _toolchain() != toolchain:
            from distributed import get_worker

            raise _unlike(get_worker().address)
        return function(pickle.loads(batch))  # noqa: S301 - ours


def _result(future: Future[list[Any]], client: Client) -> list[Any]:
    """Return the result of *future*. Raises CancelledError if nobody is left who could give it."""
    while not wait((future,), PATIENCE).done:
        if not client.nthreads():
            raise CancelledError
    return future.result()
