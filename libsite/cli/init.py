"""`libsite init`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from libsite.workflow import Workflow

TITLE = "Our Library"
URL = "https://example.org/"
UNSOURCED = (
    "Before you push it to GitHub, say where libsite comes from, in the line LIBSITE of {place}:"
    " `libsite init --workflow --source git+https://…@COMMIT` writes it"
)


def read_source(_context: click.Context, _option: click.Parameter, typed: str | None) -> str:
    """Return the address *typed* after `--source`, else that of this libsite if it has one."""
    from libsite import workflow

    if typed is None:
        return workflow.own_source()
    try:
        return workflow.read_source(typed)
    except ValueError as mistake:
        raise click.BadParameter(str(mistake)) from mistake


@click.command("init")
@click.argument(
    "folder", metavar="DIR", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@click.option("--yes", is_flag=True, help="Ask nothing: take the options, else what is usual.")
@click.option("--title", help=f"The library's name.  [{TITLE}]")
@click.option("--url", help="Where the site will be published.")
@click.option("--timezone", help="A name such as Europe/Madrid.  [this computer's]")
@click.option("--language", help="A language tag, such as en or es.  [en]")
@click.option("--empty", is_flag=True, help="Begin without the examples.")
@click.option("--template", is_flag=True, help="Make it for others to copy: a template on GitHub.")
@click.option(
    "--source",
    metavar="ADDRESS",
    callback=read_source,
    help="Where GitHub installs libsite from: git+https://…@COMMIT, or a .whl file.",
)
@click.option(
    "--workflow", is_flag=True, help="Only add or renew the workflow of the site that is here."
)
@click.option("--force", is_flag=True, help="With --workflow, write over what you changed in it.")
def command(
    folder: Path | None, *, yes: bool, workflow: bool, force: bool, source: str, **said: str | None
) -> None:
    """Make a new site in the folder DIR, with examples to write over.

    With it comes the workflow that publishes the site on GitHub Pages.
    """
    if workflow:
        _renew(folder or Path(), source, force=force)
        return
    if force:
        message = "--force goes with --workflow: what stands in DIR is never written over"
        raise click.UsageError(message)
    if folder is None:
        message = "Missing argument 'DIR'."
        raise click.UsageError(message)
    _begin(folder, source, yes=yes, **said)


def _begin(  # the answers, by the names of the options
    folder: Path,
    source: str,
    *,
    yes: bool,
    title: str | None,
    url: str | None,
    timezone: str | None,
    language: str | None,
    empty: object,
    template: object,
) -> None:
    """Ask what is not said, and make the site."""
    from libsite.cli.new import mint
    from libsite.scaffold import NewSite, make_site
    from libsite.workflow import PLACE, fill

    def ask(question: str, given: str | None, usual: str, check: Callable[[str], str] = str) -> str:
        if given is not None or yes:
            return check(given or usual)
        return str(click.prompt(question, default=usual, value_proc=check))

    name = ask("The library's name", title, TITLE)
    address = ask("Where the site will be published", url, URL, _address)
    zone = ask("Time zone", timezone, local_zone(), _zone)
    identity = f"site-{mint()}"
    answers = NewSite(
        title=name,
        url=address,
        timezone=zone,
        language=ask("Language", language, "en", _language),
        id=identity,
        examples=not empty
        and (yes or bool(click.confirm("Begin with the examples?", default=True))),
        workflow=fill(_workflow(folder, source, zone=zone, seed=identity)),
        template=bool(template),
    )
    made = make_site(folder, answers)
    click.echo(f"Made a site in {folder}: {len(made)} files")
    click.echo(
        f"Next: cd {folder}, then `libsite serve` to see it, `libsite build` to build it", err=True
    )
    if template and not source:
        click.echo(UNSOURCED.format(place=PLACE), err=True)


def _workflow(folder: Path, source: str, *, zone: str, seed: str) -> Workflow:
    """Return the workflow of a site in *folder*, with the branch that is published from there."""
    from libsite.repository import find_repository
    from libsite.workflow import BRANCH, Workflow, times

    found = find_repository(folder) if folder.is_dir() else None
    branch = (found.trunk or found.branch if found else "") or BRANCH
    return Workflow(source, branch, times(zone, now=datetime.now(UTC), seed=seed))


def _renew(folder: Path, source: str, *, force: bool) -> None:
    """Write the workflow of the site in *folder*, unless a person has changed what is there.

    Raises SiteError, after the difference was printed, if one has and not *force*.
    """
    from libsite.cli.options import find_site, zone_of
    from libsite.errors import SiteError, error
    from libsite.save import save
    from libsite.workflow import (
        PLACE,
        difference,
        fill,
        renewed,
        state_of,
        workflow_in,
    )

    root = find_site(folder)
    text = workflow_in(root)
    usual = _workflow(root, source, zone=zone_of(root), seed=root.name)
    workflow = renewed(text, usual)
    wanted = fill(workflow)
    state = state_of(text, wanted)
    if state == "current":
        click.echo(f"{PLACE} is up to date")
        return
    if state == "changed":
        click.echo(difference(text or "", wanted), nl=False)
        if not force:
            hint = (
                "the lines above show the difference; `libsite init --workflow --force` takes"
                " libsite's, and your changes are lost"
            )
            raise SiteError(error("somebody has changed this workflow", path=PLACE, hint=hint))
    save(root, PLACE, wanted)
    click.echo(f"{PLACE} is {'written' if text is None else 'renewed'}")
    if not workflow.source:
        click.echo(UNSOURCED.format(place=PLACE), err=True)


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        message = f"{url!r} is not an address: it begins with https:// or http://"
        raise click.BadParameter(message, param_hint="--url")
    return url if url.endswith("/") else url + "/"


def _zone(name: str) -> str:
    from libsite.moments import zone

    try:
        zone(name)
    except LookupError as mistake:
        message = f"{name!r} is not a time zone; write it as Europe/Madrid"
        raise click.BadParameter(message, param_hint="--timezone") from mistake
    return name


def _language(tag: str) -> str:
    from libsite.read.fields import read_language

    try:
        return read_language(tag)
    except ValueError as mistake:
        message = f"{tag!r} is not the code of a language; write it as en, es or pt-BR"
        raise click.BadParameter(message, param_hint="--language") from mistake


def local_zone() -> str:
    """Return the name of this computer's time zone, or UTC where it does not tell."""
    from libsite.moments import zone

    link = os.path.realpath("/etc/localtime")
    for name in (os.environ.get("TZ", "").lstrip(":"), link.partition("/zoneinfo/")[2]):
        try:
            zone(name)
        except LookupError:
            continue
        return name
    return "UTC"
