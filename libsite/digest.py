"""Digests of plain values: the definition of "unchanged"."""

from __future__ import annotations

import hashlib

from msgspec.json import Encoder

SIZE = 16
"""Bytes of a digest: 128 bits, far from any accident at a million artifacts."""
_ENCODER = Encoder(order="deterministic")


def digest_bytes(data: bytes) -> str:
    """Return the BLAKE2b digest (RFC 7693) of *data* as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def digest(value: object) -> str:
    """Return the digest of a plain *value*, equal for equal values in any process.

    Plain are strings, numbers, booleans, None, dates, tuples, lists, mappings with string keys, and
    nouns of these. What JSON has no form for raises TypeError: what cannot be digested cannot be
    handed to a recipe.
    """
    return digest_bytes(canonical(value))


def canonical(value: object) -> bytes:
    """Return the one JSON text of a plain *value*, in UTF-8, that `digest` hashes."""
    return _ENCODER.encode(value)
