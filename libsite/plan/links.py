"""Where the links in bodies lead: other content, files beside it, planned addresses."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from libsite.errors import Problem, error, notice
from libsite.model import KINDS, Asset, Page, Slot
from libsite.text import excerpt, marker, nearest, normal, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.model import Site
    from libsite.plan.catalog import Catalog

CONTENT = "content/"
DATA_ENDINGS = (".csv", ".tsv", ".mrc", ".marc", ".xml", ".json", ".ics", ".yaml", ".yml")
"""Files that are input to libsite; never published."""
INDEXES = ("/index.md", "/index.markdown")
SHOWN = 120
"""Characters of an address that a message shows."""
HINTS = 20
"""Near misses are looked for this many times: each compares with every name on the site."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A link to an address that the plan must hold in the end."""

    source: str
    slot: Slot
    path: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the slots of one page hold, and the files that it publishes."""

    fills: tuple[str, ...] = ()
    image: str = ""
    """The address of the picture that stands for the page; empty where it has none."""
    assets: tuple[tuple[str, Asset], ...] = ()
    """The files, each with its output path."""


@dataclass(frozen=True, slots=True)
class Index:
    """What a link may lead to."""

    pages: Mapping[str, Page]
    """Published pages by source."""
    paths: Mapping[str, str]
    """The source of each page by its output folder, published or not."""
    unpublished: frozenset[str]
    broken: frozenset[str]
    """Sources with a fault, and the addresses that they would probably have: what leads to them is
    left out without a word, since the fault itself is said."""
    files: Mapping[str, Asset]
    folders: Mapping[str, str]
    """The output folder of each page that has a folder of its own, by that folder."""


@dataclass(slots=True)
class Links:
    """All links of the published pages, resolved, and what is wrong with them."""

    index: Index
    resolved: dict[str, Resolved] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def resolve_links(site: Site, catalog: Catalog) -> Links:
    """Resolve every slot of every published page of *site*."""
    index = Index(
        pages={page.source: page for page in catalog.published},
        paths={page.path: page.source for page in site.pages},
        unpublished=frozenset(catalog.hidden),
        broken=site.left_out | frozenset(_probable_paths(site)),
        files=site.files,
        folders={
            page.source.rpartition("/")[0]: page.path
            for page in catalog.published
            if page.source.lower().endswith(INDEXES)
        },
    )
    links = Links(index)
    for page in catalog.published:
        links.resolved[page.source] = _resolve_page(page, links)
    return links


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]")


def _probable_paths(site: Site) -> Iterable[str]:
    """Yield the address that each file with a fault has if nothing in it says otherwise."""
    folders = {kind.folder: kind for kind in KINDS.values()}
    for source in site.left_out:
        _, folder, *inner, name = source.split("/")
        stem = name.rpartition(".")[0]
        if stem == "index" and inner:
            stem = inner.pop()
        kind = folders[folder]
        section = site.config.section(kind) if kind.listed else "".join(f"{i}/" for i in inner)
        yield f"{section}{slugify(_DAY.sub('', stem, count=1))}/"


_NOTHING = Resolved()


def _resolve_page(page: Page, links: Links) -> Resolved:
    document = page.document
    front = document.front
    if not document.slots and front.image is None and not front.files:
        return _NOTHING
    assets: dict[str, Asset] = {}
    fills = tuple(_resolve(page, slot, links, assets) for slot in document.slots)
    image = ""
    if front.image is not None:
        image = _resolve(page, _front_slot(page, "image", front.image.src), links, assets)
    for name in front.files:
        _resolve(page, _front_slot(page, "files", name), links, assets)
    return Resolved(fills, image, tuple(assets.items()))


def _front_slot(page: Page, key: str, target: str) -> Slot:
    return Slot("src", target, page.document.front.lines.get(key, 0))


def _resolve(page: Page, slot: Slot, links: Links, assets: dict[str, Asset]) -> str:
    """Return the address for *slot* of *page*, or nothing for a link that is taken away."""
    path, _, fragment = slot.target.partition("#")
    path, fragment = normal(unquote(path.partition("?")[0])), unquote(fragment)
    if not path:
        _check_fragment(page, slot, page, fragment, links)
        return f"#{fragment}"
    for candidate in (_literal(page, slot), *_candidates(page, path)):
        if candidate in links.index.pages:
            target = links.index.pages[candidate]
            _check_fragment(page, slot, target, fragment, links)
            return marker(target.path, fragment)
        if candidate in links.index.broken:
            return ""
        if candidate in links.index.unpublished:
            links.problems.append(_unpublished(page, slot, candidate))
            return ""
        asset = links.index.files.get(candidate.removeprefix(CONTENT))
        if asset is not None and candidate.startswith(CONTENT):
            return _publish(page, slot, asset, links, assets)
    return _address(page, slot, path, fragment, links)


def _literal(page: Page, slot: Slot) -> str:
    """Return the source that the address is as it stands: `#`, `?` and `%` may be in a name."""
    return posixpath.normpath(f"{page.source.rpartition('/')[0]}/{slot.target}")


def _candidates(page: Page, path: str) -> Iterable[str]:
    """Yield the sources that *path*, as written in *page*, may mean."""
    folder = page.source.rsplit("/", 1)[0]
    if path.startswith("@/"):
        wanted = posixpath.normpath(CONTENT + path[2:])
    elif path.startswith("/"):
        wanted = posixpath.normpath(CONTENT + path.lstrip("/"))
    else:
        wanted = posixpath.normpath(f"{folder}/{path}")
    yield wanted
    yield f"{wanted}/index.md"


def _address(page: Page, slot: Slot, path: str, fragment: str, links: Links) -> str:
    """Return the address of *path* read as an address of the site, and claim that it exists."""
    if path.startswith("@/"):
        links.problems.append(_broken(page, slot, links))
        return ""
    start = "/" if path.startswith("/") else f"/{page.path}"
    wanted = posixpath.normpath(posixpath.join(start, path)).lstrip("/")
    if path.endswith("/") and wanted and wanted != ".":
        wanted += "/"
    wanted = "" if wanted == "." else wanted
    folder = wanted if wanted.endswith("/") or not wanted else f"{wanted}/"
    source = links.index.paths.get(folder)
    if source is not None and source in links.index.pages:
        target = links.index.pages[source]
        _check_fragment(page, slot, target, fragment, links)
        return marker(target.path, fragment)
    if source is not None:
        links.problems.append(_unpublished(page, slot, source))
        return ""
    if folder in links.index.broken:
        return ""
    if wanted and "." not in wanted.rpartition("/")[2]:
        wanted = folder  # a page: some web servers and every USB stick need the slash
    links.claims.append(Claim(page.source, slot, wanted))
    return marker(wanted, fragment)


ACTIVE = (".html", ".htm", ".xhtml", ".shtml", ".js", ".mjs", ".php", ".swf")
"""Files that would run on the library's own address."""


def _publish(page: Page, slot: Slot, asset: Asset, links: Links, assets: dict[str, Asset]) -> str:
    """Return the address of *asset*, which *page* thereby publishes."""
    if asset.source.lower().endswith(DATA_ENDINGS):
        links.problems.append(
            error(
                f"`{_shown(slot)}` is data for libsite, which is never published",
                path=page.source,
                line=slot.line,
                hint="link to a page that shows it, or to a PDF of it",
            )
        )
        return ""
    if asset.source.lower().endswith(ACTIVE):
        links.problems.append(
            error(
                f"`{_shown(slot)}` could run scripts on this site, so it is not published",
                path=page.source,
                line=slot.line,
                hint="save it as a PDF or a picture, or link to it where it stands on the web",
            )
        )
        return ""
    path = _asset_path(asset.source, links.index.folders)
    assets[path] = asset
    return marker(path)


def _asset_path(source: str, folders: Mapping[str, str]) -> str:
    """Return the output path of a file below `content/`.

    In the folder of a page it goes where the page goes, so that renaming the folder moves neither;
    elsewhere it keeps its path.
    """
    folder = source
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if folder in folders:
            return folders[folder] + source.removeprefix(f"{folder}/")
    return source.removeprefix(CONTENT)


def _check_fragment(page: Page, slot: Slot, target: Page, fragment: str, links: Links) -> None:
    if not fragment or fragment == "top" or fragment in target.document.ids:
        return
    near = nearest(fragment, target.document.ids) if len(links.problems) < HINTS else None
    there = "here" if target is page else f"in `{target.source}`"
    links.problems.append(
        error(
            f"`{_shown(slot)}` points to a place that is not {there}",
            path=page.source,
            line=slot.line,
            hint=f"did you mean `#{near}`?" if near else "link to a heading that is there",
        )
    )


def _unpublished(page: Page, slot: Slot, source: str) -> Problem:
    return notice(
        f"`{_shown(slot)}` is not published, so its link is left out",
        path=page.source,
        line=slot.line,
        hint=f"`libsite why {source}` says why",
    )


def _broken(page: Page, slot: Slot, links: Links) -> Problem:
    near = None
    if len(links.problems) < HINTS:
        near = nearest(slot.target.partition("#")[0], _names(page, slot, links.index))
    is_link = slot.attribute == "href"
    return error(
        f"the link `{_shown(slot)}` leads nowhere"
        if is_link
        else f"there is no file `{_shown(slot)}`",
        path=page.source,
        line=slot.line,
        hint=_foreign(slot.target)
        or (f"did you mean `{near}`?" if near else "check how the file's name is written"),
    )


def _foreign(target: str) -> str:
    """Return what to write for a *target* that is no address of this site; nothing for others."""
    if "\\" in target:
        return "write `/` for `\\`"
    if re.fullmatch(r"[^@\s/]+@[^@\s/]+\.[a-z]+", target, re.IGNORECASE):
        return f"write `mailto:{target}`"
    if re.match(r"(?:www\.|[\w-]+\.(?:com|org|net|edu|gov)(?:/|$))", target, re.IGNORECASE):
        return f"write `https://{excerpt(target, SHOWN)}`"
    return ""


def _shown(slot: Slot) -> str:
    return excerpt(slot.target, SHOWN)


def _names(page: Page, slot: Slot, index: Index) -> Iterable[str]:
    """Return everything that a link like *slot* in *page* could have named, written its way."""
    broken = (source for source in index.broken if source.startswith(CONTENT))
    sources = [*index.pages, *broken, *(CONTENT + name for name in index.files)]
    if slot.target.startswith("@/"):
        return [f"@/{source.removeprefix(CONTENT)}" for source in sources]
    if slot.target.startswith("/"):
        return [f"/{path}" for path in index.paths] + [f"/{name}" for name in index.files]
    folder = page.source.rsplit("/", 1)[0]
    return [posixpath.relpath(source, folder) for source in sources]


def check_claims(links: Links, planned: frozenset[str]) -> Iterable[Problem]:
    """Yield an error for each link to an address that is not *planned*."""
    paths = {path.removesuffix("index.html"): "" for path in planned}
    links = replace(links, index=replace(links.index, paths=paths))
    for claim in links.claims:
        page = f"{claim.path.rstrip('/')}/index.html".lstrip("/")
        if claim.path not in planned and page not in planned:
            problem = _broken(links.index.pages[claim.source], claim.slot, links)
            links.problems.append(problem)  # counts against HINTS
            yield problem
