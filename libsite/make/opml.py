"""OPML 2.0: the list of all feeds that feed readers take in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from libsite.make.addresses import escaped
from libsite.make.entries import line
from libsite.make.words import section_title

if TYPE_CHECKING:
    import gettext
    from collections.abc import Iterator

    from libsite.views import FeedLink, SubscribeView


def opml(view: SubscribeView, words: gettext.NullTranslations) -> str:
    """Return the feeds of *view* as OPML 2.0 (opml.org), the addresses still marked.

    Sections stand beside the feed of the whole site; clubs, audiences and topics in a folder each.
    There is no date in it: it is the same until a feed comes or goes.
    """
    title = line(view.title)
    rows = "\n".join(_rows(view, title, words))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head>\n<title>{escape(title, quote=False)}</title>\n</head>\n"
        f"<body>\n{rows}\n</body>\n</opml>\n"
    )


def _rows(view: SubscribeView, title: str, words: gettext.NullTranslations) -> Iterator[str]:
    yield _outline(title, view.whole)
    for link in view.sections:
        yield _outline(f"{title}: {section_title(link.section, words)}", link)
    for name, links in (
        ("club", view.clubs),
        ("audiences", view.audiences),
        ("tags", view.tags),
    ):
        if links:
            yield f"<outline text={_quoted(section_title(name, words))}>"
            yield from (_outline(f"{title}: {link.title}", link) for link in links)
            yield "</outline>"


def _outline(name: str, link: FeedLink) -> str:
    return (
        f'<outline type="rss" text={_quoted(name)} title={_quoted(name)}'
        f" xmlUrl={_quoted(link.feed)} htmlUrl={_quoted(link.url)}/>"
    )


def _quoted(text: str) -> str:
    """Return *text* as the value of an attribute, in double quotes."""
    return f'"{escaped(line(text))}"'
