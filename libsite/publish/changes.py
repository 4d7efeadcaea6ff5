"""What publishing changes, and what a person should be asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.noun import Noun
from libsite.plan.addresses import EMBED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TENTH = 10
"""One part of this many may vanish without a question."""
DOMAIN = "CNAME"
"""Names the site's own domain to GitHub Pages."""


class Changes(Noun, frozen=True):
    """How what is to be published differs from what is; paths are sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    before: int
    """How many files are published."""
    pages_before: int
    """How many of them are pages."""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def compare(before: Mapping[str, object], after: Mapping[str, object]) -> Changes:
    """Return how the files *after* differ from those *before*; each value stands for the bytes."""
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(p for p in after.keys() & before.keys() if after[p] != before[p])),
        removed=tuple(sorted(before.keys() - after.keys())),
        before=len(before),
        pages_before=len(addresses(before)),
    )


def addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of those *paths* that are pages, sorted: `/posts/rivers/`.

    Widgets and share sheets go with other pages, and are not counted.
    """
    return tuple(
        sorted(
            f"/{path.removesuffix('index.html')}"
            for path in paths
            if path.endswith(".html") and not path.startswith((EMBED, "share/"))
        )
    )


def doubts(changes: Changes) -> tuple[str, ...]:
    """Return what a person should agree to, in sentences without a full stop; mostly nothing."""
    pages, files = len(addresses(changes.removed)), len(changes.removed)
    found = []
    if pages * TENTH > changes.pages_before:
        found.append(f"this removes {pages:,} of {changes.pages_before:,} published pages")
    elif files * TENTH > changes.before:
        found.append(f"this removes {files:,} of {changes.before:,} published files")
    if DOMAIN in changes.removed:
        found.append(f"this takes away the site's own domain, which stands in `{DOMAIN}`")
    return tuple(found)
