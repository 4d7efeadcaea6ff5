"""Lengths and addresses for X, against the test cases that it published (`vectors/`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from libsite.networks.x import addresses, weighted_length

VECTORS = Path(__file__).parent / "vectors"
LENGTHS = yaml.safe_load((VECTORS / "validate.yml").read_text("utf-8"))["tests"]
ADDRESSES = yaml.safe_load((VECTORS / "extract.yml").read_text("utf-8"))["tests"]
OLDER = {
    "Count a mix of single byte single word, and double word unicode characters",
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
}


def cases(tests: dict[str, list[dict[str, Any]]], *sections: str) -> list[Any]:
    return [
        pytest.param(case["text"], case["expected"], id=case["description"])
        for section in sections
        for case in tests[section]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(
        LENGTHS,
        "WeightedTweetsWithDiscountedEmojiCounterTest",
        "UnicodeDirectionalMarkerCounterTest",
    ),
)
def test_lengths_are_those_that_x_publishes(text: str, expected: dict[str, int]) -> None:
    assert weighted_length(text) == expected["weightedLength"]


def test_lengths_before_emoji_were_discounted_differ_in_emoji_alone() -> None:
    """Configuration 2 counted the pieces of an emoji; configuration 3 is what holds."""
    older = LENGTHS["WeightedTweetsCounterTest"]
    different = {
        case["description"]
        for case in older
        if weighted_length(case["text"]) != case["expected"]["weightedLength"]
    }
    assert different == OLDER
    assert len(older) == 20


@pytest.mark.parametrize(
    ("text", "expected"), cases(ADDRESSES, "urls", "urls_with_directional_markers")
)
def test_addresses_are_those_that_x_finds(text: str, expected: list[Any]) -> None:
    assert [text[start:end] for start, end in addresses(text)] == [
        found["url"] if isinstance(found, dict) else found for found in expected
    ]


@pytest.mark.parametrize(
    ("text", "expected"), cases(ADDRESSES, "urls_with_indices", "tco_urls_with_params")
)
def test_addresses_stand_where_x_finds_them(text: str, expected: list[Any]) -> None:
    found = [(text[start:end], [start, end]) for start, end in addresses(text)]
    if expected and isinstance(expected[0], str):
        assert [url for url, _ in found] == expected
    else:
        assert found == [(case["url"], case["indices"]) for case in expected]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Öffnungszeiten", 14),
        ("図書館", 6),
        ("हिन्दी", 6),
        ("👨‍👩‍👧‍👦", 2),
        ("🇺🇳🇽🇰", 4),
        ("🇽🇽", 4),
        ("@🙂.co.uk", 27),
        ("-@a.co.uk", 9),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("1️⃣", 2),
        ("https://maple.example.org/a/very/long/path/", 23),
        ("http://localhost:8000/", 22),
        ("maple.library", 13),
    ],
)
def test_plain_words_emoji_and_addresses_have_their_weights(text: str, length: int) -> None:
    assert weighted_length(text) == length


def test_an_emoji_that_came_later_counts_by_its_pieces() -> None:
    """A polar bear of Emoji 13: a bear, a joiner, a snowflake."""
    assert weighted_length("🐻‍❄️") == 5
