"""Globs name published files: what they cover, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.globs import covers


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("google1234.html", "google1234.html"),
        ("google*.html", "google1234.html"),
        ("old", "old/a/b.html"),
        ("old/**", "old/a/b.html"),
        ("old/**", "old"),
        ("old/*/b.html", "old/a/b.html"),
        ("**/*.pdf", "a.pdf"),
        ("**/*.pdf", "old/a/b.pdf"),
        ("old/**/b.pdf", "old/b.pdf"),
        ("[a-c]?.txt", "b1.txt"),
        (".well-known/**", ".well-known/acme/x"),
        ("cafe\u0301.txt", "café.txt"),
    ],
)
def test_a_glob_covers_what_it_names(glob: str, path: str) -> None:
    assert covers(glob, path)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("google1234.html", "posts/google1234.html"),
        ("*.html", "posts/index.html"),
        ("old", "older"),
        ("old/**", "older/a"),
        ("old/*", "new/a"),
        ("old/a", "old"),
        ("Old/**", "old/a"),
        ("**/a.pdf", "b.pdf"),
    ],
)
def test_a_glob_covers_nothing_else(glob: str, path: str) -> None:
    assert not covers(glob, path)


PARTS = st.lists(st.sampled_from(["a", "b", "ab", "*", "**", "a*", "?"]), min_size=1, max_size=4)


@given(PARTS, st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=4))
def test_who_covers_a_folder_covers_all_that_is_in_it(glob: list[str], path: list[str]) -> None:
    if covers("/".join(glob), "/".join(path)):
        assert covers("/".join(glob), "/".join([*path, "more"]))
        assert covers("/".join(["**", *glob]), "/".join(["deeper", *path]))
