"""The shortcodes that there are, their first lines, and what a document shows of them by itself.

What only the whole site can show becomes a `Shortcode` of the Document.
"""

from __future__ import annotations

from typing import NamedTuple

from libsite.errors import Problem, error
from libsite.model import Shortcode
from libsite.noun import Noun
from libsite.text import nearest


class Form(Noun, frozen=True):
    """What a shortcode of one name is made of."""

    argument: str
    """What stands after its name, in words."""
    needed: bool
    """Whether that must be there."""
    text: bool = False
    """Whether it holds text, up to its `:::`; then no lines below it are options."""


FORMS: dict[str, Form] = {
    "book": Form("an ISBN or a title", needed=True),
    "shelf": Form("the file of a list", needed=False),
    "video": Form("the address of a film", needed=True),
    "figure": Form("the file of a picture", needed=True),
    "callout": Form("a title", needed=True, text=True),
    "notes": Form("a title", needed=False, text=True),
    "spoiler": Form("a title", needed=True, text=True),
}
"""The shortcodes, by name."""
_MEANT = {
    **dict.fromkeys(
        "note tip info hint warning important caution danger attention box aside".split(), "callout"
    ),
    **dict.fromkeys("youtube vimeo peertube film embed iframe".split(), "video"),
    **dict.fromkeys("image img picture photo".split(), "figure"),
    **dict.fromkeys("details summary hidden".split(), "spoiler"),
    **dict.fromkeys("list titles books".split(), "shelf"),
}
"""What other tools call them."""


def meant_by(name: str, *, look: bool) -> str | None:
    """Return the shortcode that *name* is, or was meant to be; *look* for near misses too."""
    low = name.lower()
    if low in FORMS:
        return low
    return _MEANT.get(low) or (nearest(low, FORMS) if look else None)


def unknown_name(name: str, meant: str | None, *, line: int) -> Problem:
    """Return the error that there is no shortcode *name*, but perhaps one that was *meant*."""
    message = f"there is no shortcode `{name[:40]}`" if name else "this shortcode has no name"
    if meant:
        return error(f"{message}; did you mean `{meant}`?", line=line, hint=f"write `::: {meant}`")
    hint = f"the shortcodes are {', '.join(f'`{one}`' for one in FORMS)}; for mere colons, `\\:::`"
    return error(message, line=line, hint=hint)


class Head(NamedTuple):
    """The first line of a shortcode."""

    name: str
    """A key of `FORMS`."""
    argument: str
    line: int

    def __str__(self) -> str:
        """Return it as messages name it."""
        return f"`::: {self.name}`"


class Figure(Noun, frozen=True):
    """A picture; its caption and its credit are Markdown of one line."""

    src: str
    alt: str
    caption: str
    credit: str


class Box(Noun, frozen=True):
    """Text that stands by itself; its title is Markdown of one line."""

    name: str
    """`callout`, `notes` or `spoiler`."""
    title: str


Said = Shortcode | Figure | Box
