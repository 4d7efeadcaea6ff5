"""Where the links in bodies lead: other content, files beside it, planned addresses."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from libsite.artifact import Publish
from libsite.errors import Problem, error, notice, warning
from libsite.model import Asset, Measured, Page, Slot
from libsite.noun import Noun
from libsite.plan.pictures import WIDTHS, picture_of
from libsite.plan.targets import CONTENT, Index, make_index, names_for
from libsite.text import excerpt, marker, nearest, normal
from libsite.views import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.artifact import Recipe
    from libsite.model import Site
    from libsite.plan.catalog import Catalog

DATA_ENDINGS = (".csv", ".tsv", ".mrc", ".marc", ".xml", ".json", ".ics", ".yaml", ".yml")
"""Files that are input to libsite; never published."""
SHOWN = 120
"""Characters of an address that a message shows."""
HINTS = 20
"""Near misses are looked for this many times: each compares with every name on the site."""


class Claim(Noun, frozen=True):
    """A link to an address that the plan must hold in the end."""

    source: str
    slot: Slot
    path: str


class Resolved(Noun, frozen=True):
    """What the slots of one page hold, and the files that it publishes."""

    fills: tuple[str, ...] = ()
    pictures: tuple[Picture | None, ...] = ()
    """For each slot the picture that it shows, or None; empty where no slot shows one."""
    image: Picture | None = None
    """The picture that stands for the page."""
    files: tuple[tuple[str, Recipe], ...] = ()
    """The files, each with its output path."""


class Links(Struct):
    """All links of the published pages, resolved, and what is wrong with them."""

    index: Index
    resolved: dict[str, Resolved] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)
    """Pictures of whose doubts somebody was told: once is enough."""


def resolve_links(site: Site, catalog: Catalog) -> Links:
    """Resolve every slot of every published page of *site*."""
    links = Links(make_index(site, catalog))
    for page in catalog.published:
        links.resolved[page.source] = _resolve_page(page, links)
    return links


_NOTHING = Resolved()


def _resolve_page(page: Page, links: Links) -> Resolved:
    document = page.document
    front = document.front
    if not document.slots and front.image is None and not front.files:
        return _NOTHING
    files: dict[str, Recipe] = {}
    filled = [_resolve(page, slot, links, files) for slot in document.slots]
    shown = tuple(one if isinstance(one, Picture) else None for one in filled)
    image = None
    if front.image is not None:
        found = _resolve(page, _front_slot(page, "image", front.image.src), links, files)
        picture = Picture(found, "") if isinstance(found, str) else found
        image = replace(picture, alt=front.image.alt) if picture.src else None
    for name in front.files:
        _resolve(page, _front_slot(page, "files", name), links, files, whole=True)
    return Resolved(
        fills=tuple(one.src if isinstance(one, Picture) else one for one in filled),
        pictures=shown if any(shown) else (),
        image=image,
        files=tuple(files.items()),
    )


def _front_slot(page: Page, key: str, target: str) -> Slot:
    return Slot("src", target, page.document.front.lines.get(key, 0))


def _resolve(
    page: Page, slot: Slot, links: Links, files: dict[str, Recipe], *, whole: bool = False
) -> str | Picture:
    """Return the address for *slot* of *page*, or nothing for a link that is taken away.

    A slot that shows a picture gets the Picture. What is published for it is added to *files*; it
    is the *whole* file, under its own name, where a librarian wants to hand out just that.
    """
    path, _, fragment = slot.target.partition("#")
    path, _, query = path.partition("?")
    path, fragment = normal(unquote(path)), unquote(fragment)
    if not path:
        return _here(page, slot, query, fragment, links)
    literal = _literal(page, slot)
    for candidate in (literal, *_candidates(page, path)):
        if candidate in links.index.pages:
            target = links.index.pages[candidate]
            _check_fragment(page, slot, target, fragment, links)
            return marker(target.path, fragment, "" if candidate == literal else query)
        if candidate in links.index.broken:
            return ""
        if candidate in links.index.unpublished:
            links.problems.append(_unpublished(page, slot, candidate))
            return ""
        asset = links.index.files.get(candidate.removeprefix(CONTENT))
        if asset is not None and candidate.startswith(CONTENT):
            refused = _is_refused(page, slot, asset, links)
            found = "" if refused else _publish(slot, asset, links, files, whole=whole)
            return found if candidate == literal else _ending_with(found, fragment, query)
    return _address(page, slot, path, fragment, query, links)


def _ending_with(found: str | Picture, fragment: str, query: str) -> str | Picture:
    """Return the address of a file with the rest of a link to it, such as `#page=3` of a PDF."""
    if not found or isinstance(found, Picture):
        return found
    return found + marker("", fragment, query).removeprefix(marker(""))


def _here(page: Page, slot: Slot, query: str, fragment: str, links: Links) -> str:
    """Return the address of *fragment* of *page* itself; nothing where there is no address."""
    if slot.target:
        _check_fragment(page, slot, page, fragment, links)
        return marker(page.path, fragment, query) if query else f"#{fragment}"
    message = f"this {'picture' if slot.attribute == 'src' else 'link'} has no address"
    hint = "write it between the brackets `()`"
    links.problems.append(error(message, path=page.source, line=slot.line, hint=hint))
    return ""


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


def _address(  # noqa: PLR0917 - the parts of an address
    page: Page, slot: Slot, path: str, fragment: str, query: str, links: Links
) -> str:
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
        return marker(target.path, fragment, query)
    if source is not None:
        links.problems.append(_unpublished(page, slot, source))
        return ""
    if folder in links.index.broken:
        return ""
    if wanted and "." not in wanted.rpartition("/")[2]:
        wanted = folder  # a page: some web servers and every USB stick need the slash
    links.claims.append(Claim(page.source, slot, wanted))
    return marker(wanted, fragment, query)


ACTIVE = (".html", ".htm", ".xhtml", ".shtml", ".js", ".mjs", ".php", ".swf")
"""Files that would run on the library's own address."""


def _publish(
    slot: Slot, asset: Asset, links: Links, files: dict[str, Recipe], *, whole: bool
) -> str | Picture:
    """Return the address of *asset*, whose files are added to *files*.

    A picture is shown by a *slot* that shows one, and a link to it leads to its largest size,
    unless the *whole* file is wanted.
    """
    if whole or asset.source not in links.index.pictures:
        path = links.index.places[asset.source]
        files[path] = Publish(asset)
        return marker(path)
    measured, name = links.index.pictures[asset.source], links.index.names[asset.source]
    picture, made = picture_of(asset, measured, name, "", WIDTHS)
    if slot.attribute == "href":
        files.update(made[-1:])
        return marker(made[-1][0])
    files.update(made)
    return picture


def _is_refused(page: Page, slot: Slot, asset: Asset, links: Links) -> bool:
    """Tell whether *asset*, to which *slot* of *page* leads, may not be published, and say why."""
    measured = links.index.pictures.get(asset.source, _PLAIN)
    make = error
    if asset.source.lower().endswith(DATA_ENDINGS):
        message = f"`{_shown(slot)}` is data for libsite, which is never published"
        hint = "link to a page that shows it, or to a PDF of it"
    elif asset.source.lower().endswith(ACTIVE):
        message = f"`{_shown(slot)}` could run scripts on this site, so it is not published"
        hint = "save it as a PDF or a picture, or link to it where it stands on the web"
    elif measured.fault:
        message = f"the picture `{asset.source}` cannot be shown: {measured.fault}"
        hint = measured.hint
    elif measured.doubt and asset.source not in links.doubted:
        links.doubted.add(asset.source)
        make = warning
        message = f"look at the picture `{asset.source}`: {measured.doubt}"
        hint = measured.hint
    else:
        return False
    links.problems.append(make(message, path=page.source, line=slot.line, hint=hint))
    return make is error


_PLAIN = Measured()


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
        near = nearest(slot.target.partition("#")[0], names_for(page, slot.target, links.index))
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


_OWN_COMPUTER = re.compile(
    r"file:|[a-z]:[/\\]|/(?:users|home)/[^/]+/(?:desktop|documents|downloads|pictures)/",
    re.IGNORECASE,
)


def _foreign(target: str) -> str:
    """Return what to write for a *target* that is no address of this site; nothing for others."""
    if target.startswith(CONTENT):
        return f"write `@/{excerpt(target.removeprefix(CONTENT), SHOWN)}`"
    if _OWN_COMPUTER.match(target):
        name = excerpt(re.split(r"[/\\]", target)[-1], SHOWN)
        return f"it lies on your own computer: copy it beside this file, and write `{name}` alone"
    if "\\" in target:
        path = target.replace("\\", "/")
        return f"write `{excerpt(path, SHOWN)}`"
    if re.fullmatch(r"[^@\s/]+@[^@\s/]+\.[a-z]+", target, re.IGNORECASE):
        return f"write `mailto:{target}`"
    if re.match(r"(?:www\.|[\w-]+\.(?:com|org|net|edu|gov)(?:/|$))", target, re.IGNORECASE):
        return f"write `https://{excerpt(target, SHOWN)}`"
    return ""


def _shown(slot: Slot) -> str:
    return excerpt(slot.target, SHOWN)


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
