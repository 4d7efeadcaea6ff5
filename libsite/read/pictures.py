"""Measure the pictures below `content/`: each is opened once, and remembered by its bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import astuple

from libsite.digest import digest
from libsite.drawings import is_mere_drawing, size_of
from libsite.model import Measured
from libsite.pictures import (
    DRAWINGS,
    PICTURES,
    TALLEST,
    UnfitError,
    eight_bits,
    is_moving,
    is_picture,
    is_see_through,
    opened,
    upright_size,
)
from libsite.workers import map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from PIL.Image import Image

    from libsite.workers import Crew

MANY = 8
"""Fewer pictures than this are measured here: starting processes would cost more than it saves."""
ENDINGS = (*DRAWINGS, *PICTURES)
SMALL = (160, 160)
"""Pixels of the copy from which a mean colour is taken; a JPEG is decoded hardly larger."""
BOX = 4
"""Pillow's number for the filter that gives every pixel the same weight."""


class Memo(Protocol):
    """Where what was measured is remembered between builds."""

    def pictures(self, keys: frozenset[str]) -> Iterable[tuple[str, str]]:
        """Yield the key and the JSON of each file that is remembered under one of *keys*."""

    def remember_pictures(self, pictures: Iterable[tuple[str, str]]) -> None:
        """Store files: each a key and its JSON."""

    def forget_pictures(self, used: frozenset[str]) -> None:
        """Drop the files whose keys are not *used*."""


def measure(
    files: Mapping[str, str],
    load: Callable[[str], bytes],
    memo: Memo,
    toolchain: str,
    *,
    crew: Crew,
) -> dict[str, Measured]:
    """Return what must be known of each picture among *files*, by its source; others are left out.

    *files* gives the digest of each source, *load* its bytes. A file is opened only where the
    *memo* does not know its bytes: a build that changed no picture loads no library for them.
    """
    keys = {source: digest([toolchain, _ending(source), mark]) for source, mark in files.items()}
    known = {key: _from_json(text) for key, text in memo.pictures(frozenset(keys.values()))}
    fresh = list({keys[source]: source for source in files if keys[source] not in known}.values())
    if fresh:
        found = map_batches(
            look_at_batch,
            ((source, load(source)) for source in fresh),
            worth_it=sum(source.lower().endswith(ENDINGS) for source in fresh) >= MANY,
            crew=crew,
            size=1,  # each may hold many megabytes
        )
        known |= {keys[source]: one for source, one in zip(fresh, found, strict=True)}
        memo.remember_pictures(_rows(known, [keys[source] for source in fresh]))
    memo.forget_pictures(frozenset(keys.values()))
    return {source: one for source in files if (one := known[keys[source]]) is not None}


def _ending(source: str) -> str:
    """Return what of its name decides how a file is read."""
    name = source.lower()
    return next((ending for ending in ENDINGS if name.endswith(ending)), "")


def _rows(known: Mapping[str, Measured | None], fresh: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in fresh:
        one = known[key]
        yield key, json.dumps(None if one is None else astuple(one))


def _from_json(text: str) -> Measured | None:
    fields = json.loads(text)
    return None if fields is None else Measured(*fields)


def look_at_batch(batch: list[tuple[str, bytes]]) -> list[Measured | None]:
    """Look at files, each a source and its bytes; pure, in any process."""
    return [look_at(source, data) for source, data in batch]


def look_at(source: str, data: bytes) -> Measured | None:
    """Return what must be known of the file *source*, whose bytes are *data*; None for no picture.

    What keeps a picture from being published is found here, so that a page that shows it can be
    told; a picture that nobody shows may have any fault.
    """
    if not is_picture(source, data):
        return None
    if source.lower().endswith(DRAWINGS):
        return _drawing(source, data)
    try:
        with opened(source, data) as image:
            width, height = upright_size(image)
            doubt = image.mode == "CMYK"
            animated = is_moving(image)
            colour = _mean_colour(image)
    except UnfitError as unfit:
        return Measured(fault=unfit.fault, hint=unfit.hint)
    if height > TALLEST * width:
        return Measured(fault=TOO_SLIM, hint="cut it into several pictures")
    if doubt:
        return Measured(width, height, colour, hint=CMYK_HINT, doubt=CMYK)
    return Measured(width, height, colour, animated=animated)


TOO_SLIM = f"it is more than {TALLEST:,} times as high as wide, which no WebP can be"
CMYK = "it is made for print (CMYK), so its colors may look different here"
CMYK_HINT = "save it as JPEG in RGB or sRGB"


def _drawing(source: str, data: bytes) -> Measured:
    if not source.lower().endswith(".svg"):
        return Measured(fault="it is a compressed drawing", hint="save it as a plain SVG")
    if not is_mere_drawing(data):
        return Measured(
            fault="it holds a script, or an address of another site",
            hint="save it as a plain SVG, or as PNG",
        )
    width, height = size_of(data)
    return Measured(width, height, vector=True)


def _mean_colour(image: Image) -> str:
    """Return the mean colour of *image* as `#rrggbb`; empty where it is see-through.

    The whole file is decoded, a JPEG to an eighth of its size: a damaged one shows here.
    """
    image.draft("RGB", SMALL)
    image.load()
    if is_see_through(image):
        return ""
    plain = eight_bits(image).convert("RGB")
    small = plain.reduce(max(1, min(image.size) // SMALL[0])).resize((1, 1), BOX)
    red, green, blue = small.tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"
