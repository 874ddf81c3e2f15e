"""Rendered pages to the output: staged, journaled, then moved in an order in which no link dangles."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kawat.errors import PressError
from kawat.press.rows import PageKey, PageRow
from kawat.press.sidekinds import MARK
from kawat.press.site import Site
from kawat.press.store import Store

STAGE = ".kawat"
"""Below ``output/``, so that a staged file is moved within one file system."""


@dataclass
class Applied:
    """What a build did to the output; paths below ``output/`` and why."""

    added: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0


@dataclass(frozen=True)
class FileState:
    size: int
    mtime_ns: int


def check_output(site: Site, known: dict[str, PageRow], states: dict[str, FileState]) -> None:
    """Raise unless the output is absent, empty, or ours: nobody else's files are overwritten or removed."""
    output = site.output
    if output.exists() and not output.is_dir():
        raise PressError(output, "not a folder", "expected the folder of the site")
    if site.content.resolve().is_relative_to(output.resolve()):
        raise PressError(output, "the posts lie inside the output", "choose another output folder")
    robots = output / "robots.txt"
    is_marked = robots.is_file() and robots.read_bytes().startswith(MARK.encode())
    if states and not is_marked and not any(is_current(path, known, states) for path in known):
        raise PressError(output, "not empty and not built by Kawat", "choose another output folder, or empty this one")


def is_current(path: str, known: dict[str, PageRow], states: dict[str, FileState]) -> bool:
    """Whether the file in the output is still as we put it there."""
    row, state = known.get(path), states.get(path)
    return row is not None and state is not None and (row.size, row.mtime_ns) == (state.size, state.mtime_ns)


def scan_output(site: Site) -> dict[str, FileState]:
    """Every file below the output by its path, but what begins with a point and what is to be retained."""
    found: dict[str, FileState] = {}
    for path, entry in _walk(site.output, "", (STAGE, *site.retention)):
        stat = entry.stat(follow_symlinks=False)
        # A link is never ours; no page's state equals this one.
        found[path] = FileState(-1, -1) if entry.is_symlink() else FileState(stat.st_size, stat.st_mtime_ns)
    return found


def _walk(folder: Path, prefix: str, skipped: tuple[str, ...]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if not prefix and (entry.name in skipped or entry.name.startswith(".")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/", ())
        else:
            yield f"{prefix}{entry.name}", entry


class Stage:
    """Pages that have been rendered and wait to be published together."""

    def __init__(self, site: Site, store: Store, known: dict[str, PageRow], states: dict[str, FileState]) -> None:
        self.site, self.store = site, store
        self.known, self.states = known, states
        self.folder = site.output / STAGE
        self.moves: list[tuple[int, str, str, PageKey, str, str]] = []
        self.removals: dict[str, tuple[PageKey, str]] = {}
        self.settled: list[tuple[str, PageKey, str, str]] = []
        self.applied = Applied()
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, path: str, page: PageKey, data: bytes, rank: int, why: str) -> None:
        """Stage a page, unless the output holds these very bytes."""
        digest = hashlib.sha256(data).hexdigest()
        if self._find_digest(path) == digest:
            if not is_current(path, self.known, self.states) or self.known[path].page != page:
                self.settled.append((path, page, digest, why))
            return
        target = self.applied.changed if path in self.states else self.applied.added
        target[path] = why
        name = f"{len(self.moves):08d}"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        self.moves.append((rank, name, path, page, digest, why))

    def remove(self, path: str, page: PageKey, why: str) -> None:
        if path in self.states:
            self.applied.removed[path] = why
        self.removals[path] = (page, why)

    def _find_digest(self, path: str) -> str | None:
        if is_current(path, self.known, self.states):
            return self.known[path].sha256
        state = self.states.get(path)
        if state is None or state.size < 0:
            return None
        return hashlib.sha256((self.site.output / path).read_bytes()).hexdigest()

    def publish(self, marks: dict[str, str]) -> Applied:
        """Write the moves down, then make them: after that a build that is killed is finished by the next.

        ``marks`` say what the output has been made with.
        """
        with self.store.transaction():
            for _, name, path, page, digest, why in sorted(self.moves):
                self.store.add_move(name, path, page, digest, why)
            for path, (page, why) in sorted(self.removals.items()):
                self.store.add_move(None, path, page, "", why)
            for path, page, digest, why in self.settled:
                self.store.put_page(_make_row(self.site.output / path, path, page, digest, why))
            self.store.clear_stale()
            for key, value in marks.items():
                self.store.put_meta(key, value)
        finish_moves(self.site, self.store)
        return self.applied


def finish_moves(site: Site, store: Store) -> None:
    """Make the moves in the journal; made again after a kill, they lead to the same output."""
    moves = store.find_moves()
    if not moves:
        shutil.rmtree(site.output / STAGE, ignore_errors=True)
        return
    lost: list[tuple[PageKey, str]] = []
    for staged, path, page, digest, _ in moves:
        target = site.output / path
        if staged is None:
            _remove(target, site.output)
        elif (source := site.output / STAGE / staged).exists():
            _make_way(target, site.output)
            os.replace(source, target)
        elif not target.is_file() or hashlib.sha256(target.read_bytes()).hexdigest() != digest:
            lost.append((page, f"{path} was lost"))
    with store.transaction():
        for staged, path, page, digest, why in moves:
            if staged is None:
                store.forget_page(path)
            elif (site.output / path).is_file():
                store.put_page(_make_row(site.output / path, path, page, digest, why))
        for page, why in lost:
            store.add_stale(page, why)
        store.clear_journal()
    shutil.rmtree(site.output / STAGE, ignore_errors=True)


def _make_row(file: Path, path: str, page: PageKey, digest: str, why: str) -> PageRow:
    stat = file.stat()
    return PageRow(path, page, digest, stat.st_size, stat.st_mtime_ns, why)


def _make_way(target: Path, output: Path) -> None:
    """Folders for a page; a file or a link that stands where a folder has to be is removed."""
    for folder in reversed(target.relative_to(output).parents[:-1]):
        place = output / folder
        if place.is_symlink() or place.is_file():
            place.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)


def _remove(target: Path, output: Path) -> None:
    """Remove a page, and the folders that it leaves empty."""
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
