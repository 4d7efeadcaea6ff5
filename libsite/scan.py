"""Walk the input files and tell which have changed; git's care for racy timestamps included."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from libsite.digest import digest_bytes
from libsite.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RACY = 2_000_000_000
"""Nanoseconds. A file that changed this shortly before it was looked at may change again without a
new time stamp (FAT counts in steps of 2 s), so its bytes are compared: git's "racy" rule, after
git's `Documentation/technical/racy-git.txt`."""

LATEST = 2**63 - 1
"""Nanoseconds: the year 2262, and the largest number that SQLite stores. What is later is not told
apart, and need not be, as a file from the future is always read."""


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
    where: dict[str, str]
    """Where those stand whose names are not ASCII: a disk may keep them in any form of Unicode."""


def scan(places: tuple[Place, ...], known: Mapping[str, Seen]) -> Scan:
    """Look at every file in *places*, reading only those that differ from what is *known*.

    The paths are normalised (NFC) and sorted. A missing place has no files. Nothing is followed out
    of a place: links are odd, except a link to a file inside the same place.
    """
    found: dict[str, Seen] = {}
    odd: dict[str, str] = {}
    where: dict[str, str] = {}
    for place in places:
        for name, path, problem in walk(place.name, str(place.path)):
            if problem or name in found:
                odd[name] = (
                    problem or "its name differs from another one only in how accents are stored"
                )
                continue
            try:
                found[name] = look(path, known.get(name))
                if not name.isascii():
                    where[name] = path
            except FileNotFoundError:  # an editor's passing file: gone since the folder was listed
                continue
            except OSError as fault:
                odd[name] = fault.strerror or str(fault)
    return Scan(dict(sorted(found.items())), dict(sorted(odd.items())), where)


def look(path: str, known: Seen | None) -> Seen:
    """Return the file at *path* as it is now; its bytes are read only where *known* may be old."""
    now = time.time_ns()
    status = os.stat(path)
    if (
        known is not None
        and known.size == status.st_size
        and known.mtime == status.st_mtime_ns
        and known.ctime == status.st_ctime_ns
        and proven(known)
    ):
        return known
    with open(path, "rb", buffering=0) as file:
        digest = digest_bytes(file.read())
    if known is not None and known.digest == digest and known[:3] == _times(status):
        return known._replace(scanned=now)
    return Seen(*_times(status), now, digest)


def proven(seen: Seen) -> bool:
    """Tell whether a file that still has the size and the times of *seen* has its bytes as well."""
    return max(seen.mtime, seen.ctime) < seen.scanned - RACY


def _times(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, min(status.st_mtime_ns, LATEST), min(status.st_ctime_ns, LATEST)


def real_path(places: tuple[Place, ...], where: Mapping[str, str], path: str) -> str:
    """Return where the input *path* stands, given the *places* that were walked.

    *where* is that of the scan.
    """
    if path in where:
        return where[path]
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
