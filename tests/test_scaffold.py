"""New files begin so that a build right after them publishes no example and finds no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from libsite.errors import SiteError, has_errors
from libsite.model import KINDS
from libsite.scaffold import ADDRESS, NewFile, NewSite, make_file, make_site
from tests.sites import BASE, NOW, run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = (b"The first book", b"Who wrote it")
OWLS = "---\ntitle: Owls\n---\n"


def new(root: Path, kind: str, *, draft: bool = False, club: str = "") -> Path:
    made = NewFile(kind, "Momo", NOW.date(), f"{kind}-2345678", draft=draft, club=club)
    return make_file(root, made)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a site with one club."""
    return write_site(tmp_path, f"{BASE}-- content/clubs/owls/index.md --\n{OWLS}")


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_build_right_after_it_publishes_no_example(root: Path, kind: str, draft: bool) -> None:  # noqa: FBT001
    run(root)
    new(root, kind, draft=draft)
    report = run(root)
    assert report.problems == ()
    published = tree(root / "output")
    assert not [path for path, data in published.items() if any(word in data for word in EXAMPLES)]
    there = [path for path in published if path.endswith("momo/index.html")]
    assert bool(there) == (not draft and kind not in {"titles", "reading"})


@pytest.mark.parametrize("kind", ["titles", "reading"])
def test_without_its_line_it_is_published(root: Path, kind: str) -> None:
    path = new(root, kind)
    lines = path.read_text().splitlines(keepends=True)
    kept = [line for line in lines if "take this line out" not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept))
    assert not has_errors(run(root).problems)
    assert [path for path in tree(root / "output") if path.endswith("momo/index.html")]


# ---- Whose reading it is


def test_a_club_may_be_a_single_file(tmp_path: Path) -> None:
    root = write_site(tmp_path, f"{BASE}-- content/clubs/eulen.md --\n{OWLS}")
    for name in ("_old.md", "notes.txt", "eulen/picture.txt"):
        (root / "content/clubs" / name).parent.mkdir(exist_ok=True)
        (root / "content/clubs" / name).write_text(OWLS)
    assert new(root, "reading") == root / "content/clubs/eulen/momo.md"


def test_of_several_clubs_one_must_be_named(root: Path) -> None:
    write_site(root, f"-- content/clubs/eulen.md --\n{OWLS}")
    with pytest.raises(SiteError, match="this site has several clubs"):
        new(root, "reading")
    with pytest.raises(SiteError, match="did you mean `eulen`"):
        new(root, "reading", club="Eule")
    assert new(root, "reading", club="owls").parent == root / "content/clubs/owls"
    assert new(root, "reading", club="eulen").parent == root / "content/clubs/eulen"


def test_the_examples_say_where_the_new_site_is(tmp_path: Path) -> None:
    answers = NewSite(
        title="Elm",
        url="https://elm.example.org/",
        timezone="UTC",
        language="en",
        id="site-1",
        examples=True,
        workflow="",
    )
    made = [(tmp_path / name).read_bytes() for name in make_site(tmp_path, answers)]
    assert not [data for data in made if ADDRESS in data]
    assert [data for data in made if b"https://elm.example.org/feed.xml" in data]
