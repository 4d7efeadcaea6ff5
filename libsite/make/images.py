"""Pictures without what the camera noted: place, time, device, thumbnails."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from libsite.errors import SiteError, error
from libsite.make.drawings import is_mere_drawing

SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90, "method": 4},
    "TIFF": {"compression": "tiff_deflate"},
    "AVIF": {"quality": 80},
    "BMP": {},
}
"""Pillow's formats that are written anew, and how."""
SAME = {"MPO": "JPEG"}
"""A phone's picture with a second one inside it is a JPEG; only the first is kept."""
DRAWINGS = (".svg", ".svgz")
PICTURES = (
    *".jpg .jpeg .jpe .jfif .png .apng .webp .tif .tiff .heic .heif .hif .avif .gif .bmp".split(),
    *".jp2 .mpo .psd .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf".split(),
)
"""Endings of pictures, the raw ones of cameras among them."""
SIGNS = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*|8BPS|\0\0\0\x0cjP"
    rb"|....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif|avis|crx )",
    re.DOTALL,
)
"""How the files of pictures begin, whatever they are called."""


def without_metadata(data: bytes, source: str) -> bytes:
    """Return the bytes *data* of the file *source* as they may be published.

    A picture, told by its name or by its first bytes, is turned upright and loses all metadata but
    its colour profile. GIF and SVG keep their bytes, an SVG only if it is a mere drawing. What is
    no picture is returned as it is. Raises SiteError, naming *source*, for a picture that cannot be
    read, is too large, or cannot be cleaned.
    """
    name = source.lower()
    if name.endswith(DRAWINGS):
        return _drawing(data, source)
    if not name.endswith(PICTURES) and not SIGNS.match(data):
        return data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                return data if image.format == "GIF" else _saved(image, source)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        problem = "this picture is too large", "make it smaller than 80 megapixels"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        problem = "this is not a picture that can be read", "save it again as JPEG or PNG"
    raise SiteError(error(problem[0], path=source, hint=problem[1]))


def _drawing(data: bytes, source: str) -> bytes:
    if source.lower().endswith(".svg") and is_mere_drawing(data):
        return data
    raise SiteError(
        error(
            "this drawing holds a script, or an address of another site: it is not published",
            path=source,
            hint="save it as a plain SVG, or as PNG",
        )
    )


def _saved(image: Image.Image, source: str) -> bytes:
    kind = SAME.get(image.format or "", image.format or "")
    if kind not in SAVED_AS:
        raise SiteError(
            error(
                f"a {kind} picture may tell where it was taken, and cannot be cleaned",
                path=source,
                hint="save it as JPEG or PNG",
            )
        )
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    # what Pillow would otherwise carry over: EXIF, XMP, comments
    turned.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    made = BytesIO()
    options = dict(SAVED_AS[kind])
    if profile:
        options["icc_profile"] = profile
    turned.save(made, format=kind, **options)
    return made.getvalue()
