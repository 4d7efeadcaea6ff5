"""`libsite check` and judges that we did not write find the same faults in the same places."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from libsite.check import look, see
from libsite.visit import Options
from tests.demo import served
from tests.sites import BASE, NOW, run, write_site
from tests.test_judges import JUDGES, judge

PLANTED = (
    BASE
    + """\
-- themes/tiny/page.html --
{% extends "base.html" %}
{% block main %}<h1 id="first">{{ page.title }}</h1>
<p><a href="#nowhere">A</a> <a href="#first">B</a> <a href="#top">C</a>
<a href="site:/posts/hills/#high-one">D</a> <a href="site:/posts/hills/#high-ones">E</a>
<a href="site:/posts/valleys/">F</a> <a href="site:/posts/hills/">G</a>
<a name="old"></a><a href="#old">H</a> <a href="site:/%74ags/">I</a>
<img src="site:/theme/none.png" alt=""></p>
<h3>Skips</h3><h4>Follows</h4><h2>Up</h2>
<p id="second">J</p><p id="second">K</p>
{{ body }}{% endblock %}
-- themes/tiny/static/style.css --
body { color: #222 }
"""
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("planted"), PLANTED)
    run(root)
    return root


def told(root: Path, *names: str) -> list[str]:
    subject = see(root, Options(now=NOW, workers=1))
    return sorted(one.problem.message for one in look(subject) if one.check in names)


def test_linkinator_finds_the_same_links_and_fragments(planted: Path, tmp_path: Path) -> None:
    shutil.copytree(planted / "output", tmp_path / "www/town")
    program = JUDGES / "linkinator/build/src/cli.js"
    with served(tmp_path / "www") as address:
        done = judge(
            *("node", program, f"{address}town/", "--recurse", "--check-fragments"),
            *("--format", "json"),
            cwd=tmp_path,
        )
    links = json.loads(done.stdout)["links"]
    broken = {urlsplit(one["url"]) for one in links if one["state"] == "BROKEN"}
    ours = told(planted, "dead-links", "lost-fragments")
    assert {one.fragment for one in broken} - {""} == {"nowhere", "high-one"}
    assert {one.path for one in broken if not one.fragment} == {
        "/town/posts/valleys/",
        "/town/theme/none.png",
    }
    assert [re.sub(r" \(.*", "", one) for one in ours] == [
        "`#nowhere` points to a place that is not in `/about/`",
        "`../posts/hills/#high-one` points to a place that is not in `/posts/hills/`",
        "the file `/theme/none.png` is not in the output",
        "the link `/posts/valleys/` is not in the output",
    ]


def test_html_validate_finds_the_same_headings_and_ids(planted: Path) -> None:
    settings = planted / "htmlvalidate.json"
    rules = {"heading-level": ["error", {"minInitialRank": "any"}], "no-dup-id": "error"}
    settings.write_text(json.dumps({"root": True, "rules": rules}))
    program = JUDGES / "html-validate/bin/html-validate.mjs"
    done = judge(
        *("node", program, "--config", settings, "--formatter", "json", "output/**/*.html"),
        cwd=planted,
    )
    found = [
        (Path(page["filePath"]).relative_to(planted).as_posix(), one["ruleId"], one["message"])
        for page in json.loads(done.stdout)
        for one in page["messages"]
    ]
    assert found == [
        (
            "output/about/index.html",
            "heading-level",
            "Heading level can only increase by one, expected <h2> but got <h3>",
        ),
        ("output/about/index.html", "no-dup-id", 'Duplicate ID "second"'),
    ]
    assert told(planted, "skipped-headings", "double-ids") == [
        "the heading `Skips` is of level 3, and the one before it of level 1",
        "the id `second` stands 2 times in one page",
    ]
