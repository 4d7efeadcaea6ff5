"""How Bluesky counts, and where it finds links, mentions and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import regex

from libsite.networks.domains import top_level_domains
from libsite.networks.graphemes import CLUSTER, count_graphemes
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPHEMES = 300
BYTES = 3000
"""What a post may have of each (lexicon `app.bsky.feed.post`: `maxGraphemes`, `maxLength`)."""
LONGEST_TAG = 64
"""Graphemes of a tag (lexicon `app.bsky.richtext.facet`: `maxGraphemes`)."""

BLANK = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""White space of ECMAScript, by whose rules the library looks."""
UNSEEN = r"\xad\u2060\u200a-\u200d\u20e2"
MENTION = regex.compile(rf"(?:^|[{BLANK}(])@([a-zA-Z0-9.-]+)\b", regex.ASCII)
LINK = regex.compile(
    rf"(?:^|(?<=[\n\r\u2028\u2029])|[{BLANK}(])"
    rf"((?i:https?://)[^{BLANK}]+|(?P<domain>[a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)+)[^{BLANK}]*)"
)
TAG = regex.compile(
    rf"(?:^|[{BLANK}])([#＃](?!\ufe0f)"
    rf"[^{BLANK}{UNSEEN}]*[^0-9{BLANK}\p{{P}}{UNSEEN}]+[^{BLANK}{UNSEEN}]*)"
)
PUNCTUATION = regex.compile(r"\p{P}+$")
CASHTAG = regex.compile(
    rf"(?:^|[{BLANK}(])\$([A-Za-z][A-Za-z0-9]{{0,4}})(?=[{BLANK}.,;:!?)\"'’]|$)"
)

Kind = Literal["mention", "link", "tag"]


class Facet(Noun, frozen=True):
    """A part of a post that means more than its letters."""

    start: int
    """Where it begins, in bytes of UTF-8."""
    end: int
    """Where it ends, in the same."""
    kind: Kind
    """What it is."""
    value: str
    """The address of a link, the name of a mention without `@`, of a tag without `#`."""


def fits(text: str, limit: int = GRAPHEMES) -> bool:
    """Tell whether *text* is a post: neither more than *limit* graphemes nor too many bytes."""
    return count_graphemes(text) <= limit and len(text.encode()) <= BYTES


def facets(text: str) -> tuple[Facet, ...]:
    """Return what of *text* is a link, a mention or a tag, by where it begins.

    They are what the service's own library finds (`detectFacets` of `@atproto/api`), so that a post
    looks the same whoever sends it; mentions are not looked up. A build asks for none of them: with
    them the tests prove that every tag of `hashtags` is one there.
    """
    found = [*_mentions(text), *_links(text), *_tags(text), *_cashtags(text)]
    return tuple(sorted(found, key=lambda facet: facet.start))


def _facet(text: str, start: int, end: int, kind: Kind, value: str) -> Facet:
    before = len(text[:start].encode())
    return Facet(before, before + len(text[start:end].encode()), kind, value)


def _mentions(text: str) -> Iterator[Facet]:
    for match in MENTION.finditer(text):
        if _is_domain(match[1]) or match[1].endswith(".test"):
            yield _facet(text, match.start(1) - 1, match.end(1), "mention", match[1])


def _links(text: str) -> Iterator[Facet]:
    for match in LINK.finditer(text):
        address = match[1]
        # The library asks for these letters alone: `HTTP://` is no link, and `httpbin.org` is one
        # whatever it ends with.
        if not address.startswith("http") and not _is_domain(match["domain"] or ""):
            continue
        if address[-1] in ".,;:!?":
            address = address[:-1]
        if address.endswith(")") and "(" not in address:
            address = address[:-1]
        start = match.start(1)
        whole = address.startswith(("http://", "https://"))
        value = address if whole else f"https://{address}"
        yield _facet(text, start, start + len(address), "link", value)


def _tags(text: str) -> Iterator[Facet]:
    for match in TAG.finditer(text):
        tag = PUNCTUATION.sub("", match[1][1:])
        if 0 < len(CLUSTER.findall(tag)) <= LONGEST_TAG:
            start = match.start(1)
            yield _facet(text, start, start + 1 + len(tag), "tag", tag)


def _cashtags(text: str) -> Iterator[Facet]:
    for match in CASHTAG.finditer(text):
        start, end = match.start(1) - 1, match.end(1)
        yield _facet(text, start, end, "tag", f"${match[1].upper()}")


def _is_domain(name: str) -> bool:
    """Tell whether *name* ends with a domain at the top, in the small letters of the list."""
    rest, _, top = name.rpartition(".")
    return "." in name and bool(rest or top) and top in top_level_domains()
