"""A site as it is to be published: its files, with what hosts need beside them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kawat.errors import PublishError
from kawat.files import write_atomically
from kawat.publish.compress import Compress, update_compressed
from kawat.publish.hashes import Entry, Hashes, hash_file, walk_files
from kawat.publish.headers import Headers
from kawat.publish.manifest import Manifest
from kawat.report import Progress

Item = TypeVar("Item")
STAGE = "stage"
BATCH = 2000
"""Files that a tool is given at a time, so that progress can be shown and a lock renewed."""


@dataclass(frozen=True)
class Release:
    """What is to be published. The files may lie in several folders, of which the later ones count."""

    built: Manifest
    headers: Headers
    roots: Sequence[Path]
    root_of: Mapping[str, Path]
    """The folder of each file, by path."""
    stamp: str
    """When it was made: ``20261125T165649Z``."""
    cache: Path
    """A folder of our own, for what can be made again."""
    config: bytes = b""
    """The nginx file."""
    progress: Progress = field(default_factory=Progress)

    def find(self, path: str) -> Path:
        """The file on this machine."""
        return self.root_of[path] / path

    def track(self, items: Sequence[Item], what: str) -> Iterator[Item]:
        return self.progress.track(items, what)

    def stage(self, paths: Iterable[str], folder: Path) -> None:
        """Hold files still in an empty folder, as links or copies: a build may replace them while they go up.

        Raises PublishError when one is not what it was when the release was planned.
        """
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for path in paths:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(self.find(path), target)
            except FileNotFoundError as error:
                raise self.report_change(path) from error
            except OSError:  # another file system, or one without links
                shutil.copy2(self.find(path), target)
            if hash_file(target) != self.built.files[path]:
                raise self.report_change(path)

    def report_change(self, path: str) -> PublishError:
        return PublishError(self.find(path), "changed while it was being published", "run it again")


def gather_files(roots: Sequence[Path], cache: Path, progress: Progress) -> tuple[dict[str, Entry], dict[str, Path]]:
    """The files of some folders, and the folder of each; of two with one path the later folder's counts."""
    files: dict[str, Entry] = {}
    root_of: dict[str, Path] = {}
    for number, root in enumerate(roots):
        hashes = Hashes(cache / f"hashes-{number}.txt")
        seen = list(walk_files(root)) if root.is_dir() else []
        for one in progress.track_some(seen, len(seen), "Hashing") if not hashes.known else seen:
            files[one.path] = hashes.find(root, one)
            root_of[one.path] = root
        hashes.save()
    return files, root_of


def write_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    """Bring a folder of small files up to date; files of the same bytes are not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, data in files.items():
        target = folder / name
        if not target.is_file() or target.read_bytes() != data:
            write_atomically(target, data)


def compress_files(
    files: Mapping[str, Entry], root_of: Mapping[str, Path], folder: Path, compressors: Mapping[str, Compress]
) -> None:
    """Bring the compressed copies of the site's files up to date."""
    update_compressed(files, lambda path: (root_of[path] / path).read_bytes(), folder, compressors)


@contextmanager
def staged(release: Release, paths: Sequence[str]) -> Iterator[Path]:
    """A folder in which files of a release are held still."""
    stage = release.cache / STAGE
    release.stage(paths, stage)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
