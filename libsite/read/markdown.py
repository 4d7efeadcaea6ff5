"""Markdown to a safe body: the one way in, and how Python-Markdown is set up."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.treeprocessors import Treeprocessor
from pymdownx.tasklist import TasklistExtension

from libsite.digest import digest_bytes
from libsite.errors import error, has_errors, notice, warning
from libsite.noun import Noun
from libsite.read import body, bounds
from libsite.read.blocks import ShortcodeExtension
from libsite.read.excerpt import excerpt
from libsite.read.gone import gone_links
from libsite.read.inline import InlineExtension
from libsite.read.lean import LeanExtension
from libsite.read.lists import ListExtension
from libsite.read.markup import Markup
from libsite.read.parser import ParserExtension
from libsite.read.sanitise import ODD, may_have_lost, sanitise, taken_away
from libsite.read.smart import SmartExtension
from libsite.read.tables import ToldTableExtension

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from libsite.errors import Problem
    from libsite.model import Shortcode


def read_markdown(text: str, *, first_line: int = 1) -> Markup:
    """Return *text*, which starts at *first_line* of its file, as sanitised HTML with slots."""
    source, problems = _without_controls(text, first_line=first_line)
    if fault := bounds.oversized(source, first_line=first_line):
        return _refused(*problems, fault)
    try:
        rendered = _rendered(source, first_line=first_line)
    except bounds.TooTangledError as tangle:
        line = _finder(source, first_line=first_line)(*_beginnings(tangle.text))
        return _refused(*problems, error(tangle.message, line=line, hint=tangle.hint))
    except RecursionError:
        fault = error("the text is nested too deeply", line=first_line, hint="use fewer levels")
        return _refused(*problems, fault)
    if bounds.entangled(rendered.html):
        line = _finder(source, first_line=first_line)(*_first_tag(source)) or first_line
        fault = error("the HTML is nested too deeply", line=line, hint="close every element")
        return _refused(*problems, fault)
    return _finished(source, rendered, problems, first_line=first_line)


def _refused(*problems: Problem) -> Markup:
    return Markup("", (), (), (), (), "", problems)


def _finished(
    source: str, rendered: _Rendered, problems: list[Problem], *, first_line: int
) -> Markup:
    html = rendered.html
    problems += rendered.problems
    clean = sanitise(html)
    # the source has none any more: they come from references, or are left of placeholders
    if any(sign in html for sign in ("&#", "\x02", "\x03")) and _may_have_controls(clean):
        clean = _CONTROLS.sub("", clean)
    finder = _finder(source, first_line=first_line)
    if may_have_lost(source, html, clean):
        problems += taken_away(html, line_of=_finder(source, first_line=first_line))
    clean = clean.replace("slot:", "slot&#58;")
    clean, faults = body.place_media(clean, line_of=_finder(source, first_line=first_line))
    problems += faults
    clean, slots, faults = body.number_slots(body.modernise(clean), line_of=finder)
    problems += faults
    links = _finder(source, first_line=first_line)
    problems += gone_links(clean, rendered.shortcodes, line_of=links)
    clean, headings = body.outline(clean)
    clean, ids, faults = body.unique_ids(clean, line_of=_finder(source, first_line=first_line))
    problems += faults
    problems += _foreign(source, clean, first_line=first_line)
    if not clean and not problems and _COMMENT.sub("", source).strip():
        # how much of an unclosed `<![CDATA[` survives depends on Python's own parser
        hint = "look for `<!` or `<?` without an end"
        problems += [warning("nothing of this text can be shown", line=first_line, hint=hint)]
    # A later step replaces these in the finished page, whoever wrote them.
    clean = clean.replace(ODD, "").replace("site:/", "site&#58;/").strip()
    if has_errors(problems):
        return _refused(*problems)
    first_words = excerpt(clean)
    clean, faults = body.place_shortcodes(clean, rendered.token, rendered.shortcodes)
    problems += faults
    return Markup(clean, slots, rendered.shortcodes, headings, ids, first_words, tuple(problems))


# ---- Characters and lines -----------------------------------------------------------------------

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""What neither HTML nor XML may hold; never a newline or a tab."""


def _may_have_controls(text: str) -> bool:
    """Tell cheaply whether *text* may hold what `_CONTROLS` finds, none of which is printable."""
    return not text.replace("\n", "").replace("\t", "").isprintable()


def _without_controls(text: str, *, first_line: int) -> tuple[str, list[Problem]]:
    found = _CONTROLS.search(text) if _may_have_controls(text) else None
    if found is None:
        return text, []
    line = first_line + text.count("\n", 0, found.start())
    said = notice("characters that cannot be shown were removed", line=line)
    return _CONTROLS.sub("", text), [said]


def _finder(source: str, *, first_line: int) -> Callable[..., int]:
    """Return a function that finds the line of the first of some texts that *source* holds.

    It looks on from where it found the last one, since things are asked for in their order, and
    from the start only where that fails. It gives up (line 0) after many failures: each costs a
    pass through the whole text.
    """
    at, line, failures = 0, first_line, 0

    def line_of(*texts: str) -> int:
        nonlocal at, line, failures
        for text in filter(None, texts):
            found = source.find(text, at)
            if found < 0 and failures < _FAILURES:
                failures += 1
                found = source.find(text, 0, at)
            if found < 0:
                continue
            if found < at or source[found - 3 : found].endswith("]: "):
                return first_line + source.count("\n", 0, found)
            line += source.count("\n", at, found)
            at = found
            return line
        return 0

    return line_of


_FAILURES = 100


def _beginnings(text: str) -> list[str]:
    """Return beginnings of a paragraph by which to find it, the longest first."""
    lines = [line.strip() for line in _PLACEHOLDER.sub("", text).split("\n")]
    return [line[:size] for line in lines[:3] for size in (60, 20) if line]


def _first_tag(source: str) -> list[str]:
    found = _HTML.search(source)
    return [found.group()] if found else []


_HTML = re.compile(r"<[A-Za-z][^\s>]*")
_FOREIGN = {
    "{%": (
        re.compile(r"\{%-?\s*\w+"),
        "Liquid tags mean nothing here",
        "write what they stood for",
    ),
    "{{&lt;": (
        re.compile(r"\{\{&lt;\s*\w+"),
        "a shortcode of Hugo means nothing here",
        "write what it stood for",
    ),
    "•": (
        re.compile(r"(?:(?<=<p>)|(?<=\n))•\s*\w+"),
        "a word processor's bullet makes no list",
        "begin each line with `- ` instead",
    ),
}
"""What means something elsewhere, by how it begins: all that is to be found again, and what to say.
"""
_CODE = re.compile(r"<code[ >].*?</code>", re.DOTALL)


def _foreign(source: str, html: str, *, first_line: int) -> list[Problem]:
    """Return a warning for the first of each tool's own tags, which readers would see as text."""
    problems = []
    for sign, (pattern, message, hint) in _FOREIGN.items():
        if sign in html and (found := pattern.search(_CODE.sub("", html))):
            line = _finder(source, first_line=first_line)(unescape(found.group()))
            problems.append(warning(message, line=line, hint=hint))
    return problems


# ---- Python-Markdown ----------------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"\x02[^\x02\x03]*\x03")
"""What Python-Markdown could not fill in again, in HTML that is wrong in several ways."""
_BOX = re.compile(r'<input type="checkbox" disabled( checked)?/>')


class _Rendered(Noun, frozen=True):
    html: str
    """Not yet safe."""
    token: str
    """A name that *source* cannot hold: shortcode *n* is an empty `<div class="TOKEN-n">`."""
    shortcodes: tuple[Shortcode, ...]
    problems: tuple[Problem, ...]


def _rendered(source: str, *, first_line: int) -> _Rendered:
    """Return what Python-Markdown makes of *source*."""
    tildes, bounded = "~" in source, not bounds.harmless(source)
    converter, found, tables = _converter(tildes=tildes, bounded=bounded)
    token = f"libsite-{digest_bytes(source.encode())}" if ":::" in source else ""
    found.begin(token, first_line=first_line)
    tables.begin()
    try:
        html = converter.reset().convert(source)
    except BaseException:
        # It was left in the middle of a list or a note: the next text must not start there.
        _converter.cache_clear()
        raise
    lost = tables.problems(_finder(source, first_line=first_line))
    problems = (*found.problems, *found.left_over(html), *lost)
    if "\x02" in html:
        html = _PLACEHOLDER.sub("", html)
    if "<input" in html:
        html = _BOX.sub(lambda box: "☑" if box.group(1) else "☐", html)
    return _Rendered(html, token, tuple(found.shortcodes), problems)


@cache
def _converter(
    *, tildes: bool, bounded: bool
) -> tuple[Markdown, ShortcodeExtension, ToldTableExtension]:
    """Return this process's Python-Markdown: building one costs more than most pages.

    What strikes words out loads a library for the network, which texts without *tildes* need not
    wait for. *bounded* is one that looks at each paragraph before it takes it apart.
    """
    shortcodes = ShortcodeExtension()
    tables = ToldTableExtension()
    # Classes: to find them by name, Python-Markdown reads what every installed package declares.
    converter = _Converter(
        extensions=[
            ParserExtension(),
            InlineExtension(),
            FencedCodeExtension(),
            FootnoteExtension(BACKLINK_TITLE="↩ %d", BACKLINK_TEXT="↩\ufe0e"),
            AttrListExtension(),
            DefListExtension(),
            tables,
            AbbrExtension(),
            MarkdownInHtmlExtension(),
            SaneListExtension(),
            AdmonitionExtension(),
            TasklistExtension(),
            *(_struck() if tildes else ()),
            SmartExtension(),
            ListExtension(),
            bounds.BoundsExtension(paragraphs=bounded),
            _PictureExtension(),
            shortcodes,
            LeanExtension(),
        ],
        output_format="html",
    )
    return converter, shortcodes, tables


def _struck() -> list[Extension]:
    from pymdownx.tilde import DeleteSubExtension

    return [DeleteSubExtension(subscript=False)]


class _Converter(Markdown):
    """Python-Markdown, which asks a hundred times a page whether an element is a block."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Python-Markdown's
        super().__init__(**options)
        self.blocks = frozenset(self.block_level_elements)

    def is_block_level(self, tag: object) -> bool:
        if tag in self.blocks:
            return True
        return isinstance(tag, str) and tag.lower().rstrip("/") in self.blocks


class _PictureExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        md.treeprocessors.register(_Pictures(md), "libsite-pictures", 4)


class _Attributes(AttrListTreeprocessor):
    """Leave Liquid's `{% include x %}` a text: it is no list of attributes."""

    BASE_RE = AttrListTreeprocessor.BASE_RE.replace(r"\{", r"\{(?!%)", 1)  # type: ignore[misc] # its own are meant
    HEADER_RE = re.compile(rf"[ ]+{BASE_RE}[ ]*$")  # type: ignore[misc] # its own are meant
    BLOCK_RE = re.compile(rf"\n[ ]*{BASE_RE}[ ]*$")  # type: ignore[misc] # its own are meant
    INLINE_RE = re.compile(rf"^{BASE_RE}")  # type: ignore[misc] # its own are meant

    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _Pictures(Treeprocessor):
    """Take empty descriptions away: `![](cat.jpg)` says none, `<img alt="">` says there is none."""

    def run(self, root: Element) -> None:
        for picture in root.iter("img"):
            if not picture.get("alt"):
                picture.attrib.pop("alt", None)
