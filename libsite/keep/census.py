"""The census: every input and every output of a good build, each with its size and times.

Whoever finds all of them again has nothing to do, but to say what that build said. A census holds
no digests, and is written only where size and times prove the bytes; a build that has something to
do takes it away first. Losing it costs time and nothing else.

To load a library takes longer than to look at a thousand files. So this loads none.
"""

from __future__ import annotations

import os

from libsite.toolchain import toolchain_traces
from libsite.walk import walk

TYPE_CHECKING = False  # that of `typing` is slow to load
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.keep.cache import Written
    from libsite.scan import Seen

FILE = ".libsite/census"
"""Where it stands in the site's folder."""
FORM = "libsite census 2"
END = "\nend\n"
"""What a whole one ends with."""
NONE = "-"
"""Stands for what is not there; no line is empty, since empty lines part the parts."""
OUTPUT = "output"
"""The output folder that it is of; others have none."""
PLACES = ("site.yaml", "content", "themes")
"""Where the inputs stand in the site's folder. The themes that we ship stand elsewhere."""
SHIPPED = "libsite/themes"
"""How the files of those are known."""
PARTED = "\x1f"
"""Stands between the parts of a problem: the unit separator of ASCII, which no message has."""


def untouched(root: str, now: int) -> tuple[int, list[tuple[str, str, str, str]]] | None:
    """Return what is to be said of the site at *root* if nothing is to do, None if perhaps.

    That is how many pages it has, and its problems: severity, place, message and hint of each.
    *now* is in microseconds since 1970. No lock is needed: another build takes the census away
    before it changes anything, so whoever has read it came first.
    """
    try:
        text = _read(f"{root}/{FILE}")
        head, said, traces, inputs, outputs = text.split("\n\n", 4)
        form, since, until, pages, output, stage, shipped = head.split("\n")
        same = (
            form == FORM
            and outputs.endswith(END)
            and int(since) <= now
            and (until == NONE or now < int(until))
            and os.path.realpath(f"{root}/{OUTPUT}") == output
            and not os.path.lexists(stage)
            and traces.split("\n") == toolchain_traces()
            and _as_counted(inputs.split("\n"), root, shipped)
            and _standing(outputs.removesuffix(END).split("\n"), output)
        )
        return (int(pages), _problems(said)) if same else None
    except (OSError, ValueError):  # something is missing, or the census is damaged
        return None


def _problems(said: str) -> list[tuple[str, str, str, str]]:
    """Return the problems that the text *said* has, one a line."""
    found = []
    for line in said.split("\n") if said != NONE else ():
        severity, where, message, hint = line.split(PARTED)
        found.append((severity, where, message, hint))
    return found


def _as_counted(lines: list[str], root: str, shipped: str) -> bool:
    """Tell whether the inputs are those of the *lines*, with the size and the times of then."""
    places = [(name, f"{root}/{name}") for name in PLACES]
    if shipped != NONE:
        places.append((SHIPPED, shipped))
    files = sorted(file for name, path in places for file in walk(name, path))
    if len(files) != len(lines):
        return False
    for line, (name, path, fault) in zip(lines, files, strict=True):
        status = os.stat(path)
        times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
        if fault or line != f"{status.st_size} {times} {name}":
            return False
    return True


def _standing(lines: list[str], output: str) -> bool:
    """Tell whether what the *lines* say stands in *output* as it was left."""
    for line in lines:
        _, _, path = line.split(" ", 2)
        status = os.stat(f"{output}/{path}")
        if line != f"{status.st_size} {status.st_mtime_ns} {path}":
            return False
    return True


def take_census(
    root: str,
    *,
    since: int,
    until: int | None,
    pages: int,
    problems: Iterable[tuple[str, str, str, str]],
    output: str,
    stage: str,
    shipped: str,
    traces: list[str],
    inputs: Mapping[str, Seen],
    outputs: Mapping[str, Written],
) -> None:
    """Write the census of the site at *root*, whole or not at all.

    *problems* are what was to be said of it: severity, place, message and hint of each.

    From *since* on and before *until*, in microseconds since 1970, time changes nothing; None is
    for ever. *output* is the output folder, without links; *stage* stands in it while its files
    change. *shipped* is the folder of the themes that we ship, empty if they are the site's own.
    *traces* and *inputs* are as they were seen when the build began, *outputs* as they were left.
    """
    times = (str(since), NONE if until is None else str(until))
    parts = (
        (FORM, *times, str(pages), output, stage, shipped or NONE),
        [PARTED.join(problem) for problem in problems] or [NONE],
        traces,
        (f"{one.size} {one.mtime} {one.ctime} {name}" for name, one in sorted(inputs.items())),
        (f"{one.size} {one.mtime} {path}" for path, one in outputs.items()),
    )
    text = "\n\n".join("\n".join(part) for part in parts) + END
    path = f"{root}/{FILE}"
    try:
        if os.path.exists(path) and _read(path) == text:
            return
        with open(
            f"{path}.draft", "w", encoding="utf-8", errors="surrogateescape", newline="\n"
        ) as file:
            file.write(text)
        os.replace(f"{path}.draft", path)
    except (OSError, ValueError):  # the disk is full; or somebody damaged the one that is there
        forget_census(root)


def forget_census(root: str) -> None:
    """Take the census of the site at *root* away, if there is one."""
    try:
        os.unlink(f"{root}/{FILE}")
    except OSError:  # Windows keeps what somebody reads; but what a build writes has a new time
        return


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        return file.read()
