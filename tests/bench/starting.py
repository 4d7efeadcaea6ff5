"""How long short commands take, most of which is starting."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cases import Figure
from tests.bench.measure import run
from tests.bench.systems import make_place

if TYPE_CHECKING:
    from tests.bench.measure import Cost
    from tests.bench.systems import System

COMMANDS = (("--help",), ("new", "post", "A lantern festival {number}"))
"""The second one makes another file each time."""


def measure_starts(system: System, rounds: int) -> list[Figure]:
    """Return a figure for each of COMMANDS of *system*, which is libsite; memory is not looked at.

    Raises FailedError if one fails.
    """
    costs: dict[tuple[str, ...], list[Cost]] = {words: [] for words in COMMANDS}
    with tempfile.TemporaryDirectory(prefix="libsite-bench-") as folder:
        root = make_place(system, Path(folder) / "site").root
        for number in range(rounds):
            for words in COMMANDS:
                command = (*system.program, *(word.format(number=number) for word in words))
                costs[words].append(run(command, root, {}))
    return [
        Figure(
            posts=0,
            case=words[0],
            system=system.name,
            seconds=statistics.median(cost.seconds for cost in costs[words]),
            cpu=statistics.median(cost.cpu for cost in costs[words]),
            megabytes=0.0,
            runs=rounds,
        )
        for words in COMMANDS
    ]
