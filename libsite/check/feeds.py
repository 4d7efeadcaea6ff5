"""Feeds of this output: what readers of RSS, Atom and JSON Feed ask for, entry by entry."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from lxml import etree

from libsite.artifact import Atom, JsonFeed, Opml, Rss
from libsite.errors import Problem, error
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.check.subject import Subject

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
TYPES = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media type of each ending that pictures of ours have (IANA, "Media Types")."""
_ADDRESS = re.compile(r'\s(?:href|src|poster|cite)="([^"]*)"')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_AGAIN = "build with `--fresh`; if it stays so, the theme or libsite is at fault"


class Enclosed(Noun, frozen=True):
    """A file that an entry brings along, as the feed says it."""

    address: str
    length: str
    type: str


class Entry(Noun, frozen=True):
    """An entry of a feed in any format; what it does not say is empty."""

    id: str
    title: str
    link: str
    days: tuple[str, ...]
    html: str
    files: tuple[Enclosed, ...]


class Feed(Noun, frozen=True):
    """A feed in any format."""

    missing: tuple[str, ...]
    """Parts that its format asks for, and that it lacks."""
    address: str
    """Its own, as it says it."""
    entries: tuple[Entry, ...]


def broken_feeds(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each fault of a feed, or of the list of all feeds."""
    readers = {Rss: read_rss, Atom: read_atom, JsonFeed: read_json}
    for bundle in subject.plan.bundles:
        # The first of each format stands where the feed is now; others where it was once.
        own = {type(output.recipe): output.path for output in reversed(bundle.outputs)}
        for output in bundle.outputs:
            reader = readers.get(type(output.recipe))
            if reader is not None:
                address = subject.address(own[type(output.recipe)])
                faults = _faults(subject, output.path, address, reader)
            elif isinstance(output.recipe, Opml):
                faults = _opml_faults(subject, output.path)
            else:
                continue
            for fault in dict.fromkeys(faults):
                yield subject.places.in_output(output.path).put(error(fault, hint=_AGAIN))


def _faults(
    subject: Subject,
    path: str,
    address: str,
    reader: Any,  # noqa: ANN401 - of `readers`
) -> Iterator[str]:
    try:
        feed = reader(subject.read(path))
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError) as fault:
        yield f"this feed cannot be read: {fault}"
        return
    yield from (f"this feed has no `{name}`" for name in feed.missing)
    if feed.address != address:
        yield f"this feed gives `{feed.address}` as its own address"
    seen: set[str] = set()
    for entry in feed.entries:
        name = entry.title or entry.link or entry.id
        if not entry.id or entry.id in seen:
            yield f"the entry `{name}` has " + ("the id of another" if entry.id else "no id")
        seen.add(entry.id)
        yield from (f"the entry `{name}` {fault}" for fault in _entry_faults(subject, entry))


def _entry_faults(subject: Subject, entry: Entry) -> Iterator[str]:
    if not entry.title and not entry.html:
        yield "has neither title nor text"
    inside = subject.inside(entry.link)
    if not _SCHEME.match(entry.link) or (inside is not None and not subject.stands(inside)):
        yield f"leads to `{entry.link}`, which is not in the output"
    yield from (f"has a day that cannot be read: `{day}`" for day in entry.days if not _when(day))
    for written in _ADDRESS.findall(entry.html):
        address = unescape(written)
        if not _SCHEME.match(address) and not address.startswith("#"):
            yield f"has an address that is not in full: `{address}`"
    for file in entry.files:
        yield from _file_faults(subject, file)


def _file_faults(subject: Subject, file: Enclosed) -> Iterator[str]:
    inside = subject.inside(file.address)
    standing = subject.stands(inside) if inside else ""
    if not standing:
        yield f"encloses `{file.address}`, which is not in the output"
        return
    size = (subject.output / standing).stat().st_size
    if file.length != str(size):
        yield f"says that `{standing}` has {file.length or 'no'} bytes, and it has {size}"
    known = TYPES.get(f".{standing.rpartition('.')[2].lower()}", file.type)
    if file.type != known:
        yield f"says that `{standing}` is {file.type or 'of no type'}, and it is {known}"


def _when(text: str) -> datetime | None:
    """Return the moment that *text* says, RFC 822 or RFC 3339, with its offset; None for none."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except ValueError:
            continue
        return found if found.tzinfo else None
    return None


# ---- RSS 2.0 (rssboard.org/rss-specification) ----------------------------------------------------


def read_rss(data: bytes) -> Feed:
    """Return the feed that *data* is in RSS 2.0."""
    root = _xml(data, "rss")
    channel = root.find("channel")
    own = channel.find(f"{ATOM}link[@rel='self']")
    return Feed(
        missing=_missing(channel, ("title", "link", "description")),
        address=own.get("href", "") if own is not None else "",
        entries=tuple(map(_rss_item, channel.iter("item"))),
    )


def _xml(data: bytes, name: str) -> Any:  # noqa: ANN401 - an element of lxml
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    if root.tag != name:
        raise ValueError(f"it begins with <{root.tag}>")
    return root


def _missing(element: Any, names: Iterable[str]) -> tuple[str, ...]:  # noqa: ANN401 - of lxml
    return tuple(name.rpartition("}")[2] for name in names if not element.findtext(name))


def _rss_item(item: Any) -> Entry:  # noqa: ANN401 - an element of lxml
    return Entry(
        id=item.findtext("guid") or "",
        title=item.findtext("title") or "",
        link=item.findtext("link") or "",
        days=tuple(one.text or "" for one in item.iter("pubDate")),
        html=item.findtext(CONTENT) or item.findtext("description") or "",
        files=tuple(
            Enclosed(one.get("url", ""), one.get("length", ""), one.get("type", ""))
            for one in item.iter("enclosure")
        ),
    )


# ---- Atom 1.0 (RFC 4287) -------------------------------------------------------------------------


def read_atom(data: bytes) -> Feed:
    """Return the feed that *data* is in Atom 1.0."""
    root = _xml(data, f"{ATOM}feed")
    missing = _missing(root, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"))
    entries = root.findall(f"{ATOM}entry")
    lacking = {name for one in entries for name in _missing(one, (f"{ATOM}updated",))}
    own = root.find(f"{ATOM}link[@rel='self']")
    return Feed(
        missing=(*missing, *(f"{name} of an entry" for name in sorted(lacking))),
        address=own.get("href", "") if own is not None else "",
        entries=tuple(map(_atom_entry, entries)),
    )


def _atom_entry(entry: Any) -> Entry:  # noqa: ANN401 - an element of lxml
    links = entry.findall(f"{ATOM}link")
    own = (one.get("href", "") for one in links if one.get("rel", "alternate") == "alternate")
    days = (entry.findtext(f"{ATOM}{name}") for name in ("published", "updated"))
    return Entry(
        id=entry.findtext(f"{ATOM}id") or "",
        title=entry.findtext(f"{ATOM}title") or "",
        link=next(own, ""),
        days=tuple(filter(None, days)),
        html=entry.findtext(f"{ATOM}content") or "",
        files=tuple(
            Enclosed(one.get("href", ""), one.get("length", ""), one.get("type", ""))
            for one in links
            if one.get("rel") == "enclosure"
        ),
    )


# ---- JSON Feed 1.1 (jsonfeed.org) ----------------------------------------------------------------


def read_json(data: bytes) -> Feed:
    """Return the feed that *data* is in JSON Feed 1.1."""
    said = json.loads(data)
    missing = [name for name in ("version", "title", "items") if name not in said]
    return Feed(
        missing=tuple(missing),
        address=said.get("feed_url", ""),
        entries=tuple(map(_json_item, said.get("items", ()))),
    )


def _json_item(item: dict[str, Any]) -> Entry:
    return Entry(
        id=str(item.get("id", "")),
        title=item.get("title", ""),
        link=item.get("url", ""),
        days=tuple(item[name] for name in ("date_published", "date_modified") if name in item),
        html=item.get("content_html", ""),
        files=tuple(
            Enclosed(one["url"], str(one.get("size_in_bytes", "")), one["mime_type"])
            for one in item.get("attachments", ())
        ),
    )


# ---- OPML 2.0 (opml.org) -------------------------------------------------------------------------


def _opml_faults(subject: Subject, path: str) -> Iterator[str]:
    try:
        root = _xml(subject.read(path), "opml")
    except (etree.XMLSyntaxError, ValueError) as fault:
        yield f"this list of feeds cannot be read: {fault}"
        return
    for outline in root.iter("outline"):
        for name in ("xmlUrl", "htmlUrl"):
            address = outline.get(name)
            inside = subject.inside(address) if address else None
            if address and (inside is None or not subject.stands(inside)):
                yield f"this list of feeds names `{address}`, which is not in the output"
