"""Write a file that the librarian keeps: aside first, and then in its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from libsite.errors import SiteError, error

if TYPE_CHECKING:
    from pathlib import Path


def save(root: Path, place: str, text: str) -> None:
    """Write *text* to the file at *place* below *root*, which at any moment is the old or the new.

    Raises SiteError, naming *place*, if it cannot be written.
    """
    path = root / place
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave it empty
        draft.replace(path)
    except OSError as fault:
        raise unwritten(place, fault) from fault


def unwritten(place: str, fault: OSError) -> SiteError:
    """Return what to raise where the file at *place* could not be written, because of *fault*."""
    hint = "free some space, or check what stands there and who may write there"
    return SiteError(error(f"this cannot be written: {fault.strerror}", path=place, hint=hint))
