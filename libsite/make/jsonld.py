"""What a search engine wants to know of a page, as JSON-LD in the words of schema.org."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from libsite.make.words import section_title
from libsite.text import MARKER
from libsite.views import (
    BooksView,
    BookView,
    ClubsView,
    ClubView,
    ListView,
    PageView,
    ReadingView,
    TitlesView,
    WordsView,
)

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable, Iterable, Iterator

    from libsite.views import BookCard, Crumb, MeetingView, SiteView

Thing = dict[str, Any]
"""A node of JSON-LD: its properties in a fixed order, none of them empty."""
_CONTEXT = "https://schema.org"
_ESCAPED = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
"""What would end a script, or a line of one (RFC 8259, section 7, allows both spellings)."""


def json_ld(page: object, site: SiteView, words: gettext.NullTranslations) -> str:
    """Return what is to be known of *page*, for a script; empty where there is nothing to say.

    It can stand in HTML as it is. Addresses are in full. *words* name the sections.
    """
    describe = _DESCRIPTIONS.get(type(page))
    graph = [_whole(thing, site) for thing in describe(page, site)] if describe else []
    if trail := getattr(page, "trail", ()):
        graph.append(_breadcrumbs(trail, page, site, words))
    if not graph:
        return ""
    one = {"@context": _CONTEXT, **graph[0]}
    made = one if len(graph) == 1 else {"@context": _CONTEXT, "@graph": graph}
    text = orjson.dumps(made).decode()
    for sign, escaped in _ESCAPED:
        text = text.replace(sign, escaped)
    return text


def _whole(thing: Thing, site: SiteView) -> Thing:
    """Return *thing* without what is empty, and with addresses in full."""
    kept = {name: _value(value, site) for name, value in thing.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}


def _value(value: object, site: SiteView) -> object:
    match value:
        case dict():
            return _whole(value, site)
        case list() | tuple():
            return [_value(one, site) for one in value]
        case str():
            return _full(value, site)
    return value


def _full(text: str, site: SiteView) -> str:
    """Return the address that *text* is, in full; what is no address of the site stays."""
    return site.url + text.removeprefix(f"{MARKER}/") if text.startswith(f"{MARKER}/") else text


# ---- Who ----------------------------------------------------------------------------------------


def _library(site: SiteView) -> Thing:
    """Return the library, as other things refer to it."""
    return {
        "@type": "Library",
        "@id": f"{site.url}#library",
        "name": site.title,
        "url": site.url,
    }


def _people(names: Iterable[str]) -> list[Thing]:
    return [{"@type": "Person", "name": name} for name in names]


def _authors(page: PageView, site: SiteView) -> list[Thing]:
    """Return who wrote *page*; where nobody is named, the library."""
    if page.authors:
        return _people(page.authors)
    if site.author and site.author != site.title:
        return _people((site.author,))
    return [_library(site)]


# ---- Texts --------------------------------------------------------------------------------------


def _of_page(page: PageView, site: SiteView) -> Iterator[Thing]:
    """Yield a post, or a page that is none."""
    posting = page.kind == "post"
    changed = page.updated or page.date
    yield {
        "@type": "BlogPosting" if posting else "WebPage",
        "headline" if posting else "name": page.title,
        "url": page.canonical,
        "mainEntityOfPage": page.canonical if posting else None,
        "description": page.summary,
        "image": page.image.src if page.image else None,
        "datePublished": page.date.isoformat() if page.date else None,
        "dateModified": changed.isoformat() if changed else None,
        "author": _authors(page, site) if posting else None,
        "publisher": _library(site),
        "inLanguage": page.lang,
        "keywords": [word.name for word in page.tags],
    }


def _of_titles(page: TitlesView, _site: SiteView) -> Iterator[Thing]:
    """Yield a new-title list; a book that stands in several groups is counted once."""
    books = {book.url: book for group in page.groups for book in group.books}
    yield {
        "@type": "ItemList",
        "name": page.title,
        "url": page.canonical,
        "description": page.summary,
        "numberOfItems": len(books),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": _book(book)}
            for place, book in enumerate(books.values(), start=1)
        ],
    }


# ---- Books --------------------------------------------------------------------------------------

_FORMATS = {
    **dict.fromkeys("hardcover hardback hardbound gebunden tapadura relié".split(), "Hardcover"),
    **dict.fromkeys(
        "paperback softcover softback massmarketpaperback tradepaperback pocketbook taschenbuch"
        " broschiert tapablanda broché".split(),
        "Paperback",
    ),
    **dict.fromkeys("ebook kindle kindleedition epub nook libroelectrónico".split(), "EBook"),
    **dict.fromkeys(
        "audiobook audio audiocd audible audibleaudio audioplayer hörbuch audiolibro".split(),
        "AudiobookFormat",
    ),
    **dict.fromkeys(
        "graphicnovel graphicnovels comic comics comicbook manga novelagráfica".split(),
        "GraphicNovel",
    ),
}
"""Schema.org's word (schema.org/BookFormatType) for a format as people write it."""


def book_format(written: str) -> str:
    """Return schema.org's address for a format as it was *written*; empty for an unknown one."""
    found = _FORMATS.get(re.sub(r"[\W\d_]+", "", written.lower()))
    return f"{_CONTEXT}/{found}" if found else ""


def _book(book: BookCard) -> Thing:
    return {
        "@type": "Book",
        "name": book.title,
        "url": book.url,
        "author": _people(book.authors),
        "isbn": book.isbn,
        "datePublished": f"{book.year:04}" if book.year and book.year > 0 else None,
        "bookFormat": book_format(book.format),
    }


def _of_book(page: BookView, _site: SiteView) -> Iterator[Thing]:
    yield {
        **_book(page.book),
        "url": page.canonical,
        "isbn": page.isbns[0] if len(page.isbns) == 1 else list(page.isbns),
        "image": page.book.cover.src,
        "description": page.book.blurb,
        "about": list(page.book.subjects),
    }


# ---- Clubs --------------------------------------------------------------------------------------


def _club(title: str, url: str) -> Thing:
    return {"@type": "Organization", "name": title, "url": url}


def _of_club(page: ClubView, site: SiteView) -> Iterator[Thing]:
    yield {
        **_club(page.title, page.canonical),
        "description": page.summary,
        "image": page.image.src if page.image else None,
        "email": page.contact_url.removeprefix("mailto:")
        if page.contact_url.startswith("mailto:")
        else None,
        "sameAs": [member.url for member in page.members],
        "parentOrganization": _library(site),
    }
    yield from _events(page.meetings)


def _of_reading(page: ReadingView, _site: SiteView) -> Iterator[Thing]:
    yield from _events(page.meetings)
    yield from map(_book, page.books)


def _events(meetings: Iterable[MeetingView]) -> Iterator[Thing]:
    """Yield those of *meetings* of which is known where they are: to others, nobody could go."""
    return map(_event, (meeting for meeting in meetings if meeting.place or meeting.call))


def _event(meeting: MeetingView) -> Thing:
    place, call = meeting.place, meeting.call
    mode = "Mixed" if place and call else "Offline" if place else "Online"
    status = "EventCancelled" if meeting.cancelled else "EventScheduled"
    about = meeting.title or (meeting.reading.title if meeting.reading else "")
    locations: list[Thing] = []
    if place:
        locations.append({"@type": "Place", "name": place, "address": place})
    if call:
        locations.append({"@type": "VirtualLocation", "url": call})
    return {
        "@type": "Event",
        "name": f"{meeting.club.title}: {about}" if about else meeting.club.title,
        "startDate": _moment(meeting, end=False),
        "endDate": _moment(meeting, end=True),
        "eventStatus": f"{_CONTEXT}/{status}",
        "eventAttendanceMode": f"{_CONTEXT}/{mode}EventAttendanceMode",
        "location": locations[0] if len(locations) == 1 else locations,
        "description": meeting.note,
        "organizer": _club(meeting.club.title, meeting.club.url),
        "url": meeting.reading.url if meeting.reading else meeting.club.url,
    }


def _moment(meeting: MeetingView, *, end: bool) -> str | None:
    """Return when *meeting* begins or ends, ISO 8601: a day, or a time with its offset."""
    moment = meeting.end if end else meeting.start
    if moment is None:
        return None
    return moment.date().isoformat() if meeting.whole_day else moment.isoformat()


# ---- The site -----------------------------------------------------------------------------------


def _of_list(page: ListView, site: SiteView) -> Iterator[Thing]:
    if page.list == "home":
        yield {**_library(site), "description": site.description}
        yield {
            "@type": "WebSite",
            "name": site.title,
            "url": site.url,
            "description": site.description,
            "inLanguage": site.language,
            "publisher": {"@id": f"{site.url}#library"},
        }


def _breadcrumbs(
    trail: tuple[Crumb, ...], page: object, site: SiteView, words: gettext.NullTranslations
) -> Thing:
    """Return the way from the home page to *page*, which is its last step."""
    steps = [
        (crumb.title or (section_title(crumb.section, words) if crumb.section else ""), crumb.url)
        for crumb in trail
    ]
    steps.append((_name(page, words), getattr(page, "canonical", "")))
    return _whole(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": url}
                for place, (name, url) in enumerate(steps, start=1)
            ],
        },
        site,
    )


def _name(page: object, words: gettext.NullTranslations) -> str:
    """Return what *page* is called; what has no title of its own is called as its section is."""
    match page:
        case WordsView():
            return section_title(page.list, words)
        case BooksView():
            return section_title("books", words)
        case ClubsView():
            return section_title(page.kind, words)
        case ListView():
            return page.title or section_title(page.kind, words)
    return str(getattr(page, "title", ""))


_DESCRIPTIONS: dict[type, Callable[[Any, SiteView], Iterable[Thing]]] = {
    PageView: _of_page,
    TitlesView: _of_titles,
    ClubView: _of_club,
    ReadingView: _of_reading,
    BookView: _of_book,
    ListView: _of_list,
}
"""What there is to say of a view; of every other, only the way to it."""
