"""Days that look like slips of the hand: no calendar refuses them, and nobody means them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from libsite.check.places import Place
from libsite.errors import Problem, notice
from libsite.model import Reading
from libsite.plan.catalog import FAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.check.subject import Subject
    from libsite.model import Meeting, Page

WEB = datetime(1991, 8, 6, tzinfo=UTC)
"""The first site on the web was announced; no post is older, `1926` is a slip for `2026`."""
EXPIRY = timedelta(days=3660)
"""Nobody plans further ahead when a page is to go than ten years."""
LONG = timedelta(hours=12)
"""No meeting with a time takes so long."""


def old_dates(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each page that is said to be older than the web."""
    for page in subject.published:
        for name, when in (("date", page.date), ("updated", page.updated)):
            if when is not None and when < WEB:
                yield _on(subject, page, name, f"`{name}` is {_day(when)}, before there was a web")


def _on(subject: Subject, page: Page, name: str, message: str) -> Problem:
    return subject.places.front(page, name, "title").put(notice(message, hint="check the year"))


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"


def late_expiries(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each page that expires more than ten years ahead."""
    for page in subject.published:
        if page.expires is not None and page.expires > subject.now + EXPIRY:
            yield _on(subject, page, "expires", f"this page expires on {_day(page.expires)}")


def odd_updates(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each page that was changed before it was published, or will have been."""
    for page in subject.published:
        if page.updated is None:
            continue
        if page.date is not None and page.updated < page.date:
            said = f"`updated` ({_day(page.updated)}) is before `date` ({_day(page.date)})"
            yield _on(subject, page, "updated", said)
        elif page.updated > subject.now + timedelta(days=1):
            yield _on(subject, page, "updated", f"`updated` is still to come: {_day(page.updated)}")


# ---- Meetings -----------------------------------------------------------------------------------


def odd_meetings(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each meeting that is years away, or lasts longer than half a day."""
    for page in subject.published:
        for meeting in page.meetings:
            if message := _odd(meeting, subject.now):
                hint = "check the day, the year and the end"
                yield Place(page.source, meeting.line).put(notice(message, hint=hint))


def _odd(meeting: Meeting, now: datetime) -> str:
    if meeting.start > now + FAR or meeting.start < WEB:
        return f"this meeting is on {_day(meeting.start)}"
    if meeting.end and not meeting.whole_day and meeting.end - meeting.start > LONG:
        hours = round((meeting.end - meeting.start).total_seconds() / 3600)
        return f"this meeting lasts {hours} hours"
    return ""


def early_meetings(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each meeting about a reading that has not begun by then."""
    for page in subject.published:
        for meeting in page.meetings if page.kind == "reading" else ():
            if page.starts is not None and meeting.start < page.starts:
                over = "was" if meeting.start < subject.now else "is"
                yield Place(page.source, meeting.line).put(
                    notice(
                        f"this meeting {over} on {_day(meeting.start)}, before the reading begins"
                        f" on {_day(page.starts)}",
                        hint="check the day of the meeting, and `starts` or `date`",
                    )
                )


def stray_steps(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each day of a reading's plan that is out of its time."""
    for page in subject.published:
        more = page.document.front.more
        for step in more.plan if isinstance(more, Reading) else ():
            day = _as_day(step.when)
            early = day and page.starts is not None and day < page.starts.date()
            late = day and page.ends is not None and day >= page.ends.date()
            if early or late:
                place = subject.places.within(page.source, step.when)
                said = f"the plan names {step.when}, {'before' if early else 'after'} the reading"
                yield (place or Place(page.source)).put(notice(said, hint="check the day"))


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---- Days of the week ---------------------------------------------------------------------------


def wrong_weekdays(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each day in a text, written with its year, that is no such weekday."""
    for page in subject.published:
        lang = page.lang.partition("-")[0].lower()
        pattern, weekdays, months = _calendar(lang)
        if pattern is None:
            continue
        for number, line in subject.places.body(page.source):
            for found in pattern.finditer(line):
                said = _said(found, months)
                if said is None or said.weekday() == weekdays[found["weekday"].casefold()]:
                    continue
                yield notice(
                    f"the weekday does not fit: `{found[0]}`",
                    path=page.source,
                    line=number,
                    column=found.start() + 1,
                    hint=f"{said} is a {said:%A}: mend the day or the weekday",
                )


def _said(found: re.Match[str], months: Mapping[str, int]) -> date | None:
    month, day = found["month"] or found["month_"], found["day"] or found["day_"]
    try:
        return date(int(found["year"]), months[month.casefold()], int(day))
    except ValueError:
        return None


@cache
def _calendar(
    lang: str,
) -> tuple[re.Pattern[str] | None, Mapping[str, int], Mapping[str, int]]:
    """Return a pattern of days in a language, its weekdays from Monday on, and its months."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return None, {}, {}
    weekdays = {name.casefold(): day for day, name in locale.days["format"]["wide"].items()}
    months = {name.casefold(): month for month, name in locale.months["format"]["wide"].items()}
    either = "|".join(map(re.escape, months))
    pattern = re.compile(
        rf"\b(?P<weekday>{'|'.join(map(re.escape, weekdays))}),?\s+(?:(?:den|the|el)\s+)?"
        rf"(?:(?P<month>{either})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"|(?P<day_>\d{{1,2}})\.?\s+(?:(?:de|of)\s+)?(?P<month_>{either}))"
        r",?\s+(?:(?:de|del)\s+)?(?P<year>\d{4})\b",
        re.IGNORECASE,
    )
    return pattern, weekdays, months
