"""Slugs: what is said about them, and that the short way gives what the library gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify as to_ascii

from libsite.text import WINDOWS_RESERVED, slugify


@given(st.text("abzAZ09 -_'é", max_size=14), st.sampled_from([0, 8, 80]))
def test_a_plain_text_has_the_slug_that_the_library_gives_it(text: str, limit: int) -> None:
    slug = to_ascii(text, max_length=limit, word_boundary=True, save_order=True)
    assert slugify(text, limit=limit) == (f"{slug}-" if slug in WINDOWS_RESERVED else slug)


def test_slugs_are_words_in_ascii_of_a_length_that_can_be_stored() -> None:
    assert slugify("The Quiet Reader 9") == "the-quiet-reader-9"
    assert slugify("Žluťoučký kůň") == "zlutoucky-kun"
    assert slugify("con") == "con-"
    assert len(slugify("word " * 40)) <= 80
    assert slugify("…") == ""
