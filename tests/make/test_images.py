"""No picture is published with what the camera noted; every size is upright, and in sRGB."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageSequence, PngImagePlugin

from libsite import pictures
from libsite.errors import SiteError
from libsite.make.images import TURNS, scale, without_metadata
from tests.pictures import (
    CORNERS,
    HEIC,
    SECRET,
    display_p3,
    movie,
    photo,
    png,
    quarters,
    saved,
)


def scaled(data: bytes, name: str = "cat.jpg", width: int = 80) -> Image.Image:
    """Return the picture that is made of *data*, opened."""
    image = Image.open(BytesIO(scale(data, name, [width])[0]))
    image.load()
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """Return the colors in the middle of the four quarters."""
    width, height = image.size
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [image.convert("RGB").getpixel(place) for place in places]  # type: ignore[misc]


def near(one: tuple[int, ...], other: tuple[int, ...], most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


# ---- Sizes --------------------------------------------------------------------------------------

BACK = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
"""Which turn undoes each."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("width", [80, 40])
def test_every_way_to_hold_a_camera_is_put_upright(kind: str, orientation: int, width: int) -> None:
    stored = quarters()
    if orientation > 1:
        stored = stored.transpose(TURNS[BACK[orientation]])
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = scaled(saved(stored, kind, exif=exif, quality=95), width=width)
    assert image.size == (width, width // 2)
    found = corners(image)
    assert all(map(near, found, CORNERS)), found


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "TIFF"])
def test_a_size_holds_nothing_that_the_camera_noted(kind: str) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    noted = Image.open(BytesIO(photo(kind)))
    before = saved(
        noted, kind, exif=noted.getexif(), xmp=xmp, icc_profile=display_p3(), comment=SECRET
    )
    assert SECRET in before
    (after,) = scale(before, "cat.jpg", [3])
    assert SECRET not in after
    assert not [name for name in (b"EXIF", b"XMP ", b"ICCP") if name in after]


def test_a_comment_in_a_jpeg_goes() -> None:
    before = saved(quarters(), "JPEG", comment=SECRET)
    assert SECRET in before
    assert SECRET not in scale(before, "cat.jpg", [80])[0]


def test_a_picture_of_a_new_phone_has_the_same_colors_on_every_screen() -> None:
    """What Display P3 calls (200, 100, 100) is (216, 93, 97) in sRGB: computed by the standards."""
    before = saved(Image.new("RGB", (20, 20), (200, 100, 100)), icc_profile=display_p3())
    assert near(corners(scaled(before, width=20))[0], (216, 93, 97), most=2)


def test_a_damaged_color_profile_is_passed_over() -> None:
    before = saved(quarters(), icc_profile=b"not a profile")
    assert corners(scaled(before)) == list(CORNERS)


def test_a_picture_made_for_print_can_be_shown() -> None:
    before = saved(quarters().convert("CMYK"), "JPEG", quality=95)
    found = corners(scaled(before))
    assert all(near(one, color, most=25) for one, color in zip(found, CORNERS, strict=True)), found


def test_a_drawing_is_kept_pixel_by_pixel() -> None:
    image = quarters().convert("P")
    assert corners(scaled(saved(image))) == corners(image)


def test_a_photograph_weighs_much_less_than_its_pixels() -> None:
    noise = Image.effect_noise((400, 300), 40).convert("RGB")
    lossless, lossy = BytesIO(), scale(saved(noise), "cat.png", [400])[0]
    noise.save(lossless, "WEBP", lossless=True)
    assert len(lossy) < len(lossless.getvalue()) / 2


def test_transparency_of_a_palette_stays() -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    after = scaled(saved(image, transparency=0), "cat.png", width=4)
    assert after.mode == "RGBA"
    assert [after.getpixel((0, 0))[3], after.getpixel((3, 3))] == [0, (0, 0, 255, 255)]  # type: ignore[index]


def test_half_transparent_pixels_keep_their_color_when_they_are_scaled() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 20, 40))
    after = scaled(saved(image), "cat.png", width=10)
    assert after.getpixel((1, 5)) == (255, 0, 0, 255)
    assert after.getpixel((8, 5))[3] == 0  # type: ignore[index]
    edges = [after.getpixel((x, 5)) for x in range(10)]
    assert all(pixel[0] > 240 for pixel in edges if pixel[3] > 60), edges  # type: ignore[index]


@pytest.mark.parametrize(("level", "shown"), [(0, 0), (32_768, 128), (65_535, 255)])
def test_sixteen_bits_are_brought_down_to_eight(level: int, shown: int) -> None:
    image = Image.new("I;16", (8, 8), level)
    assert near(corners(scaled(saved(image), width=8))[0], (shown,) * 3, most=1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "P", "CMYK", "I", "F", "LAB", "RGB"])
def test_a_picture_of_any_mode_can_be_scaled(mode: str) -> None:
    data = saved(Image.new(mode, (9, 9)), "TIFF")
    assert scaled(data, "cat.tif", width=5).size == (5, 5)


def test_a_picture_of_one_pixel_stays_one() -> None:
    assert corners(scaled(saved(Image.new("RGB", (1, 1), "red")), width=1)) == [(255, 0, 0)] * 4


def test_a_very_flat_picture_keeps_a_line() -> None:
    assert scaled(saved(Image.new("RGB", (900, 1), "red")), width=100).size == (100, 1)


def test_a_size_does_not_depend_on_the_others_made_with_it() -> None:
    data = saved(Image.effect_mandelbrot((4000, 3000), (-2, -1, 1, 1), 9).convert("RGB"), "JPEG")
    together = scale(data, "cat.jpg", [100, 200, 1600])
    alone = [scale(data, "cat.jpg", [width])[0] for width in (100, 200, 1600)]
    assert together == alone


# ---- Animations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
@pytest.mark.parametrize("width", [30, 15])
def test_an_animation_stays_one(kind: str, name: str, width: int) -> None:
    image = Image.open(BytesIO(scale(movie(kind, loop=0), name, [width])[0]))
    frames = [
        (frame.convert("RGB").getpixel((5, 5)), frame.info["duration"])
        for frame in ImageSequence.Iterator(image)
    ]
    assert image.size == (width, width * 2 // 3)
    colors = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert all(near(found, color) for (found, _), color in zip(frames, colors, strict=True)), frames  # type: ignore[arg-type]
    assert [shown for _, shown in frames] == [100, 200, 300]
    assert image.info["loop"] == 0


@pytest.mark.parametrize(("loop", "plays"), [({}, 1), ({"loop": 0}, 0), ({"loop": 2}, 3)])
def test_an_animation_is_played_as_often_as_it_was(loop: dict[str, Any], plays: int) -> None:
    """A GIF says how often it is played again, a WebP how often in all."""
    image = Image.open(BytesIO(scale(movie("GIF", **loop), "a.gif", [30])[0]))
    assert image.info["loop"] == plays


def test_an_animation_holds_no_notes() -> None:
    before = movie("WEBP", exif=b"Exif\0\0" + SECRET, xmp=SECRET)
    assert SECRET in before
    assert SECRET not in scale(before, "a.webp", [30])[0]


def test_a_picture_for_programs_that_cannot_animate_is_no_frame() -> None:
    still = Image.new("RGB", (30, 20), "white")
    frames = [Image.new("RGB", (30, 20), color) for color in ("red", "lime")]
    data = saved(still, "PNG", save_all=True, append_images=frames, default_image=True, duration=70)
    image = Image.open(BytesIO(scale(data, "a.png", [30])[0]))
    assert getattr(image, "n_frames", 1) == 2
    assert near(corners(image)[0], (255, 0, 0))


def test_a_still_gif_becomes_a_still_picture() -> None:
    image = scaled(saved(quarters(), "GIF"), "a.gif")
    assert not getattr(image, "is_animated", False)
    assert all(map(near, corners(image), CORNERS))


def test_an_animation_that_would_take_for_ever_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOVING_LIMIT", 1000)
    with pytest.raises(SiteError, match="film"):
        scale(movie(), "a.gif", [30])


# ---- Files that keep their names ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "TIFF"])
def test_a_photograph_is_turned_upright_and_forgets_where_it_was(kind: str) -> None:
    before = photo(kind)
    assert SECRET in before
    after = without_metadata(before, f"cat.{kind.lower()}")
    with Image.open(BytesIO(after)) as image:
        assert image.size == (4, 6)
        assert image.format == kind
        assert not dict(image.getexif()).keys() & {0x0112, 0x010E, 0x8825}
    assert SECRET not in after


@pytest.mark.parametrize("name", ["cat.jfif", "cat.JPE", "cat.bin", "cat"])
def test_a_photograph_by_another_name_is_still_one(name: str) -> None:
    assert SECRET not in without_metadata(photo(), name)


@pytest.mark.parametrize(("kind", "loop"), [("WEBP", 0), ("WEBP", 2), ("PNG", 0), ("PNG", 2)])
def test_an_animation_that_keeps_its_name_moves_and_forgets(kind: str, loop: int) -> None:
    noted: dict[str, dict[str, Any]] = {
        "WEBP": {"exif": b"Exif\0\0" + SECRET, "xmp": SECRET, "lossless": True},
        "PNG": {"exif": b"Exif\0\0" + SECRET, "disposal": 1},
    }
    before = movie(kind, loop=loop, **noted[kind])
    after = without_metadata(before, "a.webp")
    assert SECRET in before
    assert SECRET not in after
    image = Image.open(BytesIO(after))
    assert (image.format, image.size, image.info["loop"]) == (kind, (30, 20), loop)
    frames = [
        (frame.convert("RGB").getpixel((5, 5)), frame.info["duration"])
        for frame in ImageSequence.Iterator(image)
    ]
    colors = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert all(near(found, color) for (found, _), color in zip(frames, colors, strict=True))  # type: ignore[arg-type]
    assert [shown for _, shown in frames] == [100, 200, 300]


def test_words_inside_a_png_go_and_its_transparency_stays() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    image = Image.new("P", (2, 2))
    after = without_metadata(saved(image, pnginfo=notes, transparency=0), "cat.png")
    assert SECRET not in after
    with Image.open(BytesIO(after)) as shown:
        assert shown.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_what_is_no_picture_is_published_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7 ...", "rules.pdf") == b"%PDF-1.7 ..."


REFUSED = [
    ("cat.jpg", b"no picture", "not a picture that can be read"),
    ("cat.heic", HEIC, "HEIC"),
    ("cat.jpg", HEIC, "HEIC"),
    ("cat.cr2", b"II*\0", "raw picture"),
    ("cat.jpg", saved(quarters(400, 300), "JPEG")[:900], "not a picture that can be read"),
    ("cat.png", png(20_000, 20_000), "more than 80 megapixels"),
    ("cat.png", png(9_000, 9_000), "more than 80 megapixels"),
]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        *REFUSED,
        ("cat.svg", b"<svg><script>x</script></svg>", "holds a script"),
        ("cat.svg", b"<svg onload = 'x'></svg>", "holds a script"),
        ("cat.svgz", b"\x1f\x8b", "holds a script"),
        ("cat.psd", b"8BPS\0\1" + bytes(6) + b"\0\1\0\0\0\1\0\0\0\1\0\x08\0\1" + bytes(14), "PSD"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_the_name_of_the_file(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(SiteError, match=said) as refused:
        without_metadata(data, name)
    assert refused.value.problems[0].path == name


@pytest.mark.parametrize(("name", "data", "said"), REFUSED)
def test_what_cannot_be_scaled_is_refused_with_the_name_of_the_file(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(SiteError, match=said) as refused:
        scale(data, name, [3])
    assert refused.value.problems[0].path == name
