"""What each kind of edit remakes, and why: no more than it must."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.sites import BASE, NOW, run, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path, BASE)
    run(root)
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def made(root: Path, **options: object) -> dict[str, tuple[str, ...]]:
    return dict(run(root, **options).made)  # type: ignore[arg-type]


FEEDS_OF_RIVERS = {"feed.xml", "posts/feed.xml", "tags/water/feed.xml"}


def test_a_second_build_makes_nothing(site: Path) -> None:
    assert made(site) == {}


def test_a_word_in_a_body_remakes_its_page_and_the_feeds_that_carry_it(site: Path) -> None:
    edit(site, "content/posts/hills.md", "These.", f"{'Long grass. ' * 30}\n\nThese.")
    run(site)
    edit(site, "content/posts/hills.md", "These.", "Those.")
    found = made(site)
    assert found["posts/hills/index.html"] == ("page.body",)
    assert found.keys() == {
        "posts/hills/index.html",
        "feed.xml",
        "posts/feed.xml",
        "tags/land/feed.xml",
    }
    assert all(
        reasons == ("page.items",) for name, reasons in found.items() if name.endswith(".xml")
    )


def test_a_comment_in_the_front_matter_remakes_nothing(site: Path) -> None:
    edit(site, "content/posts/rivers.md", "tags:", "# the wet ones\ntags:")
    assert made(site) == {}


def test_a_title_remakes_its_page_its_neighbours_its_lists_and_its_feeds(site: Path) -> None:
    edit(site, "content/posts/rivers.md", "title: Rivers", "title: Streams")
    found = made(site)
    assert found["posts/hills/index.html"] == ("page.newer",)
    assert found["posts/rivers/index.html"] == ("page.title",)
    assert found["index.html"] == ("page.cards",)
    assert found.keys() == FEEDS_OF_RIVERS | {
        "index.html",
        "posts/index.html",
        "posts/2026/index.html",
        "posts/rivers/index.html",
        "posts/hills/index.html",
        "tags/water/index.html",
    }


def test_a_tag_changes_the_list_of_tags_where_it_is_shown_and_no_other_post(site: Path) -> None:
    edit(site, "content/posts/rivers.md", "[water]", "[water, wet]")
    found = made(site)
    assert "posts/hills/index.html" not in found
    assert "shared tags" in found["index.html"]
    assert found["tags/wet/index.html"] == ("new",)


def test_a_template_remakes_the_pages_that_reach_it_and_says_which(site: Path) -> None:
    edit(site, "themes/tiny/nav.html", "<nav>", '<nav class="top">')
    found = made(site)
    assert found["posts/rivers/index.html"] == ("template themes/tiny/nav.html",)
    assert not [name for name in found if name.endswith((".xml", ".txt", ".css"))]


def test_a_setting_remakes_what_shows_it(site: Path) -> None:
    edit(site, "site.yaml", "nav: [posts, pages/about.md]", "nav: [posts]")
    found = made(site)
    assert set(found.values()) == {("shared nav",)}
    edit(site, "site.yaml", "title: Test Library", "title: Town Library")
    found = made(site)
    assert found["about/index.html"] == ("page.trail", "shared site")
    assert found["feed.xml"] == ("page.author", "page.description", "page.title")


def test_a_stylesheet_is_copied_and_no_page_is_remade(site: Path) -> None:
    edit(site, "themes/tiny/static/style.css", "40rem", "44rem")
    assert made(site) == {"theme/style.css": ("outputs",)}


def test_another_address_remakes_what_holds_addresses_in_full(site: Path) -> None:
    found = made(site, url="https://else.example.net/")
    assert found["feed.xml"] == ("target",)  # its ids are those of the site
    assert "sitemap.xml" in found
    assert "theme/style.css" not in found


def test_a_lost_file_is_made_again_and_nothing_else(site: Path) -> None:
    (site / "output/about/index.html").unlink()
    assert made(site) == {"about/index.html": ("lost about/index.html",)}


def test_a_lost_cache_makes_everything_and_writes_nothing(site: Path) -> None:
    shutil.rmtree(site / ".libsite")
    report = run(site)
    assert set(report.made.values()) == {("new",)}
    assert report.written == ()
    assert report.kept == 0


def test_the_clock_alone_publishes_a_scheduled_post_and_takes_an_expired_one_down(
    site: Path,
) -> None:
    edit(site, "content/posts/rivers.md", "date: 2026-11-01", "date: 2026-11-24")
    edit(site, "content/posts/rivers.md", "tags:", "expires: 2026-11-26\ntags:")
    edit(site, "content/pages/about.md", "[The latest](@/posts/rivers.md)", "The latest")
    report = run(site)
    assert "posts/rivers/index.html" in report.removed
    assert report.until is not None
    assert not run(site, now=NOW + timedelta(hours=1)).made
    # the 24th begins at midnight in the site's time zone, five hours after midnight in London
    assert report.until.isoformat() == "2026-11-24T00:00:00-05:00"
    shown = run(site, now=report.until)
    assert "posts/rivers/index.html" in shown.written
    assert shown.until is not None
    gone = run(site, now=shown.until)
    assert "tags/water/index.html" in gone.removed
    assert "Withdrawn" in (site / "output/posts/rivers/index.html").read_text(encoding="utf-8")


def test_a_new_version_of_a_library_remakes_everything(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("libsite.work.toolchain_digest", lambda: "another")
    monkeypatch.setattr("libsite.visit.toolchain_stamp", lambda: "another")
    report = run(site)
    assert set(report.made.values()) == {("toolchain",)}
    assert report.written == ()
