"""Nouns are written down in one way, and come back; keys that nobody can read any more are told."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite import artifact, views
from libsite.artifact import Body, Output, Text
from libsite.digest import canonical, digest
from libsite.make.keys import changed_parts
from libsite.make.nouns import MOMENTS, NOUNS, moments_of, read_value
from libsite.make.theme import make_setting
from libsite.model import Heading, Layer, Reference, Theme
from libsite.moments import day_after, moment
from libsite.views import Card

ZONES = sorted((resources.files("tzdata") / "zones").read_text("utf-8").split())
DAYS = st.dates(date(1, 1, 2), date(9999, 12, 30))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Reference("a", "b"), ("a", "b")),
        (Reference("a", "b"), ("Reference", "a", "b")),
        (Body("a"), Text("a")),
        (Heading(2, "a", "b"), Heading(2, "b", "a")),
        (True, 1),
        ("1", 1),
        (None, ()),
    ],
)
def test_values_that_differ_have_other_digests(one: object, other: object) -> None:
    assert digest(one) != digest(other)
    assert digest([one]) != digest([other])


def test_the_order_of_a_mapping_means_nothing() -> None:
    assert digest({"a": 1, "b": {"x": 1, "y": 2}}) == digest({"b": {"y": 2, "x": 1}, "a": 1})


@pytest.mark.parametrize("value", [object(), len, {1: 2}, Body, 1j])
def test_what_is_not_plain_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError):
        digest([value])


@given(st.lists(st.text() | st.integers(-(2**60), 2**60) | st.booleans() | st.none()).map(tuple))
def test_a_text_that_looks_like_a_noun_is_none(said: tuple[object, ...]) -> None:
    outputs = tuple(Output(str(each), Text(repr(each))) for each in said)
    assert read_value(canonical(outputs)) == outputs


@pytest.mark.parametrize("name", sorted(NOUNS))
def test_every_moment_of_a_noun_is_known_as_one(name: str) -> None:
    """A field that holds moments in a way that `MOMENTS` does not know would come back as text."""
    said: dict[str, str] = {}
    for base in reversed(NOUNS[name].__mro__):
        said |= getattr(base, "__annotations__", {})
    dated = [field for field, written in said.items() if re.search(r"\bdate(time)?\b", written)]
    assert all(said[field] in MOMENTS for field in dated)
    fields = NOUNS[name].__struct_fields__
    assert [fields[place] for place in moments_of(NOUNS[name])] == [f for f in fields if f in dated]


PLAIN = {"str", "int", "bool", "None", "tuple", "datetime", "object", "Literal"}
WORK = {"Job", "Plan", "Report", "Key"}
"""Nouns of `artifact` that stand in no key."""
KEYED = sorted((vars(artifact).keys() | vars(views).keys()) & NOUNS.keys() - WORK)


@pytest.mark.parametrize("name", KEYED)
def test_what_stands_in_keys_is_of_sorts_that_come_back_from_them(name: str) -> None:
    """A mapping would come back with lists for nouns in it, bytes as text, a set as a tuple."""
    for base in NOUNS[name].__mro__[:-4]:
        for field, written in base.__annotations__.items():
            words = set(re.findall(r"[A-Za-z]\w*", re.sub(r"Literal\[[^]]*\]", "Literal", written)))
            names = {word for word in words - PLAIN if word not in NOUNS}
            assert names <= ALIASES, (base, field)


ALIASES = {
    *("Recipe", "Direction", "State", "Layout", "Grouping"),
    *("Counting", "Widget", "WidgetLayout", "Shape", "Target"),
}
"""Names for some of these."""


def test_cards_hold_moments() -> None:
    assert moments_of(Card)


@given(DAYS, st.sampled_from(ZONES))
def test_every_moment_can_be_written_as_the_standards_want_it(day: date, zone: str) -> None:
    found = moment(day.isoformat(), zone)
    offset = found.utcoffset()
    assert offset is not None
    assert not offset % timedelta(minutes=1)
    assert found.replace(tzinfo=None) == datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as it was written
    assert datetime.fromisoformat(canonical(found).decode().strip('"')) == found
    following = day_after(found, zone)
    assert following.date() == day + timedelta(days=1)
    assert following >= found  # Samoa left a day out


def test_a_key_of_another_toolchain_is_told_by_that_alone() -> None:
    """A libsite whose nouns have other fields, or are written in another way, comes after it."""
    now = b'["t2",["","",[]],[],[],[],["\\u0000Body","d",[],[],[],[]]]'
    odd = (b'{"Body":["d"]}', b'["\\u0000Gone"]', b'["\\u0000Body"]')
    for before in (b'["t1"]', *(b'["t1",[],[],[],[],%b]' % view for view in odd)):
        assert changed_parts(before, now, {}) == ("toolchain",)


def test_settings_are_equal_where_their_themes_say_the_same() -> None:
    def setting(text: str) -> object:
        theme = Theme("tiny", (Layer("themes/tiny", {"page.html": text}),), words=b"")
        return make_setting(theme, url="https://a.example/", portable=False, language="en")

    assert setting("a") == setting("a")
    assert hash(setting("a")) == hash(setting("a"))
    assert setting("a") != setting("b")
    assert setting("a") != "a"
