"""What is published at a moment, in order: with the diary, all that knows what time it is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from libsite.digest import digest
from libsite.errors import Problem, notice
from libsite.model import KINDS, Page
from libsite.moments import half_years
from libsite.noun import Noun
from libsite.plan.addresses import has_security_txt
from libsite.plan.diary import Diary, keep_diary
from libsite.plan.former import former_addresses
from libsite.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from libsite.model import Site

FAR = timedelta(days=366)
"""Nobody dates a page further ahead than this on purpose."""


class Group(Noun, frozen=True):
    """Pages that share a word: a tag, an audience, a year."""

    name: str
    """As people read it; of several spellings the commonest."""
    slug: str
    pages: tuple[Page, ...]


class Catalog(Noun, frozen=True):
    """The published pages of a site at a moment, and the groups they form; newest first."""

    published: tuple[Page, ...]
    hidden: Mapping[str, str]
    """Why a source is not published, in words, by source."""
    diary: Diary
    """The book clubs, what they read when, and when they meet."""
    gone: tuple[Page, ...]
    """Pages that were public and are no longer: their addresses keep a tombstone."""
    former: Mapping[str, tuple[str, ...]]
    """The former addresses of pages, by source: their aliases, and what their club's bring."""
    sections: Mapping[str, tuple[Page, ...]]
    """The pages of each kind that has a section; of posts, and of what else somebody has begun."""
    listed: tuple[Page, ...]
    years: Mapping[str, tuple[Group, ...]]
    """The years of each section, the latest first."""
    tags: tuple[Group, ...]
    """Sorted by slug."""
    audiences: tuple[Group, ...]
    """Those of `site.yaml` in its order, then any others by slug; those without pages left out."""
    good_until: datetime
    """Until when what promises something to strangers may promise it: half a year at least."""
    until: datetime | None
    """The earliest later moment at which any of this changes by itself."""


def catalog(site: Site, now: datetime) -> Catalog:
    """Decide what of *site* is published at *now*, an aware datetime."""
    hidden = hidden_pages(site.pages, now)
    published = tuple(
        sorted((page for page in site.pages if page.source not in hidden), key=newest_first)
    )
    listed = tuple(page for page in published if KINDS[page.kind].listed)
    written = {"post", *(page.kind for page in site.pages)}
    sections = {
        kind.name: tuple(page for page in listed if page.kind == kind.name)
        for kind in KINDS.values()
        if kind.section and kind.name in written
    }
    tags = _groups((page, page.document.front.tags) for page in listed)
    audiences = _groups((page, page.document.front.audience) for page in published if is_news(page))
    diary = keep_diary(published, now)
    half_year, good_until = half_years(now)
    renewal = half_year if has_security_txt(site) else None
    return Catalog(
        published=published,
        hidden=hidden,
        diary=diary,
        gone=_gone(site.pages, now),
        former=former_addresses(site.pages),
        sections=sections,
        listed=listed,
        years={kind: _years(pages) for kind, pages in sections.items()},
        tags=tags,
        audiences=_in_order(audiences, site.config.audiences),
        good_until=good_until,
        until=min(filter(None, (renewal, _until(site.pages, diary, now))), default=None),
    )


def is_news(page: Page) -> bool:
    """Tell whether *page* is something to tell others: what feeds list, and clubs."""
    return KINDS[page.kind].listed or page.kind == "club"


def hidden_pages(pages: tuple[Page, ...], now: datetime) -> dict[str, str]:
    """Return why each of *pages* that is not published at *now* is not, in words, by source."""
    hidden = {page.source: why for page in pages if (why := _why_hidden(page, now))}
    for page in pages:
        if page.club in hidden:
            hidden.setdefault(page.source, f"its club is not published: {hidden[page.club]}")
    return hidden


def _gone(pages: tuple[Page, ...], now: datetime) -> tuple[Page, ...]:
    """Return the *pages* that were public and are no longer, for themselves or with their club."""
    gone = {page.source for page in pages if _was_public(page, now)}
    return tuple(
        page
        for page in pages
        if page.source in gone or (page.club in gone and not _why_hidden(page, now))
    )


def _why_hidden(page: Page, now: datetime) -> str:
    front = page.document.front
    if front.draft:
        return f"it says `{front.draft}`"
    if front.withdrawn:
        return "it says `withdrawn: true`"
    if page.date is not None and page.date > now:
        return f"its date, {page.date:%Y-%m-%d %H:%M}, is still to come"
    if page.expires is not None and page.expires <= now:
        return f"it expired on {page.expires:%Y-%m-%d %H:%M}"
    return ""


def _was_public(page: Page, now: datetime) -> bool:
    """Tell whether *page* was taken back or has expired, rather than never having been public."""
    front = page.document.front
    if front.draft:
        return False
    if front.withdrawn:  # whatever its date says: nobody takes back what was never there
        return True
    if page.date is not None and page.date > now:
        return False
    return page.expires is not None and page.expires <= now


def odd_dates(pages: Iterable[Page], now: datetime) -> Iterator[Problem]:
    """Yield a notice for each page that waits for longer than people plan: a slip of the year."""
    for page in pages:
        front = page.document.front
        if page.date is not None and page.date > now + FAR and not front.draft:
            yield notice(
                f"this page is not published before {page.date:%Y-%m-%d}",
                path=page.source,
                line=front.lines.get("date", 0),
                hint="check the year",
            )


def newest_first(page: Page) -> tuple[bool, float, str]:
    """Return the sort key of listings: newest first, undated last.

    Ties are broken by source, so that two posts of one day never swap between builds.
    """
    return page.date is None, -page.date.timestamp() if page.date else 0.0, page.source


@lru_cache(maxsize=4096)
def group_slug(name: str) -> str:
    """Return the address part of a tag or audience; never empty."""
    # `C#` and `C++` are two subjects; a `#` in front is how networks write any
    spelt = name.lstrip("#").replace("#", " sharp ").replace("+", " plus ")
    return slugify(spelt) or digest(name)[:8]


def _groups(worded: Iterable[tuple[Page, tuple[str, ...]]]) -> tuple[Group, ...]:
    named = [(page, words) for page, words in worded if words]
    counts = Counter(word for _, words in named for word in words)
    slugs = {word: group_slug(word) for word in counts}
    pages: dict[str, list[Page]] = {}
    for page, words in named:
        for slug in dict.fromkeys([slugs[word] for word in words]):
            pages.setdefault(slug, []).append(page)
    spelt: dict[str, str] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        spelt.setdefault(slugs[word], word)  # the commonest of several spellings
    return tuple(Group(spelt[slug], slug, tuple(pages[slug])) for slug in sorted(pages))


def _years(pages: tuple[Page, ...]) -> tuple[Group, ...]:
    years: dict[str, list[Page]] = {}
    for page in pages:
        if page.date is not None:
            years.setdefault(f"{page.date.year:04}", []).append(page)
    return tuple(Group(year, year, tuple(years[year])) for year in sorted(years, reverse=True))


def _in_order(groups: tuple[Group, ...], order: tuple[str, ...]) -> tuple[Group, ...]:
    rank = {group_slug(name): (place, name) for place, name in enumerate(order)}
    named = (
        Group(rank[group.slug][1], group.slug, group.pages) if group.slug in rank else group
        for group in groups
    )
    return tuple(sorted(named, key=lambda g: (rank.get(g.slug, (len(rank), ""))[0], g.slug)))


def _until(pages: Iterable[Page], diary: Diary, now: datetime) -> datetime | None:
    moments = (
        when
        for page in pages
        if not page.document.front.draft
        for when in (page.date, page.date and page.date - FAR, page.expires)
        if when is not None and when > now
    )
    own = () if diary.until is None else (diary.until,)
    return min((*moments, *own), default=None)
