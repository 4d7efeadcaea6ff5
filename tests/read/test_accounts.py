"""`networks:`, `hashtags:` and `newsletter:` of `site.yaml`: where the library is, in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from libsite.model import Account, Config
from libsite.read.config import read_config, schema

if TYPE_CHECKING:
    from libsite.errors import Problem

NEEDED = "title: Test\nurl: https://library.example.org/\ntimezone: America/New_York\n"
MAPLE = Account("mastodon", "@maple@example.social")


def good(*lines: str) -> Config:
    config, problems = read_config("\n".join((NEEDED[:-1], *lines, "")))
    assert problems == ()
    assert config is not None
    return config


def faults(*lines: str) -> tuple[Problem, ...]:
    return read_config("\n".join((NEEDED[:-1], *lines, "")))[1]


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("networks:", ()),
        ("networks: []", ()),
        ("networks: mastodon", (Account("mastodon"),)),
        (
            "networks: facebook, Google Classroom,",
            (Account("facebook"), Account("google-classroom")),
        ),
        ("networks: [mastodon, facebook]", (Account("mastodon"), Account("facebook"))),
        (
            'networks: {mastodon: {account: "@maple@example.social"}, facebook: {}}',
            (MAPLE, Account("facebook")),
        ),
        ("networks:\n  facebook:\n  mastodon: @maple@example.social", (Account("facebook"), MAPLE)),
        ("networks:\n- mastodon: @maple@example.social\n- facebook", (MAPLE, Account("facebook"))),
        ("networks:\n- mastodon:\n    handle: maple@EXAMPLE.social", (MAPLE,)),
        ("networks: {mastodon: https://example.social/@maple}", (MAPLE,)),
        (
            'networks: {mastodon: {Account: "@maple@example.social", limit: 1000}}',
            (Account("mastodon", "@maple@example.social", 1000),),
        ),
        ("networks: {bluesky: maple.example.org}", (Account("bluesky", "maple.example.org"),)),
        ('networks: {bluesky: "@Maple.example.org"}', (Account("bluesky", "maple.example.org"),)),
        (
            "networks: {bluesky: https://bsky.app/profile/maple.example.org}",
            (Account("bluesky", "maple.example.org"),),
        ),
        (
            "networks: {facebook: https://Facebook.com/maple}",
            (Account("facebook", "https://facebook.com/maple"),),
        ),
        (
            "networks: {facebook: yes, x: no, threads: maple}",
            (Account("facebook"), Account("threads", "maple")),
        ),
        ('networks: {x: "@maple_1"}', (Account("x", "@maple_1"),)),
        ("networks: {reddit: r/maple-library}", (Account("reddit", "r/maple-library"),)),
        ("networks: {tumblr: maple.tumblr.com}", (Account("tumblr", "maple.tumblr.com"),)),
        ("networks: {email: news@maple.example}", (Account("email", "news@maple.example"),)),
        ("networks: {whatsapp: +1 555 0100 200}", (Account("whatsapp", "+1 555 0100 200"),)),
        ("networks: {facebook: مكتبة}", (Account("facebook", "مكتبة"),)),
    ],
)
def test_networks_may_be_written_in_several_forms(text: str, accounts: tuple[Account, ...]) -> None:
    assert good(text).networks == accounts


@pytest.mark.parametrize(
    ("text", "severity", "where", "message"),
    [
        (
            "networks: {mastadon: x}",
            "error",
            "4:12",
            "there is no network `mastadon`",
        ),
        ("networks: [facebook, mastadon]", "error", "4:22", "there is no network `mastadon`"),
        ("networks:\n  edmodo: maple", "warning", "5:3", "Edmodo closed on 2022-09-22"),
        ("networks: [goodreads]", "warning", "4:12", "nothing can be shared to Goodreads"),
        ("networks: {twitter: maple}", "notice", "4:12", "Twitter is called X today"),
        ("networks:\n- x\n- X: maple", "warning", "6:3", "`x` stands twice in `networks`"),
        (
            "networks:\n  mastodon: maple",
            "error",
            "5:13",
            '`account` of `mastodon` in `networks` does not say on which server it is: "maple"',
        ),
        (
            "networks:\n  bluesky: maple",
            "error",
            "5:12",
            '`account` of `bluesky` in `networks` is not a name on Bluesky: "maple"',
        ),
        (
            'networks:\n  facebook: "java:alert"',
            "error",
            "5:13",
            '`account` of `facebook` in `networks` is neither a name nor an address: "java:alert"',
        ),
        (
            "networks:\n  x: 12",
            "error",
            "5:6",
            '`account` of `x` in `networks` is neither a name nor an address: "12"',
        ),
        (
            "networks:\n  x: //evil.example/",
            "error",
            "5:6",
            '`account` of `x` in `networks` is neither a name nor an address: "//evil.example/"',
        ),
        (
            "networks:\n  mastodon:\n    limit: 20",
            "error",
            "6:12",
            "`limit` of `mastodon` in `networks` is too small: 20",
        ),
        (
            "networks:\n  mastodon:\n    limit: long",
            "error",
            "6:12",
            '`limit` of `mastodon` in `networks` is not a whole number: "long"',
        ),
        (
            "networks:\n  mastodon:\n    limits: 500",
            "warning",
            "6:5",
            "`limits` is not a part of an account; did you mean `limit`?",
        ),
        (
            "networks: {x: [maple]}",
            "error",
            "4:15",
            "`x` of `networks` is a list, where one account belongs",
        ),
        ("networks: [[x]]", "error", "4:12", "entry 1 of `networks` is not a network"),
    ],
)
def test_a_fault_below_networks_is_said_where_it_stands(
    text: str, severity: str, where: str, message: str
) -> None:
    [problem] = faults(text)
    assert problem.severity == severity
    assert problem.where == f"site.yaml:{where}"
    assert problem.message == message
    assert problem.hint


def test_what_cannot_be_shared_to_is_left_out_and_the_rest_stays() -> None:
    config, _ = read_config(NEEDED + "networks: [google-plus, x, goodreads, twitter, bluesky]\n")
    assert config is not None
    assert config.networks == (Account("x"), Account("bluesky"))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("hashtags: MapleReads", ("MapleReads",)),
        ("hashtags: [MapleReads, maple reads]", ("MapleReads", "maple reads")),
        ('hashtags: ["#MapleReads", "#GRA"]', ("MapleReads", "GRA")),
        ('hashtags: "#MapleReads #GRA"', ("MapleReads", "GRA")),
        ("hashtags: books, GRA, books", ("books", "GRA")),
        ("hashtags:", ()),
    ],
)
def test_hashtags_stand_without_their_sign(text: str, tags: tuple[str, ...]) -> None:
    assert good(text).hashtags == tags


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("news@example.org", "mailto:news@example.org"),
        ("mailto:news@example.org", "mailto:news@example.org"),
        ("https://Example.org/News", "https://example.org/News"),
        ("“news@example.org”", "mailto:news@example.org"),
    ],
)
def test_a_newsletter_is_a_mail_address_or_a_page(text: str, address: str) -> None:
    assert good(f"newsletter: {text}").newsletter == address


@pytest.mark.parametrize("text", ["ask at the desk", "news@", "example.org/news", "javascript:x"])
def test_a_newsletter_that_is_neither_is_refused(text: str) -> None:
    [problem] = faults(f'newsletter: "{text}"')
    assert problem.where == "site.yaml:4:13"
    assert problem.message == (
        f'`newsletter` is neither an e-mail address nor an address on the web: "{text}"'
    )


def test_a_menu_that_leads_to_a_closed_network_is_a_warning() -> None:
    [problem] = faults("nav:", "- posts", "- Our group: https://groups.edmodo.com/maple")
    assert (problem.severity, problem.where) == ("warning", "site.yaml:6:14")
    assert problem.message.startswith("this links to Edmodo, which closed on 2022-09-22;")


def test_an_editor_is_told_the_names_of_the_networks() -> None:
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    _, _, mapping = properties["networks"]["anyOf"]
    assert {"mastodon", "x", "copy"} <= mapping["properties"].keys()
    assert "edmodo" not in mapping["properties"]


def test_a_newsletter_is_an_address_and_nothing_more() -> None:
    [problem] = faults("newsletter: mailto:n@example.org?bcc=everyone@example.org")
    assert problem.severity == "error"
    assert problem.message.startswith("`newsletter` says more than an address")
    assert problem.hint == "write `n@example.org` alone"
