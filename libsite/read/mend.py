"""Lines of YAML that a person understands and YAML refuses: made acceptable, one by one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from libsite.errors import Problem, warning
from libsite.read.events import UNKNOWN, FaultError, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def mend(lines: list[str], root: type, first_line: int) -> tuple[list[str], list[Problem]]:
    """Return *lines*, those that YAML refuses made acceptable or empty, and the lost ones' faults.

    Each part is tried by itself, so that one fault hides neither the others nor the sound parts.
    """
    mended: list[str] = []
    problems: list[Problem] = []
    for part in _parts(lines, root):
        begins = first_line + len(mended)
        try:
            mended += _mend_part(part, root)
        except FaultError as fault:
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
    first: FaultError | None = None
    for candidate in _candidates(part):
        try:
            Reading("\n".join(candidate), root, 1).all()
        except FaultError as fault:
            first = first or fault
        else:
            return candidate
    raise first or FaultError(*UNKNOWN, mark=None)


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
        Reading(f"name: {value}", dict, 1).all()
    except FaultError:
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
