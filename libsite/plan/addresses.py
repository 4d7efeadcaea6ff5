"""Addresses in full, which never depend on where a page is seen from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.text import marker

if TYPE_CHECKING:
    from libsite.model import Site


def canonical(site: Site, path: str) -> str:
    """Return the address in full of an output *path*: the one that never depends on the target."""
    return site.config.url + marker(path).removeprefix("site:/")


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
