"""The page that offers widgets, and the list of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Output, Render, WidgetIndex
from libsite.plan import trails
from libsite.plan.addresses import EMBED, canonical
from libsite.text import direction, marker
from libsite.views import ShopItem, ShopView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.model import Site
    from libsite.plan.cards import Shelf
    from libsite.views import Widget, WidgetView, Word

SHOP = "embed/"
ORDER: tuple[Widget, ...] = ("latest", "new-titles", "list", "club", "reading", "book", "post")
"""In which the sorts of widgets are offered."""


def plan_shop(site: Site, shelf: Shelf, offered: Iterable[WidgetView]) -> Bundle:
    """Plan the page that offers every widget, and the same as JSON.

    *offered* are the widgets that have something to show; among them is `latest`.
    """
    views = [view for view in offered if view.items or view.widget != "new-titles"]
    views.sort(key=lambda view: ORDER.index(view.widget))
    own = [view for view in views if view.widget in {"latest", "new-titles"}]
    language = site.config.language
    view = ShopView(
        url=marker(SHOP),
        canonical=canonical(site, SHOP),
        lang=language,
        dir=direction(language),
        widgets=tuple(_samples(views)),
        others=tuple(map(_item, views)),
        script=marker(f"{EMBED}widget.js"),
        index=marker(f"{EMBED}index.json"),
        tags=_words(shelf.tags, (w for item in own[0].items for w in item.tags)),
        audiences=_words(
            shelf.audiences, (w for one in own for item in one.items for w in item.audience)
        ),
        trail=(trails.home(site),),
    )
    outputs = (
        Output(f"{SHOP}index.html", Render("embed.html")),
        Output(f"{EMBED}index.json", WidgetIndex(), "absolute"),
    )
    return Bundle(outputs[0].path, "shop", outputs, view)


def _samples(views: Iterable[WidgetView]) -> Iterator[WidgetView]:
    """Yield the newest of each sort; rather one that has entries, where it has any."""
    best: dict[Widget, WidgetView] = {}
    for view in views:
        if _worth(view) > _worth(best.setdefault(view.widget, view)):
            best[view.widget] = view
    yield from best.values()


def _worth(view: WidgetView) -> tuple[bool, float]:
    return bool(view.items), view.updated.timestamp() if view.updated else float("-inf")


def _item(view: WidgetView) -> ShopItem:
    return ShopItem(
        widget=view.widget,
        title=view.title,
        url=view.url,
        html=view.html,
        layout=view.layout,
        count=view.count,
        height=view.height,
    )


def _words(known: Mapping[str, Word], used: Iterable[Word]) -> tuple[Word, ...]:
    """Return those of the *known* words, in their order, that are *used*."""
    wanted = frozenset(word.url for word in used)
    return tuple(word for word in known.values() if word.url in wanted)
