"""The ledger of posts: which page was posted where, as people and share sheets write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.model import Share
from libsite.read.networks import registry
from libsite.read.shared import read_shared, strange_ids
from tests.sites import run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path

PATH = "content/_ledger/shared.yaml"
LINE = (
    '- {id: post/rivers, network: mastodon, date: 2026-11-22, url: "https://m.example/@maple/1"}\n'
)
RIVERS = Share("post/rivers", "mastodon", "2026-11-22", "https://m.example/@maple/1", 1)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("", ()),
        ("[]\n", ()),
        ("# Nothing yet\n", ()),
        (LINE, (RIVERS,)),
        (
            "-\n- id: post/rivers\n  network: Google Classroom\n  date: 2026-11-22 18:30\n",
            (Share("post/rivers", "google-classroom", "2026-11-22", "", 2),),
        ),
        (
            "- {id: a, network: twitter, date: 2012-05-06}\n",
            (Share("a", "x", "2012-05-06", "", 1),),
        ),
        (
            "- {id: a, network: google-plus, date: 2012-05-06}\n",
            (Share("a", "google-plus", "2012-05-06", "", 1),),
        ),
        (
            "- {id: a, network: x, date: 2026-5-6}\n- {id: a, network: x, date: 2026-5-6, url: https://x.com/2}\n",
            (
                Share("a", "x", "2026-05-06", "", 1),
                Share("a", "x", "2026-05-06", "https://x.com/2", 2),
            ),
        ),
    ],
)
def test_lines_are_read_in_their_order(text: str, shares: tuple[Share, ...]) -> None:
    assert read_shared(text, registry(), path=PATH) == (shares, ())


@pytest.mark.parametrize(
    ("line", "where", "message"),
    [
        ("- post/rivers", "2:3", "this line has no `id`"),
        ("- {id: a, date: 2026-11-22}", "2:3", "this line has no `network`"),
        ("- {id: a, network: x}", "2:3", "this line has no `date`"),
        ("- {id: a, network: x, date: yesterday}", "2:29", '`date` is not a day: "yesterday"'),
        ("- {id: a, network: x, date: 2026-02-30}", "2:29", '`date` is not a day: "2026-02-30"'),
        (
            "- {id: a, network: mastadon, date: 2026-11-22}",
            "2:20",
            "there is no network `mastadon`",
        ),
        ("- {id: a b, network: x, date: 2026-11-22}", "2:8", '`id` is not an identifier: "a b"'),
        (
            "- {id: a, network: x, date: 2026-11-22, url: x.com/maple}",
            "2:46",
            '`url` is not an address on the web: "x.com/maple"',
        ),
        (
            "- {id: a, network: x, date: 2026-11-22, url: 'javascript:alert(1)'}",
            "2:46",
            '`url` is not an address on the web: "javascript:alert(1)"',
        ),
    ],
)
def test_a_fault_is_an_error_where_it_stands_and_the_other_lines_are_read(
    line: str, where: str, message: str
) -> None:
    shares, [problem] = read_shared(LINE + line + "\n", registry(), path=PATH)
    assert shares == (RIVERS,)
    assert (problem.severity, problem.where) == ("error", f"{PATH}:{where}")
    assert problem.message == message
    assert problem.hint


def test_an_unknown_part_of_a_line_is_a_warning() -> None:
    line = "- {id: a, network: x, date: 2026-11-22, adress: here}\n"
    shares, [problem] = read_shared(line, registry(), path=PATH)
    assert [share.id for share in shares] == ["a"]
    assert (problem.severity, problem.where) == ("warning", f"{PATH}:1:41")
    assert problem.message == "`adress` is not a part of a line"


def test_a_line_that_stands_twice_counts_once() -> None:
    shares, [problem] = read_shared(LINE * 2, registry(), path=PATH)
    assert shares == (RIVERS,)
    assert (problem.severity, problem.where) == ("notice", f"{PATH}:2:3")
    assert problem.message == "this stands on line 1 already"


def test_the_address_of_a_post_on_a_closed_network_is_a_warning() -> None:
    line = "- {id: a, network: google-plus, date: 2012-05-06, url: https://plus.google.com/1}\n"
    shares, [problem] = read_shared(line, registry(), path=PATH)
    assert [share.network for share in shares] == ["google-plus"]
    assert (problem.severity, problem.line) == ("warning", 1)
    assert problem.message.startswith("this links to Google+, which closed on 2019-04-02;")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("id: post/rivers\nnetwork: mastodon\n", "- {id: post/rivers, network: mastodon, date:"),
        ("- {id: post/rivers, network: mastodon, date: 2026-11-22\n", "close it with `}`"),
        (f"- {{id: a, network: x, date: 2026-11-22\n{LINE}", "close it with `}`"),
    ],
)
def test_a_slip_of_the_pen_is_told_how_to_mend(text: str, hint: str) -> None:
    problems = read_shared(text, registry(), path=PATH)[1]
    assert hint in problems[0].hint


def test_the_marks_of_a_conflict_in_git_are_named() -> None:
    text = f"<<<<<<< HEAD\n{LINE}=======\n{LINE}>>>>>>> other\n"
    shares, [problem] = read_shared(text, registry(), path=PATH)
    assert shares == ()
    assert (problem.severity, problem.where) == ("error", f"{PATH}:1:1")
    assert problem.message == "git could not join two versions of this file, and left both in it"


def test_a_line_of_no_page_is_a_warning_that_names_the_nearest() -> None:
    shares = (RIVERS, Share("post/river", "x", "2026-11-22", line=2), Share("zzz", "x", "", line=3))
    near, far = strange_ids(shares, ["post/rivers", "post/hills"], path=PATH)
    assert (near.severity, near.where) == ("warning", f"{PATH}:2")
    assert near.message == "there is no page with the id `post/river`"
    assert near.hint == "write `id: post/rivers`"
    assert far.hint == "delete the line if the page is gone for good"


def test_many_lines_of_no_page_are_looked_up_in_a_moment() -> None:
    shares = [Share(f"post/{n}", "x", "2026-11-22", line=n) for n in range(1, 2001)]
    ids = [f"titles/{n}" for n in range(2000)]
    assert len([*strange_ids(shares, ids, path=PATH)]) == 2000


def test_a_line_is_noticed_by_the_next_build_and_its_file_is_never_published(
    tmp_path: Path,
) -> None:
    root = write_site(tmp_path)
    run(root)
    good = tree(root / "output")
    (root / PATH).parent.mkdir()
    (root / PATH).write_text(LINE, encoding="utf-8")
    report = run(root)
    assert report.problems == ()
    assert set(report.made) == {"posts/rivers/index.html"}
    assert tree(root / "output").keys() == good.keys()
    (root / PATH).unlink()
    run(root)
    assert tree(root / "output") == good


@given(st.text(st.characters()))
def test_no_text_raises_anything(text: str) -> None:
    read_shared(text, registry(), path=PATH)
    read_shared(f"- {text}", registry(), path=PATH)
