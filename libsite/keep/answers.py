"""What other sites answered when somebody last looked: `.libsite/links.json`, good for a week."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from libsite.keep.cache import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "links.json"
WEEK = timedelta(days=7)
"""How long an answer is believed."""


class Kept(NamedTuple):
    """An answer."""

    state: str
    said: str
    target: str


def read_answers(root: Path, now: datetime) -> dict[str, Kept]:
    """Return the answers of the week before *now* that the site at *root* remembers, by address.

    A damaged file counts as none.
    """
    return {address: kept for address, (_, kept) in _read(root, now).items()}


def write_answers(root: Path, now: datetime, answers: Mapping[str, tuple[str, str, str]]) -> None:
    """Remember *answers*, each from the moment at which it was new; where the disk refuses, none.

    The file is written aside and then moved into place.
    """
    before = _read(root, now)
    rows = {}
    for address, answer in sorted(answers.items()):
        since, kept = before.get(address, (now, None))
        rows[address] = [(since if kept == answer else now).isoformat(), *answer]
    path = root / FOLDER / NAME
    draft = path.with_suffix(".draft")
    with suppress(OSError):
        draft.write_text(json.dumps(rows, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(path)


def _read(root: Path, now: datetime) -> dict[str, tuple[datetime, Kept]]:
    found: dict[str, tuple[datetime, Kept]] = {}
    with suppress(OSError, ValueError, TypeError, AttributeError):
        rows = json.loads((root / FOLDER / NAME).read_text(encoding="utf-8"))
        for address, (when, state, said, target) in rows.items():
            since = datetime.fromisoformat(when)
            if now - WEEK < since <= now:
                found[address] = since, Kept(str(state), str(said), str(target))
    return found
