"""Which policy a page gets: from what the templates wrote into it, and from nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from libsite.make.policy import REFERRER, with_policy

START = "default-src 'none'"
STYLE = "style-src 'self'"
PICTURES = "img-src 'self' data:; font-src 'self'; media-src 'self'"
END = "form-action 'none'; base-uri 'none'"
QUIET = f"{START}; {STYLE}; {PICTURES}; {END}"


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def page(head: str = "", body: str = "") -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>T</title>{head}\n</head>\n<body>{body}</body>\n</html>"
    )


def policy(html: str, *, bodies: tuple[str, ...] = (), origin: str = "") -> str:
    found = re.findall(
        '<meta http-equiv="Content-Security-Policy" content="([^"]*)">',
        with_policy(html, bodies=bodies, origin=origin),
    )
    assert len(found) == 1
    return str(found[0])


DATA = '{"a": 1}'
WITH_SCRIPT = f"{START}; {STYLE}; {PICTURES}; connect-src 'self'; {END}; script-src {{}}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page(), QUIET),
        (page('<script src="a.js"></script>'), WITH_SCRIPT.format("'self'")),
        (page("<script>go()</script>"), WITH_SCRIPT.format(hashed("go()"))),
        (
            page("<script>go()</script><script type=module>\nlet a\n</script>"),
            WITH_SCRIPT.format(" ".join(map(hashed, ("go()", "\nlet a\n")))),
        ),
        (
            page('<script type="application/ld+json">' + DATA + "</script>"),
            f"{QUIET}; script-src {hashed(DATA)}",
        ),
        (
            page('<script src="a.js"></script><script type="application/ld+json">{}</script>'),
            WITH_SCRIPT.format(f"'self' {hashed('{}')}"),
        ),
        (
            page("<style>a { color: red }</style>"),
            QUIET.replace(STYLE, f"{STYLE} {hashed('a { color: red }')}"),
        ),
        (
            page(body='<img src="a.webp" style="background-color:#fff">'),
            QUIET.replace(STYLE, f"{STYLE}; style-src-attr 'unsafe-inline'"),
        ),
        (page(body="<form><input></form>"), QUIET.replace("'none'; base", "'self'; base")),
        (
            page(body='<form method="post" action="https://news.example/join?x">'),
            QUIET.replace("'none'; base", "https://news.example; base"),
        ),
        (
            page(body='<iframe src="../embed/v1/latest.html"></iframe>'),
            QUIET.replace(END, f"frame-src 'self'; {END}"),
        ),
        (
            page(body='<iframe title="x" src="https://maps.example:8443/a;b"></iframe>'),
            QUIET.replace(END, f"frame-src https://maps.example:8443; {END}"),
        ),
        (page('<link rel="manifest" href="m">'), QUIET.replace(END, f"manifest-src 'self'; {END}")),
    ],
)
def test_a_page_may_do_what_its_templates_ask_for(html: str, expected: str) -> None:
    assert policy(html) == expected


def test_a_door_in_an_attribute_has_the_policy_of_the_page_around_it() -> None:
    door = (
        "&lt;style&gt;a { color: red }&lt;/style&gt;"
        "&lt;a href=&quot;https://film.example/1?a&amp;amp;b&quot;&gt;Play&lt;/a&gt;"
    )
    assert policy(page(body=f'<iframe srcdoc="{door}" loading="lazy"></iframe>')) == QUIET.replace(
        STYLE, f"{STYLE} {hashed('a { color: red }')}"
    ).replace(END, f"frame-src https://film.example; {END}")


def test_what_people_wrote_is_never_allowed() -> None:
    body = "<p>Hello</p><script>steal()</script><style>p { color: red }</style>"
    html = page("<script>go()</script>", body)
    assert policy(html, bodies=(body,)) == WITH_SCRIPT.format(hashed("go()"))


def test_words_about_html_allow_nothing() -> None:
    words = "&lt;script&gt;go()&lt;/script&gt; &lt;iframe src=&quot;https://x.example/&quot;&gt;"
    assert policy(page(body=f"<p>{words}</p>")) == QUIET


def test_a_widget_may_load_what_it_names_in_full() -> None:
    origin = "https://library.example.org"
    assert policy(page(), origin=origin) == (
        f"{START}; style-src 'self' {origin}; img-src 'self' {origin} data:;"
        f" font-src 'self' {origin}; media-src 'self' {origin}; {END}"
    )


@pytest.mark.parametrize(
    ("html", "before"),
    [
        (page(), '<head>\n<meta charset="utf-8">'),
        ("<!doctype html><html><head lang='en'><title>T</title></head></html>", "<head lang='en'>"),
        ("<!doctype html>\n<title>T</title>\n<p>x</p>", "<!doctype html>\n"),
    ],
)
def test_it_stands_as_early_as_it_may(html: str, before: str) -> None:
    made = with_policy(html, bodies=(), origin="")
    rest = made.partition(before)[2].lstrip("\n")
    assert rest.startswith('<meta http-equiv="Content-Security-Policy"')
    assert made.replace(f"\n{rest[: rest.index('>') + 1]}\n{REFERRER}", "") == html


def test_a_page_that_answers_for_itself_keeps_what_it_says() -> None:
    own = page('<meta http-equiv="Content-Security-Policy" content="img-src *">')
    assert with_policy(own, bodies=(), origin="") == own
    silent = with_policy(page('<meta name="referrer" content="no-referrer">'), bodies=(), origin="")
    assert silent.count('<meta name="referrer"') == 1


def test_what_is_no_page_stays_as_it_is() -> None:
    assert with_policy("Words.", bodies=(), origin="") == "Words."
