"""Write the parts of `docs/` that say what the code says, between their two marks.

A part begins after `<!-- generated: NAME -->` and ends before `<!-- end -->`. What has no words in
the code is an error here: nobody adds a field, an option or a module without saying what it is.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from libsite import errors, model, views, walk
from libsite.artifact import Report
from libsite.check import Finding
from libsite.check.table import CHECKS
from libsite.cli import COMMANDS
from libsite.cli.commands import cli
from libsite.cli.report import report_json
from libsite.make.filters import FILTERS
from libsite.noun import Noun
from libsite.plan.links import DATA_ENDINGS
from libsite.read import (
    books,
    bounds,
    catalogs,
    config,
    frontmatter,
    fronts,
    meetings,
    plans,
)
from libsite.read.networks import registry, successors
from libsite.read.privacy import findings
from libsite.read.sanitise import SCHEMES, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic import BaseModel

    from libsite.model import Network
    from libsite.read.parts import Part

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
LIMITS = {
    "MAX_BYTES": "bytes in a file",
    "MAX_LINES": "lines in a file",
    "MAX_BLOCKS": "paragraphs on a page",
    "MAX_PARAGRAPH": "characters in one paragraph, heading, list item or table cell",
    "MAX_CELLS": "cells in a table",
    "MAX_COLUMNS": "columns in a table",
    "MAX_SAME_NOTE": "marks that lead to one and the same footnote",
}
"""Limits that a person could come near to; the others hold off nonsense."""


def main(arguments: list[str]) -> int:
    """Rewrite what differs, or with `--check` only name it; return the exit code."""
    stale = [path for path in documents() if rewritten(path) != path.read_text(encoding="utf-8")]
    for path in stale:
        print(f"{path.relative_to(ROOT).as_posix()} is not what the code says")
        if "--check" not in arguments:
            path.write_text(rewritten(path), encoding="utf-8", newline="\n")
    return 1 if stale and "--check" in arguments else 0


def documents() -> list[Path]:
    """Return every document of the repository, sorted."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def rewritten(path: Path) -> str:
    """Return the text of the document at *path* with its generated parts as they should be."""
    text = path.read_text(encoding="utf-8")
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", text)


# ---- What librarians write -----------------------------------------------------------------------


def kinds() -> str:
    """Return the table of the kinds of content."""
    return table(
        ("Kind", "Folder", "Template", "In lists and feeds"),
        (
            (f"`{k.name}`", f"`content/{k.folder}/`", f"`{k.template}`", _yes_no(k.listed))
            for k in model.KINDS.values()
        ),
    )


def _yes_no(value: object) -> str:
    return "yes" if value else "no"


def front_matter() -> str:
    """Return the table of the fields that every kind has."""
    return _fields(fronts.CommonFront)


def kinds_with_more() -> list[str]:
    """Return the kinds that have fields of their own."""
    return [kind for kind in frontmatter.MODELS if _own_fields(kind)]


def _own_fields(kind: str) -> list[str]:
    own, common = frontmatter.MODELS[kind].model_fields, fronts.CommonFront.model_fields
    return [name for name in own if name not in common]


def front_matter_of(kind: str) -> str:
    """Return the table of the fields that only *kind* has, and their other names."""
    front, own = frontmatter.MODELS[kind], _own_fields(kind)
    also = {other: name for other, name in front.spellings.items() if name in own}
    return f"{_fields(front, only=own)}{_also(also)}"


def entry(part: Part) -> str:
    """Return the table of the fields that an entry of a list has, and their other names."""
    return f"{_fields(part.model)}{_also(part.spellings)}"


def _also(spellings: Mapping[str, str]) -> str:
    """Return a sentence on the other names of fields, which mean just the same."""
    by_field: dict[str, list[str]] = {}
    for other, name in spellings.items():
        by_field.setdefault(name, []).append(f"`{other}`")
    said = [f"{', '.join(others)} for `{name}`" for name, others in by_field.items()]
    return f"\nOther names that mean the same: {'; '.join(said)}.\n" if said else ""


def image() -> str:
    """Return the table of the parts of `image`."""
    return _fields(fronts.ImageFront)


def settings() -> str:
    """Return the table of the settings."""
    return _fields(config.Settings)


def outputs() -> str:
    """Return the table of the switches below `outputs`."""
    return _fields(config.Outputs)


def _fields(kind: type[BaseModel], *, only: Iterable[str] = ()) -> str:
    rows = []
    for name, field in kind.model_fields.items():
        if only and name not in only:
            continue
        if not field.description:
            sys.exit(f"`{name}` of {kind.__name__} has no description")
        usual = _usual(field.default)
        if field.is_required():
            usual = "required"
        rows.append((f"`{field.alias or name}`", field.description, usual))
    return table(("Name", "What it says", "Without it"), rows)


def _usual(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value and isinstance(value, str | int) else ""


def unpublished() -> str:
    """Return the words that keep a page back."""
    return listed(frontmatter.UNPUBLISHED)


def synonyms() -> str:
    """Return the table of what other tools call our fields."""
    return _elsewhere(frontmatter.SYNONYMS)


def scheduled() -> str:
    """Return the table of what other tools call our days."""
    return _elsewhere(frontmatter.SCHEDULED)


def _elsewhere(names: Mapping[str, str]) -> str:
    by_field: dict[str, list[str]] = {}
    for other, name in names.items():
        by_field.setdefault(name, []).append(f"`{other}`")
    rows = ((", ".join(others), f"`{name}`") for name, others in by_field.items())
    return table(("Elsewhere", "Here"), rows)


def reserved() -> str:
    """Return the first parts of addresses that belong to libsite."""
    return listed(sorted(model.RESERVED))


def ignored() -> str:
    """Return the names of files that are passed over."""
    return listed([*(f"*{end}" for end in walk.IGNORED_ENDINGS), *sorted(walk.IGNORED_NAMES)])


def data_files() -> str:
    """Return the endings of files that are never published."""
    return listed(DATA_ENDINGS)


def elements() -> str:
    """Return the HTML elements that stay."""
    return listed(sorted(TAGS))


def schemes() -> str:
    """Return the schemes of addresses that stay."""
    return listed(sorted(SCHEMES))


def limits() -> str:
    """Return the table of the limits of a page."""
    rows = ((words, f"{getattr(bounds, name):,}") for name, words in LIMITS.items())
    return table(("What", "At most"), rows)


# ---- Networks ------------------------------------------------------------------------------------

COUNTED = {
    "characters": "characters",
    "x": "as X counts",
    "bluesky": "as people count",
    "mastodon": "as Mastodon counts",
    "threads": "as Threads counts",
}
"""The rules of counting in few words; the reference explains them below the table."""


def networks() -> str:
    """Return the table of the networks to which posts can be shared."""
    head = ("Name", "Network", "A post", "Counted", "A link", "Picture", "Its description")
    return table(head, map(_target, _targets()))


def _targets() -> list[Network]:
    return [one for one in registry().values() if one.target]


def _target(network: Network) -> tuple[str, ...]:
    link = f"{network.link_cost} each" if network.link_cost else "its own length"
    return (
        f"`{network.name}`",
        network.title,
        f"{network.limit:,}" if network.limit else "no limit",
        COUNTED[network.counting] if network.limit else "",
        link if network.takes_links else "none",
        network.shape,
        f"{network.alt_limit:,}" if network.alt_limit else "",
    )


def network_notes() -> str:
    """Return the table of what is to be known of these networks, and how we know."""
    rows = ((one.title, one.note, one.source) for one in _targets())
    return table(("Network", "What to know", "How we know"), rows)


def obituaries() -> str:
    """Return the table of the networks that closed, have another name, or are not to be found."""
    gone = [one for one in registry().values() if one.state != "alive"]
    rows = (
        (one.title, one.state, one.closed, successors(one, registry()), one.source)
        for one in sorted(gone, key=lambda one: one.title.casefold())
    )
    return table(("Network", "State", "Closed", "What takes its place", "How we know"), rows)


def living() -> str:
    """Return the names of the other networks and services that are alive, in one sentence."""
    names = [one.title for one in registry().values() if one.state == "alive" and not one.target]
    return f"{', '.join(sorted(names, key=str.casefold))}.\n"


# ---- Widgets -------------------------------------------------------------------------------------

TYPES = {
    "string": "text",
    "integer": "number",
    "boolean": "yes or no",
    "array": "list",
    "object": "object",
    "null": "null",
}


def widget_keys(name: str) -> str:
    """Return the table of the keys that *name*, a part of the published schema, always has."""
    schema = json.loads((ROOT / SCHEMA).read_text(encoding="utf-8"))
    said = schema["$defs"][name]
    if said["required"] != list(said["properties"]):
        sys.exit(f"`{name}` in {SCHEMA} does not require all that it describes, in its order")
    rows = (
        (f"`{key}`", _kind(value, schema["$defs"]), _words(value, schema["$defs"]))
        for key, value in said["properties"].items()
    )
    return table(("Key", "Type", "What it is"), rows)


SCHEMA = "themes/plain/static/embed/v1/schema.json"
WIDGET_PARTS = ("widget", "item", "meeting", "image", "index", "offer")
"""What the published schema describes, in the order of the reference."""


def _kind(value: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """Return the type of *value* in words: `list of text`, `address or null`."""
    match value:
        case {"const": constant}:
            return f"`{constant}`"
        case {"$ref": str(ref)}:
            return _named(ref.rpartition("/")[2], defs)
        case {"oneOf": [*some]}:
            return " or ".join(_kind(one, defs) for one in some)
        case {"type": "array", "items": dict(inner)}:
            return f"list of {_kind(inner, defs)}"
        case {"type": [*some]}:
            return " or ".join(TYPES[str(one)] for one in some)
    return TYPES[str(value["type"])]


def _named(name: str, defs: Mapping[str, Any]) -> str:
    """Return the type *name*: that of a value, or the one that has a table of its own."""
    known = {"address": "address", "maybe": "address or null", "moment": "moment or null"}
    known |= {"when": "moment or day", "names": "list of text", "link": "title and address"}
    known |= {"word": "name and slug", "people": "list of names"}
    tables = {"widget", "index", "offer", "item", "meeting", "image"}
    if name in tables:
        return f"[{name}](#{name}){' or null' if name == 'image' else ''}"
    return known.get(name) or _kind(defs[name], defs)


def _words(value: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """Return what is said of a key, or else of its type."""
    named = defs.get(str(value.get("$ref", "")).rpartition("/")[2], {})
    return str(value.get("description") or named.get("description", ""))


# ---- What themes see -----------------------------------------------------------------------------


VIEWS = [f"libsite.views.{name}" for name in "parts pages lists site feeds widgets sharing".split()]
"""The modules of views, in the order of the reference."""


def view_tables() -> str:
    """Return a table for each view."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(views, inspect.isclass)
        if kind.__module__.startswith(f"{views.__name__}.")
    ]
    kinds.sort(key=lambda kind: (VIEWS.index(kind.__module__), inspect.getsourcelines(kind)[1]))
    made = [
        f"### {kind.__name__}\n\n{kind.__doc__}\n\n{_bases(kind)}{_literals(kind)}"
        for kind in kinds
    ]
    for other, table_ in (
        (model.Questions, _parts(model.Questions, questions="What to talk about, in words.")),
        (model.Heading, _parts(model.Heading, text="Its words.", id="What `#…` names it by.")),
    ):
        made.append(f"### {other.__name__}\n\n{other.__doc__}\n\n{table_}")
    return "\n".join(made)


def _bases(kind: type) -> str:
    """Return a sentence on the view of which *kind* has all parts, if there is one."""
    names = [base.__name__ for base in kind.__bases__ if base not in (object, Noun)]
    return "".join(f"All that a [{name}](#{name.lower()}) has, and:\n\n" for name in names)


def _literals(kind: type) -> str:
    """Return a table of the fields of the noun *kind*, all of which have texts below them."""
    said = _below(kind)
    rows = []
    for name, annotation in _annotations(kind).items():
        words = said.get(name) or sys.exit(f"`{name}` of {kind.__name__} has no text below it")
        rows.append((f"`{name}`", f"`{_type(annotation)}`", words))
    return table(("Name", "Type", "What it is"), rows)


def _type(annotation: ast.expr) -> str:
    """Return a type as people read it: `"home" or "year"`, `Card, ...`."""
    said = ast.unparse(annotation)
    said = re.sub(r"Literal\[(.*)\]", lambda found: found[1].replace(", ", " or "), said)
    return said.replace(" | ", " or ").replace("'", '"')


def filters() -> str:
    """Return the table of the filters."""
    rows = []
    for name, function in FILTERS.items():
        first, *rest = inspect.signature(function).parameters.values()
        taken = ", ".join(
            one.name if one.default is one.empty else f'{one.name}="{one.default}"' for one in rest
        )
        words = function.__doc__ or sys.exit(f"the filter `{name}` has no words")
        use = f"{first.name} | {name}({taken})" if taken else f"{first.name} | {name}"
        rows.append((f"`{use}`", _plain(words)))
    return table(("Use", "What it does"), rows)


def _plain(docstring: str) -> str:
    """Return a docstring with `value` for `*value*`."""
    return re.sub(r"\*(\w+)\*", r"`\1`", docstring)


MACRO = re.compile(
    r"(?:\{#-?(?P<words>(?:(?!#\}).)*?)-?#\}\n)?\{%-? macro (?P<use>\w+\([^)]*\)) -?%\}", re.DOTALL
)


def pieces() -> str:
    """Return the table of the macros of `plain`; the comment above each says what it is.

    Those of a template that makes a whole page are its own.
    """
    rows = []
    for path in sorted((ROOT / "themes/plain").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "{% extends" in text or "<html" in text:
            continue
        for found in MACRO.finditer(text):
            words = found["words"] or sys.exit(f"`{found['use']}` in {path} has no words above it")
            rows.append((f"`{path.name}`", f"`{found['use']}`", words.strip()))
    return table(("Template", "Use", "What it is"), rows)


# ---- What people run, and what it answers --------------------------------------------------------


def commands() -> str:
    """Return a section for each command."""
    whole = click.Context(cli, info_name="libsite")
    return "\n".join(_command(whole, name) for name in COMMANDS)


def _command(whole: click.Context, name: str) -> str:
    command = cli.get_command(whole, name)
    if command is None or not command.help:
        sys.exit(f"`libsite {name}` has no help")
    context = click.Context(command, info_name=name, parent=whole)
    usage = " ".join(["libsite", name, *command.collect_usage_pieces(context)])
    rows = []
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and not (record and record[1]):
            sys.exit(f"`{option.opts[0]}` of `libsite {name}` has no help")
        if record and record[1] and "--help" not in option.opts:
            rows.append((f"`{record[0]}`", record[1]))
    words = inspect.cleandoc(command.help)
    options = f"\n{table(('Option', 'What it does'), rows)}" if rows else ""
    return f"## libsite {name}\n\n```text\n{usage}\n```\n\n{words}\n{options}"


def ledger() -> str:
    """Return the table of the parts of an entry of the ledger."""
    return _parts(
        model.LedgerEntry, id="The page's permanent id.", source="The file that it was made from."
    )


def problem() -> str:
    """Return the table of the parts of a problem."""
    return _parts(errors.Problem, severity="`error`, `warning` or `notice`.")


def finding() -> str:
    """Return the table of the parts of a finding, as `check --format json` prints them."""
    said = {"severity": "`error`, `warning` or `notice`.", **_below(errors.Problem)}
    said |= {"check": _below(Finding)["check"]}
    names = Finding("", errors.notice("")).plain()
    return table(("Name", "What it is"), ((f"`{name}`", said[name]) for name in names))


def checks() -> str:
    """Return the table of all checks."""
    rows = ((f"`{one.name}`", one.severity, one.what, one.fix) for one in CHECKS)
    return table(("Name", "Severity", "What it finds", "What to do"), rows)


def report() -> str:
    """Return the table of the parts of a report, as `build --json` prints them."""
    said = _below(Report)
    said["ok"] = "Whether the site was built; without it, only `problems` is there as well."
    said["problems"] = "What was found, each with the parts of the table below."
    empty = Report(made={}, kept=0, written=(), removed=(), problems=())
    names = json.loads(report_json(empty, ()))
    return table(("Name", "What it is"), ((f"`{name}`", said[name]) for name in names))


def _parts(kind: type[Noun], **more: str) -> str:
    """Return a table of the fields of *kind*; *more* are words for what has none in the code."""
    said = more | _below(kind)
    rows = []
    for name in kind.__struct_fields__:
        words = said.get(name) or sys.exit(f"`{name}` has no words")
        rows.append((f"`{name}`", words))
    return table(("Name", "What it is"), rows)


def _below(kind: type) -> dict[str, str]:
    """Return the texts below the fields of *kind*, by name, where there are any."""
    body = _body(kind)
    return {
        ast.unparse(node.target): " ".join(str(after.value.value).split())
        for node, after in pairwise(body)
        if isinstance(node, ast.AnnAssign)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }


def _annotations(kind: type) -> dict[str, ast.expr]:
    nodes = (node for node in _body(kind) if isinstance(node, ast.AnnAssign))
    return {ast.unparse(node.target): node.annotation for node in nodes}


def _body(kind: type) -> list[ast.stmt]:
    tree = ast.parse(inspect.getsource(kind))
    return next(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


# ---- How the code is laid out --------------------------------------------------------------------


def modules() -> str:
    """Return the table of the layers, the highest first, with all of their modules."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    rows = [
        (_shown(path), _first_line(path))
        for layer in next(one["layers"] for one in contracts if one["type"] == "layers")
        for name in layer.split(" | ")
        for path in _modules(name)
    ]
    return table(("Module", "What it does"), rows)


def _modules(name: str) -> Iterator[Path]:
    folder = ROOT / "libsite" / name
    if not folder.is_dir():
        yield folder.with_suffix(".py")
        return
    yield folder / "__init__.py"
    yield from (path for path in sorted(folder.glob("*.py")) if path.stem != "__init__")


def _shown(path: Path) -> str:
    name = path.relative_to(ROOT / "libsite").as_posix()
    return f"**`{name.removesuffix('__init__.py')}`**" if path.stem == "__init__" else f"`{name}`"


def _first_line(path: Path) -> str:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    return words.partition("\n\n")[0] if words else sys.exit(f"{path} does not say what it does")


# ---- How well private things are found -----------------------------------------------------------

PRIVATE_LINES = ROOT / "tests" / "read" / "private"
PRIVATE_SETS = {
    "known": "200 lines that the rules were made with",
    "held-out": "100 lines kept aside",
}
PRIVATE_SORTS = {
    "name-grade": "a full name beside a grade, an age or a school",
    "name-photo": "a full name beside a picture",
    "email": "an e-mail address",
    "phone": "a telephone number",
    "photo-file": "a picture's file named after somebody",
}


@dataclass(frozen=True, slots=True)
class Score:
    """How often the rules and the people who labeled the lines agree."""

    right: int
    extra: int
    """Found by the rules alone."""
    missed: int
    """Found by the people alone."""

    @property
    def precision(self) -> float:
        """How much of what the rules find is right."""
        return self.right / (self.right + self.extra)

    @property
    def recall(self) -> float:
        """How much of what there is they find."""
        return self.right / (self.right + self.missed)


def private_scores(name: str) -> dict[str, Score]:
    """Return the score of each sort in the lines *name*, and that of all under an empty name."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in (PRIVATE_LINES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found: set[str] = {one.sort for one in findings(row["line"])}
        labels = set(row["labels"])
        for which, sorts in (
            ("right", found & labels),
            ("extra", found - labels),
            ("missed", labels - found),
        ):
            counts.update((sort, which) for one in sorts for sort in (one, ""))
    return {
        sort: Score(*(counts[sort, which] for which in ("right", "extra", "missed")))
        for sort in (*PRIVATE_SORTS, "")
    }


def privacy() -> str:
    """Return the table of how well private things are found."""
    known, held_out = (private_scores(name) for name in PRIVATE_SETS)
    head = ("What is looked for", "Known: right", "too much", "missed")
    return table(
        (*head, "Kept aside: right", "too much", "missed"),
        (
            (
                words,
                *(str(n) for s in (known[k], held_out[k]) for n in (s.right, s.extra, s.missed)),
            )
            for k, words in (*PRIVATE_SORTS.items(), ("", "**all**"))
        ),
    ) + "".join(
        f"\nOf {text}, {one.precision:.1%} of what is told is right, and {one.recall:.1%} of what"
        " should be told is told.\n"
        for one, text in zip((known[""], held_out[""]), PRIVATE_SETS.values(), strict=True)
    )


# ---- Markdown ------------------------------------------------------------------------------------


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def listed(words: Iterable[str]) -> str:
    """Return *words* as code, in one paragraph."""
    return f"{', '.join(f'`{word}`' for word in words)}\n"


PARTS: dict[str, Callable[[], str]] = {
    **{f"front-matter-of-{kind}": partial(front_matter_of, kind) for kind in kinds_with_more()},
    "book": partial(entry, books.BOOK),
    "catalog": partial(entry, catalogs.CATALOG),
    "checks": checks,
    "commands": commands,
    "data-files": data_files,
    "elements": elements,
    "filters": filters,
    "finding": finding,
    "front-matter": front_matter,
    "ignored": ignored,
    "image": image,
    **{f"widget-{name}": partial(widget_keys, name) for name in WIDGET_PARTS},
    "kinds": kinds,
    "ledger": ledger,
    "limits": limits,
    "living": living,
    "link": partial(entry, books.LINK),
    "meeting": partial(entry, meetings.MEETING),
    "modules": modules,
    "network-notes": network_notes,
    "networks": networks,
    "obituaries": obituaries,
    "outputs": outputs,
    "pieces": pieces,
    "privacy": privacy,
    "problem": problem,
    "questions": partial(entry, plans.QUESTIONS),
    "report": report,
    "reserved": reserved,
    "scheduled": scheduled,
    "schemes": schemes,
    "settings": settings,
    "step": partial(entry, plans.STEP),
    "synonyms": synonyms,
    "unpublished": unpublished,
    "views": view_tables,
}
"""What each name in a mark stands for."""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
