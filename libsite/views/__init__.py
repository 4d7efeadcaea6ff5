"""What a template may see: plain, frozen values. This is the contract with themes.

Addresses in views are markers (`site:/posts/rivers/`) that `make` turns into real ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.views.feeds import Enclosure, FeedItem, FeedLink, FeedView, SubscribeView
from libsite.views.lists import BooksView, ClubsView, ListView, WordsView
from libsite.views.pages import (
    BookView,
    ClubView,
    NoticeView,
    PageView,
    ReadingView,
    RedirectView,
    StepView,
    TitlesView,
)
from libsite.views.parts import (
    Block,
    BookBlock,
    BookCard,
    BookGroup,
    Card,
    ClubCard,
    Crumb,
    Link,
    MeetingView,
    Picture,
    ReadingCard,
    ShelfBlock,
    VideoBlock,
    Word,
    largest,
)
from libsite.views.sharing import Post, SharedView, ShareRow, SharesView, ShareView, TargetView
from libsite.views.site import NavItem, SiteView
from libsite.views.widgets import ShopItem, ShopView, Widget, WidgetItem, WidgetLayout, WidgetView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.artifact import Body

__all__ = [
    "Block",
    "BookBlock",
    "BookCard",
    "BookGroup",
    "BookView",
    "BooksView",
    "Card",
    "ClubCard",
    "ClubView",
    "ClubsView",
    "Crumb",
    "Enclosure",
    "FeedItem",
    "FeedLink",
    "FeedView",
    "Link",
    "ListView",
    "MeetingView",
    "NavItem",
    "NoticeView",
    "PageView",
    "Picture",
    "Post",
    "ReadingCard",
    "ReadingView",
    "RedirectView",
    "ShareRow",
    "ShareView",
    "SharedView",
    "SharesView",
    "ShelfBlock",
    "ShopItem",
    "ShopView",
    "SiteView",
    "StepView",
    "SubscribeView",
    "TargetView",
    "TitlesView",
    "VideoBlock",
    "Widget",
    "WidgetItem",
    "WidgetLayout",
    "WidgetView",
    "Word",
    "WordsView",
    "bodies_of",
    "enclosures_of",
    "largest",
]


def bodies_of(view: object) -> Iterable[Body]:
    """Yield the bodies that *view* holds, whose HTML its recipes need."""
    if isinstance(view, PageView):
        yield view.body
    elif isinstance(view, FeedView):
        yield from (item.body for item in view.items)


def enclosures_of(view: object) -> Iterable[Enclosure]:
    """Yield the pictures whose lengths the recipes of *view* must know."""
    if isinstance(view, FeedView):
        yield from (item.enclosure for item in view.items if item.enclosure is not None)
