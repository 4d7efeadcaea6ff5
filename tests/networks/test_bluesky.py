"""What Bluesky takes for a post, and where it finds links, mentions and tags."""

from __future__ import annotations

import pytest

from libsite.networks.bluesky import BYTES, Facet, facets, fits
from libsite.networks.graphemes import count_graphemes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("rivers", 6),
        ("a\r\nb", 3),
        ("👨‍👩‍👧‍👦", 1),
        ("🇺🇳🇺🇳", 2),
        ("e\u0301", 1),
        ("नमस्ते", 4),
        ("हिन्दी", 3),
    ],
)
def test_graphemes_are_counted_by_the_stricter_rule(text: str, count: int) -> None:
    """`नमस्ते` has three by today's rules and four by those of the service until 2026."""
    assert count_graphemes(text) == count


def test_a_post_has_three_hundred_graphemes_and_three_thousand_bytes() -> None:
    assert fits("a" * 300)
    assert not fits("a" * 301)
    assert BYTES == 3000
    family = "👨‍👩‍👧‍👦"
    assert fits(family * 120)
    assert not fits(family * 121)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing here.", []),
        ("see https://example.org/a).", [(4, 25, "link", "https://example.org/a")]),
        ("(https://example.org/a_(b))", [(1, 27, "link", "https://example.org/a_(b))")]),
        ("é example.org!", [(3, 14, "link", "https://example.org")]),
        ("httpbin.org", [(0, 11, "link", "https://httpbin.org")]),
        ("example.library HTTP://a.b", []),
        ("例え.テスト", []),
        ("図書館 #読書", [(10, 17, "tag", "読書")]),
        ("#GlobalReadAloud!", [(0, 16, "tag", "GlobalReadAloud")]),
        ("#2026 # a#b #️⃣", []),
        ("#" + "a" * 64, [(0, 65, "tag", "a" * 64)]),
        ("#" + "a" * 65, []),
        ("🎉 @maple.example.org, hi", [(5, 23, "mention", "maple.example.org")]),
        ("@maple hello", []),
        ("$book", [(0, 5, "tag", "$BOOK")]),
    ],
)
def test_facets_stand_at_bytes(text: str, found: list[tuple[int, int, str, str]]) -> None:
    made = facets(text)
    assert [(facet.start, facet.end, facet.kind, facet.value) for facet in made] == found
    assert all(isinstance(facet, Facet) for facet in made)
    assert all(text.encode()[facet.start : facet.end].decode() in text for facet in made)
