"""Every picture is looked at once: its size, its color, and why it cannot be shown."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from libsite import pictures
from libsite.digest import digest_bytes
from libsite.model import Measured
from libsite.read.pictures import look_at, measure
from libsite.workers import Crew
from tests.pictures import HEIC, display_p3, movie, photo, png, quarters, saved

if TYPE_CHECKING:
    from collections.abc import Iterable

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">%b</svg>'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.png", saved(Image.new("RGB", (30, 20), (1, 2, 3))), Measured(30, 20, "#010203")),
        ("a.png", saved(Image.new("I;16", (3, 2), 32_768)), Measured(3, 2, "#808080")),
        ("a.png", saved(Image.new("P", (3, 2)), transparency=0), Measured(3, 2)),
        ("a.png", saved(Image.new("RGBA", (3, 2), (1, 2, 3, 255))), Measured(3, 2, "#010203")),
        ("a.png", saved(Image.new("RGBA", (3, 2), (1, 2, 3, 254))), Measured(3, 2)),
        ("a.gif", movie(), Measured(30, 20, "#ff0000", animated=True)),
        ("a.gif", saved(Image.new("1", (1, 1))), Measured(1, 1, "#000000")),
        ("a.tif", photo("TIFF", orientation=6), Measured(4, 6, "#008080")),
        ("a.svg", SVG % b"", Measured(30, 20, vector=True)),
    ],
)
def test_a_picture_is_measured_upright(name: str, data: bytes, expected: Measured) -> None:
    assert look_at(f"content/{name}", data) == expected


@pytest.mark.parametrize(
    ("name", "kind", "orientation", "size"),
    [
        ("a.JPG", "JPEG", 6, (4, 6)),
        ("photo", "JPEG", 1, (6, 4)),
        ("a.png", "JPEG", 8, (4, 6)),
        ("a.webp", "WEBP", 3, (6, 4)),
        ("a.avif", "AVIF", 1, (6, 4)),
    ],
)
def test_so_is_one_that_is_kept_roughly(
    name: str, kind: str, orientation: int, size: tuple[int, int]
) -> None:
    found = look_at(name, photo(kind, orientation=orientation))
    assert found is not None
    assert (found.width, found.height) == size
    red, green, blue = bytes.fromhex(found.colour[1:])
    assert max(red, abs(green - 128), abs(blue - 128)) < 10  # teal


def test_the_color_is_the_mean_of_all_pixels() -> None:
    image = Image.new("RGB", (900, 600), "white")
    image.paste((0, 0, 0), (0, 0, 450, 600))
    assert look_at("a.png", saved(image)) == Measured(900, 600, "#7f7f7f")
    found = look_at("a.jpg", saved(image, "JPEG"))
    assert found is not None
    assert found.colour in {"#7f7f7f", "#808080"}


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.heic", HEIC, "it is a HEIC picture, which browsers cannot show"),
        ("a.jpg", HEIC, "it is a HEIC picture, which browsers cannot show"),
        ("holiday", HEIC, "it is a HEIC picture, which browsers cannot show"),
        ("a.heif", b"", "it is a HEIC picture, which browsers cannot show"),
        ("a.CR2", saved(quarters(), "TIFF"), "it is a camera's raw picture, which browsers cannot"),
        ("a.cr3", b"\0\0\0\x18ftypcrx ", "it is a camera's raw picture, which browsers cannot"),
        ("a.jpg", b"no picture", "it is not a picture that can be read"),
        ("a.png", b"", "it is not a picture that can be read"),
        ("a.jpg", saved(quarters(400, 300), "JPEG")[:900], "it is not a picture that can be read"),
        ("a.png", saved(quarters(400, 300))[:-60], "it is not a picture that can be read"),
        ("a.png", png(9_000, 9_000), "it has more than 80 megapixels"),
        ("a.png", png(40_000, 40_000), "it has more than 80 megapixels"),
        ("a.svg", SVG % b"<script>x</script>", "it holds a script, or an address of another site"),
        ("a.svgz", b"\x1f\x8b", "it is a compressed drawing"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", None),
        ("rules.pdf", b"%PDF-1.7", None),
    ],
)
def test_what_keeps_a_picture_from_being_shown_is_said(
    name: str, data: bytes, fault: str | None
) -> None:
    found = look_at(f"content/{name}", data)
    if fault is None:
        assert found is None
        return
    assert found is not None
    assert found.fault.startswith(fault)
    assert found.hint
    assert not found.width


def test_the_hint_for_an_iphone_names_its_settings() -> None:
    found = look_at("a.heic", HEIC)
    assert found is not None
    assert "Settings > Camera > Formats > Most Compatible" in found.hint


def test_a_postscript_file_is_never_run_whatever_it_is_called() -> None:
    found = look_at("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n")
    assert found is not None
    assert found.fault == "it is not a picture that can be read"


def test_a_picture_for_print_is_shown_with_a_doubt() -> None:
    found = look_at("a.jpg", saved(quarters().convert("CMYK"), "JPEG"))
    assert found is not None
    assert (found.width, found.height, found.fault) == (80, 40, "")
    assert found.doubt.startswith("it is made for print (CMYK)")


def test_other_colors_of_the_screen_are_no_doubt() -> None:
    found = look_at("a.jpg", saved(quarters(), "JPEG", icc_profile=display_p3()))
    assert found is not None
    assert not found.doubt


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    found = look_at("a.png", png(9_000, 9_000))
    assert found is not None
    assert found.fault == "it has more than 80 megapixels"


def test_an_animation_of_many_frames_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOVING_LIMIT", 30 * 20 * 3 - 1)
    found = look_at("a.gif", movie())
    assert found is not None
    assert "together" in found.fault
    monkeypatch.setattr(pictures, "MOVING_LIMIT", 30 * 20 * 3)
    found = look_at("a.gif", movie())
    assert found is not None
    assert not found.fault


# ---- The memo -----------------------------------------------------------------------------------


class Memory:
    """A memo that holds what it is told."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def pictures(self, keys: frozenset[str]) -> Iterable[tuple[str, str]]:
        return [(key, text) for key, text in self.held.items() if key in keys]

    def remember_pictures(self, pictures: Iterable[tuple[str, str]]) -> None:
        self.held |= dict(pictures)

    def forget_pictures(self, used: frozenset[str]) -> None:
        self.held = {key: text for key, text in self.held.items() if key in used}


def measured(
    files: dict[str, bytes], memo: Memory, toolchain: str = "1"
) -> tuple[dict[str, Measured], list[str]]:
    """Return what is known of *files*, and which of them were opened."""
    opened = []

    def load(source: str) -> bytes:
        opened.append(source)
        return files[source]

    digests = {source: digest_bytes(data) for source, data in files.items()}
    return measure(digests, load, memo, toolchain, crew=Crew(1)), opened


FILES = {
    "content/a.png": saved(quarters()),
    "content/b.heic": HEIC,
    "content/c.svg": SVG % b"",
    "content/rules.pdf": b"%PDF",
    "content/d.jpg": saved(quarters().convert("CMYK"), "JPEG"),
}


def test_a_picture_is_opened_once() -> None:
    memo = Memory()
    found, opened = measured(FILES, memo)
    assert opened == list(FILES)
    assert found.keys() == FILES.keys() - {"content/rules.pdf"}
    again, opened = measured(FILES, memo)
    assert opened == []
    assert again == found


def test_a_picture_is_opened_again_when_it_or_libsite_changes() -> None:
    memo = Memory()
    measured(FILES, memo)
    changed = FILES | {"content/a.png": saved(quarters(8, 4))}
    found, opened = measured(changed, memo)
    assert opened == ["content/a.png"]
    assert found["content/a.png"].width == 8
    assert len(memo.held) == len(FILES)
    _, opened = measured(changed, memo, toolchain="2")
    assert opened == list(FILES)
    assert len(memo.held) == len(FILES)


def test_a_picture_in_two_places_is_opened_once_and_a_renamed_one_not_at_all() -> None:
    memo = Memory()
    cat = FILES["content/a.png"]
    _, opened = measured({"content/a.png": cat, "content/b.png": cat}, memo)
    assert len(opened) == 1
    found, opened = measured({"content/c.png": cat}, memo)
    assert opened == []
    assert found["content/c.png"].width == 80


def test_the_same_bytes_under_another_ending_are_looked_at_anew() -> None:
    """An SVG is one by its name alone."""
    memo = Memory()
    found, _ = measured({"content/a.txt": SVG % b""}, memo)
    assert found == {}
    found, _ = measured({"content/a.svg": SVG % b""}, memo)
    assert found["content/a.svg"].vector


def test_two_processes_measure_as_one_does() -> None:
    files = {f"content/{n}.png": saved(quarters(10 + n, 10)) for n in range(12)}
    digests = {source: digest_bytes(data) for source, data in files.items()}
    both = measure(digests, files.__getitem__, Memory(), "1", crew=Crew(2))
    assert both == measured(files, Memory())[0]


def test_to_plan_a_picture_that_is_known_loads_no_library_for_it() -> None:
    modules = "libsite.read.pictures, libsite.plan.pictures, libsite.plan.links"
    program = f"import sys, {modules}; print('PIL' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
