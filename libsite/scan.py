"""Walk the input files and tell which have changed; git's care for racy timestamps included."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from libsite.digest import digest_bytes
from libsite.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RACY = 2_000_000_000
"""Nanoseconds. A file that changed this shortly before it was looked at may change again without a
new time stamp (FAT counts in steps of 2 s), so its bytes are compared: git's "racy" rule, after
git's `Documentation/technical/racy-git.txt`."""

IGNORED_ENDINGS = ("~", ".swp", ".swx", ".tmp", ".bak", ".orig", ".pyc")
IGNORED_NAMES = frozenset({"Thumbs.db", "desktop.ini", "__pycache__", "node_modules"})


class Seen(NamedTuple):
    """A file as it was last looked at; the times are nanoseconds."""

    size: int
    mtime: int
    ctime: int
    scanned: int
    digest: str


class Place(NamedTuple):
    """A folder or file to walk: the name under which its files are known, and where it stands."""

    name: str
    path: Path


class Scan(NamedTuple):
    """All input files: those *seen*, by path, and what is no plain file, each with a reason."""

    seen: dict[str, Seen]
    odd: dict[str, str]


def scan(places: tuple[Place, ...], known: Mapping[str, Seen]) -> Scan:
    """Look at every file in *places*, reading only those that differ from what is *known*.

    The paths are normalised (NFC) and sorted. A missing place has no files. Nothing is followed out
    of a place: links are odd, except a link to a file inside the same place.
    """
    found: dict[str, Seen] = {}
    odd: dict[str, str] = {}
    for place in places:
        for name, path, problem in _walk(place.name, str(place.path), str(place.path)):
            if problem or name in found:
                odd[name] = (
                    problem or "its name differs from another one only in how accents are stored"
                )
            else:
                found[name] = look(path, known.get(name))
    return Scan(dict(sorted(found.items())), dict(sorted(odd.items())))


def look(path: str, known: Seen | None) -> Seen:
    """Return the file at *path* as it is now; its bytes are read only where *known* may be old."""
    now = time.time_ns()
    status = os.stat(path)
    if (
        known is not None
        and known.size == status.st_size
        and known.mtime == status.st_mtime_ns
        and known.ctime == status.st_ctime_ns
        and max(known.mtime, known.ctime) < known.scanned - RACY
    ):
        return known
    with open(path, "rb") as file:
        digest = digest_bytes(file.read())
    if known is not None and known.digest == digest and known[:3] == _times(status):
        return known._replace(scanned=now)
    return Seen(*_times(status), now, digest)


def _times(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def real_path(places: tuple[Place, ...], path: str) -> str:
    """Return where the input *path* stands, given the *places* that were walked."""
    for place in places:
        if path == place.name:
            return str(place.path)
        if path.startswith(place.name + "/"):
            return f"{place.path}/{path[len(place.name) + 1 :]}"
    raise LookupError(path)


def same(known: Mapping[str, Seen], now: Mapping[str, Seen]) -> bool:
    """Tell whether the bytes of all inputs are what they were."""
    return known.keys() == now.keys() and all(
        known[path] is seen or known[path].digest == seen.digest for path, seen in now.items()
    )


def _walk(name: str, path: str, top: str) -> Iterator[tuple[str, str, str]]:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return
    if stat.S_ISREG(status.st_mode):
        yield name, path, ""
        return
    if not stat.S_ISDIR(status.st_mode):
        yield name, path, _odd(path, top)
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if ignored(entry.name):
                continue
            child = f"{name}/{normal(entry.name)}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(child, entry.path, top)
            elif not _is_text(entry.name):
                yield child.encode("utf-8", "replace").decode(), entry.path, "its name is not UTF-8"
            elif entry.is_file(follow_symlinks=False):
                yield child, entry.path, ""
            else:
                yield child, entry.path, _odd(entry.path, top)


def ignored(name: str) -> bool:
    """Tell whether a file or folder of this *name* is none of the librarian's: back-ups, system."""
    return name.startswith(".") or name.endswith(IGNORED_ENDINGS) or name in IGNORED_NAMES


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _odd(path: str, top: str) -> str:
    """Return why *path* is not read, or nothing where it links to a file inside *top*."""
    if not os.path.islink(path):
        return "it is neither a file nor a folder"
    target = os.path.realpath(path)
    inside = target.startswith(os.path.realpath(top) + os.sep)
    if inside and os.path.isfile(target):
        return ""
    where = "leads nowhere" if not os.path.exists(target) else f"leads to `{target}`"
    return f"it is a link that {where}"
