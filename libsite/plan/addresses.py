"""Addresses in full, which never depend on where a page is seen from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from libsite.text import marker

if TYPE_CHECKING:
    from libsite.model import Site


def canonical(site: Site, path: str) -> str:
    """Return the address in full of an output *path*: the one that never depends on the target."""
    return site.config.url + marker(path).removeprefix("site:/")


SECURITY = ".well-known/security.txt"
"""Where those who find a danger look whom to tell (RFC 9116, section 3)."""


def has_security_txt(site: Site) -> bool:
    """Tell whether *site* says whom to tell: only at the root of a host does anybody look."""
    return bool(site.config.contact) and urlsplit(site.config.url).path == "/"


EMBED = "embed/v1/"
"""Where the widgets stand. What is promised for one version of their addresses only grows."""


def widget_path(path: str, ending: str = "html") -> str:
    """Return the output path of the widget for the page at *path*: `embed/v1/posts/rivers.html`."""
    return f"{EMBED}{path.rstrip('/')}.{ending}"


def oembed_path(path: str) -> str:
    """Return the output path of the oEmbed for the page at *path*."""
    return f"{EMBED}oembed/{path.rstrip('/')}.json"


def sheet_path(path: str) -> str:
    """Return the folder of the share sheet for the page at *path*: `share/posts/rivers/`."""
    return f"share/{path}"
