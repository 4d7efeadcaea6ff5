"""The last step of every artifact: markers (`site:/posts/`) become addresses."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from libsite.artifact import Target

MARKED = re.compile(r"""site:(/[^\s"'<>)\]\\]*)""")
DRAFT_OF_A_SLOT = re.compile(r' (href|src|poster)="slot:(\d+)"')
ENDING = re.compile(r"[?#].*")
UNLINKED = re.compile(r'<a\b[^>]*? href="slot:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)
ATTRIBUTE = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})


def fill_slots(html: str, fills: tuple[str, ...]) -> str:
    """Return the body *html* with an address in each slot; an empty one takes the link away."""
    if not fills:
        return html
    if "" in fills:
        html = UNLINKED.sub(lambda match: match[0] if fills[int(match[1])] else match[2], html)
    return DRAFT_OF_A_SLOT.sub(
        lambda match: f' {match[1]}="{fills[int(match[2])].translate(ATTRIBUTE)}"', html
    )


def resolve(text: str, path: str, *, url: str, target: Target, portable: bool) -> str:
    """Return *text*, which will stand at the output *path*, with an address for every marker.

    *url* is where the site is published. Relative addresses work wherever the site stands;
    *portable* ones name `index.html` too, as a USB stick needs it, and replace those that begin at
    the host.
    """
    if "site:/" not in text:
        return text
    if target == "absolute":
        return MARKED.sub(lambda match: url + match[1][1:], text)
    if target == "base" and not portable:
        base = urlsplit(url).path
        return MARKED.sub(lambda match: base + match[1][1:], text)
    folder = posixpath.dirname(path)
    return MARKED.sub(lambda match: relative(match[1], folder, portable=portable), text)


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
