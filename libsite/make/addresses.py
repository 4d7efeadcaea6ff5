"""The last step of every artifact: markers (`site:/posts/`) become addresses."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from libsite.views import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.artifact import Target

_REST = r"""[^\s"'<>)\]\\]*"""
MARKED = re.compile(rf"site:(/{_REST})")
DRAFT_OF_A_SLOT = re.compile(r' (href|src|poster)="slot:(\d+)"')
ENDING = re.compile(r"[?#].*")
UNLINKED = re.compile(r'<a\b[^>]*? href="slot:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)
IMAGE = re.compile(r'<img((?: [^\s=>"]+="[^"]*")*)>')
WRITTEN = re.compile(r' ([^\s=>"]+)="([^"]*)"')
SIZES = "(min-width: 46em) 44em, 100vw"
"""How wide a picture in a text is shown: as wide as the text, and on a phone as the screen."""
ATTRIBUTE = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})


def fill_slots(html: str, fills: tuple[str, ...], pictures: tuple[object, ...] = ()) -> str:
    """Return the body *html* with an address in each slot; an empty one takes the link away.

    *pictures*, if there are any, holds a `views.Picture` for each slot that shows one: its `<img>`
    gets all sizes, and what a browser must know before it loads one. What an author wrote stays.
    """
    if not fills:
        return html
    if pictures:
        html = IMAGE.sub(lambda match: _image(match, pictures), html)
    if "" in fills:
        html = UNLINKED.sub(lambda match: match[0] if fills[int(match[1])] else match[2], html)
    return DRAFT_OF_A_SLOT.sub(lambda match: f' {match[1]}="{escaped(fills[int(match[2])])}"', html)


def _image(match: re.Match[str], pictures: tuple[object, ...]) -> str:
    written = dict(WRITTEN.findall(match[1]))
    scheme, _, number = written.get("src", "").partition(":")
    picture = pictures[int(number)] if scheme == "slot" else None
    if not isinstance(picture, Picture):
        return match[0]
    shown = {**dict(_attributes(picture, written)), **written, "src": escaped(picture.src)}
    return "".join(("<img", *(f' {name}="{value}"' for name, value in shown.items()), ">"))


def _attributes(picture: Picture, written: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the `<img>` of *picture* says besides what is *written* there."""
    yield "src", ""
    width = written.get("width", "")
    if picture.srcset:
        yield "srcset", escaped(picture.srcset)
        yield "sizes", f"{width}px" if width.isdecimal() else SIZES
    if picture.width and not {"width", "height"} & written.keys():
        yield "width", str(picture.width)
        yield "height", str(picture.height)
    elif picture.width and width.isdecimal() and "height" not in written:
        yield "height", str(max(1, round(int(width) * picture.height / picture.width)))
    yield "loading", "lazy"
    yield "decoding", "async"
    if picture.colour:
        yield "style", f"background-color:{picture.colour}"


def escaped(text: str) -> str:
    """Return *text* as the value of an attribute in double quotes."""
    return text.translate(ATTRIBUTE)


def resolve(text: str, path: str, *, url: str, target: Target, portable: bool) -> str:
    """Return *text*, which will stand at the output *path*, with an address for every marker.

    *url* is where the site is published. Relative addresses work wherever the site stands;
    *portable* ones name `index.html` too, as a USB stick needs it, and replace those that begin at
    the host.
    """
    if "site:/" not in text:
        return text
    if target == "absolute":
        return text.replace("site:/", url)
    if target == "base" and not portable:
        return text.replace("site:/", urlsplit(url).path)
    folder = posixpath.dirname(path)
    known: dict[str, str] = {}  # a list has thousands of addresses, and the same ones many times

    def seen(match: re.Match[str]) -> str:
        address = match[1]
        if address not in known:
            known[address] = relative(address, folder, portable=portable)
        return known[address]

    if portable or not folder:
        return MARKED.sub(seen, text)
    text = _near(folder.partition("/")[0]).sub(seen, text)
    return text.replace("site:/", "../" * (folder.count("/") + 1))  # the others share no folder


@lru_cache(maxsize=64)
def _near(first: str) -> re.Pattern[str]:
    """Return what finds the addresses that may begin with the folder *first*."""
    return re.compile(rf"site:(/(?={re.escape(first)}|{_REST}%){_REST})")


def origin_of(url: str) -> str:
    """Return the scheme and the host of *url*: `https://library.example.org`."""
    return url[: url.index("/", url.index("://") + 3)]


def relative(address: str, folder: str, *, portable: bool) -> str:
    """Return *address* (`/posts/#top`) as seen from the output *folder* (`posts/rivers`)."""
    wanted = ENDING.sub("", address)
    rest, wanted = address[len(wanted) :], wanted[1:]
    if portable and (not wanted or wanted.endswith("/")):
        wanted += "index.html"
    here = folder.split("/") if folder else []
    there = wanted.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and unquote(there[shared]) == here[shared]:
        shared += 1
    found = "../" * (len(here) - shared) + "/".join(there[shared:])
    return (found or "./") + rest
