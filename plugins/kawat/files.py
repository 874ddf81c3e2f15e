"""Files and folders. Contains no business logic."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parent


def list_files(folder: Path, suffix: str | None = None, skip_suffix: str | None = None) -> list[Path]:
    """All files below a folder in the order of their paths; what begins with a point is left out."""
    found: list[Path] = []
    if not folder.is_dir():
        return found
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith(".") or (suffix and not name.endswith(suffix)):
                continue
            if skip_suffix is None or not name.endswith(skip_suffix):
                found.append(Path(root, name))
    return sorted(found)


def show_name(name: str) -> str:
    """A file's name as text that can be written down; bytes that are no UTF-8 are shown: ``\\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def write_atomically(path: Path, data: bytes) -> os.stat_result:
    """Write a file so that a reader finds the old one or the new one, never a part; its size and time of change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, staged = tempfile.mkstemp(dir=path.parent, prefix=".kawat-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            stat = os.fstat(handle)
        os.chmod(staged, 0o644)
        os.replace(staged, path)
        return stat
    except OSError:
        Path(staged).unlink(missing_ok=True)
        raise


@lru_cache(maxsize=1)
def fingerprint_package() -> str:
    """A hash over the package's own code and tables: what it found out may change when they do."""
    return fingerprint_folder(PACKAGE, (".py", ".toml", ".txt"))


def fingerprint_folder(folder: Path, suffixes: tuple[str, ...] = ()) -> str:
    """A hash over the names and bytes of the files below a folder."""
    digest = hashlib.sha256()
    for path in list_files(folder):
        if "__pycache__" not in path.parts and (not suffixes or path.suffix in suffixes):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    return digest.hexdigest()
