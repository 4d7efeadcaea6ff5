"""ISBNs are read as they are written, repaired where the check digit proves it, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.records.isbn import Fault, read_isbn

JANE = "9780142437209"


@pytest.mark.parametrize(
    "written",
    [
        JANE,
        "978-0-14-243720-9",
        "978 0 14 243720 9",
        "978–0–14–243720–9",
        "0142437204",
        "0-14-243720-4",
        f'="{JANE}"',
        f'"{JANE}"',
        f"'{JANE}",
        f"ISBN {JANE}",
        f"ISBN: {JANE}",
        f"ISBN-13: {JANE}",
        "ISBN-10: 0142437204",
        "ISBN 10 0142437204",
        f"eISBN {JANE}",
        f"{JANE} (pbk.)",
        f"{JANE} paperback",
        f"{JANE} : $14.00",
        f"\ufeff{JANE}\u202c",
        "９７８０１４２４３７２０９",
        "٩٧٨٠١٤٢٤٣٧٢٠٩",
    ],
)
def test_an_isbn_is_read_however_it_is_written(written: str) -> None:
    assert read_isbn(written) == JANE


@pytest.mark.parametrize("written", ["043965548X", "043965548x", "0 439 65548 X"])
def test_a_check_digit_may_be_an_x(written: str) -> None:
    assert read_isbn(written) == "9780439655484"


@pytest.mark.parametrize("written", ["", "  ", '=""', '""'])
def test_an_empty_cell_has_no_isbn(written: str) -> None:
    assert read_isbn(written) == ""


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("142437204", JANE),  # 0142437204
        ("7149522", "9780007149520"),  # 0007149522
        ("9780142437209.0", JANE),
        ("9780142437209,00", JANE),
        ("9.780142437209E+12", JANE),
        ("9,780142437209e12", JANE),
    ],
)
def test_what_a_spreadsheet_did_is_undone_where_the_check_digit_proves_it(
    damaged: str, whole: str
) -> None:
    assert read_isbn(damaged) == whole


@pytest.mark.parametrize(
    ("several", "chosen"),
    [
        (f"0439023483; {JANE}", JANE),
        (f"0439023483 {JANE}", JANE),
        (f"{JANE}, 9780439023481", JANE),
        ("0439023483|0142437204", "9780439023481"),
        (f"9780142437208/{JANE}", JANE),
    ],
)
def test_of_several_the_first_right_one_of_thirteen_digits_counts(
    several: str, chosen: str
) -> None:
    assert read_isbn(several) == chosen


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("9780142437208", "is an ISBN whose check digit does not fit"),
        ("0142437203", "is an ISBN whose check digit does not fit"),
        ("043965549X", "is an ISBN whose check digit does not fit"),
        ("9.78E+12", "is an ISBN whose last digits a spreadsheet has dropped"),
        ("9,78014E+12", "is an ISBN whose last digits a spreadsheet has dropped"),
        ("5051892002776", "is not an ISBN"),
        ("9790060115615", "is the number of printed music, an ISMN"),
        ("978014243720", "is not an ISBN"),
        ("142437203", "is not an ISBN"),
        ("B00ABC1234", "is not an ISBN"),
        ("978014243720X", "is not an ISBN"),
        ("soon", "is not an ISBN"),
        ("X", "is not an ISBN"),
    ],
)
def test_what_is_no_isbn_is_said_and_never_guessed(written: str, message: str) -> None:
    fault = read_isbn(written)
    assert isinstance(fault, Fault)
    assert fault.message == f'{message}: "{written}"'
    assert fault.hint
    assert not fault.hint.endswith(".")


def test_a_short_number_beside_others_is_not_filled_up() -> None:
    assert isinstance(read_isbn("9780142437208, 7149522"), Fault)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_isbn(text)
    assert isinstance(found, Fault) or found == "" or (len(found) == 13 and found.isascii())


@given(st.integers(0, 10**9 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_never_taken_for_an_isbn(number: int, place: int, more: int) -> None:
    body = f"978{number:09}"
    check = -sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(body)) % 10
    right = f"{body}{check}"
    wrong = f"{right[:place]}{(int(right[place]) + more) % 10}{right[place + 1 :]}"
    assert read_isbn(right) == right
    assert isinstance(read_isbn(wrong), Fault)
