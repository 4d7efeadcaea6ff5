"""Broken sites and what libsite says: every case of the Markdown files in `errors/`.

A file tells what it is about; below each heading `##` stands a case: why it matters, the files that
are changed in the good site of `sites.BASE`, and the exact output in a block `console`, which may
begin with the command. A file is named in backticks on a line of its own, and its content follows
as a block; `, before` behind the name puts it into the good site already, `, deleted` removes it,
and `, contains` says what stands in a file that is made in spite of a warning.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from libsite.errors import Problem, SiteError, has_errors
from tests.sites import BASE, run, tree, write_site

ERRORS = Path(__file__).parent / "errors"
PART = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>(?:.*\n)*?)(?P=fence)$"
    r"|^## (?P<title>.+)$"
    r"|^`(?P<path>[^`\n]+)`(?:, (?P<how>before|deleted|contains))?$",
    re.MULTILINE,
)
COMMAND = "$ libsite build"


@dataclass
class Case:
    """A fault: what is changed in the good site, and what libsite says to it."""

    title: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)
    """None for a file that is deleted."""
    contains: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    expected: str = ""


def read_cases(text: str) -> list[Case]:
    cases: list[Case] = []
    path, how = "", None
    for part in PART.finditer(text):
        if part["title"]:
            cases.append(Case(part["title"]))
        elif part["path"]:
            path, how = part["path"], part["how"]
            if how == "deleted":
                cases[-1].after[path] = None
        elif part["language"] == "console":
            _expect(cases[-1], part["text"])
        elif how == "contains":
            cases[-1].contains[path] = part["text"]
        elif how == "before":
            cases[-1].before[path] = part["text"]
        else:
            cases[-1].after[path] = part["text"]
    return cases


def _expect(case: Case, text: str) -> None:
    if text.startswith(COMMAND):
        command, _, text = text.partition("\n")
        case.options = dict.fromkeys(re.findall(r"--(\w+)", command), True)
    case.expected = text


CASES = [
    pytest.param(case, id=f"{file.stem}: {case.title}")
    for file in sorted(ERRORS.glob("*.md"))
    for case in read_cases(file.read_text(encoding="utf-8"))
]


def apply(root: Path, files: dict[str, str | None]) -> None:
    for path, text in files.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")


def make_good(root: Path, case: Case) -> None:
    """Write the good site of *case*; its output stays, and so does the cache."""
    for folder in ("content", "themes"):
        shutil.rmtree(root / folder, ignore_errors=True)
    write_site(root, BASE)
    apply(root, {**case.before})


def attempt(root: Path, **options: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - Options
    try:
        return run(root, **options).problems
    except SiteError as fault:
        problems = fault.problems
    assert has_errors(problems)
    return problems


def said(problems: tuple[Problem, ...], root: Path) -> str:
    """Return *problems* as they are printed, the site's own folder left out."""
    shown = "".join(f"{problem.severity}: {problem}\n" for problem in problems)
    return shown.replace(f"{root.as_posix()}/", "")


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_said_and_changes_nothing(case: Case, tmp_path: Path) -> None:
    make_good(tmp_path, case)
    run(tmp_path)
    good = tree(tmp_path / "output")

    apply(tmp_path, case.after)
    before = tree(tmp_path / "output")
    problems = attempt(tmp_path, **case.options)
    assert said(problems, tmp_path) == case.expected
    if has_errors(problems):
        assert tree(tmp_path / "output") == before
        assert said(attempt(tmp_path, **case.options), tmp_path) == case.expected

    for path, text in case.contains.items():
        assert text.strip() in (tmp_path / path).read_text(encoding="utf-8")

    for path in case.after:
        if path.startswith("output/"):
            (tmp_path / path).unlink()
    make_good(tmp_path, case)
    run(tmp_path)
    assert tree(tmp_path / "output") == good
