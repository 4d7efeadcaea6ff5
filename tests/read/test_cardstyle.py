"""`card:` in `theme.yaml`: colors and a font, taken over from parents, and what may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from libsite.digest import digest_bytes
from libsite.model import CardStyle
from libsite.read.theme import read_theme
from libsite.scan import Seen

if TYPE_CHECKING:
    from libsite.errors import Problem
    from libsite.model import Theme

FONT = b"wOF2" + bytes(60)


def read(**files: str | bytes) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Read the theme `own`; *files* are those of `themes/`, `__` for `/` and `_dot_` for `.`."""
    held = {
        "themes/" + name.replace("__", "/").replace("_dot_", "."): (
            text.encode() if isinstance(text, str) else text
        )
        for name, text in files.items()
    }
    seen = {path: Seen(len(data), 1, 1, 1, digest_bytes(data)) for path, data in held.items()}
    return read_theme("own", "en", seen, held.__getitem__)


def card(**files: str | bytes) -> CardStyle:
    theme, problems = read(**files)
    assert problems == ()
    assert theme is not None
    return theme.card


def test_a_theme_that_says_nothing_has_libsites_own_style() -> None:
    assert card(own__page_dot_html="") == CardStyle()


def test_a_theme_takes_over_what_it_does_not_say_itself() -> None:
    style = card(
        own__theme_dot_yaml='extends: old\ncard: {accent: "#A5321B"}\n',
        old__theme_dot_yaml='card: {paper: "#fdf9f0", accent: "#000000"}\n',
    )
    assert style == CardStyle(paper="#fdf9f0", accent="#a5321b")


def test_a_font_is_a_file_of_the_theme_or_of_its_parent() -> None:
    style = card(
        own__theme_dot_yaml="extends: old\ncard: {font: static/fonts/a.woff2}\n",
        old__static__fonts__a_dot_woff2=FONT,
    )
    assert style.font is not None
    assert style.font.source == "themes/old/static/fonts/a.woff2"


@pytest.mark.parametrize(
    ("said", "message", "line"),
    [
        ("card: red", "`card` is not a list of names and values", 1),
        ("card:\n  paper: white", "`paper` is not a color", 2),
        ("card:\n  paper: #ffffff", "`paper` is not a color", 2),
        ('card:\n  ink: "#12345"', "`ink` is not a color", 2),
        ("card:\n  font: fonts/a.woff2", "`font` is not a file of the theme", 2),
        ("card:\n  font: static/b.woff2", "there is no font `static/b.woff2` in the theme", 2),
        ("card:\n  font: static/a.txt", "`static/a.txt` is not a font", 2),
    ],
)
def test_what_is_wrong_is_said_with_its_line(said: str, message: str, line: int) -> None:
    theme, problems = read(
        own__theme_dot_yaml=said,
        own__static__a_dot_woff2=FONT,
        own__static__a_dot_txt="no font",
    )
    problem = problems[0]
    assert theme is None
    assert problem.severity == "error"
    assert problem.message == message
    assert (problem.path, problem.line) == ("themes/own/theme.yaml", line)
    assert problem.hint


def test_a_setting_that_there_is_not_is_warned_of() -> None:
    theme, (problem,) = read(own__theme_dot_yaml='card:\n  papre: "#ffffff"\n')
    assert theme is not None
    assert problem.severity == "warning"
    assert problem.message == "`papre` is not a setting of cards; did you mean `paper`?"


def test_ink_that_can_hardly_be_read_is_warned_of() -> None:
    theme, (problem,) = read(own__theme_dot_yaml='card:\n  paper: "#ffffff"\n  ink: "#bbbbbb"\n')
    assert theme is not None
    assert problem.severity == "warning"
    assert "a contrast of 1.9" in problem.message
    assert problem.line == 3
