"""A host that rclone speaks with: S3 and its likes, SFTP, WebDAV, Azure, GCS, and what else it knows."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess

from kawat.files import write_atomically
from kawat.publish.bucket import CONTROL, Source
from kawat.publish.programs import Scratch, list_options, run_program

FLAGS = (
    *("--retries", "5", "--retries-sleep", "1s", "--low-level-retries", "10", "--timeout", "60s"),
    *("--contimeout", "15s", "--transfers", "8", "--checkers", "16", "--stats", "0", "--log-level", "ERROR"),
)
"""Retries with backoff are rclone's own; after the fifth round it gives up."""
QUICK = {"RCLONE_S3_NO_HEAD": "true"}
"""No look at each object when it has been put: all are verified later."""
TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
NOT_FOUND = 3
"""rclone's exit status for a folder that is not there."""


class Rclone:
    """A remote of rclone's; its settings and secrets are in rclone's own configuration or environment."""

    def __init__(self, remote: str, cache: Path) -> None:
        self.remote, self.cache = remote, cache

    def locate(self, path: str) -> str:
        """A path on the remote, as rclone takes it."""
        if not path:
            return self.remote
        return f"{self.remote}{path}" if self.remote.endswith((":", "/")) else f"{self.remote}/{path}"

    @cached_property
    def _features(self) -> Mapping[str, object]:
        """What the remote can do; it is asked once, and then remembered."""
        mark = hashlib.sha256(self.remote.encode()).hexdigest()[:12]
        memory = self.cache / f"features-{mark}.json"
        if not memory.is_file():
            write_atomically(memory, self._run("backend", "features", self.remote).stdout)
        found: dict[str, object] = json.loads(memory.read_bytes())
        return found

    @property
    def has_hashes(self) -> bool:
        """Whether the remote can tell what its files hash to."""
        return bool(self._features.get("Hashes"))

    def read_control(self) -> dict[str, bytes]:
        with Scratch(self.cache) as folder:
            self._run("copy", self.locate(CONTROL), folder, "--max-depth", "1", allowed=(0, NOT_FOUND))
            return {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    def read(self, path: str) -> bytes | None:
        with Scratch(self.cache) as folder:
            target = Path(folder, "file")
            self._run("copyto", self.locate(path), str(target), allowed=(0, NOT_FOUND))
            return target.read_bytes() if target.exists() else None

    def write(self, path: str, data: bytes) -> None:
        scratch = Scratch(self.cache)
        with scratch:
            source = scratch.write("file", data)
            self._run("copyto", str(source), self.locate(path), "--no-check-dest", *list_options(TEXT))

    def put(self, source: Source, paths: Sequence[str], headers: Mapping[str, str], target: str = "") -> None:
        scratch = Scratch(self.cache)
        with scratch:
            listed = str(scratch.write_list(paths))
            options = ("--files-from-raw", listed, "--no-traverse", "--no-check-dest", *list_options(headers))
            self._run("copy", self._name(source), self.locate(target), *options)

    def remove(self, paths: Sequence[str]) -> None:
        scratch = Scratch(self.cache)
        with scratch:
            self._run("delete", self.remote, "--files-from-raw", str(scratch.write_list(paths)))
        if self._has_folders:
            for folder in sorted({path.rpartition("/")[0] for path in paths} - {""}, reverse=True):
                self._run("rmdir", self.locate(folder), "--retries", "1", allowed=range(10))

    @property
    def _has_folders(self) -> bool:
        """Whether folders stay when their last file goes."""
        features = self._features.get("Features")
        return isinstance(features, dict) and bool(features.get("CanHaveEmptyDirectories"))

    def find_wrong(self, source: Source, paths: Sequence[str]) -> list[str]:
        scratch = Scratch(self.cache)
        with scratch:
            wrong = Path(scratch.name, "wrong.txt")
            options = ["--files-from-raw", str(scratch.write_list(paths)), "--one-way", "--combined", str(wrong)]
            options += [] if self.has_hashes else ["--download"]
            self._run("check", self._name(source), self.remote, *options, "--retries", "2", allowed=(0, 1))
            lines = wrong.read_text("utf-8").splitlines() if wrong.exists() else []
        right = {line[2:] for line in lines if line.startswith("= ")}
        return [path for path in paths if path not in right]

    def list_all(self) -> dict[str, int]:
        found = self._run("lsjson", self.remote, "-R", "--files-only", "--no-modtime", "--no-mimetype", allowed=(0, 3))
        listed = json.loads(found.stdout or b"[]")
        return {one["Path"]: one["Size"] for one in listed}

    def purge(self, folder: str) -> None:
        self._run("purge", self.locate(folder), allowed=(0, NOT_FOUND))

    def _name(self, source: Source) -> str:
        return str(source) if isinstance(source, Path) else self.locate(source)

    def _run(self, *words: str, allowed: Collection[int] = (0,)) -> CompletedProcess[bytes]:
        return run_program(["rclone", *FLAGS, *words], allowed=allowed, env={**QUICK, **os.environ})
