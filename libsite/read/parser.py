"""Blocks of Markdown, told apart as Python-Markdown does it, but without tries that must fail.

Each block is tried by some twenty processors in turn, most of them with a regular expression. A
paragraph of plain words needs but a look at which signs it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import blockprocessors
from markdown.blockparser import BlockParser
from markdown.extensions import (
    Extension,
    abbr,
    admonition,
    def_list,
    footnotes,
    md_in_html,
    sane_lists,
)
from markdown.util import STX

from libsite.read.signs import sieve
from libsite.read.tables import TableTeller

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockprocessors import BlockProcessor

_BULLETS = ("\n*", "\n+", "\n-", "\n ")
_SIGNS: dict[type, tuple[str, ...]] = {
    md_in_html.MarkdownInHtmlProcessor: (STX,),
    admonition.AdmonitionProcessor: ("!!!", "\t"),
    blockprocessors.ListIndentProcessor: ("\t",),
    def_list.DefListIndentProcessor: ("\t",),
    blockprocessors.CodeBlockProcessor: ("\t",),
    TableTeller: ("|",),
    blockprocessors.HashHeaderProcessor: ("\n#",),
    blockprocessors.SetextHeaderProcessor: ("\n=", "\n-"),
    blockprocessors.HRProcessor: ("\n*", "\n_", "\n-", "\n "),
    blockprocessors.OListProcessor: (". ",),
    sane_lists.SaneOListProcessor: (". ",),
    blockprocessors.UListProcessor: _BULLETS,
    sane_lists.SaneUListProcessor: _BULLETS,
    def_list.DefListProcessor: (": ",),
    blockprocessors.BlockQuoteProcessor: (">",),
    footnotes.FootnoteBlockProcessor: ("]:",),
    abbr.AbbrBlockprocessor: ("\n*",),
    blockprocessors.ReferenceProcessor: ("]:",),
}
"""What a block must hold one of to be something for a processor: `\\n` stands before each line and
`\\t` for an indentation. A processor of any other class, a subclass included, is always tried."""


class ParserExtension(Extension):
    """Tell blocks apart, and spend no time on what a block cannot be."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown's
        """Take the place of Python-Markdown's own parser: the first extension must be this one."""
        parser = _Parser(md)
        parser.state = md.parser.state
        parser.blockprocessors = md.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        md.parser = parser


class _Parser(BlockParser):
    processors: object = None
    """Those for which `worth_trying` was made."""
    worth_trying: Callable[[str], tuple[BlockProcessor, ...]]

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802 - as above
        processors = list(self.blockprocessors)
        if processors != self.processors:
            self.processors = processors
            indent = " " * self.md.tab_length
            self.worth_trying = sieve(
                (one, tuple(sign.replace("\t", indent) for sign in _SIGNS.get(type(one), ())))
                for one in processors
            )
        # not through `super()`: how deep quotations may nest depends on the depth of the stack
        self.parseBlocks(parent, text.split("\n\n"))

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - as above
        while blocks:
            for processor in self.worth_trying(f"\n{blocks[0]}"):
                # One that says False to having run has left the blocks as they were.
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
