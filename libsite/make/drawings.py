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
