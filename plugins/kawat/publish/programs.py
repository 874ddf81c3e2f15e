"""Running the well-kept tools that speak with hosts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kawat.errors import PublishError

SHOWN = 300
"""Characters of a tool's complaint that an error shows."""


def find_program(name: str) -> str:
    """The program's path; raises PublishError that says how to get it."""
    found = shutil.which(name)
    if found is None:
        package = {"ssh": "openssh-client"}.get(name, name)
        raise PublishError(name, "no such program", f"install it: apt-get install {package}, brew install {package} …")
    return found


def find_leash() -> list[str]:
    """What makes a tool end with this process, even when that is killed, so that it cannot meet the next one's."""
    leash = shutil.which("setpriv") if sys.platform == "linux" else None
    return [leash, "--pdeathsig", "KILL"] if leash else []


def run_program(
    command: Sequence[str], data: bytes | None = None, allowed: Collection[int] = (0,), **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a tool to its end; raises PublishError with its last words when its exit status is not an allowed one."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
    line = [*find_leash(), find_program(command[0]), *command[1:]]
    done = subprocess.run(line, capture_output=True, check=False, **given, **options)  # noqa: S603 - no shell
    if done.returncode not in allowed:
        raise report_failure(command[0], done.returncode, done.stderr)
    return done


def report_failure(name: str, status: int, complaint: bytes) -> PublishError:
    lines = [line.strip() for line in complaint.decode("utf-8", "replace").splitlines() if line.strip()]
    said = " ".join(lines[-2:])[-SHOWN:] or "it said nothing"
    return PublishError(
        name, f"exit status {status}: {said}", "mend that and run again; the next run goes on from here"
    )


class Scratch(TemporaryDirectory[str]):
    """A folder that goes with its user, for what tools read from files."""

    def __init__(self, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        super().__init__(dir=cache, prefix="run-")

    def write(self, name: str, data: bytes) -> Path:
        path = Path(self.name, name)
        path.write_bytes(data)
        return path

    def write_list(self, paths: Iterable[str], end: str = "\n") -> Path:
        """A list of paths, each with an end."""
        return self.write("paths.txt", "".join(f"{path}{end}" for path in paths).encode())


def list_options(headers: Mapping[str, str]) -> list[str]:
    """Headers as rclone takes them."""
    return [part for name, value in headers.items() for part in ("--header-upload", f"{name}: {value}")]
