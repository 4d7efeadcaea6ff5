"""Lengths for Mastodon: a table of texts, each with the rule of its server that it shows."""

from __future__ import annotations

import pytest

from libsite.networks.mastodon import status_length

LINK = 23
VECTORS = [
    # StatusLengthValidator: the text and its warning are counted together
    ("", "", 0),
    ("abc", "", 3),
    ("abc", "note", 7),
    (" \n ", "note", 4),
    # StatusLengthValidator, `countable_length`: grapheme clusters
    ("👨‍👩‍👧‍👦", "", 1),
    ("e\u0301a", "", 2),
    ("🇺🇳", "", 1),
    ("a\r\nb", "", 3),
    ("図書館", "", 3),
    # docs.joinmastodon.org, "Posting to your profile": all links count 23
    ("https://a.org", "", LINK),
    ("https://maple.example.org/" + "long/" * 40, "", LINK),
    ("see http://example.com/ and HTTPS://Example.ORG/x", "", 4 + LINK + 5 + LINK),
    # StatusLengthValidator: `extract_url_without_protocol: false`
    ("example.com", "", 11),
    ("www.example.com/list", "", 20),
    # twitter_regex.rb: protocols other than http
    ("gemini://example.org/a", "", LINK),
    ("ftp://example.org/a", "", 19),
    # twitter-text, `validDomain`: a name at the top that exists
    ("http://localhost:3000/a", "", 23),
    ("http://localhost:3000/abcdef", "", 28),
    ("http://maple.library/", "", 21),
    # twitter_regex.rb, `valid_url_path_ending_chars`: what does not belong to a link
    ("(https://example.org/a).", "", 1 + LINK + 2),
    ("https://example.org/a_(b),", "", LINK + 1),
    ("「https://example.org/本」", "", 2 + LINK),
    ("https://example.org/본문을", "", LINK),
    # twitter-text, `validUrlPrecedingChars`: what may not stand before one
    ("xhttps://example.org/", "", 21),
    ("、https://example.org/", "", 1 + LINK),
    # Account::MENTION_RE: somebody elsewhere counts as if they were here
    ("@alice", "", 6),
    ("@alice@very.long.domain.example.social", "", 6),
    ("(@alice@example.social)", "", 8),
    ("hello @a.b-c@example.social!", "", 13),
    ("mail alice@example.social", "", 25),
    ("/@alice@example.social", "", 22),
    ("=@alice@example.social", "", 22),
    # Extractor: neither `@` nor a letter with an accent follows
    ("@alice@example.social@b", "", 23),
    ("@alice@example.social://", "", 24),
    # Extractor.remove_overlapping_entities: what is within a link is the link's
    ("https://example.org/@alice@example.social", "", LINK),
    ("https://example.org/a,@alice@example.social", "", LINK),
]


@pytest.mark.parametrize(("text", "spoiler", "length"), VECTORS)
def test_lengths_are_those_of_the_server(text: str, spoiler: str, length: int) -> None:
    assert status_length(text, spoiler) == length


def test_the_examples_of_the_servers_own_tests_hold() -> None:
    """`status_length_validator_spec.rb`: both are just short enough."""
    assert status_length("a" * 476 + f" http://{'b' * 30}.com/example") == 500
    assert status_length("a" * 475 + f" @alice@{'b' * 30}.com") == 482


def test_an_indic_conjunct_counts_as_many_as_the_stricter_server_says() -> None:
    assert status_length("क्षत्रिय") == 5
