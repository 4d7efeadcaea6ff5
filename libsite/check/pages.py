"""Pages as readers and their browsers meet them: headings, ids, titles, and where links lead."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

from msgspec import field
from msgspec.structs import replace

from libsite.artifact import assets_of
from libsite.check.places import Place
from libsite.errors import Problem, error, notice, warning
from libsite.noun import Noun
from libsite.read.places import TWICE
from libsite.text import MARKER, excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.check.markup import Link
    from libsite.check.subject import Subject
    from libsite.model import Page

SHOWN = 120
"""Characters of an address that a message shows."""
HINTS = 3
"""Near misses are looked for this many times: each compares with every name on the site."""
_IN_STYLE = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OWN_FRAGMENTS = ("", "top")
"""Fragments that lead to the top of any page (HTML, "Scrolling to a fragment")."""


class Tally(Noun, frozen=True):
    """Problems that many pages share, each told once."""

    found: dict[tuple[str, str], tuple[Problem, list[str]]] = field(default_factory=dict)

    def add(self, place: Place, problem: Problem, path: str, what: str) -> None:
        """Note that the page *path* has a *problem* with *what*, which was written at *place*.

        Where only the page is known, the theme wrote it, and on all pages alike.
        """
        at = "" if place.path.endswith(path) else f"{place.path}:{place.line}"
        self.found.setdefault((at, what), (place.put(problem), []))[1].append(path)

    def problems(self) -> Iterator[Problem]:
        """Yield each problem; where several pages have it, with their number and one of them."""
        for problem, paths in self.found.values():
            first, *more = sorted(set(paths))
            if more:
                seen = f" ({len(more) + 1:,} pages, such as `{first}`)"
                yield replace(problem, message=problem.message + seen)
            else:
                yield problem


# ---- Texts --------------------------------------------------------------------------------------

_TEXTS = (".txt", ".rtf", ".doc", ".docx", ".odt", ".pages")


def unread_texts(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each text beside the pages that is neither one of them nor published."""
    outputs = (output for bundle in subject.plan.bundles for output in bundle.outputs)
    published = {asset.source for output in outputs for asset in assets_of(output.recipe)}
    for asset in subject.site.files.values():
        name = asset.source.lower()
        if name.endswith(_TEXTS) and not name.endswith(TWICE) and asset.source not in published:
            yield notice(
                "this text is no page, and no page links to it",
                path=asset.source,
                hint="save it as Markdown, such as `rivers.md`, or link to it",
            )


# ---- Headings -----------------------------------------------------------------------------------


def mended_headings(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each heading in Markdown that skips a level, which the build mends."""
    for page in subject.published:
        found = list(subject.places.headings(page))
        shown = {heading.id: heading for heading in page.document.headings}
        for (_, above, _), (line, level, name) in pairwise(found):
            if level > above + 1:
                heading = shown[name]
                yield notice(
                    f"the heading `{excerpt(heading.text, SHOWN)}` skips a level, so it is"
                    f" published one level below the heading before it",
                    path=page.source,
                    line=line,
                    hint=f"write it with `{'#' * (above + 1)}`",
                )


def skipped_headings(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each heading of a page that is two levels below the one before it."""
    found = Tally()
    for path, leaf in subject.leaves.items():
        for above, below in pairwise(leaf.headings):
            if below.level > above.level + 1:
                place = _heading_place(subject, path, below.text, below.id)
                problem = warning(
                    f"the heading `{excerpt(below.text, SHOWN)}` is of level {below.level}, and the"
                    f" one before it of level {above.level}",
                    hint=f"make it an `<h{above.level + 1}>`: readers who listen go by the levels",
                )
                found.add(place, problem, path, f"{below.level} {below.text}")
    yield from found.problems()


def _heading_place(subject: Subject, path: str, text: str, name: str) -> Place:
    page = subject.sources.get(subject.because[path])
    lines = {} if page is None else {n: line for line, _, n in subject.places.headings(page)}
    if page is not None and name in lines:
        return Place(page.source, lines[name])
    return subject.places.in_theme(f'id="{name}"' if name else "", f">{text}<") or (
        subject.places.in_output(path)
    )


# ---- Ids ----------------------------------------------------------------------------------------


def doubled_ids(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each id that several elements of a page have."""
    found = Tally()
    for path, leaf in subject.leaves.items():
        for name, times in Counter(leaf.ids).items():
            if times > 1:
                place = _id_place(subject, path, name)
                problem = warning(
                    f"the id `{excerpt(name, SHOWN)}` stands {times} times in one page",
                    hint="give each its own: a link finds the first one only",
                )
                found.add(place, problem, path, name)
    yield from found.problems()


def _id_place(subject: Subject, path: str, name: str) -> Place:
    page = subject.sources.get(subject.because[path])
    if page is not None and name in page.document.ids:
        return _heading_place(subject, path, "", name)
    return subject.places.of(path, f'id="{name}"')


# ---- Titles -------------------------------------------------------------------------------------


def doubled_titles(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each page that has the title of another one of its kind."""
    first: dict[tuple[str, ...], Page] = {}
    for page in sorted(subject.published, key=lambda page: (str(page.date or ""), page.source)):
        key = page.kind, page.club, page.lang, " ".join(page.title.casefold().split())
        other = first.setdefault(key, page)
        if other is not page:
            yield subject.places.front(page, "title").put(
                notice(
                    f"`{page.title}` is the title of `{other.source}` as well",
                    hint="say what is different, such as the year: lists and feeds show titles",
                )
            )


# ---- Links --------------------------------------------------------------------------------------


def dead_links(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each address in a page or style sheet at which this site has nothing."""
    found = Tally()
    for path, link, inside in _inside(subject):
        if subject.stands(inside):
            continue
        there = inside.removesuffix("index.html")
        place = subject.places.of(path, link.written, f"{MARKER}/{there}", f"/{there}")
        what = "link" if link.sort == "leads" else "file"
        near = nearest(inside, subject.because) if len(found.found) < HINTS else None
        meant = f"did you mean `/{near.removesuffix('index.html')}`?" if near else ""
        problem = error(
            f"the {what} `/{excerpt(there, SHOWN)}` is not in the output",
            hint=meant or "mend the address, or delete it",
        )
        found.add(place, problem, path, inside)
    yield from found.problems()
    for path in sorted(path for path in subject.because if path.endswith(".css")):
        yield from _dead_in_style(subject, path)


def _inside(subject: Subject) -> Iterator[tuple[str, Link, str]]:
    """Yield each address inside the site: the page, the address, the output path it leads to."""
    known: dict[str, str | None] = {}  # most pages link to the same places
    for path, leaf in subject.leaves.items():
        for link in leaf.links:
            plain = urldefrag(link.address).url
            if plain not in known:
                known[plain] = subject.inside(plain)
            inside = known[plain]
            if inside is not None:
                yield path, link, inside


def _dead_in_style(subject: Subject, path: str) -> Iterator[Problem]:
    text = _COMMENT.sub("", subject.read(path).decode("utf-8", "replace"))
    for parts in dict.fromkeys(_IN_STYLE.findall(text)):
        written = "".join(parts)
        if written.startswith(("data:", "#")):
            continue
        inside = subject.inside(urljoin(subject.address(path), written))
        if inside is not None and not subject.stands(inside):
            place = _style_place(subject, path, written)
            hint = "put the file into the theme's `static/` folder, or mend the address"
            yield place.put(error(f"the file `{written}` is not in the output", hint=hint))


def _style_place(subject: Subject, path: str, text: str) -> Place:
    asset = subject.site.theme.assets.get(path.removeprefix("theme/"))
    found = subject.places.within(asset.source, text) if asset else None
    return found or subject.places.in_output(path)


def lost_fragments(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each `#…` that names a place which its page does not have."""
    ids = {path: leaf.anchors for path, leaf in subject.leaves.items()}
    found = Tally()
    for path, link, inside in _inside(subject):
        fragment = unquote(urldefrag(link.address).fragment).partition(":~:")[0]
        if link.sort != "leads" or fragment in _OWN_FRAGMENTS:
            continue
        target = subject.stands(inside)
        if target not in ids or fragment in ids[target]:
            continue
        place = subject.places.of(path, link.written, f"#{fragment}")
        near = nearest(fragment, ids[target]) if len(found.found) < HINTS else None
        problem = error(
            f"`{excerpt(link.written, SHOWN)}` points to a place that is not in"
            f" `/{target.removesuffix('index.html')}`",
            hint=f"did you mean `#{near}`?" if near else "link to a heading that is there",
        )
        found.add(place, problem, path, f"{target}#{fragment}")
    yield from found.problems()
