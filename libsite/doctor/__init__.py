"""Whether all is well: this computer, the site, its repository, and what GitHub Pages will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.doctor.environment import ask_computer
from libsite.doctor.findings import broken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from libsite.doctor.findings import Finding


def examine(root: Path | None, now: datetime) -> Iterator[Finding]:
    """Yield what was found at the moment *now*, one sentence for each thing that was looked at.

    *root* is the site's folder, None where there is no site. Nothing is written but the cache, and
    no network is asked.
    """
    found = tuple(ask_computer(root, now))
    yield from found
    if root is None:
        yield broken(
            "Site",
            "there is no `site.yaml` here nor above",
            "go to the folder of your site, or make a new one with `libsite init DIR`",
        )
        return
    if any(finding.state == "broken" for finding in found):
        return  # what follows would fail for the same reason
    # They load the libraries, which may be what is missing.
    from libsite.doctor.content import ask_site
    from libsite.doctor.pages import ask_pages
    from libsite.doctor.repository import ask_repository

    looked = ask_site(root, now)
    yield from looked.findings
    yield from ask_repository(root)
    yield from ask_pages(root, looked)
