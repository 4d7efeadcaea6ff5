"""The key of a bundle: everything that its bytes depend on, in parts that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Raw, field
from msgspec.json import Decoder
from msgspec.structs import replace

from libsite.artifact import (
    Atom,
    Bundle,
    JsonFeed,
    Key,
    OEmbed,
    Opml,
    Render,
    Rss,
    Sheet,
    WidgetData,
    WidgetIndex,
)
from libsite.digest import canonical, digest, digest_bytes
from libsite.make.blocks import templates_in
from libsite.make.nouns import field_names, read_value
from libsite.noun import Noun
from libsite.views import ListView

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from libsite.make.theme import Closure, Setting
    from libsite.views import Card


class Basis(Noun, frozen=True):
    """What the keys of a whole build rest on besides the bundles."""

    toolchain: str
    setting: Setting
    closures: Mapping[str, Closure]
    """Those of the templates, by name."""
    shared: Mapping[str, str]
    """The digests of all shared values, by name."""
    heads: dict[object, bytes] = field(default_factory=dict)
    """What was written already of keys that begin alike."""
    cards: dict[int, tuple[Card, str]] = field(default_factory=dict)
    """The digests of cards that stood in a list already, by the identity of the card."""


Labels = Mapping[str, Iterable[tuple[str, str]]]
"""Label and digest of each template that a closure reaches, by the digest of the closure."""
WORDED = {Render, Sheet, Rss, Atom, JsonFeed, Opml, WidgetData, WidgetIndex, OEmbed}
"""The recipes that speak the interface's language."""


def shared_digests(shared: Mapping[str, object]) -> dict[str, str]:
    """Return the digest of each shared value: taken once, however many pages show it."""
    return {name: digest(value) for name, value in shared.items()}


def key_of(bundle: Bundle, basis: Basis) -> Key:
    """Return the key of *bundle*: a text that holds all of it, and the digest of that text.

    The text is JSON in its canonical form: toolchain, target, templates, shared values, outputs,
    view. `parts_in` takes it apart again, `bundle_from` makes the bundle from it.

    A list has the digests of its cards: most cards stand in several lists, and lists are long.
    """
    view = bundle.view
    rest = canonical([bundle.outputs, _brief(view, basis) if type(view) is ListView else view])
    text = b"[%b,%b" % (_head(bundle, basis), rest[1:])
    return Key(digest_bytes(text), text)


def _brief(view: ListView, basis: Basis) -> ListView:
    """Return *view* with the digest of each card in its place."""
    known = basis.cards
    for card in view.cards:
        if id(card) not in known:
            known[id(card)] = card, digest(card)  # the card, too: it keeps its identity taken
    return replace(view, cards=tuple([known[id(card)][1] for card in view.cards]))


def _head(bundle: Bundle, basis: Basis) -> bytes:
    """Return the part of the key that many bundles have in common: all but outputs and view."""
    templates = tuple(templates_of_bundle(bundle))
    recipes = frozenset(type(output.recipe) for output in bundle.outputs)
    targets = frozenset(output.target for output in bundle.outputs)
    sort = (templates, recipes, targets)
    if sort not in basis.heads:
        shown = shared_names(bundle, basis.closures, basis.shared)
        head = [
            basis.toolchain,
            _target(recipes, targets, basis.setting),
            [[name, basis.closures[name].digest] for name in templates],
            [[name, basis.shared[name]] for name in shown],
        ]
        basis.heads[sort] = canonical(head)[1:-1]
    return basis.heads[sort]


def parts_in(text: bytes, labels: Labels) -> dict[str, str]:
    """Return the parts of the key *text*, each a digest by its name.

    The names are `toolchain`, `target`, `outputs`, `template LABEL`, `page.FIELD`, `shared NAME`.
    """
    toolchain, target, templates, shared, outputs, view = _PARTS.decode(text)
    parts = {
        "toolchain": toolchain,
        "target": digest_bytes(target),
        "outputs": digest_bytes(outputs),
    }
    for name, whole in templates:
        known = labels.get(whole, ((name, whole),))
        parts |= {f"template {label}": part for label, part in known}
    if view:
        kind, *values = view
        said = zip(field_names(_NAME.decode(kind)), values, strict=True)
        parts |= {f"page.{name}": digest_bytes(value) for name, value in said}
    return parts | {f"shared {name}": value for name, value in shared}


_Pairs = list[tuple[str, str]]
_PARTS = Decoder(tuple[str, Raw, _Pairs, _Pairs, Raw, list[Raw] | None])
"""The texts of values stay as they are: in the canonical form, equal values have equal texts."""
_NAME = Decoder(str)


def changed_parts(before: bytes, after: bytes, labels: Labels) -> tuple[str, ...]:
    """Return the names of the parts in which two keys, given as texts, differ, sorted.

    Where the toolchain does, that alone: only the libsite that wrote a key can take it apart.
    """
    if before.partition(b",")[0] != after.partition(b",")[0]:
        return ("toolchain",)
    old, new = parts_in(before, labels), parts_in(after, labels)
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def bundle_from(key: bytes, *, because: str) -> Bundle:
    """Return the bundle whose key is the text *key*, for which *because* asked; it is no list."""
    *_, outputs, view = read_value(key)
    return Bundle(outputs[0].path, because, outputs, view)


def shared_names(
    bundle: Bundle, closures: Mapping[str, Closure], shared: Mapping[str, object]
) -> list[str]:
    """Return the names of the *shared* values that *bundle* may read: those in its key."""
    # a sheet has a post for each network, whatever its templates name
    sheet = any(isinstance(output.recipe, Sheet) for output in bundle.outputs)
    wanted = {"targets"} & shared.keys() if sheet else set()
    for template in templates_of_bundle(bundle):
        names = closures[template].names
        wanted |= shared.keys() if names is None else names & shared.keys()
    return sorted(wanted)


def templates_of_bundle(bundle: Bundle) -> list[str]:
    """Return the names of the templates that *bundle* fills, those of its blocks among them."""
    found = []
    for recipe in [out.recipe for out in bundle.outputs]:
        if isinstance(recipe, Render):
            found.append(recipe.template)
        elif isinstance(recipe, Sheet):
            found += [recipe.template, recipe.text]
    return [*found, *templates_in(bundle.view)]


def _target(
    recipes: AbstractSet[type], targets: AbstractSet[str], setting: Setting
) -> list[object]:
    """Return what of the *setting* bytes depend on besides templates, by their *recipes*."""
    return [
        setting.url if targets & {"absolute", "base"} else "",
        setting.portable,
        [setting.language, setting.words] if recipes & WORDED else [],
    ]
