"""Which files below ``content/`` changed since they were last read: one walk with stat."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kawat.press.site import Site

RACY_NS = 50_000_000
"""A file changed this shortly before the walk may change again within the clock's grain."""


@dataclass(frozen=True)
class FileChange:
    """A file below ``content/`` that is new, changed or gone."""

    path: str
    what: str
    """``added``, ``changed``, ``removed``."""


@dataclass(frozen=True)
class Folder:
    """A folder's files that may be posts, with size and time of change, as one comparable text.

    A walk over 100,000 files compares a few hundred of these, and looks into those that differ.
    """

    path: str
    """Relative to ``content/``, with a final slash; empty for ``content/`` itself."""
    listing: bytes

    @property
    def key(self) -> bytes:
        return os.fsencode(self.path)


def scan_content(site: Site, now_ns: int) -> Iterator[Folder]:
    """Every folder that holds candidates; links to folders are not followed, names with a point are skipped."""
    pending = [""]
    while pending:
        prefix = pending.pop()
        entries = []
        others = {path.removeprefix(prefix).strip("/") for path in site.not_posts if path.startswith(prefix)}
        with os.scandir(f"{site.content}/{prefix}") as found:
            for entry in found:
                name = entry.name
                if name.startswith(".") or name in others:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{prefix}{name}/")
                elif name.rpartition(".")[2].lower() in site.suffixes:
                    stat = entry.stat(follow_symlinks=False)
                    is_racy = stat.st_mtime_ns > now_ns - RACY_NS
                    entries.append(f"{name}/{stat.st_size}/{'?' if is_racy else stat.st_mtime_ns}")
        if entries:
            entries.sort()
            yield Folder(prefix, os.fsencode("\0".join(entries)))


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
            yield FileChange(prefix + name, "changed" if name in old else "added")
    for name in old.keys() - new.keys():
        yield FileChange(prefix + name, "removed")


def _parse(listing: bytes) -> dict[str, str]:
    entries = os.fsdecode(listing).split("\0") if listing else []
    return {name: state for name, _, state in (entry.partition("/") for entry in entries)}
