"""What links may lead to: pages, addresses, files beside texts, pictures."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from libsite.model import INDEXES, kind_at
from libsite.noun import Noun
from libsite.plan.pictures import picture_names
from libsite.text import slugify, undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.model import Asset, Measured, Page, Site
    from libsite.plan.catalog import Catalog

CONTENT = "content/"


class Index(Noun, frozen=True):
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
    """By their paths below `content/`."""
    places: Mapping[str, str]
    """The output path that each file has under its own name, by its source."""
    pictures: Mapping[str, Measured]
    """What is known of each picture, by its source."""
    names: Mapping[str, str]
    """Where the sizes of each picture go, by its source, without width and ending."""


def make_index(site: Site, catalog: Catalog) -> Index:
    """Return what a link in the *site* may lead to, as the *catalog* has decided."""
    folders = {
        page.source.rpartition("/")[0]: page.path
        for page in catalog.published
        if page.source.rpartition("/")[2].lower() in INDEXES
    }
    places = {asset.source: _place(asset.source, folders) for asset in site.files.values()}
    return Index(
        pages={page.source: page for page in catalog.published},
        paths={page.path: page.source for page in site.pages},
        unpublished=frozenset(catalog.hidden),
        broken=site.left_out | frozenset(_probable_paths(site)),
        files=site.files,
        places=places,
        pictures=site.pictures,
        names=picture_names(places, site.pictures),
    )


def _probable_paths(site: Site) -> Iterable[str]:
    """Yield the address that each file with a fault has if nothing in it says otherwise."""
    for source in site.left_out:
        kind = kind_at(source)
        if kind is None:
            continue
        *inner, name = source.split("/")[2:]
        stem = name.rpartition(".")[0]
        if stem == "index" and inner:
            stem = inner.pop()
        section = "" if kind.name == "page" else site.config.section(kind)
        above = "" if kind.section else "".join(f"{slugify(part)}/" for part in inner)
        yield f"{section}{above}{slugify(undated(stem)[0])}/"


def _place(source: str, folders: Mapping[str, str]) -> str:
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


def names_for(page: Page, target: str, index: Index) -> Iterable[str]:
    """Return everything that the link *target* in *page* could have meant, written its way."""
    broken = (source for source in index.broken if source.startswith(CONTENT))
    sources = [*index.pages, *broken, *(CONTENT + name for name in index.files)]
    if target.startswith("@/"):
        return [f"@/{source.removeprefix(CONTENT)}" for source in sources]
    if target.startswith("/"):
        return [f"/{path}" for path in index.paths] + [f"/{name}" for name in index.files]
    folder = page.source.rsplit("/", 1)[0]
    return [posixpath.relpath(source, folder) for source in sources]
