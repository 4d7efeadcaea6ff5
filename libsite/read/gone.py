"""Links to networks that are no more: a warning wherever one stands, and what to link to instead.

Nothing is asked of the web: the hosts are those of the registry. A network that was renamed is
passed over, since its old addresses still lead on; so is one of which nobody knows how it fares.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from html import unescape
from importlib import resources
from typing import TYPE_CHECKING, Any

from libsite.errors import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from libsite.model import Network, Shortcode
    from libsite.read.yaml import Path, Tree, Value

_LINK = re.compile(r' href="((?i:(?:https?:)?//)[^"]*)"')
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:\\]+)", re.IGNORECASE)
_LABELS = 4
"""Parts of a host that are looked at: no host of the registry has more."""
_PROSE = frozenset({"blurb", "note", "title"})
"""Parts of a value that are words, also where they end with an address."""
ARCHIVE = "look for a copy at https://web.archive.org/, or delete the link"


def gone_links(
    html: str, shortcodes: Iterable[Shortcode], *, line_of: Callable[..., int]
) -> Iterator[Problem]:
    """Yield a warning for each line of a body from which a link leads to a network that is gone.

    *html* is as the sanitiser writes it; *line_of* gives the line of the first of some texts that
    the source holds.
    """
    times: Counter[tuple[Network, int]] = Counter()
    for written in _LINK.findall(html):
        if network := gone_at(address := unescape(written)):
            times[network, line_of(address, written)] += 1
    for code in shortcodes:
        for link in code.book.links if code.book else ():
            if network := gone_at(link.url):
                times[network, code.line] += 1
    for (network, line), count in times.items():
        yield _warning(network, line=line, times=count)


def gone_values(tree: Tree[dict[str, Any]], keys: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each address at *keys* in *tree* that leads to a network that is gone."""
    for key in keys:
        for path, text in _texts(tree.values.get(key), (key,)):
            *_, last = text.split() or [""]  # `Reading guide: https://…`
            line, column = tree.value(path)
            yield from gone_link(last, line=line, column=column)


def gone_link(address: str, *, line: int, column: int) -> Iterator[Problem]:
    """Yield a warning if *address* leads to a network that is gone."""
    if network := gone_at(address):
        yield _warning(network, line=line, column=column)


def gone_at(address: str) -> Network | None:
    """Return the network that is gone, or no place for a library, to which *address* leads."""
    found = _HOST.match(address)
    if not found:
        return None
    return _owner(found[1].lower())


@lru_cache(maxsize=4096)
def _owner(host: str) -> Network | None:
    """Return the network that is gone, or no place for a library, to which *host* belongs."""
    parts = host.rstrip(".").split(".")[-_LABELS:]
    names = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    if not any(name in _registry_text() for name in names):
        return None
    hosts = _hosts()
    return next((hosts[name] for name in names if name in hosts), None)


@cache
def _registry_text() -> str:
    """Return the registry unread, a constant: most links show there that they are of no network."""
    return (resources.files("libsite.networks") / "networks.yaml").read_text("utf-8")


@cache
def _hosts() -> Mapping[str, Network]:
    """Return the hosts of the networks to warn of: a constant, no input."""
    # YAML and pydantic are behind this, for which an edit of words does not wait without need
    from libsite.read.networks import registry

    networks = (one for one in registry().values() if one.state in {"closed", "unsuitable"})
    return {host: network for network in networks for host in network.hosts}


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _PROSE:
                yield from _texts(inner, (*path, name))


def _warning(network: Network, *, line: int, column: int = 0, times: int = 1) -> Problem:
    from libsite.read.networks import closing, registry, successors

    again = f" ({times} times)" if times > 1 else ""
    if network.state == "unsuitable":
        message = f"this links to {network.title}, which is unsuitable for a library{again}"
        return warning(message, line=line, column=column, hint="delete the link")
    message = (
        f"this links to {network.title}, which {closing(network)}; readers will not find what was"
        f" there{again}"
    )
    instead = successors(network, registry())
    hint = f"use {instead}, or delete the link" if instead else ARCHIVE
    return warning(message, line=line, column=column, hint=hint)
