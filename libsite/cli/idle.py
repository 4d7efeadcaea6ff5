"""A build with nothing to do: answered before any library is loaded."""

from __future__ import annotations

import os
import time

from libsite.cli.words import in_actions, nothing_to_do, problem_lines, shown

CONSENT = "LIBSITE_CONSENT"
"""The variable that names the file in which stands whom the library may name."""


def idle_answer(words: list[str], *, colored: bool) -> tuple[list[str], str] | None:
    """Return the problems and the result that answer *words*, or None if the command must be run.

    Only `build` without options, but for the site's folder, is answered here.
    """
    match words:
        case ["build"]:
            root = site_above(".")
        case ["build", "-C", folder]:
            root = site_above(folder)
        case _:
            return None
    if root is None or in_actions() or os.environ.get(CONSENT):  # who has agreed may have changed
        return None
    from libsite.keep.census import OUTPUT, untouched

    found = untouched(root, time.time_ns() // 1000)
    if found is None:
        return None
    pages, problems = found
    result = nothing_to_do(pages, shown(os.path.join(root, OUTPUT)))
    return list(problem_lines(problems, colored=colored)), result


def site_above(folder: str) -> str | None:
    """Return *folder*, or the nearest above it, that has a `site.yaml`; None if there is none."""
    path = os.path.realpath(folder)
    while not os.path.isfile(os.path.join(path, "site.yaml")):
        above = os.path.dirname(path)
        if above == path:
            return None
        path = above
    return path
