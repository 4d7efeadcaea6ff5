"""The page that offers widgets: with and without its script, and what is copied there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demo import requests_of
from tests.hosts import (
    ARABIC,
    CMS,
    CUT,
    HOSTILE,
    WIDTHS,
    Hosts,
    Library,
    faults,
    host_page,
    stands,
)


def snippets(page: Page, widget: str) -> dict[str, str]:
    """Return the four variants of *widget* as the shop shows them."""
    areas = page.locator(f"[data-offer={widget}] [data-snippet]")
    return dict(areas.evaluate_all("all => all.map(one => [one.dataset.snippet, one.value])"))


def settled(page: Page) -> None:
    """Wait until the preview shows what is chosen, and the snippets say it."""
    expect(page.locator("[data-offer]:not([hidden])")).to_have_attribute("aria-busy", "false")


def open_shop(page: Page, library: Library) -> None:
    page.goto(f"{library.address}embed/")
    settled(page)


def same(page: Page, one: str, other: str) -> bool:
    """Tell whether two pieces of HTML mean the same."""
    equal: bool = page.evaluate(
        "([one, other]) => {"
        " const read = text => new DOMParser().parseFromString(text, 'text/html').body;"
        " return read(one).isEqualNode(read(other)); }",
        [one, other],
    )
    return equal


def test_without_scripts_the_shop_has_every_sort_complete(
    library: Library, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{library.address}embed/")
    assert (
        page.locator("[data-snippet]:visible").count() == 4 * page.locator("[data-offer]").count()
    )
    assert page.locator("form:visible, button:visible").count() == 0
    context.close()


def test_the_script_of_the_shop_writes_what_the_page_has_written(
    library: Library, page: Page
) -> None:
    """There is one form of each snippet: with nothing chosen, what the template wrote comes out."""
    open_shop(page, library)
    for sort in page.locator("[name=sort]").evaluate_all("all => all.map(one => one.value)"):
        page.check(f"[name=sort][value={sort}]")
        settled(page)
        given = dict(
            page.locator(f"[data-offer={sort}] [data-snippet]").evaluate_all(
                "all => all.map(one => [one.dataset.snippet, one.defaultValue])"
            )
        )
        written = snippets(page, sort)
        higher = re.compile(r'height(="|:)\d+')
        assert same(page, written["plain"], given["plain"]), (written["plain"], given["plain"])
        frames = (higher.sub("", one["frame"]) for one in (written, given))
        assert same(page, *frames)
        assert same(page, written["script"], given["script"])
        assert written["data"] == given["data"]


def test_copy_buttons_work_by_keyboard_and_say_so(
    library: Library, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_shop(page, library)
    for sort in ("plain", "frame", "script", "data"):
        button = page.locator(f'[data-copy="#latest-{sort}"]')
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-copy-status]")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == snippets(page, "latest")[sort]
        assert page.evaluate("document.activeElement.dataset.copy") == f"#latest-{sort}"


def test_what_is_chosen_stands_in_what_is_copied(library: Library, page: Page) -> None:
    open_shop(page, library)
    page.fill("[name=count]", "3")
    page.select_option("[name=layout]", "grid")
    page.select_option("[name=tag]", "book-lists")
    page.select_option("[name=lang]", "de")
    page.select_option("[name=scheme]", "dark")
    page.evaluate(
        "() => { const one = document.querySelector('[name=accent]'); one.value = '#336699';"
        " for (const name of ['input', 'change'])"
        " one.dispatchEvent(new Event(name, {bubbles: true})); }"
    )
    settled(page)
    code = snippets(page, "latest")
    query = (
        "?count=3&amp;layout=grid&amp;tag=book-lists&amp;lang=de&amp;scheme=dark&amp;accent=336699"
    )
    assert f'src="{library.address}embed/v1/latest.html{query}"' in code["frame"]
    for name, value in (("count", "3"), ("layout", "grid"), ("tag", "book-lists"), ("lang", "de")):
        assert f' data-{name}="{value}"' in code["script"]
    for sort in ("plain", "frame", "script"):
        assert "Neues" in code[sort], sort
        assert "What is new" not in code[sort], sort
    assert code["plain"].count("<li>") <= 3
    page.click("[type=reset]")
    expect(page.locator("[name=layout]")).to_have_value("list")
    settled(page)
    assert "?" not in snippets(page, "latest")["frame"]


def test_what_is_in_another_language_says_so_in_plain_html(library: Library, page: Page) -> None:
    open_shop(page, library)
    link = f'<a href="{library.address}posts/kutub/" lang="ar" dir="rtl">{ARABIC}</a>'
    assert same(page, snippets(page, "latest")["plain"].split("<li>")[1].partition(" · ")[0], link)
    given = page.locator("#latest-plain").evaluate("one => one.defaultValue")
    assert link in given
    page.check("[name=sort][value=post]")
    settled(page)
    assert f'<p lang="ar" dir="rtl">{ARABIC}</p>' in snippets(page, "post")["plain"]
    page.check("[name=sort][value=club]")
    settled(page)
    day = f'Thu, Dec 10, 2026 · <span lang="ar" dir="rtl">{ARABIC} · {ARABIC}</span>'
    assert day in snippets(page, "club")["plain"]
    assert snippets(page, "latest")["plain"].count("lang=") == 2, "the others are in its own"


@pytest.mark.parametrize("head", ["", CMS, HOSTILE])
def test_a_copied_frame_is_high_enough_from_the_chosen_width_on(
    head: str, library: Library, hosts: Hosts, page: Page
) -> None:
    open_shop(page, library)
    page.check("[name=sort][value=post]")
    page.locator("[data-choice=which]:visible").wait_for()
    page.select_option("[name=which]", label="Book fair in the gym")
    settled(page)
    heights = [
        high(hosts, page, head, code, [width for width in WIDTHS if width >= chosen])
        for chosen, code in codes(page, "post").items()
    ]
    assert heights[0] == heights[1] == heights[2], "the picture grows, and is largest beyond 444"
    open_shop(page, library)
    page.select_option("[name=layout]", "grid")
    settled(page)
    grids = codes(page, "latest")
    tallest, middle, least = (
        high(hosts, page, head, code, [width]) for width, code in grids.items()
    )
    assert tallest > middle > least


def codes(page: Page, sort: str) -> dict[int, str]:
    """Return the frame that the shop offers for each width of the preview."""
    found = {}
    for width in WIDTHS:
        page.check(f"[name=width][value='{width}']")
        settled(page)
        expect(page.locator(f"[data-offer={sort}] [data-narrowest]")).to_have_text(str(width))
        found[width] = snippets(page, sort)["frame"]
    return found


def high(hosts: Hosts, page: Page, head: str, code: str, widths: list[int]) -> int:
    """Return how high the frame is on the page of a host, where nothing in it is cut."""
    told = re.search(r' height="(\d+)"', code)
    assert told
    for width in widths:
        box = (
            f'<div style="all:initial!important;display:block!important;width:{width}px!important">'
        )
        page.goto(hosts.put(host_page(f"{box}{code}</div>", head=head)))
        page.locator("iframe").scroll_into_view_if_needed()  # it is loaded when it is near
        inside = page.frame_locator("iframe").locator("section")
        inside.wait_for()
        assert inside.evaluate(
            "() => [document.documentElement.scrollHeight - innerHeight, innerWidth, innerHeight]"
        ) == [0, width, int(told[1])]
    return int(told[1])


def test_another_widget_of_its_sort_can_be_chosen(library: Library, page: Page) -> None:
    open_shop(page, library)
    page.check("[name=sort][value=post]")
    page.locator("[data-choice=which]:visible").wait_for()
    page.select_option("[name=which]", label="Book fair in the gym")
    settled(page)
    code = snippets(page, "post")
    assert f"{library.address}embed/v1/posts/book-fair.html" in code["frame"]
    assert 'data-widget="posts/book-fair"' in code["script"]
    assert f'href="{library.address}posts/book-fair/"' in code["script"]
    assert f"{library.address}posts/book-fair/" in code["plain"]
    assert f"{library.address}embed/v1/oembed/posts/book-fair.json" in code["data"].splitlines()


@pytest.mark.parametrize(
    ("sort", "layout"),
    [
        ("latest", "list"),
        ("latest", "grid"),
        ("latest", "compact"),
        ("new-titles", "shelf"),
        ("club", "compact"),
    ],
)
def test_what_is_copied_works_elsewhere_and_fits(
    sort: str, layout: str, library: Library, hosts: Hosts, page: Page
) -> None:
    open_shop(page, library)
    page.check(f"[name=sort][value={sort}]")
    settled(page)
    page.select_option("[name=layout]", layout)
    settled(page)
    code = snippets(page, sort)
    for width in WIDTHS:
        box = f'<div style="width:{width}px">{{}}</div>'
        page.goto(hosts.put(host_page(box.format(code["frame"]))))
        inside = page.frame_locator("iframe")
        expect(inside.locator("section")).to_have_attribute("data-layout", layout)
        fits = inside.locator("section").evaluate(
            "() => [document.documentElement.scrollHeight - innerHeight,"
            " document.documentElement.scrollWidth - innerWidth, innerWidth]"
        )
        assert fits == [0, 0, width]
        page.goto(hosts.put(host_page(box.format(code["script"]))))
        stands(page)
        stood = page.locator("libsite-widget section")
        expect(stood).to_have_attribute("data-layout", layout)
        assert stood.evaluate(CUT) == []
        assert stood.evaluate("one => one.getBoundingClientRect().width") == width
    asked = requests_of(page)
    page.goto(hosts.put(host_page(code["plain"])), wait_until="networkidle")
    assert [url for url in asked if url.startswith(library.address)] == []
    assert faults(page) == []
    for link in page.locator("main a").evaluate_all("all => all.map(one => one.href)"):
        path = link.removeprefix(library.address)
        assert (library.folder / path / "index.html").is_file(), link


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (375, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_the_shop(
    width: int, scheme: str, library: Library, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    open_shop(page, library)
    # previews that are not shown are not loaded either; widgets have a test of their own
    assert faults(page, frames=False) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
