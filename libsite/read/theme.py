"""A theme's layers: the site's own files first, then the theme, then its parents."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from libsite.errors import Problem, error, has_errors, warning
from libsite.model import KINDS, Asset, Collection, Layer, Theme
from libsite.noun import Noun
from libsite.read.cardstyle import SILENT, Said, card_style, read_card
from libsite.read.check import unknown
from libsite.read.decode import decode
from libsite.read.yaml import load as load_yaml
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from libsite.read.yaml import Path, Tree
    from libsite.scan import Seen

SITE = "themes"
"""The place of the site's own theme files."""
SHIPPED = "libsite/themes"
"""The place of the themes that come with libsite."""
TEMPLATE_ENDINGS = (".html", ".xml", ".txt")
SETTINGS = "theme.yaml"
SOURCE_LANGUAGE = "en"
"""The language in which templates are written."""
_KEYS = ("extends", "collections", "card", "name", "description")
_RULES = ("kind", "tag", "audience", "limit")
_PO = "mend the line, or take the file from the theme anew"
_NO_DAY = datetime.fromtimestamp(0, UTC)
"""In the head of a catalog: with the minute there, everything worded would be made anew."""
_PO_LINE = re.compile(r" on \d+$")
_COLLECTION = (
    "`NAME: {kind: post, tag: TAG, audience: WORD, limit: 5}`, of which each may be missing"
)


class _Settings(Noun, frozen=True):
    """What one `theme.yaml` says, and where it names its parent."""

    parent: str = ""
    collections: tuple[Collection, ...] = ()
    card: Said = SILENT
    path: str = ""
    line: int = 0


def read_theme(
    name: str, language: str, seen: Mapping[str, Seen], load: Callable[[str], bytes]
) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Return the theme *name* with all its layers, and what is wrong with it.

    *seen* are the input files, *load* gives the bytes of one. The interface is translated into
    *language*, a BCP 47 tag.
    """
    problems: list[Problem] = []
    folders, settings = _line_of_themes(name, seen, load, problems)
    if has_errors(problems):
        return None, tuple(problems)
    words = _words(folders, language, seen, load, problems)
    if not words and not language.lower().startswith(SOURCE_LANGUAGE):
        problems.append(
            warning(
                f"the theme `{name}` does not speak `{language}`: its own words stay English",
                path="site.yaml",
                hint=f"add translations in `themes/{name}/words/{language}.po`",
            )
        )
    assets = _assets(folders, seen)
    collections: dict[str, Collection] = {}
    for collection in (one for setting in settings for one in setting.collections):
        collections.setdefault(collection.name, collection)
    theme = Theme(
        name=name,
        layers=tuple(_layer(folder, seen, load, problems) for folder in folders),
        collections=tuple(collections[key] for key in sorted(collections)),
        assets=assets,
        words=words,
        card=card_style([setting.card for setting in settings], assets, load, problems),
    )
    return (None if has_errors(problems) else theme), tuple(problems)


def _line_of_themes(
    name: str, seen: Mapping[str, Seen], load: Callable[[str], bytes], problems: list[Problem]
) -> tuple[list[str], list[_Settings]]:
    """Return the folders of the theme *name* and its parents, nearest first, and what they say."""
    folders: list[str] = []
    said: list[_Settings] = []
    wanted, asked = name, _Settings(path="site.yaml")
    while wanted:
        places = (f"{place}/{wanted}" for place in (SITE, SHIPPED))
        own = [folder for folder in places if _files(seen, folder)]
        if not own:
            problems.append(_missing(wanted, asked, seen))
            break
        if own[0] in folders:
            problems.append(_endless(wanted, asked, own[0]))
            break
        folders += own
        settings = [_settings(folder, seen, load, problems) for folder in own]
        said += settings
        asked = next((setting for setting in settings if setting.parent), _Settings())
        wanted = asked.parent
    return folders, said


def _endless(name: str, asked: _Settings, folder: str) -> Problem:
    way = "" if asked.path == f"{folder}/{SETTINGS}" else " by way of others"
    hint = "name another theme, or delete the line"
    message = f"the theme `{name}` extends itself{way}"
    return error(message, path=asked.path, line=asked.line, hint=hint)


def _files(seen: Mapping[str, Seen], folder: str) -> list[str]:
    prefix = folder + "/"
    return [path for path in seen if path.startswith(prefix)]


def _missing(name: str, asked: _Settings, seen: Mapping[str, Seen]) -> Problem:
    prefixes = (f"{SITE}/", f"{SHIPPED}/")
    themes = {
        path.removeprefix(prefix).split("/")[0]
        for path in seen
        for prefix in prefixes
        if path.startswith(prefix) and path.count("/") > prefix.count("/")
    }
    near = nearest(name, themes)
    there = ", ".join(f"`{theme}`" for theme in sorted(themes)) or "none"
    hint = f"did you mean `{near}`?" if near else f"the themes at hand are: {there}"
    return error(f"there is no theme `{name}`", path=asked.path, line=asked.line, hint=hint)


def _settings(
    folder: str, seen: Mapping[str, Seen], load: Callable[[str], bytes], problems: list[Problem]
) -> _Settings:
    """Read `theme.yaml` of *folder*: `extends`, `collections` and `card`."""
    path = f"{folder}/{SETTINGS}"
    if path not in seen:
        return _Settings()
    text, found = decode(load(path))
    tree = load_yaml(text)
    faults = [*found, *tree.problems, *_unknown(tree)]
    parent = tree.values.get("extends") or ""
    if not isinstance(parent, str) or "/" in parent:
        hint = "write the folder of the parent theme, such as `extends: plain`"
        faults.append(_fault("`extends` is not the name of a theme", tree, ("extends",), hint))
        parent = ""
    collections = tuple(_collections(tree, path, faults))
    card = read_card(tree, path, faults)
    faults.sort(key=lambda fault: (fault.line, fault.column))
    problems += [replace(fault, path=path) for fault in faults]
    return _Settings(parent, collections, card, path, tree.key(("extends",))[0])


def _unknown(tree: Tree[dict[str, Any]]) -> Iterator[Problem]:
    for key in tree.values:
        if key not in _KEYS:
            place = tree.key((key,))
            yield unknown(key, what="a setting of a theme", known=_KEYS, place=place)


def _fault(message: str, tree: Tree[dict[str, Any]], path: Path, hint: str) -> Problem:
    line, column = tree.key(path)
    return error(message, line=line, column=column, hint=hint)


def _collections(
    tree: Tree[dict[str, Any]], path: str, faults: list[Problem]
) -> Iterator[Collection]:
    wanted = tree.values.get("collections") or {}
    if not isinstance(wanted, dict):
        message = "`collections` is not a list of names and values"
        faults.append(_fault(message, tree, ("collections",), f"write {_COLLECTION}"))
        return
    for name, rule in wanted.items():
        place = ("collections", name)
        fault = _wrong(rule or {})
        if fault:
            message = f"the collection `{name}` is not understood: {fault}"
            faults.append(_fault(message, tree, place, f"write {_COLLECTION}"))
            continue
        said = {key: str(value) for key, value in (rule or {}).items()}
        limit = int(said.pop("limit", "10"))
        yield Collection(name, **said, limit=limit, path=path, line=tree.key(place)[0])


def _wrong(rule: object) -> str:
    """Return what is wrong with the *rule* of a collection, or nothing."""
    if not isinstance(rule, dict):
        return "it has no names and values"
    for key, value in rule.items():
        if key not in _RULES:
            return f"it may not have `{key}`"
        if not isinstance(value, str):
            return f"`{key}` is not one value"
    limit = rule.get("limit", "10")
    if not (limit.isascii() and limit.isdigit() and len(limit) < len("10000")):
        return "`limit` is not a number"
    return "" if rule.get("kind", "post") in KINDS else "there is no such `kind`"


def _layer(
    folder: str, seen: Mapping[str, Seen], load: Callable[[str], bytes], problems: list[Problem]
) -> Layer:
    templates = {}
    for path in _files(seen, folder):
        name = path.removeprefix(folder + "/")
        if name.endswith(TEMPLATE_ENDINGS) and not name.startswith("static/"):
            try:
                text = load(path).decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError:
                text = "\0"
            if "\0" in text:
                hint = "save it as UTF-8"
                problems.append(error("this template is not UTF-8", path=path, hint=hint))
            templates[name] = text
    return Layer(folder, templates)


def _assets(folders: list[str], seen: Mapping[str, Seen]) -> dict[str, Asset]:
    """Return the files below `static/` by name, each from the first layer that has it."""
    assets: dict[str, Asset] = {}
    for folder in folders:
        for path in _files(seen, f"{folder}/static"):
            name = path.removeprefix(f"{folder}/static/")
            assets.setdefault(name, Asset(path, seen[path].digest, seen[path].size))
    return dict(sorted(assets.items()))


def _words(
    folders: list[str],
    language: str,
    seen: Mapping[str, Seen],
    load: Callable[[str], bytes],
    problems: list[Problem],
) -> bytes:
    """Return the translations of all layers as one `.mo` catalog; the site's own win."""
    base = language.replace("_", "-").split("-")[0]
    names = list(dict.fromkeys((base, language)))
    paths = [
        f"{folder}/words/{name}.po"
        for folder in reversed(folders)
        for name in names
        if f"{folder}/words/{name}.po" in seen
    ]
    if not paths:
        return b""
    from gettext import c2py
    from io import BytesIO

    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    merged = Catalog(locale=base, creation_date=_NO_DAY)
    for path in paths:
        try:
            read = read_po(BytesIO(load(path)), locale=base, abort_invalid=True)
            c2py(read.plural_expr)  # a ValueError, if numbers cannot be counted by it
            if path == paths[0]:  # Babel counts otherwise than gettext, in Arabic for one
                merged.mime_headers = [("Plural-Forms", read.plural_forms)]
            for message in read:
                if message.id and message.string:
                    merged[message.id] = message
        except PoFileError as fault:
            what = f"these translations cannot be read: {_PO_LINE.sub('', fault.args[0])}"
            problems.append(error(what, path=path, line=fault.lineno + 1, hint=_PO))
        except ValueError as fault:  # bytes that are no UTF-8 among them
            what = f"these translations cannot be read: {fault}"
            problems.append(error(what, path=path, hint=_PO))
    packed = BytesIO()
    write_mo(packed, merged)
    return packed.getvalue()
