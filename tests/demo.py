"""The starter site: built, served, and opened in a browser; what the judges judge."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from libsite.data import data_root
from tests.servers import serving
from tests.sites import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Request

URL = "https://maple-street.github.io/library/"
PAGES = (
    "",
    "posts/",
    "posts/2025/",
    "posts/read-aloud/",
    "posts/libros-en-espanol/",
    "posts/seed-library/",
    "posts/how-to-borrow/",
    "posts/the-new-cart/",
    "titles/",
    "titles/new-for-november/",
    "titles/the-fall-order/",
    "titles/comics-and-voices/",
    "books/",
    "books/the-wild-robot-peter-brown/",
    "clubs/",
    "clubs/night-owls/",
    "clubs/night-owls/a-wrinkle-in-time/",
    "about/",
    "tags/",
    "tags/book-lists/",
    "for/",
    "for/children/",
    "subscribe/",
    "embed/",
    "share/",
    "share/posts/long-evenings/",
    "share/clubs/night-owls/a-wrinkle-in-time/",
    "404.html",
)
"""One page of each sort at least."""


def make_demo(folder: Path, **settings: str) -> Path:
    """Return the starter site in *folder*, with other *settings*, and built."""
    built = Path(_built(tuple(sorted(settings.items()))).name)
    return shutil.copytree(built, folder / "site")


@cache
def _built(settings: tuple[tuple[str, str], ...]) -> TemporaryDirectory[str]:
    """Build the starter site with other *settings*, once for all tests of a process."""
    folder = TemporaryDirectory(prefix="libsite-demo-")
    root = Path(folder.name)
    for name in ("content", "themes"):
        shutil.copytree(data_root() / name, root / name)
    text = (data_root() / "site.yaml").read_text(encoding="utf-8")
    for key, value in settings:
        text, count = re.subn(rf"(?m)^{key}:.*$", f"{key}: {value}", text)
        assert count == 1, key
    (root / "site.yaml").write_text(text, encoding="utf-8")
    run(root)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    """Serve a folder and say nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder* on loopback, and give its address."""
    with serving(partial(Quiet, directory=str(folder))) as origin:
        yield f"{origin}/"


def requests_of(page: Page) -> list[str]:
    """Return the list into which the addresses of all requests of *page* will go."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    return asked
