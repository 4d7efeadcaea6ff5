"""What every page may show of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.noun import Noun

if TYPE_CHECKING:
    from libsite.model import Direction
    from libsite.views.parts import Picture


class SiteView(Noun, frozen=True):
    """The site itself: the shared value `site`."""

    title: str
    """The name of the library: `title` in `site.yaml`."""
    description: str
    """A sentence about the site; empty where there is none."""
    url: str
    """Where the site is published, in full; ends with `/`."""
    language: str
    """The site's language, a BCP 47 tag: `en`."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    author: str
    """Who writes where a page does not say so; empty where nobody is named."""
    home: str
    """The address of the home page."""
    tags: str
    """The address of the list of all tags; empty where there are none."""
    audiences: str
    """The address of the list of all audiences; empty where there are none."""
    books: str
    """The address of the list of all books; empty where there are none."""
    clubs: str
    """The address of the list of all book clubs; empty where there are none."""
    feed: str
    """The address of the RSS feed of the whole site."""
    atom: str
    """The address of the same as Atom; empty where it is switched off."""
    json: str
    """The address of the same as JSON Feed; empty where it is switched off."""
    subscribe: str
    """The address of the page that says how to follow the site."""
    embed: str
    """The address of the page that offers widgets; empty where they are switched off."""
    card: Picture | None
    """The picture that networks show beside a link to a page without one of its own; None where
    cards are switched off."""
    year: str
    """The year of the newest content: what a copyright line may say without a clock."""


class NavItem(Noun, frozen=True):
    """An entry of the menu; a template compares `url` with its page's to mark where it is."""

    title: str
    """Empty for a section without a title of its own, which the theme names by `section`."""
    url: str
    """The address to which it leads."""
    section: str
    """The kind whose section it leads to, `books` for all books, or empty."""
