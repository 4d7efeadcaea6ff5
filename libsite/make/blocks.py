"""What shortcodes become: blocks in the places of a body, and those that follow its text."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from libsite.views import BookBlock, ShelfBlock, VideoBlock, bodies_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libsite.artifact import Body
    from libsite.views import Block

PLACE = re.compile(r'<libsite-shortcode n="(\d+)"></libsite-shortcode>')
"""Where a shortcode stands in a body; nobody but libsite can write it."""


def fill_blocks(html: str, body: Body, show: Callable[[Block], str]) -> str:
    """Return *html*, that of *body*, with its blocks; *show* gives the HTML of one.

    A text stands for itself, and what is None or not there leaves nothing behind.
    """
    if "<libsite-shortcode" in html:
        html = PLACE.sub(lambda found: _block(body.blocks, int(found[1]), show), html)
    after = [_shown(block, show) for block in body.after]
    return "\n".join([html, *after]) if after else html


def _block(blocks: tuple[object, ...], number: int, show: Callable[[Block], str]) -> str:
    return _shown(blocks[number], show) if number < len(blocks) else ""


def _shown(block: object, show: Callable[[Block], str]) -> str:
    match block:
        case BookBlock() | ShelfBlock() | VideoBlock():
            return show(block).strip()
        case str():
            return f"<p>{escape(block)}</p>"
        case _:
            return ""


def template_of(block: Block) -> str:
    """Return the name of the template that shows *block*."""
    return f"block-{block.block}.html"


def templates_in(view: object) -> list[str]:
    """Return the names of the templates that show the blocks in the bodies of *view*, sorted."""
    return sorted({template_of(block) for block in _blocks(view)})


def _blocks(view: object) -> Iterator[Block]:
    for body in bodies_of(view):
        for block in (*body.blocks, *body.after):
            if isinstance(block, BookBlock | ShelfBlock | VideoBlock):
                yield block
