"""A build tells what says too much of private people, unless they agreed or are known."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from PIL import Image

from libsite.cli.idle import idle_answer
from libsite.consent import read_consent
from libsite.errors import SiteError
from libsite.keep.census import FILE
from libsite.plan.privacy import shortened
from libsite.survey import survey
from tests.sites import BASE, NOW, run, tree, write_site

ROOT = Path(__file__).resolve().parent.parent
POST = "content/posts/slam.md"
SLAM = "---\ntitle: Slam\ndate: 2026-11-01\n---\nThe winner is Maya Rodriguez, grade 4.\n"
WHY = (
    "a child's full name stands beside a grade, an age or a school, so that strangers can find the"
    " child"
)
HINT = (
    'write "Maya R., grade 4" instead of "Maya Rodriguez"; if it may stay, add'
    " `<!-- private: ok, REASON -->` to the line"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = write_site(tmp_path / "site", BASE)
    (site / POST).write_text(SLAM, encoding="utf-8")
    return site


def told(root: Path, **options: object) -> list[str]:
    """Build, and return the problems of the post; a second build says the same."""
    said = run(root, **options).problems  # type: ignore[arg-type]
    assert run(root, **options).problems == said  # type: ignore[arg-type]
    return [f"{one.severity} {one.line}:{one.column} {one.message}" for one in said]


def names(root: Path, **options: object) -> list[str]:
    return [line for line in told(root, **options) if line.endswith(WHY)]


def consent(root: Path, text: str, name: str = "consent.txt") -> Path:
    path = root.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_notice_says_what_why_and_what_to_write(root: Path) -> None:
    (problem,) = run(root).problems
    assert (problem.severity, problem.where, problem.message) == ("notice", f"{POST}:5:15", WHY)
    assert problem.hint == HINT


def test_strict_does_not_stop_a_build_for_it(root: Path) -> None:
    assert names(root, strict=True) == [f"notice 5:15 {WHY}"]


@pytest.mark.parametrize("field", ["draft: true", "date: 2030-01-01", "withdrawn: true"])
def test_pages_that_are_not_public_are_read_too(root: Path, field: str) -> None:
    text = SLAM.replace("date: 2026-11-01", field)
    (root / POST).write_text(text, encoding="utf-8")
    assert names(root) == [f"notice 5:15 {WHY}"]


def test_a_name_beside_picture_and_grade_is_told_once(root: Path) -> None:
    text = SLAM.replace("The winner is", "![On the stage](stage.png)")
    (root / POST).write_text(text, encoding="utf-8")
    Image.new("RGB", (40, 30)).save(root / "content/posts/stage.png")
    assert told(root) == [
        f"notice 5:28 {WHY.replace('beside a grade', 'beside a picture and a grade')}",
    ]


@pytest.mark.parametrize(
    "front",
    [
        "authors: [Maya Rodriguez]",
        "kind: post\nsummary: by her\nauthor: MAYA RODRÍGUEZ",
    ],
)
def test_authors_may_be_named(root: Path, front: str) -> None:
    (root / POST).write_text(SLAM.replace("title: Slam", f"title: Slam\n{front}"), "utf-8")
    assert names(root) == []


def test_who_wrote_a_book_or_is_in_its_title_may_be_named(root: Path) -> None:
    text = f"{SLAM}\n::: book Tessa Whitfield and the Snow\nauthor: Maya Rodriguez\n:::\n"
    (root / POST).write_text(f"{text}\nTessa Whitfield, grade 5, is back.\n", encoding="utf-8")
    assert names(root) == []


def test_the_address_of_the_newsletter_is_no_secret(root: Path) -> None:
    (root / POST).write_text(
        SLAM.replace("Maya Rodriguez, grade 4", "ana.ruiz@example.com"), "utf-8"
    )
    assert len(told(root)) == 1
    with (root / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("newsletter: mailto:Ana.Ruiz@example.com\n")
    assert told(root) == []


def test_who_agreed_may_be_named(root: Path) -> None:
    path = consent(root, "# forms in the green folder\nMAYA RODRÍGUEZ  # and her mother\n")
    assert names(root, consent=path) == []
    assert names(root) == [f"notice 5:15 {WHY}"]


def test_another_consent_is_another_build(root: Path) -> None:
    path = consent(root, "Leo Marsh\n")
    assert len(names(root, consent=path)) == 1
    path.write_text("Leo Marsh\nMaya Rodriguez\n", encoding="utf-8")
    assert names(root, consent=path) == []
    path.write_text("Leo Marsh\n", encoding="utf-8")
    assert len(names(root, consent=path)) == 1


def test_consent_ends_after_its_last_day(root: Path) -> None:
    path = consent(root, "Maya Rodriguez until 2026-11-22\n")
    assert names(root, consent=path) == []
    assert len(names(root, consent=path, now=NOW + timedelta(days=1))) == 1


@pytest.mark.parametrize("folder", ["", "content", "output", ".libsite"])
def test_a_consent_file_in_the_site_is_an_error(root: Path, folder: str) -> None:
    run(root)
    before = tree(root / "output")
    path = root / folder / "consent.txt"
    path.write_text("Maya Rodriguez\n", encoding="utf-8")
    with pytest.raises(SiteError) as fault:
        run(root, consent=path)
    (problem,) = fault.value.problems
    assert problem.message == (
        f"the consent file `{path}` lies in `{root.resolve()}`, which is published with the site"
    )
    path.unlink()
    assert tree(root / "output") == before


def test_a_consent_file_in_the_repository_of_the_site_is_an_error(root: Path) -> None:
    path = consent(root, "Maya Rodriguez\n")
    (root.parent / ".git").mkdir()
    with pytest.raises(SiteError, match="which is published with the site"):
        run(root, consent=path)


def test_a_consent_file_that_is_not_there_is_a_warning(root: Path) -> None:
    path = root.parent / "none.txt"
    first, second = told(root, consent=path)
    assert first == f"warning 0:0 the consent file `{path}` is not there"
    assert second == f"notice 5:15 {WHY}"
    with pytest.raises(SiteError):
        run(root, consent=path, strict=True)
    path.write_text("Maya Rodriguez\n", encoding="utf-8")
    assert told(root, consent=path) == []


def test_lines_that_cannot_be_understood_are_not_repeated(root: Path) -> None:
    path = consent(root, "Leo Marsh until summer\n\n, until 2026-12-01\nMaya Rodriguez\n")
    done = read_consent(path, NOW.date(), kept_from=(root,))
    assert done.names == {"mayarodriguez"}
    (problem,) = done.problems
    assert problem.message == f"line 1 of the consent file `{path}` names no day behind `until`"
    assert "Leo" not in str(problem)


@pytest.mark.parametrize(
    "line",
    [
        "Maya Rodriguez until 2026-12-01",
        "Maya Rodriguez, until 2026-12-01 # form 12",
        "  maya rodríguez   Until: 2026-12-01",
        "\ufeffMaya Rodriguez",
        "Maya-Rodriguez\r",
    ],
)
def test_a_line_of_the_consent_file_is_a_name_and_perhaps_a_day(root: Path, line: str) -> None:
    path = consent(root, f"{line}\n")
    assert read_consent(path, NOW.date(), kept_from=(root,)).names == {"mayarodriguez"}


def test_what_the_consent_file_says_is_copied_nowhere(root: Path) -> None:
    path = consent(root, "Maya Rodriguez\nLeopoldine Marshwood until 2029-07-13\n")
    done = run(root, consent=path)
    files = [one for one in root.rglob("*") if one.is_file()]
    data = b"".join(one.read_bytes() for one in files).lower() + repr(done).lower().encode()
    assert not [word for word in (b"leopoldine", b"marshwood", b"2029-07-13") if word in data]


def test_comments_that_let_a_line_stay_are_not_published(root: Path) -> None:
    text = SLAM.replace("grade 4.", "grade 4. <!-- private: ok, parents agreed -->")
    (root / POST).write_text(text, encoding="utf-8")
    assert names(root) == []
    assert b"agreed" not in b"".join(tree(root / "output").values())


def test_an_edit_that_changes_what_is_found_is_planned_anew(root: Path) -> None:
    run(root)
    for text, lines in (
        (SLAM.replace("The winner", "Our winner"), [f"notice 5:15 {WHY}"]),
        (SLAM.replace("The winner", "And the winner"), [f"notice 5:19 {WHY}"]),
        (SLAM.replace("Rodriguez", "R."), []),
        (SLAM, [f"notice 5:15 {WHY}"]),
    ):
        (root / POST).write_text(text, encoding="utf-8")
        assert names(root) == lines


def test_an_edit_of_other_words_is_not_planned(root: Path) -> None:
    text = f"{SLAM}\n{'Long grass grows here. ' * 20}\n\nThe end.\n"
    (root / POST).write_text(text, encoding="utf-8")
    run(root)
    (root / POST).write_text(text.replace("The end", "All over"), encoding="utf-8")
    with mock.patch("libsite.survey.survey", wraps=survey) as surveyed:
        (problem,) = run(root).problems
    assert problem.hint == HINT
    assert not surveyed.called


def libsite(root: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    environment = {**known, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-m", "libsite", *words],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_variable_names_the_file(root: Path) -> None:
    path = consent(root, "Maya Rodriguez\n")
    assert WHY in libsite(root, "build").stderr
    assert WHY not in libsite(root, "build", LIBSITE_CONSENT=str(path)).stderr
    assert WHY not in libsite(root, "build", LIBSITE_CONSENT="../consent.txt").stderr
    path.write_text("Leo Marsh\n", encoding="utf-8")
    assert WHY in libsite(root, "build", LIBSITE_CONSENT=str(path)).stderr
    assert WHY in libsite(root, "build", LIBSITE_CONSENT="").stderr
    done = libsite(root, "build", "--json", LIBSITE_CONSENT=str(root / "consent.txt"))
    assert done.returncode == 1
    assert "published with the site" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_census_does_not_speak_for_a_consent(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = int((NOW.timestamp() + 1e9) * 1e9)  # so that size and times prove the bytes
    with mock.patch("libsite.scan.time.time_ns", lambda: later):
        run(root)
    words = ["build", "-C", str(root)]
    with mock.patch("libsite.cli.idle.time.time_ns", lambda: int(NOW.timestamp() * 1e9)):
        assert idle_answer(words, colored=False)
        monkeypatch.setenv("LIBSITE_CONSENT", str(consent(root, "Maya Rodriguez\n")))
        assert idle_answer(words, colored=False) is None
    assert run(root, consent=root.parent / "consent.txt").problems == ()
    assert not (root / FILE).exists()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Maya Rodriguez", "Maya R."),
        ("María José de la Cruz", "María C."),
        ("Liam O'Connor", "Liam O."),
        ("Ana van den Berg", "Ana B."),
        ("王小明", "王."),
        ("أمينة الحداد", "أمينة ا."),
    ],
)
def test_a_name_is_shortened_to_what_can_be_published(name: str, short: str) -> None:
    assert shortened(name) == short
