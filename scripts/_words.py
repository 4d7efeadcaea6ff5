"""The words of the shipped themes: taken out of the templates by Babel, kept in their catalogs."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from libsite.make.words import SECTION_WORDS
from libsite.read.networks import registry

ROOT = Path(__file__).resolve().parent.parent
THEMES = ROOT / "themes"
PARENT = "plain"
"""The theme that the others extend: it holds what the code itself says, and what they share."""
ENDINGS = (".html", ".txt")
"""Of templates; what lies in a folder of a theme is none."""
NAMELESS = ("email", "copy")
"""Ways to share whose titles are words."""
OPTIONS = {"trimmed": "false", "silent": "false", "newstyle_gettext": "true"}


def main(arguments: list[str]) -> int:
    """Rewrite the catalogs that differ, or with `--check` only name them; return the exit code."""
    stale = []
    for path in sorted(THEMES.glob("*/words/*.po")):
        made = updated(path)
        if made != path.read_bytes():
            stale.append(path)
            print(f"{path.relative_to(ROOT).as_posix()} has not the words of the templates")
            if "--check" not in arguments:
                path.write_bytes(made)
    return 1 if stale and "--check" in arguments else 0


def template_of(theme: str) -> Catalog:
    """Return the messages of *theme* without translations, in the order of its templates."""
    catalog = Catalog()
    known = {message.id for message in template_of(PARENT)} if theme != PARENT else set()
    if theme == PARENT:
        for word in SECTION_WORDS.values():
            catalog.add(word, auto_comments=["A section, or a list of everything"])
        for name, network in registry().items():
            if name in NAMELESS:
                catalog.add(network.title, auto_comments=["A way to share that is no brand"])
            if network.target and network.note:
                catalog.add(network.note, auto_comments=[f"Shown beside {network.title}"])
    for path in sorted(one for end in ENDINGS for one in (THEMES / theme).glob(f"*{end}")):
        for _, message, comments, context in extract(
            "jinja2.ext:babel_extract", BytesIO(path.read_bytes()), options=OPTIONS
        ):
            if (message if isinstance(message, str) else tuple(message)) not in known:
                place = path.relative_to(THEMES / theme).as_posix()
                catalog.add(
                    message, locations=[(place, 0)], auto_comments=comments, context=context
                )
    return catalog


def updated(path: Path) -> bytes:
    """Return the catalog at *path* with the messages of its theme, each with its translation."""
    with path.open("rb") as file:
        old = read_po(file, locale=path.stem)
    new = Catalog(
        locale=path.stem, header_comment=old.header_comment, fuzzy=False, project="", version=""
    )
    for message in template_of(path.parent.parent.name):
        if not message.id:
            continue
        known = old.get(message.id, context=message.context)
        new.add(
            message.id,
            known.string if known is not None else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    made = BytesIO()
    write_po(made, new, omit_header=True, width=100, include_lineno=False)
    head = path.read_bytes().partition(b"\n\n")[0]
    return head + b"\n\n" + made.getvalue().strip() + b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
