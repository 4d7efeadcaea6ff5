"""Read `networks.yaml`: every network that libsite knows, alive or not, and its names."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict

from libsite.errors import Problem, SiteError, error, has_errors, notice, warning
from libsite.model import Network
from libsite.read.check import check, unknown
from libsite.read.yaml import load
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libsite.read.yaml import Tree

PATH = "libsite/networks/networks.yaml"
_FIELDS = tuple(field.name for field in fields(Network) if field.name != "name")
_SHOWN = 60
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


class _Registry(BaseModel):
    """All networks by their names, with what each must say."""

    # not a `RootModel`, which takes 14 ms to load
    model_config = ConfigDict(frozen=True, defer_build=True, extra="allow")
    __pydantic_extra__: dict[str, Network]


def read_registry(text: str) -> tuple[Mapping[str, Network], tuple[Problem, ...]]:
    """Return the networks that *text* describes, by name, in its order; none if it has an error.

    Problems are complete, with path.
    """
    tree = load(text, limit=None)
    problems = [*tree.problems, *_unknown(tree), *_hosts_twice(tree)]
    named = {name: _known(name, entry) for name, entry in tree.values.items()}
    found, faults = check(_Registry, named, tree=tree, typed={})
    problems += faults
    told = tuple(replace(problem, path=PATH) for problem in problems)
    return (found.__pydantic_extra__ if found and not has_errors(told) else {}), told


def _known(name: str, entry: Any) -> Any:  # noqa: ANN401 - whatever was written
    """Return *entry* with its *name*, and without what is no field of a network."""
    if not isinstance(entry, dict):
        return entry
    return {"name": name, **{key: value for key, value in entry.items() if key in _FIELDS}}


@cache
def registry() -> Mapping[str, Network]:
    """Return the registry that libsite brings along: a constant, no input.

    Raises SiteError with every fault if it cannot be read.
    """
    text = (resources.files("libsite.networks") / "networks.yaml").read_text("utf-8")
    networks, problems = read_registry(text)
    if problems:
        raise SiteError(*problems)
    return networks


def _unknown(tree: Tree[dict[str, Any]]) -> Iterator[Problem]:
    for name, entry in tree.values.items():
        for key in entry if isinstance(entry, dict) else ():
            if key not in _FIELDS:
                place = tree.key((name, key))
                yield unknown(key, what="a field of a network", known=_FIELDS, place=place)


def _hosts_twice(tree: Tree[dict[str, Any]]) -> Iterator[Problem]:
    """Yield an error for each host that two networks claim: a link must be of one of them."""
    owners: dict[str, str] = {}
    for name, entry in tree.values.items():
        hosts = entry.get("hosts") if isinstance(entry, dict) else None
        for number, host in enumerate(hosts if isinstance(hosts, list) else ()):
            owner = owners.setdefault(str(host), name)
            if owner != name:
                line, column = tree.value((name, "hosts", number))
                message = f"`{host}` is a host of `{owner}` and of `{name}`"
                yield error(message, line=line, column=column, hint="delete one of the two")


# ---- The names that people write -----------------------------------------------------------------

_NOT_IN_FOLDED = re.compile(r"[^a-z0-9+]+")
_NEAR = 0.7


def network_named(
    written: str,
    networks: Mapping[str, Network],
    *,
    place: tuple[int, int],
    problems: list[Problem],
) -> Network | None:
    """Return the network that somebody calls *written*; None, and an error, if there is none.

    Capitals, spaces and hyphens do not count: `Google Classroom`, `google_classroom`.
    """
    folded, (line, column) = _fold(written), place
    names = (one for one in networks.values() if folded in (_fold(one.name), _fold(one.title)))
    found = next(names, None) if folded else None
    if found is None:
        hint = _near_hint(written, networks)
        message = f"there is no network `{excerpt(written, _SHOWN)}`"
        problems.append(error(message, line=line, column=column, hint=hint))
    return found


def target_named(
    written: str,
    networks: Mapping[str, Network],
    *,
    place: tuple[int, int],
    problems: list[Problem],
) -> Network | None:
    """Return the network called *written* if posts can be shared there; else None, and a problem.

    It is a warning where the network is known: then it has closed, or takes no posts of ours. One
    that has another name today is found under that, with a notice.
    """
    named = network_named(written, networks, place=place, problems=problems)
    if named is None:
        return None
    line, column = place
    found = renamed(named, networks)
    if found.target:
        if found is not named:
            message, hint = f"{named.title} is called {found.title} today", f"write `{found.name}`"
            problems.append(notice(message, line=line, column=column, hint=hint))
        return found
    message, hint = f"nothing can be shared to {found.title}", "delete it here"
    if found.state == "closed":
        message, instead = f"{found.title} {closing(found)}", successors(found, networks)
        hint = f"use {instead} instead" if instead else hint
    elif found.state == "unsuitable":
        message = f"{found.title} is unsuitable for a library"
    problems.append(warning(message, line=line, column=column, hint=hint))
    return None


def renamed(network: Network, networks: Mapping[str, Network]) -> Network:
    """Return what *network* is called today: Twitter is X; itself where it has its name still."""
    if network.state != "renamed" or not network.successors:
        return network
    return networks.get(network.successors[0], network)


def _near_hint(written: str, networks: Mapping[str, Network]) -> str:
    targets = [network for network in networks.values() if network.target]
    for some in (targets, networks.values()):
        names = {known: network.name for network in some for known in (network.name, network.title)}
        if near := nearest(written, names, cutoff=_NEAR):
            return f"did you mean `{names[near]}`?"
    return f"write one of {', '.join(f'`{name}`' for name in target_names(networks))}"


def _fold(name: str) -> str:
    return _NOT_IN_FOLDED.sub("", name.lower())


def target_names(networks: Mapping[str, Network]) -> list[str]:
    """Return the names of the networks that posts can be shared to, in their order."""
    return [network.name for network in networks.values() if network.target]


# ---- In words ------------------------------------------------------------------------------------


def closing(network: Network) -> str:
    """Return that a closed *network* has closed, and when: "closed on 2022-09-22"."""
    year, _, rest = network.closed.partition("-")
    if not year:
        return "has closed"
    if "-" in rest:
        return f"closed on {network.closed}"
    return f"closed in {_MONTHS[int(rest) - 1]} {year}" if rest else f"closed in {year}"


def successors(network: Network, networks: Mapping[str, Network]) -> str:
    """Return what takes the place of *network*: "Google Classroom or Seesaw"; empty for nothing."""
    titles = [networks[one].title if one in networks else one for one in network.successors]
    *some, last = titles or [""]
    return f"{', '.join(some)} or {last}" if some else last
