"""GIF: its pictures, without what programs noted between them (GIF89a specification, W3C)."""

from __future__ import annotations

KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Extensions of programs that say how often a GIF is played; others hold XMP and the like."""
HEADER = 6
SCREEN = 7
IMAGE = 0x2C
EXTENSION = 0x21
TRAILER = 0x3B
CONTROL = 0xF9
APPLICATION = 0xFF
TABLE = 0x80
"""The flag that a table of colours follows; the three lowest bits are its size."""


def without_notes(data: bytes) -> bytes:
    """Return the GIF *data* without comments, foreign extensions, and what follows its end.

    Raises ValueError for what is no whole GIF.
    """
    if data[:HEADER] not in (b"GIF87a", b"GIF89a"):
        message = "it does not begin as a GIF does"
        raise ValueError(message)
    at = HEADER + SCREEN
    at += _table(data, HEADER + 4)
    kept = [data[:at]]
    while (kind := _byte(data, at)) != TRAILER:
        if kind == IMAGE:
            end = _blocks(data, at + 10 + _table(data, at + 9) + 1)
        elif kind == EXTENSION:
            end = _blocks(data, at + 2)
        else:
            message = f"it has a part of an unknown kind, {kind:#x}"
            raise ValueError(message)
        if kind == IMAGE or _shows(data, at):
            kept.append(data[at:end])
        at = end
    return b"".join((*kept, bytes([TRAILER])))


def _shows(data: bytes, at: int) -> bool:
    """Tell whether the extension *at* says how the pictures are shown."""
    label = _byte(data, at + 1)
    return label == CONTROL or (label == APPLICATION and data[at + 3 : at + 14] in KEPT)


def _table(data: bytes, at: int) -> int:
    """Return the bytes of the table of colours that the flags *at* announce."""
    flags = _byte(data, at)
    return 3 << ((flags & 7) + 1) if flags & TABLE else 0


def _blocks(data: bytes, at: int) -> int:
    """Return where the blocks that begin *at* end: each says how long it is, the last is empty."""
    while size := _byte(data, at):
        at += size + 1
    return at + 1


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        message = "it ends too early"
        raise ValueError(message)
    return data[at]
