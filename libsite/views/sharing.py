"""What share sheets see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from libsite.noun import Noun

if TYPE_CHECKING:
    from datetime import datetime

    from libsite.model import Counting, Direction
    from libsite.views.parts import BookCard, Crumb, MeetingView, Picture


class TargetView(Noun, frozen=True):
    """A network to which a page can be shared."""

    name: str
    """Its key in `networks.yaml`: `bluesky`."""
    title: str
    """`Bluesky`."""
    own: bool
    """Whether `site.yaml` says that the library is there."""
    account: str
    """The library's account there; empty where nobody said so."""
    limit: int
    """How long a post may be, by its own `counting`; 0 for no limit that a post would meet."""
    counting: Counting
    """By what rule it counts."""
    link_cost: int
    """What any link counts; 0 for its own length."""
    intent: str
    """An address that opens it with a post begun, `{text}`, `{url}` and others to be put in;
    empty where there is none."""
    takes_text: bool
    """Whether that address takes words; without, they are to be copied."""
    takes_tags: bool
    """Whether hashtags mean anything there."""
    takes_links: bool
    """Whether a link in the words can be followed there."""
    thread: bool
    """Whether a text that is too long may become several posts."""
    shape: Literal["wide", "square"]
    """Of the picture that it shows best."""
    alt_limit: int
    """How long the words for a picture may be; 0 where there are none."""
    note: str
    """What a librarian must know, in a sentence in English; empty for nothing."""


class ShareView(Noun, frozen=True):
    """The share sheet of a page: what to post where."""

    id: str
    """The page's permanent id."""
    kind: str
    """The page's kind: a key of `KINDS`."""
    title: str
    """The page's title."""
    url: str
    """Its own address in the site."""
    page: str
    """The address of the page that is shared."""
    link: str
    """The same in full: what is posted."""
    lang: str
    """The language of the page, in which its posts are worded."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    date: datetime | None
    """The page's day and time; None where it has none."""
    summary: str
    """The summary that was written, else the first words of the text."""
    authors: tuple[str, ...]
    """Who wrote the page; empty where nobody said so."""
    books: tuple[BookCard, ...]
    """The first books that it shows, at most four."""
    count: int
    """How many books it shows."""
    club: str
    """The name of the club that reads it; empty elsewhere."""
    meeting: MeetingView | None
    """The next meeting of a club or reading; None where none is known."""
    card: Picture | None
    """The picture that networks show beside a link, with words for it; None where it is off."""
    square: Picture | None
    """The same as a square, for networks without links."""
    hashtags: tuple[str, ...]
    """With `#`: those of the page's tags, then those of `site.yaml`."""
    words: tuple[tuple[str, str], ...]
    """What a librarian wrote in `share:`, each with the name of its network; an empty name stands
    for every network that is not named. Where nothing is written, a template words the post."""
    shared: tuple[SharedView, ...]
    """Where it was posted already."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""


class SharedView(Noun, frozen=True):
    """A network on which a page was posted."""

    name: str
    """The network's key."""
    title: str
    """The network's name."""
    url: str
    """The address of the post; empty where nobody noted it."""
    date: datetime | None
    """The day."""


class Post(Noun, frozen=True):
    """A finished post for a network: what a share sheet's template sees as one of `posts`."""

    target: TargetView
    """The network."""
    parts: tuple[str, ...]
    """Its text; several make a thread."""
    lengths: tuple[int, ...]
    """How long each part is, as the network counts."""
    cut: bool
    """Whether words were left out at the end."""
    intents: tuple[str, ...]
    """For each part, an address that opens the network with it; empty where there is none. That of
    Mastodon still holds `{instance}`."""
    alt: str
    """Words for the picture, no longer than the network allows."""


class ShareRow(Noun, frozen=True):
    """A page in the list of what is still to be shared."""

    title: str
    """The page's title."""
    page: str
    """The page's address."""
    url: str
    """The address of its share sheet."""
    date: datetime | None
    """The page's day and time; None where it has none."""
    lang: str
    """The language of the page."""
    dir: Direction
    """The direction in which that language is written."""
    shared: tuple[SharedView, ...]
    """Where it was posted."""
    missing: tuple[str, ...]
    """The library's networks to which it has not yet gone, by their names as people read them."""


class SharesView(Noun, frozen=True):
    """The list of what was shared, and what is still to be."""

    url: str
    """Its address in the site."""
    lang: str
    """The site's language, which the page's own words are in."""
    dir: Direction
    """The direction in which that language is written: `ltr` or `rtl`."""
    networks: tuple[str, ...]
    """The library's networks, by their names; empty where `site.yaml` names none."""
    rows: tuple[ShareRow, ...]
    """The newest pages, at most two hundred."""
    more: bool
    """Whether there are older pages than these."""
    trail: tuple[Crumb, ...]
    """The way to it from the home page, itself left out."""
