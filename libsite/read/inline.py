"""Markup within a line, found as Python-Markdown finds it, but looked for only where it can be.

Python-Markdown tries each of its patterns on each piece of text, and reads its registry anew each
time. This does the same work in the same order, to the byte, without the tries that must fail.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import inlinepatterns
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import (
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_PREFIX,
    INLINE_PLACEHOLDER_RE,
    STX,
    AtomicString,
)

from libsite.read.signs import sieve

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from markdown import Markdown

_SIGNS = {
    re.compile(expression, re.DOTALL): signs
    for expression, signs in {
        inlinepatterns.BACKTICK_RE: ("`",),
        inlinepatterns.ESCAPE_RE: ("\\",),
        inlinepatterns.LINK_RE: ("[",),  # which references share
        inlinepatterns.IMAGE_LINK_RE: ("![",),
        inlinepatterns.AUTOLINK_RE: ("<",),
        inlinepatterns.AUTOMAIL_RE: ("<",),
        inlinepatterns.LINE_BREAK_RE: ("  \n",),
        inlinepatterns.HTML_RE: ("<",),
        inlinepatterns.ENTITY_RE: ("&",),
        r"\[\^([^\]]*)\]": ("[^",),  # footnotes
        r"\*|_": ("*", "_"),
        r"\~": ("~",),
    }.items()
}
"""What a text must hold one of for a pattern to match it. A pattern that an extension puts in the
place of another, under the same name, is none of these and is always tried."""


_REFERENCES = frozenset(
    {
        inlinepatterns.ReferenceInlineProcessor,
        inlinepatterns.ShortReferenceInlineProcessor,
        inlinepatterns.ImageReferenceInlineProcessor,
        inlinepatterns.ShortImageReferenceInlineProcessor,
    }
)
"""Those that find nothing in a document that defines no references."""


class InlineExtension(Extension):
    """Find markup within a line, and spend no time on what cannot be there."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown's
        """Take the place of Python-Markdown's own, before others add what goes with that."""
        md.treeprocessors.register(_Inline(md), "inline", 20)
        emphasis = _Emphasis("*", "strong,em", md)
        emphasis.add("_", "strong,em", smart=True)
        md.inlinePatterns.register(emphasis, "em_strong", 60)


class _Emphasis(inlinepatterns.DelimiterProcessor):
    """Python-Markdown's, which looks at every character of a text in turn."""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        for found in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[found[0]]
            match = delimiter.boundary.match(data, found.start())
            if match and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None


class _Rule(NamedTuple):
    number: int
    """Its place among the patterns."""
    pattern: Any
    """An `InlineProcessor`, or a `Pattern` of the old kind."""
    excludes: Collection[str]
    """Elements in which it is not tried."""


_Found = list[tuple[Element, list[str]]]
"""Elements that were found in a text, each with the names of those around it."""


class _Inline(InlineProcessor):
    patterns: object = None
    """Those for which `worth_trying` was made."""
    worth_trying: Callable[[str], tuple[_Rule, ...]]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self.read_registry()
        self.stashed_nodes = {}
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            element, self.ancestors = waiting.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            waiting += self.look_into(element)
        return tree

    def read_registry(self) -> None:
        registry: Iterable[Any] = self.inlinePatterns
        patterns = [
            (_Rule(number, pattern, pattern.ANCESTOR_EXCLUDES), pattern.getCompiledRegExp())
            for number, pattern in enumerate(registry)
            if self.md.references or type(pattern) not in _REFERENCES
        ]
        if patterns != self.patterns:
            self.patterns = patterns
            self.worth_trying = sieve((rule, _SIGNS.get(found, ())) for rule, found in patterns)

    def look_into(self, element: Element) -> _Found:
        """Find the markup in the children of *element*; return what to look into next."""
        ahead: _Found = []
        found: list[tuple[Element, _Found]] = []
        for child in element:  # what is found in a tail stands in this way, too
            if child.text and not isinstance(child.text, AtomicString):
                inside = self.found_in_text(child)
                ahead += inside
                found.append((child, inside))
            if child.tail:
                self.find_in_tail(child, element)
            if len(child):
                ahead.append((child, self.ancestors[:]))
        for child, inside in found:
            for place, (new, _) in enumerate(inside):
                child.insert(place, new)
        return ahead

    def found_in_text(self, child: Element) -> _Found:
        self.ancestors.append(child.tag.lower())
        text = self.marked(child.text or "")
        found: _Found = []
        if STX in text:
            child.text = None
            found = self.filled(text, child, is_text=True)
        self.ancestors.pop()
        return found

    def find_in_tail(self, child: Element, parent: Element) -> None:
        text = self.marked(child.tail or "")
        if STX not in text:
            return
        holder = Element("d")
        found = self.filled(text, holder, is_text=False)
        child.tail = holder.tail or None
        place = list(parent).index(child) + 1
        for new, _ in reversed(found):
            parent.insert(place, new)

    # ---- Placeholders for what is found

    def marked(self, text: str, first: int = 0) -> str:
        """Return *text* with placeholders for what the patterns from number *first* on find."""
        if isinstance(text, AtomicString):
            return text
        for rule in self.worth_trying(text):
            if rule.number >= first and not (rule.excludes and self.excluded(rule)):
                text = self.tried(rule, text)
        return text

    def excluded(self, rule: _Rule) -> bool:
        return any(name.lower() in self.ancestors for name in rule.excludes)

    def tried(self, rule: _Rule, text: str) -> str:
        """Return *text* with placeholders for what the pattern of *rule* finds."""
        at = 0
        while match := _next(rule.pattern, text, at):
            node, start, at = match
            if node is None:
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                self.mark_inside(node, rule.number)
            number = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[number] = node
            placeholder = INLINE_PLACEHOLDER % number
            text = text[:start] + placeholder + text[at:]
            at = start + len(placeholder)
        return text

    def mark_inside(self, node: Element, number: int) -> None:
        """Put placeholders into *node*, which the pattern of that *number* made."""
        for child in (node, *node):
            if child.text:
                self.ancestors.append(child.tag.lower())
                child.text = self.marked(child.text, number + 1)
                self.ancestors.pop()
            if child.tail:
                child.tail = self.marked(child.tail, number)

    # ---- Elements for placeholders

    def filled(self, text: str, parent: Element, *, is_text: bool) -> _Found:
        """Return the elements for which placeholders stand in *text*; its words become tails.

        The words before the first one become the text or the tail of *parent*.
        """
        found: _Found = []
        at = 0
        while (start := text.find(INLINE_PLACEHOLDER_PREFIX, at)) >= 0:
            match = INLINE_PLACEHOLDER_RE.search(text, start)
            node = self.stashed_nodes.get(match[1]) if match else None
            if match is None or node is None:
                start += len(INLINE_PLACEHOLDER_PREFIX)
                _append(text[at:start], found, parent, is_text=is_text)
                at = start
                continue
            _append(text[at:start], found, parent, is_text=is_text)
            at = match.end()
            if isinstance(node, str):
                _append(node, found, parent, is_text=is_text)
            else:
                self.fill_inside(node)
                found.append((node, self.ancestors[:]))
        rest = text[at:]
        atomic = isinstance(text, AtomicString)
        _append(AtomicString(rest) if atomic else rest, found, parent, is_text=is_text)
        return found

    def fill_inside(self, node: Element) -> None:
        """Put elements for the placeholders in *node* and its children."""
        for child in (node, *node):
            if child.tail and STX in child.tail:
                text, child.tail = child.tail, None
                found = self.filled(text, child, is_text=False)
                place = 0 if child is node else list(node).index(child) + 1
                for new, _ in reversed(found):
                    node.insert(place, new)
            if child.text and STX in child.text:
                text, child.text = child.text, None
                found = self.filled(text, child, is_text=True)
                for new, _ in reversed(found):
                    child.insert(0, new)


_Match = tuple["Element | str | None", int, int]
"""What was found, or None where that is to be passed over; where it begins, and where it ends."""


def _next(pattern: Any, text: str, at: int) -> _Match | None:  # noqa: ANN401 - of two kinds
    """Return what *pattern* finds next in *text*, from *at* on."""
    if not isinstance(pattern, inlinepatterns.InlineProcessor):
        return _next_of_old(pattern, text, at)
    for found in pattern.getCompiledRegExp().finditer(text, at):
        node, start, end = pattern.handleMatch(found, text)
        if start is not None and end is not None:
            return node, start, end
    return None


def _next_of_old(pattern: Any, text: str, at: int) -> _Match | None:  # noqa: ANN401 - untyped
    """Do the same for a pattern of the old kind, whose groups also hold the text around it."""
    found = pattern.getCompiledRegExp().match(text[at:])
    if found is None:
        return None
    node = pattern.handleMatch(found)
    if node is None:
        return None, 0, found.end()
    return node, at + len(found[1]), len(text) - len(found.groups()[-1])


def _append(text: str, found: _Found, parent: Element, *, is_text: bool) -> None:
    if not text:
        return
    if found:
        last = found[-1][0]
        last.tail = last.tail + text if last.tail else text
    elif is_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text
