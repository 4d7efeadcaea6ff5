"""From words to hashtags that every network links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from libsite.networks.units import units
from libsite.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 64
"""UTF-16 code units of a tag without its `#`: not more than 64 graphemes, which Bluesky allows."""
SILENT = regex.compile(r"['’‘ʼ\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\u20e3]")
"""What goes without parting a word: apostrophes, and what nobody sees. Bluesky ends a tag at a
joiner, so that words which are written with one are joined."""
WORD = regex.compile(r"[\p{L}\p{Nd}_][\p{L}\p{M}\p{Nd}_]*(?:·[\p{L}\p{M}\p{Nd}_]+)*")
"""What may stand in a tag everywhere; the dot in the middle is Catalan: `col·lecció`."""
SIGN = regex.compile(r"(?<![\p{L}\p{M}\p{Nd}_])\p{L}[+#]")
"""A name of which the sign is the half: what is left of `C++` and `C#` means neither."""
LETTER = regex.compile(r"\p{L}")


NUMBERS = regex.compile(r"(?<=\p{Nd})\n(?=\p{Nd})")
"""Between two words that would become one number."""


def hashtag(name: str) -> str:
    """Return *name* as one hashtag; empty where no network would link it.

    Several words are joined, each with a capital, so that a screen reader can part them: `mother's
    day` is `#MothersDay`; numbers stay apart: `grade 3–5` is `#Grade3_5`. A single word stays as it
    is written. Without a letter, with more than sixty-four characters, or where nothing but a sign
    tells what is meant (`C++`), it is no tag.
    """
    plain = SILENT.sub("", normal(name))
    if SIGN.search(plain):
        return ""
    words = WORD.findall(plain)
    if len(words) > 1:
        # `title` and not `upper`: Georgian letters have capitals that nobody begins a word with.
        words = [word[0].title() + word[1:] for word in words]
    tag = NUMBERS.sub("_", "\n".join(words)).replace("\n", "")
    return f"#{tag}" if LETTER.search(tag) and units(tag) <= LONGEST else ""


def hashtags(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* as hashtags, in their order; each once, capitals do not count."""
    tags: dict[str, str] = {}
    for tag in map(hashtag, names):
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())
