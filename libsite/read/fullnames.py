"""Full names of people in a text, told by their structure: two or more words that begin a name.

Whoever has a title, wrote a book or gave a school its name is passed over, and so are groups of
words of which one names a thing. It is better to miss a name than to cry wolf.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from libsite.read.things import ADULTS, FAMOUS, LEADS, PLACES, is_thing
from libsite.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "\ue002"
"""Stands in a text for each letter of a title or a quotation; nobody writes it."""

UPPER = r"^\W\d_a-zß-öø-ÿ"
LOWER = r"^\W\d_A-ZÀ-ÖØ-Þ"
"""For a class of a regular expression: letters that may be capitals, letters that may be small.

Beyond Latin-1 both take all letters: a class of all capitals would take long to compile.
"""

UNCASED = (
    "\u0590-\u08ff\u0900-\u0e7f\u10d0-\u10ff\u1200-\u137f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
)
"""Letters without capitals: of Hebrew, Arabic, India's scripts, Thai, Georgian, Chinese, ..."""


def _all(one: str, name: str) -> str:
    """Return a pattern for all of *one* that follow each other, and never for fewer of them.

    It stands for `(?:one)*+`, which Python before 3.11.5 gets wrong where the last one fails in its
    middle (python/cpython#106052): what was looked ahead at is not tried again, and is then taken.
    *name* is that of a group.
    """
    return rf"(?=(?P<{name}>(?:{one})*))(?P={name})"


_BIG = f"[{UPPER}]"
_SMALL = f"[{LOWER}]++"  # possessive, since the two classes overlap
_MORE = rf"['’](?!s\b){_SMALL}|{_BIG}{_SMALL}"
_SECOND = rf"-(?:{_BIG}['’]?)?{_BIG}?{_SMALL}"


def _word(name: str) -> str:
    """Return a pattern for a word that begins with a capital; *name* begins those of its groups."""
    more, second = _all(_MORE, f"{name}_more"), _all(_SECOND, f"{name}_second")
    return rf"{_BIG}(?:['’]{_BIG})?{_SMALL}{more}{second}(?:['’]s\b)?"


_PARTICLE = (
    r"(?:d[aeiou]|de[lrn]|della|do[s]|das|dos|l[aeo]s?|van|von|vom|zu[mr]?|ten|ter|bin"
    r"|bint|ibn|al|el"
    r"|af|av|st\.|’t)"
)
_JOINT = rf"[ \u00a0](?:{_PARTICLE} ){{0,2}}(?:al-|el-|d['’]|l['’])?"
_NAME = re.compile(
    rf"(?<![\w@/.#&-]){_word('first')}"
    rf"(?:{_JOINT}(?:{_BIG}\. ?(?={_BIG}))?{_word('next')})+(?![\w@]|\.[a-z])"
)
_FOREIGN = re.compile(
    rf"(?<![{UNCASED}])(?:[\u4e00-\u9fff]{{2,4}}|[\uac00-\ud7af]{{2,4}}"
    rf"|[\u0590-\u08ff\u0900-\u0e7f\u10d0-\u10ff\u1200-\u137f]{{2,}}"
    rf"(?: [\u0590-\u08ff\u0900-\u0e7f\u10d0-\u10ff\u1200-\u137f]{{2,}}){{1,2}})(?![{UNCASED}])"
)
_PART = re.compile(r"\S+")
_NEAR = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BY = re.compile(
    rf"{TITLE}\W{{0,3}}\s*\(?(?:(?:written|illustrated|and|&|\w+ and \w+)\s+)*"
    r"(?:by|de|d['’]|von|par|di|of|,)\s*$"
)
_AFTER = re.compile(r"[\s*_]*[,(–—-]\s*((?:[\w'’-]+ ){0,3}[\w'’-]+)")
_GUEST = re.compile(
    r"\b(?:author|illustrator|poet|guest|autora?|ilustradora?|autorin|auteur"
    r"|autrice)\b[\w ]{0,20}:\s*$",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\s(?:sign(?:s|ed|ing)|read(?:s|ing)? from|will read|talks? about (?:her|his)"
    r"|presents? (?:her|his)"
    r"|firma|presenta su|leerá|liest aus (?:ihrem|seinem) (?:neuen )?(?:Buch|Roman)"
    r"|dédicace|signe)\b"
)
"""What authors do."""
_OF = frozenset("de del der des du la le of to von".split())
_WORKS = re.compile(rf"(?:['’]s?)?[\s*_]*(?:[:,–—-][\s*_]*)?{TITLE}")


class Name(NamedTuple):
    """A full name that stands in a text, from *start* to *end*."""

    start: int
    end: int
    words: str


def full_names(text: str) -> Iterator[Name]:
    """Yield the names in *text* that may be those of a child, in their order.

    In *text*, titles and quotations must have become `TITLE`s.
    """
    for found in _NAME.finditer(text):
        name = _person(text, found.start(), found.end())
        if name and not _known(name, text):
            yield name


def foreign_names(text: str) -> Iterator[Name]:
    """Yield what may be a name in a script without capitals: there is no telling it from words."""
    for found in _FOREIGN.finditer(text):
        yield Name(found.start(), found.end(), found.group())


def _person(text: str, start: int, end: int) -> Name | None:
    """Return the name that stands between *start* and *end*, without what precedes it."""
    parts = [(part.group(), start + part.start()) for part in _PART.finditer(text[start:end])]
    while parts and _is_lead(parts[0][0]):
        parts.pop(0)
    while parts and parts[-1][0][0].islower():
        parts.pop()
    whole = [fold(part).removesuffix("'s").removesuffix("’s") for part, _ in parts]
    if len([word for (part, _), word in zip(parts, whole, strict=True) if part[0].isupper()]) < 2:  # noqa: PLR2004
        return None
    if any(is_thing(word) or word in ADULTS or word in PLACES for word in whole):
        return None
    first, (last, at) = parts[0][1], parts[-1]
    end = at + len(last.removesuffix("'s").removesuffix("’s"))
    return Name(first, end, text[first:end])


def _is_lead(word: str) -> bool:
    """Tell whether *word* stands before a name and is no part of it: `Congratulations`, `Der`."""
    return word[0].islower() or word.lower() in LEADS or word.endswith(("-old", "-grader", "-year"))


def _known(name: Name, text: str) -> bool:
    """Tell whether the words around *name* say that it is no child's, or everybody knows it."""
    before = text[max(0, name.start - 60) : name.start]
    following = _AFTER.match(text, name.end)
    return bool(
        letters(name.words) in FAMOUS
        or _BY.search(before)
        or _WORKS.match(text, name.end)
        or _GUEST.search(before)
        or _DEED.match(text, name.end)
        or _titled([fold(word) for word in _NEAR.findall(_clause(before))[-3:]])
        or (following and not ADULTS.isdisjoint(map(fold, _NEAR.findall(following[1]))))
        or _place_follows(text[name.end : name.end + 30])
    )


def _titled(near: list[str]) -> bool:
    """Tell whether the words *near* before a name are an adult's title, or those of a place."""
    if not ADULTS.isdisjoint(near):
        return True
    while near and near[-1] in _OF:
        near = near[:-1]
    return bool(near) and near[-1] in PLACES


def _clause(before: str) -> str:
    """Return what of *before* belongs to the same clause; `Ms. ` and a comma do not end one."""
    for mark in (". ", "; ", ": ", " and ", " und ", " y ", " et ", "|", ") "):
        head, found, tail = before.rpartition(mark)
        if found and not (mark == ". " and fold(head.rpartition(" ")[2]) in ADULTS):
            before = tail
    return before


def _place_follows(after: str) -> bool:
    found = re.match(r" (?:Jr\.? |Sr\.? )?([^\W\d_]+(?:-[^\W\d_]+)?)", after)
    return found is not None and found[1][0].isupper() and fold(found[1]) in PLACES
