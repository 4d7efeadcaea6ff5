"""A site of four hundred pages before all judges, at the root of a host and in a folder."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

import jsonschema
import pytest

from tests.bigsite import URL, write_big
from tests.bigtexts import LONG
from tests.demo import served
from tests.publish.conftest import Desk
from tests.publish.remote import Remote, clean_environment
from tests.sites import run, tree
from tests.test_cli import call
from tests.test_consumers import agree
from tests.test_judges import JUDGES, axe_findings, check_feeds, judge, links_within, nu_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from libsite.artifact import Report

pytestmark = pytest.mark.timeout(1500)  # its sites and judges take long on a busy machine

NOW = ("--now", "2026-11-22T12:00")
WIDE = LONG.lower().replace("ü", "u")
SORTS = (
    *("", "posts/", "posts/2020/", "titles/", "clubs/", "books/", "tags/", "for/teens/"),
    *("subscribe/", "embed/", "share/", "404.html", "guides/guide-01/", "posts/note-042/"),
    *(
        "posts/note-002/",
        "posts/note-004/",
        "posts/note-006/",
        "posts/note-013/",
        "posts/note-031/",
    ),
    *("titles/list-00/", "titles/list-01/", "titles/list-02/", f"tags/{WIDE}/"),
    *("clubs/club-2/", "clubs/club-2/reading-3/", f"books/{WIDE}-ben-lindqvist/"),
    *("share/posts/note-013/", "embed/v1/posts/note-006.html"),
)
"""Pages of each sort, and of each language."""
FINDING = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "check": {"type": "string", "pattern": "^[a-z][a-z-]+$"},
            "severity": {"enum": ["error", "warning", "notice"]},
            "message": {"type": "string", "minLength": 1, "pattern": r"[^.\n]$"},
            "path": {"type": "string", "pattern": r"^[^/\\]"},
            "line": {"type": "integer", "minimum": 0},
            "column": {"type": "integer", "minimum": 0},
            "hint": {"type": "string"},
        },
        "required": ["check", "severity", "message", "path", "line", "column", "hint"],
        "additionalProperties": False,
    },
}
"""What docs/reference/check.md promises of `--format json`."""


@dataclass(frozen=True, slots=True)
class Built:
    """The site, built for an address."""

    site: Path
    www: Path
    """What the host serves."""
    folder: str
    """Where in it the site stands: empty, or with a slash at its end."""
    report: Report

    @property
    def output(self) -> Path:
        return self.www / self.folder

    @property
    def url(self) -> str:
        return URL + self.folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_big(tmp_path_factory.mktemp("big") / "site")


@pytest.fixture(scope="module")
def root(site: Path) -> Built:
    return Built(site, site / "output", "", run(site))


@pytest.fixture(scope="module")
def repo(site: Path, root: Built) -> Built:
    www = site.parent / "www"
    return Built(site, www, "repo/", run(site, url=f"{URL}repo/", output=www / "repo"))


@pytest.fixture(params=["root", "repo"])
def built(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


def test_the_site_is_large_and_no_build_has_a_word_against_it(root: Built, repo: Built) -> None:
    for built in (root, repo):
        assert built.report.pages >= 400
        assert {problem.severity for problem in built.report.problems} == {"notice"}
    paths = tree(root.output)
    assert len(re.findall(rb"<loc>", paths["sitemap.xml"])) > 600
    assert {f"{sort}index.html" for sort in SORTS if not sort.endswith("html")} <= set(paths)
    for number in ("040", "043", "045"):  # a draft, one that waits, a private one
        assert f"posts/note-{number}/index.html" not in paths


def differing(root: Built, repo: Built) -> list[str]:
    """Return the paths of what differs in more than the address of the site."""
    ours, theirs = tree(root.output), tree(repo.output)
    assert set(ours) - set(theirs) == {"CNAME"}
    assert set(theirs) <= set(ours)
    old, new = root.url.encode(), repo.url.encode()
    moved = {path: data.replace(old, new) for path, data in ours.items()}
    return [path for path, data in theirs.items() if unsigned(moved[path]) != unsigned(data)]


def unsigned(data: bytes) -> bytes:
    """Return *data* without the digests in policies: those of data that hold addresses."""
    return re.sub(rb"'sha256-[^']+'", b"", data)


def test_a_folder_changes_addresses_alone(root: Built, repo: Built) -> None:
    """What is judged at one address below is therefore judged at the other."""
    others = differing(root, repo)
    # links from the root of the host; addresses in addresses, and counts of their characters
    assert "404.html" in others
    assert {path.split("/")[0] for path in others} == {"404.html", "share"}


def test_the_nu_checker_finds_nothing_on_any_page(root: Built, repo: Built, tmp_path: Path) -> None:
    assert nu_findings(repo.output) == []
    others = differing(root, repo)
    for path in ("404.html", *others[1::8]):  # share sheets, of which an eighth will do
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root.output / path, tmp_path / path)
    assert nu_findings(tmp_path) == []


def test_linkinator_finds_no_broken_link_and_no_lost_fragment(built: Built) -> None:
    """It begins at a list of all pages, so that none is left out."""
    with contents(built) as start:
        links = links_within(built.www, start)
    assert [(one["url"], one["parent"]) for one in links if one["state"] == "BROKEN"] == []
    asked = {urlsplit(one["url"]).path for one in links if one["state"] == "OK"}
    assert {f"/{path}" for path in pages_of(built)} <= {unquote(path) for path in asked}


def pages_of(built: Built) -> list[str]:
    """Return the addresses of all pages from the root of the host, without a slash before them."""
    found = (path.relative_to(built.www).as_posix() for path in built.output.rglob("*.html"))
    return sorted(re.sub(r"(^|/)index\.html$", r"\1", path) for path in found)


@contextmanager
def contents(built: Built) -> Iterator[str]:
    """Let the host serve a page that links to all pages, and give its path."""
    links = "".join(f'<p><a href="/{quote(path)}">{path}</a></p>' for path in pages_of(built))
    path = built.www / "contents.htm"
    path.write_text(f"<!doctype html><title>All</title>{links}", encoding="utf-8")
    try:
        yield path.name
    finally:
        path.unlink()


def test_hyperlink_finds_no_broken_link_feed_or_oembed(repo: Built) -> None:
    """It reads files, and finds in them what is named by its published address."""
    done = hyperlink(repo, "index.html", "--recursive")
    assert re.findall(r"(?m)^not ok.*$", done) == []
    assert done.count("\nok ") > 3000


def test_every_canonical_address_is_that_of_a_page(built: Built) -> None:
    """No crawler above looks: to them it is a name and no link."""
    pages = set(pages_of(built))
    for page in built.output.rglob("*.html"):
        for address in re.findall(r'rel="canonical" href="([^"]*)"', page.read_text("utf-8")):
            assert address.startswith(built.url)
            assert unquote(address.removeprefix(URL)) in pages, page


def test_hyperlink_finds_no_broken_link_on_the_404_page(built: Built) -> None:
    """Its links begin at the root of the host."""
    done = hyperlink(built, "404.html")
    assert re.findall(r"(?m)^not ok.*$", done) == []
    assert "# pass" in done


def hyperlink(built: Built, *words: str) -> str:
    """Return what hyperlink says of pages of the site and of what is linked there."""
    program = JUDGES / "hyperlink/lib/cli.js"
    starts = [built.output / word if word.endswith("html") else word for word in words]
    where = ("--root", built.www, "--canonicalroot", URL)
    return judge("node", program, "--internal", *where, *starts, cwd=built.www).stdout


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        ("root", "light", 320),
        ("root", "dark", 1280),
        ("repo", "dark", 320),
        ("repo", "light", 1280),
    ],
)
def test_axe_finds_nothing_on_pages_of_each_sort(
    name: str, scheme: str, width: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    built = request.getfixturevalue(name)
    with served(built.www) as address:
        places = {sort: f"{address}{built.folder}{sort}" for sort in SORTS}
        faults, asked = axe_findings(browser, places, scheme=scheme, width=width)
    # a widget is a part of others' pages, which have a heading: tests/widgets/test_widgets.py
    alone = (SORTS[-1], "page-has-heading-one")
    assert [one for one in faults if one[:2] != alone] == []
    assert not [one for one in asked if not one.startswith((address, URL, "data:", "about:"))]


def test_feed_readers_and_the_rules_of_the_w3c_are_content(built: Built) -> None:
    feeds = check_feeds(built.output, built.url)
    assert len(feeds) > 35
    assert {f"tags/{name}/feed.xml" for name in ("c", "c-sharp", "c-plus-plus")} <= set(feeds)
    assert agree(built.output, built.url) > 1000


def test_check_finds_nothing_but_what_is_told_of_tables(root: Built) -> None:
    done = call("check", "-C", root.site, *NOW, "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    jsonschema.validate(found, FINDING)
    assert [one for one in found if one["severity"] != "notice"] == []
    assert [one["message"] for one in found if "rows: " not in one["message"]] == []
    assert done.stderr.strip().endswith(": 0 errors, 0 warnings, 13 notices")


def test_with_nothing_to_do_nothing_is_done(root: Built) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.output.rglob("*")}
    done = call("build", "-C", root.site, *NOW)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Nothing to do: {root.report.pages} pages in ")
    assert {path: path.stat().st_mtime_ns for path in root.output.rglob("*")} == before


def test_published_twice_the_second_time_changes_nothing(root: Built, tmp_path: Path) -> None:
    site = shutil.copytree(root.site, tmp_path / "site")
    web = tmp_path / "web"
    web.mkdir()
    desk = Desk(site, Remote(tmp_path), clean_environment(tmp_path / "home"))
    first = desk.publish(to=web)
    assert first is not None
    assert tree(web) == tree(site / "output") == tree(root.output)
    assert len(first.changes.added) == len(tree(web))
    before = {path: path.stat().st_mtime_ns for path in web.rglob("*")}
    second = desk.publish(to=web)
    assert second is not None
    assert not second.changes
    assert {path: path.stat().st_mtime_ns for path in web.rglob("*")} == before


def test_on_a_stick_every_link_names_a_file(root: Built, tmp_path: Path) -> None:
    run(root.site, portable=True, output=tmp_path / "stick")
    files = tree(tmp_path / "stick")
    for path, data in files.items():
        if not path.endswith(".html") or path.startswith("embed/v1/"):
            continue  # widgets are for pages of others, and name the published site
        for address in re.findall(r'\s(?:href|src)="([^"]*)"', data.decode()):
            parts = urlsplit(urljoin(f"file:///{quote(path)}", unescape(address)))
            if parts.scheme == "file":
                assert unquote(parts.path).removeprefix("/") in files, (path, address)
