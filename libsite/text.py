"""Pure work on strings: slugs, excerpts, near misses, addresses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = "site:"
"""The scheme of an address inside the site until `make` resolves it: `site:/posts/rivers/`."""

PLAIN = re.compile(r"[a-z0-9/._-]*")
"""Paths that need no percent-encoding: nearly all."""

WINDOWS_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)}
)
"""File names that Windows refuses, with any extension (learn.microsoft.com, "Naming Files")."""

RIGHT_TO_LEFT = frozenset(
    "ar arc arz azb bal ckb dv fa glk he iw khw ks lrc mzn nqo pnb ps sd sdh syr ug ur yi".split()
)
"""Languages written from right to left (Unicode CLDR 46, `characterOrder`)."""


@lru_cache(maxsize=64)
def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction in which a *language*, a BCP 47 tag, is written."""
    base, _, rest = language.lower().replace("_", "-").partition("-")
    if "latn" in rest.split("-"):
        return "ltr"
    return "rtl" if base in RIGHT_TO_LEFT or "arab" in rest.split("-") else "ltr"


_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")


@lru_cache(maxsize=4096)
def slugify(text: str, *, limit: int = 80) -> str:
    """Return *text* as an ASCII path segment; empty where nothing can be written in ASCII.

    It is cut between words where it would be longer than *limit*; 0 is for no limit.
    """
    if _PLAIN.fullmatch(text) and (not limit or len(text) <= limit):
        slug = text.lower().replace(" ", "-")  # nearly all: the library takes 30 times as long
    else:
        from slugify import slugify as to_ascii

        slug = to_ascii(text, max_length=limit, word_boundary=True, save_order=True)
    return f"{slug}-" if slug in WINDOWS_RESERVED else slug


DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[-_ ](.+))?", re.DOTALL)


def undated(stem: str) -> tuple[str, str]:
    """Return the name and the day that a file's *stem* holds: `2026-11-21-rivers`.

    The day is empty where there is none that a calendar has; a day alone is the name as well.
    """
    match = DATED.fullmatch(stem)
    if not match:
        return stem, ""
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return stem, ""
    return match[2] or stem, match[1]


def nearest(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the choice that *word* was probably meant to be, or None; capitals do not count."""
    written: dict[str, str] = {}
    for choice in sorted(choices):
        written.setdefault(choice.casefold(), choice)
    found = difflib.get_close_matches(word.casefold(), written, n=1, cutoff=cutoff)
    return written[found[0]] if found else None


def excerpt(text: str, limit: int) -> str:
    """Return the first words of *text*, at most *limit* characters, with an ellipsis if cut."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    cut = words[: limit - 1].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.!?-") + "…"


def normal(text: str) -> str:
    """Return *text* in Unicode's form NFC, the one form that paths and keys are compared in."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def marker(path: str, fragment: str = "", query: str = "") -> str:
    """Return the address of an output *path* (no leading slash) until `make` resolves it.

    The *query* is one as it stands in an address: what is quoted in it stays so.
    """
    address = f"{MARKER}/{path if PLAIN.fullmatch(path) else quote(path)}"
    if query:
        address += f"?{quote(query, safe=f'%{_PLAIN_AT_THE_END}')}"
    return f"{address}#{quote(fragment, safe=_PLAIN_AT_THE_END)}" if fragment else address


_PLAIN_AT_THE_END = "/:;=?@!$*+,&"
"""What may stand in a query or a fragment beside letters and digits (RFC 3986, sections 3.4 and
3.5), but for quotes and brackets, which end an address in a text."""


def fold(text: str) -> str:
    """Return *text* in small letters without accents: what words are compared by."""
    plain = text.lower()
    if plain.isascii():
        return plain
    plain = plain.replace("ß", "ss").replace("’", "'").replace("æ", "ae").replace("ø", "o")
    apart = unicodedata.normalize("NFKD", plain).replace("ł", "l").replace("ı", "i")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def letters(text: str) -> str:
    """Return only the letters of *text*, folded: what names are compared by."""
    return "".join(letter for letter in fold(text) if letter.isalpha())
