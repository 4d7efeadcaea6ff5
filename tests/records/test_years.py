"""Years are read as catalogues write them; those before our era count as astronomers count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.records.isbn import Fault
from libsite.records.years import read_year


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019", 2019),
        (" 2019 ", 2019),
        ("2019.0", 2019),
        ("c1997", 1997),
        ("©1997", 1997),
        ("[1998]", 1998),
        ("[1998?]", 1998),
        ("ca. 1850", 1850),
        ("2001-05-03", 2001),
        ("5/12/2001", 2001),
        ("May 2019", 2019),
        ("1998-2001", 1998),
        ("1998–2001", 1998),
        ("2019, c2018", 2019),
        ("397", 397),
        ("AD 8", 8),
        ("8 CE", 8),
        ("-380", -379),
        ("−380", -379),
        ("380 BC", -379),
        ("380 BCE", -379),
        ("500 B.C.", -499),
        ("c. 380 B.C.E.", -379),
        ("380 v. Chr.", -379),
        ("380 a. C.", -379),
        ("1 BCE", 0),
        ("", None),
        ("  ", None),
    ],
)
def test_a_year_is_read_however_it_is_written(written: str, year: int | None) -> None:
    assert read_year(written) == year


@pytest.mark.parametrize("written", ["97", "0", "0 BC", "19--", "20190", "soon", "1e9", "3.14159"])
def test_what_is_no_year_is_said(written: str) -> None:
    fault = read_year(written)
    assert isinstance(fault, Fault)
    assert fault.message == f'is not a year: "{written}"'


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_year(text)
    assert found is None or isinstance(found, Fault) or -9999 < found <= 9999
