"""Addresses in full, which never depend on where a page is seen from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.text import marker

if TYPE_CHECKING:
    from libsite.model import Site


def canonical(site: Site, path: str) -> str:
    """Return the address in full of an output *path*: the one that never depends on the target."""
    return site.config.url + marker(path).removeprefix("site:/")
