"""What templates fill in is escaped exactly as Jinja escapes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, Template, UndefinedError, meta
from markupsafe import Markup, escape

from libsite.make.escaping import Escaping, escaped
from libsite.make.theme import environment as environment_of
from libsite.make.theme import make_setting
from libsite.model import Theme

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
NAMED = (
    "{{ a.b[c] }}{% if d is defined %}{% set e = f %}{{ e }}{% endif %}{{ e }}",
    "{% for g in h if g.i %}{{ g }}{{ loop.index }}{{ j }}{% endfor %}{{ g }}",
    "{% macro k(l, m=n) %}{{ l }}{{ m }}{{ o }}{{ varargs }}{% endmacro %}{{ k(p) }}",
    "{% extends q %}{{ r }}{% block s %}{{ t }}{{ super() }}{% endblock %}",
    "{% include u %}{% import v as w %}{{ w.x }}{% from y import z with context %}{{ z() }}",
    "{% with aa = bb %}{{ aa }}{% endwith %}{{ aa }}{{ range(cc) }}{{ namespace(dd=ee) }}",
    "{% trans ff=gg %}{{ ff }}{{ hh }}{% endtrans %}{{ ngettext('a', 'b', ii) }}",
    "{{ 'never' if false else jj }}{{ kk if true }}{% filter indent(ll) %}{{ mm }}{% endfilter %}",
)
"""Templates with names of all sorts."""
SHIPPED = sorted((Path(__file__).parents[2] / "themes").glob("*/*.html"))


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


@pytest.mark.parametrize("source", [*TEMPLATES, *FAMILY.values(), *NAMED])
def test_what_must_be_given_is_what_jinja_finds(source: str) -> None:
    assert undeclared(source, environment(ours=True)) == meta.find_undeclared_variables(
        environment(ours=False).parse(source)
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_our_templates_must_be_given_is_what_jinja_finds(path: Path) -> None:
    theme = Theme("tiny", (), words=b"")
    env = environment_of(make_setting(theme, url="https://a/", portable=False, language="en"))
    source = path.read_text(encoding="utf-8")
    assert undeclared(source, env) == meta.find_undeclared_variables(env.parse(source))


def undeclared(source: str, env: Environment) -> set[str]:
    """Return what ours finds in the template *source* that must be given."""
    writer = Escaping(env, "a.html", "a.html")
    writer.visit(env.parse(source))
    return writer.undeclared - env.globals.keys()
