"""What the output tells machines: widgets, oEmbed, JSON-LD, the sitemap."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from libsite.artifact import OEmbed, WidgetData, WidgetIndex
from libsite.errors import Problem, error, warning
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.check.places import Place
    from libsite.check.subject import Subject

AGAIN = "build with `--fresh`; if it stays so, the theme or libsite is at fault"
TEMPLATE = "mend the template of the theme, or what the page says"
SCHEMA = "embed/v1/schema.json"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "BlogPosting": ("headline", "url", "author"),
    "Book": ("name",),
    "BreadcrumbList": ("itemListElement",),
    "Event": ("name", "startDate", "location"),
    "ItemList": ("itemListElement",),
    "Library": ("name",),
    "ListItem": ("position",),
    "Organization": ("name",),
    "Person": ("name",),
    "Place": ("name",),
    "VirtualLocation": ("url",),
    "WebPage": ("name", "url"),
    "WebSite": ("name", "url"),
}
"""What search engines ask of each type of JSON-LD (Google Search Central, "Structured data")."""
ADDRESSES = frozenset({"@id", "url", "item", "image", "mainEntityOfPage", "sameAs"})
"""Properties of JSON-LD that are addresses in full, where they are texts."""
GONE = "which is not in the output"
_IFRAME = re.compile(r'<iframe [^>]*src="([^"]+)"')
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?")
_SHOWN = 120


def _said(subject: Subject, path: str, fault: str, hint: str = AGAIN) -> Problem:
    return subject.places.in_output(path).put(error(fault, hint=hint))


def _outputs(subject: Subject, *recipes: type) -> Iterator[str]:
    for bundle in subject.plan.bundles:
        for output in bundle.outputs:
            if isinstance(output.recipe, recipes):
                yield output.path


# ---- Widgets ------------------------------------------------------------------------------------


def broken_widgets(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each widget whose JSON breaks its schema or whose files are not there."""
    paths = list(_outputs(subject, WidgetData, WidgetIndex))
    if not paths:
        return
    from jsonschema import Draft202012Validator  # 100 ms, and only sites with widgets pay

    try:
        validator = Draft202012Validator(json.loads(subject.read(SCHEMA)))
    except (OSError, ValueError) as fault:
        yield _said(subject, SCHEMA, f"the schema of the widgets cannot be read: {fault}")
        return
    for path in paths:
        try:
            tree = json.loads(subject.read(path))
        except ValueError as fault:
            yield _said(subject, path, f"this widget is not JSON: {fault}")
            continue
        for wrong in validator.iter_errors(tree):
            inner = min(wrong.context or [wrong], key=lambda one: -len(one.absolute_path))
            where = "/".join(map(str, inner.absolute_path)) or "it"
            message = excerpt(inner.message, _SHOWN)
            yield _said(subject, path, f"this widget is not as its schema says: {where}: {message}")
        for address in dict.fromkeys(_addresses(tree)):
            inside = subject.inside(address)
            if inside is not None and not subject.stands(inside):
                yield _said(subject, path, f"this widget names `{address}`, which is not there")


def _addresses(value: object) -> Iterator[str]:
    """Yield every text in a tree of JSON that is an address."""
    if isinstance(value, str):
        if value.startswith(("https://", "http://")):
            yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _addresses(inner)


# ---- oEmbed 1.0 (oembed.com) ---------------------------------------------------------------------


def broken_oembeds(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each fault of an answer to programs that show a link as a frame."""
    for path in _outputs(subject, OEmbed):
        try:
            answer = json.loads(subject.read(path))
            faults = list(_oembed_faults(subject, answer))
        except (ValueError, AttributeError) as fault:
            faults = [f"is not JSON: {fault}"]
        yield from (_said(subject, path, f"this oEmbed {said}") for said in faults)


def _oembed_faults(subject: Subject, answer: dict[str, Any]) -> Iterator[str]:
    if answer.get("version") != "1.0":
        yield "has no `version` 1.0"
    if answer.get("type") not in {"rich", "link"}:
        yield f"is of no known type: `{answer.get('type')}`"
    if answer.get("type") == "rich":
        for name, kind in (("html", str), ("width", int), ("height", int)):
            if not isinstance(answer.get(name), kind):
                yield f"has no `{name}`"
    thumbnail = [f"thumbnail_{name}" in answer for name in ("url", "width", "height")]
    if any(thumbnail) and not all(thumbnail):
        yield "has a thumbnail without address, width or height"
    frames = _IFRAME.findall(str(answer.get("html", "")))
    for address in (*frames, *_addresses(answer.get("thumbnail_url"))):
        inside = subject.inside(address)
        if inside is None or not subject.stands(inside):
            yield f"names `{address}`, which is not in the output"


# ---- JSON-LD ------------------------------------------------------------------------------------


def broken_json_ld(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each page whose data for search engines cannot be read."""
    for path, leaf in subject.leaves.items():
        for text in leaf.data:
            try:
                tree = json.loads(text)
            except ValueError as fault:
                said = error(f"the data for search engines are not JSON: {fault}", hint=TEMPLATE)
                yield _data_place(subject, path, text).put(said)
                continue
            if not isinstance(tree, dict) or "schema.org" not in str(tree.get("@context")):
                said = error("the data for search engines have no `@context`", hint=TEMPLATE)
                yield _data_place(subject, path, text).put(said)


def _data_place(subject: Subject, path: str, text: str) -> Place:
    """Return where the *text* of a script is written: in a template, as far as it stands there."""
    first = text.strip().partition("\n")[0][:_SHOWN]
    return subject.places.in_theme(first) or subject.places.in_output(path)


def lacking_json_ld(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each thing in these data that lacks what search engines ask for."""
    for path, leaf in subject.leaves.items():
        for text in leaf.data:
            try:
                faults = dict.fromkeys(_lacking(json.loads(text)))
            except ValueError:
                continue
            place = _data_place(subject, path, text)
            yield from (place.put(warning(said, hint=TEMPLATE)) for said in faults)


def _lacking(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _lacking(inner)
    if not isinstance(value, dict):
        return
    kind = str(value.get("@type", ""))
    for name in REQUIRED.get(kind, ()):
        if not value.get(name):
            yield f"the data for search engines have no `{name}` for the `{kind}`"
    for name, inner in value.items():
        whole = not isinstance(inner, str) or inner.startswith(("http://", "https://"))
        if name in ADDRESSES and not whole:
            yield f"the data for search engines have an address that is not in full: `{inner}`"
        yield from _lacking(inner)


# ---- Sitemap (sitemaps.org) ----------------------------------------------------------------------


def broken_sitemap(subject: Subject) -> Iterator[Problem]:
    """Yield an error for each fault of the sitemap: addresses without a page, or of hidden ones."""
    listed: dict[str, str] = {}
    for path in sorted(p for p in subject.because if re.fullmatch(r"sitemap(-\d+)?\.xml", p)):
        try:
            root = etree.fromstring(subject.read(path), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as fault:
            yield _said(subject, path, f"this sitemap cannot be read: {fault}")
            continue
        for entry in (*root.iter(f"{SITEMAP}url"), *root.iter(f"{SITEMAP}sitemap")):
            address = entry.findtext(f"{SITEMAP}loc") or ""
            day = entry.findtext(f"{SITEMAP}lastmod")
            if day and not _DAY.fullmatch(day):
                yield _said(subject, path, f"the sitemap has a day that cannot be read: `{day}`")
            if address in listed:
                yield _said(subject, path, f"the sitemap names `{address}` twice")
            elif why := _listed_fault(subject, address):
                hint = AGAIN if why == GONE else "take `noindex` out of the template"
                yield _said(subject, path, f"the sitemap names `{address}`, {why}", hint)
            listed[address] = path
    robots = subject.read("robots.txt").decode("utf-8", "replace") if _has_robots(subject) else ""
    if robots and f"Sitemap: {subject.address('sitemap.xml')}" not in robots.splitlines():
        yield _said(subject, "robots.txt", "robots.txt does not name the sitemap")


def _has_robots(subject: Subject) -> bool:
    return "robots.txt" in subject.because


def _listed_fault(subject: Subject, address: str) -> str:
    inside = subject.inside(address)
    path = subject.stands(inside) if inside else ""
    if not path:
        return GONE
    leaf = subject.leaves.get(path)
    return "which asks search engines to pass it over" if leaf and leaf.noindex else ""
