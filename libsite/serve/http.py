"""The server of `serve`: on loopback, read-only, and only what the last good build wrote."""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
import threading
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from socketserver import TCPServer
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from libsite.errors import SiteError, error
from libsite.serve.overlay import EVENTS, NOT_FOUND, SCRIPTS, WAITING, inject, news

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from libsite.serve.board import Board, State

LOOPBACK = "127.0.0.1"
OUR_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
TRIES = 20
"""Ports that are tried, the wanted one first."""
LAST_PORT = 65535
GRACE = 1.0
"""Seconds that connections have to end when the server closes."""

HTML = "text/html; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": HTML,
    ".ics": "text/calendar; charset=utf-8",
    ".js": JAVASCRIPT,
    ".json": "application/json; charset=utf-8",
    ".mjs": JAVASCRIPT,
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


def listen(port: int, folder: Path, board: Board) -> Server:
    """Return a server of the output *folder* that listens on *port* or, if taken, on one after it.

    Browsers wait until it is `running`. Raises SiteError if no port is free.
    """
    last = min(port + TRIES - 1, LAST_PORT)
    for candidate in range(port, last + 1):
        try:
            return Server(candidate, folder, board)
        except OSError as fault:
            # EACCES: Windows keeps some ports for itself.
            if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    hint = "stop what listens there, or choose another one with `--port`"
    raise SiteError(error(f"no port from {port} to {last} is free", hint=hint))


class Server(ThreadingHTTPServer):
    """A server of one output folder; a thread for each request."""

    daemon_threads = True
    # On Windows "reuse" would let two servers share a port; elsewhere it only skips a wait.
    allow_reuse_address = os.name != "nt"
    # Where Python switches it on, a second server would take half of the first one's requests.
    allow_reuse_port = False

    def __init__(self, port: int, folder: Path, board: Board) -> None:
        self.folder = folder
        self.board = board
        self.lost: Callable[[], None] = lambda: None
        """Called when a file of the last good build is not there any more."""
        self._connections: set[socket.socket] = set()
        self._change = threading.Condition()
        super().__init__((LOOPBACK, port), Handler)

    def server_bind(self) -> None:
        """Bind without asking the network for our name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name = LOOPBACK
        self.server_port = self.server_address[1]

    @property
    def address(self) -> str:
        """Where the site is served; ends with a slash."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @contextmanager
    def running(self, *, lost: Callable[[], None]) -> Iterator[None]:
        """Answer requests until the end; *lost* is called when a file has vanished."""
        self.lost = lost
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1})
        thread.daemon = True
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()

    def server_close(self) -> None:
        """Stop listening, and end every connection."""
        super().server_close()
        self.board.close()
        with self._change:
            for connection in self._connections:
                with suppress(OSError):  # the browser was quicker
                    connection.shutdown(socket.SHUT_RDWR)
            self._change.wait_for(lambda: not self._connections, timeout=GRACE)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Accept a connection, and remember it until it ends."""
        connection, client = super().get_request()
        with self._change:
            self._connections.add(connection)
        return connection, client

    def close_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Close a connection, and forget it."""
        super().close_request(request)
        with self._change:
            self._connections -= {request}
            self._change.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say what went wrong, unless a browser went away in the middle, as browsers do."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as we got them


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    timeout = 30  # for sockets that a browser opens in advance and then leaves alone
    server_version = "libsite"
    sys_version = ""

    def parse_request(self) -> bool:
        """Read the request; answer it here if it did not come to this host by our name.

        A foreign page can let its own name point at 127.0.0.1 and read what we serve ("DNS
        rebinding"), but it cannot change the name in the request.
        """
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not OUR_HOST.fullmatch(hosts[0].strip()):
            text = f"This is {self.server.address}, and answers by no other name.\n"
            self._send_text(HTTPStatus.MISDIRECTED_REQUEST, text)
            return False
        if self.command not in ("GET", "HEAD"):
            text = "This server only shows: nothing can be sent to it.\n"
            self._send_text(HTTPStatus.METHOD_NOT_ALLOWED, text, Allow="GET, HEAD")
            return False
        return True

    def do_GET(self) -> None:
        """Answer with a file, a script, the stream of news, or what is the matter."""
        address = self.path.partition("#")[0].partition("?")[0]
        if address == EVENTS:
            self._stream()
        elif address in SCRIPTS:
            self._send(HTTPStatus.OK, JAVASCRIPT, SCRIPTS[address])
        else:
            self._send_file(address)

    def do_HEAD(self) -> None:
        """Answer like `do_GET`, without a body."""
        self.do_GET()

    def _send_file(self, address: str) -> None:
        # Before the file is read: if a build comes in between, the page reloads once too often.
        state = self.server.board.state
        if "index.html" not in state.paths:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, WAITING, state)
            return
        found = locate(address, state.paths)
        if found is not None and found.endswith("/"):
            self._redirect(found)
            return
        status = HTTPStatus.OK if found is not None else HTTPStatus.NOT_FOUND
        name = found or "404.html"
        if name not in state.paths:
            self._send_page(status, NOT_FOUND, state)
            return
        try:
            data = (self.server.folder / name).read_bytes()
        except OSError:
            self.server.lost()
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, WAITING, state)
            return
        if name.endswith(".html"):
            self._send_page(status, data, state)
        else:
            self._send(status, content_type(name), data)

    def _redirect(self, folder: str) -> None:
        mark, query = self.path.partition("?")[1:]
        text = f"It is at /{folder}\n"
        target = f"/{quote(folder)}{mark}{query}"
        self._send_text(HTTPStatus.MOVED_PERMANENTLY, text, Location=target)

    def _send_page(self, status: HTTPStatus, page: bytes, state: State) -> None:
        self._send(status, HTML, inject(page, state.serial))

    def _send_text(self, status: HTTPStatus, text: str, **headers: str) -> None:
        self._send(status, TYPES[".txt"], text.encode(), **headers)

    def _send(self, status: HTTPStatus, kind: str, data: bytes, **headers: str) -> None:
        self._start(status, kind, **{"Content-Length": str(len(data)), **headers})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _start(self, status: HTTPStatus, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self) -> None:
        """Tell a browser of every build, beginning with the last one, until it goes away."""
        self._start(HTTPStatus.OK, "text/event-stream; charset=utf-8")
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        for state in self.server.board.follow():
            line = f"data: {news(state.serial, state.problems)}" if state else ":"
            self.wfile.write(f"{line}\n\n".encode())

    def log_message(self, *_: object, **__: object) -> None:
        """Say nothing: a terminal full of requests hides what a build has to say."""


def locate(address: str, paths: Collection[str]) -> str | None:
    """Return which of *paths* the *address* names, or None.

    It is the name of a folder, with a slash at the end, where the address lacks just that slash.
    Nothing has to be cleaned: what is not literally listed does not exist.
    """
    try:
        name = unquote(address, errors="strict").removeprefix("/")
    except UnicodeDecodeError:
        return None
    if "%2f" in address.lower():  # a page there would look for its neighbours in the wrong folder
        return None
    if not name or name.endswith("/"):
        name += "index.html"
    if name in paths:
        return name
    folder = f"{name}/"
    return folder if f"{folder}index.html" in paths else None


def content_type(name: str) -> str:
    """Return the content type of the file *name*, the same on every system."""
    suffix = name[name.rfind(".") :].lower()
    # An instance of its own knows only Python's table; the module would ask the system's, too.
    return TYPES.get(suffix) or MimeTypes().guess_type(name)[0] or "application/octet-stream"
