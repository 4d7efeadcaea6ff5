"""A picture as pages show it: its sizes, their addresses, and the files that it needs.

The name of a size is the picture's own without its ending, and the width: `corner-480.webp`. Where
another picture in the folder has the same name but for the ending, or a file is called so already,
the ending stays: `corner.png-480.webp`. So no two pictures want the same name.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING

from libsite.artifact import Publish, Recipe, Scale
from libsite.pictures import TALLEST
from libsite.text import marker
from libsite.views import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.model import Asset, Measured

WIDTHS = (480, 960, 1600)
"""Of pictures in texts, in pixels: a phone, a tablet or a good phone, a large screen."""
SIZE_OF_OURS = re.compile(r"(.+)-\d+\.webp", re.IGNORECASE | re.DOTALL)
"""What a file of ours may be called."""

Files = tuple[tuple[str, Recipe], ...]
"""Output paths, each with the recipe that makes the file."""


def picture_of(
    asset: Asset, measured: Measured, path: str, alt: str, widths: tuple[int, ...]
) -> tuple[Picture, Files]:
    """Return the picture *asset* as it is shown, and the files that it needs, the smallest first.

    *measured* has no fault. *path* is where its files go, without the width and the ending, and
    *alt* what it shows. It is made in those of *widths*, in rising order, that it has, and never
    wider than it is; an SVG stays one file.
    """
    if measured.vector:
        name = f"{path}.svg"
        made = Picture(marker(name), alt, width=measured.width, height=measured.height)
        return made, ((name, Publish(asset)),)
    sizes = sizes_of(measured, widths)
    names = {width: f"{path}-{width}.webp" for width in sizes}
    largest = sizes[-1]
    srcset = ", ".join(f"{marker(name)} {width}w" for width, name in names.items())
    picture = Picture(
        src=marker(names[sizes[len(sizes) // 2]]),
        alt=alt,
        srcset=srcset if len(sizes) > 1 else "",
        width=largest,
        height=max(1, round(measured.height * largest / measured.width)),
        colour=measured.colour,
    )
    return picture, tuple((name, Scale(asset, width)) for width, name in names.items())


def sizes_of(measured: Measured, widths: tuple[int, ...]) -> tuple[int, ...]:
    """Return the widths in which a picture is made, rising: some of *widths*, or its own.

    A width is left out where the next larger one is less than a quarter wider.
    """
    largest = min(widths[-1], measured.width)
    if measured.height * largest > TALLEST * measured.width:
        largest = max(1, TALLEST * measured.width // measured.height)
    if measured.animated:
        return (largest,)
    return (*(width for width in widths if width * 5 <= largest * 4), largest)


def picture_names(places: Mapping[str, str], pictures: Mapping[str, Measured]) -> dict[str, str]:
    """Return for each of *pictures*, by its source, where its files go without width and ending.

    *places* gives the output path that each file below `content/` would have under its own name.
    """
    if not pictures:
        return {}
    short = {source: posixpath.splitext(places[source])[0] for source in pictures}
    scaled = [source for source in pictures if not pictures[source].vector]
    claims = Counter(_key(name) for one in scaled for name in {short[one], places[one]})
    claims.update(_key(found[1]) for path in places.values() if (found := _named_as_ours(path)))
    return {
        source: name if pictures[source].vector or claims[_key(name)] == 1 else places[source]
        for source, name in short.items()
    }


def _named_as_ours(path: str) -> re.Match[str] | None:
    return SIZE_OF_OURS.fullmatch(path) if "-" in path else None


def _key(path: str) -> str:
    """Return what two paths share that some disks take for the same."""
    return path.casefold()
