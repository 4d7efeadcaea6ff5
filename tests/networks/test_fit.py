"""Posts that fit: what is cut, what never is, and how a thread goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.networks.bluesky import BYTES
from libsite.networks.fit import FEWEST, Fitted, fit, length
from libsite.networks.graphemes import CLUSTER
from tests.networks.written import ADDRESSES, EMOJI, SIGNS, WORDS

if TYPE_CHECKING:
    from libsite.model import Counting

LINK = "https://maple.example.org/posts/rivers/"
TAGS = ("#Rivers", "#GlobalReadAloud")
RAFT = (
    "The river runs past the library, and on its far bank the children built a raft. "
    "They named it Otter. In the evening the water rose, and Otter went to sea without them."
)
CAT = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 4
THAI = "ห้องสมุดมีหนังสือใหม่แล้วนะคะ" * 6
COUNTINGS: tuple[Counting, ...] = ("x", "bluesky", "mastodon", "threads", "characters")
NUMBER = re.compile(r" (\d+)/(\d+)$", re.MULTILINE)


def post(words: str, *, limit: int, counting: Counting = "characters", **more: object) -> Fitted:
    settled = {"tags": (), "link": "", "link_cost": 0, "thread": False, **more}
    return fit(words, counting=counting, limit=limit, **settled)  # type: ignore[arg-type] # a table


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rivers", 6),
        ("Příběhy كتب 読書", 14),
        ("📚", 4),
        ("Read 📚!", 10),
        ("👍🏽", 8),
        ("👩\u200d🚀", 11),
        ("❤️", 6),
        ("🇫🇷", 8),
        ("1️⃣", 1 + 6),
    ],
)
def test_threads_counts_emoji_by_their_bytes(text: str, count: int) -> None:
    assert length(text, "threads") == count


def test_a_post_is_its_words_the_link_and_the_tags() -> None:
    made = fit(RAFT, tags=TAGS, link=LINK, counting="mastodon", limit=500)
    assert made.parts == (f"{RAFT}\n\n{LINK}\n\n#Rivers #GlobalReadAloud",)
    assert made.lengths == (len(RAFT) + 2 + 23 + 2 + 24,)
    assert not made.cut


def test_without_words_tags_or_link_there_is_no_empty_line() -> None:
    assert post("", limit=0, link=LINK).parts == (LINK,)
    assert post("Rivers", limit=0, tags=TAGS[:1]).parts == ("Rivers\n\n#Rivers",)
    assert post("", limit=10).parts == ("",)


def test_a_limit_of_nought_is_none() -> None:
    made = post(RAFT * 100, limit=0, counting="bluesky", link=LINK)
    assert made.parts == (f"{RAFT * 100}\n\n{LINK}",)
    assert not made.cut


def test_words_are_cut_between_two_and_link_and_tags_are_not() -> None:
    made = fit(RAFT, tags=TAGS, link=LINK, counting="x", limit=140)
    words = "The river runs past the library, and on its far bank the children built a raft. They…"
    assert made.parts == (f"{words}\n\n{LINK}\n\n#Rivers #GlobalReadAloud",)
    assert made.cut
    assert made.lengths[0] <= 140


@pytest.mark.parametrize(
    ("words", "limit", "made"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 12, "one two…"),
        ("one — two three", 9, "one…"),
        ("one (two three)", 8, "one…"),
        ("one two\n\nthree", 12, "one two…"),
        ("extraordinarily", 8, "extraor…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 29, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"),
        ("one", 0, "one"),
        ("see https://a.example/b now", 12, "see…"),
        ("see https://a.example/b now", 25, "see https://a.example/b …"),
        ("see #Tag and more", 11, "see #Tag …"),
        ("see #Tag and more", 9, "see…"),
        ("see https://a.example/b- — now", 27, "see https://a.example/b- …"),
        ("see https://a.example/b, now", 27, "see https://a.example/b …"),
        ("https://a.example/b now", 12, ""),
        ("example.com/list now", 10, ""),
    ],
)
def test_a_cut_is_made_where_it_hurts_least(words: str, limit: int, made: str) -> None:
    assert post(words, limit=limit).parts == (made,)


def test_scripts_without_spaces_are_cut_between_characters() -> None:
    made = fit(CAT, tags=(), link="", counting="x", limit=50)
    assert made.parts == ("吾輩は猫である。名前はまだ無い。どこで生れたかと…",)
    thai = fit(THAI, tags=(), link="", counting="bluesky", limit=20)
    assert thai.parts[0].endswith("…")
    assert 15 <= thai.lengths[0] <= 20
    assert CLUSTER.findall(THAI)[: thai.lengths[0] - 1] == CLUSTER.findall(thai.parts[0][:-1])


def test_no_line_begins_with_a_mark_that_closes() -> None:
    for limit in range(20, 120):
        for part in fit(CAT, tags=(), link="", counting="x", limit=limit, thread=True).parts:
            assert part[0] != "。"
    for limit in range(20, 60):
        for part in post("ちょっと「きっと、ゆっくり」" * 9, limit=limit, thread=True).parts:
            assert part[0] not in "、」っゃゅょ"
            assert NUMBER.sub("", part)[-2:] != "「…"


def test_tags_go_from_the_last_where_words_would_have_no_room() -> None:
    tags = tuple(f"#{letter * 20}" for letter in "abcdef")
    made = post(RAFT, limit=120, tags=tags)
    words, line = made.parts[0].split("\n\n")
    assert line == " ".join(tags[:3])
    assert len(words) >= FEWEST - 10
    assert made.cut
    assert post("Short.", limit=120, tags=tags).parts == (f"Short.\n\n{' '.join(tags[:5])}",)


def test_a_link_that_is_longer_than_a_post_is_left_out_whole() -> None:
    made = post("Rivers", limit=30, link=LINK)
    assert made == Fitted(("Rivers",), (6,), cut=True)


def test_what_the_words_say_is_not_said_again() -> None:
    words = f"Read {LINK}! #rivers"
    assert post(words, limit=200, tags=TAGS, link=LINK).parts == (f"{words}\n\n#GlobalReadAloud",)
    assert LINK in post(f"{LINK}2", limit=200, link=LINK).parts[0].split("\n\n")


def test_a_link_costs_what_the_network_says() -> None:
    assert length(f"a {LINK}", "characters") == 2 + len(LINK)
    assert length(f"a {LINK}", "characters", 10) == 12
    assert length(f"a {LINK}", "x") == 25
    assert length("🎉", "characters") == 2


def test_bluesky_has_a_limit_of_bytes_too() -> None:
    made = fit("👨‍👩‍👧‍👦 " * 299, tags=TAGS, link=LINK, counting="bluesky", limit=300)
    assert made.lengths[0] < 300
    assert BYTES - 60 < len(made.parts[0].encode()) <= BYTES


def test_a_thread_goes_on_and_its_first_part_has_the_link() -> None:
    made = fit(RAFT, tags=TAGS, link=LINK, counting="x", limit=140, thread=True)
    first, second = made.parts
    assert first.split("\n\n") == [
        "The river runs past the library, and on its far bank the children built a raft. 1/2",
        LINK,
        "#Rivers #GlobalReadAloud",
    ]
    assert second == RAFT[RAFT.index("They") :] + " 2/2"
    assert not made.cut


def test_a_sentence_that_goes_on_says_so() -> None:
    parts = post("one two three four five six", limit=16, thread=True).parts
    assert parts == ("one two… 1/3", "three four… 2/3", "five six 3/3")
    parts = post("one two, three four five six", limit=17, thread=True).parts
    assert parts == ("one two, … 1/3", "three four… 2/3", "five six 3/3")


def test_a_part_ends_with_a_sentence_if_one_ends_shortly_before() -> None:
    parts = post("Aaa bbb ccc ddd. Eee fff ggg hhh iii", limit=26, thread=True).parts
    assert parts == ("Aaa bbb ccc ddd. 1/2", "Eee fff ggg hhh iii 2/2")
    parts = post("Aaa. Bbb ccc ddd eee fff ggg hhh iii", limit=26, thread=True).parts
    assert parts == ("Aaa. Bbb ccc ddd eee… 1/2", "fff ggg hhh iii 2/2")


def test_a_thread_that_fits_is_one_post() -> None:
    assert post(RAFT, limit=500, thread=True) == post(RAFT, limit=500)


def test_a_thread_of_ten_parts_has_room_for_its_numbers() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    made = post(words, limit=40, thread=True)
    assert len(made.parts) > 10
    assert made.parts[9].endswith(f"10/{len(made.parts)}")
    assert max(made.lengths) <= 40


def test_an_address_longer_than_a_part_is_left_out_and_the_rest_goes_on() -> None:
    made = post(f"First {LINK} last", limit=20, thread=True)
    assert [NUMBER.sub("", part) for part in made.parts] == ["First…", "last"]
    assert made.cut


def test_a_link_that_fills_the_first_part_leaves_the_words_to_the_others() -> None:
    made = post("one two three four five six seven", limit=44, link=LINK, thread=True)
    assert made.parts == (f"1/2\n\n{LINK}", "one two three four five six seven 2/2")
    made = post("one two three four five six seven", limit=40, link=LINK, thread=True)
    assert made.parts == (LINK, "one two three four five six seven 2/2")
    assert not made.cut


def test_an_address_of_any_length_stays_where_it_costs_little() -> None:
    address = "https://example.org/" + "a" * 1500
    made = fit(f"{address} {RAFT}", tags=(), link="", counting="x", limit=100)
    assert made.parts[0].startswith(f"{address} The river")
    thread = fit(f"{address} {RAFT}", tags=(), link="", counting="x", limit=100, thread=True)
    assert thread.parts[0].startswith(f"{address} The river")
    assert not thread.cut


PIECES = st.sampled_from([*WORDS, *EMOJI, *ADDRESSES, *SIGNS, RAFT, CAT, THAI])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=14).map(" ".join)


@given(
    words=TEXTS,
    tags=st.lists(st.sampled_from(["#Rivers", "#読書", "#GlobalReadAloud", "#कृष्ण"]), unique=True),
    link=st.sampled_from(["", LINK, "https://例え.テスト/本", "http://localhost:8000/a"]),
    counting=st.sampled_from(COUNTINGS),
    limit=st.sampled_from([1, 20, 60, 140, 280, 300, 500]),
    thread=st.booleans(),
)
def test_nothing_is_ever_too_long_and_nothing_whole_is_broken(
    words: str, tags: list[str], link: str, counting: Counting, limit: int, *, thread: bool
) -> None:
    made = fit(words, tags=tags, link=link, counting=counting, limit=limit, thread=thread)
    assert all(length(part, counting) <= limit for part in made.parts)
    assert made.lengths == tuple(length(part, counting) for part in made.parts)
    if counting == "bluesky":
        assert all(len(part.encode()) <= BYTES for part in made.parts)
    if not made.cut:
        assert all(tag.casefold() in made.parts[0].casefold() for tag in tags)
        assert link in made.parts[0] or link in words
        assert re.fullmatch(_expected(words, link, tags), _joined(made))
    if len(made.parts) == 1 and not made.cut:
        again = fit(made.parts[0], tags=tags, link=link, counting=counting, limit=limit)
        assert again.parts == made.parts


BOOK = "https://books.example.org/a_(b)/?c=d-"
FAMILY = "👨‍👩‍👧‍👦"


@given(
    words=st.lists(
        st.sampled_from([BOOK, FAMILY, "#GlobalReadAloud", "क्ष", "図書館", "the", "、", "。"]),
        min_size=1,
        max_size=30,
    ),
    gap=st.sampled_from(["", " ", "\n"]),
    counting=st.sampled_from(COUNTINGS),
    limit=st.integers(min_value=12, max_value=160),
    thread=st.booleans(),
)
def test_addresses_tags_and_characters_of_the_words_are_whole_or_absent(
    words: list[str], gap: str, counting: Counting, limit: int, *, thread: bool
) -> None:
    text = gap.join(f" {word} " if word[0] in "h#" else word for word in words)
    made = fit(text, tags=(), link="", counting=counting, limit=limit, thread=thread)
    for part in made.parts:
        assert part.count("https://") == part.count(BOOK)
        assert part.count("#") == part.count("#GlobalReadAloud")
        assert part.count("\u200d") == 3 * part.count(FAMILY)
        assert part.count("\u094d") == part.count("क्ष")


def _expected(words: str, link: str, tags: list[str]) -> str:
    """Return what the parts say in a row: the words, and of link and tags what is new."""
    news = "".join(f"(?:{re.escape(piece)})?" for piece in ("".join(link.split()), *tags))
    return re.escape("".join(words.split())) + news


def _joined(made: Fitted) -> str:
    """Return what all parts say in a row, without white space and numbers; the tail comes last."""
    total = len(made.parts)
    if total == 1:
        return "".join(made.parts[0].split())
    texts, tail = [], ""
    for number, part in enumerate(made.parts, 1):
        found = re.fullmatch(rf"(.*?) ?{number}/{total}((?:\n\n.*)?)", part, re.DOTALL)
        if not found:  # the first part is link and tags alone
            tail += part
            continue
        texts.append(found[1].removesuffix("…") if number < total else found[1])
        tail += found[2]
    return "".join("".join([*texts, tail]).split())
