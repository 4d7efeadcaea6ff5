"""Make a book club with its readings out of a folder of posts, one a book.

    python docs/examples/club_from_posts.py POSTS content/clubs/night-owls "Night Owls"

Each post is named after the day on which its book was talked about, `2026-02-07-binti.md`, and has
`title`, `author` and perhaps `tags` in its front matter; its text becomes the reading's. A reading
begins the day after the meeting before it. Whatever else stands in the front matter is left behind,
and named. The script overwrites what an earlier run of it made.
"""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path

import yaml

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\.md")
FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
KEPT = ("title", "author", "tags")
UNWRITTEN = ("", "TODO", "TBD")
"""Texts that somebody meant to write later."""
BEFORE = timedelta(weeks=6)
"""How long before its meeting the first book was begun: nobody wrote that down."""


def main(posts: Path, club: Path, title: str) -> None:
    """Write the club and its readings, and say what was left behind."""
    club.mkdir(parents=True, exist_ok=True)
    write(club / "index.md", {"title": title}, "")
    before, left = None, set()
    for post in sorted(posts.glob("*.md")):
        dated = NAME.fullmatch(post.name)
        if not dated:
            print(f"passed over, since no day stands in its name: {post.name}")
            continue
        day, name = dated.groups()
        halves = FRONT.match(post.read_text(encoding="utf-8"))
        said = yaml.safe_load(halves[1]) if halves else None
        if not isinstance(said, dict) or not {"title", "author"} <= said.keys():
            print(
                f"passed over, since it has no front matter with `title` and `author`: {post.name}"
            )
            continue
        left |= said.keys() - set(KEPT)
        met = date.fromisoformat(day)
        reading = {
            "title": said["title"],
            "tags": said.get("tags") or [],
            "starts": (before + timedelta(days=1) if before else met - BEFORE).isoformat(),
            "book": {"title": said["title"], "authors": said["author"]},
            "meetings": [day],
        }
        write(
            club / f"{name}.md",
            reading,
            "" if halves[2].strip() in UNWRITTEN else halves[2].strip(),
        )
        before = met
    print(f"left behind: {', '.join(sorted(left)) or 'nothing'}")


def write(path: Path, front: dict[str, object], text: str) -> None:
    """Write a Markdown file with *front* matter."""
    said = yaml.safe_dump(front, sort_keys=False, allow_unicode=True)
    path.write_text(f"---\n{said}---\n\n{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
