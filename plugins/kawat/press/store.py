"""The press's memory: posts, pages and what is still to do. The only module that imports sqlite3.

The store is disposable: deleting it changes nothing but the time that the next build takes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from kawat.errors import PressError
from kawat.press.rows import BadRow, PageKey, PageRow, PostRow

VERSION = 1
SCHEMA = """
-- What the store was made with; when it differs, everything is made anew.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row a post. live: published, and the one post that has its address.
CREATE TABLE posts (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    address TEXT NOT NULL, lang TEXT NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL, html TEXT NOT NULL,
    status TEXT NOT NULL, id TEXT NOT NULL, story TEXT NOT NULL, sectors TEXT NOT NULL, -- JSON list
    modified TEXT, agency TEXT, place TEXT, summary TEXT, disclaimer TEXT, source TEXT, translation TEXT,
    live INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX posts_address ON posts (address, path);
CREATE INDEX posts_newest ON posts (lang, date, address) WHERE live;
CREATE INDEX posts_month ON posts (substr(date, 1, 7), address) WHERE live;
CREATE INDEX posts_story ON posts (story) WHERE live;

-- The sectors of live posts.
CREATE TABLE post_sectors (
    sector TEXT NOT NULL, lang TEXT NOT NULL, date TEXT NOT NULL, address TEXT NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (sector, lang, date, address)
) WITHOUT ROWID;

-- Files that are no posts, and why.
CREATE TABLE bad (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    place TEXT NOT NULL, wrong TEXT NOT NULL, expected TEXT NOT NULL
) WITHOUT ROWID;

-- What lies in output/, as we put it there.
CREATE TABLE pages (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, -- JSON list
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;

-- Pages that a change made stale and that have not been applied yet.
CREATE TABLE stale (kind TEXT NOT NULL, key TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;

-- Moves that were decided: staged file to page, or a page to be removed (staged IS NULL).
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY, staged TEXT, path TEXT NOT NULL,
    kind TEXT NOT NULL, key TEXT NOT NULL, sha256 TEXT NOT NULL, why TEXT NOT NULL
);
"""
POST_FIELDS = tuple(field.name for field in fields(PostRow))


class Store:
    """An open store. Writes happen inside ``transaction()``."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        self._db = self._open(path, read_only)

    def _open(self, path: Path, read_only: bool) -> sqlite3.Connection:
        try:
            return _connect(path, read_only)
        except sqlite3.DatabaseError:
            # Not ours, of another version or damaged: it holds nothing that cannot be found again.
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        try:
            return _connect(path, read_only)
        except sqlite3.Error as error:
            raise PressError(path, f"no store can be made: {error}", "expected a folder that can be written") from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes in the block, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # -- meta

    def get_meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # -- posts

    def stat_files(self) -> dict[str, tuple[int, int]]:
        """Size and time of change of every file read, posts and bad ones, by path."""
        rows = self._db.execute("SELECT path, size, mtime_ns FROM posts UNION ALL SELECT path, size, mtime_ns FROM bad")
        return {path: (size, mtime) for path, size, mtime in rows}

    def put_post(self, post: PostRow) -> None:
        values = [getattr(post, name) for name in POST_FIELDS]
        values[POST_FIELDS.index("sectors")] = json.dumps(post.sectors, ensure_ascii=False)
        columns, marks = ", ".join(POST_FIELDS), ", ".join("?" * len(values))
        self._db.execute(f"INSERT INTO posts ({columns}) VALUES ({marks})", values)  # noqa: S608 - our own names

    def put_bad(self, bad: BadRow) -> None:
        values = (bad.path, bad.size, bad.mtime_ns, bad.where, bad.wrong, bad.expected)
        self._db.execute("INSERT INTO bad VALUES (?, ?, ?, ?, ?, ?)", values)

    def forget_file(self, path: str) -> None:
        """Drop what is known of a file, whether it was a post or a bad one."""
        for post in self.find_posts("path = ?", (path,)):
            self._drop_sectors(post)
        self._db.execute("DELETE FROM posts WHERE path = ?", (path,))
        self._db.execute("DELETE FROM bad WHERE path = ?", (path,))

    def forget_all_files(self) -> None:
        for table in ("posts", "post_sectors", "bad", "stale"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def find_address(self, path: str) -> str | None:
        row = self._db.execute("SELECT address FROM posts WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else None

    def find_live(self, address: str) -> PostRow | None:
        return next(self.find_posts("live AND address = ?", (address,)), None)

    def settle_address(self, address: str) -> None:
        """Of the published posts with this address, the one with the smallest path is live."""
        for post in list(self.find_posts("live AND address = ?", (address,))):
            self._drop_sectors(post)
        self._db.execute("UPDATE posts SET live = 0 WHERE live AND address = ?", (address,))
        winner = next(self.find_posts("address = ? AND status = 'published' ORDER BY path LIMIT 1", (address,)), None)
        if winner is None:
            return
        self._db.execute("UPDATE posts SET live = 1 WHERE path = ?", (winner.path,))
        for sector in winner.sectors:
            values = (sector, winner.lang, winner.date, winner.address, winner.path)
            self._db.execute("INSERT OR REPLACE INTO post_sectors VALUES (?, ?, ?, ?, ?)", values)

    def _drop_sectors(self, post: PostRow) -> None:
        for sector in post.sectors:
            key = (sector, post.lang, post.date, post.address, post.path)
            self._db.execute(
                "DELETE FROM post_sectors WHERE sector = ? AND lang = ? AND date = ? AND address = ? AND path = ?", key
            )

    def find_posts(self, where: str, values: Iterable[object] = ()) -> Iterator[PostRow]:
        """The posts that meet a condition on the table ``posts``, which may end with ORDER BY and LIMIT."""
        columns = ", ".join(POST_FIELDS)
        for row in self._db.execute(f"SELECT {columns} FROM posts WHERE {where}", tuple(values)):  # noqa: S608
            yield _make_post(row)

    def find_in_sector(self, sector: str, lang: str, limit: int, since: str = "", until: str = "~") -> list[PostRow]:
        """The newest live posts of a sector, with dates from ``since`` and before ``until``."""
        rows = self._db.execute(
            "SELECT path FROM post_sectors WHERE sector = ? AND lang = ? AND date >= ? AND date < ?"
            " ORDER BY date DESC, address LIMIT ?",
            (sector, lang, since, until, limit),
        ).fetchall()
        return [post for (path,) in rows for post in self.find_posts("path = ?", (path,))]

    def query(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT that a page kind asks for."""
        return self._db.execute(sql, tuple(values)).fetchall()

    def find_bad(self) -> list[BadRow]:
        """Files set aside: no posts, and posts whose address another post has."""
        bad = [BadRow(*row) for row in self._db.execute("SELECT * FROM bad")]
        rows = self._db.execute(
            "SELECT p.path, p.size, p.mtime_ns, p.address, w.path FROM posts p JOIN posts w ON"
            " w.address = p.address AND w.live WHERE p.status = 'published' AND NOT p.live"
        )
        for path, size, mtime, address, winner in rows:
            wrong, expected = f"its address /{address}/ belongs to {winner}", "give it another Slug, or file name"
            bad.append(BadRow(path, size, mtime, f"{path}:1", wrong, expected))
        return sorted(bad, key=lambda row: row.path)

    # -- pages

    def add_stale(self, page: PageKey, why: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO stale VALUES (?, ?, ?)", (page.kind, json.dumps(page.key), why))

    def find_stale(self) -> dict[PageKey, str]:
        rows = self._db.execute("SELECT kind, key, why FROM stale ORDER BY kind, key")
        return {PageKey(kind, tuple(json.loads(key))): why for kind, key, why in rows}

    def clear_stale(self) -> None:
        self._db.execute("DELETE FROM stale")

    def find_pages(self) -> dict[str, PageRow]:
        rows = self._db.execute("SELECT path, kind, key, sha256, size, mtime_ns, why FROM pages")
        return {
            path: PageRow(path, PageKey(kind, tuple(json.loads(key))), sha, size, mtime, why)
            for path, kind, key, sha, size, mtime, why in rows
        }

    def put_page(self, row: PageRow) -> None:
        page = (row.page.kind, json.dumps(row.page.key))
        values = (row.path, *page, row.sha256, row.size, row.mtime_ns, row.why)
        self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def forget_page(self, path: str) -> None:
        self._db.execute("DELETE FROM pages WHERE path = ?", (path,))

    # -- journal

    def add_move(self, staged: str | None, path: str, page: PageKey, sha256: str, why: str) -> None:
        values = (staged, path, page.kind, json.dumps(page.key), sha256, why)
        self._db.execute("INSERT INTO journal (staged, path, kind, key, sha256, why) VALUES (?, ?, ?, ?, ?, ?)", values)

    def find_moves(self) -> list[tuple[str | None, str, PageKey, str, str]]:
        """Staged name (None: a removal), page's path, page, hash and reason, in the order to be followed."""
        rows = self._db.execute("SELECT staged, path, kind, key, sha256, why FROM journal ORDER BY seq")
        return [
            (staged, path, PageKey(kind, tuple(json.loads(key))), sha, why)
            for staged, path, kind, key, sha, why in rows
        ]

    def clear_journal(self) -> None:
        self._db.execute("DELETE FROM journal")


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    if read_only:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        if version == 0:
            database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        database.execute("SELECT count(*) FROM meta").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _make_post(row: tuple[Any, ...]) -> PostRow:
    values = dict(zip(POST_FIELDS, row, strict=True))
    return PostRow(**values | {"sectors": tuple(json.loads(values["sectors"]))})
