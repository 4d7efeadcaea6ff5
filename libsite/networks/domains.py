"""Addresses in running text, by the grammar that X published and Mastodon took over."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from regex import Pattern

SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
NEVER = r"\ufeff\ufffe\uffff"
PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
LETTER = f"[^{PUNCTUATION}{SPACES}{NEVER}{DIRECTIONS}]"
"""What a domain is made of: nearly everything; quotation marks too (`validDomainChars`)."""
LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    r"\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
"""Letters with accents, which may stand in paths and in domains (`latinAccentChars`)."""
TOP = r"(?:(?i:\L<tops>)(?![0-9a-zA-Z@+-])|(?i:xn--[-0-9a-z]+))"
"""A name at the top, at the end of a domain; those in Punycode are taken on trust."""
AFTER_DOT = regex.compile(r"\.([0-9a-zA-Z@+-]+)")
PUNYCODE = regex.compile(r"(?i:xn--[-0-9a-z])")
DOMAIN = f"(?:{LETTER}++(?:[_-]++{LETTER}++)*+\\.)*{LETTER}++(?:-++{LETTER}++)*+\\.{TOP}"
"""A domain: the label before the name at the top has no underscore (`validDomain`)."""


@lru_cache(maxsize=1)
def top_level_domains() -> frozenset[str]:
    """Return the domains that stand at the top today, in lower case and their own script."""
    return frozenset(name.lstrip("+") for name in _names() if name[0] != "-")


@lru_cache(maxsize=1)
def published_domains() -> frozenset[str]:
    """Return those that the published counter of X knows (twitter-text 3.1.0)."""
    return frozenset(name.lstrip("-") for name in _names() if name[0] != "+")


def _names() -> tuple[str, ...]:
    file = resources.files("libsite.networks") / "top-level-domains.txt"
    lines = file.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and line[0] != "#")


def compiled(pattern: str) -> Pattern[str]:
    """Return *pattern*, in which `TOP` may stand, made ready."""
    return regex.compile(pattern, tops=published_domains())


def has_domain(text: str) -> bool:
    """Tell whether a domain may end in *text*: without one there is no address to look for.

    In ASCII a name at the top is all that follows a dot, so the long list is asked but once.
    """
    for word in text.split():
        if not word.isascii():
            if "." in word and _top().search(word):
                return True
        elif "." in word and any(map(_is_top, AFTER_DOT.findall(word))):
            return True
    return False


def _is_top(label: str) -> bool:
    return label.lower() in published_domains() or PUNYCODE.match(label) is not None


@lru_cache(maxsize=1)
def _top() -> Pattern[str]:
    return compiled(rf"\.{TOP}")


def address(*, protocol: str, path: str, query: str) -> str:
    """Return the pattern of an address with what stands before it.

    Its groups are `before`, `address`, `protocol`, `domain`, `path` and `query`. A letter, a digit,
    `@`, `#` or `$` before it makes it no address (`validUrlPrecedingChars`), unless it begins with
    an emoji or another character of two UTF-16 units: the published counter takes the first of them
    for what stands before. The look ahead asks for a dot first, so that a long text without spaces
    is soon done.
    """
    return (
        rf"(?:(?P<before>[^A-Za-z0-9@＠$#＃{NEVER}])|\A|(?=[\U00010000-\U0010ffff]))"
        rf"(?P<address>(?P<protocol>{protocol})"
        rf"(?=(?:{LETTER}|[_-])++\.)(?P<domain>{DOMAIN})(?::[0-9]++)?"
        rf"(?P<path>/{path}*)?(?P<query>\?{query})?)"
    )


def path_of(general: str, ending: str, other: str) -> str:
    """Return the pattern of a path: of *general* characters, the last of them an *ending* one.

    Parentheses belong to it where they are balanced, one pair within another at the most
    (`validUrlBalancedParens`). *other* is what else is taken whole.
    """
    balanced = rf"\((?:{general}+|{general}*\({general}+\){general}*)\)"
    return rf"(?:(?:{general}*(?:{balanced}{general}*)*(?:{ending}|{balanced}))|(?:{other}))"
