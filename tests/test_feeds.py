"""Feeds in RSS, Atom and JSON: the rules of the W3C's validator, and what must never change."""

from __future__ import annotations

import json
import re
import shutil
from datetime import timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from tests.demo import URL, make_demo
from tests.feeds import (
    ATOM,
    FORMATS,
    JOINT,
    JSON_FEED,
    MEDIA,
    SITE,
    built,
    entries_of,
    feeds_of,
    post,
)
from tests.sites import KINDS, NOW, run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"))


# ---- The rules of the W3C's feed validator (w3.org/2001/10/feedvalidator) -----------------------


def test_every_page_that_lists_others_has_its_feeds_in_three_formats(demo: Path) -> None:
    made = feeds_of(demo / "output")
    folders = {path.rpartition("/")[0] for path in made}
    assert {f"{folder}/{name}".lstrip("/") for folder in folders for name in JOINT} == set(made)
    assert {
        "",
        "posts",
        "titles",
        "clubs",
        "clubs/night-owls",
        "tags/book-lists",
        "for/children",
    } <= folders


def test_addresses_are_complete_and_lead_to_what_is_there(demo: Path) -> None:
    output = tree(demo / "output")
    for path in feeds_of(demo / "output"):
        text = output[path].decode()
        assert "site:/" not in text, path
        for entry in entries_of(demo / "output" / path):
            places = [entry.link, *entry.addresses()]
            assert [one for one in places if not re.match(r"https?://|mailto:|tel:", one)] == []
            for one in (one for one in places if one.startswith(URL)):
                name = re.sub("[#?].*", "", one.removeprefix(URL))
                assert (f"{name}index.html" if not name or name.endswith("/") else name) in output


def test_what_a_feed_says_of_itself(demo: Path) -> None:
    for path in feeds_of(demo / "output"):
        data = (demo / "output" / path).read_bytes()
        page = URL + path.rpartition("/")[0] + ("/" if "/" in path else "")
        if path.endswith(".json"):
            feed = json.loads(data)
            assert (feed["feed_url"], feed["home_page_url"]) == (URL + path, page)
            assert feed["language"] == "en"
            assert feed["authors"] == [{"name": "Maple Street School Library"}]
            assert "hubs" not in feed
        elif path.endswith("atom.xml"):
            root = ET.fromstring(data)  # noqa: S314 - our own
            links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
            assert links == {"self": URL + path, "alternate": page}
            assert root.findtext(f"{ATOM}author/{ATOM}name") == "Maple Street School Library"
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        else:
            (channel,) = ET.fromstring(data)  # noqa: S314 - our own
            (link,) = channel.findall(f"{ATOM}link")
            assert link.attrib == {"rel": "self", "type": "application/rss+xml", "href": URL + path}
            assert channel.findtext("link") == page
            assert channel.findtext("language") == "en"


def test_ids_are_one_for_each_page_in_every_feed_and_format(demo: Path) -> None:
    ids: dict[str, str] = {}
    feeds: list[str] = []
    for path in feeds_of(demo / "output"):
        entries = entries_of(demo / "output" / path)
        for entry in entries:
            assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry.id)
            assert ids.setdefault(entry.id, entry.link) == entry.link
        assert len({entry.id for entry in entries}) == len(entries)
        if path.endswith("atom.xml"):
            root = ET.parse(demo / "output" / path).getroot()  # noqa: S314 - our own
            feeds.append(root.findtext(f"{ATOM}id") or "")
    assert len(set(feeds)) == len(feeds), "two feeds with one id are one feed to a reader"
    assert not set(feeds) & set(ids)


def test_dates_are_written_as_each_format_wants_them(demo: Path) -> None:
    for path in feeds_of(demo / "output"):
        text = (demo / "output" / path).read_text("utf-8")
        if path.endswith("feed.xml"):
            days = re.findall("<(?:pubDate|lastBuildDate)>(.*?)<", text)
            for day in days:
                when = parsedate_to_datetime(day)
                assert when.strftime("%a, %d %b %Y %H:%M:%S %z") == day, "its weekday, its zone"
        else:
            days = re.findall(r'(?:<(?:updated|published)>|"date_\w+": ")(.*?)["<]', text)
            for day in days:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", day)
        assert days, path


def test_nothing_in_an_entry_runs_or_styles_and_titles_are_plain(demo: Path) -> None:
    for path in feeds_of(demo / "output"):
        for entry in entries_of(demo / "output" / path):
            assert not re.search(r"<script|<iframe|<style|<form|\son\w+=|\sstyle=", entry.html)
            assert not re.search("[<>]", entry.title)


def test_an_entry_has_one_enclosure_at_most_and_it_is_true(demo: Path) -> None:
    kinds: set[str] = set()
    for path in feeds_of(demo / "output"):
        for entry in entries_of(demo / "output" / path):
            assert len(entry.enclosures) <= 1
            for url, length, type_ in entry.enclosures:
                file = demo / "output" / url.removeprefix(URL)
                data = file.read_bytes()
                assert length == len(data), url
                magic = {"image/webp": b"RIFF", "image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}
                assert data.startswith(magic[type_]), url
                kinds.add(type_)
    assert "image/webp" in kinds


def test_media_rss_says_how_large_a_picture_is(demo: Path) -> None:
    for name in ("feed.xml", "atom.xml"):
        root = ET.parse(demo / "output" / name).getroot()  # noqa: S314 - our own
        entries = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
        shown = [entry for entry in entries if entry.find(f"{MEDIA}content") is not None]
        assert shown
        for entry in shown:
            content, thumbnail = entry.find(f"{MEDIA}content"), entry.find(f"{MEDIA}thumbnail")
            assert content is not None
            assert thumbnail is not None
            assert content.get("medium") == "image"
            assert int(content.get("width", 0)) > 1
            assert int(content.get("height", 0)) > 1
            assert {key: content.get(key) for key in thumbnail.attrib} == thumbnail.attrib


def test_json_feeds_keep_to_their_schema(demo: Path) -> None:
    judge = Draft202012Validator(JSON_FEED, format_checker=Draft202012Validator.FORMAT_CHECKER)
    seen = 0
    for path in feeds_of(demo / "output"):
        if path.endswith(".json"):
            feed = json.loads((demo / "output" / path).read_bytes())
            assert [error.message for error in judge.iter_errors(feed)] == [], path
            seen += len(feed["items"])
            broken = {**feed, "hubbub": 1, "items": [{"id": 7, "url": "posts/"}]}
            assert len(list(judge.iter_errors(broken))) >= 3, "the schema can refuse"
    assert seen


# ---- Which feeds there are ----------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


def test_switches_take_feeds_away(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", re.sub(r"(?m)^outputs:.*$", FORMATS, KINDS))
    run(root)
    everything = set(feeds_of(root / "output"))
    fewer = f"{FORMATS[:-1]}, atom: false, json: false, tag_feeds: false, audience_feeds: false}}"
    config = root / "site.yaml"
    config.write_text(config.read_text().replace(FORMATS, fewer))
    run(root)
    left = set(feeds_of(root / "output"))
    assert left == {
        path
        for path in everything
        if path.endswith("feed.xml") and not path.startswith(("tags/", "for/"))
    }
    assert {"clubs/owls/feed.xml", "titles/feed.xml", "feed.xml"} <= left


def test_a_feed_holds_the_newest_entries_first_and_no_more_than_asked(site: Path) -> None:
    config = site / "site.yaml"
    config.write_text(config.read_text() + "feed_items: 2\n")
    made = built(site, new=post("x", date="2026-10-15"))
    for name, entries in made.items():
        assert [entry.title for entry in entries] == ["Rivers", "New"], name
        days = [entry.published for entry in entries]
        assert all(a and b and a > b for a, b in pairwise(days))


def test_a_site_without_entries_has_good_feeds(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", SITE)
    shutil.rmtree(root / "content/posts")
    (root / "content/pages/about.md").write_text("---\ntitle: About\n---\nx\n")
    (root / "site.yaml").write_text(
        (root / "site.yaml").read_text().replace("[posts, pages/about.md]", "[pages/about.md]")
    )
    run(root)
    for name in JOINT:
        assert entries_of(root / "output" / name) == []
    assert "lastBuildDate" not in (root / "output/feed.xml").read_text()
    assert "<updated>2000-01-01T00:00:00+00:00</updated>" in (root / "output/atom.xml").read_text()


def test_the_clock_of_the_build_is_in_no_feed(tmp_path: Path) -> None:
    made = []
    for number, now in enumerate((NOW, NOW + timedelta(hours=5))):
        root = write_site(tmp_path / str(number), SITE)
        run(root, now=now)
        made.append({path: (root / "output" / path).read_bytes() for path in FILES})
    assert made[0] == made[1]


FILES = (*JOINT, "posts/atom.xml", "tags/water/feed.json", "opml.xml", "subscribe/index.html")
