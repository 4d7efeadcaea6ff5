"""Let lists work as librarians write them: no empty line before, two spaces to nest.

Python-Markdown wants an empty line before a list and four spaces for what belongs to an item;
GitHub and CommonMark want neither. Text that was written for four spaces keeps its meaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

TAB = 4
_MARKER = re.compile(r" *(?:[*+-]|\d{1,9}\.)( +)(?=\S)")
_INTERRUPTS = re.compile(r"\n(?= {0,3}(?:[*+-]|1\.) +\S)(?![-*_+:| ]+(?:\n|\Z))")
_RULE = re.compile(r"[-*_+:| ]+")
"""A rule (`* * *`) or the second row of a table (`- | -`): it only looks like a list item."""
_FIRST = frozenset("*+-0123456789")


class ListExtension(Extension):
    """Start lists without an empty line, and nest them by two spaces."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register after code and raw HTML are out of the way, before lists are looked for."""
        md.preprocessors.register(_Indentation(md), "libsite-indentation", 15)
        md.parser.blockprocessors.register(_Interruption(md.parser), "libsite-interruption", 45)


class _Interruption(BlockProcessor):
    """Split a block where a list begins in the middle of it."""

    def test(self, parent: Element, block: str) -> bool:
        return "\n" in block and not _MARKER.match(block) and bool(_INTERRUPTS.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        before, after = _INTERRUPTS.split(blocks.pop(0), maxsplit=1)
        self.parser.parseBlocks(parent, [before])
        blocks.insert(0, after)


class _Indentation(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return list(indented(lines))


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* with four spaces a level before whatever belongs to a list item."""
    columns: list[int] = []  # where the text of each open item starts
    depth = 0  # of the line that began the block
    after_blank = True
    for line in lines:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not text:
            after_blank = True
            yield line
            continue
        marker = _marker(line, indent, nested=bool(columns)) if text[0] in _FIRST else None
        if marker or after_blank:
            while columns and indent < columns[-1]:
                columns.pop()
            if not after_blank and len(columns) < depth:
                yield ""  # the item belongs further out than the paragraph above it
            if after_blank or len(columns) < depth:
                depth = len(columns)
            deeper = columns and indent < TAB * len(columns)
            yield " " * TAB * len(columns) + line[columns[-1] :] if deeper else line
        else:
            yield line  # it continues the paragraph above, however it is indented
        if marker:
            columns.append(indent + min(_width(marker, indent), TAB))
        after_blank = False


def _marker(line: str, indent: int, *, nested: bool) -> re.Match[str] | None:
    if _RULE.fullmatch(line) or (indent >= TAB and not nested):
        return None
    return _MARKER.match(line)


def _width(marker: re.Match[str], indent: int) -> int:
    """Return how many columns the marker takes; more than four spaces after it begin code."""
    spaces = len(marker.group(1))
    return marker.end() - indent - (spaces - 1 if spaces > TAB else 0)
