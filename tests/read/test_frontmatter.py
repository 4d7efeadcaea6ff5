"""Front matter is taken apart, checked, and its faults are said in a librarian's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.errors import Problem, has_errors
from libsite.model import KINDS, Front, Image
from libsite.read.frontmatter import MODELS, read_front, schema

if TYPE_CHECKING:
    from libsite.read.halves import Split


def split(*lines: str, kind: str = "post") -> Split:
    return read_front("\n".join(("---", *lines, "---", "Body", "")), kind=kind)


def good(*lines: str) -> Front:
    made = split("title: Rivers", *lines)
    assert made.front is not None, made.problems
    assert made.problems == ()
    return made.front


def only(*lines: str) -> Problem:
    made = split("title: Rivers", *lines)
    [problem] = made.problems
    assert (made.front is None) == (problem.severity == "error")
    return problem


# ---- Taking the file apart -----------------------------------------------------------------------


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_a_file_is_front_matter_and_body(closing: str) -> None:
    made = read_front(f"---\ntitle: Rivers\n{closing}\n\nBody\n---\n", kind="post")
    assert made.front == Front("Rivers", lines={"title": 2})
    assert (made.body, made.body_line) == ("\nBody\n---\n", 4)


def test_blank_lines_before_the_front_matter_are_counted() -> None:
    made = read_front("\n \n---\ntitle: Rivers\nx: y\n---", kind="post")
    assert (made.body, made.body_line) == ("", 6)
    assert made.problems[0].line == 5


def test_front_matter_that_is_not_closed_is_an_error_at_its_start() -> None:
    made = read_front("---\ntitle: Rivers\n\nBody", kind="post")
    [problem] = made.problems
    assert made.front is None
    assert (problem.line, problem.message) == (
        1,
        "the front matter that begins here is not closed",
    )
    assert problem.hint == "write a line `---` after its last line"


@pytest.mark.parametrize("dashes", ["—", "–-", "--", "----"])
def test_dashes_that_are_not_three_hyphens_are_pointed_at(dashes: str) -> None:
    [problem] = read_front(f"---\ntitle: Rivers\n{dashes}\nBody", kind="post").problems
    assert problem.hint == "write line 3 as three hyphens and nothing else: `---`"
    [problem] = read_front(f"{dashes}\ntitle: Rivers\n{dashes}\nBody", kind="post").problems
    assert problem.hint == "write this line as three hyphens and nothing else: `---`"


def test_a_file_without_front_matter_lacks_a_title_and_is_shown_one() -> None:
    [problem] = read_front("# Rivers #\n\nBody", kind="post").problems
    assert problem.message == "`title` is missing"
    assert "`title: Rivers`" in problem.hint
    assert "`title: Our new books`" in read_front("", kind="post").problems[0].hint


def test_a_list_of_titles_may_be_much_longer_than_other_front_matter() -> None:
    book = "- title: Momo\n  blurb: " + "Time and thieves. " * 20
    text = "\n".join(("---", "title: New", "books:", *[book] * 300, "---", ""))
    assert read_front(text, kind="titles").problems == ()
    [problem] = read_front(text, kind="post").problems[:1]
    assert problem.message.startswith("this is too large")


def test_front_matter_of_another_tool_is_named() -> None:
    [problem] = read_front('+++\ntitle = "x"\n+++\n', kind="post").problems
    assert "between two lines `---`" in problem.hint


# ---- Fields --------------------------------------------------------------------------------------


def test_every_field_is_read() -> None:
    front = good(
        "date: 2026-11-21 19:30",
        "updated: 2026-11-22",
        "expires: 2027-01-01T00:00Z",
        "id: post:rivers",
        "slug: rivers",
        "kind: post",
        "tags: rivers, maps, rivers",
        "audience: [children]",
        "author: Dahl, Roald",
        "summary: |",
        "  All about",
        "  rivers.",
        "image: {src: map.png, alt: A map}",
        "lang: pt_br",
        "draft: false",
        "withdrawn: no",
        "aliases: [/old/, /caf%C3%A9.html]",
        "files: [a, 'b, c.pdf']",
    )
    assert front == Front(
        title="Rivers",
        date="2026-11-21T19:30:00",
        updated="2026-11-22",
        expires="2027-01-01T00:00:00+00:00",
        id="post:rivers",
        slug="rivers",
        kind="post",
        tags=("rivers", "maps"),
        audience=("children",),
        authors=("Dahl, Roald",),
        summary="All about rivers.",
        image=Image("map.png", "A map"),
        lang="pt-BR",
        aliases=("/old/", "/café.html"),
        files=("a", "b, c.pdf"),
        lines=front.lines,
    )
    assert (front.lines["title"], front.lines["authors"], front.lines["files"]) == (2, 11, 20)


def test_there_is_a_model_for_every_kind() -> None:
    assert MODELS.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Wonder: A Novel", "Wonder: A Novel"),
        ("1984", "1984"),
        ("<b>Bold</b> & true", "<b>Bold</b> & true"),
        ("“Wonder”", "“Wonder”"),
        ("Cafe\u0301", "Café"),
        ("Qui\u00a0?", "Qui\u00a0?"),
        ("no", "no"),
    ],
)
def test_a_title_is_a_text_whatever_it_looks_like(title: str, meant: str) -> None:
    front = split(f"title: {title}").front
    assert front is not None
    assert front.title == meant


def test_empty_fields_count_as_not_written() -> None:
    assert good("date:", "tags:", "image: ~", "lang: null").date is None


def test_names_of_fields_may_have_capitals() -> None:
    made = split("Title: Rivers", "DATE: 2026-11-21")
    assert made.front == Front("Rivers", date="2026-11-21", lines={"title": 2, "date": 3})


def test_curly_quotes_around_a_value_that_is_no_prose_are_taken_away() -> None:
    front = good("date: “2026-11-21”", "tags: “a”, ‘b’", "slug: «rivers»")
    assert (front.date, front.tags, front.slug) == ("2026-11-21", ("a", "b"), "rivers")


def test_a_tag_with_a_colon_is_a_text() -> None:
    assert good("tags:", "- Wonder: A Novel", "- b").tags == ("Wonder: A Novel", "b")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2026-11-21", "2026-11-21"),
        ("2026-1-5", "2026-01-05"),
        ("2026-11-21T19:30", "2026-11-21T19:30:00"),
        ("2026-11-21 7:30:05", "2026-11-21T07:30:05"),
        ("2026-11-21T19:30:00.000Z", "2026-11-21T19:30:00+00:00"),
        ("2026-11-21T19:30:00.25+0130", "2026-11-21T19:30:00.250000+01:30"),
        ("2026-11-21 19:30:00 -0500", "2026-11-21T19:30:00-05:00"),
        ("2026-11-21 19:30 UTC", "2026-11-21T19:30:00+00:00"),
        ("2026-11-21T19:30-05", "2026-11-21T19:30:00-05:00"),
    ],
)
def test_a_moment_becomes_iso_8601(typed: str, iso: str) -> None:
    assert good(f"date: {typed}").date == iso


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("21st Nov", "write it as 2026-11-21"),
        ("Nov 21, 2025", "write it as 2025-11-21"),
        ("Saturday 3 March 2027", "write it as 2027-03-03"),
        ("21/11/2026", "write it as 2026-11-21"),
        ("11/21/2026", "write it as 2026-11-21"),
        ("11/11/2026", "write it as 2026-11-11"),
        ("3.4.2026", "write it as 2026-04-03"),
        ("2026/11/21", "write it as 2026-11-21"),
        ("11/12/2026", "write it as 2026-12-11 or 2026-11-12"),
        ("2026-13-45", "write it as year-month-day, such as 2026-11-21"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("soon", "write it as year-month-day, such as 2026-11-21"),
        ("0001-01-01", "write it as year-month-day, such as 2026-11-21"),
        ("[2026]", "write a single one; in quotes if it has brackets or braces"),
    ],
)
def test_what_is_no_day_is_refused_with_the_day_that_was_meant(typed: str, hint: str) -> None:
    problem = only(f"date: {typed}")
    assert (problem.severity, problem.line, problem.column) == ("error", 3, 7)
    assert problem.message.startswith("`date` is ")
    assert problem.hint == hint


def test_a_day_may_have_the_dashes_that_programs_make_of_hyphens() -> None:
    assert good("date: 2026–11–21").date == "2026-11-21"


def test_a_fault_reads_as_the_design_says() -> None:
    problem = only("date: 21st Nov")
    assert str(problem) == '`date` is not a day: "21st Nov"\n  hint: write it as 2026-11-21'


def test_a_time_that_no_clock_shows_is_refused() -> None:
    assert only("date: 2026-11-21 25:00").message == '`date` is not a time: "2026-11-21 25:00"'


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("../../escape", "outside its folder"),
        ("/etc/passwd", "outside its folder"),
        ("..", "outside its folder"),
        (".hidden", "full stop"),
        ("end.", "full stop"),
        ("a/b", "`/`"),
        ("a\\b", "`\\`"),
        ("a?b", "`?`"),
        ("CON", "Windows"),
        ("lpt1.txt", "Windows"),
        ('"a\\tb\\u0007"', "nobody can see"),
        ("x" * 300, "too long"),
    ],
)
def test_a_slug_that_leads_elsewhere_or_fails_on_some_system_is_refused(
    slug: str, words: str
) -> None:
    problem = only(f"slug: {slug}")
    assert problem.message.startswith("`slug` ")
    assert words in problem.message


def test_several_aliases_in_one_text_are_told_to_be_a_list() -> None:
    problem = only("aliases: /old/x,/old/y")
    assert problem.message == '`aliases` has several addresses in one text: "/old/x,/old/y"'
    assert problem.hint == "write `[/old/x, /old/y]`"
    assert problem.line == 3


@pytest.mark.parametrize(
    "alias",
    ["https://x.y/z", "//x.y/z", "/a?p=1", "/a#b", "/../x", "/%2e%2e/x", "/", "/a/con/", "/a%00b"],
)
def test_an_alias_that_is_no_path_of_this_site_is_refused(alias: str) -> None:
    problem = only(f"aliases: [/fine/, '{alias}']")
    assert problem.message.startswith("entry 2 of `aliases` ")
    assert (problem.line, problem.column) == (3, 19)


@pytest.mark.parametrize(
    "line",
    [
        "lang: english",
        "id: a b",
        "withdrawn: perhaps",
        "withdrawn:",
        "kind: pots",
        "title: [a]",
        "summary: {a: b}",
        "tags: [[a]]",
        "image: [a]",
        "image: {alt: x, src: }",
        'summary: "\\0"',
        'summary: "site\\x3a/posts/"',
    ],
)
def test_every_refusal_has_a_place_and_a_hint(line: str) -> None:
    made = split(*(["title: Rivers"] if not line.startswith("title") else []), line)
    [problem] = made.problems
    assert made.front is None
    assert problem.severity == "error"
    assert problem.line in (2, 3)
    assert problem.column >= 1
    assert problem.hint
    assert not problem.message.endswith(".")


# ---- The title -----------------------------------------------------------------------------------


def test_a_missing_title_is_an_error_with_an_example() -> None:
    made = split("date: 2026-11-21")
    [problem] = made.problems
    assert (made.front, problem.line, problem.message) == (None, 1, "`title` is missing")
    assert "`title: Our new books`" in problem.hint


@pytest.mark.parametrize("typed", ["", "~", "null", '""', "'  '"])
def test_an_empty_title_is_an_error_where_it_stands(typed: str) -> None:
    [problem] = split("x_y: 1", f"title: {typed}").problems[1:]
    assert (problem.line, problem.message) == (3, "`title` is empty")


def test_a_title_in_a_line_that_cannot_be_read_is_not_missing() -> None:
    [problem] = split("title: [Rivers", "tags: a").problems
    assert problem.line == 2
    assert "brackets" in problem.message


# ---- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("image", ["x.jpg", "{src: x.jpg}", "{src: x.jpg, alt: }"])
def test_a_picture_without_words_is_a_warning(image: str) -> None:
    made = split("title: Rivers", f"image: {image}")
    assert made.front is not None
    assert made.front.image == Image("x.jpg", "")
    [problem] = made.problems
    assert (problem.severity, problem.line) == ("warning", 3)
    assert "alt:" in problem.hint


def test_empty_words_for_a_picture_are_a_choice() -> None:
    assert good('image: {src: x.jpg, alt: ""}').image == Image("x.jpg", "")


def test_an_unknown_part_of_a_picture_is_a_warning() -> None:
    made = split("title: Rivers", "image: {src: x.jpg, alt: y, alts: z}")
    assert [str(problem) for problem in made.problems] == [
        "`alts` is not a part of `image`; did you mean `alt`?\n  hint: write `alt`"
    ]


# ---- Unpublished ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "draft: true",
        "draft: Yes",
        "Draft: 'on'",
        "draft: “true”",
        "published: false",
        "publish: no",
        "public: off",
        "status: draft",
        "status: private",
        "status: pending",
        "status: whatever",
        "private: true",
        "hidden: 1",
        "unpublished: true",
        "visibility: private",
    ],
)
def test_every_word_for_unpublished_is_obeyed_and_kept_as_typed(line: str) -> None:
    made = split("title: Rivers", line)
    assert made.problems == ()
    assert made.front is not None
    assert made.front.draft == line.replace("'", "")


def test_a_password_keeps_a_page_back_and_is_not_repeated() -> None:
    assert good("password: s3cret").draft == "password: …"
    assert good("password:").draft is None


@pytest.mark.parametrize(
    "line",
    [
        "draft: false",
        "published: true",
        "status: publish",
        "status: Published",
        "visibility: public",
        "private: no",
        "hidden: 0",
    ],
)
def test_a_word_for_published_keeps_nothing_back(line: str) -> None:
    assert good(line).draft is None


def test_one_word_for_unpublished_is_enough() -> None:
    assert good("draft: false", "published: true", "status: private").draft == "status: private"


@pytest.mark.parametrize(
    "line",
    [
        "draft: maybe",
        "draft:",
        "draft: [true]",
        "draft: {a: b}",
        "published: 2026-11-21",
        "private: 2",
        "hidden: ja",
        "status:",
        "status: []",
        "password: [x]",
        "visibility: ~",
        "darft: true",
        "hide: true",
        "publised: false",
        "withdraw: true",
        "statut: draft",
    ],
)
def test_what_may_mean_unpublished_and_cannot_be_read_is_an_error(line: str) -> None:
    assert only(line).severity == "error"


def test_both_spellings_of_a_field_are_an_error() -> None:
    assert only("author: A", "authors: [B]").message == "`author` and `authors` mean the same"
    assert only("draft: true", "Draft: false").message == "`draft` and `Draft` mean the same"


# ---- Unknown fields ------------------------------------------------------------------------------


def test_an_unknown_field_is_a_warning_with_the_near_miss() -> None:
    problem = split("titel: x", "title: y").problems[0]
    assert (problem.severity, problem.line, problem.column) == ("warning", 2, 1)
    assert problem.message == "`titel` is not a field of a post; did you mean `title`?"
    assert "a field of a page" in split("titel: x", "title: y", kind="page").problems[0].message
    assert only("olid: OL1M").message == "`olid` is not a field of a post"


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("description: x", "summary"),
        ("excerpt: x", "summary"),
        ("categories: [x]", "tags"),
        ("permalink: /x/", "slug` or `aliases"),
        ("lastmod: 2026-11-21", "updated"),
        ("thumbnail: x.jpg", "image"),
    ],
)
def test_what_other_tools_call_a_field_is_named(line: str, ours: str) -> None:
    problem = only(line)
    assert problem.severity == "warning"
    assert f"here it is called `{ours}`" in problem.message


def test_settings_that_say_nothing_of_the_page_are_passed_over() -> None:
    assert good("layout: post", "type: post").draft is None


def test_the_kind_may_be_overridden() -> None:
    made = split("title: x", "kind: page", "titel: y")
    assert made.front is not None
    assert made.front.kind == "page"
    assert "of a page" in made.problems[0].message


def test_all_faults_of_a_file_are_reported_in_their_order() -> None:
    made = split("tags: [a, b", "date: 21st Nov", "draft: maybe", "slug: a/b", "x_y: z", "lang: ??")
    assert [problem.line for problem in made.problems] == [2, 3, 4, 5, 6, 7]


# ---- For editors, for real, and for anything -----------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_json_schema_describes_every_field(kind: str) -> None:
    made = schema(kind)
    properties = made["properties"]
    assert isinstance(properties, dict)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["additionalProperties"] is False
    assert made["required"] == ["title"]
    assert {"author", "published", "layout"} <= properties.keys()
    assert all(part.get("description") for part in properties.values())


def test_the_json_schema_knows_the_entries_and_their_other_names() -> None:
    titles, reading = schema("titles"), schema("reading")
    assert titles["anyOf"] == [{"required": ["books"]}, {"required": ["file"]}]
    fields, of_reading = properties_of(titles), properties_of(reading)
    assert fields["layout"]["enum"] == ["grid", "list", "table"]
    assert {"group by", "author"} <= fields.keys()
    assert of_reading["book"]["description"] == "The same as `books`."
    parts = reading["$defs"]
    assert isinstance(parts, dict)
    assert {"BookFront", "LinkFront", "MeetingEntry", "StepEntry"} <= parts.keys()
    assert all(part["additionalProperties"] is False for part in parts.values())
    book = parts["BookFront"]
    assert book["required"] == ["title"]
    assert {"author", "shelf_mark", "shelf mark", "call number"} <= book["properties"].keys()


def properties_of(made: dict[str, object]) -> dict[str, dict[str, object]]:
    properties = made["properties"]
    assert isinstance(properties, dict)
    return properties


def test_front_matter_of_another_tool_has_warnings_at_most() -> None:
    """The shape of a real book club's pages, which another generator made."""
    made = split(
        "title: The City of Brass",
        "author: S. A. Chakraborty",
        "ltid: '19218394'",
        "olid: OL26416123M",
        "tsgid: 0f2a8a6e-6d0a-4f5e-9b1b-1d6f3f0c5a11",
        "tags: [fantasy]",
        "scheduled: true",
    )
    assert made.front is not None
    assert made.front.authors == ("S. A. Chakraborty",)
    assert made.problems
    assert not has_errors(made.problems)


def test_an_image_without_a_source_is_an_error_and_never_a_page_that_vanishes() -> None:
    for typed in ("{}", "{alt: A cat}", "{0: {}}"):
        made = split("title: Rivers", f"image: {typed}")
        assert made.front is None
        assert [p.message for p in made.problems if p.severity == "error"] == [
            "`src` of `image` is missing"
        ]


names = st.sampled_from([*MODELS["post"].model_fields, "author", "published", "status", "titel"])
values = st.one_of(
    st.text(st.characters(), max_size=20),
    st.text(alphabet="0123456789-/.: TZ+NovSt", max_size=20),
    st.sampled_from(["[a, b]", "{src: x}", "{a: {b: c}}", "'", "~", "true", "2026-11-21 19:30"]),
)


@given(st.text(st.characters()), st.sampled_from(sorted(KINDS)))
def test_no_text_raises_anything(text: str, kind: str) -> None:
    for made in (read_front(text, kind=kind), read_front(f"---\n{text}\n---\n", kind=kind)):
        assert (made.front is None) == has_errors(made.problems)


@given(st.lists(st.tuples(names, values), max_size=6))
def test_no_values_raise_anything(lines: list[tuple[str, str]]) -> None:
    made = split("title: Rivers", *(f"{name}: {value}" for name, value in lines))
    assert (made.front is None) == has_errors(made.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in made.problems)
    assert all(problem.hint for problem in made.problems)


@given(
    word=st.sampled_from(["draft", "published", "private", "hidden", "unpublished", "public"]),
    value=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
def test_nothing_that_may_be_a_draft_is_published_on_a_guess(word: str, value: str) -> None:
    made = split("title: Rivers", f"{word}: {value}")
    says_publish = (
        {"true", "yes", "on", "1"} if "publi" in word[:6] else {"false", "no", "off", "0"}
    )
    says_publish |= {"false", "no", "off", "0"} if word == "unpublished" else set()
    if made.front is not None and made.front.draft is None:
        assert value.partition("#")[0].strip(" \t\n\"'“”‘’").lower() in says_publish


# ---- A post that is something else ---------------------------------------------------------------

READING = "a field of a reading: put this file into the folder of its club, `content/clubs/<club>/`"
TITLES = "a field of a list of titles: put this file into `content/titles/`"
CLUB = "a field of a club: put this file into `content/clubs/`"


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (["book: Momo by Michael Ende"], READING),
        (
            ["Book: Momo", "starts: 2026-11-01", "plan: []", "questions: []", "meetings: []"],
            READING,
        ),
        (["books: [Momo]", "ends: 2026-12-01"], READING),
        (["books: november.csv", "group: audience"], TITLES),
        (["books: november.csv"], TITLES),
        (["place: The reading room", "how to join: Come", "meetings: []"], CLUB),
    ],
)
@pytest.mark.parametrize("kind", ["post", "page"])
def test_fields_of_another_kind_say_where_the_file_belongs(
    lines: list[str], where: str, kind: str
) -> None:
    made = split("title: Momo", *lines, kind=kind)
    names = [line.partition(":")[0] for line in lines]
    assert [problem.message for problem in made.problems] == [
        f"`{name}` is not a field of a {kind}" for name in names
    ]
    assert [problem.hint for problem in made.problems] == [f"`{name}` is {where}" for name in names]


def test_a_slip_of_a_key_is_no_field_of_another_kind() -> None:
    assert only("titles: x").hint == "write `title`"
    assert only("file: x").hint == "write `files`"
    assert only("dates: 2026-11-21").severity == "error"
    made = split("title: Owls", "plan: []", kind="club")
    assert "content/clubs" not in made.problems[0].hint
