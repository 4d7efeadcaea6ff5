"""The interface is translated: every word of a template is in every catalog, and none is bare."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from scripts import _words
from tests.sites import MARK, THEME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages import Message

ROOT = Path(__file__).resolve().parent.parent
THEMES = ROOT / "themes"
CATALOGS = sorted(THEMES.glob("*/words/*.po"))
TEMPLATES = sorted(THEMES.rglob("*.html"))
HOLES = re.compile(r"%\(\w+\)s")
UNSEEN = re.compile(r"<style.*?</style>|<[^>]*>|&#?\w+;| [a-z-]+=\"[^\"]*\"|\0", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|aria-description|placeholder)="([^"]*)"')
CLASSES = ("og_type", "shape", "entry")
"""Blocks whose words stand in attributes that nobody reads."""
EVERYWHERE = ("ISBN",)
"""Words that are the same in every language."""
LETTER = re.compile(r"[^\W\d_]")


def name_of(path: Path) -> str:
    return path.relative_to(THEMES).as_posix()


def messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=path.stem) if message.id)


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_a_catalog_has_just_the_words_of_its_theme(path: Path) -> None:
    assert path.read_bytes() == _words.updated(path), "run `python3 scripts/words`"


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_every_word_is_translated_with_all_its_holes(path: Path) -> None:
    for message in messages(path):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        holes = {hole for one in ids for hole in HOLES.findall(str(one))}
        for one in said:
            assert set(HOLES.findall(str(one))) <= holes, message.id
        assert set(HOLES.findall(str(said[-1]))) == holes, message.id


def test_the_themes_speak_english_spanish_and_two_more() -> None:
    for theme in THEMES.iterdir():
        assert {path.stem for path in CATALOGS if theme in path.parents} == {"ar", "de", "es"}


def bare_words(source: str) -> list[str]:
    """Return the words of a template that stand outside `{% trans %}`, and in no code."""
    seen: list[str] = []
    inside = ""
    before: list[str] = []
    for _, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data":
            seen.append("" if inside else value)
        elif kind == "variable_begin":
            seen.append("\0")
        elif kind == "name" and before[-1:] == ["{%"] and value == "trans":
            inside = "endtrans"
        elif kind == "name" and before[-2:] == ["{%", "block"] and value in CLASSES:
            inside = "endblock"
        elif kind == "name" and before[-1:] == ["{%"] and value == inside:
            inside = ""
        if kind != "whitespace":
            before.append(value.strip("-+") if kind == "block_begin" else value)
    html = "".join(seen)
    for word in EVERYWHERE:
        html = html.replace(word, "")
    words = [*SPOKEN.findall(html), UNSEEN.sub(" ", html)]
    return [word.strip() for word in words if LETTER.search(word.replace("\0", ""))]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_bare_words(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "{% if x %}Hello{% endif %}",
        '<img src="a.png" alt="A cat">',
        '<nav aria-label="Menu">{% trans %}Menu{% endtrans %}</nav>',
        "{% trans %}One{% endtrans %} and two",
        "{{ x }} books",
    ],
)
def test_a_bare_word_would_be_found(source: str) -> None:
    assert bare_words(source)


@pytest.mark.parametrize(
    "source",
    [
        "{# A note. #}<p>{{ word }} · 12</p>",
        "{% trans n=1 %}One{% pluralize %}Many{% endtrans %}",
        '<a href="site:/theme/x" class="big">{%- trans %} Words {% endtrans -%}</a>',
        "<style>a{color:red}</style>&nbsp;©",
    ],
)
def test_what_nobody_reads_is_no_word(source: str) -> None:
    assert bare_words(source) == []


def test_the_tests_own_theme_has_bare_words() -> None:
    """So that the question above is known to have two answers on real templates."""
    parts = MARK.split(THEME)
    found = {path: bare_words(text) for path, text in zip(parts[1::2], parts[2::2], strict=True)}
    assert found["themes/tiny/404.html"] == ["Not here"]
