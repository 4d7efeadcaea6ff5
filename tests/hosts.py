"""A library's site and the pages of others on another origin, as tests of widgets need them."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from libsite.data import data_root
from tests.servers import serving
from tests.sites import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AXE = Path(__file__).parent / "judges/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = (
    "A very long title that no frame of three hundred and twenty pixels can hold on two lines " * 2
)
ARABIC = "كتب جديدة لأمسيات الشتاء"
WIDTHS = (320, 480, 800)
CMS = "<style>img,iframe,video{max-width:100%;height:auto}</style>"
"""What many themes say, which leaves 150 pixels of a frame."""
HOSTILE = """<style>
* { all: unset !important }
html { font-size: 60px !important; line-height: 5 !important; font-family: serif !important;
  --w-ground-light: #000; --ink: #fff; --accent: #f0f; direction: rtl }
.w, .items, .title, .name, .foot, .words { display: none !important }
section, ul, li, a, p, libsite-widget { display: none !important }
::before { content: 'x' !important }
</style>"""
"""A page that spoils whatever it can reach."""
CUT = """section => [...section.querySelectorAll('li, .lead, .title, .none, .foot')]
  .filter(one => one.offsetHeight && getComputedStyle(one).webkitLineClamp === 'none')
  .filter(one => one.scrollHeight > one.clientHeight + 1)
  .map(one => one.className + ': ' + one.textContent)"""
"""JavaScript: the rows, of those that are not cut at whole lines, that do not hold their words."""
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Library:
    """The library's site, as GitHub Pages serves it, and what was asked of it."""

    address: str
    folder: Path
    asked: list[str] = field(default_factory=list)

    def index(self) -> list[dict[str, Any]]:
        listed = json.loads((self.folder / "embed/v1/index.json").read_text(encoding="utf-8"))
        widgets: list[dict[str, Any]] = listed["widgets"]
        return widgets


@dataclass
class Hosts:
    """Pages on another origin, by path: their headers and their HTML."""

    address: str
    pages: dict[str, tuple[Mapping[str, str], str]]

    def put(self, html: str, **headers: str) -> str:
        path = f"/{len(self.pages)}.html"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (named, html)
        return self.address + path


def _starter_site(root: Path, url: str) -> Path:
    """Write the starter site as it would stand at *url*; what no widget shows is switched off."""
    for name in ("content", "themes"):
        shutil.copytree(data_root() / name, root / name)
    text = (data_root() / "site.yaml").read_text(encoding="utf-8")
    text, count = re.subn(r"(?m)^url:.*$", f"url: {url}", text)
    assert count == 1
    settings = f"{text}\noutputs: {{share: false, cards: false}}\n"
    (root / "site.yaml").write_text(settings, encoding="utf-8")
    return root


@contextmanager
def library_in(folder: Path) -> Iterator[Library]:
    """Build the starter site in *folder* and serve it: with titles too long, and one in Arabic."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the server's own
            super().__init__(*args, directory=str(folder / "www"), **kwargs)

        def end_headers(self) -> None:
            asked.append(self.path)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Cache-Control", "max-age=600")
            super().end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with serving(Handler) as origin:
        root = _starter_site(folder / "site", f"{origin}/library/")
        (root / "content/posts/2026-11-21-long.md").write_text(
            f"---\ntitle: {LONG}\ndate: 2026-11-21\ntags: [book lists]\nsummary: {LONG}\n"
            "---\nLong.\n",
            encoding="utf-8",
        )
        (root / "content/titles/2026-11-21-long.md").write_text(
            f"---\ntitle: {LONG}\ndate: 2026-11-21\nbooks:\n"
            + "".join(f"  - {{title: {LONG} {n}, author: {LONG}}}\n" for n in range(4))
            + "---\nLong.\n",
            encoding="utf-8",
        )
        (root / "content/posts/2026-11-22-kutub.md").write_text(
            f"---\ntitle: {ARABIC}\nlang: ar\ntags: [book lists]\nsummary: {ARABIC}\n"
            f"image: {{src: book-fair.jpg, alt: {ARABIC}}}\n---\n{ARABIC}\n",
            encoding="utf-8",
        )
        club = root / "content/clubs/nadi"
        club.mkdir()
        (club / "index.md").write_text(
            f"---\ntitle: {ARABIC}\nlang: ar\nsummary: {ARABIC}\nplace: {ARABIC}\n"
            f"meetings: [2026-12-03 18:30, {{start: 2026-12-10, title: {ARABIC}}}]\n---\n",
            encoding="utf-8",
        )
        for day, book in (("2026-11-21", "Holes"), ("2026-11-22", "Wonder")):
            (club / f"{day}-{book.lower()}.md").write_text(
                f"---\ntitle: {ARABIC}\nlang: ar\nbook: {book}\nstarts: {day}\n---\n",
                encoding="utf-8",
            )
        run(root)
        shutil.copytree(root / "output", folder / "www/library")
        yield Library(f"{origin}/library/", root / "output", asked)


@contextmanager
def host_pages() -> Iterator[Hosts]:
    """Serve what is put there."""
    pages: dict[str, tuple[Mapping[str, str], str]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers, html = pages.get(self.path, ({}, ""))
            self.send_response(200 if html else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *args: object) -> None:
            pass

    with serving(Handler) as origin:
        yield Hosts(origin, pages)


def host_page(snippet: str, *, head: str = "", lang: str = "en", dir: str = "ltr") -> str:  # noqa: A002 - HTML's name
    return f"""<!doctype html>
<html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>Our school</title>{head}</head>
<body><header class="top">Our school</header><main>
<h1>News</h1><p id="before">Lunch is at noon.</p>
<label>Search <input id="field"></label><ul class="items"><li class="card">One</li></ul>
{snippet}
<section class="w"><h2 class="title">After</h2><p id="after" class="foot">The end.</p></section>
<p style="height:3000px">Far down.</p>
</main></body></html>"""


def script_of(library: Library, widget: str = "latest", **options: str) -> str:
    data = "".join(f' data-{name}="{value}"' for name, value in options.items())
    return (
        f'<a data-libsite href="{library.address}posts/">News from the library</a>'
        f'<script async src="{library.address}embed/v1/widget.js"'
        f' data-widget="{widget}"{data}></script>'
    )


def frame_of(address: str, *, height: int = 617, sandbox: str = "allow-scripts") -> str:
    return (
        f'<iframe src="{address}" title="News from the library" width="100%" height="{height}"'
        f' sandbox="{sandbox}"></iframe>'
    )


def stands(page: Page, number: int = 1) -> None:
    """Wait until *number* widgets stand."""
    expect(page.locator("libsite-widget section.w")).to_have_count(number)
    page.wait_for_load_state("networkidle")


def faults(page: Page, *, frames: bool = True) -> list[tuple[str, str]]:
    """Return what axe finds in *page* and in those of its *frames* where a script may run."""
    for one in page.frames if frames else [page.main_frame]:
        one.evaluate(AXE.read_text(encoding="utf-8"))
    # All that is in order is not asked for: to describe it takes axe longer than to find it.
    options = {
        "iframes": frames,
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
    }
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Open Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is missing: `python3 scripts/test` installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield opened
        opened.close()


TURNS = 1200
"""How often is asked: for a minute."""


def until(page: Page, expression: str) -> None:
    """Wait until *expression* is true in *page*.

    `wait_for_function` would run it by `eval`, which the policy of our pages forbids.
    """
    for _ in range(TURNS):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    message = f"{expression} never became true"
    raise AssertionError(message)
