"""Which picture is the cover of a book, and what is said where none is found."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from libsite.model import Asset, Book, Measured, Page, Site
from libsite.plan.books import gather
from libsite.plan.catalog import catalog
from libsite.plan.links import HINTS
from libsite.plan.shelves import Shelves, make_shelves
from tests.plan.made import NOW, page, site

ROBOT = "9780316381994"
LIST = "content/titles/may.md"


def described(title: str = "The Wild Robot", cover: str = "", isbn: str = ROBOT) -> Book:
    return Book(title, ("Peter Brown",), isbn, cover=cover, path=LIST, line=5)


def titles(*books: Book, draft: str | None = None) -> Page:
    return page(LIST, "titles", books=books, draft=draft)


def with_pictures(made: Site, *names: str) -> Site:
    """Return a site that has pictures of these *names* below `content/`."""
    files = {name: Asset(f"content/{name}", "0" * 32, 9) for name in names}
    pictures = {asset.source: Measured(300, 450) for asset in files.values()}
    return replace(made, files=files, pictures=pictures)


def shelves(made: Site) -> Shelves:
    return make_shelves(gather(made, catalog(made, NOW)), made, {})


def said(found: Shelves) -> list[str]:
    return [f"{one.severity}: {one.where}: {one.message}" for one in found.problems]


# ---- Covers that a list names


@pytest.mark.parametrize(
    ("cover", "file"),
    [
        ("robot.jpg", "titles/robot.jpg"),
        ("robot.jpg", "robot.jpg"),
        ("../art/robot.jpg", "art/robot.jpg"),
        ("@/art/robot.jpg", "art/robot.jpg"),
        ("/art/robot.jpg", "art/robot.jpg"),
        ("@robot.jpg", "titles/@robot.jpg"),
        ("@@/robot.jpg", "titles/@@/robot.jpg"),
    ],
)
def test_a_cover_is_found_beside_the_list_or_below_the_content(cover: str, file: str) -> None:
    found = shelves(with_pictures(site(titles(described(cover=cover))), file))
    assert said(found) == []
    assert [jacket.drawn for jacket in found.jackets.values()] == [False]


def test_a_name_with_other_capitals_is_answered_with_the_one_that_was_meant() -> None:
    made = with_pictures(site(titles(described(cover="img_0001.jpg"))), "titles/IMG_0001.JPG")
    (problem,) = shelves(made).problems
    assert problem.hint == "did you mean `IMG_0001.JPG`?"


def test_of_many_missing_covers_only_the_first_are_compared_with_every_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []

    class Counted(dict[str, Asset]):
        def __iter__(self):  # type: ignore[no-untyped-def] # noqa: ANN204
            compared.append(1)
            return super().__iter__()

    books = [described(f"Book {n}", f"{n}.jpg", isbn="") for n in range(100)]
    made = with_pictures(site(titles(*books)), "a.jpg", "b.jpg")
    found = shelves(replace(made, files=Counted(made.files)))
    assert len(found.problems) == 100
    assert len(compared) == HINTS


# ---- Covers by their ISBN


@pytest.mark.parametrize(
    "name", [f"{ROBOT}.jpg", "978-0-316-38199-4.webp", "0316381993.png", "0-316-38199-3.JPG"]
)
def test_a_cover_may_be_named_after_the_isbn_of_ten_digits_or_thirteen(name: str) -> None:
    found = shelves(with_pictures(site(titles(described())), f"covers/{name}"))
    assert said(found) == []
    assert [jacket.drawn for jacket in found.jackets.values()] == [False]


def test_a_picture_among_the_covers_that_fits_no_book_is_said() -> None:
    made = with_pictures(
        site(titles(described(cover="@/covers/robot.jpg"))),
        *("covers/9780440414803.jpg", f"covers/{ROBOT}.jpg", "covers/robot.jpg", "covers/x.jpg"),
        "titles/cat.jpg",
    )
    found = shelves(made)
    assert said(found) == [
        "notice: content/covers/9780440414803.jpg: this picture fits no book",
        "notice: content/covers/x.jpg: this picture fits no book",
    ]


def test_the_cover_of_a_book_that_is_not_yet_published_is_not_said() -> None:
    made = site(titles(described(), draft="draft: true"))
    assert said(shelves(with_pictures(made, f"covers/{ROBOT}.jpg"))) == []


def test_nor_is_any_where_a_list_could_not_be_read() -> None:
    made = replace(site(), left_out=frozenset({LIST}))
    assert said(shelves(with_pictures(made, f"covers/{ROBOT}.jpg"))) == []


@pytest.mark.parametrize(
    ("count", "last"), [(21, "1 more picture fits no book"), (25, "5 more pictures fit no book")]
)
def test_many_pictures_without_a_book_are_counted(count: int, last: str) -> None:
    found = shelves(with_pictures(site(), *(f"covers/{n:02}.jpg" for n in range(count))))
    assert len(found.problems) == 21
    assert said(found)[-1] == f"notice: content/covers: {last}"
