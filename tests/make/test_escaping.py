"""What templates fill in is escaped exactly as Jinja escapes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, Template, UndefinedError
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

FAMILY = {
    "base": "[{% block a %}{{ x }}{% endblock %}][{{ self.a() }}]",
    "child": "{% extends 'base' %}{% block a %}{{ super() }}{{ super() ~ x }}{% endblock %}",
    "leaf": "<l>{{ x | default('<d>') }}</l>",
    "with a leaf": "{{ x }}{% include 'leaf' %}{% include 'leaf' without context %}",
    "library": "{% macro m(a, b='<b>') %}<m>{{ a }}{{ b }}</m>{% endmacro %}"
    "{% set v = '<v>' %}{% set w %}<w>{{ v }}{% endset %}",
    "reader": "{% from 'library' import m, v, w with context %}{% import 'library' as l %}"
    "{{ m(x) }}{{ v }}{{ w }}{{ l }}{{ l.w ~ x }}{{ m(x) + '<' }}{{ '<' + m(x) }}",
    "in doubt": "{% autoescape x is string %}{{ x }}{% set q %}<q>{{ x }}{% endset %}{{ q }}"
    "{% macro z() %}{{ x }}{% endmacro %}{{ z() }}{% filter upper %}{{ x }}{% endfilter %}"
    "{% endautoescape %}{{ x }}",
}
"""Templates that use each other, by name."""


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
    made = Environment(
        autoescape=True,
        loader=DictLoader(FAMILY),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
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
    assert said(own, value) == said(theirs, value)


@pytest.mark.parametrize("name", FAMILY)
@given(value=values)
def test_templates_that_use_each_other_say_the_same(name: str, value: object) -> None:
    theirs, own = (environment(ours=ours).get_template(name) for ours in (False, True))
    assert said(own, value) == said(theirs, value)


def said(template: Template, value: object) -> str:
    """Return what *template* makes of *value*, or why it cannot."""
    try:
        return template.render(x=value)
    except (TypeError, AttributeError) as fault:
        return repr(fault)


def test_what_is_missing_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        environment(ours=True).from_string("{{ missing }}").render()
