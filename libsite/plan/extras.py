"""What machines ask for: sitemap, robots.txt, CNAME, security.txt; the page for no address."""

from __future__ import annotations

from html import escape
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from libsite.artifact import Bundle, Output, Render, Text
from libsite.model import KINDS
from libsite.plan.addresses import SECURITY, has_security_txt
from libsite.plan.volumes import FOLDER
from libsite.text import direction, marker
from libsite.views import NoticeView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap at the most (sitemaps.org/protocol.html)."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def plan_extras(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the sitemap, `robots.txt`, `404.html`, `security.txt`, and what Pages asks for."""
    language = site.config.language
    view = NoticeView("404", marker("404.html"), language, direction(language))
    yield Bundle("404.html", "extras", (Output("404.html", Render("404.html"), "base"),), view)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {marker('sitemap.xml')}\n"
    yield _text("robots.txt", robots)
    yield _text(".nojekyll", "")  # else Pages drops names that begin with `_`, and runs Jekyll
    if has_security_txt(site):
        yield _text(SECURITY, _security(site, catalog))
    if domain := own_domain(site.config.url):
        yield _text("CNAME", f"{domain}\n")
    entries = list(_addresses(site, catalog, shelf))
    parts = [entries[i : i + SITEMAP_LIMIT] for i in range(0, len(entries), SITEMAP_LIMIT)]
    if len(parts) == 1:
        yield _text("sitemap.xml", _urlset(parts[0]))
        return
    for number, part in enumerate(parts, 1):
        yield _text(f"sitemap-{number}.xml", _urlset(part))
    index = "".join(
        f"<sitemap><loc>{marker(f'sitemap-{n}.xml')}</loc></sitemap>\n"
        for n in range(1, len(parts) + 1)
    )
    yield _text("sitemap.xml", _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n{index}</sitemapindex>'))


EXAMPLES = frozenset({"example.com", "example.net", "example.org"})
"""Nobody's (RFC 2606): what `libsite init` writes for want of another."""


def own_domain(url: str) -> str:
    """Return the domain that GitHub Pages is to serve a site at *url* under; empty for none.

    A site in a folder of a domain has none of its own: on Pages the domain belongs to the
    repository at its root, and a second `CNAME` would take it away from there
    (docs.github.com, "About custom domains and GitHub Pages").
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        public = "." in host and host not in EXAMPLES and not host.endswith(".github.io")
        return host if public and parts.port is None and parts.path == "/" else ""
    return ""


def _security(site: Site, catalog: Catalog) -> str:
    """Return whom to tell of a danger, and until when that is true (RFC 9116, section 2.5)."""
    return (
        f"Contact: {site.config.contact}\n"
        f"Expires: {catalog.good_until:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {site.config.language}\n"
        f"Canonical: {marker(SECURITY)}\n"
    )


def _text(path: str, body: str) -> Bundle:
    return Bundle(path, "extras", (Output(path, Text(body), "absolute"),))


def _addresses(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield each address that should be found, and the day of its last change or nothing."""
    yield "", ""
    for kind in catalog.sections:
        section = site.config.section(KINDS[kind])
        yield section, ""
        yield from ((f"{section}{year.slug}/", "") for year in catalog.years[kind])
    yield from ((f"tags/{tag.slug}/", "") for tag in catalog.tags)
    yield from ((f"for/{audience.slug}/", "") for audience in catalog.audiences)
    if catalog.diary.clubs:
        yield site.config.section(KINDS["club"]), ""
    if shelf.books.cards:
        yield f"{FOLDER}/", ""
    yield from ((path, "") for path in shelf.books.cards)
    yield "subscribe/", ""
    if site.config.outputs.embed:
        yield "embed/", ""
    for page in catalog.published:
        changed = page.updated or page.date
        yield page.path, changed.date().isoformat() if changed else ""


def _urlset(entries: list[tuple[str, str]]) -> str:
    rows = "".join(
        f"<url><loc>{escape(marker(path), quote=False)}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + "</url>\n"
        for path, day in entries
    )
    return _xml(f'<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>')


def _xml(text: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
