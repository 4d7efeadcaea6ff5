"""Everything that people wrote, read and checked: the `Site`."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

from msgspec import field
from msgspec.structs import replace

from libsite.errors import Problem, error, has_errors, warning
from libsite.model import BOOK, KINDS, LIST, Asset, Site, kind_at
from libsite.noun import Noun
from libsite.read.documents import File, Memo, read_documents
from libsite.read.identity import doubled, identify, other_feeds
from libsite.read.pages import Around, read_pages
from libsite.read.pictures import Memo as PictureMemo
from libsite.read.pictures import measure
from libsite.read.places import TWICE, derived_id, is_markdown, is_private, kind_of
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from libsite.model import Config, LedgerEntry, Network, Share, Theme
    from libsite.read.documents import Documents
    from libsite.scan import Scan
    from libsite.workers import Crew

SETTINGS = "site.yaml"
CONTENT = "content"
LEDGER = "content/_ledger/published.yaml"
SHARED = "content/_ledger/shared.yaml"


class Reading(Noun, frozen=True):
    """What reading a site gave: the Site, unless errors leave none, and the problems."""

    site: Site | None
    problems: tuple[Problem, ...]
    stale: frozenset[str] = frozenset()
    """The keys of the remembered Documents that are no longer in use."""


class Memory(Memo, PictureMemo, Protocol):
    """Where all that was understood is remembered between builds."""


class Sources(Noun, frozen=True):
    """Where the bytes of a site come from, and what is remembered of them."""

    scan: Scan
    load: Callable[[str], bytes]
    memo: Memory
    toolchain: str
    crew: Crew
    step: Callable[[int, int], None]
    """Told how many files are understood, and of how many."""
    meanwhile: Callable[[Config, Theme, Collection[str]], None]
    """Told of the settings, and of the kinds that there are pages of, while other processes read
    these; not at all where none do. It runs within a transaction of the memo, and leaves it alone.
    """


class _Settings(Noun, frozen=True):
    """What concerns the whole site; None where it cannot be read."""

    config: Config | None = None
    theme: Theme | None = None
    ledger: tuple[LedgerEntry, ...] = ()
    shared: tuple[Share, ...] = ()
    networks: Mapping[str, Network] = field(default_factory=dict)


def read_site(sources: Sources, *, url: str | None) -> Reading:
    """Read the site whose files *sources* gives; *url* overrides the address in `site.yaml`.

    All faults are reported, in the order of the files. Without a readable `site.yaml`, theme and
    ledger there is no Site; a file with a fault of its own is left out of it, and named in
    `left_out`.
    """
    files, strays = _markdown_files(sources.scan)
    read_settings = cache(partial(_read_settings, sources, url))  # by whoever asks first
    documents = read_documents(
        files,
        sources.load,
        sources.memo,
        toolchain=sources.toolchain,
        crew=sources.crew,
        step=sources.step,
        meanwhile=partial(_meanwhile, read_settings, files, sources),
    )
    settings, found = read_settings()
    odd = [
        error(f"this cannot be read: {reason}", path=path, hint=_odd_hint(reason))
        for path, reason in sources.scan.odd.items()
    ]
    problems = [*found, *odd, *strays, *documents.problems]
    # A broken ledger is never taken for an empty one: addresses would be lost without a word.
    broken = any(problem.path == LEDGER for problem in problems)
    if settings.config is None or settings.theme is None or broken:
        return Reading(None, tuple(problems), documents.stale)
    site, more = _site(settings, settings.config, settings.theme, (files, documents), sources)
    return Reading(site, (*problems, *more), documents.stale)


def _meanwhile(
    read_settings: Callable[[], tuple[_Settings, list[Problem]]],
    files: Iterable[File],
    sources: Sources,
) -> None:
    """Read the settings, and tell of them whoever wants to get something ready for them."""
    settings, _ = read_settings()
    if settings.config and settings.theme:
        sources.meanwhile(settings.config, settings.theme, {file.kind for file in files})


def _site(
    settings: _Settings,
    config: Config,
    theme: Theme,
    content: tuple[list[File], Documents],
    sources: Sources,
) -> tuple[Site, list[Problem]]:
    """Return the Site that *settings* and *content* make, and what is wrong with its pages."""
    files, documents = content
    ledgers = _apart(settings.ledger)
    recorded = ledgers[""]
    named = {
        source: (document, derived_id(source, kind_of(source, document)))
        for source, document in documents.found.items()
    }
    ids, problems = identify(named, recorded, frozenset(sources.scan.seen))
    broken = frozenset(file.source for file in files) - documents.found.keys()
    around = Around(config, sources.scan.seen, sources.load, broken)
    pages, found = read_pages(documents.found, ids, around)
    used = frozenset(page.source for page in pages)
    assets = _assets(sources.scan)
    site = Site(
        config=config,
        theme=theme,
        pages=pages,
        files=assets,
        left_out=frozenset(file.source for file in files if file.source not in used),
        ledger=recorded,
        book_ledger=ledgers[BOOK],
        list_ledger=ledgers[LIST],
        pictures=measure(
            {asset.source: asset.digest for asset in assets.values()},
            sources.load,
            sources.memo,
            sources.toolchain,
            crew=sources.crew,
        ),
        networks=settings.networks,
        shared=_by_page(settings.shared),
    )
    known = {*ids.values(), *_ids_of_broken(broken)}
    return site, [*problems, *found, *doubled(pages), *_strange(settings.shared, known)]


def _apart(ledger: Iterable[LedgerEntry]) -> dict[str, tuple[LedgerEntry, ...]]:
    """Return the recorded books and lists by how their ids begin, and the pages under nothing."""
    found: dict[str, list[LedgerEntry]] = {BOOK: [], LIST: [], "": []}
    for entry in ledger:
        found.get(f"{entry.id.partition('/')[0]}/", found[""]).append(entry)
    return {start: tuple(entries) for start, entries in found.items()}


def _ids_of_broken(sources: Iterable[str]) -> Iterator[str]:
    """Yield the ids that files which cannot be read would have by their names."""
    for source in sources:
        if kind := kind_at(source):
            yield derived_id(source, kind)


def _by_page(shared: tuple[Share, ...]) -> dict[str, tuple[Share, ...]]:
    found: dict[str, list[Share]] = {}
    for line in shared:
        found.setdefault(line.id, []).append(line)
    return {page_id: tuple(lines) for page_id, lines in found.items()}


def _strange(shared: tuple[Share, ...], ids: Iterable[str]) -> Iterable[Problem]:
    """Return what is to be said of lines in the ledger of posts whose page is none of *ids*."""
    if not shared:
        return ()
    from libsite.read.shared import strange_ids

    return strange_ids(shared, ids, path=SHARED)


def _read_settings(sources: Sources, url: str | None) -> tuple[_Settings, list[Problem]]:
    """Read `site.yaml`, the theme, both ledgers and the registry of networks."""
    # YAML and pydantic: the command line loads them only when there is something to read.
    from libsite.read.config import read_config
    from libsite.read.networks import registry
    from libsite.read.theme import read_theme

    problems: list[Problem] = []
    settings = _read_ledgers(_Settings(networks=registry()), sources, problems)
    if SETTINGS in sources.scan.odd:
        return settings, problems
    if SETTINGS not in sources.scan.seen:
        hint = "go to the folder of your site, or make a new one with `libsite init DIR`"
        return settings, [error("there is no `site.yaml` here", path=SETTINGS, hint=hint)]
    text = _text(SETTINGS, sources, problems)
    config, more = read_config(text) if text is not None else (None, ())
    problems += more
    if config is None:
        return settings, problems
    problems += other_feeds(config, settings.ledger, path=SETTINGS)
    if url is not None:  # the same entries of feeds, wherever a copy stands
        url = url if url.endswith("/") else url + "/"
        config = replace(config, url=url, id=config.space)
    seen, load = sources.scan.seen, sources.load
    theme, more = read_theme(config.theme, config.language, seen, load)
    problems += [
        replace(problem, line=config.lines.get("theme", 0)) if problem.path == SETTINGS else problem
        for problem in more
    ]
    return replace(settings, config=config, theme=theme), problems


def _read_ledgers(settings: _Settings, sources: Sources, problems: list[Problem]) -> _Settings:
    """Return *settings* with what has been published, and what was posted where."""
    from libsite.read.ledger import read_ledger
    from libsite.read.shared import read_shared

    if LEDGER in sources.scan.seen and (text := _text(LEDGER, sources, problems)) is not None:
        ledger, found = read_ledger(text, path=LEDGER)
        settings = replace(settings, ledger=ledger)
        problems += found
    if SHARED in sources.scan.seen and (text := _text(SHARED, sources, problems)) is not None:
        shared, found = read_shared(text, settings.networks, path=SHARED)
        settings = replace(settings, shared=shared)
        problems += found
    return settings


def _text(path: str, sources: Sources, problems: list[Problem]) -> str | None:
    """Return the text of the file *path*; None, and an error, where its bytes are none."""
    from libsite.read.decode import decode

    text, found = decode(sources.load(path))
    problems += [replace(problem, path=path) for problem in found]
    return None if has_errors(found) else text


_ODD_HINTS = {
    "its name is not": "rename it",
    "its name differs": "rename one of the two, or delete it",
    "it is ": "put a plain file in its place",
}


def _odd_hint(reason: str) -> str:
    """Return what to do about a file that cannot be read for *reason*, as the scan says it."""
    hints = (hint for start, hint in _ODD_HINTS.items() if reason.startswith(start))
    return next(hints, "let everybody read it who builds the site")


def _markdown_files(scan: Scan) -> tuple[list[File], list[Problem]]:
    """Return the Markdown files that are content, and a warning for each that is meant to be."""
    files, strays = [], []
    for path, seen in scan.seen.items():
        if not path.startswith(f"{CONTENT}/") or is_private(path):
            continue
        if not is_markdown(path):
            if path.lower().endswith(TWICE):
                strays.append(_twice(path))
            continue
        kind = kind_at(path)
        if kind is None:
            _, folder, *inner = path.split("/")
            folders = sorted({kind.folder for kind in KINDS.values()})
            near = nearest(folder, folders) if inner else None
            *others, last = (f"`content/{folder}/`" for folder in folders)
            places = f"{', '.join(others)} or {last}"
            hint = f"did you mean `content/{near}/`?" if near else f"move it to {places}"
            strays.append(
                warning("this file is in no folder of a kind; left out", path=path, hint=hint)
            )
        else:
            files.append(File(path, kind.name, seen.digest))
    return files, strays


def _twice(path: str) -> Problem:
    name = path.rpartition("/")[2].rpartition(".")[0]
    return warning(
        "this is no page, since its name ends with `.txt`",
        path=path,
        hint=f"name it `{name}`; on Windows, View > Show > File name extensions shows whole names",
    )


def _assets(scan: Scan) -> dict[str, Asset]:
    return {
        path.removeprefix(f"{CONTENT}/"): Asset(path, seen.digest, seen.size)
        for path, seen in scan.seen.items()
        if path.startswith(f"{CONTENT}/") and not is_markdown(path) and not is_private(path)
    }
