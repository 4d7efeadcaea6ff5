"""A cluster does what this computer would do: the same bytes, the same problems, and no harm."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sites import tree
from tests.test_determinism import whole, write_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
NOWHERE = "tcp://127.0.0.1:9"
"""An address at which nobody answers."""
POSTS = 110
"""So many more than `write_large` writes that reading them is worth a cluster."""


@dataclass(frozen=True)
class Cluster:
    address: str


@contextmanager
def cluster(folder: Path, *paths: Path, end: str = "") -> Iterator[Cluster]:
    """Run a scheduler, and a worker for each of *paths*, where it finds libsite.

    *end* tells the workers whom `ends` is to end.
    """
    folder.mkdir()
    file = folder / "scheduler.json"
    quiet = ("--scheduler-file", str(file), "--dashboard-address", "127.0.0.1:0")
    running = [dask("scheduler", "--host", "127.0.0.1", "--port", "0", *quiet, path=ROOT)]
    victim = str(running[0].pid) if end == "scheduler" else ""
    try:
        until(file.exists)
        address = json.loads(file.read_text())["address"]
        one = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        running += [dask("worker", *quiet, *one, path=path, victim=victim) for path in paths]
        if paths:
            wait = f"Client({address!r}).wait_for_workers({len(paths)})"
            python(f"from distributed import Client; {wait}")
        yield Cluster(address)
    finally:
        for process in reversed(running):
            process.kill()
            process.communicate()


def dask(what: str, *options: str, path: Path, victim: str = "") -> subprocess.Popen[bytes]:
    program = (sys.executable, "-m", f"distributed.cli.dask_{what}", *options)
    environment = {**os.environ, "PYTHONPATH": str(path), "SCHEDULER": victim}
    return subprocess.Popen(program, cwd=path, env=environment, stderr=subprocess.DEVNULL)


def until(happened: Callable[[], bool]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.1)
    pytest.fail("it never happened")


def python(program: str, *arguments: str, code: int = 0) -> str:
    """Run *program* beside the tests; return what it says."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def built(root: Path, *options: str, code: int = 0) -> str:
    program = "import sys; from libsite.cli import main; main()"
    return python(program, "build", "-C", str(root), "--now", "2026-11-22", *options, code=code)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run a cluster of two workers."""
    with cluster(tmp_path_factory.mktemp("cluster") / "two", ROOT, ROOT) as running:
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a site that is worth a cluster at every step."""
    root = write_large(tmp_path / "site")
    for n in range(POSTS):
        text = f"---\ntitle: More {n}\ndate: 2025-01-01\n---\nAnd *more*, **{n}**.\n"
        (root / f"content/posts/more-{n}.md").write_text(text)
    return root


EXECUTED = """
import sys
from distributed import Client

def count(dask_worker):
    return dask_worker.state.executed_count

print(*Client(sys.argv[1]).run(count).values())
"""
LASTING = {
    "documents": "key, document, body",
    "bodies": "digest, html",
    "pictures": "key, measured",
    "closures": "digest, templates",
    "keys": "digest, key",
    "bundles": "name, digest, because, bodies",
    "shared": "name, value",
    "outputs": "path, bundle, size",
}
"""What a cache holds besides times and the names of folders, by table."""


def remembered(root: Path) -> dict[str, list[object]]:
    with sqlite3.connect(root / ".libsite/cache.db") as cache:
        found = {
            table: cache.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table, columns in LASTING.items()
        }
    cache.close()
    return found


def executed(cluster: Cluster) -> list[int]:
    """Return how many batches each worker has done."""
    return [int(count) for count in python(EXECUTED, cluster.address).split()]


def test_the_bytes_are_those_of_one_process_and_the_cache_too(two: Cluster, root: Path) -> None:
    other = Path(shutil.copytree(root, root.parent / "other"))
    before = executed(two)
    built(root, "--workers", "1")
    built(other, "--executor", f"dask:{two.address}")
    after = executed(two)
    assert whole(other) == whole(root)
    assert remembered(other) == remembered(root)
    assert all(remembered(root).values())
    # 230 files in fives of fifty and 12 pictures are read; as many or more are made
    assert sum(after) - sum(before) > 2 * (5 + 12)
    assert all(now > then for now, then in zip(after, before, strict=True))
    assert "Nothing to do" in built(other, "--executor", f"dask:{NOWHERE}")


def test_faults_of_a_template_are_the_same_problems(two: Cluster, root: Path) -> None:
    (root / "themes/tiny/post.html").write_text("{{ page.titel }}")
    alone = built(root, "--json", "--workers", "1", code=1)
    assert "titel" in alone
    assert built(root, "--json", "--executor", f"dask:{two.address}", code=1) == alone


DYING = """
import sys
from pathlib import Path
import libsite.remake
from libsite.errors import SiteError
from tests.sites import run
from tests.test_executor import ends

libsite.remake.make_batch = ends
try:
    run(Path(sys.argv[1]), executor="dask:" + sys.argv[2])
except SiteError as fault:
    print(fault)
"""


def ends(setting: object, shared: object, jobs: object) -> list[object]:
    """End the worker in place of making anything; that of a scheduler where its number is noted."""
    if number := os.environ.get("SCHEDULER"):
        os.kill(int(number), signal.SIGKILL)
        time.sleep(60)
    os._exit(1)


@pytest.mark.parametrize("victim", ["workers", "scheduler"])
def test_a_cluster_that_dies_leaves_the_site_as_it_was(
    victim: str, root: Path, tmp_path: Path
) -> None:
    built(root)
    before = tree(root / "output")
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "description: New\n")
    with cluster(tmp_path / "dying", ROOT, ROOT, end=victim) as running:
        said = python(DYING, str(root), running.address)
    assert f"the cluster at `{running.address}` was lost" in said
    assert "without `--executor` on this computer alone" in said
    assert tree(root / "output") == before
    built(root)
    assert tree(root / "output") != before


def test_a_worker_with_another_libsite_is_named_and_refused(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "libsite", other / "libsite")
    with (other / "libsite/text.py").open("a") as file:
        file.write("# Another one.\n")
    with cluster(tmp_path / "mixed", ROOT, other) as running:
        said = built(root, "--executor", f"dask:{running.address}", code=1)
        names = re.search(r"these workers would write other bytes than we: (`\S+`)\n", said)
        assert names, said
        assert f"`{running.address}`" != names[1]
    assert not (root / "output").exists()


LATE = """
import sys
from libsite import cluster, workers
from libsite.errors import SiteError

cluster._size = lambda client, address: 1  # as if the worker had not been there yet
cluster._toolchain = lambda: "ours"
try:
    list(workers.map_batches(sorted, [2, 1], worth_it=True, crew=workers.Crew(1, sys.argv[1])))
except SiteError as fault:
    print(fault)
"""


def test_a_worker_that_comes_later_is_asked_as_well(two: Cluster) -> None:
    said = python(LATE, f"dask:{two.address}")
    assert re.match(r"these workers would write other bytes than we: `tcp://[\d.:]+`\n", said), said


def test_results_come_in_order_from_few_batches_at_a_time(two: Cluster) -> None:
    said = python(WINDOW, f"dask:{two.address}")
    assert said == "True True\n"


WINDOW = """
import sys
from libsite.workers import Crew, map_batches

taken = []
items = (taken.append(n) or n for n in range(1000))
ahead, results = [], []
for result in map_batches(sorted, items, worth_it=True, crew=Crew(1, sys.argv[1]), size=10):
    results.append(result)
    ahead.append(len(taken) - len(results))
print(results == list(range(1000)), max(ahead) < 2 * 4 * 10)
"""


def test_nobody_answers(root: Path) -> None:
    said = built(root, "--executor", f"dask:{NOWHERE}", code=1)
    assert f"no cluster answers at `{NOWHERE}`" in said
    assert "start `dask scheduler`, and name the address that it prints" in said
    assert "the site is as it was before" in said


def test_nobody_works(root: Path, tmp_path: Path) -> None:
    with cluster(tmp_path / "idle") as running:
        said = built(root, "--executor", f"dask:{running.address}", code=1)
    assert f"the cluster at `{running.address}` has no workers" in said


def test_dask_is_missing(root: Path) -> None:
    program = "import sys; sys.modules['distributed'] = None; from libsite.cli import main; main()"
    said = python(program, "build", "-C", str(root), "--executor", f"dask:{NOWHERE}", code=1)
    assert "dask is not installed" in said
    assert 'pip install ".[dask]"' in said


@pytest.mark.parametrize("typed", ["dask", "dask:", "10.0.0.5:8786", "ray:10.0.0.5"])
def test_an_executor_is_a_dask_cluster(typed: str, root: Path) -> None:
    said = built(root, "--executor", typed, code=2)
    assert f"{typed!r} is no cluster, such as dask:tcp://10.0.0.5:8786" in said


def test_a_small_site_asks_nobody(tmp_path: Path) -> None:
    site = "title: Few\nurl: https://few.example.org/\ntimezone: UTC\n"
    (tmp_path / "site.yaml").write_text(site)
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/one.md").write_text("---\ntitle: One\ndate: 2026-01-01\n---\nOne.\n")
    assert "Built 1 page" in built(tmp_path, "--executor", f"dask:{NOWHERE}")
