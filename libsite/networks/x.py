"""How X counts: the weighted length of twitter-text, configuration 3."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from libsite.networks.domains import (
    LATIN,
    SPACES,
    TOP,
    address,
    compiled,
    has_domain,
    path_of,
)
from libsite.networks.emoji import EMOJI, KEYCAP
from libsite.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match, Pattern

LINK = 23
"""What any address counts (`transformedURLLength`)."""
HEAVY = regex.compile(r"[^\x00-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What counts two: all but these ranges (`ranges`, `defaultWeight`)."""
LONGEST = 4096
"""Characters that an address may have (`MAX_URL_LENGTH`)."""
LONGEST_LABEL = 63
"""Characters of a domain's label, in Punycode (RFC 1035, section 2.3.4)."""
LONGEST_SLUG = 40
"""Characters after `t.co/` (`MAX_TCO_SLUG_LENGTH`)."""

WORD = regex.compile(f"[{SPACES}]?[^{SPACES}]+")
GENERAL = rf"[a-zA-Z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN}]"
ENDING = rf"[+\-a-zA-Z\u0400-\u04ff0-9=_#/{LATIN}]"
QUERY = r"[a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-zA-Z0-9\-_&=#/]"


def weighted_length(text: str) -> int:
    """Return how long *text* is for X: an address 23, an emoji 2, other characters 1 or 2."""
    text = normal(text)
    length, done = 0, 0
    for start, end in addresses(text):
        length += _weight(text[done:start]) + LINK
        done = end
    return length + _weight(text[done:])


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    if max(text) < KEYCAP:
        return len(text) + len(HEAVY.findall(text))
    plain = EMOJI.sub("\u3000", text)  # whatever it was made of, it is one that counts two
    return len(plain) + len(HEAVY.findall(plain))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses begin and end in *text*, which is in form NFC (`extractUrls`).

    None has a space, so only words with a domain are looked at, each with the space before it.
    """
    if "." not in text:
        return
    for word in WORD.finditer(text):
        if "." in word[0] and has_domain(word[0]):
            for start, end in _addresses(word[0]):
                yield word.start() + start, word.start() + end


def _addresses(word: str) -> Iterator[tuple[int, int]]:
    for match in _patterns()["address"].finditer(word):
        if not _is_possible(match):
            continue
        if match["protocol"]:
            yield from _in_full(match)
        elif match["before"] not in tuple("-_./"):
            yield from _bare(match)


def _is_possible(match: Match[str]) -> bool:
    """Tell whether the domain could be looked up, and the address is not too long."""
    domain = match["domain"]
    if domain.startswith("xn--") and not _patterns()["ascii"].search(domain):
        return False
    labels = domain.split(".")
    known = len(match["address"]) + (0 if match["protocol"] else len("https://"))
    return known <= LONGEST and all(len(_punycode(label)) <= LONGEST_LABEL for label in labels)


def _punycode(label: str) -> str:
    if label.isascii():
        return label
    # A full stop of the East separates labels too, and all of them are held to one length.
    parts = regex.split(r"[。．｡]", label)
    return ".".join(
        part if part.isascii() else f"xn--{part.encode('punycode').decode()}" for part in parts
    )


def _in_full(match: Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the place of an address with its protocol; what follows a short one is no part."""
    start, end = match.span("address")
    short = _patterns()["short"].match(match["address"])
    if short and len(short["slug"]) > LONGEST_SLUG:
        return
    yield start, start + short.end() if short else end


def _bare(match: Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of domains without a protocol: those of their parts that are in ASCII.

    A path belongs to the last of them; what stands between that and the path, in another script,
    shifts its end as it does in the published counter.
    """
    start, domain = match.start("address"), match["domain"]
    found = [part.span() for part in _patterns()["ascii"].finditer(domain)]
    for number, (begin, end) in enumerate(found, 1):
        rest = len(match["address"]) - len(domain)
        whole = number == len(found) and match["path"]
        yield start + begin, start + end + (rest if whole else 0)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, Pattern[str]]:
    path = path_of(GENERAL, ENDING, f"@{GENERAL}+/")
    return {
        "address": compiled(address(protocol="(?i:https?://)?", path=path, query=QUERY)),
        "ascii": compiled(rf"(?:[-a-zA-Z0-9{LATIN}]++\.)+{TOP}"),
        "short": regex.compile(rf"(?i:https?://t\.co)/(?P<slug>[a-zA-Z0-9]+)(?:\?{QUERY})?"),
    }
