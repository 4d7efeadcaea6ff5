"""What is unsafe goes, and the librarian is told."""

from __future__ import annotations

from html import unescape

import pytest

from libsite.read.markdown import read_markdown
from libsite.read.sanitise import sanitise, scheme_of


def said(text: str, *, first_line: int = 1) -> list[str]:
    markup = read_markdown(text, first_line=first_line)
    return [f"{p.line} {p.severity}: {p.message}" for p in markup.problems]


@pytest.mark.parametrize(
    "unsafe",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.org/a.js></SCRIPT>",
        "<img src=x alt=a onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href=' &#106;avascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,xxxx)",
        "[x](VBScript:x)",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<style>@import '//x.org/a.css'</style>",
        "<form action=//x.org><input name=a><button>b</button></form>",
        "<object data=//x.org/a.swf></object><embed src=//x.org/a.swf>",
        "<p style='background:url(//x.org/a.png)'>x</p>",
        "<details open ontoggle=alert(1)>x</details>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "text\n{: onclick=alert(1) }",
        "<meta http-equiv=refresh content='0;url=//x.org'><base href=//x><link href=//x.org/a.css>",
    ],
)
def test_nothing_runs_and_it_is_said(unsafe: str) -> None:
    markup = read_markdown(unsafe)
    lower = markup.html.lower()
    for word in (
        "<script",
        "<style",
        "<svg",
        "<form",
        "<input",
        "<embed",
        "<object",
        "style=",
        " on",
    ):
        assert word not in lower
    for word in ("javascript:", "data:", "vbscript:", "<meta", "<base", "<link"):
        assert word not in lower
    assert markup.problems


def test_what_documents_need_stays() -> None:
    kept = (
        '<table id="t" class="c"><caption>A</caption><colgroup><col span="2"></colgroup><tbody><tr>'
        '<th scope="col" colspan="2">b</th></tr></tbody></table>'
        '<details open=""><summary>s</summary></details><figure><figcaption>f</figcaption></figure>'
        '<p lang="he" dir="rtl" title="t" role="note" aria-label="l"><abbr title="x">a</abbr>'
        "<mark>m</mark><kbd>k</kbd><sub>1</sub><sup>2</sup><ins>i</ins><del>d</del></p>"
        '<ruby>a<rp>(</rp><rt>b</rt></ruby><time datetime="2026-01-01">t</time><dl><dt>a</dt></dl>'
        "<cite>c</cite>"
    )
    assert sanitise(kept) == kept
    assert not read_markdown(kept).problems


def test_half_closed_html_cannot_leave_its_container() -> None:
    assert "</article>" not in read_markdown("a</div></article></main>\n\n</body></html>b").html
    assert read_markdown("<div><b>x").html.count("</b></div>") == 1


def test_the_content_of_scripts_goes_and_that_of_other_elements_stays() -> None:
    found = read_markdown(
        "<script>evil()</script><style>p{}</style><font color=red>words</font>"
    ).html
    assert "evil" not in found
    assert "p{}" not in found
    assert "words" in found


def test_frames_become_links() -> None:
    text = '<iframe src="//www.youtube.com/embed/x" title="A film"></iframe>\n\n<embed src="https://x.org/a">'
    markup = read_markdown(text, first_line=3)
    assert (
        '<p class="embed-link"><a href="https://www.youtube.com/embed/x">A film</a></p>'
        in markup.html
    )
    assert '<p class="embed-link"><a href="https://x.org/a">x.org</a></p>' in markup.html
    assert said(text, first_line=3) == [
        "3 warning: `<iframe>` was replaced by a link",
        "5 warning: `<embed>` was replaced by a link",
    ]


def test_a_frame_of_this_site_is_a_link_to_be_checked_and_an_unsafe_one_goes() -> None:
    assert read_markdown('<iframe src="map.html"></iframe>').slots[0].target == "map.html"
    assert read_markdown('<iframe src="javascript:x"></iframe>').html == ""
    assert said('<iframe srcdoc="x"></iframe>') == ["1 warning: `<iframe>` was removed"]


def test_each_thing_is_said_once_with_its_line_and_how_often() -> None:
    text = (
        '\n<p onclick="a()" style="x">1</p>\n\n<p style="y">2</p>\n\n<script>a</script>\n\n'
        "<font>x</font> <font>y</font> <a target=_blank href=/x>z</a>\n\n<p onclick='b()'>4</p>\n"
    )
    assert said(text, first_line=10) == [
        "11 warning: `onclick` was removed from `<p>` (2 times)",
        "11 notice: `style` was removed (2 times)",
        "15 warning: `<script>` was removed",
        "17 notice: `<font>` was removed, its text stays (2 times)",
        "17 notice: `target` was removed from `<a>`",
    ]


def test_html_in_code_and_comments_is_not_said() -> None:
    assert said("`<script>`\n\n```html\n<p onclick='x'>\n```\n\n<!-- <script>x</script> -->") == []


def test_an_unsafe_address_is_said_even_without_html() -> None:
    assert said("a\n\n[b](javascript:alert(1))") == [
        "3 warning: a `javascript:` address was removed"
    ]


def test_align_becomes_a_class_and_an_old_anchor_an_id() -> None:
    markup = read_markdown('<p align="center" class="c">x</p>\n\n<a name="top"></a>')
    assert '<p class="c align-center">x</p>' in markup.html
    assert '<a id="top"></a>' in markup.html
    assert markup.problems == ()


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://x", "https"),
        (" JAVA\tscript:x", "javascript"),
        ("a/b:c", ""),
        ("x.md", ""),
        ("C:\\x", "c"),
    ],
)
def test_a_scheme_is_what_a_browser_sees(address: str, scheme: str) -> None:
    assert scheme_of(address) == scheme


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (
            '<p>a <picture><source srcset="a.webp"><img src="a.png" alt="A"></picture></p>',
            '<p>a <img src="a.png" alt="A"></p>',
        ),
        ('<picture><source srcset="a.webp" type="image/webp"></picture>', ""),
        (
            '<audio src="a.mp3"></audio><source src="b.mp3"><track src="c.vtt">',
            '<audio src="a.mp3"></audio>',
        ),
        (
            '<video><source src="a.mp4" type="video/mp4"><track src="b.vtt"></video>',
            '<video><source src="a.mp4" type="video/mp4"><track src="b.vtt"></video>',
        ),
    ],
)
def test_sources_stay_in_films_and_sounds_alone(written: str, kept: str) -> None:
    assert sanitise(written) == kept


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Write <your name> on the slip.", "<your name>"),
        ("Dear <NAME>,", "<NAME>"),
        ("If a<b then c>d, so be it.", "<b then c>"),
    ],
)
def test_words_that_stand_in_a_tag_are_told_to_be_lost(text: str, lost: str) -> None:
    (told,) = read_markdown(f"Hello.\n\n{text}\n").problems
    assert (told.severity, told.line) == ("warning", 3)
    assert told.message == f"`{lost}` is taken for HTML, and is not shown"
    better = lost.replace("<", "&lt;")
    assert f"write `{better}`" in told.hint
    assert lost in unescape(read_markdown(text.replace(lost, better)).html)


def test_words_in_a_tag_do_not_hide_what_else_is_taken_away() -> None:
    told = said('<a then href="javascript:" onclick="y">z</a>')
    assert told == [
        '1 warning: `<a then href="javascript:" onclick="y">` is taken for HTML, and is not shown',
        "1 warning: a `javascript:` address was removed",
        "1 warning: `onclick` was removed from `<a>`",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<font color=red>red</font> and <blink>more</blink>",
        "<table><tr><td nowrap>x</td></tr></table>",
        '<img src="a.png" alt>',
        "<ol reversed><li>x</li></ol>",
        "a < b and c > d, <https://example.org/>, `<your name>`, 1<2>0",
    ],
)
def test_html_that_means_something_is_not_taken_for_words(text: str) -> None:
    told = [problem.message for problem in read_markdown(text).problems]
    assert not [message for message in told if "taken for HTML" in message]
