"""A large site, made from the starter site by dice that always fall alike."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date, timedelta
from itertools import product
from random import Random
from string import Template
from typing import TYPE_CHECKING

from libsite.data import data_root
from tests.bigtexts import (
    AUTHORS,
    BOOK_FORMS,
    BOOK_WORDS,
    FORMATS,
    LONG,
    ODD_TITLES,
    OPENINGS,
    OTHERS,
    PICTURED,
    PIECES,
    SUBJECTS,
    TAGS,
    THINGS,
    WRITERS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

URL = "https://maple.example.org/"
POSTS = 322
LISTS = 24
CLUBS = 4
READINGS = 5
PAGES = 12
BOOKS = 96
TODAY = date(2026, 11, 22)
AUDIENCES = ("children", "teens", "grown-ups")
LANGUAGES = ("en", "en", "es", "en", "de", "en", "ar", "en")
SPECIAL = {
    40: {"draft": "true"},
    41: {"expires": "2026-01-31"},
    42: {"withdrawn": "true"},
    43: {"date": "2027-02-03"},
    44: {"expires": "2026-11-30 18:00", "updated": "2026-11-20"},
    45: {"status": "private"},
    46: {"aliases": "[/old/forty-six/, /2016/05/forty-six.html, /seeds/forty six/]"},
    47: {"aliases": "/posts/an-old-name/", "id": "post-moved"},
    48: {"share": "Come and see! All six of them rock."},
    49: {"slug": "a-name-of-its-own", "files": "label.pdf"},
    50: {"withdrawn": "true", "id": "post-withdrawn"},
}
"""By the number of a post: what sets it apart."""
_BARE = {"aliases", "date", "draft", "expires", "updated", "withdrawn"}
LEDGER = """\
- id: post-moved
  url: /posts/an-old-name/
  source: content/posts/an-old-name.md
  body: "0"
  date: 2016-05-01
- id: post-withdrawn
  url: /posts/note-050/
  source: content/posts/gone.md
  body: "1"
  date: 2016-05-01
- id: book/9780000000002
  url: /books/gone/
  source: content/titles/gone.md
  body: ""
  date: 2020-01-01
"""
"""What was public once: a post that has moved, one that was withdrawn, a book that is gone."""


def write_big(root: Path) -> Path:
    """Write the starter site and hundreds of pages more into *root*, and return it."""
    for name in ("content", "themes"):
        shutil.copytree(data_root() / name, root / name)
    text = (data_root() / "site.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^url:.*$", f"url: {URL}", text)
    (root / "site.yaml").write_text(text, encoding="utf-8")
    books = [_book(number) for number in range(BOOKS)]
    lists = [_write_list(root, number, books) for number in range(LISTS)]
    for number in range(CLUBS):
        _write_club(root, number, books)
    for number in range(PAGES):
        _write_page(root, number)
    for number in range(POSTS):
        _write_post(root, number, books, lists)
    _write(root / "content/_ledger/published.yaml", LEDGER)
    return root


# ---- Posts ---------------------------------------------------------------------------------------


def _write_post(root: Path, number: int, books: list[dict[str, str]], lists: list[str]) -> None:
    dice = Random(number)  # noqa: S311 - the same site in every run
    path = root / "content" / _post(number)
    lang = LANGUAGES[number % len(LANGUAGES)]
    picture = _picture(path.parent, number) if path.name == "index.md" else ""
    fields: dict[str, object] = {
        "title": _title(number, lang),
        "lang": lang,
        "tags": sorted({TAGS[number % len(TAGS)], *dice.sample(TAGS, number % 4)}),
        "audience": dice.sample(AUDIENCES, 1 + number % 3),
        "authors": dice.sample(AUTHORS, number % 3),
        **({"image": {"src": picture, "alt": "Cut paper in many colors"}} if picture else {}),
        **SPECIAL.get(number, {}),
    }
    others = [one for one in range(POSTS) if one not in SPECIAL]
    values = {
        "book": (book := dice.choice([one for one in books if one["isbn"]]))["title"],
        "isbn": book["isbn"],
        "list": dice.choice(lists),
        "post": _post(dice.choice(others)),
        "number": str(number),
        "long": LONG,
        "picture": picture,
    }
    text = OTHERS[lang][1] if lang in OTHERS else _english(dice, pictured=bool(picture))
    _write(path, _front(fields) + Template(text).substitute(values))
    if "files" in fields:
        shutil.copy(
            root / "content/posts/2026-03-20-seed-library/seed-label.pdf", path.parent / "label.pdf"
        )


def _post(number: int) -> str:
    """Return the path of a post below `content/`; every sixth has a folder of its own."""
    day = TODAY - timedelta(days=11 * number)
    name = f"posts/{day.year}/{day}-note-{number:03}"
    return f"{name}/index.md" if number % 6 == 1 else f"{name}.md"


def _title(number: int, lang: str) -> str:
    if lang in OTHERS:
        return f"{OTHERS[lang][0]} {number}"
    if number % 10 == 3 and number // 10 < len(ODD_TITLES):
        return ODD_TITLES[number // 10]
    names = [f"{opening} {thing}" for opening, thing in product(OPENINGS, THINGS)]
    return names[number * 7 % len(names)]


def _english(dice: Random, *, pictured: bool) -> str:
    pieces = [*dice.sample(PIECES, 3), *(dice.sample(PICTURED, 1) if pictured else ())]
    first, second, third = dice.sample(_paragraphs(), 3)
    return "\n\n".join((first, pieces[0], "## More {#more}", second, *pieces[1:], third, ""))


def _paragraphs() -> list[str]:
    """Return the English paragraphs of the starter site's posts that hold words alone."""
    found = []
    for path in sorted((data_root() / "content/posts").rglob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        if "lang:" not in front:
            found += [
                part for part in body.split("\n\n") if re.fullmatch(r"[A-Z][^\[\]|:#]+", part)
            ]
    return found


def _picture(folder: Path, number: int) -> str:
    """Put one of the starter site's pictures into *folder*, and return its name."""
    pictures = sorted((data_root() / "content").rglob("*.jpg"))
    folder.mkdir(parents=True)
    shutil.copy(pictures[number % len(pictures)], folder / "cut paper.jpg")
    return "cut%20paper.jpg"


# ---- Books, clubs, pages -------------------------------------------------------------------------


def _book(number: int) -> dict[str, str]:
    one = BOOK_WORDS[number % len(BOOK_WORDS)]
    other = BOOK_WORDS[(number * 7 + number // len(BOOK_WORDS) + 1) % len(BOOK_WORDS)]
    title = BOOK_FORMS[number % len(BOOK_FORMS)].format(a=one.title(), b=other)
    digits = f"978100000{number:03}"
    return {
        "title": {11: LONG, 12: "كتاب النجوم", 13: "<b>Bold</b> & \u201cquoted\u201d"}.get(
            number, title
        ),
        "authors": "" if number == 5 else WRITERS[number % len(WRITERS)],
        "isbn": "" if number % 7 == 6 else digits + _check_digit(digits),
        "year": str(1950 + number % 77),
        "format": FORMATS[number % len(FORMATS)],
        "audience": AUDIENCES[number % len(AUDIENCES)],
        "shelf_mark": f"J FIC {one[:3].upper()}",
        "subjects": SUBJECTS[number % len(SUBJECTS)],
        "blurb": f"Somebody finds a {one}, and nobody has lost one. It is < 100 pages & > 3 hours.",
    }


def _check_digit(digits: str) -> str:
    """Return what ends an ISBN that begins with twelve *digits* (ISO 2108)."""
    return str(-sum(int(one) * (3 if at % 2 else 1) for at, one in enumerate(digits)) % 10)


def _write_list(root: Path, number: int, books: list[dict[str, str]]) -> str:
    day = TODAY - timedelta(days=30 * number)
    path = f"titles/{day}-list-{number:02}/index.md"
    step = 1 if number < LISTS // 2 else 5  # the first half of the lists holds every book
    chosen = [books[(number * 8 + at * step) % len(books)] for at in range(8)]
    fields: dict[str, object] = {
        "title": f"New in the week of {day}",
        "audience": list(AUDIENCES[: 1 + number % 3]),
        "layout": ("grid", "list", "table")[number % 3],
        "group": ("audience", "format", "subject")[number // 3 % 3],
        "books": "books.csv"
        if number % 2
        else [{k: v for k, v in one.items() if v} for one in chosen],
    }
    _write(root / "content" / path, _front(fields) + "Come and see.\n")
    if number % 2:
        table = io.StringIO()
        writer = csv.DictWriter(table, list(chosen[0]))
        writer.writeheader()
        writer.writerows(chosen)
        _write(root / "content" / path.replace("index.md", "books.csv"), table.getvalue())
    elif isbn := chosen[0]["isbn"]:
        covers = root / "content/covers"
        covers.mkdir(exist_ok=True)
        shutil.copy(root / "content/posts/comics.jpg", covers / f"{isbn}.jpg")
    return path


def _write_club(root: Path, number: int, books: list[dict[str, str]]) -> None:
    folder = root / f"content/clubs/club-{number}"
    fields: dict[str, object] = {
        "title": f"Readers of {THINGS[number]}s",
        "audience": AUDIENCES[number % 3],
        "place": "The loft & the stairs",
        "contact": "owls@example.org",
        "call": "https://meet.example.org/?room=1&pin=2",
        "timezone": ("America/New_York", "Europe/Madrid", "Asia/Kathmandu", "UTC")[number],
        "members": {"Chat": "https://chat.example.org/night-owls"},
        "meetings": [
            {f"{TODAY + timedelta(days=20 + number)} 18:30-19:30": "We choose our next book"}
        ],
    }
    _write(folder / "index.md", _front(fields) + "We read at night.\n")
    for at in range(READINGS):
        starts = TODAY + timedelta(days=40 * (at - 3) + number)
        book = books[(number * READINGS + at) * 3 % len(books)]
        parts: dict[str, object] = {
            "title": f"Part {at + 1} of what we read in group {number}",
            "book": {key: book[key] for key in ("title", "authors", "isbn") if book[key]},
            "starts": str(starts),
            "ends": str(starts + timedelta(days=30)),
            "plan": [
                {"Week 1": "Chapters 1–5"},
                {str(starts + timedelta(days=9)): "Chapters 6–10"},
            ],
            "questions": {
                "Chapters 1–5": ["Who is <Roz>?"],
                "The whole book": ["Would you go back?"],
            },
            "meetings": [
                f"{starts + timedelta(days=14)} 18:30-19:30",
                str(starts + timedelta(days=28)),
            ],
        }
        _write(folder / f"reading-{at}.md", _front(parts) + PIECES[11].replace("$post", _post(9)))


def _write_page(root: Path, number: int) -> None:
    dice = Random(number)  # noqa: S311 - the same site in every run
    fields = {"title": f"Guide {number}: {THINGS[number]}", "lang": "en"}
    parts = (*dice.sample(_paragraphs(), 4), f"[The next one](@/{_page((number + 1) % PAGES)})", "")
    _write(root / "content" / _page(number), _front(fields) + "\n\n".join(parts))


def _page(number: int) -> str:
    """Return the path of a page below `content/`; every second one lies in a folder."""
    return f"pages/{'guides/' if number % 2 else ''}guide-{number:02}.md"


def _front(fields: Mapping[str, object]) -> str:
    """Return *fields* as front matter; what is plain text already is written as it is."""
    lines = (
        f"{name}: {value if name in _BARE else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in fields.items()
    )
    return f"---\n{''.join(lines)}---\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
