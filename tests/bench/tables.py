"""What was measured, as tables in Markdown and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tests.bench.cases import BODY, COLD, SAME, Figure
from tests.bench.systems import CACHED, HUGO, LIBSITE, PELICAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

PART = re.compile(r"(<!-- bench: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
PLACES = ((1, 3), (10, 2), (100, 1))
"""How many decimal places seconds have below a number."""
NONE = "–"
"""What stands for a figure that there is not."""


@dataclass(frozen=True, slots=True)
class Results:
    """All of one run of the bench."""

    machine: str
    """Python, the system and the processors, in words."""
    versions: Mapping[str, str]
    """By the name of the system; those that are not installed are missing."""
    builds: tuple[Figure, ...]
    """And of previews."""
    starts: tuple[Figure, ...]
    growth: tuple[Figure, ...]


def write_results(results: Results, path: Path) -> None:
    """Write *results* as JSON."""
    path.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")


def read_results(path: Path) -> Results:
    """Read what `write_results` wrote."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Results(
        machine=found["machine"],
        versions=found["versions"],
        builds=tuple(Figure(**one) for one in found["builds"]),
        starts=tuple(Figure(**one) for one in found["starts"]),
        growth=tuple(Figure(**one) for one in found["growth"]),
    )


def write_tables(tables: Mapping[str, str], path: Path) -> None:
    """Put each of *tables* in its place in a document; what has no table stays as it is."""

    def replaced(found: re.Match[str]) -> str:
        table = tables.get(found[2])
        return f"{found[1]}{table}{found[3]}" if table else found[0]

    text = path.read_text(encoding="utf-8")
    path.write_text(PART.sub(replaced, text), encoding="utf-8")


def tables_of(results: Results) -> dict[str, str]:
    """Return tables by name, in the order in which they are read; those without a row are left out.

    Seconds are of wall time. `of Hugo` and `of Pelican` say how many times as long libsite takes;
    Pelican's cache is on in all cases but the cold one, which has none.
    """
    made = {
        "machine": _machine(results),
        "times": _times(results.builds),
        "memory": _memory(results.builds),
        "starts": _starts(results.starts),
        "growth": _growth(results.growth),
    }
    return {name: table for name, table in made.items() if table}


def _machine(results: Results) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    rounds = max((one.runs for one in results.builds), default=0)
    return f"{versions}; {results.machine}. Rounds: {rounds}.\n"


def _times(figures: Iterable[Figure]) -> str:
    """Return a table for each size: a row for each case, a column for each system, and ratios."""

    def ratio(row: Mapping[str, Figure], other: str) -> str:
        if LIBSITE not in row or other not in row:
            return NONE
        return f"{row[LIBSITE].seconds / row[other].seconds:.2f}"

    def more(case: str, row: Mapping[str, Figure]) -> list[str]:
        return [ratio(row, HUGO), ratio(row, PELICAN if case == COLD else CACHED)]

    return _sized(figures, lambda one: _seconds(one.seconds), ("of Hugo", "of Pelican"), more)


def _memory(figures: Iterable[Figure]) -> str:
    """Return a table for each size: a row for each case, a column for each system."""
    seen = [one for one in figures if one.megabytes]
    return _sized(seen, lambda one: f"{one.megabytes:.0f}", (), lambda _case, _row: [])


def _sized(
    figures: Iterable[Figure],
    cell: Callable[[Figure], str],
    heads: tuple[str, ...],
    more: Callable[[str, Mapping[str, Figure]], list[str]],
) -> str:
    figures = tuple(figures)
    tables = []
    for posts in dict.fromkeys(one.posts for one in figures):
        here = [one for one in figures if one.posts == posts]
        names = list(dict.fromkeys(one.system for one in here))
        rows = []
        for case in dict.fromkeys(one.case for one in here):
            row = {one.system: one for one in here if one.case == case}
            cells = (cell(row[name]) if name in row else NONE for name in names)
            rows.append([case, *cells, *more(case, row)])
        tables.append(_table([f"{posts:,} posts", *names, *heads], rows))
    return "\n".join(tables)


def _starts(figures: Iterable[Figure]) -> str:
    rows = [
        [f"`libsite {one.case}`", f"{one.cpu * 1000:.0f}", f"{one.seconds * 1000:.0f}"]
        for one in figures
    ]
    return _table(["command", "CPU milliseconds", "milliseconds"], rows) if rows else ""


def _growth(figures: Iterable[Figure]) -> str:
    """Return a table with a row for each size: what a post costs, and what an edit costs."""
    rows = [list(_grown(posts, cases)) for posts, cases in _by_size(figures)]
    heads = ["posts", "cold", "cold, for 1,000", BODY, SAME, "MB, cold", f"MB, {BODY}"]
    return _table(heads, rows) if rows else ""


def _by_size(figures: Iterable[Figure]) -> Iterator[tuple[int, dict[str, Figure]]]:
    figures = tuple(figures)
    for posts in dict.fromkeys(one.posts for one in figures):
        yield posts, {one.case: one for one in figures if one.posts == posts}


def _grown(posts: int, cases: Mapping[str, Figure]) -> Iterator[str]:
    yield f"{posts:,}"
    yield _seconds(cases[COLD].seconds)
    yield _seconds(cases[COLD].seconds * 1000 / posts)
    yield _seconds(cases[BODY].seconds)
    yield _seconds(cases[SAME].seconds)
    yield f"{cases[COLD].megabytes:.0f}"
    yield f"{cases[BODY].megabytes:.0f}"


def _seconds(seconds: float) -> str:
    places = next((count for below, count in PLACES if seconds < below), 0)
    return f"{seconds:,.{places}f}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    under = ["---", *["---:"] * (len(heads) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, under, *rows))
