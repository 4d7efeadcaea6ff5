"""What lists of titles, clubs and readings say besides what every page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.errors import Problem, has_errors
from libsite.model import (
    Book,
    Club,
    Config,
    Document,
    MeetingFront,
    Questions,
    Reading,
    Reference,
    Step,
    Titles,
)
from libsite.read.frontmatter import MODELS, read_front
from libsite.read.pages import Around, read_pages
from libsite.read.parts import fold

if TYPE_CHECKING:
    from libsite.read.halves import Split


def split(kind: str, *lines: str) -> Split:
    return read_front("\n".join(("---", "title: New", *lines, "---", "")), kind=kind)


def more(kind: str, *lines: str) -> Titles | Club | Reading:
    made = split(kind, *lines)
    assert made.problems == ()
    assert made.front is not None
    assert made.front.more is not None
    return made.front.more


def only(kind: str, *lines: str) -> Problem:
    made = split(kind, *lines)
    [problem] = made.problems
    assert (made.front is None) == (problem.severity == "error")
    assert problem.hint
    return problem


def meetings(*lines: str) -> list[tuple[str, str, str]]:
    club = more("club", "meetings:", *(f"  {line}" for line in lines))
    assert isinstance(club, Club)
    return [(meeting.start, meeting.end, meeting.title) for meeting in club.meetings]


def test_a_post_and_a_page_say_no_more() -> None:
    for kind in ("post", "page"):
        front = split(kind).front
        assert front is not None
        assert front.more is None


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_every_other_name_means_a_field(kind: str) -> None:
    model = MODELS[kind]
    assert set(model.spellings.values()) <= model.model_fields.keys()
    assert not model.spellings.keys() & model.model_fields.keys()
    assert all(fold(other) == other for other in model.spellings)
    assert model.parts.keys() <= model.model_fields.keys()
    for part in model.parts.values():
        assert set(part.spellings.values()) <= part.model.model_fields.keys()
        assert not part.spellings.keys() & part.model.model_fields.keys()


# ---- Lists of titles -----------------------------------------------------------------------------


def test_a_list_has_books_a_layout_and_groups() -> None:
    assert more("titles", "books: [Momo]", "layout: table", "group: format") == Titles(
        books=(Book("Momo", line=3),), layout="table", group="format"
    )
    assert more("titles", "books: [Momo]") == Titles(books=(Book("Momo", line=3),))


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("group: audiences", "audience"),
        ("Group by: Audience", "audience"),
        ("group_by: age", "audience"),
        ("grouped: formats", "format"),
        ("groups: topics", "subject"),
        ("group: none", ""),
        ("group:", ""),
    ],
)
def test_what_books_are_grouped_by_goes_by_several_names(line: str, group: str) -> None:
    titles = more("titles", "books: [Momo]", line)
    assert isinstance(titles, Titles)
    assert titles.group == group


@pytest.mark.parametrize("line", ["books: november.csv", "file: november.csv"])
def test_a_list_may_stand_in_a_file(line: str) -> None:
    made = split("titles", line)
    assert made.front is not None
    assert made.front.more == Titles(file="november.csv")
    assert made.front.lines["books"] == 3


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ((), 1, "`books` is missing"),
        (("books:",), 3, "`books` is empty"),
        (("books: []",), 3, "`books` is empty"),
        (("Books: ''",), 3, "`Books` is empty"),
        (("file:",), 3, "`file` is empty"),
        (("books: [Momo]", "file: a.csv"), 4, "the books stand both below `books` and in a file"),
        (("books: a.xlsx",), 3, '`books` is a spreadsheet, which is not read: "a.xlsx"'),
        (("books: Momo",), 3, '`books` is neither a list of books nor a CSV or TSV file: "Momo"'),
        (("books: [Momo]", "layout: shelf"), 4, '`layout` is not a way to show books: "shelf"'),
        (("books: [Momo]", "group: x"), 4, '`group` is not something to group books by: "x"'),
        (("books: [Momo", "layout: grid"), 3, "the list in brackets that begins here is broken"),
    ],
)
def test_a_list_without_books_or_with_odd_ones_is_an_error(
    lines: tuple[str, ...], line: int, message: str
) -> None:
    problem = only("titles", *lines)
    assert (problem.severity, problem.line, problem.message) == ("error", line, message)


def test_a_near_miss_is_named() -> None:
    assert only("titles", "books: [Momo]", "layout: gird").hint == "did you mean `grid`?"
    problem = only("titles", "books: [Momo]", "layuot: grid")
    assert problem.message == (
        "`layuot` is not a field of a list of titles; did you mean `layout`?"
    )


# ---- Clubs ---------------------------------------------------------------------------------------


def test_every_field_of_a_club_is_read() -> None:
    assert more(
        "club",
        "place: The reading room",
        "call: https://meet.example/owls",
        "contact: owls@library.example",
        "how to join: Just come.",
        "time zone: Europe/Berlin",
        "networks: {Mastodon: https://m.example/@owls}",
        "meetings:",
        "  - start: 2026-12-03 18:30",
        '    end: "19:30"',
        "    title: The first half",
        "    where: The garden",
        "    call: https://meet.example/1",
        "    note: Bring a friend",
        "    canceled: yes",
    ) == Club(
        place="The reading room",
        call="https://meet.example/owls",
        contact="owls@library.example",
        join="Just come.",
        timezone="Europe/Berlin",
        members=(Reference("Mastodon", "https://m.example/@owls"),),
        meetings=(
            MeetingFront(
                start="2026-12-03T18:30:00",
                end="2026-12-03T19:30:00",
                title="The first half",
                place="The garden",
                call="https://meet.example/1",
                note="Bring a friend",
                cancelled=True,
                line=10,
            ),
        ),
    )


START, END = "2026-12-03T18:30:00", "2026-12-03T19:30:00"


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026-12-03", "2026-12-03", ""),
        ("2026-12-03 18:30", START, ""),
        ("2026-12-03T18:30", START, ""),
        ("2026-12-03 18:30-19:30", START, END),
        ("2026-12-03 18:30–19:30", START, END),
        ("2026-12-03 18:30 – 19:30", START, END),
        ("2026-12-03 18:30 to 19:30", START, END),
        ("2026-12-03 18:30 until 19:30", START, END),
        ("2026-12-03 18:30:00-19:30:00", START, END),
        ("2026-12-3 9:05-9:30", "2026-12-03T09:05:00", "2026-12-03T09:30:00"),
        ("2026-12-03 22:00 - 2026-12-04 01:00", "2026-12-03T22:00:00", "2026-12-04T01:00:00"),
        ("2026-12-03 - 2026-12-05", "2026-12-03", "2026-12-05"),
        ("2026-12-03 22:00-01:00", "2026-12-03T22:00:00", "2026-12-04T01:00:00"),
        ("2026-12-31 21:00 - 05:00", "2026-12-31T21:00:00", "2027-01-01T05:00:00"),
        ("2026-12-03T18:30:00-05:00", "2026-12-03T18:30:00-05:00", ""),
        ("2026-12-03 18:30Z", "2026-12-03T18:30:00+00:00", ""),
    ],
)
def test_a_meeting_may_be_a_line(written: str, start: str, end: str) -> None:
    assert meetings(f"- {written}") == [(start, end, "")]
    assert meetings(f"- {{start: {written}, title: Half}}") == [(start, end, "Half")]
    assert meetings(f"- {written}: Half") == [(start, end, "Half")]


def test_one_meeting_needs_no_list() -> None:
    club = more("club", "meetings: 2026-12-03 18:30-19:30")
    assert club == Club(meetings=(MeetingFront(START, END, line=3),))


@pytest.mark.parametrize(
    ("start", "end", "moment"),
    [
        ("2026-12-03T18:30:00+01:00", "19:30", "2026-12-03T19:30:00+01:00"),
        ("2026-12-03T22:00:00+01:00", "1:00", "2026-12-04T01:00:00+01:00"),
        ("2026-12-03 18:30Z", "19:30", "2026-12-03T19:30:00+00:00"),
        ("2026-12-03 22:00", "01:00", "2026-12-04T01:00:00"),
    ],
)
def test_an_end_is_on_the_clock_of_its_beginning(start: str, end: str, moment: str) -> None:
    [(_, found, _)] = meetings(f"- {{start: {start}, end: {end}}}")
    assert found == moment


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{date: 2026-12-03, time: 18:30}", (START, "", "")),
        ("{day: 2026-12-03, time: 18:30-19:30, title: Maps}", (START, END, "Maps")),
        ("{start: 2026-12-03, time: }", ("2026-12-03", "", "")),
    ],
)
def test_a_time_may_stand_on_a_line_of_its_own(written: str, found: tuple[str, str, str]) -> None:
    assert meetings(f"- {written}") == [found]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2026-12-03, 18:30", "write it as 2026-12-03 18:30"),
        ("2026-12-03, 18:30-19:30", "write it as 2026-12-03 18:30-19:30"),
        ("2026-12-03 18:30 Uhr", "write it as 2026-12-03 18:30"),
        ("2026-12-03T18:30 Uhr", "write it as 2026-12-03 18:30"),
        ("2026-12-03 18:30 EST", "write it as 2026-12-03 18:30"),
        ("2026-12-03 18:30 - 19:30 Uhr", "write it as 2026-12-03 18:30-19:30"),
        ("2026-12-03 2:00-2:30 pm", "write it as 2026-12-03 14:00-14:30"),
        ("2026-12-03 11:00 - 1:30 p.m.", "write it as 2026-12-03 11:00-13:30"),
        (
            "2026-12-03 18:30–19:30 in Raum 2",
            "write it as 2026-12-03 18:30-19:30, and write the place under `place:`",
        ),
        (
            "2026-12-03 18:30 Uhr, The Loft",
            "write it as 2026-12-03 18:30, and write the place under `place:`",
        ),
        ("3 Dec 2026 18:30", "write it as 2026-12-03 18:30"),
        ("11/12/2026 18:30", "write it as 2026-12-11 18:30 or 2026-11-12 18:30"),
        ("12/21/2026 6:30 pm", "write it as 2026-12-21 18:30"),
        ("2026-12-03 22:00 - 2026-12-04 01:00 Uhr", "write it as 2026-12-04 01:00"),
        ("{start: 2026-12-03 18:30, end: 19:30 Uhr}", "write it as 19:30"),
        ("{start: 2026-12-03 18:30, end: 7:30 pm}", "write it as 19:30"),
        ("{start: 2026-12-03 18:30, end: 3.12.2026}", "write it as 2026-12-03"),
        ("2026-12-08 5pm-6:15pm", "write it as 2026-12-08 17:00-18:15"),
        ("2026-12-08 5-6:15pm", "write it as 2026-12-08 17:00-18:15"),
        ("2026-12-08 from 11 to 1:30pm", "write it as 2026-12-08 11:00-13:30"),
        ("2026-12-08 from 17:00 to 18:15", "write it as 2026-12-08 17:00-18:15"),
        (
            "2026-12-12 noon",
            "write it as 2026-12-12 12:00, with its end as 2026-12-12 12:00-13:00",
        ),
        ("2026-12-08 after school", "write the time behind the day, such as 2026-12-08 18:30"),
        (
            "2026-12-13 18:30-19:30 CANCELLED",
            (
                "write it as `start: 2026-12-13 18:30-19:30`, and `cancelled: true` on a line of"
                " its own below"
            ),
        ),
        (
            "2026-12-16 18:30: Maps: a talk",
            'write it as 2026-12-16 18:30: "Maps: a talk", with the title in quotation marks',
        ),
        ("2026-12-03 25:00", "write it as 2026-11-21 19:30"),
        ("2026-02-30 18:30", "February 2026 has 28 days"),
        ("2026-02-30T18:30 Uhr", "February 2026 has 28 days"),
    ],
)
def test_a_hint_never_loses_the_time(written: str, hint: str) -> None:
    assert only("club", "meetings:", f"  - {written}").hint == hint


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        (
            "2026-12-03 18:30-05:00",
            (
                "`start` of entry 1 of `meetings` may end the next day or be on another clock:"
                ' "2026-12-03 18:30-05:00"'
            ),
            "write it as 2026-12-03 18:30 - 2026-12-04 05:00, or as 2026-12-03T18:30-05:00",
        ),
        (
            "2026-12-03 19:30-18:30",
            "this meeting ends before it begins",
            "write the beginning first, or the day with the end: `2026-12-04 18:30`",
        ),
        (
            "2026-12-03 6:30 pm",
            '`start` of entry 1 of `meetings` is not a time: "2026-12-03 6:30 pm"',
            "write it as 2026-12-03 18:30, with its end as 2026-12-03 18:30-19:30",
        ),
        (
            "2026-12-03 at 12:15am",
            '`start` of entry 1 of `meetings` is not a day and a time: "2026-12-03 at 12:15am"',
            "write it as 2026-12-03 00:15, with its end as 2026-12-03 00:15-01:15",
        ),
        (
            "2026-12-03 12am",
            '`start` of entry 1 of `meetings` is not a day and a time: "2026-12-03 12am"',
            "write it as 2026-12-03 00:00, with its end as 2026-12-03 00:00-01:00",
        ),
        (
            "2026-12-03 9.15",
            '`start` of entry 1 of `meetings` is not a day and a time: "2026-12-03 9.15"',
            "write it as 2026-12-03 09:15, with its end as 2026-12-03 09:15-10:15",
        ),
        (
            "3 Dec 2026",
            '`start` of entry 1 of `meetings` is not a day: "3 Dec 2026"',
            "write it as 2026-12-03",
        ),
        (
            "2026-12-03 18:30-25:00",
            '`start` of entry 1 of `meetings` is not a time: "25:00"',
            "write it as 19:30",
        ),
        (
            "{start: 2026-12-03 18:30-19:30, end: 20:00}",
            "this meeting has an end in `start` and one in `end`",
            "keep one of the two",
        ),
        (
            "{start: 2026-12-03 18:30, end: 1930}",
            '`end` of entry 1 of `meetings` is not a time: "1930"',
            "write it as 19:30",
        ),
        (
            "{start: 2026-12-03, end: 20:00}",
            "this meeting ends at 20:00, but does not say when it begins",
            "write the time behind the day, such as 2026-12-03 18:30",
        ),
        (
            "{place: Here}",
            "`start` of entry 1 of `meetings` is missing",
            "add it, or delete the whole entry",
        ),
        (
            "{start: 2026-12-03, call: meet.example}",
            '`call` of entry 1 of `meetings` is not an address on the web: "meet.example"',
            "write it in full, such as `https://library.example.org/`",
        ),
    ],
)
def test_what_is_no_meeting_is_said_with_what_was_meant(
    written: str, message: str, hint: str
) -> None:
    problem = only("club", "meetings:", f"  - {written}")
    assert (problem.severity, problem.line) == ("error", 4)
    assert (problem.message, problem.hint) == (message, hint)


def test_a_time_zone_that_does_not_exist_is_an_error() -> None:
    winter = only("club", "timezone: EST")
    assert winter.message == '`timezone` is winter time all the year: "EST"'
    assert "`America/New_York`" in winter.hint
    problem = only("club", "timezone: America/New_Yrok")
    assert (problem.line, problem.hint) == (3, "did you mean `America/New_York`?")


# ---- Readings ------------------------------------------------------------------------------------


def test_every_field_of_a_reading_is_read() -> None:
    assert more(
        "reading",
        "book: {title: Momo, author: 'Ende, Michael'}",
        "starts: 2026-11-02",
        "ends: 2026-12-3",
        "plan:",
        "  - Week 1: Chapters 1–5",
        "  - 2026-11-9: Chapters 6–10",
        "  - {when: Week 3, read: The rest, note: No hurry}",
        "  - The appendix",
        "questions:",
        "  - What is time?",
        "  - Who is right: Momo or the men?",
        "  - Chapters 1–5: [Why grey?, Why cigars?]",
        "  - {section: Chapters 6–10, questions: Why flowers?}",
        "meetings: [2026-12-03 18:30]",
    ) == Reading(
        books=(Book("Momo", ("Michael Ende",), line=3),),
        starts="2026-11-02",
        ends="2026-12-03",
        plan=(
            Step("Week 1", "Chapters 1–5"),
            Step("2026-11-09", "Chapters 6–10"),
            Step("Week 3", "The rest", "No hurry"),
            Step("", "The appendix"),
        ),
        questions=(
            Questions("", ("What is time?", "Who is right: Momo or the men?")),
            Questions("Chapters 1–5", ("Why grey?", "Why cigars?")),
            Questions("Chapters 6–10", ("Why flowers?",)),
        ),
        meetings=(MeetingFront(START, line=16),),
    )


def test_plan_and_questions_may_be_names_and_values() -> None:
    assert more(
        "reading",
        "plan: {Week 1: Chapters 1–5, 2026-11-09: Chapters 6–10}",
        "questions: {Chapters 1–5: [Why grey?, 'So: why?'], The end: Why flowers?}",
    ) == Reading(
        plan=(Step("Week 1", "Chapters 1–5"), Step("2026-11-09", "Chapters 6–10")),
        questions=(
            Questions("Chapters 1–5", ("Why grey?", "So: why?")),
            Questions("The end", ("Why flowers?",)),
        ),
    )


@pytest.mark.parametrize(
    "written",
    [
        "book: Momo by Michael Ende",
        "books: [Momo by Michael Ende]",
        "book:\n  - title: Momo\n    author: Michael Ende",
        "Book:\n  title: Momo\n  authors:\n    - Michael Ende",
    ],
)
def test_the_book_of_a_reading_has_several_forms(written: str) -> None:
    reading = more("reading", written)
    assert isinstance(reading, Reading)
    assert [(book.title, book.authors) for book in reading.books] == [("Momo", ("Michael Ende",))]


@pytest.mark.parametrize(
    ("written", "line", "column", "message"),
    [
        ("starts: 2026-11-02 18:30", 3, 9, '`starts` is a day and a time: "2026-11-02T18:30:00"'),
        ("ends: soon", 3, 7, '`ends` is not a day: "soon"'),
        ("plan:\n  - Week 1:", 4, 12, "`read` of entry 1 of `plan` is missing"),
        (
            "plan:\n  - 2026-02-30: x",
            4,
            5,
            '`when` of entry 1 of `plan` is not a day: "2026-02-30"',
        ),
        ("plan:\n  - {when: x, red: y, read: z}", 4, 15, "`red` is not a field of a plan's row"),
        (
            "questions:\n  A: [[b]]",
            4,
            7,
            "entry 1 of `questions` of entry 1 of `questions` is a list, where one value belongs",
        ),
        ("questions:\n  - section: A", 4, 5, "`questions` of entry 1 of `questions` is missing"),
        ("book: Momo\nbooks: [Wonder]", 4, 1, "`book` and `books` mean the same"),
    ],
)
def test_a_fault_is_found_where_it_stands(
    written: str, line: int, column: int, message: str
) -> None:
    problem = only("reading", written)
    assert problem.message.startswith(message)
    assert (problem.line, problem.column) == (line, column)


# ---- Days that fit one another -------------------------------------------------------------------


def faults(name: str, *lines: str) -> list[str]:
    """Return what is wrong with the days of the reading *name* whose front matter has *lines*."""
    documents = {}
    for source, made in (
        ("content/clubs/owls/index.md", split("club")),
        (f"content/clubs/owls/{name}.md", split("reading", "book: Momo", *lines)),
    ):
        assert made.front is not None
        documents[source] = Document(made.front, body="", markdown="")
    config = Config("Library", "https://library.example.org/", "America/New_York")
    around = Around(config, seen={}, load=lambda _: b"", broken=frozenset())
    _, problems = read_pages(documents, {source: source for source in documents}, around)
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("name", "lines", "found"),
    [
        ("momo", ("date: 2026-12-15 09:00", "ends: 2026-12-15"), []),
        ("momo", ("starts: 2026-12-15", "ends: 2026-12-15"), []),
        ("momo", ("date: 2026-12-15 09:00", "ends: 2026-12-14"), ["`ends` is before `date`"]),
        (
            "momo",
            ("date: 2026-12-01", "starts: 2026-12-15", "ends: 2026-12-14"),
            ["`ends` is before `starts`"],
        ),
        (
            "2026-12-15-momo",
            ("ends: 2026-12-14",),
            ["`ends` is before the day in the file's name"],
        ),
        ("momo", ("meetings: [2026-12-03 - 2026-12-03]",), []),
        ("momo", ("meetings: [2026-12-03 - 2026-12-02]",), ["this meeting ends before it begins"]),
        ("momo", ("meetings: [2026-12-03 9:00-9:00]",), ["this meeting ends before it begins"]),
    ],
)
def test_a_last_day_is_whole_and_what_it_is_before_is_named(
    name: str, lines: tuple[str, ...], found: list[str]
) -> None:
    assert faults(name, *lines) == found


# ---- Anything ------------------------------------------------------------------------------------

keys = st.sampled_from(
    "books book file layout group meetings members plan questions starts call start title"
    " 2026-12-03 Week".split()
)
texts = st.sampled_from(["Momo", "a.csv", "2026-12-03 18:30-19:30", "~", "https://a.example", "''"])
inner = st.recursive(
    texts,
    lambda deeper: (
        st.lists(deeper, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(keys, deeper, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from(["titles", "club", "reading"]), st.dictionaries(keys, inner, max_size=5))
def test_no_values_raise_anything(kind: str, values: dict[str, str]) -> None:
    values.pop("title", None)
    made = split(kind, *(f"{key}: {value}" for key, value in values.items()))
    assert (made.front is None) == has_errors(made.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in made.problems)
    assert all(problem.hint for problem in made.problems)
