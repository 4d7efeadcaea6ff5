"""A real browser reloads what changed and shows what is wrong, without losing the page."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosts import until
from tests.serve.serving import BROKEN, PATIENCE, RIVERS, port_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.serve.serving import Running

FRAME = "document.body.append(Object.assign(document.createElement('iframe'), {src: '/'}))"
BLOCKED = re.compile(".*Content Security Policy.*")
NO_SHARING = "delete window.SharedWorker"
"""Makes a browser one whose tabs share no workers, such as Chrome for Android."""
LONG = RIVERS + "\n\n".join(f"Book number {number}." for number in range(300))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser that has never been here; no script of ours may fail or be stopped in it."""
    complaints: list[str] = []
    found = browser.new_context()
    found.set_default_timeout(1000 * PATIENCE)
    expect.set_options(timeout=1000 * PATIENCE)
    found.on("weberror", lambda fault: complaints.append(str(fault.error)))
    found.on("console", lambda said: complaints.extend(BLOCKED.findall(said.text)))
    yield found
    found.close()
    assert complaints == []


def visit(context: BrowserContext, running: Running, path: str = "posts/rivers/") -> Page:
    page = context.new_page()
    page.goto(running.address + path)
    return page


def test_a_saved_file_reloads_the_page_where_it_was_scrolled_to(
    context: BrowserContext, running: Running
) -> None:
    running.rivers.write_text(LONG)
    running.next()
    page = visit(context, running)
    page.evaluate("scrollTo(0, 1500)")
    running.rivers.write_text(LONG.replace("rivers", "lakes"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Books about lakes")
    until(page, "scrollY === 1500")


def test_problems_lie_over_the_last_good_page_until_they_are_mended(
    context: BrowserContext, running: Running
) -> None:
    page = visit(context, running)
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(0)
    running.rivers.write_text(BROKEN)
    expect(alert).to_contain_text(re.compile(r"content/posts/rivers\.md:3:\d+"))
    expect(alert).to_contain_text("21st Nov")
    expect(alert).to_contain_text("hint: ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Books about rivers")
    assert alert.evaluate("alert => alert.getBoundingClientRect().top > 0")
    running.rivers.write_text(RIVERS)
    expect(alert).to_have_count(0)


def test_a_page_opened_later_shows_the_problems_too_and_they_can_be_hidden(
    context: BrowserContext, running: Running
) -> None:
    running.rivers.write_text(BROKEN)
    running.next()
    # The second page has nothing to wait for: the worker must tell it what it knows already.
    for page in (visit(context, running), visit(context, running)):
        expect(page.get_by_role("alert")).to_contain_text("rivers.md:3")
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Books about rivers")


def test_what_somebody_wrote_is_shown_and_never_run(
    context: BrowserContext, running: Running
) -> None:
    page = visit(context, running)
    nasty = "<img src=x onerror='document.title = `run`'>"
    running.rivers.write_text(RIVERS.replace("2026-11-02", nasty))
    expect(page.get_by_role("alert")).to_contain_text("<img src=x onerror=")
    assert page.get_by_role("alert").locator("img").count() == 0
    assert page.title() != "run"


def test_a_site_that_could_not_be_built_appears_when_it_can(
    context: BrowserContext, site: Path
) -> None:
    (site / "content" / "posts" / "rivers.md").write_text(BROKEN)
    with serving(site) as running:
        page = visit(context, running)
        expect(page.get_by_role("alert")).to_contain_text("rivers.md:3")
        running.rivers.write_text(RIVERS)
        expect(page.get_by_role("heading", level=1)).to_have_text("Books about rivers")
        expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_that_was_not_there_appears_when_it_is(
    context: BrowserContext, running: Running
) -> None:
    page = visit(context, running, "posts/seas/")
    expect(page.locator("body")).not_to_contain_text("Books about seas")
    (running.rivers.parent / "seas.md").write_text(RIVERS.replace("rivers", "seas"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Books about seas")


def test_a_build_that_changes_nothing_reloads_nothing(
    context: BrowserContext, running: Running
) -> None:
    page = visit(context, running)
    page.evaluate("document.title = 'not reloaded'")
    running.rivers.write_text(BROKEN)
    expect(page.get_by_role("alert")).to_have_count(1)
    running.rivers.write_text(RIVERS)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.title() == "not reloaded"


def test_a_dozen_tabs_load_and_all_of_them_reload(
    context: BrowserContext, running: Running
) -> None:
    pages = [visit(context, running) for _ in range(12)]
    running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
    for page in pages:
        expect(page.get_by_role("heading", level=1)).to_have_text("Books about lakes")


def test_a_browser_without_shared_workers_is_served_too(
    context: BrowserContext, running: Running
) -> None:
    context.add_init_script(NO_SHARING)
    page = visit(context, running)
    for _ in range(8):  # a stream that stayed open would leave the seventh page waiting for ever
        page.reload()
    running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Books about lakes")


@pytest.mark.parametrize("browsers_script", ["", NO_SHARING])
@pytest.mark.parametrize("policy", ["default-src 'none'", "default-src 'self'"])
def test_a_pages_own_security_policy_does_not_stop_the_news(
    context: BrowserContext, running: Running, policy: str, browsers_script: str
) -> None:
    context.add_init_script(browsers_script)
    theme = running.root / "themes" / "plain"
    theme.mkdir(parents=True)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    (theme / "post.html").write_text(f"<html><head>{meta}</head>{{{{ page.title }}}}</html>")
    while "Content-Security-Policy" not in running.text("/posts/rivers/"):
        running.next()
    page = visit(context, running)
    running.rivers.write_text(BROKEN)
    expect(page.get_by_role("alert")).to_have_css("background-color", "rgb(29, 27, 26)")
    running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
    expect(page.locator("body")).to_have_text("Books about lakes")


@pytest.mark.parametrize("browsers_script", ["", NO_SHARING])
def test_pages_survive_a_restart_of_the_server(
    context: BrowserContext, site: Path, browsers_script: str
) -> None:
    context.add_init_script(browsers_script)
    with ExitStack() as stack:
        running = stack.enter_context(serving(site))
        page = visit(context, running)
        port = port_of(running.address)
        running.rivers.write_text(RIVERS.replace("rivers", "ponds"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Books about ponds")  # it listens
        stack.close()
        running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
        stack.enter_context(serving(site, port=port))
        expect(page.get_by_role("heading", level=1)).to_have_text("Books about lakes")


def test_a_frame_of_the_same_site_is_left_to_the_page_around_it(
    browser: Browser, running: Running
) -> None:
    context = browser.new_context(
        bypass_csp=True
    )  # the page itself has no frame, and may have none
    page = visit(context, running)
    page.evaluate(FRAME)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    running.rivers.write_text(BROKEN)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(frame.get_by_role("alert")).to_have_count(0)
    context.close()
