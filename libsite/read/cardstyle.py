"""How a theme wants social cards to look: `card:` in its `theme.yaml`, else in its parents'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import field
from msgspec.structs import replace

from libsite.colours import COLOUR, READABLE, contrast
from libsite.errors import Problem, error, warning
from libsite.model import CardStyle
from libsite.noun import Noun
from libsite.read.check import unknown
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from libsite.model import Asset
    from libsite.read.yaml import Path, Tree

KEYS = ("paper", "ink", "accent", "font")
STATIC = "static/"
"""The folder of a theme in which a font lies, as all files that it publishes."""
SIGNS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
"""How fonts begin: OpenType, TrueType, and WOFF in both versions."""
_WRITE = 'write `card: {paper: "#ffffff", ink: "#1a1a1a", accent: "#7a2e2e"}`, as far as you like'


class Said(Noun, frozen=True):
    """What one `theme.yaml` says of cards."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    path: str = ""
    """The `theme.yaml`."""


SILENT = Said()
"""What a theme says that says nothing of cards."""


def read_card(tree: Tree[dict[str, Any]], path: str, faults: list[Problem]) -> Said:
    """Return what the *tree* of the `theme.yaml` at *path* says; what is wrong goes to *faults*."""
    wanted = tree.values.get("card")
    if wanted is None:
        return SILENT
    if not isinstance(wanted, dict):
        faults.append(_fault("`card` is not a list of names and values", tree, ("card",), _WRITE))
        return SILENT
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value in wanted.items():
        if key not in KEYS:
            place = tree.key(("card", key))
            faults.append(unknown(key, what="a setting of cards", known=KEYS, place=place))
        elif fault := _wrong(key, value):
            faults.append(_fault(fault, tree, ("card", key), _hint(key)))
        else:
            values[key], lines[key] = str(value), tree.key(("card", key))[0]
    return Said(values, lines, path)


def _fault(message: str, tree: Tree[dict[str, Any]], path: Path, hint: str) -> Problem:
    line, column = tree.key(path)
    return error(message, line=line, column=column, hint=hint)


def _wrong(key: str, value: object) -> str:
    """Return what is wrong with *value*, or nothing."""
    if key == "font":
        good = isinstance(value, str) and value.startswith(STATIC)
        return "" if good else "`font` is not a file of the theme"
    if isinstance(value, str) and COLOUR.fullmatch(value):
        return ""
    return f"`{key}` is not a color"


def _hint(key: str) -> str:
    if key == "font":
        return "write where it lies in the theme, such as `font: static/fonts/name.woff2`"
    return f'write six digits in quotes, such as `{key}: "#1a1a1a"`: a bare `#` begins a comment'


def card_style(
    said: Iterable[Said],
    assets: Mapping[str, Asset],
    load: Callable[[str], bytes],
    problems: list[Problem],
) -> CardStyle:
    """Return the style of a theme's cards from what its layers have *said*, the nearest first.

    *assets* are the theme's files, *load* gives the bytes of one. What is wrong, and ink that can
    hardly be read, is added to *problems*.
    """
    found: dict[str, tuple[str, Said]] = {}
    for layer in said:
        for key, value in layer.values.items():
            found.setdefault(key, (value, layer))
    colours = {key: value.lower() for key, (value, _) in found.items() if key != "font"}
    style = replace(CardStyle(), **colours)
    seen = contrast(style.ink, style.paper)
    if seen < READABLE:
        _, layer = found.get("ink") or found["paper"]
        line = layer.lines.get("ink") or layer.lines["paper"]
        message = f"the words on social cards can hardly be read: a contrast of {seen:.1f}"
        hint = f"choose `ink` and `paper` with a contrast of at least {READABLE} (WCAG 2.2)"
        problems.append(warning(message, path=layer.path, line=line, hint=hint))
    if "font" not in found:
        return style
    return replace(style, font=_font(*found["font"], assets, load, problems))


def _font(
    name: str,
    layer: Said,
    assets: Mapping[str, Asset],
    load: Callable[[str], bytes],
    problems: list[Problem],
) -> Asset | None:
    """Return the font *name* of a theme, which a *layer* asks for; None with an error for none."""
    line = layer.lines["font"]
    asset = assets.get(name.removeprefix(STATIC))
    if asset is None:
        near = nearest(name, (STATIC + other for other in assets))
        hint = f"did you mean `{near}`?" if near else "put the font there, or delete the line"
        message = f"there is no font `{name}` in the theme"
    elif not load(asset.source).startswith(SIGNS):
        hint = "name a font: WOFF2, TrueType or OpenType"
        message = f"`{name}` is not a font"
    else:
        return asset
    problems.append(error(message, path=layer.path, line=line, hint=hint))
    return None
