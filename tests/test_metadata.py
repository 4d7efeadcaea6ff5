"""What networks, feed readers and other sites find in the head of each page of the demo site."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.demo import PAGES, URL, make_demo
from tests.sites import run

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = Path(__file__).parent / "judges/previews.mjs"
TOOLS = ("embed/", "share/")
"""Pages for librarians and webmasters: nobody passes a link to them on."""
SHOWN = tuple(page for page in PAGES if not page.endswith(".html") and not page.startswith(TOOLS))
SITE = "Maple Street School Library"
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("metadata")) / "output"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("plain"), theme="plain") / "output"


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("arabic"), language="ar") / "output"


def previews(output: Path) -> dict[str, dict[str, Any]]:
    """Return what open-graph-scraper finds in each page of `SHOWN`, by page."""
    paths = {str(output / page / "index.html"): page for page in SHOWN}
    done = subprocess.run(("node", READER, *paths), capture_output=True, text=True, check=True)
    return {paths[path]: found for path, found in json.loads(done.stdout).items()}


@pytest.mark.parametrize("theme", ["demo", "plain"])
def test_every_page_has_a_preview_whose_picture_is_there(
    theme: str, request: pytest.FixtureRequest
) -> None:
    output = request.getfixturevalue(theme)
    for page, found in previews(output).items():
        assert found["ogTitle"], page
        assert found["ogDescription"], page
        assert found["ogUrl"] == f"{URL}{page}"
        assert found["ogSiteName"] == SITE
        assert found["twitterCard"] == "summary_large_image"
        (image,) = found["ogImage"]
        assert image["url"].startswith(URL)
        assert SITE in image["alt"]
        with Image.open(output / image["url"].removeprefix(URL)) as card:
            assert (str(card.width), str(card.height)) == (image["width"], image["height"])
            assert card.size == (1200, 630)
            assert card.format == FORMATS[image["type"]]


def test_each_sort_of_page_says_what_it_is(demo: Path) -> None:
    found = previews(demo)
    sorts = {page: one["ogType"] for page, one in found.items()}
    assert sorts["posts/read-aloud/"] == "article"
    assert sorts["titles/new-for-november/"] == "article"
    assert sorts["books/the-wild-robot-peter-brown/"] == "book"
    assert sorts[""] == sorts["tags/"] == sorts["clubs/"] == "website"
    assert found["posts/read-aloud/"]["articlePublishedTime"].startswith("2026-05-08T")
    cards = {one["ogImage"][0]["url"] for one in found.values()}
    assert f"{URL}card.png" in cards  # lists
    assert f"{URL}posts/read-aloud/card.jpg" in cards
    assert f"{URL}books/the-wild-robot-peter-brown/card.png" in cards


def test_the_language_of_each_page_is_named_with_a_place(demo: Path, arabic: Path) -> None:
    found = previews(demo)
    assert found["posts/libros-en-espanol/"]["ogLocale"] == "es_ES"
    assert {one["ogLocale"] for page, one in found.items() if "libros" not in page} == {"en_US"}
    assert previews(arabic)["tags/"]["ogLocale"] == "ar_AR"


def test_without_cards_a_page_shows_its_own_picture(tmp_path: Path) -> None:
    root = make_demo(tmp_path)
    settings = root / "site.yaml"
    settings.write_text(settings.read_text() + "\noutputs: {cards: false}\n")
    run(root)
    found = previews(root / "output")
    (image,) = found["posts/read-aloud/"]["ogImage"]
    assert image["url"].endswith(".webp")
    assert image["alt"]
    assert (root / "output" / image["url"].removeprefix(URL)).exists()
    assert "ogImage" not in found["tags/"]
    assert found["tags/"]["twitterCard"] == "summary"


def alternates(output: Path) -> Iterator[tuple[Path, str, str, str]]:
    """Yield page, type, address in full and title of each link to another form of a page."""
    for path in sorted(output.rglob("*.html")):
        if "embed" in path.relative_to(output).parts:
            continue
        own = URL + path.relative_to(output).as_posix().removesuffix("index.html")
        for link in BeautifulSoup(path.read_text(), "lxml").select("link[rel=alternate]"):
            href = urljoin(own, str(link["href"]))
            yield path, str(link["type"]), href, str(link.get("title", ""))


@pytest.mark.parametrize("theme", ["demo", "plain"])
def test_whatever_can_be_discovered_is_there(theme: str, request: pytest.FixtureRequest) -> None:
    output = request.getfixturevalue(theme)
    seen: dict[str, set[str]] = {}
    for path, sort, address, title in alternates(output):
        assert title
        assert address.startswith(URL)
        assert (output / unquote(address.removeprefix(URL))).is_file(), (path, address)
        seen.setdefault(path.relative_to(output).as_posix(), set()).add(sort)
    feeds = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
    for page in SHOWN:
        assert feeds <= seen[f"{page}index.html"], page
    assert "application/json+oembed" in seen["posts/read-aloud/index.html"]
    assert "application/json+oembed" in seen["books/the-wild-robot-peter-brown/index.html"]


@pytest.mark.parametrize("theme", ["demo", "plain"])
def test_every_page_leads_to_feeds_and_widgets_at_its_foot(
    theme: str, request: pytest.FixtureRequest
) -> None:
    output = request.getfixturevalue(theme)
    for page in SHOWN:
        foot = BeautifulSoup((output / page / "index.html").read_text(), "lxml").select_one(
            "footer.bottom"
        )
        assert foot is not None
        targets = {urljoin(URL + page, str(link["href"])) for link in foot.select("a[href]")}
        assert {f"{URL}subscribe/", f"{URL}embed/"} <= targets, page
