"""Digests of plain values: the definition of "unchanged"."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

SIZE = 16
"""Bytes of a digest: 128 bits, far from any accident at a million artifacts."""


def digest_bytes(data: bytes) -> str:
    """Return the BLAKE2b digest (RFC 7693) of *data* as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def digest(value: object) -> str:
    """Return the digest of a plain *value*, equal for equal values in any process.

    Plain are strings, numbers, booleans, None, dates, tuples, lists, mappings with string keys, and
    frozen dataclasses of these. Anything else raises TypeError: what cannot be digested cannot be
    handed to a recipe.
    """
    return digest_bytes(canonical(value).encode())


def canonical(value: object) -> str:
    """Return the one JSON text of a plain *value* that `digest` hashes."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever json does not know
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        names = _FIELDS.get(kind)
        if names is None:
            names = _FIELDS.setdefault(kind, tuple(field.name for field in fields(value)))
        return {kind.__name__: [getattr(value, name) for name in names]}
    if isinstance(value, date):
        return {type(value).__name__: value.isoformat()}
    message = f"a view may not hold a {type(value).__name__}: {value!r}"
    raise TypeError(message)


# Field names by class, a pure function of the class: looked up once, not once a value.
_FIELDS: dict[type, tuple[str, ...]] = {}
_ENCODER = json.JSONEncoder(
    default=_plain,
    sort_keys=True,
    ensure_ascii=True,
    check_circular=False,
    allow_nan=False,
    separators=(",", ":"),
)
