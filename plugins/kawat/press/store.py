"""The press's memory: posts, pages and what is still to do. Nobody else speaks SQL to write.

The store is disposable: deleting it changes nothing but the time that the next build takes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from kawat.press.pagestore import PageStore
from kawat.press.rows import BadRow, FoldRow, PostRow, ReadPost
from kawat.press.schema import INDEXES

POST_COLUMNS = ", ".join(PostRow._fields)
SELECT = f"SELECT {', '.join(f'p.{name}' for name in PostRow._fields)} FROM posts p"  # noqa: S608 - our own names
SELECT_WITH_BODY = SELECT.replace(" FROM posts p", ", b.html, b.folds FROM posts p JOIN bodies b USING (number)")
INSERT = (
    f"INSERT INTO posts ({POST_COLUMNS}, live, number)"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * (len(PostRow._fields) + 2))})"
)
FILED = {"post_sectors": "published", "gone": "withdrawn"}
"""The tables in which posts stand under their sectors, and the status of those in each."""


class Store(PageStore):
    """An open store. Writes happen inside ``transaction()``."""

    # -- files

    def find_folders(self) -> dict[bytes, bytes]:
        """The listing of every folder of posts as it was last read, by the folder's path."""
        return dict(self._db.execute("SELECT folder, listing FROM folders"))

    def put_folder(self, folder: bytes, listing: bytes | None) -> None:
        """Remember a folder's listing; None forgets the folder."""
        if listing is None:
            self._db.execute("DELETE FROM folders WHERE folder = ?", (folder,))
        else:
            self._db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?)", (folder, listing))

    # -- posts

    def clear_posts(self) -> None:
        """Forget all files; indexes are made again by ``index_posts`` when the posts are in."""
        for table in ("posts", "bodies", *FILED, "bad", "folders", "stale"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for name in INDEXES:
            self._db.execute(f"DROP INDEX IF EXISTS {name}")

    def fill_posts(self, batch: Sequence[ReadPost], first: int) -> None:
        """Put posts into a store without indexes, numbered from ``first``, live when published."""
        numbered = list(enumerate(batch, start=first))
        self._db.executemany(INSERT, [(*row, row.status == "published", number) for number, (row, *_) in numbered])
        bodies = [(number, html, _dump_folds(folds)) for number, (_, html, folds) in numbered]
        self._db.executemany("INSERT INTO bodies VALUES (?, ?, ?)", bodies)
        for table, status in FILED.items():
            found = ((row, number) for number, (row, *_) in numbered if row.status == status)
            self._file(table, [key for row, number in found for key in _list_keys(table, row, number)])

    def index_posts(self) -> None:
        """Make the indexes, and settle who is live where several posts claim an address."""
        for name, columns in INDEXES.items():
            self._db.execute(f"CREATE INDEX {name} ON {columns}")
        sql = "SELECT address FROM posts WHERE status <> 'draft' GROUP BY address HAVING count(*) > 1"
        for (address,) in self._db.execute(sql).fetchall():
            self.settle_address(address)

    def put_post(self, post: ReadPost) -> None:
        """Put a post, not live yet, in the place of what is known of its file."""
        self.forget_file(post.row.path)
        number = self._db.execute(INSERT, (*post.row, 0, None)).lastrowid
        self._db.execute("INSERT INTO bodies VALUES (?, ?, ?)", (number, post.html, _dump_folds(post.folds)))

    def put_bad(self, bad: BadRow) -> None:
        self.forget_file(bad.path)
        self._db.execute("INSERT INTO bad VALUES (?, ?, ?, ?, ?)", bad)

    def find_bad_row(self, path: str) -> BadRow | None:
        row = self._db.execute("SELECT * FROM bad WHERE path = ?", (path,)).fetchone()
        return BadRow(*row) if row else None

    def find_unreadable(self, known: Collection[str]) -> list[str]:
        """The files that could not be read and may be readable now, those known aside."""
        rows = self._db.execute("SELECT path FROM bad WHERE is_passing").fetchall()
        return [path for (path,) in rows if path not in known]

    def forget_file(self, path: str) -> None:
        """Drop what is known of a file, whether it was a post or a bad one."""
        number = self._db.execute("SELECT number FROM posts WHERE path = ?", (path,)).fetchone()
        if number:
            self._drop_sectors(number[0])
            self._db.execute("DELETE FROM bodies WHERE number = ?", number)
            self._db.execute("DELETE FROM posts WHERE number = ?", number)
        self._db.execute("DELETE FROM bad WHERE path = ?", (path,))

    def settle_address(self, address: str) -> None:
        """Of the published posts with this address, the one with the smallest path is live.

        Where none is published, the withdrawn one with the smallest path has the address.
        """
        for (number,) in self._db.execute("SELECT number FROM posts WHERE address = ?", (address,)).fetchall():
            self._drop_sectors(number)
        self._db.execute("UPDATE posts SET live = 0 WHERE address = ? AND live", (address,))
        for table, status in FILED.items():
            sql = "SELECT number FROM posts WHERE address = ? AND status = ? ORDER BY path LIMIT 1"
            winner = self._db.execute(sql, (address, status)).fetchone()
            if winner is not None:
                if status == "published":
                    self._db.execute("UPDATE posts SET live = 1 WHERE number = ?", winner)
                (post,) = self.find_posts("number = ?", winner)
                self._file(table, _list_keys(table, post, *winner))
                return

    def _file(self, table: str, keys: Sequence[tuple[object, ...]]) -> None:
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?)", keys)  # noqa: S608 - our names

    def _drop_sectors(self, number: int) -> None:
        where = "sector = ? AND lang = ? AND date = ? AND address = ? AND number = ?"
        for post in self.find_posts("number = ?", (number,)):
            for table in FILED:
                keys = _list_keys(table, post, number)
                self._db.executemany(f"DELETE FROM {table} WHERE {where}", keys)  # noqa: S608 - our own names

    def find_post(self, path: str) -> ReadPost | None:
        """What is known of a file; None when it is no post."""
        row = self._db.execute(f"{SELECT_WITH_BODY} WHERE p.path = ?", (path,)).fetchone()
        return _make_post(row) if row else None

    def find_live(self, address: str) -> PostRow | None:
        return next(iter(self.find_posts("p.live AND p.address = ?", (address,))), None)

    def find_standing(self, address: str) -> PostRow | None:
        """The live post with an address; where there is none, the withdrawn one that has it."""
        live = self.find_live(address)
        if live is not None:
            return live
        condition = "p.address = ? AND p.status = 'withdrawn' ORDER BY p.path LIMIT 1"
        return next(iter(self.find_posts(condition, (address,))), None)

    def find_gone(self, lang: str, sector: str | None, since: str, limit: int) -> list[tuple[str, str]]:
        """Address and last moment of the newest withdrawn posts of a language, or its sector, from ``since`` on."""
        sql = (
            "SELECT p.address, coalesce(p.modified, p.date) FROM gone g JOIN posts p USING (number)"
            " WHERE g.sector = ? AND g.lang = ? AND g.date >= ? ORDER BY g.date DESC, g.address LIMIT ?"
        )
        return self._db.execute(sql, (sector or "", lang, since, limit)).fetchall()

    def iterate_gone(self) -> Iterator[str]:
        """The addresses of withdrawn posts that no live post has."""
        rows = self._db.execute("SELECT address FROM gone WHERE sector = ''")
        return (address for (address,) in rows)

    def find_told(self, story: str) -> list[ReadPost]:
        """The live posts that tell a story, with their bodies."""
        sql = f"{SELECT_WITH_BODY} WHERE p.live AND p.story = ?"
        return list(map(_make_post, self._db.execute(sql, (story,))))

    def find_body(self, path: str) -> tuple[str, tuple[FoldRow, ...]]:
        """The HTML of a post's story, and its folds."""
        sql = "SELECT html, folds FROM bodies WHERE number = (SELECT number FROM posts WHERE path = ?)"
        html, folds = self._db.execute(sql, (path,)).fetchone()
        return html, _load_folds(folds)

    def find_posts(self, where: str, values: Iterable[object] = ()) -> list[PostRow]:
        """The posts ``p`` that meet a condition, which may end with ORDER BY and LIMIT."""
        return list(map(PostRow._make, self._db.execute(f"{SELECT} WHERE {where}", tuple(values))))

    def iterate_addresses(self) -> Iterator[str]:
        """The addresses of all live posts, story by story."""
        rows = self._db.execute("SELECT address FROM posts WHERE live ORDER BY story, lang")
        return (address for (address,) in rows)

    def iterate_live(self) -> Iterator[ReadPost]:
        """All live posts with their bodies, in the order of their addresses."""
        return map(_make_post, self._db.execute(f"{SELECT_WITH_BODY} WHERE p.live ORDER BY p.address"))

    def find_representatives(self) -> list[PostRow]:
        """Live posts of which one has each language and day, and one each sector, language and month."""
        return self.find_posts(
            "p.number IN (SELECT min(number) FROM posts WHERE live GROUP BY lang, substr(date, 1, 10)"
            " UNION SELECT min(number) FROM post_sectors GROUP BY sector, lang, substr(date, 1, 7))"
        )

    def find_address(self, path: str) -> str | None:
        row = self._db.execute("SELECT address FROM posts WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else None

    def find_period(self, lang: str, period: str) -> list[PostRow]:
        """A language's live posts of a month or day (``YYYY-MM``, ``YYYY-MM-DD``), newest first."""
        condition = "p.live AND p.lang = ? AND p.date >= ? AND p.date < ? ORDER BY p.date DESC, p.address"
        return self.find_posts(condition, (lang, period, f"{period}~"))

    def find_in_sector(self, sector: str, lang: str, limit: int, since: str = "", until: str = "~") -> list[PostRow]:
        """The newest live posts of a sector, with dates from ``since`` and before ``until``."""
        sql = (
            f"{SELECT} JOIN post_sectors s USING (number) WHERE s.sector = ? AND s.lang = ? AND s.date >= ?"
            " AND s.date < ? ORDER BY s.date DESC, s.address LIMIT ?"
        )
        return list(map(PostRow._make, self._db.execute(sql, (sector, lang, since, until, limit))))

    def has_sector(self, sector: str, lang: str) -> bool:
        """Whether a language has a live post in a sector."""
        sql = "SELECT 1 FROM post_sectors WHERE sector = ? AND lang = ? LIMIT 1"
        return self._db.execute(sql, (sector, lang)).fetchone() is not None

    def find_months(self, lang: str, sector: str | None = None) -> list[str]:
        """The months (``YYYY-MM``) in which something was published, newest first."""
        table = "posts WHERE live" if sector is None else "post_sectors WHERE sector = ?"
        sql = f"SELECT substr(date, 1, 7) FROM {table} AND lang = ? AND date < ? ORDER BY date DESC LIMIT 1"  # noqa: S608
        owner = (lang,) if sector is None else (sector, lang)
        return list(self._skip(sql, owner, "~"))

    def find_labels(self) -> list[str]:
        """Every label that a live post is filed under."""
        return list(self._skip("SELECT sector FROM post_sectors WHERE sector > ? ORDER BY sector LIMIT 1", (), ""))

    def _skip(self, sql: str, values: tuple[str, ...], bound: str) -> Iterator[str]:
        """From one distinct value to the next by an index, however many rows have it."""
        while row := self._db.execute(sql, (*values, bound)).fetchone():
            bound = row[0]
            yield bound

    def query(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT that a page kind asks for."""
        return self._db.execute(sql, tuple(values)).fetchall()

    def count_posts(self) -> tuple[int, int]:
        """How many posts are live, and how many are drafts."""
        live = self._db.execute("SELECT count(*) FROM posts WHERE live").fetchone()[0]
        drafts = self._db.execute("SELECT count(*) FROM posts WHERE NOT live AND status = 'draft'").fetchone()[0]
        return int(live), int(drafts)

    def find_bad(self) -> list[BadRow]:
        """Files set aside: no posts, and posts whose address another post has."""
        bad = [BadRow(*row) for row in self._db.execute("SELECT * FROM bad")]
        rows = self._db.execute(
            "SELECT p.path, p.address, w.path FROM posts p JOIN posts w ON w.address = p.address AND w.live"
            " WHERE p.status = 'published' AND NOT p.live"
        )
        for path, address, winner in rows:
            wrong, expected = f"its address /{address}/ belongs to {winner}", "give it another Slug, or file name"
            bad.append(BadRow(path, f"{path}:1", wrong, expected))
        return sorted(bad)


def _list_keys(table: str, post: PostRow, number: int) -> list[tuple[object, ...]]:
    """The rows of a post in one of the tables of FILED."""
    sectors = post.sectors if table == "post_sectors" else ("", *post.sectors)
    return [(sector, post.lang, post.date, post.address, number) for sector in sectors]


def _make_post(row: Sequence[Any]) -> ReadPost:
    *values, html, folds = row
    return ReadPost(PostRow._make(values), html, _load_folds(folds))


def _dump_folds(folds: Sequence[FoldRow]) -> str:
    return json.dumps(folds, ensure_ascii=False) if folds else ""


def _load_folds(text: str) -> tuple[FoldRow, ...]:
    return tuple(map(FoldRow._make, json.loads(text))) if text else ()
