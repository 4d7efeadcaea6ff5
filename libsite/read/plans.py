"""Read what a club reads by when, and what it talks about: the plan and the questions."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.model import Questions, Step
from libsite.read.days import read_moment
from libsite.read.fields import AnyText, Text, read_text, read_word, refuse, shown
from libsite.read.parts import Part, listed, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


def _read_day(value: object) -> str:
    moment = read_moment(value)
    day, _, clock = moment.partition("T")
    if clock:
        refuse(f"is a day and a time: {shown(moment)}", f"write the day alone, {day}")
    return day


def _read_when(value: object) -> str:
    """Return when to have read something: a day in ISO 8601, or words."""
    word = read_word(value)
    return read_moment(word) if _DAY.fullmatch(word) else word


Day = Annotated[
    str,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$"}),
]


_STEP_SPELLINGS = {
    **dict.fromkeys(("date", "day", "week"), "when"),
    **dict.fromkeys(("chapters", "pages"), "read"),
}
_QUESTIONS_SPELLINGS = {
    **dict.fromkeys(("part", "chapters", "about"), "section"),
    "question": "questions",
}


class StepEntry(BaseModel):
    """A row of a reading plan."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,
        title="Row of a plan",
        json_schema_extra=spelled(_STEP_SPELLINGS),
    )

    when: Annotated[
        str, BeforeValidator(_read_when), WithJsonSchema({"type": ["string", "number"]})
    ] = Field(default="", description="By when to have read it: `Week 1`, or a day.")
    read: Text = Field(description="What to read: `Chapters 1–5`.")
    note: AnyText = Field(default="", description="What else is to be known.")


def _as_step(value: object) -> object:
    return {"read": value} if isinstance(value, str) else value


STEP = Part("a field of a plan's row", StepEntry, _STEP_SPELLINGS, pair=("when", "read"))


def _read_question(value: object) -> str:
    if isinstance(value, dict) and len(value) == 1:
        # `- Who is right: Roz or the geese?` was typed as a text.
        [(words, rest)] = value.items()
        value = f"{words}: {rest}" if isinstance(rest, str) else value
    return read_text(value)


class QuestionsEntry(BaseModel):
    """Questions about a part of a book."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,
        title="Questions",
        json_schema_extra=spelled(_QUESTIONS_SPELLINGS),
    )

    section: AnyText = Field(
        default="",
        description="The part that one must have read: `Chapters 1–5`; without it, the whole book.",
    )
    questions: Annotated[
        tuple[Annotated[str, BeforeValidator(_read_question)], ...],
        BeforeValidator(listed, json_schema_input_type=str | list[str]),
    ] = Field(description="The questions, each beginning with `- `.")


def _as_questions(value: object) -> object:
    return {"questions": [value]} if isinstance(value, str) else value


QUESTIONS = Part(
    "a field of questions",
    QuestionsEntry,
    _QUESTIONS_SPELLINGS,
    pair=("section", "questions"),
    paired=list,
)


# ---- As they stand in a reading ------------------------------------------------------------------

Steps = Annotated[
    tuple[
        Annotated[StepEntry, BeforeValidator(_as_step, json_schema_input_type=str | StepEntry)],
        ...,
    ],
    BeforeValidator(
        listed, json_schema_input_type=dict[str, str] | list[str | StepEntry | dict[str, str]]
    ),
]
"""Rows of a plan; each a mapping, or a pair such as `Week 1: Chapters 1–5`."""
QuestionLists = Annotated[
    tuple[
        Annotated[
            QuestionsEntry,
            BeforeValidator(_as_questions, json_schema_input_type=str | QuestionsEntry),
        ],
        ...,
    ],
    BeforeValidator(
        listed,
        json_schema_input_type=dict[str, str | list[str]]
        | list[str | QuestionsEntry | dict[str, str | list[str]]],
    ),
]
"""Questions about the whole book, and lists of questions about its parts."""


def as_steps(said: Iterable[StepEntry]) -> tuple[Step, ...]:
    """Return the rows of a plan as the site knows them."""
    return tuple(Step(step.when, step.read, step.note) for step in said)


def as_questions(said: Iterable[QuestionsEntry]) -> tuple[Questions, ...]:
    """Return the questions, those about the same part that follow each other together."""
    return tuple(
        Questions(section, tuple(each for entry in entries for each in entry.questions))
        for section, entries in groupby(said, key=lambda entry: entry.section)
    )
