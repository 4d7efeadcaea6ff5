"""No picture is published with what the camera noted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, PngImagePlugin

from libsite.errors import SiteError
from libsite.make.images import without_metadata
from tests.sites import BASE, run, write_site

if TYPE_CHECKING:
    from pathlib import Path

SECRET = b"40.7128 Maple Street"


def photo(kind: str = "JPEG") -> bytes:
    """Return a picture of 6 x 4 pixels that lies on its side and knows where it was taken."""
    image = Image.new("RGB", (6, 4), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn right
    exif[0x010E] = SECRET.decode()  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    made = BytesIO()
    image.save(made, kind, exif=exif)
    return made.getvalue()


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


def test_words_inside_a_png_go_and_its_transparency_stays() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    image = Image.new("P", (2, 2))
    image.info["transparency"] = 0
    made = BytesIO()
    image.save(made, "PNG", pnginfo=notes, transparency=0)
    after = without_metadata(made.getvalue(), "cat.png")
    assert SECRET not in after
    with Image.open(BytesIO(after)) as saved:
        assert saved.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_what_is_no_picture_is_published_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7 ...", "rules.pdf") == b"%PDF-1.7 ..."


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cat.jpg", b"no picture", "not a picture that can be read"),
        ("cat.heic", b"\0\0\0\x18ftypheic", "not a picture that can be read"),
        ("cat.cr2", b"II*\0", "not a picture that can be read"),
        ("cat.svg", b"<svg><script>x</script></svg>", "holds a script"),
        ("cat.svg", b"<svg onload = 'x'></svg>", "holds a script"),
        ("cat.svgz", b"\x1f\x8b", "holds a script"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_the_name_of_the_file(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(SiteError, match=said) as refused:
        without_metadata(data, name)
    assert refused.value.problems[0].path == name


def test_a_picture_that_would_fill_the_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(SiteError, match="too large"):
        without_metadata(photo(), "cat.jpg")


def test_pictures_of_a_page_with_its_own_folder_go_where_the_page_goes(
    tmp_path: Path,
) -> None:
    site = write_site(tmp_path, BASE)
    folder = site / "content/posts/2026-05-01-cats"
    folder.mkdir()
    (folder / "index.md").write_text("---\ntitle: Cats\n---\n![A cat](cat.jpg)\n")
    (folder / "cat.jpg").write_bytes(photo())
    (folder / "unused.jpg").write_bytes(photo())
    run(site)
    assert SECRET not in (site / "output/posts/cats/cat.jpg").read_bytes()
    assert 'src="cat.jpg"' in (site / "output/posts/cats/index.html").read_text()
    assert not list((site / "output").rglob("unused.jpg"))


def test_the_pictures_of_a_draft_stay_at_home(tmp_path: Path) -> None:
    site = write_site(tmp_path, BASE)
    (site / "content/posts/cat.jpg").write_bytes(photo())
    post = site / "content/posts/cats.md"
    post.write_text("---\ntitle: Cats\ndraft: true\n---\n![A cat](cat.jpg)\n")
    run(site)
    assert not list((site / "output").rglob("cat.jpg"))
    post.write_text("---\ntitle: Cats\n---\n![A cat](cat.jpg)\n")
    run(site)
    assert list((site / "output").rglob("cat.jpg"))
