"""Odd text is rendered soon, or refused for its structure with a line and a hint."""

from __future__ import annotations

import pytest

from libsite.errors import has_errors
from libsite.read.markdown import read_markdown

SIZE = 20_000
"""Far more than any of these takes (2 s at most), since machines differ; none may hang."""


def fill(piece: str) -> str:
    return piece * (SIZE // len(piece))


def nest(left: str, right: str, middle: str = "a") -> str:
    count = SIZE // (len(left) + len(right))
    return left * count + middle + right * count


# The kinds of commonmark/cmark's test/pathological_tests.py, and those that we found ourselves.
PATHOLOGICAL = {
    "nested strong emphasis": nest("*a **a ", " a** a*"),
    "emphasis closers without openers": fill("a_ "),
    "emphasis openers without closers": fill("_a "),
    "link closers without openers": fill("a]"),
    "link openers without closers": fill("[a"),
    "mismatched openers and closers": fill("*a_ "),
    "openers and closers, multiple of 3": "a**b" + fill("c* "),
    "link openers and emphasis closers": fill("[ a_"),
    "pattern [ (](": fill("[ (]("),
    "pattern ![[]()": fill("![[]()"),
    "hard link and emphasis": "**x [a*b**c*](d)" * 1250,
    "nested brackets": nest("[", "]"),
    "nested block quotes": "> " * (SIZE // 2) + "a",
    "nested lists by indentation": "".join("  " * x + "* a\n" for x in range(140)),
    "nested lists on a line": "* " * (SIZE // 2) + "a",
    "NUL in input": fill("abc\0de\0"),
    "backticks": "".join("e" + "`" * x for x in range(200)),
    "unclosed links A": fill("[a](<b"),
    "unclosed links B": fill("[a](b"),
    "unclosed comment": "</" + fill("<!--"),
    "unclosed processing instruction": fill("<?"),
    "unclosed declaration": fill("<!A "),
    "unclosed CDATA": fill("<![CDATA["),
    "unclosed tags": fill("<a "),
    "unclosed elements": fill("<div>"),
    "unclosed formatting": "".join(f"<p><b id={x}>" for x in range(1500)),
    "a wide table": "|" + "a|" * 4000 + "\n|" + "-|" * 4000 + "\n" + "|a|\n" * 10,
    "a wide and long table": "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|a|\n" * 4500,
    "many references": "".join(f"[{x}]: u\n" for x in range(2000)) + "[0] " * 100,
    "the same reference": "[a]: u\n" * 2500 + "[a]" * 100,
    "references between lines": "[a]: u\ntext here\n" * 1200,
    "huge indentation": " " * SIZE + "a",
    "the same footnote": "[^1]: x\n\n" + fill("[^1]"),
    "headings in one block": fill("# a\n"),
    "the same heading": fill("# a\n\n"),
    "underlined headings in one block": fill("a\n=\n"),
    "definitions in one block": "a\n" + fill(": b\n"),
    "abbreviations": "".join(f"*[ab{x}]: u\n" for x in range(1000)) + "ab1 " * 1000,
    "fences": fill("~~~ a\n"),
    "quotation marks": fill('"'),
    "comments among open elements": fill("<b><!-- a -->"),
    "escapes": fill("\\*"),
    "braces": fill("{"),
    "list items": fill("* a\n"),
    "paragraphs": fill("a\n\n"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", PATHOLOGICAL)
def test_pathological_text_is_rendered_or_refused_soon(kind: str) -> None:
    """The limit guards against work that would take minutes or never end; it measures nothing."""
    markup = read_markdown(PATHOLOGICAL[kind], first_line=5)
    assert markup.html or markup.problems
    for problem in markup.problems:
        if problem.severity == "error":
            assert markup.html == ""
            assert problem.line >= 5
            assert problem.hint


@pytest.mark.parametrize("size", [1_000_001, 5_000_000])
def test_a_file_that_is_too_long_is_refused_before_it_is_read(size: int) -> None:
    markup = read_markdown("x" * size, first_line=3)
    assert str(markup.problems[0].message) == (
        f"this file is too long for one page ({size / 1e6:.1f} MB; at most 1 MB)"
    )
    assert markup.problems[0].line == 3


def test_a_refusal_names_the_paragraph() -> None:
    text = "First.\n\n" + "Words [ with a bracket. " * 2000 + "\n\nLast.\n"
    assert [(p.line, p.severity) for p in read_markdown(text, first_line=10).problems] == [
        (12, "error")
    ]


def test_a_refusal_leaves_nothing_behind_for_the_next_text() -> None:
    before = read_markdown("- a\n\n> b")
    assert has_errors(read_markdown("> " * 200 + "a").problems)
    assert has_errors(read_markdown("[" * 5000).problems)
    assert read_markdown("- a\n\n> b") == before


PROSE = "The library, opened in 1902, holds maps (and globes) of *every* river; see the list. "


@pytest.mark.parametrize(
    "ordinary",
    [
        pytest.param((PROSE * 4 + "\n\n") * 900, id="300 kB of paragraphs"),
        pytest.param(
            (PROSE + "[here](https://example.org/a_(b)) ") * 200, id="200 links in a paragraph"
        ),
        pytest.param(
            "|a|b|c|\n|-|-|-|\n" + "|one|two|[x](y)|\n" * 2000, id="a table of 2,000 rows"
        ),
        pytest.param("- item one [x](y)\n" * 2000, id="a list of 2,000 items"),
        pytest.param("## Part\n" + PROSE + "\n" + "", id="a heading without a blank line"),
        pytest.param(("## Part\n\n" + PROSE + "\n\n") * 500, id="500 headings"),
        pytest.param(
            "".join(f"Text[^{n}].\n\n[^{n}]: Note {n}.\n\n" for n in range(300)), id="300 footnotes"
        ),
        pytest.param("> " * 5 + "quoted mail", id="a quotation of five levels"),
        pytest.param("".join("  " * n + "- a\n" for n in range(10)), id="a list of ten levels"),
        pytest.param(
            "```\n" + "x[0] = {'a': (1, [2]}\n" * 2000 + "```\n", id="2,000 lines of code"
        ),
        pytest.param("* " * 40 + "\n\ntext", id="a long rule of stars"),
    ],
)
def test_ordinary_text_of_any_size_is_not_refused(ordinary: str) -> None:
    markup = read_markdown(ordinary)
    assert markup.html or ordinary.startswith("[x0]")
    assert not has_errors(markup.problems)
