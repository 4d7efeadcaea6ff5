"""Read `site.yaml`: the settings of the site, checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlsplit

from msgspec.structs import replace
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from libsite.errors import Problem, error, has_errors
from libsite.model import KINDS, RESERVED, Config, NavEntry, Reference
from libsite.model import Outputs as OutputsOfSite
from libsite.read.accounts import KEY as NETWORKS
from libsite.read.accounts import accounts_schema, read_accounts
from libsite.read.catalogs import CATALOG, Catalog
from libsite.read.check import check, unknown
from libsite.read.fields import (
    AnyText,
    Id,
    LanguageTag,
    Lines,
    Names,
    Number,
    Slug,
    Text,
    YesNo,
    read_slug,
    read_url,
    read_word,
    refuse,
    shown,
)
from libsite.read.globs import Globs
from libsite.read.gone import gone_values
from libsite.read.networks import registry, target_names
from libsite.read.parts import listed, unfold
from libsite.read.yaml import Tree, load
from libsite.read.zones import Timezone
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.model import Account

LIMIT = 256 * 1024
"""Characters of `site.yaml` at most."""

# ---- Readers of single settings ------------------------------------------------------------------


SAFE = "/%-._~!$()*+,;=:@"
"""What stays in a path as it is: RFC 3986's `pchar` but for `&` and `'`, which HTML escapes."""


def _read_site_url(value: object) -> str:
    """Return the address at which the site is published; it ends with a slash."""
    url = read_url(value)
    if "?" in url or "#" in url:
        refuse(f"cannot have `?` or `#` in it: {shown(url)}", "leave out everything from there on")
    if {".", ".."} & set(url.split("/")):
        refuse(f"cannot have `.` or `..` as a folder: {shown(url)}", "write the folder's own name")
    scheme, host, path, *_ = urlsplit(url)
    # Encoded, it needs no escape in HTML, XML or CSS, and is an address everywhere.
    host = host.encode("idna").decode() if not host.isascii() else host
    return f"{scheme}://{host}{quote(path, safe=SAFE).rstrip('/')}/"


def read_address(typed: str) -> str:
    """Return the address *typed* for `--url` as `url:` in `site.yaml` would be read.

    Raises ValueError, with the reason, for what is no address of a site.
    """
    try:
        return _read_site_url(typed)
    except PydanticCustomError as fault:
        raise ValueError(str((fault.context or {}).get("message"))) from fault


def _read_folder(value: object) -> str:
    """Return the folder of a kind of content; its name is taken, too."""
    word = read_word(value)
    folders = {name: kind.folder for kind in KINDS.values() for name in (kind.name, kind.folder)}
    if word not in folders:
        near = nearest(word, folders)
        hint = f"did you mean `{near}`?" if near else "leave the line out"
        refuse("is not a folder of content in this version", hint)
    return folders[word]


def _read_section(value: object) -> str:
    """Return the address of a section: one that neither libsite nor a language has."""
    slug = read_slug(value)
    folders = {kind.folder for kind in KINDS.values()}
    if slug in RESERVED - folders or (len(slug) == len("es") and slug.isalpha()):
        refuse(f"is an address that libsite keeps: {shown(slug)}", "write another word")
    return slug


def _read_nav(value: object) -> object:
    """Return the entries of the menu, of which each is still as it was written."""
    if isinstance(value, dict):
        return [{title: target} for title, target in value.items()]
    return value if isinstance(value, list) else [value]


def _read_nav_entry(entry: object) -> object:
    """Return an entry of the menu as its title and its target."""
    if isinstance(entry, str):
        return {"target": entry}
    if isinstance(entry, dict) and "page" in entry and entry.keys() <= {"page", "title"}:
        return {"title": entry.get("title", ""), "target": entry["page"]}
    if isinstance(entry, dict) and len(entry) == 1:
        [(title, target)] = entry.items()
        if target is None or isinstance(target, str):
            return {"title": title, "target": target}
    hint = "write `pages/about.md` or `About us: pages/about.md`"
    return refuse("is not an entry of a menu", hint)


_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def _read_contact(value: object) -> str:
    """Return where to reach the library: `mailto:…`, or an address on the web that is safe."""
    word = read_word(value)
    address = word.removeprefix("mailto:")
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    if not word.lower().startswith("https://"):  # RFC 9116, section 2.5.3
        hint = "write one such as `library@example.org`, or a page that begins with `https://`"
        refuse(f"is neither an e-mail address nor a safe page: {shown(word)}", hint)
    return read_url(word)


Contact = Annotated[str, BeforeValidator(_read_contact), WithJsonSchema({"type": "string"})]


def _read_newsletter(value: object) -> str:
    """Return where to subscribe by e-mail: an address on the web, or `mailto:…`."""
    word = read_word(value)
    address, _, more = word.removeprefix("mailto:").partition("?")
    if _MAIL.fullmatch(address):
        if more:
            refuse(f"says more than an address: {shown(word)}", f"write `{address}` alone")
        return f"mailto:{address}"
    if not word.lower().startswith(("http://", "https://")):
        hint = "write one such as `news@library.example.org`, or the page where people subscribe"
        refuse(f"is neither an e-mail address nor an address on the web: {shown(word)}", hint)
    return read_url(word)


def _read_hashtags(value: object) -> object:
    """Return hashtags, each for itself and without its `#`: `#maple reads, #books` are two."""
    entries = value if isinstance(value, list) else [value]
    apart = ([entry] if not isinstance(entry, str) else _HASH.split(entry) for entry in entries)
    return [word for words in apart for word in words]


_HASH = re.compile(r"[#,]")


# ---- What may be said ----------------------------------------------------------------------------


class NavItem(BaseModel):
    """An entry of the menu."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    title: AnyText = ""
    target: Text


class Outputs(BaseModel):
    """Switches for what a site can do without."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="ignore")

    tag_feeds: YesNo = Field(default=True, description="Whether every tag has feeds of its own.")
    audience_feeds: YesNo = Field(
        default=True, description="Whether every audience has feeds of its own."
    )
    atom: YesNo = Field(default=True, description="Whether every feed is there as Atom as well.")
    json_feed: YesNo = Field(  # pydantic has an old method `json`
        default=True, alias="json", description="Whether every feed is there as JSON Feed as well."
    )
    embed: YesNo = Field(default=True, description="Whether there are widgets for other sites.")
    oembed: YesNo = Field(
        default=True, description="Whether pages say by oEmbed how other sites can show them."
    )
    share: YesNo = Field(default=True, description="Whether there are share sheets.")
    cards: YesNo = Field(
        default=True, description="Whether pictures are drawn that networks show beside links."
    )


class Settings(BaseModel):
    """The settings of a site."""

    model_config = ConfigDict(frozen=True, defer_build=True, title="site.yaml")

    title: Text = Field(description="The name of the library, as it is to be read.")
    url: Annotated[
        str,
        BeforeValidator(_read_site_url),
        WithJsonSchema({"type": "string", "pattern": "^https?://"}),
    ] = Field(description="Where the site is published: `https://maple.github.io/library/`.")
    timezone: Timezone = Field(description="Where the library's clock is: `America/New_York`.")
    language: LanguageTag = Field(default="en", description="The site's language: `en`, `es`.")
    description: AnyText = Field(
        default="", description="A sentence about the site, for feeds and search engines."
    )
    author: AnyText = Field(
        default="", description="Who writes where a page does not say so: the library, usually."
    )
    id: Id | None = Field(
        default=None,
        description="What keeps the feeds the same when the site moves to another address.",
    )
    theme: Slug = Field(default="plain", description="The look: a folder below `themes/`.")
    audiences: Lines = Field(
        default=(), description="For whom you write, in your order: `[children, teens]`."
    )
    nav: Annotated[
        tuple[Annotated[NavItem, BeforeValidator(_read_nav_entry)], ...],
        BeforeValidator(_read_nav),
        WithJsonSchema({"type": ["string", "array", "object"]}),
    ] = Field(
        default=(),
        description="The menu: sections and pages, such as `posts` or `About us: pages/about.md`.",
    )
    sections: dict[
        Annotated[str, BeforeValidator(_read_folder)],
        Annotated[str, BeforeValidator(_read_section), WithJsonSchema({"type": "string"})],
    ] = Field(default={}, description="Another address for a section: `{posts: news}`.")
    feed_items: Annotated[Number, Field(ge=1, le=500)] = Field(
        default=20, description="How many entries a feed has at most."
    )
    catalogs: Annotated[
        tuple[Catalog, ...],
        BeforeValidator(listed, json_schema_input_type=dict[str, str] | list[Catalog]),
    ] = Field(
        default=(),
        description="Where readers can look a book up: names and addresses with `{isbn}`,"
        " `{title}` or `{author}` in them.",
    )
    outputs: Outputs = Field(
        default=Outputs(), description="What to make and what not: `{tag_feeds: false}`."
    )
    networks: Annotated[Any, WithJsonSchema({})] = Field(
        default=None,
        description="Where the library shares, in its order: `[mastodon, facebook]`, or each with"
        " the library's account, such as `bluesky: maple.example.org`.",
    )
    """`read_accounts` reads it, which says more than a model can."""
    hashtags: Annotated[Names, BeforeValidator(_read_hashtags)] = Field(
        default=(),
        description="Tags for every post that is shared, as they are to be written:"
        " `[MapleReads, GlobalReadAloud]`.",
    )
    newsletter: Annotated[
        str, BeforeValidator(_read_newsletter), WithJsonSchema({"type": "string"})
    ] = Field(
        default="",
        description="Where people subscribe by e-mail: an e-mail address, or that of a page.",
    )
    contact: Contact = Field(
        default="",
        description="Whom to tell of a danger on the site: an e-mail address, or that of a page.",
    )
    keep: Globs = Field(
        default=(),
        description="Published files that somebody else put there, and that `libsite publish`"
        " leaves alone: `[google1234.html, old-site/**]`.",
    )


_REQUIRED = {
    "title": "write the library's name, such as `title: Maple Street School Library`",
    "url": "write where the site will be published, such as"
    " `url: https://maple-street.github.io/library/`",
    "timezone": "write where its clock is, such as `timezone: America/New_York` or"
    " `timezone: Europe/London`",
}
"""Settings without which there is no site, and what to write."""


def schema() -> dict[str, object]:
    """Return the JSON Schema of `site.yaml`, for editors."""
    made: dict[str, Any] = Settings.model_json_schema()
    made["properties"][NETWORKS] |= accounts_schema(target_names(registry()))
    for part in made.get("$defs", {}).values():
        part["additionalProperties"] = False
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **made, "additionalProperties": False}


# ---- Reading -------------------------------------------------------------------------------------


def read_config(text: str, *, path: str = "site.yaml") -> tuple[Config | None, tuple[Problem, ...]]:
    """Return the settings that *text* holds, or None if one of its faults is an error."""
    tree, found = unfold(load(text, limit=LIMIT), {"catalogs": CATALOG})
    problems = [*tree.problems, *found, *_missing(tree), *_unknown(tree)]
    names = {name: name for name in tree.values}
    told = {name: value for name, value in tree.values.items() if name in Settings.model_fields}
    told.pop(NETWORKS, None)
    accounts = read_accounts(tree, registry(), problems)
    said, faults = check(Settings, told, tree=tree, typed=names)
    problems += [*faults, *gone_values(tree, _LINKED)]
    config = _as_config(said, accounts, tree) if said and not has_errors(problems) else None
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return config, tuple(replace(problem, path=path) for problem in problems)


_LINKED = ("nav", "catalogs", "newsletter", "contact")
"""Settings that hold addresses outside the site."""


def _missing(tree: Tree[dict[str, Any]]) -> Iterator[Problem]:
    broken = has_errors(tree.problems)  # Then it may stand in a line that cannot be read.
    for name, hint in _REQUIRED.items():
        if name in tree.values and tree.values[name] is None:
            line, column = tree.key((name,))
            yield error(f"`{name}` is empty", line=line, column=column, hint=hint)
        elif name not in tree.values and not broken:
            yield error(f"`{name}` is missing", hint=hint)


def _unknown(tree: Tree[dict[str, Any]]) -> Iterator[Problem]:
    for name in tree.values.keys() - Settings.model_fields.keys():
        place = tree.key((name,))
        what = "a setting of this version"
        yield unknown(name, what=what, known=Settings.model_fields, place=place)
    switches = tree.values.get("outputs")
    known = {field.alias or name: name for name, field in Outputs.model_fields.items()}
    for name in switches if isinstance(switches, dict) else ():
        if name not in known:
            place = tree.key(("outputs", name))
            what = "a switch that this version knows"
            yield unknown(name, what=what, known=known, place=place)


def _as_config(said: Settings, accounts: tuple[Account, ...], tree: Tree[dict[str, Any]]) -> Config:
    return Config(
        title=said.title,
        url=said.url,
        timezone=said.timezone,
        language=said.language,
        description=said.description,
        author=said.author,
        id=said.id or "",
        theme=said.theme,
        audiences=said.audiences,
        nav=tuple(_nav(said, tree)),
        sections=dict(said.sections),
        feed_items=said.feed_items,
        catalogs=tuple(Reference(each.name, each.url) for each in said.catalogs),
        outputs=OutputsOfSite(**said.outputs.model_dump(by_alias=True)),
        networks=accounts,
        hashtags=said.hashtags,
        newsletter=said.newsletter,
        contact=said.contact,
        keep=said.keep,
        lines={name: tree.key((name,))[0] for name in tree.values},
    )


def _nav(said: Settings, tree: Tree[dict[str, Any]]) -> Iterator[NavEntry]:
    written = tree.values.get("nav")
    keys = list(written) if isinstance(written, dict) else range(len(said.nav))
    for key, item in zip(keys, said.nav, strict=True):
        line, _ = tree.key(("nav", key))
        yield NavEntry(target=item.target, title=item.title, line=line)
