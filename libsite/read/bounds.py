"""Refuse text that would take Python-Markdown too long, by its structure and never by a clock.

Python-Markdown is quadratic, or worse, in a few odd shapes: brackets that are never closed, tables
of a thousand columns, a block of a thousand headings. Each rule counts such a shape, and each limit
was measured: ordinary text of a size that a person writes stays far below it, and what stays below
it is rendered in a few seconds at most.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from libsite.errors import Problem, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

MAX_BYTES = 1_000_000
MAX_LINES = 20_000
MAX_BLOCKS = 10_000
MAX_PARAGRAPH = 50_000
"""Characters of one paragraph, heading, list item or table cell."""
MAX_NESTING = 40
"""Lists and quotations inside each other."""
MAX_EMPHASIS = 60
"""Emphasis inside emphasis."""
MAX_SCANNED = 6_000_000
"""Characters of a page that are looked at to find the end of every bracket."""
MAX_CELLS = 50_000
MAX_COLUMNS = 500
MAX_SAME_NOTE = 500
MAX_TAG_WORK = 2_000_000
"""Depth of the HTML times the number of its tags."""
SPLIT = "split the page into several files"


class TooTangledError(Exception):
    """A piece of the text would take too long; holds what it is, where, and how to mend it."""

    def __init__(self, message: str, *, text: str, hint: str) -> None:
        """Blame *text*, a piece of the source."""
        super().__init__(message)
        self.message = message
        self.text = text
        self.hint = hint


# ---- Before Markdown is run: the whole source ---------------------------------------------------


def oversized(source: str, *, first_line: int) -> Problem | None:
    """Return the first reason not to render *source* at all, or None."""
    size = len(source) if source.isascii() else len(source.encode(errors="surrogatepass"))
    if size > MAX_BYTES:
        words = f"this file is too long for one page ({size / 1e6:.1f} MB; at most 1 MB)"
        return error(words, line=first_line, hint=SPLIT)
    for rule in (_lines, _blocks, _repeated, _cells, _notes):
        for message, offset, hint in rule(source):
            line = first_line + source.count("\n", 0, offset)
            return error(message, line=line, hint=hint)
    return None


_Finding = tuple[str, int, str]

HARMLESS = MAX_PARAGRAPH // 5
"""Characters of a page of which each paragraph is short enough, whatever stands in it: what
Python-Markdown puts in the place of a piece of HTML is at most five times as long."""


def harmless(source: str) -> bool:
    """Tell whether no paragraph of *source* can be too tangled, as its size and signs say.

    Most pages hold too few signs for that, so that not each of their paragraphs is looked at.
    """
    size = len(source)
    brackets = source.count("[") + source.count("(")
    return (
        size <= HARMLESS
        and sum(map(source.count, "*_~")) <= MAX_EMPHASIS
        and source.count("`") * size <= MAX_SCANNED
        and brackets * size <= MAX_SCANNED // 10  # emphasis around it is looked into level by level
    )


def _lines(source: str) -> Iterator[_Finding]:
    lines = source.count("\n")
    if lines > MAX_LINES:
        yield f"this page has {lines:,} lines; at most {MAX_LINES:,} fit on one page", 0, SPLIT
    elif source.count("\n\n") > MAX_BLOCKS:
        words = f"this page has more than {MAX_BLOCKS:,} paragraphs; that is too many for one page"
        yield words, 0, SPLIT


# Shapes that are searched for again and again: how often each may stand, times the text's length.
_REPEATED = (
    (re.compile(r"<[A-Za-z!/?][^<>]*(?=<|\Z)"), 60_000_000, "`<` without its `>`", "write `&lt;`"),
    (re.compile(r"^(?:```|~~~)", re.MULTILINE), 200_000_000, "code fences", SPLIT),
    (re.compile(r"^\*\[[^\]\n]*\]:", re.MULTILINE), 20_000_000, "abbreviations", SPLIT),
)


def _repeated(source: str) -> Iterator[_Finding]:
    for pattern, limit, what, hint in _REPEATED:
        allowed = limit // (len(source) or 1)
        if allowed > len(source):
            continue
        for number, found in enumerate(pattern.finditer(source)):
            if number > allowed:
                yield f"there are more than {allowed:,} {what} here", found.start(), hint
                break


_BLOCK = re.compile(r"(?:.+\n?)+")
_SPLITTER = re.compile(
    r"^ {0,3}(?:#|:|\*\[|=+ *$|-+ *$|(?:[*_-] *){3,}$|\[[^\]\n]*\]:.*\n(?! {0,3}\[)(?=.))",
    re.MULTILINE,
)
"""Lines at which a block is cut; of definitions of links, only the last of a run."""
BLOCK_WORK = 60_000_000
COMMENT_WORK = 1_000_000_000
LONG_BLOCK = 5_000
LONG_TEXT = 300
_OPENED = re.compile(r"<[A-Za-z]")


def _blocks(source: str) -> Iterator[_Finding]:
    """Find blocks that Markdown takes apart one line at a time, copying the rest each time."""
    if len(source) < LONG_BLOCK:
        return
    work = 0
    for found in _BLOCK.finditer(source):
        block = found.group()
        if len(block) < LONG_BLOCK:
            continue
        work += sum(1 for _ in _SPLITTER.finditer(block)) * len(block)
        if work > BLOCK_WORK:
            words = "too many headings, rules, definitions or quotations without an empty line"
            yield words, found.start(), "leave an empty line before and after each of them"
        # For every comment, Markdown looks for the end of every element that is still open.
        comments = block.count("<!--")
        if comments and comments * len(_OPENED.findall(block)) * len(block) > COMMENT_WORK:
            words = "there are too many comments among too many tags"
            yield words, found.start(), "remove the comments"


_RULE_ROW = re.compile(r"^(?=[^\n]*-)[|:\- ]*\|[|:\- ]*$", re.MULTILINE)


def _cells(source: str) -> Iterator[_Finding]:
    """Find tables of very many cells: a short row is filled up to the width of the first."""
    for found in _RULE_ROW.finditer(source) if "|" in source else ():
        columns = found.group().count("|")
        end = source.find("\n\n", found.end())
        rows = source.count("\n", found.end(), end if end >= 0 else len(source))
        hint = "split the table, or put the file beside it and link it"
        if columns > MAX_COLUMNS:
            yield (
                f"this table has about {columns:,} columns; at most {MAX_COLUMNS}",
                found.start(),
                hint,
            )
        elif columns * rows > MAX_CELLS:
            words = f"this table has about {columns * rows:,} cells; at most {MAX_CELLS:,} fit"
            yield words, found.start(), hint


def _notes(source: str) -> Iterator[_Finding]:
    if source.count("[^") > MAX_SAME_NOTE:
        label, count = Counter(re.findall(r"\[\^[^\]\n]*\]", source)).most_common(1)[0]
        if count > MAX_SAME_NOTE:
            words = f"the footnote `{label}` is used {count:,} times; at most {MAX_SAME_NOTE}"
            yield words, source.find(label), "use it less often"


# ---- While Markdown runs: each block and each paragraph -----------------------------------------


class BoundsExtension(Extension):
    """Raise `TooTangledError` where a block or a paragraph would take too long."""

    def __init__(self, *, paragraphs: bool) -> None:
        """Look at every block, and at the *paragraphs* as well."""
        super().__init__()
        self.paragraphs = paragraphs

    def extendMarkdown(self, md: Markdown) -> None:
        """Look before anything else does."""
        md.parser.blockprocessors.register(_Nesting(md.parser), "libsite-nesting", 200)
        if not self.paragraphs:
            return
        md.registerExtension(self)
        self.paragraph = _Paragraph(r"\A.{100}", md)
        md.inlinePatterns.register(self.paragraph, "libsite-paragraph", 200)

    def reset(self) -> None:
        """Begin a new page."""
        self.paragraph.scanned = 0


class _Nesting(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        # Every list, list item, definition and quotation around this block has set a state.
        if len(self.parser.state) > MAX_NESTING:
            message = f"lists or quotations are nested more than {MAX_NESTING // 2} deep"
            raise TooTangledError(message, text=block, hint="use fewer levels")
        return False

    def run(self, parent: Element, blocks: list[str]) -> bool:
        return False


class _Paragraph(InlineProcessor):
    scanned = 0
    """How many characters of this page were looked at to find the ends of brackets."""

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[None, None, None]:
        for measure, limit, message, hint in _PARAGRAPH_RULES:
            if measure(data) > limit:
                raise TooTangledError(message, text=data, hint=hint)
        self.scanned += _scanned(data)
        if self.scanned > MAX_SCANNED:
            raise TooTangledError(_BRACKETS, text=data, hint=_CLOSE)
        return None, None, None


_BRACKETS = "there are too many brackets that are nested or never closed"
_CLOSE = r"close each bracket, or write `\[` for a bracket that is not a link"


_BRACKET = re.compile(r"\\.|[\[\]()]", re.DOTALL)


def _scanned(text: str) -> int:
    """Return how many characters Markdown looks at to find the end of each bracket of *text*.

    It searches from every `[` to its `]`, and from every `](` to its `)`; where there is none, to
    the end of the text, and so it does where a quotation mark stands alone in an address.
    """
    if "[" not in text:
        return 0
    square: list[int] = []
    round_: list[int] = []
    work = 0
    for found in _BRACKET.finditer(text):
        at, sign = found.start(), found.group()
        if sign == "[":
            square.append(at)
        elif sign == "]" and square:
            work += at - square.pop()
        elif sign == "(":
            round_.append(at)
        elif sign == ")" and round_:
            start = round_.pop()
            work += _address(text, start, at)
    left = square + [at for at in round_ if text[at - 1 : at] == "]"]
    return work + sum(len(text) - at for at in left)


def _address(text: str, start: int, end: int) -> int:
    if text[start - 1 : start] != "]":
        return 0
    inside = text[start:end]
    odd = inside.count('"') % 2 or inside.count("'") % 2
    return (len(text) if odd else end) - start


_EMPHASIS = re.compile(r"[*_~]+")


def _emphasis(text: str) -> int:
    """Return the greatest depth to which emphasis in *text* could be nested."""
    if len(text) < LONG_TEXT:
        return 0
    openers: list[int] = [0]
    closers = 0
    for found in _EMPHASIS.finditer(text):
        if text.endswith("\\", 0, found.start()):
            continue
        opens = not text[found.end() : found.end() + 1].isspace()
        closes = not text[found.start() - 1 : found.start()].isspace() and found.start() > 0
        closers += closes
        if opens and not closes:
            openers.append(openers[-1] + 1)
        elif closes and not opens:
            openers.append(max(openers[-1] - 1, 0))
    return min(max(openers), closers)


_RUN = re.compile(r"`+")


def _backticks(text: str) -> int:
    """Return how many characters Markdown looks at to find the end of each run of backticks."""
    if len(text) < LONG_TEXT or "`" not in text:
        return 0
    runs = Counter(len(found.group()) for found in _RUN.finditer(text))
    return sum(count % 2 for count in runs.values()) * len(text)


_PARAGRAPH_RULES: tuple[tuple[Callable[[str], int], int, str, str], ...] = (
    (
        len,
        MAX_PARAGRAPH,
        f"this paragraph is longer than {MAX_PARAGRAPH:,} characters",
        "leave an empty line between paragraphs",
    ),
    (
        _emphasis,
        MAX_EMPHASIS,
        "there are too many `*` or `_` inside each other",
        r"close each of them, or write `\*` for a star that is not emphasis",
    ),
    (
        _backticks,
        MAX_SCANNED * 2,
        "there are too many backticks that are never closed",
        "close each of them, or write the text between two lines of three backticks",
    ),
)


# ---- After Markdown: the HTML that goes into the sanitiser --------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_CLOSED_ANYWAY = frozenset(
    "p li"
    " dt dd tr td th thead tbody tfoot colgroup option rt rp area base br col embed hr img"
    " input link meta param source track wbr".split()
)
"""Elements that have no end tag or may leave it out: they say nothing about depth."""


def entangled(html: str) -> bool:
    """Tell whether *html* is nested so deeply, with so many tags, that a parser would choke on it.

    An unclosed `<b>` is repeated in every later paragraph, so that the tree may be far larger than
    its source; a tree of n levels takes n² steps.
    """
    tags = html.count("<")
    if tags * tags <= MAX_TAG_WORK:
        return False
    depth = deepest = 0
    for found in _TAG.finditer(html):
        if found.group(2).lower() not in _CLOSED_ANYWAY:
            depth = max(depth - 1, 0) if found.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest * tags > MAX_TAG_WORK
