"""Globs as people write them to name files: `google1234.html`, `old-site/**`, `*.pdf`."""

from __future__ import annotations

from fnmatch import fnmatchcase

from libsite.text import normal


def covers(glob: str, path: str) -> bool:
    """Tell whether *glob* names the file at *path*, or a folder above it; both have `/`.

    `*` and `?` stand for what is in one name, `**` for any number of folders. Capitals count.
    """
    names, parts = normal(glob).split("/"), normal(path).split("/")
    return _match(names, parts) or _match([*names, "**"], parts)


def _match(names: list[str], parts: list[str]) -> bool:
    if not names:
        return not parts
    if names[0] == "**":
        return any(_match(names[1:], parts[skip:]) for skip in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], names[0]) and _match(names[1:], parts[1:])
