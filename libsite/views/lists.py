"""What the templates of lists see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from libsite.model import Direction
    from libsite.views.parts import BookGroup, Card, ClubCard, Crumb, MeetingView, Word


class BooksView(Noun, frozen=True):
    """The list of all books."""

    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    groups: tuple[BookGroup, ...]
    """All books by the first letter of their titles, articles left in."""
    count: int
    """How many they are."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


class ClubsView(Noun, frozen=True):
    """The list of all book clubs."""

    kind: str
    """`club`."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    clubs: tuple[ClubCard, ...]
    """All clubs, by name."""
    meetings: tuple[MeetingView, ...]
    """Their meetings that are still to come, the nearest first."""
    feed: str
    """The address of the feed of all readings."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


class ListView(Noun, frozen=True):
    """A list of pages: home, a section, a year, a tag, an audience."""

    list: Literal["home", "section", "year", "tag", "audience"]
    """Which sort of list it is."""
    kind: str
    """The kind of a section or year; empty elsewhere."""
    title: str
    """The tag, audience or year as people read it; empty for home and sections, which the theme
    names in its own language."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    cards: tuple[Card, ...]
    """The pages, newest first."""
    more: bool
    """Whether there are older pages than `cards`, to be found by `years`."""
    years: tuple[Word, ...]
    """The years of the section, newest first, on home, sections and years."""
    feed: str
    """The address of this list's feed; empty where it has none."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out; empty for home."""


class WordsView(Noun, frozen=True):
    """The list of all tags, or of all audiences."""

    list: Literal["tags", "audiences"]
    """Which words they are."""
    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    words: tuple[Word, ...]
    """All of them, with their counts."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""
