"""The store is asked by index: what a build costs follows the change, however much lies there."""

from __future__ import annotations

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

import pytest

from conftest import Project
from kawat.press import schema
from kawat.press.build import find_store
from kawat.press.compose import Composer
from kawat.press.plan import KINDS, list_all_pages
from kawat.press.render import make_renderer
from kawat.press.rows import PageKey
from kawat.press.store import SELECT, Store
from kawat.wire.posts import Moment

WHOLE = (
    "SELECT folder, listing FROM folders",  # a row a folder: what a walk is compared with
    "SELECT count(*) FROM ",
    "SELECT path FROM pages",  # a full build's, and small sites'
    f"{SELECT} WHERE p.number IN (SELECT min(number)",  # a full build's
    "SELECT kind, key, why FROM stale",
    "SELECT 1 FROM stale",
    "SELECT path, is_removal FROM journal",
    "SELECT path FROM bad",
    "SELECT * FROM bad",
)
"""What may look at every row: tables that are small, and what a full build goes through once."""


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that a build sends to the store."""
    heard: list[str] = []
    connect = sqlite3.connect

    def open_listening(*args: object, **kwargs: object) -> sqlite3.Connection:
        database = connect(*args, **kwargs)  # type: ignore[call-overload]
        database.set_trace_callback(heard.append)
        return database  # type: ignore[no-any-return]

    with monkeypatch.context() as patch:
        patch.setattr(schema.sqlite3, "connect", open_listening)
        yield heard


def write_posts(project: Project, count: int) -> None:
    """Stories in three languages, four a day, in two sectors."""
    for number in range(count):
        for tag in ("id", "ar", "ja"):
            day = date.fromordinal(date(2026, 3, 1).toordinal() + number // 4)
            name = f"{tag}/{day:%Y/%m}/satu-{number:08x}.md"
            sectors = ("energy",) if number % 2 else ("finance", "mining")
            path = project.write_post(
                name, title=f"A {number}", moment=Moment(day), story=f"s-{number}", sectors=sectors
            )
            os.utime(path, (1_700_000_000, 1_700_000_000))  # a file that has just changed is read twice


CHANGES: dict[str, Callable[[Project], object]] = {
    "added": lambda project: project.write_post(
        "id/2026/03/dua-0000ffff.md", title="Dua", moment=Moment(date(2026, 3, 5)), sectors=("energy",)
    ),
    "edited": lambda project: project.write_post(
        "id/2026/03/satu-00000007.md", title="Lain", moment=Moment(date(2026, 3, 2)), story="s-7", sectors=("mining",)
    ),
    "withdrawn": lambda project: project.write_post(
        "id/2026/03/satu-00000007.md", moment=Moment(date(2026, 3, 2)), sectors=("energy",), status="withdrawn"
    ),
    "deleted": lambda project: (project.content / "id/2026/03/satu-00000007.md").unlink(),
    "unchanged": lambda project: None,
}


@pytest.mark.parametrize("change", ["clean", *CHANGES])
def test_every_query_uses_an_index(project: Project, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """No SELECT goes through a table, sorts, or builds an index for itself, but for those listed."""
    write_posts(project, 12)
    if change != "clean":
        project.build()
        CHANGES[change](project)
    with listening(monkeypatch) as heard:
        project.build()
    selects = {re.sub(r"\s+", " ", sql) for sql in heard if sql.lstrip().startswith("SELECT")}
    assert len(selects) > (5 if change == "unchanged" else 40)
    slow = {}
    with sqlite3.connect(find_store(project.site())) as database:
        for sql in selects:
            if sql.startswith(WHOLE):
                continue
            plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}")]
            wrong = [step for step in plan if is_slow(step)]
            if wrong:
                slow[sql] = wrong
    database.close()
    assert slow == {}


def is_slow(step: str) -> bool:
    """A scan in the order of an index that stops by LIMIT or goes through all live posts is none."""
    if "AUTOMATIC" in step or "TEMP B-TREE" in step:
        return True
    return step.startswith("SCAN") and "USING" not in step and "CONSTANT ROW" not in step


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_change_costs_does_not_grow_with_the_archive(
    make_project: Callable[[], Project], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Four times the posts: as many queries, but for a few more, and as many pages written."""
    costs = []
    for count in (48, 192):
        project = make_project()
        write_posts(project, count)
        project.build()
        CHANGES[change](project)
        with listening(monkeypatch) as heard:
            applied = project.build().applied
        kinds = Counter(sql.lstrip().partition(" ")[0] for sql in heard)
        costs.append((kinds["SELECT"], len(applied.added) + len(applied.changed) + len(applied.removed)))
    (few, written), (many, written_of_many) = costs
    assert written_of_many <= written <= 30
    assert many <= 1.5 * few


def test_all_pages_are_those_of_all_posts(project: Project) -> None:
    """A full build lists its pages from a few posts that stand for the others; none is left out."""
    write_posts(project, 40)
    project.write_post("ja/2026/05/tiga-0000eeee.md", title="Tiga", moment=Moment(date(2026, 5, 3)), sectors=("Neu",))
    project.write_post("ar/2026/01/draf-0000eeef.md", title="D", moment=Moment(date(2026, 1, 3)), status="draft")
    project.write_post("ar/2026/01/hilang-0000eef0.md", title="H", moment=Moment(date(2026, 1, 3)), status="withdrawn")
    project.build()
    site = project.site()
    with closing(Store(find_store(site), is_read_only=True)) as store:
        listed = list(list_all_pages(Composer(site, store, make_renderer(site).words)))
        posts = store.find_posts("p.live")
    expected = {PageKey(kind.name, key) for kind in KINDS for key in kind.fixed_keys(site)}
    expected |= {PageKey(kind.name, key) for kind in KINDS for post in posts for key in kind.keys_of(post, site)}
    expected.add(PageKey("tombstone", ("ar/2026/01/hilang-0000eef0",)))
    assert len(listed) == len(set(listed))
    assert set(listed) == expected
