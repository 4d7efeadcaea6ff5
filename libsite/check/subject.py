"""What is checked: a site, its plan, and the output that was built from them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from libsite.check.links import outward
from libsite.check.markup import Leaf, read_leaf
from libsite.check.places import Places
from libsite.plan.catalog import hidden_pages
from libsite.text import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from libsite.artifact import Plan
    from libsite.check.places import Place
    from libsite.check.web import Answer
    from libsite.model import Page, Site


@dataclass(frozen=True)
class Subject:
    """A site at a moment, with its output: all that a check may look at.

    What is derived is worked out when it is first asked for, and once.
    """

    site: Site
    plan: Plan
    now: datetime
    output: Path
    """The folder with what was built."""
    shown: str
    """The same as it is called in problems: `output`."""
    load: Callable[[str], bytes]
    """Gives the bytes of an input, such as `content/posts/rivers.md`."""
    inputs: frozenset[str] = field(default_factory=frozenset)
    """The names of all inputs."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """What other sites answered, by address; empty where nobody asked them."""

    @cached_property
    def because(self) -> Mapping[str, str]:
        """Return the source, or the planner, that asked for each output, by output path."""
        return {o.path: bundle.because for bundle in self.plan.bundles for o in bundle.outputs}

    @cached_property
    def published(self) -> tuple[Page, ...]:
        """Return the published pages, sorted by source."""
        hidden = hidden_pages(self.site.pages, self.now)
        return tuple(page for page in self.site.pages if page.source not in hidden)

    @cached_property
    def sources(self) -> Mapping[str, Page]:
        """Return the published pages by source."""
        return {page.source: page for page in self.published}

    @cached_property
    def leaves(self) -> Mapping[str, Leaf]:
        """Return what stands in each HTML file of the output, by its path."""
        paths = sorted(path for path in self.because if path.endswith(".html"))
        return {path: read_leaf(self.read(path), self.address(path)) for path in paths}

    @cached_property
    def outward(self) -> Mapping[str, tuple[Place, ...]]:
        """Return the addresses of other sites to which pages lead, and where each was written."""
        return outward(self)

    @cached_property
    def places(self) -> Places:
        """Return what finds the source of something in the output."""
        return Places(self.site, self.because, self.load, self.inputs, self.shown)

    def read(self, path: str) -> bytes:
        """Return the bytes of the output *path*."""
        return (self.output / path).read_bytes()

    def address(self, path: str) -> str:
        """Return the address in full at which the output *path* is published."""
        folder, _, name = path.rpartition("/")
        if name == "index.html":
            path = f"{folder}/" if folder else ""
        return self.site.config.url + path

    def inside(self, address: str) -> str | None:
        """Return the output path at which *address*, in full, leads; None if out of the site."""
        base = urlsplit(self.site.config.url)
        try:
            asked = urlsplit(address)
        except ValueError:  # such as `http://[`
            return None
        same = (base.scheme, base.netloc.lower()) == (asked.scheme, asked.netloc.lower())
        if not same or not f"{asked.path}/".startswith(base.path):
            return None
        path = normal(unquote(asked.path))[len(base.path) :]
        return f"{path}index.html" if not path or path.endswith("/") else path

    def stands(self, path: str) -> str:
        """Return the file that a web server shows for the output *path*; empty where none does.

        Files that are not libsite's own count as well: what somebody keeps in the output.
        """
        for candidate in (path, f"{path}/index.html"):
            if candidate in self.because or os.path.isfile(self.output / candidate):  # noqa: PTH113 - quick
                return candidate
        return ""
