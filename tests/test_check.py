"""`libsite check`: every fault that it knows, planted and found; and a good site without any.

The cases of the Markdown files in `checks/` are of the same form as those of `errors/`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from PIL import Image

from libsite.check import check, look, ordered, see
from libsite.check.table import CHECKS
from libsite.errors import SiteError
from libsite.visit import Options
from tests.demo import make_demo
from tests.pictures import saved
from tests.sites import BASE, KINDS, NOW, run, write_site
from tests.test_cli import call
from tests.test_errors import Case, apply, read_cases

if TYPE_CHECKING:
    from libsite.check import Finding
    from libsite.check.subject import Subject

CHECKED = Path(__file__).parent / "checks"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case.title}")
    for file in sorted(CHECKED.glob("*.md"))
    for case in read_cases(file.read_text(encoding="utf-8"))
]
FULL = re.sub(r"(?m)^outputs:.*$", "outputs: {}", KINDS).replace(
    "tags: [water]\n", "tags: [water]\nimage: {src: drop.svg, alt: A drop}\n"
) + (
    '-- content/posts/drop.svg --\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'
    "-- themes/tiny/static/embed/v1/widget.js --\n// shows widgets\n"
    "-- themes/tiny/static/embed/v1/schema.json --\n"
    + (Path(__file__).parent.parent / "themes/plain/static/embed/v1/schema.json").read_text("utf-8")
)
"""A small site that makes all that can be made."""


def found(root: Path, **options: Any) -> tuple[Finding, ...]:  # noqa: ANN401 - Options
    return check(root, Options(now=NOW, workers=1, **options)).findings


def said(findings: tuple[Finding, ...]) -> str:
    """Return *findings* as they are printed, hints last."""
    lines = (
        f"{one.problem.severity}: "
        + str(replace(one.problem, message=f"{one.problem.message} [{one.check}]"))
        for one in findings
    )
    return "".join(f"{line}\n" for line in lines)


# ---- What people write ---------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_found_where_it_was_written(case: Case, tmp_path: Path) -> None:
    write_site(tmp_path, BASE)
    apply(tmp_path, case.after)
    assert said(found(tmp_path)) == case.expected


def test_every_check_finds_something_somewhere() -> None:
    paths = (*Path(__file__).parent.glob("test_check*.py"), *CHECKED.glob("*.md"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    names = [one.name for one in CHECKS]
    assert [name for name in names if f"[{name}" not in text and f'"{name}"' not in text] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("text", [BASE, KINDS, FULL])
def test_a_good_site_has_no_fault(text: str, tmp_path: Path) -> None:
    findings = found(write_site(tmp_path, text))
    assert [one for one in findings if one.check != "build"] == []


@pytest.mark.parametrize("theme", ["reading-room", "plain"])
def test_the_starter_site_has_no_fault(theme: str, tmp_path: Path) -> None:
    findings = found(make_demo(tmp_path, theme=theme))
    assert [one for one in findings if one.problem.severity != "notice"] == []
    assert {one.check for one in findings} <= {"build"}


def test_what_a_check_finds_has_the_severity_that_is_documented(tmp_path: Path) -> None:
    severities = {one.name: one.severity for one in CHECKS} | {"build": ""}
    for number, param in enumerate(CASES):
        (case,) = param.values
        assert isinstance(case, Case)
        for severity, name in re.findall(r"^(\w+): .* \[([a-z-]+)\]$", case.expected, re.MULTILINE):
            assert severities[name] in {severity, ""}, (number, case.title)


def test_a_picture_that_is_too_heavy_is_named_where_it_is_shown(tmp_path: Path) -> None:
    write_site(tmp_path, BASE)
    post = tmp_path / "content/posts/rivers.md"
    post.write_text(post.read_text() + "\n![All](big.svg) ![Some](small.svg)\n")
    big = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="{}"/></svg>'
    (post.parent / "big.svg").write_text(big.format("M0 0h9 " * 80_000))
    (post.parent / "small.svg").write_text(big.format("M0 0h9 " * 60_000))
    assert said(found(tmp_path)) == (
        "warning: content/posts/rivers.md:8:8: the picture `big.svg` is published with 560 kB"
        " [heavy-pictures]\n"
        "  hint: make it smaller, to 500 kB at the most: readers with a phone wait for it\n"
    )


def test_a_picture_with_far_more_pixels_than_are_shown_is_named(tmp_path: Path) -> None:
    write_site(tmp_path, BASE)
    (tmp_path / "content/posts/wide.jpg").write_bytes(saved(Image.new("RGB", (8100, 5000)), "JPEG"))
    (tmp_path / "content/posts/usual.jpg").write_bytes(
        saved(Image.new("RGB", (6000, 4000)), "JPEG")
    )
    (line, _) = said(found(tmp_path)).splitlines()
    assert re.fullmatch(
        r"notice: content/posts/wide.jpg: this picture has \d\.\d MB and 8,100 × 5,000 pixels, and"
        r" no page shows more than 1,600 across \[large-pictures\]",
        line,
    )


# ---- What libsite writes, broken by hand ---------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    root = write_site(tmp_path_factory.mktemp("full"), FULL)
    run(root)
    return see(root, Options(now=NOW, workers=1))


SITE = "https://library.example.org/town/"
BREAKS = [
    ("feed.xml", "<title>Rivers</title>", "<title>Ri", "this feed cannot be read"),
    ("feed.xml", 'version="2.0"', 'version="2.0" x=""', ""),
    ("feed.xml", "<rss ", "<rdf ", "this feed cannot be read"),
    ("feed.xml", "<description>Test Library</description>", "", "has no `description`"),
    ("feed.xml", f'href="{SITE}feed.xml"', f'href="{SITE}f.xml"', "as its own address"),
    ("feed.xml", "</guid>", "x</guid>", ""),
    ("feed.xml", r"re:<guid[^>]*>[^<]*</guid>", "<guid>a</guid>", "has the id of another"),
    ("feed.xml", r"re:<guid[^>]*>[^<]*</guid>", "", "has no id"),
    ("feed.xml", f"<link>{SITE}posts/hills/", f"<link>{SITE}posts/hill/", "not in the output"),
    ("feed.xml", " Nov 2026", " Nov", "has a day that cannot be read"),
    ("feed.xml", "-0400", "", "has a day that cannot be read"),
    ("feed.xml", f'href="{SITE}posts/hills/#', 'href="../hills/#', "address that is not in full"),
    ("feed.xml", r're:length="\d+"', 'length="7"', "has 7 bytes"),
    ("feed.xml", 'type="image/png"', 'type="image/gif"', "is image/gif, and it is image/png"),
    ("feed.xml", "rivers/card.png", "rivers/lost.png", "which is not in the output"),
    ("atom.xml", r"re:(?s)<entry>\s*<id>[^<]*</id>", "<entry><id>a</id>", "the id of another"),
    ("atom.xml", r"re:<updated>[^<]*</updated>", "", "has no `updated`"),
    ("atom.xml", r're:length="\d+"', "", "has no bytes"),
    ("feed.json", '"items"', '"item"', "has no `items`"),
    ("feed.json", '"title"', '"title', "this feed cannot be read"),
    ("feed.json", r're:"id": "[^"]*"', '"id": "a"', "has the id of another"),
    ("feed.json", r're:"size_in_bytes": \d+', '"size_in_bytes": 7', "has 7 bytes"),
    ("opml.xml", f'xmlUrl="{SITE}feed.xml"', f'xmlUrl="{SITE}x.xml"', "which is not in the output"),
    ("opml.xml", "</opml>", "", "this list of feeds cannot be read"),
]
"""A feed, what is put in place of what in it, and what is then said; nothing for no fault."""
DATA = [
    (
        "broken-widgets",
        "embed/v1/latest.json",
        ('"count":', '"counts":'),
        "as its schema says: it: 'count'",
    ),
    (
        "broken-widgets",
        "embed/v1/latest.json",
        ('"gone": false', '"gone": 0'),
        "schema says: gone: 0",
    ),
    (
        "broken-widgets",
        "embed/v1/latest.json",
        ("v1/latest.html", "v1/last.html"),
        "which is not there",
    ),
    ("broken-widgets", "embed/v1/latest.json", ('"version": 1', '"version": 1,'), "is not JSON"),
    ("broken-widgets", "embed/v1/index.json", ("v1/posts/hills", "v1/posts/hill"), "not there"),
    ("broken-widgets", "embed/v1/schema.json", ('"$schema"', "$schema"), "cannot be read"),
    ("broken-oembeds", "embed/v1/oembed/posts/hills.json", ('"1.0"', "1.0"), "no `version` 1.0"),
    ("broken-oembeds", "embed/v1/oembed/posts/hills.json", ('"rich"', '"video"'), "no known type"),
    ("broken-oembeds", "embed/v1/oembed/posts/hills.json", ('"width"', '"wide"'), "has no `width`"),
    (
        "broken-oembeds",
        "embed/v1/oembed/posts/hills.json",
        ("posts/hills.html", "x.html"),
        "not in the",
    ),
    (
        "broken-oembeds",
        "embed/v1/oembed/posts/hills.json",
        ('"thumbnail_width"', '"w"'),
        "thumbnail",
    ),
    ("broken-oembeds", "embed/v1/oembed/posts/hills.json", ("{", "["), "is not JSON"),
    (
        "broken-sitemap",
        "sitemap.xml",
        ("/posts/hills/", "/posts/hill/"),
        "which is not in the output",
    ),
    ("broken-sitemap", "sitemap.xml", ("/posts/hills/", "/posts/rivers/"), "twice"),
    ("broken-sitemap", "sitemap.xml", ("2026-11-01", "1 November"), "a day that cannot be read"),
    ("broken-sitemap", "sitemap.xml", ("</urlset>", ""), "this sitemap cannot be read"),
    ("broken-sitemap", "robots.txt", ("Sitemap:", "Map:"), "does not name the sitemap"),
    (
        "dead-links",
        "posts/hills/index.html",
        ("../../about/", "../../abuot/"),
        "/abuot/` is not in",
    ),
    ("lost-fragments", "posts/rivers/index.html", ("#high-ones", "#high-one"), "did you mean"),
    ("double-ids", "posts/hills/index.html", ("<main>", '<main id="high-ones">'), "stands 2 times"),
]
"""A check, an output, what is put in place of what in it, and what is then said."""


def broken(subject: Subject, path: str, old: str, new: str) -> tuple[Finding, ...]:
    """Return what is found when *new* stands for *old* in the output *path* of *subject*."""
    file = subject.output / path
    before = file.read_bytes()
    text = before.decode()
    pattern = old.removeprefix("re:") if old.startswith("re:") else re.escape(old)
    changed = re.sub(pattern, lambda _found: new, text)
    assert changed != text, (path, old)
    try:
        file.write_bytes(changed.encode())
        return ordered(look(dataclasses.replace(subject)))  # a copy has looked at nothing yet
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize(("path", "old", "new", "message"), BREAKS)
def test_a_fault_of_a_feed_is_found(
    path: str, old: str, new: str, message: str, made: Subject
) -> None:
    findings = broken(made, path, old, new)
    assert {one.check for one in findings} <= {"broken-feeds"}
    assert {one.problem.path for one in findings} <= {f"output/{path}"}
    assert (message in said(findings)) if message else not findings


@pytest.mark.parametrize(("name", "path", "change", "message"), DATA)
def test_a_fault_of_another_output_is_found(
    name: str, path: str, change: tuple[str, str], message: str, made: Subject
) -> None:
    findings = [one for one in broken(made, path, *change) if one.check == name]
    assert findings
    assert message in said(tuple(findings))


def test_an_output_that_changes_meanwhile_is_no_traceback(tmp_path: Path) -> None:
    root = write_site(tmp_path, BASE)
    run(root)
    subject = see(root, Options(now=NOW, workers=1))
    (root / "output/about/index.html").unlink()
    with pytest.raises(SiteError, match=r"about.index\.html` is missing\n  hint: check again"):
        list(look(subject))


# ---- The command ---------------------------------------------------------------------------------

SKIPS = '{% extends "base.html" %}{% block main %}<h1>A</h1><h3>B</h3>{{ body }}{% endblock %}'
LOST = '{% extends "base.html" %}{% block main %}<a href="#nowhere">A</a>{{ body }}{% endblock %}'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", BASE)


def test_a_good_site_is_built_and_checked_and_exits_0(site: Path) -> None:
    done = call("check", "-C", site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Checked 3 pages: 0 errors, 0 warnings, 0 notices\n"
    assert (site / "output/index.html").exists()


def test_warnings_exit_0_and_with_strict_1(site: Path) -> None:
    (site / "themes/tiny/page.html").write_text(SKIPS)
    done = call("check", "-C", site)
    assert done.returncode == 0
    assert "themes/tiny/page.html:1:55: warning: the heading `B` is of level 3" in done.stderr
    assert done.stdout == "Checked 3 pages: 0 errors, 1 warning, 0 notices\n"
    done = call("check", "-C", site, "--strict")
    assert done.returncode == 1
    assert "themes/tiny/page.html:1:55: error: " in done.stderr


def test_errors_exit_1(site: Path) -> None:
    (site / "themes/tiny/page.html").write_text(LOST)
    done = call("check", "-C", site)
    assert done.returncode == 1
    assert "themes/tiny/page.html:1:51: error: `#nowhere` points" in done.stderr
    assert "[lost-fragments]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_that_cannot_be_built_is_not_checked(site: Path) -> None:
    post = site / "content/posts/rivers.md"
    post.write_text(post.read_text().replace("2026-11-01", "21st Nov"))
    done = call("check", "-C", site)
    assert done.returncode == 1
    assert (
        'content/posts/rivers.md:3:7: error: `date` is not a day: "21st Nov" [build]' in done.stderr
    )
    assert "Nothing was checked: the site cannot be built" in done.stderr
    with pytest.raises(SiteError):
        found(site)
    rows = json.loads(call("check", "-C", site, "--format", "json").stdout)
    assert [(row["check"], row["line"]) for row in rows] == [("build", 3)]


def test_json_is_an_array_of_findings_by_file_and_line(site: Path) -> None:
    (site / "themes/tiny/page.html").write_text(LOST)
    post = site / "content/posts/rivers.md"
    post.write_text(
        post.read_text() + "\n[A](http://a.example.org/)\n\n[B](http://b.example.org/)\n"
    )
    done = call("check", "-C", site, "--format", "json")
    rows = json.loads(done.stdout)
    assert [(row["check"], row["path"], row["line"], row["column"]) for row in rows] == [
        ("plain-http", "content/posts/rivers.md", 8, 5),
        ("plain-http", "content/posts/rivers.md", 10, 5),
        ("lost-fragments", "themes/tiny/page.html", 1, 51),
    ]
    assert list(rows[0]) == ["check", "severity", "message", "path", "line", "column", "hint"]
    assert done.stderr == "Checked 3 pages: 1 error, 0 warnings, 2 notices\n"
    assert done.returncode == 1


def test_annotations_name_the_file_as_the_repository_does(site: Path) -> None:
    (site / "themes/tiny/page.html").write_text(SKIPS.replace("B", "50% {{ ': ' }}, B"))
    done = call("check", "-C", site, "--format", "github", GITHUB_WORKSPACE=str(site.parent))
    (line,) = done.stdout.splitlines()
    start = "::warning file=site/output/about/index.html::the heading `50%25 : , B`"
    assert line.startswith(start)
    assert "%0Ahint: make it an `<h2>`" in line
    (site / "themes/tiny/page.html").write_text(SKIPS)
    done = call("check", "-C", site, "--format", "github", GITHUB_WORKSPACE=str(site.parent))
    assert done.stdout.startswith("::warning file=site/themes/tiny/page.html,line=1,col=55::the")
    done = call("check", "-C", site, "--format", "github", GITHUB_WORKSPACE="")
    assert done.stdout.startswith("::warning file=themes/tiny/page.html,line=1,col=55::the")


def test_another_output_is_checked_where_it_was_asked_for(site: Path, tmp_path: Path) -> None:
    where = tmp_path / "elsewhere"
    done = call("check", "-C", site, "--portable", "--output", where)
    assert done.returncode == 0
    assert "0 errors, 0 warnings" in done.stdout
    assert (where / "index.html").exists()
    assert not (site / "output").exists()
