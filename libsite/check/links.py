"""Addresses of other sites: where they stand in the sources, and what is to be said unasked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from libsite.check.places import SETTINGS, Place
from libsite.errors import Problem, notice, warning
from libsite.read.gone import gone_at
from libsite.read.networks import closing, registry, successors
from libsite.read.site import SHARED
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.check.subject import Subject

MADE = ("share/", "embed/")
"""Pages whose links libsite makes from those of other pages, or that only open a network."""
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_SHOWN = 120


def outward(subject: Subject) -> Mapping[str, tuple[Place, ...]]:
    """Return the addresses of other sites to which pages lead, and where each was written.

    The addresses have no fragments. Of the searches of a catalog there is one: they are alike.
    """
    catalogs = {one.url.partition("{")[0] for one in subject.site.config.catalogs}
    asked: set[str] = set()
    pages: dict[str, dict[str, None]] = {}
    for path, leaf in subject.leaves.items():
        if path.startswith(MADE):
            continue
        for link in leaf.links:
            if link.sort == "leads" and is_elsewhere(subject, link.address):
                pages.setdefault(link.address, {})[path] = None
    found: dict[str, dict[Place, None]] = {}
    for address, paths in sorted(pages.items()):
        catalog = next((start for start in catalogs if address.startswith(start)), None)
        if catalog is not None and catalog in asked:
            continue
        asked.update(() if catalog is None else (catalog,))
        places = _places(subject, address, paths, catalog)
        found.setdefault(urldefrag(address).url, {}).update(dict.fromkeys(places))
    return {address: tuple(places) for address, places in found.items()}


def is_elsewhere(subject: Subject, address: str) -> bool:
    """Tell whether *address* is one of the web, and of another site."""
    web = address.lower().startswith(("http://", "https://"))
    return web and subject.inside(address) is None


def _places(
    subject: Subject, address: str, paths: Iterable[str], catalog: str | None
) -> list[Place]:
    """Return where *address*, which stands on the pages *paths*, was written."""
    places = subject.places
    if catalog is not None:
        return [places.within(SETTINGS, catalog) or Place(SETTINGS)]
    spellings = dict.fromkeys((address, escape(address, quote=False), unquote(address)))
    sources = {subject.because[path] for path in paths} & subject.inputs
    books = {b.path for s in sources & subject.sources.keys() for b in subject.sources[s].books}
    found: dict[Place, None] = {}
    for source in sorted((sources | books | {SHARED}) & subject.inputs):
        for spelling in spellings:
            found.update(dict.fromkeys(places.everywhere(source, spelling)))
    if found:
        return list(found)
    return [places.in_theme(*spellings) or places.in_output(next(iter(paths)))]


# ---- What need not be asked ---------------------------------------------------------------------


def plain_http(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each link to another site whose address begins with `http://`."""
    for address, places in subject.outward.items():
        if urlsplit(address).scheme.lower() == "http" and not _is_local(address):
            for place in places:
                yield place.put(
                    notice(
                        f"`{excerpt(address, _SHOWN)}` is not encrypted: others can change it",
                        hint="try it with `https://`: nearly every site has that today",
                    )
                )


def _is_local(address: str) -> bool:
    try:
        return (urlsplit(address).hostname or "") in LOCAL
    except ValueError:
        return False


def gone_networks(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each link of the theme to a network that is gone.

    Those in content and settings are told by every build.
    """
    for address, places in subject.outward.items():
        network = gone_at(address)
        for place in places if network else ():
            if network and not place.path.startswith(("content/", SETTINGS)):
                instead = successors(network, registry())
                state = (
                    "is unsuitable for a library"
                    if network.state == "unsuitable"
                    else closing(network)
                )
                hint = f"use {instead}, or delete the link" if instead else "delete the link"
                said = f"this links to {network.title}, which {state}"
                yield place.put(warning(said, hint=hint))


def loaded_elsewhere(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each file that pages load from another site, which learns of readers."""
    found: dict[tuple[str, Place], None] = {}
    for path, leaf in subject.leaves.items():
        for link in leaf.links:
            if link.sort == "loads" and is_elsewhere(subject, link.address):
                found[link.address, subject.places.of(path, link.written)] = None
    for address, place in found:
        yield place.put(
            warning(
                f"pages load `{excerpt(address, _SHOWN)}` from another site, which so learns who"
                " reads them",
                hint="save the file in the theme's `static/` folder, and load it from there",
            )
        )
