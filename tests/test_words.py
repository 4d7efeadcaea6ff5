"""The interface is translated: every word of a template is in every catalog, and none is bare."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from libsite.digest import digest_bytes
from libsite.make.words import translations
from libsite.read.theme import read_theme
from libsite.scan import Seen
from scripts import _words
from tests.sites import MARK, THEME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gettext import NullTranslations

    from babel.messages import Message

ROOT = Path(__file__).resolve().parent.parent
THEMES = ROOT / "themes"
CATALOGS = sorted(THEMES.glob("*/words/*.po"))
TEMPLATES = sorted([*THEMES.glob("*/*.html"), *THEMES.glob("*/*.txt")])
SCRIPTS = sorted(THEMES.glob("*/static/**/*.js"))
SHEETS = sorted([*THEMES.glob("*/static/**/*.css"), *THEMES.glob("*/*-style.html")])
HOLES = re.compile(r"%\(\w+\)s")
UNSEEN = re.compile(r"<style.*?</style>|<[^>]*>|&#?\w+;| [a-z-]+=\"[^\"]*\"|\0", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|aria-description|placeholder)="([^"]*)"')
CLASSES = ("og_type", "shape", "entry")
"""Blocks whose words stand in attributes that nobody reads."""
EVERYWHERE = ("ISBN", "Atom", "JSON Feed")
"""Words that are the same in every language."""
OWN_TONGUE = re.compile(r'<(\w+)(?= )[^>]* lang="[a-z]+"[^>]*>[^<]*</\1>')
"""What says its language in so many letters, such as each language in a choice of them."""
LETTER = re.compile(r"[^\W\d_]")
REMARK = re.compile(r"/\*.*?\*/|(?<![:\S])//[^\n]*", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`')
TABLE = re.compile(r"var WORDS = \{.*?\n  \};", re.DOTALL)
"""The widget script's own translations, which `tests/widgets/` holds to the catalogs."""
PROSE = re.compile(r"(?:[A-Z][a-z]+|[a-z]{2,} [a-z]{2,})\b|[^\W\d_a-zA-Z]")
"""The beginning of something that is said to people, unlike `change` or `.items > li`."""
WRITTEN = re.compile(r"content:([^;}]*)")
"""What a sheet writes into a page."""


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
    html = OWN_TONGUE.sub("", "".join(seen))
    for word in EVERYWHERE:
        html = html.replace(word, "")
    words = [*SPOKEN.findall(html), UNSEEN.sub(" ", html)]
    return [word.strip() for word in words if LETTER.search(word.replace("\0", ""))]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_bare_words(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert bare_words(f"<style>{source}</style>" if path in SHEETS else source) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "{% if x %}Hello{% endif %}",
        '<img src="a.png" alt="A cat">',
        '<nav aria-label="Menu">{% trans %}Menu{% endtrans %}</nav>',
        "{% trans %}One{% endtrans %} and two",
        "{{ x }} books",
        '<option value="de" lang="{{ x }}">German</option>',
        '<option value="de">Deutsch</option>',
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
        '<option value="de" lang="de">Deutsch</option>',
        '<option value="{{ x }}">{{ x }}</option> (Atom)',
    ],
)
def test_what_nobody_reads_is_no_word(source: str) -> None:
    assert bare_words(source) == []


def test_the_tests_own_theme_has_bare_words() -> None:
    """So that the question above is known to have two answers on real templates."""
    parts = MARK.split(THEME)
    found = {path: bare_words(text) for path, text in zip(parts[1::2], parts[2::2], strict=True)}
    assert found["themes/tiny/404.html"] == ["Not here"]


def spoken(source: str) -> list[str]:
    """Return the literals of a script that people are to read."""
    code = REMARK.sub("", TABLE.sub("", source))
    said = ("".join(groups) for groups in QUOTED.findall(code))
    return [word for word in said if PROSE.match(word) and word != "use strict"]


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_the_words_of_a_script_come_from_its_page(path: Path) -> None:
    assert spoken(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'button.textContent = "Copied";',
        "status.append('the address is selected');",
        'x = done ? "Shared on " + day : `not yet`;',
        'x = "نسخ";',
        'link = "https://example.org/"; x = "Done";',
    ],
)
def test_a_word_in_a_script_would_be_found(source: str) -> None:
    assert spoken(source)


@pytest.mark.parametrize(
    "source",
    [
        '"use strict"; // Says "Hello" to nobody',
        'window.addEventListener("DOMContentLoaded", start);',
        'page.querySelector("section[data-widget] .title a").dataset.shown = "yes";',
        "/* It's a \"Note\" */ field.setAttribute('aria-invalid', 'true');",
    ],
)
def test_what_a_script_says_to_machines_is_no_word(source: str) -> None:
    assert spoken(source) == []


def written(source: str) -> list[str]:
    """Return the words that a style sheet writes into a page."""
    values = WRITTEN.findall(REMARK.sub("", source))
    said = ("".join(groups) for value in values for groups in QUOTED.findall(value))
    return [word for word in said if LETTER.search(word)]


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_no_sheet_writes_words(path: Path) -> None:
    assert written(path.read_text(encoding="utf-8")) == []
    assert written('.copy[data-done]::after { content: " ✓ Copied" / "" }')


def shipped(language: str) -> NullTranslations:
    """Return the interface of the theme that the others extend, as a site in *language* has it."""
    held = {
        f"libsite/themes/{name_of(path)}": path.read_bytes() for path in THEMES.glob("plain/*/*.po")
    }
    seen = {path: Seen(len(data), 1, 1, 1, digest_bytes(data)) for path, data in held.items()}
    theme, problems = read_theme("plain", language, seen, held.__getitem__)
    assert theme is not None, problems
    return translations(theme.words)


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("ar", 0, "لا كتب"),
        ("ar", 1, "كتاب واحد"),
        ("ar", 2, "كتابان"),
        ("ar", 10, "%(num)s كتب"),
        ("ar", 11, "%(num)s كتابًا"),
        ("ar", 99, "%(num)s كتابًا"),
        ("ar", 100, "%(num)s كتاب"),
        ("ar", 103, "%(num)s كتب"),
        ("es", 1, "%(num)s libro"),
        ("de", 0, "%(num)s Bücher"),
    ],
)
def test_numbers_are_counted_as_the_catalog_says(language: str, number: int, said: str) -> None:
    """Babel's own rule for Arabic has the last two forms the other way round."""
    assert shipped(language).ngettext("%(num)s book", "%(num)s books", number) == said


def test_a_catalog_holds_no_clock() -> None:
    """Else every page would be made anew in the next minute."""
    assert str(shipped("ar").info()["pot-creation-date"]).startswith("1970-01-01")
