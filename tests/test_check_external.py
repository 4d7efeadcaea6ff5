"""`libsite check --external` against servers of every sort: real ones, on loopback."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from libsite import __version__
from libsite.check import check
from libsite.check.external import look_up
from libsite.check.web import Manners, encoded
from libsite.keep.answers import NAME
from libsite.keep.cache import FOLDER
from libsite.visit import Options
from tests.sites import BASE, NOW, write_site
from tests.test_check import said
from tests.test_cli import call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.check.web import Answer

ROBOTS = "User-agent: libsite\nDisallow: /secret\n\nUser-agent: *\nDisallow: /\n"
MOVES = {
    "/moved": (301, "/good"),
    "/moved-too": (308, "/good?a=1&b=2"),
    "/elsewhere": (302, "/good"),
    "/moved-and-elsewhere": (301, "/elsewhere"),
    "/elsewhere-and-moved": (307, "/moved"),
    "/moved-away": (301, "/missing"),
    "/round": (302, "/round"),
    "/mail": (301, "mailto:ann@example.org"),
}
STATUSES = {
    "/gone": 410,
    "/missing": 404,
    "/private": 401,
    "/forbidden": 403,
    "/busy": 429,
    "/linked": 999,
    "/failing": 500,
    "/unavailable": 503,
}
LATER = {
    "/soon": {"Retry-After": "7"},
    "/soon-by-date": {
        "Date": "Sun, 22 Nov 2026 12:00:00 GMT",
        "Retry-After": "Sun, 22 Nov 2026 12:00:11 GMT",
    },
    "/much-later": {"Retry-After": "86400"},
}


@dataclass
class Log:
    """What a server was asked, and how it is to behave."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and user agent."""
    robots: tuple[int, str] = (404, "")
    now: int = 0
    most: int = 0
    """How many questions it answered at the same time."""
    together: threading.Barrier | None = None
    """Where questions of several hosts wait for each other."""

    def methods(self, path: str) -> list[str]:
        return [method for method, asked, _ in self.asked if asked == path]


class Handler(BaseHTTPRequestHandler):
    """Play every server that there is, by the path that is asked for."""

    log: Log

    def do_HEAD(self) -> None:
        self.log.now += 1
        self.log.most = max(self.log.most, self.log.now)
        agent = self.headers.get("User-Agent", "")
        self.log.asked.append((self.command, self.path, agent))
        self._answer()

    do_GET = do_HEAD  # noqa: N815 - the same

    def _answer(self) -> None:
        path = self.path.partition("?")[0]
        first = len(self.log.methods(path)) == 1
        status, headers, body = 200, dict[str, str](), ""
        if path == "/robots.txt":
            status, body = self.log.robots
        elif path in MOVES:
            status, headers["Location"] = MOVES[path]
        elif path.startswith("/no-head"):
            status = 200 if self.command == "GET" else int(path[-3:])
        elif path in LATER:
            status, headers = (503, LATER[path]) if first or path == "/much-later" else (200, {})
        else:
            status = STATUSES.get(path, 200)
        self._wait(path)
        self.log.now -= 1
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body.encode())

    def _wait(self, path: str) -> None:
        if path == "/silent":
            threading.Event().wait(0.6)
        elif path == "/together" and self.log.together is not None:
            self.log.together.wait(timeout=20)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def server(**behaviour: Any) -> Iterator[tuple[str, Log]]:  # noqa: ANN401 - of Log
    log = Log(**behaviour)
    handler = type("Handler", (Handler,), {"log": log})
    made = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}", log
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask nobody else, be it a proxy or for the address of a name that does not exist."""
    ask = socket.getaddrinfo

    def known(host: str, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - those of socket
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    monkeypatch.setenv("no_proxy", "*")


def ask(
    root: Path,
    *addresses: str,
    days: int = 0,
    **manners: Any,  # noqa: ANN401 - Manners
) -> dict[str, Answer]:
    (root / FOLDER).mkdir(exist_ok=True)
    polite = Manners(**{"sleep": lambda _seconds: None, "timeout": 5.0, **manners})
    return look_up(addresses, root, NOW + timedelta(days=days), polite, step=lambda *_: None)


@pytest.mark.parametrize(
    ("path", "state", "words", "target"),
    [
        ("/good", "good", "", ""),
        ("/no-head-405", "good", "", ""),
        ("/no-head-501", "good", "", ""),
        ("/no-head-404", "good", "", ""),
        ("/no-head-403", "good", "", ""),
        ("/soon", "good", "", ""),
        ("/elsewhere", "good", "", ""),
        ("/moved", "moved", "", "/good"),
        ("/moved-too", "moved", "", "/good?a=1&b=2"),
        ("/moved-and-elsewhere", "moved", "", "/elsewhere"),
        ("/elsewhere-and-moved", "good", "", ""),
        ("/moved-away", "broken", "answers 404 Not Found", ""),
        ("/round", "broken", "leads on and on: 10 redirects", ""),
        ("/mail", "broken", "leads on to `mailto:ann@example.org`, which is no page", ""),
        ("/missing", "broken", "answers 404 Not Found", ""),
        ("/gone", "broken", "answers 410 Gone", ""),
        ("/failing", "broken", "answers 500 Internal Server Error", ""),
        ("/unavailable", "broken", "answers 503 Service Unavailable", ""),
        ("/much-later", "broken", "answers 503 Service Unavailable", ""),
        ("/silent", "broken", "does not answer within 0.3 seconds", ""),
        ("/private", "unknown", "answers 401 Unauthorized to programs", ""),
        ("/forbidden", "unknown", "answers 403 Forbidden to programs", ""),
        ("/busy", "unknown", "answers 429 Too Many Requests to programs", ""),
        ("/linked", "unknown", "answers 999 to programs", ""),
        ("/ríos y más", "good", "", ""),
    ],
)
def test_what_a_server_answers_is_understood(
    path: str, state: str, words: str, target: str, tmp_path: Path
) -> None:
    with server() as (host, _):
        timeout = 0.3 if path == "/silent" else 5.0
        answer = ask(tmp_path, host + path, timeout=timeout)[host + path]
    assert (answer.state, answer.said) == (state, words)
    assert answer.target == (host + target if target else "")


def test_nobody_answers_at_all(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
    nowhere = "http://libsite-test.invalid/"
    with server() as (host, _):
        no_tls = f"{host.replace('http:', 'https:')}/"
        found = ask(tmp_path, closed, nowhere, no_tls, "http://[::1/")
    assert {answer.state for answer in found.values()} == {"broken"}
    assert all(answer.silent for answer in found.values())
    assert found[closed].said.startswith("cannot be reached: ")
    assert found[nowhere].said == "has a host that is not known"
    assert "http://[::1/" not in found


def test_head_comes_first_and_get_only_where_it_is_refused(tmp_path: Path) -> None:
    with server() as (host, log):
        ask(tmp_path, f"{host}/good", f"{host}/no-head-405", f"{host}/missing")
    assert log.methods("/good") == ["HEAD"]
    assert log.methods("/no-head-405") == ["HEAD", "GET"]
    assert log.methods("/missing") == ["HEAD", "GET"]
    agents = {agent for _, _, agent in log.asked}
    assert agents == {f"libsite/{__version__} (link check of a library's website)"}


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between(tmp_path: Path) -> None:
    waits: list[float] = []
    with server() as (host, log):
        addresses = [f"{host}/good?{number}" for number in range(6)]
        ask(tmp_path, *addresses, pause=5.0, sleep=waits.append)
    assert log.most == 1
    assert len(log.asked) == 7
    assert waits == [5.0] * 6


def test_several_hosts_are_asked_at_once_but_no_more_than_so_many(tmp_path: Path) -> None:
    together = threading.Barrier(2)
    with ExitStack() as stack:
        servers = [stack.enter_context(server(together=together)) for _ in range(4)]
        found = ask(tmp_path, *(f"{host}/together" for host, _ in servers), hosts=2)
    assert {answer.state for answer in found.values()} == {"good"}
    assert together.n_waiting == 0
    assert not together.broken


def test_a_busy_server_is_asked_again_when_it_says(tmp_path: Path) -> None:
    waits: list[float] = []
    with server() as (host, log):
        ask(tmp_path, f"{host}/soon", pause=1.0, sleep=waits.append)
        assert waits == [1.0, 7.0, 1.0]
        assert log.methods("/soon") == ["HEAD", "HEAD"]
        waits.clear()
        ask(tmp_path, f"{host}/soon-by-date", pause=1.0, sleep=waits.append)
        assert waits == [1.0, 11.0, 1.0]
        waits.clear()
        ask(tmp_path, f"{host}/unavailable", pause=0.0, backoff=2.0, sleep=waits.append)
        assert [wait for wait in waits if wait] == [2.0, 4.0]
        assert log.methods("/unavailable") == ["HEAD"] * 3
        waits.clear()
        ask(tmp_path, f"{host}/much-later", pause=0.0, sleep=waits.append)
        assert log.methods("/much-later") == ["HEAD"]
        assert not any(waits)


def test_what_robots_txt_forbids_is_not_asked(tmp_path: Path) -> None:
    with server(robots=(200, ROBOTS)) as (host, log):
        found = ask(tmp_path, f"{host}/good", f"{host}/secret/list")
    assert found[f"{host}/good"].state == "good"
    assert found[f"{host}/secret/list"].state == "unknown"
    assert found[f"{host}/secret/list"].said == "may not be asked by programs (robots.txt)"
    assert log.methods("/secret/list") == []
    assert log.methods("/robots.txt") == ["GET"]


def test_a_host_whose_robots_txt_fails_is_not_asked(tmp_path: Path) -> None:
    with server(robots=(503, "")) as (host, log):
        found = ask(tmp_path, f"{host}/good")
    assert found[f"{host}/good"].state == "unknown"
    assert log.methods("/good") == []


def test_a_longer_pause_that_a_host_asks_for_is_kept(tmp_path: Path) -> None:
    waits: list[float] = []
    with server(robots=(200, "User-agent: *\nCrawl-delay: 9\n")) as (host, _):
        ask(tmp_path, f"{host}/good", f"{host}/good?2", pause=1.0, sleep=waits.append)
    assert waits == [9.0, 9.0]


def test_answers_are_remembered_for_a_week_but_what_is_broken_is_asked_again(
    tmp_path: Path,
) -> None:
    with server() as (host, log):
        addresses = [f"{host}{path}" for path in ("/good", "/moved", "/private", "/missing")]
        first = ask(tmp_path, *addresses)
        asked = Counter(path for _, path, _ in log.asked)
        assert ask(tmp_path, *addresses, days=6) == first
        again = Counter(path for _, path, _ in log.asked)
        assert again - asked == Counter({"/missing": 2, "/robots.txt": 1})
        ask(tmp_path, *addresses, days=7)
        assert Counter(path for _, path, _ in log.asked)["/good"] > again["/good"]
    assert len(json.loads((tmp_path / FOLDER / NAME).read_text())) == 3


def test_a_damaged_memory_counts_as_none(tmp_path: Path) -> None:
    with server() as (host, _):
        for damage in ("[]", "{", '{"a": [1]}', '{"a": ["2026-11-21", "good", "", ""]}'):
            (tmp_path / FOLDER).mkdir(exist_ok=True)
            (tmp_path / FOLDER / NAME).write_text(damage)
            assert ask(tmp_path, f"{host}/good")[f"{host}/good"].state == "good"


def test_what_was_answered_is_remembered_though_the_rest_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 1)
        raise KeyboardInterrupt

    with server() as (host, _):
        manners = Manners(sleep=lambda _seconds: None)
        with pytest.raises(KeyboardInterrupt):
            look_up([f"{host}/good"], tmp_path, NOW, manners, step=stop)
    assert f"{host}/good" in json.loads((tmp_path / FOLDER / NAME).read_text())


def test_nobody_is_asked_any_more_after_a_stop(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with server() as (host, log):
        addresses = [f"{host}/good?{number}" for number in range(50)]
        with pytest.raises(KeyboardInterrupt):
            look_up(addresses, tmp_path, NOW, Manners(pause=0.5), step=stop)
        asked = len(log.asked)
    assert asked < 5


def test_a_host_that_is_silent_is_not_asked_for_each_address(tmp_path: Path) -> None:
    waits: list[float] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    found = ask(
        tmp_path, *(f"{closed}/{n}" for n in range(5)), pause=1.0, backoff=2.0, sleep=waits.append
    )
    assert waits == [2.0, 1.0, 4.0, 1.0]
    assert len(found) == 5
    assert {answer.state for answer in found.values()} == {"broken"}


def test_addresses_are_sent_in_ascii() -> None:
    assert encoded("https://müller.example/ä b?q=ö%20ü#x") == (
        "https://xn--mller-kva.example/%C3%A4%20b?q=%C3%B6%20%C3%BC"
    )


COPIES = "look for its new address, or delete the link; https://web.archive.org/ has copies"


# ---- In a site -----------------------------------------------------------------------------------


def site_with(root: Path, text: str) -> Path:
    write_site(root, BASE)
    post = root / "content/posts/rivers.md"
    post.write_text(f"{post.read_text()}\n{text}\n")
    return root


def test_findings_stand_at_the_lines_of_the_links(tmp_path: Path) -> None:
    with server() as (host, log):
        root = site_with(
            tmp_path,
            f"[A]({host}/missing#part), [B]({host}/moved)\n\n[C]({host}/private)\n"
            f"[D]({host}/good) [A again]({host}/missing)",
        )
        manners = Manners(sleep=lambda _seconds: None)
        options = Options(now=NOW, workers=1)
        outcome = check(root, options, manners=manners)
        assert [one.check for one in check(root, options).findings] == []
    text = re.sub(r"(\.md:\d+):\d+", r"\1", said(outcome.findings).replace(host, "HOST"))
    assert text == (
        "warning: content/posts/rivers.md:8: `HOST/missing` answers 404 Not Found"
        " [broken-links]\n"
        f"  hint: {COPIES}\n"
        "warning: content/posts/rivers.md:8: `HOST/moved` has moved for good [moved-links]\n"
        "  hint: write `HOST/good`\n"
        "notice: content/posts/rivers.md:10: `HOST/private` could not be looked at: it answers 401"
        " Unauthorized to programs [shy-links]\n"
        "  hint: open it in a browser\n"
        "warning: content/posts/rivers.md:11: `HOST/missing` answers 404 Not Found"
        " [broken-links]\n"
        f"  hint: {COPIES}\n"
    )
    assert log.methods("/missing") == ["HEAD", "GET"]


def test_without_a_network_it_is_said_once(tmp_path: Path) -> None:
    text = "[A](https://a.invalid/) [B](https://b.invalid/) [C](https://b.invalid/c)"
    root = site_with(tmp_path, text)
    manners = Manners(sleep=lambda _seconds: None)
    outcome = check(root, Options(now=NOW, workers=1), manners=manners)
    assert said(outcome.findings) == (
        "warning: no other site could be reached, so no link to one was looked up [broken-links]\n"
        "  hint: check that this computer is online, and try again\n"
    )


def test_of_a_catalog_one_search_is_asked_for(tmp_path: Path) -> None:
    with server() as (host, log):
        root = site_with(tmp_path, "")
        settings = root / "site.yaml"
        catalog = f'catalogs: [{{name: Ours, url: "{host}/missing?isbn={{isbn}}"}}]\n'
        settings.write_text(settings.read_text() + catalog)
        (root / "content/titles").mkdir()
        (root / "content/titles/new.md").write_text(
            "---\ntitle: New\nbooks:\n"
            "  - {title: Wonder, authors: R. J. Palacio, isbn: 978-0-375-86902-0}\n"
            "  - {title: Holes, authors: Louis Sachar, isbn: 978-0-440-41480-3}\n---\n"
        )
        manners = Manners(sleep=lambda _seconds: None)
        outcome = check(root, Options(now=NOW, workers=1), manners=manners)
    asked = {path for _, path, _ in log.asked if path != "/robots.txt"}
    assert asked == {"/missing?isbn=9780375869020"}
    (finding,) = outcome.findings
    assert finding.problem.where == "site.yaml:7:31"


def test_the_command_asks_only_where_it_is_told_to(tmp_path: Path) -> None:
    with server() as (host, log):
        root = site_with(tmp_path / "site", f"[A]({host}/missing)")
        assert call("check", "-C", root).returncode == 0
        assert log.asked == []
        done = call("check", "-C", root, "--external")
        assert done.returncode == 0
        assert "/missing` answers 404 Not Found [broken-links]" in done.stderr
        assert done.stdout == "Checked 3 pages: 0 errors, 1 warning, 0 notices\n"
        assert call("check", "-C", root, "--external", "--strict").returncode == 1
