"""The output folder: stage aside, claim, swap, prune; delete only what we wrote.

Every file that differs is first written below `STAGE`, inside the output folder and so on its file
system. Only when all of it stands is the journal put in place, which is the moment of no return: up
to there a failure leaves the site wholly old, and from there on the next start rolls the swap
forward. Which files are ours is listed in `MANIFEST`, beside them, so that losing the cache orphans
nothing. SIGKILL is survived this way at any point; a power cut as far as the file system keeps the
order of renames.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from libsite.errors import Problem, SiteError, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from libsite.keep.cache import Written

MANIFEST = ".libsite.json"
STAGE = ".libsite.staging"
JOURNAL = "journal.json"


def recover(folder: Path) -> None:
    """Finish the swap that a killed build began in *folder*, or throw away what it had staged."""
    stage = folder / STAGE
    if not stage.is_dir():
        return
    with _explained(folder):
        if (stage / JOURNAL).exists():
            _swap(folder, json.loads((stage / JOURNAL).read_text(encoding="utf-8")))
        shutil.rmtree(stage)


def owned_paths(folder: Path) -> frozenset[str]:
    """Return the paths below *folder* that we wrote, as its manifest lists them."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError):
        listed = None
    paths = listed.get("paths") if isinstance(listed, dict) else None
    if not isinstance(paths, list) or not all(_is_plain(path) for path in paths):
        raise SiteError(
            error(
                f"`{MANIFEST}` in the output folder `{folder}` is damaged",
                hint="delete it: files that are as libsite would make them are taken over again",
            )
        )
    return frozenset(paths)


def _is_plain(path: object) -> bool:
    """Tell whether *path* could be one of ours, and so cannot lead out of the output folder."""
    if not isinstance(path, str) or not path or path.startswith("/") or "\\" in path:
        return False
    return not {"", ".", ".."} & set(path.split("/"))


def stands(folder: Path, path: str, written: Written) -> bool:
    """Tell whether the file at *path* is still as we left it, by its size and time stamp."""
    try:
        status = os.stat(f"{folder}/{path}")
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
    moves: dict[str, str] = field(default_factory=dict)
    """Paths whose bytes differ, and the names under which their new bytes are staged."""
    problems: list[Problem] = field(default_factory=list)
    _made: list[Path] = field(default_factory=list)
    _checked: set[str] = field(default_factory=set)

    def put(self, path: str, data: bytes, *, because: str) -> None:
        """Stage *data* for *path*, unless these very bytes stand there already.

        A file at *path* that is not ours and differs is a problem, as is a link on the way to it.
        Raises SiteError if the disk is full or the folder cannot be written.
        """
        self.claims[path] = because
        target = self.folder / path
        with _explained(self.folder):
            foreign = self._foreign_parent(path)
            if foreign is None and not _holds(target, data):
                foreign = self._foreign_target(path)
                if foreign is None:
                    self._write(path, data)
            if foreign is not None:
                self.problems.append(foreign)

    def _write(self, path: str, data: bytes) -> None:
        stage = self.folder / STAGE
        if not self.moves:
            self._make_folders(stage)
        name = str(len(self.moves))
        (stage / name).write_bytes(data)
        self.moves[path] = name
        with suppress(NotADirectoryError, FileExistsError):  # a file of ours that will be pruned
            self._make_folders((self.folder / path).parent)

    def _make_folders(self, folder: Path) -> None:
        """Make *folder* now, while failing costs nothing, and remember it for `abandon`."""
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "Permission denied", str(folder))
        for path in reversed(missing):
            path.mkdir()
            self._made.append(path)

    def _foreign_target(self, path: str) -> Problem | None:
        """Return what stands at *path* and is not ours, or None."""
        target = self.folder / path
        if target.is_dir() and not target.is_symlink():
            inside = (file for file in target.rglob("*") if not file.is_dir())
            strangers = sorted(
                file
                for found in inside
                if (file := found.relative_to(self.folder).as_posix()) not in self.owned
            )
            return _not_ours(self.folder, strangers[0], self.claims[path]) if strangers else None
        if path in self.owned or not os.path.lexists(target):
            return None
        return _not_ours(self.folder, path, self.claims[path])

    def _foreign_parent(self, path: str) -> Problem | None:
        """Return what stands above *path* and cannot hold it, or None."""
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            parent = "/".join(parts[:depth])
            if parent in self._checked:
                continue
            where = self.folder / parent
            if where.is_symlink():
                return _not_ours(self.folder, parent, self.claims[path], what="a link")
            if where.exists() and not where.is_dir() and parent not in self.owned:
                return _not_ours(self.folder, parent, self.claims[path])
            self._checked.add(parent)
        return None

    def swap(self, planned: frozenset[str]) -> tuple[str, ...]:
        """Put everything in its place, delete what of ours is not *planned*; return what was.

        Raises SiteError if that cannot be finished; the next start tries again.
        """
        removed = tuple(sorted(self.owned - planned))
        new = set(planned) - self.owned
        if not self.moves and not removed and not new and (self.folder / MANIFEST).exists():
            return ()
        stage = self.folder / STAGE
        with _explained(self.folder):
            self._make_folders(stage)
            (stage / "claim.json").write_text(_manifest(self.owned | planned), encoding="utf-8")
            (stage / "final.json").write_text(_manifest(planned), encoding="utf-8")
            journal = {"moves": self.moves, "remove": removed}
            draft = stage / "journal.draft"
            with draft.open("w", encoding="utf-8") as file:
                json.dump(journal, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(stage / JOURNAL)
            _swap(self.folder, journal)
            shutil.rmtree(stage)
        return removed

    def abandon(self) -> None:
        """Leave the folder as it was found; harmless once `swap` has begun."""
        stage = self.folder / STAGE
        if (stage / JOURNAL).exists():
            return
        shutil.rmtree(stage, ignore_errors=True)
        for path in reversed(self._made):
            with suppress(OSError):
                path.rmdir()


def _swap(folder: Path, journal: Mapping[str, object]) -> None:
    """Carry out *journal*; every step may already have been done by a run that was killed."""
    stage = folder / STAGE
    moves: dict[str, str] = dict(journal["moves"])  # type: ignore[call-overload] # our own JSON
    remove: list[str] = list(journal["remove"])  # type: ignore[call-overload] # our own JSON
    _replace(stage / "claim.json", folder / MANIFEST)
    for path in _in_the_way(moves, remove):
        _remove(folder, path)
    for path, name in moves.items():
        _move(stage / name, folder / path)
    standing = {path.casefold() for path in moves}
    for path in remove:
        # On a file system that ignores case, the old `Rivers/` is the new `rivers/`.
        if path.casefold() not in standing or not _same_file(folder, path, moves):
            _remove(folder, path)
    _replace(stage / "final.json", folder / MANIFEST)


def _move(source: Path, target: Path) -> None:
    if not source.exists():  # moved before the kill
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():  # only empty folders are left in it
        shutil.rmtree(target)
    source.replace(target)


def _replace(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        source.replace(target)


def _same_file(folder: Path, path: str, moves: Iterable[str]) -> bool:
    twin = next(move for move in moves if move.casefold() == path.casefold())
    try:
        return (folder / path).samefile(folder / twin)
    except FileNotFoundError:
        return False


def _in_the_way(moves: Iterable[str], remove: Iterable[str]) -> list[str]:
    """Return what of *remove* is a file where a folder is needed, or the other way round."""
    files = set(moves)
    folders = {parent for path in files for parent in _parents(path)}
    return [path for path in remove if path in folders or any(p in files for p in _parents(path))]


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _remove(folder: Path, path: str) -> None:
    target = folder / path
    with suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for parent in target.relative_to(folder).parents:
        if parent == Path():
            return
        try:
            (folder / parent).rmdir()
        except OSError:  # not empty, or gone already
            return


def _holds(target: Path, data: bytes) -> bool:
    try:
        if target.is_symlink() or target.stat().st_size != len(data):
            return False
        return target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _manifest(paths: Iterable[str]) -> str:
    text: str = json.dumps({"libsite": 1, "paths": sorted(paths)}, indent=0, ensure_ascii=False)
    return text + "\n"


def _not_ours(folder: Path, path: str, because: str, what: str = "a file") -> Problem:
    return error(
        f"`{because}` wants to write `{path}`, but {what} that libsite did not make stands there",
        path=(folder / path).as_posix(),
        hint="move it away, or delete it",
    )


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusals into words."""
    try:
        yield
    except OSError as problem:
        raise SiteError(
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
