"""Colors as themes write them, `#rrggbb`: mixing two, and telling whether one can be read."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
READABLE = 4.5
"""The contrast that texts need at the least (WCAG 2.2, 1.4.3)."""


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of *colour*, from 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """Return a *share*, from 0 to 1, of *one* with the rest of *other*."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's own
