"""Read years of publication as librarians write them: `2019`, `c1997`, `[1998?]`, `380 BCE`."""

from __future__ import annotations

import re

from libsite.records.isbn import Fault
from libsite.text import excerpt

_ERAS = r"B\.?\s?C\.?(?:\s?E\.?)?|v\.\s?(?:Chr|u\.\s?Z)\.?|a\.\s?(?:de\s)?C\.?|av\. J\.-C\."
_BEFORE = re.compile(rf"(?<!\d)(\d{{1,4}})\s?(?:{_ERAS})(?!\w)", re.IGNORECASE)
_AFTER = re.compile(r"(?:A\.?D\.?\s*(\d{1,4})|(\d{1,4})\s*(?:A\.?D\.?|C\.?E\.?))", re.IGNORECASE)
_MINUS = re.compile(r"[-−–](\d{1,4})")
_PLAIN = re.compile(r"(\d{3,4})(?:[.,]0+)?")
_WITHIN = re.compile(r"(?<![\d.,])(\d{4})(?!\d)")
_HINT = "write it in four digits, such as `1997`, or as `380 BCE`"


def read_year(text: str) -> int | Fault | None:
    """Return the year in *text*, None for no text, or why it is none.

    Years before our era are counted as astronomers do (ISO 8601): 1 BCE is 0, 380 BCE is -379.
    A minus sign says "before our era" and no more, which is how Goodreads means it: `-380` is
    380 BCE. Of `1998-2001`, `2001-05-03` and `2019, c2018` the first year counts.
    """
    bare = text.strip()
    if not bare:
        return None
    if found := _BEFORE.search(bare) or _MINUS.fullmatch(bare):
        year = 1 - int(found[1])
        return year if year <= 0 else _fault(text)
    if found := _AFTER.fullmatch(bare):
        return int(found[1] or found[2]) or _fault(text)
    if found := _PLAIN.fullmatch(bare) or _WITHIN.search(bare):
        return int(found[1]) or _fault(text)
    return _fault(text)


def _fault(text: str) -> Fault:
    return Fault(f'is not a year: "{excerpt(text, 60)}"', _HINT)
