"""Steps of Python-Markdown that are left out of a text in which they would change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension, fenced_code, md_in_html
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

if TYPE_CHECKING:
    from markdown import Markdown

_SPACES = (STX, ETX, "\r", "\t", " \n")
"""What there is to be tidied about the white space of a text."""
_SIGNS: tuple[tuple[str, type, float, tuple[str, ...]], ...] = (
    ("fenced_code_block", fenced_code.FencedBlockPreprocessor, 25, ("```", "~~~")),
    ("html_block", HtmlBlockPreprocessor, 20, ("<", "&")),
    ("html_block", md_in_html.HtmlBlockPreprocessor, 20, ("<", "&")),
)
"""Names, classes, places and signs of those that do nothing to a text that holds none of these."""


class LeanExtension(Extension):
    """Leave out what a text does not need; the last extension must be this one."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown's
        """Put what looks first in the place of what does not."""
        md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        for name, kind, place, signs in _SIGNS:
            if name in md.preprocessors and type(md.preprocessors[name]) is kind:
                asked = _Asked(md.preprocessors[name], signs)
                md.preprocessors.register(asked, name, place)


class _Asked(Preprocessor):
    """Another one, which runs only where a text holds one of its *signs*."""

    def __init__(self, inner: Preprocessor, signs: tuple[str, ...]) -> None:
        super().__init__()
        self.inner = inner
        self.signs = signs

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self.inner.run(lines) if any(sign in text for sign in self.signs) else lines


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join([*lines, ""])
        return super().run(lines) if any(sign in text for sign in _SPACES) else [*lines, "", ""]


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text
