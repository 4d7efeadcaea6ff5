"""Widgets in a real browser, on pages of others that mean well, know nothing, or are hostile."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from libsite.data import data_root
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
    frame_of,
    host_page,
    script_of,
    stands,
)
from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = data_root() / "themes/plain/static/embed/v1/widget.js"


def held_in(held: list[Route]) -> Callable[[Route], None]:
    """Return what holds a request back: it goes into *held*."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


STATE = """() => {
  const own = [...document.querySelectorAll('*')].filter(one =>
    !one.matches('libsite-widget, [data-libsite], script, iframe'));
  const sized = /^(height|block-size|perspective-origin|transform-origin)$/;
  const styles = own.map(one => {
    const style = getComputedStyle(one);
    return one.localName + [...style].filter(name => !sized.test(name))
      .map(name => name + ':' + style.getPropertyValue(name)).join(';');
  });
  return {
    styles,
    names: Object.getOwnPropertyNames(window).sort().filter(name => !/playwright|^axe$/.test(name)),
    symbols: Object.getOwnPropertySymbols(window).length,
    active: document.activeElement.id,
    scroll: scrollY,
    title: document.title,
    address: location.href,
    history: history.length,
    before: document.querySelector('#before').getBoundingClientRect().top,
    stored: [document.cookie, localStorage.length, sessionStorage.length],
  };
}"""


def kept(page: Page, library: Library, hosts: Hosts, asked: list[str]) -> None:
    """Nobody else was asked, and nothing is stored by anybody."""
    assert [
        url
        for url in asked
        if not url.startswith((library.address, hosts.address, "data:", "about:"))
    ] == []
    assert page.context.cookies() == []
    for one in page.frames:
        if one.evaluate("origin") == "null":
            continue  # a sandboxed frame has no storage at all
        stored = one.evaluate(
            "async () => [localStorage.length, sessionStorage.length,"
            " (await indexedDB.databases()).length]"
        )
        assert stored == [0, 0, 0]


# ---- The script ---------------------------------------------------------------------------------

HEADS = {
    # without it, a browser scrolls by itself to keep what the reader sees in its place
    "bare": "<style>html{overflow-anchor:none}</style>",
    "cms": CMS.replace("<style>", "<style>html{overflow-anchor:none}"),
    "hostile": HOSTILE,
    "wide": "<style>html{font-size:60px;direction:rtl}body{line-height:5;font-family:serif;"
    "text-transform:uppercase;letter-spacing:1em;text-align:right;color:#fff;visibility:visible}</style>",
}


@pytest.mark.parametrize("head", HEADS)
def test_the_script_leaves_the_page_around_it_as_it_was(
    head: str, library: Library, hosts: Hosts, context: BrowserContext, page: Page
) -> None:
    held: list[Route] = []
    context.route("**/embed/v1/latest.html", held_in(held))
    asked = requests_of(page)
    page.goto(hosts.put(host_page(script_of(library), head=HEADS[head])), wait_until="load")
    if head != "hostile":
        page.focus("#field")
        page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function("() => true")
    while not held:
        page.wait_for_timeout(20)
    before = page.evaluate(STATE)
    held[0].continue_()
    stands(page)
    assert page.evaluate(STATE) == before
    assert page.locator("[data-libsite]").count() == 0
    kept(page, library, hosts, asked)


def test_what_a_reader_sees_below_a_widget_stays_in_its_place(
    library: Library, hosts: Hosts, context: BrowserContext, page: Page
) -> None:
    held: list[Route] = []
    context.route("**/embed/v1/latest.html", held_in(held))
    page.goto(hosts.put(host_page(script_of(library) + "<p>Line</p>" * 99)), wait_until="load")
    while not held:
        page.wait_for_timeout(20)
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_timeout(100)
    where = "() => document.querySelector('#after').getBoundingClientRect().top"
    before = page.evaluate(where)
    held[0].continue_()
    stands(page)
    assert page.evaluate(where) == before


LOOK = """() => [...document.querySelector('libsite-widget').shadowRoot.querySelectorAll('*')]
  .filter(one => one.localName !== 'img')
  .map(one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const names = ['display', 'font-size', 'font-family', 'line-height', 'color', 'direction',
      'background-color', 'text-align', 'letter-spacing', 'text-transform', 'visibility',
      'opacity', 'white-space'];
    const values = names.map(name => style.getPropertyValue(name));
    return [one.localName, ...values, box.width, box.height].join('|');
  })"""


def test_no_style_of_the_page_reaches_a_widget(library: Library, hosts: Hosts, page: Page) -> None:
    looks = {}
    for head, style in HEADS.items():
        box = '<div style="all:initial!important;display:block!important;width:480px!important">'
        page.goto(hosts.put(host_page(f"{box}{script_of(library)}</div>", head=style)))
        stands(page)
        page.evaluate(
            "document.querySelector('libsite-widget')"
            ".style.setProperty('width', '480px', 'important')"
        )
        looks[head] = page.evaluate(LOOK)
    expect(page.get_by_role("link", name="Five books for long evenings")).to_be_visible()
    assert looks["bare"] == looks["hostile"]
    assert looks["bare"] == looks["wide"]
    assert looks["bare"] == looks["cms"]
    assert len(looks["bare"]) > 40


@pytest.mark.parametrize("layout", ["list", "grid", "shelf", "compact"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_widget_stands(
    layout: str, scheme: str, library: Library, hosts: Hosts, page: Page
) -> None:
    snippet = script_of(library, layout=layout, scheme=scheme, count="12") + script_of(
        library, "clubs/night-owls", layout=layout, scheme=scheme, accent="ffee00"
    )
    page.goto(hosts.put(host_page(snippet)))
    stands(page, 2)
    assert faults(page) == []


def test_ten_on_a_page_load_the_script_once_and_each_widget_once(
    library: Library, hosts: Hosts, page: Page
) -> None:
    page.goto(library.address)  # what this page loads is none of theirs
    library.asked.clear()
    snippets = [
        script_of(library, ("latest", "new-titles")[n % 2], count=str(n + 1)) for n in range(10)
    ]
    page.goto(hosts.put(host_page("<hr>".join(snippets))))
    stands(page, 10)
    asked = [path for path in library.asked if "/embed/" in path]
    assert sorted(asked) == [
        "/library/embed/v1/latest.html",
        "/library/embed/v1/new-titles.html",
        "/library/embed/v1/widget.js",
    ]
    shown = page.locator("libsite-widget .items").evaluate_all(
        "all => all.map(one => [...one.children].filter(li => !li.hidden).length)"
    )
    assert shown == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert faults(page) == []


def test_a_link_that_has_the_focus_stays_until_it_has_lost_it(
    library: Library, hosts: Hosts, context: BrowserContext, page: Page
) -> None:
    held: list[Route] = []
    context.route("**/embed/v1/latest.html", held_in(held))
    page.goto(hosts.put(host_page(script_of(library))))
    page.focus("[data-libsite]")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    stands(page)
    assert page.evaluate("document.activeElement.matches('[data-libsite]')")
    page.focus("#field")
    assert page.locator("[data-libsite]").count() == 0


def test_on_an_arabic_page_a_widget_speaks_arabic_if_it_is_asked_to(
    library: Library, hosts: Hosts, page: Page
) -> None:
    html = host_page(script_of(library, lang="ar") + script_of(library), lang="ar", dir="rtl")
    page.goto(hosts.put(html))
    stands(page, 2)
    asked, unasked = (page.locator("libsite-widget section").nth(n) for n in (0, 1))
    assert asked.evaluate("one => [one.lang, getComputedStyle(one).direction]") == ["ar", "rtl"]
    assert unasked.evaluate("one => [one.lang, getComputedStyle(one).direction]") == ["en", "ltr"]
    assert asked.locator(".title").inner_text() == "الجديد"
    assert asked.get_attribute("aria-label") == "الجديد"
    assert asked.locator(".meta").nth(2).inner_text() == "20\u200f/11\u200f/2026"
    assert faults(page) == []


def test_a_page_in_another_language_has_its_title_where_that_begins(
    library: Library, page: Page
) -> None:
    page.goto(f"{library.address}embed/v1/posts/kutub.html")
    title, lead = page.locator(".title"), page.locator(".lead")
    seen = "one => [one.lang, getComputedStyle(one).direction, getComputedStyle(one).textAlign]"
    assert title.evaluate(seen) == lead.evaluate(seen) == ["ar", "rtl", "start"]
    assert title.inner_text() == ARABIC
    page.goto(f"{library.address}embed/v1/latest.html")
    assert page.locator(".title").evaluate(seen)[1] == "ltr"


# ---- What is not there --------------------------------------------------------------------------


def test_under_a_strict_policy_the_frame_shows_and_the_link_stays(
    library: Library, hosts: Hosts, page: Page
) -> None:
    address = f"{library.address}embed/v1/latest.html"
    html = host_page(script_of(library) + frame_of(address))
    asked = requests_of(page)
    policy = "default-src 'none'; frame-src https: http:"
    page.goto(hosts.put(html, Content_Security_Policy=policy))
    expect(page.frame_locator("iframe").get_by_text("Book fair in the gym")).to_be_visible()
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    assert page.locator("libsite-widget").count() == 0
    assert faults(page) == []
    kept(page, library, hosts, asked)


def test_where_only_scripts_of_the_library_may_run_the_widget_stands(
    library: Library, hosts: Hosts, page: Page
) -> None:
    """No rule allows styles: neither a `<style>` nor an attribute is needed."""
    origin = library.address.removesuffix("/library/")
    policy = f"default-src 'none'; script-src {origin}; connect-src {origin}; img-src {origin}"
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    html = host_page(script_of(library, accent="ff0000")).replace(' style="height:3000px"', "")
    page.goto(hosts.put(html, Content_Security_Policy=policy))
    stands(page)
    assert (
        page.locator("libsite-widget .title").evaluate("one => getComputedStyle(one).fontSize")
        == "18px"
    )
    assert [text for text in said if "style" in text] == []


@pytest.mark.parametrize(("sandbox", "shown"), [("", 5), ("allow-scripts", 2)])
def test_a_frame_shows_within_any_sandbox(
    sandbox: str, shown: int, library: Library, hosts: Hosts, page: Page
) -> None:
    """Without scripts it shows what nobody chose otherwise; with them, what was chosen."""
    address = f"{library.address}embed/v1/latest.html?count=2&amp;nonsense=1"
    asked = requests_of(page)
    page.goto(hosts.put(host_page(frame_of(address, sandbox=sandbox))))
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("link", name="Book fair in the gym")).to_have_count(int(shown > 2))
    expect(inside.locator(".items > li:visible")).to_have_count(shown)
    kept(page, library, hosts, asked)


def test_without_scripts_the_link_and_the_frame_are_there(
    library: Library, hosts: Hosts, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    html = host_page(
        script_of(library) + frame_of(f"{library.address}embed/v1/latest.html?count=1")
    )
    page.goto(hosts.put(html))
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    inside = page.frame_locator("iframe")
    expect(inside.locator(".items > li:visible")).to_have_count(5)
    context.close()


def test_where_the_site_is_down_the_link_stays(library: Library, hosts: Hosts, page: Page) -> None:
    with serving(BaseHTTPRequestHandler) as origin:
        gone = f"{origin}/library/"
    failed: list[str] = []
    page.on("pageerror", lambda fault: failed.append(str(fault)))
    page.goto(hosts.put(host_page(script_of(Library(gone, library.folder)))), wait_until="load")
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    assert failed == []
    # the script is there, and what it asks for is not
    page.route("**/embed/v1/latest.html", lambda route: route.abort())
    page.goto(hosts.put(host_page(script_of(library))), wait_until="networkidle")
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    page.goto(hosts.put(host_page(script_of(library, "no/such"))), wait_until="networkidle")
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    assert page.locator("libsite-widget").count() == 0
    assert failed == []


def test_where_the_site_is_slow_the_page_is_not(library: Library, hosts: Hosts, page: Page) -> None:
    held: list[Route] = []
    page.route("**/embed/v1/latest.html", held_in(held))
    page.goto(hosts.put(host_page(script_of(library))), wait_until="load")
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    page.wait_for_timeout(11_000)
    held[0].continue_()
    page.wait_for_timeout(500)
    assert page.locator("libsite-widget").count() == 0, "it has given up after ten seconds"
    expect(page.get_by_role("link", name="News from the library")).to_be_visible()
    # where the script itself is slow, the page is there all the same
    page.route("**/embed/v1/widget.js", held_in(held))
    page.goto(hosts.put(host_page(script_of(library))), wait_until="domcontentloaded")
    expect(page.get_by_text("The end.")).to_be_visible()
    assert len(held) == 2


def test_no_widget_of_another_site_can_be_asked_for(
    library: Library, hosts: Hosts, page: Page
) -> None:
    asked = requests_of(page)
    for widget in ("https://example.org/x", "//example.org/x", "../../posts/", "/x"):
        page.goto(hosts.put(host_page(script_of(library, widget))), wait_until="networkidle")
    wanted = [url for url in asked if not url.startswith(hosts.address)]
    assert {url.rpartition("/")[2] for url in wanted} == {"widget.js"}


# ---- Options ------------------------------------------------------------------------------------


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colors as WCAG 2.2 defines it."""

    def luminance(color: tuple[int, ...]) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (value / 255 for value in color)
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def hex_color(text: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(text.strip().removeprefix("#")))


def test_any_accent_color_can_be_read_on_both_grounds(
    library: Library, hosts: Hosts, page: Page
) -> None:
    colors = [hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()[:6] for n in range(494)]
    colors += ["000000", "ffffff", "ffff00", "0000ff", "777777", "767676"]
    snippets = [script_of(library, "posts/read-aloud", accent=color) for color in colors]
    page.goto(hosts.put(host_page("".join(snippets))))
    stands(page, len(colors))
    painted = page.locator("libsite-widget section").evaluate_all("""all => all.map(one => {
      const style = getComputedStyle(one), title = one.querySelector('.title a');
      const read = name => style.getPropertyValue(name);
      const light = getComputedStyle(title).color;
      one.dataset.scheme = 'dark';
      const dark = getComputedStyle(title).color;
      return [read('--w-ground-light'), light, read('--w-ground-dark'), dark];
    })""")
    unchanged = 0
    for color, (light, on_light, dark, on_dark) in zip(colors, painted, strict=True):
        for ground, shown in ((light, on_light), (dark, on_dark)):
            seen = tuple(int(part) for part in re.findall(r"\d+", shown)[:3])
            assert contrast(seen, hex_color(ground)) >= 4.5, (color, ground, shown)
            if contrast(hex_color(color), hex_color(ground)) >= 4.5:
                assert seen == hex_color(color)
                unchanged += 1
    assert 300 < unchanged < 700


COLUMNS = {
    "grid": ("display:grid;grid-template-columns:1fr 1fr", ""),
    "flex": ("display:flex", "flex:1"),
    "table": ("display:table;inline-size:100%", "display:table-cell;inline-size:50%"),
}
"""How pages make two columns: the style of what holds them, and of each."""


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("layout", ["list", "grid", "shelf", "compact"])
def test_a_widget_keeps_to_the_column_that_it_stands_in(
    columns: str, layout: str, library: Library, hosts: Hosts, page: Page
) -> None:
    outer, inner = COLUMNS[columns]
    snippet = script_of(library, "new-titles", layout=layout)
    page.goto(
        hosts.put(
            host_page(
                f'<div id=both style="{outer}"><div style="{inner}">Our school</div>'
                f'<div id=column style="{inner}">{snippet}</div></div>'
            )
        )
    )
    stands(page)
    whole, column = (
        page.locator(name).evaluate("one => one.getBoundingClientRect().width")
        for name in ("#both", "#column")
    )
    assert column == pytest.approx(whole / 2)


FITTED = {
    "a flex row": "display:flex",
    "a grid": "display:grid;grid-template-columns:auto 1fr",
    "a table": "display:table",
    "a float": "float:inline-end",
}
"""How pages make columns that are as wide as what they hold."""


@pytest.mark.parametrize("columns", FITTED)
@pytest.mark.parametrize("layout", ["list", "grid", "shelf", "compact"])
def test_a_column_that_fits_its_widget_has_room_for_two_covers_and_for_no_more_than_the_page(
    columns: str, layout: str, library: Library, hosts: Hosts, page: Page
) -> None:
    snippet = f"<div id=column>{script_of(library, 'new-titles', layout=layout)}</div>"
    for width in (900, 170):
        box = f'<div id=page style="width:{width}px"><div style="{FITTED[columns]}">{snippet}'
        page.goto(hosts.put(host_page(f"{box}<p>Our school</p></div></div>")))
        stands(page)
        room = page.locator("#column").evaluate("one => one.getBoundingClientRect().width")
        assert 280 < room <= 900 if width == 900 else room <= 170


def test_what_is_not_understood_is_ignored(library: Library, page: Page) -> None:
    address = f"{library.address}embed/v1/latest.html"
    page.goto(address)
    usual = page.locator("section").evaluate("one => one.outerHTML")
    for query in (
        "count=0",
        "count=many",
        "count=-1",
        "layout=spiral",
        "tag=",
        "audience=",
        "accent=red",
        "accent=%23ggg",
        "lang=xx",
        "scheme=loud",
        "count=<script>",
    ):
        page.goto(f"{address}?{query}")
        assert page.locator("section").evaluate("one => one.outerHTML") == usual, query


def test_tags_and_audiences_choose_among_the_entries(library: Library, page: Page) -> None:
    page.goto(f"{library.address}embed/v1/latest.html?tag=EVENTS&count=9")
    shown = page.locator(".items > li:visible")
    assert shown.count() > 0
    assert all("events" in (one.get_attribute("data-tags") or "").split() for one in shown.all())
    assert page.locator(".none:visible").count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "audience=no-such",
        "tag=no-such",
        "tag=events&audience=no-such",
        "audience=%E0%A4",
        "audience=%25E0",
    ],
)
def test_where_nothing_is_left_nothing_else_is_shown(
    query: str, library: Library, page: Page
) -> None:
    """Who asks for what children may read must never see anything else."""
    page.goto(f"{library.address}embed/v1/latest.html?{query}")
    assert page.locator(".items > li").count() > 5
    assert page.locator(".items > li:visible").count() == 0
    expect(page.locator(".none")).to_be_visible()
    page.goto(f"{library.address}embed/v1/clubs/night-owls.html?{query}")
    assert page.locator(".items > li:visible").count() == 0
    assert page.locator(".none:visible").count() == 0, "its meetings are left"


def test_the_words_of_the_script_are_those_of_the_themes() -> None:
    written = re.search(
        r"var WORDS = (\{.*?\n  \});", SCRIPT.read_text(encoding="utf-8"), re.DOTALL
    )
    assert written
    words = json.loads(written[1])
    template = (data_root() / "themes/plain/widget.html").read_text(encoding="utf-8")
    said = set(re.findall(r'said\("([^"]+)"', template)) | {"What is new", "New titles"}
    assert set(words) == {"es", "de", "ar"}
    for language, table in words.items():
        with (data_root() / f"themes/plain/words/{language}.po").open("rb") as file:
            catalog = read_po(file)
        expected = {}
        for word in said:
            message = catalog.get(word)
            assert message, word
            expected[word] = message.string
        assert table == expected


# ---- How much, and how high ---------------------------------------------------------------------


def test_the_script_is_small_and_a_widget_can_be_read_after_two_requests(
    library: Library, page: Page
) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 4_500
    page.goto(f"{library.address}embed/v1/latest.html")
    first = page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.initiatorType !== 'img')"
        ".map(one => one.name)"
    )
    assert first == [f"{library.address}embed/v1/widget.js"]


MEASURED = f"""async ([widgets, widths]) => {{
  const cut = {CUT};
  const frames = widgets.map(widget => {{
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.style = 'border:0;display:block';
    frame.height = widget.height;
    frame.src = widget.html;
    return frame;
  }});
  await Promise.all(frames.map(frame => new Promise(done => frame.addEventListener('load', done))));
  return widths.flatMap(width => {{
    frames.forEach(frame => {{ frame.width = width; }});
    return frames.map((frame, place) => {{
      const inside = frame.contentDocument, page = inside.documentElement;
      return [
        widgets[place].html, width, page.clientWidth - page.scrollWidth,
        page.scrollHeight - widgets[place].height,
        inside.querySelector('.foot').getBoundingClientRect().bottom <= widgets[place].height,
        cut(inside.querySelector('section')),
      ];
    }});
  }});
}}"""
"""JavaScript: how widgets stand in frames of their heights, at each of the widths."""


def test_every_widget_fits_in_its_height_at_any_width(library: Library, page: Page) -> None:
    page.goto(f"{library.address}embed/v1/schema.json")  # beside them, so that we may look inside
    widgets = library.index()
    measured = page.evaluate(MEASURED, [widgets, WIDTHS])
    assert len(measured) == len(widgets) * len(WIDTHS)
    for address, width, *fits in measured:
        assert fits == [0, 0, True, []], (address, width)


@pytest.mark.parametrize("head", [CMS, HOSTILE])
def test_the_frame_of_oembed_is_as_high_as_it_says_on_any_page(
    head: str, library: Library, hosts: Hosts, page: Page
) -> None:
    path = library.folder / "embed/v1/oembed/posts/long.json"
    answer = json.loads(path.read_text(encoding="utf-8"))
    page.goto(hosts.put(host_page(answer["html"], head=head)))
    box = page.locator("iframe").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (480, answer["height"])
    page.set_viewport_size({"width": 375, "height": 700})
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["width"] <= 375
    assert box["height"] == answer["height"]


# ---- WordPress ----------------------------------------------------------------------------------

WORDPRESS = """<script>
  const secret = 'k3Xa90bTe1';
  window.told = [];
  addEventListener('message', event => {
    const frame = document.querySelector('iframe');
    if (event.data.secret !== secret || event.source !== frame.contentWindow) return;
    told.push(event.data.message);
    if (event.data.message !== 'link') return;
    const same = new URL(frame.src).host === new URL(event.data.value).host;
    if (same && document.activeElement === frame) top.location.href = event.data.value;
  });
</script>"""
"""What `wp-includes/js/wp-embed.js` does with what the page of a frame tells it."""


def test_in_wordpress_a_link_of_a_frame_leads_to_the_library(
    library: Library, hosts: Hosts, page: Page
) -> None:
    address = f"{library.address}embed/v1/latest.html#?secret=k3Xa90bTe1"
    page.goto(hosts.put(host_page(frame_of(address), head=WORDPRESS)))
    page.frame_locator("iframe").get_by_role("link", name="Book fair in the gym").click()
    page.wait_for_url(f"{library.address}posts/book-fair/")


def test_a_frame_tells_nothing_to_a_page_that_did_not_ask(
    library: Library, hosts: Hosts, page: Page
) -> None:
    address = f"{library.address}embed/v1/latest.html"
    asking = WORDPRESS.replace("event.data.secret !== secret ||", "")
    sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    page.goto(hosts.put(host_page(frame_of(address, sandbox=sandbox), head=asking)))
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Book fair in the gym").click()
    assert opened.value.url.endswith("/posts/book-fair/")
    assert page.evaluate("told") == []


@pytest.mark.parametrize("layout", ["list", "grid", "shelf", "compact"])
def test_no_layout_cuts_its_rows(layout: str, library: Library, page: Page) -> None:
    for name in ("latest", "new-titles", "clubs/night-owls", "titles/long"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 100})
            page.goto(f"{library.address}embed/v1/{name}.html?layout={layout}")
            assert page.locator("section").evaluate(CUT) == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
