"""What a page may load and run: its content security policy, and who is told where one came from.

The policy is a `<meta>` (CSP level 3, section 3.3), since a site that is files has no headers. It
allows what the templates wrote into the page and nothing else, so that a text which slipped through
the sanitiser could neither run, load, frame, send nor redirect anything.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REFERRER = '<meta name="referrer" content="strict-origin-when-cross-origin">'
"""Other sites learn which library a reader comes from, and not which page. Players of films ask for
that much."""
OWN = '<meta http-equiv="Content-Security-Policy"'
"""How a theme begins a policy of its own. No text of a page can hold it: there `<` is escaped."""


def with_policy(html: str, *, bodies: Iterable[str], origin: str) -> str:
    """Return the page *html* with its policy, as early in the head as one may stand.

    Scripts and styles that stand in the page are allowed by their hashes, unless they are part of
    one of *bodies*, which people wrote. *origin* is where the page's own addresses in full lead, as
    they do in widgets; empty where it has none. A page with a policy of its own keeps it, and so it
    is with what it says of referrers.
    """
    place = _place(html)
    head = html[: html.find("</head>")]
    if place < 0 or OWN in head:
        return html
    scripts, data, files = _scripts(html, bodies)
    styles = _styles(html, bodies)
    frames: tuple[str, ...] = ()
    if "<iframe" in html:
        frames, doors = _frames(html)
        styles = (*styles, *doors)
    rules = _rules(
        origin=origin,
        scripts=scripts,
        files=files,
        styles=styles,
        attributes=' style="' in html,
        frames=frames,
        forms=tuple(_origins(_FORM.findall(html))) if "<form" in html else None,
        manifest='rel="manifest"' in head,
    )
    if data:
        rules = f"{rules} {data}" if files or scripts else f"{rules}; script-src {data}"
    referrer = "" if '<meta name="referrer"' in head else f"\n{REFERRER}"
    return f'{html[:place]}\n{OWN} content="{rules}">{referrer}{html[place:]}'


_CHARSET = "<meta charset="
_HEAD = re.compile(r"<head(?:\s[^>]*)?>|<title", re.IGNORECASE)


def _place(html: str) -> int:
    """Return where the policy goes: behind the encoding, else first in the head; -1 for nowhere."""
    found = html.find(_CHARSET)
    if found >= 0:
        return html.find(">", found) + 1
    head = _HEAD.search(html)
    if head is None:
        return -1
    return head.start() if head[0].lower() == "<title" else head.end()


# ---- What stands in the page ---------------------------------------------------------------------
# Plain searches where there is a choice: this is done for every page.

_FRAME = re.compile(r"<iframe\s([^>]*)>")
_SOURCE = re.compile(r'(?:^|\s)(src|srcdoc)="([^"]*)"')
_LINK = re.compile(r'<a\s[^>]*?\bhref="([^"]*)"')
_FORM = re.compile(r'<form(?:\s[^>]*?\baction="([^"]*)")?')
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+", re.ASCII)


def _elements(html: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield what each element *name* of *html* says in its tag, its content, and all of it."""
    begins, ends = f"<{name}", f"</{name}"
    start = html.find(begins)
    while start >= 0:
        inside = html.find(">", start) + 1
        end = html.find(ends, inside)
        if not inside or end < 0:
            return
        yield html[start + len(begins) : inside - 1], html[inside:end], html[start:end]
        start = html.find(begins, end)


def _scripts(html: str, bodies: Iterable[str]) -> tuple[tuple[str, ...], str, bool]:
    """Return the hashes of the scripts in *html*, those of its data, and whether it names files.

    Data for search engines is no script, and no browser asks a policy about it (HTML, "prepare the
    script element"). The Nu checker does.
    """
    scripts: dict[str, None] = {}
    data: list[str] = []
    files = False
    for said, text, whole in _elements(html, "script"):
        if "src=" in said:
            files = True
        elif any(whole in body for body in bodies):
            continue
        elif "+json" in said:
            data.append(hash_of(text))
        elif text:
            scripts[_known_hash(text)] = None
    return tuple(scripts), " ".join(data), files


def _styles(html: str, bodies: Iterable[str]) -> tuple[str, ...]:
    """Return the hashes of the styles that stand in *html*."""
    found = (
        _known_hash(text)
        for _, text, whole in _elements(html, "style")
        if text and not any(whole in body for body in bodies)
    )
    return tuple(dict.fromkeys(found))


def hash_of(text: str) -> str:
    """Return what stands for *text* in a policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_known_hash = lru_cache(maxsize=1024)(hash_of)
"""Most pages of a site have the same scripts and styles."""


def _frames(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whence the frames in *html* load, and the hashes of the styles in them.

    A frame whose page stands in an attribute has the policy of the page around it, which says as
    well where its links may lead.
    """
    origins: dict[str, None] = {}
    styles: dict[str, None] = {}
    for frame in _FRAME.findall(html):
        for name, value in _SOURCE.findall(frame):
            if name == "src":
                origins.update(dict.fromkeys(_origins((value,))))
            else:
                door = unescape(value)
                styles.update(dict.fromkeys(_styles(door, ())))
                origins.update(dict.fromkeys(_origins(_LINK.findall(door))))
    return tuple(origins), tuple(styles)


def _origins(addresses: Iterable[str]) -> Iterator[str]:
    """Yield where each of *addresses* is asked for, `'self'` for those without a host."""
    for address in addresses:
        found = _ORIGIN.match(address)
        yield found[0] if found else "'self'"


# ---- What it says --------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _rules(
    *,
    origin: str,
    scripts: tuple[str, ...],
    files: bool,
    styles: tuple[str, ...],
    attributes: bool,
    frames: tuple[str, ...],
    forms: tuple[str, ...] | None,
    manifest: bool,
) -> str:
    """Return the rules of a policy, that of scripts last; pages of one sort have the same."""
    own = ("'self'", origin) if origin else ("'self'",)
    rules: dict[str, tuple[str, ...]] = {
        "default-src": ("'none'",),
        "style-src": (*own, *styles),
        "style-src-attr": ("'unsafe-inline'",) if attributes else (),
        "img-src": (*own, "data:"),
        "font-src": own,
        "media-src": own,
        # scripts of a page ask for files of the site alone
        "connect-src": own if files or scripts else (),
        "frame-src": tuple(dict.fromkeys(frames)),
        "manifest-src": own if manifest else (),
        "form-action": ("'none'",) if forms is None else tuple(dict.fromkeys(forms)),
        "base-uri": ("'none'",),
        "script-src": (*(own if files else ()), *scripts),
    }
    return "; ".join(" ".join((name, *values)) for name, values in rules.items() if values)
