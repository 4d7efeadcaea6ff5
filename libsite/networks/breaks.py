"""Where a text may be cut: between words, and between characters where there are no spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from libsite.networks import x
from libsite.networks.graphemes import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regex import Match

WORD = regex.compile(r"\S+")
SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
    r"\u3001-\u303f\uff01-\uff60]"
)
"""Scripts that put no space between words, with their punctuation."""
NOT_FIRST = regex.compile(
    r"[\p{Pe}\p{Pf}\p{Po}\p{Lm}\p{M}ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ]"
)
"""What begins no line: what closes, and small kana (W3C, "Japanese text layout", 3.1.7)."""
NOT_LAST = regex.compile(r"[\p{Ps}\p{Pi}\u0e40-\u0e44\u0ec0-\u0ec4]\Z")
"""What ends no line: what opens, and vowels of Thai and Lao that are written first."""
WHOLE = regex.compile(
    r"(?i:https?://)[^\s、。，．！？「」『』（）]*[^\s、。，．！？「」『』（）,;:.!?'\"]"
    r"|(?<![\w/])[#＃@][\w·.@-]*\w"
)
"""What is never cut, whatever a network makes of it: addresses, tags, names."""
LOOSE = " \t\r\n,;:.!?-–—…([{„“«‹¡¿、。，．・「『（"
"""What an ellipsis does not follow."""
SENTENCE = regex.compile(r"[.!?…。！？॥।؟۔][\p{Pe}\p{Pf}\p{Pi}\"']*\Z|\n\s*\Z")


def protected(words: str) -> tuple[tuple[int, int], ...]:
    """Return the places in *words* that are never cut, in order."""
    return tuple(sorted([*(match.span() for match in WHOLE.finditer(words)), *x.addresses(words)]))


def ends(words: str, *, anywhere: bool = False) -> list[int]:
    """Return where *words* may end if they must be cut, in order, their own end left out.

    With *anywhere* a word may be cut between any two of its characters, for words that are longer
    than a whole post. What is protected is not cut then either.
    """
    closed = _inside(protected(words))
    found = set()
    for word in WORD.finditer(words):
        found.add(word.end())
        for end in _within(word, anywhere=anywhere):
            if end not in closed:
                found.add(end)
    return sorted(found - {len(words)})


def _inside(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start + 1, end)}


def _within(word: Match[str], *, anywhere: bool) -> Iterator[int]:
    """Yield the places between the characters of *word* at which it may be cut."""
    text = word[0]
    if not anywhere and not SPACELESS.search(text):
        return
    places = [cluster.start() for cluster in CLUSTER.finditer(text)][1:]
    for place in places:
        before, after = text[place - 1], text[place]
        open_ = SPACELESS.match(before) or SPACELESS.match(after)
        tied = NOT_FIRST.match(after) or NOT_LAST.match(before)
        if anywhere or (open_ and not tied):
            yield word.start() + place


def shortened(words: str, end: int) -> str:
    """Return *words* up to *end* with an ellipsis, which never touches what is protected."""
    head = words[:end].rstrip()
    while head:
        solid = solid_end(head)
        if solid == len(head):
            return f"{head} …"
        first = max(solid, _last_word(head))
        kept = head[:first] + head[first:].rstrip(LOOSE)
        if len(kept) > first or first == solid > 0:
            return f"{kept} …" if len(kept) == solid else f"{kept}…"
        head = kept.rstrip()  # the last word was marks alone
    return ""


def solid_end(head: str) -> int:
    """Return where in the last word of *head* what is protected ends; 0 where nothing is."""
    last = _last_word(head)
    return max((last + stop for _, stop in protected(head[last:])), default=0)


def _last_word(head: str) -> int:
    return max(head.rfind(blank) for blank in " \n\t\u3000") + 1


def is_sentence(text: str) -> bool:
    """Tell whether *text* ends with a sentence or a paragraph."""
    return SENTENCE.search(text[-9:]) is not None
