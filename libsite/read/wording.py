"""Read `share:` of a page: a librarian's own words for the posts about it.

    share: Come and read with us.

    share:
      text: Come and read with us.
      x: Come and read.

The first says the same everywhere, the second something else on X.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libsite.errors import Problem, error
from libsite.read.fields import YES_NO, read_any_text, refuse
from libsite.read.networks import target_named
from libsite.read.parts import fold
from libsite.read.single import take

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.model import Network
    from libsite.read.yaml import Tree

EVERYWHERE = frozenset({"text", "all", "default", "everywhere"})
"""Names for all the networks that are not named."""


def share_schema(names: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of `share:`, with the *names* of the networks."""
    words = {"type": ["string", "null"]}
    everywhere = {**words, "description": "The words for all networks that are not named."}
    properties = {"text": everywhere, **dict.fromkeys(names, words)}
    mapping = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"anyOf": [{"type": "string"}, mapping]}


def read_share(
    tree: Tree[dict[str, Any]],
    key: str,
    networks: Mapping[str, Network],
    problems: list[Problem],
) -> tuple[tuple[str, str], ...]:
    """Return the words at *key* in *tree* with the name of the network that each is for.

    An empty name stands for all networks that are not named. Words for a network that nothing can
    be shared to are left out, with a warning.
    """
    value, place = tree.values.get(key), tree.value((key,))
    if value is None:
        return ()
    if not isinstance(value, dict):
        words = take(_read_words, value, named=f"`{key}`", place=place, problems=problems)
        return (("", words),) if words else ()
    found: dict[str, str] = {}
    typed: dict[str, str] = {}
    for written, inner in value.items():
        at = (key, written)
        name = "" if fold(written) in EVERYWHERE else _target(written, at, tree, networks, problems)
        if name is None or inner is None:
            continue
        if name in typed:
            line, column = tree.key(at)
            message = f"`{typed[name]}` and `{written}` mean the same"
            problems.append(error(message, line=line, column=column, hint="keep one of the two"))
            continue
        typed[name] = written
        named = f"`{written}` of `{key}`"
        words = take(_read_words, inner, named=named, place=tree.value(at), problems=problems)
        if words:
            found[name] = words
    return tuple(found.items())


def _target(
    written: str,
    at: tuple[str, str],
    tree: Tree[dict[str, Any]],
    networks: Mapping[str, Network],
    problems: list[Problem],
) -> str | None:
    network = target_named(written, networks, place=tree.key(at), problems=problems)
    return network.name if network else None


def _read_words(value: object) -> str:
    """Return the words of a post; its lines stay lines, and one empty line at most parts them."""
    if not isinstance(value, str):
        return read_any_text(value)
    if value.strip().lower() in YES_NO:
        hint = "write the words; for no share sheets at all, `outputs: {share: false}` in site.yaml"
        refuse(f"is `{value.strip()}`, where the words of a post belong", hint)
    lines = [read_any_text(line) for line in value.strip().splitlines()]
    kept = (line for n, line in enumerate(lines) if line or lines[n - 1])
    return "\n".join(kept)
