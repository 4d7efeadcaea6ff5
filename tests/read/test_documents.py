"""What is remembered of a Document is the Document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.errors import Problem
from libsite.model import (
    Book,
    Club,
    Document,
    Front,
    Heading,
    Image,
    MeetingFront,
    Questions,
    Reading,
    Reference,
    Shortcode,
    Slot,
    Step,
    Titles,
)
from libsite.read.documents import document_from_json, document_to_json, understand

words = st.text(max_size=5)
lines = st.integers(0, 99)
layouts: Any = st.sampled_from(["grid", "list", "table"])
groups: Any = st.sampled_from(["", "audience"])
shortcodes: Any = st.sampled_from(["book", "shelf", "video"])
severities: Any = st.sampled_from(["error", "warning", "notice"])
attributes: Any = st.sampled_from(["href", "src"])


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


references = st.builds(Reference, words, words)
books = st.builds(
    Book,
    title=words,
    authors=several(words),
    isbn=words,
    year=st.none() | st.integers(-500, 2030),
    format=words,
    audience=several(words),
    shelf_mark=words,
    subjects=several(words),
    blurb=words,
    cover=words,
    links=several(references),
    path=words,
    line=lines,
)
meetings = st.builds(
    MeetingFront, words, words, words, words, words, words, cancelled=st.booleans(), line=lines
)
mores = (
    st.builds(Titles, several(books), words, layouts, groups)
    | st.builds(Club, words, words, words, words, words, several(references), several(meetings))
    | st.builds(
        Reading,
        several(books),
        words,
        words,
        several(st.builds(Step, words, words, words)),
        several(st.builds(Questions, words, several(words))),
        several(meetings),
    )
)
fronts = st.builds(
    Front,
    title=words,
    date=st.none() | words,
    tags=several(words),
    image=st.none() | st.builds(Image, words, words),
    draft=st.none() | words,
    withdrawn=st.booleans(),
    more=st.none() | mores,
    lines=st.dictionaries(words, lines, max_size=2),
)
documents = st.builds(
    Document,
    front=fronts,
    body=words,
    markdown=words,
    slots=several(st.builds(Slot, attributes, words, lines)),
    shortcodes=several(
        st.builds(Shortcode, shortcodes, words, st.none() | books, words, words, lines, lines)
    ),
    headings=several(st.builds(Heading, st.integers(1, 6), words, words)),
    ids=several(words),
    excerpt=words,
    problems=several(st.builds(Problem, severities, words, words, lines, lines, words)),
)


@given(documents)
def test_a_document_that_is_remembered_is_the_same(document: Document) -> None:
    assert document_from_json(document_to_json(document)) == document


HEADS = (
    "---\ntitle: A\n---\n",
    "---\ntitle: B\n---\n",
    "---\ntitle: A\nslug: other\n---\n",
    "\n---\ntitle: A\n---\n",
    "---\ntitle: A\ncolour: green\n---\n",
    "---\ntitle:\n---\n",
    "",
)
BODIES = (
    "Words.\n",
    "\nWords.\n",
    "# A head\n\nSee [that](other.md).\n",
    "::: book Momo\n",
    "Maya Fischer from class 4b.\n",
    "<script>no</script>\n",
    "[a](javascript:no)\n" * 3,
)


@pytest.mark.parametrize("first", HEADS)
def test_what_a_file_said_before_makes_no_difference(first: str) -> None:
    files = [(head + body).encode() for head in HEADS for body in BODIES]
    fresh = [understand("post", data) for data in files]
    for body in BODIES:
        before = understand("post", (first + body).encode())
        again = [understand("post", data, before=before) for data in files]
        assert again == fresh


def test_a_club_that_was_understood_is_remembered_with_all_it_says() -> None:
    text = (
        "---\ntitle: Owls\nmembers: {Mastodon: https://m.example/@owls}\n"
        "meetings: [2026-12-03 18:30-19:30]\n---\n::: book Momo\n"
    )
    document = understand("club", text.encode()).document
    assert document is not None
    assert document.front.more == Club(
        members=(Reference("Mastodon", "https://m.example/@owls"),),
        meetings=(MeetingFront("2026-12-03T18:30:00", "2026-12-03T19:30:00", line=4),),
    )
    assert [shortcode.target for shortcode in document.shortcodes] == ["Momo"]
    assert document_from_json(document_to_json(document)) == document
