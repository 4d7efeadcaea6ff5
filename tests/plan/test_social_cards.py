"""Which pages have cards, where these stand, and what they are made from."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.pictures import quarters, saved
from tests.sites import BASE, KINDS, run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path

OFF = "outputs: {embed: false, oembed: false, share: false, cards: false, atom: false, json: false}"
WITH_CARDS = OFF.replace("cards: false", "cards: true")
CARDS = BASE.replace(OFF, WITH_CARDS)
SHARED = KINDS.replace(OFF, WITH_CARDS.replace("share: false", "share: true"))


def cards(root: Path) -> set[str]:
    return {path for path in tree(root / "output") if "card" in path.rpartition("/")[2]}


def test_every_page_has_a_card_and_the_site_one(tmp_path: Path) -> None:
    run(write_site(tmp_path, CARDS))
    assert cards(tmp_path) == {
        "card.png",
        "posts/rivers/card.png",
        "posts/hills/card.png",
        "about/card.png",
    }


def test_a_switch_takes_all_cards_away(tmp_path: Path) -> None:
    run(write_site(tmp_path, KINDS))
    assert cards(tmp_path) == set()


def test_what_has_a_share_sheet_has_a_square_as_well(tmp_path: Path) -> None:
    run(write_site(tmp_path, SHARED))
    squares = {path for path in cards(tmp_path) if "square" in path}
    assert squares == {
        f"{path}/card-square.png"
        for path in (
            "posts/rivers",
            "posts/hills",
            "posts/cards",
            "titles/autumn",
            "titles/winter",
            "clubs/owls",
            "clubs/owls/holes",
        )
    }
    wide = cards(tmp_path) - squares
    assert {"card.png", "about/card.png", "books/wonder-r-j-palacio/card.png"} <= wide


@pytest.mark.parametrize(("name", "size"), [("card", (1200, 630)), ("card-square", (1080, 1080))])
def test_a_card_is_as_large_as_it_says(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    run(write_site(tmp_path, SHARED))
    data = tree(tmp_path / "output")[f"titles/autumn/{name}.png"]
    assert Image.open(BytesIO(data)).size == size


def test_a_page_with_a_picture_has_a_photograph_and_a_drawing_makes_none(tmp_path: Path) -> None:
    root = write_site(tmp_path, CARDS)
    (root / "content/posts/cat.png").write_bytes(saved(quarters(900, 600)))
    (root / "content/posts/cat.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"/>'
    )
    for name, picture in (("rivers", "cat.png"), ("hills", "cat.svg")):
        path = root / f"content/posts/{name}.md"
        text = path.read_text().replace("---\n", f"---\nimage: {{src: {picture}, alt: A cat}}\n", 1)
        path.write_text(text)
    run(root)
    assert {"posts/rivers/card.jpg", "posts/hills/card.png"} <= cards(root)
    assert "posts/rivers/card.png" not in cards(root)


def test_a_cover_that_is_a_picture_makes_a_photograph_wherever_its_book_is_shown(
    tmp_path: Path,
) -> None:
    root = write_site(tmp_path, SHARED)
    (root / "content/covers").mkdir()
    (root / "content/covers/9780375869020.png").write_bytes(saved(quarters(200, 300)))
    run(root)
    assert {
        "books/wonder-r-j-palacio/card.jpg",
        "titles/autumn/card.jpg",
        "posts/cards/card.jpg",  # by its shortcode
        "books/holes-louis-sachar/card.png",
    } <= cards(root)


def test_a_new_title_remakes_its_own_card_and_no_other(tmp_path: Path) -> None:
    root = write_site(tmp_path, CARDS)
    run(root)
    before = tree(root / "output")
    path = root / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("title: Rivers", "title: Lakes\nslug: rivers"))
    run(root)
    after = tree(root / "output")
    changed = {path for path in after if path.endswith(".png") and after[path] != before.get(path)}
    assert changed == {"posts/rivers/card.png"}


def test_the_themes_colours_are_those_of_the_cards(tmp_path: Path) -> None:
    root = write_site(tmp_path, CARDS)
    (root / "themes/tiny/theme.yaml").write_text('card: {paper: "#102030", ink: "#ffffff"}\n')
    run(root)
    card = Image.open(BytesIO(tree(root / "output")["posts/rivers/card.png"])).convert("RGB")
    assert card.getpixel((5, 5)) == (0x10, 0x20, 0x30)


def test_a_title_that_cannot_be_drawn_is_told_and_stops_nothing(tmp_path: Path) -> None:
    root = write_site(tmp_path, CARDS)
    (root / "content/posts/cat.md").write_text(
        "---\ntitle: 吾輩は猫である\nslug: cat\ndate: 2026-11-02\n---\nA cat.\n", encoding="utf-8"
    )
    report = run(root, strict=True)
    (said,) = [problem for problem in report.problems if "social card" in problem.message]
    assert (said.severity, said.path) == ("notice", "content/posts/cat.md")
    assert "posts/cat/card.png" in cards(root)


def test_what_a_card_cannot_show_is_told_by_every_build_alike(tmp_path: Path) -> None:
    root = write_site(tmp_path, CARDS)
    path = root / "content/posts/cat.md"
    path.write_text(
        "---\ntitle: 吾輩は猫である\nslug: cat\ndate: 2026-11-02\n---\nA cat.\n", encoding="utf-8"
    )
    first = run(root).problems
    assert first
    assert run(root).problems == first  # nothing to do
    about = root / "content/pages/about.md"
    about.write_text(f"{about.read_text()}\nMore.\n")
    assert run(root).problems == first  # something else to do
    (root / "output/posts/cat/card.png").unlink()
    assert run(root).problems == first  # the card comes from the store
