"""Read `content/_ledger/shared.yaml`: which page was posted on which network, and where."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from libsite.errors import Problem, error, notice, warning
from libsite.model import Share
from libsite.read.books import read_address
from libsite.read.check import unknown
from libsite.read.conflicts import conflicts
from libsite.read.days import read_moment
from libsite.read.fields import read_id, read_word
from libsite.read.gone import gone_link
from libsite.read.networks import network_named, renamed
from libsite.read.single import take
from libsite.read.yaml import load_list
from libsite.text import excerpt, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from libsite.model import Network
    from libsite.read.yaml import Tree

_NEEDED = ("id", "network", "date")
_READERS: dict[str, Callable[[object], str]] = {
    "id": read_id,
    "network": read_word,
    "date": read_moment,
    "url": read_address,
}
"""The fields of a line, and who reads each."""
_FORM = "write `- {id: post/rivers, network: mastodon, date: 2026-11-22}`"
_BETTER = {
    "this is not a list of entries that begin with `-`": _FORM,
    "the list in braces that begins here is broken": (
        "close it with `}`, and put quotes around a value with signs in it"
    ),
}
"""What to do about faults of YAML, where this file lets us say more than any other."""
_JOIN = "keep the lines of both, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
_SHOWN = 60
_HINTS = 20
"""Near misses are looked for this many times: each compares with every id of the site."""


def read_shared(
    text: str, networks: Mapping[str, Network], *, path: str
) -> tuple[tuple[Share, ...], tuple[Problem, ...]]:
    """Return the lines of the ledger *text*, in its order, and its faults.

    A line that is there twice counts once. Whether there are such pages, `strange_ids` says.
    """
    problems = list(conflicts(text, hint=_JOIN))
    if problems:
        return (), tuple(replace(problem, path=path) for problem in problems)
    tree = load_list(text, limit=None)
    problems += [replace(one, hint=_BETTER.get(one.message, one.hint)) for one in tree.problems]
    found: dict[tuple[str, str, str], Share] = {}
    for number, row in enumerate(tree.values):
        if row is None:
            continue
        share = _share(number, row, tree, networks, problems)
        if share is None:
            continue
        first = found.setdefault((share.id, share.network, share.url), share)
        if first is not share:
            line, column = tree.value((number,))
            message = f"this stands on line {first.line} already"
            problems.append(notice(message, line=line, column=column, hint="delete one of the two"))
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return tuple(found.values()), tuple(replace(problem, path=path) for problem in problems)


def strange_ids(shares: Iterable[Share], ids: Iterable[str], *, path: str) -> Iterator[Problem]:
    """Yield a warning for each of *shares* whose page is none of *ids*."""
    known = frozenset(ids)
    strange = [share for share in shares if share.id not in known]
    names = sorted(known)
    near = {one.id: nearest(one.id, names, cutoff=0.7) for one in islice(strange, _HINTS)}
    for share in strange:
        meant = near.get(share.id)
        hint = f"write `id: {meant}`" if meant else "delete the line if the page is gone for good"
        message = f"there is no page with the id `{excerpt(share.id, _SHOWN)}`"
        yield warning(message, path=path, line=share.line, hint=hint)


# ---- One line ------------------------------------------------------------------------------------


def _share(
    number: int,
    row: object,
    tree: Tree[list[Any]],
    networks: Mapping[str, Network],
    problems: list[Problem],
) -> Share | None:
    line, column = tree.value((number,))
    said = row if isinstance(row, dict) else {}
    lacking = next((name for name in _NEEDED if said.get(name) is None), None)
    if lacking:
        message = f"this line has no `{lacking}`"
        problems.append(error(message, line=line, column=column, hint=_FORM))
        return None
    for key in said:
        if key not in _READERS:
            place, what = tree.key((number, key)), "a part of a line"
            problems.append(unknown(key, what=what, known=_READERS, place=place))
    values = {
        name: take(
            reader,
            said.get(name),
            named=f"`{name}`",
            place=tree.value((number, name)),
            problems=problems,
        )
        for name, reader in _READERS.items()
    }
    identity, written, date, url = values.values()
    place = tree.value((number, "network"))
    network = network_named(written or "", networks, place=place, problems=problems)
    if identity is None or network is None or date is None or url is None:
        return None
    problems += gone_link(url, line=line, column=column)
    day = date[: len("2026-11-22")]
    return Share(identity, renamed(network, networks).name, day, url, line)
