"""JSON Feed 1.1, in full text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from libsite.make.entries import attached, clean, feed_title, line, whole_text

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable, Mapping

    from libsite.artifact import Body
    from libsite.views import FeedItem, FeedView

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(
    view: FeedView,
    html: Callable[[Body], str],
    words: gettext.NullTranslations,
    lengths: Mapping[str, int],
) -> str:
    """Return *view* as JSON Feed 1.1 (jsonfeed.org), its addresses still marked.

    *html* gives the HTML of a body, *lengths* the bytes of each enclosed file by its output path.
    What is empty is left out.
    """
    feed = {
        "version": VERSION,
        "title": feed_title(view, words),
        "home_page_url": view.url,
        "feed_url": view.json,
        "description": clean(view.description),
        "authors": [{"name": line(view.author)}],
        "language": view.language,
        "items": [_item(item, view, html, lengths) for item in view.items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(
    item: FeedItem,
    view: FeedView,
    html: Callable[[Body], str],
    lengths: Mapping[str, int],
) -> dict[str, object]:
    picture = attached(item, lengths)
    said: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": line(item.title),
        "summary": line(item.summary),
        "content_html": whole_text(item, view, html),
        "image": picture.url if picture else "",
        "date_published": item.date.isoformat() if item.date else "",
        "date_modified": item.updated.isoformat() if item.updated else "",
        "authors": [{"name": line(author)} for author in item.authors],
        "tags": [line(tag) for tag in item.categories],
        "language": item.lang if item.lang != view.language else "",
        "attachments": [
            {"url": picture.url, "mime_type": picture.type, "size_in_bytes": picture.length}
        ]
        if picture
        else [],
    }
    # an entry must have content, be it empty (items, content_html)
    return {key: value for key, value in said.items() if value or key == "content_html"}
