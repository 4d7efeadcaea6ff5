"""Promises that a newcomer found broken once."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from libsite.errors import SiteError
from tests.sites import BASE, run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, BASE)


def test_a_public_page_is_protected_from_quarantine_without_cache_and_ledger(site: Path) -> None:
    run(site)
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text().replace("tags:", "draft: maybe\ntags:"))
    shutil.rmtree(site / ".libsite")
    with pytest.raises(SiteError, match="draft"):
        run(site, quarantine=True)
    with pytest.raises(SiteError, match="draft"):
        run(site, quarantine=True, fresh=True)
    assert (site / "output/posts/rivers/index.html").exists()


def test_a_draft_that_was_never_public_can_be_left_out(site: Path) -> None:
    draft = site / "content/posts/budget.md"
    draft.write_text("---\ntitle: Budget\ndraft: true\n---\n")
    run(site)
    draft.write_text("---\ntitle: Budget\ndraft: maybe\n---\n")
    assert run(site, quarantine=True).left_out == ("content/posts/budget.md",)


@pytest.mark.parametrize(
    "name",
    [
        "2027-1-5-secret",
        "2027-02-29-secret",
        "2027_01_05_secret",
        "2027.01.05-secret",
        "20270105-secret",
        "2027-01-05secret",
        "5-1-2027-secret",
        "2027-1-5",
        "2027–01–05 secret",
    ],
)
def test_a_slip_in_the_day_of_a_name_publishes_nothing_at_once(name: str, site: Path) -> None:
    post = site / f"content/posts/{name}.md"
    post.write_text("---\ntitle: Secret\n---\nNobody may know yet.\n")
    with pytest.raises(SiteError, match="begins like a day"):
        run(site)
    post.write_text("---\ntitle: Secret\ndate: 2027-01-05\n---\nNobody may know yet.\n")
    assert "Secret" not in (run(site), (site / "output/index.html").read_text())[1]


@pytest.mark.parametrize("name", ["2027-01-05-secret", "2027-01-05_secret", "2027-01-05"])
def test_a_page_waits_for_the_day_in_its_name(name: str, site: Path) -> None:
    (site / f"content/posts/{name}.md").write_text("---\ntitle: Secret\n---\nNot yet.\n")
    run(site)
    assert "Secret" not in (site / "output/index.html").read_text()


@pytest.mark.parametrize(
    "name",
    ["1984", "2026-2027-calendar", "2026-27-books", "10-12-year-olds", "9-11", "20000-leagues"],
)
def test_a_number_in_a_name_is_no_day(name: str, site: Path) -> None:
    (site / f"content/posts/{name}.md").write_text("---\ntitle: Numbers\n---\nHere.\n")
    run(site)
    assert (site / f"output/posts/{name}/index.html").exists()


@pytest.mark.parametrize("fault", ["::: bok", "[The rules](nowhere.md)"])
def test_a_reading_is_left_out_with_its_club(fault: str, site: Path) -> None:
    folder = site / "content/clubs/owls"
    folder.mkdir(parents=True)
    (folder / "hatchet.md").write_text("---\ntitle: Hatchet\nbook: Hatchet\n---\nWe begin.\n")
    club = folder / "index.md"
    club.write_text(f"---\ntitle: Owls\n---\n{fault}\n")
    done = run(site, quarantine=True)
    assert done.left_out == ("content/clubs/owls/hatchet.md", "content/clubs/owls/index.md")
    said = {one.path: one.message for one in done.problems if one.severity == "warning"}
    assert said["content/clubs/owls/hatchet.md"] == (
        "left out: its club `content/clubs/owls/index.md` is left out"
    )
    club.write_text("---\ntitle: Owls\n---\nMondays.\n")
    run(site)
    club.write_text(f"---\ntitle: Owls\n---\n{fault}\n")
    with pytest.raises(SiteError, match=r"bok|nowhere"):  # both are public now
        run(site, quarantine=True)


def test_markdown_is_never_published_as_it_is_however_its_ending_is_written(site: Path) -> None:
    (site / "content/posts/Secret.MD").write_text("---\ntitle: S\ndraft: true\n---\nTop secret.\n")
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text() + "\n[see](Secret.MD)\n")
    run(site)
    assert not [path for path, data in tree(site / "output").items() if b"Top secret" in data]


def test_an_address_with_signs_makes_sound_xml_and_html(site: Path) -> None:
    settings = site / "site.yaml"
    url = '"https://example.org/a&b/büch/"'
    settings.write_text(re.sub(r"url: .*", f"url: {url}", settings.read_text(encoding="utf-8")))
    run(site)
    for name in ("feed.xml", "sitemap.xml"):
        ET.parse(site / "output" / name)  # noqa: S314 - our own
    assert "https://example.org/a%26b/b%C3%BCch/" in (site / "output/sitemap.xml").read_text()


def test_a_computed_include_reaches_every_layer(site: Path) -> None:
    low, mine = site / "themes/low", site / "themes/mine"
    write_site(
        site,
        "-- themes/low/theme.yaml --\nextends: tiny\n-- themes/low/x.html --\nold\n"
        "-- themes/mine/theme.yaml --\nextends: low\n-- themes/mine/x.html --\nmine\n"
        '-- themes/mine/page.html --\n{% set name = "^x.html" %}{% include name %}\n',
    )
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("theme: tiny", "theme: mine"))
    run(site)
    assert "old" in (site / "output/about/index.html").read_text()
    (low / "x.html").write_text("new\n")
    run(site)
    assert "new" in (site / "output/about/index.html").read_text()
    assert mine.exists()


def test_an_include_that_may_be_missing_may_be_missing_and_is_seen_when_it_comes(
    site: Path,
) -> None:
    page = site / "themes/tiny/page.html"
    page.write_text('{% include "extra.html" ignore missing %}{{ body }}\n')
    run(site)
    (site / "themes/tiny/extra.html").write_text("More.\n")
    assert "about/index.html" in run(site).written
    assert "More." in (site / "output/about/index.html").read_text()


def test_two_tags_that_differ_in_signs_stay_two(site: Path) -> None:
    for name, tag in (("sharp", "C#"), ("plus", "C++"), ("net", "'#GlobalReadAloud'")):
        (site / f"content/posts/{name}.md").write_text(f"---\ntitle: {name}\ntags: [{tag}]\n---\n")
    run(site)
    found = {path for path in tree(site / "output") if path.startswith("tags/")}
    assert {f"tags/{name}/index.html" for name in ("c-sharp", "c-plus-plus")} <= found
    assert "tags/globalreadaloud/index.html" in found


def test_a_link_to_a_list_works_on_a_usb_stick(site: Path, tmp_path: Path) -> None:
    about = site / "content/pages/about.md"
    about.write_text("---\ntitle: About us\n---\n[water](/tags/water) [all](/posts) [up](..)\n")
    run(site, portable=True, output=tmp_path / "stick")
    page = (tmp_path / "stick/about/index.html").read_text()
    assert 'href="../tags/water/index.html"' in page
    assert 'href="../posts/index.html"' in page
    assert 'href="../index.html"' in page


def test_a_fragment_in_a_feed_says_whose_it_is(site: Path) -> None:
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text() + "\nA note.[^1]\n\n[^1]: Here.\n")
    run(site)
    feed = (site / "output/feed.xml").read_text()
    assert 'href="https://library.example.org/town/posts/rivers/#fn:1"' in feed
    assert 'href="#' not in feed


@pytest.mark.parametrize("name", ["what?.pdf", "100% #1.pdf", "50%25.pdf"])
def test_a_file_may_have_any_name_in_the_front_matter(site: Path, name: str) -> None:
    (site / f"content/posts/{name}").write_bytes(b"%PDF-1.7")
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text().replace("tags:", f'files: ["{name}"]\ntags:'))
    if "?" in name:  # Windows has no such names, and the site may have to stand there
        with pytest.raises(SiteError, match="Windows"):
            run(site)
    else:
        run(site)
        assert (site / "output/posts" / name).exists()


@pytest.mark.parametrize("name", ["game.html", "game.HTM", "game.js", "game.xhtml"])
def test_what_could_run_scripts_is_not_published(site: Path, name: str) -> None:
    (site / f"content/posts/{name}").write_text("<script>alert(1)</script>")
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text() + f"\n[play]({name})\n")
    with pytest.raises(SiteError, match="could run scripts"):
        run(site)


def test_a_misspelt_date_never_publishes_early(site: Path) -> None:
    post = site / "content/posts/new.md"
    post.write_text("---\ntitle: New\ndaet: 2027-06-01\n---\n")
    with pytest.raises(SiteError, match="did you mean `date`"):
        run(site)


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("www.example.org", "https://www.example.org"),
        ("me@example.org", "mailto:me@example.org"),
        ("example.org/x", "https://example.org/x"),
        ("papers\\plan.pdf", "write `papers/plan.pdf`"),
        (
            "C:\\Users\\Ann\\plan.pdf",
            "own computer: copy it beside this file, and write `plan.pdf`",
        ),
        ("file:///home/ann/plan.pdf", "and write `plan.pdf` alone"),
        ("/Users/ann/Desktop/plan.pdf", "and write `plan.pdf` alone"),
        ("/home/plan.pdf", "check how"),
    ],
)
def test_a_link_that_is_no_address_here_is_told_what_to_write(
    site: Path, target: str, hint: str
) -> None:
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text() + f"\n[see]({target})\n")
    with pytest.raises(SiteError, match="leads nowhere") as fault:
        run(site)
    (lost,) = (problem for problem in fault.value.problems if problem.severity == "error")
    assert hint in lost.hint


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/subscribe/?x=1", "../../subscribe/?x=1"),
        (
            "/posts/?count=3&layout=grid",
            "../?count=3&amp;layout=grid",
        ),
        ("../pages/about.md?print=1#hours", "../../about/?print=1#hours"),
        ("?a=1", "./?a=1"),
        ("plan.pdf?download", "../plan.pdf?download"),
        ("plan.pdf#page=3", "../plan.pdf#page=3"),
    ],
)
def test_the_end_of_an_address_within_the_site_stays(site: Path, target: str, address: str) -> None:
    (site / "content/pages").mkdir(exist_ok=True)
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\n## Hours\n")
    (site / "content/posts/plan.pdf").write_bytes(b"%PDF-1.4")
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text() + f"\n[see]({target})\n")
    run(site)
    assert f'href="{address}">see</a>' in (site / "output/posts/rivers/index.html").read_text()
