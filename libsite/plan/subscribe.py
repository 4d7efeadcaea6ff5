"""The page that says how to follow the site, and the list of its feeds as OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Bundle, Opml, Output, Render
from libsite.plan import trails
from libsite.plan.addresses import canonical
from libsite.plan.feeds import addresses, channels
from libsite.text import direction, marker
from libsite.views import FeedLink, SubscribeView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.plan.feeds import Channel

FOLDER = "subscribe/"
LIST = "opml.xml"


def plan_subscribe(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan them: they change when a feed comes, goes or is renamed, and not when it has news."""
    del shelf
    links: dict[str, list[FeedLink]] = {}
    for channel in channels(site, catalog):
        links.setdefault(channel.of, []).append(_link(site, channel))
    (whole,) = links["site"]
    language = site.config.language
    view = SubscribeView(
        url=marker(FOLDER),
        canonical=canonical(site, FOLDER),
        lang=language,
        dir=direction(language),
        whole=whole,
        sections=tuple(links.get("section", ())),
        clubs=tuple(links.get("club", ())),
        audiences=tuple(links.get("audience", ())),
        tags=tuple(sorted(links.get("tag", ()), key=lambda link: link.title.casefold())),
        newsletter=site.config.newsletter,
        opml=marker(LIST),
        title=site.config.title,
        trail=(trails.home(site),),
    )
    page = f"{FOLDER}index.html"
    outputs = (Output(page, Render("subscribe.html")), Output(LIST, Opml(), "absolute"))
    yield Bundle(page, "subscribe", outputs, view)


def _link(site: Site, channel: Channel) -> FeedLink:
    feed, atom, json = addresses(site, channel)
    return FeedLink(channel.part, channel.section, marker(channel.path), feed, atom, json)
