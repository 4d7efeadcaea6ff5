"""What is skipped changes nothing: our parts of Python-Markdown and its own give the same bytes."""

from __future__ import annotations

import re
import sys
from functools import partial
from types import MethodType
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor, SimpleTagPattern

from libsite.read import bounds, inline, markdown, parser
from libsite.read.inline import InlineExtension
from libsite.read.lean import LeanExtension
from libsite.read.parser import ParserExtension
from libsite.read.smart import printed

if TYPE_CHECKING:
    from collections.abc import Callable

    Render = Callable[[str], str]

NEVER = ("\0",)
"""The sign of something that no text holds."""


class Nothing(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown's
        pass


# ---- Setting both up


def set_of(*names: str) -> tuple[Render, Render]:
    """Return how the original renders with those extensions, and how ours does."""
    original = Markdown(extensions=names)
    ours = Markdown(extensions=[ParserExtension(), InlineExtension(), *names, LeanExtension()])
    return said_by(original), said_by(ours)


def whole_set(*, bounded: bool) -> tuple[Render, Render]:
    """Return how the original renders with all of libsite's extensions, and how ours does."""
    names = ("ParserExtension", "InlineExtension", "LeanExtension")
    patches: dict[str, Any] = {**dict.fromkeys(names, Nothing), "_Converter": Markdown}
    with mock.patch.multiple(markdown, **patches):
        original, shortcodes, _ = markdown._converter.__wrapped__(tildes=True, bounded=bounded)
    attributes: Any = original.treeprocessors["attr_list"]
    attributes.run = MethodType(AttrListTreeprocessor.run, attributes)
    ours, others, _ = markdown._converter.__wrapped__(tildes=True, bounded=bounded)
    return said_by(original, shortcodes.begin), said_by(ours, others.begin)


def said_by(converter: Markdown, begin: Callable[..., None] | None = None) -> Render:
    def said(text: str) -> str:
        if begin:
            begin("token", first_line=1)
        try:
            return converter.reset().convert(text)
        except bounds.TooTangledError as tangle:
            converter.parser.state.clear()
            return f"{tangle.message}: {tangle.text}"

    return said


SETS: dict[str, Callable[[], tuple[Render, Render]]] = {
    "none": set_of,
    "extra": partial(set_of, "extra"),
    "libsite": partial(whole_set, bounded=True),
    "libsite, small pages": partial(whole_set, bounded=False),
}


@pytest.fixture(scope="module", params=SETS)
def renders(request: pytest.FixtureRequest) -> tuple[Render, Render]:
    return SETS[str(request.param)]()


# ---- Texts

SIGNS = st.sampled_from(list("`*_~[]()<>!\\&;:|#\"'{}=+-. \n^@/\t1x"))
INLINE = st.sampled_from(
    "*a* **b** ***c*** _d_ __e__ ___f___ ~~g~~ `h` ``i`j`` \\* \\[ \\` \\_ \\~ \\# \\: &amp; &copy;"
    " &#42; &#x5f; & &; <b>k</b> <br> <!--l--> <?m?> </i> <https://n.example/_o_> <p@q.example>"
    " [r](s) [r](<s> 't') [*r*](s\"t\") ![u](v) ![*u*](v) [w][x] [w][] [x] ![w][x] ![x] [^1] [^z]"
    " [a[b]c](d) [a](b(c)d) **a*b**c* *a**b*c** _a__b_ *a_b*c_ {.y} {#z} {: .y q=1} {% t %} HTML"
    ' "q" \'q\' -- --- ... "*q*" 90s x_y_z 2*3*4 http://a.example/b_c site:/ [[a]] [](b) ![](c)'
    " a|b `a|b` ::: ́ word longer&ndash;word".split(" ")
)
BLOCKS = st.sampled_from(
    [
        *("# a", "## b #", "a\n=", "b *c*\n---", "---", "* * *", "_ _ _", "- - -", "   ***", ""),
        *("- a", "* b", "+ c", "1. d", "2. e", "  - f", "    - g", "    h", "        i", "\tj"),
        *("- [ ] k", "- [x] l", "> m", "> - n", "> > o", ">p", "q\n:   r", ":   s", "t\n: u"),
        *("[x]: y", "[x]: <y> 'z'", "[X]:\n    y", "[^1]: z", "[^1]:\n    z", "*[HTML]: h"),
        *("| a | b |\n| - | -: |\n| c | *d* |", "a | b\n--|--\n`c|d` | e", "|a|\n|-|", "a\nb  \nc"),
        *("```\na *b*\n```", "~~~ python\nc\n~~~", "```\nnot closed", "!!! note\n    a", "!!! b"),
        *("<div>a</div>", '<div markdown="1">\n*b*\n</div>', "<p markdown>*c*</p>", "<hr>"),
        *("<!-- d -->", "<pre>\n*e*\n</pre>", "<b>f</b> *g*", "&copy; h", "<a", "<ul><li>i"),
        *("::: callout a", ":::", "::: book 9780316381994", "::: spoiler b\n*c*\n:::", ":: note"),
        *("::: figure d.jpg\nalt: \ncaption: *e*\n", "f {.g}", "## h {#i .j}", "- k {.l}", "\\# m"),
        *("word " * 30, "*w* " * 90, "a_ " * 40, "[" * 30, "a.\n- b", "1986. a", "١. b"),
    ]
)
PIECE = st.one_of(INLINE, INLINE, SIGNS, BLOCKS.map("\n{}\n".format), st.text(max_size=5))
TEXTS = st.lists(st.tuples(PIECE, st.sampled_from(["", " ", "\n", "\n\n"])), max_size=25).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)


@given(TEXTS)
@settings(max_examples=max(300, settings().max_examples))
def test_every_text_is_rendered_as_the_original_renders_it(
    renders: tuple[Render, Render], text: str
) -> None:
    original, ours = renders
    assert ours(text) == original(text)


@given(st.text(alphabet="*_~ab `[]()!\\<>\n", max_size=30))
@settings(max_examples=max(300, settings().max_examples))
def test_signs_in_any_order_are_rendered_as_the_original_renders_them(
    renders: tuple[Render, Render], text: str
) -> None:
    original, ours = renders
    assert ours(text) == original(text)


@pytest.mark.parametrize(
    "text",
    [
        "*a **b *c `d` e* f** g*",
        "*a **b *c* `d` x `e` f** g*",
        "**a *b **c [d](e) f** `g` *h* i* j**",
        "- # a\n  b *c* d `e` f **g** h",
        '<div markdown="1">a *b* c<p>d</p> *e* f `g` h *i* j</div>',
        '<div markdown="1">\n<pre>a &amp; HTML</pre> *b* HTML &amp; `c`\n</div>\n\n*[HTML]: d',
        "[a *b* c **d** `e`](f) g *[h `i` j](k) l*",
        "a[^1] b[^1] *c[^2]*\n\n[^2]: *d* `e` f[^1]\n[^1]: g\n\n    - h[^2]",
        "![a `b` *c*](d) ![*e*][f] [![g](h)](i)\n\n[f]: j",
        "<b>*a `b`* c</b> <i title='*d*'>e</i> `<b>` \\<b\\>",
        "a &#65 b &copy c &d e",
        "\x02klzzwxh:0000\x03 *a*",
    ],
)
def test_what_stands_in_something_else_is_rendered_as_the_original_renders_it(
    renders: tuple[Render, Render], text: str
) -> None:
    original, ours = renders
    assert ours(text) == original(text)


# ---- Each row of the tables is needed, and each is watched

WATCHED = [
    *("`a`", "\\*", "[a](b)", "![a](b)", "<https://a.example/>", "<a@b.example>", "a  \nb", "*a*"),
    *("a <b>c</b>", '"&amp;"a', "[^1]\n\n[^1]: a", "_a_", "~~a~~", '<div markdown="1">*a*</div>'),
    *(
        "!!! a",
        "!!! note\n    a",
        "!!! note\n    a\n\n    b",
        "- a\n\n    b",
        "a\n:   b\n\n    c",
        "    a",
    ),
    *("a|b\n-|-\nc|d", "# a", "a\n# b", "a\n=", "a\n-", "---", "a\n\n* * *", "___", " - - -"),
    *("1. a", "- a", "+ a", "* a", " - a", "a\n: b", "> a", "a\n> b", "[a]\n\n[a]: b"),
    *("*[a]: b\n\na", "x\n*[a]: b\n\na"),
]
ROWS: list[tuple[dict[Any, tuple[str, ...]], Any, str]] = [
    *((inline._SIGNS, rule, sign) for rule, signs in inline._SIGNS.items() for sign in signs),
    *((parser._SIGNS, rule, sign) for rule, signs in parser._SIGNS.items() for sign in signs),
]


@pytest.mark.parametrize(
    ("table", "rule", "sign"),
    ROWS,
    ids=[
        f"{getattr(rule, '__name__', '') or rule.pattern[:12]} {sign!r}" for _, rule, sign in ROWS
    ],
)
def test_a_sign_that_is_overlooked_is_noticed(
    table: dict[object, tuple[str, ...]], rule: object, sign: str
) -> None:
    wrong = tuple(one for one in table[rule] if one != sign) or NEVER
    with mock.patch.dict(table, {rule: wrong}):
        pairs = [made() for made in SETS.values()]
        assert any(ours(text) != original(text) for original, ours in pairs for text in WATCHED)


# ---- What a third extension may bring


class Old(SimpleTagPattern):
    """A pattern of the old kind, not to be used in links, that passes over a `b`."""

    ANCESTOR_EXCLUDES = ("A",)

    def handleMatch(self, m: re.Match[str]) -> Any:  # noqa: ANN401, N802 - Python-Markdown's
        return None if m[3] == "b" else super().handleMatch(m)


class New(InlineProcessor):
    """One that refuses, passes over and takes what it finds, in turn."""

    ANCESTOR_EXCLUDES = ("strong",)
    calls = 0

    def handleMatch(  # type: ignore[override] # noqa: N802 - a name of Python-Markdown's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - which it gives to all
    ) -> tuple[str | None, int | None, int | None]:
        self.calls += 1
        if self.calls % 3 == 0:
            return None, None, None
        return ("X" if self.calls % 3 == 1 else None), m.start(0), m.end(0)


class Third(Extension):
    """Unknown patterns, one of them under a name of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown's
        md.inlinePatterns.register(Old(r"(\^)([^^]+)\^", "sup"), "old", 65)
        md.inlinePatterns.register(New(r"x+", md), "new", 55)
        ticks = SimpleTagInlineProcessor(r"(')([^']+)'", "q")
        md.inlinePatterns.register(ticks, "backtick", 190)


@pytest.mark.parametrize(
    "text",
    [
        "a ^b^ c ^*d*^ e ^f^ ^b^ ^g^",
        "[a ^g^](c) ^d [e](f)^ *^h^*",
        "x xx **x** *x* xxx x [x](x) x",
        "'a `b` c' 'd *e* f'",
        "^a^ *^b^* 'x ^c^ x' **^d^ x** x\n\nx ^e^\n\n- 'x'\n- ^x^",
    ],
)
def test_patterns_that_nobody_knows_are_tried_as_ever(text: str) -> None:
    original = Markdown(extensions=["extra", Third()])
    ours = Markdown(extensions=[ParserExtension(), InlineExtension(), "extra", Third()])
    assert ours.convert(text) == original.convert(text)


def test_patterns_that_are_registered_between_two_texts_are_seen() -> None:
    converter = Markdown(extensions=[InlineExtension()])
    assert converter.convert("=a=") == "<p>=a=</p>"
    converter.inlinePatterns.register(SimpleTagInlineProcessor("(=)([a-z]+)=", "u"), "u", 1)
    assert converter.reset().convert("=a=") == "<p><u>a</u></p>"
    converter.inlinePatterns.deregister("u")
    assert converter.reset().convert("=a=") == "<p>=a=</p>"


def test_the_parser_may_come_after_extensions_that_know_the_old_one() -> None:
    late = Markdown(extensions=["extra", "admonition", ParserExtension()])
    text = "a[^1]\n\n[^1]: > b\n    > - c\n\n!!! note\n    - d\n\n    > e"
    assert late.convert(text) == Markdown(extensions=["extra", "admonition"]).convert(text)


# ---- Quick looks of libsite's own


TYPED = re.compile(r"""(?<!-)-{2,3}(?!-)|(?<!\.)\.{3}(?!\.)|["']""")
"""What was typed and is to be printed, said at length."""


@given(st.text(alphabet="-.\"'a \n", max_size=40))
def test_what_is_printed_is_what_was_typed_and_nothing_else(text: str) -> None:
    assert TYPED.sub("?", text) == re.sub("[“”‘’…—–]", "?", printed(text, ""))


TANGLED = st.sampled_from(
    [
        "\na ",
        "\n\na ",
        *"* ** _ __ ~~ ` `` [ ] ( ) ]( [](  ![ \\ b *a *a* [a](b) <b> </b>".split(" "),
    ]
)
"""Each line begins with a letter, so that no list or quotation is nested."""


@given(st.lists(TANGLED, max_size=60).map("".join), st.integers(1, 400))
def test_a_page_that_looks_harmless_has_no_paragraph_that_is_too_tangled(
    piece: str, times: int
) -> None:
    text = f"a {piece * times}"
    assume(bounds.harmless(text))
    converter, _, _ = markdown._converter(tildes=True, bounded=True)
    assert converter.reset().convert(text)  # or it would raise


@pytest.mark.parametrize(
    "signs", ["." * 10_001, "*a " * 61, "_a " * 61, "`" * 700, "[" * 70, "[a](b) " * 40]
)
def test_a_page_that_may_be_tangled_does_not_look_harmless(signs: str) -> None:
    assert not bounds.harmless(signs.ljust(9_500, "."))


RUN = re.compile(r"(?<![\\*_~])([*_~]+)(?![*_~])")


@given(st.text(alphabet="*_~\\a ", max_size=60).map(lambda text: text + "." * 300))
def test_runs_of_emphasis_are_those_that_no_backslash_precedes(text: str) -> None:
    runs = [found.start() for found in bounds._EMPHASIS.finditer(text)]
    unescaped = [start for start in runs if not text.endswith("\\", 0, start)]
    assert unescaped == [found.start() for found in RUN.finditer(text)]


def test_whatever_cannot_be_shown_is_seen_at_a_glance() -> None:
    controls = markdown._CONTROLS.findall("\n".join(map(chr, range(sys.maxunicode + 1))))
    assert len("".join(controls)) > 2000
    assert all(markdown._may_have_controls(f"a{one}b") for one in "".join(controls))
    assert not markdown._may_have_controls("plain words\n\tof a page, in Ελληνικά, too")
