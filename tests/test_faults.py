"""Broken machines: killed builds, full disks, damaged stores; never a mixed site, never a lost post."""

from __future__ import annotations

import errno
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from broken import (
    MEMORY,
    MOVES,
    PATIENCE,
    REFUSED,
    STAGING,
    URL,
    SmallSite,
    Steps,
    copy_theme,
    end_group,
    fill_disk,
    find_dangling,
    ignore,
    kill,
    make_tables,
    read_site_tree,
    run_child,
    start_child,
    wait_for,
)
from conftest import read_tree
from kawat.errors import PressError
from kawat.press import crew
from kawat.press.apply import STAGE, Publication
from kawat.press.build import Built, build, find_store
from kawat.report import Progress
from kawat.wire.posts import Moment, Post, dump_post

TAGS = ("ar", "id", "vi")
"""Of which the last has no post."""
DAY = Moment(date(2026, 11, 4))
KILLS = 13
"""Of each scenario's builds, for each purpose of a step."""


class Office:
    """A small project: two languages, a theme of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content, self.output, self.cache = root / "content", root / "output", root / "cache"
        self.theme = copy_theme(root / "theme", TAGS)
        self.tables = make_tables(root / "tables", TAGS)
        self.content.mkdir()

    def site(self, **changes: object) -> SmallSite:
        values = {name: getattr(self, name) for name in ("content", "output", "cache", "theme", "tables")}
        return SmallSite(**values | {"url": URL} | changes)  # type: ignore[arg-type]

    def build(self, workers: int = 1, **changes: object) -> Built:
        return build(self.site(**changes), Progress(), workers=workers)

    def build_clean(self) -> dict[str, bytes]:
        """The same content, built from nothing elsewhere."""
        output, cache = self.root / "clean", self.root / "clean-cache"
        shutil.rmtree(output, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
        self.build(output=output, cache=cache)
        return read_site_tree(output)

    def tree(self) -> dict[str, bytes]:
        return read_site_tree(self.output)

    def write(self, name: str, **fields: object) -> Path:
        """A post with what it needs; ``name`` is its path below ``content/``."""
        post = Post(**{"title": "A title", "body": "A paragraph.\n", "moment": DAY} | fields)  # type: ignore[arg-type]
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump_post(post), "utf-8")
        return path

    def write_few(self) -> None:
        self.write("id/2026/11/satu-00000001.md", title="Satu", story="one", sectors=("energy",))
        self.write("ar/2026/11/wahid-00000002.md", title="واحد", story="one", sectors=("energy",))
        earlier = Moment(date(2026, 9, 1))
        self.write("id/2026/09/dua-00000003.md", title="Dua", moment=earlier, sectors=("finance",))

    def save(self) -> None:
        """Keep the project as it is, for ``restore``."""
        for name in ("content", "output", "cache"):
            if (self.root / name).exists():
                shutil.copytree(self.root / name, self.root / "saved" / name, symlinks=True)

    def restore(self) -> None:
        for name in ("content", "output", "cache"):
            shutil.rmtree(self.root / name, ignore_errors=True)
            if (self.root / "saved" / name).exists():
                shutil.copytree(self.root / "saved" / name, self.root / name, symlinks=True)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def built(office: Office) -> Office:
    """With three posts, which are published."""
    office.write_few()
    office.build()
    return office


# -- killed builds


def add(office: Office) -> None:
    """A post in a month and a sector that were not there."""
    office.write("id/2026/10/tiga-00000004.md", moment=Moment(date(2026, 10, 2)), sectors=("transport", "energy"))


def edit(office: Office) -> None:
    """Another title, day and sector."""
    moved = Moment(date(2026, 10, 3))
    office.write("id/2026/11/satu-00000001.md", title="Lain", moment=moved, story="one", sectors=("finance",))


def translate(office: Office) -> None:
    """A second version of a story, which its first one, known already, links to."""
    office.write("ar/2026/09/ithnan-00000006.md", title="اثنان", story="two", sectors=("finance",))
    earlier = Moment(date(2026, 9, 1))
    office.write("id/2026/09/dua-00000003.md", title="Dua", moment=earlier, sectors=("finance",), story="two")


def withdraw(office: Office) -> None:
    """One post goes with its month and sector, one with its translation."""
    office.write("id/2026/09/dua-00000003.md", status="withdrawn")
    (office.content / "ar/2026/11/wahid-00000002.md").unlink()


def exchange(office: Office) -> None:
    """Posts come and go at once."""
    add(office)
    translate(office)
    office.write("id/2026/11/satu-00000001.md", status="draft")


def restyle(office: Office) -> None:
    """Every page leads to another sheet of styles."""
    sheet = office.theme / "static" / "css" / "base.css"
    sheet.write_text(sheet.read_text("utf-8") + "\n/* new */\n", "utf-8")


def publish_first(office: Office) -> None:
    """There was no site and no store."""
    shutil.rmtree(office.output)
    shutil.rmtree(office.cache)


def forget(office: Office) -> None:
    """The store is gone, and a post has come."""
    shutil.rmtree(office.cache)
    add(office)


SCENARIOS = (add, edit, translate, withdraw, exchange, restyle, publish_first, forget)


def count_steps(office: Office) -> list[tuple[str, str, str]]:
    """The steps of the build that is due, which a child makes."""
    log = office.root / "steps.json"

    def watch() -> None:
        with pytest.MonkeyPatch.context() as patch:
            steps = Steps(ignore).install(patch)
            office.build()
        log.write_text(json.dumps(steps.done))

    assert run_child(watch) == 0
    return [tuple(step) for step in json.loads(log.read_text())]


def list_prefixes(
    office: Office, steps: list[tuple[str, str, str]], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> list[dict[str, bytes]]:
    """The site after none, one, two … all of the journal's moves and removals."""
    states = [dict(old)]
    for _, call, path in steps:
        name = os.path.relpath(path, office.output)
        if name.startswith("..") or name.split("/")[0] == STAGE or call not in ("replace", "unlink"):
            continue
        state = {known: data for known, data in states[-1].items() if call == "replace" or known != name}
        if call == "replace":
            state |= {known: data for known, data in new.items() if known == name or known.startswith(f"{name}/")}
        states.append(state)
    return states


def kill_build(office: Office, at: int, purpose: str, workers: int = 1) -> int:
    def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            Steps(kill, at, (purpose,)).install(patch)
            office.build(workers)

    return run_child(work)


@pytest.mark.parametrize("change", SCENARIOS, ids=lambda change: change.__name__)
def test_killed_build(built: Office, change: Callable[[Office], None]) -> None:
    """Killed at any step of memory, staging or moves, a build leaves a site without a dangling link.

    It is the old one, the new one, or one on the way that the journal tells; and the next build makes it the new one.
    """
    assert len(SCENARIOS) * 25 >= 200
    change(built)
    built.save()
    old, new = built.tree(), built.build_clean()
    assert len(new) > 15
    assert old != new
    steps = count_steps(built)
    assert built.tree() == new
    states = list_prefixes(built, steps, old, new)
    assert states[-1] == new
    assert len(states) > 3
    roots = ["index.html", *(old.keys() & new.keys())]
    assert [find_dangling(state, roots) for state in states] == [[]] * len(states)
    kills = 0
    for purpose in (MEMORY, STAGING, MOVES):
        count = sum(step[0] == purpose for step in steps)
        for at in sorted(random.Random(change.__name__).sample(range(count), min(KILLS, count))):
            built.restore()
            assert kill_build(built, at, purpose) == -signal.SIGKILL
            kills += 1
            assert built.tree() in states, (purpose, at)
            built.build()
            assert built.tree() == new, (purpose, at)
            assert built.build().applied.unchanged == len(new)
    assert kills >= 25


def test_whole_sites_have_no_dangling_link(built: Office) -> None:
    """The check that the kills rely on looks at many links, and can fail."""
    tree = built.tree()
    assert find_dangling(tree, ["index.html"]) == []
    del tree["id/2026/11/satu-00000001/index.html"]
    assert len(find_dangling(tree, ["index.html"])) > 5


@pytest.fixture
def _with_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small work is large."""
    monkeypatch.setattr(crew, "LARGE_WORK", 2)
    monkeypatch.setattr(crew, "BATCH", 3)


@pytest.mark.usefixtures("_with_workers")
@pytest.mark.parametrize("at", [0, 1, 4, 9, 15])
def test_killed_worker(built: Office, at: int) -> None:
    """A worker that is killed ends the build with an error; the old site stays."""
    exchange(built)
    old, new = built.tree(), built.build_clean()
    parent = os.getpid()

    def kill_worker(call: str) -> None:
        if os.getppid() != parent:
            kill(call)

    def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            Steps(kill_worker, at, (STAGING,), stays=True).install(patch)
            built.build(workers=2)

    assert run_child(work) == REFUSED
    assert built.tree() == old
    built.build(workers=2)
    assert built.tree() == new


@pytest.mark.usefixtures("_with_workers")
def test_killed_parent_of_workers(built: Office) -> None:
    """Workers do not outlive their build: the next one need not wait for them, nor do they spoil its pages."""
    exchange(built)
    new = built.build_clean()

    def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Publication, "take", lambda *_: kill("take"))
            built.build(workers=2)

    first = start_child(work)
    try:
        assert wait_for(first) == -signal.SIGKILL
        assert run_child(lambda: built.build(workers=2)) == 0
    finally:
        end_group(first)
    assert built.tree() == new


# -- disks


def test_full_disk(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space from any step on: an error of ours, the old site or one on the way; with space again, the new site."""
    exchange(built)
    built.save()
    old, new = built.tree(), built.build_clean()
    steps = count_steps(built)
    states = list_prefixes(built, steps, old, new)
    chosen = random.Random(1).sample(range(len(steps)), 40)
    failures = 0
    for at in chosen:
        built.restore()
        with monkeypatch.context() as patch:
            Steps(fill_disk, at, stays=True).install(patch)
            try:
                built.build()
            except PressError as error:
                assert "space" in str(error) or "full" in str(error)
                failures += 1
        left = built.tree()
        assert left in states
        assert find_dangling(left, ["index.html", *(old.keys() & new.keys())]) == []
        built.build()
        assert built.tree() == new
    assert failures > 25


def test_small_disk(built: Office) -> None:
    """The store itself cannot grow: SQLite's own error is one of ours."""
    import resource

    old = built.tree()
    for number in range(40):
        built.write(f"id/2026/11/panjang-{number:08d}.md", body="Sebuah paragraf. " * 400)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        built.build()

    assert run_child(work) == REFUSED
    assert built.tree() == old
    built.build()
    assert built.tree() == built.build_clean()


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EIO])
def test_output_that_cannot_be_written(built: Office, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The error says what cannot be written, and nothing has changed."""
    exchange(built)
    old, new = built.tree(), built.build_clean()

    def refuse(call: str) -> None:
        if call != "sql":
            raise OSError(number, os.strerror(number), str(built.output / "x"))

    with monkeypatch.context() as patch:
        Steps(refuse, 0, (STAGING, MOVES), stays=True).install(patch)
        with pytest.raises(PressError, match=f"output/x: .*{os.strerror(number)}"):
            built.build()
    assert built.tree() == old
    built.build()
    assert built.tree() == new


def test_cache_that_is_no_folder(office: Office) -> None:
    """A store that cannot be made is an error of ours."""
    office.write_few()
    office.cache.write_text("?")
    with pytest.raises(PressError, match="cache"):
        office.build()
    office.cache.unlink()
    office.build()
    assert office.tree() == office.build_clean()


# -- two builds at once


def test_two_builds_at_once(built: Office) -> None:
    """The second says whom it waits for, and both end well."""
    exchange(built)
    new = built.build_clean()
    reached, go = os.pipe(), os.pipe()

    def pause(call: str) -> None:
        os.close(reached[1])
        os.read(go[0], 1)

    def build_first() -> None:
        os.close(go[1])
        with pytest.MonkeyPatch.context() as patch:
            Steps(pause, 0, (MOVES,)).install(patch)
            built.build()

    def build_second() -> None:
        os.close(go[1])
        sys.stderr = os.fdopen(said[1], "w", buffering=1)
        built.build()

    first = start_child(build_first)
    os.close(reached[1])
    os.read(reached[0], 1)
    said = os.pipe()
    second = start_child(build_second)
    os.close(said[1])
    with os.fdopen(said[0]) as lines:
        line = lines.readline() if select.select([lines], [], [], PATIENCE)[0] else ""
        os.close(go[1])
        assert (wait_for(first), wait_for(second)) == (0, 0)
    for file in (reached[0], go[0]):
        os.close(file)
    assert line == f"another build is at work (process {first}); waiting for it\n"
    assert built.tree() == new


# -- damaged stores


def store_of(office: Office) -> Path:
    """The store's file, alone: what its log held is in it."""
    path = find_store(office.site())
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


PAGE = 4096


def cut(store: Path, number: int) -> None:
    """All pages from one on are missing."""
    os.truncate(store, number * PAGE)


def blank(store: Path, number: int) -> None:
    """One page is zeros."""
    with store.open("r+b") as file:
        file.seek(number * PAGE)
        file.write(bytes(PAGE))


def scribble(store: Path, number: int) -> None:
    """One page is noise."""
    with store.open("r+b") as file:
        file.seek(number * PAGE)
        file.write(random.Random(number).randbytes(PAGE))


@pytest.mark.parametrize("damage", [cut, blank, scribble], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("change", [None, exchange], ids=["unchanged", "exchange"])
def test_damaged_store(
    built: Office, damage: Callable[[Path, int], None], change: Callable[[Office], None] | None
) -> None:
    """Any page of it may be bad: it is made anew, and the bytes are a clean build's."""
    store_of(built)
    if change:
        change(built)
    built.save()
    new = built.build_clean()
    pages = store_of(built).stat().st_size // PAGE
    assert pages > 15
    for number in range(pages):
        built.restore()
        damage(store_of(built), number)
        built.build()
        assert built.tree() == new, number
        assert built.build().applied.unchanged == len(new)


def test_store_of_a_newer_version(built: Office, capfd: pytest.CaptureFixture[str]) -> None:
    """It is made anew, which is said; no page is written."""
    tree, path = built.tree(), find_store(built.site())
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 9999")
    database.close()
    applied = built.build().applied
    assert capfd.readouterr().err == f"{path}: no store of this version; it is made anew\n"
    assert (applied.added, applied.changed, applied.removed) == ({}, {}, {})
    assert applied.unchanged == len(tree)
    assert built.tree() == tree


def test_build_that_other_code_began(built: Office) -> None:
    """Killed in its first moves under other tables, then the old ones again: nothing of the others is left."""
    more = make_tables(built.root / "more", (*TAGS, "en"))
    copy_theme(built.root / "more-theme", (*TAGS, "en"))
    built.write("en/2026/11/one-00000009.md", title="One", story="one")
    built.build()
    new = built.build_clean()
    assert built.tree() == new

    def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Publication, "take", lambda *_: kill("take"))
            built.build(tables=more, theme=built.root / "more-theme", fingerprint="more")

    assert run_child(work) == -signal.SIGKILL
    built.build()
    assert built.tree() == new


# -- files of the editor's


def test_post_that_vanishes_under_the_reader(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone between the look and the reading, and back as it was: it is set aside once, and then on the site again."""
    path = built.write("id/2026/11/tiga-00000007.md", title="Tiga")
    os.utime(path, (1, 1))
    hidden = built.root / "hidden.md"
    with monkeypatch.context() as patch:
        patch.setattr(crew, "read_post", _before(path, lambda: path.rename(hidden), crew.read_post))
        findings = built.build().set_aside
    assert [finding.where for finding in findings] == ["id/2026/11/tiga-00000007.md:1"]
    assert "id/2026/11/tiga-00000007/index.html" not in built.tree()
    hidden.rename(path)
    assert built.build().set_aside == ()
    assert "id/2026/11/tiga-00000007/index.html" in built.tree()
    assert built.tree() == built.build_clean()


def test_post_that_changes_under_the_reader(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written anew between the look and the reading: the next build has its last state."""
    path = built.write("id/2026/11/satu-00000001.md", title="Satu baru", story="one")
    os.utime(path, (1, 1))

    def change() -> None:
        built.write("id/2026/11/satu-00000001.md", title="Satu lagi", story="one")

    with monkeypatch.context() as patch:
        patch.setattr(crew, "read_post", _before(path, change, crew.read_post))
        built.build()
    built.write("id/2026/11/satu-00000001.md", title="Satu akhir", story="one")
    built.build()
    assert built.tree() == built.build_clean()
    assert b"Satu akhir" in built.tree()["id/2026/11/satu-00000001/index.html"]


def _before(path: Path, act: Callable[[], object], read: Callable[..., object]) -> Callable[..., object]:
    def read_late(site: SmallSite, name: str) -> object:
        if (site.content / name) == path:
            act()
        return read(site, name)

    return read_late


def test_post_that_cannot_be_read_for_a_while(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set aside with the reason while it lasts; on the site when it can be read, though the file did not change."""
    path = built.write("id/2026/11/tiga-00000007.md", title="Tiga")
    os.utime(path, (1, 1))
    opens = os.open

    def refuse(name: str, *args: int, **options: int) -> int:
        if str(name).endswith("tiga-00000007.md"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        return opens(name, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        (finding,) = built.build().set_aside
        assert "cannot be read: Permission denied" in str(finding)
    built.build()
    assert built.build().set_aside == ()
    assert built.tree() == built.build_clean()
    assert "id/2026/11/tiga-00000007/index.html" in built.tree()


NAMES = (b"id/2026/11/\xe9t\xe9-00000008.md", b"\xff\xfe.md", b"id/\xe4/x-00000008.md")


@pytest.mark.parametrize("name", NAMES, ids=["slug", "root", "folder"])
def test_name_that_is_no_utf8(built: Office, name: bytes) -> None:
    """The file is set aside with a reason, the rest is published; it may come, change and go."""
    old = built.tree()
    path = os.path.join(os.fsencode(built.content), name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    for text in (b"Title: x\nDate: 2026-11-04\nLang: id\nSlug: xxx\n\ny\n", b"Title: z\nDate: 2026-11-04\n\ny\n"):
        with open(path, "wb") as file:
            file.write(text)
        (finding,) = built.build().set_aside
        assert finding.wrong
        str(finding).encode("utf-8")
        assert built.tree() == old
    os.unlink(path)
    assert built.build().set_aside == ()
    assert built.tree() == old


def test_stray_name_that_is_no_utf8(built: Office) -> None:
    """A file in the output whose name no page can have goes like any other."""
    old = built.tree()
    with open(os.path.join(os.fsencode(built.output), b"id", b"\xff.html"), "wb"):
        pass
    built.build()
    assert built.tree() == old


def test_folder_that_cannot_be_read(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build ends with an error that names the folder: its posts are not lost."""
    old = built.tree()
    add(built)
    opens, scans = os.open, os.scandir

    def refuse(path: object) -> None:
        if str(path).rstrip("/").endswith("content/id/2026/11"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    def refuse_open(path: str, *args: int, **options: int) -> int:
        refuse(path)
        return opens(path, *args, **options)

    def refuse_scan(path: str | int) -> Iterator[os.DirEntry[str]]:
        refuse(path)
        return scans(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse_open)
        patch.setattr(os, "scandir", refuse_scan)
        with pytest.raises(PressError, match=r"id/2026/11.*Permission denied"):
            built.build()
    assert built.tree() == old
    built.build()
    assert built.tree() == built.build_clean()


class Walk:
    """A folder's entries, one of whose files goes when it has been listed."""

    def __init__(self, entries: Iterator[os.DirEntry[str]], path: Path) -> None:
        self.entries, self.path = entries, path

    def __enter__(self) -> Walk:
        return self

    def __exit__(self, *_: object) -> None:
        self.entries.close()  # type: ignore[attr-defined]

    def __iter__(self) -> Walk:
        return self

    def __next__(self) -> os.DirEntry[str]:
        entry = next(self.entries)
        if entry.name == self.path.name:
            self.path.unlink(missing_ok=True)
        return entry


def test_post_that_vanishes_under_the_walk(built: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone before its size is asked for: it was not there."""
    path = built.write("id/2026/11/tiga-00000007.md", title="Tiga")
    scans = os.scandir
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda place: Walk(scans(place), path))
        built.build()
    assert not path.exists()
    assert built.tree() == built.build_clean()


@pytest.mark.parametrize("place", ["content/id/2026/11/pipa-00000009.md", "output/id/index.html"])
def test_pipe_in_the_place_of_a_file(built: Office, place: str) -> None:
    """Nobody waits for somebody who writes into it."""
    old = built.tree()
    (built.root / place).unlink(missing_ok=True)
    os.mkfifo(built.root / place)

    assert run_child(built.build) == 0
    assert built.tree() == old


# -- templates

FAULTS = {
    "unknown": ("{{ page.nonsense }}", "nonsense"),
    "syntax": ("{% if %}", "Expected an expression"),
    "division": ("{{ 1 // (page.title | length - page.title | length) }}", "division"),
    "type": ("{{ page.title + 1 }}", ""),
    "filter": ("{{ page.title | nonsense }}", "nonsense"),
    "include": ('{% include "nonsense.html" %}', "nonsense"),
}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("fault", "message"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.usefixtures("_with_workers")
def test_fault_in_a_template(built: Office, fault: str, message: str, workers: int) -> None:
    """The old site stays; the error names the template, its line, and the page. Mended, all is well."""
    old = built.tree()
    template = built.theme / "templates" / "article.html"
    text = template.read_text("utf-8")
    before, mark, after = text.partition('<div class="article__body">')
    assert mark
    line = before.count("\n") + 2
    template.write_text(f"{before}{mark}\n{fault}{after}", "utf-8")
    add(built)
    with pytest.raises(PressError) as caught:
        built.build(workers)
    assert f"article.html, line {line}" in str(caught.value)
    assert message in str(caught.value)
    if message != FAULTS["syntax"][1]:
        assert caught.value.where.endswith("/index.html")
    assert built.tree() == old
    template.write_text(text, "utf-8")
    built.build()
    assert built.tree() == built.build_clean()


def test_all_of_a_tree_is_compared(built: Office) -> None:
    """The stage is gone after a build, so that nothing is left out where trees are compared."""
    assert built.tree() == read_tree(built.output)
    assert not (built.output / STAGE).exists()
