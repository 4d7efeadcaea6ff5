"""The cache `.libsite/`: what was read, what was planned, and what stands in the output.

Losing it costs time and nothing else. It holds no pickle. A damaged or foreign file is thrown away
and made anew.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec import DecodeError

from libsite.digest import digest_bytes
from libsite.errors import SiteError, UnfinishedError, error
from libsite.keep.lock import lock
from libsite.keep.pictures import picture_store
from libsite.scan import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from libsite.artifact import Key
    from libsite.errors import Problem

FOLDER = ".libsite"
PATIENCE = 600.0
"""Seconds for which a second build waits."""

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL,
    scanned INTEGER NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (key TEXT PRIMARY KEY, document BLOB NOT NULL, body TEXT NOT NULL);
CREATE INDEX document_bodies ON documents (body);
CREATE TABLE bodies (digest TEXT PRIMARY KEY, html BLOB NOT NULL);
CREATE TABLE pictures (key TEXT PRIMARY KEY, measured TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE trees (tree TEXT PRIMARY KEY, stamp TEXT NOT NULL, making TEXT NOT NULL);
CREATE TABLE keys (digest TEXT PRIMARY KEY, key BLOB NOT NULL);
CREATE TABLE bundles (
    tree TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, because TEXT NOT NULL,
    bodies TEXT NOT NULL, PRIMARY KEY (tree, name)
) WITHOUT ROWID;
CREATE TABLE drafts (
    tree TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, because TEXT NOT NULL,
    bodies TEXT NOT NULL
);
CREATE TABLE closures (digest TEXT PRIMARY KEY, templates TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shared (
    tree TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tree, name)
);
CREATE TABLE outputs (
    tree TEXT NOT NULL, path TEXT NOT NULL, bundle TEXT NOT NULL, size INTEGER NOT NULL,
    mtime INTEGER NOT NULL, PRIMARY KEY (tree, path)
) WITHOUT ROWID;
"""
TABLES = tuple(
    "meta inputs documents bodies pictures trees keys bundles drafts closures shared"
    " outputs".split()
)
MARK = "inputs"
"""Under this name `meta` holds what stands for the bytes of all inputs together."""
FORM = "nouns as lists"
"""In what form keys, documents and shared values are texts: another word for another form."""
VERSION = zlib.crc32(f"{SCHEMA}{FORM}".encode()) >> 1
"""`PRAGMA user_version` of a cache like this; any other, or a stranger's, is thrown away."""
PATIENCE_WITH_STRANGERS = 5.0
"""Seconds to wait for another program that has the cache open, such as one that looks into it."""


class Written(NamedTuple):
    """An output file as it was left: which bundle made it, and how to see that it still stands."""

    bundle: str
    size: int
    mtime: int
    """Nanoseconds."""


class Draft(NamedTuple):
    """The key of a bundle that is to be made, and what asked for it."""

    name: str
    because: str
    bodies: tuple[str, ...]
    """The digests of the bodies that it shows."""
    key: Key


@contextmanager
def open_cache(root: Path, *, waiting: Callable[[str], None]) -> Iterator[Cache]:
    """Open the cache of the site at *root*, and hold its lock until the end.

    Raises BusyError if another build does not finish, SiteError if the cache cannot be used. One
    that turns out to be damaged is thrown away.
    """
    folder = root / FOLDER
    _make_folder(folder)
    try:
        with lock(folder, patience=PATIENCE, waiting=waiting):
            try:
                with closing(_open(folder)) as database:
                    yield Cache(folder, database)
            except (sqlite3.Error, json.JSONDecodeError, DecodeError) as problem:
                if not _is_damage(problem):
                    raise
                _discard(folder)
                message = f"The cache `{FOLDER}/` was damaged and has been thrown away: {problem}"
                raise UnfinishedError(error(message, hint="build again")) from problem
    except sqlite3.Error as problem:
        raise UnfinishedError(_unusable(str(problem))) from problem


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        for name, text in (("CACHEDIR.TAG", TAG), (".gitignore", "*\n")):
            if not (folder / name).exists():
                (folder / name).write_text(text, encoding="ascii", newline="\n")
    except OSError as problem:
        raise SiteError(_unusable(problem.strerror or str(problem))) from problem


def _unusable(why: str) -> Problem:
    return error(
        f"The cache `{FOLDER}/` cannot be used: {why}",
        hint="check that the disk is not full, that you may write here, and that no other program "
        f"has it open; `{FOLDER}/` may be deleted at any time",
    )


# The signature by which back-up programs leave a folder out (bford.info/cachedir).
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of libsite: safe to delete.\n"


def _open(folder: Path) -> sqlite3.Connection:
    try:
        return _connect(folder)
    except sqlite3.DatabaseError as problem:
        if not _is_damage(problem):
            raise
        _discard(folder)
        return _connect(folder)


def _is_damage(problem: Exception) -> bool:
    """Tell damage from a full or read-only disk, where throwing the cache away would not help."""
    # without a code it is Python's own: text that cannot be decoded
    return type(problem) is sqlite3.DatabaseError or not hasattr(problem, "sqlite_errorcode")


def _connect(folder: Path) -> sqlite3.Connection:
    left = (folder / "cache.db-wal").exists()
    database = sqlite3.connect(
        folder / "cache.db", isolation_level=None, timeout=PATIENCE_WITH_STRANGERS
    )
    try:
        # The cache may be lost at a power cut, so it need not wait for the disk.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == VERSION:
            if left:  # the last build was killed, or the power was cut: look more closely
                _check(database)
            return database
        if version or database.execute("SELECT 1 FROM sqlite_master").fetchone():
            database.close()
            _discard(folder)
            return _connect(folder)
        database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _discard(folder: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            (folder / f"cache.db{suffix}").unlink()


def _text(value: object) -> str:
    """Return *value*, which was stored as a text; raise DatabaseError if it no longer is one."""
    if not isinstance(value, str):
        message = "a text is not what was stored"
        raise sqlite3.DatabaseError(message)
    return value


def _data(value: object) -> bytes:
    """Return *value*, which was stored as bytes; raise DatabaseError if it no longer is any."""
    if not isinstance(value, bytes):
        message = "bytes are not what was stored"
        raise sqlite3.DatabaseError(message)
    return value


def _proven(data: bytes, digest: str) -> bytes:
    """Return *data*, which have this *digest*; raise DatabaseError if they no longer do."""
    if digest_bytes(data) != digest:
        message = "bytes are not what was stored"
        raise sqlite3.DatabaseError(message)
    return data


class Cache:
    """An open cache. Every method is one query or one transaction."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        """Wrap an open *database* in the cache *folder*."""
        self.folder = folder
        self._database = database

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("BEGIN")
        try:
            yield self._database
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:  # SQLite ends it by itself where the disk is full
                self._database.execute("ROLLBACK")
            raise

    def clear(self) -> None:
        """Forget everything, stored pictures included: what `--fresh` asks for."""
        picture_store(self.folder).keep_only(frozenset())
        with self._transaction() as database:
            for table in TABLES:
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    # ---- inputs

    def inputs(self) -> dict[str, Seen]:
        """Return every input as it was last seen, by path."""
        rows = self._database.execute(
            "SELECT path, size, mtime, ctime, scanned, digest FROM inputs"
        )
        return {row[0]: Seen(*row[1:]) for row in rows}

    def save_inputs(
        self, known: Mapping[str, Seen], now: Mapping[str, Seen], *, mark: str | None = None
    ) -> None:
        """Remember the inputs as they are *now*, given that *known* is what was remembered.

        The *mark* that stands for their bytes, if it is new, is remembered in the same transaction,
        so that no kill can part them.
        """
        gone = [(path,) for path in known if path not in now]
        rows = [
            (path, seen.size, seen.mtime, seen.ctime, seen.scanned, seen.digest)
            for path, seen in now.items()
            if known.get(path) != seen
        ]
        if not gone and not rows and mark is None:
            return
        with self._transaction() as database:
            if mark is not None:
                database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MARK, mark))
            database.executemany("DELETE FROM inputs WHERE path = ?", gone)
            database.executemany("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?)", rows)

    # ---- the memo of documents

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the key and the JSON of each remembered document."""
        for key, document in self._database.execute("SELECT key, document FROM documents"):
            yield key, _data(document)

    def remember(
        self, documents: Iterable[tuple[str, bytes, str, str]], *, instead_of: Iterable[str] = ()
    ) -> None:
        """Store documents: each a key, its JSON, the digest of its body, and the body's HTML.

        Those with the keys *instead_of* are dropped, their bodies not before the next clearing-up.
        """
        with self._transaction() as database:
            database.executemany(
                "DELETE FROM documents WHERE key = ?", ((key,) for key in instead_of)
            )
            for key, document, body, html in documents:
                database.execute(
                    "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (key, document, body)
                )
                database.execute(
                    "INSERT OR IGNORE INTO bodies VALUES (?, ?)", (body, html.encode())
                )

    def forget_documents(self, stale: Iterable[str]) -> None:
        """Drop the documents with the keys *stale*, and the bodies that only they had."""
        gone = [(key,) for key in stale]
        if not gone:
            return
        with self._transaction() as database:
            database.executemany("DELETE FROM documents WHERE key = ?", gone)
            query = "SELECT digest FROM bodies EXCEPT SELECT body FROM documents"
            unused = database.execute(query).fetchall()
            database.executemany("DELETE FROM bodies WHERE digest = ?", unused)

    def bodies(self, digests: Iterable[str]) -> dict[str, str]:
        """Return the HTML of the bodies with these *digests*."""
        wanted = list(dict.fromkeys(digests))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            query = f"SELECT digest, html FROM bodies WHERE digest IN ({marks})"  # noqa: S608
            found.update(self._database.execute(query, part))
        return {digest: _proven(_data(html), digest).decode() for digest, html in found.items()}

    def document(self, key: str) -> tuple[bytes, int] | None:
        """Return the JSON of the document *key* and how many have the same body, or None."""
        query = (
            "SELECT document, (SELECT count(*) FROM documents AS other WHERE other.body = one.body)"
            " FROM documents AS one WHERE key = ?"
        )
        row = self._database.execute(query, (key,)).fetchone()
        return (_data(row[0]), row[1]) if row else None

    # ---- the memo of pictures; their bytes lie in the store beside the cache

    def pictures(self, keys: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield the key and the JSON of each measured file whose key is in *keys*."""
        for key, measured in self._database.execute("SELECT key, measured FROM pictures"):
            if key in keys:
                yield key, measured

    def remember_pictures(self, pictures: Iterable[tuple[str, str]]) -> None:
        """Store measured files: each a key and its JSON."""
        with self._transaction() as database:
            database.executemany("INSERT OR REPLACE INTO pictures VALUES (?, ?)", pictures)

    def forget_pictures(self, used: frozenset[str]) -> None:
        """Drop the measured files whose keys are not *used*."""
        rows = self._database.execute("SELECT key FROM pictures")
        gone = [row for row in rows if row[0] not in used]
        if gone:
            with self._transaction() as database:
                database.executemany("DELETE FROM pictures WHERE key = ?", gone)

    # ---- what the output holds

    def stamp(self, tree: str) -> dict[str, object]:
        """Return what the last good build of *tree* noted of itself; empty if there was none."""
        row = self._database.execute("SELECT stamp FROM trees WHERE tree = ?", (tree,)).fetchone()
        return dict(json.loads(_text(row[0]))) if row else {}

    def keys(self, tree: str) -> dict[str, str]:
        """Return the digest of each bundle's key, by the bundle's name."""
        query = "SELECT name, digest FROM bundles WHERE tree = ?"
        return dict(self._database.execute(query, (tree,)))

    def key(self, tree: str, name: str) -> bytes | None:
        """Return the text of the key with which the bundle *name* was last made, or None."""
        query = "SELECT digest FROM bundles WHERE tree = ? AND name = ?"
        row = self._database.execute(query, (tree, name)).fetchone()
        return self._key(row[0]) if row else None

    def _key(self, digest: str) -> bytes:
        """Return the text of the key with this *digest*."""
        query = "SELECT key FROM keys WHERE digest = ?"
        row = self._database.execute(query, (digest,)).fetchone()
        return _proven(_data(row[0] if row else None), digest)

    def holders(self, tree: str, digests: Iterable[str]) -> list[str]:
        """Return the names of the bundles that show any of the bodies with these *digests*."""
        query = "SELECT name FROM bundles WHERE tree = ? AND instr(bodies, ?)"
        rows = (row for one in digests for row in self._database.execute(query, (tree, one)))
        return list(dict.fromkeys(name for (name,) in rows))

    def bundle(self, tree: str, name: str) -> tuple[str, list[str], bytes]:
        """Return origin, digests of bodies, and text of the key of the bundle *name*."""
        query = "SELECT because, bodies, digest FROM bundles WHERE tree = ? AND name = ?"
        because, bodies, digest = self._database.execute(query, (tree, name)).fetchone()
        return because, _text(bodies).split(), self._key(digest)

    def shared(self, tree: str) -> dict[str, bytes]:
        """Return the canonical text of each shared value of the last good build."""
        query = "SELECT name, value FROM shared WHERE tree = ?"
        return {name: _data(value) for name, value in self._database.execute(query, (tree,))}

    def written(self, tree: str) -> dict[str, Written]:
        """Return every output file as it was left, by its path."""
        query = "SELECT path, bundle, size, mtime FROM outputs WHERE tree = ?"
        return {row[0]: Written(*row[1:]) for row in self._database.execute(query, (tree,))}

    def draft(self, tree: str, drafts: Iterable[Draft]) -> None:
        """Store the keys of bundles that are to be made: they count once `confirm` says so.

        The texts of ten thousand keys are 30 MB, which need not be in memory while all is made.
        """
        with self._transaction() as database:
            database.execute("DELETE FROM drafts")
            for name, because, bodies, key in drafts:
                database.execute(
                    "INSERT OR REPLACE INTO keys VALUES (?, ?)", (key.digest, key.text)
                )
                row = (tree, name, key.digest, because, " ".join(bodies))
                database.execute("INSERT INTO drafts VALUES (?, ?, ?, ?, ?)", row)

    def doubt(self, tree: str, names: Iterable[str]) -> None:
        """Forget the keys of the bundles *names*, whose files are about to change.

        Done before the first file moves: a build that is killed in between leaves bundles without a
        key, which are made again, and never a key that belongs to other bytes.
        """
        with self._transaction() as database:
            database.execute("DELETE FROM trees WHERE tree = ?", (tree,))
            database.executemany(
                "DELETE FROM bundles WHERE tree = ? AND name = ?", [(tree, name) for name in names]
            )

    def confirm(
        self,
        tree: str,
        *,
        gone: Iterable[str],
        written: Mapping[str, Written],
        lost: Iterable[str],
    ) -> None:
        """Note that the drafts were made, and the files *written*; drop those *gone* and *lost*."""
        with self._transaction() as database:
            database.executemany(
                "DELETE FROM bundles WHERE tree = ? AND name = ?", [(tree, name) for name in gone]
            )
            database.executemany(
                "DELETE FROM outputs WHERE tree = ? AND path = ?", [(tree, path) for path in lost]
            )
            database.execute(
                "INSERT OR REPLACE INTO bundles SELECT * FROM drafts WHERE tree = ?", (tree,)
            )
            database.execute("DELETE FROM drafts")
            database.executemany(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)",
                [(tree, path, w.bundle, w.size, w.mtime) for path, w in written.items()],
            )

    def forget_keys(self) -> None:
        """Drop the texts of keys that no bundle has any more."""
        with self._transaction() as database:
            query = "SELECT digest FROM keys EXCEPT SELECT digest FROM bundles"
            unused = database.execute(query).fetchall()
            database.executemany("DELETE FROM keys WHERE digest = ?", unused)

    def sign(self, tree: str, stamp: Mapping[str, object], making: str) -> None:
        """Note what the good build of *tree* that has just ended depended on.

        *making* is what its recipes needed besides the bundles: larger, and seldom read.
        """
        row = (tree, json.dumps(dict(stamp)), making)
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO trees VALUES (?, ?, ?)", row)

    def making(self, tree: str) -> str:
        """Return what `sign` was told of *making* in the last good build."""
        query = "SELECT making FROM trees WHERE tree = ?"
        return _text(self._database.execute(query, (tree,)).fetchone()[0])

    def share(self, tree: str, values: Mapping[str, bytes]) -> None:
        """Remember the canonical texts of the shared *values*, in place of those of before."""
        with self._transaction() as database:
            database.execute("DELETE FROM shared WHERE tree = ?", (tree,))
            database.executemany(
                "INSERT INTO shared VALUES (?, ?, ?)",
                [(tree, name, value) for name, value in values.items()],
            )

    def labels(self) -> dict[str, list[tuple[str, str]]]:
        """Return what `label` noted, by the digest of the closure."""
        rows = self._database.execute("SELECT digest, templates FROM closures")
        return {digest: json.loads(_text(said)) for digest, said in rows}

    def label(self, closures: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Note label and digest of the templates of each of the *closures*, by its digest."""
        rows = [(digest, json.dumps(list(templates))) for digest, templates in closures.items()]
        with self._transaction() as database:
            database.executemany("INSERT OR REPLACE INTO closures VALUES (?, ?)", rows)

    def forget_labels(self, used: frozenset[str]) -> None:
        """Drop what `label` noted of closures that are not *used*."""
        known = self._database.execute("SELECT digest FROM closures")
        gone = [row for row in known if row[0] not in used]
        if gone:
            with self._transaction() as database:
                database.executemany("DELETE FROM closures WHERE digest = ?", gone)

    # ---- small values

    def meta(self, name: str) -> str | None:
        """Return the small value *name*, or None."""
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Store the small value *name*."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
