"""Run `serve` in a thread of the test, and talk to it as browsers and attackers do."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from libsite.serve import serve
from libsite.visit import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.artifact import Report
    from libsite.errors import SiteError

PATIENCE = 60
"""Seconds after which a test stops waiting for what should have come at once."""

SITE = """\
title: Maple Street School Library
url: https://maple-street.github.io/library/
timezone: America/New_York
theme: plain
"""
RIVERS = """\
---
title: Books about rivers
date: 2026-11-02
---
Seven books that begin at a spring.
"""
BROKEN = RIVERS.replace("2026-11-02", "21st Nov")
"""Its third line is wrong."""


@dataclass
class Running:
    """A running `serve`, and what it said."""

    root: Path
    poll: bool = False
    port: int = 0
    now: datetime = datetime(2026, 11, 20, 9, tzinfo=UTC)
    outcomes: SimpleQueue[Report | SiteError] = field(default_factory=SimpleQueue)
    sentences: list[str] = field(default_factory=list)
    addresses: SimpleQueue[str] = field(default_factory=SimpleQueue)
    stop: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    @property
    def rivers(self) -> Path:
        return self.root / "content" / "posts" / "rivers.md"

    def run(self) -> None:
        serve(
            self.root,
            lambda: Options(now=self.now, workers=1),
            port=self.port,
            tell=self.sentences.append,
            report=self.outcomes.put,
            ready=self.addresses.put,
            poll=self.poll,
            stop=self.stop,
        )

    def next(self) -> Report | SiteError:
        return self.outcomes.get(timeout=PATIENCE)

    def get(self, path: str) -> Answer:
        return ask(self.address, "GET", path)

    def text(self, path: str) -> str:
        return self.get(path).body.decode()


@contextmanager
def serving(root: Path, **options: Any) -> Iterator[Running]:  # noqa: ANN401 - fields of Running
    running = Running(root, **options)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        running.address = running.addresses.get(timeout=PATIENCE)
        yield running
    finally:
        running.stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(address: str, method: str, path: str, *, host: str | None = None) -> Answer:
    """Send *path* as it is, without the tidying that a browser does."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(address), timeout=PATIENCE)
    try:
        # http.client refuses what no browser would send; an attacker would.
        connection._validate_path = lambda _: None  # type: ignore[attr-defined]
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", f"127.0.0.1:{port_of(address)}" if host is None else host)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def port_of(address: str) -> int:
    return int(address.rstrip("/").rpartition(":")[2])


@contextmanager
def listening(address: str) -> Iterator[Iterator[dict[str, Any]]]:
    """Listen as a browser's EventSource does."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(address), timeout=PATIENCE)
    try:
        connection.request("GET", "/_libsite/events")
        with connection.getresponse() as response:
            assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
            yield _news(response)
    finally:
        connection.close()


def _news(response: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    for line in response:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])
