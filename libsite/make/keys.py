"""The key of a bundle: everything that its bytes depend on, in parts that can be compared."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.make.theme import Closure, Setting


@dataclass(frozen=True, slots=True)
class Basis:
    """What the keys of a whole build rest on besides the bundles."""

    toolchain: str
    setting: Setting
    closures: Mapping[str, Closure]
    """Those of the templates, by name."""
    shared: Mapping[str, str]
    """The digests of all shared values, by name."""


WORDED = {Render, Sheet, Rss, Atom, JsonFeed, Opml, WidgetData, WidgetIndex, OEmbed}
"""The recipes that speak the interface's language."""


def shared_digests(shared: Mapping[str, object]) -> dict[str, str]:
    """Return the digest of each shared value: taken once, however many pages show it."""
    return {name: digest(value) for name, value in shared.items()}


def key_of(bundle: Bundle, basis: Basis) -> Key:
    """Return the key of *bundle*.

    The digest alone is taken eagerly; the parts, which only a changed bundle needs, by `parts_of`.
    """
    names = templates_of_bundle(bundle)
    shown = _names(names, basis.closures, basis.shared)
    whole = digest_bytes(
        canonical(
            [
                basis.toolchain,
                target_of(bundle, basis.setting),
                [basis.closures[name].digest for name in names],
                bundle.outputs,
                bundle.view,
                [basis.shared[name] for name in shown],
            ]
        ).encode()
    )
    return Key(whole, {})


def parts_of(bundle: Bundle, basis: Basis) -> dict[str, str]:
    """Return the parts of the key of *bundle*, each a digest by its name.

    The names are `toolchain`, `target`, `outputs`, `template LABEL`, `page.FIELD`, `shared NAME`.
    """
    names = templates_of_bundle(bundle)
    parts = {
        "toolchain": basis.toolchain,
        "target": digest(target_of(bundle, basis.setting)),
        "outputs": digest(bundle.outputs),
    }
    for name in names:
        parts |= {f"template {label}": part for label, part in basis.closures[name].templates}
    view = bundle.view
    if is_dataclass(view) and not isinstance(view, type):
        parts |= {f"page.{one.name}": digest(getattr(view, one.name)) for one in fields(view)}
    parts |= {
        f"shared {name}": basis.shared[name] for name in _names(names, basis.closures, basis.shared)
    }
    return parts


def changed_parts(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the parts that differ, sorted."""
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def shared_names(
    bundle: Bundle, closures: Mapping[str, Closure], shared: Mapping[str, object]
) -> list[str]:
    """Return the names of the *shared* values that *bundle* may read: those in its key."""
    return _names(templates_of_bundle(bundle), closures, shared)


def templates_of_bundle(bundle: Bundle) -> list[str]:
    """Return the names of the templates that *bundle* fills, those of its blocks among them."""
    recipes = [out.recipe for out in bundle.outputs]
    pages = [one.template for one in recipes if isinstance(one, Render | Sheet)]
    texts = [one.text for one in recipes if isinstance(one, Sheet)]
    return [*pages, *texts, *templates_in(bundle.view)]


def _names(
    templates: list[str], closures: Mapping[str, Closure], shared: Mapping[str, object]
) -> list[str]:
    wanted: set[str] = set()
    for template in templates:
        names = closures[template].names
        wanted |= shared.keys() if names is None else names & shared.keys()
    return sorted(wanted)


def target_of(bundle: Bundle, setting: Setting) -> list[object]:
    """Return what of the *setting* the bytes of *bundle* depend on besides its templates."""
    targets = {out.target for out in bundle.outputs}
    worded = {type(out.recipe) for out in bundle.outputs} & WORDED
    return [
        setting.url if targets & {"absolute", "base"} else "",
        setting.portable,
        [setting.language, setting.words] if worded else [],
    ]
