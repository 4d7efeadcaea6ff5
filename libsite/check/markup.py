"""What stands in a page of HTML: its links, ids, headings, title and data.

lxml reads it: libsite writes feeds with it already, and it reads a page in a seventh of a
millisecond.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin

from lxml import etree

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href", "imagesrcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
"""The attributes that hold addresses, by element (HTML, "Attributes")."""
READERS = frozenset({"a", "area"})
"""Elements that lead a reader elsewhere."""
LOADED = frozenset(
    "stylesheet icon apple-touch-icon mask-icon manifest preload modulepreload prefetch preconnect"
    " dns-prefetch".split()
)
"""Kinds of `<link>` for which a browser asks a server (HTML, "Link types")."""
NAMED = frozenset({"og:image", "og:url", "twitter:image", "og:image:secure_url"})
"""Properties of `<meta>` whose values are addresses (ogp.me)."""
_SIZE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")


class Link(Noun, frozen=True):
    """An address in a page."""

    sort: Literal["leads", "loads", "names"]
    """Whether it leads readers elsewhere, is loaded with the page, or is merely named."""
    written: str
    """As it stands in the page."""
    address: str
    """In full, with its fragment."""


class Title(Noun, frozen=True):
    """A heading of a page."""

    level: int
    text: str
    id: str


class Leaf(Noun, frozen=True):
    """What a page of HTML holds."""

    title: str
    links: tuple[Link, ...]
    ids: tuple[str, ...]
    """In their order, as often as they stand there."""
    anchors: frozenset[str]
    """What a `#…` may name: the ids, and the names of `<a name>`."""
    headings: tuple[Title, ...]
    data: tuple[str, ...]
    """The texts of its scripts with JSON-LD."""
    noindex: bool
    """Whether it asks search engines to pass it over."""


_PARSER = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)


def read_leaf(html: bytes, address: str) -> Leaf:
    """Return what the page *html* holds, which is published at *address*."""
    root = etree.fromstring(html, _PARSER) if html.strip() else etree.Element("html")
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    ids = tuple(one.get("id") for one in elements if one.get("id"))
    return Leaf(
        title=next((_text(one) for one in elements if one.tag == "title"), ""),
        links=tuple(_links(elements, address)),
        ids=ids,
        anchors=frozenset(ids).union(one.get("name", "") for one in elements if one.tag == "a"),
        headings=tuple(
            Title(int(one.tag[1]), _text(one), one.get("id", ""))
            for one in elements
            if _HEADING.fullmatch(one.tag)
        ),
        data=tuple(
            one.text or ""
            for one in elements
            if one.tag == "script" and one.get("type") == "application/ld+json"
        ),
        noindex=any(
            one.tag == "meta"
            and one.get("name") == "robots"
            and "noindex" in one.get("content", "")
            for one in elements
        ),
    )


def _text(element: Any) -> str:  # noqa: ANN401 - an element of lxml
    return " ".join("".join(element.itertext()).split())


def _links(elements: list[Any], base: str) -> Iterator[Link]:
    for one in elements:
        for name in ADDRESSES.get(one.tag, ()):
            value = one.get(name)
            if value is None:
                continue
            written = _SIZE.findall(value) if name.endswith("srcset") else [value.strip()]
            yield from (Link(_sort(one), each, _joined(base, each)) for each in written)
        if one.tag == "meta":
            yield from _of_meta(one, base)


def _sort(element: Any) -> Literal["leads", "loads", "names"]:  # noqa: ANN401 - of lxml
    if element.tag in READERS:
        return "leads"
    if element.tag == "link" and LOADED.isdisjoint(element.get("rel", "").lower().split()):
        return "names"
    return "loads"


def _of_meta(meta: Any, base: str) -> Iterator[Link]:  # noqa: ANN401 - an element of lxml
    content = meta.get("content", "")
    if (meta.get("property") or meta.get("name")) in NAMED:
        yield Link("names", content, _joined(base, content))
    elif meta.get("http-equiv", "").lower() == "refresh" and (found := _REFRESH.match(content)):
        yield Link("names", found[1], _joined(base, found[1]))


def _joined(base: str, written: str) -> str:
    try:
        return urljoin(base, written)
    except ValueError:  # such as `http://[`
        return written
