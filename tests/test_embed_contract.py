"""What is promised to those who show parts of a library's site on theirs.

Version 1 of the widgets stands below `/embed/v1/`. Whatever was pasted once must work for good:

- No address ever vanishes. A page that moves keeps its widget under its old address as well; where
  a page is withdrawn, has expired, or nothing shows a book any more, a polite line stands.
- No key of the JSON vanishes, and none changes its type. `schema.json`, beside it, says what each
  means.
- Every address in it is in full, wherever the site stands.
- Nothing is in it that is not public on the site itself.

The two files in `contract/` hold the addresses and the keys of a small site. Version 1 may grow:
what is new is added to them by

    LIBSITE_GROW=1 python3 scripts/test tests/test_embed_contract.py

which never takes a line away. Who must change one begins a version 2, and leaves the first.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator

from libsite.model import Book
from libsite.plan.books import gather
from libsite.plan.cards import make_shelf
from libsite.plan.catalog import catalog
from libsite.plan.embeds import page_widget
from libsite.plan.links import resolve_links
from libsite.record import record
from libsite.visit import Options
from tests.embeds import SECRET, URL, embedded, make_site, read
from tests.plan import made
from tests.sites import NOW, run, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = Path(__file__).parent / "contract"
ADDRESSES = CONTRACT / "embed-v1-addresses.txt"
KEYS = CONTRACT / "embed-v1-keys.txt"
CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)
LINK = re.compile(r"""\b(?:href|src)=["']([^"']*)""")
TYPES = {str: "text", int: "number", bool: "yes or no", type(None): "null", list: "list"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("embeds"), cards=True)


@pytest.fixture(scope="module")
def files(site: Path) -> dict[str, bytes]:
    return embedded(site)


# ---- The contract -------------------------------------------------------------------------------


def compare(path: Path, found: set[str]) -> None:
    """Compare the contract at *path* with what is *found*; if asked, add what is new to it."""
    promised = set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
    assert promised <= found, f"{path.name} promises what is no longer so: {promised - found}"
    if os.environ.get("LIBSITE_GROW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in sorted(found)), encoding="utf-8")
    else:
        assert found <= promised, f"new, and not yet in {path.name}: {found - promised}"


def test_no_address_vanishes(files: dict[str, bytes]) -> None:
    compare(ADDRESSES, {f"/embed/v1/{path}" for path in files})


def test_no_key_vanishes_and_none_changes_its_type(files: dict[str, bytes]) -> None:
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        if path.endswith(".json") and path != "schema.json":
            form = path.partition("/")[0]
            name = {"index.json": "index", "oembed": "oembed"}.get(form, "widget")
            for key, type_ in typed(json.loads(data), name):
                found.setdefault(key, set()).add(type_)
    compare(KEYS, {f"{key}: {', '.join(sorted(types))}" for key, types in found.items()})


def typed(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Yield each key in *value*, with the ways that lead to it, and the type of what it holds."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from typed(inner, f"{key}.{name}")
        return
    yield key, TYPES[type(value)]
    if isinstance(value, list):
        for inner in value:
            yield from typed(inner, f"{key}[]")


def test_a_key_that_vanishes_or_changes_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIBSITE_GROW", raising=False)
    promise = tmp_path / "promise.txt"
    promise.write_text("widget.url: text\n")
    for found in (set(), {"widget.url: null, text"}):
        with pytest.raises(AssertionError, match="no longer"):
            compare(promise, found)
    with pytest.raises(AssertionError, match="not yet"):
        compare(promise, {"widget.url: text", "widget.new: text"})


# ---- The schema ---------------------------------------------------------------------------------


def test_all_json_is_as_the_published_schema_says(files: dict[str, bytes]) -> None:
    schema = read(files, "schema.json")
    Draft202012Validator.check_schema(schema)
    seen = 0
    for path, data in files.items():
        if path.endswith(".json") and path != "schema.json" and not path.startswith("oembed/"):
            part = "index" if path == "index.json" else "widget"
            ruled = {**schema, "anyOf": [{"$ref": f"#/$defs/{part}"}]}
            for rules in (schema, ruled):
                errors = Draft202012Validator(rules).iter_errors(json.loads(data))
                assert [(path, error.json_path, error.message) for error in errors] == []
            seen += 1
    assert seen > 10


def test_the_schema_requires_and_describes_every_key(files: dict[str, bytes]) -> None:
    parts = read(files, "schema.json")["$defs"]
    for part in parts.values():
        assert set(part.get("required", ())) == set(part.get("properties", ()))
    made = {
        "widget": read(files, "latest.json"),
        "index": read(files, "index.json"),
        "offer": read(files, "index.json")["widgets"][0],
        "word": read(files, "index.json")["tags"][0],
        "item": read(files, "latest.json")["items"][0],
        "image": read(files, "posts/rivers.json")["image"],
        "meeting": read(files, "clubs/owls.json")["meetings"][0],
        "link": read(files, "clubs/owls.json")["library"],
    }
    for name, value in made.items():
        assert list(value) == parts[name]["required"], name


def test_the_schema_refuses_what_is_none(files: dict[str, bytes]) -> None:
    validator = Draft202012Validator(read(files, "schema.json"))
    good = read(files, "latest.json")
    assert validator.is_valid(good)
    for wrong in ({"url": "/posts/"}, {"items": None}, {"updated": "2026-11-01T00:00"}):
        assert not validator.is_valid({**good, **wrong}), wrong
    del good["gone"]
    assert not validator.is_valid(good)


# ---- Addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["https://library.example.org/", "https://host.example/library/"])
def test_every_address_is_in_full_and_leads_to_a_file(tmp_path: Path, base: str) -> None:
    root = make_site(tmp_path)
    files = embedded(root, url=base)
    published = {f"{base}{path.removesuffix('index.html')}" for path in tree(root / "output")}
    found = set()
    for path, data in files.items():
        text = data.decode()
        if path.endswith(".html"):
            found |= {url for url in LINK.findall(text) if not url.startswith("data:")}
        elif path.endswith(".json") and path != "schema.json":
            found |= set(addresses_in(json.loads(text)))
    assert len(found) > 40
    outside = {"https://meet.example.org/owls"}
    assert {unquote(url) for url in found - outside} <= published
    assert {url for url in found if not url.isascii()} == set()


def addresses_in(value: object) -> Iterator[str]:
    """Yield the addresses that *value* holds, those in the HTML of oEmbed among them."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from addresses_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses_in(inner)
    elif isinstance(value, str):
        yield from LINK.findall(value) or ([value] if urlsplit(value).scheme == "https" else ())


def test_a_title_is_text_in_json_and_in_the_html_of_oembed(files: dict[str, bytes]) -> None:
    title = 'Hills <b>&</b> "dales"'
    assert read(files, "posts/hills-and-dales.json")["title"] == title
    framed = read(files, "oembed/posts/hills-and-dales.json")
    assert framed["title"] == title
    name = "Hills ‹b›&amp;‹/b› ”dales” · Maple &amp; Elm Library"
    assert f'title="{name}"' in framed["html"]


# ---- What stays ---------------------------------------------------------------------------------


def test_a_page_that_has_moved_keeps_its_widget_under_its_old_address(
    files: dict[str, bytes],
) -> None:
    for folder, ending in (("", "html"), ("", "json"), ("oembed/", "json")):
        new = files[f"{folder}posts/hills-and-dales.{ending}"]
        assert files[f"{folder}posts/hills.{ending}"] == new
        assert files[f"{folder}2009/03/hügel.{ending}"] == new
    assert read(files, "posts/hills.json")["html"] == f"{URL}embed/v1/posts/hills-and-dales.html"
    assert "2009/hills.html" not in files


def test_a_former_address_never_takes_the_place_of_what_is_promised(
    files: dict[str, bytes],
) -> None:
    assert read(files, "latest.json")["widget"] == "latest"
    assert "widgets" in read(files, "index.json")
    assert "$schema" in read(files, "schema.json")


@pytest.mark.parametrize("name", ["back", "taken-back", "over"])
def test_a_page_that_was_taken_down_leaves_a_polite_line(
    files: dict[str, bytes], name: str
) -> None:
    assert b"no longer available" in files[f"posts/{name}.html"]
    data = read(files, f"posts/{name}.json")
    told = {key: value for key, value in data.items() if value not in (None, [])}
    page = "over" if name == "over" else "back"
    assert told == {
        "version": 1,
        "widget": "post",
        "url": f"{URL}posts/{page}/",
        "library": {"title": "Maple & Elm Library", "url": URL},
        "language": "en",
        "gone": True,
        "html": f"{URL}embed/v1/posts/{page}.html",
        "json": f"{URL}embed/v1/posts/{page}.json",
        "oembed": f"{URL}embed/v1/oembed/posts/{page}.json",
        "layout": "list",
        "count": 1,
        "height": 208,
    }
    assert read(files, f"oembed/posts/{name}.json") == {
        "version": "1.0",
        "type": "link",
        "provider_name": "Maple & Elm Library",
        "provider_url": URL,
        "cache_age": 86400,
    }


def test_a_book_that_nothing_shows_any_more_leaves_a_polite_line(files: dict[str, bytes]) -> None:
    data = read(files, "books/hoyos-louis-sachar.json")
    assert (data["widget"], data["gone"], data["title"]) == ("book", True, None)
    assert b"no longer available" in files["books/hoyos-louis-sachar.html"]


def test_nothing_vanishes_when_books_and_pages_go_and_titles_change(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    before = embedded(root)
    record(root, Options(now=NOW))
    autumn = root / "content/titles/autumn.md"
    listed = autumn.read_text(encoding="utf-8").replace("  - Matilda by Roald Dahl\n", "")
    autumn.write_text(listed, encoding="utf-8")
    rivers = root / "content/posts/rivers.md"
    moved = "---\nslug: streams\naliases: /posts/rivers/\n"
    rivers.write_text(rivers.read_text().replace("---\n", moved, 1), encoding="utf-8")
    club = root / "content/clubs/owls/index.md"
    club.write_text(club.read_text().replace("---\n", "---\nwithdrawn: true\n", 1))
    after = embedded(root, now=CHRISTMAS)
    assert before.keys() - after.keys() == set()
    gone = {path for path in before if path.endswith(".json") and b'"gone": true' in after[path]}
    assert gone - {p for p in before if b'"gone": true' in before[p]} == {
        "books/holes-louis-sachar.json",  # only the club showed it
        "books/matilda-roald-dahl.json",
        "clubs/owls.json",
        "clubs/owls/holes.json",
        "clubs/owls/wonder.json",
    }


def test_nothing_is_told_that_is_not_public(files: dict[str, bytes]) -> None:
    assert not [path for path in files if "draft" in path or "soon" in path]
    for path, data in files.items():
        assert SECRET.encode() not in data, path
        assert b"Soon" not in data, path


def test_what_waits_for_its_day_comes_on_it(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert "posts/soon.json" not in embedded(root)
    files = embedded(root, now=CHRISTMAS)
    assert read(files, "posts/soon.json")["title"] == "Soon"
    assert read(files, "latest.json")["items"][0]["title"] == "Soon"
    assert read(files, "clubs/owls.json")["meetings"] == []


# ---- What they hold -----------------------------------------------------------------------------


def titles(data: dict[str, Any]) -> list[str]:
    return [item["title"] for item in data["items"]]


def test_the_newest_posts_come_with_what_is_known_of_them(files: dict[str, bytes]) -> None:
    data = read(files, "latest.json")
    assert (data["title"], data["updated"]) == ("What is new", "2026-11-03T00:00:00-05:00")
    assert (data["layout"], data["count"], data["height"]) == ("list", 5, 34 + 36 + 3 * 101 + 42)
    assert data["feed"] == f"{URL}posts/feed.xml"
    rivers, hills, waters = data["items"]
    assert rivers == {
        "kind": "post",
        "title": "Rivers",
        "url": f"{URL}posts/rivers/",
        "authors": [],
        "date_published": "2026-11-01T09:30:00-05:00",
        "summary": "All about rivers.",
        "image": {
            "url": f"{URL}posts/fl%C3%B6%C3%9Fe-900.webp",
            "width": 900,
            "height": 600,
            "alt": "Rafts on a river",
        },
        "language": "en",
        "tags": ["water", "Élan vital"],
        "audiences": ["parents"],
    }
    assert hills["tags"] == ["land"]
    assert waters["language"] == "ar"
    # New York's own time was two seconds more behind, which no format of dates can say
    assert waters["date_published"] == "1850-05-01T00:00:00-04:56"


def test_new_titles_a_list_and_a_reading_hold_books(files: dict[str, bytes]) -> None:
    for path in ("new-titles.json", "titles/autumn.json"):
        assert titles(read(files, path)) == ["Wonder", "Matilda"]
    assert read(files, "titles/autumn.json")["height"] == 34 + 60 + 248 + 42
    wonder = read(files, "new-titles.json")["items"][0]
    assert wonder["authors"] == [{"name": "R. J. Palacio"}]
    assert wonder["audiences"] == ["children"]
    assert wonder["image"]["url"].startswith(f"{URL}books/wonder-r-j-palacio/cover-")
    assert titles(read(files, "clubs/owls/holes.json")) == ["Holes"]


def test_a_club_holds_its_readings_with_covers_and_its_next_meetings(
    files: dict[str, bytes],
) -> None:
    data = read(files, "clubs/owls.json")
    assert titles(data) == ["We read Holes", "We read Wonder"]
    assert all("/books/" in item["image"]["url"] for item in data["items"])
    assert [(one["start"], one["all_day"], one["cancelled"]) for one in data["meetings"]] == [
        ("2026-11-23T18:30:00-05:00", False, False),
        ("2026-12-03T18:30:00-05:00", False, False),
        ("2026-12-10", True, True),
    ]
    assert data["height"] == 34 + 60 + 72 + 3 * 77 + 2 * 37 + 42
    own = read(files, "clubs/owls/holes.json")["meetings"]
    assert [one["start"] for one in own] == ["2026-11-23T18:30:00-05:00"]


def test_a_reading_in_its_club_tells_its_first_day_and_not_when_its_page_came(
    tmp_path: Path,
) -> None:
    root = make_site(tmp_path)
    (root / "content/clubs/owls/2026-07-04-matilda.md").write_text(
        "---\ntitle: We read Matilda\nbook: Matilda by Roald Dahl\n---\n", encoding="utf-8"
    )
    data = read(embedded(root), "clubs/owls.json")
    assert {item["title"]: item["date_published"] for item in data["items"]} == {
        "We read Holes": "2026-11-01T00:00:00-04:00",
        "We read Wonder": "2026-08-02T00:00:00-04:00",  # its page came a day before
        "We read Matilda": None,
    }


def test_a_book_and_a_post_speak_for_themselves(files: dict[str, bytes]) -> None:
    book = read(files, "books/wonder-r-j-palacio.json")
    assert (book["title"], book["summary"]) == ("Wonder", "A boy goes to school.")
    assert book["authors"] == [{"name": "R. J. Palacio"}]
    assert (book["items"], book["height"]) == ([], 34 + 60 + 132 + 42)
    assert read(files, "posts/rivers.json")["image"]["alt"] == "Rafts on a river"


def test_a_post_that_names_books_does_not_become_a_list_of_them() -> None:
    books = (Book("Holes", ("Louis Sachar",), path="content/posts/x.md"),)
    for kind, items in (("post", 0), ("titles", 1)):
        one = made.page(f"content/{kind}/x.md", kind, "2026-11-01", books)
        whole = made.site(one)
        decided = catalog(whole, NOW)
        links = resolve_links(whole, decided)
        shelf = make_shelf(whole, decided, links, gather(whole, decided))
        assert len(page_widget(one, whole, decided, shelf).items) == items


def test_the_index_lists_every_living_widget_and_the_words_that_are_used(
    files: dict[str, bytes],
) -> None:
    data = read(files, "index.json")
    listed = [one["json"].removeprefix(f"{URL}embed/v1/") for one in data["widgets"]]
    assert listed[:3] == ["latest.json", "new-titles.json", "titles/autumn.json"]
    living = {
        path
        for path in files
        if path.endswith(".json")
        and path.partition("/")[0] not in {"oembed", "index.json", "schema.json"}
        and not read(files, path)["gone"]
    }
    assert living - set(listed) == {"posts/hills.json", "2009/03/hügel.json"}
    assert set(listed) <= living
    assert data["tags"] == [
        {"name": "Élan vital", "slug": "elan-vital"},
        {"name": "land", "slug": "land"},
        {"name": "water", "slug": "water"},
    ]
    assert [one["name"] for one in data["audiences"]] == ["parents"]


def test_every_word_of_the_posts_has_an_entry(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    for number in range(60):
        text = f"---\ntitle: Post {number}\ndate: 2025-01-{number % 28 + 1:02}\n"
        text += f"tags: [common, rare {number // 3}]\n---\nText\n"
        (root / f"content/posts/p{number}.md").write_text(text)
    items = read(embedded(root), "latest.json")["items"]
    assert len(items) <= 100
    dates = [item["date_published"] for item in items]
    assert [date[:10] for date in dates] == sorted((date[:10] for date in dates), reverse=True)
    tags = {tag for item in items for tag in item["tags"]}
    assert {"common", "water", "land", *(f"rare {number}" for number in range(20))} <= tags


# ---- Switches -----------------------------------------------------------------------------------


def test_widgets_can_be_switched_off_and_oembed_alone_as_well(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    settings = root / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("{share: false", "{share: false, oembed: false"))
    files = embedded(root)
    assert "latest.json" in files
    assert not [path for path in files if path.startswith("oembed/")]
    assert read(files, "posts/rivers.json")["oembed"] is None
    settings.write_text(text.replace("{share: false", "{share: false, embed: false"))
    run(root)
    made = tree(root / "output")
    assert not [path for path in made if "embed/" in path]
    assert b"oembed" not in made["posts/rivers/index.html"]


def test_a_site_without_posts_and_books_has_widgets_that_are_empty(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    switches = "outputs: {share: false, cards: false}\n"
    text = f"title: New\nurl: https://example.org/\ntimezone: UTC\n{switches}"
    (tmp_path / "site.yaml").write_text(text)
    files = embedded(tmp_path)
    for name in ("latest", "new-titles"):
        data = read(files, f"{name}.json")
        assert (data["items"], data["updated"], data["height"]) == ([], None, 34 + 36 + 72 + 42)
    assert [one["widget"] for one in read(files, "index.json")["widgets"]] == ["latest"]
