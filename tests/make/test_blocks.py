"""Shortcodes become blocks, in pages and in feeds, and keys know of what shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from libsite.artifact import Body, Bundle, Job, Output, Render, Rss
from libsite.errors import SiteError
from libsite.make.blocks import fill_blocks, templates_in
from libsite.make.bundle import make
from libsite.make.keys import Basis, changed_parts, key_of, shared_digests, shared_names
from libsite.make.theme import closures, make_setting
from libsite.model import Layer, Theme
from libsite.views import (
    BookBlock,
    BookCard,
    FeedItem,
    FeedView,
    PageView,
    Picture,
    ShelfBlock,
    VideoBlock,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from libsite.make.theme import Setting

TEMPLATES = {
    "post.html": "{{ body }}",
    "plain.html": "{{ page.title }}",
    "block-book.html": "<b>{{ block.book.title }}{{ block.note }}{{ greeting }}</b>\n",
    "block-shelf.html": '{% include "shelf.html" %}',
    "shelf.html": "{% for book in block.books %}<i>{{ book.title }}</i>{% endfor %}",
    "block-video.html": '<a href="{{ block.url }}">{{ block.title }}</a>',
}
CARD = BookCard("Wonder & <co>", (), "site:/books/wonder/", Picture("site:/c.svg", ""), drawn=True)
BOOK = BookBlock("book", CARD, "Read it")
SHELF = ShelfBlock("shelf", "New", "site:/titles/new/", (CARD, CARD), 2)
FILM = VideoBlock("video", "A film", "https://v.example.org/w/x", "https://v.example.org/e", "v")
SHARED = {"greeting": "Hi", "site": "unused"}
PLACE = '<libsite-shortcode n="{}"></libsite-shortcode>'


def setting(templates: Mapping[str, str] = TEMPLATES) -> Setting:
    layer = Layer("themes/tiny", templates)
    theme = Theme("tiny", (layer,))
    return make_setting(theme, url="https://x.example.org/", portable=False, language="en")


def page(body: Body) -> PageView:
    return PageView(
        kind="post",
        title="T",
        url="site:/posts/t/",
        canonical="https://x.example.org/posts/t/",
        lang="en",
        dir="ltr",
        date=None,
        updated=None,
        authors=(),
        summary="",
        image=None,
        tags=(),
        audience=(),
        headings=(),
        newer=None,
        older=None,
        body=body,
        trail=(),
        card=None,
        oembed="",
        syndication=(),
    )


def bundle(body: Body) -> Bundle:
    return Bundle("p.html", "x.md", (Output("p.html", Render("post.html")),), page(body))


def feed(body: Body) -> Bundle:
    item = FeedItem(
        id="urn:x",
        title="T",
        url="site:/posts/t/",
        date=None,
        updated=None,
        authors=(),
        categories=(),
        summary="s",
        lang="en",
        body=body,
        enclosure=None,
    )
    view = FeedView(
        id="urn:y",
        title="S",
        part="",
        section="",
        description="d",
        language="en",
        author="S",
        url="site:/",
        feed="site:/feed.xml",
        atom="",
        json="",
        items=(item,),
    )
    return Bundle("feed.xml", "feeds", (Output("feed.xml", Rss(), "absolute"),), view)


def basis(templates: Mapping[str, str] = TEMPLATES, **shared: object) -> Basis:
    made = setting(templates)
    return Basis("t", made, closures(made, templates), shared_digests({**SHARED, **shared}))


def made_of(one: Bundle, html: str, templates: Mapping[str, str] = TEMPLATES) -> str:
    known = basis(templates)
    names = tuple(shared_names(one, known.closures, SHARED))
    done = make(Job(one, names, {"d": html}), known.setting, SHARED)
    assert done.problems == ()
    return "".join(data.decode() for data in done.files.values())


def test_each_block_stands_in_its_place_and_others_follow() -> None:
    body = Body("d", blocks=(BOOK, None, "Wonder & <co>", FILM), after=(SHELF,))
    html = "<p>a</p>\n" + "\n".join(PLACE.format(n) for n in range(4)) + "\n<p>z</p>"
    assert made_of(bundle(body), html) == (
        "<p>a</p>\n<b>Wonder &amp; &lt;co&gt;Read itHi</b>\n\n<p>Wonder &amp; &lt;co&gt;</p>\n"
        '<a href="https://v.example.org/w/x">A film</a>\n<p>z</p>\n'
        "<i>Wonder &amp; &lt;co&gt;</i><i>Wonder &amp; &lt;co&gt;</i>"
    )


def test_feeds_show_the_same_with_addresses_in_full() -> None:
    templates = TEMPLATES | {"block-book.html": '<a href="{{ block.book.url }}">{{ greeting }}</a>'}
    body = Body("d", blocks=(BOOK,), after=(BOOK,))
    found = made_of(feed(body), f"<p>a</p>{PLACE.format(0)}", templates)
    shown = '<a href="https://x.example.org/books/wonder/">Hi</a>'
    assert f"<![CDATA[<p>a</p>{shown}\n{shown}]]>" in found


def test_a_place_without_a_block_vanishes() -> None:
    assert fill_blocks(f"a{PLACE.format(0)}b{PLACE.format(7)}", Body("d"), str) == "ab"
    assert fill_blocks("<p>x</p>", Body("d", blocks=(BOOK,)), str) == "<p>x</p>"


def test_a_block_sees_nothing_of_its_page() -> None:
    templates = TEMPLATES | {"block-book.html": "{{ page.title }}"}
    known = basis(templates)
    body = Body("d", blocks=(BOOK,))
    for one in (bundle(body), feed(body)):
        done = make(Job(one, (), {"d": PLACE.format(0)}), known.setting, SHARED)
        assert done.files == {}
        (problem,) = done.problems
        assert (problem.path, problem.line) == ("themes/tiny/block-book.html", 1)
        assert problem.message == "this template failed: there is no `page`"


# ---- Keys


def test_the_templates_of_blocks_are_those_that_a_view_needs() -> None:
    assert templates_in(page(Body("d", blocks=(None, FILM, BOOK, "x", BOOK)))) == [
        "block-book.html",
        "block-video.html",
    ]
    assert templates_in(feed(Body("d", after=(SHELF,))).view) == ["block-shelf.html"]
    assert templates_in(page(Body("d"))) == templates_in(None) == []


@pytest.mark.parametrize("make_bundle", [bundle, feed])
@pytest.mark.parametrize(
    ("template", "matters"),
    [("block-shelf.html", True), ("shelf.html", True), ("block-book.html", False)],
)
def test_a_key_holds_the_closures_of_the_blocks_that_are_shown(
    make_bundle: Callable[[Body], Bundle], template: str, *, matters: bool
) -> None:
    one = make_bundle(Body("d", blocks=(SHELF,)))
    changed = TEMPLATES | {template: TEMPLATES[template] + "!"}
    before, after = key_of(one, basis()), key_of(one, basis(changed))
    # the digest of the whole theme is no part of a key
    assert (before.digest != after.digest) is matters
    labels = {
        closure.digest: closure.templates
        for known in (basis(), basis(changed))
        for closure in known.closures.values()
    }
    differ = changed_parts(before.text, after.text, labels)
    assert differ == ((f"template themes/tiny/{template}",) if matters else ())


@pytest.mark.parametrize("make_bundle", [bundle, feed])
def test_a_key_holds_the_shared_values_that_blocks_name(
    make_bundle: Callable[[Body], Bundle],
) -> None:
    with_book = make_bundle(Body("d", blocks=(BOOK,)))
    without = make_bundle(Body("d", blocks=(SHELF,)))
    for one, matters in ((with_book, True), (without, False)):
        moved = key_of(one, basis(greeting="Hello")).digest != key_of(one, basis()).digest
        assert moved is matters
        assert shared_names(one, basis().closures, SHARED) == (["greeting"] if matters else [])


def test_a_key_holds_what_the_blocks_say() -> None:
    one = bundle(Body("d", blocks=(BOOK,)))
    other = bundle(Body("d", blocks=(replace(BOOK, note="!"),)))
    assert key_of(one, basis()).digest != key_of(other, basis()).digest


@pytest.mark.parametrize("sign", ["+", "and"])
def test_what_python_cannot_nest_so_deeply_is_said(sign: str) -> None:
    deep = f"{{{{ {f' {sign} '.join('x' * 300)} }}}}"
    with pytest.raises(SiteError, match="nested too deeply"):
        closures(setting({"post.html": deep}), ["post.html"])


def test_a_number_that_python_does_not_read_is_said() -> None:
    with pytest.raises(SiteError) as fault:
        closures(setting({"post.html": f"one\n{{{{ {'1' * 5000} }}}}"}), ["post.html"])
    (problem,) = fault.value.problems
    assert problem.path == "themes/tiny/post.html"
    assert "digits" in problem.message


def test_a_name_that_looks_like_one_of_a_layer_below_is_no_template() -> None:
    with pytest.raises(SiteError, match="there is no template"):
        closures(setting({"post.html": '{% include "@x/y" %}'}), ["post.html"])
    closures(setting({"post.html": '{% include "@x/y" ignore missing %}'}), ["post.html"])
