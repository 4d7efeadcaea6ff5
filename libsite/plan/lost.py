"""Lists that were public: the ledger against those planned now, and what stands where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.model import LIST, LedgerEntry
from libsite.plan.former import alias_path, folders, notice_at, redirect_at
from libsite.views import BooksView, ClubsView, ListView, WordsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.artifact import Bundle
    from libsite.model import Site
    from libsite.plan.catalog import Catalog


def list_entries(bundles: Iterable[Bundle], site: Site) -> tuple[LedgerEntry, ...]:
    """Return each list among *bundles* as the ledger is to know it.

    With the home page, which never moves, it keeps what the ids of feeds are made from.
    """
    return tuple(
        LedgerEntry(
            id=_id(bundle),
            url=f"/{bundle.name.removesuffix('index.html')}",
            source="site.yaml",
            body=site.config.space if bundle.because == "home" else "",
        )
        for bundle in bundles
        if isinstance(bundle.view, ListView | WordsView | ClubsView | BooksView)
    )


def _id(bundle: Bundle) -> str:
    """Return the permanent name of a list: that of a section does not depend on its address."""
    name = bundle.name.removesuffix("/index.html").rpartition("/")[2]
    match bundle.because:
        case "section":
            return f"{LIST}section/{getattr(bundle.view, 'kind', '')}"
        case "year":
            return f"{LIST}year/{getattr(bundle.view, 'kind', '')}/{name}"
        case "tag" | "audience":
            return f"{LIST}{bundle.because}/{name}"
    return f"{LIST}{bundle.because}"  # of which there is one: HOME is among them


def with_former_lists(
    bundles: tuple[Bundle, ...], lists: Iterable[LedgerEntry], site: Site, catalog: Catalog
) -> tuple[Bundle, ...]:
    """Return *bundles* with what stands where a recorded list was, and *lists* are now.

    A list that has moved is led to, and its feeds stand at both places, since no feed can lead on;
    so do those of a club. One that has nothing to show any more leaves a notice.
    """
    moved = dict(_moved_clubs(catalog))
    now = {entry.id: entry.url for entry in lists}
    planned = {output.path for bundle in bundles for output in bundle.outputs}
    more: list[Bundle] = []
    for entry in site.list_ledger:
        here = now.get(entry.id)
        for url in (*entry.former, entry.url):
            folder = url.lstrip("/")
            if (path := alias_path(url)) in planned:
                continue
            planned.add(path)
            if here is None:
                more.append(notice_at(folder, "lists", site))
            else:
                more.append(redirect_at(path, here.lstrip("/"), "lists", site))
                moved.setdefault(here.lstrip("/"), []).append(folder)
    if not more and not moved:
        return bundles
    return (*(_also_at(bundle, moved, planned) for bundle in bundles), *more)


def _moved_clubs(catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    """Yield the folder of each club that has moved, and those in which it was."""
    for club in catalog.diary.clubs:
        if former := folders(catalog.former.get(club.source, ())):
            yield club.path, list(former)


def _also_at(bundle: Bundle, moved: dict[str, list[str]], planned: set[str]) -> Bundle:
    """Return *bundle*; if it is the feeds of something that has moved, with those at each place."""
    if bundle.because != "feeds":
        return bundle
    folder = bundle.name.removesuffix("feed.xml")
    copies = tuple(
        replace(output, path=f"{former}{output.path.removeprefix(folder)}")
        for former in moved.get(folder, ())
        for output in bundle.outputs
    )
    free = tuple(copy for copy in copies if copy.path not in planned)
    return replace(bundle, outputs=(*bundle.outputs, *free)) if free else bundle
