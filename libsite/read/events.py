"""One pass over YAML's events: every value as it was typed, and the place where it stands."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from libsite.errors import Problem, error, warning
from libsite.text import excerpt

Value = Any
"""`str | None | list[Value] | dict[str, Value]`, checked by the readers of `fields`."""
Path = tuple[str | int, ...]

DEEPEST = 10
"""Lists and mappings inside each other at most; nothing that a site says needs four."""


class Place(NamedTuple):
    """Where a key and its value stand, counted from 1; for an entry of a list, the entry twice."""

    line: int
    column: int
    value_line: int
    value_column: int


Event = Any
Mark = Any  # libyaml has its own, and so has PyYAML; the types of both know half of their parts.
Result = tuple[Value, list[Problem], dict[Path, Place]]
# Both hand over events one by one; neither recurses before `Reading` has counted the depth.
_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CUT = re.compile(r"[ \t]+(#\S.*)")
_NULLS = frozenset({"", "~", "null"})
_STANDARD = "tag:yaml.org,2002:"
"""What `!!` stands for: `!!python/object` is no title that begins with an exclamation mark."""
_SHOWN = 60
_WORDS: dict[type, str] = {
    dict: "`name: value` lines",
    list: "a list of entries that begin with `-`",
}


class FaultError(Exception):
    """What ends the reading of a text; *mendable* where the lines may be understood one by one."""

    def __init__(
        self, message: str, hint: str, *, mark: Mark | None, mendable: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = mark.line if mark else 0
        self.column = mark.column + 1 if mark else 1
        self.mendable = mendable

    def problem(self, first_line: int) -> Problem:
        """Return the fault as a problem of a text that begins at *first_line*."""
        line = self.line + first_line
        return error(self.message, line=line, column=self.column, hint=self.hint)


class Reading:
    """One pass over a text: values, places and problems come from it together."""

    def __init__(self, text: str, root: type, first_line: int) -> None:
        self.text = text
        self.root = root
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}
        self.anchors: set[str] = set()
        self.odd: FaultError | None = None
        self.has_comments = "#" in text
        self.get = _EVENTS(text).get_event

    def all(self) -> Result:
        """Return everything, or raise a fault."""
        try:
            values = self.document()
        except yaml.MarkedYAMLError as fault:
            raise _translated(fault, self.text) from fault
        if self.odd:
            raise self.odd
        return values, self.problems, self.places

    def document(self) -> Value:
        """Return what the one document says; an empty one says nothing."""
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
            raise FaultError("here begins a second document", hint, mark=event.start_mark)
        if values is None:
            return self.root()
        if not isinstance(values, self.root):
            message = f"this is not {_WORDS[self.root]}"
            raise FaultError(
                message, "write one `name: value` on each line", mark=mark, mendable=True
            )
        return values

    def value(self, event: Event, path: Path) -> Value:
        """Return the value that begins with *event*, and note where it stands."""
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self.alias(event)
        if event.anchor is not None or event.tag is not None:
            self.label(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if len(path) >= DEEPEST:
            message = f"lists stand inside each other more than {DEEPEST} deep"
            raise FaultError(message, "put quotes around the value", mark=event.start_mark)
        return self.mapping(path) if kind is yaml.MappingStartEvent else self.sequence(path)

    def scalar(self, event: Event) -> str | None:
        """Return a text as it was typed, or None for nothing."""
        text: str = event.value
        if event.style:
            return text
        if self.has_comments:
            self.warn_of_comment(event)
        return None if text in _NULLS else text

    def mapping(self, path: Path) -> dict[str, Value]:
        """Return names and values; a name that stands twice is a problem."""
        values: dict[str, Value] = {}
        get, first_line = self.get, self.first_line
        while type(event := get()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                message = "a name is missing before this"
                hint = "write `name: value`, or put quotes around the value"
                raise FaultError(message, hint, mark=event.start_mark, mendable=True)
            if event.anchor is not None or event.tag is not None:
                self.label(event)
            key = event.value
            here = (*path, key)
            at: Mark = event.start_mark
            event = get()
            value_at: Mark = event.start_mark
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
        """Return the entries of a list."""
        values: list[Value] = []
        while type(event := self.get()) is not yaml.SequenceEndEvent:
            here = (*path, len(values))
            line = event.start_mark.line + self.first_line
            column = event.start_mark.column + 1
            self.places[here] = Place(line, column, line, column)
            values.append(self.value(event, here))
        return values

    def twice(self, key: str, first: int, mark: Mark) -> None:
        """Note that *key* stands on two lines."""
        line = mark.line + self.first_line
        message = f"`{excerpt(key, _SHOWN)}` stands twice, on lines {first} and {line}"
        hint = "keep one of the two"
        self.problems.append(error(message, line=line, column=mark.column + 1, hint=hint))

    def alias(self, event: Event) -> FaultError:
        """Refuse what YAML would copy; but what refers to nothing is a value with a star."""
        message = f"`*{event.anchor}` stands for another value, which libsite does not follow"
        hint = "write the value out, or put quotes around it"
        mendable = event.anchor not in self.anchors
        return FaultError(message, hint, mark=event.start_mark, mendable=mendable)

    def label(self, event: Event) -> None:
        """Note what YAML would take away from a value: `&Juliet`, `!important news`."""
        tag = str(event.tag or "")
        if event.anchor is not None:
            self.anchors.add(event.anchor)
        label = f"&{event.anchor}" if event.anchor is not None else tag.replace(_STANDARD, "!!")
        message = f"`{excerpt(label, _SHOWN)}` is a word of YAML that libsite does not follow"
        hint = "delete it, or put quotes around the whole value"
        fault = FaultError(message, hint, mark=event.start_mark, mendable=True)
        if tag.startswith(_STANDARD):
            fault.mendable = False
            raise fault
        self.odd = self.odd or fault  # Later: an alias may follow, which is worse.

    def warn_of_comment(self, event: Event) -> None:
        """Warn of words behind a `#` that were hardly meant as a comment."""
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
        "give it a name, begin an entry of a list with `- `, or write a line `---` above a text",
    ),
)
UNKNOWN = (
    "this line does not fit the lines above it",
    "begin each name in the same column, and put quotes around a value with signs in it",
)
_NO_START = ("cannot start any token", "character '%' that cannot", "directive")


def _translated(fault: yaml.MarkedYAMLError, text: str) -> FaultError:
    said = f"{fault.context or ''} {fault.problem or ''}"
    mark = fault.problem_mark or fault.context_mark
    if any(words in said for words in _NO_START) and mark is not None:
        return _bad_start(text.split("\n"), mark)
    for words, at_start, message, hint in _TRANSLATIONS:
        if words in said:
            began = fault.context_mark if at_start else None
            return FaultError(message, hint, mark=began or mark, mendable=True)
    return FaultError(*UNKNOWN, mark=mark, mendable=True)


def _bad_start(lines: list[str], mark: Mark) -> FaultError:
    line = lines[mark.line] if mark.line < len(lines) else ""
    sign = line[mark.column : mark.column + 1]
    if sign == "\t":
        hint = "replace the tab by spaces"
        return FaultError("a tab stands where spaces must be", hint, mark=mark, mendable=True)
    return FaultError(f"a value cannot begin with `{sign}`", _QUOTE, mark=mark, mendable=True)
