"""What people take for one character: grapheme clusters (Unicode Standard Annex 29)."""

from __future__ import annotations

from functools import lru_cache

import regex

OTHER = regex.compile(r"[^\x00-\u02ff\u2010-\u2027]")
"""All but Latin letters and the punctuation of print, each of which is a cluster by itself."""
CLUSTER = regex.compile(r"\X")
JOINT = regex.compile(r"(?<=\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*)\p{InCB=Consonant}")
"""A consonant that is joined to what is before it (rule GB9c, new in Unicode 15.1)."""


@lru_cache(maxsize=256)
def count_graphemes(text: str) -> int:
    """Return how many grapheme clusters *text* has, as the stricter of two generations counts.

    Until Unicode 15.1 an Indic conjunct was as many clusters as it has consonants, and services
    that count by the older rules are still there; so both are asked, and the larger number is
    returned.
    """
    if not OTHER.search(text):
        return len(text) - text.count("\r\n")
    return len(CLUSTER.findall(text)) + len(JOINT.findall(text))
