"""Pages as the reader would hand them over, made by hand: what tests of the plan begin with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from libsite.model import Config, Document, Front, Meeting, Page, Site, Theme

if TYPE_CHECKING:
    from libsite.model import Book, LedgerEntry, Shortcode

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(text: str) -> datetime:
    """Return the moment *text*, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def page(  # noqa: PLR0917 - what tests differ in
    source: str,
    kind: str = "post",
    day: str | None = "2026-11-01",
    books: tuple[Book, ...] = (),
    shortcodes: tuple[Shortcode, ...] = (),
    draft: str | None = None,
    **more: object,
) -> Page:
    """Return a page of *kind*, published on *day*."""
    name = source.removeprefix("content/").removesuffix(".md")
    return Page(
        source=source,
        kind=kind,
        id=name,
        path=f"{name.removesuffix('/index')}/",
        title=name.rpartition("/")[2].title(),
        lang="en",
        dir="ltr",
        date=at(day) if day else None,
        updated=None,
        expires=None,
        document=Document(
            Front(title=name, draft=draft), body="", markdown="", shortcodes=shortcodes
        ),
        books=books,
        **more,  # type: ignore[arg-type] # the fields that only some kinds have
    )


def meeting(start: str, end: str | None = None, **more: Any) -> Meeting:  # noqa: ANN401 - what a Meeting takes
    """Return a meeting; a *start* without a time is a whole day."""
    return Meeting(
        start=at(start),
        end=at(end) if end else None,
        whole_day=len(start) == len("2026-11-22"),
        zone="UTC",
        **more,
    )


def site(*pages: Page, books: tuple[LedgerEntry, ...] = ()) -> Site:
    """Return a site of these *pages*, with *books* in its ledger."""
    config = Config("Library", "https://library.example.org/", "UTC")
    return Site(config, Theme("tiny", ()), pages, files={}, book_ledger=books)
