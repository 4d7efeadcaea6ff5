"""Turn typewriter punctuation (" ' -- ...) into the printed kind.

Python-Markdown's own extension does the same by trying eighteen patterns on every piece of text,
which doubles the cost of a page, and cannot see across emphasis: `"*word*"` gets two opening marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_TYPED = re.compile(r"""--+|\.\.+|"|'""")
_PRINTED = {"--": "–", "---": "—", "...": "…"}
_ELIDED = re.compile(r"'(?:\d\ds?\b|(?:tis|twas|em|cause|til|n)\b)", re.IGNORECASE)
"""What begins with an apostrophe, not with a quotation: '90s, 'tis, 'em."""
_OPENERS = frozenset("([{<-–—/\"“'‘«¿¡")
_PLACEHOLDER = "\x03"
"""The end of what Markdown put aside, a piece of raw HTML: it says nothing about the words."""
_VERBATIM = frozenset(("pre", "code", "kbd", "samp", "script", "style"))
_INLINE = frozenset("a abbr b cite del em i ins mark q s small span strong sub sup u".split())


class SmartExtension(Extension):
    """Print punctuation as a typesetter would."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after inline markup, and before escapes are undone: an escaped quote stays."""
        md.treeprocessors.register(_Smart(md), "libsite-smart", 6)
        md.ESCAPED_CHARS.extend(['"', "'"])


class _Smart(Treeprocessor):
    def run(self, root: Element) -> None:
        _print(root, "")


def _print(element: Element, before: str) -> str:
    """Print the text of *element*, which follows the character *before*; return its last one."""
    if element.tag in _VERBATIM or isinstance(element.text, AtomicString):
        return "x"
    if element.tag not in _INLINE:
        before = ""
    if element.text:
        element.text = printed(element.text, before)
        before = element.text[-1]
    for child in element:
        before = _print(child, before)
        if child.tail:
            if not isinstance(child.tail, AtomicString):
                child.tail = printed(child.tail, before)
            before = child.tail[-1]
    return before if element.tag in _INLINE else ""


def printed(text: str, before: str) -> str:
    """Return *text*, which follows the character *before*, with printed punctuation."""
    # Most pieces of a page have nothing typed in them, and are many.
    if not ("'" in text or '"' in text or "--" in text or "..." in text):
        return text

    def one(found: re.Match[str]) -> str:
        typed = found.group()
        if typed[0] in "-.":
            return _PRINTED.get(typed, typed)
        at = found.start()
        left = text[at - 1] if at else before
        right = text[at + 1 : at + 2]
        if left == _PLACEHOLDER:
            opens = right.isalnum()
        else:
            opens = (not left or left.isspace() or left in _OPENERS) and not right.isspace()
        if typed == "'":
            return "‘" if opens and not _ELIDED.match(text, at) else "’"
        return "“" if opens else "”"

    return _TYPED.sub(one, text)
