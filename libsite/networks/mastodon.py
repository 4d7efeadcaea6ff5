"""How Mastodon counts: `StatusLengthValidator` of its server."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from libsite.networks.domains import LATIN, address, compiled, has_domain, path_of
from libsite.networks.graphemes import count_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Pattern

LINK = 23
"""What any address counts (`URL_PLACEHOLDER_CHARS`)."""

GENERAL = r"[^\p{White_Space}<>()?]"
ENDING = r"[^\p{White_Space}()?!*\"'「」<>;:=,.$%\[\]~&|@]"
QUERY = (
    r"[a-zA-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@\^\xa0-\U0010ffff]*"
    r"[a-zA-Z0-9_&=#/\-\xa0-\U0010ffff]"
)
PROTOCOL = "(?i:(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://)"
"""Other than for X, an address without a protocol is not one (`twitter_regex.rb`)."""
MENTION = regex.compile(
    r"(?<![=/\w])@(?P<name>[a-zA-Z0-9_]+(?:[.-]+[a-zA-Z0-9_]+)*)(?:@\w+(?:[.-]+\w+)*)?"
)
"""Somebody, here or on another server (`Account::MENTION_RE`)."""
NO_MENTION = regex.compile(f"[@＠{LATIN}]|://")
"""What may not follow (`end_mention_match` of twitter-text)."""


def status_length(text: str, spoiler: str = "") -> int:
    """Return how long *text* is for Mastodon, together with its warning, *spoiler*.

    An address counts 23, somebody on another server as if they were on this one, and everything
    else by graphemes.
    """
    return count_graphemes(spoiler + _countable(text))


def _countable(text: str) -> str:
    if not text.strip():
        return ""
    pieces, done = [], 0
    for start, end, instead in _entities(text):
        pieces += [text[done:start], instead]
        done = end
    return "".join([*pieces, text[done:]])


def _entities(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where addresses and mentions stand, and what is counted instead; none overlaps."""
    found = [(*place, "x" * LINK) for place in addresses(text)]
    found += [
        (*match.span(), f"@{match['name']}")
        for match in MENTION.finditer(text)
        if not NO_MENTION.match(text, match.end())
    ]
    done = 0
    for start, end, instead in sorted(found):
        if start >= done:
            yield start, end, instead
            done = end


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses begin and end in *text*."""
    if "://" not in text or not has_domain(text):
        return
    for match in _address().finditer(text):
        yield match.span("address")


@lru_cache(maxsize=1)
def _address() -> Pattern[str]:
    path = path_of(GENERAL, ENDING, f"{GENERAL}+/")
    return compiled(address(protocol=PROTOCOL, path=path, query=QUERY))
