"""Words become hashtags that every network links."""

from __future__ import annotations

import pytest

from libsite.networks.bluesky import facets
from libsite.networks.hashtags import hashtag, hashtags


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("global read aloud", "#GlobalReadAloud"),
        ("GlobalReadAloud", "#GlobalReadAloud"),
        ("#GlobalReadAloud", "#GlobalReadAloud"),
        ("global-read-aloud", "#GlobalReadAloud"),
        ("books", "#books"),
        ("read_aloud", "#read_aloud"),
        ("C#", ""),
        ("C++", ""),
        ("C++ for children", ""),
        ("vitamin C", "#VitaminC"),
        ("LGBTQ+", "#LGBTQ"),
        ("sci-fi + fantasy", "#SciFiFantasy"),
        ("grade 3–5", "#Grade3_5"),
        ("winter 2025/26", "#Winter2025_26"),
        ("top 10 of 2026", "#Top10Of2026"),
        ("mother's day", "#MothersDay"),
        ("Mother’s Day", "#MothersDay"),
        ("arts & crafts", "#ArtsCrafts"),
        ("NASA science", "#NASAScience"),
        ("ages 9-12", "#Ages9_12"),
        ("1984", ""),
        ("2026 2027", ""),
        ("__", ""),
        ("🎉", ""),
        ("", ""),
        ("🎉 party time!", "#PartyTime"),
        ("5️⃣ stars", "#5Stars"),
        ("cafe\u0301 lecture", "#CaféLecture"),
        ("col·lecció", "#col·lecció"),
        ("読書週間", "#読書週間"),
        ("読書 週間", "#読書週間"),
        ("मातृ दिवस", "#मातृदिवस"),
        ("روز مادر", "#روزمادر"),
        ("کتاب‌خانه", "#کتابخانه"),
        ("ქართული ენა", "#ქართულიენა"),
        ("straße der bücher", "#StraßeDerBücher"),
        ("a" * 64, "#" + "a" * 64),
        ("a" * 65, ""),
    ],
)
def test_words_become_one_tag(name: str, tag: str) -> None:
    assert hashtag(name) == tag


def test_a_tag_stays_what_it_is() -> None:
    for name in ("global read aloud", "mother's day", "col·lecció nova", "मातृ दिवस"):
        assert hashtag(hashtag(name)) == hashtag(name)


def test_bluesky_links_the_whole_of_every_tag() -> None:
    for name in (
        "global read aloud",
        "grade 3–5",
        "cafe\u0301",
        "読書 週間",
        "मातृ दिवस",
        "کتاب‌خانه",
    ):
        assert [facet.value for facet in facets(hashtag(name))] == [hashtag(name)[1:]]


def test_each_tag_comes_once_whatever_its_capitals() -> None:
    assert hashtags(["Global Read Aloud", "2026", "globalreadaloud", "#Books"]) == (
        "#GlobalReadAloud",
        "#Books",
    )
