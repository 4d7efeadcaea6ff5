"""`share:` in front matter: a librarian's own words, for all networks or for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.model import KINDS
from libsite.read.documents import document_from_json, document_to_json, understand
from libsite.read.frontmatter import read_front, schema

if TYPE_CHECKING:
    from libsite.read.halves import Split


def split(text: str, *, kind: str = "post") -> Split:
    rest = "books: [Wonder]\n" if kind == "titles" else ""
    return read_front(f"---\ntitle: Rivers\n{rest}{text}\n---\nBody\n", kind=kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("share:", ()),
        ("share: Come and read.", (("", "Come and read."),)),
        ('share: "New: #books & more"', (("", "New: #books & more"),)),
        ("share: {text: Come., mastodon: Toot.}", (("", "Come."), ("mastodon", "Toot."))),
        ("share:\n  X: Look\n  all: Come", (("x", "Look"), ("", "Come"))),
        ("share:\n  Google Classroom: Read: now", (("google-classroom", "Read: now"),)),
        ("share:\n  x:\n  text: Come", (("", "Come"),)),
        ("Share:\n  x: Look", (("x", "Look"),)),
        ("share: |\n  One\n\n\n\n  Two  words\n  Three\n", (("", "One\n\nTwo words\nThree"),)),
    ],
)
def test_words_are_for_all_networks_or_for_one(
    text: str, words: tuple[tuple[str, str], ...]
) -> None:
    made = split(text)
    assert made.problems == ()
    assert made.front is not None
    assert made.front.share == words


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_every_kind_may_say_how_it_is_shared(kind: str) -> None:
    made = split("share: {x: Look}", kind=kind)
    assert made.problems == ()
    assert made.front is not None
    assert made.front.share == (("x", "Look"),)


@pytest.mark.parametrize(
    ("text", "severity", "line", "message"),
    [
        ("share:\n  mastadon: Toot", "error", 4, "there is no network `mastadon`"),
        ("share:\n  x: a\n  X: b", "error", 5, "`x` and `X` mean the same"),
        ("share:\n  text: a\n  all: b", "error", 5, "`text` and `all` mean the same"),
        ("share: [a]", "error", 3, "`share` is a list, where one value belongs"),
        ("share:\n  x: [a]", "error", 4, "`x` of `share` is a list, where one value belongs"),
        ("share: no", "error", 3, "`share` is `no`, where the words of a post belong"),
        ("share:\n  x: false", "error", 4, "`x` of `share` is `false`, where the words of a"),
        ("share: site:/posts/", "error", 3, "`share` contains `site:/`"),
        ("share:\n  google+: Circle", "warning", 4, "Google+ closed on 2019-04-02"),
        ("share:\n  webjunction: a", "warning", 4, "nothing can be shared to WebJunction"),
        ("share:\n  twitter: a", "notice", 4, "Twitter is called X today"),
    ],
)
def test_a_fault_is_said_where_it_stands(text: str, severity: str, line: int, message: str) -> None:
    made = split(text)
    [problem] = made.problems
    assert (problem.severity, problem.line) == (severity, line)
    assert problem.message.startswith(message)
    assert (made.front is None) == (severity == "error")


def test_words_for_a_network_of_another_name_are_for_the_one_of_today() -> None:
    made = split("share: {twitter: Look, edmodo: Hand in}")
    assert made.front is not None
    assert made.front.share == (("x", "Look"),)


def test_words_are_remembered() -> None:
    text = "---\ntitle: a\nshare: {text: Come., mastodon: Toot.}\n---\n"
    document = understand("post", text.encode()).document
    assert document is not None
    remembered = document_from_json(document_to_json(document))
    assert [tuple(each) for each in remembered.front.share] == [
        ("", "Come."),
        ("mastodon", "Toot."),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_is_told_the_names_of_the_networks(kind: str) -> None:
    properties = schema(kind)["properties"]
    assert isinstance(properties, dict)
    assert properties["share"]["description"]
    assert {"text", "mastodon", "sms"} <= properties["share"]["anyOf"][1]["properties"].keys()


@given(st.text(st.characters()))
def test_no_words_raise_anything(text: str) -> None:
    split(f"share: {text}")
    split(f"share:\n  x: {text}")
