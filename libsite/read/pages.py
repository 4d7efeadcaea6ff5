"""Documents to Pages: each with its address, its days, its books and its meetings."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.digest import digest
from libsite.errors import Problem, error, has_errors
from libsite.model import Club, Meeting, Page, Reading, Titles
from libsite.moments import day_after, moment, zone_name_at
from libsite.noun import Noun
from libsite.read.gone import gone_link
from libsite.read.places import club_of, kind_of, page_path, path_problems, stem_of
from libsite.records.table import read_table
from libsite.text import direction, nearest, normal, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from libsite.model import Book, Config, Document, MeetingFront
    from libsite.scan import Seen


class Around(Noun, frozen=True):
    """What a Document does not say by itself and its Page must know."""

    config: Config
    seen: Mapping[str, Seen]
    load: Callable[[str], bytes]
    broken: frozenset[str]
    """Markdown files that could not be understood."""


def read_pages(
    documents: Mapping[str, Document], ids: Mapping[str, str], around: Around
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the page of each of *documents*, with its id, and what is wrong with its place.

    A document with a fault of its place, its days or its books has no page.
    """
    pages: list[Page] = []
    problems: list[Problem] = []
    clubs: dict[str, Page] = {}
    order = sorted(documents, key=lambda source: kind_of(source, documents[source]).name != "club")
    for source in order:  # clubs first: their readings stand below them
        page, faults = _page(source, documents[source], ids[source], clubs, around)
        homeless = page.kind == "reading" and not page.club  # its club's fault is said already
        if faults:
            problems += faults
        if homeless or (faults and has_errors(faults)):
            continue
        pages.append(page)
        if page.kind == "club":
            clubs[club_of(source)] = page
    rank = {source: place for place, source in enumerate(documents)}
    pages.sort(key=lambda page: rank[page.source])
    return tuple(pages), tuple(problems)


def _page(
    source: str, document: Document, identity: str, clubs: Mapping[str, Page], around: Around
) -> tuple[Page, list[Problem]]:
    front, kind = document.front, kind_of(source, document)
    stem, day = stem_of(source)
    slug = front.slug or slugify(stem) or digest(stem)[:8]
    config = around.config
    club = clubs.get(club_of(source)) if kind.name == "reading" else None
    lang = front.lang or config.language
    problems = list(path_problems(source, document, kind, slug))
    days = Days(source, document, config.timezone, problems)
    begins = days.read("date", front.date or day)
    updated = days.read("updated", front.updated)
    ends = days.read("expires", front.expires)
    if begins and ends and ends <= begins:
        problems.append(
            error(
                "`expires` is not after `date`, so that the page would never be public",
                path=source,
                line=front.lines.get("expires", 0),
                hint="write a later day, or delete the line",
            )
        )
    page = Page(
        source=source,
        kind=kind.name,
        id=identity,
        path=page_path(source, kind, slug, config, club.path if club else ""),
        title=front.title,
        lang=lang,
        dir=direction(lang),
        date=begins,
        updated=updated,
        expires=ends,
        document=document,
    )
    match front.more:
        case Titles():
            page = replace(page, books=tuple(_books(page, front.more, around, problems)))
        case Club():
            page = replace(page, meetings=_meetings(page, front.more, front.more.meetings, days))
        case Reading():
            page = _reading(page, front.more, club, days, around)
    return page, problems


# ---- Days ---------------------------------------------------------------------------------------


class Days(Noun, frozen=True):
    """The days of one page, and where to say that one does not exist."""

    source: str
    document: Document
    timezone: str
    problems: list[Problem]

    def read(self, name: str, text: str | None, *, line: int = 0) -> datetime | None:
        """Return the moment that *text*, the field *name*, says, or None.

        The calendar may end before it: then that is a problem.
        """
        if not text:
            return None
        try:
            return moment(text, self.timezone)
        except ValueError:
            self.problems.append(
                error(
                    f'`{name}` is not a day: "{text}"',
                    path=self.source,
                    line=line or self.document.front.lines.get(name, 0),
                    hint="write it as 2026-11-21",
                )
            )
            return None


def _meetings(
    page: Page, club: Club | None, fronts: Iterable[MeetingFront], days: Days
) -> tuple[Meeting, ...]:
    """Return the meetings of *page* in their order; what they leave open, the *club* says."""
    name = (club.timezone if club else "") or days.timezone
    local = replace(days, timezone=name)
    found = []
    for front in fronts:
        start = local.read("meetings", front.start, line=front.line)
        if start is None:
            continue
        end = local.read("meetings", front.end, line=front.line)
        whole_day = len(front.start) == len("2026-12-03")
        if end is not None and (end < start if whole_day else end <= start):
            days.problems.append(
                error(
                    "this meeting ends before it begins",
                    path=page.source,
                    line=front.line,
                    hint="write the beginning first, such as `2026-12-03 18:30-19:30`",
                )
            )
        found.append(
            Meeting(
                start=start,
                end=end,
                whole_day=whole_day,
                zone=zone_name_at(start, name),
                title=front.title,
                place=front.place or (club.place if club else ""),
                call=front.call or (club.call if club else ""),
                note=front.note,
                cancelled=front.cancelled,
                line=front.line,
            )
        )
    return tuple(sorted(found, key=lambda meeting: (meeting.start.timestamp(), meeting.line)))


def _reading(page: Page, front: Reading, club: Page | None, days: Days, around: Around) -> Page:
    """Return *page* as a reading of *club*, with its days, its books and its meetings."""
    if club is None:
        index = f"{club_of(page.source)}/index.md"
        if index not in around.broken:
            days.problems.append(
                error(
                    "this reading belongs to no club",
                    path=page.source,
                    hint=f"write the club's page, `{index}`",
                )
            )
        return page
    more = club.document.front.more
    meetings = _meetings(page, more if isinstance(more, Club) else None, front.meetings, days)
    starts = days.read("starts", front.starts) or page.date
    last = days.read("ends", front.ends)
    ends = day_after(last, days.timezone) if last else None
    if starts and ends and ends <= starts:
        days.problems.append(_ends_early(page, front))
    return replace(
        page,
        books=tuple(replace(book, path=page.source) for book in front.books),
        meetings=meetings,
        starts=starts,
        ends=ends,
        club=club.source,
    )


def _ends_early(page: Page, front: Reading) -> Problem:
    dated = "`date`" if page.document.front.date else "the day in the file's name"
    return error(
        f"`ends` is before {'`starts`' if front.starts else dated}",
        path=page.source,
        line=page.document.front.lines.get("ends", 0),
        hint="write a later day, or delete the line",
    )


# ---- The books of a list ------------------------------------------------------------------------


def _books(page: Page, front: Titles, around: Around, problems: list[Problem]) -> Iterable[Book]:
    """Return the books of the list *page*: those that it names, or those of its file."""
    if not front.file:
        return (replace(book, path=page.source) for book in front.books)
    path = _beside(page.source, front.file)
    if path not in around.seen and page.document.front.withdrawn:
        return ()  # it shows none
    if path not in around.seen:
        problems.append(_no_file(page, front.file, around.seen))
        return ()
    table = read_table(around.load(path), path)
    # A row is mended in the file; a file that is none keeps the list from being published.
    line = page.document.front.lines.get("books", 0)
    problems += [
        replace(fault, path=page.source, line=line, message=f"`{front.file}`: {fault.message}")
        if fault.severity == "error"
        else fault
        for fault in table.problems
    ]
    for book in table.books:
        for link in book.links:
            gone = gone_link(link.url, line=book.line, column=0)
            problems += [replace(problem, path=path) for problem in gone]
    return table.books


def _beside(source: str, name: str) -> str:
    """Return the file that *name* means in the page *source*: beside it, or below `content/`."""
    name = normal(name)
    if name.startswith(("@/", "/")):
        return posixpath.normpath(f"content/{name.lstrip('@/')}")
    return posixpath.normpath(f"{source.rpartition('/')[0]}/{name}")


def _no_file(page: Page, name: str, seen: Iterable[str]) -> Problem:
    folder = page.source.rpartition("/")[0]
    there = [posixpath.relpath(path, folder) for path in seen if path.startswith("content/")]
    near = nearest(name, [one for one in there if one.lower().endswith((".csv", ".tsv", ".txt"))])
    return error(
        f"there is no file `{name}` with the books of this list",
        path=page.source,
        line=page.document.front.lines.get("books", 0),
        hint=f"did you mean `{near}`?" if near else "put the file beside this one",
    )
