"""Social cards: what is drawn, what is never drawn, and what they weigh."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, features

from libsite.artifact import Bundle, Cover, Output, SocialCard
from libsite.make.figures import Covers, Photo, figure_of
from libsite.make.images import upright
from libsite.make.legible import PLAIN, illegible
from libsite.make.lettering import fit
from libsite.make.social import TITLE_SIZES, social_card
from libsite.make.typefaces import (
    OWN,
    Face,
    UndrawableError,
    font_of,
    has,
    own_faces,
    script_of,
)
from libsite.model import Asset, CardStyle
from tests.pictures import CORNERS, SECRET, photo, quarters, saved

if TYPE_CHECKING:
    from libsite.errors import Problem

STYLE = CardStyle("#fbfcfa", "#1b2321", "#14594a")
INK, ACCENT = (0x1B, 0x23, 0x21), (0x14, 0x59, 0x4A)
LIBRARY = "Maple Street Library"
FRAUNCES = Path(__file__).parents[2] / "themes/reading-room/static/fonts/fraunces.woff2"
TITLES = {
    "English": ("What we read when the snow came early", "en"),
    "German": ("Donaudampfschifffahrtsgesellschaftskapitän", "de"),
    "Czech": ("Příběhy dědečka Dvořáka", "cs"),
    "Vietnamese": ("Những cuốn sách mới cho mùa đông", "vi"),
    "Russian": ("Новые книги для детей", "ru"),
    "Greek": ("Νέα βιβλία για παιδιά", "el"),
    "Arabic": ("كتب جديدة على رفوفنا", "ar"),
    "Persian": ("کتاب‌های تازه", "fa"),
    "Urdu": ("نئی کتابیں بچوں کے لیے", "ur"),
    "Hebrew": ("ספרים חדשים לילדים", "he"),
    "Hindi": ("सर्दियों की नई किताबें", "hi"),
    "Punjabi": ("ਨਵੀਆਂ ਕਿਤਾਬਾਂ", "pa"),
    "Tamil": ("புதிய புத்தகங்கள்", "ta"),
    "Thai": ("หนังสือใหม่สำหรับเด็ก", "th"),
    "Armenian": ("Նոր գրքեր", "hy"),
    "Georgian": ("ახალი წიგნები", "ka"),
    "mixed": ("سلسلة LEGO الجديدة (2026)", "ar"),
}
NEVER = {"Japanese": "吾輩は猫である", "Tibetan": "དཔེ་ཆ་", "half": "Books 本 for all"}

pytestmark = pytest.mark.skipif(not features.check("raqm"), reason="FriBiDi is not installed")


def recipe(title: str = "Rivers", **more: object) -> SocialCard:
    plain = {"lang": "en", "dir": "ltr", "style": STYLE, "shape": "wide", "library": LIBRARY}
    return SocialCard(title, **{**plain, **more})  # type: ignore[arg-type] # as above


def drawn(title: str = "Rivers", **more: object) -> Image.Image:
    data = social_card(recipe(title, **more), {})
    return Image.open(BytesIO(data)).convert("RGB")


FONTS: dict[str, bytes] = {}
"""Of a theme that has none."""


def bundle_of(card: SocialCard, because: str = "content/posts/cat.md") -> Bundle:
    return Bundle("card.png", because, (Output("card.png", card),))


def told(card: SocialCard, because: str = "content/posts/cat.md") -> list[Problem]:
    return [*illegible([bundle_of(card, because)], FONTS.__getitem__)]


def box_of(card: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """Return the box of all pixels of just that colour."""
    bands = [
        band.point([255 * (n == c) for n in range(256)])
        for band, c in zip(card.split(), colour, strict=True)
    ]
    mask = Image.merge("RGB", bands).convert("L").point([0] * 255 + [255])
    return mask.getbbox()


def asset(data: bytes, name: str = "content/posts/a.jpg") -> tuple[Asset, dict[str, bytes]]:
    return Asset(name, "d", len(data)), {name: data}


def mapped(font: bytes) -> set[int]:
    """Return the characters of a TrueType *font*, from its own table (OpenType 1.9, "cmap")."""
    tables = struct.unpack(">H", font[4:6])[0]
    found: set[int] = set()
    for number in range(tables):
        tag, _, start, _ = struct.unpack(">4sIII", font[12 + 16 * number : 28 + 16 * number])
        if tag != b"cmap":
            continue
        for record in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
            at = (
                start
                + struct.unpack(">I", font[start + 8 + 8 * record : start + 12 + 8 * record])[0]
            )
            if struct.unpack(">H", font[at : at + 2])[0] == 4:
                count = struct.unpack(">H", font[at + 6 : at + 8])[0] // 2
                ends = struct.unpack(f">{count}H", font[at + 14 : at + 14 + 2 * count])
                first = at + 16 + 2 * count
                starts = struct.unpack(f">{count}H", font[first : first + 2 * count])
                for low, high in zip(starts, ends, strict=True):
                    found |= set(range(low, high + 1)) - {0xFFFF}
    return found


# ---- What it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "size"), [("wide", (1200, 630)), ("square", (1080, 1080))])
def test_a_card_has_its_size_and_weighs_little(shape: str, size: tuple[int, int]) -> None:
    for title, lang in TITLES.values():
        data = social_card(recipe(title, lang=lang, shape=shape), {})
        card = Image.open(BytesIO(data))
        assert (card.format, card.mode, card.size) == ("PNG", "P", size)
        assert len(data) < 60_000


def test_a_photograph_makes_a_jpeg_that_weighs_little_even_if_it_is_noisy() -> None:
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    picture, data = asset(saved(noise, "JPEG", quality=95))
    made = social_card(recipe(picture=picture), data)
    assert Image.open(BytesIO(made)).format == "JPEG"
    assert len(made) < 400_000  # worse than noise nothing is
    calm, data = asset(saved(quarters(1600, 1200).resize((1600, 1200)), "JPEG"))
    assert len(social_card(recipe(picture=calm), data)) < 200_000


def test_paper_ink_and_accent_keep_their_colours() -> None:
    card = drawn()
    assert card.getpixel((5, 5)) == (0xFB, 0xFC, 0xFA)
    assert box_of(card, INK) is not None
    assert card.getpixel((80, 76)) == ACCENT  # the line above the title


def test_equal_recipes_give_equal_bytes_in_every_process() -> None:
    code = (
        "import hashlib, sys; from tests.make.test_social import *; h = hashlib.sha256()\n"
        "for title, lang in TITLES.values():\n"
        "    for more in ({}, {'covers': (Cover('Holes', 'Louis Sachar', 'ltr'),)}):\n"
        "        h.update(social_card(recipe(title, lang=lang, **more), {}))\n"
        "print(h.hexdigest())"
    )
    root = Path(__file__).parents[2]
    seen = {
        subprocess.run(
            (sys.executable, "-c", code),
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("7", "Asia/Tokyo"))
    }
    assert len(seen) == 1


# ---- Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TITLES)
def test_no_letter_of_a_title_is_a_box(name: str) -> None:
    title, lang = TITLES[name]
    script = script_of(title, lang, "ltr", None)
    assert script.text == title
    for run in script._runs(title):
        letters = {ord(character) for character in run.text} - {0x20, 0x200C, 0x200D}
        assert letters <= mapped(run.face.data), run.text


@pytest.mark.parametrize("name", [name for name, *_ in OWN])
def test_what_a_font_has_is_told_as_its_own_table_tells_it(name: str) -> None:
    face = next(face for face in own_faces() if face.name == name)
    mine = mapped(face.data)
    inked = [c for c in sorted(mine) if unicodedata.category(chr(c))[0] in "LNPS"]
    assert [hex(c) for c in inked if not has(face, chr(c))] == []
    others = {
        ord(c) for title in (*NEVER.values(), *(t for t, _ in TITLES.values())) for c in title
    }
    foreign = [c for c in sorted(others - mine) if unicodedata.category(chr(c))[0] in "LNPS"]
    assert foreign
    assert [hex(c) for c in foreign if has(face, chr(c))] == []


@pytest.mark.parametrize("name", NEVER)
@pytest.mark.parametrize("shape", ["wide", "square"])
def test_what_no_font_has_gives_a_card_without_words_and_a_notice(name: str, shape: str) -> None:
    card = drawn(NEVER[name], shape=shape)
    assert box_of(card, INK) is None
    assert card.size == drawn(shape=shape).size
    said = told(recipe(NEVER[name], shape=shape))
    if shape == "square":
        assert said == []  # the wide one tells it
        return
    (problem,) = said
    assert problem.severity == "notice"
    assert problem.path == "content/posts/cat.md"
    assert "no font at hand has `" in problem.message
    assert NEVER[name] in problem.message


def test_the_notice_of_the_sites_own_card_names_its_settings() -> None:
    (problem,) = told(recipe("図書館", library="図書館"), because="social")
    assert problem.path == "site.yaml"


@pytest.mark.parametrize("name", TITLES)
def test_a_title_that_can_be_drawn_is_not_told(name: str) -> None:
    assert told(recipe(TITLES[name][0])) == []


def test_a_title_of_emoji_is_told_only_where_the_librarys_name_cannot_be_drawn() -> None:
    assert told(recipe("🎉🎉")) == []
    assert len(told(recipe("🎉🎉", library="図書館"))) == 1


def test_a_themes_font_is_asked_about_a_title_that_is_not_plain() -> None:
    loaded = []

    def load(source: str) -> bytes:
        loaded.append(source)
        return FRAUNCES.read_bytes()

    font = Asset("themes/x/static/x.woff2", "d", 4)
    style = CardStyle(STYLE.paper, STYLE.ink, STYLE.accent, font)
    assert [*illegible([bundle_of(recipe("Новые книги", style=style))], load)] == []
    assert loaded == [font.source]


def test_a_plain_title_needs_no_font() -> None:
    everything = "".join(map(chr, range(0x20, 0x180))) + "–—‘’“”„•…€™"
    assert PLAIN.fullmatch(everything)
    for character in everything:
        assert script_of(f"a{character}", "en", "ltr", None, shaped=False).text

    def load(source: str) -> bytes:
        raise AssertionError(source)

    font = Asset("themes/x/static/x.ttf", "d", 4)
    style = CardStyle(STYLE.paper, STYLE.ink, STYLE.accent, font)
    assert [*illegible([bundle_of(recipe(everything, style=style))], load)] == []


def test_a_librarys_name_that_cannot_be_drawn_is_left_out() -> None:
    data = social_card(recipe(library="図書館"), {})
    assert box_of(Image.open(BytesIO(data)).convert("RGB"), INK) is not None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("📚🐈 New 👩‍👧‍👦 books! ❤️", "New books!"),
        ("1️⃣ First", "1 First"),
        ("\u202eevil\u202c \u200bwords\ufeff", "evil words"),
        ("Ｂｏｏｋｓ ＆ films", "Books & films"),
        ("  two\n lines\t", "two lines"),
        ("e\u0301te\u0301", "été"),
        ("🎉🎉", ""),
    ],
)
def test_what_has_no_letter_is_left_out_without_a_word(written: str, shown: str) -> None:
    assert script_of(written, "en", "ltr", None).text == shown


def test_a_title_of_emoji_alone_shows_the_librarys_name() -> None:
    data = social_card(recipe("🎉🎉"), {})
    assert box_of(Image.open(BytesIO(data)).convert("RGB"), INK) is not None


def test_a_title_is_read_from_the_side_of_its_letters_whatever_the_page_says() -> None:
    for title, way, left in (
        ("Rivers", "rtl", True),
        ("كتب", "ltr", False),
        ("ספרים", "ltr", False),
        ("2026", "rtl", False),
    ):
        found = box_of(drawn(title, dir=way), INK)
        assert found is not None
        assert (found[0] < 100) == left, title
        assert (found[2] > 1100) == (not left), title


@pytest.mark.parametrize("shape", ["wide", "square"])
def test_the_librarys_name_stands_at_the_side_of_the_title(shape: str) -> None:
    for title, way, name in (
        ("كتب", "rtl", "Oak"),
        ("كتب", "rtl", "مكتبة"),
        ("Oak", "ltr", "مكتبة"),
        ("Oak", "ltr", "Maple"),
    ):
        with_name = drawn(title, dir=way, shape=shape, library=name)
        width, height = with_name.size
        # in a wide card the figure, which has this colour as well, is at the other side
        half = 0 if way == "ltr" else width // 2
        found = box_of(with_name.crop((half, height - 140, half + width // 2, height)), ACCENT)
        assert found is not None, (title, name)
        space = found[0] if way == "ltr" else width // 2 - found[2]
        assert 68 <= space < 84, (title, name)


@pytest.mark.parametrize("shape", ["wide", "square"])
@pytest.mark.parametrize(
    "title", ["word " * 60, "Konstantinopolitanisch" * 14, "كتاب " * 60, "W" * 300]
)
def test_a_title_of_three_hundred_letters_stays_within_its_room(title: str, shape: str) -> None:
    found = box_of(drawn(title.strip(), shape=shape), INK)
    assert found is not None
    left, top, right, bottom = found
    low, high = (81, 630 - 72 - 40) if shape == "wide" else (540 + 81, 1080 - 72 - 40)
    assert top >= low
    assert bottom <= high
    assert left >= 72
    assert right <= 1200 - 72


def test_a_long_title_is_cut_between_words() -> None:
    title = "The quick brown fox jumps over the lazy dog " * 9
    script = script_of(title, "en", "ltr", None)
    _, lines = fit(script.text, TITLE_SIZES, 640, 380, script.measure(), leading=script.leading)
    assert lines[-1].endswith("…")
    assert lines[-1].rstrip("…").split()[-1] in title.split()
    assert all(script.measure()(line) * TITLE_SIZES[-1] <= 640 for line in lines)


def test_a_title_that_the_themes_font_lacks_a_letter_of_is_drawn_in_one_other() -> None:
    own = Face("fraunces", FRAUNCES.read_bytes())
    plain = script_of("Stories", "en", "ltr", own)
    assert [run.face for run in plain._runs("Stories")] == [own]
    czech = script_of("Příběhy pro děti", "cs", "ltr", own)
    assert [run.face.name for run in czech._runs(czech.text)] == ["literata.ttf"]


def test_a_themes_font_that_cannot_be_opened_is_passed_over() -> None:
    font = Asset("themes/x/static/x.woff2", "d", 4)
    style = CardStyle(STYLE.paper, STYLE.ink, STYLE.accent, font)
    data = social_card(recipe(style=style), {font.source: b"wOF2 no more"})
    assert data == social_card(recipe(), {})


def test_every_size_of_every_font_can_be_opened() -> None:
    for face in own_faces():
        for size in TITLE_SIZES:
            assert font_of(face, size, shaped=True).getlength("a") >= 0


# ---- Without FriBiDi ----------------------------------------------------------------------------

WITHOUT = """
from PIL import features
from tests.make.test_social import *
assert not features.check("raqm")
for name, (title, lang) in TITLES.items():
    data = social_card(recipe(title, lang=lang), {})
    words = box_of(Image.open(BytesIO(data)).convert("RGB"), INK) is not None
    said = [problem.hint for problem in told(recipe(title, lang=lang))]
    print(name, "words" if words else "none", *said)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are looked for in another way")
def test_without_fribidi_nothing_is_drawn_wrong(tmp_path: Path) -> None:
    (tmp_path / "libfribidi.so.0").touch()  # found first, and no library
    done = subprocess.run(
        (sys.executable, "-W", "error", "-c", WITHOUT),
        cwd=Path(__file__).parents[2],
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = {line.split()[0]: line.split(maxsplit=2)[1:] for line in done.stdout.splitlines()}
    simple = {name for name, (title, _) in TITLES.items() if _is_simple(title)}
    assert {"English", "Vietnamese", "Russian", "Greek", "Armenian", "Georgian"} <= simple
    assert {name for name, found in seen.items() if found == ["words"]} == simple
    others = [found for name, found in seen.items() if name not in simple]
    assert others
    assert all(found[0] == "none" and "libfribidi0" in found[1] for found in others)


def _is_simple(title: str) -> bool:
    return all(
        "LATIN" in n or "GREEK" in n or "CYRILLIC" in n or "ARMENIAN" in n or "GEORGIAN" in n
        for c in title
        if (n := unicodedata.name(c)) != "SPACE"
    )


def test_letters_that_must_be_shaped_are_refused_where_nothing_shapes() -> None:
    with pytest.raises(UndrawableError) as fault:
        script_of("नई", "hi", "ltr", None, shaped=False)
    assert not fault.value.missing
    assert script_of("Rivers", "en", "ltr", None, shaped=False).text == "Rivers"


# ---- Figures ------------------------------------------------------------------------------------


def test_a_card_knows_nothing_of_where_a_picture_was_taken() -> None:
    picture, data = asset(photo(size=(900, 600)))
    assert SECRET in data[picture.source]
    made = social_card(recipe(picture=picture), data)
    assert SECRET not in made
    assert b"Exif" not in made
    assert not Image.open(BytesIO(made)).getexif()


def test_a_picture_is_shown_upright() -> None:
    lying = quarters(800, 1200)
    exif = Image.Exif()
    exif[0x0112] = 6
    stood = upright(saved(lying, "JPEG", exif=exif, quality=95), "a.jpg", (1200, 800))
    assert stood.size == (1200, 800)
    places = ((1100, 50), (1100, 750), (50, 50), (50, 750))  # turned to the right
    for place, colour in zip(places, CORNERS, strict=True):
        found = stood.getpixel(place)
        assert isinstance(found, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))


def test_a_small_picture_is_not_blown_up_and_a_see_through_one_stands_on_the_tint() -> None:
    small = Photo(quarters(100, 80), STYLE).drawn((500, 630))
    found = box_of(small, CORNERS[0])
    assert found is not None
    assert found[:2] == (175, 255)  # half as large again, in the middle
    clear = Image.new("RGBA", (1000, 1000), (0, 0, 0, 0))
    clear.paste((200, 40, 40, 255), (400, 400, 600, 600))
    shown = Photo(clear, STYLE).drawn((500, 630))
    assert shown.getpixel((2, 2)) == small.getpixel((2, 2)) != (0, 0, 0)


@pytest.mark.parametrize("size", [(400, 1), (400, 6), (1, 400), (1, 1)], ids=str)
def test_a_cover_that_is_a_mere_strip_stands_on_its_board_too(size: tuple[int, int]) -> None:
    covers = Covers((Image.new("RGB", size, "#14594a"),), STYLE)
    assert covers.drawn((500, 630)).size == (500, 630)


@pytest.mark.parametrize("data", [b"", b"no picture", photo()[:300]])
def test_a_broken_picture_is_passed_over(data: bytes) -> None:
    picture, files = asset(data)
    made = social_card(recipe(picture=picture), files)
    assert Image.open(BytesIO(made)).format == "JPEG"  # as its address says
    title = Image.open(BytesIO(made)).convert("L").crop((72, 90, 500, 400))
    assert min(title.tobytes()) < 60


@pytest.mark.parametrize("shape", ["wide", "square"])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_covers_stand_beside_the_title(count: int, shape: str) -> None:
    titles = ("Holes", "Wonder", "كتاب", "吾輩は猫である")
    covers = tuple(Cover(title, "An Author", "ltr") for title in titles[:count])
    data = social_card(recipe(covers=covers, shape=shape), {})
    card = Image.open(BytesIO(data))
    assert card.format == "PNG"
    assert len(data) < 60_000
    bare = social_card(recipe(shape=shape), {})
    assert data != bare


def test_a_cover_that_is_a_picture_makes_a_jpeg() -> None:
    cover, data = asset(saved(quarters(300, 450), "PNG"), "content/covers/9780440414803.png")
    made = social_card(recipe(covers=(cover,)), data)
    card = Image.open(BytesIO(made))
    assert card.format == "JPEG"
    figure = figure_of(recipe(covers=(cover,)), data).drawn((441, 630))
    assert all(box_of(figure, colour) for colour in CORNERS)
