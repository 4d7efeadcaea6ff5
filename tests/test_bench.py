"""The bench measures what it says: the same posts for all, whole builds, and no failed ones."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.bench import cases
from tests.bench.cases import BODY, COLD, EDITS, SAME, TITLE, Figure, Plan, measure_builds
from tests.bench.measure import FailedError, run
from tests.bench.systems import CACHED, HUGO, LIBSITE, PELICAN, make_place, systems
from tests.bench.tables import Results, read_results, tables_of, write_results, write_tables
from tests.bench.workload import as_nikola, as_pelican, as_yaml, edit_body, post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.systems import System
    from tests.bench.workload import Post

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bench needs wait4(2)")

HOLDER = """\
import subprocess, sys, time
held = bytearray(50_000_000)
if sys.argv[1:]:
    subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True)
time.sleep(0.3)
"""
"""A program that holds 50 MB, and starts the program that it is given, which gets the rest."""


# ---- The workload


def test_the_posts_are_the_same_in_every_run() -> None:
    posts = "".join(as_yaml(post(number)) for number in range(100))
    assert hashlib.sha256(posts.encode()).hexdigest()[:16] == "154e052cccdd4f7e"


@pytest.mark.parametrize("dialect", [as_yaml, as_pelican, as_nikola])
def test_every_dialect_says_the_same(dialect: Callable[[Post], str]) -> None:
    for number in range(10):
        one = post(number)
        front, _, body = dialect(one).partition("\n\n")
        assert body == one.body
        assert all(word in front for word in (one.title, one.author, *one.tags))


@pytest.mark.parametrize(
    ("case", "changed"), [(BODY, "body"), (TITLE, "title"), ("tag edited", "tags")]
)
def test_an_edit_changes_one_thing_and_another_time_another(case: str, changed: str) -> None:
    edit = EDITS[case]
    assert edit is not None
    before = post(3)
    first, second = (edit(before, number).post for number in (0, 1))
    assert getattr(first, changed) not in (getattr(before, changed), getattr(second, changed))
    assert replace(first, **{changed: getattr(before, changed)}) == before


def test_an_edit_shows_what_was_not_there() -> None:
    first = edit_body(post(3), 0)
    second = edit_body(first.post, 1)
    assert second.shows in second.post.body
    assert second.shows not in first.post.body


# ---- Measuring


def test_builds_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "SETTLED", 0)  # how long they take is no matter here
    own = tuple(one for one in systems() if one.name == LIBSITE)
    plan = Plan(rounds=1, slow=60, memory=False, cases=(COLD, BODY))
    figures = measure_builds(own, 5, plan, tmp_path)
    assert [(one.posts, one.case, one.system, one.runs) for one in figures] == [
        (5, COLD, LIBSITE, 1),
        (5, BODY, LIBSITE, 1),
    ]
    assert all(one.seconds > 0 and one.cpu > 0 for one in figures)


def test_a_failed_build_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="not today"):
        run((sys.executable, "-c", "raise SystemExit('not today')"), tmp_path, {})


def test_a_build_without_pages_is_no_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "SETTLED", 0)
    idle = replace(systems()[0], program=(sys.executable,), build=("-c", "pass"))
    with pytest.raises(FailedError, match="made 0 pages of 5 posts"):
        measure_builds((idle,), 5, Plan(rounds=1, slow=60, memory=False), tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells shared memory apart")
def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    alone = run((sys.executable, "-c", HOLDER), tmp_path, {}, watched=True)
    three = run((sys.executable, "-c", HOLDER, HOLDER, HOLDER), tmp_path, {}, watched=True)
    assert 47 < alone.megabytes < 90
    assert three.megabytes > 145


@pytest.mark.parametrize("system", systems(), ids=lambda one: one.name)
def test_a_cold_build_finds_the_site_and_its_posts_alone(system: System, tmp_path: Path) -> None:
    place = make_place(system, tmp_path / "site")
    place.write(post(0))
    before = sorted(place.root.rglob("*"))
    for name in (system.output, *system.caches):
        made = place.root / name.replace("*", ".dat")
        made.mkdir()
        (made / "left.html").touch()
    place.forget()
    place.forget()
    assert sorted(place.root.rglob("*")) == before


# ---- Tables

RESULTS = Results(
    machine="Python 3.11.7, Linux, 2 processors",
    versions={"libsite": "0.1.0", "Hugo": "0.168.0"},
    builds=(
        Figure(1000, COLD, LIBSITE, 1.5, 2.5, 100.4, 5),
        Figure(1000, COLD, HUGO, 1.0, 1.9, 155.0, 5),
        Figure(1000, COLD, PELICAN, 6.0, 6.0, 49.0, 5),
        Figure(1000, SAME, LIBSITE, 0.05, 0.04, 0, 5),
        Figure(1000, SAME, HUGO, 0.5, 0.9, 0, 5),
        Figure(1000, SAME, CACHED, 1.0, 1.0, 0, 5),
    ),
    starts=(Figure(0, "--help", LIBSITE, 0.081, 0.0704, 0, 10),),
    growth=(
        Figure(2000, COLD, LIBSITE, 3.0, 5.0, 120.0, 1),
        Figure(2000, SAME, LIBSITE, 0.1, 0.1, 20.0, 5),
        Figure(2000, BODY, LIBSITE, 0.5, 0.5, 60.0, 5),
    ),
)
TIMES = """\
| 1,000 posts | libsite | Hugo | Pelican | Pelican, cached | of Hugo | of Pelican |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| cold | 1.50 | 1.00 | 6.00 | – | 1.50 | 0.25 |
| nothing changed | 0.050 | 0.500 | – | 1.00 | 0.10 | 0.05 |
"""
MEMORY = """\
| 1,000 posts | libsite | Hugo | Pelican |
| --- | ---: | ---: | ---: |
| cold | 100 | 155 | 49 |
"""
STARTS = """\
| command | CPU milliseconds | milliseconds |
| --- | ---: | ---: |
| `libsite --help` | 70 | 81 |
"""
GROWTH = """\
| posts | cold | cold, for 1,000 | body edited | nothing changed | MB, cold | MB, body edited |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| 2,000 | 3.00 | 1.50 | 0.500 | 0.100 | 120 | 60 |
"""


def test_tables_show_figures_and_ratios() -> None:
    assert tables_of(RESULTS) == {
        "machine": "libsite 0.1.0, Hugo 0.168.0; Python 3.11.7, Linux, 2 processors. Rounds: 5.\n",
        "times": TIMES,
        "memory": MEMORY,
        "starts": STARTS,
        "growth": GROWTH,
    }


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "bench.json")
    assert read_results(tmp_path / "bench.json") == RESULTS


def test_tables_are_written_into_their_places_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text(
        "A\n<!-- bench: times -->\nold\n<!-- end -->\n<!-- bench: growth -->\nB\n<!-- end -->\n"
    )
    write_tables({"times": "new\n"}, path)
    assert path.read_text() == (
        "A\n<!-- bench: times -->\nnew\n<!-- end -->\n<!-- bench: growth -->\nB\n<!-- end -->\n"
    )
