"""A theme at work: finding templates in its layers, what each depends on, and Jinja itself."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.utils import missing
from markupsafe import Markup
from msgspec.structs import astuple

from libsite.digest import digest, digest_bytes
from libsite.errors import Problem, SiteError, error
from libsite.make.escaping import Escaping, escaped
from libsite.make.filters import FILTERS
from libsite.make.jsonld import json_ld
from libsite.make.words import section_title, spoken, translations
from libsite.model import Layer, Theme
from libsite.noun import Noun
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
    from types import CodeType


BELOW = "^"
"""`{% extends "^post.html" %}` means the `post.html` of the next layer below this file's."""


class Setting(Noun, frozen=True, eq=False):
    """What making depends on besides the bundle: the same for a whole build."""

    theme: Theme
    url: str
    portable: bool
    language: str
    words: str
    """The digest of the interface's words."""
    digest: str
    """Of the theme: stands for it where two settings are compared."""

    def __eq__(self, other: object) -> bool:
        """Tell whether both say the same, and of the theme what its digest says."""
        return isinstance(other, Setting) and astuple(self)[1:] == astuple(other)[1:]

    def __hash__(self) -> int:
        """Return what is equal for equal settings."""
        return hash(astuple(self)[1:])


class Closure(Noun, frozen=True):
    """What one template depends on."""

    templates: tuple[tuple[str, str], ...]
    """The label and the digest of every template that it can reach, sorted."""
    names: frozenset[str] | None
    """The values that it can read; None for all, where an include is computed."""
    digest: str


def make_setting(theme: Theme, *, url: str, portable: bool, language: str) -> Setting:
    """Return the setting for a build with *theme*."""
    layers = [(layer.label, dict(layer.templates)) for layer in theme.layers]
    words = digest_bytes(theme.words)
    return Setting(theme, url, portable, language, words, digest([layers, words]))


class Layers(BaseLoader):
    """Load `post.html` from the first layer that has it, `@2/post.html` from the third one on."""

    def __init__(self, theme: Theme) -> None:
        """Look through the layers of *theme*."""
        self.theme = theme
        self.compiled: dict[str, CodeType] = {}
        """What finding closures has compiled already, by the template's full name."""
        self.read: dict[str, Reads] = {}
        """What each of them reads by itself, by its label."""

    def find(self, name: str) -> tuple[int, str, str]:
        """Return the layer's number, the plain name and the source of the template *name*.

        Raises TemplateNotFound if no layer has it.
        """
        start, plain = 0, name
        if name.startswith("@"):
            number, _, plain = name[1:].partition("/")
            if not number.isdecimal():  # a template's own words: no layer is called so
                raise TemplateNotFound(name)
            start = int(number)
        for place, layer in enumerate(self.theme.layers[start:], start):
            if plain in layer.templates:
                return place, plain, layer.templates[plain]
        raise TemplateNotFound(name)

    def has(self, name: str) -> bool:
        """Tell whether any layer has the template *name*."""
        try:
            self.find(name)
        except TemplateNotFound:
            return False
        return True

    def label(self, name: str) -> str:
        """Return the file that the template *name* stands for, as errors show it."""
        place, plain, _ = self.find(name)
        return f"{self.theme.layers[place].label}/{plain}"

    def join(self, name: str, parent: str) -> str:
        """Return the full name of the template that *parent* calls *name*."""
        if not name.startswith(BELOW):
            return name
        place, _, _ = self.find(parent)
        return f"@{place + 1}/{name[1:]}"

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give Jinja the source of *template*, and its label as the file's name."""
        del environment
        return self.find(template)[2], self.label(template), lambda: True

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Give Jinja the template *name*, from what is compiled already where it is."""
        code = self.compiled.get(name)
        if code is None:
            return super().load(environment, name, globals)
        return environment.template_class.from_code(environment, code, globals or {})


class Missing(StrictUndefined):
    """A value that a template asks for and that is not there; said in words for its author."""

    @property
    def _undefined_message(self) -> str:
        """Return what is missing, and the nearest name where the names are known."""
        thing, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or not isinstance(name, str):
            return super()._undefined_message
        if not isinstance(thing, Noun):
            return super()._undefined_message if thing is not missing else f"there is no `{name}`"
        near = nearest(name, thing.__struct_fields__)
        meant = f"; did you mean `{near}`?" if near else ""
        return f"`{name}` is no part of a `{type(thing).__name__}`{meant}"


class LayeredEnvironment(Environment):
    """Jinja's environment with `^` for the layer below."""

    code_generator_class = Escaping
    escaped = staticmethod(escaped)

    def __init__(self, layers: Layers, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        """Find templates in *layers*; *options* are those of Jinja."""
        super().__init__(loader=layers, **options)
        self.layers = layers

    def join_path(self, template: str, parent: str) -> str:
        """Return the full name of the *template* that *parent* names."""
        return self.layers.join(template, parent)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template sees, and *d*, as one: Jinja's chain of both is slow to copy.

        Each filling of a template copies it.
        """
        return {**self.globals, **(d or {})}


def _is_markup(name: str | None) -> bool:
    """Tell whether what the template *name* fills in must be escaped: all but plain text."""
    return name is None or not name.endswith(".txt")


@lru_cache(maxsize=4)
def environment(setting: Setting) -> LayeredEnvironment:
    """Return the Jinja environment for *setting*, made once in each process.

    Its globals and filters are pure functions; there is no site, no clock and no chance in it.
    """
    words = translations(setting.theme.words)
    made = LayeredEnvironment(
        Layers(setting.theme),
        undefined=Missing,
        autoescape=_is_markup,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[spoken(words)],
        auto_reload=False,
        optimized=False,  # few constants are worked out: to look for them takes an eighth longer
    )
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined] # i18n's
    for chance in ("lipsum",):
        del made.globals[chance]
    del made.filters["random"]
    made.filters.update(FILTERS)
    made.globals["section_title"] = lambda kind: section_title(kind, words)
    made.globals["json_ld"] = lambda page, site: Markup(json_ld(page, site, words))  # noqa: S704 - it is escaped
    return made


def closures(setting: Setting, names: Iterable[str]) -> dict[str, Closure]:
    """Return what each of the templates *names* depends on.

    Raises SiteError, with every fault of every template, if one is missing or is no Jinja.
    """
    env = environment(setting)
    found: dict[str, Closure] = {}
    problems: list[Problem] = []
    for name in sorted(set(names)):
        try:
            found[name] = _closure(env, name)
            problems += _nothing(env.layers, name)
        except SiteError as fault:
            problems += fault.problems
    if problems:
        raise SiteError(*dict.fromkeys(problems))
    return found


def closures_to_json(found: Mapping[str, Closure]) -> str:
    """Return closures as JSON that `closures_from_json` reads."""
    rows = {
        name: [one.templates, None if one.names is None else sorted(one.names), one.digest]
        for name, one in found.items()
    }
    return json.dumps(rows)


def closures_from_json(text: str) -> dict[str, Closure]:
    """Return the closures that `closures_to_json` wrote as *text*."""
    return {
        name: Closure(
            tuple((label, part) for label, part in templates),
            None if names is None else frozenset(names),
            whole,
        )
        for name, (templates, names, whole) in json.loads(text).items()
    }


def making_to_json(setting: Setting, reached: Mapping[str, Closure]) -> str:
    """Return a setting and the closures of its templates as JSON, for `making_from_json`."""
    theme = setting.theme
    layers = [[layer.label, dict(layer.templates)] for layer in theme.layers]
    words = b64encode(theme.words).decode()
    more = [setting.url, setting.portable, setting.language, setting.words, setting.digest]
    return json.dumps([[theme.name, layers, words], more, closures_to_json(reached)])


def making_from_json(text: str) -> tuple[Setting, dict[str, Closure]]:
    """Return what `making_to_json` wrote as *text*: of the theme, what making needs of it."""
    (name, layers, words), more, reached = json.loads(text)
    theme = Theme(name, tuple(Layer(*layer) for layer in layers), words=b64decode(words))
    return Setting(theme, *more), closures_from_json(reached)


class Reads(Noun, frozen=True):
    """What one template reads by itself."""

    names: frozenset[str]
    """Values."""
    templates: tuple[str | None, ...]
    """Other templates, as it calls them; None for one whose name is computed."""
    optional: frozenset[str]
    """Those of them that may be missing."""
    parent: str | None
    """The template that it extends, as it calls it; None for none, empty where that is computed."""
    blocks: frozenset[str]
    own: tuple[tuple[str, int], ...]
    """The blocks that stand in no other one, each with its line."""


def _closure(env: LayeredEnvironment, name: str) -> Closure:
    """Return the closure of *name*; what single templates read is found out once, and noted."""
    layers = env.layers
    reached: dict[str, str] = {}
    names: set[str] = set()
    everything = False
    pending = [(name, "")]
    visited: list[str] = []
    while pending:
        wanted, parent = pending.pop()
        label, source = _find(layers, wanted, parent)
        if label in reached:
            continue
        visited.append(wanted)
        reached[label] = digest(source)
        if label not in layers.read:
            layers.read[label], layers.compiled[wanted] = _understood(env, source, wanted, label)
        own = layers.read[label]
        names |= own.names
        for other in own.templates:
            if other is None:
                everything = True
            elif other not in own.optional or layers.has(layers.join(other, wanted)):
                pending.append((layers.join(other, wanted), wanted))
        if everything:  # a computed name may mean any template of any layer
            pending += [
                (f"@{place}/{one}", "")
                for place, layer in enumerate(layers.theme.layers)
                for one in layer.templates
            ]
    if problems := [problem for one in visited for problem in _strays(layers, one)]:
        raise SiteError(*problems)
    templates = tuple(sorted(reached.items()))
    return Closure(templates, None if everything else frozenset(names), digest(templates))


def _optional(tree: nodes.Template) -> set[str]:
    """Return the templates that may be missing: `ignore missing`, or one of several."""
    found: set[str] = set()
    for include in tree.find_all(nodes.Include):
        wanted = include.template
        several = wanted.items if isinstance(wanted, nodes.Tuple | nodes.List) else []
        if include.ignore_missing or several:
            found |= {
                one.value
                for one in (wanted, *several)
                if isinstance(one, nodes.Const) and isinstance(one.value, str)
            }
            if isinstance(wanted, nodes.Const) and isinstance(wanted.value, tuple | list):
                found |= {one for one in wanted.value if isinstance(one, str)}
    return found


def _find(layers: Layers, name: str, parent: str) -> tuple[str, str]:
    try:
        return layers.label(name), layers.find(name)[2]
    except TemplateNotFound:
        plain = name.rpartition("/")[2] if name.startswith("@") else name
        near = nearest(plain, {one for layer in layers.theme.layers for one in layer.templates})
        message = f"there is no template `{plain}` in the theme `{layers.theme.name}`"
        if not parent:
            hint = "every theme needs it: write it, or name a parent by `extends:` in `theme.yaml`"
            folder = layers.theme.layers[0].label
            raise SiteError(error(message, path=f"{folder}/{plain}", hint=hint)) from None
        hint = f"did you mean `{near}`?" if near else "write the file, or another name"
        if name.startswith("@"):
            message = f"there is no template `{plain}` below this one"
            hint = "name a parent by `extends:` in `theme.yaml`, or extend another template"
        source = layers.find(parent)[2]
        line = source.count("\n", 0, source.find(plain)) + 1
        raise SiteError(error(message, path=layers.label(parent), line=line, hint=hint)) from None


def _understood(env: Environment, source: str, name: str, label: str) -> tuple[Reads, CodeType]:
    """Return what a template reads, and its code: unknown filters are found on the way."""
    try:
        tree = env.parse(source, name, label)
        written = StringIO()
        writer = Escaping(env, name, label, written, optimized=env.optimized)
        writer.visit(tree)
        code = compile(written.getvalue(), label, "exec")
    except TemplateSyntaxError as fault:
        raise SiteError(template_problem(fault, label)) from fault
    except ValueError as fault:  # Python reads no number of more than some thousand digits
        message = f"this template cannot be read: {fault}"
        raise SiteError(
            error(message, path=label, hint="write the number in another way")
        ) from fault
    except (RecursionError, SyntaxError):  # the latter is what Python's own parser says to it
        hint = "take the deepest brackets apart, with `{% set %}`"
        raise SiteError(
            error("this template is nested too deeply", path=label, hint=hint)
        ) from None
    names = frozenset(writer.undeclared - env.globals.keys())
    others = tuple(meta.find_referenced_templates(tree))
    parents = [node.template for node in tree.body if isinstance(node, nodes.Extends)]
    plain = [one.value for one in parents if isinstance(one, nodes.Const)]
    parent = (
        (plain[0] if len(plain) == writer.extends_so_far else "") if writer.extends_so_far else None
    )
    return Reads(
        names,
        others,
        frozenset(_optional(tree)),
        parent,
        frozenset(writer.blocks),
        tuple((node.name, node.lineno) for node in tree.body if isinstance(node, nodes.Block)),
    ), code


def _nothing(layers: Layers, name: str) -> Iterator[Problem]:
    """Yield an error if the template *name*, of which files are made, was saved without a text."""
    if not layers.find(name)[2].strip():
        hint = "write it again, or delete it so that the one below takes its place"
        yield error("this template is empty", path=layers.label(name), hint=hint)


def _strays(layers: Layers, name: str) -> Iterator[Problem]:
    """Yield an error for each block of the template *name* that none above it has."""
    above, read = name, layers.read[layers.label(name)]
    own, known, seen = read.own, set[str](), set[str]()
    place, _, _ = layers.find(name)
    while read.parent:
        above = layers.join(read.parent, above)
        label = layers.label(above)
        # it extends itself, which is told elsewhere, or what came into a layer over its own
        if label in seen or layers.find(above)[0] < place:
            return
        seen.add(label)
        read = layers.read[label]
        known |= read.blocks
    if read.parent is not None or not seen:
        return
    for block, line in own:
        if block not in known:
            near = nearest(block, known)
            yield error(
                f"no template above this one has a block `{block}`, so nobody would see it",
                path=layers.label(name),
                line=line,
                hint=f"did you mean `{near}`?" if near else f"it may be {_listed(known)}",
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "none: the one above has no blocks"


_UNCLOSED = re.compile(r"innermost block that needs to be closed is '(\w+)'")


def template_problem(fault: TemplateSyntaxError, label: str) -> Problem:
    """Say what is wrong with a template in one problem."""
    message = (fault.message or "it is no Jinja").rstrip(".")
    if unclosed := _UNCLOSED.search(message):
        message = f"`{unclosed[1]}` is not closed before this"
    return error(
        f"this template cannot be read: {message}",
        path=fault.filename or label,
        line=fault.lineno,
        hint="mend the line; jinja.palletsprojects.com explains the language",
    )


def template(setting: Setting, name: str) -> Template:
    """Return the compiled template *name*."""
    return environment(setting).get_template(name)
