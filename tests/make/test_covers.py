"""Drawn covers: every title fits, can be read, and is said in words; equal ones look alike."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.drawings import is_mere_drawing, size_of
from libsite.make.covers import AUTHOR_SIZES, HARMONIES, TITLE_SIZES, Harmony, cover_svg
from libsite.make.lettering import fit, width_of, wrapped
from libsite.make.ornaments import BEND, ORNAMENTS, Disc, Leaf, Oval, Rect, Wave

SVG = "{http://www.w3.org/2000/svg}"
LONG = "The Extraordinary and Rather Unlikely Adventures of a Very Small Mouse Who Read Every Book "
SHIP = "Donaudampfschifffahrtsgesellschaftskapitän"
ROOM = 316


def texts(svg: bytes) -> list[tuple[dict[str, str], list[str]]]:
    """Return the texts of a cover: what each looks like, and its lines."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return [
        (dict(text.attrib), [span.text or "" for span in text.iter(f"{SVG}tspan")])
        for text in root.iter(f"{SVG}text")
    ]


def bottom(svg: bytes) -> list[float]:
    """Return where the lines of a cover stand, from above."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return [float(span.attrib["y"]) for span in root.iter(f"{SVG}tspan")]


@given(
    title=st.text(max_size=300), author=st.text(max_size=80), dir_=st.sampled_from(("ltr", "rtl"))
)
def test_any_title_gives_a_mere_drawing_that_is_the_same_next_time(
    title: str, author: str, dir_: str
) -> None:
    svg = cover_svg(title, author, dir_)  # type: ignore[arg-type] # one of the two
    assert is_mere_drawing(svg)
    assert size_of(svg) == (400, 600)
    assert svg == cover_svg(title, author, dir_)  # type: ignore[arg-type] # the same
    assert all(30 <= y <= 580 for y in bottom(svg))


def test_a_cover_is_said_in_words() -> None:
    root = ET.fromstring(cover_svg('Fish & "Chips" <b>', "O'Neil", "ltr"))  # noqa: S314 - our own
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Fish & "Chips" <b>, O\'Neil'
    assert [title.text for title in root.iter(f"{SVG}title")] == ['Fish & "Chips" <b>, O\'Neil']


def test_what_cannot_be_seen_is_left_out() -> None:
    svg = cover_svg("Holes\0\x1b \u202eelttil\n\u200e", "", "ltr").decode()
    assert 'aria-label="Holes elttil"' in svg


def test_a_book_without_an_author_has_a_title_alone() -> None:
    assert len(texts(cover_svg("Beowulf", "", "ltr"))) == 1


def test_a_short_title_is_large_and_a_long_one_small() -> None:
    (short, _), _ = texts(cover_svg("Holes", "Louis Sachar", "ltr"))
    (long, lines), _ = texts(cover_svg(LONG.strip(), "Louis Sachar", "ltr"))
    assert short["font-size"] == "70"
    assert int(long["font-size"]) < 30
    assert " ".join(lines) == LONG.strip()


def test_a_title_that_fits_at_no_size_is_cut() -> None:
    (_, lines), _ = texts(cover_svg(LONG * 4, "Louis Sachar", "ltr"))
    assert lines[-1].endswith("…")
    assert LONG.startswith(" ".join(lines[:-1])[: len(LONG)])


@pytest.mark.parametrize("title", ["Wonder", "Last Stop on Market Street", SHIP, LONG, LONG * 4])
def test_no_line_is_wider_than_the_cover(title: str) -> None:
    size, lines = fit(title, TITLE_SIZES, ROOM, 252)
    assert all(width_of(line) * size <= ROOM for line in lines), lines
    assert len(lines) * size * 1.18 <= 252


def test_a_long_word_is_broken_where_a_syllable_begins() -> None:
    assert wrapped(SHIP, 9.5) == ["Donaudampfschiff-", "fahrtsgesell-", "schaftskapitän"]
    assert wrapped("Kinderbuchausleihe", 7) == ["Kinder-", "buchausleihe"]


def test_a_word_is_broken_only_if_no_fair_size_holds_it() -> None:
    _, lines = fit("Extraordinary", TITLE_SIZES, ROOM, 252)
    assert lines == ["Extraordinary"]


def test_lines_are_of_much_the_same_width() -> None:
    _, lines = fit("The Lion, the Witch and the Wardrobe", TITLE_SIZES, ROOM, 206)
    assert lines == ["The Lion, the", "Witch and the", "Wardrobe"]


def test_an_accent_stays_with_its_letter() -> None:
    for width in range(3, 12):
        parts = wrapped("e\u0301" * 60, width)
        assert not [part for part in parts if part.startswith("\u0301")]


def test_japanese_is_broken_anywhere_but_before_a_full_stop() -> None:
    assert wrapped("吾輩は猫である。名前はまだ無い。", 7.2) == [
        "吾輩は猫であ",
        "る。名前はまだ",
        "無い。",
    ]


@pytest.mark.parametrize(
    ("title", "author", "said"),
    [
        ("Wonder", "R. J. Palacio", [("", "", "42"), ("", "", "42")]),
        ("הנסיך הקטן", "אנטואן", [("rtl", "", "358"), ("rtl", "", "358")]),
        ("الأمير الصغير", "Saint-Exupéry", [("rtl", "", "358"), ("", "end", "358")]),
        ("1984", "أورويل", [("", "", "42"), ("rtl", "end", "42")]),
    ],
)
def test_each_text_has_its_own_direction_and_the_cover_that_of_its_title(
    title: str, author: str, said: list[tuple[str, str, str]]
) -> None:
    root = ET.fromstring(cover_svg(title, author, "ltr"))  # noqa: S314 - our own
    found = [
        (text.get("direction", ""), text.get("text-anchor", ""), text[0].get("x"))
        for text in root.iter(f"{SVG}text")
    ]
    assert found == said


def test_a_title_without_letters_goes_the_way_of_the_site() -> None:
    assert 'direction="rtl"' in cover_svg("1984", "", "rtl").decode()


def luminance(color: str) -> float:
    """Return the relative luminance of a color (WCAG 2.2)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("harmony", HARMONIES)
def test_every_title_can_be_read(harmony: Harmony) -> None:
    dark, light = sorted((luminance(harmony.ground), luminance(harmony.ink)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_texts_and_ornament_have_a_half_each() -> None:
    """Names of a hundred books: whatever the digest chooses, no line enters the other half."""
    for number in range(100):
        svg = cover_svg(f"{number} {LONG[: number % 80]}", "Kate DiCamillo", "ltr")
        above = b"matrix(" in svg
        lines = bottom(svg)
        assert all(y > 300 for y in lines) if above else all(y < 300 for y in lines), lines


def test_a_shelf_of_books_is_varied() -> None:
    covers = [cover_svg(f"Book {number}", "", "ltr").decode() for number in range(120)]
    grounds = {re.findall(r'fill="(#\w+)"', cover)[0] for cover in covers}
    assert grounds == {harmony.ground for harmony in HARMONIES}
    assert len(set(covers)) == 120


@pytest.mark.parametrize("low", [0, 255])
@pytest.mark.parametrize("ornament", ORNAMENTS)
def test_an_ornament_leaves_room_for_the_texts(ornament: object, low: int) -> None:
    shapes = ornament(HARMONIES[0].tones, (low,) * 16)  # type: ignore[operator] # a function
    discs = [shape.y - shape.radius for shape in shapes if isinstance(shape, Disc)]
    ovals = [shape.y - shape.up for shape in shapes if isinstance(shape, Oval)]
    waves = [shape.y - BEND[1] for shape in shapes if isinstance(shape, Wave)]
    others = [shape.y for shape in shapes if isinstance(shape, Rect | Leaf)]
    assert min(*discs, *ovals, *waves, *others, 300) >= 40


def test_the_smallest_letters_are_still_letters() -> None:
    assert min(*TITLE_SIZES, *AUTHOR_SIZES) >= 18
