"""A picture's sizes, their names, and the files that it needs."""

from __future__ import annotations

import pytest

from libsite.artifact import Publish, Scale
from libsite.model import Asset, Measured
from libsite.plan.pictures import WIDTHS, picture_names, picture_of, sizes_of
from libsite.views import Picture

CAT = Asset("content/posts/corner/cat.jpg", "0" * 32, 9)
COVERS = (200, 400)


def test_a_photograph_is_made_in_three_sizes() -> None:
    measured = Measured(4000, 3000, "#806b80")
    picture, files = picture_of(CAT, measured, "posts/corner/cat", "A cat", WIDTHS)
    assert picture == Picture(
        src="site:/posts/corner/cat-960.webp",
        alt="A cat",
        srcset="site:/posts/corner/cat-480.webp 480w, site:/posts/corner/cat-960.webp 960w,"
        " site:/posts/corner/cat-1600.webp 1600w",
        width=1600,
        height=1200,
        colour="#806b80",
    )
    assert files == (
        ("posts/corner/cat-480.webp", Scale(CAT, 480)),
        ("posts/corner/cat-960.webp", Scale(CAT, 960)),
        ("posts/corner/cat-1600.webp", Scale(CAT, 1600)),
    )


def test_a_drawing_stays_one_file() -> None:
    picture, files = picture_of(CAT, Measured(30, 20, vector=True), "cat", "", WIDTHS)
    assert picture == Picture("site:/cat.svg", "", width=30, height=20)
    assert files == (("cat.svg", Publish(CAT)),)


def test_a_small_picture_is_one_file_that_needs_no_choice() -> None:
    picture, files = picture_of(CAT, Measured(300, 100), "cat", "", WIDTHS)
    assert picture == Picture("site:/cat-300.webp", "", width=300, height=100)
    assert files == (("cat-300.webp", Scale(CAT, 300)),)


@pytest.mark.parametrize(
    ("size", "widths", "expected"),
    [
        ((4000, 3000), WIDTHS, (480, 960, 1600)),
        ((1600, 900), WIDTHS, (480, 960, 1600)),
        ((1200, 900), WIDTHS, (480, 960, 1200)),
        ((1199, 900), WIDTHS, (480, 1199)),  # 960 is hardly smaller
        ((700, 900), WIDTHS, (480, 700)),
        ((500, 900), WIDTHS, (500,)),
        ((1, 1), WIDTHS, (1,)),
        ((1000, 60_000), WIDTHS, (273,)),  # WebP knows no picture higher than 16,383
        ((1, 60_000), WIDTHS, (1,)),
        ((300, 450), COVERS, (200, 300)),
        ((800, 1200), COVERS, (200, 400)),
        ((120, 180), COVERS, (120,)),
    ],
)
def test_a_picture_is_never_wider_than_it_is(
    size: tuple[int, int], widths: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert sizes_of(Measured(*size), widths) == expected


def test_what_moves_is_made_in_one_size() -> None:
    assert sizes_of(Measured(800, 600, animated=True), WIDTHS) == (800,)


def names(*places: str, drawings: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> list[str]:
    """Return the names of pictures that would be published at *places*."""
    pictures = {place: Measured(9, 9) for place in places}
    pictures |= {place: Measured(vector=True) for place in drawings}
    every = (*places, *drawings, *others)
    return list(picture_names({place: place for place in every}, pictures).values())


def test_a_name_loses_its_ending() -> None:
    assert names("a/cat.jpg", "a/b.c/dog.old.png", "photo") == ["a/cat", "a/b.c/dog.old", "photo"]


def test_two_pictures_of_one_name_keep_their_endings() -> None:
    assert names("a/cat.jpg", "a/cat.png", "b/cat.jpg") == ["a/cat.jpg", "a/cat.png", "b/cat"]
    assert names("a/cat.jpg", "a/Cat.png") == ["a/cat.jpg", "a/Cat.png"]


def test_a_picture_that_is_called_as_another_one_with_its_ending() -> None:
    found = names("cat.jpg", "cat.png", "cat.jpg.png")
    assert len(set(found)) == 3
    assert found == ["cat.jpg", "cat.png", "cat.jpg.png"]


def test_a_drawing_beside_a_photograph_is_in_nobodys_way() -> None:
    assert names("cat.jpg", drawings=("cat.svg",)) == ["cat", "cat"]


def test_a_file_that_is_called_as_a_size_would_be_keeps_its_name() -> None:
    assert names("cat.jpg", others=("cat-480.webp",)) == ["cat.jpg"]
    assert names("cat.jpg", "cat-480.webp") == ["cat.jpg", "cat-480"]
    assert names("cat.jpg", others=("cat-480.jpg", "cat-sleeps.webp")) == ["cat"]


def test_a_site_without_pictures_has_no_names() -> None:
    assert picture_names({"rules.pdf": "rules.pdf"}, {}) == {}
