"""What a build did, for those who carry it on: ``release.json``, paths below ``output/`` with their causes."""

from __future__ import annotations

import json
from pathlib import Path

from kawat.files import write_atomically
from kawat.press.apply import Applied

NAME = "release.json"


def save_release(cache: Path, applied: Applied) -> None:
    data = json.dumps(vars(applied), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    write_atomically(cache / NAME, data + b"\n")


def load_release(cache: Path) -> Applied:
    """The last build's; an empty one where there is none."""
    try:
        return Applied(**json.loads((cache / NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Applied()


def join_releases(first: Applied, second: Applied) -> Applied:
    """What two builds did one after the other, as if they had been one."""
    joined = Applied(dict(first.added), dict(first.changed), dict(first.removed), second.unchanged)
    for path, why in second.added.items():
        was_there = joined.removed.pop(path, None) is not None
        (joined.changed if was_there else joined.added)[path] = why
    for path, why in second.changed.items():
        (joined.added if path in joined.added else joined.changed)[path] = why
    for path, why in second.removed.items():
        joined.changed.pop(path, None)
        if joined.added.pop(path, None) is None:
            joined.removed[path] = why
    return joined
