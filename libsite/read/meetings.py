"""Read the meetings of a club as people write them: `2026-12-03 18:30-19:30`, or a mapping."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from libsite.errors import Problem, error
from libsite.model import MeetingFront
from libsite.read.books import AnyUrl
from libsite.read.days import TWELVE, meant_time, read_moment
from libsite.read.fields import AnyText, YesNo, read_word, refuse, shown
from libsite.read.parts import Part, listed, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.read.yaml import Tree

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_TO = r"[ ]*(?:-|–|—|to|until)[ ]*"
_SPAN = re.compile(rf"({_DAY}(?:[ ]+{_TIME})?){_TO}({_TIME}|{_DAY}.*)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_NO_COLON = re.compile(r"([01]?\d|2[0-3])([0-5]\d)", re.ASCII)
_WITH_DAY = re.compile(rf"({_DAY})[ ,]+(.+)")
_TIMES = re.compile(rf"({_TIME})(?:{_TO}({_TIME}))?(.*)", re.ASCII)
_HALF = re.compile(r"[ ]?[ap]\.?[ ]?m\b\.?", re.IGNORECASE)
_FILLER = re.compile(
    r"[ ,;.()–—-]*(?:(?:Uhr|hrs?|h|o.clock|[AaPp]\.?[ ]?[Mm]|[A-Z]{2,5})\b)?[ ,;.()–—-]*"
)
"""What may stand behind a time without being a place: `Uhr`, `pm`, `EST`."""
_YEAR = re.compile(r"\d{4}", re.ASCII)
_OFFSET = re.compile(r".*\d-(?:0[3-9]|1[0-2]):[03]0")
"""What looks like a clock of the Americas: `18:30-05:00`."""
_NIGHT = timedelta(hours=12)
"""An end before its beginning is on the next day, if that is no longer: else it is a mistake."""


def _read_span(value: object) -> tuple[str, str]:
    """Return when a meeting begins and when it ends, the latter perhaps as a time or empty."""
    word = read_word(value)
    found = _SPAN.fullmatch(word)
    if found:
        start, end = _read_moment(found[1]), _read_end(found[2])
        if _OFFSET.fullmatch(word) and _is_time(end) and (night := _next_day(start, end)):
            clock = f"{start[:16]}{word[-6:]}"
            refuse(
                f"may end the next day or be on another clock: {shown(word)}",
                f"write it as {_spaced(start)} - {_spaced(night)}, or as {clock}",
            )
        return start, end
    begins = _WITH_DAY.fullmatch(word)
    if begins and not _CLOCK.match(begins[2]) and not begins[2].startswith(("T", "t")):
        refuse(f"is not a day and a time: {shown(word)}", _span_hint(begins[1], begins[2]))
    if begins and TWELVE.match(begins[2]):
        refuse(f"is not a time: {shown(word)}", _span_hint(begins[1], begins[2]))
    return _read_moment(word), ""


_ANY_TIME = re.compile(
    r"(?<![\d:.])(?:noon|midday|midnight|\d{1,2}(?:[:.h]\d\d)?(?=[ ]*-?[ ]*([ap]\.?[ ]?m\b)?))",
    re.IGNORECASE | re.ASCII,
)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def _times_in(rest: str) -> list[str]:
    """Return the times that *rest* names, as `18:30`; `5-6pm` names two in the afternoon."""
    half = ""
    times: list[str] = []
    for found in reversed(list(_ANY_TIME.finditer(rest))):
        half = found[1] or half
        word = found[0].lower()
        clock = _NAMED_TIMES.get(word) or meant_time(f"{word}{half}") or meant_time(word)
        if times and clock > times[0] and not found[1]:  # 11-1:30pm begins in the morning
            clock = meant_time(f"{word}am")
        times[:0] = [clock] if clock else []
    return times


def _span_hint(day: str, rest: str) -> str:
    """Return how to write the meeting on *day* whose time was written as *rest*."""
    match _times_in(rest):
        case [clock]:
            later = _an_hour_later(clock)
            return f"write it as {day} {clock}, with its end as {day} {clock}-{later}"
        case [clock, end, *_]:
            return f"write it as {day} {clock}-{end}"
    return f"write the time behind the day, such as {day} 18:30"


def _an_hour_later(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return f"{(int(hour) + 1) % 24:02}:{minute}"


def _read_moment(word: str) -> str:
    """Return what `read_moment` does; where it names the day that was meant, name the time too."""
    try:
        return read_moment(word)
    except PydanticCustomError as fault:
        context = fault.context or {}
        found = _TIMES.search(word)
        if not found or re.search(_TIME, context["hint"]):
            raise
        hint = context["hint"]
        if day := re.fullmatch(rf"({_DAY})[Tt ,]+", word[: found.start()]):
            hint = f"write it as {read_moment(day[1])}"
        refuse(context["message"], _with_times(hint, found))


def _with_times(hint: str, found: re.Match[str]) -> str:
    """Return *hint*, which names days, with the times that were *found* behind a day."""
    first, second, words = found.groups()
    if half := _HALF.match(words):
        start, end = (meant_time(f"{clock}{half[0]}") if clock else "" for clock in (first, second))
        first = start if not end or start < end else first  # 11:00-1:30pm begins in the morning
        second = end
    times = f"{first}-{second}" if second else first
    # Without this, who obeys would publish a meeting that lasts the whole day.
    hint = re.sub(_DAY, lambda day: f"{day[0]} {times}", hint)
    if _FILLER.fullmatch(words):
        return hint
    if re.search(r"\bcancel", words, re.IGNORECASE):
        hint = hint.replace("write it as ", "write it as `start: ", 1)
        return f"{hint}`, and `cancelled: true` on a line of its own below"
    if words.startswith(":"):
        return f'{hint}: "{words[1:].strip()}", with the title in quotation marks'
    return f"{hint}, and write the place under `place:`"


def _read_end(value: object) -> str:
    """Return an end: a time alone as `19:30:00`, else a day or a day and a time."""
    word = read_word(value)
    found = _CLOCK.fullmatch(word)
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            return time(hour, minute, second).isoformat()
        except ValueError:
            refuse(f"is not a time: {shown(word)}", "write it as 19:30")
    if found := _NO_COLON.fullmatch(word):
        refuse(f"is not a time: {shown(word)}", f"write it as {found[1]:>02}:{found[2]}")
    clock = meant_time(word)
    if clock and not _YEAR.search(word):  # 3.12.2026 begins like a time
        refuse(f"is not a time: {shown(word)}", f"write it as {clock}")
    return _read_moment(word)


def _is_time(end: str) -> bool:
    return ":" in end and "T" not in end


def _next_day(start: str, end: str) -> str:
    """Return the moment on the day after *start* at the time *end*, if *end* is earlier than it.

    Empty if it is not. It is on the clock of *start*, whose offset it has.
    """
    begins = datetime.fromisoformat(start)
    ends = _same_day(begins, end)
    return (ends + timedelta(days=1)).isoformat() if "T" in start and ends < begins else ""


def _same_day(begins: datetime, end: str) -> datetime:
    return datetime.combine(begins.date(), time.fromisoformat(end), tzinfo=begins.tzinfo)


def _spaced(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _as_meeting(value: object) -> object:
    """Return *value* as a mapping whose `start` has the time, too, wherever it was written."""
    if isinstance(value, str):
        return {"start": value}
    if isinstance(value, dict) and value.get("time") and isinstance(value.get("start"), str):
        rest = {name: said for name, said in value.items() if name != "time"}
        return {**rest, "start": f"{value['start']} {value['time']}"}
    return value


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
    time: AnyText = Field(
        default="", description="The time, where `start` says the day alone: `18:30-19:30`."
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
        line, column = tree.value((key, index, "end"))
        start, end = meeting.start
        if end and meeting.end:
            hint = "keep one of the two"
            message = "this meeting has an end in `start` and one in `end`"
            problems.append(error(message, line=line, column=column, hint=hint))
        end = end or meeting.end
        if _is_time(end):
            try:
                end = _ending(start, end)
            except PydanticCustomError as fault:
                context = fault.context or {}
                problems.append(
                    error(context["message"], line=line, column=column, hint=context["hint"])
                )
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


def _ending(start: str, end: str) -> str:
    """Return the moment of *end*, a time alone: on the day of *start*, or in the night after it.

    It is refused where *start* is a day, and where it would be too long a night.
    """
    if "T" not in start:
        refuse(
            f"this meeting ends at {end[:5]}, but does not say when it begins",
            f"write the time behind the day, such as {start} 18:30",
        )
    begins = datetime.fromisoformat(start)
    night = _next_day(start, end)
    if not night:
        return _same_day(begins, end).isoformat()
    if datetime.fromisoformat(night) - begins > _NIGHT:
        refuse(
            "this meeting ends before it begins",
            f"write the beginning first, or the day with the end: `{_spaced(night)}`",
        )
    return night
