"""Ask other sites politely whether an address still leads somewhere.

Each host is asked one thing at a time, with a pause between; what its `robots.txt` forbids is not
asked. `HEAD` comes first; where a server refuses it, `GET` follows, whose answer is not read. A
server that is busy is asked again, and no sooner than it says.

The standard library's client is enough: it knows the proxies that schools have, and of a larger one
neither sessions nor pools would be used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Literal
from urllib.error import URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener
from urllib.robotparser import RobotFileParser

from libsite import __version__
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.request import OpenerDirector

State = Literal["good", "moved", "broken", "unknown"]
"""`moved` leads on for good; of an `unknown` one a program cannot tell."""
SHY = frozenset({401, 402, 403, 407, 418, 429, 451, 999})
"""Answers of servers that do not talk with programs; 999 is LinkedIn's (RFC 9110, 6585, 7725)."""
BUSY = frozenset({429, 500, 502, 503, 504})
"""Answers that may be others soon (RFC 9110, section 15.6; RFC 6585, section 4)."""
FOR_GOOD = frozenset({301, 308})
MOVES = frozenset({301, 302, 303, 307, 308})
HOPS = 10
"""Redirects that are followed."""
ROBOTS_SIZE = 512_000
"""Bytes of a `robots.txt` that are read (RFC 9309, section 2.5, asks for 500 KiB at least)."""


class Manners(Noun, frozen=True):
    """How politely to ask; times in seconds."""

    pause: float = 1.0
    """Between two questions to one host."""
    timeout: float = 15.0
    """How long to wait for an answer."""
    tries: int = 3
    """How often to ask a host that is busy or silent."""
    backoff: float = 2.0
    """How long to wait before the second try; each later one waits twice as long."""
    patience: float = 30.0
    """The longest wait that a server may ask for with `Retry-After`."""
    hosts: int = 8
    """How many hosts are asked at the same time."""
    agent: str = f"libsite/{__version__} (link check of a library's website)"
    sleep: Callable[[float], None] | None = None
    """How to wait; without it, so that the wait is over as soon as everything is to stop."""


class Answer(Noun, frozen=True):
    """What became of an address."""

    state: State
    said: str = ""
    """Why it is not good, to go on after the address: `answers 404 Not Found`."""
    target: str = ""
    """Where it leads for good, if it has moved."""
    silent: bool = False
    """Whether nothing was to be heard at all."""


GOOD = Answer("good")


class Reply(Noun, frozen=True):
    """What a server answered to one question; without a status there was no answer."""

    status: int
    said: str
    location: str = ""
    wait: float = 0.0
    """Seconds after which to ask again, as the server wishes."""
    text: str = ""
    """What was asked for, if that was wanted."""
    hopeless: bool = False
    """Whether it makes no sense to ask again."""


class _Plain(HTTPErrorProcessor):
    """Hand every answer on as it is: neither follow redirects nor raise errors."""

    def http_response(self, request: Request, response: Any) -> Any:  # noqa: ANN401 - urllib's
        del request
        return response

    https_response = http_response


@dataclass(slots=True)
class Host:
    """A host that is asked one thing at a time."""

    lock: Lock = field(default_factory=Lock)
    asked: bool = False
    robots: RobotFileParser | None = None
    pause: float = 0.0
    silence: Reply | None = None
    """What became of the first question, if nothing was to be heard: no other is asked."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks hosts, and remembers of each what it wants."""

    manners: Manners
    hosts: dict[str, Host] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    stopped: Event = field(default_factory=Event)
    """Set when nothing more is to be asked."""
    opener: OpenerDirector = field(default_factory=lambda: build_opener(_Plain))

    def ask(self, address: str) -> Answer:
        """Return what has become of *address*, which has no fragment."""
        at, moved, for_good = address, "", True
        for _ in range(HOPS):
            reply = self._reply(at)
            if reply is None:
                return _where(Answer("unknown", "may not be asked by programs (robots.txt)"), moved)
            if reply.status not in MOVES or not reply.location:
                return _where(_judged(reply), moved)
            at = urldefrag(urljoin(at, reply.location)).url
            for_good = for_good and reply.status in FOR_GOOD
            moved = at if for_good else moved
            if not at.startswith(("http://", "https://")):
                return Answer("broken", f"leads on to `{at[:80]}`, which is no page")
        return Answer("broken", f"leads on and on: {HOPS} redirects")

    def _reply(self, address: str) -> Reply | None:
        """Return what the server of *address* answers; None if it must not be asked."""
        host = self._host(address)
        with host.lock:
            if host.robots is None:
                host.robots = self._robots(address, host)
            if host.silence is not None:
                return host.silence
            if not host.robots.can_fetch(self.manners.agent, address):
                return None
            reply = self._patiently(address, "HEAD", host)
            if _may_be_refused(reply):
                reply = self._patiently(address, "GET", host)
            return reply

    def _host(self, address: str) -> Host:
        parts = urlsplit(address)
        with self.lock:
            return self.hosts.setdefault(f"{parts.scheme}://{parts.netloc.lower()}", Host())

    def _robots(self, address: str, host: Host) -> RobotFileParser:
        """Return what the host of *address* allows; one that fails is not asked (RFC 9309, 2.3)."""
        rules = RobotFileParser()
        reply = self._patiently(urljoin(address, "/robots.txt"), "GET", host, wanted=True)
        hops = 0
        while reply.status in MOVES and reply.location and hops < HOPS // 2:
            hops += 1
            there = urljoin(address, reply.location)
            reply = self._patiently(there, "GET", host, wanted=True)
        host.silence = None if reply.status else reply
        if reply.status >= http.client.INTERNAL_SERVER_ERROR:
            rules.parse(("User-agent: *", "Disallow: /"))
        else:
            rules.parse(reply.text.splitlines() if reply.status == http.client.OK else ())
        host.pause = min(float(rules.crawl_delay(self.manners.agent) or 0), self.manners.patience)
        return rules

    def _patiently(self, address: str, method: str, host: Host, *, wanted: bool = False) -> Reply:
        """Ask until there is an answer that will stay, or often enough."""
        manners = self.manners
        for number in range(1, manners.tries + 1):
            if host.asked:
                self._wait(max(manners.pause, host.pause))
            host.asked = True
            reply = self._once(address, method, wanted=wanted)
            silent = not reply.status and not reply.hopeless
            if not (silent or reply.status in BUSY) or number == manners.tries:
                break
            if reply.wait > manners.patience or self.stopped.is_set():
                break
            self._wait(reply.wait or manners.backoff * 2 ** (number - 1))
        return reply

    def _wait(self, seconds: float) -> None:
        (self.manners.sleep or self.stopped.wait)(seconds)

    def _once(self, address: str, method: str, *, wanted: bool) -> Reply:
        headers = {"User-Agent": self.manners.agent, "Accept": "*/*"}
        try:
            request = Request(encoded(address), method=method, headers=headers)  # noqa: S310 - http
            with self.opener.open(request, timeout=self.manners.timeout) as response:
                head = response.headers
                return Reply(
                    status=response.status,
                    said=f"{response.status} {response.reason or ''}".strip(),
                    location=head.get("Location", ""),
                    wait=_seconds(head.get("Retry-After", ""), head.get("Date", "")),
                    text=response.read(ROBOTS_SIZE).decode("utf-8", "replace") if wanted else "",
                )
        except (URLError, http.client.HTTPException, OSError, ValueError) as fault:
            return _failed(fault, self.manners.timeout)


def _may_be_refused(reply: Reply) -> bool:
    """Tell whether a server may answer `GET` otherwise: some do not know `HEAD`, or hang up."""
    if not reply.status:
        return not reply.hopeless
    error = http.client.INTERNAL_SERVER_ERROR
    return reply.status == error or (
        reply.status >= http.client.BAD_REQUEST and reply.status not in BUSY
    )


def encoded(address: str) -> str:
    """Return *address* in ASCII: its host as IDNA has it, everything else percent-encoded."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    safe = "%/:=&?~#+!$,;'@()*[]|"
    rest = (quote(part, safe=safe) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, *rest, ""))


def _seconds(after: str, sent: str) -> float:
    """Return the seconds that a `Retry-After` asks for; of a moment, those since it was *sent*."""
    if after.strip().isdigit():
        return float(after)
    try:
        until, since = parsedate_to_datetime(after), parsedate_to_datetime(sent)
        return max((until - since).total_seconds(), 0.0)
    except (ValueError, TypeError):  # none, or one with an offset and one without
        return 0.0


def _failed(fault: Exception, timeout: float) -> Reply:
    reason = fault.reason if isinstance(fault, URLError) else fault
    if isinstance(reason, socket.gaierror):
        return Reply(0, "has a host that is not known", hopeless=True)
    if isinstance(reason, ssl.SSLCertVerificationError):
        said = f"has a certificate that is not accepted: {reason.verify_message}"
        return Reply(0, said, hopeless=True)
    if isinstance(reason, TimeoutError):
        return Reply(0, f"does not answer within {timeout:g} seconds")
    if isinstance(fault, ValueError):
        return Reply(0, f"is no address: {fault}", hopeless=True)
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return Reply(0, f"cannot be reached: {text}")


def _judged(reply: Reply) -> Answer:
    if not reply.status:
        return Answer("broken", reply.said, silent=True)
    if reply.status in SHY:
        return Answer("unknown", f"answers {reply.said} to programs")
    if reply.status >= http.client.BAD_REQUEST:
        return Answer("broken", f"answers {reply.said}")
    return GOOD


def _where(answer: Answer, moved: str) -> Answer:
    """Return *answer*; a good one at another address has *moved*."""
    return Answer("moved", "", moved) if answer.state == "good" and moved else answer
