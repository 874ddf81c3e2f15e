"""Which files below a folder changed since they were last read: one walk with stat."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kawat.files import show_name

RACY_NS = 50_000_000
"""A file changed this shortly before the walk may change again within the clock's grain."""


@dataclass(frozen=True)
class FileChange:
    """A file that is new, changed or gone; ``path`` is relative to the folder that was walked."""

    path: str
    what: str
    """``added``, ``changed``, ``removed``."""
    is_nameless: bool = False
    """Whether its name is no UTF-8; ``path`` shows it."""


@dataclass(frozen=True)
class Folder:
    """A folder's files, with size and time of change, as one comparable text.

    A walk over 100,000 files compares a few hundred of these, and looks into those that differ.
    """

    path: str
    """Relative to the folder that is walked, with a final slash; empty for itself."""
    listing: bytes

    @property
    def key(self) -> bytes:
        return os.fsencode(self.path)


@dataclass(frozen=True)
class Walk:
    """Which files below a folder count: those with one of the ``endings``, and none of the ``skipped``.

    Endings are in small letters. Paths in ``others`` and names that begin with a point are left out; links to folders
    are not followed.
    """

    root: Path
    endings: tuple[str, ...] = ("",)
    skipped: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def find_folders(self) -> Iterator[Folder]:
        """Every folder that holds files that count."""
        now_ns = time.time_ns()
        pending = [""]
        while pending:
            folder, inner = self.list_folder(pending.pop(), now_ns)
            pending += inner
            if folder.listing:
                yield folder

    def list_folder(self, prefix: str, now_ns: int) -> tuple[Folder, list[str]]:
        """One folder, and the folders in it."""
        racy, endings, skipped = now_ns - RACY_NS, self.endings, self.skipped
        left_out = {path.removeprefix(prefix).strip("/") for path in self.others if path.startswith(prefix)}
        entries, inner = [], []
        with _open_folder(f"{self.root}/{prefix}", may_be_gone=bool(prefix)) as found:
            for entry in found:
                name = entry.name
                if name[0] == "." or name in left_out:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    inner.append(f"{prefix}{name}/")
                elif (name.endswith(endings) or name.lower().endswith(endings)) and not name.endswith(skipped):
                    try:
                        stat = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:  # it has just gone
                        continue
                    changed = stat.st_mtime_ns
                    entries.append(f"{name}/{stat.st_size}/{changed if changed < racy else '?'}")
        entries.sort()
        return Folder(prefix, os.fsencode("\0".join(entries))), inner


@contextmanager
def _open_folder(path: str, may_be_gone: bool) -> Iterator[Iterator[os.DirEntry[str]]]:
    """A folder's entries, whose stat does not have to walk the whole path again; none when it has just gone."""
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        if not may_be_gone:
            raise
        yield iter(())
        return
    try:
        with os.scandir(folder) as entries:
            yield entries
    finally:
        os.close(folder)


def find_changes(
    known: Mapping[bytes, bytes], found: Iterable[Folder]
) -> tuple[list[FileChange], dict[bytes, bytes | None]]:
    """The files that differ from what was read, in the order of their paths, and the listings to remember."""
    changes: list[FileChange] = []
    fresh: dict[bytes, bytes | None] = {}
    gone = set(known)
    for folder in found:
        gone.discard(folder.key)
        before = known.get(folder.key, b"")
        if before != folder.listing or b"/?" in before:
            fresh[folder.key] = folder.listing
            changes += _compare(folder.path, before, folder.listing)
    for key in gone:
        fresh[key] = None
        changes += _compare(os.fsdecode(key), known[key], b"")
    return sorted(changes, key=lambda change: change.path), fresh


def _compare(prefix: str, before: bytes, after: bytes) -> Iterator[FileChange]:
    old, new = _parse(before), _parse(after)
    for name, state in new.items():
        if old.get(name) != state or state.endswith("?"):
            yield _make_change(prefix + name, "changed" if name in old else "added")
    for name in old.keys() - new.keys():
        yield _make_change(prefix + name, "removed")


def _make_change(path: str, what: str) -> FileChange:
    shown = show_name(path)
    return FileChange(shown, what, is_nameless=shown != path)


def adopt(before: bytes, after: bytes, names: Mapping[str, bool]) -> bytes:
    """The listing before, with the files of some names as they are after; False is for those not to be relied upon.

    >>> adopt(b"a/1/1\\0b/1/1", b"a/2/2\\0c/2/2\\0d/2/2", {"c": True, "d": False})
    b'a/1/1\\x00b/1/1\\x00c/2/2\\x00d/?'
    """
    old, new = _parse(before), _parse(after)
    old |= {name: new.get(name, "?") if is_sure else "?" for name, is_sure in names.items()}
    return os.fsencode("\0".join(sorted(f"{name}/{state}" for name, state in old.items())))


def _parse(listing: bytes) -> dict[str, str]:
    entries = os.fsdecode(listing).split("\0") if listing else []
    return {name: state for name, _, state in (entry.partition("/") for entry in entries)}
