"""The store's tables, and how a database that holds them is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kawat.errors import PressError

StoreError = sqlite3.Error
"""What any use of the store may raise: a full disk, a damaged file."""

VERSION = 8
TABLES = """
-- What the store was made with; when it differs, everything is made anew.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row a folder of posts: name, size and time of change of its files, as they were read.
CREATE TABLE folders (folder BLOB PRIMARY KEY, listing BLOB NOT NULL) WITHOUT ROWID;

-- One row a post. live: published, and the one post that has its address.
CREATE TABLE posts (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL, address TEXT NOT NULL, lang TEXT NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL,
    status TEXT NOT NULL, id TEXT NOT NULL, story TEXT NOT NULL, labels TEXT NOT NULL, -- with commas between them
    modified TEXT, agency TEXT, place TEXT, summary TEXT, disclaimer TEXT, source TEXT, translation TEXT,
    live INTEGER NOT NULL
);

-- The posts' HTML, apart, so that lists do not read over it.
CREATE TABLE bodies (
    number INTEGER PRIMARY KEY, html TEXT NOT NULL,
    folds TEXT NOT NULL -- JSON, [[kind, html], ...]; empty where a post has none, as most
);

-- The sectors of live posts, newest first.
CREATE TABLE post_sectors (
    sector TEXT NOT NULL, lang TEXT NOT NULL, date TEXT NOT NULL, address TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (sector, lang, date DESC, address)
) WITHOUT ROWID;

-- The withdrawn posts that have their address to themselves: under each of their sectors, and under none ('').
CREATE TABLE gone (
    sector TEXT NOT NULL, lang TEXT NOT NULL, date TEXT NOT NULL, address TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (sector, lang, date DESC, address)
) WITHOUT ROWID;

-- Files that are no posts, and why.
CREATE TABLE bad (
    path TEXT PRIMARY KEY, place TEXT NOT NULL, wrong TEXT NOT NULL, expected TEXT NOT NULL,
    is_passing INTEGER NOT NULL -- it may be readable next time, though it will look the same
) WITHOUT ROWID;

-- What lies in output/, as we put it there.
CREATE TABLE pages (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, -- its parts with tabs between them
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX pages_extra ON pages (path) WHERE kind IN ('asset', 'extra', 'index');

-- Pages that a change made stale and that have not been applied yet.
CREATE TABLE stale (kind TEXT NOT NULL, key TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;

-- What was decided and is not yet done: a page to be moved from the stage, or to be removed.
CREATE TABLE journal (seq INTEGER PRIMARY KEY, path BLOB NOT NULL, is_removal INTEGER NOT NULL);
"""
INDEXES = {
    "posts_path": "posts (path)",
    "posts_address": "posts (address, path)",
    "posts_newest": "posts (lang, date DESC, address) WHERE live",
    "posts_story": "posts (story, lang) WHERE live",
    "posts_hidden": "posts (status) WHERE NOT live",
}
"""Made apart, so that a first build can make them when all posts are in."""
CACHE_KIB = 16_000


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file is at fault, and not the disk or the moment."""
    return type(error) is sqlite3.DatabaseError


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=60)
    database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return database


def open_to_write(path: Path) -> tuple[sqlite3.Connection, bool]:
    """A connection, and whether a file that was no store of this version had to be dropped."""
    try:
        return _connect(path), False
    except sqlite3.DatabaseError:
        was_damaged = path.stat().st_size > 0 if path.exists() else False
    # Not ours, of another version or damaged: it holds nothing that cannot be found again.
    drop_store(path)
    try:
        return _connect(path), was_damaged
    except sqlite3.Error as error:
        raise PressError(path, f"no store can be made: {error}", "expected a folder that can be written") from error


def drop_store(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        if version == 0:
            indexes = " ".join(f"CREATE INDEX {name} ON {columns};" for name, columns in INDEXES.items())
            database.executescript(f"BEGIN; {TABLES} {indexes} PRAGMA user_version = {VERSION}; COMMIT;")
        database.execute("SELECT count(*) FROM meta").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database
