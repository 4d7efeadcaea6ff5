"""What the output promises to be safe from: judged by a browser, and by a judge of policies."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from tests.demo import PAGES, URL, make_demo, served
from tests.hosts import until
from tests.sites import BASE, NOW, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Route

JUDGE = Path(__file__).parent / "judges/policies.mjs"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
MEDIUM_MAYBE = 50
"""In the evaluator's scale: what is smaller is high, wrong, medium, or may be high."""
WIDGETS = (
    "embed/v1/latest.html",
    "embed/v1/new-titles.html",
    "embed/v1/clubs/night-owls.html",
    "embed/v1/books/the-wild-robot-peter-brown.html",
)
WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation",
  (event) => refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_demo(tmp_path_factory.mktemp("demo"))
    old = root / "content/pages/about.md"
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("title:", "aliases: /old/\ntitle:", 1), encoding="utf-8")
    run(root)
    return root


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("plain"), theme="plain")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 320, "height": 800})
    made.add_init_script(WATCH)
    yield made
    made.close()


def complaints(page: Page) -> list[str]:
    """Return the list into which goes what *page* says in the console that is no mere remark."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    return said


# ---- Policies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["demo", "plain"])
def test_every_page_has_a_policy_in_which_the_evaluator_finds_nothing_of_weight(
    site: str, request: pytest.FixtureRequest
) -> None:
    files = tree(request.getfixturevalue(site) / "output")
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    policies = {path: POLICY.findall(html) for path, html in pages.items()}
    assert {path for path, found in policies.items() if len(found) != 1} == set()
    kinds = sorted({found[0] for found in policies.values()})
    assert len(kinds) > 5
    done = subprocess.run(
        ("node", JUDGE), input="\n".join(kinds), capture_output=True, text=True, check=True
    )
    judged = json.loads(done.stdout)
    assert [one["policy"] for one in judged] == kinds
    found = [
        (one["policy"], finding)
        for one in judged
        for finding in one["findings"]
        if finding["severity"] < MEDIUM_MAYBE
    ]
    assert found == []


def test_the_evaluator_finds_what_is_of_weight() -> None:
    done = subprocess.run(
        ("node", JUDGE), input="img-src 'self'", capture_output=True, text=True, check=True
    )
    (one,) = json.loads(done.stdout)
    assert min(finding["severity"] for finding in one["findings"]) < MEDIUM_MAYBE


@pytest.mark.parametrize(("site", "scheme"), [("demo", "light"), ("plain", "dark")])
def test_no_page_is_refused_anything(
    site: str, scheme: str, context: BrowserContext, request: pytest.FixtureRequest
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    said = complaints(page)
    at_home(page, request.getfixturevalue(site) / "output")
    for path in (*PAGES, *WIDGETS):
        page.goto(URL + path)
        page.evaluate("document.querySelectorAll('[loading]').forEach(e => e.loading = 'eager')")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("refused") == [], path
        assert page.evaluate("document.styleSheets.length") > 0, path
    assert said == []


def at_home(page: Page, output: Path) -> None:
    """Let *page* find the site *output* at its published address, which widgets name in full."""

    def answer(route: Route) -> None:
        file = output / unquote(urlsplit(route.request.url).path).removeprefix("/library/")
        file = file / "index.html" if file.is_dir() else file
        if file.exists():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page.route(f"{URL}**", answer)


def test_the_player_of_a_film_is_let_into_its_frame_and_nowhere_else(
    demo: Path, context: BrowserContext
) -> None:
    page = context.new_page()
    page.route("https://video.example.org/**", lambda route: route.fulfill(body="The film."))
    page.route("https://else.example.org/**", lambda route: route.fulfill(body="Something else."))
    with served(demo / "output") as address:
        page.goto(f"{address}posts/how-to-borrow/")
        page.locator("iframe").scroll_into_view_if_needed()
        frame = page.frame_locator("iframe")
        assert frame.locator("body").evaluate("getComputedStyle(document.body).display") == "grid"
        frame.get_by_role("link").click()
        frame.get_by_text("The film.").wait_for()
        assert page.evaluate("refused") == []
        page.locator("iframe").evaluate("frame => frame.src = 'https://else.example.org/'")
        page.locator("iframe").evaluate("frame => frame.removeAttribute('srcdoc')")
        until(page, "refused.length")
        assert page.evaluate("refused")[0].startswith("frame-src https://else.example.org")


INJECTED = """
<script>window.ran = "script"</script>
<img src="nowhere.png" onerror="window.ran = 'handler'">
<a id="js" href="javascript:window.ran='address'">x</a>
<img src="https://else.example.org/pixel.gif" alt="">
<form action="https://else.example.org/"><button id="send">Send</button></form>
<base href="https://else.example.org/">
<object data="https://else.example.org/x.swf"></object>
<link rel="stylesheet" href="https://else.example.org/x.css">
<style>h1 { color: rgb(1, 2, 3) }</style>
"""


@pytest.mark.parametrize("path", ["posts/read-aloud/", "share/posts/long-evenings/", "embed/"])
def test_what_slipped_through_could_neither_run_nor_load_nor_send(
    path: str, demo: Path, tmp_path: Path, context: BrowserContext
) -> None:
    shutil.copytree(demo / "output", tmp_path / "www")
    file = tmp_path / "www" / path / "index.html"
    html = file.read_text(encoding="utf-8")
    file.write_text(re.sub("<h1", f"{INJECTED}<h1", html, count=1), encoding="utf-8")
    page = context.new_page()
    asked: list[str] = []
    page.route("https://else.example.org/**", lambda route: asked.append(route.request.url))
    with served(tmp_path / "www") as address:
        page.goto(address + path)
        page.locator("#js").dispatch_event("click")
        if path.startswith("posts/"):  # a page with a form of its own may send to the site itself
            page.locator("#send").dispatch_event("click")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.ran") is None
        assert page.evaluate("document.baseURI") == address + path
        color = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert color != "rgb(1, 2, 3)"
        refused = {line.split()[0] for line in page.evaluate("refused")}
        # Chromium calls a plug-in without a rule of its own by its name all the same
        assert {
            "script-src-elem",
            "script-src-attr",
            "img-src",
            "base-uri",
            "object-src",
            "style-src-elem",
        } <= refused
        assert ("form-action" in refused) is path.startswith("posts/")
    assert asked == []


def test_a_theme_may_have_scripts_and_styles_of_its_own_in_its_pages(
    tmp_path: Path, context: BrowserContext
) -> None:
    own = (
        '<script>document.documentElement.dataset.own = "site:/posts/"</script>'
        "<style>h1 { color: rgb(1, 2, 3) }</style>"
        '<script src="https://else.example.org/count.js"></script></head>'
    )
    root = write_site(tmp_path / "site", BASE.replace("</head>", own))
    run(root)
    page = context.new_page()
    page.route("https://else.example.org/**", lambda route: route.fulfill(body="window.ran = 1"))
    with served(root / "output") as address:
        for path, own_address in (("", "posts/"), ("posts/rivers/", "../")):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.dataset.own") == own_address
            color = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
            assert color == "rgb(1, 2, 3)"
            assert page.evaluate("window.ran") is None
            (refused,) = page.evaluate("refused")
            assert refused.startswith("script-src-elem https://else.example.org/count.js")


def test_a_copy_for_a_folder_has_no_policy(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site")
    run(root, portable=True, output=tmp_path / "stick")
    pages = [data for path, data in tree(tmp_path / "stick").items() if path.endswith(".html")]
    assert pages
    assert not [page for page in pages if b"Content-Security-Policy" in page]


# ---- What other sites learn ---------------------------------------------------------------------


@pytest.mark.parametrize("site", ["demo", "plain"])
def test_what_is_opened_elsewhere_learns_little_and_reaches_nothing(
    site: str, request: pytest.FixtureRequest
) -> None:
    files = tree(request.getfixturevalue(site) / "output")
    opened = 0
    for path, data in files.items():
        if path.endswith(".html"):
            html = data.decode()
            assert html.count('<meta name="referrer"') == 1, path
            for link in re.findall(r"<(?:a|form|area)\s[^>]*target=[^>]*>", unescape(html)):
                opened += 1
                assert re.search(r'rel="[^"]*\bnoopener\b', link), (path, link)
    assert opened > 20


# ---- Whom to tell -------------------------------------------------------------------------------

AT_ROOT = BASE.replace("library.example.org/town/", "library.example.org/")
CONTACT = AT_ROOT.replace("nav:", "contact: library@example.org\nlanguage: es\nnav:")
SECURITY = ".well-known/security.txt"


def test_whoever_finds_a_danger_is_told_whom_to_tell(tmp_path: Path) -> None:
    root = write_site(tmp_path, CONTACT)
    report = run(root)
    assert (root / "output" / SECURITY).read_text() == (
        "Contact: mailto:library@example.org\n"
        "Expires: 2027-07-01T00:00:00Z\n"
        "Preferred-Languages: es\n"
        "Canonical: https://library.example.org/.well-known/security.txt\n"
    )
    assert report.until == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expires"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2027-01-01"),
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), "2027-01-01"),
        (datetime(2026, 7, 1, tzinfo=UTC), "2027-07-01"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2027-07-01"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2028-01-01"),
    ],
)
def test_the_promise_is_renewed_by_itself_each_half_year(
    now: datetime, expires: str, tmp_path: Path
) -> None:
    root = write_site(tmp_path, CONTACT)
    run(root, now=now)
    assert f"Expires: {expires}T00:00:00Z" in (root / "output" / SECURITY).read_text()


@pytest.mark.parametrize("text", [AT_ROOT, BASE.replace("nav:", "contact: a@example.org\nnav:")])
def test_without_a_contact_and_in_a_folder_of_a_host_there_is_none(
    text: str, tmp_path: Path
) -> None:
    root = write_site(tmp_path, text)
    assert run(root, now=NOW).until is None
    assert SECURITY not in tree(root / "output")
