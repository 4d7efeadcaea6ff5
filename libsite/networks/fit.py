"""A post that fits: words are cut, links and tags are not.

A post is its words, the link, and the tags on one line, with an empty line between them: words
first because people read those, the link before the tags because a preview is made from it, and
tags last because nobody reads them aloud.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

import regex

from libsite.networks import bluesky, mastodon, x
from libsite.networks.breaks import LOOSE, WORD, ends, is_sentence, protected, shortened, solid_end
from libsite.networks.graphemes import count_graphemes
from libsite.networks.units import threads_length, units
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from libsite.model import Counting

FEWEST = 40
"""So much room words have at least, as the network counts, before tags are left out."""
LINK = regex.compile(r"(?i:https?://)\S+")
SOON = 0.6
"""A part of a thread ends with a sentence where it is then at least so full."""
WINDOW = 512
"""So many characters are looked at first: more than most posts have room for."""


class Fitted(Noun, frozen=True):
    """A text as a network takes it."""

    parts: tuple[str, ...]
    """One post, or the posts of a thread in their order."""
    lengths: tuple[int, ...]
    """How long each of them is, as the network counts."""
    cut: bool
    """Whether words, tags or the link had to be left out."""


class Rule(Noun, frozen=True):
    """What a network allows."""

    counting: Counting
    limit: int
    """The longest post; 0 for no limit."""
    link_cost: int
    """What any link counts; 0 for its own length."""

    def length(self, text: str) -> int:
        """Return how long *text* is."""
        return length(text, self.counting, self.link_cost)

    def allows(self, text: str) -> bool:
        """Tell whether *text* is no longer than it may be."""
        if not self.limit:
            return True
        if self.counting == "bluesky" and not bluesky.fits(text, self.limit):
            return False
        return self.length(text) <= self.limit


@lru_cache(maxsize=256)
def length(text: str, counting: Counting, link_cost: int = 0) -> int:
    """Return how long *text* is by the rule *counting*.

    *link_cost* is what any link counts where the rule does not say it; 0 for its own length.
    """
    match counting:
        case "x":
            return x.weighted_length(text)
        case "mastodon":
            return mastodon.status_length(text)
        case "bluesky":
            return count_graphemes(_with_cost(text, link_cost))
        case "threads":
            return threads_length(_with_cost(text, link_cost))
        case "characters":
            return units(_with_cost(text, link_cost))
        case _:
            assert_never(counting)


def _with_cost(text: str, cost: int) -> str:
    return LINK.sub("x" * cost, text) if cost else text


def fit(
    words: str,
    *,
    tags: Sequence[str],
    link: str,
    counting: Counting,
    limit: int,
    link_cost: int = 0,
    thread: bool = False,
) -> Fitted:
    """Return *words* with *link* and *tags*, no longer than *limit* by the rule *counting*.

    *tags* have their `#`; what *words* say already is not said again. A *limit* of 0 is none. Words
    are cut between two of them, or with *thread* go on in further posts; the link and the tags
    stand in the first, from which previews are made. Tags are left out, from the last, only where
    the words would have less room than `FEWEST`; the link only where it alone is too long.
    """
    rule = Rule(counting, limit, link_cost)
    words = words.strip()
    link, tags = _news(words, link, tags)
    whole = laid_out(words, link, tags)
    if rule.allows(whole):
        return Fitted((whole,), (rule.length(whole),), cut=False)
    kept = link if rule.allows(link) else ""
    few = _tags_with_room(rule, words, kept, tags)
    left_out = (kept, few) != (link, tags)
    if thread:
        parts, cut = _thread(rule, words, kept, few)
    else:
        parts, cut = _single(rule, words, kept, few)
    return Fitted(parts, tuple(map(rule.length, parts)), cut or left_out)


def laid_out(words: str, link: str, tags: Sequence[str]) -> str:
    """Return a post of *words*, *link* and *tags*, whichever there are."""
    return "\n\n".join(part for part in (words, link, " ".join(tags)) if part)


def _news(words: str, link: str, tags: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return of *link* and *tags* what *words* do not hold yet."""
    folded = words.casefold()
    if (not link or link not in words) and not any(tag.casefold() in folded for tag in tags):
        return link, tuple(tags)  # as in most posts, which are not taken apart for it
    bare = {word.strip(LOOSE + ")]}'\"”’»") for word in words.split()} | {*words.split()}
    said = {word.casefold() for word in bare}
    return ("" if link in bare else link), tuple(tag for tag in tags if tag.casefold() not in said)


def _tags_with_room(rule: Rule, words: str, link: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return so many of *tags* that *words* keep enough room."""
    room = "x" * min(FEWEST, rule.length(words))
    while tags and not rule.allows(laid_out(room, link, tags)):
        tags = tags[:-1]
    return tags


def _single(
    rule: Rule, words: str, link: str, tags: tuple[str, ...]
) -> tuple[tuple[str, ...], bool]:
    """Return one post of as many words as there is room for."""
    if rule.allows(laid_out(words, link, tags)):
        return (laid_out(words, link, tags),), False

    def allows(end: int) -> bool:
        return rule.allows(laid_out(shortened(words, end), link, tags))

    end = _last(words, allows)
    return (laid_out(shortened(words, end), link, tags),), True


def _last(words: str, allows: Callable[[int], bool]) -> int:
    """Return the last place at which *words* may end and be allowed; 0 for none.

    Where not even the first word has room, it is cut. Of long *words* no more is looked at than
    can be allowed.
    """
    size = WINDOW
    while True:
        places = ends(words[:size])
        found = _last_of(places, allows)
        if size >= len(words) or (places and found < places[-1]):
            break
        size *= 2
    return found or _last_of(ends(words[:size], anywhere=True), allows)


def _last_of(places: Sequence[int], allows: Callable[[int], bool]) -> int:
    """Return the last of *places* that is allowed, by halves; what is returned was asked for."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if allows(places[middle]):
            low = middle + 1
        else:
            high = middle
    return places[low - 1] if low else 0


def _thread(
    rule: Rule, words: str, link: str, tags: tuple[str, ...]
) -> tuple[tuple[str, ...], bool]:
    """Return *words* in several posts, the first with *link* and *tags*; each says which it is."""
    digits = 1
    while True:
        chunks, cut = _chunks(rule, words, laid_out("", link, tags), "9" * digits)
        if len(chunks) < 10**digits:
            break
        digits += 1
    if len(chunks) == 1:
        return (laid_out(chunks[0], link, tags),), cut
    parts = [f"{chunk} {number}/{len(chunks)}".lstrip() for number, chunk in enumerate(chunks, 1)]
    if not rule.allows(laid_out(parts[0], link, tags)):
        parts[0] = ""  # there is no room for a number beside them
    return (laid_out(parts[0], link, tags), *parts[1:]), cut


def _chunks(rule: Rule, words: str, tail: str, total: str) -> tuple[list[str], bool]:
    """Return *words* in pieces that have room for their number of *total*, and whether any went."""
    chunks: list[str] = []
    cut = False
    while words:

        def allows(end: int, words: str = words) -> bool:
            numbered = f"{_piece(words, end)} {total}/{total}"
            return rule.allows(laid_out(numbered, "" if chunks else tail, ()))

        end = _end_of_chunk(words, allows)
        if not end and not chunks and tail:
            chunks.append("")  # link and tags fill the first part
        elif not end:
            # An address that is longer than a post: the rest is worth more than nothing.
            end = _first_word(words)
            cut = True
        else:
            chunks.append(_piece(words, end))
        words = words[end:].lstrip()
    return chunks or [""], cut


def _end_of_chunk(words: str, allows: Callable[[int], bool]) -> int:
    if len(words) <= WINDOW and allows(len(words)):
        return len(words)
    last = _last(words, allows)
    if len(words) > WINDOW and last > len(words) - WINDOW and allows(len(words)):
        return len(words)
    return _soon(words, last)


def _first_word(words: str) -> int:
    first = WORD.search(words)
    whole = [stop for start, stop in protected(words) if start == 0]
    return max([*whole, 1]) if whole else (first.end() if first else len(words))


def _soon(words: str, last: int) -> int:
    """Return the end of a sentence a little before *last*, else *last*."""
    for end in reversed(ends(words[: last + 1])):
        if end < last * SOON:
            break
        if is_sentence(words[:end]) or words[end : end + 2] == "\n\n":
            return end
    return last


def _piece(words: str, end: int) -> str:
    """Return *words* up to *end*, with an ellipsis where a sentence goes on."""
    head = words[:end].rstrip()
    if end >= len(words) or is_sentence(head) or words[end : end + 1] == "\n":
        return head
    apart = head[-1:] in LOOSE or solid_end(head) == len(head)
    return f"{head} …" if apart else f"{head}…"
