"""Builds of all systems side by side: cold, unchanged, and after an edit of one post.

One round runs every case of every system once, so that a machine that becomes slower does so for
all of them; the figure is the median over rounds. Memory is looked at in a round of its own, since
looking takes time. A build that did not make its pages is an error and never a figure.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.measure import Cost, FailedError, run
from tests.bench.systems import make_place
from tests.bench.workload import Edit, edit_body, edit_tags, edit_title, post

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.bench.systems import Place, System
    from tests.bench.workload import Post

COLD, SAME, BODY, TITLE, TAG = (
    "cold",
    "nothing changed",
    "body edited",
    "title edited",
    "tag edited",
)
EDITS: Mapping[str, Callable[[Post, int], Edit] | None] = {
    COLD: None,
    SAME: None,
    BODY: edit_body,
    TITLE: edit_title,
    TAG: edit_tags,
}
"""The cases, in the order in which they are run, with what is done to a post before."""
Costs = dict[tuple[str, str], Cost]
"""What a round took, by system and case."""
SETTLED = 3.0
"""Seconds after which a file's times can be trusted: no site is edited in all its files at once."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a case takes a system."""

    posts: int
    case: str
    system: str
    seconds: float
    """Of wall time: the median."""
    cpu: float
    """Seconds of processor time: the median."""
    megabytes: float
    """Memory at the peak, over all processes; 0 where nobody looked."""
    runs: int
    """How many runs the medians are of."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured, and how often."""

    rounds: int
    slow: float
    """Seconds: a system whose cold build takes longer is run in the first round alone."""
    memory: bool
    """Whether there is another round for memory."""
    cases: tuple[str, ...] = tuple(EDITS)


def measure_builds(
    systems: tuple[System, ...], posts: int, plan: Plan, folder: Path
) -> list[Figure]:
    """Return a figure for each case of *plan* and each of *systems*, of sites of *posts* posts.

    The sites are made in *folder*, which is empty. Raises FailedError if a build fails or does not
    make its pages.
    """
    places = make_places(systems, posts, folder)
    edit, again, rounds = Edit(post(posts // 2), ""), places, []
    for number in range(plan.rounds):
        edit, costs = _round(again, edit, number, posts, plan.cases)
        again = [one for one in again if costs[one.system.name, COLD].seconds <= plan.slow]
        rounds.append(costs)
    peaks: Costs = {}
    if plan.memory:
        _, peaks = _round(places, edit, plan.rounds, posts, plan.cases, watched=True)
    keys = [(one.name, case) for case in plan.cases for one in systems]
    return [
        _figure(posts, key, [costs[key] for costs in rounds if key in costs], peaks.get(key))
        for key in keys
    ]


def make_places(systems: tuple[System, ...], posts: int, folder: Path) -> list[Place]:
    """Make the sites of *systems* in *folder*, each of the same *posts* posts."""
    places = [make_place(one, folder / str(number)) for number, one in enumerate(systems)]
    for number in range(posts):
        one = post(number)
        for place in places:
            place.write(one)
    return places


def page_of(output: Path, slug: str) -> Path:
    """Return where every system puts the page of a post."""
    return output / "posts" / slug / "index.html"


def _round(
    places: list[Place],
    edit: Edit,
    number: int,
    posts: int,
    cases: tuple[str, ...],
    *,
    watched: bool = False,
) -> tuple[Edit, Costs]:
    """Run each of *cases* once at each of *places*, where *edit* was the last one.

    Return the last edit now, and what the runs took.
    """
    time.sleep(SETTLED)
    costs: Costs = {}
    for case in cases:
        change = EDITS[case]
        edit = change(edit.post, number) if change else edit
        for place in places:
            if case == COLD:
                place.forget()
            if change or case == COLD:  # one that sat out rounds has missed edits
                place.write(edit.post)
            system = place.system
            command = (*system.program, *system.build)
            cost = run(command, place.root, system.environment, watched=watched)
            _must_have_built(place, posts, edit)
            costs[system.name, case] = cost
            tell(f"{posts:,} posts, {case}, {system.name}: {_said(cost, watched=watched)}")
    return edit, costs


def _must_have_built(place: Place, posts: int, edit: Edit) -> None:
    made = sum(1 for _ in place.output.rglob("*.html"))
    if made < posts:
        raise FailedError(f"{place.system.name} made {made} pages of {posts} posts")
    if edit.shows not in page_of(place.output, edit.post.slug).read_text(encoding="utf-8"):
        raise FailedError(f"{place.system.name} does not show `{edit.shows}`")


def _said(cost: Cost, *, watched: bool) -> str:
    return f"{cost.megabytes:.0f} MB" if watched else f"{cost.seconds:.3f} s"


def tell(text: str) -> None:
    """Say how far the bench is."""
    print(text, file=sys.stderr, flush=True)


def _figure(posts: int, key: tuple[str, str], costs: list[Cost], peak: Cost | None) -> Figure:
    system, case = key
    return Figure(
        posts=posts,
        case=case,
        system=system,
        seconds=statistics.median(cost.seconds for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        megabytes=peak.megabytes if peak else 0.0,
        runs=len(costs),
    )
