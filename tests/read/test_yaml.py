"""YAML as people write it: values stay as typed, faults have places, traps are refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from libsite.read import events
from libsite.read.yaml import DEEPEST, load, load_list


@pytest.mark.parametrize(
    "typed",
    ["0142437247", "19:30", "no", "1.10", "2026-13-45", "0x1F", "1_000", "1e3", ".inf", "="],
)
def test_a_value_stays_what_was_typed(typed: str) -> None:
    assert load(f"name: {typed}").values == {"name": typed}


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_only_plain_nothing_is_none(typed: str) -> None:
    assert load(f"a: {typed}\nb: '{typed}'").values == {"a": None, "b": typed}


def test_lists_and_mappings_are_read() -> None:
    tree = load("a:\n- b\n- {c: d, e: [f]}\ng: |\n  h: i\n  j\n")
    assert tree.values == {"a": ["b", {"c": "d", "e": ["f"]}], "g": "h: i\nj\n"}
    assert tree.problems == ()


def test_nothing_is_an_empty_mapping() -> None:
    assert load("").values == load("# nothing\n").values == load("~").values == {}


def test_every_key_and_value_has_its_place() -> None:
    tree = load("title:  Wörter\ntags:\n  - a\n  - {b: c}\n", first_line=2)
    assert (tree.key(("title",)), tree.value(("title",))) == ((2, 1), (2, 9))
    assert tree.value(("tags", 1)) == (5, 5)
    assert (tree.key(("tags", 1, "b")), tree.value(("tags", 1, "b"))) == ((5, 6), (5, 9))


def test_a_path_that_was_not_written_has_the_place_around_it() -> None:
    tree = load("a:\n  b: c")
    assert tree.key(("a", "x", 3)) == (1, 1)
    assert tree.key(("x",)) == (0, 0)


# ---- What people write ---------------------------------------------------------------------------

AS_TYPED = [
    "Wonder: A Novel",
    "@maple",
    "`code` for all",
    "%off",
    "*New* books",
    "*Star",
    "&Juliet and Romeo",
    "& Juliet",
    "!important news",
    "!Hola",
    '"Wonder": a novel',
    "[New] books",
    "{New} books",
    "'Tis the season",
    "“Wonder: A Novel”",
    "“Wonder”",
    "We are: #1",
    "| pipes",
    "> greater",
    "- dash",
    "? why",
    ", comma",
    "] bracket",
    "'Wonder' and 'Holes'",
    '"Wonder" and "Holes"',
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_what_yaml_refuses_is_taken_as_typed(typed: str) -> None:
    tree = load(f"title: {typed}\ndate: x")
    assert tree.values == {"title": typed, "date": "x"}
    assert tree.problems == ()
    assert tree.value(("title",)) == (1, 8)


def test_a_quotation_mark_that_is_not_closed_is_taken_as_typed_with_a_warning() -> None:
    tree = load('title: "Wonder\ndate: x')
    assert tree.values == {"title": '"Wonder', "date": "x"}
    [problem] = tree.problems
    assert (problem.severity, problem.line, problem.column) == ("warning", 1, 8)


@pytest.mark.parametrize("typed", ["Wonder: A Novel", "@maple", "'Tis the season"])
def test_a_value_inside_a_list_or_mapping_is_taken_as_typed(typed: str) -> None:
    tree = load(f"books:\n  - title: {typed}\n    by: x\nimage:\n  alt: {typed}\nend: a: b\n")
    assert tree.values == {
        "books": [{"title": typed, "by": "x"}],
        "image": {"alt": typed},
        "end": "a: b",
    }


@pytest.mark.parametrize("typed", ["@maple", "*New* books", "`x`"])
def test_an_entry_of_a_list_is_taken_as_typed(typed: str) -> None:
    assert load(f"tags:\n- {typed}\n- b").values == {"tags": [typed, "b"]}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("'It's Monday'", "It's Monday"), ('"C:\\Users"', "C:\\Users"), ("a: b # note", "a: b")],
)
def test_quotation_marks_and_comments_keep_their_meaning(typed: str, meant: str) -> None:
    assert load(f"title: {typed}").values == {"title": meant}


def test_a_forgotten_space_after_the_colon_is_added() -> None:
    assert load("title:Wonder\ndate:2026-11-21").values == {"title": "Wonder", "date": "2026-11-21"}


@pytest.mark.parametrize(
    "text",
    [
        "title:\tX\ntags:\n\t- a\n\t- b\nimage:\n\tsrc: x\n\talt: y",
        "title: X\ntags:\n-\ta\n-\tb\nimage:\n\tsrc: x\n    alt: y",
    ],
)
def test_tabs_are_spaces(text: str) -> None:
    tree = load(text)
    image = {"src": "x", "alt": "y"}
    assert tree.values == {"title": "X", "tags": ["a", "b"], "image": image}
    assert tree.problems == ()


def test_mending_leaves_alone_what_is_sound() -> None:
    text = "text: |\n  a: b: c\n  @x\nlist: [a,\n  'b: c'\n]\nname: a: b"
    values = {"text": "a: b: c\n@x\n", "list": ["a", "b: c"], "name": "a: b"}
    assert load(text).values == values


def test_line_breaks_that_no_editor_shows_are_spaces() -> None:
    tree = load("a: b\u2028c: d\x85e\nf: @g")
    assert tree.values == {"a": "b c: d e", "f": "@g"}
    assert tree.key(("f",)) == (2, 1)


# ---- What is wrong, and where --------------------------------------------------------------------


def test_what_yaml_cuts_as_a_comment_is_a_warning_if_it_looks_like_a_word() -> None:
    tree = load(
        "title: We are #1\ntags: #a #b\nx: y # fine\nz: 'We are #1'\n#all fine", first_line=2
    )
    assert tree.values == {"title": "We are", "tags": None, "x": "y", "z": "We are #1"}
    first, second = tree.problems
    assert (first.severity, first.line, first.column) == ("warning", 2, 15)
    assert first.hint == 'put quotes around the value: "We are #1"'
    assert (second.line, second.column) == (3, 7)


def test_a_key_that_stands_twice_is_an_error_with_both_lines() -> None:
    [problem] = load("a: 1\nb: 2\na: 3", first_line=2).problems
    assert (problem.severity, problem.line, problem.column) == ("error", 4, 1)
    assert problem.message == "`a` stands twice, on lines 2 and 4"


def test_several_faults_are_reported_together_and_the_rest_is_read() -> None:
    tree = load("a: [b, c\nb: ok\nc: {d: e: f}\nd: x: y\ne: 1\ne: 2")
    assert tree.values == {"b": "ok", "d": "x: y", "e": "1"}
    assert [problem.line for problem in tree.problems] == [1, 3, 6]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: [b", 1, "brackets"),
        ("a: {b: c", 1, "braces"),
        ("a: b\n c: d", 2, "colon"),
        ("a: b\nprose here\n\nb: c\n", 2, "not `name: value`"),
        ("a: b\n---\nc: d", 2, "second document"),
        ("- a", 1, "not `name: value` lines"),
        ("prose", 1, "not `name: value` lines"),
        ("? [a]\n: b", 1, "a name is missing"),
        (" a: b\nc: d", 2, "does not fit"),
        ("a: b\n%c: d: e", 2, "cannot begin with"),
        ("a: [\t\n\t@]", 2, "cannot begin with `@`"),
        ("&a b: c", 1, "does not follow"),
        ("a: b\x07", 1, "U+0007"),
        ("a: b\ufeff", 1, "U+FEFF"),
        ("a: b\ud800", 1, "U+D800"),
    ],
)
def test_a_fault_has_a_line_and_plain_words(text: str, line: int, words: str) -> None:
    problem = load(text).problems[0]
    assert problem.severity == "error"
    assert problem.line == line
    assert words in problem.message
    assert problem.hint
    for jargon in ("mapping", "scalar", "token", "sequence", "anchor", "parse"):
        assert jargon not in problem.message + problem.hint


# ---- Traps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a, *a]",
        "a: &a [*a]",
        "a: &a x\nb: *a",
        "a: &a {b: c}\nd:\n  <<: *a",
        "a: &a [x]\n"
        + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
        "a: !!python/object/apply:os.system [x]",
        "a: !!str x",
        "a: !<tag:yaml.org,2002:binary> x",
    ],
)
def test_references_and_types_of_yaml_are_refused(text: str) -> None:
    tree = load(text)
    assert tree.values == {}
    assert "libsite does not follow" in tree.problems[0].message


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", "[{a: ", "a: [", "- - ["])
def test_deep_nesting_is_refused_at_once(sign: str) -> None:
    tree = load(sign * (60_000 // len(sign)))
    assert tree.problems
    assert load_list(sign * (60_000 // len(sign))).problems


def test_nesting_that_a_site_needs_is_read() -> None:
    text = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert load(text).problems == ()
    assert load(text.replace("[]", "[[]]")).problems != ()


def test_too_much_is_refused_unless_there_is_no_limit() -> None:
    text = "".join(f"key{number}: value\n" for number in range(6000))
    assert "too large" in load(text).problems[0].message
    assert len(load(text, limit=None).values) == 6000


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 60_000 + "b\nc: *",
        " " * 60_000 + "x\nc: *",
        "a: b: c" + " " * 60_000 + "x",
        "a: *\n" * 12_000,
        "a: '" * 15_000,
        "a: " + "b: " * 20_000,
        "\t" * 60_000 + "\na: *",
        "a: &b c\n" * 5000,
    ],
)
@pytest.mark.timeout(60)
def test_mending_comes_to_an_end_however_long_the_text(text: str) -> None:
    """The limit guards against quadratic work, which would take minutes; it measures nothing."""
    load(text)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"title: {typed}\ntags: [a, b]\nx: y #1" for typed in AS_TYPED]
    expected = [load(text) for text in texts]
    monkeypatch.setattr(events, "_EVENTS", yaml.SafeLoader)
    for text, tree in zip(texts, expected, strict=True):
        assert load(text) == tree
    assert load("[" * 60_000).problems


signs = st.text(alphabet="ab1 \n\t:-[]{}#&*!|>'\"%@`,?~.\\“”é\x00\ufeff", max_size=60)


@given(st.one_of(st.text(st.characters()), signs))
def test_no_text_raises_anything(text: str) -> None:
    for tree in (load(text), load_list(text)):
        lines = text.count("\n") + 1
        assert all(1 <= problem.line <= lines for problem in tree.problems)
        assert all(problem.column >= 1 for problem in tree.problems)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"))
)
def test_any_value_on_one_line_is_read_without_an_exception_to_its_words(value: str) -> None:
    tree = load(f"title: {value}\nafter: x")
    title = tree.values.get("title")
    if not tree.problems and isinstance(title, str) and "#" not in value:
        # What is left of quotation marks and escapes apart, nothing is lost or invented.
        assert title.strip("'\" ") in value.replace("''", "'") or "\\" in value
