"""The interface in the site's language."""

from __future__ import annotations

import gettext
from functools import lru_cache
from io import BytesIO
from typing import Any

from jinja2 import nodes
from jinja2.ext import InternationalizationExtension

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


def spoken(words: gettext.NullTranslations) -> type[InternationalizationExtension]:
    """Return Jinja's `{% trans %}`, which says in *words* what has no variables once for all.

    It does so when a template is compiled: of a share sheet's words, which are asked for three
    hundred times, most are such.
    """

    class Spoken(InternationalizationExtension):
        def _make_node(self, *said: Any) -> nodes.Output:  # noqa: ANN401 - Jinja's own
            singular, plural, context, variables = said[:4]
            if plural is None and context is None and not variables:
                return nodes.Output([nodes.TemplateData(words.gettext(singular) % {})])
            return super()._make_node(*said)

    return Spoken
