"""Where the files that libsite brings along stand: its themes and the starter site."""

from __future__ import annotations

from pathlib import Path

NAMES = ("themes", "content", "site.yaml")


def data_root() -> Path:
    """Return the folder that holds `themes/`, `content/` and `site.yaml`.

    An installed libsite has them in its own `_data/`; one that runs from a checkout, beside itself.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data", package.parent):
        if all((folder / name).exists() for name in NAMES):
            return folder
    message = f"libsite's themes and starter site are not in {package / '_data'}; install it again"
    raise FileNotFoundError(message)
