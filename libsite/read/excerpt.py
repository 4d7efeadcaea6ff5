"""The first words of a body, for lists and feeds."""

from __future__ import annotations

import re

from libsite import text
from libsite.read.body import plain

EXCERPT = 200
"""Characters at most."""

_PARAGRAPH = re.compile(r'<p((?: [^\s=>"]+="[^"]*")*)>(.*?)</p>', re.DOTALL)
_NO_PROSE = re.compile(r"<(h[1-6]|table|pre)[ >].*?</\1>", re.DOTALL)
_NOTES = '<div class="footnote">'
_TITLE = re.compile(r' class="(?:[^"]* )?(?:embed-link|(?:admonition|callout|notes)-title)[ "]')
_SPOILER = '<details class="spoiler">'
_DETAILS = re.compile(r"<(/?)details[ >]")


def excerpt(html: str) -> str:
    """Return the first words of the first paragraphs; of anything else where there are none."""
    html = _unspoilt(html.partition(_NOTES)[0][:50_000])
    found: list[str] = []
    for paragraph in _PARAGRAPH.finditer(html):
        if _TITLE.search(paragraph.group(1)):
            continue
        found.append(plain(paragraph.group(2)))
        if sum(map(len, found)) > EXCERPT:
            break
    return text.excerpt(" ".join(filter(None, found)) or plain(_NO_PROSE.sub(" ", html)), EXCERPT)


def _unspoilt(html: str) -> str:
    """Return *html* without what is hidden until a reader asks for it."""
    if _SPOILER not in html:
        return html
    kept: list[str] = []
    depth = at = 0
    for found in _DETAILS.finditer(html):
        if not depth and html.startswith(_SPOILER, found.start()):
            kept.append(html[at : found.start()])
            depth = 1
        elif depth:
            depth += -1 if found.group(1) else 1
            at = found.end()
    return "".join(kept) + ("" if depth else html[at:])
