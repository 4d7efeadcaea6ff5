"""Digests of plain values: the definition of "unchanged"."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 16
"""Bytes of a digest: 128 bits, far from any accident at a million artifacts."""
_AS_SAID = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def digest_bytes(data: bytes) -> str:
    """Return the BLAKE2b digest (RFC 7693) of *data* as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def digest(value: object) -> str:
    """Return the digest of a plain *value*, equal for equal values in any process.

    Plain are strings, numbers, booleans, None, dates, tuples, lists, mappings with string keys, and
    frozen dataclasses of these. Anything else raises TypeError: what cannot be digested cannot be
    handed to a recipe.
    """
    return digest_bytes(canonical(value))


def canonical(value: object) -> bytes:
    """Return the one JSON text of a plain *value*, in UTF-8, that `digest` hashes."""
    return orjson.dumps(value, _plain, _AS_SAID)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever JSON does not know
    kind = type(value)
    fields_of = _FIELDS.get(kind) or _FIELDS.setdefault(kind, _getter(kind))
    if fields_of is not None:
        return {kind.__name__: fields_of(value)}
    if isinstance(value, date):
        return {kind.__name__: value.isoformat()}
    message = f"a view may not hold a {kind.__name__}: {value!r}"
    raise TypeError(message)


def _getter(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """Return what takes all fields from a value of the dataclass *kind*; None for another class."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


# What takes the fields from a value, by its class: found once, and not once a value.
_FIELDS: dict[type, Callable[[object], tuple[object, ...]] | None] = {}
