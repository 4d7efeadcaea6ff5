"""What templates fill in is escaped exactly as Jinja escapes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, Template, UndefinedError
from markupsafe import Markup, escape

from libsite.make.escaping import Escaping, escaped

TEMPLATES = (
    "{{ x }}",
    "<p title='{{ x }}'>{{ x ~ x }}{{ x | upper }}{{ x | safe }}</p>",
    "{% macro m(y) %}<b>{{ y }}</b>{% endmacro %}{{ m(x) }}{{ m(x) | length }}",
    "{% macro m() %}<i>{{ caller() }}</i>{% endmacro %}{% call m() %}{{ x }}<br>{% endcall %}",
    "{% set y %}<u>{{ x }}</u>{% endset %}{{ y }}{{ y ~ x }}",
    "{% filter upper %}<s>{{ x }}</s>{% endfilter %}",
    "{% trans y=x %}A <em>word</em>: {{ y }}{% endtrans %}{{ _('<b>%(y)s</b>', y=x) }}",
    "{% autoescape false %}{{ x }}{% endautoescape %}{{ x }}",
    "{% for y in [x, x] %}{{ loop.index }}{{ y }}{% else %}none{% endfor %}",
    "{{ x if x else '<none>' }}{{ '<const>' }}{{ 1 < 2 }}",
    "{{ [x] }}{{ {'k': x} }}{{ x | replace('a', '<a>') }}{{ x | e | e }}",
)


class Html:
    """What says itself how it is written in HTML."""

    def __html__(self) -> str:
        return "<hr>"


class Word(str):
    """A string of a sort of its own."""

    __slots__ = ()


texts = st.text(st.sampled_from("ab&<>\"' é…"), max_size=8)
values = st.one_of(
    texts, texts.map(Markup), texts.map(Word), st.integers(), st.none(), st.builds(Html)
)


def environment(*, ours: bool) -> Environment:
    made = Environment(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # i18n's
    if ours:
        made.code_generator_class = Escaping
        made.escaped = escaped  # type: ignore[attr-defined] # what ours asks for
    return made


@given(values)
def test_a_value_is_escaped_as_markupsafe_does(value: object) -> None:
    assert str(escaped(value)) == str(escape(value))


@pytest.mark.parametrize("template", TEMPLATES)
@given(value=values)
def test_a_template_says_the_same(template: str, value: object) -> None:
    theirs, own = (environment(ours=ours).from_string(template) for ours in (False, True))

    def said(one: Template) -> str:
        try:
            return one.render(x=value)
        except (TypeError, AttributeError) as fault:
            return repr(fault)

    assert said(own) == said(theirs)


def test_what_is_missing_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        environment(ours=True).from_string("{{ missing }}").render()
