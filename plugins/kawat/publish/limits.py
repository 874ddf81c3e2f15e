"""What hosts take, and whether a site fits: asked before its first byte goes up."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kawat.errors import PublishError
from kawat.publish.hashes import Entry

TABLE = Path(__file__).with_name("hosts.toml")
MONTH = re.compile(r"[^/]++/(\d{4})/(\d{2})/")


@dataclass(frozen=True)
class Limits:
    """What a host takes; None where it says nothing."""

    name: str
    files: int | None = None
    bytes: int | None = None
    file_bytes: int | None = None
    folder_files: int | None = None


def load_limits(name: str) -> Limits:
    """The limits of a host in ``hosts.toml``; of none when the name is empty."""
    if not name:
        return Limits("")
    table = tomllib.loads(TABLE.read_text("utf-8"))
    if name not in table:
        raise PublishError("KAWAT_LIMITS", f"{name!r} is no host that we know", f"expected one of {', '.join(table)}")
    return Limits(name, **table[name])


def check_limits(files: Mapping[str, Entry], limits: Limits) -> None:
    """Raise PublishError, naming the limit and what would fit, when a host would not take the files."""
    if limits.files is not None and len(files) > limits.files:
        wrong = f"the site has {len(files):,} files; {limits.name} takes {limits.files:,}"
        raise PublishError("KAWAT_LIMITS", wrong, _tell_fit(dict.fromkeys(files, 1), limits.files))
    size = sum(entry.size for entry in files.values())
    if limits.bytes is not None and size > limits.bytes:
        wrong = f"the site has {size:,} bytes; {limits.name} takes {limits.bytes:,}"
        fit = _tell_fit({path: entry.size for path, entry in files.items()}, limits.bytes)
        raise PublishError("KAWAT_LIMITS", wrong, fit)
    for path, entry in sorted(files.items()):
        if limits.file_bytes is not None and entry.size > limits.file_bytes:
            wrong = f"{entry.size:,} bytes; {limits.name} takes files of {limits.file_bytes:,}"
            raise PublishError(path, wrong, "make it smaller, or put it elsewhere")
    if limits.folder_files is not None:
        folder, count = max(_count_in_folders(files).items(), key=lambda pair: pair[1], default=("", 0))
        if count > limits.folder_files:
            wrong = f"{count:,} files in one folder; {limits.name} takes {limits.folder_files:,}"
            raise PublishError(folder or "/", wrong, f"withdraw {count - limits.folder_files:,} of them")


def _tell_fit(costs: Mapping[str, int], most: int) -> str:
    """From which month on the articles would fit."""
    by_month: Counter[str] = Counter()
    for path, cost in costs.items():
        if found := MONTH.match(path):
            by_month[f"{found[1]}-{found[2]}"] += cost
    left = sum(costs.values())
    for month, cost in sorted(by_month.items()):
        left -= cost
        if left <= most:
            return f"what is newer than {month} would fit; withdraw the rest, or choose another host"
    return "not even the newest month would fit; choose another host"


def _count_in_folders(files: Mapping[str, Entry]) -> Counter[str]:
    """How many files and folders each folder holds."""
    counts: Counter[str] = Counter()
    met = set()
    for path in files:
        while path and path not in met:
            met.add(path)
            path = path.rpartition("/")[0]
            counts[path] += 1
    return counts
