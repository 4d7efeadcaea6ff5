"""What Markdown became: a noun apart, so that whoever has one need not load what makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.noun import Noun

if TYPE_CHECKING:
    from libsite.errors import Problem
    from libsite.model import Heading, Shortcode, Slot


class Markup(Noun, frozen=True):
    """A body as HTML that is safe to publish, and everything that was learned on the way."""

    html: str
    """Addresses inside the site stand as `slot:n`, shortcodes as `<libsite-shortcode n="n">`."""
    slots: tuple[Slot, ...]
    shortcodes: tuple[Shortcode, ...]
    """Those that only the whole site can show."""
    headings: tuple[Heading, ...]
    ids: tuple[str, ...]
    """Every id in the HTML, sorted."""
    excerpt: str
    problems: tuple[Problem, ...]
    """Their `path` is empty; where one is an error, there is no HTML."""
