"""The registry of networks: every one that libraries were told of is in it, and says enough."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import libsite
from libsite.model import Network
from libsite.read.networks import (
    closing,
    network_named,
    read_registry,
    registry,
    successors,
    target_named,
)
from libsite.toolchain import _sources

if TYPE_CHECKING:
    from libsite.errors import Problem

TARGETS = (
    "facebook x bluesky mastodon threads linkedin pinterest instagram tumblr reddit whatsapp"
    " telegram google-classroom microsoft-teams email sms copy".split()
)

KNOWN = {
    "alive": "linkedin myspace pinterest instagram flickr youtube second-life firefox wikipedia"
    " classroom-20 library-20 moodle we-are-teachers iste global-read-aloud google-classroom"
    " common-craft goodreads librarything anobii amazon pandora webjunction ala-connect"
    " wordpress-com blogger guardian lemmy discord seesaw parentsquare zoom google-meet google-chat"
    " google-photos tapatalk mighty-networks syndetics-unbound google-workspace-for-education"
    " cilip",
    "renamed": "twitter yuku mightybell kidblog google-apps-for-education"
    " librarything-for-libraries cilip-communities",
    "closed": "google-plus google-hangouts bebo friendster jaiku pownce picasa skype flock edmodo"
    " imbee wikispaces sls-cool-tools cpd23 23-things shelfari booklamp lisnpn",
    "doubtful": "tweetchat ning ning-in-education educators-pln literacy-forum ebooks-in-education"
    " edubloggerworld great-libraries bookvideoning teacher-librarian-ning levelup-book-club"
    " ll4schools ll4education neetz wackwall fanschool it4all moodle-for-teachers muse sigms"
    " pbworks bookmooch booktagger 22books librospot ibreadcrumbs second-brain latnetwork like",
    "unsuitable": "badoo",
}
"""Every network that the documents behind libsite name, and what became of it."""

CLOSED = {
    "google-plus": "closed on 2019-04-02",
    "google-hangouts": "closed in November 2022",
    "picasa": "closed in 2016",
    "edmodo": "closed on 2022-09-22",
    "skype": "closed on 2025-05-05",
    "flock": "closed on 2011-04-26",
    "shelfari": "closed in June 2016",
    "wikispaces": "closed in 2018",
    "imbee": "has closed",
}

PLACES = {"text", "url", "title", "image", "instance", "subject"}
LONGEST_NOTE = 200


def test_every_network_has_an_entry_and_none_is_there_unasked() -> None:
    expected = {name: state for state, names in KNOWN.items() for name in names.split()}
    expected |= dict.fromkeys(TARGETS, "alive")
    assert {name: network.state for name, network in registry().items()} == expected


def test_posts_can_be_shared_to_these() -> None:
    assert [name for name, network in registry().items() if network.target] == TARGETS


@pytest.mark.parametrize("network", registry().values(), ids=list(registry()))
def test_an_entry_says_what_it_must(network: Network) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", network.name)
    assert network.title
    assert network.source
    assert re.fullmatch(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?", network.closed)
    assert (not network.closed) or network.state == "closed"
    assert len(network.note) <= LONGEST_NOTE
    for host in network.hosts:
        assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", host)
        assert not host.startswith("www.")
        assert host.count(".") < 4  # more of a host are not looked at


@pytest.mark.parametrize("network", registry().values(), ids=list(registry()))
def test_a_successor_is_a_network_that_can_be_used_or_plain_words(network: Network) -> None:
    assert network.state != "renamed" or network.successors[0] in registry()
    for one in network.successors:
        if one in registry():
            assert one != network.name
            assert registry()[one].state not in {"closed", "unsuitable"}
        else:
            assert " " in one  # a name that nobody has would have none


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_says_how_to_post_there(name: str) -> None:
    network = registry()[name]
    places = {place for _, place, _, _ in Formatter().parse(network.intent) if place is not None}
    assert places <= PLACES
    assert re.match(r"https://[a-z{]|mailto:\?|sms:\?", network.intent) or not network.intent
    assert network.takes_text == bool({"text"} & places) or not network.intent
    assert not network.intent.startswith("https:") or places & {"url", "text"}
    assert network.limit >= 0
    assert 0 <= network.link_cost < (network.limit or 1)
    assert not network.thread or network.limit


def test_what_only_targets_say_no_other_says() -> None:
    usual = Network("", "", "alive", "")
    for network in registry().values():
        if not network.target:
            assert (network.limit, network.intent, network.alt_limit) == (0, "", 0)
            assert (network.counting, network.thread) == (usual.counting, usual.thread)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("x", ("x", 280, 23)),
        ("bluesky", ("bluesky", 300, 0)),
        ("mastodon", ("mastodon", 500, 23)),
        ("threads", ("threads", 500, 0)),
        ("linkedin", ("characters", 3000, 0)),
        ("copy", ("characters", 0, 0)),
    ],
)
def test_a_post_is_counted_by_the_rule_of_its_network(
    name: str, rule: tuple[str, int, int]
) -> None:
    network = registry()[name]
    assert (network.counting, network.limit, network.link_cost) == rule


@pytest.mark.parametrize(("name", "words"), CLOSED.items())
def test_a_day_a_month_and_a_year_are_said_as_exactly_as_they_are_known(
    name: str, words: str
) -> None:
    assert closing(registry()[name]) == words


def test_successors_are_named_as_they_are_read() -> None:
    named = {name: successors(network, registry()) for name, network in registry().items()}
    assert named["edmodo"] == "Google Classroom, Seesaw or ParentSquare"
    assert named["levelup-book-club"] == "a book club on your own site"
    assert named["shelfari"] == "Goodreads or LibraryThing"
    assert named["cpd23"] == ""


# ---- Names that people write ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("mastodon", "mastodon"),
        ("Mastodon", "mastodon"),
        ("Google Classroom", "google-classroom"),
        ("google_classroom", "google-classroom"),
        ("E-mail", "email"),
        ("X", "x"),
        ("Google+", "google-plus"),
        ("Library 2.0", "library-20"),
        ("LIKE", "like"),
        ("+", None),
        ("", None),
        ("?", None),
        ("محل", None),
    ],
)
def test_capitals_spaces_and_hyphens_do_not_count_in_a_name(written: str, name: str | None) -> None:
    problems: list[Problem] = []
    found = network_named(written, registry(), place=(1, 1), problems=problems)
    assert (found.name if found else None) == name
    assert len(problems) == (name is None)


@pytest.mark.parametrize(
    ("written", "severity", "message", "hint"),
    [
        ("twitter", "notice", "Twitter is called X today", "write `x`"),
        (
            "edmodo",
            "warning",
            "Edmodo closed on 2022-09-22",
            "use Google Classroom, Seesaw or ParentSquare instead",
        ),
        ("cpd23", "warning", f"{registry()['cpd23'].title} has closed", "delete it here"),
        ("goodreads", "warning", "nothing can be shared to Goodreads", "delete it here"),
        ("kidblog", "warning", "nothing can be shared to Fanschool", "delete it here"),
        ("Badoo", "warning", "Badoo is unsuitable for a library", "delete it here"),
        ("mastadon", "error", "there is no network `mastadon`", "did you mean `mastodon`?"),
        ("edmodoo", "error", "there is no network `edmodoo`", "did you mean `edmodo`?"),
        (
            "gopher",
            "error",
            "there is no network `gopher`",
            f"write one of {', '.join(f'`{name}`' for name in TARGETS)}",
        ),
    ],
)
def test_a_name_that_is_no_target_is_answered(
    written: str, severity: str, message: str, hint: str
) -> None:
    problems: list[Problem] = []
    found = target_named(written, registry(), place=(3, 7), problems=problems)
    [problem] = problems
    assert (problem.severity, problem.message, problem.hint) == (severity, message, hint)
    assert (problem.line, problem.column) == (3, 7)
    assert (found.name if found else None) == ("x" if severity == "notice" else None)


# ---- Reading the file ----------------------------------------------------------------------------

GOOD = "a: {title: A, state: alive, source: us, hosts: [a.example]}\n"


def test_a_registry_keeps_its_order() -> None:
    networks, problems = read_registry("z: {title: Z, state: closed, source: us}\n" + GOOD)
    assert problems == ()
    assert list(networks) == ["z", "a"]
    assert networks["a"] == Network("a", "A", "alive", "us", hosts=("a.example",))


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("b: {title: B, source: us}", "2:4", "`state` of `b` is missing"),
        ("b: {title: B, state: dead, source: us}", "2:22", "`state` of `b`"),
        ("b: {title: B, state: alive, source: us, limit: many}", "2:48", "`limit` of `b`"),
        ("b: {title: B, state: alive, source: us, hosts: b.example}", "2:48", "`hosts` of `b`"),
        ("b: {title: [B], state: alive, source: us}", "2:12", "`title` of `b`"),
        ("b: {title: B, state: alive, source: us, sucessors: [a]}", "2:41", "did you mean"),
        ("b: {title: B, state: alive, source: us, hosts: [a.example]}", "2:49", "of `a` and of"),
        ("b: c", "2:4", "`b`"),
        ("a: {title: B, state: alive, source: us}", "2:1", "stands twice"),
    ],
)
def test_every_fault_of_a_registry_is_said_where_it_stands(
    text: str, where: str, words: str
) -> None:
    _, problems = read_registry(GOOD + text + "\n")
    [problem] = problems
    assert problem.where == f"libsite/networks/networks.yaml:{where}"
    assert words in problem.message


def test_a_registry_with_an_error_is_none() -> None:
    networks, problems = read_registry(GOOD + "b: {title: B}\nc: {title: C}\n")
    assert networks == {}
    assert [problem.line for problem in problems] == [2, 2, 3, 3]


@given(st.text(st.characters()))
def test_no_text_raises_anything(text: str) -> None:
    read_registry(text)


def test_everything_that_is_remembered_is_forgotten_when_the_registry_changes() -> None:
    names = {name for name, _, _ in _sources()}
    assert {"networks/networks.yaml", "read/networks.py"} <= names
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]
    package = Path(libsite.__file__).parent
    other = {".py", ".pyc"}
    tables = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.*")
        if path.is_file() and path.suffix not in other and "_data" not in path.parts
    ]
    assert {name for name in tables if not name.startswith(".")} <= names
