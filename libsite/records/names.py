"""Read the names of authors: several in one text, and those that stand with the family name first.

Only `;` and `|` surely part two names. A comma may do so, or stand between the two parts of one
name; it is followed only where it can mean but one thing:

    Dahl, Roald                        one name: a single word before the comma
    Le Guin, Ursula                    one name: a single word after it
    Le Guin, Ursula K.                 one name: an initial at the end
    Roald Dahl, Quentin Blake          two names: each is whole
    King, Martin Luther, Jr.           one name, as `Martin Luther King Jr.`
    Dahl, Roald, 1916-1990             one name: catalogues add the years

What stays unclear is kept as it was typed.
"""

from __future__ import annotations

import re

_PARTS = re.compile(r"[;|\n]")
_PARTS_AND_COMMAS = re.compile(r"[;|\n,]")
_SUFFIX = re.compile(
    r"(?:[JS]r|II|III|IV|Ph\.?\s?D|M\.?D|Esq|Inc|Ltd|LLC|GmbH|Co)\.?", re.IGNORECASE
)
"""What follows a comma and is no name."""
_OF_YEARS = frozenset("0123456789 -–?.bdca")
"""Of `1916-1990`, `b. 1916`, `ca. 1400`."""
_INITIAL = re.compile(r"\w\.?(?:-?\w\.)*")
_ROLE = re.compile(
    r"\((?:author|editor|illustrator|translator|narrator|autor|hrsg\.?)\)", re.IGNORECASE
)


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, each as it is read aloud, and each once."""
    names = (name for part in _PARTS.split(text) for name in _names(part))
    return tuple(dict.fromkeys(filter(None, names)))


def read_direct_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, which are parted by commas and stand in their usual order."""
    names: list[str] = []
    for part in _PARTS_AND_COMMAS.split(text):
        name = " ".join(part.split())
        if names and _SUFFIX.fullmatch(name):
            names[-1] = f"{names[-1]} {name}"
        elif name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def read_name(text: str) -> str:
    """Return *text*, the name of one person or body, as it is read aloud."""
    parts = _bare(text)
    suffix = "".join(f" {part}" for part in parts[1:] if _SUFFIX.fullmatch(part))
    parts = [part for n, part in enumerate(parts) if not n or not _SUFFIX.fullmatch(part)]
    if len(parts) == 2 and _is_inverted(*parts):  # noqa: PLR2004
        return f"{parts[1]} {parts[0]}{suffix}"
    return f"{', '.join(parts)}{suffix}"


def _names(text: str) -> tuple[str, ...]:
    parts = [part for part in _bare(text) if not _SUFFIX.fullmatch(part)]
    if len(parts) > 1 and not (len(parts) == 2 and _is_inverted(*parts)):  # noqa: PLR2004
        if all(" " in part for part in parts):
            return read_direct_names(", ".join(_bare(text)))
        return (", ".join(_bare(text)),)
    return (read_name(text),)


def _bare(text: str) -> list[str]:
    """Return the parts of *text* between commas, without roles and years of life."""
    parts = [" ".join(part.split()) for part in _ROLE.sub(" ", text).split(",")]
    return [part for n, part in enumerate(parts) if part and not (n and _is_of_years(part))]


def _is_of_years(part: str) -> bool:
    return _OF_YEARS.issuperset(part) and any(sign.isdigit() for sign in part)


def _is_inverted(family: str, given: str) -> bool:
    words = given.split()
    return (
        " " not in family
        or len(words) == 1
        or family[0].islower()  # `van der Berg, Anna Maria`
        or words[-1].islower()  # `Vega y Carpio, Lope Félix de`
        or bool(_INITIAL.fullmatch(words[-1]))
    )
