"""Finished posts: the words for a network, counted and cut by its rules, and where to post them."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from libsite.networks.fit import fit
from libsite.text import MARKER, excerpt
from libsite.views import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from libsite.networks.fit import Fitted
    from libsite.views import Picture, ShareView, TargetView

FIELD = re.compile(r"\{(\w+)\}")
SPACES = re.compile(r"[^\S\n]+")
BREAKS = re.compile(r"\n{3,}")

# Most networks take the same text, so it is fitted and encoded once for all of them.
_fit = lru_cache(maxsize=64)(fit)
_quoted = lru_cache(maxsize=64)(partial(quote, safe=""))


def posts_of(
    view: ShareView, targets: Iterable[TargetView], words: Callable[[TargetView], str]
) -> tuple[Post, ...]:
    """Return a post of the page of *view* for each of *targets*.

    *words* gives those of a template, for a target for which a librarian has not written any.
    What is too long is cut; only a librarian's own words may become a thread, since for those of a
    template the page itself has the rest. The link stands once in a post; an intent that takes it
    apart has the words without it, unless it stands amid a librarian's sentence.
    """
    return tuple(_post(target, view, words) for target in targets)


def _post(target: TargetView, view: ShareView, words: Callable[[TargetView], str]) -> Post:
    own = _own_words(target, view)
    thread = target.thread and bool(own)
    fitted = _fitted(target, view, tidy(own or words(target)), thread=thread)
    picture = _picture(target, view)
    return Post(
        target=target,
        parts=fitted.parts,
        lengths=fitted.lengths,
        cut=fitted.cut,
        intents=tuple(
            _intent(target, view, part, first=number == 0)
            for number, part in enumerate(fitted.parts)
        ),
        alt=_alt(picture, target.alt_limit) if picture else "",
    )


def _own_words(target: TargetView, view: ShareView) -> str:
    """Return what a librarian wrote for *target*, or for every network; empty for nothing."""
    own = dict(view.words)
    return own.get(target.name) or own.get("", "")


def _fitted(target: TargetView, view: ShareView, text: str, *, thread: bool) -> Fitted:
    """Return *text* as *target* takes it, with the link of *view* if links can be followed there.

    A link that a librarian has put amid the words stays there, unless they are cut before it, or it
    could not be followed.
    """
    link = view.link if target.takes_links else ""
    text = _without_last(text, link) if link else _without(text, view.link)
    fitted = _fit(
        text,
        tags=view.hashtags if target.takes_tags else (),
        link=link,
        counting=target.counting,
        limit=target.limit,
        link_cost=target.link_cost,
        thread=thread,
    )
    if link in text and not any(link in part for part in fitted.parts):
        return _fitted(target, view, _without(text, link), thread=thread)
    return fitted


@lru_cache(maxsize=64)
def tidy(text: str) -> str:
    """Return *text* with single spaces, at most one empty line in a row, and nothing around it."""
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    return BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _without_last(text: str, link: str) -> str:
    """Return *text* without the *link* that it ends with: it is put in its place again."""
    shorter = text.removesuffix(link)
    return shorter.rstrip() if shorter[-1:].isspace() and link not in shorter else text


def _without(text: str, link: str) -> str:
    """Return *text* without the *link*, wherever it stands; a longer one that begins so stays."""
    if link not in text:
        return tidy(text)
    written = re.escape(link)
    return tidy(re.sub(rf"[^\S\n]*(?:\({written}\)|{written}(?![^\s)\].,;:!?’”»\"']))", "", text))


def _picture(target: TargetView, view: ShareView) -> Picture | None:
    """Return the picture that suits *target*."""
    if target.shape == "square":
        return view.square or view.card
    return view.card or view.square


def _alt(picture: Picture, limit: int) -> str:
    return excerpt(picture.alt, limit) if limit else picture.alt


# ---- Intents ------------------------------------------------------------------------------------


def _intent(target: TargetView, view: ShareView, part: str, *, first: bool) -> str:
    """Return an address that opens *target* with *part*; empty where there is none.

    `{instance}` is left to the page. There is no address for a pin without a picture, and none for
    the later parts of a thread where no words can be handed over.
    """
    pattern = target.intent
    named = set(FIELD.findall(pattern))
    if not pattern or (not first and "text" not in named):
        return ""
    values = {
        "text": _apart(part, view.link) if "url" in named else part,
        "url": view.link if first else "",
        "title": view.title,
        "subject": view.title,
        "image": _image(target, view) if "image" in named else "",
    }
    if "image" in named and not values["image"]:
        return ""
    if pattern.startswith("mailto:"):  # where a line ends with two signs (RFC 6068, section 5)
        values["text"] = values["text"].replace("\n", "\r\n")
    return FIELD.sub(lambda match: _filled(match, values), pattern)


def _filled(match: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(match[1])
    return match[0] if value is None else _quoted(value)


def _apart(part: str, link: str) -> str:
    """Return *part* without the line that the *link* has for itself."""
    return tidy("\n".join(line for line in part.split("\n") if line.strip() != link))


def _image(target: TargetView, view: ShareView) -> str:
    """Return the address in full of the picture for *target*."""
    picture = _picture(target, view)
    if picture is None:
        return ""
    site = view.link.removesuffix(view.page.removeprefix(f"{MARKER}/"))
    return site + picture.src.removeprefix(f"{MARKER}/")
