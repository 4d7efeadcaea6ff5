"""Read `networks:` of `site.yaml`: where the library shares, and what it is called there.

    networks: [mastodon, facebook]
    networks: {mastodon: "@maple@example.social", facebook: yes}
    networks: {mastodon: {account: "@maple@example.social", limit: 1000}}

Each network becomes an Account, in the order in which they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from libsite.errors import Problem, error, warning
from libsite.model import Account
from libsite.read.check import unknown
from libsite.read.fields import YES_NO, read_number, read_url, read_word, refuse, shown
from libsite.read.networks import target_named
from libsite.read.parts import fold
from libsite.read.single import take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.model import Network
    from libsite.read.yaml import Path, Tree, Value

KEY = "networks"
SHORTEST = 100
"""Characters that a post may have at least: fewer would not hold a title and a link."""
_PARTS = ("account", "limit")
_SPELLINGS = dict.fromkeys(("handle", "name", "user", "url", "address"), "account")
_FORM = "write `networks: [mastodon, facebook]`, or `mastodon: …` lines with the library's accounts"


def accounts_schema(names: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of `networks:`, with the *names* of the networks."""
    account = {"type": "string", "description": "The library's name or page there."}
    limit = {
        "type": "integer",
        "minimum": SHORTEST,
        "description": "How long a post may be there, where that differs from server to server.",
    }
    parts = {"account": account, "limit": limit}
    said = {"type": "object", "properties": parts, "additionalProperties": False}
    one = {"anyOf": [{"type": ["string", "boolean", "null"]}, said]}
    properties = dict.fromkeys(names, one)
    mapping = {"type": "object", "properties": properties, "additionalProperties": False}
    entry = {"anyOf": [{"enum": [*properties]}, mapping]}
    return {"anyOf": [{"type": "string"}, {"type": "array", "items": entry}, mapping]}


def read_accounts(
    tree: Tree[dict[str, Any]], networks: Mapping[str, Network], problems: list[Problem]
) -> tuple[Account, ...]:
    """Return the accounts below `networks` in *tree*, in their order, each network once.

    Networks that nothing can be shared to are left out, with a warning.
    """
    found: dict[str, Account] = {}
    for written, value, place, path in _entries(tree, problems):
        network = target_named(written, networks, place=place, problems=problems)
        if network is None:
            continue
        if network.name in found:
            line, column = place
            message = f"`{network.name}` stands twice in `{KEY}`"
            problems.append(warning(message, line=line, column=column, hint="delete one of them"))
        elif (account := _account(network, value, path, tree, problems)) is not None:
            found[network.name] = account
    return tuple(found.values())


def _entries(
    tree: Tree[dict[str, Any]], problems: list[Problem]
) -> Iterator[tuple[str, Value, tuple[int, int], Path]]:
    """Yield the name of each network, what is said of it, where its name stands, and the path."""
    value = tree.values.get(KEY)
    if isinstance(value, dict):
        yield from _pairs(value, (KEY,), tree)
        return
    if isinstance(value, str):
        place = tree.value((KEY,))
        yield from (
            (name.strip(), None, place, (KEY,)) for name in value.split(",") if name.strip()
        )
        return
    for number, entry in enumerate(value or ()):
        path = (KEY, number)
        if isinstance(entry, dict):
            yield from _pairs(entry, path, tree)
        elif isinstance(entry, str):
            yield entry.strip(), None, tree.value(path), path
        elif entry is not None:
            line, column = tree.value(path)
            message = f"entry {number + 1} of `{KEY}` is not a network"
            problems.append(error(message, line=line, column=column, hint=_FORM))


def _pairs(
    value: dict[str, Value], path: Path, tree: Tree[dict[str, Any]]
) -> Iterator[tuple[str, Value, tuple[int, int], Path]]:
    for name, inner in value.items():
        yield name, inner, tree.key((*path, name)), (*path, name)


# ---- What is said of one -------------------------------------------------------------------------


def _account(
    network: Network,
    value: Value,
    path: Path,
    tree: Tree[dict[str, Any]],
    problems: list[Problem],
) -> Account | None:
    """Return the library's account on *network*; None for `no`, and where that cannot be told."""
    if isinstance(value, str) and (answer := YES_NO.get(value.strip().lower())) is not None:
        return Account(network.name) if answer else None
    if isinstance(value, list):
        line, column = tree.value(path)
        message = f"`{network.name}` of `{KEY}` is a list, where one account belongs"
        problems.append(error(message, line=line, column=column, hint=_FORM))
        return None
    said = _said(value, path, tree, problems) if isinstance(value, dict) else {}
    if isinstance(value, str):
        said = {"account": (value, path)}
    account, limit = "", 0
    of = f"of `{network.name}` in `{KEY}`"
    if "account" in said:
        inner, at = said["account"]
        reader = _READERS.get(network.name, _read_account)
        place = tree.value(at)
        account = take(reader, inner, named=f"`account` {of}", place=place, problems=problems) or ""
    if "limit" in said:
        inner, at = said["limit"]
        place = tree.value(at)
        limit = take(_read_limit, inner, named=f"`limit` {of}", place=place, problems=problems) or 0
    return Account(network.name, account, limit)


def _said(
    value: dict[str, Value], path: Path, tree: Tree[dict[str, Any]], problems: list[Problem]
) -> dict[str, tuple[Value, Path]]:
    """Return each part of an account by its name, with its path; empty ones are left out."""
    said: dict[str, tuple[Value, Path]] = {}
    for key, inner in value.items():
        name = _SPELLINGS.get(fold(key), fold(key))
        at = (*path, key)
        if name not in _PARTS:
            what = "a part of an account"
            problems.append(unknown(key, what=what, known=_PARTS, place=tree.key(at)))
        elif inner is not None:
            said.setdefault(name, (inner, at))
    return said


# ---- Readers of single values --------------------------------------------------------------------

_WEB = re.compile(r"https?://", re.IGNORECASE)
_FEDIVERSE = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_ON_SERVER = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)/@([\w.-]+)/?", re.IGNORECASE)
_NAME = re.compile(r"@?(?=[^@]*[^\W\d_])[\w.-]+(?:/[\w.-]+)*(?:@[\w-]+(?:\.[\w-]+)+)?/?")
_NUMBER = re.compile(r"\+\d[\d ()/-]{5,}\d")
"""A telephone number, which is the account in a messenger."""
_PROFILE = re.compile(r"(?:https?://bsky\.app/profile/|@)", re.IGNORECASE)
_HANDLE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+", re.IGNORECASE)


def _read_account(value: object) -> str:
    """Return a name, perhaps with its server, a telephone number, or the address of a page."""
    word = read_word(value)
    if _WEB.match(word):
        return read_url(word)
    if not (_NAME.fullmatch(word) or _NUMBER.fullmatch(word)):
        hint = 'write `"@maple"`, or the address of the page such as `https://example.org/maple`'
        refuse(f"is neither a name nor an address: {shown(word)}", hint)
    return word


def _read_fediverse(value: object) -> str:
    """Return an account with its server: `@maple@example.social`."""
    word = read_word(value)
    if found := _FEDIVERSE.fullmatch(word):
        name, server = found.groups()
    elif found := _ON_SERVER.fullmatch(word):
        server, name = found.groups()
    else:
        name = word.strip("@") or "maple"
        hint = f'write it with its server, such as `"@{name}@example.social"`'
        refuse(f"does not say on which server it is: {shown(word)}", hint)
    return f"@{name}@{server.lower()}"


def _read_handle(value: object) -> str:
    """Return a name on Bluesky, which is a domain: `maple.example.org`."""
    word = read_word(value)
    handle = _PROFILE.sub("", word, count=1).rstrip("/").lower()
    if not _HANDLE.fullmatch(handle):
        hint = "write it in full, such as `maple.bsky.social`"
        refuse(f"is not a name on Bluesky: {shown(word)}", hint)
    return handle


_READERS = {"mastodon": _read_fediverse, "bluesky": _read_handle}
"""How accounts are written where everything else would lead nowhere."""


def _read_limit(value: object) -> int:
    limit = read_number(value)
    if limit < SHORTEST:
        refuse(f"is too small: {limit}", f"write a number of at least {SHORTEST}")
    return limit
