"""oEmbed 1.0 as others consume it: a link is pasted, and a part of the library's page appears.

One consumer is unfurl.js. The other does what WordPress does (`class-wp-oembed.php`, `embed.php`):
it takes the address of the page's `<link>` as it stands, asks with the width and height that it
has room for, and keeps little of the HTML, since it trusts nobody whom it does not know.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.demo import served
from tests.embeds import make_site
from tests.sites import run

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFURL = Path(__file__).parent / "judges/node_modules/unfurl.js"
PAGES = {
    "posts/rivers/": "Rivers",
    "posts/hills-and-dales/": 'Hills <b>&</b> "dales"',
    "posts/gewaesser/": "مياه",
    "titles/autumn/": "New in autumn",
    "clubs/owls/": "Night Owls",
    "clubs/owls/holes/": "We read Holes",
    "books/wonder-r-j-palacio/": "Wonder",
}
REQUIRED = {
    "photo": ("url", "width", "height"),
    "video": ("html", "width", "height"),
    "rich": ("html", "width", "height"),
    "link": (),
}
"""What an answer must say, by its type (oembed.com, 2.3.4)."""
ROOM = (500, 750)
"""Pixels that WordPress has room for where a theme says nothing (`wp_embed_defaults`)."""
KEPT = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight"}
    | {"scrolling", "title"},
}
"""The elements and attributes that WordPress keeps (`wp_filter_oembed_result`)."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site where it says that it stands: below a folder, on a plain static host."""
    host = tmp_path_factory.mktemp("host")
    root = make_site(tmp_path_factory.mktemp("embeds"), cards=True)
    with served(host) as start:
        base = f"{start.rstrip('/')}/town/"
        run(root, url=base, output=host / "town")
        yield base


def fetch(url: str) -> tuple[str, str]:
    """Return the content type and the text of what stands at *url*."""
    with urlopen(url) as answer:  # noqa: S310 - our own server
        return answer.headers["Content-Type"], answer.read().decode()


# ---- A consumer as the standard and WordPress describe it ---------------------------------------


class Links(HTMLParser):
    """The addresses that the head of a page names for oEmbed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and told.get("type") == "application/json+oembed":
            assert told.get("rel") == "alternate"
            self.found.append(told.get("href") or "")


class Kept(HTMLParser):
    """HTML without what WordPress throws away."""

    def __init__(self) -> None:
        super().__init__()
        self.html = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            kept = (f' {k}="{escape(v or "")}"' for k, v in attrs if k in KEPT[tag])
            self.html += f"<{tag}{''.join(kept)}>"

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            self.html += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.html += escape(data, quote=False)


def discover(page: str) -> str:
    """Return the address of the oEmbed of *page*: taken as it is, as WordPress takes it."""
    links = Links()
    links.feed(fetch(page)[1].partition("</head>")[0])
    assert len(links.found) == 1
    assert re.match("https?://", links.found[0])
    return links.found[0]


def consume(page: str) -> dict[str, Any]:
    """Return the oEmbed of *page*, checked."""
    width, height = ROOM
    type_, text = fetch(f"{discover(page)}?maxwidth={width}&maxheight={height}&dnt=1")
    assert type_ == "application/json"
    answer = json.loads(text)
    assert isinstance(answer, dict)
    assert answer["version"] == "1.0"
    assert all(answer.get(name) for name in REQUIRED[answer["type"]])
    assert answer.get("width", 0) <= width
    assert answer.get("height", 0) <= height
    pictured = [name for name in answer if name.startswith("thumbnail_")]
    assert len(pictured) in {0, 3}  # all or none
    return answer


def shown_by_wordpress(html: str) -> str:
    """Return what WordPress makes of the *html* of somebody whom it does not know."""
    kept = Kept()
    kept.feed(html)
    found = re.search(
        r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", kept.html, re.DOTALL
    )
    assert found, "WordPress shows nothing without a frame"
    quote, frame = found[1] or "", found[2]
    frame = re.sub(r' src="(.*?)"', r' src="\1#?secret=k3Xa90bTe1" data-secret="k3Xa90bTe1"', frame)
    if quote:  # the frame waits until its page says how tall it is
        frame = frame.replace(
            "<iframe", '<iframe style="position: absolute; visibility: hidden;"', 1
        )
    frame = frame.replace("<iframe", '<iframe sandbox="allow-scripts" security="restricted"', 1)
    return quote + frame


# ---- What they get ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_consumer_by_the_book_finds_and_takes_it(address: str, page: str) -> None:
    answer = consume(address + page)
    assert answer["type"] == "rich"
    assert answer["title"] == PAGES[page]
    assert answer["provider_name"] == "Maple & Elm Library"
    assert answer["provider_url"] == address
    assert answer["cache_age"] == 86400
    assert answer.get("author_name") == ("R. J. Palacio" if page.startswith("books/") else None)
    with urlopen(answer["thumbnail_url"]) as picture:  # noqa: S310 - our own server
        size = Image.open(picture).size
    assert size == (answer["thumbnail_width"], answer["thumbnail_height"])


@pytest.mark.parametrize("page", PAGES)
def test_unfurl_js_finds_and_takes_it(address: str, page: str) -> None:
    program = (
        f"require({json.dumps(str(UNFURL))}).unfurl(process.argv[1])"
        ".then(found => console.log(JSON.stringify(found)))"
    )
    done = subprocess.run(
        ["node", "-e", program, address + page], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["oEmbed"]
    answer = consume(address + page)
    for name in ("type", "version", "title", "width", "height", "provider_name", "provider_url"):
        assert found[name] == answer[name], name
    assert found["html"] == unescape(answer["html"])


def test_the_html_stays_what_it_is_when_entities_are_decoded_once_too_often(address: str) -> None:
    answer = consume(f"{address}posts/hills-and-dales/")
    assert re.findall(r"<(/?\w+)", unescape(answer["html"])) == [
        "p",
        "a",
        "/a",
        "/p",
        "iframe",
        "/iframe",
    ]


def test_a_page_without_a_widget_names_none(address: str) -> None:
    for page in ("about/", "posts/", ""):
        assert "json+oembed" not in fetch(address + page)[1]


def test_what_was_taken_down_is_a_link_that_says_nothing(address: str) -> None:
    _, text = fetch(f"{address}embed/v1/oembed/posts/back.json")
    answer = json.loads(text)
    assert answer["type"] == "link"
    assert answer.keys() & {"html", "title", "author_name", "thumbnail_url"} == set()


def test_wordpress_shows_the_frame_at_once(address: str, tmp_path: Path) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is missing: `python3 scripts/test` installs it"
    host = tmp_path / "index.html"
    parts = [shown_by_wordpress(consume(address + page)["html"]) for page in PAGES]
    body = "<!doctype html><title>A school</title>" + "".join(parts)
    host.write_text(body, encoding="utf-8")
    with served(tmp_path) as school, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 600, "height": 900})
        page.goto(school)
        assert page.locator("iframe").count() == len(PAGES)
        for place, title in enumerate(PAGES.values()):
            frame = page.locator("iframe").nth(place)
            frame.scroll_into_view_if_needed()
            assert frame.is_visible()
            inside = frame.content_frame
            assert inside.locator("section").first.is_visible()
            assert title in (inside.locator("body").text_content() or "")
        browser.close()


def test_wordpress_hides_a_frame_beside_a_quotation() -> None:
    html = '<blockquote><a href="https://a.example/">A</a></blockquote><iframe src="b"></iframe>'
    assert "visibility: hidden" in shown_by_wordpress(html)
    assert "visibility" not in shown_by_wordpress(html.replace("blockquote", "p"))
