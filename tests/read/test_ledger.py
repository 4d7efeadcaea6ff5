"""The ledger of published pages is read, checked and written for people and for git."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from libsite.model import LedgerEntry
from libsite.read.ledger import read_ledger, write_ledger

PATH = "content/_ledger/published.yaml"
RIVERS = LedgerEntry(
    id="post-rivers",
    url="/posts/rivers/",
    source="content/posts/rivers.md",
    body="0" * 32,
    date="2026-11-21",
)
ABOUT = LedgerEntry(id="no", url="/about/", source="content/pages/Über uns.md", body="1e5")


def test_the_file_is_sorted_and_readable() -> None:
    text = write_ledger([RIVERS, ABOUT])
    assert "`libsite record` writes it" in text
    assert text.partition("\n- ")[2] == (
        'id: "no"\n  url: /about/\n  source: "content/pages/Über uns.md"\n  body: 1e5\n'.replace(
            "body: 1e5", 'body: "1e5"'
        )
        + "- id: post-rivers\n  url: /posts/rivers/\n  source: content/posts/rivers.md\n"
        f'  body: "{"0" * 32}"\n  date: 2026-11-21\n'
    )


def test_the_order_of_the_entries_does_not_matter() -> None:
    assert write_ledger([RIVERS, ABOUT]) == write_ledger([ABOUT, RIVERS])


def test_a_ledger_without_entries_can_be_read_and_one_that_is_cut_off_is_an_error() -> None:
    assert [str(problem) for problem in read_ledger("", path=PATH)[1]] == [
        (
            f"{PATH}: the ledger is empty: it knows no address any more\n"
            "  hint: restore the file from git, or delete it if nothing of the site was ever public"
        )
    ]
    assert read_ledger(write_ledger([]), path=PATH) == ((), ())


texts = st.text(st.characters(exclude_categories=["Cs"]))
parts = st.from_regex(r"[a-zäß._%-]{0,5}[a-z]", fullmatch=True)
urls = st.lists(parts).map(lambda names: "/" + "".join(f"{name}/" for name in names))


@given(
    st.lists(
        st.builds(LedgerEntry, texts, urls, texts, texts, st.none() | texts),
        unique_by=(lambda entry: entry.id, lambda entry: entry.url),
    )
)
def test_any_entries_are_read_as_they_were_written(entries: list[LedgerEntry]) -> None:
    read, problems = read_ledger(write_ledger(entries), path=PATH)
    assert problems == ()
    assert sorted(read, key=lambda entry: entry.id) == sorted(entries, key=lambda entry: entry.id)
    assert write_ledger(read) == write_ledger(entries)


@given(st.text(st.characters()))
def test_no_text_raises_anything(text: str) -> None:
    read_ledger(text, path=PATH)


def test_an_id_or_url_that_stands_twice_is_an_error_with_both_lines() -> None:
    text = "- {id: a, url: /a/, source: s, body: b}\n- {id: a, url: /a/, source: t, body: b}\n"
    _, problems = read_ledger(text, path=PATH)
    assert [str(problem).splitlines()[0] for problem in problems] == [
        f"{PATH}:2:4: `id: a` stands twice, on lines 1 and 2",
        f"{PATH}:2:11: `url: /a/` stands twice, on lines 1 and 2",
    ]


def test_the_marks_of_a_conflict_in_git_are_named() -> None:
    text = "- id: a\n<<<<<<< HEAD\n  url: /a/\n=======\n  url: /b/\n>>>>>>> other\n"
    entries, [problem] = read_ledger(text, path=PATH)
    assert entries == ()
    assert (problem.line, problem.severity) == (2, "error")
    assert "git could not join" in problem.message


def test_an_entry_that_lacks_something_is_an_error_and_the_others_are_read() -> None:
    text = "- {id: a, url: /a/, source: s, body: b}\n- {id: x}\n- y\n- {id: [z]}\n"
    entries, problems = read_ledger(text, path=PATH)
    assert [entry.id for entry in entries] == ["a"]
    assert [problem.line for problem in problems] == [2, 3, 4]
    text = "- {id: a, url: /a/, source: s, body: b, more: c}\n"
    assert "`more` is not part" in read_ledger(text, path=PATH)[1][0].message
    text = "- {id: a, url: /a/, source: s, body: b, date: [c]}\n"
    assert "is not a day" in read_ledger(text, path=PATH)[1][0].message


def test_ten_thousand_entries_are_read_in_about_a_second() -> None:
    entries = [
        LedgerEntry(f"post-{n}", f"/posts/{n}/", f"content/posts/{n}.md", f"{n:032x}", "2026-11-21")
        for n in range(10_000)
    ]
    text = write_ledger(entries)
    read, problems = read_ledger(text, path=PATH)
    assert len(read) == len(entries)
    assert problems == ()
