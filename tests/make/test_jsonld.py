"""What a search engine learns of each page, parsed as one would, and held against its rules."""

from __future__ import annotations

import gettext
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import extruct
import pytest
from msgspec.structs import asdict, replace

from libsite.artifact import Body
from libsite.make.jsonld import book_format, json_ld
from libsite.make.theme import make_setting, template
from libsite.model import Layer, Theme
from libsite.views import (
    BookCard,
    BookGroup,
    BooksView,
    BookView,
    ClubsView,
    ClubView,
    Crumb,
    Link,
    ListView,
    MeetingView,
    NoticeView,
    PageView,
    Picture,
    ReadingView,
    RedirectView,
    SiteView,
    TitlesView,
    Word,
    WordsView,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://library.example.org/town/"
ZONE = ZoneInfo("America/New_York")
WORDS = gettext.NullTranslations()
DAY = datetime(2026, 11, 13, 8, 0, tzinfo=ZONE)
SITE = SiteView(
    title="Town Library",
    description="News of the library",
    url=URL,
    language="en",
    dir="ltr",
    author="Town Library",
    home="site:/",
    tags="site:/tags/",
    audiences="",
    books="site:/books/",
    clubs="site:/clubs/",
    feed="site:/feed.xml",
    atom="",
    json="",
    subscribe="site:/subscribe/",
    embed="",
    card=None,
    year="2026",
)
HOME = Crumb("Town Library", "site:/")
PAGE = PageView(
    kind="post",
    title='Robots & "us"',
    url="site:/posts/robots/",
    canonical=f"{URL}posts/robots/",
    lang="en",
    dir="ltr",
    date=DAY,
    updated=None,
    authors=("Ana Ruiz", "Bo"),
    summary="A story.",
    image=Picture("site:/posts/robots/r-960.webp", "A robot", width=1600, height=900),
    tags=(Word("robots", "site:/tags/robots/", 0),),
    audience=(),
    headings=(),
    newer=None,
    older=None,
    body=Body("d"),
    trail=(HOME, Crumb("", "site:/posts/", "post")),
    card=None,
    oembed="",
    syndication=(),
)
WILD = BookCard(
    title="The Wild Robot",
    authors=("Peter Brown",),
    url="site:/books/the-wild-robot-peter-brown/",
    cover=Picture("site:/books/the-wild-robot-peter-brown/cover.svg", ""),
    drawn=True,
    isbn="9780316381994",
    year=2016,
    format="Hardback",
    subjects=("robots", "islands"),
    blurb="A robot wakes up.",
)
OLD = BookCard("Republic", (), "site:/books/republic/", Picture("site:/c.svg", ""), True, year=-379)  # noqa: FBT003
CLUB = Link("Night Owls", "site:/clubs/night-owls/")
READING = Link("We read The Wild Robot", "site:/clubs/night-owls/wild-robot/")
MEETING = MeetingView(
    title="",
    start=datetime(2026, 12, 3, 18, 30, tzinfo=ZONE),
    end=datetime(2026, 12, 3, 19, 30, tzinfo=ZONE),
    whole_day=False,
    zone="EST",
    place="Reading corner",
    call="",
    note="",
    cancelled=False,
    club=CLUB,
    reading=READING,
)
BASE = asdict(PAGE)
TITLES = TitlesView(
    **{**BASE, "kind": "titles", "title": "New for November"},
    layout="grid",
    group="subject",
    groups=(BookGroup("robots", (WILD, OLD)), BookGroup("islands", (WILD,))),
    count=2,
)
CLUB_PAGE = ClubView(
    **{**BASE, "kind": "club", "title": "Night Owls", "canonical": f"{URL}clubs/night-owls/"},
    place="Reading corner",
    call="",
    contact="owls@example.org",
    contact_url="mailto:owls@example.org",
    join="",
    members=(Link("Mastodon", "https://social.example.org/@owls"),),
    current=(),
    next=(),
    past=(),
    meetings=(MEETING, replace(MEETING, place="", reading=None)),
    met=(),
    feed="site:/clubs/night-owls/feed.xml",
)
READING_PAGE = ReadingView(
    **{**BASE, "kind": "reading", "trail": (HOME, Crumb("Night Owls", CLUB.url))},
    club=CLUB,
    state="current",
    starts=None,
    ends=None,
    books=(WILD,),
    plan=(),
    questions=(),
    meetings=(MEETING,),
    met=(),
)
BOOK_PAGE = BookView(
    title="The Wild Robot",
    url=WILD.url,
    canonical=f"{URL}books/the-wild-robot-peter-brown/",
    lang="en",
    dir="ltr",
    book=WILD,
    isbns=("9780316381994",),
    links=(),
    catalogs=(),
    shown=(),
    trail=(HOME, Crumb("", "site:/books/", "books")),
    card=None,
    oembed="",
)
LIST: dict[str, Any] = {
    "url": "site:/x/",
    "canonical": f"{URL}x/",
    "lang": "en",
    "dir": "ltr",
    "trail": (HOME,),
}
HOME_PAGE = ListView(
    **{**LIST, "canonical": URL, "trail": ()},
    list="home",
    kind="",
    title="",
    cards=(),
    more=False,
    years=(),
    feed="site:/feed.xml",
)
YEAR = replace(HOME_PAGE, list="year", kind="post", title="2026", trail=PAGE.trail)
TAGS = WordsView(**LIST, list="tags", words=())
BOOKS = BooksView(**LIST, groups=(), count=0)
CLUBS = ClubsView(**LIST, kind="club", clubs=(), meetings=(MEETING,), feed="site:/clubs/feed.xml")
EVERY = (
    PAGE,
    replace(PAGE, kind="page"),
    TITLES,
    CLUB_PAGE,
    READING_PAGE,
    BOOK_PAGE,
    HOME_PAGE,
    YEAR,
    TAGS,
    BOOKS,
    CLUBS,
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    "BlogPosting": ("headline", "author", "datePublished", "image", "publisher"),
    "Event": ("name", "startDate", "location", "organizer", "eventStatus"),
    "Place": ("name", "address"),
    "VirtualLocation": ("url",),
    "Book": ("name", "url"),
    "ItemList": ("itemListElement", "numberOfItems"),
    "BreadcrumbList": ("itemListElement",),
    "Organization": ("name", "url"),
    "Library": ("name", "url"),
    "WebSite": ("name", "url"),
    "WebPage": ("name", "url"),
    "Person": ("name",),
}
"""What developers.google.com/search/docs/appearance/structured-data asks of each type."""


def graph(page: object, site: SiteView = SITE) -> list[dict[str, Any]]:
    """Return the things of *page*, taken out of a whole document as a search engine does."""
    script = f'<script type="application/ld+json">{json_ld(page, site, WORDS)}</script>'
    html = f"<!doctype html><html><head><title>T</title>{script}</head><body></body></html>"
    (found,) = extruct.extract(html, base_url=URL, syntaxes=["json-ld"])["json-ld"]
    assert found.pop("@context") == "https://schema.org"
    return found.get("@graph", [found])  # type: ignore[no-any-return] # JSON


def thing(page: object, kind: str) -> dict[str, Any]:
    (found,) = [one for one in graph(page) if one["@type"] == kind]
    return found


def nodes(value: object) -> list[dict[str, Any]]:
    """Return every thing in *value*, however deep."""
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if isinstance(value, dict):
        return [value, *(node for one in value.values() for node in nodes(one))]
    return []


# ---- Every page


@pytest.mark.parametrize("page", EVERY, ids=lambda page: type(page).__name__)
def test_every_thing_has_what_its_type_needs(page: object) -> None:
    for node in nodes(graph(page)):
        if node.keys() == {"@id"}:
            continue
        kind = node.get("@type", "")
        assert set(NEEDED.get(kind, ())) <= node.keys(), node
        assert all(value not in (None, "", [], {}) for value in node.values())
        if kind == "ListItem":
            assert {"position"} < node.keys()


@pytest.mark.parametrize("page", EVERY, ids=lambda page: type(page).__name__)
def test_every_address_is_in_full(page: object) -> None:
    text = json_ld(page, SITE, WORDS)
    assert "site:" not in text
    for node in nodes(graph(page)):
        for name in ("url", "item", "image", "mainEntityOfPage", "@id", "sameAs"):
            value = node.get(name, [])
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str):
                    assert one.startswith("https://"), (name, one)


@pytest.mark.parametrize(
    "page",
    [
        NoticeView("404", "site:/404.html", "en", "ltr"),
        RedirectView("site:/x/", f"{URL}x/", "en", "ltr"),
        replace(YEAR, trail=()),
        None,
    ],
)
def test_there_is_nothing_to_say_of_some(page: object) -> None:
    assert json_ld(page, SITE, WORDS) == ""


def test_nothing_in_it_ends_the_script() -> None:
    title = "</script><script>alert(1)</script> & <!-- \u2028\u2029"
    text = json_ld(replace(PAGE, title=title, summary="", authors=()), SITE, WORDS)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert thing(replace(PAGE, title=title), "BlogPosting")["headline"] == title
    assert json.loads(text)["@context"] == "https://schema.org"


def test_it_is_the_same_every_time() -> None:
    first = json_ld(TITLES, SITE, WORDS)
    assert json_ld(replace(TITLES), replace(SITE), WORDS) == first
    assert first.startswith('{"@context":"https://schema.org","@graph":[{"@type":"ItemList","name"')


# ---- Texts


def test_a_post_says_who_wrote_it_and_when() -> None:
    assert thing(PAGE, "BlogPosting") == {
        "@type": "BlogPosting",
        "headline": 'Robots & "us"',
        "url": f"{URL}posts/robots/",
        "mainEntityOfPage": f"{URL}posts/robots/",
        "description": "A story.",
        "image": f"{URL}posts/robots/r-960.webp",
        "datePublished": "2026-11-13T08:00:00-05:00",
        "dateModified": "2026-11-13T08:00:00-05:00",
        "author": [{"@type": "Person", "name": "Ana Ruiz"}, {"@type": "Person", "name": "Bo"}],
        "publisher": {
            "@type": "Library",
            "@id": f"{URL}#library",
            "name": "Town Library",
            "url": URL,
        },
        "inLanguage": "en",
        "keywords": ["robots"],
    }


def test_a_post_without_an_author_is_the_librarys() -> None:
    nobody = replace(PAGE, authors=(), updated=datetime(2026, 12, 1, tzinfo=UTC))
    found = thing(nobody, "BlogPosting")
    assert [author["@type"] for author in found["author"]] == ["Library"]
    assert found["dateModified"] == "2026-12-01T00:00:00+00:00"
    text = json_ld(nobody, replace(SITE, author="Ms. Reed"), WORDS)
    assert '"author":[{"@type":"Person","name":"Ms. Reed"}]' in text


def test_a_page_that_is_no_post_is_a_web_page() -> None:
    found = thing(replace(PAGE, kind="page", title="Hours", date=None), "WebPage")
    assert found["name"] == "Hours"
    assert not {"headline", "author", "datePublished", "dateModified"} & found.keys()


def test_the_way_to_a_page_is_a_list_of_steps() -> None:
    found = thing(PAGE, "BreadcrumbList")
    assert [(i["position"], i["name"], i["item"]) for i in found["itemListElement"]] == [
        (1, "Town Library", URL),
        (2, "Posts", f"{URL}posts/"),
        (3, 'Robots & "us"', f"{URL}posts/robots/"),
    ]


@pytest.mark.parametrize(
    ("page", "name"), [(TAGS, "Topics"), (BOOKS, "Books"), (CLUBS, "Book clubs"), (YEAR, "2026")]
)
def test_a_list_without_a_title_is_called_by_its_section(page: object, name: str) -> None:
    assert thing(page, "BreadcrumbList")["itemListElement"][-1]["name"] == name


# ---- Books


def test_a_list_counts_each_book_once() -> None:
    found = thing(TITLES, "ItemList")
    assert found["numberOfItems"] == 2
    assert [(one["position"], one["item"]["name"]) for one in found["itemListElement"]] == [
        (1, "The Wild Robot"),
        (2, "Republic"),
    ]
    assert found["itemListElement"][0]["item"] == {
        "@type": "Book",
        "name": "The Wild Robot",
        "url": f"{URL}books/the-wild-robot-peter-brown/",
        "author": [{"@type": "Person", "name": "Peter Brown"}],
        "isbn": "9780316381994",
        "datePublished": "2016",
        "bookFormat": "https://schema.org/Hardcover",
    }
    assert "datePublished" not in found["itemListElement"][1]["item"]  # 380 BCE


def test_a_book_says_what_it_is_about() -> None:
    found = thing(BOOK_PAGE, "Book")
    assert found["about"] == ["robots", "islands"]
    assert found["description"] == "A robot wakes up."
    assert found["image"] == f"{URL}books/the-wild-robot-peter-brown/cover.svg"
    assert found["isbn"] == "9780316381994"
    several = replace(BOOK_PAGE, isbns=("9780316381994", "9780316382007"))
    assert thing(several, "Book")["isbn"] == ["9780316381994", "9780316382007"]
    assert "isbn" not in thing(replace(BOOK_PAGE, isbns=()), "Book")


@pytest.mark.parametrize(
    ("written", "format_"),
    [
        ("Hardback", "Hardcover"),
        ("Mass Market Paperback", "Paperback"),
        ("E-book", "EBook"),
        ("Kindle Edition", "EBook"),
        ("Audio CD", "AudiobookFormat"),
        ("graphic novel", "GraphicNovel"),
        ("Taschenbuch", "Paperback"),
        ("Board book", ""),
        ("", ""),
    ],
)
def test_a_format_is_named_where_schema_org_has_a_name(written: str, format_: str) -> None:
    assert book_format(written) == (f"https://schema.org/{format_}" if format_ else "")


# ---- Clubs


def test_a_club_is_an_organization_with_its_meetings() -> None:
    found = thing(CLUB_PAGE, "Organization")
    assert found["email"] == "owls@example.org"
    assert found["sameAs"] == ["https://social.example.org/@owls"]
    assert found["parentOrganization"]["@id"] == f"{URL}#library"
    assert thing(CLUB_PAGE, "Event") == {  # the second meeting is nowhere
        "@type": "Event",
        "name": "Night Owls: We read The Wild Robot",
        "startDate": "2026-12-03T18:30:00-05:00",
        "endDate": "2026-12-03T19:30:00-05:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "Reading corner", "address": "Reading corner"},
        "organizer": {
            "@type": "Organization",
            "name": "Night Owls",
            "url": f"{URL}clubs/night-owls/",
        },
        "url": f"{URL}clubs/night-owls/wild-robot/",
    }


@pytest.mark.parametrize(
    ("place", "call", "mode", "types"),
    [
        ("Here", "", "Offline", ["Place"]),
        ("", "https://call.example.org/x", "Online", ["VirtualLocation"]),
        ("Here", "https://call.example.org/x", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_a_meeting_is_here_or_on_line_or_both(
    place: str, call: str, mode: str, types: list[str]
) -> None:
    meeting = replace(MEETING, place=place, call=call)
    event = thing(replace(READING_PAGE, meetings=(meeting,)), "Event")
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    where = event["location"] if isinstance(event["location"], list) else [event["location"]]
    assert [one["@type"] for one in where] == types


def test_a_cancelled_meeting_and_one_of_a_whole_day() -> None:
    meeting = replace(MEETING, cancelled=True, whole_day=True, end=None, title="Party")
    event = thing(replace(READING_PAGE, meetings=(meeting,)), "Event")
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2026-12-03"
    assert "endDate" not in event
    assert event["name"] == "Night Owls: Party"


def test_a_reading_has_its_books() -> None:
    kinds = [one["@type"] for one in graph(READING_PAGE)]
    assert kinds == ["Event", "Book", "BreadcrumbList"]


def test_the_home_page_is_the_library_and_its_site() -> None:
    library, site = graph(HOME_PAGE)
    assert library == {
        "@type": "Library",
        "@id": f"{URL}#library",
        "name": "Town Library",
        "url": URL,
        "description": "News of the library",
    }
    assert site["publisher"] == {"@id": f"{URL}#library"}
    assert site["inLanguage"] == "en"


def test_a_template_writes_it_as_it_is() -> None:
    theme = Theme("tiny", (Layer("themes/tiny", {"post.html": "{{ json_ld(page, site) }}"}),))
    setting = make_setting(theme, url=URL, portable=False, language="en")
    written = template(setting, "post.html").render(page=BOOK_PAGE, site=SITE)
    assert written == json_ld(BOOK_PAGE, SITE, WORDS)
    assert template(setting, "post.html").render(page=None, site=SITE) == ""
