"""Finish a sanitised body: pictures, slots for addresses, headings, ids, plain text.

Every function takes HTML as the sanitiser writes it: well-formed, names in lower case, every
attribute with a value in double quotes, no `<` in text. What they write is of the same form.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from html import escape, unescape
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from libsite import text as words
from libsite.errors import Problem, notice, warning
from libsite.model import Heading, Slot
from libsite.read.sanitise import ODD, UNSAFE, host_of, scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from libsite.model import Shortcode

TOP = 2
"""The level of a body's first heading: the page's title is the only one of level 1."""
LOWEST = 6

_ATTRIBUTES = r'((?: [^\s=>"]+="[^"]*")*)'
_PAIR = re.compile(r' ([^\s=>"]+)="([^"]*)"')
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*){_ATTRIBUTES}>")


# ---- Pictures, sounds and films -----------------------------------------------------------------

_MEDIA = re.compile(rf"<(/?)(a|img|video|audio|source|track)(?![a-z]){_ATTRIBUTES}>")
_HAS_MEDIA = re.compile(r"<(?:img|video|audio)[ >]")
_REMOTE = re.compile(r"\s*(?:https?:|//)", re.IGNORECASE)
_NAMES = {"img": "picture", "source": "recording", "track": "captions"}
SAVE = "save it beside the file and write its name"


def place_media(html: str, *, line_of: Callable[..., int]) -> tuple[str, list[Problem]]:
    """Replace what would be loaded from another site by links, and ask for missing descriptions."""
    problems: list[Problem] = []
    if not _HAS_MEDIA.search(html):
        return html, problems
    in_link = False
    unwrapped: list[bool] = []

    def placed(found: re.Match[str]) -> str:
        nonlocal in_link
        closing, tag, inside = found.groups()
        if tag == "a":
            in_link = not closing
            return found.group()
        if closing:
            return "" if unwrapped and unwrapped.pop() else found.group()
        given = dict(_PAIR.findall(inside))
        remote = [name for name in ("poster", "src") if _REMOTE.match(given.get(name, ""))]
        if tag in {"video", "audio"}:
            rest = html[found.end() : html.find(f"</{tag}>", found.end())]
            unwrapped.append(bool(remote or "<source" in rest) and not _has_own(given, rest))
        bare = bool(unwrapped) and unwrapped[-1]
        gone = tag in {"source", "track"} and not bare
        problems.extend(_elsewhere(tag, name, given, line_of, gone=gone) for name in remote)
        links = "".join(_link(given, name, in_link=in_link) for name in remote)
        if tag in {"video", "audio"}:
            return links if bare else links + _player(tag, given)
        if tag in {"source", "track"}:
            return (links if bare else "") if links or bare else found.group()
        return links or _picture(found.group(), given, problems, line_of)

    return _MEDIA.sub(placed, html), problems


def _has_own(given: dict[str, str], rest: str) -> bool:
    """Tell whether a player has anything to play from this site."""
    sources = [dict(_PAIR.findall(inside)) for inside in re.findall(r"<source([^>]*)>", rest)]
    addresses = [one.get("src", "") for one in (given, *sources)]
    return any(address and not _REMOTE.match(address) for address in addresses)


def _player(tag: str, given: dict[str, str]) -> str:
    kept = {k: v for k, v in given.items() if k not in {"src", "poster"} or not _REMOTE.match(v)}
    kept["controls"] = ""
    return f"<{tag}{_written(kept)}>"


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())


def _elsewhere(
    tag: str, name: str, given: dict[str, str], line_of: Callable[..., int], *, gone: bool
) -> Problem:
    address = unescape(given[name]).strip()
    what = "picture" if name == "poster" else _NAMES.get(tag, tag)
    done = "removed" if gone else "replaced by a link"
    message = f"the {what} `{address[:200]}` is on another site and was {done}"
    return warning(message, line=line_of(address, given[name]), hint=SAVE)


def _link(given: dict[str, str], name: str, *, in_link: bool) -> str:
    """Return a link to a file of another site, or only its words where it stands in a link."""
    address = unescape(given[name]).strip()
    alt = given.get("alt") or given.get("label") or escape(_file_name(address))
    if in_link:
        return f'<span class="remote-image">{alt}</span>'
    if address.startswith("//"):
        address = f"https:{address}"
    return f'<a class="remote-image" href="{escape(address)}">{alt}</a>'


def _file_name(address: str) -> str:
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path.rstrip("/").rpartition("/")[2] or host_of(address)


def _picture(
    tag: str, given: dict[str, str], problems: list[Problem], line_of: Callable[..., int]
) -> str:
    """Return the picture, with an empty description where none was written."""
    if "src" not in given:
        return given.get("alt", "")
    if "alt" in given:
        return tag
    address = unescape(given["src"]).removeprefix(ODD).strip()
    problems.append(
        warning(
            f"the picture `{address[:200]}` has no description",
            line=line_of(address, given["src"]),
            hint=f"write `![what it shows]({address[:200]})`",
        )
    )
    return f'{tag[:-1]} alt="">'


# ---- Old-fashioned attributes -------------------------------------------------------------------


_GIVEN = re.compile(r'<([a-z][a-z0-9]*)((?: [^\s=>"]+="[^"]*")+)>')


def modernise(html: str) -> str:
    """Turn `align` into a class, and the `name` of an anchor into its id."""
    if ' align="' not in html and ' name="' not in html:
        return html
    return _GIVEN.sub(_modern, html)


def _modern(found: re.Match[str]) -> str:
    tag, inside = found.groups()
    given = dict(_PAIR.findall(inside))
    align, name = given.pop("align", None), given.pop("name", None)
    if align is None and name is None:
        return found.group()
    if align:
        given["class"] = f"{given.get('class', '')} align-{align}".strip()
    if name:
        given.setdefault("id", name)
    return f"<{tag}{_written(given)}>"


# ---- Addresses ----------------------------------------------------------------------------------

_ADDRESSED = re.compile(r"<(a|img|video|audio|source|track)((?: [^\s=>\"]+=\"[^\"]*\")+)>")
_ADDRESS = re.compile(r' (href|src|poster)="([^"]*)"')
_SLOTTED: dict[str, Literal["href", "src", "poster"]]
_SLOTTED = {"href": "href", "src": "src", "poster": "poster"}
_FOOTNOTE = re.compile(r"#fn(?:ref\d*)?:")


_OUTWARD = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?:[^\s/?#:“”„‘’«»\"'<>\[\]]+|\[[\da-f:.]+\])(?::\d*)?(?:[/?#]|$)",
    re.IGNORECASE,
)
"""An address of another site: `https://“x.org”` and `http:/x.org` are none."""


def number_slots(
    html: str, *, line_of: Callable[..., int]
) -> tuple[str, tuple[Slot, ...], list[Problem]]:
    """Put `slot:n` in the place of every address inside the site, and return what stood there.

    An address of another site that leads nowhere is a problem.
    """
    slots: list[Slot] = []
    problems: list[Problem] = []

    def numbered(found: re.Match[str]) -> str:
        name, written = found.groups()
        target = unescape(written).strip()
        scheme = scheme_of(target)
        if scheme or target.startswith("//") or _FOOTNOTE.match(target):
            if scheme in {"http", "https"} and not _OUTWARD.match(target):
                problems.append(
                    warning(
                        f"`{target[:200]}` is no address of another site",
                        line=line_of(target, written),
                        hint="check it, best by copying it out of the browser",
                    )
                )
            return f' {name}="{escape(target)}"'
        target = target.removeprefix(ODD)
        if scheme_of(target) in UNSAFE:
            return ""
        line = line_of(target, written) if target else line_of("]()", f'{name}=""')
        slots.append(Slot(_SLOTTED[name], target, line))
        return f' {name}="slot:{len(slots) - 1}"'

    def tag(found: re.Match[str]) -> str:
        return f"<{found.group(1)}{_ADDRESS.sub(numbered, found.group(2))}>"

    return _ADDRESSED.sub(tag, html), tuple(slots), problems


# ---- Headings and ids ---------------------------------------------------------------------------

_HEADING = re.compile(rf"<(/?)h([1-6]){_ATTRIBUTES}>(?:(\s*)(?=</h))?")
_ID = re.compile(r' id="([^"]*)"')


def outline(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Give every heading the level of its place, from 2 on and none skipped, and an id."""
    if "<h" not in html:
        return html, ()
    taken = dict.fromkeys(_ID.findall(html), 1)
    levels: list[int] = []
    open_: list[tuple[int, str, int]] = []  # new level, id, where the words begin; level 0: dropped
    headings: list[tuple[int, Heading]] = []  # with their places: one may stand in another
    out: list[str] = []
    at = 0
    for found in _HEADING.finditer(html):
        closing, level, inside, empty = found.groups()
        out.append(html[at : found.start()])
        at = found.end()
        if closing:
            new, name, start = open_.pop() if open_ else (0, "", 0)
            if new:
                heading = Heading(new, plain(html[start : found.start()]), name)
                headings.append((start, heading))
                out.append(f"</h{new}>{empty or ''}")
        elif empty is not None:
            open_.append((0, "", at))
        else:
            new = _deeper(levels, int(level))
            given = dict(_PAIR.findall(inside))
            name = given.get("id") or _fresh(html, at, taken)
            out.append(f"<h{new}{_written(given | {'id': name})}>")
            open_.append((new, sys.intern(unescape(name)), at))
    out.append(html[at:])
    return "".join(out), tuple(heading for _, heading in sorted(headings, key=itemgetter(0)))


def _deeper(levels: list[int], level: int) -> int:
    """Return the level in the outline of a heading that follows those in *levels*."""
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    return min(TOP - 1 + len(levels), LOWEST)


def _fresh(html: str, start: int, taken: dict[str, int]) -> str:
    """Return an id, made of its words, for the heading whose words begin at *start*."""
    heading = plain(html[start : html.find("</h", start)])
    name = words.slugify(heading) or _unicode_slug(heading) or "section"
    return _unused(name, taken)


def _unicode_slug(heading: str) -> str:
    """Return the letters, marks and digits of *heading*, for scripts that ASCII cannot write."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in heading.lower())
    return "-".join("".join(kept).split())[:80]


def _unused(name: str, taken: dict[str, int]) -> str:
    """Return *name*, numbered if it is taken; *taken* says how far each name has been numbered."""
    if name in taken:
        number = taken[name] + 1
        while f"{name}-{number}" in taken:
            number += 1
        taken[name] = number
        name = f"{name}-{number}"
    taken[name] = 1
    return name


_IDENTIFIED = re.compile(r"(<[a-z][a-z0-9]*(?: (?!id=)[^\s=>\"]+=\"[^\"]*\")*) id=\"([^\"]*)\"")


def unique_ids(
    html: str, *, line_of: Callable[..., int]
) -> tuple[str, tuple[str, ...], list[Problem]]:
    """Return *html* with ids that stand twice numbered, all of its ids, and what was changed."""
    every = [name for _, name in _IDENTIFIED.findall(html)]
    proper = all(name and not _SPACE.search(name) for name in every)
    if len(set(every)) == len(every) and proper:
        return html, tuple(sorted(sys.intern(unescape(name)) for name in every)), []
    taken: set[str] = set()
    reserved = dict.fromkeys(every, 1)
    twice: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        name = _SPACE.sub("-", found.group(2).strip())
        if not name:
            return found.group(1)
        if name in taken:
            twice.append(unescape(name))
            name = _unused(name, reserved)
        taken.add(name)
        return f'{found.group(1)} id="{name}"'

    html = _IDENTIFIED.sub(numbered, html)
    problems = [
        notice(
            f"the id `{name[:80]}` stands {count + 1} times",
            line=line_of(f'id="{name}"', f"#{name}", name),
            hint="give each its own, so that links find it",
        )
        for name, count in Counter(twice).items()
    ]
    return html, tuple(sorted(unescape(name) for name in taken)), problems


_SPACE = re.compile(r"\s+")


# ---- Shortcodes ---------------------------------------------------------------------------------


def place_shortcodes(
    html: str, token: str, shortcodes: tuple[Shortcode, ...]
) -> tuple[str, list[Problem]]:
    """Put `<libsite-shortcode n="n">` in the place of each empty `<div class="TOKEN-n">`.

    It comes last: only libsite writes such elements, and `make` puts something in their place. One
    that was lost in HTML without an end is a problem.
    """
    if not shortcodes:
        return html, []
    place = re.compile(rf'<div class="{re.escape(token)}-(\d+)"></div>')
    there = {int(number) for number in place.findall(html)}
    problems = [
        warning(
            f"`::: {code.name}` cannot be shown, since HTML before it has no end",
            line=code.line,
            hint="close every element, such as `<textarea>`, above it",
        )
        for number, code in enumerate(shortcodes)
        if number not in there
    ]
    return place.sub(r'<libsite-shortcode n="\1"></libsite-shortcode>', html), problems


# ---- Words --------------------------------------------------------------------------------------

_NOTE_MARK = re.compile(r'<sup id="fnref\d*:[^"]*">.*?</sup>', re.DOTALL)
_ENDS = re.compile(r"<br>|</(?:p|li|h[1-6]|t[dhr]|d[dt]|div|pre|blockquote|figcaption|summary)>")


def plain(html: str) -> str:
    """Return the words of *html*, without marks of footnotes and check boxes."""
    html = _NOTE_MARK.sub("", html) if "<sup" in html else html
    found = unescape(_TAG.sub("", _ENDS.sub(" ", html)) if "<" in html else html)
    found = " ".join(found.replace("☑", "").replace("☐", "").split())
    # What was written as `site&#58;/` is no address of ours now that it is plain text.
    return found.replace(f"{words.MARKER}/", f"{words.MARKER} /")
