"""site.yaml is checked, and everything that is wrong with it is said at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from libsite.errors import Problem, has_errors
from libsite.model import Config, NavEntry, Outputs, Reference
from libsite.read.config import read_config, schema

NEEDED = (
    "title: Maple Street School Library\n"
    "url: https://maple-street.github.io/library\n"
    "timezone: America/New_York\n"
)


def good(lines: str = "") -> Config:
    config, problems = read_config(NEEDED + lines)
    assert problems == ()
    assert config is not None
    return replace(config, lines={})


def only(text: str) -> Problem:
    config, [problem] = read_config(text)
    assert (config is None) == (problem.severity == "error")
    assert problem.path == "site.yaml"
    assert problem.hint
    return problem


def test_three_settings_are_enough() -> None:
    assert good() == Config(
        title="Maple Street School Library",
        url="https://maple-street.github.io/library/",
        timezone="America/New_York",
    )


def test_every_setting_is_read() -> None:
    config = good(
        "language: pt-br\ndescription: Books: and more\nauthor: The library\nid: maple\n"
        "theme: reading-room\naudiences: [children, teens]\nfeed_items: 500\n"
        "nav: [posts, {About us: pages/about.md}, {title: Hours, page: pages/hours.md}]\n"
        "sections: {posts: news}\noutputs: {tag_feeds: no}\n"
        "catalogs: [{name: Our catalog, url: 'https://c.example/?q={isbn}'}]\n"
    )
    assert config == Config(
        title="Maple Street School Library",
        url="https://maple-street.github.io/library/",
        timezone="America/New_York",
        language="pt-BR",
        description="Books: and more",
        author="The library",
        id="maple",
        theme="reading-room",
        audiences=("children", "teens"),
        nav=(
            NavEntry("posts", "", 11),
            NavEntry("pages/about.md", "About us", 11),
            NavEntry("pages/hours.md", "Hours", 11),
        ),
        sections={"posts": "news"},
        feed_items=500,
        catalogs=(Reference("Our catalog", "https://c.example/?q={isbn}"),),
        outputs=Outputs(tag_feeds=False, audience_feeds=True),
    )


def test_a_menu_may_be_written_as_titles_with_targets() -> None:
    nav = good("nav:\n  Home: /\n  About: pages/about.md\n").nav
    assert nav == (NavEntry("/", "Home", 5), NavEntry("pages/about.md", "About", 6))
    assert good("nav: posts").nav == (NavEntry("posts", "", 4),)


@pytest.mark.parametrize(
    "lines",
    [
        "catalogs:\n  - {name: A, url: 'https://a.example/{title}/{author}'}\n",
        "catalogs:\n  - A: https://a.example/{title}/{author}\n",
        "catalogs: {A: 'https://a.example/{title}/{author}'}\n",
        "catalogs: {name: A, URL: 'https://a.example/{title}/{author}'}\n",
    ],
)
def test_a_catalog_is_a_name_and_an_address(lines: str) -> None:
    assert good(lines).catalogs == (Reference("A", "https://a.example/{title}/{author}"),)


@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        (
            "https://c.example/{ISBN}",
            'cannot have `{ISBN}` in it: "https://c.example/{ISBN}"',
            "did you mean `{isbn}`?",
        ),
        (
            "https://c.example/{ibsn}",
            'cannot have `{ibsn}` in it: "https://c.example/{ibsn}"',
            "did you mean `{isbn}`?",
        ),
        (
            "https://c.example/{x}{isbn}",
            'cannot have `{x}` in it: "https://c.example/{x}{isbn}"',
            "write `{isbn}`, `{title}` or `{author}`",
        ),
        (
            "https://c.example/",
            'leads to the same place for every book: "https://c.example/"',
            "write `{isbn}`, `{title}` or `{author}` where it belongs, such as `…?isbn={isbn}`",
        ),
        (
            "https://{isbn}.c.example/",
            'has no fixed host: "https://{isbn}.c.example/"',
            "write the host of your catalog",
        ),
        (
            "c.example/{isbn}",
            'is not an address on the web: "c.example/x"',
            "write it in full, such as `https://library.example.org/`",
        ),
    ],
)
def test_an_address_that_no_book_can_be_put_into_is_refused(
    url: str, message: str, hint: str
) -> None:
    problem = only(f"{NEEDED}catalogs:\n  - name: A\n    url: '{url}'\n")
    assert problem.message == f"`url` of entry 1 of `catalogs` {message}"
    assert (problem.line, problem.column) == (6, 10)
    assert problem.hint == hint


def test_a_part_of_a_catalog_that_is_misspelt_is_named() -> None:
    config, problems = read_config(
        f"{NEEDED}catalogs:\n  - nmae: A\n    url: https://c.example/{{isbn}}\n"
    )
    assert config is None
    assert [(problem.line, problem.message) for problem in problems] == [
        (5, "`nmae` is not a part of a catalog; did you mean `name`?"),
        (5, "`name` of entry 1 of `catalogs` is missing"),
    ]


def test_the_section_of_a_kind_may_be_named_by_the_kind() -> None:
    assert good("sections: {post: news}").sections == {"posts": "news"}


def test_missing_settings_are_reported_together_with_examples() -> None:
    config, problems = read_config("language: en")
    assert config is None
    assert [problem.message for problem in problems] == [
        "`title` is missing",
        "`url` is missing",
        "`timezone` is missing",
    ]
    assert "`timezone: America/New_York`" in problems[2].hint


def test_an_empty_setting_that_must_be_there_is_an_error_where_it_stands() -> None:
    problem = only(NEEDED.replace("America/New_York", ""))
    assert (problem.line, problem.message) == (3, "`timezone` is empty")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("New York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Europe/Londn", "Europe/London"),
        ("London", "Europe/London"),
    ],
)
def test_a_time_zone_that_does_not_exist_has_a_near_miss(typed: str, near: str) -> None:
    problem = only(NEEDED.replace("America/New_York", typed))
    assert (problem.line, problem.column) == (3, 11)
    assert problem.hint == f"did you mean `{near}`?"


def test_a_time_zone_like_no_other_is_answered_with_an_example() -> None:
    assert "America/New_York" in only(NEEDED.replace("America/New_York", "../../x")).hint


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://Maple.example.org", "https://maple.example.org/"),
        ("HTTP://maple.example.org:8080/A/b//", "http://maple.example.org:8080/A/b/"),
    ],
)
def test_an_address_ends_with_a_slash(typed: str, url: str) -> None:
    config, problems = read_config(NEEDED.replace("https://maple-street.github.io/library", typed))
    assert problems == ()
    assert config is not None
    assert config.url == url


@pytest.mark.parametrize(
    "typed",
    [
        "maple.example.org",
        "ftp://maple.example.org",
        "https://",
        "https://x.org/?a=b",
        "https://x.org/#a",
        "https://x.org/a/../b",
        "https://x.org/a b",
        "https://me:secret@x.org/",
        "https://x.org:99999/",
        "http://[",
        "https://<user>.github.io/",
        "[a]",
    ],
)
def test_an_address_that_is_none_is_refused(typed: str) -> None:
    problem = only(NEEDED.replace("https://maple-street.github.io/library", typed))
    assert (problem.line, problem.column) == (2, 6)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("feed_items: 0", "too small"),
        ("feed_items: 501", "too large"),
        ("feed_items: many", "whole number"),
        ("language: english", "language"),
        ("theme: ../x", "outside"),
        ("nav: [[a]]", "entry 1 of `nav` is not an entry of a menu"),
        ("nav: [{a: b, c: d}]", "entry 1 of `nav` is not an entry of a menu"),
        ("nav: {Home: }", "empty"),
        ("sections: {events: x}", "`events` of `sections`"),
        ("sections: {posts: a/b}", "`posts` of `sections`"),
        ("sections: news", "`sections` is not a list of names and values"),
        ("outputs: [a]", "`outputs` is not a list of names and values"),
        ("outputs: {tag_feeds: maybe}", "neither yes nor no"),
        ("title: Twice", "stands twice, on lines 1 and 4"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_where_it_stands(line: str, words: str) -> None:
    problem = only(NEEDED + line)
    assert (problem.severity, problem.line) == ("error", 4)
    assert words in problem.message


def test_what_a_later_version_will_know_is_a_warning_now() -> None:
    config, problems = read_config(
        NEEDED + "holidays: [2026-12-24]\nlangage: en\noutputs: {loans: true, tag_feed: no}"
    )
    assert config is not None
    assert [problem.message for problem in problems] == [
        "`holidays` is not a setting of this version",
        "`langage` is not a setting of this version; did you mean `language`?",
        "`loans` is not a switch that this version knows",
        "`tag_feed` is not a switch that this version knows; did you mean `tag_feeds`?",
    ]
    assert not has_errors(problems)


@pytest.mark.parametrize(
    ("line", "globs"),
    [
        ("[google1.html, old-site/**]", ("google1.html", "old-site/**")),
        ("google1.html, /old-site/, ./a/b", ("google1.html", "old-site/**", "a/b")),
        ('["*.html", "*.html"]', ("*.html",)),
        ("old\\site\\", ("old/site/**",)),
        ("", ()),
    ],
)
def test_kept_files_are_named_from_the_root(line: str, globs: tuple[str, ...]) -> None:
    assert good(f"keep: {line}\n").keep == globs


@pytest.mark.parametrize("glob", ["/", "../x", "a/../b", "a//b", ".", "**/a/**/b/**/c/**"])
def test_what_names_no_published_file_is_not_kept(glob: str) -> None:
    problem = only(f"{NEEDED}keep: {glob}\n" if glob[0] != "*" else f"{NEEDED}keep: '{glob}'\n")
    assert problem.severity == "error"
    assert "`old-site/**`" in problem.hint


def test_the_json_schema_describes_every_setting() -> None:
    made = schema()
    properties = made["properties"]
    assert isinstance(properties, dict)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["additionalProperties"] is False
    assert made["required"] == ["title", "url", "timezone"]
    assert all(part["description"] for part in properties.values())


TOUCHY = [
    "",
    "nav: ",
    "url: ",
    "outputs: ",
    "sections: ",
    "catalogs: ",
    "catalogs: - A: ",
    "networks: ",
    "hashtags: ",
    "keep: ",
]


@given(st.text(st.characters()), st.sampled_from(TOUCHY))
def test_no_text_raises_anything(text: str, name: str) -> None:
    config, problems = read_config(f"{name}{text}")
    assert config is not None or has_errors(problems)
