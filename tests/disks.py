"""Disks that are full or read-only: real ones where root is at hand, else played."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Refusal = Callable[[str, tuple[object, ...]], None]


def _may_mount() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory(prefix="libsite-mount-") as folder:
        try:
            with small_disk(Path(folder), "64k"):
                return True
        except (OSError, subprocess.CalledProcessError):  # root of a container, perhaps
            return False


WRITES = frozenset({"open", "os.mkdir"})
CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir"})
_refusals: list[Refusal] = []
_installed: list[bool] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    for refusal in _refusals:
        refusal(event, arguments)


@contextmanager
def refusing(refusal: Refusal) -> Iterator[None]:
    """Let *refusal* hear what this process is about to do to the disk; it may raise OSError."""
    if not _installed:  # an audit hook stays for ever
        sys.addaudithook(_hook)
        _installed.append(True)
    _refusals.append(refusal)
    try:
        yield
    finally:
        _refusals.remove(refusal)


class Refuser:
    """Refuses the *at*th of the *events* below *folder* and all that follow."""

    def __init__(self, folder: Path, events: frozenset[str], *, at: int, code: int) -> None:
        self.folder = str(folder)
        self.events = events
        self.left = at
        self.code = code
        self.heard = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Refuse *event* if its time has come."""
        places = arguments[:2] if event == "os.rename" else arguments[:1]
        path = next((p for p in map(str, places) if p.startswith(self.folder)), None)
        if event not in self.events or path is None:
            return
        if event == "open" and "r" in str(arguments[1] or "r"):
            return
        if event == "os.mkdir" and Path(path).exists():  # the system says so first
            return
        self.heard += 1
        self.left -= 1
        if self.left < 0:
            raise OSError(self.code, os.strerror(self.code), path)


def full(folder: Path, at: int = 0) -> Refuser:
    """Play a disk that is full from the *at*th write below *folder* on."""
    return Refuser(folder, WRITES, at=at, code=errno.ENOSPC)


def stuck(folder: Path, at: int = 0) -> Refuser:
    """Play a folder in which nothing can be renamed or deleted from the *at*th time on."""
    return Refuser(folder, CHANGES, at=at, code=errno.EACCES)


def _mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True)


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of this *size*, such as `64k`, at *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size},mode=755", "libsite-test", folder)
    try:
        yield folder
    finally:
        _unmount(folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make *folder* read-only, in the strongest way there is here."""
    if REAL:
        _mount("--bind", folder, folder)
        try:
            _mount("-o", "remount,ro,bind", folder)
            yield
        finally:
            _unmount(folder)
        return
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    try:
        if not os.access(folder, os.W_OK):
            yield
            return
        # root of a container, or Windows, which knows no read-only folders
        with (
            refusing(Refuser(folder, WRITES | CHANGES, at=0, code=errno.EACCES)),
            mock.patch("libsite.keep.output.os.access", _access_but(folder)),
        ):
            yield
    finally:
        folder.chmod(mode)


def _access_but(folder: Path) -> Callable[[str | Path, int], bool]:
    plain = os.access
    return lambda path, how: plain(path, how) and not str(path).startswith(str(folder))


REAL = _may_mount()
"""Whether disks can be mounted."""
needs_root = pytest.mark.skipif(not REAL, reason="only Linux's root may mount; played elsewhere")
