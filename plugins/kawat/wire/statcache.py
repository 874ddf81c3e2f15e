"""A disposable memory of what was found in files, kept by size and time of change.

Deleting it costs time and changes nothing else.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

RACY_NS = 2_000_000_000
"""A file changed this shortly before it was read may change again within the clock's grain."""


class StatCache:
    """JSON-able findings by path; a finding counts while the file's size and mtime stand."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._old: dict[str, list[Any]] = self._load()
        self._new: dict[str, list[Any]] = {}

    def _load(self) -> dict[str, list[Any]]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(stored, dict) or stored.get("fingerprint") != self._fingerprint:
            return {}
        files = stored.get("files")
        return files if isinstance(files, dict) else {}

    def get(self, key: str, stat: os.stat_result) -> Any:
        """The finding of this state of the file; None when there is none."""
        known = self._old.get(key)
        if known is None or known[:2] != [stat.st_size, stat.st_mtime_ns]:
            return None
        self._new[key] = known
        return known[2]

    def put(self, key: str, stat: os.stat_result, finding: Any, now_ns: int) -> None:
        """Remember a finding, unless the file is too fresh to trust its time of change."""
        if now_ns - stat.st_mtime_ns > RACY_NS:
            self._new[key] = [stat.st_size, stat.st_mtime_ns, finding]

    def save(self) -> None:
        """Keep what was seen in this run and forget the rest."""
        if self._new == self._old:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        staged = self._path.with_suffix(".new")
        staged.write_text(json.dumps({"fingerprint": self._fingerprint, "files": self._new}), encoding="utf-8")
        os.replace(staged, self._path)
