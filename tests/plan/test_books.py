"""One book in several places is one page: which are the same, who is believed, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from libsite.model import Book, LedgerEntry, Shortcode
from libsite.plan.books import gather
from libsite.plan.catalog import catalog
from tests.plan.made import NOW, page, site

if TYPE_CHECKING:
    from libsite.model import Page
    from libsite.plan.books import Library

WONDER = "9780375869020"
HOLES = "9780440414803"
OTHER = "9780142410370"


def gathered(*pages: Page, ledger: tuple[LedgerEntry, ...] = ()) -> Library:
    made = site(*pages, books=ledger)
    return gather(made, catalog(made, NOW))


def titles(name: str, *books: Book, day: str = "2026-11-01", draft: str | None = None) -> Page:
    return page(f"content/titles/{name}.md", "titles", day, books, draft=draft)


def recorded(id_: str, url: str) -> LedgerEntry:
    return LedgerEntry(id_, url, "content/titles/a.md", "0" * 32, "2026-01-01")


# ---- Which are the same -------------------------------------------------------------------------


def test_the_same_isbn_is_the_same_book() -> None:
    found = gathered(
        titles("a", Book("Wonder", ("R. J. Palacio",), WONDER)),
        titles("b", Book("Wonder: A Novel", ("Palacio",), WONDER)),
    )
    assert [volume.isbns for volume in found.volumes] == [(WONDER,)]


def test_the_same_title_and_author_is_the_same_book_however_it_is_spelt() -> None:
    found = gathered(
        titles("a", Book("Les Misérables!", ("Victor Hugo", "Isabel Hapgood"))),
        titles("b", Book("LES MISERABLES", ("victor hugo",))),
    )
    assert len(found.volumes) == 1


def test_the_same_title_of_another_author_is_another_book() -> None:
    found = gathered(titles("a", Book("Heidi", ("Johanna Spyri",)), Book("Heidi", ("A. Other",))))
    assert [volume.path for volume in found.volumes] == [
        "books/heidi-a-other/",
        "books/heidi-johanna-spyri/",
    ]


def test_two_editions_of_one_title_are_one_book_with_two_numbers() -> None:
    found = gathered(
        titles("a", Book("Holes", ("Louis Sachar",), HOLES), day="2026-11-02"),
        titles("b", Book("Holes", ("Louis Sachar",), OTHER), day="2026-11-01"),
    )
    assert [volume.isbns for volume in found.volumes] == [(HOLES, OTHER)]


def test_a_third_description_can_say_that_two_are_one() -> None:
    found = gathered(
        titles("a", Book("Hoyos", ("Louis Sachar",), HOLES), day="2026-11-03"),
        titles("b", Book("Holes", ("Louis Sachar",)), day="2026-11-02"),
        titles("c", Book("Holes", ("Louis Sachar",), HOLES), day="2026-11-01"),
    )
    assert len(found.volumes) == 1
    assert len(found.volumes[0].shown) == 3


@given(st.permutations(range(4)))
def test_what_is_one_book_does_not_depend_on_the_order(order: list[int]) -> None:
    books = [
        Book("Hoyos", ("Louis Sachar",), HOLES),
        Book("Holes", ("Louis Sachar",)),
        Book("Holes", ("Louis Sachar",), HOLES),
        Book("Heidi", ("Johanna Spyri",)),
    ]
    days = [f"2026-11-0{place + 1}" for place in order]
    pages = [titles(f"t{n}", book, day=days[n]) for n, book in enumerate(books)]
    assert sorted(len(volume.mentions) for volume in gathered(*pages).volumes) == [1, 3]


def test_two_numbers_under_one_name_on_one_list_are_two_books() -> None:
    diary = Book("Diary", ("Jeff Kinney",))
    found = gathered(titles("a", replace(diary, isbn=HOLES), replace(diary, isbn=OTHER)))
    assert {volume.isbns: volume.path for volume in found.volumes} == {
        (OTHER,): "books/diary-jeff-kinney/",
        (HOLES,): f"books/diary-jeff-kinney-{HOLES}/",
    }
    assert found.of(replace(diary, isbn=HOLES)).isbns == (HOLES,)


def test_without_an_author_two_numbers_are_two_books() -> None:
    found = gathered(
        titles("a", Book("Atlas", isbn=HOLES), day="2026-11-02"),
        titles("b", Book("Atlas", isbn=OTHER), day="2026-11-01"),
    )
    assert len(found.volumes) == 2


def test_a_title_of_several_books_is_known_for_that() -> None:
    found = gathered(titles("a", Book("Momo", ("Anna Zett",)), Book("Momo", ("Michael Ende",))))
    assert len(found.namesakes("momo")) == 2
    assert found.namesakes("Momo by Michael Ende") == ()
    assert found.namesakes("Wonder") == ()


def test_many_mentions_are_brought_together_in_a_moment() -> None:
    """Each of 20,000 descriptions says that two books are one; quadratic work would take hours."""
    books = [Book(f"T{n // 2}", ("A",), f"{n:013}"[-13:]) for n in range(20_000)]
    pages = [
        titles("a", *books[::2], day="2026-11-02"),
        titles("b", *books[1::2], day="2026-11-01"),
    ]
    assert len(gathered(*pages).volumes) == 10_000


def test_an_isbn_of_two_quite_different_books_is_a_warning() -> None:
    found = gathered(
        titles("a", Book("Wonder", ("R. J. Palacio",), WONDER, path="a.md", line=4)),
        titles(
            "b", Book("Holes", ("Louis Sachar",), WONDER, path="b.md", line=7), day="2026-10-01"
        ),
    )
    (problem,) = found.problems
    assert (problem.severity, problem.path, problem.line) == ("warning", "b.md", 7)
    assert "`Holes` has the ISBN of `Wonder` (a.md:4)" in problem.message


# ---- Whose word counts --------------------------------------------------------------------------


def test_the_newest_list_is_believed_field_by_field() -> None:
    found = gathered(
        titles("old", Book("Holes", ("Louis Sachar",), year=1998, blurb="Old"), day="2025-01-01"),
        titles("new", Book("HOLES", ("Louis Sachar",), blurb="New"), day="2026-01-01"),
    )
    book = found.volumes[0].book
    assert (book.title, book.blurb, book.year) == ("HOLES", "New", 1998)


def test_lists_come_before_readings_and_readings_before_posts() -> None:
    club = page("content/clubs/owls/index.md", "club", None)
    in_post = Shortcode("book", "", Book("Holes", ("Louis Sachar",), format="Post", blurb="Post"))
    found = gathered(
        club,
        page("content/posts/p.md", "post", "2026-11-20", shortcodes=(in_post,)),
        page(
            "content/clubs/owls/r.md",
            "reading",
            "2026-11-10",
            (Book("Holes", ("Louis Sachar",), blurb="Reading", year=1998, format="Reading"),),
            club=club.source,
        ),
        titles("t", Book("Holes", ("Louis Sachar",), blurb="List"), day="2020-01-01"),
    )
    book = found.volumes[0].book
    assert (book.blurb, book.format, book.year) == ("List", "Reading", 1998)
    assert [shown.kind for shown in found.volumes[0].shown] == ["post", "reading", "titles"]


def test_unpublished_pages_say_nothing() -> None:
    found = gathered(titles("a", Book("Holes"), draft="draft: true"), titles("b", Book("Heidi")))
    assert [volume.book.title for volume in found.volumes] == ["Heidi"]
    assert found.is_hidden("holes")
    assert not found.is_hidden("heidi")


# ---- Asking for one -----------------------------------------------------------------------------


def test_a_book_is_found_by_any_of_its_names() -> None:
    found = gathered(titles("a", Book("Wonder", ("R. J. Palacio",), WONDER)))
    for name in (WONDER, "978-0-375-86902-0", "0375869026", "wonder", "Wonder by R. J. Palacio"):
        assert found.find(name) is found.volumes[0], name
    for name in ("9780375869021", "Wander", "Wonder by Somebody Else", ""):
        assert found.find(name) is None, name


def test_a_card_counts_as_showing_the_book() -> None:
    post = page("content/posts/p.md", shortcodes=(Shortcode("book", "holes"),))
    found = gathered(post, titles("a", Book("Holes", ("Louis Sachar",))))
    assert post in found.volumes[0].shown


# ---- Where it stands ----------------------------------------------------------------------------


def test_a_recorded_book_keeps_its_address_when_its_title_is_corrected() -> None:
    entry = recorded(f"book/{HOLES}", "/books/wholes-louis-sachar/")
    found = gathered(titles("a", Book("Holes", ("Louis Sachar",), HOLES)), ledger=(entry,))
    assert found.volumes[0].path == "books/wholes-louis-sachar/"
    assert found.volumes[0].id == entry.id
    assert found.lost == ()


def test_a_recorded_book_that_nothing_shows_any_more_is_lost() -> None:
    entry = recorded("book/holes-louis-sachar", "/books/holes-louis-sachar/")
    assert gathered(ledger=(entry,)).lost == ("books/holes-louis-sachar/",)


def test_two_recorded_books_that_turn_out_to_be_one_keep_both_addresses() -> None:
    entries = (
        recorded(f"book/{HOLES}", "/books/hoyos-louis-sachar/"),
        recorded("book/holes-louis-sachar", "/books/holes-louis-sachar/"),
    )
    found = gathered(titles("a", Book("Holes", ("Louis Sachar",), HOLES)), ledger=entries)
    (volume,) = found.volumes
    assert volume.path == "books/hoyos-louis-sachar/"
    assert volume.former == ("books/holes-louis-sachar/",)
    assert found.lost == ()


def test_titles_that_are_cut_alike_have_addresses_of_their_own() -> None:
    long = "very " * 20
    found = gathered(
        titles("a", Book(f"{long}long", ("A. Writer",)), Book(f"{long}short", ("A. Writer",)))
    )
    paths = [volume.path for volume in found.volumes]
    assert len(set(paths)) == 2
    assert all(path.startswith("books/very-very-") for path in paths)


def test_a_title_in_no_letters_has_an_address() -> None:
    found = gathered(titles("a", Book("!?")))
    assert found.volumes[0].path.startswith("books/")
    assert len(found.volumes[0].path) > len("books//")


ALIKE = (
    (Book("Emma Jane", ("Austen",)), Book("Emma", ("Jane Austen",))),
    (Book("very " * 20 + "long", ("A. Writer",)), Book("very " * 20 + "short", ("A. Writer",))),
    (Book("Holes Louis Sachar"), Book("Holes", ("Louis Sachar",), HOLES)),
)


@pytest.mark.parametrize("books", ALIKE)
def test_books_whose_addresses_are_alike_keep_their_own_when_they_are_recorded(
    books: tuple[Book, Book],
) -> None:
    before = gathered(titles("a", *books))
    assert len({volume.id for volume in before.volumes}) == 2
    ledger = tuple(recorded(volume.id, f"/{volume.path}") for volume in before.volumes)
    after = gathered(titles("a", *books), ledger=ledger)
    assert [(v.path, v.id, v.former) for v in after.volumes] == [
        (v.path, v.id, ()) for v in before.volumes
    ]
    for book in books:
        one = before.of(book)
        gone = gathered(titles("a", book), ledger=ledger)
        (left,) = gone.volumes
        assert (left.path, left.id) == (one.path, one.id)


@pytest.mark.parametrize("books", [*ALIKE[:2], *(pair[::-1] for pair in ALIKE)])
def test_a_newer_book_does_not_take_the_recorded_address_of_one_that_is_alike(
    books: tuple[Book, Book],
) -> None:
    old, new = books
    (alone,) = gathered(titles("a", old)).volumes
    ledger = (recorded(alone.id, f"/{alone.path}"),)
    found = gathered(titles("a", old), titles("b", new, day="2026-11-20"), ledger=ledger)
    assert found.of(old).path == alone.path
    assert found.of(new).path != alone.path
