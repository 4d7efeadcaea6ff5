"""The site: whether it can be built, what it waits for, and whether its addresses are noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.build import NOBODY, nothing
from libsite.doctor.findings import attention, broken, good
from libsite.errors import SiteError
from libsite.keep.cache import open_cache
from libsite.moments import zone, zone_name_at
from libsite.noun import Noun
from libsite.plan.catalog import hidden_pages
from libsite.prepare import prepare
from libsite.survey import survey
from libsite.visit import Options, begin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from libsite.doctor.findings import Finding
    from libsite.model import Config
    from libsite.settle import Settled

HUGE = 100 * 1024 * 1024
"""Bytes: GitHub takes no file that is larger (docs.github.com, "About large files on GitHub")."""


class Looked(Noun, frozen=True):
    """What became known of the content."""

    findings: tuple[Finding, ...]
    config: Config | None = None
    """The settings; None if the site cannot be built."""


def ask_site(root: Path, now: datetime) -> Looked:
    """Read and plan the site at *root* as a build does, and say what there is to say of it."""
    options = Options(now=now)
    try:
        with open_cache(root, waiting=NOBODY.say) as cache:
            visit = begin(root, options, cache)
            settled = survey(visit, cache, step=nothing)
            prepare(settled, visit, cache)  # a theme that breaks its contract is an error here
            sizes = {path: seen.size for path, seen in visit.scan.seen.items()}
    except SiteError as fault:
        return Looked(tuple(_faults(fault)))
    found = (
        *_site(settled, now),
        _zone(settled, now),
        _theme(settled),
        _identity(settled),
        _ledger(settled),
        *_large(sizes),
    )
    return Looked(found, settled.site.config)


def _faults(fault: SiteError) -> Iterator[Finding]:
    errors = [problem for problem in fault.problems if problem.severity == "error"]
    first = errors[0]
    place = f"{first.where}: " if first.path else ""
    more = f"; there are {len(errors):,} errors" if len(errors) > 1 else ""
    hint = "`libsite build` shows each, and what to do" if len(errors) > 1 or not first.hint else ""
    yield broken("Site", f"{place}{first.message}{more}", hint or first.hint)


def _site(settled: Settled, now: datetime) -> Iterator[Finding]:
    site = settled.site
    hidden = hidden_pages(site.pages, now)
    pages = settled.plan.pages
    published = "1 page is" if pages == 1 else f"{pages:,} pages are"
    said = f"`{site.config.title}` can be built: {published} published"
    yield good("Site", f"{said}, {len(hidden):,} are not" if hidden else said)
    warnings = sum(problem.severity == "warning" for problem in settled.problems)
    if warnings:
        said = "there is 1 warning" if warnings == 1 else f"there are {warnings:,} warnings"
        yield attention("Site", said, "`libsite build` shows them")


def _zone(settled: Settled, now: datetime) -> Finding:
    name, until = settled.site.config.timezone, settled.plan.until
    here = now.astimezone(zone(name))
    said = f"in {name} it is {here:%Y-%m-%d %H:%M} {zone_name_at(now, name)}"
    if until is None:
        return good("Time zone", f"{said}; nothing waits for a day")
    then = until.astimezone(zone(name))
    return good("Time zone", f"{said}; the site next changes by itself on {then:%Y-%m-%d at %H:%M}")


def _theme(settled: Settled) -> Finding:
    theme = settled.site.theme
    own = sum(len(one.templates) for one in theme.layers if one.label.startswith("themes/"))
    said = f"`{theme.name}` has every template that this site needs"
    if not own:
        return good("Theme", said)
    templates = "1 template is" if own == 1 else f"{own:,} templates are"
    return good("Theme", f"{said}; {templates} your own")


def _identity(settled: Settled) -> Finding:
    if settled.site.config.id:
        return good(
            "Identity", f"`id: {settled.site.config.id}` keeps the entries of feeds the same"
        )
    return attention(
        "Identity",
        "`site.yaml` has no `id:`: if the site's address changes, feeds show all of it as new",
        "add a line such as `id: site-maple-street`, before people subscribe, and never change it",
    )


def _ledger(settled: Settled) -> Finding:
    noted = {entry.id for entry in (*settled.site.ledger, *settled.site.book_ledger)}
    shown = {bundle.because for bundle in settled.plan.bundles}
    pages = [page.id for page in settled.site.pages if page.source in shown]
    new = len({*pages, *(entry.id for entry in settled.plan.books)} - noted)
    if not noted:
        return good("Ledger", "no address is noted yet; publishing notes them")
    if new:
        return good("Ledger", f"{len(noted):,} addresses are noted, {new:,} not yet")
    return good("Ledger", f"all {len(noted):,} addresses are noted and stay")


def _large(sizes: dict[str, int]) -> Iterator[Finding]:
    for path, size in sizes.items():
        if size > HUGE:
            yield attention(
                "Files",
                f"`{path}` has {size / 1_000_000:,.0f} MB, and GitHub takes no file above 100 MiB",
                "make it smaller, or show it from a place for films and large files",
            )
