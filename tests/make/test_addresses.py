"""What the `<img>` of a picture says; what an author wrote stays."""

from __future__ import annotations

import pytest

from libsite.make.addresses import SIZES, fill_slots
from libsite.views import Picture

CAT = Picture(
    src="site:/cat-960.webp",
    alt="",
    srcset="site:/cat-480.webp 480w, site:/cat-960.webp 960w, site:/cat-1600.webp 1600w",
    width=1600,
    height=1200,
    colour="#806b80",
)
SRCSET = f'srcset="{CAT.srcset}"'
SIZE = 'width="1600" height="1200"'
LOADING = 'loading="lazy" decoding="async" style="background-color:#806b80"'


def shown(html: str, picture: Picture | None = CAT) -> str:
    return fill_slots(html, ("site:/cat-960.webp",), (picture,))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", f'{SRCSET} sizes="{SIZES}" {SIZE} {LOADING} alt="A cat"'),
        (' width="300"', f'{SRCSET} sizes="300px" height="225" {LOADING} alt="A cat" width="300"'),
        (' width="50%"', f'{SRCSET} sizes="{SIZES}" {LOADING} alt="A cat" width="50%"'),
        (' height="90"', f'{SRCSET} sizes="{SIZES}" {LOADING} alt="A cat" height="90"'),
        (
            ' class="a &gt; b" id="x"',
            f'{SRCSET} sizes="{SIZES}" {SIZE} {LOADING} alt="A cat" class="a &gt; b" id="x"',
        ),
    ],
)
def test_a_picture_says_all_its_sizes_and_keeps_what_was_written(
    written: str, expected: str
) -> None:
    found = shown(f'<p><img alt="A cat" src="slot:0"{written}>.</p>')
    assert found == f'<p><img src="site:/cat-960.webp" {expected}>.</p>'


def test_an_author_may_want_a_picture_at_once() -> None:
    found = shown('<img src="slot:0" alt="" loading="eager">')
    assert 'loading="eager"' in found
    assert "lazy" not in found


def test_a_picture_of_one_size_needs_no_choice() -> None:
    found = shown('<img src="slot:0" alt="">', Picture("site:/a.svg", "", width=20, height=10))
    assert found == (
        '<img src="site:/a.svg" width="20" height="10" loading="lazy" decoding="async" alt="">'
    )


def test_a_drawing_without_a_size_says_none() -> None:
    found = shown('<img src="slot:0" alt="">', Picture("site:/a.svg", ""))
    assert found == '<img src="site:/a.svg" loading="lazy" decoding="async" alt="">'


def test_other_slots_are_filled_as_ever() -> None:
    html = '<a href="slot:0">x</a><video poster="slot:1"></video><img src="slot:2" alt="">'
    fills = ("site:/a/", CAT.src, "site:/b.png")
    assert fill_slots(html, fills, (None, CAT, None)) == (
        '<a href="site:/a/">x</a><video poster="site:/cat-960.webp"></video>'
        '<img src="site:/b.png" alt="">'
    )


def test_a_picture_in_a_link_that_is_taken_away_stays() -> None:
    html = '<a href="slot:0"><img src="slot:1" alt=""></a>'
    found = fill_slots(html, ("", CAT.src), (None, CAT))
    assert found.startswith('<img src="site:/cat-960.webp"')
    assert "</a>" not in found
