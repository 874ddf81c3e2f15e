"""The folder in which contenders build: nothing is removed from it that the benchmark did not make.

Nothing is removed before the end either, but put aside: some file systems make new files slowly for minutes
after many were removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.errors import UsageError

MARK, ASIDE = "made-by-bench", "aside"


@contextmanager
def open_workshop(work: Path, names: Sequence[str], room: int, keep: bool = False) -> Iterator[dict[str, Path]]:
    """A folder for each name; all are removed in the end unless they are to be kept.

    Raises UsageError where there are fewer than ``room`` bytes free, or somebody else's folder has a name.
    """
    work.mkdir(parents=True, exist_ok=True)
    _check_room(work, room)
    folders = {name: work / name for name in names}
    for folder in folders.values():
        _take(folder)
    try:
        yield folders
    finally:
        for folder in folders.values():
            shutil.rmtree(folder / ASIDE if keep else folder)


def put_aside(path: Path, folder: Path, name: str) -> None:
    """Move what there may be at a path out of the way, below a folder of the workshop."""
    if path.exists():
        path.rename(folder / ASIDE / name)


def _take(folder: Path) -> None:
    """Make the folder, anew where a run that was killed, or told to, left it."""
    before = folder.with_name(f"{folder.name}-before")
    if folder.exists():
        if not (folder / MARK).is_file():
            raise UsageError(f"{folder} was not made by the benchmark; give another --work")
        folder.rename(before)
    (folder / ASIDE).mkdir(parents=True)
    (folder / MARK).touch()
    put_aside(before, folder, "before")


def _check_room(work: Path, needed: int) -> None:
    free = shutil.disk_usage(work).free
    if free < needed:
        raise UsageError(f"{work}: {free / 1e9:.1f} GB free; expected {needed / 1e9:.1f} GB")
