"""A site of as many posts as wanted, the same in every run: 200 to 500 words each, tags, tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOUNS = (
    "reader shelf story chapter author branch evening volume catalog page river winter garden"
    " letter sister captain machine island archive season question journey language map whale"
    " lantern bridge violin orchard compass teacher window kitchen harbor mountain planet"
).split()
VERBS = "finds reads opens lends follows keeps turns carries questions remembers paints".split()
ADJECTIVES = "quiet bright old gentle strange small patient lost green famous early hidden".split()
TAGS = (
    "fiction mystery fantasy biography history poetry travel science art music sports teens kids"
    " comics audiobooks events storytime new-titles book-club staff-picks maker local-author"
    " awards classics translation gardens cooking animals space sea"
).split()
SETTINGS = """\
title: Bench Library
url: https://library.example.org/
timezone: UTC
theme: plain
outputs: {tag_feeds: false, audience_feeds: false}
"""


def write_site(root: Path, posts: int) -> None:
    """Write a site of *posts* posts into the folder *root*."""
    folder = root / "content/posts"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SETTINGS, encoding="utf-8")
    for number in range(posts):
        (folder / f"post-{number:06}.md").write_text(post(number), encoding="utf-8")


def post(number: int) -> str:
    """Return the text of post *number*."""
    dice = Random(number)  # noqa: S311 - the same posts in every run
    when = datetime(2008, 1, 1, 9) + timedelta(hours=7 * number)  # noqa: DTZ001 - a local time
    words = dice.randint(200, 500)
    parts = [_paragraph(dice)]
    while sum(len(part.split()) for part in parts) < words:
        parts.append(dice.choice((_paragraph, _paragraph, _paragraph, _list, _heading))(dice))
    if dice.random() < 0.25:
        parts.append(_table(dice))
    tags = ", ".join(dice.sample(TAGS, dice.choice((2, 2, 3))))
    title = f"{_phrase(dice).capitalize()} {number}"
    return f"---\ntitle: {title}\ndate: {when:%Y-%m-%d %H:%M}\ntags: [{tags}]\n---\n\n" + (
        "\n\n".join(parts) + "\n"
    )


def _phrase(dice: Random) -> str:
    return f"the {dice.choice(ADJECTIVES)} {dice.choice(NOUNS)}"


def _sentence(dice: Random) -> str:
    subject, thing = _phrase(dice), _phrase(dice)
    if dice.random() < 0.2:
        thing = f"*{thing}*"
    if dice.random() < 0.15:
        thing = f"[{thing}](https://catalog.example.org/record/{dice.randint(1000, 9999)})"
    ending = dice.choice((".", ".", ".", "!", ', and "that" is that.'))
    return f"{subject.capitalize()} {dice.choice(VERBS)} {thing} -- as {_phrase(dice)} did{ending}"


def _paragraph(dice: Random) -> str:
    return " ".join(_sentence(dice) for _ in range(dice.randint(2, 5)))


def _list(dice: Random) -> str:
    return "\n".join(f"- {_sentence(dice)}" for _ in range(dice.randint(3, 5)))


def _heading(dice: Random) -> str:
    return f"## {_phrase(dice).capitalize()}"


def _table(dice: Random) -> str:
    rows = (f"| {_phrase(dice)} | {dice.randint(1, 9)} |" for _ in range(dice.randint(3, 8)))
    return "\n".join(("| Title | Copies |", "| --- | ---: |", *rows))
