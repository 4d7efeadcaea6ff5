"""Where a Markdown file goes: its kind, the name that it goes by, its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.errors import Problem, error
from libsite.model import INDEXES, KINDS, RESERVED, Config, Kind, kind_at
from libsite.text import slugify, undated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Document

MARKDOWN = (".md", ".markdown")
TWICE = tuple(f"{ending}.txt" for ending in MARKDOWN)
"""What a simple editor makes of the names of Markdown files."""
TRANSLATION = re.compile(r".+\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)", re.DOTALL)
"""A file name of a translation, `rivers.es`: reserved."""
LIKE_A_DAY = re.compile(
    r"((?:19|20)\d\d([-_. –—])\d{1,2}\2\d{1,2}"
    r"|\d{1,2}([-_. –—])\d{1,2}\3(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)[-_. –—]*(.*)",
    re.DOTALL,
)
"""A name that begins as if with a day: `2027-1-5-secret`, `20270105-secret`, `5.1.2027 secret`."""


def page_kind(source: str) -> Kind | None:
    """Return the kind of a Markdown file by its place; None where it is no content, or in none."""
    if not source.startswith("content/") or not is_markdown(source) or is_private(source):
        return None
    return kind_at(source)


def is_markdown(path: str) -> bool:
    """Tell whether the file *path* is Markdown, by its ending."""
    return path.lower().endswith(MARKDOWN)


def is_private(path: str) -> bool:
    """Tell whether a part of *path* begins with `_`: the librarian's own drawer."""
    return path.startswith("_") or "/_" in path


def stem_of(source: str) -> tuple[str, str]:
    """Return the name that *source* goes by, and the day in it: `2026-11-21-rivers.md`.

    A folder with an `index.md` goes by the folder's name. The day is empty where there is none.
    """
    parts = source.split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    return undated(parts[-2] if stem.lower() == "index" else stem)


def kind_of(source: str, document: Document) -> Kind:
    """Return the kind of the page *source*: what it says itself, else what its folder says."""
    if document.front.kind:
        return KINDS[document.front.kind]
    kind = kind_at(source)
    if kind is None:
        message = f"{source} is in no folder of a kind"
        raise ValueError(message)
    return kind


def derived_id(source: str, kind: Kind) -> str:
    """Return the id that a file's name stands for: `post/rivers`, `page/kids/rules`."""
    inner = [] if kind.section else _inner(source)
    return "/".join([kind.name, *inner, stem_of(source)[0]])


def _inner(source: str) -> list[str]:
    """Return the folders between a kind's own and the page *source*."""
    *folders, name = source.split("/")[2:]
    return folders[:-1] if name.lower() in INDEXES else folders


def club_of(source: str) -> str:
    """Return the folder of the club that *source* is or belongs to: `content/clubs/night-owls`.

    A club may be a file beside its folder: `content/clubs/night-owls.md`.
    """
    top, clubs, name, *inner = source.split("/")
    return f"{top}/{clubs}/{name if inner else name.rpartition('.')[0]}"


def page_path(source: str, kind: Kind, slug: str, config: Config, club: str) -> str:
    """Return the output folder of the page *source*: `posts/rivers/`; for a page, `kids/rules/`.

    *club* is the output folder of the club below which a reading stands; empty if there is none.
    """
    if kind.name == "reading":
        above = club or f"{config.section(kind)}{slugify(club_of(source).split('/')[-1])}/"
        return f"{above}{slug}/"
    if kind.section or kind.name == "club":
        return f"{config.section(kind)}{slug}/"
    return "/".join([*(slugify(part) or part for part in _inner(source)), slug, ""])


def path_problems(source: str, document: Document, kind: Kind, slug: str) -> Iterator[Problem]:
    """Yield what is wrong with the place of the page *source*, whose last part is *slug*."""
    name = source.rsplit("/", 1)[1].rsplit(".", 1)[0]
    line = document.front.lines.get("slug", 0)
    if TRANSLATION.fullmatch(name):
        yield error(
            f"the ending `.{name.rsplit('.', 1)[1]}` is reserved for translations, which this "
            "version does not make",
            path=source,
            hint="rename the file, and write `lang:` in it for its language",
        )
    folder = source.split("/")[1]
    top = source.count("/") == len(("content", folder))
    if name.lower() == "index" and top:
        yield error(
            f"`index.md` stands for its folder, and `content/{folder}/` is a whole section",
            path=source,
            hint="give the file a name of its own",
        )
    if kind.name == "page" and top:
        yield from taken(source, slug, line)
    if not document.front.date:
        yield from _slip(source)


def _slip(source: str) -> Iterator[Problem]:
    """Yield an error if the name of *source* begins like a day, and says none.

    Passing it over would publish at once what was to wait for its day.
    """
    stem, day = stem_of(source)
    if not day and (found := LIKE_A_DAY.fullmatch(stem)):
        wanted = f"2026-11-21-{found[4] or 'rivers'}"
        yield error(
            f"the name `{stem}` begins like a day, and `{found[1]}` is none",
            path=source,
            hint=f"name it as `{wanted}`, or write the day as `date:`",
        )


def taken(source: str, slug: str, line: int = 0) -> Iterator[Problem]:
    """Yield an error if the page *source*, at the top, has an address that belongs to others."""
    if slug in RESERVED or slug in KINDS:
        yield error(
            f"the address `/{slug}/` belongs to libsite",
            path=source,
            line=line,
            hint=f"add the line `slug: about-{slug}`, or another word",
        )
    elif re.fullmatch(r"[a-z]{2}", slug):
        yield error(
            f"the address `/{slug}/` is reserved for a language",
            path=source,
            line=line,
            hint="add the line `slug:` with a longer word",
        )
