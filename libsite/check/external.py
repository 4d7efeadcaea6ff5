"""Links to other sites: ask them, remember for a week, and say softly what they answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from queue import SimpleQueue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from libsite.check.web import Answer, Asker
from libsite.errors import Problem, notice, warning
from libsite.keep.answers import read_answers, write_answers
from libsite.text import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from libsite.check.subject import Subject
    from libsite.check.web import Manners, State

_SHOWN = 120


def look_up(
    addresses: Iterable[str],
    root: Path,
    now: datetime,
    manners: Manners,
    *,
    step: Callable[[int, int], None],
) -> dict[str, Answer]:
    """Return what has become of *addresses*; the site at *root* remembers good ones for a week.

    *step* is told how many are looked up, and of how many. What was answered is remembered also
    where the rest is cut short.
    """
    wanted = sorted(address for address in set(addresses) if not _is_here(address))
    known = {
        address: Answer(_state(state), said, target)
        for address, (state, said, target) in read_answers(root, now).items()
    }
    found = {address: known[address] for address in wanted if address in known}
    by_host: dict[str, list[str]] = {}
    for address in wanted:
        if address not in found:
            by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    try:
        with closing(_answers(list(by_host.values()), manners)) as answers:
            for address, answer in answers:
                found[address] = answer
                step(len(found), len(wanted))
    finally:
        kept = {
            address: (answer.state, answer.said, answer.target)
            for address, answer in {**known, **found}.items()
            if answer.state != "broken"  # is asked again: somebody may have mended it
        }
        write_answers(root, now, kept)
    return found


def _answers(hosts: list[list[str]], manners: Manners) -> Generator[tuple[str, Answer]]:
    """Yield each address in *hosts*, which are asked side by side, with its answer, as they come.

    What is still to be asked when this is closed is not asked any more.
    """
    asker = Asker(manners)
    answered: SimpleQueue[tuple[str, Answer] | None] = SimpleQueue()
    pool = ThreadPoolExecutor(max_workers=manners.hosts)
    try:
        tasks = [pool.submit(_ask_host, asker, own, answered) for own in hosts]
        busy = len(tasks)
        while busy:
            if (one := answered.get()) is None:
                busy -= 1
            else:
                yield one
        for task in tasks:
            task.result()  # a fault of ours is not to be lost
    finally:
        asker.stopped.set()
        pool.shutdown(cancel_futures=True)


def _ask_host(
    asker: Asker, addresses: list[str], answered: SimpleQueue[tuple[str, Answer] | None]
) -> None:
    try:
        for address in addresses:
            if asker.stopped.is_set():
                break
            answered.put((address, asker.ask(address)))
    finally:
        answered.put(None)


def _state(text: str) -> State:
    return "moved" if text == "moved" else "unknown" if text == "unknown" else "good"


def _is_here(address: str) -> bool:
    try:
        return not urlsplit(address).hostname
    except ValueError:
        return True


# ---- What is said of it -------------------------------------------------------------------------


def broken_links(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each link to another site that leads nowhere."""
    if len(subject.answers) > 1 and all(answer.silent for answer in subject.answers.values()):
        hint = "check that this computer is online, and try again"
        yield warning("no other site could be reached, so no link to one was looked up", hint=hint)
        return
    for address, answer in _of_state(subject.answers, "broken"):
        said = f"`{excerpt(address, _SHOWN)}` {answer.said}"
        hint = "look for its new address, or delete the link; https://web.archive.org/ has copies"
        yield from _everywhere(subject, address, warning(said, hint=hint))


def moved_links(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each link to another site whose address has changed for good."""
    for address, answer in _of_state(subject.answers, "moved"):
        said = f"`{excerpt(address, _SHOWN)}` has moved for good"
        hint = f"write `{excerpt(answer.target, 2 * _SHOWN)}`"
        yield from _everywhere(subject, address, warning(said, hint=hint))


def shy_links(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each link to another site that does not answer programs."""
    for address, answer in _of_state(subject.answers, "unknown"):
        said = f"`{excerpt(address, _SHOWN)}` could not be looked at: it {answer.said}"
        yield from _everywhere(subject, address, notice(said, hint="open it in a browser"))


def _of_state(answers: Mapping[str, Answer], state: State) -> list[tuple[str, Answer]]:
    return [
        (address, answers[address])
        for address in sorted(answers)
        if answers[address].state == state
    ]


def _everywhere(subject: Subject, address: str, problem: Problem) -> Iterator[Problem]:
    for place in subject.outward[address]:
        yield place.put(problem)
