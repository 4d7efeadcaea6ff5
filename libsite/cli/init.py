"""`libsite init`."""

from __future__ import annotations

import os
from pathlib import Path

import click

TITLE = "Our Library"
URL = "https://example.org/"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--yes", is_flag=True, help="Ask nothing: take the options, else what is usual.")
@click.option("--title", help=f"The library's name.  [{TITLE}]")
@click.option("--url", help="Where the site will be published.")
@click.option("--timezone", help="A name such as Europe/Madrid.  [this computer's]")
@click.option("--language", help="A language tag, such as en or es.  [en]")
@click.option("--empty", is_flag=True, help="Begin without the examples.")
def command(
    folder: Path,
    *,
    yes: bool,
    title: str | None,
    url: str | None,
    timezone: str | None,
    language: str | None,
    empty: bool,
) -> None:
    """Make a new site in the folder DIR, with examples to write over."""
    from libsite.cli.new import mint
    from libsite.scaffold import NewSite, make_site

    def ask(question: str, given: str | None, usual: str) -> str:
        if given is not None or yes:
            return given or usual
        return str(click.prompt(question, default=usual))

    answers = NewSite(
        title=ask("The library's name", title, TITLE),
        url=_address(ask("Where the site will be published", url, URL)),
        timezone=_zone(ask("Time zone", timezone, local_zone())),
        language=ask("Language", language, "en"),
        id=f"site-{mint()}",
        examples=not empty
        and (yes or bool(click.confirm("Begin with the examples?", default=True))),
    )
    made = make_site(folder, answers)
    click.echo(f"Made a site in {folder}: {len(made)} files")
    click.echo(
        f"Next: cd {folder}, then `libsite serve` to see it, `libsite build` to build it", err=True
    )


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
