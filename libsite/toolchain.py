"""What bytes depend on besides content and theme: our own code, Python, and the libraries."""

from __future__ import annotations

import os
import sys

LIBRARIES = (
    "babel",
    "feedgen",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "orjson",
    "pillow",
    "pydantic",
    "pymdown-extensions",
    "python-slugify",
    "python-stdnum",
    "pyyaml",
    "regex",
    "text-unidecode",
    "tzdata",
)
"""Distributions whose versions can change what we write."""
LETTERING = ("freetype2", "raqm", "harfbuzz", "fribidi")
"""Libraries within or below Pillow that decide how letters look."""
SYSTEM = ("/etc/ld.so.cache", "/usr/local/lib", "/opt/homebrew/lib")
"""What changes when a system gets or loses a shared library, as far as there is such a mark."""


def toolchain_stamp() -> str:
    """Return what changes whenever the toolchain may have changed; equal ones mean equal ones."""
    return stamp_of(toolchain_traces())


def stamp_of(traces: list[str]) -> str:
    """Return the stamp of a toolchain with these *traces*."""
    from libsite.digest import digest

    return digest(traces)


def toolchain_traces() -> list[str]:
    """Return what a change of the toolchain leaves behind, in lines; cheap, and needs no imports.

    They hold the interpreter, the time stamps of where libraries are installed, where we are
    installed ourselves, and size and time stamp of each of our own files.
    """
    folders = [
        path
        for path in sys.path
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path)
    ]
    folders += [path for path in SYSTEM if os.path.exists(path)]
    return [
        " ".join(sys.version.split()),
        sys.prefix,
        home(),
        *(f"{os.stat(path).st_mtime_ns} {path}" for path in folders),
        *(f"{size} {mtime} {name}" for name, size, mtime in _sources()),
    ]


def toolchain_digest() -> str:
    """Return the digest of the toolchain itself, equal on any machine that has the same one."""
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    from libsite.digest import digest, digest_bytes

    versions = []
    for name in LIBRARIES:
        try:
            versions.append((name, version(name)))
        except PackageNotFoundError:
            versions.append((name, ""))
    top = Path(home())
    sources = [(name, digest_bytes((top / name).read_bytes())) for name, _, _ in _sources()]
    return digest([sys.version_info[:3], versions, _lettering(), sources])


def _lettering() -> list[tuple[str, str | None]]:
    """Return what Pillow sets texts with: FriBiDi is the system's own, and may be missing."""
    from PIL import features

    return [(name, features.version(name)) for name in LETTERING]


def _sources() -> list[tuple[str, int, int]]:
    """Return name, size and time stamp of each file of the package: code, tables, fonts.

    Only the themes are not among them, which a build looks at as it does at any other input.
    """
    found = []
    pending = [top := home()]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in ("__pycache__", "_data"):
                    continue
                if entry.is_dir():
                    pending.append(entry.path)
                elif not entry.name.endswith((".pyc", "~")):
                    status = entry.stat()
                    name = entry.path[len(top) + 1 :].replace(os.sep, "/")
                    found.append((name, status.st_size, status.st_mtime_ns))
    return sorted(found)


def home() -> str:
    """Return the folder of the package."""
    return os.path.dirname(os.path.abspath(__file__))
