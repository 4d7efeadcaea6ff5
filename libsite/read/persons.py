"""What one line of a file says of private people: each rule is asked for what it may find there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.model import Finding
from libsite.read.contacts import mailboxes, phones
from libsite.read.cues import FILE, MAIL, NAME, PHONE
from libsite.read.fullnames import TITLE, full_names
from libsite.read.grades import graded_names
from libsite.read.portraits import drawn_by, is_picture, portraits, shows_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.read.cues import Line

_KEY = re.compile(r"\s*(?:-\s+)?([A-Za-z_]+)\s*:(?:\s|$)")
_NOT_READ = frozenset(
    """
    aliases audience author authors books call contact date draft expires files_ id illustrator isbn
    join kind lang layout links members newsletter slug subjects tags translator updated url
    """.split()
)
"""Fields of front matter that name no children: authors are none, and contacts are meant to be."""
_URL = re.compile(r"\]\(\s*<?([^)\s>]*)>?|https?://[^\s)>\]]+|<https?:[^>]*>|^\s*\[[^\]]+\]:\s*\S+")
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_SAID = re.compile(r"\b(?:alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FIELD = re.compile(r"^(\s*(?:- )?[A-Za-z_]+:\s+)[\"'](.*)")
"""A value of front matter in quotation marks, which quote nobody."""
_ITALIC = re.compile(
    r"(?<![\w*])\*(?![\s*])([^*\n]{1,80}?)(?<![\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?![\s_])([^_\n]{1,80}?)(?<![\s_])_(?![\w_])"
)
_QUOTE = re.compile(
    r"“[^“”]{1,120}”|„[^“”„]{1,120}[“”]|«[^«»]{1,120}»|‘[^‘’]{1,60}’(?!\w)"
    r"|(?<![\w=(])\"[^\"]{1,120}\"(?!\))"
)
_COMMENT = re.compile(r"<!--\s*private:.*?-->", re.IGNORECASE)


def in_line(line: Line, number: int, *, in_front: bool) -> Iterator[Finding]:
    """Yield what *line*, which is line *number* of its file, says of private people."""
    text = line.text
    key = _KEY.match(text) if in_front else None
    if key and key[1].lower() in _NOT_READ:
        return
    if MAIL in line.cues:
        for start, address in mailboxes(text):
            yield Finding(number, start + 1, "email", address)
    if PHONE in line.cues:
        for start, digits in phones(_without_urls(text)):
            yield Finding(number, start + 1, "phone", digits)
    if FILE not in line.cues and NAME not in line.cues:
        return
    prose = _prose(text, captions=is_picture(text) or is_picture(line.above))
    if FILE in line.cues:
        for start, file, name in portraits(text, prose):
            yield Finding(number, start + 1, "photo-file", file, name)
    if NAME in line.cues:
        whole = f"{prose} {_prose(line.below)}" if line.below else prose
        yield from _names(line, number, whole)


def _names(line: Line, number: int, words: str) -> Iterator[Finding]:
    """Yield the full names that begin in *line* beside a grade or a picture."""
    end = len(line.text)
    for name, beside in graded_names(words):
        if name.start < end:
            yield Finding(number, name.start + 1, "name-grade", name.words, name.words, beside)
    if shows_people(line.text, below_picture=is_picture(line.above)):
        for name in full_names(words):
            if name.start < end and not drawn_by(words, name.start):
                yield Finding(number, name.start + 1, "name-photo", name.words, name.words)


def _without_urls(text: str) -> str:
    """Return *text* with addresses blank, but for telephone numbers."""
    return _URL.sub(
        lambda found: found.group() if "tel:" in found.group() else " " * len(found.group()), text
    ).replace("tel:", "    ")


def _prose(text: str, *, captions: bool = False) -> str:
    """Return the words of *text*, each where it was; titles and quotations become `TITLE`s.

    With *captions*, what is in italics is no title but says what a picture shows.
    """
    text = _COMMENT.sub(lambda found: " " * len(found.group()), text)
    text = _TAG.sub(_words_of_tag, text)
    text = _URL.sub(lambda found: "]" + " " * (len(found.group()) - 1), text)
    text = _FIELD.sub(lambda found: f"{found[1]} {found[2]}", text)
    text = _QUOTE.sub(lambda found: TITLE * len(found.group()), text)
    return _ITALIC.sub(lambda found: _italic(found, captions=captions), text)


def _italic(found: re.Match[str], *, captions: bool) -> str:
    words = found[1] or found[2]
    caption = words.endswith(".") or (captions and not found.string[: found.start()].strip())
    return found.group() if caption else TITLE * len(found.group())


def _words_of_tag(found: re.Match[str]) -> str:
    tag = list(" " * len(found.group()))
    for said in _SAID.finditer(found.group()):
        which = 1 if said[1] is not None else 2
        tag[said.start(which) : said.end(which)] = said[which]
    return "".join(tag)
