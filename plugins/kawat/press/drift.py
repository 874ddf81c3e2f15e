"""Whether the output is still as the press left it."""

from __future__ import annotations

import os
from pathlib import Path

from kawat.press.store import Store

LOOK = 8000
"""Pages that a build looks at; where there are more, the next build goes on from there."""
CURSOR = "looked-until"


def is_as_known(path: str, size: int, mtime_ns: int) -> bool:
    """Whether a file on the disk has this size and time of change; False where there is none, or a link."""
    try:
        stat = os.lstat(path)
    except OSError:
        return False
    return stat.st_size == size and stat.st_mtime_ns == mtime_ns


def find_drift(output: Path, store: Store) -> list[str]:
    """The paths of pages that somebody changed or removed, among those whose turn it is to be looked at."""
    since = store.get_meta(CURSOR) or ""
    states = store.find_states(since, LOOK)
    until = states[-1][0] if len(states) == LOOK else ""
    if until != since:
        with store.transaction():
            store.put_meta(CURSOR, until)
    if since:
        states += store.find_states("", LOOK - len(states))
    folder = f"{output}{os.sep}"
    return [path for path, size, mtime_ns in states if not is_as_known(folder + path, size, mtime_ns)]
