"""The interface's words in templates: what is translated once, and what each time."""

from __future__ import annotations

import gettext

import pytest
from jinja2 import Environment

from libsite.make.words import spoken

GERMAN = {
    "Read more & more": "Mehr & mehr lesen",
    "All of it, 100%%": "Alles zu 100 %%",
    "By <%(name)s>": "Von <%(name)s>",
    "%(num)s book": "%(num)s Buch",
    "%(num)s books": "%(num)s Bücher",
}


class German(gettext.NullTranslations):
    """Words in German, and how often they were asked for."""

    asked = 0

    def gettext(self, message: str) -> str:
        self.asked += 1
        return GERMAN.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return GERMAN[msgid1 if n == 1 else msgid2]


def environment(words: German, extension: object, *, markup: bool) -> Environment:
    made = Environment(extensions=[extension], autoescape=markup)  # type: ignore[list-item] # noqa: S701 - both are tried
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined] # i18n's
    return made


@pytest.mark.parametrize("markup", [True, False])
@pytest.mark.parametrize(
    "template",
    [
        "{% trans %}Read more & more{% endtrans %}!",
        "{% trans %}All of it, 100%{% endtrans %}",
        "{% trans trimmed %}  Read more\n  & more {% endtrans %}",
        "{% trans %}Not known{% endtrans %}",
        "{% trans name='<b>' %}By <{{ name }}>{% endtrans %}",
        "{% trans num=2 %}{{ num }} book{% pluralize %}{{ num }} books{% endtrans %}",
        "{% trans num=1 %}One{% endtrans %}",
        "{{ gettext('Read more & more') }}",
        "{% macro it() %}{% trans %}Read more & more{% endtrans %}{% endmacro %}{{ it() }}",
    ],
)
def test_a_template_says_what_it_says_with_jinjas_own(template: str, markup: bool) -> None:  # noqa: FBT001
    theirs = environment(German(), "jinja2.ext.i18n", markup=markup)
    words = German()
    ours = environment(words, spoken(words), markup=markup)
    assert ours.from_string(template).render() == theirs.from_string(template).render()


def test_words_without_variables_are_asked_for_once_however_often_they_are_shown() -> None:
    words = German()
    made = environment(words, spoken(words), markup=True)
    template = made.from_string(
        "{% for one in 'abc' %}{% trans %}Read more & more{% endtrans %}{% endfor %}"
    )
    assert words.asked == 1
    assert template.render() == "Mehr & mehr lesen" * 3
    assert template.render() == "Mehr & mehr lesen" * 3
    assert words.asked == 1
