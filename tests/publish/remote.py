"""A git remote as hosts have it: smart HTTP with a token, and all that can go wrong there."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TOKEN = "ghp_s3cr3tS3cr3tS3cr3tS3cr3t"  # noqa: S105 - of this remote only
BASIC = base64.b64encode(f"maple:{TOKEN}".encode()).decode()
INHERITED = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP")
"""What no program can do without, on Windows either."""
ANYBODY = {
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
}


def git(folder: Path, *words: str, data: bytes = b"", index: Path | None = None) -> str:
    """Run git in *folder*, which must succeed, and return what it answers."""
    other = {"GIT_INDEX_FILE": str(index)} if index else {}
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        input=data,
        env={**clean_environment(folder), **ANYBODY, **other},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which git knows nobody, and has no settings but a repository's."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(home.parent),
    }


@dataclass
class Remote:
    """A bare repository, and how its server behaves; who does not know the token gets 401."""

    folder: Path
    port: int = 0
    read_only: bool = False
    """Whether pushing is answered with 403."""
    drop: str = ""
    """Where the connection breaks: `push`, before the server has it; `answer`, after it has."""
    on_push: Callable[[], object] | None = None
    """Called when a client asks what stands there in order to push."""
    on_pack: Callable[[], object] | None = None
    """Called when the client's pack comes in, before git sees it."""
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address for somebody who has no token."""
        return f"http://127.0.0.1:{self.port}/library.git"

    @property
    def with_token(self) -> str:
        """The address as people paste it who were given a token."""
        return f"http://maple:{TOKEN}@127.0.0.1:{self.port}/library.git"

    def tip(self, branch: str = "gh-pages") -> str:
        """Return the newest commit of *branch*; empty if there is none."""
        return git(self.folder, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")

    def files(self, branch: str = "gh-pages") -> dict[str, bytes]:
        """Return the bytes of every file on *branch*."""
        rows = git(self.folder, "ls-tree", "-r", "-z", branch).split("\0")[:-1]
        pairs = (row.partition("\t") for row in rows)
        return {path: self.read(said.split()[2]) for said, _, path in pairs}

    def read(self, name: str) -> bytes:
        """Return the bytes of the object *name*."""
        done = subprocess.run(
            ["git", "cat-file", "blob", name], cwd=self.folder, capture_output=True, check=True
        )
        return done.stdout

    def commit(self, files: dict[str, str], branch: str = "gh-pages") -> str:
        """Add *files* to *branch* as somebody else would, and return the commit."""
        index = self.folder / "somebody"
        tip = self.tip(branch)
        git(self.folder, "read-tree", tip or "--empty", index=index)
        for path, text in files.items():
            blob = git(self.folder, "hash-object", "-w", "--stdin", data=text.encode())
            git(
                self.folder,
                "update-index",
                "--add",
                "--cacheinfo",
                f"100644,{blob},{path}",
                index=index,
            )
        tree = git(self.folder, "write-tree", index=index)
        parents = ("-p", tip) if tip else ()
        made = git(self.folder, "commit-tree", tree, *parents, "-m", "Somebody else's")
        git(self.folder, "update-ref", f"refs/heads/{branch}", made)
        return made

    def hook(self, name: str, script: str) -> None:
        """Give the repository a hook."""
        path = self.folder / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)


@contextmanager
def served(remote: Remote) -> Iterator[Remote]:
    """Serve *remote* on loopback."""

    class Handler(_Handler):
        """Knows the remote."""

    Handler.remote = remote
    with serving(Handler) as origin:
        remote.port = int(origin.rpartition(":")[2])
        yield remote


class _Handler(BaseHTTPRequestHandler):
    """`git http-backend` as a CGI program (git-http-backend(1)), with a porter before it."""

    remote: Remote

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer what git asks first."""
        pushes = "service=git-receive-pack" in self.path
        if self._admitted(pushes=pushes):
            if pushes and self.remote.on_push:
                self.remote.on_push()
            self._answer(b"")

    def do_POST(self) -> None:
        """Take a pack, or give one."""
        pushes = self.path.endswith("/git-receive-pack")
        body = self._body()
        if not self._admitted(pushes=pushes):
            return
        if pushes and self.remote.on_pack:
            self.remote.on_pack()
        if pushes and self.remote.drop == "push":
            self._hang_up()
            return
        self._answer(body, lost=pushes and self.remote.drop == "answer")

    def _admitted(self, *, pushes: bool) -> bool:
        self.remote.asked.append(self.path)
        known = self.headers.get("Authorization", "").partition(" ")[2] == BASIC
        if not known:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="library"')
        elif pushes and self.remote.read_only:
            self.send_response(403)
        else:
            return True
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, body: bytes, *, lost: bool = False) -> None:
        path, _, query = self.path.partition("?")
        environment = {
            **clean_environment(self.remote.folder),
            "GIT_PROJECT_ROOT": str(self.remote.folder.parent),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "maple",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, env=environment, capture_output=True, check=False
        )
        if lost:
            self._hang_up()
            return
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.decode().splitlines() if ": " in line]
        status = next((value for name, value in headers if name == "Status"), "200")
        self.send_response(int(status.split()[0]))
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _hang_up(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n")
        self.wfile.write(b"Content-Type: application/x-git-receive-pack-result\r\n\r\n0")
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
