"""Whether the output is still as the press left it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from kawat.press.store import Store

LARGE_SITE = 4000
"""Pages from which a process of its own looks at them, while this one looks at the posts."""


def is_as_known(path: str, size: int, mtime_ns: int) -> bool:
    """Whether a file on the disk has this size and time of change; False where there is none, or a link."""
    try:
        stat = os.lstat(path)
    except OSError:
        return False
    return stat.st_size == size and stat.st_mtime_ns == mtime_ns


def find_drift(output: Path, states: Iterable[tuple[str, int, int]]) -> list[str]:
    """The paths of pages that somebody changed or removed."""
    folder = f"{output}{os.sep}"
    return [path for path, size, mtime_ns in states if not is_as_known(folder + path, size, mtime_ns)]


def watch_drift(output: Path, store: Store) -> Callable[[], list[str]]:
    """Begin to look for drift; the function that is returned waits for what was found."""
    if store.count_pages() < LARGE_SITE:
        found = find_drift(output, store.find_states())
        return lambda: found
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_look, args=(sender, output, store.path))
    worker.start()
    sender.close()

    def wait() -> list[str]:
        try:
            with receiver:
                return list(receiver.recv())
        finally:
            worker.join()

    return wait


def _look(sender: multiprocessing.connection.Connection, output: Path, path: Path) -> None:
    with closing(Store(path, is_read_only=True)) as store, sender:
        sender.send(find_drift(output, store.find_states()))
