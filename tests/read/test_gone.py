"""Links to networks that are gone are named, wherever they stand; no other links are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from libsite.read.documents import understand
from libsite.read.gone import gone_at
from tests.sites import run, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.errors import Problem

EDMODO = "this links to Edmodo, which closed on 2022-09-22; readers will not find what was there"
INSTEAD = "use Google Classroom, Seesaw or ParentSquare, or delete the link"


def problems(body: str, *, kind: str = "post", front: str = "") -> tuple[Problem, ...]:
    return understand(kind, f"---\ntitle: a\n{front}---\n{body}".encode()).problems


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://edmodo.com", "edmodo"),
        ("https://www.edmodo.com/home#x", "edmodo"),
        ("http://EDMODO.COM:443/a?b=c", "edmodo"),
        ("//new.edmodo.com/", "edmodo"),
        ("https://user@edmodo.com./", "edmodo"),
        ("https://plus.google.com/+Maple", "google-plus"),
        ("https://badoo.com/", "badoo"),
        ("https://google.com/", None),
        ("https://notedmodo.com/", None),
        ("https://edmodo.com.example.org/", None),
        ("https://example.org/edmodo.com", None),
        ("https://example.org/?u=https://edmodo.com", None),
        ("https://twitter.com/maple", None),
        ("https://ning.com/", None),
        ("mailto:a@edmodo.com", None),
        ("edmodo.com", None),
        ("https://", None),
        ("", None),
    ],
)
def test_a_host_is_known_with_all_that_is_below_it(address: str, name: str | None) -> None:
    found = gone_at(address)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "body",
    [
        "\n[group](https://www.edmodo.com/g/1)",
        "\n<https://edmodo.com/>",
        '\n<a href="https://edmodo.com/?a=1&amp;b=2">group</a>',
        "\n![cat](cat.jpg \"x\") and [g](https://edmodo.com/'x')",
        "\n[group](//edmodo.com/x)",
    ],
)
def test_a_link_in_a_text_is_a_warning_on_its_line(body: str) -> None:
    [problem] = problems(body)
    assert (problem.severity, problem.line) == ("warning", 5)
    assert (problem.message, problem.hint) == (EDMODO, INSTEAD)


def test_a_link_by_reference_is_named_where_its_address_stands() -> None:
    [problem] = problems("[group][1]\n\nText.\n\n[1]: https://edmodo.com/\n")
    assert (problem.line, problem.message) == (8, EDMODO)


@pytest.mark.parametrize(
    "body",
    ["`https://edmodo.com/`", "    https://edmodo.com/", "edmodo.com", "[x](edmodo.com.md)"],
)
def test_what_is_no_link_is_passed_over(body: str) -> None:
    assert problems(body) == ()


def test_each_line_is_told_once_and_each_network() -> None:
    body = (
        "[a](https://edmodo.com/a) [b](https://edmodo.com/b) [c](https://badoo.com/)\n\n"
        "[d](https://edmodo.com/d)\n"
    )
    assert [(problem.line, problem.message) for problem in problems(body)] == [
        (4, f"{EDMODO} (2 times)"),
        (4, "this links to Badoo, which is unsuitable for a library"),
        (6, EDMODO),
    ]


def test_a_frame_that_became_a_link_is_named_as_well() -> None:
    found = problems('<iframe src="https://www.edmodo.com/embed"></iframe>')
    assert [problem.message for problem in found if "links to" in problem.message] == [EDMODO]


def test_the_members_of_a_club_and_its_call_are_looked_at() -> None:
    front = "members:\n  Edmodo: https://edmodo.com/owls\ncall: https://join.skype.com/owls\n"
    edmodo, skype = problems("", kind="club", front=front)
    assert (edmodo.line, edmodo.column, edmodo.message) == (4, 11, EDMODO)
    assert (skype.line, skype.hint) == (
        5,
        "use Microsoft Teams, Google Meet or Zoom, or delete the link",
    )


def test_the_links_of_books_are_looked_at_and_their_blurbs_are_not() -> None:
    front = (
        "books:\n"
        "  - title: Wonder\n"
        "    links: {Reviews: https://www.shelfari.com/wonder}\n"
        "    blurb: It was on https://www.shelfari.com/\n"
    )
    [problem] = problems("", kind="titles", front=front)
    assert (problem.line, problem.message) == (
        5,
        "this links to Shelfari, which closed in June 2016; readers will not find what was there",
    )


def test_the_links_of_a_card_are_named_on_the_line_of_its_shortcode() -> None:
    body = "::: book Wonder\nlinks: Reviews: https://www.shelfari.com/wonder\n:::\n"
    [problem] = problems("\n" + body)
    assert problem.line == 5
    assert problem.hint == "use Goodreads or LibraryThing, or delete the link"


def test_a_page_with_such_a_link_is_a_page_all_the_same() -> None:
    understood = understand("post", b"---\ntitle: a\n---\n[g](https://edmodo.com/)")
    assert understood.document is not None
    assert 'href="https://edmodo.com/"' in understood.html


def test_the_links_of_a_file_of_books_are_looked_at(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "content/titles").mkdir()
    (root / "content/titles/may.md").write_text(
        "---\ntitle: May\ndate: 2026-05-01\nbooks: may.csv\n---\n"
    )
    (root / "content/titles/may.csv").write_text(
        "title,author,link\nHoles,Louis Sachar,https://example.org/\n"
        "Wonder,R. J. Palacio,https://www.edmodo.com/g/1\n"
    )
    found = [problem for problem in run(root).problems if "Edmodo" in problem.message]
    assert [(one.severity, one.path, one.line) for one in found] == [
        ("warning", "content/titles/may.csv", 3)
    ]
