"""Sentences that are said whether or not any library is loaded."""

from __future__ import annotations

import os


def nothing_to_do(pages: int, output: str) -> str:
    """Return what a build with nothing to do says of the *pages* in *output*."""
    return f"Nothing to do: {count(pages, 'page')} in {output} as they should be"


def count(number: int, word: str) -> str:
    """Return *number* with *word*, which gets an `s` unless there is one."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shown(folder: str) -> str:
    """Return the path of a *folder* as short as it can be written from here."""
    here = os.path.join(os.getcwd(), "")
    path = os.path.join(os.path.realpath(folder), "")
    if not os.path.normcase(path).startswith(os.path.normcase(here)):
        return folder
    return path[len(here) :].replace(os.sep, "/") or "./"
