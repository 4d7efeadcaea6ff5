"""Options that several commands have, and the way from them to a site."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from libsite.cli.idle import CONSENT, site_above
from libsite.errors import SiteError, error

if TYPE_CHECKING:
    from collections.abc import Callable

    from libsite.visit import Options


def site_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `-C DIR`: the site's folder."""
    return click.option(
        "-C",
        "directory",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="DIR",
        help="The site's folder; without it, this folder or the nearest above it with a site.yaml.",
    )(function)


def moment_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--now DATETIME`."""
    return click.option(
        "--now",
        metavar="DATETIME",
        help="Build as at this day or time, such as 2026-12-24 or 2026-12-24T18:00.",
    )(function)


def tree_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says which output is meant: `--output`, `--url`, `--portable`, `--now`."""
    decorators = (
        click.option(
            "--output",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Write here instead of output/ in the site's folder.",
        ),
        click.option("--url", metavar="URL", help="Build for this address instead of site.yaml's."),
        click.option(
            "--portable",
            is_flag=True,
            help="Write addresses that work from a folder or a USB stick, without a web server.",
        ),
        moment_option,
    )
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def read_executor(_context: click.Context, _option: click.Parameter, typed: str) -> str:
    """Return what was *typed* after `--executor`, if it names a cluster or is nothing."""
    kind, _, address = typed.partition(":")
    if typed and (kind != "dask" or not address):
        message = f"{typed!r} is no cluster, such as dask:tcp://10.0.0.5:8786"
        raise click.BadParameter(message)
    return typed


def find_site(directory: Path) -> Path:
    """Return the site's folder: *directory* or the nearest above it that has a `site.yaml`.

    Raises SiteError if there is none.
    """
    if root := site_above(str(directory)):
        return Path(root)
    raise SiteError(
        error(
            f"there is no `site.yaml` in `{directory}` nor above it",
            hint="go to the folder of your site, or make a new one with `libsite init DIR`",
        )
    )


def make_options(
    root: Path,
    *,
    output: Path | None = None,
    url: str | None = None,
    now: str | None = None,
    portable: bool = False,
    **more: Any,  # noqa: ANN401 - the other fields of Options
) -> Options:
    """Return the Options of a build of the site at *root* from what was typed."""
    from libsite.visit import Options as Made

    if url is not None:
        from libsite.read.config import read_address

        try:
            url = read_address(url)
        except ValueError as mistake:
            raise click.BadParameter(str(mistake), param_hint="--url") from mistake
    if portable and output is None:
        message = "--portable needs --output DIR: it is not what is published"
        raise click.UsageError(message)
    return Made(
        now=_moment(root, now),
        output=output,
        url=url,
        portable=portable,
        consent=_consent(),
        **more,
    )


def _consent() -> Path | None:
    """Return the file that `LIBSITE_CONSENT` names, if it names one."""
    named = os.environ.get(CONSENT)
    return Path(named).expanduser() if named else None


def _moment(root: Path, now: str | None) -> datetime:
    if now is None:
        return datetime.now(UTC)
    from libsite.moments import moment

    try:
        return moment(now.replace(" ", "T"), zone_of(root))
    except ValueError as mistake:
        message = f"{now!r} is not a day or a time, such as 2026-12-24 or 2026-12-24T18:00"
        raise click.BadParameter(message, param_hint="--now") from mistake


def zone_of(root: Path) -> str:
    """Return the time zone that `site.yaml` in *root* names; UTC where it cannot be read."""
    from libsite.read.config import read_config
    from libsite.read.decode import decode

    text, _ = decode((root / "site.yaml").read_bytes())
    config, _ = read_config(text)
    return config.timezone if config else "UTC"
