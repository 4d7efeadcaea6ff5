"""The site's workflow: whether it is there, as libsite writes it, and fits the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.doctor.findings import attention, good
from libsite.errors import SiteError
from libsite.workflow import (
    PLACE,
    Workflow,
    fill,
    own_source,
    read_workflow,
    renewed,
    state_of,
    workflow_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.doctor.findings import Finding
    from libsite.repository import Repository

RENEW = "`libsite init --workflow` renews it"


def ask_workflow(root: Path, found: Repository) -> Iterator[Finding]:
    """Yield what there is to say of the workflow of the site at *root*."""
    try:
        text = workflow_in(root)
    except SiteError as fault:
        said = f"{PLACE}: {fault.problems[0].message}"
        yield attention("Workflow", said, "delete it, and `libsite init --workflow` makes it anew")
        return
    if text is None:
        hint = "`libsite init --workflow` adds it"
        yield attention("Workflow", f"there is no {PLACE}: GitHub does not publish the site", hint)
        return
    own = read_workflow(text)
    match state_of(text, fill(renewed(text, Workflow(own.source)))):
        case "changed":
            said = f"somebody has changed {PLACE}"
            hint = "`libsite init --workflow` shows the difference, and writes nothing"
            yield attention("Workflow", said, hint)
        case "old":
            yield attention("Workflow", f"{PLACE} was written by another libsite", RENEW)
        case "current" | "missing":
            yield good("Workflow", f"{PLACE} is as this libsite writes it")
    if root.resolve() != found.top.resolve():
        said = f"GitHub looks for workflows in {found.top} only, and the site is in a folder of it"
        hint = "give the site a repository of its own"
        yield attention("Workflow", said, hint)
    trunk = found.trunk or found.branch
    if trunk and own.branch != trunk:
        said = f"the workflow publishes the branch `{own.branch}`, and yours is `{trunk}`"
        yield attention("Workflow", said, f"write `branches: [{trunk}]` in {PLACE}")
    yield from _source(root, own.source)


def _source(root: Path, source: str) -> Iterator[Finding]:
    """Say what is wrong with the *source* of libsite that the workflow of the site names."""
    here = own_source()
    hint = "`libsite init --workflow --source git+https://…@COMMIT` writes it"
    if not source:
        yield attention("Workflow", "its line LIBSITE is empty: it cannot install libsite", hint)
    elif "://" not in source and (source.startswith("/") or not (root / source).is_file()):
        said = f"its line LIBSITE names `{source}`, a file that GitHub does not see"
        yield attention("Workflow", said, hint)
    elif here and here != source:
        said = f"GitHub builds with {source}, this computer with {here}"
        yield attention("Workflow", said, f"{RENEW} with the libsite of this computer")
