"""The store of pictures: their bytes at each size, so that none is encoded twice.

It lies in the cache's folder, and losing it costs time and nothing else. A file begins with the
digest of what follows, so that one that was cut short or damaged is never published.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from libsite.digest import SIZE, digest_bytes
from libsite.noun import Noun

PLACE = "pictures"
"""The folder in the cache's own."""
MARK = 2 * SIZE
"""Bytes of the digest with which each file begins."""


class Store(Noun, frozen=True):
    """Pictures by key; a key is a digest of all that their bytes depend on."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return the bytes under *key*; None where there are none, or they are damaged."""
        try:
            held = self._path(key).read_bytes()
        except OSError:
            return None
        data = held[MARK:]
        return data if held[:MARK] == digest_bytes(data).encode() else None

    def put(self, key: str, data: bytes) -> None:
        """Store *data* under *key*, whole or not at all; where the disk refuses, it is left out."""
        path = self._path(key)
        draft = path.with_suffix(".draft")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(digest_bytes(data).encode() + data)
            draft.replace(path)

    def keep_only(self, keys: frozenset[str]) -> None:
        """Delete all but what is stored under *keys*, drafts of killed builds included."""
        for folder in filter(Path.is_dir, _inside(self.folder)):  # others put files there, too
            for path in _inside(folder):
                if path.name not in keys:
                    with suppress(OSError):
                        path.unlink()
            with suppress(OSError):  # not empty
                folder.rmdir()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _inside(folder: Path) -> list[Path]:
    """Return what lies in *folder*, sorted; nothing where it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def picture_store(cache: Path) -> Store:
    """Return the store in the folder of the *cache*."""
    return Store(cache / PLACE)
