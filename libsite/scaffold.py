"""New sites and new files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.data import data_root
from libsite.errors import SiteError, error
from libsite.model import INDEXES, KINDS
from libsite.noun import Noun
from libsite.read.places import MARKDOWN, taken
from libsite.save import unwritten
from libsite.text import nearest, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

IGNORED = """# what libsite makes; it can always be made again
/output/
/.libsite/
"""


class NewSite(Noun, frozen=True):
    """The answers that a new site begins with."""

    title: str
    url: str
    timezone: str
    language: str
    id: str
    examples: bool
    """Whether it begins with the example posts and pages."""
    workflow: str
    """The text of the workflow that publishes it."""
    template: bool = False
    """Whether others will copy it: it has no id, which is one site's own, but a page for them."""


ADDRESS = b"https://maple-street.github.io/library/"
"""Where the example library is; its texts say where a new one is."""
EXAMPLES = ("description", "author", "catalogs", "networks", "hashtags", "newsletter", "contact")
"""Settings of the starter that are true of the example library only."""

NAMELESS = """\
# Keeps the entries of the feeds the same, should the site ever move. Write a word that only your
# library has instead of OURS, take away the "# " before id, and never change the line again.
# id: site-OURS
"""
"""Stands in a template in place of the id, which no two sites may share."""


def make_site(folder: Path, answers: NewSite) -> tuple[str, ...]:
    """Make a site in *folder* and return the paths of its files, sorted.

    Raises SiteError, and writes nothing, if anything that would be written stands there already.
    """
    files = _files(answers)
    taken = [name for name in files if name != ".gitignore" and (folder / name).exists()]
    if "site.yaml" in taken:
        hint = "choose another folder; `libsite init --workflow` adds the workflow alone"
        raise SiteError(error("a site stands here already", path="site.yaml", hint=hint))
    if taken:
        raise SiteError(
            *(
                error("this file stands here already", path=name, hint="choose an empty folder")
                for name in taken
            )
        )
    try:
        for kind in KINDS.values():
            (folder / "content" / kind.folder).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            if not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
    except OSError as fault:
        raise SiteError(
            error(f"the folder cannot be written: {fault.strerror}", path=str(fault.filename))
        ) from fault
    return tuple(sorted(files))


def _files(answers: NewSite) -> dict[str, bytes]:
    """Return what a new site begins with, by path."""
    # a new file, which `make_file` writes, does not wait for these
    from importlib import resources

    from libsite.workflow import PLACE

    files = {
        "site.yaml": _settings(answers).encode(),
        ".gitignore": IGNORED.encode(),
        PLACE: answers.workflow.encode(),
    }
    if answers.template:
        files["README.md"] = (resources.files("libsite") / "template.md").read_bytes()
    if answers.examples:
        starter = data_root() / "content"
        for path in sorted(starter.rglob("*")):
            name = path.relative_to(starter).as_posix()
            if path.is_file() and not name.startswith(("_", ".")):
                text = path.read_bytes()
                files[f"content/{name}"] = text.replace(ADDRESS, answers.url.encode())
    return files


def _settings(answers: NewSite) -> str:
    """Return the starter's `site.yaml` with the *answers* in place of its own."""
    text = (data_root() / "site.yaml").read_text(encoding="utf-8")
    text = _without(text, *EXAMPLES)
    if answers.template:
        text = f"{_without(text, 'id').rstrip()}\n\n{NAMELESS}"
    if not answers.examples:
        text = re.sub(_setting("nav"), "nav: [posts]\n", text, flags=re.MULTILINE)
    keys = ("title", "url", "timezone", "language", "id")
    for key in keys[:-1] if answers.template else keys:
        line = f"{key}: {json.dumps(getattr(answers, key), ensure_ascii=False)}\n"
        here = re.search(rf"^{key}:.*\n", text, re.MULTILINE)
        text = text[: here.start()] + line + text[here.end() :] if here else text + line
    return f"{text.rstrip()}\n"


def _without(text: str, *keys: str) -> str:
    """Return the YAML *text* without the top-level *keys*, and the notes above them."""
    for key in keys:
        text = re.sub(rf"(?:^#.*\n)*{_setting(key)}", "", text, flags=re.MULTILINE)
    return text


def _setting(key: str) -> str:
    """Return a pattern of the top-level *key* and all that belongs to it."""
    return rf"^{key}:.*\n(?:[ -].*\n)*"


class NewFile(Noun, frozen=True):
    """What a new content file begins with."""

    kind: str
    title: str
    day: date
    id: str
    draft: bool
    club: str = ""
    """The folder of the club, for a reading; empty where the site has but one."""


SKELETONS = {
    "post": """\
date: {day}
tags: []
summary:
""",
    "titles": """\
date: {day}
audience: []
summary:
layout: grid
draft: true  # take this line out when the books are in
books:
  - title: The first book
    authors: Who wrote it
    isbn:
    shelf_mark:
    blurb:
""",
    "club": """\
audience: []
summary:
place:
contact:
join:
meetings: []
""",
    "reading": """\
date: {day}
summary:
starts: {day}
ends:
draft: true  # take this line out when the book is in
book:
  title: {title}
  authors: Who wrote it
  isbn:
plan: []
questions: []
meetings: []
""",
    "page": "",
}
"""What stands below title and id in a new file of each kind.

What holds examples begins as a draft: nobody wants to publish `The first book`.
"""


def make_file(root: Path, new: NewFile) -> Path:
    """Write a new content file into the site at *root*, and return its path.

    Raises SiteError if it stands there already or cannot be written, or for a reading if its club
    cannot be told.
    """
    slug = slugify(new.title) or new.id.rpartition("-")[2]
    path = root / "content" / KINDS[new.kind].folder / _name(root, new, slug)
    place = path.relative_to(root).as_posix()
    if new.kind == "page" and (faults := tuple(taken(place, slug))):
        raise SiteError(*(replace(fault, hint="choose another title") for fault in faults))
    title = json.dumps(new.title, ensure_ascii=False)
    more = SKELETONS[new.kind].format(day=new.day.isoformat(), title=title)
    draft = "draft: true\n" if new.draft and "\ndraft:" not in more else ""
    text = f"---\ntitle: {title}\nid: {new.id}\n{more}{draft}---\n\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as fault:
        if not isinstance(fault, FileExistsError) or not path.exists():
            raise unwritten(place, fault) from fault
        raise SiteError(
            error("this file stands there already", path=place, hint="choose another title")
        ) from fault
    return path


def _name(root: Path, new: NewFile, slug: str) -> str:
    """Return where below its kind's folder the *new* file goes."""
    match new.kind:
        case "club":
            return f"{slug}/index.md"
        case "reading":
            return f"{_club(root, new.club)}/{slug}.md"
    return f"{new.day.isoformat()}-{slug}.md" if KINDS[new.kind].section else f"{slug}.md"


def _clubs(folder: Path) -> Iterator[str]:
    """Yield the folder of each club in *folder*, though it may be missing if the club is a file."""
    for path in folder.glob("[!_.]*"):
        if path.suffix.lower() in MARKDOWN and path.name.lower() not in INDEXES:
            yield path.stem
        elif any((path / name).is_file() for name in INDEXES):
            yield path.name


def _club(root: Path, wanted: str) -> str:
    """Return the folder of the club *wanted*, or of the only one."""
    clubs = sorted(set(_clubs(root / "content" / KINDS["club"].folder)))
    if wanted in clubs:
        return wanted
    if not wanted and len(clubs) == 1:
        return clubs[0]
    if not clubs:
        hint = 'start one with `libsite new club "Night Owls"`'
        raise SiteError(error("there is no book club yet", hint=hint))
    near = nearest(wanted, clubs) if wanted else None
    said = f"there is no club `{wanted}`" if wanted else "this site has several clubs"
    hint = f"did you mean `{near}`?" if near else f"add `--club {clubs[0]}`, or another one"
    raise SiteError(error(said, hint=hint))
