"""What the shortcodes in texts show, and what is said where they show nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from libsite.model import Book, Shortcode
from libsite.plan.books import gather
from libsite.plan.catalog import catalog
from libsite.plan.links import HINTS
from libsite.plan.shelves import make_shelves
from libsite.plan.shortcodes import resolve_shortcodes
from libsite.views import BookBlock, ShelfBlock, VideoBlock
from tests.plan.made import NOW, page, site

if TYPE_CHECKING:
    from libsite.errors import Problem
    from libsite.model import Page, Site
    from libsite.views import Block

WILD = Book("The Wild Robot", ("Peter Brown",), isbn="9780316381994", path="content/titles/a.md")
HOLES = Book("Holes", ("Louis Sachar",), path="content/titles/a.md")
DRAFT = Book("Émile", ("Tomi Ungerer",), path="content/titles/secret.md")
LIST = page("content/titles/a.md", "titles", "2026-10-01", (WILD, HOLES))
NEWER = page("content/titles/b/index.md", "titles", "2026-11-01", (HOLES,))
SECRET = page("content/titles/secret.md", "titles", "2026-10-01", (DRAFT,), draft="draft: true")


def resolved(
    *codes: Shortcode, pages: tuple[Page, ...] = (LIST, NEWER, SECRET), left_out: str = ""
) -> tuple[tuple[Block | str | None, ...], tuple[Problem, ...]]:
    """Return what *codes* in a post show, and what is wrong with them."""
    post = page("content/posts/x.md", shortcodes=codes)
    whole: Site = replace(site(post, *pages), left_out=frozenset(filter(None, [left_out])))
    decided = catalog(whole, NOW)
    books = make_shelves(gather(whole, decided), whole, {})
    blocks, problems = resolve_shortcodes(whole, decided, books)
    assert blocks.keys() <= {"content/posts/x.md"}
    return blocks.get("content/posts/x.md", ()), problems


def one(code: Shortcode, **more: str) -> Block | str | None:
    (block,), problems = resolved(code, **more)  # type: ignore[arg-type] # only `left_out`
    assert problems == ()
    return block


def told(code: Shortcode) -> tuple[Block | str | None, str]:
    (block,), (problem,) = resolved(code)
    assert (problem.path, problem.line) == ("content/posts/x.md", code.line)
    return block, str(problem).partition(": ")[2]


# ---- Books


@pytest.mark.parametrize(
    "target",
    ["9780316381994", "978-0-316-38199-4", "the wild robot", "The Wild Robot by Peter Brown"],
)
def test_a_book_is_found_by_its_number_and_by_its_name(target: str) -> None:
    block = one(Shortcode("book", target, note="Read it", line=3))
    assert isinstance(block, BookBlock)
    assert (block.block, block.book.title, block.note) == ("book", "The Wild Robot", "Read it")
    assert block.book.url.startswith("site:/books/")


def test_a_book_that_a_card_describes_needs_no_list() -> None:
    block = one(Shortcode("book", "Wonder by R. J. Palacio", Book("Wonder", ("R. J. Palacio",))))
    assert isinstance(block, BookBlock)
    assert block.book.authors == ("R. J. Palacio",)


def test_a_book_that_nobody_knows_is_an_error() -> None:
    block, message = told(Shortcode("book", "The Wild Rabbit", line=5))
    assert block is None
    assert message == (
        "no page describes the book `The Wild Rabbit`\n  hint: did you mean `The Wild Robot`?"
    )
    _, message = told(Shortcode("book", "9780439023528", line=5))
    assert message.endswith(
        "hint: describe it in lines below, such as `authors: …`, or add it to a list"
    )


def test_a_book_of_an_unpublished_page_is_only_named() -> None:
    block, message = told(Shortcode("book", "emile", line=5))
    assert block == "emile"
    assert message == "the book `emile` is on no page that is published, so it has no card"


def test_a_book_is_not_missed_while_a_list_has_a_fault() -> None:
    assert one(Shortcode("book", "Wonder"), left_out="content/titles/broken.md") == "Wonder"
    assert one(Shortcode("book", "9780439023528"), left_out="content/titles/broken.md") is None


# ---- Shelves


@pytest.mark.parametrize(
    "target",
    ["../titles/a.md", "titles/a.md", "@/titles/a.md", "/titles/a.md", "/titles/a/", "titles/a"],
)
def test_a_shelf_is_named_by_file_or_address(target: str) -> None:
    block = one(Shortcode("shelf", target))
    assert isinstance(block, ShelfBlock)
    assert (block.title, block.url, block.count) == ("A", "site:/titles/a/", 2)
    assert [book.title for book in block.books] == ["The Wild Robot", "Holes"]


def test_a_shelf_has_a_title_and_an_end() -> None:
    block = one(Shortcode("shelf", "titles/a.md", title="For you", limit=1))
    assert isinstance(block, ShelfBlock)
    assert (block.title, len(block.books), block.count) == ("For you", 1, 2)


def test_a_shelf_without_a_name_is_the_newest_list() -> None:
    block = one(Shortcode("shelf", ""))
    assert isinstance(block, ShelfBlock)
    assert block.url == "site:/titles/b/"
    blocks, problems = resolved(Shortcode("shelf", "", line=2), pages=())
    assert blocks == (None,)
    assert [(p.severity, p.line) for p in problems] == [("notice", 2)]


def test_a_list_that_is_not_published_leaves_no_shelf() -> None:
    block, message = told(Shortcode("shelf", "titles/secret.md", line=4))
    assert block is None
    assert message == (
        "the list `titles/secret.md` is not published, so it is not shown here\n"
        "  hint: `libsite why content/titles/secret.md` says why"
    )
    assert one(Shortcode("shelf", "titles/z.md"), left_out="content/titles/z.md") is None


def test_a_list_that_is_not_there_is_an_error() -> None:
    _, message = told(Shortcode("shelf", "titles/aa.md", line=4))
    assert message == (
        "there is no new-title list `titles/aa.md`\n  hint: did you mean `titles/a.md`?"
    )


# ---- Films


def test_a_film_has_a_player_and_a_name() -> None:
    block = one(Shortcode("video", "https://video.example.org/w/abc123"))
    assert block == VideoBlock(
        "video",
        "video.example.org",
        "https://video.example.org/w/abc123",
        "https://video.example.org/videos/embed/abc123?autoplay=1&p2p=0",
        "video.example.org",
    )


def test_what_is_no_film_is_to_be_linked() -> None:
    block, message = told(Shortcode("video", "https://x.org/film", title="Film", line=9))
    assert block is None
    assert message == (
        "`https://x.org/film` is no film on YouTube, Vimeo or a PeerTube\n"
        "  hint: link to it: `[Film](https://x.org/film)`"
    )
    _, message = told(Shortcode("video", "film.mp4", line=9))
    assert message.endswith('by `<video src="film.mp4"></video>`')


# ---- All together


def test_only_pages_that_have_some_are_named_and_the_order_is_kept() -> None:
    assert resolved() == ((), ())
    blocks, _ = resolved(Shortcode("shelf", ""), Shortcode("book", "Holes"))
    assert [type(block) for block in blocks] == [ShelfBlock, BookBlock]


def test_near_misses_are_looked_for_a_number_of_times() -> None:
    _, problems = resolved(*(Shortcode("book", "Hole") for _ in range(HINTS + 5)))
    assert sum("did you mean" in problem.hint for problem in problems) == HINTS
