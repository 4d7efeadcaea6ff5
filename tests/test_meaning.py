"""What machines read out of the pages: JSON-LD by extruct, microformats by mf2py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import extruct
import mf2py
import pytest

from tests.demo import PAGES, URL, make_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THEMES = ("reading-room", "plain")


@pytest.fixture(scope="module", params=THEMES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp(request.param), theme=request.param)


def html(demo: Path, path: str) -> str:
    name = path if path.endswith(".html") else f"{path}index.html"
    return (demo / "output" / name).read_text(encoding="utf-8")


def things(demo: Path, path: str) -> list[dict[str, Any]]:
    """Return the things that the JSON-LD of a page describes."""
    found = extruct.extract(html(demo, path), base_url=URL + path, syntaxes=["json-ld"])["json-ld"]
    return [thing for one in found for thing in one.get("@graph", [one])]


def of_type(demo: Path, path: str, kind: str) -> list[dict[str, Any]]:
    return [thing for thing in things(demo, path) if thing["@type"] == kind]


def addresses(value: object) -> Iterator[str]:
    """Yield every address in a thing."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("url", "@id", "item", "image", "mainEntityOfPage") and isinstance(
                inner, str
            ):
                yield inner
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


# ---- JSON-LD ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "Library"),
        ("", "WebSite"),
        ("posts/read-aloud/", "BlogPosting"),
        ("titles/new-for-november/", "ItemList"),
        ("books/the-wild-robot-peter-brown/", "Book"),
        ("clubs/night-owls/", "Organization"),
        ("clubs/night-owls/", "Event"),
        ("clubs/night-owls/a-wrinkle-in-time/", "Event"),
        ("about/", "WebPage"),
        ("tags/book-lists/", "BreadcrumbList"),
    ],
)
def test_each_page_says_what_it_is(demo: Path, path: str, kind: str) -> None:
    assert of_type(demo, path, kind)


def test_a_book_says_what_a_catalogue_asks(demo: Path) -> None:
    (book,) = of_type(demo, "books/the-wild-robot-peter-brown/", "Book")
    assert book["name"] == "The Wild Robot"
    assert book["isbn"] == "9780316381994"
    assert [author["name"] for author in book["author"]] == ["Peter Brown"]


def test_a_list_counts_its_books(demo: Path) -> None:
    (listed,) = of_type(demo, "titles/new-for-november/", "ItemList")
    assert [item["position"] for item in listed["itemListElement"]] == list(
        range(1, listed["numberOfItems"] + 1)
    )


def test_the_events_have_what_search_engines_require(demo: Path) -> None:
    for event in of_type(demo, "clubs/night-owls/", "Event"):
        assert event["name"]
        assert event["startDate"].endswith(("-05:00", "-04:00"))
        assert event["location"]
        assert event["eventStatus"].startswith("https://schema.org/Event")
    states = {event["eventStatus"] for event in of_type(demo, "clubs/night-owls/", "Event")}
    assert states == {"https://schema.org/EventScheduled", "https://schema.org/EventCancelled"}


def test_every_address_is_complete_and_stands_in_the_output(demo: Path) -> None:
    for path in PAGES:
        for address in addresses(things(demo, path)):
            assert address.startswith("https://"), (path, address)
            if address.startswith(URL):
                name = address.removeprefix(URL).partition("#")[0]
                name = f"{name}index.html" if not name or name.endswith("/") else name
                assert (demo / "output" / name).exists(), (path, address)


def test_the_trail_leads_to_the_page(demo: Path) -> None:
    (trail,) = of_type(demo, "clubs/night-owls/a-wrinkle-in-time/", "BreadcrumbList")
    assert [step["item"] for step in trail["itemListElement"]] == [
        URL,
        f"{URL}clubs/",
        f"{URL}clubs/night-owls/",
        f"{URL}clubs/night-owls/a-wrinkle-in-time/",
    ]


# ---- Microformats -------------------------------------------------------------------------------


def items(demo: Path, path: str, kind: str) -> list[dict[str, Any]]:
    """Return the items of *kind* on a page, wherever they lie."""
    parsed = mf2py.parse(doc=html(demo, path), url=URL + path, html_parser="lxml")
    return [item for item in _all(parsed["items"]) if kind in item["type"]]


def _all(found: list[Any]) -> Iterator[dict[str, Any]]:
    for item in found:
        if isinstance(item, dict) and "type" in item:
            yield item
            yield from _all(item.get("children", []))
            for values in item["properties"].values():
                yield from _all(values)


def test_a_post_is_an_entry(demo: Path) -> None:
    (entry,) = items(demo, "posts/read-aloud/", "h-entry")
    said = entry["properties"]
    assert said["name"]
    assert said["url"] == [f"{URL}posts/read-aloud/"]
    assert said["published"][0].startswith("2026-05-08")
    assert said["content"][0]["html"]
    assert said["category"]
    assert said["author"][0]["type"] == ["h-card"]


@pytest.mark.parametrize("path", ["", "posts/", "tags/book-lists/", "for/children/"])
def test_a_list_is_a_feed_of_entries(demo: Path, path: str) -> None:
    (feed,) = items(demo, path, "h-feed")
    entries = [item for item in _all([feed]) if "h-entry" in item["type"]]
    assert entries
    for entry in entries:
        assert entry["properties"]["name"]
        (address,) = set(entry["properties"]["url"])
        assert (demo / "output" / address.removeprefix(URL) / "index.html").exists()


def test_a_list_of_titles_cites_its_books(demo: Path) -> None:
    books = items(demo, "titles/new-for-november/", "h-cite")
    assert {"The Wild Robot", "Last Stop on Market Street"} <= {
        book["properties"]["name"][0] for book in books
    }


def test_the_meetings_of_a_club_are_events(demo: Path) -> None:
    events = items(demo, "clubs/night-owls/", "h-event")
    assert events
    for event in events:
        assert event["properties"]["name"]
        assert event["properties"]["start"][0].startswith("202")


def test_every_page_has_the_card_of_the_library(demo: Path) -> None:
    for path in PAGES:
        cards = items(demo, path, "h-card")
        urls = {urljoin(URL, url) for card in cards for url in card["properties"].get("url", [])}
        assert URL in urls, path
