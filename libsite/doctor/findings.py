"""What the doctor found: one sentence for each thing, and what to do."""

from __future__ import annotations

from typing import Literal

from libsite.noun import Noun

State = Literal["good", "attention", "broken"]
"""`attention` is for a person to look at; `broken` is what no build gets past."""


class Finding(Noun, frozen=True):
    """One thing that was looked at."""

    state: State
    topic: str
    """What was looked at, in a word or two."""
    said: str
    """What was found, in one sentence without a full stop; literals in backticks."""
    hint: str = ""
    """What to do, in one sentence without a full stop; empty where all is good."""


def good(topic: str, said: str) -> Finding:
    """Make a finding of something that is as it should be."""
    return Finding("good", topic, said)


def attention(topic: str, said: str, hint: str) -> Finding:
    """Make a finding that somebody should look at."""
    return Finding("attention", topic, said, hint)


def broken(topic: str, said: str, hint: str) -> Finding:
    """Make a finding that stops every build."""
    return Finding("broken", topic, said, hint)
