"""New sites and new files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from libsite.data import data_root
from libsite.errors import SiteError, error
from libsite.model import KINDS
from libsite.text import slugify

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

IGNORED = """# what libsite makes; it can always be made again
/output/
/.libsite/
"""


@dataclass(frozen=True, slots=True)
class NewSite:
    """The answers that a new site begins with."""

    title: str
    url: str
    timezone: str
    language: str
    id: str
    examples: bool
    """Whether it begins with the example posts and pages."""


def make_site(folder: Path, answers: NewSite) -> tuple[str, ...]:
    """Make a site in *folder* and return the paths of its files, sorted.

    Raises SiteError, and writes nothing, if anything that would be written stands there already.
    """
    files = {"site.yaml": _settings(answers).encode(), ".gitignore": IGNORED.encode()}
    if answers.examples:
        starter = data_root() / "content"
        for path in sorted(starter.rglob("*")):
            name = path.relative_to(starter).as_posix()
            if path.is_file() and not name.startswith(("_", ".")):
                files[f"content/{name}"] = path.read_bytes()
    taken = [name for name in files if name != ".gitignore" and (folder / name).exists()]
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


def _settings(answers: NewSite) -> str:
    """Return the starter's `site.yaml` with the *answers* in place of its own."""
    text = (data_root() / "site.yaml").read_text(encoding="utf-8")
    text = _without(text, "description", "author")  # words about the example library
    if not answers.examples:
        text = f"{_without(text, 'nav').rstrip()}\nnav: [posts]\n"
    for key in ("title", "url", "timezone", "language", "id"):
        line = f"{key}: {json.dumps(getattr(answers, key), ensure_ascii=False)}\n"
        here = re.search(rf"^{key}:.*\n", text, re.MULTILINE)
        text = text[: here.start()] + line + text[here.end() :] if here else text + line
    return text


def _without(text: str, *keys: str) -> str:
    """Return the YAML *text* without the top-level *keys* and what belongs to them."""
    return re.sub(rf"^(?:{'|'.join(keys)}):.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a new content file begins with."""

    kind: str
    title: str
    day: date
    id: str
    draft: bool


def make_file(root: Path, new: NewFile) -> Path:
    """Write a new content file into the site at *root*, and return its path.

    Raises SiteError if it stands there already.
    """
    kind = KINDS[new.kind]
    slug = slugify(new.title) or new.id.rpartition("-")[2]
    name = f"{new.day.isoformat()}-{slug}.md" if kind.listed else f"{slug}.md"
    path = root / "content" / kind.folder / name
    lines = [f"title: {json.dumps(new.title, ensure_ascii=False)}", f"id: {new.id}"]
    if kind.listed:
        lines += [f"date: {new.day.isoformat()}", "tags: []", "summary:"]
    if new.draft:
        lines.append("draft: true")
    text = "\n".join(["---", *lines, "---", "", ""])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as fault:
        where = path.relative_to(root).as_posix()
        raise SiteError(
            error("this file stands there already", path=where, hint="choose another title")
        ) from fault
    return path
