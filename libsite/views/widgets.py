"""What widgets show, and what the page sees that offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.model import Direction
    from libsite.views.parts import Crumb, MeetingView, Picture, Word

Widget = Literal["latest", "new-titles", "list", "club", "reading", "book", "post"]
"""What a widget shows."""
WidgetLayout = Literal["list", "grid", "shelf", "compact"]
"""How it shows it."""


class WidgetItem(Noun, frozen=True):
    """An entry of a widget: a page or a book."""

    kind: str
    """`book`, or the page's kind: a key of `KINDS`."""
    title: str
    """Its title."""
    url: str
    """Its address."""
    authors: tuple[str, ...]
    """Of a book, who wrote it; empty for a page."""
    date: datetime | None
    """The day and time of a page; of a reading in the widget of its club, its first day, None where
    it names none; None for a book."""
    summary: str
    """Its first words, or those of a book's description."""
    image: Picture | None
    """The picture of a page, the cover of a book; None where there is none."""
    lang: str
    """The language of the page, a BCP 47 tag; the site's for a book."""
    dir: Direction
    """The direction in which that language is written."""
    tags: tuple[Word, ...]
    """The tags of a page that have a page of their own."""
    audience: tuple[Word, ...]
    """For whom it is; an audience without a page of its own has no `url`."""


class WidgetView(Noun, frozen=True):
    """A widget: a part of the site that others show on theirs."""

    widget: Widget
    """What it shows."""
    title: str
    """The title of the list, club, reading, book or post; empty for `latest` and `new-titles`,
    which the theme names in its own language."""
    url: str
    """The page of the site that it stands for."""
    html: str
    """Its own address, for frames and for the script."""
    data: str
    """Its address as JSON."""
    oembed: str
    """The address of the page's oEmbed; empty where it has none."""
    feed: str
    """The address of the feed that has the same; empty where there is none."""
    library: str
    """The name of the library."""
    home: str
    """The address of its home page."""
    lang: str
    """The language of the content."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    layout: WidgetLayout
    """How it is shown where nobody chose."""
    count: int
    """How many entries are shown where nobody chose."""
    height: int
    """Pixels that it needs in a frame 320 pixels wide, shown as nobody chose otherwise."""
    summary: str
    """What the page says of itself in its first words; empty for `latest` and `new-titles`."""
    image: Picture | None
    """The picture of a post, the cover of a book; None elsewhere, and where there is none."""
    card: Picture | None
    """The picture that networks show; None where there is none."""
    authors: tuple[str, ...]
    """Of a book, who wrote it; empty elsewhere."""
    meetings: tuple[MeetingView, ...]
    """The next meetings of a club or reading, at most three."""
    items: tuple[WidgetItem, ...]
    """Its entries, the newest first: more than `count`, for those who choose."""
    updated: datetime | None
    """The day and time of the newest page in it; None where none has one."""
    gone: bool
    """Whether its page was withdrawn: then nothing is shown but a line that says so."""


class ShopView(Noun, frozen=True):
    """The page that offers the widgets."""

    url: str
    """Its address in the site."""
    canonical: str
    """Its address in full, for search engines and sharing."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    widgets: tuple[WidgetView, ...]
    """One of each sort that there is, with its entries: the newest of its sort."""
    others: tuple[ShopItem, ...]
    """Every widget of the site, those in `widgets` among them."""
    script: str
    """The address of the script that shows widgets."""
    index: str
    """The address of the list of all widgets as JSON."""
    tags: tuple[Word, ...]
    """The tags that entries of `latest` have."""
    audiences: tuple[Word, ...]
    """The audiences that entries of `latest` or `new-titles` have."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


class ShopItem(Noun, frozen=True):
    """A widget that can be chosen."""

    widget: Widget
    """What it shows."""
    title: str
    """As in its `WidgetView`."""
    url: str
    """The page of the site that it stands for."""
    html: str
    """Its own address."""
    layout: WidgetLayout
    """How it is shown where nobody chose."""
    count: int
    """How many entries are shown where nobody chose."""
    height: int
    """Pixels that it needs in a frame 320 pixels wide, shown as nobody chose otherwise."""
