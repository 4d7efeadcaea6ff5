"""What the entries of a feed say in every format: titles, texts and dates, fit for readers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from libsite.make.words import section_title
from libsite.noun import Noun
from libsite.text import direction

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable, Mapping

    from libsite.artifact import Body
    from libsite.views import FeedItem, FeedView

CONTROL = re.compile(r"[^\t\n\r\x20-\x7E\xA0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What XML 1.0 cannot hold (section 2.2, production Char), or asks not to be used."""
FRAME = re.compile(r'<iframe(?: [^\s=>"]+(?:="[^"]*")?)*>\s*</iframe>')
STYLE = re.compile(r'(<img(?: [^\s=>"]+(?:="[^"]*")?)*?) style="[^"]*"')
CITE = re.compile(r'(<(?:blockquote|del|ins|q)\b[^>]*?) cite="(?!https?://)[^"]*"')
OWN = re.compile(r'(<a(?: [^\s=>"]+(?:="[^"]*")?)*?) href="#')
"""A link within the page: not words about one, as samples of code hold."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in Atom, which must have a date, for an entry that has none: always the same, so that it
is never new again, and not so old that the W3C's validator doubts it."""


class Attached(Noun, frozen=True):
    """The picture of an entry as feeds name it."""

    url: str
    type: str
    length: int
    """In bytes: that of the file."""
    width: int
    height: int


def feed_title(view: FeedView, words: gettext.NullTranslations) -> str:
    """Return the title of a feed: that of the site, and of the part that it is about."""
    part = section_title(view.section, words) if view.section else view.part
    return clean(f"{view.title}: {part}" if part else view.title)


def clean(text: str) -> str:
    """Return *text* without the characters that no feed can hold."""
    return CONTROL.sub("", text)


def line(text: str) -> str:
    """Return *text* as one line: what titles, names and tags are."""
    return " ".join(clean(text).split())


def whole_text(item: FeedItem, view: FeedView, html: Callable[[Body], str]) -> str:
    """Return the HTML of *item*, an entry of *view*, as it can stand among entries of other sites.

    Every address in it is marked or complete. Where its language is not that of the feed, or is
    written from right to left, it says so itself: few feed readers look for that elsewhere.
    """
    # a reader shows entries side by side: their fragments must say whose they are
    text = OWN.sub(lambda found: f'{found[1]} href="{item.url}#', _for_readers(html(item.body)))
    side = direction(item.lang)
    if item.lang != view.language or side == "rtl":
        text = f'<div lang="{item.lang}" dir="{side}">{text}</div>'
    return clean(text)


def _for_readers(html: str) -> str:
    """Return *html* without what feed readers and the W3C's validator take for dangerous.

    A film's frame goes, and the link below it stays; so does the colour of a picture to come.
    """
    html = FRAME.sub("", html) if "<iframe" in html else html
    html = CITE.sub(r"\1", html) if ' cite="' in html else html
    return STYLE.sub(r"\1", html)


def newest(view: FeedView) -> datetime | None:
    """Return when the latest change of *view* was; None where no entry has a date."""
    days = (item.updated or item.date for item in view.items)
    return max(filter(None, days), default=None)


def attached(item: FeedItem, lengths: Mapping[str, int]) -> Attached | None:
    """Return the picture of *item*; *lengths* gives the bytes of its file by output path."""
    one = item.enclosure
    if one is None:
        return None
    return Attached(one.url, one.type, lengths[one.path], one.width, one.height)
