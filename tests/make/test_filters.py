"""What templates may use besides Jinja's own."""

from __future__ import annotations

import pytest

from libsite.make.filters import year


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (1997, "en", "1997"),
        (380, "de", "380"),
        (1, "en", "1"),
        (0, "en", "1 BCE"),
        (-379, "en", "380 BCE"),
        (-379, "en-GB", "380 BCE"),
        (-379, "es", "380 a. C."),
        (-379, "de-AT", "380 v. Chr."),
        (-379, "ja", "紀元前380年"),
        (-379, "zz", "380 BCE"),
        (-20_000, "en", "20001 BCE"),
        (None, "en", ""),
    ],
)
def test_a_year_is_written_as_people_count(value: int | None, language: str, shown: str) -> None:
    assert year(value, language).replace("\u202f", " ").replace("\xa0", " ") == shown
