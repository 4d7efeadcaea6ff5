"""Walk folders: every file in them, by its name, in the same order on any disk.

This runs when nothing has changed, so it loads no library and opens no file.
"""

from __future__ import annotations

import os
import stat

IGNORED_ENDINGS = ("~", ".swp", ".swx", ".tmp", ".bak", ".orig", ".pyc")
IGNORED_NAMES = frozenset({"Thumbs.db", "desktop.ini", "__pycache__", "node_modules"})


def walk(name: str, path: str) -> list[tuple[str, str, str]]:
    """Return every file at *path*, which is known as *name*: its name, its path, and its fault.

    Names are in Unicode's form NFC, with `/`; the fault is empty for a file that can be read. A
    missing *path* has no files. Nothing is followed out of it: a link is a fault, except a link to
    a file inside.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return []
    if stat.S_ISREG(status.st_mode):
        return [(name, path, "")]
    if not stat.S_ISDIR(status.st_mode):
        return [(name, path, _odd(path, path))]
    found: list[tuple[str, str, str]] = []
    _walk_folder(name, path, path, found)
    return found


def _walk_folder(name: str, path: str, top: str, found: list[tuple[str, str, str]]) -> None:
    try:
        entries = _entries(path)
    except OSError as fault:
        found.append((name, path, fault.strerror or str(fault)))
        return
    for entry in entries:
        child = f"{name}/{entry.name}"
        if not child.isascii():  # most names are, and need no further look
            if not _is_text(child):
                readable = child.encode("utf-8", "replace").decode()
                found.append((readable, entry.path, "its name is not UTF-8"))
                continue
            child = f"{name}/{_normal(entry.name)}"
        if entry.is_file(follow_symlinks=False):
            found.append((child, entry.path, ""))
        elif entry.is_dir(follow_symlinks=False):
            _walk_folder(child, entry.path, top, found)
        else:
            found.append((child, entry.path, _odd(entry.path, top)))


def _entries(path: str) -> list[os.DirEntry[str]]:
    """Return what the folder *path* holds, in the same order on any disk."""
    try:
        with os.scandir(path) as entries:
            return sorted((e for e in entries if not ignored(e.name)), key=lambda e: e.name)
    except FileNotFoundError:  # gone since the folder above was listed
        return []


def ignored(name: str) -> bool:
    """Tell whether a file or folder of this *name* is none of the librarian's: back-ups, system."""
    return name.startswith(".") or name.endswith(IGNORED_ENDINGS) or name in IGNORED_NAMES


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _normal(name: str) -> str:
    """Return *name* as `text.normal` does; that module loads what a walk does not need."""
    from unicodedata import normalize

    return normalize("NFC", name)


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
