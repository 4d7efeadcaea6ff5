"""SVG: mere drawings, told from files that run, fetch or embed something."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
HTML = "http://www.w3.org/1999/xhtml"
MERE = frozenset(
    "svg g defs symbol use switch view title desc metadata style image path rect circle ellipse"
    " line polyline polygon text tspan textPath linearGradient radialGradient stop clipPath mask"
    " pattern marker filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix"
    " feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB"
    " feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset"
    " fePointLight feSpecularLighting feSpotLight feTile feTurbulence".split()
)
"""Elements that draw (w3.org/TR/SVG2); what runs, links, moves or embeds is not among them."""
HIDDEN = re.compile(r"<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
OUTWARD = re.compile(
    r"@import|javascript:|url\(\s*[\"']?\s*(?!#|data:image/(?:png|jpeg|gif|webp)[;,])",
    re.IGNORECASE,
)
INWARD = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)


def is_mere_drawing(data: bytes) -> bool:
    """Tell whether the SVG *data* draws and does nothing else: no script, no address outside."""
    try:
        text = data.decode("utf-8-sig")
        if HIDDEN.search(text):
            return False
        root = ET.fromstring(text)  # noqa: S314 - without entities there is nothing to expand
    except (UnicodeDecodeError, ValueError, ET.ParseError, RecursionError):
        return False
    return root.tag == f"{{{SVG}}}svg" and all(_is_harmless(element) for element in root.iter())


UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""How many pixels each unit of length has (w3.org/TR/css-values-4, section 6.2)."""
LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:e\+?\d)?)\s*([a-z]*)\s*", re.IGNORECASE)
LARGEST = 100_000
"""Pixels: a drawing that claims more says nothing of how it should be shown."""


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of the SVG *data*, a mere drawing; 0 where none are said.

    What `width` or `height` do not say follows from `viewBox` (w3.org/TR/SVG2/coords.html).
    """
    root = ET.fromstring(data.decode("utf-8-sig"))  # noqa: S314 - it was found to be a mere drawing
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = [_pixels(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:4]]
    if len(box) == len(("width", "height")) and all(box):
        if not width and not height:
            width, height = box
        width = width or height * box[0] / box[1]
        height = height or width * box[1] / box[0]
    if not width or not height or max(width, height) > LARGEST:
        return 0, 0
    return max(1, round(width)), max(1, round(height))


def _pixels(length: str | None) -> float:
    """Return a *length* in pixels; 0 where it is missing, relative, or no length."""
    found = LENGTH.fullmatch(length or "")
    return float(found[1]) * UNITS.get(found[2].lower(), 0.0) if found else 0.0


def _is_harmless(element: ET.Element) -> bool:
    if not isinstance(element.tag, str):  # a comment
        return True
    space, _, name = element.tag.rpartition("}")
    if space == f"{{{HTML}" or (space == f"{{{SVG}" and name not in MERE):
        return False
    if OUTWARD.search(element.text or ""):
        return False
    for key, value in element.attrib.items():
        local = key.rpartition("}")[2].lower()
        if local.startswith("on") or OUTWARD.search(value):
            return False
        if local in ("href", "src") and not INWARD.match(value.strip()):
            return False
    return True
