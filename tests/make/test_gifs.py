"""A GIF under its own name: the same pictures, and nothing that a program noted."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from libsite.make.gifs import without_notes
from libsite.make.images import without_metadata

NOTE = b"Taken at 40.7,-74.0"
XMP = b"\x21\xff\x0bXMP DataXMP" + bytes([len(NOTE)]) + NOTE + b"\0"


def movie(*, comment: bytes = b"") -> bytes:
    """Return a GIF of three frames that is played for ever."""
    frames = [Image.new("P", (9, 7), colour) for colour in (1, 2, 3)]
    for frame in frames:
        frame.putpalette(bytes(range(12)))
    made = BytesIO()
    frames[0].save(
        made, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=comment
    )
    return made.getvalue()


def seen(data: bytes) -> list[tuple[bytes, int]]:
    """Return the pixels of each frame, and how long it stays."""
    image = Image.open(BytesIO(data))
    found = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        found.append((image.convert("RGB").tobytes(), image.info["duration"]))
    return found


def test_notes_go_and_pictures_stay() -> None:
    noted = movie(comment=NOTE)
    noted = noted[:-1] + XMP + b"\x3b" + NOTE
    assert noted.count(NOTE) == 3
    bare = without_metadata(noted, "cat.gif")
    assert NOTE not in bare
    assert b"XMP" not in bare
    assert seen(bare) == seen(noted)
    assert len(seen(bare)) == 3
    assert Image.open(BytesIO(bare)).info["loop"] == 0


def test_a_gif_without_notes_stays_as_it_is() -> None:
    bare = without_notes(movie())
    assert without_notes(bare) == bare
    assert seen(bare) == seen(movie())


@given(st.integers(0, 200))
def test_a_gif_that_was_cut_short_is_refused(end: int) -> None:
    whole = without_notes(movie())
    with pytest.raises(ValueError, match="it "):
        without_notes(whole[: min(end, len(whole) - 1)])


@given(st.binary(max_size=200))
def test_anything_else_is_refused_or_cleaned(rest: bytes) -> None:
    try:
        made = without_notes(b"GIF89a" + rest)
    except ValueError:
        return
    assert made.endswith(b"\x3b")
