"""What a release consists of, as a text that lies on the host: hash, size and path of each file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kawat.publish.hashes import Entry

FIRST = "# kawat manifest 1"
KEPT = "# kept for pages that readers may still have"
END = "# sha256 "
LINE = re.compile(r"([0-9a-f]{64}) (\d{1,15}) (\S.*+)")
HASHED_NAME = re.compile(
    r"(?:assets/.+\.[0-9a-f]{12}\.\w++|pagefind/(?:\w++/)?+[\w.-]+_[0-9a-f]{6,}\.pf_\w++)(?:\.gz|\.br)?+"
)
"""A path that holds a hash of the file's bytes: another file has another path.

The theme's (``kawat.press.assets``), and the pieces of Pagefind's index.
"""
HASHED_FOLDERS = ("assets", "pagefind/fragment", "pagefind/index", "pagefind/filter")
"""Folders that hold nothing else."""


@dataclass(frozen=True)
class Manifest:
    """The files of a release."""

    site: str
    """The address of the site, without a final slash."""
    headers: str
    """A mark of the headers that files were sent with; another one when they should be others."""
    files: Mapping[str, Entry]
    """By path; the site as it was built."""
    kept: Mapping[str, Entry] = field(default_factory=dict)
    """By path; the release before this one led to them, this one does not."""

    @cached_property
    def all(self) -> Mapping[str, Entry]:
        return {**self.kept, **self.files}

    @cached_property
    def data(self) -> bytes:
        """The text, in UTF-8, sorted by path; the last line is a hash over the others."""
        lines = [FIRST, f"# site {self.site}", f"# headers {self.headers}", *_list(self.files)]
        if self.kept:
            lines += [KEPT, *_list(self.kept)]
        body = "".join(f"{line}\n" for line in lines).encode()
        return body + f"{END}{hashlib.sha256(body).hexdigest()}\n".encode()

    @property
    def mark(self) -> str:
        """A short name for these very contents: 16 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()[:16]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.all.values())


def _list(files: Mapping[str, Entry]) -> list[str]:
    return [f"{entry.sha256} {entry.size} {path}" for path, entry in sorted(files.items())]


def parse_manifest(data: bytes | None) -> Manifest | None:
    """The manifest in a text; None when it is none of ours, cut off, or changed by somebody."""
    body, _, end = (data or b"").rpartition(END.encode())
    if hashlib.sha256(body).hexdigest().encode() != end.strip():
        return None
    first, site, headers, *lines = [*body.decode("utf-8", "replace").split("\n"), "", ""]
    if (first, site[:7], headers[:10]) != (FIRST, "# site ", "# headers "):
        return None
    files: dict[str, Entry] = {}
    kept: dict[str, Entry] = {}
    group = files
    for line in lines:
        if line == KEPT:
            group = kept
        elif found := LINE.fullmatch(line):
            group[found[3]] = Entry(found[1], int(found[2]))
        elif line:
            return None
    return Manifest(site[7:], headers[10:], files, kept)


def is_hashed_asset(path: str) -> bool:
    """Whether a file's name changes with its bytes, so that browsers may keep it for ever."""
    return HASHED_NAME.fullmatch(path) is not None
