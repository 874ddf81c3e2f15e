"""The store's half that the output needs: what lies there, what is stale, what is to be moved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kawat.files import show_name
from kawat.press.rows import PageKey, PageRow
from kawat.press.schema import open_to_read, open_to_write

SEPARATOR = "\t"
"""Between the parts of a page's key, which are tags, ids, dates and addresses."""
PAGE_COLUMNS = "path, kind, key, size, mtime_ns, why"


class PageStore:
    """An open store. Writes happen inside ``transaction()``."""

    def __init__(self, path: Path, is_read_only: bool = False) -> None:
        self.path = path
        self._db, self.was_damaged = (open_to_read(path), False) if is_read_only else open_to_write(path)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes in the block, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:  # it is not after COMMIT, nor when SQLite met a full disk and undid it itself
                self._db.execute("ROLLBACK")

    # -- meta

    def get_meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # -- stale pages

    def add_stale(self, page: PageKey, why: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO stale VALUES (?, ?, ?)", (page.kind, SEPARATOR.join(page.key), why))

    def find_stale(self) -> dict[PageKey, str]:
        rows = self._db.execute("SELECT kind, key, why FROM stale ORDER BY kind, key")
        return {_make_key(kind, key): why for kind, key, why in rows}

    def has_stale(self) -> bool:
        return self._db.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is not None

    def clear_stale(self) -> None:
        self._db.execute("DELETE FROM stale")

    # -- pages

    def find_page(self, path: str) -> PageRow | None:
        row = self._db.execute(f"SELECT {PAGE_COLUMNS} FROM pages WHERE path = ?", (path,)).fetchone()  # noqa: S608
        return _make_page(row) if row else None

    def find_paths(self) -> list[str]:
        """The path of every page."""
        return [path for (path,) in self._db.execute("SELECT path FROM pages")]

    def find_states(self, since: str, limit: int) -> list[tuple[str, int, int]]:
        """Path, size and time of change of pages, as we put them there, in the order of their paths."""
        sql = "SELECT path, size, mtime_ns FROM pages WHERE path > ? ORDER BY path LIMIT ?"
        return self._db.execute(sql, (since, limit)).fetchall()

    def find_extras(self) -> list[tuple[str, str]]:
        """Kind and path of the pages that are no page kind's."""
        sql = "SELECT kind, path FROM pages WHERE kind IN ('asset', 'extra', 'index')"
        return list(self._db.execute(sql))

    def count_pages(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM pages").fetchone()[0])

    def put_pages(self, rows: Iterable[PageRow]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)",
            [(row.path, row.page.kind, SEPARATOR.join(row.page.key), *row[2:]) for row in rows],
        )

    def forget_page(self, path: str) -> None:
        self._db.execute("DELETE FROM pages WHERE path = ?", (show_name(path),))

    # -- journal

    def put_journal(self, moves: Iterable[str], removals: Iterable[str]) -> None:
        """Write down what is to be moved from the stage, in this order, then what is to be removed."""
        entries = [*((os.fsencode(path), 0) for path in moves), *((os.fsencode(path), 1) for path in removals)]
        self._db.executemany("INSERT INTO journal (path, is_removal) VALUES (?, ?)", entries)

    def find_journal(self) -> list[tuple[str, bool]]:
        """Paths in the order to be followed, and whether each is to be removed."""
        rows = self._db.execute("SELECT path, is_removal FROM journal ORDER BY seq")
        return [(os.fsdecode(path), bool(is_removal)) for path, is_removal in rows]

    def clear_journal(self) -> None:
        self._db.execute("DELETE FROM journal")


def _make_page(row: tuple[Any, ...]) -> PageRow:
    path, kind, key, *rest = row
    return PageRow(path, _make_key(kind, key), *rest)


def _make_key(kind: str, key: str) -> PageKey:
    return PageKey(kind, tuple(key.split(SEPARATOR)) if key else ())
