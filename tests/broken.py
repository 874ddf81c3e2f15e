"""Machines that break at a given step, and sites that are small enough to break often."""

from __future__ import annotations

import errno
import io
import multiprocessing.connection  # noqa: F401 - it keeps the os.write of the moment when it is loaded
import os
import re
import select
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from conftest import ROOT, read_tree
from kawat.catalogues import find_catalogue
from kawat.errors import KawatError
from kawat.languages import FOLDER, Languages, load_languages
from kawat.press.apply import STAGE
from kawat.press.site import Site

URL = "https://news.example"
MEMORY, STAGING, MOVES = "memory", "staging", "moves"
"""What a step is for: the store, the stage, the output."""
REFUSED = 3
"""Exit status of a child whose build ended with one of our errors."""
PATIENCE = 30
"""Seconds after which a child hangs; nothing is measured by it."""
WRITES = ("INSERT", "DELETE", "UPDATE", "CREATE", "DROP", "BEGIN", "COMMIT")
ADDRESSES = re.compile(rb'(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>')


# -- small sites


@dataclass(frozen=True, eq=False)
class SmallSite(Site):
    """A site whose languages are read from a folder of its own, of which there are few."""

    tables: Path = FOLDER

    @cached_property
    def languages(self) -> Languages:
        return load_languages(self.tables)


def make_tables(folder: Path, tags: Iterable[str]) -> Path:
    """A folder with the tables of some of the languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for tag in tags:
        shutil.copy(FOLDER / f"{tag}.toml", folder)
    return folder


def copy_theme(folder: Path, tags: Iterable[str]) -> Path:
    """The theme with the words of some of the languages."""
    for name in ("templates", "static"):
        shutil.copytree(ROOT / "theme" / name, folder / name)
    for tag in tags:
        catalogue = find_catalogue(folder / "translations", tag)
        catalogue.parent.mkdir(parents=True)
        shutil.copy(find_catalogue(ROOT / "theme" / "translations", tag), catalogue)
    return folder


def read_site_tree(output: Path) -> dict[str, bytes]:
    """Every file of a site by its path; the stage aside."""
    return {path: data for path, data in read_tree(output).items() if not path.startswith(f"{STAGE}/")}


# -- links


def find_dangling(tree: Mapping[str, bytes], roots: Iterable[str]) -> list[str]:
    """Links to files of the site that are not there, on pages that a reader can come to from the roots."""
    pending = [path for path in roots if path in tree]
    met, dangling = set(pending), []
    while pending:
        path = pending.pop()
        for target in _find_targets(path, tree[path]):
            if target not in tree:
                dangling.append(f"{path} -> {target}")
            elif target not in met:
                met.add(target)
                pending.append(target)
    return sorted(dangling)


@lru_cache(maxsize=4096)
def _find_targets(path: str, data: bytes) -> frozenset[str]:
    """The files of the site to which a page, a feed or a sitemap leads."""
    if not path.endswith((".html", ".atom", ".xml")):
        return frozenset()
    found = (one.decode() for pair in ADDRESSES.findall(data) for one in pair if one)
    absolute = (urljoin(f"{URL}/{path}", address) for address in found)
    own = (unquote(urlsplit(address).path)[1:] for address in absolute if address.startswith(f"{URL}/"))
    return frozenset(f"{target}index.html" if target.endswith("/") or not target else target for target in own)


# -- steps


@dataclass
class Steps:
    """The steps of a build that change the disk; the one numbered ``at`` does not happen, but ``fault``.

    Only steps for one of the ``purposes`` count. Where ``stays`` is set, the later ones fail too.
    """

    fault: Callable[[str], None]
    at: int = -1
    purposes: tuple[str, ...] = (MEMORY, STAGING, MOVES)
    stays: bool = False
    done: list[tuple[str, str, str]] = field(default_factory=list)
    """Purpose, call and path of each."""

    def take(self, purpose: str, call: str, path: object, partly: Callable[[], object] | None = None) -> None:
        """Before a step; ``partly`` does a part of it, of which the fault is the end."""
        if purpose not in self.purposes:
            return
        number = len(self.done)
        self.done.append((purpose, call, os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else str(path)))
        if number == self.at or (self.stays and 0 <= self.at < number):
            if partly:
                partly()
            self.fault(call)

    def install(self, patch: pytest.MonkeyPatch) -> Steps:
        """Watch the calls by which a build changes the disk."""
        for name in ("replace", "rename"):
            patch.setattr(os, name, self._watch_move(getattr(os, name), name))
        for name in ("unlink", "remove", "rmdir", "mkdir"):
            patch.setattr(os, name, self._watch_path(getattr(os, name), name))
        patch.setattr(os, "open", self._watch_open(os.open))
        patch.setattr(os, "write", self._watch_write(os.write))
        patch.setattr(os, "fdopen", self._watch_fdopen(os.fdopen))
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=_make_connection(self)))
        return self

    def _watch_move(self, move: Callable[..., None], name: str) -> Callable[..., None]:
        def watched(source: Any, target: Any, **options: Any) -> None:
            self.take(MOVES, name, target)
            move(source, target, **options)

        return watched

    def _watch_path(self, change: Callable[..., None], name: str) -> Callable[..., None]:
        def watched(path: Any, *args: Any, **options: Any) -> None:
            if name != "mkdir" or not os.path.lexists(path):
                self.take(STAGING if STAGE in os.fspath(path) else MOVES, name, path)
            change(path, *args, **options)

        return watched

    def _watch_open(self, opens: Callable[..., int]) -> Callable[..., int]:
        def watched(path: Any, flags: int, *args: Any, **options: Any) -> int:
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.take(STAGING, "open", path)
            return opens(path, flags, *args, **options)

        return watched

    def _watch_write(self, write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        def watched(file: int, data: bytes, /) -> int:
            self.take(STAGING, "write", file, partial(write, file, data[: len(data) // 2]))
            return write(file, data)

        return watched

    def _watch_fdopen(self, opens: Callable[..., Any]) -> Callable[..., Any]:
        def watched(file: int, mode: str = "r", *args: Any, **options: Any) -> Any:
            if mode != "wb":
                return opens(file, mode, *args, **options)
            raw = _Torn(file, "wb")
            raw.steps = self
            return raw

        return watched


class _Torn(io.FileIO):
    """A file of which a fault leaves half of what is written."""

    steps: Steps

    def write(self, data: Any, /) -> int:
        half = partial(super().write, data[: len(data) // 2])
        self.steps.take(STAGING, "write", self.name, half)
        return super().write(data)


def _make_connection(steps: Steps) -> type[sqlite3.Connection]:
    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            if sql.startswith(WRITES):
                steps.take(MEMORY, "sql", sql)
            return super().execute(sql, *args)

        def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
            steps.take(MEMORY, "sql", sql)
            return super().executemany(sql, rows)

        def executescript(self, sql: str, /) -> sqlite3.Cursor:
            steps.take(MEMORY, "sql", sql)
            return super().executescript(sql)

    return Watched


# -- faults


def kill(call: str) -> None:
    """The end of this process, as by a lack of memory or a cut of power."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt(call: str) -> None:
    raise KeyboardInterrupt(call)


def fill_disk(call: str) -> None:
    """No space is left; removing and renaming need none."""
    if call == "sql":
        raise sqlite3.OperationalError("database or disk is full")
    if call in ("open", "write", "mkdir"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


def ignore(call: str) -> None:
    """No fault: the steps are only counted."""


# -- processes


def start_child(work: Callable[[], object]) -> int:
    """The process id of a child that does some work, in a group of its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setpgid(0, 0)
        work()
        status = 0
    except KawatError as error:
        print(error, file=sys.stderr, flush=True)
        status = REFUSED
    except BaseException:  # noqa: BLE001 - it is told, and nothing goes on
        traceback.print_exc()
    finally:
        os._exit(status)  # nothing may come back into the parent's test


def wait_for(child: int) -> int:
    """The exit status of a child; negative, the signal that ended it. One that does not end fails the test."""
    watched = os.pidfd_open(child)
    is_ended = bool(select.select([watched], [], [], PATIENCE)[0])
    os.close(watched)
    if not is_ended:
        end_group(child)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert is_ended, "a child waits for something that does not come"
    return status


def run_child(work: Callable[[], object]) -> int:
    return wait_for(start_child(work))


def end_group(child: int) -> None:
    """End a child, and what it has left behind."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return
