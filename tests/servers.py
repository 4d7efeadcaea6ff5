"""Servers on loopback for what browsers and programs ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

THREADS = 48
"""As many connections as are open at once; browsers open some that they never use."""
PATIENCE = 20
"""Seconds for which such a connection keeps its thread."""


class _Server(ThreadingHTTPServer):
    """A server whose threads stay.

    A suite starts thousands of them otherwise, and the one of a hundred thousand that fails while
    Python sets it up leaves its browser waiting without a word.
    """

    request_queue_size = 128
    """Crawlers ask for a hundred pages at once; who finds no room asks again seconds later."""

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
        self._pool = ThreadPoolExecutor(THREADS)
        super().__init__(("127.0.0.1", 0), handler)

    def get_request(self) -> tuple[Any, Any]:
        connection, client = super().get_request()
        connection.settimeout(PATIENCE)
        return connection, client

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - theirs
        task = self._pool.submit(self.process_request_thread, request, client_address)
        task.add_done_callback(partial(self._close_unasked, request))

    def _close_unasked(self, request: Any, task: Future[None]) -> None:  # noqa: ANN401 - theirs
        """Close the connection *request* if no thread came to it before the end."""
        if task.cancelled():
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - theirs
        """Say nothing: a browser that has seen enough hangs up."""

    def server_close(self) -> None:
        super().server_close()
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer with *handler*, and give the address, which ends without a slash."""
    server = _Server(handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
