"""Pictures: telling one from other files, and opening it without harm."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

DRAWINGS = (".svg", ".svgz")
RAW = tuple(".dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef .srw".split())
"""Endings of the raw pictures of cameras."""
HEIC = (".heic", ".heif", ".hif")
PICTURES = (
    *".jpg .jpeg .jpe .jfif .png .apng .webp .tif .tiff .avif .gif .bmp .jp2 .mpo .psd".split(),
    *HEIC,
    *RAW,
)
"""Endings of pictures that are no drawings."""
SIGNS = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*|8BPS|\0\0\0\x0cjP"
    rb"|....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif|avis|crx )",
    re.DOTALL,
)
"""How the files of pictures begin, whatever they are called."""
HEIC_SIGN = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
FORMATS = {
    "JPEG": "JpegImagePlugin",
    "PNG": "PngImagePlugin",
    "WEBP": "WebPImagePlugin",
    "GIF": "GifImagePlugin",
    "TIFF": "TiffImagePlugin",
    "AVIF": "AvifImagePlugin",
    "BMP": "BmpImagePlugin",
    "JPEG2000": "Jpeg2KImagePlugin",
    "PSD": "PsdImagePlugin",
}
"""What Pillow may take a file for, and its modules: it has many more, one runs a program."""
MOVING = ("GIF", "PNG", "WEBP")
"""Formats whose further pictures are frames, rather than pages or small copies."""
LIMIT = 80_000_000
"""Pixels of a picture: more would fill the memory of a small machine."""
TALLEST = 16_383
"""Pixels of a WebP's side at the most (RFC 9649, section 2.6)."""
MOVING_LIMIT = 2 * LIMIT
"""Pixels of all the frames of a moving picture together."""


class UnfitError(Exception):
    """A picture that cannot be published, and what to do about it."""

    def __init__(self, fault: str, hint: str) -> None:
        """Hold the *fault*, a sentence whose subject is "it", and the *hint*, without full stop."""
        super().__init__(fault)
        self.fault = fault
        self.hint = hint


def is_picture(name: str, data: bytes) -> bool:
    """Tell by *name*, in any case, and by the first bytes of *data* whether a file is a picture."""
    return name.lower().endswith((*DRAWINGS, *PICTURES)) or SIGNS.match(data) is not None


@contextmanager
def opened(name: str, data: bytes) -> Iterator[Image]:
    """Open the picture *data*, which is no drawing, by the *name* of its file; nothing is decoded.

    Raises UnfitError for one that cannot be read, is too large, or is of a kind that says too
    little, and for what shows only while the caller reads it.
    """
    from PIL import Image

    if name.lower().endswith(RAW) or data[4:12] == b"ftypcrx ":
        raise UnfitError(
            "it is a camera's raw picture, which browsers cannot show",
            "export it from the camera's program as JPEG",
        )
    for module in FORMATS.values():
        import_module(f"PIL.{module}")
    try:
        with warnings.catch_warnings():
            # damaged metadata is no harm, as all of it goes
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(FORMATS)) as image:
                _check_size(image)
                yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise _too_large() from fault
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as fault:
        # of an unknown kind or damaged: what Pillow's readers raise is not told apart
        raise _unreadable(name, data) from fault


def _check_size(image: Image) -> None:
    if image.width * image.height > LIMIT:
        raise _too_large()
    if is_moving(image) and image.width * image.height * frames_of(image) > MOVING_LIMIT:
        raise UnfitError(
            f"its frames have more than {MOVING_LIMIT // 10**6} megapixels together",
            "save it as a film (MP4), or make it smaller or shorter",
        )


def _too_large() -> UnfitError:
    limit = LIMIT // 10**6
    return UnfitError(f"it has more than {limit} megapixels", f"make it smaller than {limit}")


def _unreadable(name: str, data: bytes) -> UnfitError:
    if HEIC_SIGN.match(data) or (name.lower().endswith(HEIC) and not SIGNS.match(data)):
        return UnfitError(
            "it is a HEIC picture, which browsers cannot show",
            "export it as JPEG; an iPhone takes JPEG by itself after Settings > Camera > Formats"
            " > Most Compatible",
        )
    return UnfitError("it is not a picture that can be read", "save it again as JPEG or PNG")


def is_moving(image: Image) -> bool:
    """Tell whether *image* is an animation."""
    return image.format in MOVING and frames_of(image) > 1


def frames_of(image: Image) -> int:
    """Return how many pictures the file of *image* holds."""
    return int(getattr(image, "n_frames", 1))


ORIENTATION = 0x0112
"""The tag that says how a camera was held (Exif 3.0, 4.6.5.1)."""


def orientation_of(image: Image) -> int:
    """Return how *image* must be turned, from 1 (not at all) to 8."""
    if image.format == "TIFF":  # Pillow turns these by itself
        return 1
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - damaged metadata, which Pillow fails at in many ways
        return 1
    return found if isinstance(found, int) and found in range(1, 9) else 1


def upright_size(image: Image) -> tuple[int, int]:
    """Return width and height of *image* once it stands upright."""
    across = orientation_of(image) > 4  # noqa: PLR2004 - from 5 on it lies on its side
    return (image.height, image.width) if across else (image.width, image.height)


def is_see_through(image: Image) -> bool:
    """Tell whether *image*, which is decoded for it, has any transparent pixel."""
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return bool(lowest < 255)  # type: ignore[operator] # noqa: PLR2004 - one band: two numbers


def eight_bits(image: Image) -> Image:
    """Return *image* with at most eight bits a band: of sixteen, the upper ones."""
    if image.mode != "I" and not image.mode.startswith("I;16"):
        return image
    return image.convert("I").point(lambda level: level * (1 / 256) + 0).convert("L")
