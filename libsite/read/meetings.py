"""Read the meetings of a club as people write them: `2026-12-03 18:30-19:30`, or a mapping."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.errors import Problem, error
from libsite.model import MeetingFront
from libsite.read.books import AnyUrl
from libsite.read.days import read_moment
from libsite.read.fields import AnyText, YesNo, read_word, refuse, shown
from libsite.read.parts import Part, listed, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.read.yaml import Tree

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_SPAN = re.compile(rf"({_DAY}(?:[ ]+{_TIME})?)[ ]*(?:-|–|—|to|until)[ ]*({_TIME}|{_DAY}.*)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_WITH_DAY = re.compile(rf"({_DAY})[ ,]+(.+)")
_TWELVE = re.compile(r"(\d{1,2})(?:[:.](\d\d))?[ ]?([ap])\.?[ ]?m", re.IGNORECASE | re.ASCII)
_OTHER_CLOCK = re.compile(r"(\d{1,2})[.:h](\d\d)\b", re.ASCII)


def _read_span(value: object) -> tuple[str, str]:
    """Return when a meeting begins and when it ends, the latter perhaps as a time or empty."""
    word = read_word(value)
    found = _SPAN.fullmatch(word)
    if found:
        return read_moment(found[1]), _read_end(found[2])
    begins = _WITH_DAY.fullmatch(word)
    if begins and not _CLOCK.match(begins[2]) and not begins[2].startswith(("T", "t")):
        refuse(f"is not a day and a time: {shown(word)}", _span_hint(begins[1], begins[2]))
    if begins and _TWELVE.match(begins[2]):
        refuse(f"is not a time: {shown(word)}", _span_hint(begins[1], begins[2]))
    return read_moment(word), ""


def _span_hint(day: str, rest: str) -> str:
    """Return how to write the meeting on *day* whose time was written as *rest*."""
    clock = "18:30"
    if found := _TWELVE.match(rest):
        noon = 12 if found[3].lower() == "p" else 0
        clock = f"{int(found[1]) % 12 + noon:02}:{found[2] or '00'}"
    elif found := _OTHER_CLOCK.match(rest):
        clock = f"{found[1]:>02}:{found[2]}"
    return f"write it as {day} {clock}, with its end as {day} {clock}-{_an_hour_later(clock)}"


def _an_hour_later(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return f"{(int(hour) + 1) % 24:02}:{minute}"


def _read_end(value: object) -> str:
    """Return an end: a time alone as `19:30:00`, else a day or a day and a time."""
    word = read_word(value)
    found = _CLOCK.fullmatch(word)
    if not found:
        return read_moment(word)
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second).isoformat()
    except ValueError:
        return refuse(f"is not a time: {shown(word)}", "write it as 19:30")


def _as_meeting(value: object) -> object:
    return {"start": value} if isinstance(value, str) else value


SPELLINGS = {
    **dict.fromkeys(("date", "day", "when", "begin", "begins", "starts"), "start"),
    **dict.fromkeys(("ends", "until"), "end"),
    **dict.fromkeys(("where", "location"), "place"),
    **dict.fromkeys(("link", "url", "video"), "call"),
    "canceled": "cancelled",
}


class MeetingEntry(BaseModel):
    """A meeting of a club."""

    model_config = ConfigDict(
        frozen=True, defer_build=True, title="Meeting", json_schema_extra=spelled(SPELLINGS)
    )

    start: Annotated[
        tuple[str, str], BeforeValidator(_read_span), WithJsonSchema({"type": "string"})
    ] = Field(
        description="When it begins, and when it ends if you like: `2026-12-03 18:30` or"
        " `2026-12-03 18:30-19:30`, by the clock of the club."
    )
    end: Annotated[str, BeforeValidator(_read_end), WithJsonSchema({"type": "string"})] = Field(
        default="", description="When it ends: `19:30` on the same day, or `2026-12-04 01:00`."
    )
    title: AnyText = Field(default="", description="What it is called: `The first half`.")
    place: AnyText = Field(default="", description="Where it is, if not where the club meets.")
    call: AnyUrl = Field(default="", description="The address of a video call, if not the club's.")
    note: AnyText = Field(default="", description="What else is to be known: `Bring a friend`.")
    cancelled: YesNo = Field(
        default=False, description="Write `true` where it does not take place; it stays listed."
    )


MEETING = Part("a field of a meeting", MeetingEntry, SPELLINGS, pair=("start", "title"))

Meetings = Annotated[
    tuple[
        Annotated[
            MeetingEntry, BeforeValidator(_as_meeting, json_schema_input_type=str | MeetingEntry)
        ],
        ...,
    ],
    BeforeValidator(
        listed,
        json_schema_input_type=str | MeetingEntry | dict[str, str] | list[str | MeetingEntry],
    ),
]
"""Meetings; each a mapping, or a text such as `2026-12-03 18:30-19:30`."""


def as_meetings(
    said: Iterable[MeetingEntry], tree: Tree[Any], key: str, problems: list[Problem]
) -> Iterator[MeetingFront]:
    """Yield the meetings below *key* in *tree*; an end that fits no beginning is a problem."""
    for index, meeting in enumerate(said):
        path = (key, index, "end")
        start, end = meeting.start
        if end and meeting.end:
            line, column = tree.value(path)
            hint = "keep one of the two"
            message = "this meeting has an end in `start` and one in `end`"
            problems.append(error(message, line=line, column=column, hint=hint))
        end = end or meeting.end
        if ":" in end and "-" not in end:  # a time alone
            day, _, clock = start.partition("T")
            if not clock:
                line, column = tree.value(path)
                message = f"this meeting ends at {end[:5]}, but does not say when it begins"
                hint = f"write the time behind the day, such as {day} 18:30"
                problems.append(error(message, line=line, column=column, hint=hint))
            end = f"{day}T{end}"
        yield MeetingFront(
            start=start,
            end=end,
            title=meeting.title,
            place=meeting.place,
            call=meeting.call,
            note=meeting.note,
            cancelled=meeting.cancelled,
            line=tree.key((key, index))[0],
        )
