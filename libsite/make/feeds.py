"""RSS 2.0 and Atom 1.0 by feedgen, in full text; JSON Feed stands beside."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from libsite.make.entries import (
    UNDATED,
    attached,
    clean,
    feed_title,
    line,
    newest,
    whole_text,
)
from libsite.make.jsonfeed import json_feed

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable, Mapping

    from libsite.artifact import Body
    from libsite.make.entries import Attached
    from libsite.views import FeedItem, FeedView

__all__ = ["atom", "json_feed", "rss"]

DCTERMS = "http://purl.org/dc/terms/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BUILT = re.compile(r"\s*<lastBuildDate>[^<]*</lastBuildDate>")
PLAIN = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<(title|description|category|dc:creator)>[^<]*</\1>", re.DOTALL
)


def rss(
    view: FeedView,
    html: Callable[[Body], str],
    words: gettext.NullTranslations,
    lengths: Mapping[str, int],
) -> str:
    """Return *view* as RSS 2.0 with its addresses still marked; *html* gives the HTML of a body.

    *lengths* gives the bytes of each enclosed file by its output path.
    """
    feed = _feed(view, words)
    feed.load_extension("dc", rss=True, atom=False)
    feed.description(clean(view.description))
    # feedgen makes the last link the channel's own
    feed.link(href=view.feed, rel="self", type="application/rss+xml")
    feed.link(href=view.url, rel="alternate")
    latest = newest(view)
    feed.lastBuildDate(latest or UNDATED)
    for item in view.items:
        picture = attached(item, lengths)
        entry = _entry(feed, item, view, picture)
        if picture is not None:
            entry.enclosure(picture.url, str(picture.length), picture.type)
        for author in item.authors:
            entry.dc.dc_creator(line(author))
        if item.lang != view.language:
            entry.dc.dc_language(item.lang)
        if item.updated is not None:
            entry.own.modified = item.updated.isoformat()
        # RSS takes the description for HTML
        summary = escape(line(item.summary) or line(item.title), quote=False)
        entry.description(summary, isSummary=True)
        # what ends a CDATA section is the same to HTML when it is written otherwise
        whole = whole_text(item, view, html).replace("]]>", "]]&gt;")
        entry.content(whole, type="CDATA")
    made = _profiled(feed.rss_str(pretty=True).decode())
    # feedgen's clock is never asked; a feed without a dated entry says nothing of its age
    return made if latest else BUILT.sub("", made, count=1)


def atom(
    view: FeedView,
    html: Callable[[Body], str],
    words: gettext.NullTranslations,
    lengths: Mapping[str, int],
) -> str:
    """Return *view* as Atom 1.0 (RFC 4287), its addresses still marked; the rest as in `rss`."""
    feed = _feed(view, words)
    feed.id(view.id)
    feed.subtitle(clean(view.description))
    feed.author(name=line(view.author))
    feed.updated(newest(view) or UNDATED)
    feed.link(href=view.atom, rel="self", type="application/atom+xml")
    feed.link(href=view.url, rel="alternate", type="text/html")
    for item in view.items:
        picture = attached(item, lengths)
        entry = _entry(feed, item, view, picture)
        entry.own.enclosure = picture
        entry.updated(item.updated or item.date or UNDATED)
        for author in item.authors:
            entry.author(name=line(author))
        if item.lang != view.language:
            entry.own.lang = item.lang
        if item.summary:
            entry.summary(line(item.summary))
        entry.content(whole_text(item, view, html), type="html")
    made: bytes = feed.atom_str(pretty=True)
    return made.decode()


def _feed(view: FeedView, words: gettext.NullTranslations) -> Any:  # noqa: ANN401 - feedgen's own
    """Return a feed with all that both formats say alike."""
    feed = FeedGenerator()
    feed.load_extension("media", rss=True, atom=True)
    feed.register_extension("own", _Terms, _Own)
    feed.title(feed_title(view, words))
    feed.language(view.language)
    feed.generator("libsite")
    return feed


def _entry(
    feed: Any,  # noqa: ANN401 - feedgen's own
    item: FeedItem,
    view: FeedView,
    picture: Attached | None,
) -> Any:  # noqa: ANN401 - the same
    """Add *item* with its *picture* to *feed*; return the entry, with what both formats share."""
    entry = feed.add_entry(order="append")
    entry.id(item.id)
    entry.title(line(item.title) or line(view.title))
    entry.link(href=item.url, rel="alternate")
    if item.date is not None:
        entry.published(item.date)
    for category in item.categories:
        entry.category(term=line(category))
    if picture is not None:
        _show(entry, picture)
    return entry


def _show(entry: Any, picture: Attached) -> None:  # noqa: ANN401 - feedgen's own
    """Say in the words of Media RSS which *picture* stands for *entry*."""
    size = {"width": str(picture.width), "height": str(picture.height)}
    said = {"fileSize": str(picture.length), "type": picture.type, "medium": "image"}
    entry.media.content({"url": picture.url, **said, **size}, group=None)
    entry.media.thumbnail({"url": picture.url, **size}, group=None)


class _Terms:
    """An extension of feedgen: the namespace of `_Own`."""

    def extend_ns(self) -> dict[str, str]:
        return {"dcterms": DCTERMS}

    def extend_rss(self, feed: Any) -> None:  # noqa: ANN401 - an element of lxml
        """Leave the channel as it is."""

    extend_atom = extend_rss


class _Own:
    """An extension of feedgen: what it has no words for in an entry."""

    def __init__(self) -> None:
        self.modified = ""
        self.lang = ""
        self.enclosure: Attached | None = None

    def extend_rss(self, entry: Any) -> None:  # noqa: ANN401 - an element of lxml
        """Say when *entry* was changed: RSS itself knows only when it was published."""
        if self.modified:
            xml_elem(f"{{{DCTERMS}}}modified", entry).text = self.modified

    def extend_atom(self, entry: Any) -> None:  # noqa: ANN401 - the same
        """Say in which language *entry* is, and what it encloses: feedgen says but where it is."""
        if self.lang:
            entry.set(XML_LANG, self.lang)
        one = self.enclosure
        if one is not None:
            told = {"rel": "enclosure", "type": one.type, "length": str(one.length)}
            xml_elem("link", entry, href=one.url, **told)


def _profiled(xml: str) -> str:
    """Return *xml* with `&` and `<` in plain texts as the RSS Advisory Board wants them written.

    "Best Practices Profile", Character Data: more programs read a hexadecimal reference right.
    """

    def spelt(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        name, text = found[1], found[0][len(found[1]) + 2 : -len(found[1]) - 3]
        plain = text.replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;")
        return f"<{name}>{plain}</{name}>"

    return PLAIN.sub(spelt, xml)
