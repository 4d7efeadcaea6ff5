"""Read YAML as people write it: every value stays what was typed, and every fault has a place.

YAML's own guesses are not made: `no`, `19:30`, `0142437247` and `1.10` are these texts. Only plain
`~`, `null` and nothing at all become None.

Where YAML refuses a line that a person understands, that line alone is mended, its value being what
was typed: `title: Wonder: A Novel`, `title: "Wonder": a novel`, `author: @maple`, `title:Wonder`,
`title: 'Tis the season`, tabs for spaces. Curly quotes are no quotation marks of YAML: they stay in
the value, where they may well belong to the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

import yaml

from libsite.errors import Problem, error, warning
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = Any
"""`str | None | list[Value] | dict[str, Value]`, checked by the readers of `fields`."""
Path = tuple[str | int, ...]
Root = TypeVar("Root")

LIMIT = 64 * 1024
"""Characters of YAML at most, unless told otherwise: front matter is a dozen lines."""
DEEPEST = 10
"""Lists and mappings inside each other at most; nothing that a site says needs four."""


class Place(NamedTuple):
    """Where a key and its value stand, counted from 1; for an entry of a list, the entry twice."""

    line: int
    column: int
    value_line: int
    value_column: int


@dataclass(frozen=True, slots=True)
class Tree(Generic[Root]):
    """What a YAML text says, where it says so, and what is wrong with it."""

    values: Root
    problems: tuple[Problem, ...]
    places: Mapping[Path, Place]

    def key(self, path: Path) -> tuple[int, int]:
        """Return line and column of a key, or of the nearest thing around it that was written."""
        return self._place(path)[:2]

    def value(self, path: Path) -> tuple[int, int]:
        """Return line and column of a value, or of the nearest thing around it that was written."""
        return self._place(path)[2:]

    def _place(self, path: Path) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(0, 0, 0, 0))


def load(text: str, *, first_line: int = 1, limit: int | None = LIMIT) -> Tree[dict[str, Value]]:
    """Return what *text*, a YAML mapping whose first line is *first_line* of its file, says.

    What cannot be understood is left out and is an error among the problems, never an exception.
    """
    values, problems, places = _read(text, dict, first_line, limit)
    return Tree(cast("dict[str, Value]", values), tuple(problems), places)


def load_list(text: str, *, first_line: int = 1, limit: int | None = LIMIT) -> Tree[list[Value]]:
    """Return what *text*, a YAML list, says; as `load` does in all else."""
    values, problems, places = _read(text, list, first_line, limit)
    return Tree(cast("list[Value]", values), tuple(problems), places)


# ---- Reading -------------------------------------------------------------------------------------

_Event = Any
_Mark = Any  # libyaml has its own, and so has PyYAML; the types of both know half of their parts.
_Result = tuple[Value, list[Problem], dict[Path, Place]]
# Both hand over events one by one; neither recurses before `_Reading` has counted the depth.
_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\U00010000-\U0010ffff]"
)
"""Characters that libyaml refuses, so that we can say it better."""
_FOREIGN_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""Line breaks for YAML but not for an editor: they come with text pasted from a layout program."""
_CUT = re.compile(r"[ \t]+(#\S.*)")
_NULLS = frozenset({"", "~", "null"})
_STANDARD = "tag:yaml.org,2002:"
"""What `!!` stands for: `!!python/object` is no title that begins with an exclamation mark."""
_SHOWN = 60
_WORDS: dict[type, str] = {
    dict: "`name: value` lines",
    list: "a list of entries that begin with `-`",
}


class _FaultError(Exception):
    """What ends the reading of a text; *mendable* where the lines may be understood one by one."""

    def __init__(
        self, message: str, hint: str, *, mark: _Mark | None, mendable: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = mark.line if mark else 0
        self.column = mark.column + 1 if mark else 1
        self.mendable = mendable

    def problem(self, first_line: int) -> Problem:
        line = self.line + first_line
        return error(self.message, line=line, column=self.column, hint=self.hint)


def _read(text: str, root: type, first_line: int, limit: int | None) -> _Result:
    if limit is not None and len(text) > limit:
        message = f"this is too large: {len(text) // 1024} kB where {limit // 1024} kB are enough"
        hint = "check that the line `---` below the front matter is there"
        return root(), [error(message, line=first_line, column=1, hint=hint)], {}
    if not text.isascii():
        text = text.translate(_FOREIGN_BREAKS)
    problems = list(_invisible(text, first_line))
    if problems:
        return root(), problems, {}
    try:
        return _Reading(text, root, first_line).all()
    except _FaultError as fault:
        if fault.mendable:
            return _read_mended(text, root, first_line)
        return root(), [fault.problem(first_line)], {}


def _read_mended(text: str, root: type, first_line: int) -> _Result:
    lines, problems = _mend(text.split("\n"), root, first_line)
    try:
        values, more, places = _Reading("\n".join(lines), root, first_line).all()
    except _FaultError as fault:
        # The parts are sound but do not fit together: their indentation differs.
        return root(), [*problems, fault.problem(first_line)], {}
    return values, [*problems, *more], places


def _invisible(text: str, first_line: int) -> Iterator[Problem]:
    for found in _FORBIDDEN.finditer(text):
        index = found.start()
        yield error(
            f"here stands a character that nobody can see, U+{ord(found[0]):04X}",
            line=text.count("\n", 0, index) + first_line,
            column=index - text.rfind("\n", 0, index),
            hint="delete this line and type it again",
        )
        return


class _Reading:
    """One pass over a text: values, places and problems come from it together."""

    def __init__(self, text: str, root: type, first_line: int) -> None:
        self.text = text
        self.root = root
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}
        self.anchors: set[str] = set()
        self.odd: _FaultError | None = None
        self.has_comments = "#" in text
        self.get = _EVENTS(text).get_event

    def all(self) -> _Result:
        """Return everything, or raise a fault."""
        try:
            values = self.document()
        except yaml.MarkedYAMLError as fault:
            raise _translated(fault, self.text) from fault
        if self.odd:
            raise self.odd
        return values, self.problems, self.places

    def document(self) -> Value:
        self.get()
        event = self.get()
        if isinstance(event, yaml.StreamEndEvent):
            return self.root()
        event = self.get()
        mark = event.start_mark
        values = self.value(event, ())
        self.get()
        event = self.get()
        if not isinstance(event, yaml.StreamEndEvent):
            hint = "keep one, and delete the line `---` between them"
            raise _FaultError("here begins a second document", hint, mark=event.start_mark)
        if values is None:
            return self.root()
        if not isinstance(values, self.root):
            message = f"this is not {_WORDS[self.root]}"
            raise _FaultError(
                message, "write one `name: value` on each line", mark=mark, mendable=True
            )
        return values

    def value(self, event: _Event, path: Path) -> Value:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self.alias(event)
        if event.anchor is not None or event.tag is not None:
            self.label(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if len(path) >= DEEPEST:
            message = f"lists stand inside each other more than {DEEPEST} deep"
            raise _FaultError(message, "put quotes around the value", mark=event.start_mark)
        return self.mapping(path) if kind is yaml.MappingStartEvent else self.sequence(path)

    def scalar(self, event: _Event) -> str | None:
        text: str = event.value
        if event.style:
            return text
        if self.has_comments:
            self.warn_of_comment(event)
        return None if text in _NULLS else text

    def mapping(self, path: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        get, first_line = self.get, self.first_line
        while type(event := get()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                message = "a name is missing before this"
                hint = "write `name: value`, or put quotes around the value"
                raise _FaultError(message, hint, mark=event.start_mark, mendable=True)
            if event.anchor is not None or event.tag is not None:
                self.label(event)
            key = event.value
            here = (*path, key)
            at: _Mark = event.start_mark
            event = get()
            value_at: _Mark = event.start_mark
            if key in values:
                self.twice(key, self.places[here].line, at)
                self.value(event, here)
                continue
            self.places[here] = Place(
                at.line + first_line,
                at.column + 1,
                value_at.line + first_line,
                value_at.column + 1,
            )
            values[key] = self.value(event, here)
        return values

    def sequence(self, path: Path) -> list[Value]:
        values: list[Value] = []
        while type(event := self.get()) is not yaml.SequenceEndEvent:
            here = (*path, len(values))
            line = event.start_mark.line + self.first_line
            column = event.start_mark.column + 1
            self.places[here] = Place(line, column, line, column)
            values.append(self.value(event, here))
        return values

    def twice(self, key: str, first: int, mark: _Mark) -> None:
        line = mark.line + self.first_line
        message = f"`{excerpt(key, _SHOWN)}` stands twice, on lines {first} and {line}"
        hint = "keep one of the two"
        self.problems.append(error(message, line=line, column=mark.column + 1, hint=hint))

    def alias(self, event: _Event) -> _FaultError:
        """Refuse what YAML would copy; but what refers to nothing is a value with a star."""
        message = f"`*{event.anchor}` stands for another value, which libsite does not follow"
        hint = "write the value out, or put quotes around it"
        mendable = event.anchor not in self.anchors
        return _FaultError(message, hint, mark=event.start_mark, mendable=mendable)

    def label(self, event: _Event) -> None:
        """Note what YAML would take away from a value: `&Juliet`, `!important news`."""
        tag = str(event.tag or "")
        if event.anchor is not None:
            self.anchors.add(event.anchor)
        label = f"&{event.anchor}" if event.anchor is not None else tag.replace(_STANDARD, "!!")
        message = f"`{excerpt(label, _SHOWN)}` is a word of YAML that libsite does not follow"
        hint = "delete it, or put quotes around the whole value"
        fault = _FaultError(message, hint, mark=event.start_mark, mendable=True)
        if tag.startswith(_STANDARD):
            fault.mendable = False
            raise fault
        self.odd = self.odd or fault  # Later: an alias may follow, which is worse.

    def warn_of_comment(self, event: _Event) -> None:
        cut = _CUT.match(self.text, event.end_mark.index)
        if not cut:
            return
        word = cut[1].split()[0]
        line = event.end_mark.line + self.first_line
        whole = excerpt(f"{event.value} {cut[1]}".strip(), _SHOWN).replace('"', "'")
        message = f"`{excerpt(word, _SHOWN)}` and what follows is taken for a comment"
        hint = f'put quotes around the value: "{whole}"'
        column = event.end_mark.column + 1 + cut.start(1) - cut.start()
        self.problems.append(warning(message, line=line, column=column, hint=hint))


# ---- Saying what is wrong ------------------------------------------------------------------------

_QUOTE = "put quotes around the whole value"
_TRANSLATIONS = (
    # What libyaml or PyYAML says, whether the fault is where the thing began, and our words.
    ("quoted scalar", True, "a quotation mark is opened here and not closed", "close it"),
    ("escape", False, "a backslash in double quotes begins a code", "use single quotes"),
    ("flow sequence", True, "the list in brackets that begins here is broken", _QUOTE),
    ("flow mapping", True, "the list in braces that begins here is broken", _QUOTE),
    ("flow node", False, "the list in brackets is not closed before this", _QUOTE),
    ("anchor", True, "a value cannot begin with `&`", _QUOTE),
    ("alias", True, "a value cannot begin with `*`", _QUOTE),
    ("tag", True, "a value cannot begin with `!`", _QUOTE),
    ("block scalar", True, "a value cannot begin with `|` or `>`", _QUOTE),
    (
        "mapping values are not allowed",
        False,
        "a colon stands where none can be",
        "begin each name in the same column, and put quotes around a value with a colon in it",
    ),
    (
        "could not find expected ':'",
        True,
        "this line is not `name: value`",
        "give it a name, or close the front matter with a line `---` above it",
    ),
)
_UNKNOWN = (
    "this line does not fit the lines above it",
    "begin each name in the same column, and put quotes around a value with signs in it",
)
_NO_START = ("cannot start any token", "character '%' that cannot", "directive")


def _translated(fault: yaml.MarkedYAMLError, text: str) -> _FaultError:
    said = f"{fault.context or ''} {fault.problem or ''}"
    mark = fault.problem_mark or fault.context_mark
    if any(words in said for words in _NO_START) and mark is not None:
        return _bad_start(text.split("\n"), mark)
    for words, at_start, message, hint in _TRANSLATIONS:
        if words in said:
            began = fault.context_mark if at_start else None
            return _FaultError(message, hint, mark=began or mark, mendable=True)
    return _FaultError(*_UNKNOWN, mark=mark, mendable=True)


def _bad_start(lines: list[str], mark: _Mark) -> _FaultError:
    line = lines[mark.line] if mark.line < len(lines) else ""
    sign = line[mark.column : mark.column + 1]
    if sign == "\t":
        hint = "replace the tab by spaces"
        return _FaultError("a tab stands where spaces must be", hint, mark=mark, mendable=True)
    return _FaultError(f"a value cannot begin with `{sign}`", _QUOTE, mark=mark, mendable=True)


# ---- Mending -------------------------------------------------------------------------------------

_STARTS: dict[type, re.Pattern[str]] = {
    dict: re.compile(r"""[^\s#\-\]}][^:]*:"""),
    list: re.compile(r"-(?:\s|$)"),
}
"""How a part of the text begins: what belongs to one name, or to one entry of the list."""
_LINE = re.compile(r"(?P<lead>[ \t]*(?:-[ \t]+)*)(?P<rest>\S.*)")
_PAIR = re.compile(r"(?P<head>[^\s:#\"'\[\]{},&*!|>%@`?-][^:#]*:[ \t]+)(?P<value>\S.*)")
_TIGHT = re.compile(r"(?P<head>[A-Za-z_]+:)(?P<value>[^\s:/].*)")
"""`title:Wonder`, the space forgotten; but not `https://…`."""
_BLOCK = re.compile(r"(?P<indent>[ \t]*+).*(?::|-)[ \t]+[|>][-+0-9]{0,2}[ \t]*(?:#.*)?")
_COMMENT = re.compile(r"(?<![ \t])[ \t]+#(?:\s.*)?$")
_WRAPPED = re.compile(r"""(?P<quote>')(?:[^']|(?<=\w)'(?=\w))*'|(")[^"]*\"""")
"""Whole in quotes, and still refused: `'It's Monday'`, `"C:\\Users"`."""
_LONE = re.compile(r"""[^"]*(?::|-)[ \t]+(?P<mark>")[^"]*""")
"""A value that begins with a mark which nothing closes; an apostrophe may begin `'Tis`."""
_TAB_WIDTHS = (1, 4, 2, 8)
"""One column first, which leaves the columns of errors true; the rest for tabs among spaces."""


def _mend(lines: list[str], root: type, first_line: int) -> tuple[list[str], list[Problem]]:
    """Return *lines*, those that YAML refuses made acceptable or empty, and the lost ones' faults.

    Each part is tried by itself, so that one fault hides neither the others nor the sound parts.
    """
    mended: list[str] = []
    problems: list[Problem] = []
    for part in _parts(lines, root):
        begins = first_line + len(mended)
        try:
            mended += _mend_part(part, root)
        except _FaultError as fault:
            problems.append(fault.problem(begins))
            mended += [""] * len(part)
        else:
            problems += _lone_marks(part, mended[-len(part) :], begins)
    return mended, problems


def _lone_marks(part: list[str], mended: list[str], first_line: int) -> Iterator[Problem]:
    """Yield a warning for each value whose first quotation mark is taken for a part of it."""
    for line, (before, after) in enumerate(zip(part, mended, strict=True), first_line):
        found = None if before == after else _LONE.fullmatch(before)
        if found:
            message = "this quotation mark is not closed, and so is taken for a part of the text"
            hint = "close it, or delete it"
            yield warning(message, line=line, column=found.start("mark") + 1, hint=hint)


def _parts(lines: list[str], root: type) -> Iterator[list[str]]:
    starts = [number for number, line in enumerate(lines) if _STARTS[root].match(line)]
    edges = [0, *starts[1:], len(lines)]
    for start, end in pairwise(edges):
        yield lines[start:end]


def _mend_part(part: list[str], root: type) -> list[str]:
    first: _FaultError | None = None
    for candidate in _candidates(part):
        try:
            _Reading("\n".join(candidate), root, 1).all()
        except _FaultError as fault:
            first = first or fault
        else:
            return candidate
    raise first or _FaultError(*_UNKNOWN, mark=None)


def _candidates(part: list[str]) -> Iterator[list[str]]:
    yield part
    yield list(_mend_lines(part))
    if any("\t" in line for line in part):
        for width in _TAB_WIDTHS:
            yield list(_mend_lines([_untabbed(line, width) for line in part]))


def _untabbed(line: str, width: int) -> str:
    """Return *line* with spaces for the tabs before its first word."""
    found = _LINE.match(line)
    lead = found["lead"] if found else line
    return lead.replace("\t", " " * width) + line[len(lead) :]


def _mend_lines(part: list[str]) -> Iterator[str]:
    inside: int | None = None  # The indentation of the name whose text stands on its own lines.
    for line in part:
        indent = len(line) - len(line.lstrip())
        if inside is not None and (indent > inside or not line.strip()):
            yield line
            continue
        block = _BLOCK.fullmatch(line)
        inside = len(block["indent"]) if block else None
        yield line if block else _mend_line(line)


def _mend_line(line: str) -> str:
    """Return *line* with its value in quotes, where the value is refused; else as it is."""
    found = _LINE.fullmatch(line)
    if not found or found["rest"].startswith("#"):
        return line
    lead, rest = found["lead"], found["rest"]
    tight = None if lead else _TIGHT.fullmatch(rest)
    pair = tight or _PAIR.fullmatch(rest)
    if not pair:
        return lead + _mend_value(rest) if "-" in lead else line
    space = " " if tight else ""
    return f"{lead}{pair['head']}{space}{_mend_value(pair['value'])}"


def _mend_value(value: str) -> str:
    if _stands_alone(value) or _is_open(value):
        return value
    value = _COMMENT.sub("", value).rstrip()
    if _WRAPPED.fullmatch(value):
        value = value[1:-1]
    return "'" + value.replace("'", "''") + "'"


def _stands_alone(value: str) -> bool:
    try:
        _Reading(f"name: {value}", dict, 1).all()
    except _FaultError:
        return False
    return True


def _is_open(value: str) -> bool:
    """Tell whether *value* is a list in brackets with a fault inside: not a text as typed."""
    if value[0] not in "[{":
        return False
    depth = 0
    for number, sign in enumerate(value, start=1):
        depth += (sign in "[{") - (sign in "]}")
        if not depth:
            return number == len(value.rstrip())
    return True
