"""What an entry of a feed says, the same in all formats, and what of it never changes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from gettext import NullTranslations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageOps

from libsite.artifact import Body
from libsite.make.feeds import atom, json_feed, rss
from libsite.views import FeedItem, FeedView
from tests.feeds import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    HOST,
    JOINT,
    SITE,
    built,
    entries_of,
    feeds_of,
    post,
    titled,
)
from tests.sites import run, write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DROP = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


TITLES = [
    "Tom & Jerry",
    "Five < six > four",
    "<b>Bold</b> & <script>alert(1)</script>",
    "AT&amp;T, written so",
    "Ends ]]> here",
    "📚👩‍👩‍👧 family",
    "كتب جديدة",
    "Quotes \" and ' and \u201cmore\u201d",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_the_same_text_in_all_three(site: Path, title: str) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    fields = (f"summary: {quoted}", f"tags: [{quoted}]")
    text = post(f'<p title="{title.replace(chr(34), "")}">x</p>', *fields, title=quoted)
    for name, entries in built(site, new=text).items():
        entry = titled(entries, title)
        assert entry.tags == [title], name
        assert entry.html.startswith("<p"), name
        assert "]]>" not in entry.html or not name.endswith("feed.xml")


def test_rss_writes_plain_text_as_its_profile_wants_it(site: Path) -> None:
    built(site, new=post("x", "summary: One < two & three", title="One <b>two</b> & three"))
    rss = (site / "output/feed.xml").read_text("utf-8")
    assert "<title>One &#x3C;b&gt;two&#x3C;/b&gt; &#x26; three</title>" in rss
    # what is HTML there says that it is: a reader shows it as it was written
    assert "<description>One &#x26;lt; two &#x26;amp; three</description>" in rss


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_what_no_feed_can_hold_is_left_out(write: Callable[..., str], tmp_path: Path) -> None:
    """Reading a site refuses such titles; here they come by another way."""
    odd = "Ring\x07 \x1ba\x7f bell\x85\ufffe,\ud800 twice"
    item = FeedItem(
        id="urn:x",
        title=f"{odd}\n ",
        url="site:/a/",
        date=datetime(1850, 1, 1, tzinfo=timezone(timedelta(minutes=-296))),
        updated=None,
        authors=(odd,),
        categories=(odd,),
        summary=odd,
        lang="en",
        body=Body("d"),
        enclosure=None,
    )
    view = FeedView(
        id="urn:y",
        title=odd,
        part=odd,
        section="",
        description=odd,
        language="en",
        author=odd,
        url="site:/",
        feed="site:/feed.xml",
        atom="site:/atom.xml",
        json="site:/feed.json",
        items=(item,),
    )
    made = write(view, lambda _: f"<p>{odd} ]]></p>", NullTranslations(), {})
    path = tmp_path / ("feed.json" if write is json_feed else "feed.xml")
    path.write_text(made, encoding="utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe]", made)
    assert "]]]]><![CDATA[" not in made, "some readers know no second section"
    (entry,) = entries_of(path)
    assert (entry.title, entry.tags, entry.authors) == (PLAIN, [PLAIN], [PLAIN])
    assert entry.html.startswith(f"<p>{PLAIN}")
    assert entry.published == datetime(1850, 1, 1, 4, 56, tzinfo=UTC)


PLAIN = "Ring a bell, twice"


def test_a_changed_entry_keeps_its_id_and_says_when_it_changed(site: Path) -> None:
    before = built(site, new=post("Old words."))
    (site / "content/posts/new.md").unlink()
    after = built(
        site,
        other=post("New words.", "updated: 2026-11-20 09:30", "id: new", title="Renamed"),
    )
    for name in JOINT:
        old, new = titled(before[name], "New"), titled(after[name], "Renamed")
        assert old.published == new.published == datetime(2026, 11, 2, 5, tzinfo=UTC)
        assert new.updated == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
        assert "New words." in new.html
    assert {titled(after[name], "Renamed").id for name in JOINT} == {
        titled(after["feed.xml"], "Renamed").id
    }
    text = (site / "output/feed.xml").read_text()
    assert "<lastBuildDate>Fri, 20 Nov 2026 09:30:00 -0500</lastBuildDate>" in text
    assert (
        "<updated>2026-11-20T09:30:00-05:00</updated>\n  <author>"
        in (site / "output/atom.xml").read_text()
    )


def test_an_edit_keeps_the_id_and_the_day(site: Path) -> None:
    before = built(site, new=post("Old words."))
    after = built(site, new=post("New words.", "updated: 2026-11-21", title="Better"))
    for name in JOINT:
        old, new = titled(before[name], "New"), titled(after[name], "Better")
        assert (old.id, old.published, old.link) == (new.id, new.published, new.link)
        assert old.updated in {None, old.published}
        assert new.updated == datetime(2026, 11, 21, 5, tzinfo=UTC)


def test_a_site_that_moves_keeps_the_ids_if_it_has_its_own(site: Path) -> None:
    config = site / "site.yaml"
    config.write_text(config.read_text() + "id: maple\n")
    before = built(site)
    config.write_text(config.read_text().replace(HOST, "https://elsewhere.example/"))
    after = built(site)
    for name in JOINT:
        assert [one.id for one in before[name]] == [one.id for one in after[name]]
        assert [one.link for one in before[name]] != [one.link for one in after[name]]


@pytest.mark.parametrize("field", ["withdrawn: true", "expires: 2026-11-21", "draft: true"])
def test_what_is_taken_back_is_in_no_feed(site: Path, field: str) -> None:
    titled(built(site, new=post("x", "tags: [water]"))["atom.xml"], "New")
    built(site, new=post("x", "tags: [water]", field))
    for path in feeds_of(site / "output"):
        assert "New" not in {entry.title for entry in entries_of(site / "output" / path)}, path


def test_an_entry_without_a_day_never_becomes_new(site: Path) -> None:
    (site / "content/posts/loose.md").write_text("---\ntitle: Loose\n---\nx\n")
    (site / "content/posts/rivers.md").unlink()
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\nx\n")
    run(site)
    (loose,) = (e for e in entries_of(site / "output/atom.xml") if e.title == "Loose")
    assert loose.published is None
    assert loose.updated == datetime(2000, 1, 1, tzinfo=UTC)
    for name in ("feed.xml", "feed.json"):
        entry = titled(entries_of(site / "output" / name), "Loose")
        assert entry.published is None
        assert entry.updated is None


def test_an_entry_in_another_language_says_so(site: Path) -> None:
    made = built(site, new=post("مرحبا", "lang: ar", title="كتب"))
    for name, entries in made.items():
        entry = titled(entries, "كتب")
        assert entry.lang == "ar", name
        assert entry.html.startswith('<div lang="ar" dir="rtl"><p>')
        assert titled(entries, "Rivers").lang == ""
        assert titled(entries, "Rivers").html.startswith("<p>")


def test_relative_addresses_of_every_sort_become_complete(site: Path) -> None:
    (site / "content/posts/drop.svg").write_text(DROP)
    text = (
        "[a](hills.md) [b](#here) [c](hills.md#high-ones) ![d](drop.svg)\n\n## Here\n\n"
        '<blockquote cite="hills.md">q</blockquote>\n\n<q cite="https://example.org/">r</q>\n\n'
        '<video src="film.mp4" poster="drop.svg" controls></video>\n'
    )
    (site / "content/posts/film.mp4").write_bytes(b"film")
    for name, entries in built(site, new=post(text)).items():
        found = titled(entries, "New").addresses()
        assert sorted(set(found)) == sorted(
            {
                "https://example.org/",
                f"{HOST}posts/drop.svg",
                f"{HOST}posts/film.mp4",
                f"{HOST}posts/hills/",
                f"{HOST}posts/hills/#high-ones",
                f"{HOST}posts/new/#here",
            }
        ), name


def test_a_drawing_is_passed_over_as_an_enclosure(site: Path) -> None:
    (site / "content/posts/drop.svg").write_text(DROP)
    made = built(site, new=post("x", "image: {src: drop.svg, alt: A drop}"))
    for entries in made.values():
        assert titled(entries, "New").enclosures == []


def test_names_of_formats_and_extensions_are_as_readers_know_them(site: Path) -> None:
    text = post("x", "updated: 2026-11-20", "lang: es", title="Nuevo")
    built(site, new=text)
    item = next(ET.parse(site / "output/feed.xml").iter("item"))  # noqa: S314 - our own
    said = {one.tag for one in item}
    assert {f"{DC}language", f"{DCTERMS}modified", f"{CONTENT}encoded", "guid"} <= said
    assert f"{ATOM}updated" not in said, "the W3C's validator wants `dcterms:modified`"


# ---- The picture of an entry --------------------------------------------------------------------


def painted(path: Path, colour: str, size: tuple[int, int] = (640, 480)) -> None:
    """Paint a picture of *colour* at *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grey = Image.radial_gradient("L").resize(size)
    ImageOps.colorize(grey, "black", colour).save(path)


def enclosed(site: Path, title: str) -> str:
    """Return the output path of what the entry *title* encloses, alike and true in all formats."""
    found = {tuple(titled(entries_of(site / "output" / name), title).enclosures) for name in JOINT}
    (((url, length, type_),),) = found
    file = site / "output" / url.removeprefix(HOST)
    assert length == file.stat().st_size
    assert type_ == ("image/png" if file.suffix == ".png" else "image/webp")
    return url.removeprefix(HOST)


def test_a_picture_that_is_changed_changes_its_length_in_feeds(site: Path) -> None:
    painted(site / "content/posts/pond.jpg", "red")
    built(site, new=post("x", "image: {src: pond.jpg, alt: A pond}"))
    assert enclosed(site, "New") == "posts/pond-640.webp"
    before = (site / "output/feed.xml").read_text()
    painted(site / "content/posts/pond.jpg", "blue")
    run(site)
    assert enclosed(site, "New") == "posts/pond-640.webp"
    assert (site / "output/feed.xml").read_text() != before


def test_the_largest_size_is_enclosed(site: Path) -> None:
    painted(site / "content/posts/pond.jpg", "red", (2000, 1000))
    built(site, new=post("x", "image: {src: pond.jpg, alt: A pond}"))
    assert enclosed(site, "New") == "posts/pond-1600.webp"


def test_a_list_encloses_the_first_cover_that_is_a_picture(site: Path) -> None:
    painted(site / "content/titles/holes.jpg", "red", (300, 450))
    (site / "content/titles/2026-11-03-new.md").write_text(
        "---\ntitle: New books\nbooks:\n  - Matilda by Roald Dahl\n"
        "  - {title: Holes, authors: Louis Sachar, cover: holes.jpg}\n---\n"
    )
    run(site)
    assert enclosed(site, "New books") == "books/holes-louis-sachar/cover-300.webp"


def test_what_has_no_picture_encloses_its_card(site: Path) -> None:
    config = site / "site.yaml"
    config.write_text(config.read_text().replace(", cards: false", ""))
    run(site)
    assert enclosed(site, "Rivers").startswith("posts/rivers/")


def test_only_links_are_led_home_and_not_words_about_them(site: Path) -> None:
    text = post(
        '## Here\n\n[down](#here)\n\n`<a href="#x">`\n\n    <a href="#z">\n',
        title="Samples",
    )
    for name, entries in built(site, new=text).items():
        entry = titled(entries, "Samples")
        assert f'href="{entry.link}#here"' in entry.html, name
        for sign in "xz":
            assert f'href="#{sign}"' in entry.html, name
