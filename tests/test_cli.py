"""The command line as people and machines use it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

import libsite
from libsite.cli import COMMANDS
from tests.sites import BASE, tree, unmeasured, write_site

if TYPE_CHECKING:
    from pathlib import Path


def call(
    *words: str | Path, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "libsite", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", BASE)


def break_date(site: Path) -> None:
    path = site / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("2026-11-01", "21st Nov"))


def test_the_version_is_that_of_the_package() -> None:
    assert call("--version").stdout.split()[-1] == libsite.__version__


def test_help_names_every_command_and_each_command_has_help() -> None:
    overview = call("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in overview
        assert call(name, "--help").returncode == 0


def test_a_good_build_says_on_standard_output_what_was_done_and_exits_0(site: Path) -> None:
    done = call("build", "-C", site)
    assert done.returncode == 0
    assert "Built 3 pages" in done.stdout
    assert (site / "output/posts/rivers/index.html").exists()
    again = call("build", "-C", site)
    assert again.stdout.startswith("Nothing to do: 3 pages")


def test_the_site_is_found_from_a_folder_inside_it(site: Path) -> None:
    done = call("build", cwd=site / "content/posts")
    assert done.returncode == 0
    assert (site / "output/index.html").exists()


def test_content_errors_exit_1_with_file_line_and_hint_and_leave_the_site(site: Path) -> None:
    call("build", "-C", site)
    before = tree(site / "output")
    break_date(site)
    done = call("build", "-C", site)
    assert done.returncode == 1
    assert done.stdout == ""
    assert 'content/posts/rivers.md:3:7: error: `date` is not a day: "21st Nov"' in done.stderr
    assert "  hint: write it as 2026-11-21" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(site / "output") == before


def test_wrong_use_exits_2(site: Path) -> None:
    assert call("build", "--no-such-option", cwd=site).returncode == 2
    assert call("bild").returncode == 2
    assert call("build", "--url", "library.example.org", cwd=site).returncode == 2
    assert call("build", "--now", "yesterday", cwd=site).returncode == 2
    assert call("build", "--now", "0001-01-01T00:00+14:00", cwd=site).returncode == 2
    assert call("build", "--portable", cwd=site).returncode == 2


def test_a_folder_without_a_site_exits_1_and_says_how_to_make_one(tmp_path: Path) -> None:
    done = call("build", "-C", tmp_path)
    assert done.returncode == 1
    assert "libsite init" in done.stderr


def test_the_json_report_is_all_that_stands_on_standard_output(site: Path) -> None:
    good = json.loads(call("build", "-C", site, "--json").stdout)
    assert good["ok"] is True
    assert good["pages"] == 3
    assert "posts/rivers/index.html" in good["written"]
    break_date(site)
    bad = call("build", "-C", site, "--json")
    assert bad.returncode == 1
    problem = json.loads(bad.stdout)["problems"][0]
    assert problem["severity"] == "error"
    assert problem["path"] == "content/posts/rivers.md"
    assert (problem["line"], problem["column"]) == (3, 7)


def test_errors_are_annotations_inside_github_actions(site: Path) -> None:
    break_date(site)
    done = call("build", "-C", site, GITHUB_ACTIONS="true")
    assert "::error file=content/posts/rivers.md,line=3,col=7::`date` is not a day" in done.stderr
    assert "%0Ahint: write it as" in done.stderr


def test_colour_is_used_on_demand_only(site: Path) -> None:
    break_date(site)
    assert "\x1b[" not in call("build", "-C", site).stderr
    assert "\x1b[" not in call("build", "-C", site, NO_COLOR="1", FORCE_COLOR="1").stderr


def test_warnings_stop_a_strict_build_alone(site: Path) -> None:
    path = site / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("tags:", "titel: x\ntags:"))
    loose = call("build", "-C", site)
    assert loose.returncode == 0
    assert "did you mean `title`?" in loose.stderr
    assert call("build", "-C", site, "--strict").returncode == 1
    # and it is said again when there is nothing to do
    assert "titel" in call("build", "-C", site).stderr


def test_warnings_that_say_the_same_of_many_files_are_summed_up(site: Path) -> None:
    for number in range(9):
        (site / f"content/posts/p{number}.md").write_text(f"---\ntitle: P{number}\nolid: x\n---\n")
    said = call("build", "-C", site).stderr
    assert said.count("`olid` is not a field of a post") == 4
    assert "and 6 more" in said


def test_a_now_without_an_offset_is_in_the_time_zone_of_the_site(site: Path) -> None:
    path = site / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("date: 2026-11-01", "date: 2027-03-01 10:00"))
    about = site / "content/pages/about.md"
    about.write_text("---\ntitle: About us\n---\nWe lend.\n")
    call("build", "-C", site, "--now", "2027-03-01T09:59")
    assert not (site / "output/posts/rivers/index.html").exists()
    call("build", "-C", site, "--now", "2027-03-01T10:00")
    assert (site / "output/posts/rivers/index.html").exists()


def test_portable_addresses_name_their_files(site: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert call("build", "-C", site, "--portable", "--output", stick).returncode == 0
    page = (stick / "posts/rivers/index.html").read_text()
    assert 'href="../hills/index.html#high-ones"' in page
    assert 'href="../../about/index.html"' in page
    assert "https://library.example.org/town/posts/rivers/" in (stick / "feed.xml").read_text()


def test_new_begins_a_post_with_an_id_and_never_overwrites(site: Path) -> None:
    done = call("new", "post", "Rivers: a list", cwd=site)
    path = site / done.stdout.strip()
    text = path.read_text()
    assert 'title: "Rivers: a list"\nid: post-' in text
    assert call("build", cwd=site).returncode == 0
    again = call("new", "post", "Rivers: a list", cwd=site)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert path.read_text() == text


def test_init_makes_a_site_that_builds_without_a_word_of_warning(tmp_path: Path) -> None:
    done = call("init", "school", "--yes", "--title", 'The "Old" School: Library', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    built = call("build", "--strict", cwd=tmp_path / "school")
    assert built.returncode == 0, built.stderr
    assert built.stderr == "" or built.stderr.startswith("Making")
    again = call("init", "school", "--yes", cwd=tmp_path)
    assert again.returncode == 1
    assert again.stderr.count("stands here already") == 1


def test_an_empty_init_makes_a_site_without_examples(tmp_path: Path) -> None:
    assert call("init", "school", "--yes", "--empty", cwd=tmp_path).returncode == 0
    assert call("build", "--strict", cwd=tmp_path / "school").returncode == 0
    assert not list((tmp_path / "school/content").rglob("*.md"))


def test_init_asks_and_asks_again_where_an_answer_will_not_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "libsite", "init", "school"],
        input="Elm Library\nelm.org\nhttps://elm.example.org\nMadrid\nEurope/Madrid\nSpanish\nes\ny\n",
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (
        "Error: 'elm.org' is not an address: it begins with https://" in done.stdout + done.stderr
    )
    assert (
        "Error: 'Madrid' is not a time zone; write it as Europe/Madrid" in done.stdout + done.stderr
    )
    assert "Error: 'Spanish' is not the code of a language" in done.stdout + done.stderr
    settings = (tmp_path / "school/site.yaml").read_text()
    assert 'title: "Elm Library"' in settings
    assert 'url: "https://elm.example.org/"' in settings
    assert 'timezone: "Europe/Madrid"' in settings
    page = tmp_path / "school/output/index.html"
    assert call("build", cwd=tmp_path / "school").returncode == 0
    assert '<html lang="es"' in page.read_text()


def test_why_explains_a_file_an_address_and_what_is_unknown(site: Path) -> None:
    call("build", cwd=site)
    assert "It is published." in call("why", "content/posts/rivers.md", cwd=site).stdout
    assert "comes from  content/posts/rivers.md" in call("why", "/posts/rivers/", cwd=site).stdout
    assert "is up to date" in call("why", "output/posts/rivers/index.html", cwd=site).stdout
    unknown = call("why", "content/posts/river.md", cwd=site)
    assert unknown.returncode == 1
    assert "did you mean `content/posts/rivers.md`?" in unknown.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("posts/_later.md", "what begins with `_` is yours alone"),
        ("posts/.later.md", "hidden files"),
        ("posts/later.md~", "back-up copies"),
        ("posts/later.docx", "it is no Markdown"),
        ("news/later.md", "it is in none of content/clubs/, content/pages/, content/posts/"),
        ("posts/slip.pdf", "makes    posts/slip.pdf"),
    ],
)
def test_why_says_what_becomes_of_a_file_that_is_no_page(name: str, words: str, site: Path) -> None:
    (site / "content" / name).parent.mkdir(exist_ok=True)
    (site / "content" / name).write_text("Later.")
    rivers = site / "content/posts/rivers.md"
    if name.endswith("pdf"):
        rivers.write_text(rivers.read_text() + "\n[The slip](slip.pdf)\n")
    done = call("why", f"./content/{name}", cwd=site)
    assert done.returncode == 0
    assert words in done.stdout


def test_why_knows_a_name_in_any_form_of_unicode(site: Path) -> None:
    (site / "content/posts/cafe\u0301.md").write_text("---\ntitle: Café\n---\nCoffee.\n")
    done = call("why", "content/posts/cafe\u0301.md", cwd=site)
    assert "It is published." in done.stdout, done.stderr


def test_why_says_what_keeps_a_post_from_appearing(site: Path) -> None:
    path = site / "content/posts/hills.md"
    path.write_text(path.read_text().replace("tags:", "published: false\ntags:"))
    rivers = site / "content/posts/rivers.md"
    rivers.write_text(rivers.read_text().replace("See [hills](hills.md#high-ones).", ""))
    said = call("why", "hills.md", cwd=site / "content/posts").stdout
    assert "It is not published: it says `published: false`" in said


def test_why_names_what_has_changed_since_the_last_build(site: Path) -> None:
    call("build", cwd=site)
    path = site / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("title: Rivers", "title: Streams"))
    said = call("why", "/posts/hills/", cwd=site).stdout
    assert "page.newer" in said
    assert "page.body" not in said


def test_record_writes_the_ledger_and_from_then_on_addresses_stay(site: Path) -> None:
    done = call("record", cwd=site)
    assert "new      /posts/rivers/" in done.stdout
    ledger = site / "content/_ledger/published.yaml"
    first = ledger.read_bytes()
    assert "0 of them new" in call("record", cwd=site).stdout
    assert ledger.read_bytes() == first
    path = site / "content/posts/rivers.md"
    path.write_text(path.read_text().replace("title: Rivers", "title: Rivers\nslug: streams"))
    stopped = call("build", cwd=site)
    assert stopped.returncode == 1
    assert "add the line `aliases: [/posts/rivers/]`" in stopped.stderr
    path.write_text(path.read_text().replace("slug:", "aliases: [/posts/rivers/]\nslug:"))
    assert call("build", cwd=site).returncode == 0
    old = (site / "output/posts/rivers/index.html").read_text()
    assert 'content="0; url=../streams/"' in old
    # the ledger remembers the former address, so that its alias cannot be lost either
    assert "changed  /posts/streams/" in call("record", cwd=site).stdout
    path.write_text(path.read_text().replace("aliases: [/posts/rivers/]\n", ""))
    assert "add the line `aliases: [/posts/rivers/]`" in call("build", cwd=site).stderr


def test_a_renamed_file_keeps_its_id_and_any_other_rename_is_explained(site: Path) -> None:
    call("record", cwd=site)
    about = site / "content/pages/about.md"
    about.write_text("---\ntitle: About us\n---\nWe lend.\n")
    old, new = site / "content/posts/rivers.md", site / "content/posts/streams.md"
    new.write_bytes(old.read_bytes())
    old.unlink()
    stopped = call("build", cwd=site)
    assert "add the line `aliases: [/posts/rivers/]`" in stopped.stderr
    new.write_text(new.read_text().replace("All about", "Much about"))
    stopped = call("build", cwd=site)
    assert "has lost its file `content/posts/rivers.md`" in stopped.stderr
    assert "add the line `id: post/rivers` to it" in stopped.stderr
    new.write_text(new.read_text().replace("title: Rivers", "title: Rivers\nid: post/rivers"))
    assert "add the line `aliases: [/posts/rivers/]`" in call("build", cwd=site).stderr
    about.write_text("---\ntitle: About us\nid: another\n---\nWe lend.\n")
    assert "which cannot change" in call("build", cwd=site).stderr


def test_quarantine_leaves_out_a_new_broken_file_and_never_a_published_one(site: Path) -> None:
    call("build", cwd=site)
    (site / "content/posts/new.md").write_text("---\ntitle: New\ndate: soon\n---\n")
    assert call("build", cwd=site).returncode == 1
    done = call("build", "--quarantine", cwd=site)
    assert done.returncode == 0
    assert "1 left out" in done.stdout or "Nothing to do" in done.stdout
    assert "left out: `date` is not a day" in done.stderr
    break_date(site)
    assert call("build", "--quarantine", cwd=site).returncode == 1


def test_what_cannot_be_written_is_said(site: Path) -> None:
    shutil.rmtree(site / "content/posts")
    (site / "content/posts").write_text("a file where the folder belongs")
    done = call("new", "post", "Rivers", cwd=site)
    assert done.returncode == 1
    assert "this cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("title", ["Calendar", "posts", "es"])
def test_new_writes_no_page_that_no_build_would_take(title: str, site: Path) -> None:
    done = call("new", "page", title, cwd=site)
    assert done.returncode == 1
    assert "hint: choose another title" in done.stderr
    assert not (site / f"content/pages/{title.lower()}.md").exists()


def test_a_markdown_file_with_the_ending_of_a_text_is_named(site: Path) -> None:
    (site / "content/posts/post.md.txt").write_text("---\ntitle: Lost\n---\nLost.\n")
    said = call("build", cwd=site).stderr
    assert "post.md.txt: warning: this is no page, since its name ends with `.txt`" in said
    assert "hint: name it `post.md`" in said


def test_clean_deletes_what_libsite_wrote_and_nothing_else(site: Path) -> None:
    call("build", cwd=site)
    (site / "output/CNAME").write_text("library.example.org")
    done = call("clean", cwd=site)
    assert done.returncode == 0
    assert tree(site / "output") == {"CNAME": b"library.example.org"}
    assert not (site / ".libsite").exists()


def test_a_build_that_is_interrupted_exits_130(site: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no SIGINT for another process")
    write_posts(site, 400)
    process = subprocess.Popen(
        [sys.executable, "-m", "libsite", "build", "--workers", "1"],
        cwd=site,
        # what measures takes locks at any line, and is not made to be interrupted there
        env=unmeasured(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not (site / ".libsite/cache.db").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said


@pytest.mark.parametrize("step", ["Reading", "Making"])
def test_ctrl_c_ends_a_build_and_all_who_work_for_it(step: str, site: Path) -> None:
    """A terminal tells every process of the group: the first one alone says that it stops."""
    if sys.platform == "win32":
        pytest.skip("Windows has no SIGINT for another process")
    write_posts(site, 1000)
    process = subprocess.Popen(
        [sys.executable, "-m", "libsite", "build", "--workers", "3"],
        cwd=site,
        env=unmeasured(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    said = next(line for line in process.stderr if line.startswith(step))
    os.killpg(process.pid, signal.SIGINT)
    _, rest = process.communicate(timeout=60)  # it ends when nobody holds the pipe any more
    assert process.returncode == 130
    assert rest.replace(said, "").split() == ["Stopped"]
    assert not (site / "output").exists()
    assert call("build", cwd=site).returncode == 0


def write_posts(site: Path, number: int) -> None:
    for one in range(number):
        text = f"---\ntitle: P{one}\n---\n" + "Some *words*. " * 50
        (site / f"content/posts/p{one}.md").write_text(text)


DRAWN = """
import sys
from libsite import workers
from libsite.cli import main

choose = workers._context

def context():
    chosen = choose()
    print("begun by", chosen.get_start_method(), flush=True)
    return chosen

workers._context = context
sys.argv = ["libsite", "build", "--workers", "2"]
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="others begin no process by a fork")
def test_a_bar_is_drawn_on_a_terminal_and_costs_no_fork(site: Path) -> None:
    """A thread beside the build, as other bars have, would make each process load all anew."""
    import pty

    write_posts(site, 300)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", DRAWN]
    process = subprocess.Popen(command, cwd=site, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # how the end of a terminal is told
        while part := os.read(ours, 65536):
            seen += part
    os.close(ours)
    assert process.wait(60) == 0
    assert seen.count(b"begun by fork") == seen.count(b"begun by") == 2
    for line in (rb"Reading 30\d files  \[#+\]  100%", rb"Making \d+ files  \[#+\]  100%"):
        assert re.search(line, seen)
    assert seen.count(b"\r\x1b[?25l") < 300  # a hundred times for each step, not for each page


def test_completion_and_schemas_are_printed() -> None:
    assert "_LIBSITE_COMPLETE" in call("completion", "bash").stdout
    for what in ("site", "post", "page"):
        assert json.loads(call("schema", what).stdout)["$schema"].endswith("2020-12/schema")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    command = f"{shlex.quote(sys.executable)} -m libsite schema site | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
