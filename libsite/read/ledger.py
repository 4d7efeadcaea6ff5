"""Read and write `content/_ledger/published.yaml`: what has been published, and where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from libsite.errors import Problem, error
from libsite.model import LedgerEntry
from libsite.read.conflicts import conflicts
from libsite.read.yaml import load_list
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.read.yaml import Tree

_HEADER = """\
# What this site has published, and where: libsite reads it to keep every address and every feed
# entry the same when files are renamed. `libsite record` writes it; keep it in git, and do not edit
# it by hand.
"""
_NEEDED = ("id", "url", "source", "body")
_FIELDS = (*_NEEDED, "date", "former")
_RESTORE = "restore the file from git, or delete the entry and run `libsite record`"
_JOIN = "keep the entries of both, each once, and delete the lines `<<<<<<<` to `>>>>>>>`"
_EMPTY = "restore the file from git, or delete it if nothing of the site was ever public"
_SHOWN = 60
_URL = re.compile(r"/(?:(?!\.{1,2}/)[^/?#\s]+/?)*")


def read_ledger(text: str, *, path: str) -> tuple[tuple[LedgerEntry, ...], tuple[Problem, ...]]:
    """Return the entries of the ledger *text*, in its order, and its faults."""
    problems = list(conflicts(text, hint=_JOIN))
    if not text.strip():
        problems.append(error("the ledger is empty: it knows no address any more", hint=_EMPTY))
    entries: tuple[LedgerEntry, ...] = ()
    if not problems:
        tree = load_list(text, limit=None)
        problems += tree.problems
        rows = list(_rows(tree, problems))
        entries = tuple(entry for _, entry in rows)
        problems += _twice(rows, tree, "id")
        problems += _twice(rows, tree, "url")
    return entries, tuple(replace(problem, path=path) for problem in problems)


def write_ledger(entries: Iterable[LedgerEntry]) -> str:
    """Return the text of a ledger with *entries*, equal for equal entries in any order."""
    ordered = sorted(entries, key=lambda entry: (entry.url, entry.id))
    return _HEADER + ("".join(map(_lines, ordered)) or "[]\n")


# ---- Reading -------------------------------------------------------------------------------------


def _rows(tree: Tree[list[Any]], problems: list[Problem]) -> Iterator[tuple[int, LedgerEntry]]:
    for number, row in enumerate(tree.values):
        wrong = _wrong(row)
        if wrong:
            line, column = tree.value((number,))
            problems.append(error(wrong, line=line, column=column, hint=_RESTORE))
        else:
            former = tuple(row.pop("former", None) or ())
            yield number, LedgerEntry(**row, former=former)


def _wrong(row: object) -> str:
    """Return what is wrong with an entry, or nothing."""
    if not isinstance(row, dict):
        return "this entry has no `id`, `url`, `source` and `body`"
    for name in _NEEDED:
        if not isinstance(row.get(name), str):
            return f"this entry has no `{name}`"
    if not _URL.fullmatch(row["url"]):
        return f"`url: {excerpt(row['url'], _SHOWN)}` is no address of this site"
    if not isinstance(row.get("date", ""), str):
        return "the `date` of this entry is not a day"
    former = row.get("former") or []
    if not isinstance(former, list) or not all(isinstance(url, str) for url in former):
        return "`former` of this entry is no list of addresses"
    odd = next((name for name in row if name not in _FIELDS), None)
    return "" if odd is None else f"`{excerpt(odd, _SHOWN)}` is not part of an entry"


def _twice(
    rows: Iterable[tuple[int, LedgerEntry]], tree: Tree[list[Any]], name: str
) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, entry in rows:
        value: str = getattr(entry, name)
        other = first.setdefault(value, number)
        if other != number:
            before, _ = tree.key((other, name))
            line, column = tree.key((number, name))
            said = f"{name}: {excerpt(value, _SHOWN)}"
            message = f"`{said}` stands twice, on lines {before} and {line}"
            yield error(message, line=line, column=column, hint="delete one of the two entries")


# ---- Writing -------------------------------------------------------------------------------------

_PLAIN = re.compile(
    r"(?:[A-Za-z/][A-Za-z0-9._/-]*(?::[A-Za-z0-9._/-]+)*|\d{4}-\d\d-\d\d)", re.ASCII
)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that other readers of YAML take for something else than a text."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _lines(entry: LedgerEntry) -> str:
    values = ((name, getattr(entry, name)) for name in (*_NEEDED, "date"))
    lines = [f"{name}: {_scalar(value)}\n" for name, value in values if value is not None]
    if entry.former:
        lines.append(f"former: [{', '.join(map(_scalar, entry.former))}]\n")
    return f"- {'  '.join(lines)}"


def _scalar(value: str) -> str:
    """Return *value* as YAML, in quotes unless every reader takes it for a text as it is."""
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
