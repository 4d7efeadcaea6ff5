"""Sites written as one string, built and compared: what nearly every test begins with."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from libsite.build import build
from libsite.keep.output import MANIFEST
from libsite.visit import Options

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.artifact import Report

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MARK = re.compile(r"^-- (.+?) --\n", re.MULTILINE)

THEME = """\
-- themes/tiny/base.html --
<!doctype html>
<html lang="{{ site.language }}" dir="{{ site.dir }}">
<head><title>{% block title %}{{ site.title }}{% endblock %}</title></head>
<body>
{% include "nav.html" %}
<main>{% block main %}{% endblock %}</main>
</body>
</html>
-- themes/tiny/nav.html --
<nav>{% for item in nav %}
<a href="{{ item.url }}">{{ item.title or section_title(item.section) }}</a>
{% endfor %}</nav>
-- themes/tiny/cards.html --
{% macro cards(list) %}
{% for card in list %}
<p><a href="{{ card.url }}">{{ card.title }}</a> {{ card.date | iso }} {{ card.summary }}</p>
{% endfor %}
{% endmacro %}
-- themes/tiny/post.html --
{% extends "base.html" %}
{% block title %}{{ page.title }}{% endblock %}
{% block main %}
<h1>{{ page.title }}</h1>
<time>{{ page.date | iso }}</time>
{{ body }}
{% for tag in page.tags %}<a href="{{ tag.url }}">{{ tag.name }}</a>{% endfor %}
{% if page.newer %}<a rel="next" href="{{ page.newer.url }}">{{ page.newer.title }}</a>{% endif %}
{% if page.older %}<a rel="prev" href="{{ page.older.url }}">{{ page.older.title }}</a>{% endif %}
{% endblock %}
-- themes/tiny/page.html --
{% extends "base.html" %}
{% block main %}<h1>{{ page.title }}</h1>{{ body }}{% endblock %}
-- themes/tiny/home.html --
{% extends "base.html" %}
{% from "cards.html" import cards %}
{% block main %}<h1>{{ site.title }}</h1>{{ cards(page.cards) }}
{% for tag in tags %}<a href="{{ tag.url }}">{{ tag.name }} {{ tag.count }}</a>{% endfor %}
{% endblock %}
-- themes/tiny/list.html --
{% extends "base.html" %}
{% from "cards.html" import cards %}
{% block main %}<h1>{{ page.title }}</h1>{{ cards(page.cards) }}
{% for year in page.years %}
<a href="{{ year.url }}">{{ year.name }} {{ year.count }}</a>
{% endfor %}
{% endblock %}
-- themes/tiny/words.html --
{% extends "base.html" %}
{% block main %}{% for word in page.words %}<a href="{{ word.url }}">{{ word.name }}</a>{% endfor %}
{% endblock %}
-- themes/tiny/titles.html --
{% extends "page.html" %}
{% block main %}{{ super() }}
{% for group in page.groups %}<h2>{{ group.name }}</h2>
{% for book in group.books %}
<p><img src="{{ book.cover.src }}" srcset="{{ book.cover.srcset }}" alt="">
<a href="{{ book.url }}">{{ book.title }}</a> {{ book.authors | join(", ") }} {{ book.isbn }}</p>
{% endfor %}
{% endfor %}
{% endblock %}
-- themes/tiny/club.html --
{% extends "page.html" %}
{% block main %}{{ super() }}
{% for state, readings in [("now", page.current), ("next", page.next), ("past", page.past)] %}
{% for one in readings %}
<p>{{ state }} <a href="{{ one.url }}">{{ one.title }}</a>
{{ one.starts | iso }} {{ one.ends | iso }}</p>
{% endfor %}
{% endfor %}
{% for one in page.meetings %}<p>to come {{ one.start | iso }} {{ one.zone }}</p>{% endfor %}
{% for one in page.met %}<p>was {{ one.start | iso }}</p>{% endfor %}
{% endblock %}
-- themes/tiny/reading.html --
{% extends "page.html" %}
{% block main %}{{ super() }}
<p>{{ page.state }} in <a href="{{ page.club.url }}">{{ page.club.title }}</a></p>
{% for book in page.books %}<a href="{{ book.url }}">{{ book.title }}</a>{% endfor %}
{% for step in page.plan %}<p>{{ step.when }}{{ step.day | iso }} {{ step.read }}</p>{% endfor %}
{% for part in page.questions %}
<p>{{ part.section }} {{ part.questions | join(" ") }}</p>
{% endfor %}
{% for one in page.meetings %}<p>to come {{ one.start | iso }} {{ one.place }}</p>{% endfor %}
{% for one in page.met %}<p>was {{ one.start | iso }}</p>{% endfor %}
{% endblock %}
-- themes/tiny/book.html --
{% extends "base.html" %}
{% block main %}<h1>{{ page.title }}</h1>
<img src="{{ page.book.cover.src }}" alt="" width="{{ page.book.cover.width }}">
{% for one in page.shown %}<a href="{{ one.url }}">{{ one.title }}</a>{% endfor %}
{% for one in page.catalogs %}<a href="{{ one.url }}">{{ one.title }}</a>{% endfor %}
{% endblock %}
-- themes/tiny/books.html --
{% extends "base.html" %}
{% block main %}{% for group in page.groups %}{% for book in group.books %}
<a href="{{ book.url }}">{{ book.title }}</a>
{% endfor %}{% endfor %}{% endblock %}
-- themes/tiny/clubs.html --
{% extends "base.html" %}
{% block main %}{% for club in page.clubs %}
<a href="{{ club.url }}">{{ club.title }}</a> {{ club.meeting.start | iso if club.meeting }}
{% endfor %}{% endblock %}
-- themes/tiny/block-book.html --
<p class="book"><a href="{{ block.book.url }}">{{ block.book.title }}</a> {{ block.note }}</p>
-- themes/tiny/block-shelf.html --
<p class="shelf"><a href="{{ block.url }}">{{ block.title }}</a> {{ block.books | length }}</p>
-- themes/tiny/block-video.html --
<p class="video"><a href="{{ block.url }}">{{ block.title }}</a></p>
-- themes/tiny/404.html --
{% extends "base.html" %}
{% block main %}<h1>Not here</h1>{% endblock %}
-- themes/tiny/withdrawn.html --
{% extends "base.html" %}
{% block main %}<h1>Withdrawn</h1>{% endblock %}
-- themes/tiny/redirect.html --
<!doctype html>
<title>Moved</title>
<link rel="canonical" href="{{ page.canonical }}">
<meta http-equiv="refresh" content="0; url={{ page.url }}">
<a href="{{ page.url }}">Moved</a>
-- themes/tiny/subscribe.html --
{% extends "base.html" %}
{% block main %}
{% for one in (page.whole,) + page.sections + page.clubs + page.audiences + page.tags %}
<p><a href="{{ one.url }}">{{ one.title }}</a> <a href="{{ one.feed }}">RSS</a>
{% if one.atom %}<a href="{{ one.atom }}">Atom</a>{% endif %}
{% if one.json %}<a href="{{ one.json }}">JSON</a>{% endif %}</p>
{% endfor %}
<a href="{{ page.opml }}">OPML</a> {{ page.newsletter }}
{% endblock %}
-- themes/tiny/widget.html --
<!doctype html>
<title>{{ page.title or page.widget }}</title>
<section data-count="{{ page.count }}"><a href="{{ page.url }}">{{ page.title or page.widget }}</a>
{% if page.gone %}<p>Gone</p>{% endif %}
{% for one in page.meetings %}<p>{{ one.start | iso }}</p>{% endfor %}
{% for one in page.items %}<p><a href="{{ one.url }}">{{ one.title }}</a></p>{% endfor %}
<a href="{{ page.home }}">{{ page.library }}</a></section>
-- themes/tiny/embed.html --
{% extends "base.html" %}
{% block main %}
{% for one in page.others %}<a href="{{ one.html }}">{{ one.title or one.widget }}</a>{% endfor %}
{% for one in page.widgets %}<p>{{ one.widget }} {{ one.height }}</p>{% endfor %}
{% endblock %}
-- themes/tiny/share.html --
{% extends "base.html" %}
{% block main %}<h1>{{ page.title }}</h1>
{% for post in posts %}
<h2>{{ post.target.title }}</h2>
{% for part in post.parts %}<pre>{{ part }}</pre>{% endfor %}
{% for one in post.intents %}<a href="{{ one }}">Open</a>{% endfor %}
{% endfor %}
{% for one in page.shared %}<p>{{ one.title }} {{ one.url }}</p>{% endfor %}
{% endblock %}
-- themes/tiny/shares.html --
{% extends "base.html" %}
{% block main %}
{% for row in page.rows %}
<p><a href="{{ row.url }}">{{ row.title }}</a> {{ row.missing | join(", ") }}</p>
{% endfor %}
{% endblock %}
-- themes/tiny/share-post.txt --
{{ page.title }}. {{ page.summary }}
-- themes/tiny/share-titles.txt --
{{ page.title }}: {{ page.books | map(attribute="title") | join(", ") }}
-- themes/tiny/share-club.txt --
{{ page.title }}
-- themes/tiny/share-reading.txt --
{{ page.club }} reads {{ page.title }}
-- themes/tiny/static/style.css --
body { max-inline-size: 40rem }
"""

BASE = (
    THEME
    + """\
-- site.yaml --
title: Test Library
url: https://library.example.org/town/
timezone: America/New_York
theme: tiny
nav: [posts, pages/about.md]
outputs: {embed: false, oembed: false, share: false, cards: false, atom: false, json: false}
-- content/posts/rivers.md --
---
title: Rivers
date: 2026-11-01
tags: [water]
---
All about rivers. See [hills](hills.md#high-ones).
-- content/posts/hills.md --
---
title: Hills
date: 2026-10-01
tags: [land]
---
Some are high.

## High ones

These.
-- content/pages/about.md --
---
title: About us
---
We lend books. [The latest](@/posts/rivers.md).
"""
)
"""A small, good site with a theme of its own, that makes no more than it must."""

KINDS = (
    BASE
    + """\
-- content/titles/2026-11-02-autumn.md --
---
title: New in autumn
books:
  - {title: Wonder, authors: R. J. Palacio, isbn: 978-0-375-86902-0, audience: children}
  - Matilda by Roald Dahl
---
Come and see.
-- content/titles/2026-11-09-winter/index.md --
---
title: New in winter
books: winter.csv
group: format
layout: table
---
-- content/titles/2026-11-09-winter/winter.csv --
Title,Author(s),ISBN 13,Binding
Holes,Louis Sachar,9780440414803,Paperback
WONDER,R. J. Palacio,,Audiobook
-- content/clubs/owls/index.md --
---
title: Night Owls
place: The loft
contact: owls@example.org
meetings:
  - 2026-12-03 18:30-19:30
---
We read at night.
-- content/clubs/owls/holes.md --
---
title: We read Holes
starts: 2026-11-01
book: Holes by Louis Sachar
plan: [{when: Week 1, read: Chapter 1}]
questions: {Chapter 1: [Who digs?]}
meetings: [2026-11-23 18:30]
---
Dig in.
-- content/posts/cards.md --
---
title: Cards
date: 2026-11-10
---
Take this one:

::: book wonder
note: A kind book.
:::

::: shelf titles/2026-11-02-autumn.md
"""
)
"""The same with two lists, a club and a reading, and a post that shows a book and a list."""


def write_site(folder: Path, text: str = BASE) -> Path:
    """Write the files that *text* holds, each after a line `-- path --`, into *folder*."""
    parts = MARK.split(text)
    for path, content in zip(parts[1::2], parts[2::2], strict=True):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")
    return folder


def run(root: Path, *, now: datetime = NOW, **options: Any) -> Report:  # noqa: ANN401 - Options
    """Build the site at *root*, in this process unless told otherwise."""
    options.setdefault("workers", 1)
    return build(root, Options(now=now, **options))


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every published file below *folder*, by path."""
    if not folder.exists():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and ".libsite" not in path.parts
    }


def unmeasured() -> dict[str, str]:
    """Return the environment for a process that coverage is not to measure."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
