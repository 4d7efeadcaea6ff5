"""What says too much of private people is found where it stands; what does not is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from libsite.read.documents import document_from_json, document_to_json, understand
from libsite.read.privacy import findings
from scripts._docs import PRIVATE_SORTS, private_scores

LINES = Path(__file__).parent / "private"
FLOORS = {
    "known": {"": (0.98, 0.98)},
    "held-out": {
        "": (0.89, 0.89),
        "name-grade": (0.79, 0.79),
        "name-photo": (0.90, 0.90),
        "email": (0.99, 0.99),
        "phone": (0.99, 0.99),
        "photo-file": (0.89, 0.89),
    },
}
"""Precision and recall by sort, a little below what was measured; an empty sort is all of them."""


def found(text: str) -> list[tuple[int, int, str, str]]:
    return [(one.line, one.column, one.sort, one.text) for one in findings(text)]


def sorts(text: str) -> set[str]:
    return {one.sort for one in findings(text)}


@pytest.mark.parametrize("name", FLOORS)
def test_the_rules_agree_with_the_people_who_labeled_the_lines(name: str) -> None:
    scores = private_scores(name)
    for sort, (precision, recall) in FLOORS[name].items():
        assert scores[sort].precision >= precision, (sort, scores[sort])
        assert scores[sort].recall >= recall, (sort, scores[sort])


def test_every_label_is_a_sort_that_is_looked_for() -> None:
    counts = {}
    for name in FLOORS:
        lines = (LINES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        counts[name] = len({row["line"] for row in rows})
        assert {label for row in rows for label in row["labels"]} == set(PRIVATE_SORTS)
    assert counts == {"known": 200, "held-out": 100}


def test_each_finding_names_its_place_in_the_whole_file() -> None:
    text = (
        "---\n"
        "title: 'Tessa Whitfield, grade 4, wins'\n"
        "image:\n"
        "  src: tessa-whitfield.jpg\n"
        "  alt: Tessa Whitfield on the stage\n"
        "---\n"
        "\n"
        "Call her mum on 07700 900142, or write to tessas.mum@example.com.\n"
    )
    assert found(text) == [
        (2, 9, "name-grade", "Tessa Whitfield"),
        (4, 8, "photo-file", "tessa-whitfield.jpg"),
        (5, 8, "name-photo", "Tessa Whitfield"),
        (8, 17, "phone", "07700 900142"),
        (8, 43, "email", "tessas.mum@example.com"),
    ]
    assert [one.in_front for one in findings(text)] == [True, True, True, False, False]


def test_the_first_line_is_where_the_text_begins() -> None:
    assert [one.line for one in findings("x\nMia Torres, grade 2", first_line=7)] == [8]


def test_what_stands_beside_the_name_is_kept_for_the_advice() -> None:
    (one,) = findings("The winner is **Maya Rodriguez**, from grade 4.")
    assert (one.name, one.beside) == ("Maya Rodriguez", "grade 4")


@pytest.mark.parametrize(
    "text",
    [
        "The winner is Tessa Whitfield,\ngrade 4, with a poem.",
        "The winner is Tessa\nWhitfield, grade 4, with a poem.",
        "![](stage.jpg)\n*Tessa Whitfield on the stage*",
        "![](stage.jpg)\n\n*Tessa Whitfield on the stage*",
        "::: figure stage.jpg\nalt: Tessa Whitfield on the stage\n:::",
        "![Tessa Whitfield on the stage][stage]\n\n[stage]: stage.jpg",
        "Łukasz Żółw, grade 3, reads",
        "Анна Петрова, grade 3, reads",
        "김민준 (grade 3) reads",
        "Seán O'Malley-Ó Briain, grade 3",
    ],
)
def test_a_name_is_found_wherever_it_can_stand(text: str) -> None:
    assert {"name-grade", "name-photo"} & sorts(text)


def test_a_word_that_can_be_read_in_many_ways_is_read_in_one() -> None:
    assert not sorts(f"{'Łł-' * 200}@, grade 3")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No names, 12 books, 3 dogs.",
        "Maya, grade 4, and Ben T., grade 5",
        "Story hour for grades 3-5 with Kwame Alexander",
        "Ms. Helen Park teaches grade 2.",
        "*Front Desk* by Kelly Yang, grade 4",
        "Rosa Parks Library, ages 4-7",
        "Chess Club, Year 3",
        "Tessa Whitfield wrote to us.\n\nGrade 4 has a new teacher.",
        "Tessa Whitfield wrote to us.\n- Grade 4 has a new teacher.",
        "![Our shelves](shelves-2026.jpg)",
        "info@library.example, volunteers@example.org, git@github.com",
        "@maple@example.social, https://ana@example.org/x, left-pad@1.3.0",
        "Opened 2024-05-31, 12.05.2024, 2023-2024; 1,234,567 visits; 3.14159265",
        "ISBN 0-399-21920-X, 0316381993",
        "Call the library: (202) 555-0100",
        "version 2.6.9 / 2017-09-22, 100/93/96/91",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mia Torres, grade 2 <!-- private: ok, parents agreed 2026-09 -->",
        "Mia Torres, grade 2 <!--private: OK - parents agreed-->",
        "<!-- private: ok, parents agreed -->\nMia Torres, grade 2",
        "<!-- private: ok, parents agreed -->\n\nMia Torres, grade 2",
        "| Mia Torres | grade 2 <!-- private: ok, parents agreed --> |",
        "---\ntitle: Mia Torres, grade 2 # private: ok, parents agreed\n---\n",
        "---\n# private: ok, parents agreed\ntitle: Mia Torres, grade 2\n---\n",
    ],
)
def test_a_comment_with_a_reason_lets_a_line_stay(text: str) -> None:
    assert found(text) == []


def test_a_comment_lets_one_line_stay_and_no_other() -> None:
    text = "<!-- private: ok, parents agreed -->\nMia Torres, grade 2\n\nLeo Marsh, grade 3"
    assert found(text) == [(4, 1, "name-grade", "Leo Marsh")]
    beside = "Leo Marsh, grade 3 <!-- private: ok, parents agreed -->\n\nMia Torres, grade 2"
    assert found(beside) == [(3, 1, "name-grade", "Mia Torres")]


@pytest.mark.parametrize("comment", ["<!-- private: ok -->", "<!-- private: ok, 2026 -->"])
def test_a_comment_without_a_reason_silences_nothing(comment: str) -> None:
    assert found(f"a\n\nMia Torres, grade 2 {comment}") == [
        (3, 1, "name-grade", "Mia Torres"),
        (3, 21, "no-reason", comment),
    ]


def test_a_comment_of_front_matter_says_why_too() -> None:
    assert found("---\ntitle: Mia Torres, grade 2 # private: ok\n---\n") == [
        (2, 8, "name-grade", "Mia Torres"),
        (2, 28, "no-reason", "# private: ok"),
    ]


def test_a_comment_does_not_reach_the_page() -> None:
    text = "---\ntitle: a\n---\nMia Torres, grade 2 <!-- private: ok, parents agreed -->\n\n- b\n"
    done = understand("post", text.encode())
    assert "agreed" not in done.html
    assert done.document
    assert b"agreed" not in document_to_json(done.document)


def test_findings_are_remembered_with_their_document() -> None:
    text = "---\ntitle: a\n---\nMia Torres, grade 2, and anas.mum@example.com\n"
    document = understand("post", text.encode()).document
    assert document
    assert len(document.private) == 2
    assert document_from_json(document_to_json(document)) == document


@pytest.mark.parametrize(
    "text",
    [
        "@" * 200_000,
        "Ab " * 100_000,
        "a@" * 100_000,
        "1 " * 200_000,
        "![" * 100_000 + ".jpg",
        "<a " * 100_000 + "Mia Torres, grade 2",
        "А" * 100_000 + " grade 4",
        f"Mia {'Аа-' * 50_000}, grade 4",
        "*a " * 100_000 + "Mia Torres, grade 2",
        "x" * 500_000 + "-ab.jpg",
        "Mia Torres (\n" * 20_000 + "grade 2",
        "*x.jpg Mia Torres\n" * 5_000,
    ],
)
def test_long_and_odd_texts_are_read_to_their_end(text: str) -> None:
    assert isinstance(findings(text), tuple)
