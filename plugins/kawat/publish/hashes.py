"""What the files of a folder hash to, remembered by size, time of change and inode."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kawat.errors import PublishError
from kawat.files import show_name, write_atomically
from kawat.walk import RACY_NS

FIRST = "# kawat hashes 1"
OPEN_NAMES = frozenset((".well-known",))
"""Names that begin with a point and are published all the same."""


class Entry(NamedTuple):
    """A file of a release."""

    sha256: str
    """In hexadecimal."""
    size: int
    """In bytes."""


class Seen(NamedTuple):
    """A file as a walk sees it."""

    path: str
    """Below the folder that is walked."""
    stat: os.stat_result


def walk_files(root: Path) -> Iterator[Seen]:
    """The files below a folder; what begins with a point is left out, but for ``.well-known``.

    Raises PublishError for what cannot be published: a link, or a name that a host may not be able to keep.
    """
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if entry.name[0] == "." and entry.name not in OPEN_NAMES:
                    continue
                path = f"{prefix}{entry.name}"
                if not entry.name.isprintable() or "\\" in entry.name:
                    expected = "rename it: hosts do not keep such names"
                    raise PublishError(root / show_name(path), "a name with characters that are no text", expected)
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    yield Seen(path, entry.stat(follow_symlinks=False))
                else:
                    raise PublishError(root / path, "neither a file nor a folder", "put the file there itself")


def hash_file(path: Path | str) -> Entry:
    """A file's hash and size, of what was read."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:  # noqa: PTH123 - a Path for each of 100,000 files is slow
        while data := file.read(1 << 20):
            digest.update(data)
            size += len(data)
    return Entry(digest.hexdigest(), size)


class Hashes:
    """The hashes of a folder's files; a file is read again when its size, time of change or inode is another one.

    The memory lies in a file that can be deleted at any time.
    """

    def __init__(self, memory: Path) -> None:
        self.memory = memory
        self.known = _load(memory)
        self.hashed = 0
        """Files that had to be read."""
        self._fresh: dict[str, str] = {}

    def find(self, root: Path, seen: Seen) -> Entry:
        """The hash of a file, which is read when need be."""
        stat = seen.stat
        state = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}"
        known = self.known.get(seen.path, "")
        if known.startswith(f"{state} "):
            self._fresh[seen.path] = known
            return Entry(known.rpartition(" ")[2], stat.st_size)
        now_ns = time.time_ns()
        entry = hash_file(f"{root}/{seen.path}")
        self.hashed += 1
        if stat.st_mtime_ns < now_ns - RACY_NS and entry.size == stat.st_size:
            self._fresh[seen.path] = f"{state} {entry.sha256}"
        return entry

    def save(self) -> None:
        """Remember what was found by this object, and nothing else."""
        if self._fresh == self.known:
            return
        lines = (f"{state} {path}" for path, state in sorted(self._fresh.items()))
        write_atomically(self.memory, "\n".join((FIRST, *lines, "")).encode())
        self.known = dict(self._fresh)


def _load(memory: Path) -> dict[str, str]:
    try:
        first, *lines = memory.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    if first != FIRST:
        return {}
    parts = (line.split(" ", 4) for line in lines if line)
    return {part[4]: " ".join(part[:4]) for part in parts if len(part) == 5 and len(part[3]) == 64}
