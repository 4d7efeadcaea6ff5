"""What all nouns are: frozen, and, where they hold plain values, digested and written down."""

from __future__ import annotations

from msgspec import Struct

SIGN = "\x00"
"""What the name of a class begins with where a noun is written down: no text that we read does."""


def _tag(name: str) -> str:
    return SIGN + name


class Noun(Struct, frozen=True, array_like=True, gc=False, tag=_tag, tag_field="noun"):
    """A value with named fields.

    It is msgspec's struct and not a dataclass, which takes ten times as long to make: a site of ten
    thousand pages has more than a hundred thousand of them. The garbage collector need not know
    them: what is frozen holds only what was there before it, and no circle of nouns can come about.
    Written down it is a list: the name of its class, then its fields in their order. `frozen=True`
    is said again in each class, for type checkers.
    """
