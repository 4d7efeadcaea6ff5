"""What a build has to do: the nouns between choosing, making and keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.noun import Noun
from libsite.toolchain import toolchain_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.artifact import Bundle, Plan
    from libsite.errors import Problem
    from libsite.keep.cache import Cache, Written
    from libsite.make.theme import Closure, Setting
    from libsite.visit import Visit


class Work(Noun, frozen=True, kw_only=True):
    """What must be made, what for and with what, and what is to stand when it is done."""

    plan: Plan
    """All of it, or at least what is stale and the shared values that this names."""
    whole: bool
    """Whether it is all of it."""
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    toolchain: str
    setting: Setting
    closures: Mapping[str, Closure]
    stale: tuple[Bundle, ...]
    reasons: Mapping[str, tuple[str, ...]]
    """Why each stale bundle is stale: the parts of its key that changed, `new`, or `lost PATH`."""
    kept: int
    """How many bundles are not stale."""
    gone: tuple[str, ...]
    """The names of those that are no longer planned."""
    planned: frozenset[str]
    """Every path that should exist."""
    public: frozenset[str]
    """The content files whose pages, or the notices in their place, are among these."""
    owned: frozenset[str]
    """Every path in the output that is ours."""
    written: Mapping[str, Written]


def toolchain_of(visit: Visit, cache: Cache) -> str:
    """Return the digest of the toolchain, taken anew only where its stamp has changed."""
    stamp, _, known = (cache.meta("toolchain") or "").partition(" ")
    if stamp == visit.toolchain and known:
        return known
    found = toolchain_digest()
    cache.set_meta("toolchain", f"{visit.toolchain} {found}")
    return found
