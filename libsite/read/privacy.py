"""Find what a page says of private people: children's full names, addresses, numbers, faces.

Nothing here is certain, so that nothing here stops a build. Which of the findings are told depends
on the whole site, and on who has agreed; `plan/privacy.py` decides that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.model import Finding
from libsite.read.cues import lines_of
from libsite.read.halves import Halves, halve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.read.cues import Line

_SILENCE = re.compile(r"<!--\s*private:\s*ok\b[\s,:;.–—-]*(.*?)\s*-->", re.IGNORECASE)
_SILENCE_YAML = re.compile(r"(?:^|\s)#\s*private:\s*ok\b[\s,:;.–—-]*(.*?)\s*$", re.IGNORECASE)
_REASON = re.compile(r"[^\W\d_]{2}")


def findings(text: str, *, first_line: int = 1) -> tuple[Finding, ...]:
    """Return what *text*, a Markdown file that starts at *first_line*, says of private people.

    Sorted by place. What a comment silences is left out; one without a reason is found itself.
    """
    found: list[Finding] = []
    if "private:" in text:
        found += _without_reason(text, first_line)
    front = -1
    for line in lines_of(text):
        # few pages need the rules, which take long to load
        from libsite.read.persons import in_line

        if front < 0:
            front = _front_end(text)
        in_front = line.number < front
        if not _silenced(line, in_front=in_front):
            number = first_line + line.number - 1
            said = in_line(line, number, in_front=in_front)
            found += (replace(one, in_front=in_front) for one in said)
    return tuple(sorted(set(found), key=lambda one: (one.line, one.column, one.sort)))


def _front_end(text: str) -> int:
    """Return the line at which the body begins; 0 where there is no front matter."""
    halves = halve(text) if text.lstrip().startswith("---") else None
    return halves.body_line if isinstance(halves, Halves) else 0


def _without_reason(text: str, first_line: int) -> Iterator[Finding]:
    """Yield the comments that would silence something, but do not say why."""
    front = _front_end(text)
    for number, line in enumerate(text.split("\n"), 1):
        in_front = number < front
        silence = (_SILENCE_YAML if in_front else _SILENCE).search(line)
        if silence and not _REASON.search(silence[1]):
            words = silence.group().strip()
            place = (first_line + number - 1, line.index(words, silence.start()) + 1)
            yield Finding(*place, "no-reason", words, in_front=in_front)


def _silenced(line: Line, *, in_front: bool) -> bool:
    """Tell whether a comment with a reason stands in the line, or alone in the line above."""
    pattern = _SILENCE_YAML if in_front else _SILENCE
    here, above = pattern.search(line.text), pattern.fullmatch(line.above.strip())
    return any(one and _REASON.search(one[1]) for one in (here, above))
