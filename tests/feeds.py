"""Feeds taken apart, whatever their format, and the schema of JSON Feed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tests.sites import BASE, run

if TYPE_CHECKING:
    from pathlib import Path

HOST = "https://library.example.org/town/"
FORMATS = "outputs: {embed: false, oembed: false, share: false, cards: false}"
SITE = re.sub(r"(?m)^outputs:.*$", FORMATS, BASE)
"""A small site with feeds in all formats."""

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
JOINT = ("feed.xml", "atom.xml", "feed.json")
"""The feeds of the whole site; those of its parts have the same names in folders."""
ADDRESS = re.compile(r'\s(?:href|src|poster|cite)="([^"]*)"')
SRCSET = re.compile(r'\ssrcset="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of a page."""

    id: str
    title: str
    link: str
    published: datetime | None
    updated: datetime | None
    authors: list[str]
    tags: list[str]
    lang: str
    html: str
    enclosures: list[tuple[str, int, str]]
    """Address, length in bytes, and media type."""

    def addresses(self) -> list[str]:
        """Return every address in the text."""
        sizes = (one.split()[0] for each in SRCSET.findall(self.html) for one in each.split(","))
        return [*map(unescape, ADDRESS.findall(self.html)), *sizes]


def feeds_of(output: Path) -> list[str]:
    """Return the paths of all feeds below *output*."""
    return sorted(
        path.relative_to(output).as_posix() for name in JOINT for path in output.rglob(name)
    )


def entries_of(path: Path) -> list[Entry]:
    """Return the entries of the feed at *path*, in its order."""
    if path.suffix == ".json":
        return [_of_json(item) for item in json.loads(path.read_bytes())["items"]]
    root = ET.parse(path).getroot()  # noqa: S314 - our own
    return [*map(_of_rss, root.iter("item")), *map(_of_atom, root.iter(f"{ATOM}entry"))]


def _of_rss(item: ET.Element) -> Entry:
    day = item.findtext("pubDate")
    return Entry(
        id=item.findtext("guid") or "",
        title=item.findtext("title") or "",
        link=item.findtext("link") or "",
        published=parsedate_to_datetime(day).astimezone(UTC) if day else None,
        updated=_moment(item.findtext(f"{DCTERMS}modified")),
        authors=[one.text or "" for one in item.findall(f"{DC}creator")],
        tags=[one.text or "" for one in item.findall("category")],
        lang=item.findtext(f"{DC}language") or "",
        html=item.findtext(f"{CONTENT}encoded") or "",
        enclosures=[
            (one.get("url", ""), int(one.get("length", "")), one.get("type", ""))
            for one in item.findall("enclosure")
        ],
    )


def _of_atom(entry: ET.Element) -> Entry:
    links = entry.findall(f"{ATOM}link")
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    title = entry.find(f"{ATOM}title")
    assert title is not None
    assert title.get("type", "text") == "text"
    return Entry(
        id=entry.findtext(f"{ATOM}id") or "",
        title=title.text or "",
        link=next(one.get("href", "") for one in links if one.get("rel") in {None, "alternate"}),
        published=_moment(entry.findtext(f"{ATOM}published")),
        updated=_moment(entry.findtext(f"{ATOM}updated")),
        authors=[one.text or "" for one in entry.findall(f"{ATOM}author/{ATOM}name")],
        tags=[one.get("term", "") for one in entry.findall(f"{ATOM}category")],
        lang=entry.get(f"{XML}lang", ""),
        html=content.text or "",
        enclosures=[
            (one.get("href", ""), int(one.get("length", "")), one.get("type", ""))
            for one in links
            if one.get("rel") == "enclosure"
        ],
    )


def _of_json(item: dict[str, Any]) -> Entry:
    return Entry(
        id=item["id"],
        title=item["title"],
        link=item["url"],
        published=_moment(item.get("date_published")),
        updated=_moment(item.get("date_modified")),
        authors=[one["name"] for one in item.get("authors", ())],
        tags=item.get("tags", []),
        lang=item.get("language", ""),
        html=item["content_html"],
        enclosures=[
            (one["url"], one["size_in_bytes"], one["mime_type"])
            for one in item.get("attachments", ())
        ],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def post(text: str, *fields: str, title: str = "New", date: str = "2026-11-02") -> str:
    return "\n".join(("---", f"title: {title}", f"date: {date}", *fields, "---", text, ""))


def built(site: Path, **files: str) -> dict[str, list[Entry]]:
    """Write *files* below `content/posts/`, build, and return the entries of the main feeds."""
    for name, text in files.items():
        path = site / f"content/posts/{name}.md"
        path.write_text(text, encoding="utf-8", newline="\n")
    run(site)
    return {name: entries_of(site / "output" / name) for name in JOINT}


def titled(entries: list[Entry], title: str) -> Entry:
    (found,) = (entry for entry in entries if entry.title == title)
    return found


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ADDRESS_IN_FULL: dict[str, Any] = {"type": "string", "format": "uri", "pattern": "^https?://"}
DAY: dict[str, Any] = {"type": "string", "format": "date-time"}
LANGUAGE: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}
OWN: dict[str, Any] = {"^_": {}}


def _closed(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these *properties*, and own ones that begin with `_`."""
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": OWN,
        "required": required,
        "additionalProperties": False,
    }


AUTHORS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        **_closed([], name=TEXT, url=ADDRESS_IN_FULL, avatar=ADDRESS_IN_FULL),
        "minProperties": 1,
    },
}
ATTACHMENT = _closed(
    ["url", "mime_type"],
    url=ADDRESS_IN_FULL,
    mime_type={"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
    title=TEXT,
    size_in_bytes={"type": "integer", "minimum": 1},
    duration_in_seconds={"type": "number", "minimum": 0},
)
ITEM = {
    **_closed(
        ["id"],
        id=TEXT,
        url=ADDRESS_IN_FULL,
        external_url=ADDRESS_IN_FULL,
        title=TEXT,
        content_html={"type": "string"},
        content_text={"type": "string"},
        summary=TEXT,
        image=ADDRESS_IN_FULL,
        banner_image=ADDRESS_IN_FULL,
        date_published=DAY,
        date_modified=DAY,
        authors=AUTHORS,
        tags={"type": "array", "items": TEXT},
        language=LANGUAGE,
        attachments={"type": "array", "items": ATTACHMENT},
    ),
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
}
JSON_FEED: dict[str, Any] = _closed(
    ["version", "title", "items"],
    version={"const": "https://jsonfeed.org/version/1.1"},
    title=TEXT,
    home_page_url=ADDRESS_IN_FULL,
    feed_url=ADDRESS_IN_FULL,
    description=TEXT,
    user_comment=TEXT,
    next_url=ADDRESS_IN_FULL,
    icon=ADDRESS_IN_FULL,
    favicon=ADDRESS_IN_FULL,
    authors=AUTHORS,
    language=LANGUAGE,
    expired={"type": "boolean"},
    hubs={"type": "array", "items": _closed(["type", "url"], type=TEXT, url=ADDRESS_IN_FULL)},
    items={"type": "array", "items": ITEM},
)
"""JSON Feed 1.1 (jsonfeed.org/version/1.1), closed but for keys that begin with `_`."""
