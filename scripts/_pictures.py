"""Make the pictures of the documents: pages of the example site, as a browser shows them.

They show the site of this repository at one moment, and so change only with it, with the themes, or
with the browser and its fonts. Each picture holds the words of its page, by which the tests notice
that it is out of date: words are the same in every browser, and pixels are not.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.demo import URL, make_demo
from tests.hosts import opened_browser
from tests.serve.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page, Route, ViewportSize

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
WORDS = "Description"
"""The name that PNG gives to what a picture shows (w3.org/TR/png, keywords of text)."""
COLORS = 256
"""As many as a picture of a page needs; drawings and letters have few."""
MISTAKE = """\
---
title: A post with two mistakes
date: 21st Nov
---
Please look at [our hours](../pages/hour.md).
"""
"""What is wrong here is what the guide to the first site mends."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, and how much of it is shown."""

    path: str
    """The page, from the site's root; it has no slash at its start."""
    width: int
    height: int
    mistaken: bool = False
    """Whether it is a page of a preview (`libsite serve`) in which something is wrong."""


SHOTS: Mapping[str, Shot] = {
    "home": Shot("", 1280, 1872),
    "mistake": Shot("", 1000, 640, mistaken=True),
    "post-on-a-phone": Shot("posts/read-aloud/", 390, 844),
    "share-sheet": Shot("share/posts/long-evenings/", 390, 1400),
    "widgets": Shot("embed/", 1000, 1300),
}
"""What is shown, by the name of the picture."""


def main() -> int:
    """Write all pictures, and name each with its size."""
    with TemporaryDirectory() as scratch, shown_pages(Path(scratch)) as pages:
        for name, page in pages.items():
            picture = taken(page)
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{name}.png: {len(picture):,} bytes")
    return 0


@contextmanager
def shown_pages(scratch: Path) -> Iterator[dict[str, Page]]:
    """Open each page that is shown, by the picture's name, of a copy of the site in *scratch*."""
    root = make_demo(scratch)
    published = root / "output"
    with opened_browser() as browser, _mistaken(root) as address:
        yield {
            name: _previewed(_opened(browser, shot), address + shot.path)
            if shot.mistaken
            else _published(_opened(browser, shot), shot.path, published)
            for name, shot in SHOTS.items()
        }


@contextmanager
def _mistaken(root: Path) -> Iterator[str]:
    """Preview the site at *root*, bring a mistake into it, and give the address."""
    shutil.rmtree(root / ".libsite")
    with serving(root) as running:
        running.next()
        (root / "content/posts/mistakes.md").write_text(MISTAKE, encoding="utf-8")
        running.next()
        yield running.address


def _opened(browser: Browser, shot: Shot) -> Page:
    size: ViewportSize = {"width": shot.width, "height": shot.height}
    return browser.new_page(viewport=size, reduced_motion="reduce", color_scheme="light")


def _published(page: Page, path: str, output: Path) -> Page:
    """Show the page at *path* of the site in *output*, at the address that it will have."""

    def answer(route: Route) -> None:
        file = output / unquote(urlsplit(route.request.url.removeprefix(URL)).path)
        route.fulfill(path=file / "index.html" if file.is_dir() else file)

    page.route(f"{URL}**", answer)
    page.goto(URL + path, wait_until="networkidle")
    return page


def _previewed(page: Page, address: str) -> Page:
    """Show the page at *address*, and wait for what is wrong."""
    page.goto(address)
    page.get_by_role("alert").wait_for()
    return page


def words_of(page: Page) -> str:
    """Return the words of *page* as a reader sees them, with one space between any two."""
    return " ".join(page.inner_text("body").split())


def words_in(picture: bytes) -> str:
    """Return the words of the page that a *picture* was taken of."""
    with Image.open(BytesIO(picture)) as opened:
        return str(opened.info.get(WORDS, ""))


def taken(page: Page) -> bytes:
    """Return what is seen of *page* as PNG of few colors, with its words."""
    page.evaluate("document.fonts.ready.then(() => true)")
    said = PngInfo()
    said.add_itxt(WORDS, words_of(page), zip=True)
    picture = page.screenshot(animations="disabled", caret="hide")
    with Image.open(BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    made = BytesIO()
    few.save(made, "PNG", optimize=True, pnginfo=said)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
