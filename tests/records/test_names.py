"""Names of authors: turned around and taken apart only where they can mean but one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.records.names import read_direct_names, read_name, read_names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Peter Brown", ["Peter Brown"]),
        ("Plato", ["Plato"]),
        ("", []),
        (" ; ", []),
        ("Peter   Brown", ["Peter Brown"]),
        ("Dahl, Roald", ["Roald Dahl"]),
        ("Le Guin, Ursula", ["Ursula Le Guin"]),
        ("Le Guin, Ursula K.", ["Ursula K. Le Guin"]),
        ("Tolkien, J. R. R.", ["J. R. R. Tolkien"]),
        ("García Márquez, Gabriel", ["Gabriel García Márquez"]),
        ("van der Berg, Anna Maria", ["Anna Maria van der Berg"]),
        ("Saint-Exupéry, Antoine de", ["Antoine de Saint-Exupéry"]),
        ("Dahl, Roald, 1916-1990", ["Roald Dahl"]),
        ("Muir, Tamsyn (author)", ["Tamsyn Muir"]),
        ("King, Martin Luther, Jr.", ["Martin Luther King Jr."]),
        ("National Geographic, Inc.", ["National Geographic Inc."]),
        ("Terry Pratchett; Neil Gaiman", ["Terry Pratchett", "Neil Gaiman"]),
        ("Dahl, Roald; Blake, Quentin", ["Roald Dahl", "Quentin Blake"]),
        ("Disney | Pixar", ["Disney", "Pixar"]),
        ("Roald Dahl, Quentin Blake", ["Roald Dahl", "Quentin Blake"]),
        ("Martin Luther King, Jr., Rosa Parks", ["Martin Luther King Jr.", "Rosa Parks"]),
        ("Ann A., Bob B.; Ann A., Bob B.", ["Bob B. Ann A."]),
        # Unclear: kept as they were typed.
        ("Dahl, Roald, Blake, Quentin", ["Dahl, Roald, Blake, Quentin"]),
        ("Simon & Schuster", ["Simon & Schuster"]),
        ("Lewis and Clark", ["Lewis and Clark"]),
    ],
)
def test_names_are_read_as_they_are_said(written: str, names: list[str]) -> None:
    assert list(read_names(written)) == names


def test_one_name_is_never_taken_apart() -> None:
    assert read_name("Dahl, Roald") == "Roald Dahl"
    assert read_name("Roald Dahl, Quentin Blake") == "Roald Dahl, Quentin Blake"


def test_names_in_their_usual_order_are_parted_by_commas() -> None:
    names = ("Mark Overstall", "Paul de Man", "Sammy Davis Jr.")
    assert read_direct_names("Mark Overstall, Paul de Man,, Sammy Davis, Jr.") == names


@given(st.text(alphabet="Ab, ;.|19-\nJr", max_size=30))
def test_no_name_is_empty_or_stands_twice(text: str) -> None:
    for names in (read_names(text), read_direct_names(text)):
        assert all(name.strip() == name and name for name in names)
        assert len(set(names)) == len(names)
