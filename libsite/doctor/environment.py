"""This computer: Python, the libraries, fonts, the clock, and room on the disk."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from libsite import __version__
from libsite.data import data_root
from libsite.doctor.findings import attention, broken, good
from libsite.toolchain import LIBRARIES, home
from libsite.workflow import own_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.doctor.findings import Finding

AGAIN = "install libsite again"
ROOM = 200_000_000
"""Bytes of free disk below which a build of a site with pictures may not find room."""
SLACK = timedelta(days=1)
"""By how much a file may be younger than the clock: time zones and file systems differ."""


def ask_computer(root: Path | None, now: datetime) -> Iterator[Finding]:
    """Yield what there is to say of this computer, and of the folder *root* if there is a site."""
    came = own_source()
    yield good("libsite", f"{__version__}, from {came or home()}")
    yield good("Python", f"{platform.python_version()} on {platform.platform(terse=True)}")
    yield from _libraries()
    yield from _data()
    yield from _letters()
    if root is not None:
        yield _folder(root)
        yield _room(root)
    yield _clock(root, now)


def _libraries() -> Iterator[Finding]:
    known = {}
    for name in (*LIBRARIES, "click", "watchdog"):
        try:
            known[name] = version(name)
        except PackageNotFoundError:
            yield broken("Libraries", f"`{name}` is not installed", AGAIN)
    shown = ("jinja2", "markdown", "nh3", "pillow", "pydantic", "pyyaml", "tzdata")
    yield good("Libraries", ", ".join(f"{name} {known[name]}" for name in shown if name in known))


def _data() -> Iterator[Finding]:
    try:
        themes = sorted(path.name for path in (data_root() / "themes").iterdir() if path.is_dir())
    except OSError:
        yield broken("Themes", "the themes that come with libsite are missing", AGAIN)
        return
    yield good("Themes", f"with libsite come {' and '.join(f'`{name}`' for name in themes)}")
    fonts = [path for path in (Path(home()) / "fonts").glob("*.ttf") if path.stat().st_size]
    if fonts:
        yield good("Fonts", f"{len(fonts)} come with libsite")
    else:
        yield broken("Fonts", "the fonts that come with libsite are missing", AGAIN)


def _letters() -> Iterator[Finding]:
    """Say whether texts that join their letters, or run from the right, can be drawn on cards."""
    try:
        from PIL import features
    except ImportError:
        return  # said with the libraries
    missing = [name for name in ("raqm", "harfbuzz", "fribidi") if not features.version(name)]
    if missing:
        yield attention(
            "Lettering",
            f"{' and '.join(missing)} cannot be found: social cards in Arabic, Hebrew or Hindi"
            " show no words",
            "on Debian and Ubuntu, install the package `libfribidi0`; on a Mac, `brew install"
            " fribidi`; a site in Latin letters needs neither",
        )
    else:
        yield good(
            "Lettering", "social cards can be drawn in every script that there is a font for"
        )


def _folder(root: Path) -> Finding:
    if os.access(root, os.W_OK):
        return good("Folder", f"the site is in {root}, which can be written")
    hint = "change the rights of the folder, or copy the site to one that is yours"
    return broken("Folder", f"the site is in {root}, which cannot be written", hint)


def _room(root: Path) -> Finding:
    free = shutil.disk_usage(root).free
    said = f"{free / 1_000_000_000:,.1f} GB are free"
    if free < ROOM:
        return attention(
            "Disk", said, "make room: a build that finds none stops, and harms nothing"
        )
    return good("Disk", said)


def _clock(root: Path | None, now: datetime) -> Finding:
    """Compare the clock with the youngest file: a clock that is behind hides what is published."""
    said = f"this computer says {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    newest = max(_moments(root), default=now)
    if newest - now > SLACK:
        shown = newest.astimezone(UTC).date().isoformat()
        hint = "set the clock: posts appear and expire by it"
        return attention("Clock", f"{said}, but there is a file of {shown}", hint)
    return good("Clock", said)


def _moments(root: Path | None) -> Iterator[datetime]:
    """Yield when the settings, the content folders and Python itself were last changed."""
    places = [Path(sys.executable)]
    if root is not None:
        places += [root / "site.yaml", root / "content", *(root / "content").glob("*")]
    for place in places:
        try:
            yield datetime.fromtimestamp(place.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            continue
