"""`serve` shows the last good build on loopback, builds again at every change, and says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from watchdog.observers import Observer

import libsite.serve
import libsite.serve.watch
from libsite.artifact import Report
from libsite.build import build
from libsite.errors import Problem, SiteError, error, warning
from libsite.serve.board import Board, State
from libsite.serve.http import TRIES, Server, content_type, listen, locate
from libsite.serve.overlay import LIMIT, inject, news
from libsite.serve.watch import Watch
from tests.serve.serving import (
    BROKEN,
    PATIENCE,
    RIVERS,
    SITE,
    ask,
    listening,
    port_of,
    serving,
)
from tests.sites import unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watchdog.events import FileSystemEvent

    from tests.serve.serving import Running

# ---- the server alone ----------------------------------------------------------------------------

FILES = {
    "index.html": b"<!doctype html><html><head><title>Home</title></head><body>Home</body></html>",
    "posts/rivers/index.html": b"<html><head></head><body>Rivers</body></html>",
    "posts/cliché/index.html": b"<html><head></head><body>Accents</body></html>",
    "404.html": b"<html><head></head><body>No such page</body></html>",
    "feed.xml": b"<rss/>",
}


@contextmanager
def shown(folder: Path, files: dict[str, bytes]) -> Iterator[Server]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    board = Board(State(serial=7, paths=frozenset(files)))
    with listen(0, folder, board) as server, server.running(lost=lambda: None):
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = tmp_path_factory.mktemp("site")
    output = site / "output"
    (output / ".libsite.staging").mkdir(parents=True)
    (output / ".libsite.staging" / "0").write_text("secret")
    (output / ".libsite.json").write_text("secret")
    (output / "stranger.txt").write_text("secret")
    (output / "link.txt").symlink_to("/etc/passwd")
    (site / "secret.txt").write_text("secret")
    with shown(output, FILES) as found:
        yield found


def test_a_page_comes_with_its_script_its_type_and_no_permission_to_be_stored(
    server: Server,
) -> None:
    answer = ask(server.address, "GET", "/posts/rivers/")
    assert answer.status == 200
    assert b"Rivers" in answer.body
    assert b'<head><script src="/_libsite/client.js" data-serial="7"></script>' in answer.body
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_only_pages_get_the_script(server: Server) -> None:
    assert ask(server.address, "GET", "/feed.xml").body == FILES["feed.xml"]


def test_head_gives_the_headers_of_get_and_no_body(server: Server) -> None:
    for path in ("/", "/feed.xml", "/nowhere", "/posts/rivers"):
        get, head = (ask(server.address, method, path) for method in ("GET", "HEAD"))
        assert head.status == get.status
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
        assert head.body == b""


def test_a_folder_without_its_slash_is_a_redirect_that_keeps_the_query(server: Server) -> None:
    answer = ask(server.address, "GET", "/posts/rivers?from=mail")
    assert answer.status == 301
    assert answer.headers["Location"] == "/posts/rivers/?from=mail"
    answer = ask(server.address, "GET", "/posts/clich%C3%A9")
    assert answer.headers["Location"] == "/posts/clich%C3%A9/"
    assert b"Accents" in ask(server.address, "GET", answer.headers["Location"]).body


def test_an_unknown_address_shows_the_sites_own_404_page(server: Server) -> None:
    answer = ask(server.address, "GET", "/nowhere/")
    assert answer.status == 404
    assert b"No such page" in answer.body
    assert b"client.js" in answer.body


def test_without_a_404_page_there_is_a_plain_one(tmp_path: Path) -> None:
    with shown(tmp_path, {"index.html": b""}) as server:
        answer = ask(server.address, "GET", "/nowhere")
        assert answer.status == 404
        assert b"There is no page at this address" in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/posts/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/posts/%2e%2e/index.html",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "///secret.txt",
        "/posts%2Frivers/",
        "/index.html%00.txt",
        "/%00",
        "/%ff",
        "/%",
        "/.libsite.json",
        "/.libsite.staging/0",
        "/stranger.txt",
        "/link.txt",
        "/INDEX.HTML",
        "/index.html/",
        "/index.html.",
        "/C:/Windows/win.ini",
        "/posts//rivers/",
        "/posts/./rivers/",
        "http://evil.example/",
        "*",
    ],
)
def test_what_the_build_did_not_list_does_not_exist(server: Server, path: str) -> None:
    answer = ask(server.address, "GET", path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "127.0.0.2",
        "192.168.1.5:8000",
        "localhost:",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/_libsite/events", "/_libsite/client.js"])
def test_a_foreign_host_name_is_refused(server: Server, host: str, path: str) -> None:
    answer = ask(server.address, "GET", path, host=host)
    assert answer.status == 421
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"<" not in answer.body


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:80"])
def test_every_name_of_loopback_is_good(server: Server, host: str) -> None:
    assert ask(server.address, "GET", "/", host=host).status == 200


@pytest.mark.parametrize(
    "request_text",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /\r\n\r\n",
    ],
)
def test_a_request_with_no_host_or_two_is_refused(server: Server, request_text: str) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as raw:
        raw.sendall(request_text.encode())
        with raw.makefile("rb") as file:
            assert b"answers by no other name" in file.read()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_nothing_but_looking_is_allowed(server: Server, method: str) -> None:
    answer = ask(server.address, method, "/")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_only_loopback_is_bound(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_content_types_are_the_same_on_every_system() -> None:
    names = "a.html a.css a.js a.svg a.woff2 a.xml a.json a.ics a.webp a.avif a.txt a.png a.pdf a"
    assert [content_type(name) for name in names.split()] == [
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        "image/svg+xml; charset=utf-8",
        "font/woff2",
        "application/xml; charset=utf-8",
        "application/json; charset=utf-8",
        "text/calendar; charset=utf-8",
        "image/webp",
        "image/avif",
        "text/plain; charset=utf-8",
        "image/png",
        "application/pdf",
        "application/octet-stream",
    ]


def test_an_address_names_a_file_a_folder_or_nothing() -> None:
    paths = {"index.html", "posts/index.html", "a b.txt"}
    assert locate("/", paths) == "index.html"
    assert locate("/posts/", paths) == "posts/index.html"
    assert locate("/posts", paths) == "posts/"
    assert locate("/a%20b.txt", paths) == "a b.txt"
    assert locate("/a", paths) is None


def test_a_taken_port_gives_way_to_the_next(tmp_path: Path) -> None:
    board = Board(State(serial=1, paths=frozenset()))
    with listen(0, tmp_path, board) as first, listen(first.server_port, tmp_path, board) as second:
        assert first.server_port < second.server_port < first.server_port + TRIES


def test_if_no_port_is_free_the_error_names_the_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board(State(serial=1, paths=frozenset()))
    with listen(0, tmp_path, board) as first:
        monkeypatch.setattr("libsite.serve.http.TRIES", 1)
        with pytest.raises(SiteError, match="--port"):
            listen(first.server_port, tmp_path, board)


def test_closing_ends_idle_connections_and_listeners(tmp_path: Path) -> None:
    with shown(tmp_path, FILES) as server:
        idle = socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE)
        with listening(server.address) as events:
            next(events)
            server.server_close()
            assert list(events) == []
        with closing(idle):
            assert idle.recv(1) == b""
        assert not server._connections


def test_a_file_that_vanished_is_asked_for_again(tmp_path: Path) -> None:
    board = Board(State(serial=1, paths=frozenset({"index.html"})))
    lost = threading.Event()
    with listen(0, tmp_path, board) as server, server.running(lost=lost.set):
        answer = ask(server.address, "GET", "/")
    assert answer.status == 503
    assert b"client.js" in answer.body
    assert lost.is_set()


# ---- what pages are told -------------------------------------------------------------------------


def test_the_script_stands_before_anything_that_could_forbid_it() -> None:
    page = b'<!doctype html><HTML><Head lang="en">\n<meta http-equiv="Content-Security-Policy">'
    found = inject(page, 3)
    assert found.index(b"client.js") < found.index(b"<meta")
    assert found.startswith(b'<!doctype html><HTML><Head lang="en"><script')


def test_a_page_without_a_head_keeps_its_doctype_first() -> None:
    page = b"<!doctype html><header>Hello</header>"
    assert inject(page, 3).startswith(page)


def test_news_is_one_line_with_errors_only_and_not_too_many() -> None:
    errors = (error(f"line\n{n}", path="a.md", line=n) for n in range(99))
    text = news(5, [warning("tidy this"), *errors])
    assert "\n" not in text
    told = json.loads(text)
    assert told["serial"] == 5
    assert told["problems"][1] == {"where": "a.md:1", "message": "line\n1", "hint": ""}
    assert len(told["problems"]) == LIMIT
    assert told["more"] == 99 - LIMIT


# ---- the whole -----------------------------------------------------------------------------------


def test_the_site_is_served_under_its_local_address_and_output_is_left_alone(
    running: Running,
) -> None:
    assert "Books about rivers" in running.text("/")
    assert f"<loc>{running.address}</loc>" in running.text("/sitemap.xml")
    assert running.get("/nowhere").status == 404
    assert not (running.root / "output").exists()


def test_files_in_the_cache_do_not_hold_the_script(running: Running) -> None:
    pages = list((running.root / ".libsite" / "serve").rglob("*.html"))
    assert pages
    assert not any("_libsite" in page.read_text() for page in pages)


def test_a_saved_file_is_built_and_browsers_hear_of_it(running: Running) -> None:
    with listening(running.address) as events:
        before = next(events)
        running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
        after = next(events)
    assert after["serial"] == before["serial"] + 1
    assert after["problems"] == []
    report = running.next()
    assert isinstance(report, Report)
    assert "posts/rivers/index.html" in report.written
    assert "Books about lakes" in running.text("/posts/rivers/")


def test_an_error_is_told_to_old_and_new_listeners_while_the_last_good_page_stays(
    running: Running,
) -> None:
    with listening(running.address) as events:
        before = next(events)
        running.rivers.write_text(BROKEN)
        after = next(events)
    assert after["serial"] == before["serial"]
    [problem] = after["problems"]
    assert problem["where"].startswith("content/posts/rivers.md:3")
    assert problem["hint"]
    assert isinstance(running.next(), SiteError)
    assert "Books about rivers" in running.text("/posts/rivers/")
    with listening(running.address) as events:
        assert next(events)["problems"] == [problem]
        running.rivers.write_text(RIVERS)
        assert next(events) == before
    assert isinstance(running.next(), Report)


def test_a_site_that_cannot_be_built_at_first_is_shown_as_soon_as_it_can(site: Path) -> None:
    (site / "content" / "posts" / "rivers.md").write_text(BROKEN)
    with serving(site) as running:
        assert isinstance(running.next(), SiteError)
        answer = running.get("/posts/rivers/")
        assert answer.status == 503
        assert b"client.js" in answer.body
        with listening(running.address) as events:
            before = next(events)
            assert before["problems"]
            running.rivers.write_text(RIVERS)
            assert next(events)["serial"] > before["serial"]
        assert running.get("/posts/rivers/").status == 200


def test_a_restart_shows_the_last_good_pages_and_outdates_open_ones(site: Path) -> None:
    with serving(site) as running, listening(running.address) as events:
        first = next(events)
    (site / "content" / "posts" / "rivers.md").write_text(BROKEN)
    with serving(site) as running:
        assert isinstance(running.next(), SiteError)
        assert "Books about rivers" in running.text("/posts/rivers/")
        with listening(running.address) as events:
            assert next(events)["serial"] > first["serial"]


def test_a_taken_port_is_said_and_another_one_used(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(site, port=port) as running:
            assert port_of(running.address) > port
            [sentence] = running.sentences
            assert f"Port {port} is taken" in sentence
            assert str(port_of(running.address)) in sentence


def test_a_mistake_of_our_own_does_not_take_the_server_along(
    running: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> Report:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(libsite.serve, "build", fail)
        running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
        outcome = running.next()
    assert isinstance(outcome, SiteError)
    assert "libsite itself failed" in str(outcome)
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert "Books about rivers" in running.text("/posts/rivers/")
    running.rivers.write_text(RIVERS.replace("rivers", "seas"))
    assert isinstance(running.next(), Report)
    assert "Books about seas" in running.text("/posts/rivers/")


def test_an_error_that_is_outdated_before_it_is_known_is_not_told(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def half_saved(*arguments: object, **options: object) -> Report:
        calls.append(1)
        if len(calls) == 1:
            changed.clear()
            running.rivers.write_text(RIVERS.replace("rivers", "lakes"))
            assert changed.wait(PATIENCE)
            raise SiteError(error("this changed while it was being read"))
        return build(*arguments, **options)  # type: ignore[arg-type]

    changed = threading.Event()
    take_note = Watch.on_any_event

    def note(watch: Watch, event: object) -> None:
        take_note(watch, event)  # type: ignore[arg-type]
        if watch.pending():
            changed.set()

    monkeypatch.setattr(Watch, "on_any_event", note)
    monkeypatch.setattr(libsite.serve, "build", half_saved)
    (running.root / "content" / "posts" / "seas.md").write_text(RIVERS.replace("rivers", "seas"))
    assert isinstance(running.next(), Report)
    assert len(calls) > 1


def test_when_time_changes_the_site_it_is_built_again(site: Path) -> None:
    scheduled = RIVERS.replace("2026-11-02", "2026-11-21").replace("rivers", "winter")
    (site / "content" / "posts" / "winter.md").write_text(scheduled)
    with serving(site) as running:
        running.next()
        assert running.get("/posts/winter/").status == 404
        running.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        report = running.next()
        assert isinstance(report, Report)
        assert "posts/winter/index.html" in report.written
        assert running.get("/posts/winter/").status == 200


def test_ctrl_c_ends_serve_without_a_traceback(site: Path) -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from libsite.serve import serve; from libsite.visit import Options\n"
        "say = lambda text: print(text, flush=True)\n"
        "options = lambda: Options(now=datetime(2026, 11, 20, tzinfo=UTC))\n"
        "serve(Path(sys.argv[1]), options, port=0, tell=say, report=lambda _: None, ready=say)\n"
        "say('over')\n"
    )
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(site)]
    environment = {**unmeasured(), "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with listening(address) as events:
            next(events)
            process.send_signal(signal.SIGINT)
            rest, complaints = process.communicate(timeout=PATIENCE)
    assert rest == "over\n"
    assert complaints == ""
    assert process.returncode == 0


def test_the_end_leaves_no_thread_behind(site: Path) -> None:
    before = set(threading.enumerate())
    with serving(site) as running, listening(running.address) as events:
        next(events)
        running.stop.set()
        assert list(events) == []
    assert set(threading.enumerate()) <= before


# ---- watching ------------------------------------------------------------------------------------


def save_in_place(path: Path) -> None:
    path.write_text(RIVERS.replace("rivers", "lakes"))


def save_atomically(path: Path) -> None:
    draft = path.with_name(path.name + ".tmp")
    draft.write_text(RIVERS.replace("rivers", "lakes"))
    draft.replace(path)


def save_like_vim(path: Path) -> None:
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text("vim")
    (path.parent / "4913").write_text("")
    (path.parent / "4913").unlink()
    path.rename(path.with_name(path.name + "~"))
    path.write_text(RIVERS.replace("rivers", "lakes"))
    path.with_name(path.name + "~").unlink()
    swap.unlink()


def replace_the_folder(path: Path) -> None:
    posts = path.parent
    draft = posts.with_name("draft")
    shutil.copytree(posts, draft)
    (draft / path.name).write_text(RIVERS.replace("rivers", "lakes"))
    posts.rename(posts.parents[1] / "away")
    draft.rename(posts)


def replace_content(path: Path) -> None:
    content = path.parents[1]
    content.rename(content.with_name("content.old"))
    path.parent.mkdir(parents=True)
    path.write_text(RIVERS.replace("rivers", "lakes"))


@pytest.mark.parametrize(
    ("save", "poll"),
    [
        (save_in_place, False),
        (save_atomically, False),
        (save_like_vim, False),
        (replace_the_folder, False),
        (replace_content, False),
        (save_atomically, True),
        (replace_content, True),
    ],
    ids=lambda value: getattr(value, "__name__", "polling" if value else "watching"),
)
def test_however_a_file_is_saved_the_page_follows_and_the_next_save_is_seen_too(
    site: Path, save: Callable[[Path], None], *, poll: bool
) -> None:
    with serving(site, poll=poll) as running:
        running.next()
        save(running.rivers)
        until(running, "Books about lakes")
        running.rivers.write_text(RIVERS.replace("rivers", "seas"))
        until(running, "Books about seas")


def until(running: Running, words: str) -> None:
    """Wait for the builds that bring *words* to the page; there may be one for half of a save."""
    while words not in running.text("/posts/rivers/"):
        running.next()


def test_many_files_at_once_are_one_build(running: Running) -> None:
    for number in range(300):
        path = running.root / "content" / "posts" / f"book-{number}.md"
        path.write_text(RIVERS.replace("rivers", f"number {number}"))
    written: set[str] = set()
    builds = 0
    while "posts/book-299/index.html" not in written:
        report = running.next()
        assert isinstance(report, Report)
        written.update(report.written)
        builds += 1
    # A slow machine may pause between two files for longer than QUIET.
    assert builds <= 3
    assert all(f"posts/book-{number}/index.html" in written for number in range(300))


def test_the_settings_may_go_and_come_back(running: Running) -> None:
    settings = running.root / "site.yaml"
    settings.unlink()
    outcome = running.next()
    assert isinstance(outcome, SiteError)
    assert "site.yaml" in str(outcome)
    assert "Books about rivers" in running.text("/")
    settings.write_text(SITE.replace("Maple", "Oak"))
    assert isinstance(running.next(), Report)
    assert "Oak Street" in running.text("/")


def test_a_theme_that_comes_later_is_watched(running: Running) -> None:
    theme = running.root / "themes" / "plain"
    shipped = Path(__file__).parents[2] / "themes" / "plain"
    shutil.copytree(shipped, theme)
    page = theme / "404.html"
    for word in ("first", "second"):
        page.write_text(f"<html><head></head><body>My {word} page</body></html>")
        while word not in running.text("/nowhere"):
            running.next()


def test_a_lost_cache_heals_when_somebody_looks(running: Running) -> None:
    shutil.rmtree(running.root / ".libsite")
    assert running.get("/posts/rivers/").status == 503
    report = running.next()
    assert isinstance(report, Report)
    assert running.get("/posts/rivers/").status == 200


def deaf(_: str) -> None:
    raise AssertionError


@pytest.mark.parametrize(
    "name",
    [
        "content/posts/.rivers.md.swp",
        "content/posts/rivers.md~",
        "content/posts/rivers.md.tmp",
        "content/.git/index",
        "output/index.html",
        ".libsite/serve/index.html",
        "README.md",
    ],
)
def test_what_is_no_input_wakes_nobody(site: Path, name: str) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with Watch(site, poll=False, tell=deaf) as watch, heard(watch, site):
        path.write_text("noise")
        path.unlink()
    assert not watch.pending()


def test_reading_wakes_nobody(site: Path) -> None:
    with Watch(site, poll=False, tell=deaf) as watch, heard(watch, site):
        (site / "site.yaml").read_text()
        (site / "content" / "posts" / "rivers.md").read_text()
        list((site / "content").rglob("*"))
    assert not watch.pending()


@contextmanager
def heard(watch: Watch, site: Path) -> Iterator[None]:
    """End only when *watch* has heard of everything that happened inside the `with`."""
    take_note = watch.on_any_event
    marks = [site / ".mark", site / "content" / "posts" / ".mark"]
    found = {mark: threading.Event() for mark in marks}

    def note(event: FileSystemEvent) -> None:
        take_note(event)
        for mark in marks:
            if os.fsdecode(event.src_path) == str(mark):
                found[mark].set()

    watch.on_any_event = note  # type: ignore[method-assign]
    yield
    for mark in marks:  # a folder's events come in order, so these are the last
        mark.touch()
        assert found[mark].wait(PATIENCE)


def test_changes_are_gathered_until_there_is_silence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Watch(site, poll=True, tell=deaf) as watch:
        alarms = [True, True, True, False]
        monkeypatch.setattr(watch._changed, "wait", lambda _: alarms.pop(0))
        assert watch.settled(PATIENCE)
        assert alarms == []


def test_an_alarm_is_over_once_it_has_been_heard(site: Path) -> None:
    with Watch(site, poll=True, tell=deaf) as watch:
        watch.ring()
        assert watch.settled(PATIENCE)
        assert not watch.pending()
        assert not watch.settled(0)


def test_where_the_system_refuses_to_watch_the_files_are_polled(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(Observer):  # type: ignore[misc, valid-type]
        def schedule(self, *arguments: object, **options: object) -> object:
            if options.get("recursive"):
                raise OSError(28, "inotify watch limit reached")
            return super().schedule(*arguments, **options)

    monkeypatch.setattr(libsite.serve.watch, "Observer", Refusing)
    sentences: list[str] = []
    with Watch(site, poll=False, tell=sentences.append) as watch:
        assert sentences == [
            "Looking for changes once a second, as watching fails: inotify watch limit reached"
        ]
        (site / "content" / "posts" / "rivers.md").write_text(BROKEN)
        assert watch.settled(PATIENCE)


def test_problems_without_a_place_are_told_too() -> None:
    told = json.loads(news(1, [Problem("error", "the disk is full")]))
    assert told["problems"] == [{"where": "", "message": "the disk is full", "hint": ""}]
