"""An edit of words alone: it is not planned anew, and gives what planning would give."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from msgspec.structs import replace

from libsite.build import Nobody, nothing
from libsite.digest import canonical, digest
from libsite.errors import UnfinishedError
from libsite.keep.cache import open_cache
from libsite.make.keys import Basis, bundle_from, changed_parts, key_of, shared_digests
from libsite.make.nouns import read_value
from libsite.make.theme import closures
from libsite.plan.site import plan_site
from libsite.settle import setting_of, templates_of
from libsite.survey import survey
from libsite.views import ListView, bodies_of
from libsite.visit import Options, begin
from tests.sites import KINDS, NOW, run, tree, write_site

if TYPE_CHECKING:
    from libsite.model import Site

ROOT = Path(__file__).resolve().parent.parent
LONG = "\n\n".join([f"{'Long grass grows here. ' * 20}", "The end is near.", "So it ends."])
POST = f"---\ntitle: Grass\ndate: 2026-11-05\ntags: [land]\n---\n{LONG}\n"
SEAS = "---\ntitle: Seas\ndraft: true\n---\nNot yet.\n"
COW = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", KINDS)
    (root / "content/posts/grass").mkdir()
    (root / "content/posts/grass/index.md").write_text(POST, encoding="utf-8")
    (root / "content/posts/grass/cow.svg").write_text(COW, encoding="utf-8")
    (root / "content/posts/seas.md").write_text(SEAS, encoding="utf-8")
    run(root)
    return root


def edit(root: Path, old: str, new: str, path: str = "content/posts/grass/index.md") -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def planned(root: Path, **options: object) -> bool:
    """Build, and tell whether the site was planned; what was made is what a clean build makes."""
    with mock.patch("libsite.survey.survey", wraps=survey) as surveyed:
        report = run(root, **options)  # type: ignore[arg-type]
    made = tree(root / "output")
    clean = root.parent / "clean"
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns(".libsite", "output"))
    again = run(clean, **options)  # type: ignore[arg-type]
    assert made == tree(clean / "output")
    assert (report.problems, report.pages, report.until) == (
        again.problems,
        again.pages,
        again.until,
    )
    assert report.kept + len(report.made) == len(again.made)
    shutil.rmtree(clean)
    return surveyed.called


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("So it ends.", "So it began."),
        ("So it ends.", "So *it* ends.\n\nOr does it?"),
        ("So it ends.", ""),
        ("The end is near.", "- The end\n- is near.\n\n| a | b |\n|---|---|\n| c | d |"),
    ],
)
def test_words_are_not_planned(site: Path, old: str, new: str) -> None:
    edit(site, old, new)
    assert not planned(site)


def test_several_pages_and_several_edits_are_not_planned(site: Path) -> None:
    for word in ("one", "two", "three"):
        edit(site, "So it ends.", f"So it ends. And {word}.")
        edit(site, "Dig in.", f"Dig in. Page {word}.", "content/clubs/owls/holes.md")
        run(site)
    edit(site, "So it ends.", "And ends.")
    assert not planned(site)


def test_pages_that_exchange_or_pass_on_their_words_are_not_planned(site: Path) -> None:
    for name in ("one", "two", "three"):
        text = f"---\ntitle: {name}\ndate: 2026-11-06\n---\n{LONG} It is {name}.\n"
        (site / f"content/posts/{name}.md").write_text(text, encoding="utf-8")
    run(site)
    for name, words in (("one", "two"), ("two", "one")):
        edit(site, f"is {name}.", f"is {words}.", f"content/posts/{name}.md")
    assert not planned(site)
    # now `one` is two, `two` is one
    for name, old, new in (("one", "two", "one"), ("two", "one", "three"), ("three", "three", "x")):
        edit(site, f"is {old}.", f"is {new}.", f"content/posts/{name}.md")
    assert not planned(site)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Grass", "title: Green grass"),
        ("tags: [land]", "tags: [land, cows]"),
        ("tags: [land]", "tags: [land]\nexpires: 2026-12-01"),
        ("tags: [land]", "tags: [land]\ndraft: true"),
        ("Long grass", "Short grass"),  # the first words stand on cards
        ("So it ends.", "## So it ends"),
        ("So it ends.", "So [it](../rivers.md) ends."),
        ("So it ends.", "So [it](../seas.md) ends."),  # a notice
        ("So it ends.", "![](cow.svg)"),
        ("So it ends.", "::: book wonder"),
        ("So it ends.", '<p id="end">So it ends.</p>'),
    ],
)
def test_what_other_pages_could_show_is_planned(site: Path, old: str, new: str) -> None:
    edit(site, old, new)
    assert planned(site)


def test_a_new_file_a_lost_one_and_another_setting_are_planned(site: Path) -> None:
    (site / "content/posts/new.md").write_text("---\ntitle: New\n---\n", encoding="utf-8")
    edit(site, "So it ends.", "It ends.")
    assert planned(site)
    (site / "content/posts/new.md").unlink()
    assert planned(site)
    edit(site, "Test Library", "Town Library", "site.yaml")
    assert planned(site)
    edit(site, "max-inline-size", "max-width", "themes/tiny/static/style.css")
    assert planned(site)


def test_output_that_is_lost_is_planned(site: Path) -> None:
    edit(site, "So it ends.", "It ends.")
    (site / "output/posts/rivers/index.html").unlink()
    assert planned(site)


def test_another_address_and_another_moment_are_planned(site: Path) -> None:
    edit(site, "So it ends.", "It ends.")
    assert planned(site, url="https://other.example.org/")
    edit(site, "It ends.", "So it ended.")
    assert not planned(site, url="https://other.example.org/")
    edit(site, "So it ended.", "So it ends.")
    # a meeting has passed since
    assert planned(site, url="https://other.example.org/", now=NOW + timedelta(days=30))


def test_a_body_that_two_pages_have_is_planned(site: Path) -> None:
    shutil.copytree(site / "content/posts/grass", site / "content/posts/twin")
    run(site)
    edit(site, "So it ends.", "It ends.")
    assert planned(site)
    edit(site, "It ends.", "So it ended.")
    assert not planned(site)


def test_a_page_with_a_notice_tells_its_true_line(site: Path) -> None:
    edit(site, "So it ends.", "So [it](../seas.md) ends.")
    assert planned(site)
    edit(site, "ends.", "ended.")
    assert not planned(site)
    edit(site, "The end is near.", "The end\n\nis near.")
    assert planned(site)


def test_a_link_without_a_notice_may_move(site: Path) -> None:
    edit(site, "So it ends.", "So [it](../rivers.md) ends.")
    assert planned(site)
    edit(site, "The end is near.", "The end\n\nis near.")
    assert not planned(site)


def test_another_output_folder_between_two_builds(site: Path) -> None:
    other = site.parent / "other"
    run(site, output=other)
    edit(site, "So it ends.", "It ends.")
    run(site, output=other)
    run(site)
    assert tree(site / "output") == tree(other)
    edit(site, "It ends.", "So it ended.")
    run(site)
    edit(site, "So it ended.", "Ended.")
    run(site, output=other)
    run(site)
    assert tree(site / "output") == tree(other)


def test_an_edit_after_a_build_that_failed(site: Path) -> None:
    edit(site, "title: Grass", "title: [Grass")
    with pytest.raises(Exception, match="title"):
        run(site)
    edit(site, "title: [Grass", "title: Grass")
    edit(site, "So it ends.", "It ends.")
    assert planned(site)


# ---- Why that is right ---------------------------------------------------------------------------


def demo(folder: Path) -> Site:
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "site.yaml", folder)
    with open_cache(folder, waiting=Nobody().say) as cache:
        visit = begin(folder, Options(now=NOW, workers=1), cache)
        return survey(visit, cache, step=nothing).site


def test_no_planner_looks_at_what_a_digest_of_a_body_says(tmp_path: Path) -> None:
    """The plan of reworded bodies is the plan, with the new digests in place of the old."""
    site = demo(tmp_path)
    names = {page.document.body: digest(["reworded", page.source]) for page in site.pages}
    pages = tuple(
        replace(page, document=replace(page.document, body=names[page.document.body], markdown=""))
        for page in site.pages
    )
    before, after = plan_site(site, NOW), plan_site(replace(site, pages=pages), NOW)
    expected = canonical([before.bundles, dict(before.shared)])
    for old, new in names.items():
        expected = expected.replace(old.encode(), new.encode())
    assert expected == canonical([after.bundles, dict(after.shared)])
    assert before.problems == after.problems
    assert len(names) > 20


def test_a_body_is_named_only_where_its_bundle_says_that_it_shows_it(tmp_path: Path) -> None:
    site = demo(tmp_path)
    plan = plan_site(site, NOW)
    bodies = {page.document.body for page in site.pages}
    for bundle in plan.bundles:
        named = set(re.findall(r"\b[0-9a-f]{32}\b", canonical(bundle).decode())) & bodies
        assert named == {body.digest for body in bodies_of(bundle.view)} & bodies
    assert not set(re.findall(r"[0-9a-f]{32}", canonical(dict(plan.shared)).decode())) & bodies
    assert len(bodies) > 20


def test_every_bundle_and_shared_value_comes_back_from_its_text(tmp_path: Path) -> None:
    plan = plan_site(demo(tmp_path), NOW)
    for value in (*plan.bundles, *plan.shared.values()):
        assert read_value(canonical(value)) == value


def test_what_shows_a_body_comes_back_from_its_key_and_a_list_is_told_by_its_cards(
    tmp_path: Path,
) -> None:
    site = demo(tmp_path)
    plan = plan_site(site, NOW)
    setting = setting_of(site.config, site.theme, Options(now=NOW))
    reached = closures(setting, templates_of(plan))
    basis = Basis("toolchain", setting, reached, shared_digests(plan.shared))
    lists = bodies = 0
    for bundle in plan.bundles:
        text = key_of(bundle, basis).text
        if list(bodies_of(bundle.view)):
            bodies += 1
            assert bundle_from(text, because=bundle.because) == bundle
        if isinstance(bundle.view, ListView) and len(bundle.view.cards) > 1:
            lists += 1
            first, *others, last = bundle.view.cards
            for cards in (
                (replace(first, title=f"{first.title}!"), *others, last),
                (first, *others, replace(last, summary=f"{last.summary}!")),
                (last, *others, first),
                (first, *others),
            ):
                other = key_of(replace(bundle, view=replace(bundle.view, cards=cards)), basis)
                assert changed_parts(text, other.text, {}) == ("page.cards",)
    assert min(lists, bodies) > 3


# ---- How much is read ----------------------------------------------------------------------------

BUILD = """
import json, sys, time

opened = []
sys.addaudithook(lambda event, told: event == "open" and opened.append(str(told[0])))
clock = time.time_ns
time.time_ns = lambda: clock() + 60 * 10**9  # as if no file were young, which is read again
from libsite.cli import main

sys.argv = ["libsite", "build", "--workers", "1", "-C", sys.argv[1]]
try:
    main()
except SystemExit:
    print(json.dumps([opened, list(sys.modules)]))
"""


def built(root: Path) -> tuple[list[str], set[str]]:
    """Build as a command does, and return what it opened, each time, and what it loaded."""
    command = [sys.executable, "-c", BUILD, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    opened, modules = json.loads(done.stdout.splitlines()[-1])
    return opened, set(modules)


def read_by_a_build(root: Path) -> dict[str, int]:
    """Build as a command does, and return how often each input of the site was opened."""
    opened = Counter(built(root)[0])
    tops = ("content", "themes", "site.yaml")
    return {
        name: count
        for path, count in opened.items()
        if (name := path.removeprefix(f"{root}/")).startswith(tops)
    }


def test_a_build_reads_what_changed_and_no_other_page(site: Path) -> None:
    page = "content/posts/grass/index.md"
    read_by_a_build(site)
    assert read_by_a_build(site) == {}
    edit(site, "So it ends.", "It ends.")
    assert read_by_a_build(site) == {page: 2}  # to see that it changed, and to understand it
    assert read_by_a_build(site) == {}
    edit(site, "title: Grass", "title: Green grass")
    read = read_by_a_build(site)
    assert {name: count for name, count in read.items() if name.endswith(".md")} == {page: 2}
    assert read.keys() >= {"site.yaml", page}


def test_a_cache_keeps_nothing_of_what_edits_replaced(site: Path) -> None:
    run(site)
    for number in range(3):
        edit(site, "So it ends.", f"{number}. So it ends.")
        run(site)
    assert kept(site, "keys", "digest") == kept(site, "bundles", "digest")
    edit(site, "title: Grass", "title: Green grass")
    run(site)
    assert kept(site, "keys", "digest") == kept(site, "bundles", "digest")
    assert kept(site, "bodies", "digest") == kept(site, "documents", "body")
    assert len(kept(site, "documents", "key")) == len(list((site / "content").rglob("*.md")))


def kept(site: Path, table: str, column: str) -> set[str]:
    """Return what the cache of *site* holds in a column."""
    with closing(sqlite3.connect(site / ".libsite/cache.db")) as cache:
        return {row[0] for row in cache.execute(f"SELECT {column} FROM {table}")}  # noqa: S608


def test_a_damaged_or_lost_key_is_noticed(site: Path) -> None:
    changed = "UPDATE keys SET key = CAST(replace(key, 'Grass', 'Grasp') AS BLOB)"
    for harm in (changed, "DELETE FROM keys"):
        run(site)
        with closing(sqlite3.connect(site / ".libsite/cache.db")) as cache, cache:
            cache.execute(harm)
        edit(site, "So it ends.", "So it all ends. So it ends.")
        with pytest.raises(UnfinishedError, match="damaged"):
            run(site)
        run(site)
        page = (site / "output/posts/grass/index.html").read_text(encoding="utf-8")
        assert "So it all ends." in page
        assert "Grasp" not in page


@pytest.mark.parametrize("byte", [b"\xff", b"\xed\xa0\x80", None], ids=repr)
@pytest.mark.parametrize(("table", "column"), [("documents", "document"), ("shared", "value")])
@pytest.mark.parametrize("edited", ["So it ends.", "title: Grass", ""])
def test_damage_to_what_is_remembered_is_noticed(
    edited: str, table: str, column: str, byte: bytes | None, site: Path
) -> None:
    with closing(sqlite3.connect(site / ".libsite/cache.db")) as cache, cache:
        for row, data in cache.execute(f"SELECT rowid, {column} FROM {table}").fetchall():  # noqa: S608
            harmed = 5 if byte is None else data.replace(b"a", byte)
            cache.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (harmed, row))  # noqa: S608
    if edited:
        edit(site, edited, f"{edited} And more.")
    else:  # all pages are as they were, and none is read by itself
        edit(site, "title: ", "title: New ", path="site.yaml")
    with suppress(UnfinishedError):  # it was noticed, or was not asked for
        run(site)
    run(site)
    made = tree(site / "output")
    run(site, fresh=True)
    assert made == tree(site / "output")


def test_an_edit_loads_what_reads_its_half_of_the_page(site: Path) -> None:
    built(site)
    edit(site, "So it ends.", "It ends.")
    loaded = built(site)[1]
    assert "markdown" in loaded
    assert "pydantic" not in loaded
    edit(site, "title: Grass", "title: Green grass")
    loaded = built(site)[1]
    assert "markdown" not in loaded
    assert "pydantic" in loaded
