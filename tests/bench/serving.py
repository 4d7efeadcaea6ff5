"""From a saved file to its new page, as a browser gets it from a preview that is running.

All previews run at once and are at rest but for one: a round saves the same edit for one system
after the other, and asks for its page until the edit is there.
"""

from __future__ import annotations

import socket
import statistics
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cases import Figure, make_places, tell
from tests.bench.measure import FailedError, megabytes_of, started, stop, tail_of
from tests.bench.workload import Edit, edit_body, post

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.bench.systems import Place, System

SERVED = "saved, and answered by `serve`"
LOOPBACK = "127.0.0.1"
BETWEEN = 0.01
"""Seconds between two questions: how exact the figures are."""
REST = 1.0
"""Seconds after an answer in which a system can finish what it does besides."""
READY = 600.0
"""Seconds that a preview may take to begin."""
LATE = 60.0
"""Seconds after which an edit is taken for overlooked."""


@dataclass(frozen=True, slots=True)
class Server:
    """A preview that runs."""

    place: Place
    process: subprocess.Popen[bytes]
    port: int
    said: int
    """The file, open, that takes what it says."""


def measure_serving(systems: tuple[System, ...], posts: int, rounds: int) -> list[Figure]:
    """Return a figure for each of *systems* that serves, of sites of *posts* posts.

    Its memory is that after the last answer. Raises FailedError if a preview does not begin or
    overlooks an edit.
    """
    able = tuple(one for one in systems if one.serve)
    with tempfile.TemporaryDirectory(prefix="libsite-bench-") as folder, ExitStack() as stack:
        places = make_places(able, posts, Path(folder))
        servers = [stack.enter_context(_serving(place)) for place in places]
        edit = Edit(post(posts // 2), "")
        for server in servers:
            _wait(server, edit, READY)
        times: dict[str, list[float]] = {one.name: [] for one in able}
        for number in range(rounds):
            edit = edit_body(edit.post, number)
            for server in servers:
                time.sleep(REST)
                server.place.write(edit.post)
                seconds = _wait(server, edit, LATE)
                name = server.place.system.name
                times[name].append(seconds)
                tell(f"{posts:,} posts, saved and answered, {name}: {seconds:.3f} s")
        return [_figure(server, posts, times[server.place.system.name]) for server in servers]


@contextmanager
def _serving(place: Place) -> Iterator[Server]:
    """Start the preview of *place*, and end it after the block."""
    system, port = place.system, _free_port()
    command = (*system.program, *(word.format(port=port) for word in system.serve))
    with tempfile.TemporaryFile() as said:
        process = started(command, place.root, system.environment, said.fileno())
        try:
            yield Server(place, process, port, said.fileno())
        finally:
            stop(process)


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(server: Server, edit: Edit, limit: float) -> float:
    """Return the seconds until *server* shows *edit*; raise FailedError after *limit* seconds."""
    start = time.perf_counter()
    while True:
        page = _page(server.port, f"/posts/{edit.post.slug}/")
        taken = time.perf_counter() - start
        if page and edit.shows in page:
            return taken
        if taken > limit or server.process.poll() is not None:
            raise FailedError(
                f"{server.place.system.name} does not serve what was saved\n{tail_of(server.said)}"
            )
        time.sleep(BETWEEN)


def _page(port: int, address: str) -> str:
    """Return the page at *address*, or nothing if there is none yet."""
    connection = HTTPConnection(LOOPBACK, port, timeout=LATE)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, HTTPException):
        return ""
    finally:
        connection.close()
    return text if answer.status == 200 else ""


def _figure(server: Server, posts: int, times: list[float]) -> Figure:
    return Figure(
        posts=posts,
        case=SERVED,
        system=server.place.system.name,
        seconds=statistics.median(times),
        cpu=0.0,
        megabytes=megabytes_of(server.process.pid),
        runs=len(times),
    )
