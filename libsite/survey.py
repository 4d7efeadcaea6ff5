"""Read and plan a site; what comes after that is got ready while other processes read."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.model import KINDS
from libsite.read.site import Sources, read_site
from libsite.work import toolchain_of
from libsite.workers import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from libsite.keep.cache import Cache
    from libsite.model import Config, Theme
    from libsite.settle import Settled
    from libsite.visit import Options, Visit

USUAL = ("home.html", "list.html")
"""Templates that hardly a site does without, besides those of its kinds."""


def survey(visit: Visit, cache: Cache, *, step: Callable[[int, int], None]) -> Settled:
    """Read and plan the site. Raises SiteError with every problem if there are errors."""
    sources = Sources(
        visit.scan,
        visit.load,
        cache,
        toolchain_of(visit, cache),
        crew=Crew(visit.options.workers, visit.options.executor),
        step=step,
        meanwhile=partial(_get_ready, visit.options),
    )
    reading = read_site(sources, url=visit.options.url)

    # Not before the readers have begun: to load these takes as long as to read thirty pages.
    from libsite.make.legible import illegible
    from libsite.settle import settle

    settled = settle(reading, visit)
    cache.forget_documents(reading.stale)
    notices = illegible(settled.plan.bundles, visit.load)
    return replace(settled, problems=(*settled.problems, *notices))


def _get_ready(options: Options, config: Config, theme: Theme, kinds: Collection[str]) -> None:
    """Load what planning and making need, and compile the templates that pages of *kinds* have."""
    from libsite import prepare, remake  # noqa: F401
    from libsite.make.theme import closures
    from libsite.settle import setting_of

    names = {KINDS[kind].template for kind in kinds}
    with suppress(Exception):  # told when they are needed, with all that is wrong elsewhere
        closures(setting_of(config, theme, options), names.union(USUAL))
