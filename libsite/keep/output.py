"""The output folder: stage aside, claim, swap, prune; delete only what we wrote.

Every file that differs is first written below `STAGE`, inside the output folder and so on its file
system, in the folders that it will have. Only when all of it stands is the journal put in place,
which is the moment of no return: up to there a failure leaves the site wholly old, and from there
on the next start rolls the swap forward. Which files are ours is listed in `MANIFEST`, beside them,
so that losing the cache orphans nothing. What is new has the rights that the output folder gives to
what is made in it, also in a folder that has others. SIGKILL is survived this way at any point; a
power cut as far as the file system keeps the order of renames.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from libsite.errors import Problem, SiteError, UnfinishedError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from libsite.keep.cache import Written

MANIFEST = ".libsite.json"
STAGE = ".libsite.staging"
JOURNAL = "journal.json"
NEW = "new"
"""The folder in the stage that holds the files, as they will stand in the output folder."""
CLAIM = "claim.json"
"""The manifest while a swap is under way: what was ours and what will be."""
FINAL = "final.json"
"""The manifest afterwards. Once it is in its place, the swap is over."""
PAUSES = (0.01, 0.05, 0.2, 0.5, 1.0) if os.name == "nt" else ()
"""Seconds to wait before trying again: Windows can neither replace nor delete a file that somebody,
often the virus scanner, is just reading."""

_ODD = ("//", "/./", "/../", "\\", ":", "\0")
"""What no path of ours has: a way up, to nowhere, or to another drive."""
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character, which JSON can write, and no disk."""


Stamp = tuple[int, int]
"""The size of a file, and when it was changed, in nanoseconds."""


class Journal(NamedTuple):
    """What a swap does."""

    moves: list[str]
    """The staged files, and the folders that move as a whole, being new."""
    remove: list[str]
    """What of ours is no longer wanted."""


def recover(folder: Path) -> None:
    """Finish the swap that a killed build began in *folder*, or throw away what it had staged."""
    stage = folder / STAGE
    if not os.path.lexists(stage):
        return
    if stage.is_symlink() or not stage.is_dir():
        raise SiteError(_not_ours(folder, STAGE, "libsite"))
    journal = _read_journal(stage)
    if journal is not None:
        with _explained(folder, begun=True):
            _swap(folder, journal)
    with _explained(folder):
        shutil.rmtree(stage)


def _read_journal(stage: Path) -> Journal | None:
    """Return what a killed build had still to do, or None if its swap had not begun.

    A damaged journal counts as none: the build that follows makes again whatever was in doubt.
    """
    with _explained(stage.parent):
        journal = _read(stage / JOURNAL)
    moves = journal.get("moves") if isinstance(journal, dict) else None
    remove = journal.get("remove") if isinstance(journal, dict) else None
    if _are_plain(moves) and _are_plain(remove):
        return Journal(moves, remove)  # type: ignore[arg-type] # as just seen
    return None


def _read(path: Path) -> object:
    """Return what the JSON file at *path* holds; None if it is missing or damaged."""
    try:
        found: object = orjson.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found


def public_sources(folder: Path) -> frozenset[str]:
    """Return the content files whose pages stand in *folder*, as its manifest lists them.

    They are kept here rather than in the cache, which may be lost at any time.
    """
    try:
        listed = _read(folder / MANIFEST)
    except OSError:
        listed = None
    sources = listed.get("sources") if isinstance(listed, dict) else None
    return frozenset(map(str, sources)) if isinstance(sources, list) else frozenset()


def owned_paths(folder: Path) -> frozenset[str]:
    """Return the paths below *folder* that we wrote, as its manifest lists them."""
    if not os.path.lexists(folder / MANIFEST):
        return frozenset()
    try:
        listed = _read(folder / MANIFEST)
    except OSError:
        listed = None
    paths = listed.get("paths") if isinstance(listed, dict) else None
    if not isinstance(paths, list) or not _are_plain(paths):
        raise SiteError(
            error(
                f"`{MANIFEST}` in the output folder `{folder}` is damaged",
                hint="delete it: files that are as libsite would make them are taken over again",
            )
        )
    return frozenset(paths)


def _are_plain(paths: object) -> bool:
    """Tell whether *paths* could be a list of ours, of which none leads out of the folder."""
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        return False
    joined = "/".join(["", *paths, ""])  # what is odd is so in any row of folders and files
    odd = any(sign in joined for sign in _ODD)
    return not odd and (joined.isascii() or not _HALF.search(joined))


def _linked(folder: Path, path: str) -> bool:
    """Tell whether the way from *folder* to *path* goes through a link, which is never ours."""
    return any(os.path.islink(f"{folder}/{parent}") for parent in _parents(path))  # noqa: PTH114


def stands(folder: Path, path: str, written: Written) -> bool:
    """Tell whether the file at *path* is still as we left it, by its size and time stamp."""
    try:
        status = os.stat(f"{folder}/{path}")  # noqa: PTH116 - once a file: the quick call
    except OSError:
        return False
    return status.st_size == written.size and status.st_mtime_ns == written.mtime


@dataclass(slots=True)
class Stage:
    """Files on their way into the output *folder*; nothing there changes before `swap`."""

    folder: Path
    owned: frozenset[str]
    """What in the folder is ours."""
    claims: dict[str, str] = field(default_factory=dict)
    """Each path that was put, and the path or planner that asked for it."""
    staged: list[str] = field(default_factory=list)
    """Paths whose bytes differ."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """How to see that each path that was put stands as it was left."""
    problems: list[Problem] = field(default_factory=list)
    _made: list[Path] = field(default_factory=list)
    _rooms: set[str] = field(default_factory=set)
    _checked: set[str] = field(default_factory=set)
    _folded: dict[str, str] = field(default_factory=dict)
    """What is ours, by how a disk that ignores case knows it; empty until it is asked for."""

    def put(self, path: str, data: bytes, *, because: str) -> None:
        """Stage *data* for *path*, unless these very bytes stand there already.

        A file at *path* that is not ours and differs is a problem, as is a link on the way to it.
        Raises SiteError if the disk is full or the folder cannot be written.
        """
        self.claims[path] = because
        with _explained(self.folder):
            stamp, foreign = None, self._foreign_parent(path)
            parent = path.rpartition("/")[0]
            if foreign is None and (not parent or parent in self._checked):  # else it is new
                stamp = _stamp_of(f"{self.folder}/{path}", data)
                foreign = None if stamp else self._foreign_target(path)
            if foreign is None:
                self.stamps[path] = stamp or self._write(path, data)
            else:
                self.problems.append(foreign)

    def _write(self, path: str, data: bytes) -> Stamp:
        if not self.staged:
            self._make_stage()
        new = f"{self.folder}/{STAGE}/{NEW}"
        for parent in _parents(path):
            if parent not in self._rooms:
                with suppress(FileExistsError):  # as `Rivers` on a disk that ignores case
                    os.mkdir(f"{new}/{parent}")  # noqa: PTH102
                self._rooms.add(parent)
        with open(f"{new}/{path}", "wb") as file:  # noqa: PTH123
            file.write(data)
        status = os.stat(f"{new}/{path}")  # noqa: PTH116 - moving it changes neither
        self.staged.append(path)
        return status.st_size, status.st_mtime_ns

    def _make_stage(self) -> None:
        """Make the stage, and the output folder if there is none, and remember it for `abandon`."""
        folder = self.folder / STAGE / NEW
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        _check_writable(folder)
        for path in reversed(missing):
            path.mkdir()
            self._made.append(path)

    def _moves(self) -> list[str]:
        """Return what moves in one go: a staged file, or the topmost new folder that it is in."""
        there: dict[str, bool] = {}
        moves: dict[str, None] = {}
        for path in self.staged:
            for parent in _parents(path):
                if parent not in there:
                    there[parent] = os.path.isdir(f"{self.folder}/{parent}")  # noqa: PTH112
                if not there[parent]:
                    moves[parent] = None
                    break
            else:
                moves[path] = None
        return list(moves)

    def _check_room(self, journal: Journal) -> None:
        """Raise OSError if a folder may not be changed: now, while failing costs nothing."""
        for parent in {os.path.dirname(path) for path in (*journal.moves, *journal.remove)}:  # noqa: PTH120
            folder = f"{self.folder}/{parent}"
            if os.path.isdir(folder):  # noqa: PTH112
                _check_writable(folder)

    def _foreign_target(self, path: str) -> Problem | None:
        """Return what stands at *path* and is not ours, or None."""
        target = self.folder / path
        if not os.path.lexists(target):
            return None
        if target.is_dir() and not target.is_symlink():
            inside = (f for f in target.rglob("*") if f.is_symlink() or not f.is_dir())
            files = sorted(file.relative_to(self.folder).as_posix() for file in inside)
            stranger = next((file for file in files if not self._is_ours(file)), None)
            return _not_ours(self.folder, stranger, self.claims[path]) if stranger else None
        if self._is_ours(path):
            return None
        return _not_ours(self.folder, path, self.claims[path])

    def _is_ours(self, path: str) -> bool:
        """Tell whether we wrote *path*, be it as `Rivers` on a disk that takes it for `rivers`."""
        if path in self.owned:
            return True
        if not self._folded:
            self._folded.update((path.casefold(), path) for path in self.owned)
        return _same_file(self.folder, path, self._folded.get(path.casefold()))

    def _foreign_parent(self, path: str) -> Problem | None:
        """Return what stands above *path* and cannot hold it, or None."""
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            parent = "/".join(parts[:depth])
            if parent in self._checked:
                continue
            try:
                mode = os.lstat(f"{self.folder}/{parent}").st_mode
            except (FileNotFoundError, NotADirectoryError):
                return None
            if stat.S_ISLNK(mode):
                return _not_ours(self.folder, parent, self.claims[path], what="a link")
            if not stat.S_ISDIR(mode) and not self._is_ours(parent):
                return _not_ours(self.folder, parent, self.claims[path])
            self._checked.add(parent)
        return None

    def swap(
        self, planned: frozenset[str], *, sources: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        """Put everything in its place, delete what of ours is not *planned*; return what was.

        *sources* are the content files whose pages are among the planned.
        Raises SiteError if that cannot be finished; the next start tries again.
        """
        removed = self._outdated(planned)
        new = set(planned) - self.owned
        known = (self.folder / MANIFEST).exists() and public_sources(self.folder) == sources
        if not self.staged and not removed and not new and known:
            return ()
        stage = self.folder / STAGE
        with _explained(self.folder):
            self._make_stage()
            journal = Journal(self._moves(), list(removed))
            self._check_room(journal)
            final = _manifest(planned, sources)
            claim = _manifest(self.owned | planned, sources) if self.owned - planned else final
            (stage / CLAIM).write_bytes(claim)
            (stage / FINAL).write_bytes(final)
            draft = stage / "journal.draft"
            with draft.open("w", encoding="utf-8") as file:
                json.dump(journal._asdict(), file)
                file.flush()
                os.fsync(file.fileno())
            _replace(draft, stage / JOURNAL)
        with _explained(self.folder, begun=True):
            _swap(self.folder, journal)
        with suppress(OSError):  # the next start throws it away
            shutil.rmtree(stage)
        return removed

    def _outdated(self, planned: frozenset[str]) -> tuple[str, ...]:
        """Return what of ours is not *planned*.

        On a disk that ignores case, the old `Rivers/` is the new `rivers/` and stays.
        """
        outdated = self.owned - planned
        twins = {path.casefold(): path for path in planned} if outdated else {}
        return tuple(
            path
            for path in sorted(outdated)
            if not _same_file(self.folder, path, twins.get(path.casefold()))
        )

    def abandon(self) -> None:
        """Leave the folder as it was found; harmless once `swap` has begun."""
        if (self.folder / STAGE / JOURNAL).exists():
            return
        with suppress(OSError):
            shutil.rmtree(self.folder / STAGE)
        for path in reversed(self._made):
            with suppress(OSError):
                path.rmdir()


def _swap(folder: Path, journal: Journal) -> None:
    """Carry out *journal*; every step may already have been done by a run that was killed."""
    stage = folder / STAGE
    if not (stage / FINAL).exists():  # all of them; what came since to a path removed is not ours
        return
    if (stage / CLAIM).exists():
        _replace(stage / CLAIM, folder / MANIFEST)
    for path in _in_the_way(journal.moves, journal.remove):
        _remove(folder, path)
    for path in journal.moves:
        source, target = f"{stage}/{NEW}/{path}", f"{folder}/{path}"
        if not os.path.lexists(source):  # moved before the kill
            continue
        if _linked(folder, path):  # a stranger's, and put there since this was staged
            raise NotADirectoryError(errno.ENOTDIR, "A link stands in the way", target)
        _move(source, target)
    for path in journal.remove:
        _remove(folder, path)
    _replace(stage / FINAL, folder / MANIFEST)


def _move(source: str, target: str) -> None:
    """Move a staged file or folder; what a folder holds goes into one that came since."""
    if os.path.isdir(target) and not os.path.islink(target):  # noqa: PTH112, PTH114
        if os.path.isdir(source):  # noqa: PTH112
            for name in os.listdir(source):  # noqa: PTH208
                _move(f"{source}/{name}", f"{target}/{name}")
            return
        for inside, _, _ in os.walk(target, topdown=False):  # only empty folders are left in it
            os.rmdir(inside)  # noqa: PTH106
    try:
        _replace(source, target)
    except FileNotFoundError:  # its folder went with what was in the way
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        _replace(source, target)
    except PermissionError:
        if not os.path.isdir(source):  # noqa: PTH112
            raise
        # Windows moves no folder in which somebody reads a file: then what it holds, one by one
        os.mkdir(target)  # noqa: PTH102
        _move(source, target)


def _replace(source: Path | str, target: Path | str) -> None:
    _patiently(lambda: os.replace(source, target))  # noqa: PTH105 - once a file: the quick call


def _patiently(act: Callable[[], object]) -> None:
    """Do *act*, on Windows again after a moment if somebody is just reading the file."""
    for pause in PAUSES:
        with suppress(PermissionError):
            act()
            return
        time.sleep(pause)
    act()


def _same_file(folder: Path, path: str, twin: str | None) -> bool:
    """Tell whether *twin*, which differs in case at most, is the very file at *path*."""
    try:
        return twin is not None and (folder / path).samefile(folder / twin)
    except OSError:
        return False


def _in_the_way(moves: Iterable[str], remove: Iterable[str]) -> list[str]:
    """Return what of *remove* stands where a file or folder is to be, or in a folder there."""
    places = set(moves)
    return [p for p in remove if p in places or any(parent in places for parent in _parents(p))]


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _remove(folder: Path, path: str) -> None:
    target = folder / path
    if _linked(folder, path) or (target.is_dir() and not target.is_symlink()):
        return  # what is ours is gone already
    with suppress(FileNotFoundError, NotADirectoryError):
        _patiently(target.unlink)
    for parent in target.relative_to(folder).parents:
        if parent == Path():
            return
        try:
            (folder / parent).rmdir()
        except OSError:  # not empty, or gone already
            return


def _stamp_of(target: str, data: bytes) -> Stamp | None:
    """Return the stamp of the file at *target* if it holds *data*, and is no link."""
    try:
        status = os.lstat(target)
        plain = stat.S_ISREG(status.st_mode) and status.st_size == len(data)
        same = plain and Path(target).read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (status.st_size, status.st_mtime_ns) if same else None


def _check_writable(folder: Path | str) -> None:
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _manifest(paths: Iterable[str], sources: Iterable[str]) -> bytes:
    whole = {"libsite": 1, "paths": sorted(paths), "sources": sorted(sources)}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _not_ours(folder: Path, path: str, because: str, what: str = "a file") -> Problem:
    return error(
        f"`{because}` wants to write `{path}`, but {what} that libsite did not make stands there",
        path=(folder / path).as_posix(),
        hint="move it away, or delete it",
    )


@contextmanager
def _explained(folder: Path, *, begun: bool = False) -> Iterator[None]:
    """Turn the operating system's refusals into words; *begun* if a swap stands half done then."""
    try:
        yield
    except OSError as problem:
        kind = UnfinishedError if begun else SiteError
        raise kind(
            error(
                f"The output folder `{folder}` cannot be written: {problem.strerror}",
                path=str(problem.filename or ""),
                hint="free some space, or check who may write there; then build again",
            )
        ) from problem


def remove_owned(folder: Path) -> tuple[str, ...]:
    """Delete what we wrote in *folder*, the manifest last; return the paths, sorted."""
    recover(folder)
    owned = tuple(sorted(owned_paths(folder)))
    with _explained(folder):
        for path in owned:
            _remove(folder, path)
        with suppress(FileNotFoundError):
            (folder / MANIFEST).unlink()
    return owned
