"""Files compressed beside themselves, for hosts that send them as they are."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kawat.errors import PublishError
from kawat.files import write_atomically
from kawat.publish.hashes import Entry

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".atom", ".rss", ".opml", ".txt", ".svg", ".webmanifest")
SMALLEST = 860
"""Bytes below which one packet holds the file in any case."""
RECORD = "sources.txt"

Compress = Callable[[bytes], bytes]


def compress_gzip(data: bytes) -> bytes:
    """A gzip file without name and time, so that the same bytes give the same bytes."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return compressor.compress(data) + compressor.flush()


def find_compressors(names: Iterable[str]) -> dict[str, Compress]:
    """By suffix, ``gz`` and ``br``; raises PublishError for others, and where brotli is not installed."""
    found: dict[str, Compress] = {}
    for name in names:
        if name == "gz":
            found[name] = compress_gzip
        elif name == "br":
            try:
                import brotli
            except ImportError as error:
                expected = "install it into the environment: pip install brotli"
                raise PublishError("KAWAT_COMPRESS", "'br' needs the package brotli", expected) from error
            found[name] = brotli.compress
        else:
            raise PublishError("KAWAT_COMPRESS", f"{name!r} is no compression", "expected gz or br")
    return found


def update_compressed(
    files: Mapping[str, Entry], read: Callable[[str], bytes], folder: Path, compressors: Mapping[str, Compress]
) -> None:
    """Bring the folder of compressed files up to date; only those whose source changed are made.

    A file that becomes no smaller gets none.
    """
    record = folder.parent / f"{folder.name}-{RECORD}"
    known = _load(record)
    fresh = {}
    for path, entry in files.items():
        if not path.endswith(SUFFIXES) or entry.size < SMALLEST:
            continue
        for suffix, compress in compressors.items():
            name = f"{path}.{suffix}"
            fresh[name] = entry.sha256
            if known.get(name) == entry.sha256:
                continue
            data = read(path)
            made = compress(data)
            if len(made) < len(data):
                write_atomically(folder / name, made)
            else:
                (folder / name).unlink(missing_ok=True)
    for name in known.keys() - fresh.keys():
        (folder / name).unlink(missing_ok=True)
    if fresh != known:
        lines = (f"{source} {name}\n" for name, source in sorted(fresh.items()))
        write_atomically(record, "".join(lines).encode())


def _load(record: Path) -> dict[str, str]:
    try:
        lines = record.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    return {name: source for source, _, name in (line.partition(" ") for line in lines) if name}
