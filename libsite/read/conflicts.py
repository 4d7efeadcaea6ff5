"""What git leaves in a file whose two versions it could not join."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.errors import Problem, error

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?:[ ].*)?$", re.MULTILINE)


def conflicts(text: str, *, hint: str) -> Iterator[Problem]:
    """Yield an error where *text* holds both versions; *hint* says what to keep of them."""
    if found := _MARK.search(text):
        yield error(
            "git could not join two versions of this file, and left both in it",
            line=text.count("\n", 0, found.start()) + 1,
            column=1,
            hint=hint,
        )
