"""Feeds before four programs that read feeds: what they make of them is the same, and is right."""

from __future__ import annotations

import json
import subprocess
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from tests.demo import URL, make_demo
from tests.feeds import ADDRESS, JOINT, SITE, Entry, entries_of, feeds_of, post
from tests.sites import run, write_site

if TYPE_CHECKING:
    import time

READER = Path(__file__).parent / "judges/feeds.mjs"
TITLES = (
    "Tom & Jerry",
    "Five < six > four",
    "<b>Bold</b> <script>alert(1)</script>",
    "Ends ]]> here",
    "📚👩‍👩‍👧 كتب",
    "\u201cQuoted\u201d \" '",
)
"""What all four read right: feed-extractor takes an `&amp;` that was meant so for an `&`."""


def readings(paths: list[Path]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return what each consumer that runs in Node makes of each feed of *paths*."""
    done = subprocess.run(
        ["node", READER, *paths], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(done.stdout)
    assert set(found) == {"rss-parser", "feedsmith", "feed-extractor"}
    return found


def told(entry: Entry) -> dict[str, Any]:
    """Return of *entry* what consumers say of one."""
    return {
        "title": entry.title,
        "link": entry.link,
        "date": written(entry.published),
        "id": entry.id,
        "enclosure": entry.enclosures[0][0] if entry.enclosures else "",
        "addresses": sorted(ADDRESS.findall(entry.html)),
    }


def heard(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the same of what a consumer in Node has read."""
    plain = ("title", "link", "date", "id", "enclosure")
    addresses = sorted(ADDRESS.findall(entry["html"]))
    return {**{name: entry[name] for name in plain}, "addresses": addresses}


def parsed(data: bytes) -> list[dict[str, Any]]:
    """Return the same of what feedparser has read."""
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.bozo_exception
    return [
        {
            "title": entry.title,
            "link": entry.link,
            "date": written(_moment(entry.published_parsed) if "published" in entry else None),
            "id": entry.id,
            "enclosure": entry.enclosures[0].href if entry.enclosures else "",
            "addresses": sorted(ADDRESS.findall(entry.content[0].value)),
        }
        for entry in feed.entries
    ]


def _moment(parts: time.struct_time) -> datetime:
    return datetime.fromtimestamp(timegm(parts), UTC)


def written(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z") if when else ""


def test_four_consumers_agree_on_every_feed_of_the_demo(tmp_path: Path) -> None:
    assert agree(make_demo(tmp_path) / "output", URL) > 100


def agree(output: Path, url: str) -> int:
    """Assert that all consumers read every feed of the site at *url* right; count the entries."""
    paths = [output / path for path in feeds_of(output)]
    by_consumer = readings(paths)
    entries = 0
    for path in paths:
        expected = [told(entry) for entry in entries_of(path)]
        assert expected, path
        for place in (place for entry in expected for place in entry["addresses"]):
            assert place.startswith(("https://", "http://", "mailto:")), path
        assert all(entry["link"].startswith(url) for entry in expected)
        for name, found in by_consumer.items():
            if name == "rss-parser" and path.suffix == ".json":
                continue  # it reads XML only
            entries_there = [*map(heard, found[str(path)])]
            if path.name == "atom.xml":
                # where there is no day of publication, that of the last change is taken for it
                entries_there = [
                    {**one, "date": other["date"] and one["date"]}
                    for one, other in zip(entries_there, expected, strict=True)
                ]
            if name == "rss-parser" and path.name == "atom.xml":
                # it passes over what Atom encloses
                entries_there = [
                    {**one, "enclosure": other["enclosure"]}
                    for one, other in zip(entries_there, expected, strict=True)
                ]
            assert entries_there == expected, (name, path)
        if path.suffix == ".xml":
            assert parsed(path.read_bytes()) == expected, path
        entries += len(expected)
    return entries


@pytest.mark.parametrize("title", TITLES)
def test_consumers_read_a_title_as_it_was_written(tmp_path: Path, title: str) -> None:
    site = write_site(tmp_path / "site", SITE)
    quoted = json.dumps(title, ensure_ascii=False)
    (site / "content/posts/new.md").write_text(post("x", title=quoted), encoding="utf-8")
    run(site)
    paths = [site / "output" / name for name in JOINT]
    for name, found in readings(paths).items():
        for path, entries in found.items():
            assert title in [entry["title"] for entry in entries], (name, path)
    for read in paths[:2]:
        assert title in [entry["title"] for entry in parsed(read.read_bytes())], read
