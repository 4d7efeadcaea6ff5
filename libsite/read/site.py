"""Everything that people wrote, read and checked: the `Site`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from libsite.digest import digest
from libsite.errors import Problem, error, has_errors, warning
from libsite.model import KINDS, RESERVED, Asset, Config, Document, Kind, Page, Site
from libsite.moments import moment
from libsite.read.documents import File, Memo, read_documents
from libsite.read.identity import doubled, identify
from libsite.text import direction, nearest, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from libsite.model import LedgerEntry, Theme
    from libsite.scan import Scan

SETTINGS = "site.yaml"
CONTENT = "content"
LEDGER = "content/_ledger/published.yaml"
MARKDOWN = (".md", ".markdown")
INDEX = ("/index.md", "/index.markdown")
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ](.+)", re.DOTALL)
TRANSLATION = re.compile(r".+\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)", re.DOTALL)
"""A file name of a translation, `rivers.es`: reserved."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a site gave: the Site, unless errors leave none, and the problems."""

    site: Site | None
    problems: tuple[Problem, ...]
    used: frozenset[str] = frozenset()
    """The keys of the remembered Documents that are in use."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the bytes of a site come from, and what is remembered of them."""

    scan: Scan
    load: Callable[[str], bytes]
    memo: Memo
    toolchain: str
    workers: int | None
    step: Callable[[int, int], None]
    """Told how many files are understood, and of how many."""


def read_site(sources: Sources, *, url: str | None) -> Reading:
    """Read the site whose files *sources* gives; *url* overrides the address in `site.yaml`.

    All faults are reported, in the order of the files. Without a readable `site.yaml`, theme and
    ledger there is no Site; a file with a fault of its own is left out of it, and named in
    `left_out`.
    """
    config, theme, ledger, problems = _read_settings(sources, url)
    problems += [
        error(f"this cannot be read: {reason}", path=path, hint=_odd_hint(reason))
        for path, reason in sources.scan.odd.items()
    ]
    files, strays = _markdown_files(sources.scan)
    documents = read_documents(
        files,
        sources.load,
        sources.memo,
        toolchain=sources.toolchain,
        workers=sources.workers,
        step=sources.step,
    )
    problems += [*strays, *documents.problems]
    # A broken ledger is never taken for an empty one: addresses would be lost without a word.
    if config is None or theme is None or any(problem.path == LEDGER for problem in problems):
        return Reading(None, tuple(problems), documents.used)
    named = {
        source: (document, _derived_id(source, _kind(source, document)))
        for source, document in documents.found.items()
    }
    ids, found = identify(named, ledger, frozenset(sources.scan.seen))
    problems += found
    pages = []
    for source, document in documents.found.items():
        page, faults = _page(source, document, ids[source], config)
        problems += faults
        if not faults:
            pages.append(page)
    problems += doubled(pages)
    used = frozenset(page.source for page in pages)
    site = Site(
        config=config,
        theme=theme,
        pages=tuple(pages),
        files=_assets(sources.scan),
        left_out=frozenset(file.source for file in files if file.source not in used),
        ledger=ledger,
    )
    return Reading(site, tuple(problems), documents.used)


def _read_settings(
    sources: Sources, url: str | None
) -> tuple[Config | None, Theme | None, tuple[LedgerEntry, ...], list[Problem]]:
    """Read `site.yaml`, the theme and the ledger."""
    # YAML and pydantic: the command line loads them only when there is something to read.
    from libsite.read.config import read_config
    from libsite.read.decode import decode
    from libsite.read.ledger import read_ledger
    from libsite.read.theme import read_theme

    seen, load = sources.scan.seen, sources.load
    problems: list[Problem] = []
    ledger: tuple[LedgerEntry, ...] = ()
    if LEDGER in seen:
        text, found = decode(load(LEDGER))
        ledger, more = read_ledger(text, path=LEDGER)
        problems += [*(replace(problem, path=LEDGER) for problem in found), *more]
    if SETTINGS in sources.scan.odd:
        return None, None, ledger, problems
    if SETTINGS not in seen:
        hint = "go to the folder of your site, or make a new one with `libsite init DIR`"
        missing = error("there is no `site.yaml` here", path=SETTINGS, hint=hint)
        return None, None, ledger, [missing]
    text, found = decode(load(SETTINGS))
    problems += [replace(problem, path=SETTINGS) for problem in found]
    config, more = read_config(text) if not has_errors(found) else (None, ())
    problems += more
    if config is None:
        return None, None, ledger, problems
    if url is not None:
        config = replace(config, url=url if url.endswith("/") else url + "/")
    theme, more = read_theme(config.theme, config.language, seen, load)
    problems += [
        replace(problem, line=config.lines.get("theme", 0)) if problem.path == SETTINGS else problem
        for problem in more
    ]
    return config, theme, ledger, problems


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
    """Return the Markdown files that are content, and a warning for each that lies elsewhere."""
    by_folder = {kind.folder: kind for kind in KINDS.values()}
    files, strays = [], []
    for path, seen in scan.seen.items():
        if (
            not path.startswith(f"{CONTENT}/")
            or not path.lower().endswith(MARKDOWN)
            or _is_private(path)
        ):
            continue
        _, folder, *inner = path.split("/")
        kind = by_folder.get(folder) if inner else None
        if kind is None:
            folders = sorted(by_folder)
            near = nearest(folder, folders) if inner else None
            places = " or ".join(f"`content/{folder}/`" for folder in folders)
            hint = f"did you mean `content/{near}/`?" if near else f"move it to {places}"
            strays.append(
                warning("this file is in no folder of a kind; left out", path=path, hint=hint)
            )
        else:
            files.append(File(path, kind.name, seen.digest))
    return files, strays


def _is_markdown(path: str) -> bool:
    """Tell whether *path* is Markdown of this site, which is never published as it is."""
    return path.startswith(f"{CONTENT}/") and path.lower().endswith(MARKDOWN)


def _is_private(path: str) -> bool:
    """Tell whether a part of *path* begins with `_`: the librarian's own drawer."""
    return any(part.startswith("_") for part in path.split("/"))


def _assets(scan: Scan) -> dict[str, Asset]:
    return {
        path.removeprefix(f"{CONTENT}/"): Asset(path, seen.digest, seen.size)
        for path, seen in scan.seen.items()
        if path.startswith(f"{CONTENT}/")
        and not path.lower().endswith(MARKDOWN)
        and not _is_private(path)
    }


def stem_of(source: str) -> tuple[str, str | None]:
    """Return the name that *source* goes by, and the day in it: `2026-11-21-rivers.md`.

    A folder with an `index.md` goes by the folder's name.
    """
    parts = source.split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    if stem.lower() == "index":
        stem = parts[-2]
    match = DATED.fullmatch(stem)
    if match:
        try:
            date.fromisoformat(match[1])
        except ValueError:
            return stem, None
        return match[2], match[1]
    return stem, None


def _derived_id(source: str, kind: Kind) -> str:
    """Return the id that a file's name stands for: `post/rivers`, `page/kids/rules`."""
    stem = stem_of(source)[0]
    inner = [] if kind.listed else source.split("/")[2:-1]
    if inner and source.lower().endswith(INDEX):
        inner = inner[:-1]
    return "/".join([kind.name, *inner, stem])


def _kind(source: str, document: Document) -> Kind:
    if document.front.kind:
        return KINDS[document.front.kind]
    folder = source.split("/")[1]
    return next(kind for kind in KINDS.values() if kind.folder == folder)


def _page(
    source: str, document: Document, identity: str, config: Config
) -> tuple[Page, list[Problem]]:
    """Return the page that *document* is in its site, and what is wrong with its place in it."""
    front, kind = document.front, _kind(source, document)
    stem, day = stem_of(source)
    slug = front.slug or slugify(stem) or digest(stem)[:8]
    lang = front.lang or config.language
    problems = list(_path_problems(source, document, kind, slug))
    begins = _moment("date", front.date or day, source, document, config, problems)
    updated = _moment("updated", front.updated, source, document, config, problems)
    ends = _moment("expires", front.expires, source, document, config, problems)
    if begins and ends and ends <= begins:
        problems.append(
            error(
                "`expires` is not after `date`, so that the page would never be public",
                path=source,
                line=front.lines.get("expires", 0),
                hint="write a later day, or delete the line",
            )
        )
    page = Page(
        source=source,
        kind=kind.name,
        id=identity,
        path=page_path(source, kind, slug, config),
        title=front.title,
        lang=lang,
        dir=direction(lang),
        date=begins,
        updated=updated,
        expires=ends,
        document=document,
    )
    return page, problems


def _moment(  # noqa: PLR0917 - what `_page` knows
    name: str,
    text: str | None,
    source: str,
    document: Document,
    config: Config,
    problems: list[Problem],
) -> datetime | None:
    """Return the moment that the field *name* says, or None; the calendar may end before it."""
    if not text:
        return None
    try:
        return moment(text, config.timezone)
    except (ValueError, OverflowError):
        message = f'`{name}` is not a day: "{text}"'
        line = document.front.lines.get(name, 0)
        problems.append(error(message, path=source, line=line, hint="write it as 2026-11-21"))
        return None


def page_path(source: str, kind: Kind, slug: str, config: Config) -> str:
    """Return the output folder of the page *source*: `posts/rivers/`; for a page, `kids/rules/`."""
    if kind.listed:
        return f"{config.section(kind)}{slug}/"
    inner = source.split("/")[2:-1]
    if source.lower().endswith(INDEX):
        inner = inner[:-1]
    return "/".join([*(slugify(part) or part for part in inner), slug, ""])


def _path_problems(source: str, document: Document, kind: Kind, slug: str) -> Iterator[Problem]:
    name = source.rsplit("/", 1)[1].rsplit(".", 1)[0]
    line = document.front.lines.get("slug", 0)
    if TRANSLATION.fullmatch(name):
        yield error(
            f"the ending `.{name.rsplit('.', 1)[1]}` is reserved for translations, which this "
            "version does not make",
            path=source,
            hint="rename the file, and write `lang:` in it for its language",
        )
    top = source.count("/") == len(("content", kind.folder))
    if name.lower() == "index" and top:
        yield error(
            f"`index.md` stands for its folder, and `content/{kind.folder}/` is a whole section",
            path=source,
            hint="give the file a name of its own",
        )
    if not kind.listed and top:
        if slug in RESERVED or slug in KINDS:
            yield error(
                f"the address `/{slug}/` belongs to libsite",
                path=source,
                line=line,
                hint=f"add the line `slug: about-{slug}`, or another word",
            )
        elif re.fullmatch(r"[a-z]{2}", slug):
            yield error(
                f"the address `/{slug}/` is reserved for a language",
                path=source,
                line=line,
                hint="add the line `slug:` with a longer word",
            )
