"""Share sheets, from the files to the browser: what a librarian sees, copies and posts."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import mf2py
import pytest
from bs4 import BeautifulSoup

from libsite.plan.sharing import ROWS
from libsite.read.networks import registry
from libsite.read.shared import read_shared
from tests.demo import requests_of, served
from tests.hosts import faults, until
from tests.pictures import quarters, saved
from tests.sites import run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

URL = "https://library.example.org/town/"
SITE = """\
-- site.yaml --
title: Town Library
url: https://library.example.org/town/
timezone: America/New_York
theme: plain
networks:
  mastodon: {account: "@maple@example.social"}
  bluesky: maple.example.org
  facebook: {}
hashtags: [TownReads]
-- content/posts/rivers.md --
---
title: "Rivers: a <b>wet</b> story"
date: 2026-11-01
tags: [global read aloud]
id: "2026-11-01"
---
All about rivers & streams.
-- content/posts/hills.md --
---
title: Hills
date: 2026-10-01
share:
  text: Own words for all.
  bluesky: Own words for Bluesky.
---
Some are high.
-- content/posts/fiesta.md --
---
title: Fiesta
lang: es
date: 2026-09-01
---
Venid todos.
-- content/posts/serial.md --
---
title: A serial
date: 2026-08-01
share: {bluesky: "LONG"}
---
To be continued.
-- content/posts/secret.md --
---
title: Hush
draft: true
share: Hush
---
Hush.
-- content/posts/taken-back.md --
---
title: Hush
date: 2026-09-02
withdrawn: true
share: Hush
---
Hush.
-- content/posts/tomorrow.md --
---
title: Hush
date: 2026-12-24
---
Hush.
-- content/titles/autumn.md --
---
title: New in autumn
date: 2026-11-02
books: [Holes by Louis Sachar, Wonder, Matilda, The BFG, Frog and Toad]
---
Come and see.
-- content/titles/one.md --
---
title: Just one
date: 2026-11-03
books: [Holes by Louis Sachar]
---
-- content/clubs/owls/index.md --
---
title: Night Owls
place: The loft
---
We read at night.
-- content/clubs/owls/holes.md --
---
title: We read Holes
date: 2026-11-01
starts: 2026-11-01
book: Holes by Louis Sachar
meetings: [2026-12-03 18:30]
---
Dig in.
-- content/_ledger/shared.yaml --
- {id: "2026-11-01", network: mastodon, date: 2026-11-02, url: "https://example.social/@maple/1"}
- {id: "2026-11-01", network: linkedin, date: 2026-11-03}
- {id: "2026-11-01", network: google-plus, date: 2018-11-04}
""".replace("LONG", "It was a dark and stormy night. " * 20)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_site(tmp_path_factory.mktemp("sharing"), SITE)
    run(made)
    return made


def page_at(root: Path, path: str) -> str:
    return (root / "output" / path / "index.html").read_text(encoding="utf-8")


def texts(root: Path, path: str) -> dict[str, str]:
    """Return the first text for each network on the sheet at *path*."""
    found = re.findall(
        r'<textarea id="_text-(\w[\w-]*)-1"[^>]*>([^<]*)<', page_at(root, f"share/{path}")
    )
    return {name: html.unescape(text) for name, text in found}


# ---- The words


def test_a_post_is_told_by_its_title_and_its_first_words(root: Path) -> None:
    told = texts(root, "posts/rivers")
    assert told["mastodon"] == (
        "Rivers: a <b>wet</b> story\n\nAll about rivers & streams.\n\n"
        f"{URL}posts/rivers/\n\n#GlobalReadAloud #TownReads"
    )
    assert told["sms"] == f"Town Library: Rivers: a <b>wet</b> story\n\n{URL}posts/rivers/"
    assert "The link is in our profile." in told["instagram"]
    assert set(told) == {name for name, one in registry().items() if one.target}
    assert list(told)[:3] == ["mastodon", "bluesky", "facebook"]


def test_a_list_is_told_by_some_of_its_books(root: Path) -> None:
    assert texts(root, "titles/autumn")["bluesky"] == (
        "New in autumn\n\n"
        "New on our shelves: “Holes”, “Wonder”, “Matilda” and 2 more.\n\nCome and see.\n\n"
        f"{URL}titles/autumn/\n\n#TownReads"
    )
    assert "New on our shelves: “Holes” by Louis Sachar.\n" in texts(root, "titles/one")["x"]


def test_a_reading_is_told_by_book_club_and_meeting(root: Path) -> None:
    told = texts(root, "clubs/owls/holes")["mastodon"].replace("\u202f", " ")
    assert told.split("\n\n")[:3] == [
        "Night Owls reads “Holes” by Louis Sachar.",
        "Next meeting: Thursday, December 3, 2026, 6:30 PM EST · The loft",
        "Dig in.",
    ]


def test_a_club_invites(root: Path) -> None:
    told = texts(root, "clubs/owls")["mastodon"].replace("\u202f", " ")
    assert told.split("\n\n")[:3] == [
        "Come and read with us: Night Owls",
        (
            "We are reading “Holes” by Louis Sachar.\n"
            "Next meeting: Thursday, December 3, 2026, 6:30 PM EST · The loft"
        ),
        "We read at night.",
    ]


def test_no_english_stands_in_what_is_posted_of_a_spanish_page(root: Path) -> None:
    told = texts(root, "posts/fiesta")
    assert told["instagram"] == "Fiesta\n\nVenid todos.\n\n#TownReads"
    sheet = page_at(root, "share/posts/fiesta")
    assert '<textarea id="_text-mastodon-1" readonly' in sheet
    assert re.search(r'<textarea id="_text-mastodon-1"[^>]* lang="es"', sheet)


def test_own_words_go_before_those_of_the_theme(root: Path) -> None:
    told = texts(root, "posts/hills")
    assert told["bluesky"].startswith("Own words for Bluesky.\n\n")
    assert {text.partition("\n")[0] for name, text in told.items() if name != "bluesky"} == {
        "Own words for all."
    }


def test_own_words_that_are_too_long_have_a_box_for_each_post(root: Path) -> None:
    sheet = page_at(root, "share/posts/serial")
    boxes = re.findall(r'<label for="_text-(\w+-\d)">Post (\d of 3)<', sheet)
    assert boxes == [("bluesky-1", "1 of 3"), ("bluesky-2", "2 of 3"), ("bluesky-3", "3 of 3")]
    assert len(re.findall(r'href="https://bsky\.app/intent/compose\?text=It%20was', sheet)) == 3


def test_a_theme_of_ones_own_words_posts_in_its_way(tmp_path: Path) -> None:
    own = "-- themes/ours/theme.yaml --\nextends: plain\n-- themes/ours/share-post.txt --\n"
    words = "{{ page.title }} <{{ target.title }}> at {{ site.title }}\n"
    made = write_site(tmp_path, SITE.replace("theme: plain", "theme: ours") + own + words)
    run(made)
    told = texts(made, "posts/hills")
    assert told["bluesky"].startswith("Own words")
    assert texts(made, "posts/fiesta")["x"].startswith("Fiesta <X> at Town Library\n\n")


# ---- Who finds them


def test_sheets_are_in_no_list_and_no_page_leads_to_them(root: Path) -> None:
    files = tree(root / "output")
    sheets = [path for path in files if path.startswith("share/")]
    assert len(sheets) == 9
    for path in sheets:
        assert b'<meta name="robots" content="noindex">' in files[path], path
    for path, data in files.items():
        if not path.startswith(("share/", "theme/")) and path.endswith((".html", ".xml", ".json")):
            assert b"share/" not in data, path


def test_what_is_not_public_is_told_nowhere(root: Path) -> None:
    for path, data in tree(root / "output").items():
        assert b"Hush" not in data, path
    assert not (root / "output/share/posts/secret").exists()
    assert not (root / "output/share/posts/taken-back").exists()


def test_without_the_switch_there_are_no_sheets(tmp_path: Path) -> None:
    made = write_site(
        tmp_path, SITE.replace("theme: plain", "theme: plain\noutputs: {share: false}")
    )
    run(made)
    assert not (made / "output/share").exists()


def test_another_post_changes_no_sheet_but_the_list(tmp_path: Path) -> None:
    made = write_site(tmp_path, SITE)
    run(made)
    write_site(made, "-- content/posts/new.md --\n---\ntitle: New\ndate: 2026-11-04\n---\nNew.\n")
    remade = {name for name in run(made).made if name.startswith("share/")}
    assert remade == {"share/index.html", "share/posts/new/index.html"}


# ---- What was shared


def test_the_list_says_what_has_not_yet_gone_where(root: Path) -> None:
    rows = re.findall(
        r"<li>\s*<p class=\"name\">(.*?)</li>", page_at(root, "share"), flags=re.DOTALL
    )
    (rivers,) = [row for row in rows if 'href="posts/rivers/"' in row]
    assert re.findall(r'class="badge">(\w+)<', rivers) == ["Bluesky", "Facebook"]
    assert '<a href="https://example.social/@maple/1"><bdi>Mastodon</bdi></a>' in rivers
    assert "LinkedIn" in rivers
    (hills,) = [row for row in rows if 'href="posts/hills/"' in row]
    assert re.findall(r'class="badge">(\w+)<', hills) == ["Mastodon", "Bluesky", "Facebook"]


def test_without_networks_the_list_says_how_to_name_them(tmp_path: Path) -> None:
    bare = re.sub(r"networks:\n(  .*\n)+", "", SITE)
    made = write_site(tmp_path, bare)
    run(made)
    assert "networks:\n  mastodon:" in page_at(made, "share")
    assert next(iter(texts(made, "posts/hills"))) == next(iter(registry()))


def test_a_sheet_says_where_its_page_was_posted(root: Path) -> None:
    sheet = page_at(root, "share/posts/rivers")
    assert 'Shared on <time datetime="2026-11-02T00:00:00-05:00">November 2, 2026</time>' in sheet
    assert '<a href="https://example.social/@maple/1">See the post</a>' in sheet
    assert 'Shared on Google+, <time datetime="2018-11-04' in sheet
    assert sheet.count('class="badge">shared<') == 1  # LinkedIn, which is not the library's own


def test_a_post_links_to_its_copies_for_machines_too(root: Path) -> None:
    parsed = mf2py.parse(doc=page_at(root, "posts/rivers"), url=f"{URL}posts/rivers/")
    (entry,) = [item for item in parsed["items"] if "h-entry" in item["type"]]
    assert entry["properties"]["syndication"] == ["https://example.social/@maple/1"]
    assert "syndication" not in page_at(root, "posts/hills")


def test_a_sheet_and_a_preview_say_what_the_photograph_shows(tmp_path: Path) -> None:
    made = write_site(tmp_path, SITE)
    (made / "content/posts/otter.png").write_bytes(saved(quarters(900, 600)))
    hills = made / "content/posts/hills.md"
    image = "title: Hills\nimage: {src: otter.png, alt: An otter on a raft}"
    hills.write_text(hills.read_text().replace("title: Hills", image))
    run(made)
    said = "Hills \u2013 Town Library. An otter on a raft"
    assert f'<meta property="og:image:alt" content="{said}">' in page_at(made, "posts/hills")
    sheet = BeautifulSoup(page_at(made, "share/posts/hills"), "lxml")
    assert {one["alt"] for one in sheet.select("main img")} == {said}
    assert sheet.select_one("#_alt-bluesky").text == said  # type: ignore[union-attr] # it is there


def test_every_button_and_field_says_whose_it_is(root: Path) -> None:
    for name in ("posts/rivers", "posts/serial"):
        sheet = BeautifulSoup(page_at(root, f"share/{name}"), "lxml")
        found = sheet.select("main :is(button, label, a.open, .mark-as summary)")
        names = [one.get_text() for one in found if "download" not in one.attrs]
        assert len(names) > 80
        assert sorted(set(names)) == sorted(names)
        titles = [one.title for one in registry().values() if one.target]
        assert [one for one in names if not any(title in one for title in titles)] == []


def test_a_title_in_another_language_says_so_in_the_heading(root: Path) -> None:
    heading = BeautifulSoup(page_at(root, "share/posts/fiesta"), "lxml").select_one("h1")
    assert str(heading) == '<h1>Share: <bdi lang="es">Fiesta</bdi></h1>'
    rivers = page_at(root, "share/posts/rivers")
    assert "<h1>Share: <bdi>Rivers: a &lt;b&gt;wet&lt;/b&gt; story</bdi></h1>" in rivers


def test_a_network_of_squares_shows_the_square_and_its_link_only_if_it_takes_one(
    root: Path,
) -> None:
    sheet = BeautifulSoup(page_at(root, "share/posts/hills"), "lxml")
    shown = {
        section.select(".row code")[0]["id"]: section.select(".link-card")
        for section in sheet.select(".network")
    }
    cards = {str(name).removeprefix("_line-"): card for name, card in shown.items() if card}
    assert sorted(cards) == ["instagram", "pinterest"]
    for name, (card,) in cards.items():
        assert [one["width"] for one in card.select("img")] == ["1080"]
        assert bool(card.select(".host")) == (name == "pinterest")


@pytest.mark.parametrize(("language", "foreign"), [("en", False), ("de", False), ("fi", True)])
def test_what_is_known_of_a_network_is_in_the_language_of_the_site_or_says_it_is_not(
    tmp_path: Path,
    language: str,
    foreign: bool,  # noqa: FBT001 - a column of the table
) -> None:
    made = write_site(tmp_path, SITE.replace("theme: plain", f"theme: plain\nlanguage: {language}"))
    run(made)
    sheet = BeautifulSoup(page_at(made, "share/posts/hills"), "lxml")
    notes = [one for one in sheet.select(".network .hint") if "by-hand" not in one["class"]]
    known = {one.note for one in registry().values() if one.target and one.note}
    english = [one for one in notes if one.text in known]
    assert bool(english) == (language != "de")
    assert {one.get("lang") for one in english} == (
        {"en"} if foreign else {None} if english else set()
    )


def test_the_list_says_if_there_are_older_pages(tmp_path: Path) -> None:
    made = write_site(tmp_path, SITE)
    run(made)
    assert "Only the newest" not in page_at(made, "share")
    for number in range(ROWS):
        path = made / f"content/posts/p{number}.md"
        path.write_text(f"---\ntitle: P{number}\ndate: 2026-11-02\n---\nText.\n")
    run(made)
    assert f"Only the newest {ROWS} pages stand here." in page_at(made, "share")


def test_another_network_remakes_the_sheets_and_no_page(tmp_path: Path) -> None:
    made = write_site(tmp_path, SITE)
    run(made)
    settings = made / "site.yaml"
    settings.write_text(settings.read_text().replace("  facebook: {}\n", ""))
    reasons = dict(run(made).made)
    assert reasons.pop("share/index.html") == ("page.networks", "page.rows")
    assert set(reasons.values()) == {("shared targets",)}
    assert "share/posts/rivers/index.html" in reasons
    assert all(name.startswith("share/") for name in reasons)


# ---- In the browser


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root / "output") as found:
        yield found


@pytest.fixture
def sheet(browser: Browser, address: str) -> Iterator[Page]:
    """Give the sheet of the rivers on a phone, on which nothing is shared by the system."""
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"{address}share/posts/rivers/")
    yield page
    context.close()


def test_a_text_is_copied_by_a_button(sheet: Page) -> None:
    sheet.locator("section.network button.copy").first.focus()
    sheet.keyboard.press("Enter")
    until(sheet, "document.querySelector('[data-copy-status]').textContent")
    assert (
        sheet.evaluate("navigator.clipboard.readText()")
        == sheet.locator("#_text-mastodon-1").input_value()
    )


def test_the_server_is_that_of_the_library_until_another_is_named(sheet: Page) -> None:
    link = sheet.locator("a[data-intent]")
    assert (link.get_attribute("href") or "").startswith("https://example.social/share?text=Rivers")
    field = sheet.locator("#_server-mastodon")
    assert field.input_value() == "example.social"
    for written, host in {
        "@me@other.example": "other.example",
        "https://other.example/@me": "other.example",
        " Other.example/x?y#z ": "other.example",
        "javascript:alert(1)//": "example.social",
        "": "example.social",
    }.items():
        field.fill(written)
        assert (link.get_attribute("href") or "").startswith(f"https://{host}/share?text="), written


def test_the_system_shares_only_where_it_can(browser: Browser, address: str, sheet: Page) -> None:
    assert sheet.locator("button.share:visible").count() == 0
    page = browser.new_page()
    page.add_init_script(
        "window.told = []; Navigator.prototype.share = async data => { window.told.push(data); }"
    )
    page.goto(f"{address}share/posts/rivers/")
    page.locator("section.network button.share:visible").first.click()
    until(page, "window.told.length")
    assert page.evaluate("window.told[0].text") == page.locator("#_text-mastodon-1").input_value()
    page.close()


HOSTILE = r"""https://example.social/@maple/1?a="b",c: {d}, #e&f='\g' <h> - [i]"""


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", ""),
        ("https://bsky.app/profile/maple/post/3k", "https://bsky.app/profile/maple/post/3k"),
        ("  https://bsky.app/p  ", "https://bsky.app/p"),
        ("https://me:secret@bsky.app/p", "https://bsky.app/p"),
        ("no address", ""),
        ("javascript:alert(1)", ""),
        (
            HOSTILE,
            "https://example.social/@maple/1?a=%22b%22,c:%20%7Bd%7D,%20#e&f=%27%5Cg%27%20%3Ch%3E%20-%20%5Bi%5D",
        ),
    ],
)
def test_the_line_for_the_ledger_is_read_as_it_was_meant(
    sheet: Page, written: str, url: str
) -> None:
    field = sheet.locator("#_post-bluesky")
    field.evaluate("(field, text) => { field.type = 'text'; field.value = text; }", written)
    field.dispatch_event("input")
    line = sheet.locator("#_line-bluesky").text_content() or ""
    shared, problems = read_shared(line + "\n", registry(), path="shared.yaml")
    assert problems == ()
    today = sheet.evaluate("new Date().toLocaleDateString('sv')")
    assert [(one.id, one.network, one.date, one.url) for one in shared] == [
        ("2026-11-01", "bluesky", today, url)
    ]
    wrong = "true" if written.strip() and not url else "false"
    assert field.get_attribute("aria-invalid") == wrong


def test_without_scripts_everything_can_be_done_by_hand(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}share/posts/rivers/")
    assert page.locator("#_text-mastodon-1").input_value().startswith("Rivers: a <b>wet</b> story")
    assert page.locator("button:visible, .server:visible, .address:visible").count() == 0
    page.locator("section.network summary", has_text="Mark as shared").first.click()
    assert page.locator("#_line-mastodon").inner_text() == (
        "- {id: '2026-11-01', network: mastodon, date: YYYY-MM-DD}"
    )
    assert page.locator("section.network .by-hand").first.is_visible()
    context.close()


def test_without_an_account_mastodon_asks_for_the_server_itself(tmp_path: Path) -> None:
    made = write_site(tmp_path, re.sub(r'\{account: "@maple[^}]*\}', "{}", SITE))
    run(made)
    sheet = page_at(made, "share/posts/hills")
    assert 'href="https://share.joinmastodon.org/#text=Own%20words%20for%20all.%0A%0A' in sheet


@pytest.mark.parametrize("theme", ["plain", "reading-room"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_and_nobody_is_asked_for_anything(
    tmp_path: Path, browser: Browser, theme: str, scheme: str, width: int
) -> None:
    made = write_site(tmp_path, SITE.replace("theme: plain", f"theme: {theme}"))
    run(made)
    with served(made / "output") as address:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 800},
        )
        page = context.new_page()
        asked = requests_of(page)
        for path in ("share/", "share/posts/rivers/", "share/clubs/owls/holes/"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert faults(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} scrolls sideways at {width} px"
        context.close()
    assert not [url for url in asked if not url.startswith((address, "data:", "about:"))]
