"""The interface in the site's language."""

from __future__ import annotations

import gettext
from functools import lru_cache
from io import BytesIO

SECTION_WORDS = {
    "post": "Posts",
    "titles": "New titles",
    "club": "Book clubs",
    "reading": "Readings",
    "tags": "Topics",
    "audiences": "For whom",
    "books": "Books",
}
"""The name of each kind's section and of each list, in English; translated by themes."""


@lru_cache(maxsize=4)
def translations(catalog: bytes) -> gettext.NullTranslations:
    """Return the translations of a GNU `.mo` *catalog*; of an empty one, the source words."""
    return gettext.GNUTranslations(BytesIO(catalog)) if catalog else gettext.NullTranslations()


def section_title(kind: str, words: gettext.NullTranslations) -> str:
    """Return the name of the section of *kind*, or of a list, in the language of *words*."""
    return words.gettext(SECTION_WORDS[kind])
