"""Make HTML safe, and say what was taken away.

There is one profile. Text that was written for people stays; whatever runs, loads something from
another site, asks for input or sets colours by hand goes. Frames become links to what they showed.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nh3

from libsite.errors import Problem, notice, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

TAGS = frozenset(
    "a abbr"
    " address article aside audio b bdi bdo blockquote br caption cite code col colgroup data"
    " dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img"
    " ins kbd li mark nav ol p pre q rp rt ruby s samp section small source span strong sub summary"
    " sup table tbody td tfoot th thead time tr track u ul var video wbr".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title", "role"},
    "a": {"href", "hreflang", "name", "rel"},
    "audio": {"src", "controls"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "controls", "width", "height"},
}
ALIGNMENTS = ("left", "center", "right")
ALIGNED = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "img")
"""Elements whose `align` becomes a class: it is how tables say where a column stands."""
SCHEMES = frozenset("http https mailto tel sms webcal webcals geo ftp xmpp irc ircs matrix".split())
UNSAFE = frozenset(("javascript", "data", "vbscript", "slot", "site"))
"""Schemes that run something, or that only libsite itself may write."""
SILENT = frozenset(("script", "style", "iframe", "noembed", "noframes", "template", "title"))
"""Elements whose content means nothing without them, and goes with them."""
CONTROLS = frozenset(
    "form input"
    " button select option optgroup textarea fieldset legend label datalist output"
    " keygen".split()
)
FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}

ODD = "/\ue000\ue001"
"""Stands before an address of an unknown scheme (`C:\\cat.jpg`), so that it survives as a path."""

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(SILENT),
    attributes=ATTRIBUTES,
    tag_attribute_values={tag: {"align": set(ALIGNMENTS)} for tag in ALIGNED},
    generic_attribute_prefixes={"aria-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def sanitise(html: str) -> str:
    """Return *html* as a safe, well-formed fragment; frames have become links."""
    framed = _FRAME.search(html) is not None
    if framed:
        html = _FRAME.sub(_linked, html)
    if _SOME_SCHEME.search(html):
        html = _ODD_SCHEME.sub(rf"\1{ODD}\2", html)
    html = _CLEANER.clean(html)
    if "<source" in html or "<track" in html:
        html = _without_strays(html)
    # A paragraph that held nothing but a frame is cut in two empty ones by the link's own.
    return html.replace("<p></p>", "") if framed else html


_PLAYER = re.compile(r'<(?:(/?)(?:video|audio)|source|track)(?: [^\s=>"]+="[^"]*")*>')


def _without_strays(html: str) -> str:
    """Return *html*, as the cleaner writes it, without sources that are in no film or sound.

    They belonged to a `<picture>`, which goes: HTML has no place for them elsewhere.
    """
    players = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal players
        if found[1] is None:
            return found[0] if players else ""
        players += -1 if found[1] else 1
        return found[0]

    return _PLAYER.sub(kept, html)


_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'<>`]++)"""
_INSIDE = r"""((?:[^>"']++|"[^"]*+"|'[^']*+')*)"""  # before `>`, with which none of them begins
_ATTRIBUTE = re.compile(rf"""([^\s"'<>/=]++)(?:\s*+=\s*+({_VALUE}))?""")
_FRAME = re.compile(
    rf"<(iframe|frame|embed|object)(?=[\s/>]){_INSIDE}>(?:[^<]*+</iframe\s*+>)?", re.IGNORECASE
)
_IS = r"""=\s*+["']?+\s*+"""
_OTHER = rf"(?!(?:{'|'.join(sorted(SCHEMES | UNSAFE))})\s*+:)[a-z][a-z0-9+.-]*+:"
_SOME_SCHEME = re.compile(_IS + _OTHER, re.IGNORECASE)
"""Part of `_ODD_SCHEME`, and found many times as fast: few texts have one."""
_ODD_SCHEME = re.compile(
    rf"(\s(?:href|src|poster)\s*+{_IS})({_OTHER})",
    re.IGNORECASE,
)


def _attributes(inside: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(inside):
        value = found.group(2) or ""
        quoted = value[:1] in {'"', "'"}
        yield found.group(1).lower(), unescape(value[1:-1] if quoted else value)


def _linked(found: re.Match[str]) -> str:
    """Return a link to what a frame would have shown, or nothing where that is not a page."""
    given = dict(_attributes(found.group(2)))
    address = given.get(FRAMES[found.group(1).lower()], "").strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if scheme_of(address) not in {"http", "https", ""} or not address:
        return ""
    words = given.get("title", "").strip() or host_of(address)
    return f'<p class="embed-link"><a href="{escape(address)}">{escape(words)}</a></p>'


def host_of(address: str) -> str:
    """Return the host of *address*, or its last part where there is none to be seen."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return host or address.rstrip("/").rpartition("/")[2] or address


_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def scheme_of(address: str) -> str:
    """Return the scheme of *address* in lower case as a browser sees it; empty for none."""
    found = _SCHEME.match(_INVISIBLE.sub("", address))
    return found.group(1).lower() if found else ""


# ---- What was taken away ------------------------------------------------------------------------

_MARKUP = re.compile(r"<(?!https?://)[A-Za-z/!?]|\{[^{}\n%]*=")
_ADDRESS = re.compile(r"\s(?:href|src|poster)\s*=", re.IGNORECASE)


def may_have_lost(source: str, html: str, clean: str) -> bool:
    """Tell cheaply whether sanitising can have taken anything away that a librarian wrote."""
    if ("<" in source or "{" in source) and _MARKUP.search(source):
        return True
    return html.count(' href="') + html.count(' src="') != sum(
        clean.count(f' {name}="') for name in ("href", "src")
    )


def taken_away(html: str, *, line_of: Callable[..., int]) -> Iterator[Problem]:
    """Yield what sanitising took away from *html*: each thing once, with how often and where.

    `line_of` gives the line of the first of some texts that the source holds.
    """
    times: Counter[_Loss] = Counter()
    lines: dict[_Loss, int] = {}
    closed = {name.lower() for name in _END.findall(html)}
    for tag, raw, inside in _start_tags(html):
        for loss in _losses(tag, raw, inside, closed):
            times[loss] += 1
            if loss not in lines:
                lines[loss] = line_of(raw, f"<{tag}", loss[3])
    for loss, count in times.items():
        report, message, hint, _ = loss
        again = f" ({count} times)" if count > 1 else ""
        yield report(message + again, line=lines[loss], hint=hint)


_Loss = tuple["Callable[..., Problem]", str, str, str]
"""How it is reported, the message, the hint, and what to look for in the source."""

_END = re.compile(r"</([a-zA-Z][^\s/>]*+)")
_START = re.compile(rf"<(?:!--|([a-zA-Z][^\s/>]*+){_INSIDE}>)")
_RAW_TEXT = {
    tag: re.compile(f"</{tag}", re.IGNORECASE)
    for tag in ("script", "style", "iframe", "textarea", "title", "noembed", "noframes")
}


def _start_tags(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield each start tag's name, source and attributes, but none in comments or scripts."""
    at = 0
    while found := _START.search(html, at):
        at = found.end()
        name = found.group(1)
        if name is None:
            at = html.find("-->", at) + 3
            if at < found.end():
                return
            continue
        tag = name.lower()
        yield tag, found.group(), found.group(2)
        if ends := _RAW_TEXT.get(tag):
            end = ends.search(html, at)
            if end is None:
                return
            at = end.end()


def _losses(tag: str, raw: str, inside: str, closed: Container[str]) -> Iterator[_Loss]:
    """Yield what is lost of a start tag; *closed* are the elements that have an end somewhere."""
    if tag not in TAGS:
        known = tag in FRAMES or tag in CONTROLS or tag in SILENT or tag == "script"
        if known or tag in closed or inside.endswith("/"):
            yield _lost_element(tag, inside)
        else:
            yield _lost_words(tag, raw)
        return
    if inside.strip(" /"):
        given = [found.groups() for found in _ATTRIBUTE.finditer(inside)]
        words = {name.lower() for name, value in given if not _is_attribute(tag, name, value)}
        if words:
            yield _lost_words(tag, raw)
        for name, value in _attributes(inside):
            if name not in words and (loss := _lost_attribute(tag, name, value)):
                yield loss


_FLAGS = frozenset(
    "allowfullscreen async autofocus autoplay border checked compact controls crossorigin default"
    " defer disabled download draggable hidden inert ismap itemscope loop multiple muted nohref"
    " nomodule noshade novalidate nowrap open playsinline readonly required reversed scope"
    " scoped seamless selected spellcheck translate truespeed typemustmatch".split()
)
"""Attributes of HTML, of old times as well, that are written without a value."""


def _is_attribute(tag: str, name: str, value: str | None) -> bool:
    """Tell whether *name* is one, and not a word of somebody's text that stands in a tag."""
    if value is not None or "-" in name:
        return True
    known = (_FLAGS, ATTRIBUTES["*"], ATTRIBUTES.get(tag, ()))
    return any(name.lower() in names for names in known)


def _lost_words(tag: str, raw: str) -> _Loss:
    shown = " ".join(raw.split())
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    hint = f"write `&lt;{shown[1:]}` if these are words of yours"
    return warning, f"`{shown}` is taken for HTML, and is not shown", hint, tag


_LONGEST = 60
"""Characters of a tag that are told."""


def _lost_element(tag: str, inside: str) -> _Loss:
    tag = tag[:40]
    if tag in FRAMES:
        done = "replaced by a link" if _frame_address(tag, inside) else "removed"
        hint = "a page of libsite loads nothing from other sites"
        return warning, f"`<{tag}>` was {done}", hint, tag
    if tag == "script":
        return warning, "`<script>` was removed", "pages of libsite run no scripts", tag
    if tag in CONTROLS:
        return warning, f"`<{tag}>` was removed", "link to the page that has the form", tag
    if tag in SILENT:
        return notice, f"`<{tag}>` was removed", "", tag
    return notice, f"`<{tag}>` was removed, its text stays", "", tag


def _frame_address(tag: str, inside: str) -> bool:
    address = dict(_attributes(inside)).get(FRAMES[tag], "").strip()
    return bool(address) and scheme_of(address) in {"http", "https", ""}


def _lost_address(value: str) -> _Loss | None:
    scheme = scheme_of(value)
    if scheme in UNSAFE:
        return warning, f"a `{scheme}:` address was removed", "write an address of a page", scheme
    if not value.strip() or " href=" in sanitise(f'<a href="{escape(value)}">x</a>'):
        return None
    hint = "check it, best by copying it out of the browser"
    return warning, f"`{value[:200]}` is no address, and was removed", hint, value


def _lost_attribute(tag: str, name: str, value: str) -> _Loss | None:
    if name in {"href", "src", "poster"} and (loss := _lost_address(value)):
        return loss
    if name == "style":
        hint = "the theme gives the look; a `class` stays"
        return notice, "`style` was removed", hint, name
    if name in ATTRIBUTES.get(tag, ()) or name in ATTRIBUTES["*"] or name.startswith("aria-"):
        return None
    if name == "align" and tag in ALIGNED and value in ALIGNMENTS:
        return None
    if name.startswith("on"):
        return (
            warning,
            f"`{name[:40]}` was removed from `<{tag}>`",
            "pages of libsite run no scripts",
            name,
        )
    return notice, f"`{name[:40]}` was removed from `<{tag}>`", "", name
