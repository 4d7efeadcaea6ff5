"""Clean the texts of a table's cells: what spreadsheets, catalogues and web pages left."""

from __future__ import annotations

import html
import re

from libsite.text import MARKER, normal

ADDRESS = f"{MARKER}/"
"""What a text may not contain, in any case: it would be taken for an address of the site."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_BREAK = re.compile(r"<br\s?/?>|</?p>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""What neither HTML nor XML may hold, and the mark at the start of a file."""
_SPACES = re.compile(r"[ \t\n\v\f]+")  # Not `\s`: French wants its no-break spaces.
_EMPTY_LINES = re.compile(r"\n[ \t]*\n")
_TRAIL = re.compile(r"(?<=\S)[ \u00a0]+[/:;,=]$")
"""What catalogues write before the next part of a description (ISBD): `Les Misérables /`."""


def clean(text: str) -> str:
    """Return *text* on one line, entities decoded, in Unicode's form NFC."""
    return _on_one_line(_decoded(text))


def clean_title(text: str) -> str:
    """Return *text* as `clean` does, without the sign that catalogues put after a title."""
    return _TRAIL.sub("", clean(text))


def clean_prose(text: str) -> str:
    """Return the words of *text*, which may have HTML in it; each line of it is a paragraph."""
    broken = _BREAK.sub("\n", text) if "<" in text else text
    bare = _TAG.sub("", broken) if "<" in broken else broken
    return paragraphs(_decoded(bare).replace("\n", "\n\n"))


def paragraphs(text: str) -> str:
    """Return *text* with one empty line between paragraphs, which empty lines part in it, too."""
    parts = _EMPTY_LINES.split(text)
    return "\n\n".join(filter(None, map(_on_one_line, parts)))


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def several(text: str) -> tuple[str, ...]:
    """Return the entries of *text*, between semicolons or bars, else between commas."""
    plain = text.replace("|", ";").replace("\n", ";")
    parts = plain.split(";" if ";" in plain else ",")
    return tuple(dict.fromkeys(filter(None, map(clean, parts))))


def _decoded(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return normal(_CONTROLS.sub("", text.replace("\r", "\n")))
