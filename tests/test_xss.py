"""Fifty hostile texts in every field that people write, opened in Chromium: none of them runs.

Pages, widgets, share sheets and what feeds hold are opened as they are, with and without a content
security policy; everything is hovered over, focused and pressed.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import feedparser
import pytest

from tests.payloads import PAYLOADS
from tests.sites import run, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route

GROUPS = [" ".join(PAYLOADS[at : at + 5]) for at in range(0, len(PAYLOADS), 5)]
"""The same, five at a time, for fields that are only ever escaped."""
POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'"
PRESS = """async () => {
  const roots = [document]
  let pressed = 0
  document.addEventListener("click", event => event.preventDefault(), true)
  document.addEventListener("submit", event => event.preventDefault(), true)
  while (roots.length) {
    for (const one of roots.pop().querySelectorAll("*")) {
      if (one.shadowRoot) roots.push(one.shadowRoot)
      for (const name of ["mouseover", "mouseenter", "pointerdown", "focus", "blur", "input",
                          "keydown", "toggle", "click"])
        one.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}))
      if (one.focus) one.focus()
      pressed += 1
    }
  }
  await new Promise(done => setTimeout(done, 5))  // for what runs a moment later
  const every = [...document.querySelectorAll("*")]
  const names = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"]
  return {
    pressed,
    ran: document.documentElement.dataset.ran,
    handlers: every.flatMap(one =>
      [...one.attributes].filter(each => each.name.startsWith("on")).map(() => one.outerHTML)),
    links: every.flatMap(one =>
      names.filter(name => one.hasAttribute(name)).map(name => String(one.getAttribute(name)))),
  }
}"""
"""Does to every element what a visitor may do, and counts them; says what ran, what could, and
every address as it was written."""
IGNORED = str.maketrans(dict.fromkeys("\t\n\r"))
"""What browsers leave out of addresses (url.spec.whatwg.org, basic URL parser)."""
BLANK = "".join(map(chr, range(0x21)))
"""What they leave out at their beginning."""


def quoted(value: object) -> str:
    """Return *value* as YAML that holds just that: JSON is YAML."""
    return json.dumps(value)


def front(**fields: object) -> str:
    return "".join(f"{name}: {quoted(value)}\n" for name, value in fields.items())


def post(text: str, number: int) -> str:
    words = front(
        title=text,
        date=f"2026-10-{1 + number % 28:02}",
        summary=text,
        authors=[text],
        tags=[text, "kept"],
        image={"src": "dot.gif", "alt": text},
        share={"text": text, "mastodon": f"Toot {text}"},
    )
    blocks = (
        f"::: book Wonder\nnote: {quoted(text)}\n:::\n\n"
        f"::: video https://vimeo.com/76979871\ntitle: {quoted(text)}\n:::\n\n"
        f"::: figure dot.gif\nalt: {quoted(text)}\ncaption: {quoted(text)}\n"
        f"credit: {quoted(text)}\n:::\n"
    )
    body = f"{text}\n\n## {text}\n\n- {text}\n\n| a |\n|---|\n| {text} |\n\n`{text}`\n\n> {text}\n"
    return f"---\n{words}---\n{body}\n{blocks}"


def club(text: str) -> str:
    meeting = {"when": "2026-12-03 18:30", "title": text, "place": text, "note": text}
    words = front(
        title=text,
        place=text,
        contact=text,
        join=text,
        members=[{"name": text, "url": "https://example.org/"}],
        audience=[text],
        meetings=[meeting],
    )
    return f"---\n{words}---\n{text}\n"


def reading(text: str) -> str:
    words = front(
        title=text,
        starts="2026-11-01",
        book={"title": text, "authors": [text], "blurb": text, "subjects": [text]},
        plan=[{"when": text, "read": text, "note": text}],
        questions=[{"section": text, "questions": [text]}],
    )
    return f"---\n{words}---\n{text}\n"


def table() -> str:
    made = StringIO()
    rows = csv.writer(made)
    rows.writerow(["Title", "Author", "Format", "Audience", "Call number", "Subjects", "Summary"])
    rows.writerow(["Wonder", "R. J. Palacio", "", "", "", "", ""])
    rows.writerows([text] * 7 for text in GROUPS)
    return made.getvalue()


def settings() -> str:
    every = " ".join(PAYLOADS)
    return front(
        title=every,
        url=HOME,
        timezone="UTC",
        theme="reading-room",
        description=every,
        author=every,
        audiences=GROUPS,
        nav=[{text: "posts"} for text in PAYLOADS],
        catalogs=[{"name": text, "url": "https://example.org/?q={title}"} for text in PAYLOADS],
        hashtags=list(PAYLOADS),
        networks={"mastodon": {"account": "@a@example.social"}, "facebook": {}},
        feed_items=len(PAYLOADS),
        outputs={"cards": False},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a site whose every field holds every one of the texts."""
    root = tmp_path_factory.mktemp("hostile")
    files = {"site.yaml": settings(), "content/titles/list.csv": table()}
    files["content/titles/list.md"] = (
        f"---\n{front(title='List', date='2026-11-01', books='list.csv', group='subject')}---\n"
    )
    for number, text in enumerate(PAYLOADS):
        files[f"content/posts/p{number:02}.md"] = post(text, number)
    for number, text in enumerate(GROUPS):
        files[f"content/clubs/c{number:02}/index.md"] = club(text)
        files[f"content/clubs/c{number:02}/r.md"] = reading(text)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "content/posts/dot.gif").write_bytes(
        b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    )
    run(root)
    return root / "output"


HOME = "https://library.example.org/town/"


def visitor(browser: Browser, site: Path, policy: str = "") -> BrowserContext:
    """Return a context that finds *site* at its address, under *policy*, and nothing elsewhere."""
    context = browser.new_context()
    context.add_init_script(
        "for (const name of ['alert', 'confirm', 'prompt', 'print'])"
        " window[name] = () => { document.documentElement.dataset.ran = name }"
    )

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path).removeprefix(urlsplit(HOME).path)
        file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        headers = {"Content-Security-Policy": policy} if policy else {}
        if file.is_file():
            route.fulfill(path=file, headers={**headers, "Content-Type": guess_type(file)[0] or ""})
        else:
            route.fulfill(status=404)

    context.route("**", lambda route: route.abort())
    context.route(f"{HOME}**", answer)
    return context


def faults(page: Page, asked: list[str]) -> list[str]:
    """Return what ran in *page*, was asked of others or could run, everything being pressed."""
    found = [f"asks {one}" for one in asked if not one.startswith((HOME, "data:", "about:"))]
    for frame in page.frames:
        if frame.parent_frame and frame.url in ("", ":", "about:blank"):
            continue  # not loaded yet, since nobody looks at it
        seen = frame.evaluate(PRESS)
        assert seen["pressed"] > 0
        found += [f"runs {seen['ran']}"] if seen["ran"] else []
        found += [f"could run {one}" for one in seen["handlers"]]
        for one in seen["links"]:
            address = one.translate(IGNORED).lstrip(BLANK).lower()
            if address.startswith(("javascript:", "vbscript:", "data:text")):
                found.append(f"leads to {one}")
    return found


def opened(context: BrowserContext) -> tuple[Page, list[str]]:
    """Return a page, and the list into which all that it asks for will go, dialogs among them."""
    page = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def dismiss(dialog: Dialog) -> None:
        asked.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("request", note)
    page.on("dialog", dismiss)
    return page, asked


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("policy", ["", POLICY], ids=["without a policy", "with a policy"])
def test_no_page_widget_or_sheet_runs_what_people_write(
    site: Path, browser: Browser, policy: str
) -> None:
    paths = [path for path in tree(site) if path.endswith(".html")]
    sorts = {path.split("/")[0] for path in paths}
    assert {"posts", "titles", "clubs", "books", "tags", "embed", "share", "subscribe"} <= sorts
    context = visitor(browser, site, policy)
    page, asked = opened(context)
    found = {}
    for path in paths:
        asked.clear()
        page.goto(HOME + path, wait_until="load")
        if faulty := faults(page, asked):
            found[path] = faulty
    context.close()
    assert not found
    assert len(paths) > 5 * len(PAYLOADS)


def bodies(site: Path) -> Iterator[str]:
    """Yield what feeds hold, as a reader shows it that trusts what it gets."""
    for name in ("feed.xml", "atom.xml", "clubs/feed.xml", "titles/atom.xml"):
        for entry in feedparser.parse(str(site / name), sanitize_html=False).entries:
            parts = [*entry.get("content", ()), entry.get("summary_detail")]
            yield from (one.value for one in parts if one and one.type != "text/plain")
    for item in json.loads((site / "posts/feed.json").read_text(encoding="utf-8"))["items"]:
        yield item["content_html"]


def test_no_feed_holds_what_runs(site: Path, browser: Browser) -> None:
    context = visitor(browser, site)
    page, asked = opened(context)
    found = {}
    held = list(bodies(site))
    for body in held:
        asked.clear()
        page.set_content(f"<!doctype html><title>Reader</title><main>{body}</main>")
        if faulty := faults(page, asked):
            found[body] = faulty
    context.close()
    assert not found
    assert len(held) > len(PAYLOADS)


def test_the_harness_notices_what_runs(site: Path, browser: Browser) -> None:
    """A test that could not fail would be worth nothing: most of the texts do run, left alone."""
    context = visitor(browser, site)
    page, asked = opened(context)
    noticed = 0
    for text in PAYLOADS:
        asked.clear()
        page.set_content(f'<!doctype html><title>{text}</title><p title="{text}">{text}</p>')
        page.wait_for_timeout(20)
        noticed += bool(faults(page, asked))
    context.close()
    assert noticed > 0.7 * len(PAYLOADS)
