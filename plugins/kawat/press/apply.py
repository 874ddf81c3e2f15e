"""Rendered pages to the output: staged, journaled, then moved in an order in which no link dangles."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from kawat.errors import PressError
from kawat.press.drift import is_as_known
from kawat.press.rows import PageKey, PageRow
from kawat.press.site import Site
from kawat.press.store import Store

STAGE = ".kawat"
"""Below ``output/``, so that a staged file is moved within one file system."""
KNOWN_ENOUGH = 1000
"""Pages of which one has to be as we left it, where the mark is missing."""
MARK = "# Kawat"
"""The first line of ``robots.txt``: it tells that a folder's contents are ours to replace."""


@dataclass
class Applied:
    """What a build did to the output; paths below ``output/`` and why."""

    added: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0


class Staged(NamedTuple):
    """A page that was rendered."""

    path: str
    page: PageKey
    what: str
    """``added`` and ``changed`` pages lie in the stage; ``found`` ones were there, ``same`` ones known to be."""
    size: int
    mtime_ns: int


class Stage:
    """Where pages wait to be published together; workers write into it side by side."""

    def __init__(self, output: Path, is_blank: bool) -> None:
        self.output, self.is_blank = output, is_blank
        self.folder = output / STAGE
        self._made: set[str] = set()

    def put(self, path: str, page: PageKey, data: bytes, store: Store) -> Staged:
        """Stage a page, unless the output holds these very bytes."""
        before = None if self.is_blank else self._read(path)
        if before is not None and before[0] == data:
            known = store.find_page(path)
            is_same = known is not None and (known.page, known.size, known.mtime_ns) == (page, *before[1:])
            return Staged(path, page, "same" if is_same else "found", *before[1:])
        return Staged(path, page, "added" if before is None else "changed", *self._write(path, data))

    def _read(self, path: str) -> tuple[bytes | None, int, int] | None:
        """The bytes, size and time of change of a file in the output; None where a page can be added."""
        target = f"{self.output}/{path}"
        try:
            stat = os.lstat(target)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not S_ISREG(stat.st_mode):
            return None, 0, 0  # a folder or a link, which a page will replace
        with open(target, "rb") as file:  # noqa: PTH123
            return file.read(), stat.st_size, stat.st_mtime_ns

    def _write(self, path: str, data: bytes) -> tuple[int, int]:
        target = f"{self.folder}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            _make_folder(folder)
            self._made = {folder}  # pages of a folder follow each other; more would grow with the site
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            written = os.write(file, data)
            while written < len(data):
                written += os.write(file, data[written:])
            stat = os.fstat(file)
        finally:
            os.close(file)
        return stat.st_size, stat.st_mtime_ns


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 - a Path for each of 100,000 folders is slow
    except FileExistsError:
        pass
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)


def is_blank(site: Site) -> bool:
    """Whether nothing has been published yet."""
    return next(_list_root(site), None) is None


def _list_root(site: Site) -> Iterator[str]:
    """What lies in the output's root, but what begins with a point and what is to be retained."""
    if site.output.is_dir():
        names = sorted(os.listdir(site.output))
        yield from (name for name in names if not name.startswith(".") and name not in site.retention)


def check_output(site: Site, store: Store) -> None:
    """Raise unless the output is absent, empty, or ours: nobody else's files are overwritten or removed."""
    output = site.output
    if output.exists() and not output.is_dir():
        raise PressError(output, "not a folder", "expected the folder of the site")
    if site.content.resolve().is_relative_to(output.resolve()):
        raise PressError(output, "the posts lie inside the output", "choose another output folder")
    robots = output / "robots.txt"
    if is_blank(site) or (robots.is_file() and robots.read_bytes().startswith(MARK.encode())):
        return
    known = store.find_states("", KNOWN_ENOUGH)
    if not any(is_as_known(str(output / path), size, mtime_ns) for path, size, mtime_ns in known):
        raise PressError(output, "not empty and not built by Kawat", "choose another output folder, or empty this one")


def scan_output(site: Site) -> Iterator[str]:
    """The path of every file that lies in the output, the retained ones aside."""
    for name in _list_root(site):
        yield from _walk(site.output / name, name)


def find_strays(site: Site, store: Store) -> list[str]:
    """What lies in the output and is no page."""
    pages = set(store.find_paths())
    return [path for path in scan_output(site) if path not in pages]


def _walk(place: Path, path: str) -> Iterator[str]:
    if place.is_symlink() or not place.is_dir():
        yield path
        return
    with os.scandir(place) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        yield from _walk(Path(entry.path), f"{path}/{entry.name}")


class Publication:
    """What a build has staged so far; published together or not at all."""

    def __init__(self, store: Store, stage: Stage) -> None:
        self.store, self.stage = store, stage
        self.applied = Applied()
        self.claimed: set[str] = set()
        self._moves: list[tuple[bool, int, str]] = []

    def take(self, staged: Iterable[tuple[Staged, int, str]]) -> None:
        """Note pages with their rank and reason; to be called inside the transaction that ``publish`` ends."""
        rows = []
        for page, rank, why in staged:
            self.claimed.add(page.path)
            if page.what == "same":
                self.applied.unchanged += 1
                continue
            if page.what == "found":
                self.applied.unchanged += 1
                known = self.store.find_page(page.path)
                why = known.why if known else "found as it is"
            rows.append(PageRow(page.path, page.page, page.size, page.mtime_ns, why))
            if page.what != "found":
                # New pages come before changed ones, which may lead to them; but the mark of our folder is the first.
                self._moves.append((page.what != "added" and rank > 0, rank, page.path))
                target = self.applied.added if page.what == "added" else self.applied.changed
                target[page.path] = why
        self.store.put_pages(rows)

    def remove(self, path: str, why: str) -> None:
        """Note that a page goes, unless another has its path."""
        if path not in self.claimed and path not in self.applied.removed:
            self.store.forget_page(path)
            if os.path.lexists(self.stage.output / path):
                self.applied.removed[path] = why

    def write_journal(self) -> None:
        """Write the moves down: after that a build that is killed is finished by the next."""
        self.applied.removed = {path: why for path, why in self.applied.removed.items() if path not in self.claimed}
        moves = [path for _, _, path in sorted(self._moves)]
        if self.stage.is_blank:
            # Nothing is there that could be mixed up: whole folders are moved, and then the pages that lead there.
            tops = dict.fromkeys(path.partition("/")[0] for path in moves)
            moves = sorted(tops, key=lambda top: top in self.claimed and top != moves[0])
        self.store.put_journal(moves, self.applied.removed)


def finish_moves(output: Path, store: Store) -> bool:
    """Make the moves in the journal; made again after a kill, they lead to the same output.

    Tells whether there were any.
    """
    stage, safe = output / STAGE, {str(output)}
    journal = store.find_journal()
    for path, is_removal in journal:
        if is_removal:
            _remove(output / path, output)
        else:
            _move(stage / path, output / path, safe)
    if journal:
        with store.transaction():
            store.clear_journal()
    if stage.exists():
        shutil.rmtree(stage)
    return bool(journal)


def _move(source: Path, target: Path, safe: set[str]) -> None:
    """Move a page, or a folder of pages; what has been moved already is not there any more."""
    if not os.path.lexists(source):
        return
    _make_way(target.parent, safe)
    if target.is_dir() and not target.is_symlink():
        if source.is_dir():
            for child in sorted(source.iterdir()):
                _move(child, target / child.name, safe)
            return
        shutil.rmtree(target)
    os.replace(source, target)


def _make_way(folder: Path, safe: set[str]) -> None:
    """A folder for a page; a file or a link that stands in its place is removed. ``safe`` ones are known to be ours."""
    if str(folder) in safe:
        return
    if folder.parent != folder:
        _make_way(folder.parent, safe)
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    folder.mkdir(exist_ok=True)
    safe.add(str(folder))


def _remove(target: Path, output: Path) -> None:
    """Remove a page, and the folders that it leaves empty."""
    if target.parent.is_dir() and target.parent.resolve().is_relative_to(output.resolve()):
        if target.is_dir() and not target.is_symlink():
            return  # of other pages, or not ours
        target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
