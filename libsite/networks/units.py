"""Characters as browsers count them."""

from __future__ import annotations

import regex

EMOJI = regex.compile(
    r"\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3]"
)
"""What emoji are made of, the joiners and selectors between their parts included."""


def units(text: str) -> int:
    """Return how many UTF-16 code units *text* has: `length` in a browser, `maxlength` in HTML.

    That is what a network counts that says no more than "characters"; there are never fewer of them
    than of characters or graphemes.
    """
    return len(text.encode("utf-16-le")) // 2


def threads_length(text: str) -> int:
    """Return how long *text* is on Threads: characters, and emoji by their bytes in UTF-8.

    So Meta documents it; © and its like, which are drawn as letters or as emoji, count as these.
    """
    emoji = "".join(EMOJI.findall(text))
    return units(text) - units(emoji) + len(emoji.encode())
