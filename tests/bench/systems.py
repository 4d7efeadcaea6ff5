"""The programs that are measured: how each builds and serves, and where its files are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.workload import as_nikola, as_pelican, as_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench.workload import Post

PEERS = Path(__file__).resolve().parents[2] / ".bench"
"""Where `scripts/bench --peers` installs them."""
MODULES = "node_modules"
LIBSITE = "libsite"
EVERYTHING = "libsite, everything"
HUGO = "Hugo"
PELICAN = "Pelican"
CACHED = "Pelican, cached"


@dataclass(frozen=True, slots=True)
class System:
    """A program with a site of its own."""

    name: str
    skeleton: str
    """The folder below `skeletons/` that holds its site without posts."""
    needs: Path
    """The file without which it is not installed."""
    program: tuple[str, ...]
    build: tuple[str, ...]
    """The arguments with which *program* builds the site in the working directory."""
    posts: str
    """Where posts lie in the site."""
    output: str
    caches: tuple[str, ...]
    """Patterns of what else a build leaves: a cold build finds neither that nor the output."""
    text: Callable[[Post], str]
    """Its dialect."""
    version: tuple[str, ...] = ("--version",)
    serve: tuple[str, ...] = ()
    """The arguments with which it serves, `{port}` in place of the port; empty if it is not timed.
    """
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        """Whether it can be run."""
        return self.needs.exists()


def systems() -> tuple[System, ...]:
    """Return all that could be measured, whether it is installed or not."""
    return (
        _libsite(LIBSITE, "libsite"),
        _libsite(EVERYTHING, "everything"),
        _hugo(),
        _eleventy(),
        _pelican(PELICAN, {}),
        _pelican(CACHED, {"PELICAN_CACHE": "1"}),
        _nikola(),
    )


def version_of(system: System) -> str:
    """Return the version that *system* says it has."""
    command = (*system.program, *system.version)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+\.\d[\w.]*", said)
    return found[0] if found else said.strip()


def _libsite(name: str, skeleton: str) -> System:
    return System(
        name=name,
        skeleton=skeleton,
        needs=Path(sys.executable),
        program=(sys.executable, "-m", "libsite"),
        build=("build",),
        posts="content/posts",
        output="output",
        caches=(".libsite",),
        text=as_yaml,
        serve=("serve", "--port", "{port}"),
    )


def _hugo() -> System:
    # The program in the wheel itself: what stands in `bin` is Python, which has to start first.
    found = sorted(PEERS.glob("venv/lib/python*/site-packages/hugo/binaries/hugo"))
    program = found[-1] if found else PEERS / "hugo"
    return System(
        name=HUGO,
        skeleton="hugo",
        needs=program,
        program=(str(program),),
        build=("-d", "out", "--quiet"),
        posts="content/posts",
        output="out",
        caches=("resources", ".hugo_build.lock"),
        text=as_yaml,
        version=("version",),
        serve=("server", "--port", "{port}"),
    )


def _eleventy() -> System:
    program = PEERS / MODULES / "@11ty/eleventy/cmd.cjs"
    return System(
        name="Eleventy",
        skeleton="eleventy",
        needs=program,
        program=(_node(), str(program)),
        build=("--quiet",),
        posts="src/posts",
        output="out",
        caches=(".cache",),
        text=as_yaml,
        serve=("--serve", "--incremental", "--quiet", "--port={port}"),
    )


def _pelican(name: str, environment: Mapping[str, str]) -> System:
    program = PEERS / "venv/bin/pelican"
    return System(
        name=name,
        skeleton="pelican",
        needs=program,
        program=(str(program),),
        build=("content", "-o", "out", "-s", "pelicanconf.py", "-q"),
        posts="content/posts",
        output="out",
        caches=("cache", "__pycache__"),
        text=as_pelican,
        environment=environment,
    )


def _nikola() -> System:
    program = PEERS / "venv/bin/nikola"
    return System(
        name="Nikola",
        skeleton="nikola",
        needs=program,
        program=(str(program),),
        build=("build", "-v0"),
        posts="posts",
        output="output",
        caches=("cache", ".doit.db*", "__pycache__"),
        text=as_nikola,
        version=("version",),
    )


def _node() -> str:
    """Return Node.js itself: what stands in `.venv` is Python, which has to start first."""
    program = shutil.which("node")
    if not program:
        return "node"
    command = (program, "-p", "process.execPath")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


# ---- Sites


@dataclass(frozen=True, slots=True)
class Place:
    """A system's site on the disk."""

    system: System
    root: Path

    @property
    def output(self) -> Path:
        """Where the pages are."""
        return self.root / self.system.output

    def write(self, post: Post) -> None:
        """Write *post* in the system's dialect, unless it stands there as it is."""
        path = self.root / self.system.posts / f"{post.slug}.md"
        text = self.system.text(post)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")

    def forget(self) -> None:
        """Take away what builds have left, into a folder beside the site.

        Nothing is deleted before the bench ends: for minutes after that, Linux (ext4) passes over
        each inode that came free before it finds one for a new file, ten times as slowly.
        """
        left = Path(tempfile.mkdtemp(dir=self.root.parent, prefix="left-"))
        for pattern in (self.system.output, *self.system.caches):
            for path in self.root.glob(pattern):
                path.rename(left / path.name)


def make_place(system: System, root: Path) -> Place:
    """Make the site of *system* at *root*, without posts."""
    shutil.copytree(Path(__file__).parent / "skeletons" / system.skeleton, root)
    (root / system.posts).mkdir(parents=True, exist_ok=True)
    if PEERS / MODULES in system.needs.parents:
        (root / MODULES).symlink_to(PEERS / MODULES)  # a site's modules are looked for in it
    return Place(system, root)
