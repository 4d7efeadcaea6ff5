"""Pictures as they are published: at each size as WebP, and without what the camera noted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from PIL import Image, ImageCms, ImageOps

from libsite.drawings import is_mere_drawing
from libsite.errors import SiteError, error
from libsite.make.gifs import without_notes
from libsite.pictures import (
    DRAWINGS,
    UnfitError,
    eight_bits,
    frames_of,
    is_moving,
    is_picture,
    is_see_through,
    opened,
    orientation_of,
    upright_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.artifact import Scale

QUALITY = 78
"""Of photographs, from 0 to 100: the eye sees no difference on a screen."""
EFFORT = 4
"""How hard the encoder tries, from 0 to 6."""
BARE: dict[str, Any] = {"icc_profile": b"", "exif": b"", "xmp": b""}
"""What a WebP of ours holds besides pixels."""
DECODED = 1600
"""A JPEG is decoded no smaller than this width, whatever size is asked for: the bytes of one size
must not depend on the others that are made with it."""
FEW_COLOURS = 4096
"""A picture with more colors is a photograph, of which every pixel need not be kept."""
WORTH = 1.25
"""A drawing is kept pixel by pixel unless that takes so many times the bytes of a photograph."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture of each orientation is put upright (Exif 3.0, 4.6.5.1)."""
ON_ITS_SIDE = frozenset((5, 6, 7, 8))


# ---- Sizes --------------------------------------------------------------------------------------


def scale_all(recipes: Iterable[Scale], data: Mapping[str, bytes]) -> dict[Scale, bytes]:
    """Return the WebP of each of *recipes*; *data* gives the bytes of each source.

    Each source is decoded once. Raises SiteError, naming the source, for one that cannot be read.
    """
    wanted: dict[str, list[Scale]] = {}
    for recipe in recipes:
        wanted.setdefault(recipe.asset.source, []).append(recipe)
    made: dict[Scale, bytes] = {}
    for source, sizes in wanted.items():
        scaled = scale(data[source], source, [recipe.width for recipe in sizes])
        made |= dict(zip(sizes, scaled, strict=True))
    return made


def scale(data: bytes, source: str, widths: Iterable[int]) -> list[bytes]:
    """Return the picture *data* of the file *source* as WebP, once for each of *widths* in pixels.

    It stands upright, its colors are sRGB, all metadata and the profile are gone, and an animation
    is still one. Raises SiteError, naming *source*, for a picture that cannot be read.
    """
    try:
        with opened(source, data) as image:
            if is_moving(image):
                return [_moving(image, width) for width in widths]
            return _still(image, list(widths))
    except UnfitError as unfit:
        raise _refused(unfit, source) from unfit


def upright(data: bytes, source: str, size: tuple[int, int]) -> Image.Image:
    """Return the picture *data* of the file *source* as pixels: upright, in sRGB, metadata gone.

    It is scaled down so far that it just covers *size*, and never up. Where it is see-through its
    mode is RGBA, else RGB; of an animation it is the first picture. Raises SiteError, naming
    *source*, for a picture that cannot be read.
    """
    try:
        with opened(source, data) as image:
            turn, profile = orientation_of(image), image.info.get("icc_profile")
            whole = upright_size(image)
            share = min(1.0, max(size[0] / whole[0], size[1] / whole[1]))
            width = max(1, round(whole[0] * share))
            _draft(image, 2 * width, whole)
            return _in_srgb(_turned(_resized(_plain(image), width, whole, turn), turn), profile)
    except UnfitError as unfit:
        raise _refused(unfit, source) from unfit


def _refused(unfit: UnfitError, source: str) -> SiteError:
    return SiteError(error(f"this picture is not published: {unfit}", path=source, hint=unfit.hint))


def _still(image: Image.Image, widths: list[int]) -> list[bytes]:
    turn, profile = orientation_of(image), image.info.get("icc_profile")
    upright = upright_size(image)
    _draft(image, max(DECODED, *widths), upright)
    photograph = image.format in {"JPEG", "MPO"}
    whole = _plain(image)
    photograph = photograph or whole.getcolors(FEW_COLOURS) is None
    return [
        _encoded(
            _in_srgb(_turned(_resized(whole, width, upright, turn), turn), profile),
            photograph=photograph,
        )
        for width in widths
    ]


def _draft(image: Image.Image, width: int, upright: tuple[int, int]) -> None:
    """Let a JPEG be decoded at a half, a quarter or an eighth, but not below *width* upright."""
    scale = width / upright[0]
    if scale < 1:
        image.draft(None, (round(image.width * scale), round(image.height * scale)))


def _plain(image: Image.Image) -> Image.Image:
    """Return *image*, decoded, in a mode that can be resized: grey, color or transparency."""
    if is_see_through(image):
        return image.convert("RGBA")
    image = eight_bits(image)
    if image.mode in {"RGB", "L", "CMYK", "LAB"}:
        image.load()
        return image
    return image.convert("L" if image.mode in {"1", "LA", "La"} else "RGB")


def _resized(image: Image.Image, width: int, upright: tuple[int, int], turn: int) -> Image.Image:
    """Return *image* so that it will be *width* wide once it is turned; *upright* is its size."""
    height = max(1, round(upright[1] * width / upright[0]))
    size = (height, width) if turn in ON_ITS_SIDE else (width, height)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _turned(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(TURNS[turn]) if turn in TURNS else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return *image*, whose colors are those of the embedded *profile*, in sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            if not ImageCms.getProfileDescription(own).startswith("sRGB"):
                srgb = ImageCms.createProfile("sRGB")
                turned = ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
                return cast("Image.Image", turned)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile, or one of another kind of picture, says nothing of this one
    return image.convert(mode)


def _encoded(image: Image.Image, *, photograph: bool) -> bytes:
    lossy = _webp(image, quality=QUALITY, method=EFFORT)
    if photograph:
        return lossy
    exact = _webp(image, lossless=True, quality=75, method=EFFORT)
    return exact if len(exact) <= WORTH * len(lossy) else lossy


def _webp(image: Image.Image, **options: object) -> bytes:
    made = BytesIO()
    image.save(made, "WEBP", **BARE, **options)
    return made.getvalue()


# ---- Animations ---------------------------------------------------------------------------------

DELAY = 100
"""Milliseconds that a frame stays if the file does not say: what browsers do."""


def _moving(image: Image.Image, width: int) -> bytes:
    """Return the animation *image* as WebP, frame by frame; it is encoded as it is read."""
    first, delays = _timing(image)
    height = max(1, round(image.height * width / image.width))
    image.seek(first)
    if (width, height) == image.size and not first:
        start, rest = image, []
    else:
        frames = [_frame(image, n, (width, height)) for n in range(first, frames_of(image))]
        start, rest = frames[0], frames[1:]
    return _webp(
        start,
        save_all=True,
        append_images=rest,
        duration=delays,
        loop=_plays(image),
        background=(0, 0, 0, 0),
        quality=QUALITY,
        method=2,  # several times as fast as `EFFORT`, and there are many frames
        allow_mixed=True,  # each frame pixel by pixel, or as a photograph: whichever is smaller
    )


def _timing(image: Image.Image) -> tuple[int, list[int]]:
    """Return the first frame of the animation *image*, and how long each one stays, in ms."""
    first = 1 if image.info.get("default_image") else 0  # shown only where nothing can move
    delays = []
    for number in range(first, frames_of(image)):
        image.seek(number)
        image.load()  # some readers know only then how long a frame stays
        delays.append(round(image.info.get("duration") or DELAY))
    return first, delays


def _frame(image: Image.Image, number: int, size: tuple[int, int]) -> Image.Image:
    image.seek(number)
    return image.convert("RGBA").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plays(image: Image.Image) -> int:
    """Return how often *image* is played, 0 for without end; a GIF says how often again."""
    loop = image.info.get("loop")
    if image.format != "GIF":
        return int(loop or 0)
    return 1 if loop is None else loop and int(loop) + 1


# ---- Files that stay what they are --------------------------------------------------------------

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


def without_metadata(data: bytes, source: str) -> bytes:
    """Return the bytes *data* of the file *source* as they may be published under its own name.

    A picture, told by its name or by its first bytes, is turned upright and loses all metadata but
    its colour profile. A GIF keeps its pictures, an SVG its bytes if it is a mere drawing. What is
    no picture is returned as it is. Raises SiteError, naming *source*, for a picture that cannot be
    read, is too large, or cannot be cleaned.
    """
    if not is_picture(source, data):
        return data
    try:
        if source.lower().endswith(DRAWINGS):
            return _drawing(data, source)
        with opened(source, data) as image:
            return _same_gif(data) if image.format == "GIF" else _saved(image)
    except UnfitError as unfit:
        raise _refused(unfit, source) from unfit


def _same_gif(data: bytes) -> bytes:
    try:
        return without_notes(data)
    except ValueError as fault:
        raise UnfitError(str(fault), "save it again as GIF") from fault


def _drawing(data: bytes, source: str) -> bytes:
    if source.lower().endswith(".svg") and is_mere_drawing(data):
        return data
    raise UnfitError(
        "it holds a script, or an address of another site", "save it as a plain SVG, or as PNG"
    )


def _saved(image: Image.Image) -> bytes:
    kind = SAME.get(image.format or "", image.format or "")
    if kind not in SAVED_AS:
        raise UnfitError(
            f"a {kind} picture may tell where it was taken, and cannot be cleaned",
            "save it as JPEG or PNG",
        )
    profile = image.info.get("icc_profile")
    options = SAVED_AS[kind] | ({"icc_profile": profile} if profile else {})
    if is_moving(image):
        first, delays = _timing(image)
        pictures = [_frame(image, n, image.size) for n in range(first, frames_of(image))]
        options |= {"save_all": True, "append_images": pictures[1:]}
        options |= {"duration": delays, "loop": _plays(image)}
        kept: tuple[str, ...] = ()
    else:
        pictures, kept = [ImageOps.exif_transpose(image)], ("transparency",)
    for picture in pictures:  # what Pillow would otherwise carry over: EXIF, XMP, comments
        picture.info = {key: image.info[key] for key in kept if key in image.info}
    made = BytesIO()
    pictures[0].save(made, format=kind, **options)
    return made.getvalue()
