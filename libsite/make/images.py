"""Pictures without what the camera noted: place, time, device, thumbnails."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from libsite.errors import SiteError, error

SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90, "method": 4},
    "TIFF": {"compression": "tiff_deflate"},
    "AVIF": {"quality": 80},
}
"""Pillow's formats that are written anew, and how."""
ACTIVE = re.compile(
    rb"<script|<foreignobject|\son\w+\s*=|javascript:|<!ENTITY|<iframe", re.IGNORECASE
)
"""What makes an SVG more than a drawing."""


def upright(data: bytes, source: str) -> bytes:
    """Return the picture *data*, from the file *source*, turned upright and without metadata.

    Its colour profile stays. GIF and SVG keep their bytes, an SVG only if it is a mere drawing.
    Raises SiteError, naming *source*, for what is no picture, is too large, or cannot be cleaned.
    """
    if source.lower().endswith(".svg"):
        if ACTIVE.search(data):
            raise SiteError(
                error(
                    "this drawing holds a script or another active part, and is not published",
                    path=source,
                    hint="save it as a plain SVG, or as PNG",
                )
            )
        return data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                if image.format == "GIF":
                    return data
                return _saved(image, source)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        problem = "this picture is too large", "make it smaller than 80 megapixels"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        problem = "this is not a picture that can be read", "save it again as JPEG or PNG"
    raise SiteError(error(problem[0], path=source, hint=problem[1]))


def _saved(image: Image.Image, source: str) -> bytes:
    kind = image.format or ""
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
    turned.info = {}  # what Pillow would otherwise carry over: EXIF, XMP, comments
    made = BytesIO()
    options = dict(SAVED_AS[kind])
    if profile:
        options["icc_profile"] = profile
    turned.save(made, format=kind, **options)
    return made.getvalue()
