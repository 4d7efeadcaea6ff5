"""Lists of books from files: every row is a book or is named in a warning."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.errors import Problem, has_errors
from libsite.model import Book, Reference
from libsite.records.columns import COLUMNS
from libsite.records.table import MOST_ROWS, Table, read_table

PATH = "content/titles/november.csv"


def read(text: str | bytes) -> Table:
    table = read_table(text.encode() if isinstance(text, str) else text, PATH)
    assert all(problem.path == PATH for problem in table.problems)
    assert table.rows == table.taken + table.skipped
    assert table.taken == len(table.books)
    assert table.with_isbn == sum(1 for book in table.books if book.isbn)
    return table


def faults(table: Table) -> list[Problem]:
    return [problem for problem in table.problems if problem.severity != "notice"]


def said(table: Table) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in faults(table)]


# ---- A library's own list ------------------------------------------------------------------------


def test_every_column_is_read() -> None:
    table = read(
        "Title,Author(s),ISBN 13,Year,Format,Audience,Call Number,Subjects,Description,Cover,"
        "Catalog\n"
        'The Wild Robot,"Brown, Peter",978-0-316-38199-4,2016,Hardback,"children, teens",J FIC BRO,'
        '"Robots; Islands, far away",A crate washes ashore.,robot.jpg,https://c.example/1\n'
    )
    assert table.books == (
        Book(
            title="The Wild Robot",
            authors=("Peter Brown",),
            isbn="9780316381994",
            year=2016,
            format="Hardback",
            audience=("children", "teens"),
            shelf_mark="J FIC BRO",
            subjects=("Robots", "Islands, far away"),
            blurb="A crate washes ashore.",
            cover="robot.jpg",
            links=(Reference("Catalog", "https://c.example/1"),),
            path=PATH,
            line=2,
        ),
    )
    assert [str(problem) for problem in table.problems] == [
        f"{PATH}: 1 row: 1 taken, 0 skipped; 1 with an ISBN"
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Title;Author",
        "TITLE;AUTHORS",
        "title;Author(s)",
        "Titel;Verfasser",
        "Título;Autor",
        "Titre;Auteur",
        "Book Title;Main Author",
        "\ufeffTitle;Author",
        "245$a;100$a",
        "Title (required);Author",
    ],
)
def test_columns_go_by_many_names(header: str) -> None:
    [book] = read(f"{header}\nMomo;Michael Ende\n").books
    assert (book.title, book.authors) == ("Momo", ("Michael Ende",))


@pytest.mark.parametrize(
    "name", ["ISBN", "isbn13", "ISBN 13", "ISBN-13", "ISBN-10", "EAN", "ISBN (13)"]
)
def test_the_number_of_a_book_goes_by_many_names(name: str) -> None:
    [book] = read(f"Title,{name}\nJane Eyre,0142437204\n").books
    assert book.isbn == "9780142437209"


def test_no_name_of_a_column_means_two() -> None:
    names = [name for row in COLUMNS.values() for name in row.split()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_parted_by_whatever_parts_the_names_of_the_columns(sign: str) -> None:
    rows = [["Title", "Author", "Year"], [f"One{sign} two, or three", "Ann; Bob", "2001"]]
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(rows)
    [book] = read(text.getvalue()).books
    assert book.title == " ".join(f"One{sign} two, or three".split())
    assert (book.authors, book.year) == (("Ann", "Bob"), 2001)


def test_a_list_of_titles_alone_needs_no_sign_between_cells() -> None:
    table = read('Title\nMe, you and us\n"Wonder; a novel"\n')
    assert [book.title for book in table.books] == ["Me, you and us", "Wonder; a novel"]


def test_a_column_without_a_name_does_no_harm() -> None:
    table = read("Title,,Author,\nMomo,x,Michael Ende,a note\n")
    assert (table.books[0].title, table.books[0].authors) == ("Momo", ("Michael Ende",))
    assert faults(table) == []


def test_a_space_before_a_quotation_mark_is_forgiven() -> None:
    [book] = read('Title, Author\nMomo, "Ende, Michael"\n').books
    assert book.authors == ("Michael Ende",)


@pytest.mark.parametrize(
    ("encoding", "notices"), [("utf-8", 1), ("utf-8-sig", 1), ("utf-16", 1), ("cp1252", 2)]
)
def test_letters_with_accents_are_read_in_every_usual_encoding(encoding: str, notices: int) -> None:
    table = read("Title,Author\r\nRayuela – “azul”,Julio Cortázar\r\n".encode(encoding))
    [book] = table.books
    assert (book.title, book.authors) == ("Rayuela – “azul”", ("Julio Cortázar",))
    assert len(table.problems) == notices
    assert {problem.severity for problem in table.problems} == {"notice"}


def test_a_file_may_mix_two_encodings() -> None:
    data = "Title,Author\nÉmile,".encode() + "Zoé\n".encode("cp1252")
    table = read(data)
    assert (table.books[0].title, table.books[0].authors) == ("Émile", ("Zoé",))
    assert "Windows-1252" in table.problems[0].message
    assert table.problems[0].line == 2


def test_the_names_of_the_columns_may_stand_further_down() -> None:
    table = read(",,\n\nNew in November,,\n,,\nTitle,Author,Year\nMomo,Michael Ende,1973\n")
    assert table.books[0].line == 6
    assert table.problems[0].message == (
        "the columns are named in row 5; what is above is passed over"
    )
    assert table.rows == 1


def test_empty_rows_are_no_rows() -> None:
    table = read("Title,Author\n\n,\n  , \nMomo,Michael Ende\n\n")
    assert (table.rows, table.taken) == (1, 1)


def test_a_blurb_loses_its_html_and_keeps_its_paragraphs() -> None:
    text = 'Title,Summary\nMomo,"<p>Time &amp; <i>thieves</i></p><br/>Cigars\nMen in grey"\n'
    assert read(text).books[0].blurb == "Time & thieves\n\nCigars\n\nMen in grey"


def test_what_spreadsheets_and_catalogs_leave_is_taken_away() -> None:
    table = read('Title,Author,ISBN,Year\n"Les  Misérables\u00a0 /",Victor &amp; Co,n/a,n.d.\n')
    [book] = table.books
    assert (book.title, book.authors) == ("Les Misérables", ("Victor & Co",))
    assert (book.isbn, book.year) == ("", None)
    assert faults(table) == []


def test_links_are_called_by_their_column_or_their_host() -> None:
    table = read("Title,URL,OPAC\nMomo,https://a.example/x https://b.example,https://c.example/m\n")
    assert table.books[0].links == (
        Reference("a.example", "https://a.example/x"),
        Reference("b.example", "https://b.example"),
        Reference("OPAC", "https://c.example/m"),
    )


# ---- A Goodreads export --------------------------------------------------------------------------

GOODREADS = (
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Binding,"
    "Year Published,Original Publication Year,Date Read,Bookshelves,Exclusive Shelf\n"
)


def goodreads(*rows: str) -> Table:
    return read(GOODREADS + "".join(f"{row}\n" for row in rows))


def test_a_goodreads_export_is_read_as_it_comes() -> None:
    table = goodreads(
        '1,"Momo (Stories, #1)",Michael   Ende,"Ende, Michael","Lucas Zwirner, Marcel Dzama",'
        '"=""0142437204""","=""9780142437209""",5,Paperback,2013,1973,2020/10/25,to-read,read',
        '2,Republic,Plato,"Plato, Plato",,"=""""","=""""",0,Hardcover,2007,-380,,,to-read',
        '3,New,Ann Author,"Author, Ann",,"=""""","=""""",0,ebook,2020,,,,to-read',
    )
    momo, republic, new = table.books
    assert momo.title == "Momo (Stories, #1)"
    assert momo.authors == ("Michael Ende", "Lucas Zwirner", "Marcel Dzama")
    assert (momo.isbn, momo.year, momo.format) == ("9780142437209", 1973, "Paperback")
    assert momo.subjects == ()
    assert (republic.year, republic.isbn) == (-379, "")
    assert new.year == 2020
    assert table.problems[-1].message == "3 rows: 3 taken, 0 skipped; 1 with an ISBN"


def test_those_who_helped_are_read_as_librarything_writes_them() -> None:
    (book,) = read(
        "Title\tPrimary Author\tSecondary Author\n"
        "The Hobbit\tTolkien, J. R. R.\tLee, Alan|Tolkien, Christopher\n"
    ).books
    assert book.authors == ("J. R. R. Tolkien", "Alan Lee", "Christopher Tolkien")


def test_a_name_that_was_turned_around_counts_where_there_is_no_other() -> None:
    [book] = read('Title,Author l-f\nGideon,"Muir, Tamsyn"\n').books
    assert book.authors == ("Tamsyn Muir",)


# ---- Rows with faults ----------------------------------------------------------------------------


def test_a_row_that_cannot_be_read_is_named_and_skipped() -> None:
    table = read(
        "Title,Author,ISBN\n"
        ",Nobody,\n"
        "Too,many,cells,here\n"
        '"Not closed,Ann,1\n'
        "Momo,Michael Ende,9780142437208\n"
        '"Odd" end,Ann,\n'
        "\n"
        "See site:/posts,Ann,\n"
    )
    assert [book.title for book in table.books] == ["Momo"]
    assert (table.rows, table.taken, table.skipped) == (6, 1, 5)
    assert said(table) == [
        "2: row 2 is skipped: it has no title",
        "3: row 3 is skipped: it has 4 cells where there are 3 columns",
        "4: row 4 is skipped: its quotation marks do not fit together",
        '5: row 5: its ISBN is an ISBN whose check digit does not fit: "9780142437208"',
        "6: row 6 is skipped: its quotation marks do not fit together",
        "8: row 8 is skipped: `site:/` in it is libsite's own",
    ]
    assert all(problem.severity == "warning" and problem.hint for problem in faults(table))


def test_rows_are_counted_as_a_spreadsheet_counts_them_and_lines_as_an_editor() -> None:
    table = read('Title,Blurb\n\nMomo,"Time\n\nthieves"\n,nothing\n')
    assert table.books[0].blurb == "Time\n\nthieves"
    assert said(table) == ["6: row 4 is skipped: it has no title"]


def test_a_quotation_mark_that_nobody_closes_costs_one_row() -> None:
    rows = "".join(f"Book {n},Ann\n" for n in range(100))
    table = read(f'Title,Author\n"Open,Ann\n{rows}')
    assert (table.taken, table.skipped) == (100, 1)


def test_tabs_may_stand_between_quotation_marks_as_they_are() -> None:
    table = read('Title\tAuthor\n"Surely" you joke\tRichard Feynman\n')
    assert table.books[0].title == '"Surely" you joke'


def test_a_line_that_no_book_has_is_skipped() -> None:
    table = read(f"Title\n{'x' * 100_001}\nMomo\n")
    assert said(table) == ["2: row 2 is skipped: it has 100,001 characters, more than any book has"]
    assert table.taken == 1


def test_a_year_a_cover_or_a_link_that_is_none_is_named_and_left_out() -> None:
    table = read("Title,Year,Cover,Link\nMomo,97,https://c.example/1.jpg,c.example\n")
    assert table.books == (Book("Momo", path=PATH, line=2),)
    assert said(table) == [
        '2: row 2: its year is not a year: "97"',
        '2: row 2: its cover is an address, which is not loaded: "https://c.example/1.jpg"',
        '2: row 2: its link is not an address on the web: "c.example"',
    ]


def test_many_rows_with_faults_share_a_warning_that_names_them() -> None:
    table = read("Title,Author\n" + ",Ann\n" * 53 + "Momo,Ann\n" + ",Ann\n")
    assert (table.taken, table.skipped) == (1, 54)
    assert len(faults(table)) == 51
    assert faults(table)[-1].message == "4 more rows have faults: 52–54, 56"


# ---- Files that are refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this file is empty"),
        (b"\n\n", "this file is empty"),
        (b"Name,Writer\nx,y\n", "no column of this file is called `Title`; the first row is"),
        (b"Ti\0tle\n", "this file has NUL characters in it, which no text has"),
        (b"PK\x03\x04xx", "this file is a spreadsheet, not a CSV file"),
        (
            b"Title\n" + b"x" * 20 * 1024 * 1024,
            "this file is too large: 20 MB where 20 MB are read",
        ),
        (b"Title\n" + b"x\n" * (MOST_ROWS + 1), "this file has more than 50,000 rows"),
        (b"Title\n" + b"\n" * (10 * MOST_ROWS), "this file has more than 500,000 lines"),
    ],
)
def test_what_is_no_list_of_books_is_an_error(data: bytes, message: str) -> None:
    table = read(data)
    assert (table.books, table.rows) == ((), 0)
    [problem] = table.problems
    assert problem.severity == "error"
    assert problem.message.startswith(message)
    assert problem.hint


def test_a_file_without_rows_is_empty_and_says_so() -> None:
    assert read("Title,Author\n").problems[0].message == (
        "0 rows: 0 taken, 0 skipped; 0 with an ISBN"
    )


# ---- Anything ------------------------------------------------------------------------------------

cells = st.text(alphabet='ab,;\t|"\n\r \xe9=9780142370', max_size=12)


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything(data: bytes) -> None:
    table = read(data)
    assert has_errors(table.problems) == (not table.problems[-1].message.endswith("an ISBN"))


@given(st.binary(max_size=200))
def test_no_bytes_below_a_header_raise_anything(data: bytes) -> None:
    read(b"Title,Author,ISBN,Year,Subjects,Cover,Link,Blurb\n" + data)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=8), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_row_by_row(rows: list[list[str]], sign: str) -> None:
    text = io.StringIO()
    wide = [[each.replace("\r", "") for each in row] + ["x"] * (4 - len(row)) for row in rows]
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows(
        [["Title", "Author", "ISBN", "Year"], *wide]
    )
    table = read(text.getvalue())
    titled = [row for row in wide if row[0].strip()]
    assert table.rows == len([row for row in wide if "".join(row).strip()])
    assert table.taken == len(titled)


@given(st.text(alphabet='ab,"\n', max_size=200))
def test_every_line_with_words_is_in_a_row(text: str) -> None:
    table = read(f"Title,Author\n{text}")
    named = {problem.line for problem in faults(table)} | {book.line for book in table.books}
    assert len(named) == table.rows


def test_each_column_of_subjects_is_parted_in_its_own_way() -> None:
    (momo,) = read(
        'Title,Subject,Topics\nMomo,"funny, school","Comics, Novel; Islands, far away"\n'
    ).books
    assert momo.subjects == ("funny", "school", "Comics, Novel", "Islands, far away")
    (momo,) = read('Title,Subject,Topics\nMomo,"funny, school","comics, funny"\n').books
    assert momo.subjects == ("funny", "school", "comics")
