"""RSS 2.0 by feedgen, in full text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from libsite.make.words import section_title

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable

    from libsite.artifact import Body
    from libsite.views import FeedItem, FeedView

CONTROL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What XML 1.0 cannot hold (section 2.2, production Char)."""
FRAME = re.compile(r'<iframe(?: [^\s=>"]+(?:="[^"]*")?)*>\s*</iframe>')
STYLE = re.compile(r'(<img(?: [^\s=>"]+(?:="[^"]*")?)*?) style="[^"]*"')
BUILT = re.compile(rb"\s*<lastBuildDate>[^<]*</lastBuildDate>")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rss(view: FeedView, html: Callable[[Body], str], words: gettext.NullTranslations) -> bytes:
    """Return *view* as RSS 2.0 with its addresses still marked; *html* gives the HTML of a body."""
    feed = FeedGenerator()
    feed.load_extension("dc", rss=True, atom=False)
    part = section_title(view.section, words) if view.section else view.part
    feed.title(_clean(f"{view.title}: {part}" if part else view.title))
    feed.description(_clean(view.description))
    feed.language(view.language)
    feed.generator("libsite")
    # feedgen makes the last link the channel's own
    feed.link(href=view.feed, rel="self", type="application/rss+xml")
    feed.link(href=view.url, rel="alternate")
    newest = max((item.date for item in view.items if item.date), default=None)
    feed.lastBuildDate(newest or EPOCH)
    for item in view.items:
        _add(feed, item, html)
    made: bytes = feed.rss_str(pretty=True)
    # feedgen's clock is never asked; a feed without a dated entry says nothing of its age
    return made if newest else BUILT.sub(b"", made, count=1)


def _add(feed: FeedGenerator, item: FeedItem, html: Callable[[Body], str]) -> None:
    entry = feed.add_entry(order="append")
    entry.title(_clean(item.title))
    entry.link(href=item.url)
    entry.guid(item.id, permalink=False)
    if item.date is not None:
        entry.pubDate(item.date)
    for author in item.authors:
        entry.dc.dc_creator(_clean(author))
    for category in item.categories:
        entry.category(term=_clean(category))
    entry.description(_clean(item.summary or item.title))
    # a reader shows entries side by side: their fragments must say whose they are
    whole = _for_readers(html(item.body)).replace('href="#', f'href="{item.url}#')
    entry.content(_clean(whole), type="CDATA")


def _for_readers(html: str) -> str:
    """Return *html* without what feed readers and the W3C's validator take for dangerous.

    A film's frame goes, and the link below it stays; so does the colour of a picture to come.
    """
    html = FRAME.sub("", html) if "<iframe" in html else html
    return STYLE.sub(r"\1", html)


def _clean(text: str) -> str:
    return CONTROL.sub("", text)
