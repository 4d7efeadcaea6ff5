"""Where shortcodes stand in Markdown, and the HTML elements that they become.

Markdown numbers the lines that may begin a shortcode before anything else is done, and finds the
shortcodes when code and raw HTML are out of the way; so they are text there. Each becomes a block
of its own, whose element is made when its turn comes, and the blocks up to its end are put into it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from libsite.errors import Problem, error, warning
from libsite.model import Shortcode
from libsite.noun import Noun
from libsite.read.forms import FORMS, Box, Figure, Head, Said, meant_by, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

DEEPEST = 5
"""Shortcodes inside each other at most."""
ENOUGH = 20
"""Faults of one text that are told; near misses are looked for as often."""
LONGEST = 20_000
"""Characters of the options of one shortcode at most."""

# What people write has no \x02 in it, and `_rendered` takes away what is left of these.
_MAY_BEGIN = re.compile(r"[ >*+\-\d.)]*:::+")
_TWO = re.compile(rf" {{0,3}}::(?= *(?:{'|'.join(FORMS)})(?:\s|$))", re.IGNORECASE)
"""Two colons where three were meant, since the name of a shortcode follows."""
_MARK = "\x02line:{}\x03"
_MARKS = re.compile(r"\x02line:\d+\x03")
_LINE = re.compile(r":::+\x02line:(\d+)\x03(.*)")
_NAMED = re.compile(r"([A-Za-z][\w-]*)?(.*)")
_LEFT = re.compile(r"<(/?)(?:code|pre)[ >]|(<!--)|(-->)|\x02line:(\d+)\x03")
_OPENS = "\x02shortcode:{}\x03"
_OPENED = re.compile(r"\x02shortcode:(\d+)\x03")
_CLOSES = "\x02end:{}\x03"
_OPTION = re.compile(r"[A-Za-z][\w -]*:(?:\s|$)|[ \t-]")
"""A line `name: value`, or one that goes on with the value above it."""


class ShortcodeExtension(Extension):
    """Find shortcodes, and put what they say where they stand.

    A `Shortcode` stands as an empty `<div>` of the class `TOKEN-n`, where *token* is for the caller
    to choose, so that nobody can write one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.begin("", first_line=1)

    def begin(self, token: str, *, first_line: int) -> None:
        """Begin a new text, which starts at *first_line* of its file."""
        self.token = token
        self.first_line = first_line
        self.marked = False
        self.said: list[Said] = []
        self.shortcodes: list[Shortcode] = []
        self.problems: list[Problem] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Mark lines before code is put aside, and read them after raw HTML is."""
        md.preprocessors.register(_Marks(self), "libsite-shortcode-lines", 28)
        md.preprocessors.register(_Finds(self), "libsite-shortcodes", 18)
        md.parser.blockprocessors.register(_Builds(self, md), "libsite-shortcode", 120)
        md.ESCAPED_CHARS.append(":")

    def left_over(self, html: str) -> Iterator[Problem]:
        """Yield a warning for each line in *html* that looks like a shortcode and is text."""
        if not self.marked or "\x02line:" not in html:
            return
        code, comment, told = 0, False, 0
        for found in _LEFT.finditer(html):
            closing, begins, ends, line = found.groups()
            if begins or ends:
                comment = bool(begins)
            elif line is None:
                code = max(code - 1, 0) if closing else code + 1
            elif not code and not comment and (told := told + 1) <= ENOUGH:
                yield _text_here(line=int(line), three=html.endswith(":::", 0, found.start()))


def _text_here(*, line: int, three: bool) -> Problem:
    if three:
        hint = "write it at the start of a line, outside of lists, quotations and HTML"
        return warning("this `:::` is no shortcode here", line=line, hint=hint)
    message = "this `::` begins no shortcode; did you mean `:::`?"
    return warning(message, line=line, hint="write three colons; for mere colons, `\\::`")


class _Marks(Preprocessor):
    """Give each line that may begin a shortcode its number, which code and HTML would hide."""

    def __init__(self, extension: ShortcodeExtension) -> None:
        super().__init__()
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        for place, line in enumerate(lines):
            if "::" in line and (found := _MAY_BEGIN.match(line) or _TWO.match(line)):
                mark = _MARK.format(self.extension.first_line + place)
                lines[place] = line[: found.end()] + mark + line[found.end() :]
                self.extension.marked = True
        return lines


# ---- Finding them -------------------------------------------------------------------------------


class _Finds(Preprocessor):
    def __init__(self, extension: ShortcodeExtension) -> None:
        super().__init__()
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        return _Walk(self.extension, lines).all() if self.extension.marked else lines


class _Open(Noun, frozen=True):
    head: Head
    number: int
    """Its place in `said`; negative where it has a fault."""


class _Walk:
    """One way through the lines of a text."""

    def __init__(self, extension: ShortcodeExtension, lines: list[str]) -> None:
        self.extension = extension
        self.lines = lines
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.forgiven = 0
        """How many `:::` may close nothing: nobody knows where one with a fault was to end."""

    def all(self) -> list[str]:
        at = 0
        while at < len(self.lines):
            found = _LINE.fullmatch(self.lines[at])
            if found is None:
                self.out.append(self.lines[at])
                at += 1
            elif rest := found[2].strip():
                at = self.begins(rest, int(found[1]), at + 1)
            else:
                self.ends(int(found[1]))
                at += 1
        for left in self.open:
            hint = "write `:::` on a line of its own where it ends"
            self.tell(error(f"{left.head} is not closed", line=left.head.line, hint=hint))
        while self.open:
            self.close(self.open.pop())
        return self.out

    def begins(self, rest: str, line: int, at: int) -> int:
        """Read the shortcode whose head is *rest*; return where the text goes on after it."""
        named = _NAMED.fullmatch(rest)
        name, argument = (named[1] or "", named[2].strip()) if named else ("", rest)
        meant = meant_by(name, look=len(self.extension.problems) < ENOUGH)
        if meant != name.lower():
            self.tell(unknown_name(name or rest, meant, line=line))
        if meant is None:
            self.forgiven += 1
            return at
        head = Head(meant, argument, line)
        if FORMS[meant].text:
            self.open_box(head)
            return at
        options, at, fault = self.options(head, at)
        if fault:
            self.tell(fault)
            self.forgiven += 1
        elif (number := self.read(head, options)) >= 0:
            self.out += ["", _OPENS.format(number), ""]
        return at

    def open_box(self, head: Head) -> None:
        if len(self.open) == DEEPEST:
            message = f"shortcodes stand inside each other more than {DEEPEST} deep"
            self.tell(error(message, line=head.line, hint="close some of them before"))
        number = -1 if len(self.open) >= DEEPEST else self.read(head, "")
        self.open.append(_Open(head, number))
        if number >= 0:
            self.out += ["", _OPENS.format(number), ""]

    def ends(self, line: int) -> None:
        if self.open:
            self.close(self.open.pop())
        elif self.forgiven:
            self.forgiven -= 1
        else:
            hint = "delete it; an empty line ends a shortcode that holds no text"
            self.tell(error("this `:::` closes nothing", line=line, hint=hint))

    def close(self, one: _Open) -> None:
        if one.number >= 0:
            self.out += ["", _CLOSES.format(one.number), ""]

    def options(self, head: Head, at: int) -> tuple[str, int, Problem | None]:
        """Return the lines from *at* on that are options of *head*, and where the text goes on."""
        start = at
        while at < len(self.lines):
            line = self.lines[at]
            found = _LINE.fullmatch(line)
            if found and not found[2].strip():
                return _MARKS.sub("", "\n".join(self.lines[start:at])), at + 1, None
            if found:
                break
            if not line.strip():
                further = self.goes_on(at) if at > start else 0
                if not further:
                    break
                at = further
            elif _OPTION.match(line):
                at += 1
            else:
                return "", at, _no_option(head, line, head.line + 1 + at - start)
        if at == start:
            return "", at, None
        hint = "write `:::` on a line of its own below its last line"
        return "", at, error(f"{head} is not closed", line=head.line, hint=hint)

    def goes_on(self, at: int) -> int:
        """Return where options go on below the empty lines that begin at *at*; 0 if they do not."""
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at == len(self.lines):
            return 0
        found = _LINE.fullmatch(self.lines[at])
        return at if (not found[2].strip() if found else self.lines[at].startswith(" ")) else 0

    def read(self, head: Head, options: str) -> int:
        """Note what a shortcode says; return its number, negative where that is nothing."""
        if len(options) > LONGEST:
            message = f"the lines below {head} are longer than {LONGEST:,} characters"
            self.tell(error(message, line=head.line, hint="shorten them"))
            return -1
        # pydantic is behind this: a text without shortcodes does not wait for it
        from libsite.read.shortcodes import read_shortcode

        said, problems = read_shortcode(head, options)
        for problem in problems:
            self.tell(problem)
        if said is None:
            return -1
        self.extension.said.append(said)
        return len(self.extension.said) - 1

    def tell(self, problem: Problem) -> None:
        if len(self.extension.problems) < ENOUGH:
            self.extension.problems.append(problem)


def _no_option(head: Head, line: str, number: int) -> Problem:
    message = f"`{_MARKS.sub('', line).strip()[:40]}` is no option of {head}"
    hint = "leave an empty line above it, or write `name: value`"
    return error(message, line=number, hint=hint)


# ---- What they become ---------------------------------------------------------------------------


class _Builds(BlockProcessor):
    def __init__(self, extension: ShortcodeExtension, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md
        self.extension = extension

    def test(self, parent: Element, block: str) -> bool:
        return self.extension.marked and _OPENED.fullmatch(block.strip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        found = _OPENED.fullmatch(blocks.pop(0).strip())
        number = int(found[1]) if found else 0
        said = self.extension.said[number]
        if isinstance(said, Shortcode):
            shortcodes = self.extension.shortcodes
            SubElement(parent, "div", {"class": f"{self.extension.token}-{len(shortcodes)}"})
            shortcodes.append(said)
        elif isinstance(said, Figure):
            parent.append(self.figure(said))
        else:
            inner = Element("div")
            self.parser.parseBlocks(inner, list(_up_to(_CLOSES.format(number), blocks)))
            box = _box(said)
            box.extend(list(inner))
            parent.append(box)
        return True

    def figure(self, said: Figure) -> Element:
        """Return a picture with its caption."""
        figure = Element("figure", {"class": "figure"})
        # put aside like raw HTML, which keeps an empty `alt` that was chosen
        picture = f'<img src="{escape(said.src)}" alt="{escape(said.alt)}">'
        figure.text = self.md.htmlStash.store(picture)
        if said.caption or said.credit:
            caption = SubElement(figure, "figcaption")
            caption.text = f"{said.caption} " if said.caption and said.credit else said.caption
            if said.credit:
                SubElement(caption, "span", {"class": "credit"}).text = said.credit
        return figure


def _up_to(end: str, blocks: list[str]) -> Iterator[str]:
    """Take the blocks before *end*, and that one, out of *blocks*."""
    while blocks:
        block = blocks.pop(0)
        if block.strip() == end:
            return
        yield block


def _box(said: Box) -> Element:
    match said.name:
        case "callout":
            box, title = Element("div", {"class": "callout", "role": "note"}), "p"
        case "notes":
            box, title = Element("div", {"class": "notes"}), "p"
        case _:
            box, title = Element("details", {"class": "spoiler"}), "summary"
    if said.title:
        given = {"class": f"{said.name}-title"} if title == "p" else {}
        SubElement(box, title, given).text = said.title
    return box
