"""What the front matter of a list of titles, of a club and of a reading may say besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, get_args

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.errors import Problem, error, has_errors
from libsite.model import Club, Grouping, Layout, Reading, Titles
from libsite.read.books import (
    BOOK,
    LINK,
    AnyUrl,
    Books,
    Links,
    as_books,
    as_references,
)
from libsite.read.fields import YES_NO, AnyText, read_word, refuse, shown
from libsite.read.fronts import CommonFront
from libsite.read.meetings import MEETING, Meetings, as_meetings
from libsite.read.plans import QUESTIONS, STEP, Day, QuestionLists, Steps, as_questions, as_steps
from libsite.read.zones import Timezone  # noqa: TC001 - pydantic reads it
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.read.parts import Part
    from libsite.read.yaml import Tree

# ---- Lists of titles -----------------------------------------------------------------------------

_LAYOUTS = {
    **{layout: layout for layout in get_args(Layout)},
    **{f"{layout}s": layout for layout in get_args(Layout)},
}
_GROUPS = {
    **{group: group for group in get_args(Grouping)},
    **{f"{group}s": group for group in get_args(Grouping) if group},
    **dict.fromkeys(("none", "no", "nothing"), ""),
    **dict.fromkeys(("age", "ages"), "audience"),
    **dict.fromkeys(("binding", "bindings", "media"), "format"),
    **dict.fromkeys(("topic", "topics", "tag", "tags"), "subject"),
}
_TABLES = (".csv", ".tsv", ".tab", ".txt")
_SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")


def _read_layout(value: object) -> str:
    return _one_of(_LAYOUTS, read_word(value), "a way to show books")


def _read_group(value: object) -> str:
    return _one_of(_GROUPS, read_word(value), "something to group books by")


def _one_of(choices: Mapping[str, str], word: str, what: str) -> str:
    choice = choices.get(word.lower())
    if choice is None:
        near = nearest(word.lower(), filter(None, choices))
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(filter(None, choices.values())))
        hint = f"did you mean `{choices[near]}`?" if near else f"write one of {names}"
        refuse(f"is not {what}: {shown(word)}", hint)
    return choice


def _read_file(value: object) -> str:
    """Return the name of a file that `records` may read."""
    name = read_word(value)
    if name.lower().endswith(_SPREADSHEETS):
        hint = "save it as CSV (in Excel: `CSV UTF-8`), and name that file"
        refuse(f"is a spreadsheet, which is not read: {shown(name)}", hint)
    if not name.lower().endswith(_TABLES):
        hint = "begin each book with `- ` on a line below, or name a file that ends with `.csv`"
        refuse(f"is neither a list of books nor a CSV or TSV file: {shown(name)}", hint)
    return name


class TitlesFront(CommonFront):
    """The front matter of a list of new titles."""

    model_config = ConfigDict(
        title="List of titles",
        json_schema_extra={"anyOf": [{"required": ["books"]}, {"required": ["file"]}]},
    )
    spellings: ClassVar[dict[str, str]] = {
        **CommonFront.spellings,
        **dict.fromkeys(("group_by", "grouped_by", "grouped", "groups"), "group"),
        **dict.fromkeys(("book", "titles"), "books"),
    }
    parts: ClassVar[dict[str, Part]] = {"books": BOOK}

    books: Books = Field(
        default=(),
        description="The books, each beginning with `- `; or the name of the file beside the page"
        " that lists them: `books: november.csv`.",
    )
    file: Annotated[str, BeforeValidator(_read_file), WithJsonSchema({"type": "string"})] = Field(
        default="", description="The CSV or TSV file that lists the books, if `books` does not."
    )
    layout: Annotated[
        Layout, BeforeValidator(_read_layout), WithJsonSchema({"enum": [*get_args(Layout)]})
    ] = Field(
        default="grid",
        description="How the books are shown: `grid` for covers, `list` for covers with what they"
        " are about, `table` for a row each.",
    )
    group: Annotated[
        Grouping, BeforeValidator(_read_group), WithJsonSchema({"enum": [*get_args(Grouping)]})
    ] = Field(
        default="", description="What to group the books by: `audience`, `format` or `subject`."
    )


# ---- Clubs ---------------------------------------------------------------------------------------


class ClubFront(CommonFront):
    """The front matter of a book club."""

    model_config = ConfigDict(title="Club")
    spellings: ClassVar[dict[str, str]] = {
        **CommonFront.spellings,
        **dict.fromkeys(("networks", "network", "member"), "members"),
        **dict.fromkeys(("location", "where"), "place"),
        **dict.fromkeys(("time_zone", "tz"), "timezone"),
        **dict.fromkeys(("meeting", "dates"), "meetings"),
        "how_to_join": "join",
    }
    parts: ClassVar[dict[str, Part]] = {"members": LINK, "meetings": MEETING}

    place: AnyText = Field(default="", description="Where the club meets: `The reading room`.")
    call: AnyUrl = Field(
        default="", description="The address of a video call, if one can take part from home."
    )
    contact: AnyText = Field(
        default="", description="Whom to ask: a mail address, a web address, or words."
    )
    join: AnyText = Field(default="", description="How to join, in a sentence or two.")
    timezone: Timezone = Field(
        default="", description="Where the club's clock is, if not where the library's is."
    )
    members: Links = Field(
        default=(),
        description="Where the members talk: `{Mastodon: https://books.example/@owls}`, or a list.",
    )
    meetings: Meetings = Field(
        default=(),
        description="The meetings that belong to no reading: a list of `2026-12-03 18:30-19:30`.",
    )


# ---- Readings ------------------------------------------------------------------------------------


class ReadingFront(CommonFront):
    """The front matter of what a club reads together."""

    model_config = ConfigDict(title="Reading")
    spellings: ClassVar[dict[str, str]] = {
        **CommonFront.spellings,
        **dict.fromkeys(("book",), "books"),
        **dict.fromkeys(("start", "begins"), "starts"),
        **dict.fromkeys(("meeting", "dates"), "meetings"),
        **dict.fromkeys(("question", "discussion"), "questions"),
        "end": "ends",
        "schedule": "plan",
    }
    parts: ClassVar[dict[str, Part]] = {
        "books": BOOK,
        "plan": STEP,
        "questions": QUESTIONS,
        "meetings": MEETING,
    }

    books: Books = Field(
        default=(),
        description="The book, or a list of them: `The Wild Robot by Peter Brown`, or `title:`,"
        " `authors:` and `isbn:` on lines of their own.",
    )
    starts: Day | None = Field(
        default=None, description="The first day of reading; else the page's date is."
    )
    ends: Day | None = Field(
        default=None, description="The last day of reading; else the day of the last meeting is."
    )
    plan: Steps = Field(
        default=(),
        description="What to read by when: rows such as `- Week 1: Chapters 1–5` or"
        " `- 2026-11-09: Chapters 6–10`.",
    )
    questions: QuestionLists = Field(
        default=(),
        description="Questions to talk about: a list, or a list below the name of each part, such"
        " as `Chapters 1–5:`. They stay hidden until a reader opens them.",
    )
    meetings: Meetings = Field(
        default=(),
        description="The meetings about it: a list of `2026-12-03 18:30-19:30`.",
    )


# ---- From what was said to nouns -----------------------------------------------------------------

_MISSING = (
    "write `books:` and below it lines such as `- The Wild Robot by Peter Brown`, or name a CSV"
    " file: `books: november.csv`"
)


def name_file(values: dict[str, Any], typed: dict[str, str]) -> None:
    """Take `books: november.csv`, where a text stands for a list, as what `file` says."""
    if isinstance(values.get("books"), str) and "file" not in values:
        values["file"] = values.pop("books").strip() or None
        typed["file"] = typed["books"]
    elif "file" in typed:
        typed.setdefault("books", typed["file"])


def about_books(
    values: Mapping[str, Any], typed: Mapping[str, str], tree: Tree[dict[str, Any]]
) -> Iterator[Problem]:
    """Yield an error where the *values* of a list of titles name no books, or name them twice.

    One that is withdrawn shows none, and need not name any.
    """
    books, file = values.get("books"), values.get("file")
    if not books and YES_NO.get(str(values.get("withdrawn")).strip().lower()):
        return
    if books and file:
        line, column = tree.key((typed["file"],))
        message = f"the books stand both below `{typed['books']}` and in a file"
        yield error(message, line=line, column=column, hint="keep one of the two")
    elif typed.keys() & {"books", "file"}:
        key = typed.get("books") or typed["file"]
        line, column = tree.key((key,))
        if not books and not file:
            yield error(f"`{key}` is empty", line=line, column=column, hint=_MISSING)
    elif not has_errors(tree.problems):  # else they may stand in a line that cannot be read
        yield error("`books` is missing", line=1, column=1, hint=_MISSING)


def more_of(
    said: CommonFront, tree: Tree[dict[str, Any]], typed: Mapping[str, str], problems: list[Problem]
) -> Titles | Club | Reading | None:
    """Return what *said* says besides what every page says, with the lines in *tree*."""
    books, meetings = typed.get("books", ""), typed.get("meetings", "")
    match said:
        case TitlesFront():
            return Titles(
                books=tuple(as_books(said.books, tree, books)),
                file=said.file,
                layout=said.layout,
                group=said.group,
            )
        case ClubFront():
            return Club(
                place=said.place,
                call=said.call,
                contact=said.contact,
                join=said.join,
                timezone=said.timezone,
                members=as_references(said.members),
                meetings=tuple(as_meetings(said.meetings, tree, meetings, problems)),
            )
        case ReadingFront():
            return Reading(
                books=tuple(as_books(said.books, tree, books)),
                starts=said.starts or "",
                ends=said.ends or "",
                plan=as_steps(said.plan),
                questions=as_questions(said.questions),
                meetings=tuple(as_meetings(said.meetings, tree, meetings, problems)),
            )
    return None
