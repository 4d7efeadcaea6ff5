"""Input that does not fit in a Markdown file: bytes, sizes, file systems, thousands of faults.

Whatever comes: no exception but SiteError, in bounded time, and a site that stands stays.
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from libsite.errors import Problem, SiteError, has_errors
from libsite.read.config import Settings
from libsite.read.frontmatter import MODELS
from libsite.text import WINDOWS_RESERVED
from tests.sites import BASE, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(60)  # A guard, not a measurement.

POST = "content/posts/new.md"
KB20 = 20_000


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a good site that has been built."""
    write_site(tmp_path)
    run(tmp_path)
    return tmp_path


def post(body: str, *front: str) -> str:
    return "\n".join(["---", *(front or ("title: New", "date: 2026-11-02")), "---", body])


def write(root: Path, path: str, content: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    (root / path).write_bytes(data)


def attempt(root: Path, **options: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - Options
    """Build, and return the problems; with an error among them, nothing may have changed."""
    before = tree(root / "output")
    try:
        return run(root, **options).problems
    except SiteError as fault:
        problems = fault.problems
    assert has_errors(problems)
    assert tree(root / "output") == before
    return problems


def errors(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems if problem.severity == "error"]


def pages(root: Path) -> Iterator[tuple[str, str]]:
    for path, data in tree(root / "output").items():
        if path.endswith((".html", ".xml", ".txt")):
            yield path, data.decode()


# ---- Bytes that are no text ----------------------------------------------------------------------

BYTES = {
    "Latin-1": (
        post("Caf\xe9").encode("latin-1"),
        (
            "{}:5:4: this file is not UTF-8: here stands the byte 0xe9, probably `é` from an older "
            "encoding\n  hint: save it as UTF-8"
        ),
    ),
    "Windows-1252 quotes": (
        post("He said \x93hello\x94").encode("latin-1"),
        (
            "{}:5:9: this file is not UTF-8: here stands the byte 0x93, probably `“` from an older "
            "encoding\n  hint: save it as UTF-8"
        ),
    ),
    "NUL": (
        post("a\0b").encode(),
        "{}:5:2: this file has NUL characters in it, which no text has\n  hint: save it as UTF-8",
    ),
    "UTF-16": (
        post("a").encode("utf-16"),
        "{}: this file is UTF-16, not UTF-8\n  hint: save it as UTF-8",
    ),
    "UTF-16 without a mark": (
        post("a").encode("utf-16-le"),
        "{}:1:2: this file has NUL characters in it, which no text has\n  hint: save it as UTF-8",
    ),
    "UTF-32": (
        post("a").encode("utf-32"),
        "{}: this file is UTF-32, not UTF-8\n  hint: save it as UTF-8",
    ),
    "a picture": (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        "{}:1:1: this is not a text file\n  hint: save it as UTF-8",
    ),
    "half a surrogate": (
        post("a").encode() + b"\xed\xa0\x80",
        (
            "{}:5:2: this file is not UTF-8: here stands the byte 0xed, probably `í` from an older "
            "encoding\n  hint: save it as UTF-8"
        ),
    ),
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("path", [POST, "site.yaml", "content/_ledger/published.yaml"])
def test_bytes_that_are_no_text_are_refused_where_they_stand(
    site: Path, path: str, name: str
) -> None:
    data, message = BYTES[name]
    write(site, path, data)
    assert errors(attempt(site)) == [message.format(path)]


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("path", ["themes/tiny/post.html", "themes/tiny/theme.yaml"])
def test_bytes_that_are_no_text_are_refused_in_a_theme(site: Path, path: str, name: str) -> None:
    write(site, path, BYTES[name][0])
    [said] = errors(attempt(site))
    assert said.startswith(path)
    assert "hint: save it as UTF-8" in said


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"not a picture", b""])
@pytest.mark.parametrize("name", ["whale.jpg", "whale.png", "whale.gif"])
def test_a_picture_that_is_none_is_named(site: Path, name: str, data: bytes) -> None:
    write(site, f"content/posts/{name}", data)
    write(site, POST, post(f"![A whale]({name})"))
    [said] = errors(attempt(site))
    assert said.startswith(f"{POST}:")
    assert f"`content/posts/{name}`" in said
    assert "0x" not in said


# ---- Sizes ---------------------------------------------------------------------------------------

LARGE = {
    "a line of words": post("word " * 1_000_000),
    "a line of one word": post("x" * 5_000_000),
    "a line of brackets": post("[" * 5_000_000),
    "a title": post("Text.", f"title: {'long ' * 1_000_000}"),
    "an unknown field": post("Text.", "title: New", f"{'x' * 5_000_000}: y"),
    "front matter without an end": "---\ntitle: New\n" + "word: word\n" * 500_000,
    "no front matter": "word " * 1_000_000,
    "blank lines": "\n" * 5_000_000,
    "tags": post("Text.", "title: New", f"tags: [{'tag, ' * 1_000_000}]"),
}


@pytest.mark.parametrize("name", LARGE)
def test_five_megabytes_are_refused_in_a_moment(site: Path, name: str) -> None:
    write(site, POST, LARGE[name])
    found = errors(attempt(site))
    assert found
    for said in found:
        assert said.startswith(POST)
        assert "hint: " in said
        assert len(said) < 500


@pytest.mark.parametrize(
    "text", ["x" * 5_000_000, "title: " + "x" * 5_000_000, "- a\n" * 1_000_000]
)
def test_five_megabytes_of_settings_are_refused_in_a_moment(site: Path, text: str) -> None:
    write(site, "site.yaml", text)
    assert any(
        said.startswith("site.yaml:1:1: this is too large") for said in errors(attempt(site))
    )


BOMBS = {
    "laughs": "\n".join(
        [
            "title: &a [lol, lol]",
            *(f"{chr(n + 1)}: &{chr(n + 1)} [*{chr(n)}, *{chr(n)}]" for n in range(97, 121)),
        ]
    ),
    "itself": "title: &a [*a, *a]",
    "itself by name": "title: &a {a: *a}",
    "merge": "a: &a {title: x}\n<<: *a",
    "brackets": "title: " + "[" * KB20,
    "closed brackets": "title: " + "[" * KB20 + "]" * KB20,
    "braces": "title: " + "{a: " * (KB20 // 4),
    "hyphens": "title:\n  " + "- " * (KB20 // 2) + "x",
    "indents": "\n".join(f"{' ' * n}a:" for n in range(200)),
    "question marks": "? " * (KB20 // 2),
    "anchors": "title: " + "&a " * (KB20 // 3),
    "tags": "title: " + "!!a " * (KB20 // 4),
    "quotes": 'title: "' + "\\" * KB20,
    "a thousand faults": "\n".join(f"a{n}: [" for n in range(2000)),
    "a thousand names": "title: x\n" + "\n".join(f"titel{n}: x" for n in range(2000)),
    "a number of a million digits": "title: New\ndate: " + "1" * 60_000,
    "colons": "title" + ": a" * (KB20 // 3),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("path", [POST, "site.yaml", "themes/tiny/theme.yaml"])
def test_a_bomb_of_yaml_does_not_go_off(site: Path, path: str, name: str) -> None:
    text = post("Text.", BOMBS[name]) if path == POST else BOMBS[name]
    write(site, path, text)
    for problem in attempt(site):
        assert len(str(problem)) < 500
        if problem.severity == "error" and "missing" not in problem.message:
            assert (problem.path, problem.line > 0) == (path, True)


def _up_to(size: int, pieces: Iterator[str]) -> str:
    made = ""
    while len(made) < size:
        made += next(pieces)
    return made


def _fill(piece: str) -> str:
    return piece * (KB20 // len(piece))


NUMBERS = range(KB20)
# After `test/pathological_tests.py` of github.com/commonmark/cmark, and that of cmark-gfm.
PATHOLOGICAL = {
    "nested strong emphasis": "*a **a " * 1400 + "b" + " a** a*" * 1400,
    "many emphasis closers with no openers": _fill("a_ "),
    "many emphasis openers with no closers": _fill("_a "),
    "many link closers with no openers": _fill("a]"),
    "many link openers with no closers": _fill("[a"),
    "mismatched openers and closers": _fill("*a_ "),
    "openers and closers multiple of 3": "a**b" + _fill("c* "),
    "link openers and emphasis closers": _fill("[ a_"),
    "pattern [ (]( repeated": _fill("[ (]("),
    "pattern ![[]() repeated": _fill("![[]()"),
    "hard link and emphasis case": "**x [a*b**c*](d)",
    "many hard cases": _fill("**x [a*b**c*](d) "),
    "nested brackets": "[" * (KB20 // 2) + "a" + "]" * (KB20 // 2),
    "nested block quotes": "> " * (KB20 // 2) + "a",
    "deeply nested lists": _up_to(KB20, ("  " * n + "* a\n" for n in NUMBERS)),
    "backticks": _up_to(KB20, ("e" + "`" * n for n in NUMBERS)),
    "backticks of one length": _fill("`` ` "),
    "unclosed links A": _fill("[a](<b"),
    "unclosed links B": _fill("[a](b"),
    "unclosed comments": "</" + _fill("<!--"),
    "unclosed processing instructions": _fill("<?"),
    "unclosed declarations": _fill("<!A "),
    "unclosed CDATA": _fill("<![CDATA["),
    "unclosed tags": _fill("<a "),
    "unclosed elements": _fill("<div>"),
    "unclosed attributes": '<a href="' + _fill("x "),
    "empty lines in deeply nested lists": "- " * (KB20 // 3) + "x" + "\n" * (KB20 // 3),
    "the same in a block quote": "> " + "- " * (KB20 // 3) + "x\n" + ">\n" * (KB20 // 6),
    "emphasis in a deep block quote": ">" * (KB20 // 3) + "a*" * (KB20 // 3),
    "many references": _up_to(KB20 // 2, (f"[{n}]: u\n" for n in NUMBERS)) + "[0] " * 2500,
    "references to references": _up_to(KB20, (f"[{n}]: [{n + 1}]\n" for n in NUMBERS)),
    "many footnotes": _up_to(KB20, (f"[^{n}]:[^{n + 1}]\n" for n in NUMBERS)),
    "one footnote": _fill("[^a] ") + "\n\n[^a]: x",
    "tables": "| " * 300 + "\n" + "-|" * 300 + "\n" + _fill("|\n"),
    "a wide table": _fill("a|") + "\n" + _fill("-|"),
    "rows that continue": _fill("abc\ndef\n|-\n"),
    "setext headings": _fill("a\n-\n"),
    "headings": _fill("# a\n"),
    "headings of one name": _fill("# a\n\n"),
    "definition lists": _fill("a\n: b\n"),
    "abbreviations": _fill("*[a]: b\n"),
    "admonitions": _fill("!!! a\n    "),
    "fences": _fill("```\n~~~\n"),
    "entities": _fill("&#x41;"),
    "ampersands": _fill("&"),
    "backslashes": _fill("\\"),
    "tildes": _fill("~~a~"),
    "autolinks": _fill("<http://"),
    "attribute lists": _fill("{: #a }"),
    "tabs": _fill("\t- a\n"),
    "line breaks": _fill("a  \n"),
    "spaces": "a" + " " * KB20 + "b",
    "pictures": _fill("![](a)"),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_markdown_is_made_or_refused_in_bounded_time(site: Path, name: str) -> None:
    write(site, POST, post(PATHOLOGICAL[name]))
    problems = attempt(site)
    assert len(problems) < 10_000
    for problem in problems:
        assert problem.path == POST
        assert len(str(problem)) < 700
        if problem.severity == "error":
            assert problem.line


# ---- Smuggling -----------------------------------------------------------------------------------

SMUGGLED = [
    "[a](site:/posts/)",
    "![a](site:/posts/)",
    "<a href='site:/posts/'>a</a>",
    "[a][b]\n\n[b]: site:/posts/",
    "site:/posts/",
    "SITE:/posts/",
    "`site:/posts/`",
]
HIDDEN = [
    "[a](&#115;ite:/posts/)",
    "[a](site&colon;/posts/)",
    "[a](site&#58;/posts/)",
    "[a](site\\:/posts/)",
    "<a href='site&#x3a;/posts/'>a</a>",
    "<a href='s&#x69;te:/posts/'>a</a>",
    "<a title='site&#58;/posts/'>a</a>",
    "site&#58;/posts/ and site&colon;/tags/ and si&shy;te:/x",
    "`site&#58;/posts/`",
    "si<b></b>te:/posts/",
    "site:<b></b>/posts/",
    "si<!-- -->te:/posts/ and site:<script></script>/posts/",
    "## site&#58;/posts/",
    "[a](slot:0)",
    "[a](slot:1) [b](hills.md)",
    "<a href='slot:1'>a</a>",
    '<a href="slot:1">a</a> <img src="slot:0" alt="x">',
    "<a href='&#115;lot:1'>a</a>",
    ' href="slot:0" and `<a href="slot:0">` [b](hills.md)',
    '```\n<a href="slot:0">x</a>\n```\n\n[b](hills.md)',
    "<span title=' href=\"slot:0\"'>x</span> [b](hills.md)",
    '![ href="slot:0"](drop.svg) [b](hills.md)',
    "<img alt=' src=\"slot:1\"' src='drop.svg'> [b](hills.md)",
    '&lt;a href="slot:0"&gt; [b](hills.md)',
]
MARKS = re.compile(r"site:/|(?:href|src|poster)=[\"'](?:slot|site):", re.IGNORECASE)


def smuggled(path: str, text: str) -> bool:
    """Tell whether a mark of ours stands where it means something; in XML, text is only text."""
    if path.endswith(".xml"):
        return "site:/" in text or any(
            "slot:" in (e.get("href") or "") for e in ET.XML(text).iter()
        )
    return MARKS.search(text) is not None


DROP = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize("body", SMUGGLED)
def test_our_own_scheme_is_refused_wherever_it_is_written(site: Path, body: str) -> None:
    write(site, POST, post(body))
    for said in errors(attempt(site)):
        assert said.startswith(POST)
        assert "is libsite's own" in said
    assert errors(attempt(site))


@pytest.mark.parametrize("body", HIDDEN)
def test_our_own_marks_cannot_be_smuggled_in(site: Path, body: str) -> None:
    write(site, "content/posts/drop.svg", DROP)
    write(site, POST, post(body))
    problems = attempt(site)
    made = "" if has_errors(problems) else (site / "output/posts/new/index.html").read_text()
    for path, text in pages(site):
        assert not smuggled(path, text), path
    # Nothing that was written became an address of the site.
    assert not re.search(r'(?:href|src)="(?:\.\./)*posts/">a<', made)
    assert '"../../posts/"' not in made.partition("<main>")[2]


def test_our_own_scheme_in_words_stays_words(site: Path) -> None:
    write(site, POST, post("Write site&#58;/posts/ here.\n\n## In site&#58;/tags/"))
    assert errors(attempt(site)) == []
    made = dict(pages(site))
    assert "Write site&#58;/posts/ here." in made["posts/new/index.html"]
    assert "Write site: /posts/ here." in made["index.html"]
    assert "Write site: /posts/ here." in made["feed.xml"]


@pytest.mark.parametrize(
    "value", ['href="slot:0"', "slot:1", "x site&#58;/posts/", "site&colon;/p"]
)
@pytest.mark.parametrize("name", ["title", "summary", "tags", "authors", "audience", "image"])
def test_our_own_marks_cannot_be_smuggled_into_front_matter(
    site: Path, name: str, value: str
) -> None:
    field = f"image: {{src: drop.svg, alt: '{value}'}}" if name == "image" else f"{name}: '{value}'"
    write(site, "content/posts/drop.svg", DROP)
    fields = ("title: New", field) if name != "title" else (field,)
    write(site, POST, post("[b](hills.md)", "date: 2026-11-02", *fields))
    attempt(site)
    for path, text in pages(site):
        assert not smuggled(path, text), path


TITLES = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'nav.html' %}",
    "&lt;b&gt; &amp; <b>",
    "\u202egnp.exe and more",
    "\u2066\u2067\u2068 isolated",
    "a\u00adb\u200bc\u2060d",
    "كتب جديدة",
    "📚📚📚",
    "e\u0301" * 50,
    "Z" + "\u0300" * 500,
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_text_in_pages_and_feeds(site: Path, title: str) -> None:
    write(site, POST, post("Text.", f"title: {json.dumps(title)}", "date: 2026-11-02"))
    write(
        site,
        "content/posts/2.md",
        post("Text.", f"title: '{title}'", "date: 2026-11-02"),
    )
    assert errors(attempt(site)) == []
    for path, text in pages(site):
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "49" not in text.partition("</title>")[0], path
    feed = ET.fromstring((site / "output/feed.xml").read_text("utf-8"))  # noqa: S314 - our own
    titles = [item.findtext("title") for item in feed.iter("item")]
    assert len(titles) == 4


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\e", "\\x7f", "\\x85", "\\uffff"])
@pytest.mark.parametrize("name", ["title", "summary", "tags", "authors", "slug", "aliases", "id"])
def test_a_control_character_is_refused_in_every_field(site: Path, name: str, escape: str) -> None:
    fields = ["title: New"] if name != "title" else []
    write(site, POST, post("Text.", *fields, f'{name}: "/a{escape}b/"'))
    [said] = errors(attempt(site))
    assert said.startswith(f"{POST}:{2 + len(fields)}:")


# ---- Names of files ------------------------------------------------------------------------------

NAMES = [
    "con.md",
    "CON.md",
    "aux.md",
    "nul.md",
    "com1.md",
    "a:b.md",
    "a\\b.md",
    "..\\..\\b.md",
    "a?b*c.md",
    '"quoted".md',
    "<b>.md",
    "a|b.md",
    "dots...md",
    "space .md",
    " space.md",
    "%2e%2e%2f.md",
    "-rf.md",
    "--.md",
    "📚.md",
    "👩‍👩‍👧.md",
    "كتب.md",
    "ספרים-\u202egnp.md",
    "新刊.md",
    "new\nline.md",
    "tab\there.md",
    "bell\x07.md",
    "$(reboot).md",
    "{{ 7*7 }}.md",
    "site:.md",
    "slot:1.md",
    "index.html.md",
    "x" * 240 + ".md",
    "ß.md",
    "İ.md",
    "2026.md",
    "9999-99-99-x.md",
    "0000-00-00-.md",
    "2026-11-02-.md",
    "2026-11-02.md",
    "feed.xml.md",
    "..md",
    "...md",
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("folder", ["posts", "pages"])
@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_becomes_a_safe_address_or_an_error(
    site: Path, folder: str, name: str
) -> None:
    source = f"content/{folder}/{name}"
    write(site, source, post("Text."))
    before = tree(site / "output").keys()
    said = errors(attempt(site))
    assert all(line.startswith((source, "`")) for line in said)
    new = tree(site / "output").keys() - before
    assert said or new or name.startswith(".")
    for path in new:
        for part in path.split("/"):
            assert part.split(".")[0].lower() not in WINDOWS_RESERVED, path
            assert re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9]+)?", part), path
    (site / source).unlink()
    assert errors(attempt(site)) == []
    assert tree(site / "output").keys() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["con.pdf", "a:b.pdf", "dot.", "space ", "a\\b.pdf", "tab\t.pdf"])
def test_a_file_beside_a_page_needs_a_name_that_windows_can_store(site: Path, name: str) -> None:
    write(site, f"content/posts/{name}", b"%PDF")
    write(site, POST, post("Text.", "title: New", f"files: [{json.dumps(name)}]"))
    assert errors(attempt(site)) != []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such names")
def test_a_name_that_is_not_utf_8_is_said(site: Path) -> None:
    where = os.fsencode(site / "content/posts") + b"/caf\xe9.md"
    with open(where, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path of bytes
        file.write(post("Text."))
    [said] = errors(attempt(site))
    assert said.startswith("content/posts/caf")
    assert "its name is not UTF-8" in said
    json.dumps(said).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take them for one")
def test_names_that_differ_in_capitals_only_are_said_with_both(site: Path) -> None:
    write(site, "content/posts/Rivers.md", post("Text."))
    [said] = errors(attempt(site))
    assert "`content/posts/Rivers.md`" in said
    assert "`content/posts/rivers.md`" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take them for one")
@pytest.mark.parametrize("names", ["éa", "aé"])
def test_names_that_differ_in_the_form_of_accents_only_are_said(site: Path, names: str) -> None:
    write(site, "content/posts/caf\u00e9.md", post("Text."))
    write(site, "content/posts/cafe\u0301.md", post("Text."))
    [said] = errors(attempt(site))
    assert said.startswith("content/posts/caf\u00e9.md: ")
    assert "accents" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take them for one")
def test_accents_may_be_stored_in_either_form(site: Path) -> None:
    """A Mac splits them: what it sends to GitHub in a browser is built there on Linux."""
    write(site, "content/posts/cafe\u0301.md", post("[The plan](cafe\u0301.pdf)"))
    write(site, "content/posts/cafe\u0301.pdf", "A plan.")
    run(site)
    assert (site / "output/posts/cafe/index.html").exists()
    assert (site / "output/posts/caf\u00e9.pdf").read_text() == "A plan."


# ---- What stands where a file should -------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["link.md", "link.jpg", "deep/link.md"])
def test_a_link_out_of_the_content_is_refused_and_never_followed(site: Path, name: str) -> None:
    write(site, "secret.txt", post("Secret."))
    (site / "content/posts/deep").mkdir()
    (site / f"content/posts/{name}").symlink_to(site / "secret.txt")
    [said] = errors(attempt(site))
    assert said.startswith(
        f"content/posts/{name}: this cannot be read: it is a link that leads to "
    )
    assert "secret.txt" in said


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("target", ["/", "..", ".", "../posts", "/etc", "nowhere", "loop"])
def test_a_folder_or_a_loop_behind_a_link_is_refused(site: Path, target: str) -> None:
    (site / "content/posts/loop").symlink_to(target)
    [said] = errors(attempt(site))
    assert said.startswith("content/posts/loop: this cannot be read: it is a link that leads ")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_file_inside_the_content_is_followed(site: Path) -> None:
    (site / "content/posts/link.md").symlink_to("hills.md")
    assert [p for p in attempt(site) if "cannot be read" in p.message] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("path", ["themes/tiny/static/link.css", "themes/tiny/static/folder"])
def test_a_link_out_of_the_themes_is_refused(site: Path, path: str) -> None:
    (site / path).symlink_to("/etc")
    [said] = errors(attempt(site))
    assert said.startswith(f"{path}: this cannot be read: it is a link that leads to `/etc`")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files")
@pytest.mark.parametrize("name", ["pipe", "pipe.md", "pipe.jpg"])
def test_a_pipe_is_refused_and_never_waited_for(site: Path, name: str) -> None:
    os.mkfifo(site / f"content/posts/{name}")
    [said] = errors(attempt(site))
    assert said.startswith(f"content/posts/{name}: this cannot be read: it is neither a file nor")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("path", [POST, "site.yaml", "themes/tiny/post.html", "content/posts"])
def test_what_may_not_be_read_is_said(site: Path, path: str) -> None:
    write(site, POST, post("Text."))
    mode = (site / path).stat().st_mode
    (site / path).chmod(0)
    try:
        said = errors(attempt(site))
    finally:
        (site / path).chmod(mode)
    assert any(line.startswith(f"{path}: this cannot be read: ") for line in said)


def test_a_folder_named_like_a_file_is_a_folder(site: Path) -> None:
    write(site, "content/posts/folder.md/index.md", post("Text."))
    assert errors(attempt(site)) == []
    (site / "content/posts/empty.md").mkdir()
    assert errors(attempt(site)) == []


@pytest.mark.parametrize("path", ["site.yaml", "content", "themes"])
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_said(site: Path, path: str) -> None:
    where = site / path
    where.rename(site / "aside")
    if (site / "aside").is_file():
        where.mkdir()
    else:
        where.write_text("x")
    assert errors(attempt(site))
    if where.is_file():
        where.unlink()
    else:
        where.rmdir()
    (site / "aside").rename(where)
    assert errors(attempt(site)) == []


@pytest.mark.parametrize("name", ["new.md", "new.jpg", "new.yaml", "index.md"])
def test_an_empty_file_is_said_if_it_should_be_a_page(site: Path, name: str) -> None:
    write(site, f"content/posts/{name}", b"")
    said = errors(attempt(site))
    assert bool(said) == name.endswith(".md")


@pytest.mark.parametrize("folders", [["content"], ["content/posts"], ["content/pages"]])
def test_a_site_without_content_is_a_site(tmp_path: Path, folders: list[str]) -> None:
    write_site(tmp_path, BASE.replace("nav: [posts, pages/about.md]", "nav: [posts]"))
    for folder in folders:
        for path in sorted((tmp_path / folder).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        (tmp_path / folder).rmdir()
    said = errors(attempt(tmp_path))
    assert bool(said) == (folders == ["content/posts"])  # The page links to a post.
    assert said or (tmp_path / "output/index.html").is_file()


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    [said] = errors(attempt(tmp_path))
    assert said.startswith("site.yaml: there is no `site.yaml` here")
    assert not (tmp_path / "output").exists()


def test_an_output_folder_that_is_a_file_is_said_and_stays(tmp_path: Path) -> None:
    write_site(tmp_path)
    (tmp_path / "output").write_text("mine")
    with pytest.raises(SiteError):
        run(tmp_path)
    assert (tmp_path / "output").read_text() == "mine"


# ---- Very many -----------------------------------------------------------------------------------


def test_two_thousand_faults_are_said_in_one_run(site: Path) -> None:
    for n in range(2000):
        write(
            site,
            f"content/posts/post-{n}.md",
            post(f"[a](pots-{n}.md)", f"title: Post {n}"),
        )
    said = errors(attempt(site))
    assert len(said) == 2000
    assert "did you mean" in said[0]


def test_two_thousand_faults_of_a_file_are_said_in_one_run(site: Path) -> None:
    headings = "\n\n".join(f"## Heading {n}" for n in range(1000))
    links = "\n\n".join(f"[a](#headign-{n}) [b](hils-{n}.md)" for n in range(1000))
    write(site, POST, post(f"{headings}\n\n{links}"))
    assert len(errors(attempt(site))) == 2000


def test_two_thousand_collisions_are_said_in_one_run(site: Path) -> None:
    for n in range(2000):
        write(site, f"content/posts/post-{n}.md", post("Text.", "title: New", "slug: new"))
    assert len(errors(attempt(site))) == 1999


def test_a_menu_of_two_thousand_entries_that_lead_nowhere(site: Path) -> None:
    for n in range(1000):
        write(site, f"content/posts/post-{n}.md", post("Text.", f"title: Post {n}"))
    text = (site / "site.yaml").read_text()
    nav = "".join(f"  - posts/pots-{n}.md\n" for n in range(2000))
    write(site, "site.yaml", text.replace("nav: [posts, pages/about.md]", f"nav:\n{nav}"))
    assert len(errors(attempt(site))) == 2000


def test_a_ledger_of_two_thousand_pages_that_are_gone(site: Path) -> None:
    for n in range(1000):
        write(site, f"content/posts/post-{n}.md", post("Text.", f"title: Post {n}"))
    entry = "- id: post/{0}\n  url: /posts/{0}/\n  source: content/posts/{0}.md\n  body: x\n"
    ledger = "".join(entry.format(f"pots-{n}") for n in range(2000))
    write(site, "content/_ledger/published.yaml", ledger)
    assert len(errors(attempt(site))) == 2000


def test_five_hundred_tags_and_audiences(site: Path) -> None:
    words = ", ".join(f"word {n}" for n in range(500))
    text = (site / "site.yaml").read_text()
    write(
        site,
        "site.yaml",
        f"{text}audiences: [{words}]\n".replace("outputs: {", "outputs: {tag_feeds: false, "),
    )
    others = ", ".join(f"wrod {n}" for n in range(500))
    write(
        site,
        POST,
        post("Text.", "title: New", f"tags: [{words}]", f"audience: [{others}]"),
    )
    assert errors(attempt(site)) == []
    assert (site / "output/tags/word-499/index.html").is_file()


@pytest.mark.parametrize("field", ["title", "summary", "tags", "authors", "audience"])
def test_a_very_long_text_is_made_or_refused(site: Path, field: str) -> None:
    fields = ["title: New"] if field != "title" else []
    write(site, POST, post("Text.", *fields, f"{field}: {'long ' * 10_000}"))
    attempt(site)
    assert all(len(part) < 256 for path in tree(site / "output") for part in path.split("/"))


def test_folders_a_hundred_deep(site: Path) -> None:
    write(site, f"content/pages/{'a/' * 100}deep.md", post("Text."))
    assert errors(attempt(site)) == []
    assert (site / f"output/{'a/' * 100}deep/index.html").is_file()


# ---- Values of every wrong kind ------------------------------------------------------------------

WRONG = {
    "nothing": "",
    "null": "~",
    "list": "[a, b]",
    "list of lists": "[[a], [b]]",
    "list of mappings": "[{a: b, c: d}]",
    "list of nothing": "[~, ~]",
    "empty list": "[]",
    "mapping": "{a: b}",
    "mapping of mappings": "{a: {b: c}}",
    "empty mapping": "{}",
    "number": "42",
    "negative number": "-1",
    "fraction": "1.10",
    "yes": "yes",
    "day": "2026-11-01",
    "empty text": '""',
    "spaces": '"   "',
    "braces": "'{{ x }}'",
    "dots": "'...'",
    "slashes": "'///'",
    "stars": "'**'",
    "emoji": "📚",
    "controls": '"\\x01"',
    "half a character": '"\\ud800"',
    "lines": "|\n  a\n  b",
    "long": "x" * 5000,
}


def test_every_field_stands_every_kind_of_value(site: Path) -> None:
    fields = [
        *MODELS["post"].model_fields,
        "author",
        "published",
        "status",
        "password",
        "layout",
    ]
    wrong = {}
    for field in fields:
        for kind, value in WRONG.items():
            path = f"content/posts/{field}-{kind.replace(' ', '-')}.md"
            own = [] if field == "title" else [f"title: {field} {kind}"]
            write(site, path, post("Text.", *own, f"{field}: {value}"))
            wrong[path] = 2 + len(own)
    for problem in attempt(site):
        assert problem.path in wrong
        assert problem.severity == "notice" or problem.hint, str(problem)
        assert problem.line, str(problem)
        assert len(str(problem)) < 500


def test_every_setting_stands_every_kind_of_value(site: Path) -> None:
    text = (site / "site.yaml").read_text()
    for field in Settings.model_fields:
        without = re.sub(rf"^{field}: .*\n", "", text, flags=re.MULTILINE)
        for kind, value in WRONG.items():
            write(site, "site.yaml", f"{without}{field}: {value}\n")
            for problem in attempt(site):
                assert problem.path != "site.yaml" or problem.hint, f"{field}, {kind}: {problem}"
                assert problem.path != "site.yaml" or problem.line, f"{field}, {kind}: {problem}"


def test_a_template_gets_every_kind_of_value_as_text(site: Path) -> None:
    for number, title in enumerate(["007", "1e3", "no", "~x", "0x1F", "1_000", "19:30", "NaN"]):
        write(site, f"content/posts/p{number}.md", post("Text.", f"title: {title}"))
        assert errors(attempt(site)) == []
        made = (site / f"output/posts/p{number}/index.html").read_text()
        assert f"<h1>{title}</h1>" in made


# ---- Only what is ours is deleted ----------------------------------------------------------------


def everything(root: Path) -> list[Path]:
    found = (path.relative_to(root) for path in root.rglob("*"))
    return sorted(path for path in found if path.parts[0] != ".libsite")


def test_a_failed_build_leaves_nothing_behind(site: Path) -> None:
    before = everything(site)
    write(site, POST, post("[a](nowhere.md)"))
    attempt(site)
    (site / POST).unlink()
    assert everything(site) == before


def test_foreign_files_outlive_every_build(site: Path) -> None:
    write(site, "output/CNAME", "library.example.org")
    write(site, "output/posts/rivers/mine.txt", "mine")
    (site / "content/posts/rivers.md").unlink()
    write(site, "content/pages/about.md", post("We lend."))
    assert errors(attempt(site)) == []
    standing = tree(site / "output")
    assert standing["CNAME"] == b"library.example.org"
    assert standing["posts/rivers/mine.txt"] == b"mine"
    assert "posts/rivers/index.html" not in standing
