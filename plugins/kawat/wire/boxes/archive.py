"""ZIP archives: their members' bytes, as far as the limits go. Names are shown, and never used as paths."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from kawat.errors import WireError
from kawat.wire.boxes.member import Limits, Names

CHUNK = 64 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others are rare in archives of texts; what bzip2 and LZMA unpack is not bounded by what they are given."""
ENTRY, ENTRY_HEADER = b"PK\x01\x02", 30
IS_ENCRYPTED, IS_UTF8 = 0x1, 0x800
FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, NotImplementedError,
    OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What the standard library raises on damaged archives."""
MEDIA = frozenset(
    ".avif .bmp .gif .heic .ico .jpeg .jpg .png .svg .tif .tiff .webp .aac .flac .m4a .mp3 .ogg .wav .avi .m4v .mkv"
    " .mov .mp4 .mpeg .mpg .webm".split()
)
BOXES = (".zip", ".eml")
OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
"""Entries of archives that are documents or programs."""
SIDECAR = ".toml"


class Packed(NamedTuple):
    """A member's source and bytes."""

    source: str
    data: bytes


class Budget:
    """What is left of the bytes that a file may unpack to."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.unpacked

    def spend(self, size: int, source: str) -> None:
        self.left -= size
        if self.left < 0:
            wrong = f"more than {self.limits.unpacked} bytes in it when unpacked"
            raise WireError(f"{source}:1", wrong, "expected several smaller archives")


def unpack(data: bytes, source: str, budget: Budget) -> Iterator[Packed | WireError]:
    """The members that may be texts, in the archive's order; raises WireError where the whole cannot be read.

    Pictures, sound and film are passed over, and what operating systems leave behind.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(_check_count(data, source, budget.limits)))
    except FAULTS as error:
        raise WireError(f"{source}:1", f"a damaged archive ({error})", "expected a ZIP archive") from error
    with archive:
        entries = archive.infolist()
        if any(entry.filename in OFFICE for entry in entries[:8]):
            raise WireError(f"{source}:1", "a document or program, no archive of texts", "expected texts, or HTML")
        if len(entries) > budget.limits.members:
            wrong = f"{len(entries)} members in it"
            raise WireError(f"{source}:1", wrong, f"expected at most {budget.limits.members}")
        _check_overlap(entries, source)
        names = Names(source)
        for entry in entries:
            name = _read_name(entry)
            if not _is_passed_over(entry, name):
                yield from _try_member(archive, entry, names.name_member(name), budget)


def _check_count(data: bytes, source: str, limits: Limits) -> bytes:
    """The data. The library makes an object of every entry before it can be asked how many there are."""
    count = data.count(ENTRY)
    if count > 8 * limits.members:
        raise WireError(f"{source}:1", f"some {count} members in it", f"expected at most {limits.members}")
    return data


def _check_overlap(entries: Sequence[zipfile.ZipInfo], source: str) -> None:
    """Raise WireError where two members share bytes: a bomb."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise WireError(f"{source}:1", "members that overlap", "expected an archive as programs make them")
        end = entry.header_offset + ENTRY_HEADER + entry.compress_size


def _read_name(entry: zipfile.ZipInfo) -> str:
    """The name; where the archive does not say that it is in UTF-8, and it is, as UTF-8."""
    if entry.flag_bits & IS_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def _is_passed_over(entry: zipfile.ZipInfo, name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    is_left_behind = path.name.startswith(".") or "__MACOSX" in path.parts or path.name in ("Thumbs.db", "desktop.ini")
    return entry.is_dir() or name.endswith("\\") or is_left_behind or path.suffix.lower() in MEDIA


def _try_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str, budget: Budget
) -> Iterator[Packed | WireError]:
    budget.spend(0, source)
    try:
        _check_entry(entry, source)
        yield Packed(source, _read_member(archive, entry, source, budget))
    except WireError as error:
        yield error
    except FAULTS as error:
        yield WireError(f"{source}:1", f"a damaged member ({error})", "expected it whole")


def _check_entry(entry: zipfile.ZipInfo, source: str) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & IS_ENCRYPTED:
        raise WireError(f"{source}:1", "an encrypted member", "expected an archive without a password")
    if kind not in (0, stat.S_IFREG):
        raise WireError(f"{source}:1", "a link or another special file", "put the text itself into the archive")
    if entry.compress_type not in METHODS:
        wrong = f"a member packed by method {entry.compress_type}"
        raise WireError(f"{source}:1", wrong, "expected deflated or stored members")
    if source.lower().endswith(SIDECAR):
        raise WireError(f"{source}:1", "a sidecar in an archive", "unpack the texts and put it beside its own")


def _read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str, budget: Budget) -> bytes:
    """The bytes, counted while they are unpacked: what the archive says of their number is not believed."""
    limits = budget.limits
    most = limits.unpacked if source.lower().endswith(BOXES) else limits.text
    most_packed = max(CHUNK, limits.ratio * entry.compress_size)
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while piece := file.read(CHUNK):
            size += len(piece)
            budget.spend(len(piece), source)
            if size > most_packed:
                wrong = f"more than {limits.ratio} times its packed size"
                raise WireError(f"{source}:1", wrong, "expected a text")
            if size > most:
                raise WireError(f"{source}:1", f"more than {most} bytes long", f"expected at most {most}")
            pieces.append(piece)
    return b"".join(pieces)
