"""What was published once: every address, entry and widget stays, whatever is done to the files.

Each row of `CASES` is what somebody does to a site that was built and recorded. Where that would
break something, the build must say so, and what it says must mend it. Then nothing of what stood
before is missing, each former address leads straight to a page, and no feed tells anything twice.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from libsite.check import check
from libsite.errors import SiteError
from libsite.record import record
from libsite.visit import Options
from libsite.why import explain
from tests.demo import served
from tests.hosts import opened_browser
from tests.sites import KINDS, NOW, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

URL = "https://library.example.org/town/"
SITE = (
    re.sub(r"outputs: \{.*\}", "outputs: {cards: false}", KINDS)
    + """\
-- content/posts/2026-11-05-bridges.md --
---
title: Bridges
tags: [water]
audience: parents
---
Over them we go.
-- content/clubs/owls/wonder.md --
---
title: We read Wonder
starts: 2026-10-01
book: Wonder by R. J. Palacio
---
Dig in.
-- content/_ledger/shared.yaml --
- {id: post/rivers, network: mastodon, date: 2026-11-02, url: "https://example.social/@maple/1"}
- {id: post/rivers, network: facebook, date: 2026-11-03}
- {id: post/hills, network: facebook, date: 2026-11-03}
"""
)
Edit = tuple[str, str, str]
"""A file, what stands in it, and what is to stand there."""


@dataclass(frozen=True)
class Case:
    """What somebody does to the files, what libsite says, and what becomes of the addresses."""

    moves: Mapping[str, str] = field(default_factory=dict)
    """Files and folders that get another name."""
    edits: tuple[Edit, ...] = ()
    errors: tuple[str, ...] = ()
    """All that the build says, if it refuses."""
    mends: tuple[Edit, ...] = ()
    """What the librarian does about it, as the hints say."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """Former addresses, and where each leads."""
    notices: frozenset[str] = frozenset()
    """Addresses at which a notice stands in the place of what was there."""
    lost: frozenset[str] = frozenset()
    """Files that may vanish: nobody can follow what has nothing to tell, nor share it."""
    retold: bool = False
    """Whether an entry of a feed went or came, so that feeds do not tell the same as before."""


RIVERS = "content/posts/rivers.md"
HILLS = "content/posts/hills.md"
BRIDGES = "content/posts/2026-11-05-bridges.md"
OWLS = "content/clubs/owls/index.md"
AUTUMN = "content/titles/2026-11-02-autumn.md"
SETTINGS = "site.yaml"
MOVED = "this page was public at `{}` and would move to `{}`\n  hint: {}"
LEADS = "and the old address will lead here"
SHEET = "share/posts/rivers/index.html"


def feeds(folder: str) -> frozenset[str]:
    return frozenset(f"{folder}{name}" for name in ("feed.xml", "atom.xml", "feed.json"))


CASES = {
    "nothing": Case(),
    "a file has another name": Case(
        moves={RIVERS: "content/posts/streams.md"},
        errors=(
            "content/posts/streams.md:2: "
            + MOVED.format(
                "/posts/rivers/",
                "/posts/streams/",
                f"add the line `aliases: [/posts/rivers/]`, {LEADS}",
            ),
            (
                "content/pages/about.md:4: the link `@/posts/rivers.md` leads nowhere\n"
                "  hint: did you mean `@/posts/streams.md`?"
            ),
        ),
        mends=(
            ("content/posts/streams.md", "tags:", "aliases: [/posts/rivers/]\ntags:"),
            ("content/pages/about.md", "rivers.md", "streams.md"),
        ),
        leads={"/posts/rivers/": "/posts/streams/"},
        lost=frozenset({SHEET}),
    ),
    "a page has another slug": Case(
        edits=((HILLS, "tags:", "slug: mountains\ntags:"),),
        errors=(
            f"{HILLS}:4: "
            + MOVED.format(
                "/posts/hills/",
                "/posts/mountains/",
                f"add the line `aliases: [/posts/hills/]`, {LEADS}",
            ),
        ),
        mends=((HILLS, "tags:", "aliases: [/posts/hills/]\ntags:"),),
        leads={"/posts/hills/": "/posts/mountains/"},
        lost=frozenset({"share/posts/hills/index.html"}),
    ),
    "a page that has an alias moves again": Case(
        edits=((HILLS, "tags:", "aliases: [/h.html, '/a, b/']\nslug: mountains\ntags:"),),
        errors=(
            f"{HILLS}:4: "
            + MOVED.format(
                "/posts/hills/",
                "/posts/mountains/",
                f'make the line `aliases: [/h.html, "/a, b/", /posts/hills/]`, {LEADS}',
            ),
        ),
        mends=((HILLS, "[/h.html, '/a, b/']", '[/h.html, "/a, b/", /posts/hills/]'),),
        leads={
            "/posts/hills/": "/posts/mountains/",
            "/h.html": "/posts/mountains/",
            "/a, b/": "/posts/mountains/",
        },
        lost=frozenset({"share/posts/hills/index.html"}),
    ),
    "a new page takes the address of an old one": Case(
        edits=(
            (HILLS, "tags:", "slug: mountains\ntags:"),
            (BRIDGES, "tags:", "slug: hills\naliases: [/posts/bridges/]\ntags:"),
        ),
        errors=(
            f"{HILLS}:4: "
            + MOVED.format(
                "/posts/hills/",
                "/posts/mountains/",
                f"`{BRIDGES}` has that address now: give it another `slug:`, then add the line"
                f" `aliases: [/posts/hills/]`, {LEADS}",
            ),
        ),
        mends=(
            (BRIDGES, "slug: hills\naliases: [/posts/bridges/]\n", ""),
            (HILLS, "tags:", "aliases: [/posts/hills/]\ntags:"),
        ),
        leads={"/posts/hills/": "/posts/mountains/"},
        lost=frozenset({"share/posts/hills/index.html"}),
    ),
    "the day in a file's name changes": Case(
        moves={BRIDGES: "content/posts/2026-11-06-bridges.md"},
    ),
    "a post becomes a page": Case(
        moves={BRIDGES: "content/pages/bridges.md"},
        errors=(
            "content/pages/bridges.md:2: "
            + MOVED.format(
                "/posts/bridges/",
                "/bridges/",
                f"add the line `aliases: [/posts/bridges/]`, {LEADS}",
            ),
        ),
        mends=(("content/pages/bridges.md", "tags:", "aliases: [/posts/bridges/]\ntags:"),),
        leads={"/posts/bridges/": "/bridges/"},
        notices=frozenset({"/for/parents/", "/for/"}),
        lost=feeds("for/parents/") | {"share/posts/bridges/index.html"},
        retold=True,
    ),
    "a section has another address": Case(
        edits=((SETTINGS, "nav:", "sections: {posts: news}\nnav:"),),
        errors=tuple(
            f"{source}:2: "
            + MOVED.format(
                f"/posts/{name}/",
                f"/news/{name}/",
                f"add the line `aliases: [/posts/{name}/]`, " + LEADS,
            )
            for source, name in (
                (BRIDGES, "bridges"),
                ("content/posts/cards.md", "cards"),
                (HILLS, "hills"),
                (RIVERS, "rivers"),
            )
        ),
        mends=tuple(
            (source, "title:", f"aliases: [/posts/{name}/]\ntitle:")
            for source, name in (
                (BRIDGES, "bridges"),
                ("content/posts/cards.md", "cards"),
                (HILLS, "hills"),
                (RIVERS, "rivers"),
            )
        ),
        leads={
            "/posts/rivers/": "/news/rivers/",
            "/posts/": "/news/",
            "/posts/2026/": "/news/2026/",
        },
        lost=frozenset(
            f"share/posts/{name}/index.html" for name in ("bridges", "cards", "hills", "rivers")
        ),
    ),
    "the folder of a club has another name": Case(
        moves={"content/clubs/owls": "content/clubs/night-owls"},
        errors=(
            "content/clubs/night-owls/index.md:2: "
            + MOVED.format(
                "/clubs/owls/",
                "/clubs/night-owls/",
                f"add the line `aliases: [/clubs/owls/]`, {LEADS}, and those of its readings to"
                " them",
            ),
        ),
        mends=(("content/clubs/night-owls/index.md", "place:", "aliases: /clubs/owls/\nplace:"),),
        leads={
            "/clubs/owls/": "/clubs/night-owls/",
            "/clubs/owls/holes/": "/clubs/night-owls/holes/",
            "/clubs/owls/wonder/": "/clubs/night-owls/wonder/",
        },
        lost=frozenset(f"share/clubs/owls/{name}index.html" for name in ("", "holes/", "wonder/")),
    ),
    "the id is taken out of a file": Case(
        edits=((RIVERS, "id: post-rivers\n", ""),),
    ),
    "the id is taken out of a file that moves": Case(
        moves={RIVERS: "content/posts/2026-11-01-rivers.md"},
        edits=(
            ("content/pages/about.md", "rivers.md", "2026-11-01-rivers.md"),
            ("content/posts/2026-11-01-rivers.md", "id: post-rivers\n", ""),
        ),
    ),
    "the id of a page changes": Case(
        edits=((RIVERS, "id: post-rivers", "id: post-streams"),),
        errors=(
            (
                f"{RIVERS}:3: this page is public under the id `post-rivers`, which cannot change\n"
                "  hint: write `id: post-rivers`"
            ),
        ),
        mends=((RIVERS, "id: post-streams", "id: post-rivers"),),
    ),
    "two pages have the same id": Case(
        edits=((HILLS, "date:", "id: post-rivers\ndate:"),),
        errors=(
            (
                f"{HILLS}:3: this page is public under the id `post/hills`, which cannot change\n"
                "  hint: write `id: post/hills`"
            ),
            (
                f"{RIVERS}:3: `{RIVERS}` and `{HILLS}` have the same id `post-rivers`\n"
                "  hint: give one of them another `id:`"
            ),
        ),
        mends=((HILLS, "id: post-rivers", "id: post/hills"),),
    ),
    "the site moves to another host": Case(
        edits=((SETTINGS, f"url: {URL}", "url: https://new.example.org/"),),
        errors=(
            (
                "site.yaml:2: with this `url`, who follows a feed would get every entry a second"
                f" time\n  hint: write `id: {URL}`"
            ),
        ),
        mends=((SETTINGS, "url:", f"id: {URL}\nurl:"),),
    ),
    "the site is in another language": Case(
        edits=((SETTINGS, "nav:", "language: es\nnav:"),),
    ),
    "the title of a book with an ISBN is corrected": Case(
        edits=((AUTUMN, "title: Wonder,", "title: Wonders,"),),
    ),
    "the ISBN of a book is corrected": Case(
        edits=((AUTUMN, "978-0-375-86902-0", "978-0-14-241037-0"),),
        leads={"/books/9780375869020/": "/books/wonder-r-j-palacio/"},
    ),
    "the ISBN of a book is taken out": Case(
        edits=((AUTUMN, "isbn: 978-0-375-86902-0, ", ""),),
        leads={"/books/9780375869020/": "/books/wonder-r-j-palacio/"},
    ),
    "a book is called otherwise and has no ISBN": Case(
        edits=((AUTUMN, "Matilda by", "Matilda Wormwood by"),),
        notices=frozenset({"/books/matilda-roald-dahl/"}),
    ),
    "a tag has another name": Case(
        edits=((HILLS, "tags: [land]", "tags: [earth]"),),
        notices=frozenset({"/tags/land/"}),
        lost=feeds("tags/land/"),
    ),
    "a page is withdrawn": Case(
        edits=((BRIDGES, "title:", "withdrawn: true\ntitle:"),),
        notices=frozenset({"/posts/bridges/", "/for/parents/", "/for/"}),
        lost=feeds("for/parents/") | {"share/posts/bridges/index.html"},
        retold=True,
    ),
    "a club is withdrawn": Case(
        edits=((OWLS, "title:", "withdrawn: true\ntitle:"),),
        notices=frozenset({"/clubs/", "/clubs/owls/", "/clubs/owls/holes/", "/clubs/owls/wonder/"}),
        lost=feeds("clubs/")
        | feeds("clubs/owls/")
        | {f"share/clubs/owls/{name}index.html" for name in ("", "holes/", "wonder/")},
        retold=True,
    ),
    "a page expires": Case(
        edits=((BRIDGES, "title:", "expires: 2026-11-20\ntitle:"),),
        notices=frozenset({"/posts/bridges/", "/for/parents/", "/for/"}),
        lost=feeds("for/parents/") | {"share/posts/bridges/index.html"},
        retold=True,
    ),
    "a draft is withdrawn": Case(
        edits=((BRIDGES, "title:", "withdrawn: true\ndraft: true\ntitle:"),),
        errors=(
            (
                f"{BRIDGES}:3: `/posts/bridges/` is public already, and would vanish: it says"
                " `draft: true`\n  hint: delete the line `draft: true`: `withdrawn: true` leaves"
                " a polite note there"
            ),
        ),
        mends=((BRIDGES, "draft: true\n", ""),),
        notices=frozenset({"/posts/bridges/", "/for/parents/", "/for/"}),
        lost=feeds("for/parents/") | {"share/posts/bridges/index.html"},
        retold=True,
    ),
    "a page with a day to come is withdrawn": Case(
        edits=((BRIDGES, "title:", "withdrawn: true\ndate: 2027-01-01\ntitle:"),),
        notices=frozenset({"/posts/bridges/", "/for/parents/", "/for/"}),
        lost=feeds("for/parents/") | {"share/posts/bridges/index.html"},
        retold=True,
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site that was built and recorded; it is copied, never changed."""
    root = write_site(tmp_path_factory.mktemp("published"), SITE)
    post = root / RIVERS
    post.write_text(post.read_text().replace("title: Rivers\n", "title: Rivers\nid: post-rivers\n"))
    ledger = root / "content/_ledger/shared.yaml"
    ledger.write_text(ledger.read_text().replace("post/rivers", "post-rivers"))
    run(root)
    record(root, Options(now=NOW))
    return root


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "site")


@pytest.mark.parametrize("name", CASES)
def test_what_was_published_stays(site: Path, name: str) -> None:
    case = CASES[name]
    before, told = tree(site / "output"), guids(site)
    for old, new in case.moves.items():
        (site / old).rename(site / new)
    apply(site, case.edits)
    if case.errors:
        with pytest.raises(SiteError) as fault:
            run(site)
        errors = [str(one) for one in fault.value.problems if one.severity == "error"]
        assert sorted(errors) == sorted(case.errors)
        assert tree(site / "output") == before
    apply(site, case.mends)
    run(site)
    after = tree(site / "output")
    addresses = {path for path in before if path.endswith((".html", ".xml", ".json"))}
    assert addresses - after.keys() == case.lost
    for old, new in case.leads.items():
        assert led_to(after, old) == new
    noticed = {f"/{path}".removesuffix("index.html") for path in after if is_notice(after[path])}
    assert noticed == case.notices
    for address in case.notices:
        assert f"{URL}{address[1:]}<" not in after["sitemap.xml"].decode()
    if not case.retold:
        assert guids(site) == told
    assert guids(site) <= told
    record(site, Options(now=NOW))
    assert run(site).written == ()  # what is recorded now is what stands there


def apply(root: Path, edits: tuple[Edit, ...]) -> None:
    for source, old, new in edits:
        path = root / source
        text = path.read_text(encoding="utf-8")
        assert old in text, source
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def guids(root: Path) -> set[str]:
    """Return the ids of all entries of the site's feed."""
    feed = ET.parse(root / "output/feed.xml")  # noqa: S314 - our own
    return {found.text or "" for found in feed.iter("guid")}


def page_at(files: Mapping[str, bytes], address: str) -> str:
    path = address.strip("/")
    return files[path if path.endswith(".html") else f"{path}/index.html"].decode()


def led_to(files: Mapping[str, bytes], address: str) -> str:
    """Return where the redirect at *address* leads, from the root; what it leads to is no other."""
    html = page_at(files, address)
    refresh = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)
    assert refresh, address
    found: str = urljoin(address, refresh[1])
    assert f'<a href="{refresh[1]}"' in html
    assert re.search(r'rel="canonical" href="https://[^/]+/(?:town/)?' + found[1:] + '"', html)
    assert not is_redirect(page_at(files, found).encode())
    return found


def is_redirect(html: bytes) -> bool:
    return b'http-equiv="refresh"' in html


def is_notice(html: bytes) -> bool:
    return b"<h1>Withdrawn</h1>" in html


# ---- Aliases ------------------------------------------------------------------------------------


def test_a_page_that_moves_twice_is_reached_from_each_of_its_addresses_in_one_step(
    site: Path,
) -> None:
    apply(site, ((HILLS, "tags:", "slug: b\naliases: [/posts/hills/]\ntags:"),))
    run(site)
    record(site, Options(now=NOW))
    apply(site, ((HILLS, "slug: b\naliases: [/posts/hills/]", "slug: c"),))
    with pytest.raises(SiteError) as fault:
        run(site)
    (problem,) = (one for one in fault.value.problems if one.severity == "error")
    assert problem.message == (
        "this page was public at `/posts/hills/` and at `/posts/b/` and would move to `/posts/c/`"
    )
    assert problem.hint == (
        "add the line `aliases: [/posts/hills/, /posts/b/]`, and the old addresses will lead here"
    )
    apply(site, ((HILLS, "slug: c", "slug: c\naliases: [/posts/hills/, /posts/b/]"),))
    run(site)
    files = tree(site / "output")
    assert [led_to(files, f"/posts/{name}/") for name in ("hills", "b")] == ["/posts/c/"] * 2


def test_a_page_that_moves_back_needs_no_alias(site: Path) -> None:
    text = (site / HILLS).read_text()
    apply(site, ((HILLS, "tags:", "slug: b\naliases: [/posts/hills/]\ntags:"),))
    run(site)
    record(site, Options(now=NOW))
    (site / HILLS).write_text(text.replace("tags:", "aliases: /posts/b/\ntags:"))
    run(site)
    assert led_to(tree(site / "output"), "/posts/b/") == "/posts/hills/"


def test_readings_of_one_text_are_known_by_their_names_when_their_club_moves(site: Path) -> None:
    bodies = {(site / f"content/clubs/owls/{name}.md").read_text()[-8:] for name in READINGS}
    assert len(bodies) == 1
    (site / "content/clubs/owls").rename(site / "content/clubs/night-owls")
    apply(site, (("content/clubs/night-owls/index.md", "place:", "aliases: /clubs/owls/\nplace:"),))
    run(site)
    record(site, Options(now=NOW))
    ledger = (site / "content/_ledger/published.yaml").read_text()
    for name in READINGS:
        assert f"id: reading/owls/{name}\n  url: /clubs/night-owls/{name}/" in ledger


READINGS = ("holes", "wonder")


def test_the_feeds_of_what_has_moved_stand_at_both_places(site: Path) -> None:
    (site / "content/clubs/owls").rename(site / "content/clubs/night-owls")
    club = "content/clubs/night-owls/index.md"
    apply(site, ((club, "place:", "aliases: /clubs/owls/\nplace:"),))
    apply(site, ((SETTINGS, "nav:", "sections: {titles: new-books}\nnav:"),))
    for name in ("2026-11-02-autumn.md", "2026-11-09-winter/index.md"):
        slug = name[11:].split("/")[0].removesuffix(".md")
        edit = (f"content/titles/{name}", "title:", f"aliases: /titles/{slug}/\ntitle:")
        apply(site, (edit,))
    run(site)
    files = tree(site / "output")
    for old, new in {"clubs/owls/": "clubs/night-owls/", "titles/": "new-books/"}.items():
        for path in feeds(old):
            assert files[path] == files[path.replace(old, new)]
            assert f"{URL}{new}".encode() in files[path]


@pytest.mark.parametrize("base", ["/", "/repo/"])
def test_a_browser_is_led_on_wherever_the_site_stands(
    site: Path, tmp_path: Path, base: str
) -> None:
    apply(site, ((HILLS, "tags:", "slug: mountains\naliases: [/posts/hills/, /h.html]\ntags:"),))
    run(site)
    place = tmp_path / "served" / base.strip("/")
    shutil.copytree(site / "output", place, dirs_exist_ok=True)
    with served(tmp_path / "served") as origin, opened_browser() as browser:
        page = browser.new_page()
        for old in ("posts/hills/", "h.html"):
            page.goto(f"{origin.rstrip('/')}{base}{old}")
            page.wait_for_url(f"{origin.rstrip('/')}{base}posts/mountains/")
            assert page.locator("h1").inner_text() == "Hills"


def test_a_file_that_was_renamed_is_public_and_not_left_out_by_quarantine(site: Path) -> None:
    (site / RIVERS).rename(site / "content/posts/2026-11-01-rivers.md")
    apply(site, (("content/posts/2026-11-01-rivers.md", "hills.md", "nothing.md"),))
    apply(site, (("content/pages/about.md", "rivers.md", "2026-11-01-rivers.md"),))
    with pytest.raises(SiteError, match="leads nowhere"):
        run(site, quarantine=True)


# ---- What is taken back -------------------------------------------------------------------------


def test_what_is_withdrawn_is_told_nowhere_and_comes_back_as_it_was(tmp_path: Path) -> None:
    text = SITE.replace("{cards: false}", "{}").replace("All about rivers.", "Secret words.")
    root = write_site(tmp_path / "site", text.replace("title: Rivers", "title: Hidden depths"))
    run(root)
    record(root, Options(now=NOW))
    before = tree(root / "output")
    assert len(telling(before)) > 20
    apply(root, ((RIVERS, "tags:", "withdrawn: true\ntags:"),))
    report = run(root)
    after = tree(root / "output")
    assert telling(after) == set()
    assert is_notice(after["posts/rivers/index.html"])
    widget = json.loads(after["embed/v1/posts/rivers.json"])
    assert (widget["gone"], widget["title"], widget["items"]) == (True, None, [])
    assert b"Gone" in after["embed/v1/posts/rivers.html"]
    assert json.loads(after["embed/v1/oembed/posts/rivers.json"])["type"] == "link"
    standing = {path for path in after if "posts/rivers" in path}
    assert standing == {
        "posts/rivers/index.html",
        "embed/v1/posts/rivers.html",
        "embed/v1/posts/rivers.json",
        "embed/v1/oembed/posts/rivers.json",
    }
    linking = {path for path, data in after.items() if b"posts/rivers/" in data}
    assert linking == {"embed/v1/posts/rivers.html", "embed/v1/posts/rivers.json"}
    assert "share/posts/rivers/index.html" in report.removed
    apply(root, ((RIVERS, "withdrawn: true\n", ""),))
    run(root)
    assert tree(root / "output") == before


def telling(files: Mapping[str, bytes]) -> set[str]:
    """Return the files that tell something of the post, and the cards drawn of it."""
    return {
        path
        for path, data in files.items()
        if b"Hidden depths" in data
        or b"Secret words" in data
        or (path.startswith("cards/") and "rivers" in path)
    }


def test_posts_elsewhere_are_listed_to_be_deleted_by_hand(site: Path) -> None:
    apply(site, ((RIVERS, "tags:", "withdrawn: true\ntags:"),))
    apply(site, ((HILLS, "tags:", "expires: 2026-11-20\ntags:"),))  # nobody minds posts on these
    told = [str(one) for one in run(site).problems if "elsewhere" in one.message]
    assert told == [
        (
            f"{RIVERS}:5: this page is taken back, and what was posted of it elsewhere is not:"
            " Mastodon, 2026-11-02, https://example.social/@maple/1; Facebook, 2026-11-03\n"
            "  hint: delete these posts there by hand, then their lines in"
            " `content/_ledger/shared.yaml`"
        )
    ]
    lines = explain(site, Options(now=NOW), RIVERS)
    place = lines.index("Posts elsewhere to delete by hand:")
    assert lines[place + 1 : place + 3] == [
        "  Mastodon, 2026-11-02, https://example.social/@maple/1",
        "  Facebook, 2026-11-03",
    ]
    shared = site / "content/_ledger/shared.yaml"
    shared.write_text(re.sub(r"(?m)^.*rivers.*\n", "", shared.read_text()))
    assert not [one for one in run(site).problems if "elsewhere" in one.message]


def test_a_list_is_withdrawn_though_its_books_are_gone(site: Path) -> None:
    (site / AUTUMN).write_text("---\ntitle: Autumn\ndate: 2026-11-02\nwithdrawn: true\n---\n")
    winter = site / "content/titles/2026-11-09-winter/index.md"
    winter.write_text(winter.read_text().replace("---\n", "---\nwithdrawn: true\n", 1))
    (winter.parent / "winter.csv").unlink()
    run(site)
    for path in ("titles/autumn", "titles/winter"):
        assert is_notice((site / f"output/{path}/index.html").read_bytes())


def test_why_tells_a_file_in_order_that_others_stop_the_build(site: Path) -> None:
    (site / RIVERS).write_text("---\ntitle: Rivers\ndate: never\n---\n")
    with pytest.raises(SiteError) as fault:
        explain(site, Options(now=NOW), HILLS)
    first, *others = fault.value.problems
    assert (first.path, first.line) == (HILLS, 0)
    assert first.message.startswith("nothing is wrong with this file")
    assert next(one.path for one in others if one.severity == "error") == RIVERS


def test_why_names_the_list_whose_books_a_table_holds(site: Path) -> None:
    (answer,) = explain(site, Options(now=NOW), "content/titles/2026-11-09-winter/winter.csv")
    assert "holds the books of content/titles/2026-11-09-winter/index.md" in answer


def test_check_is_content_with_the_feeds_of_what_has_moved(site: Path) -> None:
    case = CASES["a section has another address"]
    apply(site, case.edits)
    apply(site, case.mends)
    found = check(site, Options(now=NOW)).findings
    assert (site / "output/posts/feed.xml").exists()
    assert [one for one in found if one.check == "broken-feeds"] == []


def test_a_page_expires_and_comes_back_by_itself(site: Path) -> None:
    before = tree(site / "output")
    apply(site, ((BRIDGES, "title:", "expires: 2026-12-01\ntitle:"),))
    run(site)
    assert tree(site / "output") == before
    run(site, now=NOW + timedelta(days=30))
    assert is_notice(tree(site / "output")["posts/bridges/index.html"])
    apply(site, ((BRIDGES, "expires: 2026-12-01\n", ""),))
    run(site)
    assert tree(site / "output") == before


# ---- The ledger itself --------------------------------------------------------------------------


def test_a_lost_cache_and_a_lost_output_leave_the_addresses_guarded(site: Path) -> None:
    shutil.rmtree(site / ".libsite")
    shutil.rmtree(site / "output")
    apply(site, ((HILLS, "tags:", "slug: mountains\ntags:"),))
    with pytest.raises(SiteError, match="was public at `/posts/hills/`"):
        run(site, quarantine=True)


def test_a_draft_of_the_ledger_that_a_kill_left_behind_harms_nothing(site: Path) -> None:
    before = tree(site / "output")
    ledger = site / "content/_ledger/published.yaml"
    ledger.with_suffix(".draft").write_text("- id: post/ri")
    run(site)
    assert tree(site / "output") == before
    apply(site, ((HILLS, "tags:", "aliases: /h/\ntags:"),))
    (site / "content/posts/new.md").write_text("---\ntitle: New\n---\n")
    run(site)
    assert record(site, Options(now=NOW)).added == ("/posts/new/",)
    assert not ledger.with_suffix(".draft").exists()


def test_a_ledger_that_cannot_be_written_is_said(site: Path) -> None:
    shutil.rmtree(site / "content/_ledger")
    (site / "content/_ledger").write_text("a file where the folder belongs")
    with pytest.raises(SiteError, match="this cannot be written") as fault:
        record(site, Options(now=NOW))
    assert fault.value.problems[0].path == "content/_ledger/published.yaml"


def test_a_ledger_that_was_cut_off_is_an_error_and_nothing_is_built(site: Path) -> None:
    (site / "content/_ledger/published.yaml").write_bytes(b"")
    with pytest.raises(SiteError, match="the ledger is empty"):
        run(site)
    with pytest.raises(SiteError, match="the ledger is empty"):
        record(site, Options(now=NOW))


def test_two_that_recorded_apart_are_joined_by_keeping_the_entries_of_both(site: Path) -> None:
    ledger = site / "content/_ledger/published.yaml"
    base = ledger.read_text(encoding="utf-8")
    sides = []
    for name in ("ours", "theirs"):
        post = site / f"content/posts/{name}.md"
        post.write_text(f"---\ntitle: {name}\n---\n{name}\n")
        record(site, Options(now=NOW))
        (entry,) = re.findall(rf"- id: post/{name}\n(?:  .*\n)+", ledger.read_text())
        sides.append(entry)
        ledger.write_text(base, encoding="utf-8")
        post.rename(site / f"{name}.md")
    for name in ("ours", "theirs"):
        (site / f"{name}.md").rename(site / f"content/posts/{name}.md")
    git = f"{base}<<<<<<< HEAD\n{sides[0]}=======\n{sides[1]}>>>>>>> theirs\n"
    ledger.write_text(git, encoding="utf-8")
    with pytest.raises(
        SiteError, match="keep the entries of both, each once, and delete the lines"
    ):
        run(site)
    joined = re.sub(r"(?m)^[<=>]{7}.*\n", "", git)
    ledger.write_text(joined.replace(sides[0], sides[0] * 2), encoding="utf-8")
    with pytest.raises(SiteError, match="delete one of the two entries"):
        run(site)
    ledger.write_text(joined, encoding="utf-8")
    run(site)


def test_a_copy_at_another_address_has_the_same_entries(site: Path) -> None:
    told = guids(site)
    run(site, url="http://localhost:8000/")
    assert guids(site) == told
