"""The page that says how to follow the site, in a browser, and the list of feeds as OPML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.demo import URL, make_demo, requests_of, served
from tests.feeds import feeds_of
from tests.hosts import until
from tests.sites import KINDS, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FEW = "outputs: {embed: false, oembed: false, share: false, cards: false}"
FOCUSED = "document.activeElement.matches('button.copy') ? document.activeElement.dataset.copy : ''"
STATUS = "document.querySelector('[data-copy-status]').textContent"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def page(demo: Path, browser: Browser) -> Iterator[Page]:
    """Open the page in a browser that may copy."""
    with served(demo / "output") as address:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}subscribe/")
        yield page
        context.close()


def rss_of(output: Path) -> list[str]:
    return [path for path in feeds_of(output) if path.endswith("feed.xml")]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element that *selector* finds has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


# ---- OPML ---------------------------------------------------------------------------------------


def test_the_list_of_feeds_names_each_feed_once_in_full(demo: Path) -> None:
    root = ET.parse(demo / "output/opml.xml").getroot()  # noqa: S314 - our own
    assert root.attrib == {"version": "2.0"}
    assert root.findtext("head/title") == "Maple Street School Library"
    rows = [row for row in root.iter("outline") if row.get("type") == "rss"]
    assert sorted(row.get("xmlUrl", "") for row in rows) == sorted(
        URL + path for path in rss_of(demo / "output")
    )
    for row in rows:
        assert row.get("htmlUrl") == (row.get("xmlUrl") or "").removesuffix("feed.xml")
        assert row.get("text") == row.get("title")
        assert (row.get("text") or "").startswith("Maple Street School Library")
    assert [row.get("text") for row in root.iter("outline") if row.get("type") is None] == [
        "Book clubs",
        "For whom",
        "Topics",
    ]


def test_names_with_markup_are_text_in_the_list(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", KINDS)
    config = root / "site.yaml"
    name = """<b>Tom & "Jerry's"</b>"""
    config.write_text(
        config.read_text().replace("Test Library", f"'{name.replace(chr(39), chr(39) * 2)}'")
    )
    run(root)
    opml = ET.parse(root / "output/opml.xml").getroot()  # noqa: S314 - our own
    assert opml.findtext("head/title") == name
    assert next(opml.iter("outline")).get("text") == name


def test_news_do_not_change_the_list_and_a_new_topic_does(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", KINDS)
    run(root)
    before = tree(root / "output")
    post = root / "content/posts/rivers.md"
    post.write_text(post.read_text().replace("All about", "More about"))
    run(root)
    between = tree(root / "output")
    post.write_text(post.read_text().replace("[water]", "[water, fish]"))
    run(root)
    after = tree(root / "output")
    for path in ("opml.xml", "subscribe/index.html"):
        assert before[path] == between[path]
        assert b"/fish/" in after[path]


# ---- The page -----------------------------------------------------------------------------------


def test_every_feed_is_on_the_page_in_full(demo: Path) -> None:
    html = (demo / "output/subscribe/index.html").read_text("utf-8")
    shown = re.findall("<code[^>]*>(.*?)</code>", html)
    assert sorted(shown) == sorted(URL + path for path in rss_of(demo / "output"))
    linked = re.findall('href="([^"]*(?:feed.xml|atom.xml|feed.json))"', html)
    assert {one.removeprefix("../") for one in linked} == set(feeds_of(demo / "output"))
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("address", ["mailto:news@example.org", "https://mail.example.org/join"])
def test_a_newsletter_comes_first_if_there_is_one(tmp_path: Path, address: str) -> None:
    root = make_demo(tmp_path, author=f"Maple\n{FEW}", newsletter=address)
    html = (root / "output/subscribe/index.html").read_text("utf-8")
    assert html.index(f'href="{address}"') < html.index("feed reader")


def test_without_a_newsletter_nothing_is_said_of_one(tmp_path: Path) -> None:
    root = make_demo(tmp_path, author=f"Maple\n{FEW}", newsletter="")
    html = (root / "output/subscribe/index.html").read_text("utf-8")
    assert "mailto:" not in html
    assert "e-mail" not in html


def test_without_scripts_all_feeds_are_listed_and_nothing_is_offered_that_fails(
    demo: Path, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with served(demo / "output") as address:
        page.goto(f"{address}subscribe/")
        assert page.locator("button:visible, select:visible").count() == 0
        assert page.locator("code:visible").count() == len(rss_of(demo / "output"))
    context.close()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_copies_an_address_and_says_so(page: Page, key: str) -> None:
    asked = requests_of(page)
    tab_to(page, "button.copy[data-copy='#_audiences-1-address']")
    page.keyboard.press(key)
    until(page, f"{STATUS} === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{URL}for/children/feed.xml"
    assert page.evaluate(FOCUSED) == "#_audiences-1-address", "the focus stays where it was"
    assert not [one for one in asked if not one.endswith("favicon.svg")], "nothing is sent"
    assert (
        page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    )


def test_copying_works_without_the_clipboard_s_interface(demo: Path, browser: Browser) -> None:
    """As in old browsers, and on pages that are not served by HTTPS."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = context.new_page()
    with served(demo / "output") as address:
        page.goto(f"{address}subscribe/")
        tab_to(page, "button.copy[data-copy='#_site-1-address']")
        page.keyboard.press("Enter")
        until(page, f"{STATUS} === 'Copied'")
        assert page.evaluate(FOCUSED) == "#_site-1-address"
        page.evaluate("document.body.append(document.createElement('textarea'))")
        page.locator("textarea").focus()
        page.keyboard.press("Control+V")
        assert page.locator("textarea").input_value() == f"{URL}feed.xml"
    context.close()


def test_where_nothing_can_be_copied_the_address_is_selected(demo: Path, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "Document.prototype.execCommand = () => false"
    )
    page = context.new_page()
    with served(demo / "output") as address:
        page.goto(f"{address}subscribe/")
        page.locator("button.copy").first.press("Enter")
        until(page, f"{STATUS}.startsWith('The address is selected')")
        assert page.evaluate("getSelection().toString()") == f"{URL}feed.xml"
    context.close()


def test_the_chooser_shows_the_feeds_that_were_chosen(page: Page) -> None:
    chosen = page.locator("[data-chosen] code")
    assert chosen.count() == 0
    tab_to(page, "#_choose-audiences")
    page.keyboard.type("teens")
    assert chosen.all_inner_texts() == [f"{URL}for/teens/feed.xml"]
    page.keyboard.press("Tab")
    page.keyboard.type("poetry")
    assert chosen.all_inner_texts() == [
        f"{URL}for/teens/feed.xml",
        f"{URL}tags/poetry/feed.xml",
    ]
    assert page.locator("[data-found]").is_visible()
    assert page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size"
        " === document.querySelectorAll('[id]').length"
    )
    for _ in range(2):  # past the name of the first feed to its button
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "#_audiences-2-address-chosen"
    page.keyboard.press("Enter")
    until(page, f"{STATUS} === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{URL}for/teens/feed.xml"
    page.locator("#_choose-audiences").select_option("")
    page.locator("#_choose-tags").select_option("")
    assert chosen.count() == 0
    assert not page.locator("[data-found]").is_visible()


def test_nobody_is_asked_for_what_is_not_there(tmp_path: Path) -> None:
    """Without audiences or topics of its own a site has no chooser."""
    fewer = f"{FEW[:-1]}, tag_feeds: false, audience_feeds: false}}"
    root = make_demo(tmp_path, language=f"en\n{fewer}")
    html = (root / "output/subscribe/index.html").read_text("utf-8")
    assert "<select" not in html
    assert sorted(re.findall("<code[^>]*>(.*?)</code>", html)) == sorted(
        URL + path for path in rss_of(root / "output")
    )
