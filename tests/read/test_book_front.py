"""Books in front matter and in shortcodes, in every form in which people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.errors import Problem, has_errors
from libsite.model import Book, Reference, Titles
from libsite.read.books import SPELLINGS, BookFront, read_book
from libsite.read.frontmatter import read_front

if TYPE_CHECKING:
    from libsite.read.halves import Split


def listed(*lines: str) -> Split:
    text = "\n".join(("---", "title: New", "books:", *(f"  {line}" for line in lines), "---", ""))
    return read_front(text, kind="titles")


def books(*lines: str) -> tuple[Book, ...]:
    made = listed(*lines)
    assert made.problems == ()
    assert made.front is not None
    assert isinstance(made.front.more, Titles)
    return made.front.more.books


def only(*lines: str) -> Problem:
    made = listed(*lines)
    [problem] = made.problems
    assert (made.front is None) == (problem.severity == "error")
    assert problem.hint
    return problem


# ---- Entries of a list ---------------------------------------------------------------------------


def test_every_field_is_read() -> None:
    assert books(
        "- title: The Wild Robot",
        "  authors: [Peter Brown, 'Blake, Quentin']",
        "  isbn: 0-316-38199-3",
        "  year: c2016",
        "  format: Hardback",
        "  audience: children, teens",
        "  shelf_mark: 823.92",
        "  subjects: [robots, islands]",
        "  blurb: |",
        "    A crate",
        "    washes ashore.",
        "",
        "    Qui\u00a0?",
        "  cover: robot.jpg",
        "  links: {Reading guide: https://a.example/guide}",
    ) == (
        Book(
            title="The Wild Robot",
            authors=("Peter Brown", "Quentin Blake"),
            isbn="9780316381994",
            year=2016,
            format="Hardback",
            audience=("children", "teens"),
            shelf_mark="823.92",
            subjects=("robots", "islands"),
            blurb="A crate washes ashore.\n\nQui\u00a0?",
            cover="robot.jpg",
            links=(Reference("Reading guide", "https://a.example/guide"),),
            line=4,
        ),
    )


@pytest.mark.parametrize(
    "name", ["shelf_mark", "shelf mark", "Shelf-mark", "shelfmark", "call number", "shelf"]
)
def test_a_shelf_mark_goes_by_several_names(name: str) -> None:
    assert books("- title: Momo", f"  {name}: J FIC END")[0].shelf_mark == "J FIC END"


def test_every_other_name_means_a_field() -> None:
    assert set(SPELLINGS.values()) <= BookFront.model_fields.keys()
    assert not SPELLINGS.keys() & BookFront.model_fields.keys()


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("- The Wild Robot by Peter Brown", "The Wild Robot", ("Peter Brown",)),
        ("- Stand by Me by Stephen King", "Stand by Me", ("Stephen King",)),
        ("- Good Omens by Terry Pratchett; Neil Gaiman", "Good Omens", None),
        ("- Wonder: A Novel by R. J. Palacio", "Wonder: A Novel", ("R. J. Palacio",)),
        ("- Wonder: A Novel", "Wonder: A Novel", ()),
        ("- Momo", "Momo", ()),
        ("- 1984", "1984", ()),
    ],
)
def test_a_book_may_be_a_line(line: str, title: str, authors: tuple[str, ...] | None) -> None:
    [book] = books(line)
    assert book.title == title
    assert book.authors == (("Terry Pratchett", "Neil Gaiman") if authors is None else authors)
    assert book.line == 4


def test_one_book_needs_no_hyphen_and_an_empty_one_is_none() -> None:
    assert books("title: Momo", "author: Ende, Michael") == (
        Book("Momo", ("Michael Ende",), line=4),
    )
    assert [book.title for book in books("- Momo", "-", "- Wonder")] == ["Momo", "Wonder"]
    assert [book.line for book in books("- Momo", "-", "- Wonder")] == [4, 6]


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("https://a.example/x", [("a.example", "https://a.example/x")]),
        ("[https://a.example/x]", [("a.example", "https://a.example/x")]),
        ("{url: https://a.example/x}", [("a.example", "https://a.example/x")]),
        ("{A: https://a.example, B: https://b.example}", [("A", "https://a.example"), ("B", None)]),
        ("[{A: https://a.example}, {name: B, url: https://b.example}]", None),
        ("'Guide: https://a.example/x'", [("Guide", "https://a.example/x")]),
    ],
)
def test_links_have_several_forms(links: str, found: list[tuple[str, str | None]] | None) -> None:
    [book] = books("- title: Momo", f"  links: {links}")
    both = (Reference("A", "https://a.example"), Reference("B", "https://b.example"))
    if found is None or found[-1][1] is None:
        assert book.links == both
    else:
        assert [(link.title, link.url) for link in book.links] == found


# ---- Faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        (
            "isbn: 0316381992",
            (5, 9),
            '`isbn` of entry 1 of `books` is an ISBN whose check digit does not fit: "0316381992"',
        ),
        ("ISBN 13: 123", (5, 12), '`isbn` of entry 1 of `books` is not an ISBN: "123"'),
        ("year: soon", (5, 9), '`year` of entry 1 of `books` is not a year: "soon"'),
        (
            "links: {A: x}",
            (5, 14),
            '`url` of entry 1 of `links` of entry 1 of `books` is not an address on the web: "x"',
        ),
        (
            "cover: [a.jpg]",
            (5, 10),
            "`cover` of entry 1 of `books` is a list, where one value belongs",
        ),
        ("tilte: x", (5, 3), "`tilte` is not a field of a book; did you mean `title`?"),
        ("title: Wonder", (5, 3), "`title` stands twice, on lines 4 and 5"),
        ("Title: Wonder", (5, 3), "`title` and `Title` mean the same"),
    ],
)
def test_a_fault_is_found_where_it_stands(line: str, place: tuple[int, int], message: str) -> None:
    problem = only("- title: Momo", f"  {line}")
    assert problem.message == message
    # The text is indented by two more than the entry.
    assert (problem.line, problem.column) == (place[0], place[1] + 2)


def test_a_book_without_a_title_is_an_error() -> None:
    problem = only("- authors: Peter Brown")
    assert problem.message == "`title` of entry 1 of `books` is missing"
    assert problem.line == 4


def test_a_number_alone_does_not_say_what_a_book_is_called() -> None:
    problem = only("- 978-0-316-38199-4")
    assert problem.severity == "error"
    assert "does not say what the book is called" in problem.message
    assert problem.hint == "write `title:` on this line and `isbn: 978-0-316-38199-4` below it"


def test_the_name_of_a_file_is_no_book() -> None:
    problem = only("- november.csv")
    assert (
        problem.message == 'entry 1 of `books` is the name of a file, and no book: "november.csv"'
    )
    assert problem.hint.startswith("write `books: november.csv` ")


# ---- Shortcodes ----------------------------------------------------------------------------------


def test_a_shortcode_describes_a_book_by_lines() -> None:
    book, problems = read_book(
        {
            "title": "Momo",
            "author": "Ende, Michael; Ann Other",
            "call number": "J FIC END",
            "subjects": "time, thieves",
            "links": "Reading guide: https://a.example/x",
        },
        line=12,
    )
    assert problems == []
    assert book == Book(
        "Momo",
        ("Michael Ende", "Ann Other"),
        shelf_mark="J FIC END",
        subjects=("time", "thieves"),
        links=(Reference("Reading guide", "https://a.example/x"),),
        line=12,
    )


def test_faults_of_a_shortcode_have_its_line_or_their_own() -> None:
    values = {"titel": "Momo", "isbn": "123"}
    book, problems = read_book(values, line=12)
    assert book is None
    assert {problem.line for problem in problems} == {12}
    _, problems = read_book(values, line=12, lines={"titel": 13, "isbn": 14})
    assert [(problem.line, problem.message) for problem in problems] == [
        (13, "`titel` is not a field of a book; did you mean `title`?"),
        (14, '`isbn` is not an ISBN: "123"'),
        (12, "`title` is missing"),
    ]


# ---- Anything ------------------------------------------------------------------------------------

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.text(max_size=12) | st.sampled_from(["0142437204", "https://a.example", "1997"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "url", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)
names = st.sampled_from([*BookFront.model_fields, *SPELLINGS, "titel", "x"])


@given(st.dictionaries(names, values, max_size=6))
def test_no_values_raise_anything(told: dict[str, Any]) -> None:
    book, problems = read_book(told, line=3)
    assert (book is None) == has_errors(problems)
    assert all(problem.line == 3 and problem.hint for problem in problems)
    if book is not None:
        assert book.title
        assert book.isbn == "" or len(book.isbn) == 13
