"""How long builds take, and how much memory, beside other generators: `scripts/bench [POSTS …]`.

Whole processes are measured, as a person waits for them. These are clocks on a machine that does
other things too: compare within one run, and quote ratios. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cases import BODY, COLD, SAME, Plan, measure_builds, tell
from tests.bench.measure import FailedError, adopt_orphans
from tests.bench.serving import measure_serving
from tests.bench.starting import measure_starts
from tests.bench.systems import EVERYTHING, LIBSITE, System, systems, version_of
from tests.bench.tables import Results, read_results, tables_of, write_results, write_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTS = (1_000, 10_000)
GROWTH = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
ROUNDS = 5
SLOW = 45.0
FULL = 1_000
"""Posts up to which libsite is measured with every output on as well: cards take a minute."""
RESULTS = Path("bench.json")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs/performance.md"


def main() -> None:
    """Measure, print tables and write `bench.json`, as the command line asks."""
    asked = _asked()
    if not asked.read:
        adopt_orphans()
        try:
            with tempfile.TemporaryDirectory(prefix="libsite-bench-") as folder:
                for results in _measured(asked, Path(folder)):
                    write_results(results, asked.json)
        except FailedError as fault:
            sys.exit(f"{fault}\n\nWhat was measured before is in {asked.json}")
    tables = tables_of(read_results(asked.read or asked.json))
    print("\n" + "\n".join(tables.values()))
    if asked.write:
        write_tables(tables, asked.document)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure how long builds take, and how much memory.",
        epilog="`scripts/bench --peers` installs what libsite is compared with, and that is all.",
    )
    add = parser.add_argument
    add("posts", nargs="*", type=int, default=POSTS, help="sizes of sites; 1000 10000")
    add("--only", nargs="+", metavar="NAME", help="leave all other systems out")
    add("--rounds", type=int, default=ROUNDS, help="runs of each case, %(default)s")
    add(
        "--slow",
        type=float,
        default=SLOW,
        metavar="SECONDS",
        help="a system whose cold build takes longer than this is run once; %(default)s",
    )
    add(
        "--full",
        type=int,
        default=FULL,
        metavar="POSTS",
        help="the largest site that libsite builds with every output on as well; %(default)s",
    )
    add("--no-memory", dest="memory", action="store_false", help="leave out the round for memory")
    add(
        "--growth",
        nargs="*",
        type=int,
        metavar="POSTS",
        help="measure libsite alone at many sizes besides; 1000 to 50000",
    )
    add("--json", type=Path, default=RESULTS, help="where results go; %(default)s")
    add("--from", dest="read", type=Path, metavar="JSON", help="measure nothing, show these")
    add("--write", action="store_true", help="put the tables into docs/performance.md")
    add("--document", type=Path, default=DOCUMENT, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(asked: argparse.Namespace, folder: Path) -> Iterator[Results]:
    """Yield what is known so far, after each part: some take hours. Sites stand in *folder*."""
    here = _present(asked.only)
    own = tuple(one for one in here if one.name == LIBSITE)
    versions = {one.name.partition(",")[0]: version_of(one) for one in here}
    starts = [figure for one in own for figure in measure_starts(one, 2 * asked.rounds)]
    yield (results := Results(_machine(), versions, (), tuple(starts), ()))
    plan = Plan(asked.rounds, asked.slow, memory=asked.memory)
    for posts in asked.posts:
        some = tuple(one for one in here if one.name != EVERYTHING or posts <= asked.full)
        figures = measure_builds(some, posts, plan, folder / str(posts))
        if posts == min(asked.posts):
            figures += measure_serving(some, posts, asked.rounds)
        yield (results := replace(results, builds=(*results.builds, *figures)))
    for posts in () if asked.growth is None else asked.growth or GROWTH:
        figures = measure_builds(
            own, posts, replace(plan, cases=(COLD, SAME, BODY)), folder / f"growth-{posts}"
        )
        yield (results := replace(results, growth=(*results.growth, *figures)))


def _present(only: list[str] | None) -> tuple[System, ...]:
    """Return the systems that are asked for and installed, and say which are not."""
    known = systems()
    names = [one.name for one in known]
    if unknown := [name for name in only or () if name not in names]:
        sys.exit(f"no system is named {unknown[0]}; there are: {'; '.join(names)}")
    wanted = [one for one in known if only is None or one.name in only]
    for one in wanted:
        if not one.installed:
            tell(f"{one.name} is not installed: `python3 scripts/bench --peers` does it")
    return tuple(one for one in wanted if one.installed)


def _machine() -> str:
    system = f"{platform.system()} on {platform.machine()}"
    return f"Python {platform.python_version()}, {system}, {os.cpu_count()} processors"


if __name__ == "__main__":
    main()
