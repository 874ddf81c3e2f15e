"""What texts end with, as the ledger keeps it: what is learned of it, and which texts are due because of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kawat.wire.learning import Ending

TABLES = """
-- The paragraphs that texts end with, and those that are learned.
CREATE TABLE endings (
    key TEXT, source TEXT, headline TEXT NOT NULL, lead TEXT NOT NULL, above TEXT NOT NULL, PRIMARY KEY (key, source)
) WITHOUT ROWID;
CREATE INDEX endings_source ON endings (source);
CREATE TABLE learned (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
FEWEST = 3
"""Texts that have to end alike."""
LOOKED_AT = 300
"""Texts with an ending, the first by name, of which it is asked whether they differ enough for it to be learned."""


class Database(Protocol):
    """What is needed of the ledger's connection."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Iterator[Any]: ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> object: ...


class Lessons:
    """The endings in a ledger's tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @cached_property
    def _learned(self) -> set[str]:
        return {key for (key,) in self._db.execute("SELECT key FROM learned")}

    def is_learned(self, key: str) -> bool:
        return key in self._learned

    def count_texts(self, key: str) -> int:
        """How many texts end with a paragraph."""
        return int(next(self._db.execute("SELECT count(*) FROM endings WHERE key = ?", (key,)))[0])

    def put_ending(self, source: str, ending: Ending | None) -> list[str]:
        """Note what a text ends with; the keys that are learned, or unlearned, by it. Other texts with them are due."""
        sql = "SELECT key, headline, lead, above FROM endings WHERE source = ?"
        before = set(self._db.execute(sql, (source,)))
        after = {(key, ending.headline, ending.lead, ending.above) for key in ending.keys} if ending else set()
        self._db.execute("UPDATE texts SET read = ? WHERE source = ?", (ending is not None, source))
        gone = [(key, source) for key, *_ in before - after]
        self._db.executemany("DELETE FROM endings WHERE key = ? AND source = ?", gone)
        rows = [(key, source, *others) for key, *others in after - before]
        self._db.executemany("INSERT INTO endings (key, source, headline, lead, above) VALUES (?, ?, ?, ?, ?)", rows)
        turned = [key for key in sorted({key for key, *_ in before ^ after}) if self._turn(key)]
        for key in turned:
            sql = "UPDATE texts SET due = 1 WHERE source IN (SELECT source FROM endings WHERE key = ? AND source != ?)"
            self._db.execute(sql, (key, source))
        return turned

    def _turn(self, key: str) -> bool:
        """Bring a key up to date; whether it is learned, or unlearned, just now."""
        is_agreed = self._is_agreed(key)
        if is_agreed == self.is_learned(key):
            return False
        if is_agreed:
            self._learned.add(key)
            self._db.execute("INSERT INTO learned VALUES (?)", (key,))
        else:
            self._learned.remove(key)
            self._db.execute("DELETE FROM learned WHERE key = ?", (key,))
        return True

    def _is_agreed(self, key: str) -> bool:
        """Whether enough texts that differ in each respect end with a paragraph."""
        seen: tuple[set[str], ...] = (set(), set(), set())
        sql = "SELECT headline, lead, above FROM endings WHERE key = ? ORDER BY source LIMIT ?"
        for row in self._db.execute(sql, (key, LOOKED_AT)):
            for values, value in zip(seen, row, strict=True):
                values.add(value)
            if all(len(values) >= FEWEST for values in seen):
                return True
        return False
