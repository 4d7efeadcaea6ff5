"""The demo site before judges that we did not write: HTML, accessibility, links, feeds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.demo import PAGES, URL, make_demo, requests_of, served
from tests.hosts import faults
from tests.sites import run, tree

if TYPE_CHECKING:
    from playwright.sync_api import Browser

JUDGES = Path(__file__).parent / "judges/node_modules"
LOCAL = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
"""Lets the Nu checker ask this computer."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("arabic"), language="ar")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("plain"), theme="plain")


def judge(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def nu_findings(output: Path) -> list[tuple[str, int | None, str]]:
    """Return page, line and words of all that the Nu checker finds in the pages of *output*."""
    jar = (JUDGES / "vnu-jar/build/dist/vnu.jar").as_posix()
    with served(output) as address:  # it obeys policies, for which each file is a site of its own
        pages = [f"{address}{quote(path)}" for path in tree(output) if path.endswith(".html")]
        words = output.parent / f"{output.name}.args"  # more than fit on a command line of Windows
        words.write_text("\n".join((LOCAL, "-jar", f'"{jar}"', "--format", "json", *pages)))
        done = judge("java", f"@{words}", cwd=output)
    found = json.loads(done.stderr)["messages"]
    return [(one["url"], one.get("lastLine"), one["message"]) for one in found]


@pytest.mark.parametrize("site", ["demo", "arabic", "plain"])
def test_the_nu_checker_finds_nothing(site: str, request: pytest.FixtureRequest) -> None:
    found = [
        one
        for one in nu_findings(request.getfixturevalue(site) / "output")
        # what is written in the Arabic build is English still
        if site != "arabic" or "appears to be written in English" not in one[2]
    ]
    assert found == []


def test_html_validate_finds_nothing(demo: Path) -> None:
    settings = demo / "htmlvalidate.json"
    # Both are matters of style, on which the Nu checker and the standard leave a choice.
    rules = {"void-style": "off", "no-trailing-whitespace": "off", "long-title": "off"}
    settings.write_text(
        json.dumps({"root": True, "extends": ["html-validate:standard"], "rules": rules})
    )
    program = JUDGES / "html-validate/bin/html-validate.mjs"
    done = judge(
        "node", program, "--config", settings, "--formatter", "text", "output/**/*.html", cwd=demo
    )
    assert done.stdout.strip() == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("base", ["/", "/library/"])
def test_no_link_is_broken_wherever_the_site_stands(demo: Path, tmp_path: Path, base: str) -> None:
    shutil.copytree(demo / "output", tmp_path / "www" / base.strip("/"), dirs_exist_ok=True)
    if base == "/":
        # a 404 page can be asked for at any depth, so its links begin at the base of `url:`
        (tmp_path / "www/404.html").unlink()
    # no page links to the list of share sheets
    links = links_within(
        tmp_path / "www", base.removeprefix("/"), f"{base.removeprefix('/')}share/"
    )
    assert [link for link in links if link["state"] == "BROKEN"] == []
    assert len([link for link in links if link["state"] == "OK"]) > 40


def links_within(www: Path, *starts: str) -> list[dict[str, Any]]:
    """Return what linkinator says of every link that it finds from *starts* on, within *www*."""
    program = JUDGES / "linkinator/build/src/cli.js"
    with served(www) as address:
        done = judge(
            *("node", program),
            *(address + start for start in starts),
            *("--recurse", "--check-fragments", "--format", "json"),
            *("--skip", "^https?://(?!127)"),
            cwd=www,
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)["links"]
    return found


@pytest.mark.parametrize(
    ("site", "scheme", "width"),
    [
        ("demo", "light", 320),
        ("demo", "dark", 1280),
        ("arabic", "light", 1280),
        ("arabic", "dark", 320),
        ("plain", "light", 1280),
        ("plain", "dark", 320),
    ],
)
def test_axe_finds_nothing_and_no_request_leaves_the_site(
    site: str, scheme: str, width: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    www = request.getfixturevalue(site).parent / "www"
    if not www.exists():
        shutil.copytree(www.parent / "site/output", www / "library")
    with served(www) as address:
        places = {path: f"{address}library/{path}" for path in PAGES}
        found, asked = axe_findings(browser, places, scheme=scheme, width=width)
    assert found == []
    # widgets name the published address of the site, wherever they are shown
    assert not [url for url in asked if not url.startswith((address, URL, "data:", "about:"))]


def axe_findings(
    browser: Browser, places: dict[str, str], *, scheme: str, width: int
) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return what is wrong with pages, and every address that was asked for.

    *places* are the addresses of the pages by their paths; each fault is a path, a rule of axe and
    an element, and a page that scrolls sideways is one.
    """
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    page = context.new_page()
    asked = requests_of(page)
    found: list[tuple[str, str, str]] = []
    for path, place in places.items():
        page.goto(place)
        # the shop's frames are widgets: tests/widgets/test_widgets.py
        found += [(path, *one) for one in faults(page, frames=path != "embed/")]
        if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append((path, f"scrolls sideways at {width} px", f"{wide} px"))
    context.close()
    return found, asked


def test_home_is_light(demo: Path, browser: Browser) -> None:
    """All that a phone loads for the home page, pictures left out, is less than 60 kB."""
    page = browser.new_page(viewport={"width": 375, "height": 800})
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    with served(demo / "output") as address:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        shown = page.evaluate("[...document.images].map(image => image.currentSrc)")
    page.close()
    rest = {url: size for url, size in sizes.items() if url not in shown}
    assert any(url.endswith(".woff2") for url in rest)
    assert sum(rest.values()) < 60_000, rest


def test_a_list_of_new_titles_prints_on_one_page(demo: Path, browser: Browser) -> None:
    page = browser.new_page()
    with served(demo / "output") as address:
        for path in ("titles/new-for-november/", "titles/comics-and-voices/"):
            page.goto(address + path)
            for paper in ("A4", "Letter"):
                printed = page.pdf(format=paper)
                assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, (path, paper)
    page.close()


def test_a_film_loads_nothing_before_it_is_asked_for(demo: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked = requests_of(page)
    page.route("https://video.example.org/**", lambda route: route.fulfill(body="The film."))
    with served(demo / "output") as address:
        page.goto(f"{address}posts/how-to-borrow/")
        page.locator("iframe").scroll_into_view_if_needed()
        door = page.frame_locator("iframe").get_by_role("link")
        door.wait_for()
        assert not [url for url in asked if "video.example.org" in url]
        with page.expect_response("https://video.example.org/**"):
            door.click()
        assert page.url.startswith(address), "the film plays within the page"
    page.close()


def test_the_portable_site_works_from_a_folder(demo: Path, browser: Browser) -> None:
    run(demo, portable=True, output=demo / "stick")
    page = browser.new_page()
    page.goto((demo / "stick/index.html").as_uri())
    for name in ("Posts", "About us"):
        page.get_by_role("link", name=name, exact=True).first.click()
        assert page.url.startswith("file://")
        assert page.url.endswith("index.html")
        assert page.locator("h1").count() == 1
    sheet = "getComputedStyle(document.body).maxInlineSize + getComputedStyle(document.body).margin"
    assert page.evaluate("document.styleSheets.length") == 1, page.evaluate(sheet)
    page.get_by_role("link", name="New titles", exact=True).first.click()
    page.get_by_role("link", name="New for November", exact=True).first.click()
    page.get_by_role("link", name="The Wild Robot", exact=True).first.click()
    assert page.locator("h1").inner_text() == "The Wild Robot"
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    page.close()


def test_every_feed_is_what_feed_readers_and_the_w3c_ask_for(demo: Path) -> None:
    feeds = check_feeds(demo / "output", URL)
    assert {"feed.xml", "posts/feed.xml", "for/children/feed.xml"} <= set(feeds)


def check_feeds(output: Path, url: str) -> list[str]:
    """Hold all RSS below *output* against the W3C's rules, by feedparser; return the paths."""
    feeds = [path for path in tree(output) if path.endswith("feed.xml")]
    ids: dict[str, str] = {}
    for path in feeds:
        data = (output / path).read_bytes()
        parsed = feedparser.parse(data)
        assert not parsed.bozo, path
        assert parsed.version == "rss20"
        assert parsed.feed.language == "en"
        selves = [link.href for link in parsed.feed.links if link.rel == "self"]
        assert selves == [url + path]
        assert parsed.feed.link == url + path.removesuffix("feed.xml")
        assert parsed.entries, path
        for entry in parsed.entries:
            if "published" in entry:  # a page need not have a date
                assert parsedate_to_datetime(entry.published).tzinfo is not None
            assert entry.link.startswith(url)
            assert not entry.guidislink
            assert ids.setdefault(entry.id, entry.link) == entry.link
            html = entry.content[0].value
            assert not re.search(r'(?:href|src|srcset|poster)="(?!https?://|mailto:|tel:|#)', html)
            assert not re.search(r"<script|<iframe|\son\w+=|style=", html)
        rss = ET.fromstring(data)  # noqa: S314 - our own
        assert len({guid.text for guid in rss.iter("guid")}) == len(parsed.entries)
    return feeds


def test_the_sitemap_names_every_page_once_and_nothing_else(demo: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    sitemap = ET.parse(demo / "output/sitemap.xml")  # noqa: S314 - our own
    listed = [loc.text or "" for loc in sitemap.iter(f"{space}loc")]
    assert len(set(listed)) == len(listed)
    pages = tree(demo / "output")
    for url in listed:
        assert f"{url.removeprefix(URL)}index.html" in pages
    kept = {
        f"{URL}{path.removesuffix('index.html')}"
        for path, data in pages.items()
        if path.endswith("index.html") and b'content="noindex"' not in data
    }
    assert kept - set(listed) <= {f"{URL}tags/", f"{URL}for/"}
    assert f"Sitemap: {URL}sitemap.xml" in (demo / "output/robots.txt").read_text()


def test_no_marker_is_left_anywhere(demo: Path) -> None:
    for path, data in tree(demo / "output").items():
        assert b"site:/" not in data, path
        assert b"slot:" not in data, path


def test_every_address_in_a_page_stands_in_the_output(demo: Path) -> None:
    """The same question as linkinator's, asked of the files: no server that could be kind."""
    output = tree(demo / "output")
    for path, data in output.items():
        if not path.endswith(".html"):
            continue
        for address in re.findall(r'(?:href|src)="([^"]*)"', data.decode()):
            parts = urlsplit(urljoin(URL + path, address))
            if parts.netloc != urlsplit(URL).netloc or not parts.path.startswith("/library/"):
                continue
            name = parts.path.removeprefix("/library/")
            name = f"{name}index.html" if not name or name.endswith("/") else name
            assert name in output, f"{path}: {address}"
