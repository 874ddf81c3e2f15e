"""What conversion remembers: the texts, and the posts that there are. Disposable; deleting it costs time only."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kawat.errors import KawatError
from kawat.lessons import TABLES as LESSONS
from kawat.lessons import Lessons
from kawat.wire.posts import Moment, Post, parse_moment

TABLES = """
CREATE TABLE meta (fingerprint TEXT NOT NULL);
-- One row a folder of texts or of posts: name, size and time of change of its files, as they were read.
CREATE TABLE folders (root TEXT, folder BLOB, listing BLOB NOT NULL, PRIMARY KEY (root, folder)) WITHOUT ROWID;
-- A text, and the file that holds it. It is settled when a post holds it; what is not is looked at in each run.
-- It is read when its ending is known, and due when that ending was learned, or unlearned, after the last look.
CREATE TABLE texts (
    source TEXT PRIMARY KEY, file TEXT NOT NULL, digest TEXT NOT NULL,
    settled INTEGER NOT NULL, read INTEGER NOT NULL, due INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX texts_file ON texts (file);
CREATE INDEX texts_digest ON texts (digest);
CREATE INDEX texts_unsettled ON texts (source) WHERE NOT settled;
CREATE INDEX texts_due ON texts (source) WHERE due;
CREATE TABLE posts (
    path TEXT PRIMARY KEY, id TEXT, slug TEXT, lang TEXT, story TEXT, moment TEXT, source TEXT, digest TEXT
) WITHOUT ROWID;
CREATE INDEX posts_id ON posts (id);
CREATE INDEX posts_source ON posts (source, path);
CREATE INDEX posts_digest ON posts (digest, path);
"""
COLUMNS = "path, id, slug, lang, story, moment, source, digest"

SECONDS = 60
"""For which a run waits for another."""
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class DamagedLedgerError(KawatError):
    """A ledger that has to be dropped."""


@dataclass(frozen=True)
class Shelved:
    """A post's identity and where it came from."""

    path: str
    """Relative to ``content/``."""
    id: str | None
    slug: str | None
    lang: str | None
    story: str | None
    moment: Moment | None
    source: str | None
    digest: str | None

    @classmethod
    def of(cls, post: Post, path: str) -> Shelved:
        return cls(path, post.id, post.slug, post.lang, post.story, post.moment, post.source, post.source_sha256)


class Ledger:
    """An open ledger. What a run notes between two calls of ``keep`` is one transaction."""

    def __init__(self, path: Path | None, fingerprint: str) -> None:
        """Open it; one that other code has written, or that is damaged, begins anew. None is one for this run only."""
        self.path = path or Path("a ledger for one run")
        if path is None:
            self._db = _open("", fingerprint)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _open(path, fingerprint)
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise _make_error(path, error) from error
            drop_ledger(path)
            try:
                self._db = _open(path, fingerprint)
            except sqlite3.Error as second:
                raise _make_error(path, second) from second

    @cached_property
    def lessons(self) -> Lessons:
        return Lessons(self._db)

    @contextmanager
    def run(self) -> Iterator[None]:
        """What is noted in the block is kept at its end; raises DamagedLedgerError, KawatError."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if type(error) is sqlite3.DatabaseError:  # the file is at fault, and not the disk or the moment
                raise DamagedLedgerError(self.path, str(error), "remove the file") from error
            raise _make_error(self.path, error) from error
        finally:
            self._db.close()  # which undoes what is not committed

    def keep(self) -> None:
        """Keep what was noted until now, should the run be killed; the texts that are left are unsettled."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    # -- folders

    def find_folders(self, root: str) -> dict[bytes, bytes]:
        return dict(self._db.execute("SELECT folder, listing FROM folders WHERE root = ?", (root,)))

    def find_folder(self, root: str, folder: bytes) -> bytes:
        """A folder's listing; empty when it is new."""
        sql = "SELECT listing FROM folders WHERE root = ? AND folder = ?"
        row = self._db.execute(sql, (root, folder)).fetchone()
        return bytes(row[0]) if row else b""

    def put_folders(self, root: str, listings: Iterable[tuple[bytes, bytes | None]]) -> None:
        """Remember listings; None forgets a folder."""
        for folder, listing in listings:
            if listing is None:
                self._db.execute("DELETE FROM folders WHERE root = ? AND folder = ?", (root, folder))
            else:
                self._db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", (root, folder, listing))

    # -- texts

    def put_text(self, source: str, file: str, digest: str) -> None:
        """Note a text that is about to be settled."""
        self._db.execute(
            "INSERT INTO texts (source, file, digest, settled, read, due) VALUES (?, ?, ?, 0, 0, 0)"
            " ON CONFLICT DO UPDATE SET file = excluded.file, digest = excluded.digest, settled = 0,"
            " read = read AND digest = excluded.digest",  # of the digest before
            (source, file, digest),
        )

    def settle_text(self, source: str, is_settled: bool, is_due: bool) -> None:
        self._db.execute("UPDATE texts SET settled = ?, due = ? WHERE source = ?", (is_settled, is_due, source))

    def unsettle_file(self, file: str) -> None:
        self._db.execute("UPDATE texts SET settled = 0 WHERE file = ?", (file,))

    def forget_texts(self, file: str, but: Collection[str] = ()) -> None:
        """Forget the texts of a file."""
        known = [source for (source,) in self._db.execute("SELECT source FROM texts WHERE file = ?", (file,))]
        for source in known:
            if source not in but:
                self.lessons.put_ending(source, None)
                self._db.execute("DELETE FROM texts WHERE source = ?", (source,))

    def find_file(self, source: str) -> str | None:
        """The file that holds a text."""
        row = self._db.execute("SELECT file FROM texts WHERE source = ?", (source,)).fetchone()
        return str(row[0]) if row else None

    def find_named_after(self, file: str) -> set[str]:
        """The files that are named as texts in a file would be."""
        sql = "SELECT file FROM texts WHERE file >= ? AND file < ?"
        return {other for (other,) in self._db.execute(sql, (f"{file}#", f"{file}$"))}

    def find_digests(self, file: str) -> set[str]:
        """The digests of the texts in a file."""
        return {digest for (digest,) in self._db.execute("SELECT digest FROM texts WHERE file = ?", (file,)) if digest}

    def find_unsettled(self) -> set[str]:
        """The files that hold texts without a post."""
        return {file for (file,) in self._db.execute("SELECT file FROM texts WHERE NOT settled AND file != ''")}

    def find_due(self) -> set[str]:
        """The files that hold texts to be looked at once more."""
        return {file for (file,) in self._db.execute("SELECT file FROM texts WHERE due")}

    def put_nameless(self, shown: str) -> None:
        """Note a file whose name is no UTF-8, so that it cannot be opened by it."""
        self.put_text(shown, "", "")

    def find_nameless(self) -> list[str]:
        return [source for (source,) in self._db.execute("SELECT source FROM texts WHERE file = '' ORDER BY source")]

    def forget_nameless(self, shown: str) -> None:
        self._db.execute("DELETE FROM texts WHERE source = ? AND file = ''", (shown,))

    def find_copies(self, digest: str) -> set[str]:
        """The files that hold a text."""
        return {file for (file,) in self._db.execute("SELECT file FROM texts WHERE digest = ?", (digest,))}

    def find_settled_twin(self, source: str, digest: str) -> str | None:
        """Another text with the same bytes that a post holds."""
        sql = "SELECT source FROM texts WHERE digest = ? AND source != ? AND settled ORDER BY source LIMIT 1"
        row = self._db.execute(sql, (digest, source)).fetchone()
        return str(row[0]) if row else None

    def count_settled(self) -> int:
        total, open_ones = "SELECT count(*) FROM texts", "SELECT count(*) FROM texts WHERE NOT settled"
        return int(self._db.execute(f"SELECT ({total}) - ({open_ones})").fetchone()[0])

    def is_read(self, source: str, digest: str) -> bool:
        """Whether what a text ends with is known, and it is not due."""
        row = self._db.execute("SELECT digest, read AND NOT due FROM texts WHERE source = ?", (source,)).fetchone()
        return row is not None and (str(row[0]), row[1]) == (digest, 1)

    # -- posts

    def put_post(self, post: Shelved) -> None:
        moment = str(post.moment) if post.moment else None
        row = (post.path, post.id, post.slug, post.lang, post.story, moment, post.source, post.digest)
        self._db.execute(f"INSERT OR REPLACE INTO posts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608

    def forget_post(self, path: str) -> None:
        self._db.execute("DELETE FROM posts WHERE path = ?", (path,))

    def find_post(self, path: str) -> Shelved | None:
        return self._find("path = ?", path)

    def find_by_source(self, source: str) -> Shelved | None:
        """The post of a text; of several the first path counts."""
        return self._find("source = ? ORDER BY path LIMIT 1", source)

    def find_by_digest(self, digest: str) -> Shelved | None:
        return self._find("digest = ? ORDER BY path LIMIT 1", digest)

    def has_id(self, identity: str) -> bool:
        return self._db.execute("SELECT 1 FROM posts WHERE id = ? LIMIT 1", (identity,)).fetchone() is not None

    def _find(self, where: str, value: str) -> Shelved | None:
        row = self._db.execute(f"SELECT {COLUMNS} FROM posts WHERE {where}", (value,)).fetchone()  # noqa: S608 - ours
        if row is None:
            return None
        path, identity, slug, lang, story, moment, source, digest = row
        day = parse_moment(moment, path) if moment else None
        return Shelved(path, identity, slug, lang, story, day, source, digest)


def drop_ledger(path: Path) -> None:
    """Remove it, with the journal of a killed run, which would be applied to the next ledger of this name."""
    for suffix in ("", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) in BUSY


def _make_error(path: Path, error: sqlite3.Error) -> KawatError:
    if _is_busy(error):
        return KawatError(path, "another conversion is at work", "wait for it and try again")
    return KawatError(path, f"the ledger fails: {error}", "expected a folder that can be written, and free space")


def _open(path: Path | str, fingerprint: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=SECONDS)
    try:
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            database.executescript(f"BEGIN; {TABLES} {LESSONS} COMMIT;")
            database.execute("INSERT INTO meta VALUES (?)", (fingerprint,))
        if database.execute("SELECT fingerprint FROM meta").fetchone() != (fingerprint,):
            raise sqlite3.DatabaseError("of other code")
    except sqlite3.Error:
        database.close()
        raise
    return database
