"""Addresses of films on YouTube, Vimeo and PeerTube, as people copy them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, urlsplit

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Film(Noun, frozen=True):
    """A film, and how its player is to be loaded."""

    host: str
    """`YouTube`, `Vimeo`, or the host of a PeerTube."""
    url: str
    """Its page, for people."""
    player: str
    """Its player, which tells others as little as it can and begins by itself."""


def read_film(address: str) -> Film | None:
    """Return the film that *address* leads to; None for an address of something else."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    asked |= {name: values[0] for name, values in parse_qs(parts.fragment).items()}
    start = seconds(asked.get("t") or asked.get("start") or "")
    return _HOSTS.get(host, _peertube)(parts, asked, start)


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")
_TIME = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s?)?")


def seconds(written: str) -> int:
    """Return the seconds that `90`, `90s` or `1m30s` are; 0 for what is no such time."""
    found = _TIME.fullmatch(written)
    if not found:
        return 0
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + rest


# ---- The sites ----------------------------------------------------------------------------------

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"/(?:shorts|embed|live|v)/([^/]+)/?")
_VIMEO_PATH = re.compile(r"/(?:video/|channels/[^/]+/|groups/[^/]+/videos/)?(\d+)(?:/(\w+))?/?")
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9-]{6,36})/?")


def _youtube(parts: SplitResult, asked: Mapping[str, str], start: int) -> Film | None:
    found = _YOUTUBE_PATH.fullmatch(parts.path)
    name = found[1] if found else asked.get("v", "") if parts.path == "/watch" else ""
    return _on_youtube(name, start)


def _short_youtube(parts: SplitResult, _asked: Mapping[str, str], start: int) -> Film | None:
    return _on_youtube(parts.path.strip("/"), start)


def _on_youtube(name: str, start: int) -> Film | None:
    if not _YOUTUBE_ID.fullmatch(name):
        return None
    return Film(
        "YouTube",
        f"https://www.youtube.com/watch?v={name}" + (f"&t={start}s" if start else ""),
        f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1"
        + (f"&start={start}" if start else ""),
    )


def _vimeo(parts: SplitResult, asked: Mapping[str, str], start: int) -> Film | None:
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        return None
    number, key = found[1], found[2] or asked.get("h", "")
    if not key.isalnum():
        key = ""
    at = f"#t={start}s" if start else ""
    return Film(
        "Vimeo",
        f"https://vimeo.com/{number}" + (f"/{key}" if key else "") + at,
        f"https://player.vimeo.com/video/{number}?"
        + (f"h={key}&" if key else "")
        + f"dnt=1&autoplay=1{at}",
    )


def _peertube(parts: SplitResult, _asked: Mapping[str, str], start: int) -> Film | None:
    found = _PEERTUBE_PATH.fullmatch(parts.path)
    if not found:
        return None
    host = parts.netloc.lower()
    return Film(
        host,
        f"https://{host}/w/{found[1]}" + (f"?start={start}s" if start else ""),
        f"https://{host}/videos/embed/{found[1]}?autoplay=1&p2p=0"
        + (f"&start={start}s" if start else ""),
    )


_HOSTS: dict[str, Callable[[SplitResult, Mapping[str, str], int], Film | None]] = {
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _short_youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
}
"""Every other host may be a PeerTube's, which anybody can run."""
