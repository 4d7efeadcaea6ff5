"""Bytes become text, or a fault that says where and what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.read.decode import decode


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_becomes_lf(newline: str) -> None:
    assert decode(f"a{newline}b{newline}".encode()) == ("a\nb\n", ())


def test_a_byte_order_mark_is_taken_away() -> None:
    assert decode("\ufeffä".encode()) == ("ä", ())


@pytest.mark.parametrize(
    ("byte", "meant"), [(b"\xe9", "é"), (b"\x93", "\u201c"), (b"\x92", "\u2019")]
)
def test_a_letter_of_an_older_encoding_is_named_with_its_place(byte: bytes, meant: str) -> None:
    text, [problem] = decode(b"title: x\r\ncaf" + byte + b" \xff")
    assert text == ""
    assert (problem.severity, problem.line, problem.column) == ("error", 2, 4)
    assert f"`{meant}`" in problem.message
    assert problem.hint == "save it as UTF-8"


def test_a_byte_that_means_nothing_is_named_without_a_guess() -> None:
    _, [problem] = decode(b"\x81")
    assert problem.message == "this file is not UTF-8: here stands the byte 0x81"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf_16_and_utf_32_are_named(encoding: str) -> None:
    text, [problem] = decode("title: x".encode(encoding))
    assert text == ""
    assert encoding.upper() in problem.message


def test_a_nul_is_refused_where_it_stands() -> None:
    text, [problem] = decode(b"a\nb\0c")
    assert (text, problem.line, problem.column) == ("", 2, 2)


def test_a_picture_is_no_text() -> None:
    _, [problem] = decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert problem.message == "this is not a text file"


def test_the_scheme_of_internal_addresses_is_refused_in_any_case() -> None:
    text, problems = decode(b"[x](Site:/posts/)\nsee SITE:/ and site: /fine")
    assert text == ""
    assert [(problem.line, problem.column) for problem in problems] == [(1, 5), (2, 5)]
    assert problems[0].message == "`site:/` is libsite's own"
    assert problems[0].hint == "write `site: /` instead"


@given(st.binary())
def test_no_bytes_raise_anything(data: bytes) -> None:
    text, problems = decode(data)
    assert "\r" not in text
    assert not (text and problems)


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_a_text_without_faults_stays_as_it_is(text: str) -> None:
    if "site:/" not in text.lower() and not text.startswith("\ufeff"):
        assert decode(text.encode()) == (text, ())
