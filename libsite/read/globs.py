"""Read globs of published files, as in `keep:` of `site.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from libsite.read.fields import Lines, refuse, shown

MOST = 3
"""How often `**` may stand in one glob: each doubles the ways in which a path could match."""


def _read_globs(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return globs that begin at the site's root: `/old-site/` is `old-site/**`."""
    return tuple(dict.fromkeys(map(_read_glob, entries)))


def _read_glob(word: str) -> str:
    parts = word.replace("\\", "/").removeprefix("./").lstrip("/").split("/")
    if len(parts) > 1 and parts[-1] == "":
        parts[-1] = "**"
    if {"", ".", ".."} & set(parts):
        hint = "write the file or the folder as it is called there, such as `old-site/**`"
        refuse(f"does not name a published file: {shown(word)}", hint)
    if parts.count("**") > MOST:
        refuse(f"has too many `**` in it: {shown(word)}", "write one, such as `old-site/**`")
    return "/".join(parts)


Globs = Annotated[Lines, AfterValidator(_read_globs)]
"""A list, or one text with commas between the entries; each as `globs.covers` takes it."""
