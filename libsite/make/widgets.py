"""Widgets as data: their JSON, the list of all of them, and oEmbed.

The JSON is a contract, and `embed/v1/schema.json` says it: each key is always there, null where
there is nothing to say and an empty list where there is nothing to list. Keys may be added; none
goes, and none changes its type.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from libsite.make.addresses import escaped
from libsite.views import largest

if TYPE_CHECKING:
    import gettext
    from datetime import datetime

    from libsite.views import (
        Link,
        MeetingView,
        Picture,
        ShopItem,
        ShopView,
        WidgetItem,
        WidgetView,
        Word,
    )

VERSION = 1
TITLES = {"latest": "What is new", "new-titles": "New titles"}
"""What widgets without a title of their own are called, in English; translated by themes."""
FRAME = 480
"""Pixels; WordPress asks for 500 at the most where a theme says nothing."""
DAY = 86_400
"""Seconds for which an answer may be kept."""
HARMLESS = str.maketrans({"<": "‹", ">": "›", '"': "”", "'": "’"})
"""Signs of HTML as signs of print: unfurl.js 6.4, for one, decodes entities once too often."""
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"

Tree = dict[str, Any]
"""A value of JSON; the types of its keys are said in `embed/v1/schema.json`."""


# ---- A widget -----------------------------------------------------------------------------------


def widget_data(view: WidgetView, words: gettext.NullTranslations) -> str:
    """Return *view* as JSON with its addresses still marked; *words* name what has no title."""
    return _json(
        {
            "version": VERSION,
            "widget": view.widget,
            "title": _title(view, words),
            "url": view.url,
            "library": {"title": view.library, "url": view.home},
            "language": view.lang,
            "updated": _moment(view.updated),
            "gone": view.gone,
            "html": view.html,
            "json": view.data,
            "oembed": view.oembed or None,
            "feed": view.feed or None,
            "layout": view.layout,
            "count": view.count,
            "height": view.height,
            "summary": view.summary or None,
            "image": _image(view.image),
            "authors": _people(view.authors),
            "meetings": [_meeting(one) for one in view.meetings],
            "items": [_item(one) for one in view.items],
        }
    )


def _title(view: WidgetView | ShopItem, words: gettext.NullTranslations) -> str | None:
    named = TITLES.get(view.widget)
    return (words.gettext(named) if named else view.title) or None


def _item(item: WidgetItem) -> Tree:
    return {
        "kind": item.kind,
        "title": item.title,
        "url": item.url,
        "authors": _people(item.authors),
        "date_published": _moment(item.date),
        "summary": item.summary or None,
        "image": _image(item.image),
        "language": item.lang,
        "tags": [word.name for word in item.tags],
        "audiences": [word.name for word in item.audience],
    }


def _people(names: tuple[str, ...]) -> list[Tree]:
    return [{"name": name} for name in names]


def _image(picture: Picture | None) -> Tree | None:
    """Return the largest size of *picture*, whose width and height it knows."""
    if picture is None:
        return None
    return {
        "url": largest(picture),
        "width": picture.width or None,
        "height": picture.height or None,
        "alt": picture.alt or None,
    }


def _meeting(meeting: MeetingView) -> Tree:
    return {
        "title": meeting.title or None,
        "start": _when(meeting.start, whole_day=meeting.whole_day),
        "end": _when(meeting.end, whole_day=meeting.whole_day),
        "all_day": meeting.whole_day,
        "place": meeting.place or None,
        "call": meeting.call or None,
        "note": meeting.note or None,
        "cancelled": meeting.cancelled,
        "club": _link(meeting.club),
        "reading": _link(meeting.reading),
    }


def _link(link: Link | None) -> Tree | None:
    return {"title": link.title, "url": link.url} if link else None


def _when(when: datetime | None, *, whole_day: bool) -> str | None:
    """Return *when* in ISO 8601: a day where only that is known."""
    return when.date().isoformat() if when and whole_day else _moment(when)


def _moment(when: datetime | None) -> str | None:
    """Return *when* in ISO 8601, with an offset in whole minutes."""
    return when.isoformat(timespec="seconds") if when else None


# ---- All of them --------------------------------------------------------------------------------


def widget_index(view: ShopView, words: gettext.NullTranslations) -> str:
    """Return every widget that *view* offers as JSON, with its addresses still marked."""
    home = view.trail[0]
    return _json(
        {
            "version": VERSION,
            "library": {"title": home.title, "url": home.url},
            "language": view.lang,
            "url": view.url,
            "script": view.script,
            "schema": view.index.replace("index.json", "schema.json"),
            "tags": [_word(word) for word in view.tags],
            "audiences": [_word(word) for word in view.audiences],
            "widgets": [_offer(one, words) for one in view.others],
        }
    )


def _word(word: Word) -> Tree:
    """Return *word* with the slug by which the options of a widget call it."""
    return {"name": word.name, "slug": word.url.rstrip("/").rpartition("/")[2]}


def _offer(item: ShopItem, words: gettext.NullTranslations) -> Tree:
    return {
        "widget": item.widget,
        "title": _title(item, words),
        "url": item.url,
        "html": item.html,
        "json": item.html.removesuffix("html") + "json",
        "layout": item.layout,
        "count": item.count,
        "height": item.height,
    }


# ---- oEmbed -------------------------------------------------------------------------------------


def oembed(view: WidgetView, words: gettext.NullTranslations) -> str:
    """Return *view* as oEmbed 1.0 (oembed.com), with its addresses still marked.

    A page that is gone is a `link` that says nothing of what it was.
    """
    answer: Tree = {
        "version": "1.0",
        "type": "link" if view.gone else "rich",
        "provider_name": view.library,
        "provider_url": view.home,
        "cache_age": DAY,
    }
    if view.gone:
        return _json(answer)
    answer["title"] = _title(view, words)
    if view.authors:
        answer["author_name"] = ", ".join(view.authors)
    if view.card is not None:
        answer |= {
            "thumbnail_url": view.card.src,
            "thumbnail_width": view.card.width,
            "thumbnail_height": view.card.height,
        }
    return _json({**answer, "html": _frame(view), "width": FRAME, "height": view.height})


def _frame(view: WidgetView) -> str:
    """Return the HTML that shows *view* on a foreign page: a frame, and a link for want of one.

    The link is no `blockquote`: beside one, WordPress hides the frame (wp-includes/embed.php,
    `wp_filter_oembed_result`). The size stands in the style as well, and with weight: many themes
    say `iframe {max-width: 100%; height: auto}`, which leaves 150 pixels of a frame.
    """
    size = f"width:{FRAME}px!important;max-width:100%!important;height:{view.height}px!important"
    name = escaped(f"{view.title} · {view.library}".translate(HARMLESS))
    return (
        f'<p><a href="{view.url}">{name}</a></p>'
        f'<iframe src="{view.html}" width="{FRAME}" height="{view.height}" title="{name}"'
        f' loading="lazy" sandbox="{SANDBOX}" style="border:0;{size}"></iframe>'
    )


def _json(tree: Tree) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
