"""Pictures from the content to the pages: what is published, and that none is made twice."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from libsite.errors import SiteError
from libsite.make import images
from tests.pictures import HEIC, SECRET, movie, photo, quarters, saved
from tests.sites import BASE, run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.artifact import Report

CATS = """\
-- content/posts/2026-05-01-cats/index.md --
---
title: Cats
date: 2026-05-01
image: {src: cat.jpg, alt: A cat on a wall}
---
![A cat](cat.jpg)

[The whole cat](cat.jpg)
"""
POST = "-- content/posts/cats.md --\n---\ntitle: Cats\ndate: 2026-05-01\n---\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">{}</svg>'


def site(folder: Path, text: str = CATS, **pictures: bytes) -> Path:
    """Write a site with *text*; each of *pictures*, `cat_jpg`, lies beside the posts."""
    root = write_site(folder, BASE + text)
    for name, data in pictures.items():
        (root / "content/posts" / name.replace("_", ".")).write_bytes(data)
    return root


def album(folder: Path) -> Path:
    """Write a site with a large photograph in the folder of its post."""
    root = site(folder)
    data = photo(size=(1500, 2000), orientation=6)
    (root / "content/posts/2026-05-01-cats/cat.jpg").write_bytes(data)
    return root


def page(root: Path, path: str = "posts/cats/") -> str:
    return (root / f"output/{path}index.html").read_text()


def said(root: Path) -> list[str]:
    """Return the problems of a build of *root*, one line each, without hints."""
    try:
        problems = run(root).problems
    except SiteError as fault:
        problems = fault.problems
    return [f"{problem.severity} {str(problem).splitlines()[0]}" for problem in problems]


def widths(root: Path) -> dict[str, int]:
    """Return the pictures that are published, and how wide they are."""
    output = root / "output"
    found = sorted(output.rglob("*.webp"))
    return {path.relative_to(output).as_posix(): width_of(path.read_bytes()) for path in found}


def width_of(data: bytes) -> int:
    return Image.open(BytesIO(data)).width


# ---- What is published --------------------------------------------------------------------------


def test_a_photograph_is_published_in_its_sizes_and_never_itself(tmp_path: Path) -> None:
    root = album(tmp_path)
    run(root)
    assert widths(root) == {
        "posts/cats/cat-480.webp": 480,
        "posts/cats/cat-960.webp": 960,
        "posts/cats/cat-1600.webp": 1600,
    }
    assert not [path for path, data in tree(root / "output").items() if SECRET in data]
    assert not list((root / "output").rglob("*.jpg"))


def test_a_page_says_all_that_a_browser_must_know(tmp_path: Path) -> None:
    root = album(tmp_path)
    run(root)
    (picture,) = re.findall(r"<img[^>]*>", page(root))
    assert picture.startswith(
        '<img src="cat-960.webp" srcset="cat-480.webp 480w, cat-960.webp 960w, cat-1600.webp 1600w"'
        ' sizes="(min-width: 46em) 44em, 100vw" width="1600" height="1200" loading="lazy"'
        ' decoding="async" style="background-color:#00808'
    )
    assert picture.endswith(' alt="A cat">')
    assert '<a href="cat-1600.webp">The whole cat</a>' in page(root)


def test_a_feed_names_every_size_in_full(tmp_path: Path) -> None:
    root = album(tmp_path)
    run(root)
    feed = (root / "output/feed.xml").read_text()
    base = "https://library.example.org/town/posts/cats/cat"
    assert f'src="{base}-960.webp"' in feed
    assert f'srcset="{base}-480.webp 480w, {base}-960.webp 960w, {base}-1600.webp 1600w"' in feed


def test_an_only_linked_picture_is_published_in_its_largest_size(tmp_path: Path) -> None:
    root = site(tmp_path, f"{POST}[The cat](cat.png)\n", cat_png=saved(quarters(1200, 600)))
    run(root)
    assert widths(root) == {"posts/cat-1200.webp": 1200}
    assert 'href="../cat-1200.webp"' in page(root)


def test_a_file_that_is_handed_out_keeps_its_name(tmp_path: Path) -> None:
    text = POST.replace("---\ntitle", "---\nfiles: [cat.jpg]\ntitle")
    root = site(tmp_path, text, cat_jpg=photo())
    run(root)
    assert SECRET not in (root / "output/posts/cat.jpg").read_bytes()
    assert widths(root) == {}


def test_a_drawing_is_published_as_it_is(tmp_path: Path) -> None:
    drawing = SVG.format('<path d="M0 0h9"/>').encode()
    root = site(tmp_path, f"{POST}![A line](line.svg)\n", line_svg=drawing)
    run(root)
    assert (root / "output/posts/line.svg").read_bytes() == drawing
    assert '<img src="../line.svg" width="30" height="20" loading="lazy"' in page(root)


def test_an_animation_is_published_in_one_size(tmp_path: Path) -> None:
    root = site(tmp_path, f"{POST}![A fish](fish.gif)\n", fish_gif=movie(size=(600, 400)))
    run(root)
    assert widths(root) == {"posts/fish-600.webp": 600}
    with Image.open(root / "output/posts/fish-600.webp") as image:
        assert getattr(image, "n_frames", 1) == 3


def test_a_film_shows_a_picture_before_it_begins(tmp_path: Path) -> None:
    text = f'{POST}<video src="film.mp4" poster="cat.png"></video>\n'
    root = site(tmp_path, text, cat_png=saved(quarters(2000, 1000)), film_mp4=b"film")
    run(root)
    assert 'poster="../cat-960.webp"' in page(root)
    assert (root / "output/posts/cat-960.webp").exists()


def test_two_pictures_of_one_name_are_both_published(tmp_path: Path) -> None:
    text = f"{POST}![One](cat.png) ![Two](cat.gif)\n"
    root = site(tmp_path, text, cat_png=saved(quarters()), cat_gif=saved(quarters(40, 40), "GIF"))
    run(root)
    assert widths(root) == {"posts/cat.gif-40.webp": 40, "posts/cat.png-80.webp": 80}


def test_a_picture_on_two_pages_is_published_once(tmp_path: Path) -> None:
    more = POST.replace("cats.md", "more.md")
    text = f"{POST}![A cat](cat.png)\n{more}![A cat](cat.png)\n"
    root = site(tmp_path, text, cat_png=saved(quarters()))
    run(root)
    assert widths(root) == {"posts/cat-80.webp": 80}


def test_the_pictures_of_a_draft_stay_at_home(tmp_path: Path) -> None:
    draft = POST.replace("---\ntitle", "---\ndraft: true\ntitle")
    root = site(tmp_path, f"{draft}![A cat](cat.jpg)\n", cat_jpg=photo())
    run(root)
    assert widths(root) == {}
    write_site(root, f"{POST}![A cat](cat.jpg)\n")
    run(root)
    assert widths(root) == {"posts/cat-4.webp": 4}


def test_many_processes_write_what_one_writes(tmp_path: Path) -> None:
    names = [f"p{number}_png" for number in range(9)]
    text = POST + "\n\n".join(f"![One](p{number}.png)" for number in range(9)) + "\n"
    pictures = {name: saved(quarters(600 + place, 300)) for place, name in enumerate(names)}
    alone, together = site(tmp_path / "a", text, **pictures), site(tmp_path / "b", text, **pictures)
    run(alone, workers=1)
    run(together, workers=2)
    assert tree(alone / "output") == tree(together / "output")
    assert len(widths(alone)) == 18


# ---- What is said -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("cat.heic", HEIC, "it is a HEIC picture, which browsers cannot show"),
        ("cat.jpg", b"nothing", "it is not a picture that can be read"),
        (
            "cat.png",
            saved(Image.new("L", (1, 20_000))),
            "it is more than 16,383 times as high as wide, which no WebP can be",
        ),
        (
            "cat.svg",
            SVG.format("<script>x</script>").encode(),
            "it holds a script, or an address of another site",
        ),
    ],
)
@pytest.mark.parametrize("written", ["![A cat]({})", "[A cat]({})", '<video poster="{}"></video>'])
def test_a_picture_that_cannot_be_shown_is_said_with_its_page(
    tmp_path: Path, name: str, data: bytes, fault: str, written: str
) -> None:
    root = site(tmp_path, f"{POST}Words.\n\n{written.format(name)}\n")
    (root / "content/posts" / name).write_bytes(data)
    message = f"the picture `content/posts/{name}` cannot be shown: {fault}"
    assert said(root) == [f"error content/posts/cats.md:7: {message}"]


def test_the_same_holds_for_pictures_in_the_front_matter(tmp_path: Path) -> None:
    front = "---\nimage: {src: cat.heic, alt: A cat}\nfiles: [cat.heic]\ntitle"
    root = site(tmp_path, POST.replace("---\ntitle", front), cat_heic=HEIC)
    message = "the picture `content/posts/cat.heic` cannot be shown: it is a HEIC picture, which"
    found = [line.partition(" browsers")[0] for line in said(root)]
    assert sorted(found) == [
        f"error content/posts/cats.md:2: {message}",
        f"error content/posts/cats.md:3: {message}",
    ]


def test_a_picture_that_nobody_shows_may_have_any_fault(tmp_path: Path) -> None:
    draft = POST.replace("---\ntitle", "---\ndraft: true\ntitle")
    root = site(tmp_path, f"{draft}![A cat](cat.heic)\n", cat_heic=HEIC, dog_png=b"nothing")
    assert said(root) == []


def test_a_doubt_is_said_once_and_the_picture_shown(tmp_path: Path) -> None:
    data = saved(quarters().convert("CMYK"), "JPEG")
    more = POST.replace("cats.md", "more.md").replace("2026-05-01", "2026-04-01")
    text = f"{POST}![A cat](cat.jpg)\n\n![Again](cat.jpg)\n{more}![A cat](cat.jpg)\n"
    root = site(tmp_path, text, cat_jpg=data)
    look = "look at the picture `content/posts/cat.jpg`: it is made for print (CMYK), so its colors"
    assert said(root) == [f"warning content/posts/cats.md:5: {look} may look different here"]
    assert widths(root) == {"posts/cat-80.webp": 80}


def test_a_picture_without_a_description_is_said_with_its_line(tmp_path: Path) -> None:
    text = f'{POST}Words.\n\n<img src="cat.png">\n\n<img src="cat.png" alt="">\n'
    root = site(tmp_path, text, cat_png=saved(quarters()))
    assert said(root) == [
        "warning content/posts/cats.md:7: the picture `cat.png` has no description"
    ]


# ---- No picture is made twice -------------------------------------------------------------------


def refuse(*_: object) -> list[bytes]:
    message = "a picture is made again"
    raise AssertionError(message)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return a site that has been built, with a photograph in three sizes."""
    root = album(tmp_path)
    run(root)
    return root


@pytest.fixture
def no_encoder(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every further attempt to make a picture fail."""
    monkeypatch.setattr(images, "scale", refuse)


def stored(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".libsite/pictures").rglob("*") if path.is_file())


def pictures_of(root: Path, output: str = "output") -> dict[str, bytes]:
    return {path: data for path, data in tree(root / output).items() if path.endswith(".webp")}


@pytest.mark.usefixtures("no_encoder")
def test_a_lost_output_is_no_reason_to_make_a_picture_again(built: Path) -> None:
    before = tree(built / "output")
    shutil.rmtree(built / "output")
    run(built)
    assert tree(built / "output") == before


@pytest.mark.usefixtures("no_encoder")
def test_nor_is_another_output(built: Path) -> None:
    run(built, output=built / "public", portable=True, url="https://else.example.net/")
    assert pictures_of(built, "public") == pictures_of(built)
    run(built)
    assert len(stored(built)) == 3


@pytest.mark.usefixtures("no_encoder")
def test_nor_is_a_page_with_a_new_name(built: Path) -> None:
    before = pictures_of(built)
    (built / "content/posts/2026-05-01-cats").rename(built / "content/posts/2026-05-01-tigers")
    run(built)
    assert pictures_of(built) == {k.replace("/cats/", "/tigers/"): v for k, v in before.items()}


@pytest.mark.usefixtures("no_encoder")
def test_nor_is_a_lost_database(built: Path) -> None:
    """The pictures in the store say by themselves whether they are whole."""
    before = pictures_of(built)
    for path in (built / ".libsite").glob("cache.db*"):
        path.unlink()
    shutil.rmtree(built / "output")
    run(built)
    assert pictures_of(built) == before


def encoded(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, fresh: bool = False
) -> tuple[int, Report]:
    """Build *root*; return how many sizes were made, and the report."""
    count = 0
    scale = images.scale

    def counting(data: bytes, source: str, sizes: list[int]) -> list[bytes]:
        nonlocal count
        count += len(sizes)
        return scale(data, source, sizes)

    with monkeypatch.context() as patch:
        patch.setattr(images, "scale", counting)
        report = run(root, fresh=fresh)
    return count, report


def test_a_changed_picture_is_made_again_and_the_old_one_forgotten(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(built)
    cat = built / "content/posts/2026-05-01-cats/cat.jpg"
    cat.write_bytes(photo(size=(1500, 2000), orientation=8) + b"\0")
    assert encoded(built, monkeypatch)[0] == 3
    assert len(stored(built)) == 3
    assert not set(before) & set(stored(built))


def test_only_the_size_that_is_missing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(tmp_path, f"{POST}[The cat](cat.png)\n", cat_png=saved(quarters(1200, 600)))
    assert encoded(root, monkeypatch)[0] == 1
    write_site(root, f"{POST}![The cat](cat.png)\n")
    assert encoded(root, monkeypatch)[0] == 2
    assert len(widths(root)) == 3


def test_what_no_page_shows_any_more_is_forgotten(built: Path) -> None:
    write_site(built, CATS.partition("image:")[0] + "---\nNo cats.\n")
    run(built)
    assert stored(built) == []
    assert pictures_of(built) == {}


def test_a_fresh_build_makes_all_anew(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(built / "output")
    count, report = encoded(built, monkeypatch, fresh=True)
    assert count == 3
    assert not report.written
    assert tree(built / "output") == before


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "other"])
def test_a_damaged_picture_in_the_store_is_never_published(
    built: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pictures_of(built)
    victim, other, _ = stored(built)
    whole = victim.read_bytes()
    victim.write_bytes(
        {
            "cut": whole[:-5],
            "empty": b"",
            "changed": whole[:-5] + b"wrong",
            "other": b"0" * 32 + whole[32:],
        }[damage]
    )
    shutil.rmtree(built / "output")
    assert encoded(built, monkeypatch)[0] == 1
    assert pictures_of(built) == before
    assert victim.read_bytes() == whole
    assert other.exists()


def test_what_a_killed_build_left_in_the_store_is_swept_away(built: Path) -> None:
    draft = stored(built)[0].with_suffix(".draft")
    draft.write_bytes(b"half")
    write_site(built, POST.replace("cats", "dogs"))
    run(built)
    assert not draft.exists()
    assert len(stored(built)) == 3


def test_files_of_others_in_the_store_do_not_keep_it_from_being_swept(built: Path) -> None:
    store = built / ".libsite/pictures"
    (store / ".DS_Store").write_bytes(b"others")
    inside = stored(built)[-1].parent / "00"
    (inside / "deep").mkdir(parents=True)
    write_site(built, CATS.partition("image:")[0] + "---\nNo cats.\n")
    run(built)
    assert stored(built) == [store / ".DS_Store"]


def test_the_slimmest_picture_is_published(tmp_path: Path) -> None:
    slim = saved(Image.new("L", (2, 32_766), 200))
    root = site(tmp_path, f"{POST}![A line](line.png)\n", line_png=slim)
    run(root)
    assert widths(root) == {"posts/line-1.webp": 1}


def test_a_store_that_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path) -> None:
    root = album(tmp_path)
    (root / ".libsite").mkdir()
    (root / ".libsite/pictures").write_text("in the way")
    run(root)
    assert len(pictures_of(root)) == 3
    shutil.rmtree(root / "output")
    run(root)
    assert len(pictures_of(root)) == 3


def test_a_build_that_fails_keeps_the_pictures_that_it_has_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = album(tmp_path)
    post = root / "themes/tiny/post.html"
    good = post.read_text()
    post.write_text("{{ page.nothing.at_all }}")
    with pytest.raises(SiteError):
        run(root)
    assert not (root / "output").exists()
    post.write_text(good)
    assert encoded(root, monkeypatch)[0] == 0
    assert len(pictures_of(root)) == 3


def test_the_store_holds_what_is_published(built: Path) -> None:
    held = [width_of(path.read_bytes()[32:]) for path in stored(built)]
    assert sorted(held) == [480, 960, 1600]
