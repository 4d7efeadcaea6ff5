"""Lists, books, clubs and readings, from the files to the pages: what a librarian sees happen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from libsite.errors import SiteError
from libsite.record import record
from libsite.visit import Options
from tests.sites import KINDS, NOW, run, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path, KINDS)


def text(root: Path, path: str) -> str:
    return (root / "output" / path).read_text(encoding="utf-8")


def paths(root: Path, pattern: str) -> list[str]:
    output = root / "output"
    return sorted(path.relative_to(output).as_posix() for path in output.glob(pattern))


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    found = path.read_text(encoding="utf-8")
    assert old in found
    path.write_text(found.replace(old, new), encoding="utf-8")


# ---- Books --------------------------------------------------------------------------------------


def test_each_book_has_one_page_that_names_everything_that_shows_it(root: Path) -> None:
    run(root)
    assert paths(root, "books/*-*/index.html") == [
        "books/holes-louis-sachar/index.html",
        "books/matilda-roald-dahl/index.html",
        "books/wonder-r-j-palacio/index.html",
    ]
    wonder = text(root, "books/wonder-r-j-palacio/index.html")
    assert re.findall(r'<a href="([^"]+)">(.*?)</a>', wonder.partition("<h1>")[2]) == [
        ("../../posts/cards/", "Cards"),
        ("../../titles/winter/", "New in winter"),
        ("../../titles/autumn/", "New in autumn"),
    ]
    assert "We read Holes" in text(root, "books/holes-louis-sachar/index.html")


def test_an_isbn_leads_to_its_book(root: Path) -> None:
    run(root)
    assert 'url=../wonder-r-j-palacio/"' in text(root, "books/9780375869020/index.html")
    assert 'url=../holes-louis-sachar/"' in text(root, "books/9780440414803/index.html")


def test_a_cover_is_drawn_until_there_is_one(root: Path) -> None:
    run(root)
    assert 'src="cover.svg"' in text(root, "books/wonder-r-j-palacio/index.html")
    from PIL import Image

    (root / "content/covers").mkdir()
    Image.new("RGB", (600, 900), "navy").save(root / "content/covers/9780375869020.jpg")
    run(root)
    assert paths(root, "books/wonder-r-j-palacio/*") == [
        "books/wonder-r-j-palacio/cover-200.webp",
        "books/wonder-r-j-palacio/cover-400.webp",
        "books/wonder-r-j-palacio/index.html",
    ]
    assert "cover-400.webp 400w" in text(root, "titles/autumn/index.html")


def test_a_moved_book_keeps_its_page_and_remakes_only_what_shows_it(root: Path) -> None:
    run(root)
    edit(root, "content/titles/2026-11-02-autumn.md", "  - Matilda by Roald Dahl\n", "")
    edit(
        root,
        "content/titles/2026-11-09-winter/winter.csv",
        "WONDER,",
        "Matilda,Roald Dahl,,Hardback\nWONDER,",
    )
    report = run(root)
    assert "books/matilda-roald-dahl/index.html" in report.made
    assert "titles/autumn/index.html" in report.made
    assert "books/holes-louis-sachar/index.html" not in report.made
    assert not report.removed


def test_a_book_that_nothing_shows_any_more_has_no_page(root: Path) -> None:
    run(root)
    edit(root, "content/titles/2026-11-02-autumn.md", "  - Matilda by Roald Dahl\n", "")
    report = run(root)
    assert set(report.removed) == {
        "books/matilda-roald-dahl/cover.svg",
        "books/matilda-roald-dahl/index.html",
    }


def test_a_recorded_book_keeps_its_address_and_leaves_a_notice(root: Path) -> None:
    run(root)
    recorded = record(root, Options(now=NOW, workers=1))
    assert "/books/matilda-roald-dahl/" in recorded.added
    edit(root, "content/titles/2026-11-02-autumn.md", "title: Wonder,", "title: Wonder (2012),")
    edit(
        root, "content/titles/2026-11-09-winter/winter.csv", "WONDER,R. J. Palacio,,Audiobook\n", ""
    )
    edit(root, "content/posts/cards.md", "::: book wonder", "::: book 9780375869020")
    edit(root, "content/titles/2026-11-02-autumn.md", "  - Matilda by Roald Dahl\n", "")
    run(root)
    assert "Wonder (2012)" in text(root, "books/wonder-r-j-palacio/index.html")
    assert "Withdrawn" in text(root, "books/matilda-roald-dahl/index.html")
    again = record(root, Options(now=NOW + timedelta(days=1), workers=1))
    assert not again.added


def test_every_row_of_a_table_is_taken_or_named(root: Path) -> None:
    with (root / "content/titles/2026-11-09-winter/winter.csv").open("a") as file:
        file.write(",Nobody,,\nNew Kid,Jerry Craft,9780062691195,Paperback\n")
    report = run(root)
    found = [problem for problem in report.problems if problem.path.endswith("winter.csv")]
    assert [(problem.severity, problem.line) for problem in found if problem.line] == [
        ("warning", 4),
        ("warning", 5),
    ]
    (sums,) = [problem for problem in found if problem.severity == "notice"]
    assert "4 rows" in sums.message
    assert "3 taken" in sums.message
    assert "1 skipped" in sums.message
    assert "New Kid" in text(root, "titles/winter/index.html")
    assert not (root / "output/books/9780062691195").exists()


def test_a_table_is_never_published(root: Path) -> None:
    run(root)
    assert not paths(root, "**/*.csv")


def test_a_list_shows_a_book_as_it_describes_it_and_the_others_fill_the_gaps(root: Path) -> None:
    (root / "themes/tiny/titles.html").write_text(
        "{% for group in page.groups %}{% for book in group.books %}"
        "{{ book.title }}: {{ book.format }}, {{ book.isbn }};{% endfor %}{% endfor %}"
    )
    run(root)
    assert "Wonder: Audiobook, 9780375869020;" in text(root, "titles/autumn/index.html")
    edit(root, "content/titles/2026-11-02-autumn.md", "audience: children", "format: Hardback")
    run(root)
    assert "Wonder: Hardback, 9780375869020;" in text(root, "titles/autumn/index.html")
    assert "WONDER: Audiobook, 9780375869020;" in text(root, "titles/winter/index.html")


# ---- Cards and shelves --------------------------------------------------------------------------


def test_a_card_and_a_shelf_stand_in_the_text_and_in_the_feed(root: Path) -> None:
    run(root)
    page = text(root, "posts/cards/index.html")
    assert '<p class="book"><a href="../../books/wonder-r-j-palacio/">' in page
    assert "A kind book." in page
    assert '<p class="shelf"><a href="../../titles/autumn/">New in autumn</a> 2</p>' in page
    feed = text(root, "posts/feed.xml")
    assert "https://library.example.org/town/books/wonder-r-j-palacio/" in feed


def test_a_list_in_a_feed_shows_its_books(root: Path) -> None:
    run(root)
    assert '<p class="shelf"><a href="https://library.example.org/town/titles/winter/">' in text(
        root, "titles/feed.xml"
    )


def test_a_card_of_a_book_that_nobody_shows_is_an_error_with_the_near_miss(root: Path) -> None:
    edit(root, "content/posts/cards.md", "::: book wonder", "::: book wunder")
    with pytest.raises(SiteError) as fault:
        run(root)
    (problem,) = [problem for problem in fault.value.problems if problem.severity == "error"]
    assert (problem.path, problem.line) == ("content/posts/cards.md", 7)
    assert problem.hint == "did you mean `WONDER`?"


def test_a_card_of_an_unpublished_book_is_plain_text(root: Path) -> None:
    for name in ("2026-11-02-autumn.md", "2026-11-09-winter/index.md"):
        edit(root, f"content/titles/{name}", "---\ntitle:", "---\ndraft: true\ntitle:")
    report = run(root)
    assert not (root / "output/books/wonder-r-j-palacio").exists()
    assert "wonder" in text(root, "posts/cards/index.html").casefold()
    assert [p.line for p in report.problems if p.path == "content/posts/cards.md"] == [7, 11]


# ---- Clubs --------------------------------------------------------------------------------------


def test_time_moves_a_reading_and_its_meetings(root: Path) -> None:
    run(root)
    club = "clubs/owls/index.html"
    assert "now <a" in text(root, club)
    assert "to come 2026-11-23T18:30:00-05:00 EST" in text(root, club)
    later = datetime(2026, 11, 24, 12, tzinfo=UTC)
    report = run(root, now=later)
    assert "past <a" in text(root, club)
    assert "was 2026-11-23T18:30:00-05:00" in text(root, club)
    assert "to come 2026-12-03T18:30:00-05:00" in text(root, club)
    assert set(report.made[club]) == {"page.current", "page.meetings", "page.met", "page.past"}
    assert "past in" in text(root, "clubs/owls/holes/index.html")
    assert report.until == datetime(2026, 12, 4, 0, 30, tzinfo=UTC)


def test_what_a_meeting_leaves_open_the_club_says(root: Path) -> None:
    run(root)
    assert "to come 2026-11-23T18:30:00-05:00 The loft" in text(root, "clubs/owls/holes/index.html")


def test_clubs_and_readings_have_their_addresses_and_feeds(root: Path) -> None:
    run(root)
    assert paths(root, "clubs/**/*") == [
        "clubs/feed.xml",
        "clubs/index.html",
        "clubs/owls",
        "clubs/owls/feed.xml",
        "clubs/owls/holes",
        "clubs/owls/holes/index.html",
        "clubs/owls/index.html",
    ]
    assert "We read Holes" in text(root, "clubs/owls/feed.xml")


def test_a_reading_without_its_club_is_an_error(root: Path) -> None:
    (root / "content/clubs/owls/index.md").unlink()
    with pytest.raises(SiteError) as fault:
        run(root)
    assert "this reading belongs to no club" in str(fault.value)
    assert "`content/clubs/owls/index.md`" in str(fault.value)


def test_a_broken_club_does_not_blame_its_readings(root: Path) -> None:
    edit(root, "content/clubs/owls/index.md", "title: Night Owls\n", "")
    with pytest.raises(SiteError) as fault:
        run(root)
    errors = [problem.path for problem in fault.value.problems if problem.severity == "error"]
    assert errors == ["content/clubs/owls/index.md"]


def test_the_menu_may_lead_to_all_books_and_leaves_out_what_is_empty(root: Path) -> None:
    edit(root, "site.yaml", "nav: [posts, pages/about.md]", "nav: [books, clubs, titles]")
    run(root)
    assert '<nav><a href="books/">Books</a>' in text(root, "index.html")
    for path in (*root.glob("content/titles/**/*.md"), *root.glob("content/clubs/**/*.md")):
        path.unlink()
    edit(root, "content/posts/cards.md", "::: book wonder\nnote: A kind book.\n:::\n", "")
    edit(root, "content/posts/cards.md", "::: shelf titles/2026-11-02-autumn.md\n", "")
    report = run(root)
    assert "<nav></nav>" in text(root, "index.html")
    assert [problem.severity for problem in report.problems] == ["notice"] * 3


def test_a_paperback_and_an_audiobook_of_one_list_have_one_page_and_two_places(root: Path) -> None:
    (root / "content/titles/2026-11-09-winter/winter.csv").write_text(
        "Title,Author,Binding\nHoles,Louis Sachar,Paperback\nHoles,Louis Sachar,Audiobook\n"
        "Holes,Louis Sachar,Audiobook\n"
    )
    run(root)
    winter = text(root, "titles/winter/index.html").partition("<h1>")[2]
    assert winter.count(">Holes</a>") == 2
    assert len(paths(root, "books/holes*/index.html")) == 1


def test_a_title_that_two_books_have_is_shown_with_a_warning(root: Path) -> None:
    edit(root, "content/titles/2026-11-02-autumn.md", "  - Matilda by Roald Dahl\n", "  - Wonder\n")
    report = run(root)
    (said,) = [problem for problem in report.problems if problem.path == "content/posts/cards.md"]
    assert said.severity == "warning"
    assert said.hint == "write `WONDER by R. J. Palacio` or `Wonder`"


def test_the_readings_of_a_club_that_has_gone_leave_a_notice(root: Path) -> None:
    run(root)
    record(root, Options(now=NOW, workers=1))
    edit(root, "content/clubs/owls/index.md", "---\ntitle:", "---\nexpires: 2026-11-25\ntitle:")
    run(root, now=datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert "Withdrawn" in text(root, "clubs/owls/index.html")
    assert "Withdrawn" in text(root, "clubs/owls/holes/index.html")


def test_a_club_may_be_a_file_beside_its_folder(root: Path) -> None:
    (root / "content/clubs/owls/index.md").rename(root / "content/clubs/owls.md")
    run(root)
    assert "now <a" in text(root, "clubs/owls/index.html")
    assert (root / "output/clubs/owls/holes/index.html").exists()
