"""What is planned to be shared, where, and in whose words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from libsite.artifact import Sheet
from libsite.model import Account, Book, Network, Outputs, Share
from libsite.plan.books import gather
from libsite.plan.cards import make_shelf
from libsite.plan.catalog import catalog
from libsite.plan.links import resolve_links
from libsite.plan.sharing import ROWS, plan_sharing, syndication, targets_of
from libsite.plan.social import with_cards
from libsite.views import Link, SharesView, ShareView
from tests.plan.made import NOW, at, meeting, page, site

if TYPE_CHECKING:
    from libsite.artifact import Bundle
    from libsite.model import Page, Site

CLUB = "content/clubs/owls/index.md"


def network(name: str, **more: object) -> Network:
    return Network(
        name=name,
        title=name.title(),
        state="alive",
        source="made up",
        target=True,
        **more,  # type: ignore[arg-type] # the fields of a network
    )


NETWORKS = {
    one.name: one
    for one in (
        network("facebook"),
        network("bluesky", limit=300, counting="bluesky", thread=True),
        network("mastodon", limit=500, counting="mastodon", thread=True),
        dataclasses.replace(network("orkut"), state="closed"),
        dataclasses.replace(network("flickr"), target=False),
    )
}


def library(*pages: Page, shared: tuple[Share, ...] = (), **settings: object) -> Site:
    made = site(*pages)
    return replace(
        made,
        config=replace(made.config, **settings),
        networks=NETWORKS,
        shared={one.id: tuple(line for line in shared if line.id == one.id) for one in shared},
    )


def planned(whole: Site) -> list[Bundle]:
    decided = catalog(whole, NOW)
    links = resolve_links(whole, decided)
    shelf = make_shelf(whole, decided, links, gather(whole, decided))
    return list(plan_sharing(whole, decided, with_cards(whole, decided, shelf)))


def sheets(whole: Site) -> list[ShareView]:
    return [bundle.view for bundle in planned(whole) if isinstance(bundle.view, ShareView)]


def listed(whole: Site) -> SharesView:
    (view,) = (one.view for one in planned(whole) if isinstance(one.view, SharesView))
    return view


def saying(made: Page, **front: object) -> Page:
    """Return *made* with further front matter."""
    document = made.document
    said = replace(document.front, **front)
    return replace(made, document=replace(document, front=said))


# ---- Which pages


def test_news_and_clubs_have_sheets_and_plain_pages_have_none() -> None:
    whole = library(
        page("content/posts/rivers.md"),
        page("content/titles/may.md", "titles"),
        page(CLUB, "club", None),
        page("content/clubs/owls/holes.md", "reading", club=CLUB),
        page("content/pages/about.md", "page", None),
    )
    made = planned(whole)
    assert sorted((one.name, one.because) for one in made) == [
        ("share/clubs/owls/holes/index.html", "content/clubs/owls/holes.md"),
        ("share/clubs/owls/index.html", CLUB),
        ("share/index.html", "sharing"),
        ("share/posts/rivers/index.html", "content/posts/rivers.md"),
        ("share/titles/may/index.html", "content/titles/may.md"),
    ]
    texts = {
        output.recipe.text
        for one in made
        for output in one.outputs
        if isinstance(output.recipe, Sheet)
    }
    assert texts == {"share-post.txt", "share-titles.txt", "share-club.txt", "share-reading.txt"}


def test_what_is_not_published_has_no_sheet() -> None:
    whole = library(
        page("content/posts/draft.md", draft="draft: true"),
        page("content/posts/later.md", day="2026-12-24"),
        saying(page("content/posts/gone.md"), withdrawn=True),
        replace(page("content/posts/old.md"), expires=at("2026-11-02")),
    )
    assert [one.name for one in planned(whole)] == ["share/index.html"]
    assert listed(whole).rows == ()


def test_without_the_switch_nothing_is_planned() -> None:
    whole = library(page("content/posts/rivers.md"), outputs=Outputs(share=False))
    assert planned(whole) == []


# ---- Where to


def test_the_networks_of_the_library_come_first_in_its_order() -> None:
    own = (Account("mastodon", "@maple@example.social", 1000), Account("facebook"))
    targets = targets_of(library(networks=own))
    assert [(one.name, one.own, one.account, one.limit) for one in targets] == [
        ("mastodon", True, "@maple@example.social", 1000),
        ("facebook", True, "", 0),
        ("bluesky", False, "", 300),
    ]


def test_nobody_is_sent_to_a_closed_network() -> None:
    whole = library(page("content/posts/rivers.md"), networks=(Account("orkut"), Account("flickr")))
    assert [one.name for one in targets_of(whole)] == ["facebook", "bluesky", "mastodon"]
    assert listed(whole).networks == ()


def test_a_sheet_holds_the_words_of_its_page_alone() -> None:
    share = (("", "For all."), ("bluesky", "For you."))
    (sheet,) = sheets(library(saying(page("content/posts/rivers.md"), share=share)))
    assert sheet.words == share


# ---- What is told


def test_a_sheet_holds_the_address_in_full_and_the_tags_of_page_and_library() -> None:
    post = saying(page("content/posts/rivers.md"), tags=("global read aloud", "Water"))
    (sheet,) = sheets(library(post, hashtags=("GlobalReadAloud", "MapleReads")))
    assert sheet.link == "https://library.example.org/posts/rivers/"
    assert sheet.page == "site:/posts/rivers/"
    assert sheet.hashtags == ("#GlobalReadAloud", "#Water", "#MapleReads")


def test_a_list_names_four_books_and_counts_all() -> None:
    books = tuple(Book(f"Book {number}") for number in range(1, 7))
    (sheet,) = sheets(library(page("content/titles/may.md", "titles", books=books)))
    assert [book.title for book in sheet.books] == ["Book 1", "Book 2", "Book 3", "Book 4"]
    assert sheet.count == 6


def test_a_club_tells_what_it_reads_now_and_when_it_meets() -> None:
    club = page(CLUB, "club", None, meetings=(meeting("2026-12-10"),))
    now = page(
        "content/clubs/owls/holes.md",
        "reading",
        club=CLUB,
        books=(Book("Holes"),),
        starts=at("2026-11-01"),
        ends=at("2026-12-01"),
        meetings=(meeting("2026-11-24", cancelled=True), meeting("2026-11-30")),
    )
    later = page(
        "content/clubs/owls/wonder.md",
        "reading",
        club=CLUB,
        books=(Book("Wonder"),),
        starts=at("2026-12-01"),
        meetings=(meeting("2026-12-20"),),
    )
    by_title = {sheet.page: sheet for sheet in sheets(library(club, now, later))}
    own, current, coming = (
        by_title[f"site:/clubs/owls/{name}"] for name in ("", "holes/", "wonder/")
    )
    assert [book.title for book in own.books] == ["Holes"]
    assert own.club == ""
    assert (current.club, coming.club) == ("Index", "Index")
    days = [
        sheet.meeting.start.date().isoformat() for sheet in (own, current, coming) if sheet.meeting
    ]
    assert days == ["2026-11-30", "2026-11-30", "2026-12-20"]


def test_a_meeting_that_is_called_off_is_not_announced() -> None:
    club = page(CLUB, "club", None, meetings=(meeting("2026-12-10", cancelled=True),))
    assert sheets(library(club))[0].meeting is None


def test_without_cards_a_sheet_has_no_picture() -> None:
    whole = library(page("content/posts/rivers.md"), outputs=Outputs(cards=False))
    assert (sheets(whole)[0].card, sheets(whole)[0].square) == (None, None)


# ---- What was shared

LINES = (
    Share("posts/rivers", "mastodon", "2026-11-02", "https://example.social/@maple/1"),
    Share("posts/rivers", "facebook", "2026-11-03"),
    Share("posts/hills", "bluesky", "2026-11-04", "https://bsky.app/profile/maple/post/1"),
)


def test_a_sheet_knows_where_its_page_was_posted() -> None:
    rivers, hills = (page(f"content/posts/{name}.md") for name in ("rivers", "hills"))
    by_id = {sheet.id: sheet.shared for sheet in sheets(library(rivers, hills, shared=LINES))}
    assert [(one.title, one.url, one.date) for one in by_id["posts/rivers"]] == [
        ("Mastodon", "https://example.social/@maple/1", at("2026-11-02")),
        ("Facebook", "", at("2026-11-03")),
    ]
    assert [one.name for one in by_id["posts/hills"]] == ["bluesky"]


def test_the_list_says_what_has_not_yet_gone_where() -> None:
    own = (Account("facebook"), Account("bluesky"))
    view = listed(
        library(
            page("content/posts/hills.md", day="2026-11-01"),
            page("content/posts/rivers.md", day="2026-11-02"),
            shared=LINES,
            networks=own,
        )
    )
    assert view.networks == ("Facebook", "Bluesky")
    assert [(row.page, row.url, row.missing) for row in view.rows] == [
        ("site:/posts/rivers/", "site:/share/posts/rivers/", ("Bluesky",)),
        ("site:/posts/hills/", "site:/share/posts/hills/", ("Facebook",)),
    ]


def test_the_list_ends_somewhere() -> None:
    pages = [page(f"content/posts/p{number}.md") for number in range(ROWS + 5)]
    assert len(listed(library(*pages)).rows) == ROWS


@pytest.mark.parametrize(("pages", "more"), [(ROWS, False), (ROWS + 1, True)])
def test_the_list_says_whether_there_are_older_pages(pages: int, more: bool) -> None:  # noqa: FBT001
    view = listed(library(*(page(f"content/posts/p{number}.md") for number in range(pages))))
    assert (len(view.rows), view.more) == (ROWS, more)


def test_a_page_links_to_its_posts_of_which_the_address_is_known() -> None:
    rivers = page("content/posts/rivers.md")
    whole = library(rivers, shared=LINES)
    assert syndication(rivers, whole) == (Link("Mastodon", "https://example.social/@maple/1"),)


def test_a_network_that_the_registry_does_not_know_keeps_its_name() -> None:
    rivers = page("content/posts/rivers.md")
    whole = library(rivers, shared=(Share("posts/rivers", "gone", "2026-11-02", "https://x.y/"),))
    assert syndication(rivers, whole) == (Link("gone", "https://x.y/"),)
