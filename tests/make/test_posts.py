"""Finished posts: whose words, how much of them, and what a network is opened with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from libsite.make.posts import posts_of, tidy
from libsite.read.networks import registry
from libsite.views import Picture, ShareView, TargetView

if TYPE_CHECKING:
    from libsite.model import Network
    from libsite.views import Post

LINK = "https://library.example.org/town/posts/rivers/"
WIDE = Picture("site:/posts/rivers/card.png", "Rivers, from the library", "", 1200, 630)
SQUARE = Picture("site:/posts/rivers/card-square.png", "Rivers", "", 1080, 1080)
HARD = "Löwen & Bären: 100 % “neu”?\n\nمرحبا #eins {text} {url} <b>a+b=c</b> 👩\u200d👩\u200d👧"
"""Words with everything in them that an address could trip over."""
LONG = " ".join(f"Sentence {number} tells a little more." for number in range(1, 40))


def target_of(network: Network, **more: Any) -> TargetView:  # noqa: ANN401 - fields of a target
    made = TargetView(
        name=network.name,
        title=network.title,
        own=False,
        account="",
        limit=network.limit,
        counting=network.counting,
        link_cost=network.link_cost,
        intent=network.intent,
        takes_text=network.takes_text,
        takes_tags=network.takes_tags,
        takes_links=network.takes_links,
        thread=network.thread,
        shape=network.shape,
        alt_limit=network.alt_limit,
        note=network.note,
    )
    return replace(made, **more)


TARGETS = {name: target_of(one) for name, one in registry().items() if one.target}


def sheet(**more: Any) -> ShareView:  # noqa: ANN401 - fields of a sheet
    made = ShareView(
        id="posts/rivers",
        kind="post",
        title="Rivers & more",
        url="site:/share/posts/rivers/",
        page="site:/posts/rivers/",
        link=LINK,
        lang="en",
        dir="ltr",
        date=None,
        summary="",
        authors=(),
        books=(),
        count=0,
        club="",
        meeting=None,
        card=WIDE,
        square=SQUARE,
        hashtags=("#Water", "#MapleReads"),
        words=(),
        shared=(),
        trail=(),
    )
    return replace(made, **more)


def posted(target: TargetView, template: str = "All about rivers.", **more: Any) -> Post:  # noqa: ANN401 - fields of a sheet
    (post,) = posts_of(sheet(**more), [target], lambda _: template)
    return post


def written(target: TargetView, words: str, **more: Any) -> Post:  # noqa: ANN401 - the same
    """Return the post of a librarian's own *words* for *target*."""
    return posted(target, words=((target.name, words),), **more)


def asked(intent: str) -> dict[str, str]:
    """Return what an intent says, decoded as a network does it."""
    found = urlsplit(intent)
    return {name: value[0] for name, value in parse_qs(found.query).items()}


# ---- Whose words


def test_a_template_words_a_post_and_link_and_tags_follow() -> None:
    post = posted(TARGETS["mastodon"])
    assert post.parts == (f"All about rivers.\n\n{LINK}\n\n#Water #MapleReads",)
    assert post.lengths == (17 + 2 + 23 + 2 + 18,)
    assert not post.cut


def test_a_librarians_own_words_go_before_those_of_the_template() -> None:
    def never(target: TargetView) -> str:
        raise AssertionError(target)

    view = sheet(words=(("", "Read this."),))
    (post,) = posts_of(view, [TARGETS["mastodon"]], never)
    assert post.parts[0].startswith("Read this.\n\n")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), {"facebook": "T", "bluesky": "T", "mastodon": "T"}),
        ((("", "For all."),), dict.fromkeys(("facebook", "bluesky", "mastodon"), "For all.")),
        (
            (("", "For all."), ("bluesky", "For you.")),
            {"facebook": "For all.", "bluesky": "For you.", "mastodon": "For all."},
        ),
        ((("mastodon", "Hi"),), {"facebook": "T", "bluesky": "T", "mastodon": "Hi"}),
    ],
)
def test_own_words_go_before_those_for_all(
    words: tuple[tuple[str, str], ...], found: dict[str, str]
) -> None:
    posts = posts_of(sheet(words=words), [TARGETS[name] for name in found], lambda _: "T")
    assert {one.target.name: one.parts[0].partition("\n")[0] for one in posts} == found


def test_a_network_for_which_tags_mean_nothing_gets_none() -> None:
    assert posted(TARGETS["whatsapp"]).parts == (f"All about rivers.\n\n{LINK}",)


def test_a_network_in_which_links_are_dead_gets_none() -> None:
    assert LINK not in posted(TARGETS["instagram"]).parts[0]


@pytest.mark.parametrize(
    "words",
    [
        f"Read it: {LINK}",
        f"Read it:\n{LINK}",
        f"At {LINK} you can read it.",
        f"See the map ({LINK}map.pdf) first.",
        f"See https://other.example/?u={LINK}",
    ],
)
@pytest.mark.parametrize("name", ["mastodon", "telegram", "facebook"])
def test_the_link_stands_once_in_a_post(words: str, name: str) -> None:
    (text,) = written(TARGETS[name], words).parts
    there = [word.strip("().,") for word in text.split()]
    assert there.count(LINK) == 1


@pytest.mark.parametrize("name", ["pinterest", "instagram"])
def test_where_links_are_dead_own_words_lose_that_of_the_page(name: str) -> None:
    words = f"Read it: {LINK}, then come ({LINK}).\n\n{LINK}\n\nAnd {LINK}more stays."
    post = written(TARGETS[name], words)
    assert post.parts[0].startswith(f"Read it:, then come.\n\nAnd {LINK}more stays.")
    assert post.parts[0].count(LINK) == 1


def test_a_link_amid_words_is_not_cut_away_with_them() -> None:
    words = f"{LONG} At {LINK} you can read it."
    (text,) = written(replace(TARGETS["x"], thread=False), words).parts
    assert text.count(LINK) == 1
    assert text.startswith("Sentence 1 tells")


def test_blanks_of_a_template_are_tidied() -> None:
    assert tidy("\n  Rivers \u00a0 and\t\n\n\n\n  hills  \n \n") == "Rivers and\n\nhills"


# ---- How much of them


@pytest.mark.parametrize("name", [name for name, one in TARGETS.items() if one.limit])
def test_no_post_is_longer_than_its_network_allows(name: str) -> None:
    template = LONG * (TARGETS[name].limit // 1000 + 1)
    post = posted(TARGETS[name], template)
    assert len(post.parts) == 1
    assert all(length <= TARGETS[name].limit for length in post.lengths)
    if post.cut:
        assert "…" in post.parts[0]
    assert LINK in post.parts[0] or not TARGETS[name].takes_links


def test_words_of_a_template_are_cut_and_never_a_thread() -> None:
    post = posted(TARGETS["bluesky"], LONG)
    assert len(post.parts) == 1
    assert post.cut


def test_own_words_that_are_too_long_become_a_thread() -> None:
    post = written(TARGETS["bluesky"], LONG)
    assert len(post.parts) > 2
    assert not post.cut
    assert all(length <= 300 for length in post.lengths)
    assert [LINK in part for part in post.parts] == [True, *[False] * (len(post.parts) - 1)]
    assert len(post.intents) == len(post.parts)
    assert asked(post.intents[1])["text"] == post.parts[1]


def test_own_words_are_cut_where_there_are_no_threads() -> None:
    post = written(replace(TARGETS["threads"], thread=False), LONG)
    assert len(post.parts) == 1
    assert post.cut


# ---- What a network is opened with


@pytest.mark.parametrize("words", ["All about rivers.", HARD])
@pytest.mark.parametrize("name", [name for name, one in TARGETS.items() if "{text}" in one.intent])
def test_an_intent_decoded_again_gives_the_text(name: str, words: str) -> None:
    post = written(TARGETS[name], words)
    pattern = TARGETS[name].intent
    (field,) = [one.split("=")[0] for one in urlsplit(pattern).query.split("&") if "{text}" in one]
    told = asked(post.intents[0])[field].replace("\r\n", "\n")
    if "{url}" in pattern:
        assert LINK in asked(post.intents[0]).values()
        assert told == post.parts[0].replace(f"\n\n{LINK}", "")
    else:
        assert told == post.parts[0]
    assert post.intents[0].isascii()
    assert set(post.intents[0]).isdisjoint(' "<>\\^`|\n')


@pytest.mark.parametrize("name", ["facebook", "linkedin", "reddit"])
def test_a_network_that_takes_no_words_gets_the_link_alone(name: str) -> None:
    post = posted(TARGETS[name])
    assert LINK in asked(post.intents[0]).values()
    assert "All about" not in post.intents[0]
    assert post.parts[0].startswith("All about rivers.")


def test_the_server_of_mastodon_is_left_to_the_page() -> None:
    assert posted(TARGETS["mastodon"]).intents[0].startswith("https://{instance}/share?text=All%20")


def test_mail_ends_its_lines_as_mail_does() -> None:
    (intent,) = posted(TARGETS["email"]).intents
    assert intent.startswith("mailto:?subject=Rivers%20%26%20more&body=All%20about%20rivers.%0D%0A")


def test_a_text_message_holds_the_text() -> None:
    (intent,) = posted(TARGETS["sms"]).intents
    assert intent.startswith("sms:?&body=All%20about%20rivers.%0A%0Ahttps%3A%2F%2F")


def test_a_pin_takes_the_picture_along_and_needs_one() -> None:
    said = asked(posted(TARGETS["pinterest"]).intents[0])
    assert said["media"] == "https://library.example.org/town/posts/rivers/card-square.png"
    assert said["url"] == LINK
    assert posted(TARGETS["pinterest"], card=None, square=None).intents == ("",)


@pytest.mark.parametrize("name", ["instagram", "copy"])
def test_where_nothing_can_be_opened_there_is_no_intent(name: str) -> None:
    assert posted(TARGETS[name]).intents == ("",)


# ---- The picture


def test_the_words_for_the_picture_are_as_long_as_the_network_allows() -> None:
    said = replace(WIDE, alt="A river, " * 40)
    short = posted(replace(TARGETS["bluesky"], alt_limit=100), card=said).alt
    assert len(short) <= 100
    assert short.endswith("river…")
    assert posted(replace(TARGETS["bluesky"], alt_limit=0), card=said).alt == said.alt
    assert posted(TARGETS["bluesky"], card=None, square=None).alt == ""
    assert posted(TARGETS["instagram"]).alt == "Rivers"
