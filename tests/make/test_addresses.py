"""What the `<img>` of a picture says; what an author wrote stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.make.addresses import SIZES, fill_slots, relative, resolve
from libsite.views import Picture

if TYPE_CHECKING:
    from libsite.artifact import Target

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


# ---- Addresses from where a page stands


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('<a href="site:/">', "index.html", '<a href="./">'),
        ('<a href="site:/">', "posts/rivers/index.html", '<a href="../../">'),
        ('<a href="site:/#top">', "a/index.html", '<a href="../#top">'),
        ('<a href="site:/posts/rivers/">', "posts/rivers/index.html", '<a href="./">'),
        ('<a href="site:/posts/hills/#a">', "posts/rivers/index.html", '<a href="../hills/#a">'),
        ('<a href="site:/post/">', "posts/index.html", '<a href="../post/">'),
        ('<a href="site:/posts-old/">', "posts/index.html", '<a href="../posts-old/">'),
        ('<a href="site:/caf%C3%A9/a/">', "café/index.html", '<a href="a/">'),
        ('<a href="site:/caf%C3%A9/">', "posts/index.html", '<a href="../caf%C3%A9/">'),
        (
            'srcset="site:/a.webp 1w, site:/b/c.webp 2w"',
            "b/index.html",
            'srcset="../a.webp 1w, c.webp 2w"',
        ),
        ("url(site:/a.svg) 'site:/a.svg'", "x/y/z.html", "url(../../a.svg) '../../a.svg'"),
        ('<a href="site:/a/?x=1&amp;y=2">', "404.html", '<a href="a/?x=1&amp;y=2">'),
        ("site:/posts/ site:/posts/ site:/tags/", "posts/index.html", "./ ./ ../tags/"),
    ],
)
def test_an_address_is_as_short_as_it_can_be(text: str, path: str, expected: str) -> None:
    found = resolve(text, path, url="https://a.example/", target="relative", portable=False)
    assert found == expected


PARTS = st.lists(st.sampled_from(["posts", "post", "tags", "a", "%C3%A9", "p%6fsts"]), max_size=3)
PLACES = PARTS.map(lambda parts: "/".join([*parts, "index.html"]).replace("%C3%A9", "é"))
ADDRESSES = st.builds(
    lambda parts, end: "/" + "".join(f"{part}/" for part in parts) + end,
    PARTS,
    st.sampled_from(["", "cat.webp", "#top", "feed.xml?x=/", "posts"]),
)


def page(shown: list[str]) -> str:
    return "".join(f'<a href="{one}">{number}</a>' for number, one in enumerate(shown))


@pytest.mark.parametrize("portable", [False, True])
@given(addresses=st.lists(ADDRESSES, max_size=6), path=PLACES)
def test_each_address_is_seen_from_the_page(
    portable: bool,  # noqa: FBT001 - a parameter of the test
    addresses: list[str],
    path: str,
) -> None:
    text = page([f"site:{address}" for address in addresses])
    folder = path.rpartition("/")[0]
    found = resolve(text, path, url="https://a.example/b/", target="relative", portable=portable)
    assert found == page([relative(one, folder, portable=portable) for one in addresses])


@given(addresses=st.lists(ADDRESSES, max_size=6), path=PLACES)
def test_each_address_begins_where_the_site_is_published(addresses: list[str], path: str) -> None:
    text = page([f"site:{address}" for address in addresses])
    for target, start in TARGETS:
        found = resolve(text, path, url="https://a.example/b/", target=target, portable=False)
        assert found == page([f"{start}{address}" for address in addresses])


TARGETS: tuple[tuple[Target, str], ...] = (("absolute", "https://a.example/b"), ("base", "/b"))
