"""Shortcodes among Markdown: found, checked, and put where they stand."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libsite.model import Book, Shortcode
from libsite.read.blocks import DEEPEST, ENOUGH
from libsite.read.forms import FORMS
from libsite.read.markdown import read_markdown
from libsite.read.shortcodes import option_names

if TYPE_CHECKING:
    from libsite.read.markup import Markup

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs/guides/shortcodes.md"


def html(text: str) -> str:
    markup = read_markdown(text)
    assert markup.problems == ()
    return markup.html.replace("\n", "")


def said(text: str, *, first_line: int = 1) -> list[str]:
    problems = read_markdown(text, first_line=first_line).problems
    return [f"{p.line} {p.severity}: {p.message}" for p in problems]


def hints(text: str) -> list[str]:
    return [problem.hint for problem in read_markdown(text).problems]


# ---- Books, shelves, films


def test_a_book_is_a_place_in_the_text_and_no_paragraph() -> None:
    markup = read_markdown("Read this:\n\n::: book 9780316381994\n\nSoon.", first_line=5)
    assert markup.html == (
        '<p>Read this:</p>\n<libsite-shortcode n="0"></libsite-shortcode>\n<p>Soon.</p>'
    )
    assert markup.shortcodes == (Shortcode("book", "9780316381994", line=7),)
    assert markup.problems == ()


@pytest.mark.parametrize(
    "written",
    [
        "::: book 978-0-316-38199-4",
        ":::book 9780316381994",
        "::: Book ISBN 0316381993",
        ":::: book 9780316381994",
        "::: book 9780316381994\n:::",
        "text\n::: book 9780316381994",
    ],
)
def test_a_book_may_be_written_in_several_ways(written: str) -> None:
    markup = read_markdown(written)
    assert [code.target for code in markup.shortcodes] == ["9780316381994"]
    assert markup.problems == ()


def test_books_may_stand_line_below_line() -> None:
    markup = read_markdown("::: book Wonder\n::: book Frindle\n::: shelf")
    assert [(code.name, code.target, code.line) for code in markup.shortcodes] == [
        ("book", "Wonder", 1),
        ("book", "Frindle", 2),
        ("shelf", "", 3),
    ]


def test_a_note_is_what_a_librarian_says() -> None:
    markup = read_markdown("::: book The Wild Robot\nnote: Our readers: could *not* stop.\n:::")
    assert markup.shortcodes == (
        Shortcode("book", "The Wild Robot", note="Our readers: could *not* stop.", line=1),
    )


def test_a_book_that_stands_on_no_list_is_described_below() -> None:
    text = (
        "::: book The Wild Robot by Peter Brown\nyear: 2016\nsubjects: [robots, islands]\n"
        "blurb: |\n  One.\n\n  Two.\n:::"
    )
    (code,) = read_markdown(text, first_line=3).shortcodes
    assert code.book == Book(
        "The Wild Robot",
        ("Peter Brown",),
        year=2016,
        subjects=("robots", "islands"),
        blurb="One.\n\nTwo.",
        line=3,
    )
    (code,) = read_markdown("::: book 9780316381994\ntitle: Robot\nauthor: B\n:::").shortcodes
    assert code.book == Book("Robot", ("B",), isbn="9780316381994", line=1)


def test_a_shelf_and_a_film_have_their_options() -> None:
    text = "::: shelf ../titles/may.md\ntitle: For May\nlimit: 4\n:::\n\n"
    markup = read_markdown(text + "::: video https://youtu.be/x\ntitle: A film\n:::")
    assert markup.shortcodes == (
        Shortcode("shelf", "../titles/may.md", title="For May", limit=4, line=1),
        Shortcode("video", "https://youtu.be/x", title="A film", line=6),
    )
    assert [*re.findall(r'n="(\d)"', markup.html)] == ["0", "1"]


# ---- Figures and boxes


def test_a_figure_has_a_caption_and_a_credit_in_markdown() -> None:
    text = (
        "::: figure corner.png\nalt: Three children\ncaption: The new corner, on its *first* day.\n"
        "credit: Drawing by [us](us.md)\n:::"
    )
    assert html(text) == (
        '<figure class="figure"><img src="slot:0" alt="Three children"><figcaption>The new corner,'
        ' on its <em>first</em> day. <span class="credit">Drawing by <a href="slot:1">us</a></span>'
        "</figcaption></figure>"
    )
    assert [(slot.target, slot.line) for slot in read_markdown(text).slots] == [
        ("corner.png", 1),
        ("us.md", 4),
    ]


def test_a_figure_without_a_description_is_said_and_an_empty_one_is_a_choice() -> None:
    assert said("\n::: figure cat.png\ncaption: A cat\n:::\n\n![](dog.png)") == [
        "2 warning: the picture `cat.png` has no description",
        "6 warning: the picture `dog.png` has no description",
    ]
    assert html('::: figure cat.png\nalt: ""\n:::') == (
        '<figure class="figure"><img src="slot:0" alt=""></figure>'
    )
    assert said("::: figure cat.png\nalt:\n:::") == [
        "1 warning: the picture `cat.png` has no description"
    ]


def test_signs_in_a_description_do_not_leave_it() -> None:
    found = html('::: figure "x".png\nalt: \'"><script>\'\n:::')
    assert "<script" not in found
    assert 'alt="&quot;&gt;&lt;script&gt;"' in found


def test_a_callout_holds_markdown_and_other_shortcodes() -> None:
    markup = read_markdown(
        "::: callout Bring *your* card\nNote: text in **Markdown**.\n\n- one\n- two\n\n"
        "::: book Wonder\n\n::: spoiler The end\n\nHe [lives](a.md).\n\n:::\n\n"
        "::: figure a.png\nalt: A\n:::\n:::\n\nAfter."
    )
    assert markup.html.replace("\n", "") == (
        '<div class="callout" role="note"><p class="callout-title">Bring <em>your</em> card</p>'
        "<p>Note: text in <strong>Markdown</strong>.</p><ul><li>one</li><li>two</li></ul>"
        '<libsite-shortcode n="0"></libsite-shortcode>'
        '<details class="spoiler"><summary>The end</summary><p>He <a href="slot:0">lives</a>.</p>'
        '</details><figure class="figure"><img src="slot:1" alt="A"></figure></div><p>After.</p>'
    )
    assert [slot.line for slot in markup.slots] == [11, 15]


def test_notes_may_have_a_title() -> None:
    assert html("::: notes\nWe said.\n:::") == '<div class="notes"><p>We said.</p></div>'
    assert html("::: notes In May\nWe said.\n:::") == (
        '<div class="notes"><p class="notes-title">In May</p><p>We said.</p></div>'
    )


def test_a_title_is_not_taken_for_the_beginning_of_the_text() -> None:
    found = html("::: callout Title\n:   no definition\n\n    code\n:::")
    assert '<p class="callout-title">Title</p>' in found


def test_a_line_of_colons_closes_a_box_and_not_the_book_above_it() -> None:
    found = html("::: notes\n\n::: book X\n\n:::\n\nAfter.")
    assert found == (
        '<div class="notes"><libsite-shortcode n="0"></libsite-shortcode></div><p>After.</p>'
    )


def test_headings_and_notes_in_a_box_are_those_of_the_page() -> None:
    markup = read_markdown("# One\n\n::: callout T\n\n## Two\n\nText[^1].\n\n:::\n\n[^1]: Note.")
    assert [(h.level, h.text) for h in markup.headings] == [(2, "One"), (3, "Two")]
    assert markup.html.index("</div>") < markup.html.index('class="footnote"')


# ---- Where they are text


def test_colons_after_a_backslash_are_text_everywhere() -> None:
    assert html(r"\::: book Wonder") == "<p>::: book Wonder</p>"
    assert html("- \\::: book Wonder") == "<ul><li>::: book Wonder</li></ul>"
    assert html(r"`\:::`") == r"<p><code>\:::</code></p>"


@pytest.mark.parametrize(
    "code",
    [
        "```\n::: book X\n:::\n```",
        "~~~\n::: oh\n~~~",
        "    ::: book X",
        "text `::: book X` text",
        "<!-- ::: book\n::: X -->",
        "<pre>\n::: book X\n</pre>",
    ],
)
def test_code_and_comments_are_left_alone(code: str) -> None:
    markup = read_markdown(code)
    assert markup.problems == ()
    assert markup.shortcodes == ()
    assert "\x02" not in markup.html
    assert "line:" not in markup.html


@pytest.mark.parametrize(
    "text",
    ["- ::: book X", "> ::: book X", "<div>\n::: book X\n</div>", "1. a\n\n   ::: book X\n   :::"],
)
def test_one_in_a_list_a_quotation_or_html_is_text_and_said(text: str) -> None:
    markup = read_markdown(text, first_line=3)
    assert markup.problems[0].line == 3 + text.partition(":::")[0].count("\n")
    assert {p.message for p in markup.problems} == {"this `:::` is no shortcode here"}
    assert "::: book X" in markup.html


@pytest.mark.parametrize("text", ["::BOOK Momo", "Read this:\n:: book Momo\nSoon.", "  :: shelf"])
def test_two_colons_before_the_name_of_a_shortcode_are_text_and_said(text: str) -> None:
    markup = read_markdown(text, first_line=3)
    (problem,) = markup.problems
    assert problem.line == 3 + text.partition("::")[0].count("\n")
    assert problem.message == "this `::` begins no shortcode; did you mean `:::`?"
    assert problem.hint == "write three colons; for mere colons, `\\::`"
    assert "line:" not in markup.html


@pytest.mark.parametrize(
    "text",
    [
        ":: other",
        ":: books",
        "::: book X\nnote: |\n  :: book Y\n:::",
        "```\n:: book X\n```",
        "    :: book X",
        "\\:: book X",
        "a :: book X",
        "<!-- \n:: book X\n-->",
    ],
)
def test_other_pairs_of_colons_are_just_that(text: str) -> None:
    assert read_markdown(text).problems == ()


def test_colons_at_the_start_of_a_line_of_an_option_belong_to_it() -> None:
    (code,) = read_markdown("::: book X\nnote: |\n  ::: y\n:::").shortcodes
    assert code.note == "::: y"


def test_colons_among_words_are_just_that() -> None:
    assert html("a ::: book b, and c:::d") == "<p>a ::: book b, and c:::d</p>"
    assert html("Term\n:   What it means") == "<dl><dt>Term</dt><dd>What it means</dd></dl>"


# ---- What is wrong with them


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("bok", "book"),
        ("note", "callout"),
        ("tip", "callout"),
        ("WARNING", "callout"),
        ("info", "callout"),
        ("important", "callout"),
        ("youtube", "video"),
        ("vimeo", "video"),
        ("image", "figure"),
        ("img", "figure"),
        ("spoilers", "spoiler"),
    ],
)
def test_an_unknown_name_is_answered_with_the_one_that_was_meant(name: str, meant: str) -> None:
    found = read_markdown(f"\n::: {name} x\n\ntext\n\n:::", first_line=7).problems[0]
    assert (found.line, found.severity) == (8, "error")
    assert found.message == f"there is no shortcode `{name}`; did you mean `{meant}`?"
    assert found.hint == f"write `::: {meant}`"


def test_a_name_like_no_other_is_answered_with_all_of_them() -> None:
    assert said("::: zzz\ntext\n:::") == ["1 error: there is no shortcode `zzz`"]
    assert said("::: {.note}\ntext\n:::") == ["1 error: there is no shortcode `{.note}`"]
    for name in FORMS:
        assert f"`{name}`" in hints("::: zzz")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: callout T\n\ntext", ["1 error: `::: callout` is not closed"]),
        ("::: notes\n\n::: spoiler S\n\n:::", ["1 error: `::: notes` is not closed"]),
        ("a\n\n::: book X\nnote: y\n\nb", ["3 error: `::: book` is not closed"]),
        ("::: book X\nnote: y\n::: book Z", ["1 error: `::: book` is not closed"]),
        ("a\n\n:::", ["3 error: this `:::` closes nothing"]),
        ("::: book\nMomo\n:::", ["2 error: `Momo` is no option of `::: book`"]),
        ("::: book X\nnote: y\n\nb\n:::", ["1 error: `::: book` is not closed"]),
        ("::: book X\n\n:::", ["3 error: this `:::` closes nothing"]),
        ("::: book X\nSome text.", ["2 error: `Some text.` is no option of `::: book`"]),
        (
            "::: figure a.png\nalt: A\ncaptoin: B\n:::",
            ["3 error: `captoin` is not an option of `::: figure`; did you mean `caption`?"],
        ),
        ("::: shelf\nnote: x\n:::", ["2 error: `note` is not an option of `::: shelf`"]),
        ("::: shelf\nlimit: many\n:::", ['2 error: `limit` is not a whole number: "many"']),
        ("::: shelf\nlimit: 0\n:::", ["2 error: `limit` is too small"]),
        ("::: book\n", ["1 error: `::: book` needs an ISBN or a title after its name"]),
        (
            "::: figure\nalt: x\n:::",
            ["1 error: `::: figure` needs the file of a picture after its name"],
        ),
        ("::: callout\nx\n:::", ["1 error: `::: callout` needs a title after its name"]),
        ("::: spoiler\nx\n:::", ["1 error: `::: spoiler` needs a title after its name"]),
        ("::: video https://x.org", ["1 warning: `::: video` has no title"]),
        (
            "::: book 9780316381994\nyear: 2016\n:::",
            ["1 error: `::: book` describes a book without saying its title"],
        ),
        (
            "::: figure a.png\nalt: x\nalt: y\n:::",
            ["3 error: `alt` stands twice, on lines 2 and 3"],
        ),
        (
            "::: book site:/x",
            [
                "1 error: what stands after `::: book` contains `site:/`, which is libsite's own",
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, expected: list[str]) -> None:
    assert said(text) == expected
    assert said("x\n\n" + text, first_line=11) == [
        re.sub(r"\d+", lambda n: str(int(n[0]) + 12), one, count=1)
        if "twice" not in one
        else "15 error: `alt` stands twice, on lines 14 and 15"
        for one in expected
    ]


def test_a_wrong_isbn_is_told_while_reading() -> None:
    (found,) = read_markdown("\n::: book 9780316381995").problems
    assert (found.line, found.severity) == (2, "error")
    assert found.message.startswith("the ISBN after `::: book` ")
    assert read_markdown("::: book 1984").problems == ()


def test_a_fault_in_what_a_book_says_is_on_its_line() -> None:
    (found,) = read_markdown("::: book Wonder\nauthor: R\nyear: soon\n:::").problems
    assert (found.line, found.severity) == (3, "error")
    assert "`year`" in found.message


def test_shortcodes_stand_inside_each_other_to_a_limit() -> None:
    deep = "::: callout T\n\n" * DEEPEST + "x\n\n" + ":::\n\n" * DEEPEST
    assert said(deep) == []
    deeper = "::: callout T\n\n" + deep + ":::"
    assert said(deeper) == [
        f"{2 * DEEPEST + 1} error: shortcodes stand inside each other more than {DEEPEST} deep"
    ]


def test_other_problems_keep_their_lines() -> None:
    text = (
        "---\n\n::: callout T\n\n![](a.png)\n\n:::\n\n::: book X\nnote: y\n:::\n\n"
        "[l](b.md) {% x %}\n\n<script>x</script>\n\n> ::: z\n"
    )
    markup = read_markdown(text, first_line=10)
    assert sorted(p.line for p in markup.problems) == [14, 22, 24, 26]
    assert [(slot.target, slot.line) for slot in markup.slots] == [("a.png", 14), ("b.md", 22)]


def test_one_that_is_lost_in_html_without_an_end_is_said() -> None:
    text = "a <textarea>b\n\n::: book X\n\n::: book Y"
    assert said(text, first_line=4)[-2:] == [
        "6 warning: `::: book` cannot be shown, since HTML before it has no end",
        "8 warning: `::: book` cannot be shown, since HTML before it has no end",
    ]


def test_an_error_leaves_no_html() -> None:
    markup = read_markdown("Text.\n\n::: bok X\n\n::: book Y")
    assert (markup.html, markup.shortcodes, markup.excerpt) == ("", (), "")


# ---- The first words


def test_the_excerpt_begins_with_prose_and_spoils_nothing() -> None:
    text = (
        "::: callout Bring your card\nSummer *hours*.\n:::\n\n::: spoiler End\n"
        "<details>\n<summary>In it</summary>\n</details>\n\nHe dies.\n:::\n\n"
        "::: figure a.png\nalt: A\ncaption: Cap.\n:::\n\nMore."
    )
    assert read_markdown(text).excerpt == "Summer hours. More."
    assert read_markdown("::: callout Bring your card\n:::").excerpt == "Bring your card"
    assert read_markdown("::: book X").excerpt == ""


# ---- Hostile text


@pytest.mark.parametrize(
    "forged",
    [
        '<libsite-shortcode n="0"></libsite-shortcode>',
        '<libsite-shortcode n="0">',
        '&lt;libsite-shortcode n="0">&lt;/libsite-shortcode>',
        '<div class="libsite-0"></div>',
        "\x02shortcode:0\x03",
        "\x02line:1\x03",
        "&#2;shortcode:0&#3;",
    ],
)
def test_nobody_writes_a_place_by_hand(forged: str) -> None:
    markup = read_markdown(f"{forged}\n\n::: book X\n\n{forged}\n")
    assert markup.html.count("<libsite-shortcode") == 1
    assert "<libsite-shortcode" not in read_markdown(forged).html


@pytest.mark.parametrize(
    "text",
    [
        ":::\n\n" * 4000,
        "::: book\n\n" * 2000,
        "::: callout x\n\n" * 1400,
        "- ::: x\n\n" * 2000,
        "".join(f"::: name{n}\n\n" for n in range(1800)),
    ],
)
def test_faults_are_told_up_to_a_number(text: str) -> None:
    assert len(read_markdown(text).problems) == ENOUGH


PIECES = [
    ":::",
    "::: ",
    "::::",
    "book",
    "::: book X\n",
    "::: bok\n",
    "::: callout T\n",
    "::: spoiler T\n",
    "::: notes\n",
    "::: figure a.png\n",
    "::: shelf\n",
    "::: video https://x\n",
    "\n:::\n",
    "\n",
    "\n\n",
    "note: y\n",
    "alt: ",
    'alt: ""\n',
    "blurb: |\n  a\n",
    "links: {a: b}\n",
    "title: [",
    "- ",
    "> ",
    "    ",
    "```\n",
    "<div>\n",
    "</div>\n",
    "<!--",
    "-->",
    "<code>",
    "<details>",
    "\\",
    "\x02",
    "\x03",
    ":   x\n",
    "|a|\n|-|\n",
    "[^1]: x\n",
    "# h\n",
    "<textarea>",
    "<p>",
    "<select>",
    "<libsite-shortcode n=0>",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)
TAG = re.compile(r"<(/?)([a-z0-9-]+)((?: [^\s=>\"]+=\"[^\"]*\")*)>")
VOID = {"br", "hr", "img", "col", "source", "track", "wbr"}


def places(markup: Markup) -> list[int]:
    return [int(n) for n in re.findall(r'<libsite-shortcode n="(\d+)"></libs', markup.html)]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_arbitrary_text_never_raises_and_every_place_is_a_shortcode(text: str) -> None:
    markup = read_markdown(text)
    found = places(markup)
    assert set(found) <= set(range(len(markup.shortcodes)))
    assert all(earlier < later for earlier, later in pairwise(sorted(found)))
    assert markup.html.count("<libsite-shortcode") == len(found)
    assert not re.search(r"[\x00-\x08\x0b-\x1f]|<[^>]* class=\"libsite-", markup.html)
    lost = sum("has no end" in problem.message for problem in markup.problems)
    assert len(found) + lost == len(markup.shortcodes)
    open_tags: list[str] = []
    for closing, tag, _ in TAG.findall(markup.html):
        if closing:
            assert open_tags.pop() == tag
        elif tag not in VOID:
            open_tags.append(tag)
    assert open_tags == []
    lines = text.count("\n") + 1
    assert all(0 <= problem.line <= lines for problem in markup.problems)
    assert read_markdown(text) == markup


# ---- The guide


def test_the_guide_names_every_shortcode_and_option() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for name in FORMS:
        assert f"\n::: {name}" in guide
        assert re.search(rf"^## .*`{name}`", guide, re.MULTILINE) or f"`::: {name}`" in guide
        for option in option_names(name):
            assert f"`{option}`" in guide
