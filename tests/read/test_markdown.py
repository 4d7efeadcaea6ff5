"""Markdown as librarians write it becomes the body that a page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libsite.read.lists import indented
from libsite.read.markdown import read_markdown
from libsite.read.smart import printed

if TYPE_CHECKING:
    from libsite.read.markup import Markup


def html(text: str) -> str:
    return read_markdown(text).html.replace("\n", "")


def messages(markup: Markup) -> list[str]:
    return [f"{p.line} {p.severity}: {p.message}" for p in markup.problems]


# ---- Lists


def test_a_list_works_without_a_blank_line_before_it() -> None:
    assert html("We have:\n- maps\n- globes") == (
        "<p>We have:</p><ul><li>maps</li><li>globes</li></ul>"
    )


def test_an_ordered_list_interrupts_a_paragraph_only_when_it_starts_with_one() -> None:
    assert "<ol><li>open</li><li>read</li></ol>" in html("How to:\n1. open\n2. read")
    assert "<ol>" not in html(
        "The library opened in\n1987. It burned in\n1990. Then it was rebuilt."
    )


def test_a_list_in_a_quotation_needs_no_blank_line_either() -> None:
    assert "<blockquote><p>See:</p><ul><li>a</li></ul></blockquote>" in html("> See:\n> - a")


def test_two_spaces_nest_a_list() -> None:
    nested = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
    assert html("- a\n  - b\n    - c\n- d") == nested
    assert html("- a\n    - b\n        - c\n- d") == nested


def test_a_paragraph_indented_by_two_spaces_belongs_to_its_item() -> None:
    assert html("- a\n\n  more\n\n- b").count("<li>") == 2
    assert "<p>more</p></li>" in html("- a\n\n  more\n\n- b")


def test_a_list_nests_below_a_number() -> None:
    for spaces in (2, 3, 4):
        assert html("1. a\n" + " " * spaces + "- b") == "<ol><li>a<ul><li>b</li></ul></li></ol>"


def test_a_fence_a_table_and_a_rule_are_not_lists() -> None:
    assert "<li>" not in html("```\ntext\n- not an item\n```")
    assert "<table>" in html("a | b\n- | -\n1 | 2")
    assert html("text\n\n* * *\n\ntext") == "<p>text</p><hr><p>text</p>"
    assert "<li>" not in html("    code\n    - code")


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "3"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3", "3"),
        ("a | b\n--|--\n1 | 2 | 3 | 4", "3 | 4"),
        ("a | b\n--|--\n| 1 | 2 |", "2"),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 | 3 |", "3"),
    ],
)
def test_a_cell_that_finds_no_column_is_told(rows: str, lost: str) -> None:
    found = messages(read_markdown(f"Hours:\n\n{rows}\n"))
    assert len(found) == 1
    assert found[0].startswith("5 warning: this row of a table has more cells")
    assert f"`{lost}` is not shown" in found[0]


@pytest.mark.parametrize(
    "rows",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 |\n| 1 | 2 | |\n| 1 \\| 2 | `3 | 4` |",
        "a | b\n--|--\n1 | 2\n1 \\| 2 | 3",
        "    | a | b |\n    |---|---|\n    | 1 | 2 | 3 |",
    ],
)
def test_a_table_that_loses_nothing_is_left_in_peace(rows: str) -> None:
    assert messages(read_markdown(rows)) == []


def test_a_table_that_lacks_a_column_is_told_once() -> None:
    text = "| a | b |\n|---|---|\n" + "| 1 | 2 | 3 |\n" * 9
    (found,) = messages(read_markdown(text))
    assert found.startswith("3 warning: ")
    assert found.endswith("and 8 more rows of it do the same")
    assert messages(read_markdown("| a | b |\n|---|---|\n| 1 | 2 |")) == []


def test_text_written_for_four_spaces_is_left_alone() -> None:
    lines = ["- a", "    - b", "", "        code", "", "1. c", "", "    d", "plain", "", "    code"]
    assert list(indented(lines)) == lines


def test_task_lists_are_characters() -> None:
    found = html("- [ ] to do\n- [x] done")
    assert '<li class="task-list-item">☐ to do</li>' in found
    assert '<li class="task-list-item">☑ done</li>' in found
    assert "<input" not in found


# ---- Inline and blocks


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('"Hello," she said', "“Hello,” she said"),
        ("the 'best' book isn't here", "the ‘best’ book isn’t here"),
        ("the '90s and 'tis", "the ’90s and ’tis"),
        ("1914--1918 and --- well...", "1914–1918 and — well…"),
        ("a ---- b .... c", "a ---- b .... c"),
        ('("in")', "(“in”)"),
    ],
)
def test_punctuation_is_printed(typed: str, shown: str) -> None:
    assert printed(typed, "") == shown


def test_quotation_marks_see_across_emphasis_and_leave_code_alone() -> None:
    assert html('"*Wonder*" and `"x"`') == '<p>“<em>Wonder</em>” and <code>"x"</code></p>'
    assert html(r"\"as typed\"") == '<p>"as typed"</p>'


def test_fences_of_both_kinds_strikethrough_and_footnotes() -> None:
    assert "<pre><code>a *b*</code></pre>" in html("~~~\na *b*\n~~~")
    assert '<code class="language-html">&lt;b&gt;</code>' in html("```html\n<b>\n```")
    assert html("~~gone~~ ~kept~") == "<p><del>gone</del> ~kept~</p>"


def test_footnotes_link_back_without_words_of_any_language() -> None:
    markup = read_markdown("Text[^1].\n\n[^1]: Note.")
    assert 'href="#fn:1"' in markup.html
    assert 'href="#fnref:1" title="↩ 1">↩︎</a>' in markup.html
    assert markup.slots == ()


def test_columns_are_aligned_by_classes() -> None:
    found = html("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert '<td class="align-left">1</td><td class="align-center">2</td>' in found
    assert '<td class="align-right">3</td>' in found
    assert "style" not in found


# ---- Headings, ids, excerpt


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# a\n\n# b", [2, 2]),
        ("## a\n\n### b\n\n## c", [2, 3, 2]),
        ("# a\n\n#### b\n\n## c", [2, 3, 3]),
        ("### a\n\n# b\n\n###### c", [2, 2, 3]),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6", [2, 3, 4, 5, 6, 6]),
        ("<h1>a</h1>\n\n<h4>b</h4>\n\n# c", [2, 3, 2]),
    ],
)
def test_headings_start_at_two_and_skip_no_level(written: str, levels: list[int]) -> None:
    markup = read_markdown(written)
    assert [heading.level for heading in markup.headings] == levels
    assert re.findall(r"<h(\d)", markup.html) == [str(level) for level in levels]
    assert re.findall(r"</h(\d)", markup.html) == [str(level) for level in levels]


def test_every_heading_has_an_id_and_keeps_its_own() -> None:
    markup = read_markdown(
        "# Öffnungs*zeiten* & mehr\n\n# Война\n\n# 🎉\n\n# x {#mine}\n\n<h2>raw</h2>"
    )
    assert [(h.text, h.id) for h in markup.headings] == [
        ("Öffnungszeiten & mehr", "offnungszeiten-mehr"),
        ("Война", "voina"),
        ("🎉", "section"),
        ("x", "mine"),
        ("raw", "raw"),
    ]
    assert markup.ids == ("mine", "offnungszeiten-mehr", "raw", "section", "voina")


def test_an_empty_heading_goes() -> None:
    assert read_markdown("#\n\n# a").html == '<h2 id="a">a</h2>'


def test_equal_headings_are_numbered_quietly() -> None:
    markup = read_markdown("# News\n\n# News\n\n# News")
    assert [heading.id for heading in markup.headings] == ["news", "news-2", "news-3"]
    assert markup.problems == ()


def test_an_id_that_stands_twice_in_raw_html_is_numbered_and_said() -> None:
    markup = read_markdown('<p id="a">1</p>\n\n<p id="a">2</p>\n', first_line=7)
    assert markup.ids == ("a", "a-2")
    assert messages(markup)[0].endswith("notice: the id `a` stands 2 times")


def test_the_excerpt_is_the_first_paragraphs_as_plain_text() -> None:
    markup = read_markdown(
        "# Title\n\n|a|b|\n|-|-|\n|1|2|\n\nTom & *Jerry*[^1] met.\n\nTwice.\n\n[^1]: x"
    )
    assert markup.excerpt == "Tom & Jerry met. Twice."
    assert read_markdown("- [x] only\n- a list").excerpt == "only a list"
    assert len(read_markdown("long words " * 90).excerpt) <= 200


# ---- Slots


def test_addresses_inside_the_site_become_slots() -> None:
    markup = read_markdown(
        "[a](../pages/about.md#hours)\n\n![b](cat%20&amp;.jpg) [c](@/posts/x.md)\n\n"
        '[d](#top) <video src="film.mp4" poster="it.jpg"></video> [e][ref]\n\n[ref]: /x?a=1&b=2\n',
        first_line=4,
    )
    assert [(s.attribute, s.target, s.line) for s in markup.slots] == [
        ("href", "../pages/about.md#hours", 4),
        ("src", "cat%20&.jpg", 6),
        ("href", "@/posts/x.md", 6),
        ("href", "#top", 8),
        ("src", "film.mp4", 8),
        ("poster", "it.jpg", 8),
        ("href", "/x?a=1&b=2", 10),
    ]
    assert [int(n) for n in re.findall(r'="slot:(\d+)"', markup.html)] == list(range(7))


def test_addresses_outside_the_site_stay() -> None:
    text = "[a](https://x.org/?a=1&b=2) <me@x.org> [c](tel:+1555) [d](//x.org/y) [e](webcal://x/y)"
    markup = read_markdown(text)
    assert markup.slots == ()
    assert 'href="https://x.org/?a=1&amp;b=2"' in markup.html
    for address in ("mailto:me@x.org", "tel:+1555", "//x.org/y", "webcal://x/y"):
        assert f'href="{address}"' in markup.html


@pytest.mark.parametrize(
    "target", [r"C:\cat.jpg", "C:/x/cat.jpg", "foo:bar", r"\server\cat.jpg", ""]
)
def test_what_no_browser_could_open_is_a_slot_to_be_reported_as_broken(target: str) -> None:
    markup = read_markdown(f"[a]({target})")
    assert [slot.target for slot in markup.slots] == [target]
    assert markup.html == '<p><a href="slot:0">a</a></p>'


def test_nobody_smuggles_in_the_addresses_of_libsite() -> None:
    markup = read_markdown('[a](slot:7) [b](site:/x/) [c](cat.jpg) `site:/posts/` href="slot:3"')
    assert [slot.target for slot in markup.slots] == ["cat.jpg"]
    assert "site:/" not in markup.html
    assert "site&#58;/posts/" in markup.html
    assert re.findall(r"slot:\d+", markup.html) == ["slot:0"]
    assert [p.message for p in markup.problems] == [
        "a `slot:` address was removed",
        "a `site:` address was removed",
    ]


# ---- Pictures


def test_a_picture_without_a_description_is_said() -> None:
    markup = read_markdown(
        '\n![](cat.jpg) <img src="dog.jpg">\n\n![A](x.jpg) <img src="y.jpg" alt="">'
    )
    assert messages(markup) == [
        "2 warning: the picture `cat.jpg` has no description",
        "2 warning: the picture `dog.jpg` has no description",
    ]
    assert markup.problems[0].hint == "write `![what it shows](cat.jpg)`"
    assert markup.html.count("<img") == markup.html.count(" alt=") == 4


def test_a_picture_from_another_site_is_not_loaded() -> None:
    markup = read_markdown("![A <cat>](https://x.org/cat.jpg) ![](//x.org/a/dog.png?s=1)")
    assert "<img" not in markup.html
    assert '<a class="remote-image" href="https://x.org/cat.jpg">A &lt;cat&gt;</a>' in markup.html
    assert '<a class="remote-image" href="https://x.org/a/dog.png?s=1">dog.png</a>' in markup.html
    assert {p.hint for p in markup.problems} == {"save it beside the file and write its name"}


def test_a_remote_picture_in_a_link_leaves_its_words() -> None:
    assert html("[![Cat](https://x.org/cat.jpg)](https://x.org)") == (
        '<p><a href="https://x.org"><span class="remote-image">Cat</span></a></p>'
    )


def test_remote_films_become_links_and_own_films_stay() -> None:
    remote = html('<video><source src="https://x.org/a.mp4">text</video>\n')
    assert remote == '<a class="remote-image" href="https://x.org/a.mp4">a.mp4</a>text'
    own = html('<audio src="a.mp3" autoplay></audio>\n')
    assert own == '<p><audio src="slot:0" controls=""></audio></p>'


# ---- Odd text


def test_liquid_is_text_and_is_said_once() -> None:
    markup = read_markdown("a\n\n{% include x.html %} {% y %}\n\n`{% code %}`", first_line=3)
    assert messages(markup) == ["5 warning: Liquid tags mean nothing here"]
    assert "{% include x.html %}" in markup.html
    assert read_markdown("`{% code %}`").problems == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://x.org:/a",
        "https://münchen.de",
        "https://📚.example/",
        "https://a:b@x.org/",
        "http://[::1]:80/",
    ],
)
def test_an_odd_address_of_another_site_is_one(address: str) -> None:
    assert read_markdown(f"[a]({address})\n").problems == ()


def test_a_bullet_of_a_word_processor_is_said_once() -> None:
    markup = read_markdown("We read:\n\n• Holes\n• Wonder\n", first_line=3)
    assert messages(markup) == ["5 warning: a word processor's bullet makes no list"]
    assert read_markdown("Mondays • Tuesdays\n\n- one • two\n").problems == ()


def test_a_shortcode_of_hugo_is_text_and_is_said_once() -> None:
    markup = read_markdown("a\n\n{{< youtube x >}} {{< y >}}\n\n`{{< code >}}`", first_line=3)
    assert messages(markup) == ["5 warning: a shortcode of Hugo means nothing here"]
    assert "{{&lt; youtube x &gt;}}" in markup.html
    assert read_markdown("`{{< code >}}`").problems == ()


def test_characters_that_cannot_be_shown_are_removed_and_said() -> None:
    markup = read_markdown("a\n\x00b\x02c\x0c\ud800d &#1;e\n", first_line=2)
    assert messages(markup) == ["3 notice: characters that cannot be shown were removed"]
    assert markup.html == "<p>a\nbcd e</p>"


def test_reading_is_a_function_of_its_arguments() -> None:
    odd = "[^1]: a\n\n*[x]: y\n\n[r]: z\n\n# h\n\n- - - *"
    first = read_markdown(odd)
    read_markdown("[" * 5000)
    read_markdown("- " * 5000 + "x")
    assert read_markdown(odd) == first
    assert read_markdown("[^1] x [r]").slots == ()
    assert read_markdown("").html == ""


MARKS = ["*", "**", "_", "~~", "[", "](", "![", ")", "]", "`", "```\n", "> ", "- ", "1. ", "# "]
LINES = [
    "\n",
    "\n\n",
    "    ",
    "|",
    "|-|-|\n",
    "{: ",
    "}",
    "{% x %}",
    "[^1]",
    "[^1]: ",
    "[ ] ",
    "---\n",
]
ELEMENTS = [
    "<div>",
    "</div>",
    "<b>",
    "<h1>",
    "</h1>",
    "<h3 id=a>",
    '<div markdown="1">',
    "<textarea>",
]
UNSAFE = ["<script>", "</script>", "<style>", "<svg onload=x>", "<p onclick=x>", "onclick=", '">']
UNSAFE += [
    '<a href="',
    "javascript:alert(1)",
    "&#106;",
    "<img src=x onerror=y>",
    "<!-- -->",
    "<!--",
]
REMOTE = ["<iframe src=//x>", "<video src=//x>", "//x", "https://x/y", "C:\\x", "slot:1", "site:/x"]
OTHERS = ["\x02", "\x03", "\0", "klzzwxh:0000", '"', "'", "--", "...", "<table><tr><td>"]
PIECES = st.sampled_from(MARKS + LINES + ELEMENTS + UNSAFE + REMOTE + OTHERS)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)
TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [^\s=>\"]+=\"[^\"]*\")*)>")
VOID = {"br", "hr", "img", "col", "source", "track", "wbr"}


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_arbitrary_text_never_raises_and_is_always_safe(text: str) -> None:
    markup = read_markdown(text)
    assert TAG.sub("", markup.html).count("<") == 0
    open_tags: list[str] = []
    for closing, tag, inside in TAG.findall(markup.html):
        assert tag not in {"script", "style", "iframe", "object", "embed", "input", "svg", "h1"}
        for name, value in re.findall(r' ([^\s=]+)="([^"]*)"', inside):
            assert not name.startswith("on")
            assert name != "style"
            assert not re.match(r"(?i)\s*(javascript|data|vbscript|site):", value)
            assert name not in {"src", "poster"} or value.startswith("slot:")
        if closing:
            assert open_tags.pop() == tag
        elif tag not in VOID:
            open_tags.append(tag)
    assert open_tags == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]|site:/", markup.html)
    used = [int(n) for n in re.findall(r'="slot:(\d+)"', TAG.sub(lambda m: m[3], markup.html))]
    assert used == list(range(len(markup.slots)))
    ids = [
        i for _, _, inside in TAG.findall(markup.html) for i in re.findall(r' id="([^"]*)"', inside)
    ]
    assert len(set(ids)) == len(ids) == len(markup.ids)


def test_liquid_below_a_paragraph_is_text_and_no_list_of_attributes() -> None:
    found = read_markdown("Text\n{% include x %}\n")
    assert found.html == "<p>Text\n{% include x %}</p>"
    assert [problem.message for problem in found.problems] == ["Liquid tags mean nothing here"]


def test_text_that_vanishes_as_a_whole_is_said() -> None:
    found = read_markdown("<?never closed", first_line=4)
    assert found.html or [problem.line for problem in found.problems] == [4]
    assert read_markdown("<!-- a note to myself -->").problems == ()
