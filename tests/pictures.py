"""Pictures made for tests: what cameras, scanners and drawing programs write."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image

SECRET = b"40.7128 Maple Street"
"""What no published picture may hold."""
CORNERS = ((200, 40, 40), (40, 160, 40), (40, 60, 200), (220, 200, 60))
"""The colors of `quarters`: upper left, upper right, lower left, lower right."""
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
"""What a HEIC picture begins with."""


def quarters(width: int = 80, height: int = 40) -> Image.Image:
    """Return a picture of four colors, so that one sees how it is turned."""
    image = Image.new("RGB", (2, 2))
    for place, color in enumerate(CORNERS):
        image.putpixel((place % 2, place // 2), color)
    return image.resize((width, height), Image.Resampling.NEAREST)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return *image* as a file of the *kind* that Pillow names so."""
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (6, 4), orientation: int = 6) -> bytes:
    """Return a picture that lies on its side and knows where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    return saved(Image.new("RGB", size, "teal"), kind, exif=exif)


def movie(kind: str = "GIF", size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    """Return an animation of three colors, shown for 100, 200 and 300 milliseconds."""
    frames = [Image.new("RGB", size, color) for color in ("red", "lime", "blue")]
    return saved(
        frames[0],
        kind,
        save_all=True,
        append_images=frames[1:],
        duration=[100, 200, 300],
        **options,
    )


def png(width: int, height: int) -> bytes:
    """Return a PNG that claims to have this size, and has hardly any pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(99))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def display_p3() -> bytes:
    """Return a color profile with the primaries of newer phones, at a gamma of 2.2 (ICC.1:2001)."""
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
        b"wtpt": (0.96420, 1.0, 0.82491),
    }
    tags = {
        name: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in xyz))
        for name, xyz in primaries.items()
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(78) + b"\0\0\0"
    start, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    head = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061)  # the white point D50
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + body
