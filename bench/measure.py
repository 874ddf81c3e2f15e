"""What a command costs: time, processors, memory, files written."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from bench.errors import BuildError

INTERVAL = 0.05
"""Seconds between two looks at the memory; fewer at the beginning, so that short builds are seen too."""
PATIENCE = 10
"""A look at gigabytes takes long and holds up what is looked at; looking takes at most one part in so many."""
MEGABYTE = 1_000_000
LAST_LINES = 15

Snapshot = dict[str, tuple[int, int]]
"""Paths to i-node and time of change."""


@dataclass(frozen=True)
class Command:
    """A command line and where it runs."""

    line: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """What is set beside the environment that we were given."""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    wall: float
    """Seconds."""
    user: float
    """Processor seconds, those of child processes included."""
    system: float
    peak: float
    """The most memory at once, in megabytes: the proportional set sizes of the process tree, summed."""
    written: int = 0
    """Files made or written anew."""
    removed: int = 0

    @property
    def cpu(self) -> float:
        return self.user + self.system


def measure(name: str, command: Command, output: Path, log: Path) -> Cost:
    """The cost of a build into ``output``; raises BuildError when it fails. What it says goes to ``log``."""
    before = take_snapshot(output)
    os.sync()  # so that nobody pays for what the one before left unwritten
    with log.open("wb") as sink:
        status, cost = _run(command, sink.fileno())
    if status != 0:
        raise BuildError(name, status, read_tail(log))
    written, removed = compare_snapshots(before, take_snapshot(output))
    return replace(cost, written=written, removed=removed)


def _run(command: Command, sink: int) -> tuple[int, Cost]:
    environment = {**os.environ, **command.environment}
    start = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command lines
        command.line,
        cwd=command.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
        start_new_session=True,
    )
    meter = MemoryMeter(process.pid)
    meter.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)  # the build's own workers too, when we are interrupted
        raise
    finally:
        meter.stop()
    wall = meter.ended - start
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
    return process.returncode, Cost(wall, usage.ru_utime, usage.ru_stime, meter.peak / MEGABYTE)


class MemoryMeter(threading.Thread):
    """Watches the memory of a process and all that descend from it."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        """Bytes."""
        self.ended = 0.0
        """When it was told to stop."""
        self._family = Family(root)
        self._done = threading.Event()

    def run(self) -> None:
        started, pause = perf_counter(), 0.0
        while not self._done.wait(pause):
            begun = perf_counter()
            self.peak = max(self.peak, sum(map(read_memory, self._family.find_members())))
            ended = perf_counter()
            pause = max(min(INTERVAL, (ended - started) / PATIENCE), PATIENCE * (ended - begun))

    def stop(self) -> None:
        """End the watch, which waits for the look that is going on."""
        self.ended = perf_counter()
        self._done.set()
        self.join()


class Family:
    """A process and its descendants. Each process of the machine is asked once for its parent."""

    def __init__(self, root: int) -> None:
        self._members = {root}
        self._strangers: set[int] = set()

    def find_members(self) -> set[int]:
        """The members that are alive."""
        alive = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self._strangers &= alive
        self._members &= alive
        for pid in sorted(alive - self._members - self._strangers):
            kin = self._members if read_parent(pid) in self._members else self._strangers
            kin.add(pid)
        return self._members


def read_parent(pid: int) -> int:
    """The id of a process's parent; 0 when the process has gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def read_memory(pid: int) -> int:
    """A process's proportional set size in bytes: pages shared by n processes count for 1/n; 0 when it has gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def take_snapshot(folder: Path) -> Snapshot:
    """All files below a folder; empty when there is no folder."""
    found: Snapshot = {}
    folders = [str(folder)] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[entry.path] = stat.st_ino, stat.st_mtime_ns
    return found


def compare_snapshots(before: Snapshot, after: Snapshot) -> tuple[int, int]:
    """How many files were written, how many removed."""
    written = sum(before.get(path) != mark for path, mark in after.items())
    return written, len(before.keys() - after.keys())


def read_tail(log: Path) -> str:
    """The last lines of what a command said."""
    lines = log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()
    return "\n".join(lines[-LAST_LINES:])
