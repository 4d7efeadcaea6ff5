"""The documents are true: complete, current, without dead links, and their examples work."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2.defaults import DEFAULT_NAMESPACE

import libsite
from libsite.artifact import Render, Sheet
from libsite.build import Nobody
from libsite.cli import COMMANDS
from libsite.keep.cache import open_cache
from libsite.make.filters import FILTERS
from libsite.make.theme import environment
from libsite.model import KINDS
from libsite.plan.shared import NAMES, OWN
from libsite.prepare import prepare
from libsite.read import theme
from libsite.read.config import read_config
from libsite.read.frontmatter import read_front
from libsite.survey import survey
from libsite.visit import Options, begin
from scripts import _docs, _pictures
from tests.sites import NOW, run, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.artifact import Recipe
    from libsite.work import Work

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
DOCUMENTS = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in _docs.documents()]
FENCE = re.compile(r"^(```+)[^\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
TEMPLATES = sorted(path for end in ("html", "txt") for path in (ROOT / "themes").glob(f"*/*.{end}"))
OURS = re.compile(
    r"(?:libsite|scripts|tests|docs|themes/(?:plain|reading-room/words)|\.github(?!/workflows/publish))/[\w./-]*"
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Read and plan a copy of the repository's own site."""
    root = tmp_path_factory.mktemp("demo")
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "site.yaml", root)
    with open_cache(root, waiting=Nobody().say) as cache:
        visit = begin(root, Options(now=NOW, workers=1), cache)
        settled = survey(visit, cache, step=lambda _done, _total: None)
        return prepare(settled, visit, cache)


# ---- Current -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_the_code_says_is_current(path: Path) -> None:
    assert text_of(path) == _docs.rewritten(path), "run `python3 scripts/docs`"


def test_every_generated_part_has_its_place() -> None:
    marks = [name for path in _docs.documents() for _, name, _ in _docs.PART.findall(text_of(path))]
    assert sorted(marks) == sorted(_docs.PARTS)


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == libsite.__version__


# ---- Complete ------------------------------------------------------------------------------------


def first_cells(path: Path) -> set[str]:
    """Return what stands in the first column of the tables of a document, out of its backticks."""
    rows = re.findall(r"^\| (.+?) \|", text_of(path), re.MULTILINE)
    return {word for row in rows for word in SPAN.findall(row)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"\n## libsite {command}\n" in text_of(REFERENCE / "commands.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_documented(kind: str) -> None:
    assert kind in first_cells(REFERENCE / "front-matter.md")


@pytest.mark.parametrize("name", [*NAMES, *OWN])
def test_every_shared_name_is_documented(name: str) -> None:
    assert name in first_cells(REFERENCE / "shared-names.md")


def test_every_function_of_templates_is_documented(demo: Work) -> None:
    functions = environment(demo.setting).globals.keys() - DEFAULT_NAMESPACE.keys()
    named = " ".join(first_cells(REFERENCE / "shared-names.md"))
    assert {name for name in functions if f"{name}(" not in named} == set()


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_documented(name: str) -> None:
    assert re.search(rf"\| `\w+ \\\| {name}\b", text_of(REFERENCE / "filters.md"))


@pytest.mark.parametrize("name", [*theme._KEYS, *theme._RULES])
def test_every_setting_of_a_theme_is_documented(name: str) -> None:
    assert name in first_cells(REFERENCE / "theme.md")


def test_every_template_of_a_shipped_theme_is_documented() -> None:
    assert {path.name for path in TEMPLATES} <= first_cells(REFERENCE / "theme.md")


def test_every_block_is_documented_where_it_is_first_there() -> None:
    document = text_of(REFERENCE / "theme.md")
    rows = re.findall(r"^\| `([\w.]+)` \| `(\w+)` \|", document, re.MULTILINE)
    assert sorted(rows) == sorted(
        (path.name, block)
        for path in TEMPLATES
        for block in blocks_of(path) - {b for above in parents_of(path) for b in blocks_of(above)}
    )


def blocks_of(path: Path) -> set[str]:
    return set(re.findall(r"\{%-? block (\w+)", text_of(path)))


def parents_of(path: Path) -> list[Path]:
    """Return what the template at *path* extends, and what that extends, and so on."""
    found = re.search(r"\{% extends \"(\^?)([\w.-]+)\"", text_of(path))
    if not found:
        return []
    own = path.parent / found[2]
    parent = own if own.exists() and not found[1] else ROOT / "themes/plain" / found[2]
    return [parent, *parents_of(parent)]


def test_the_view_of_each_template_is_the_one_that_is_documented(demo: Work) -> None:
    documented = dict(
        re.findall(r"^\| `([\w.-]+)` \| \[(\w+)\]", text_of(REFERENCE / "views.md"), re.MULTILINE)
    )
    planned = {
        name: type(bundle.view).__name__
        for bundle in demo.plan.bundles
        for output in bundle.outputs
        for name in templates_of(output.recipe)
    }
    assert planned.items() <= documented.items()
    assert documented.keys() - planned.keys() == {"withdrawn.html"}


def templates_of(recipe: Recipe) -> tuple[str, ...]:
    """Return the templates that *recipe* fills."""
    match recipe:
        case Sheet(template, text):
            return (template, text)
        case Render(template):
            return (template,)
    return ()


def test_every_output_has_a_row_in_the_contract(demo: Work) -> None:
    rows = re.findall(r"^\| `/([^`]*)` \|", text_of(REFERENCE / "output.md"), re.MULTILINE)
    shapes = {row: shape_of(row) for row in rows}
    unknown = {
        path
        for path in demo.planned
        if not any(re.fullmatch(s, path.removesuffix("index.html")) for s in shapes.values())
    }
    assert unknown == set()
    planned = {path.removesuffix("index.html") for path in demo.planned}
    unused = {row for row, s in shapes.items() if not any(re.fullmatch(s, p) for p in planned)}
    assert unused == set()


PLACES = {
    "<feed>": r"(?:feed\.xml|atom\.xml|feed\.json)",
    "<card>": r"card(?:-square)?\.(?:png|jpg)",
    "<html or json>": "(?:html|json)",
}
"""What stands in rows for a few names; everything else in angle brackets stands for any name."""


def shape_of(row: str) -> str:
    """Return what the addresses of a *row* of the contract look like, as a regular expression."""
    parts = re.split("(<[^>]+>)", row)
    return "".join(
        PLACES.get(part, "[^/]+") if part.startswith("<") else re.escape(part) for part in parts
    )


# ---- Links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = [target for target in links(path) if not leads_somewhere(path, target)]
    assert dead == []


def links(path: Path) -> Iterator[str]:
    prose = SPAN.sub("", FENCE.sub("", text_of(path)))
    yield from (target for target in LINK.findall(prose) if "://" not in target)


def leads_somewhere(path: Path, target: str) -> bool:
    name, _, fragment = target.partition("#")
    found = (path.parent / name).resolve() if name else path
    return found.exists() and (not fragment or fragment in anchors(found))


def anchors(path: Path) -> set[str]:
    """Return the ids that GitHub gives the headings of a document."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_file_of_ours_that_is_named_exists(path: Path) -> None:
    named = {name for name in SPAN.findall(text_of(path)) if OURS.fullmatch(name)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_document_is_in_the_index() -> None:
    listed = {(DOCS / target.partition("#")[0]).resolve() for target in links(DOCS / "README.md")}
    assert {path for path in _docs.documents() if path.name != "README.md"} <= listed


PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def test_every_picture_is_made_by_the_script_shown_described_and_small() -> None:
    shown = {
        (path.parent / target).resolve(): " ".join(words.split())
        for path in _docs.documents()
        for words, target in PICTURE.findall(SPAN.sub("", FENCE.sub("", text_of(path))))
    }
    made = {DOCS / f"images/{name}.png" for name in _pictures.SHOTS}
    assert shown.keys() == made == set((DOCS / "images").iterdir())
    assert [words for words in shown.values() if len(words) < 60] == []
    assert [path.name for path in made if path.stat().st_size > 150_000] == []


# ---- Examples ------------------------------------------------------------------------------------

STEP = re.compile(
    r"^<!-- (run|file|line)(?:: (\S+))? -->\n(```+)\w*\n(.*?)^\3$", re.MULTILINE | re.DOTALL
)
GUIDES = [path for path in sorted(DOCS.glob("guides/*.md")) if STEP.search(text_of(path))]


@pytest.mark.parametrize("guide", GUIDES, ids=[path.stem for path in GUIDES])
def test_the_examples_of_a_guide_work(guide: Path, tmp_path: Path) -> None:
    """Follow *guide*: `run` is typed and answered, `file` is written, `line` replaces a setting."""
    here = tmp_path
    for what, name, _, block in STEP.findall(text_of(guide)):
        match what:
            case "run":
                here = typed(block, here)
            case "file":
                one(here, name).write_text(block, encoding="utf-8", newline="\n")
            case _:
                settings = one(here, name)
                pattern = rf"^{block.partition(':')[0]}:.*\n"
                text, count = re.subn(pattern, block, text_of(settings), flags=re.MULTILINE)
                assert count == 1, block
                settings.write_text(text, encoding="utf-8", newline="\n")


def test_the_guides_have_examples() -> None:
    without = {path.stem for path in DOCS.glob("guides/*.md")} - {path.stem for path in GUIDES}
    assert without == {"markdown"}


def one(here: Path, name: str) -> Path:
    """Return the file that *name* means, which may have a `*` for what differs from day to day."""
    if "*" in name:
        (found,) = here.glob(name)
        return found
    (here / name).parent.mkdir(parents=True, exist_ok=True)
    return here / name


def typed(block: str, here: Path) -> Path:
    """Run each line after a `$` and compare its answer; return the folder that one ends up in."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        program, *words = shlex.split(line)
        if program == "cd":
            here = (here / words[0]).resolve()
            continue
        assert program == "libsite", line
        answer, code = libsite_answers(words, here)
        assert agree(levelled(expected), levelled(answer)), answer
        assert code == (1 if ": error: " in expected else 0), answer
    return here


def libsite_answers(words: list[str], here: Path) -> tuple[str, int]:
    clean = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    done = subprocess.run(
        [sys.executable, "-m", "libsite", *words],
        cwd=here,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout, done.returncode


def agree(expected: str, answer: str) -> bool:
    """Tell whether both are the same but for what `…` stands for, and numbers about the same.

    How many files there are depends on the day on which an example is followed, a little.
    """
    parts = re.split(rf"(…|{NUMBER})", expected)
    shape = (
        ".*" if p == "…" else f"({NUMBER})" if p[:1].isdigit() else re.escape(p) for p in parts
    )
    found = re.fullmatch("".join(shape), answer, re.DOTALL)
    if found is None:
        return False
    told = [int(number.replace(",", "")) for number in re.findall(NUMBER, expected)]
    is_so = [int(number.replace(",", "")) for number in found.groups()]
    return all(abs(one - other) <= one // 10 for one, other in zip(told, is_so, strict=True))


NUMBER = r"\d[\d,]*"


def levelled(answer: str) -> str:
    """Return *answer* without what differs from day to day: minted ids, and days.

    Nor with how long steps go on, which a terminal shows by a bar.
    """
    answer = re.sub(r"^(?:Reading|Making) [\d,]+ files\n", "", answer, flags=re.MULTILINE)
    answer = re.sub(r"\b(post|page|site)-[2-9a-z]{8}\b", r"\1-ID", answer.replace("\\", "/"))
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", answer)


YAML = re.findall(
    r"^```yaml\n(?:---\n)?(.*?)(?:---\n)?^```$",
    text_of(REFERENCE / "front-matter.md"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize("example", YAML)
def test_an_example_of_front_matter_is_right_for_some_kind(example: str) -> None:
    title = "" if example.startswith("title:") else "title: One\n"
    text = f"---\n{title}{example}---\n"
    found = {kind: read_front(text, kind=kind).problems for kind in KINDS}
    assert () in found.values(), found


def test_the_catalogs_of_the_example_are_right() -> None:
    _, example = text_of(REFERENCE / "site-yaml.md").split("```yaml\ncatalogs:", 1)
    needed = "title: One\nurl: https://example.org/\ntimezone: Europe/Berlin\n"
    config, problems = read_config(f"{needed}catalogs:{example.partition('```')[0]}")
    assert problems == ()
    assert config is not None
    assert len(config.catalogs) == 2


OLD_POSTS = """\
-- site.yaml --
title: One
url: https://example.org/
timezone: America/New_York
-- old/2026-01-10-holes.md --
---
title: Holes
author: Louis Sachar
tags: [deserts]
rating: 5
---
We dug.
-- old/2026-02-14-new-kid.md --
---
title: New Kid
author: Jerry Craft
---
TODO
-- old/2026-03-01-notes.md --
Buy tea.
-- old/2026-03-14-two-of-them.md --
---
title: "Frog and Toad: Friends"
author: Arnold Lobel
---
We laughed.
"""


def test_a_club_is_made_of_posts(tmp_path: Path) -> None:
    root = write_site(tmp_path, OLD_POSTS)
    script = DOCS / "examples/club_from_posts.py"
    done = subprocess.run(
        [sys.executable, script, root / "old", root / "content/clubs/owls", "Night Owls"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    passed = "passed over, since it has no front matter with `title` and `author`: "
    assert done.stdout == f"{passed}2026-03-01-notes.md\nleft behind: rating\n"
    assert run(root).problems == ()
    made = root / "output/clubs/owls"
    club = text_of(made / "index.html")
    assert re.findall(r'class="reading (\w+)"', club) == ["past", "past", "past"]
    assert "We laughed." in text_of(made / "two-of-them/index.html")
    assert "February 15, 2026" in text_of(made / "two-of-them/index.html")
    assert "TODO" not in text_of(made / "new-kid/index.html")
