"""Whose turn it is on a host that knows no locks.

Each publisher writes a claim of its own, and then looks for others'. Whoever finds one gives way; so of two at the same
time at least one does, wherever a file that was written is listed at once, as S3 and its likes promise. On hosts that
list late, both may go on: then the last one's files stay, and the next run compares them.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from typing import Protocol

from kawat.errors import PublishError

CONTROL, PREFIX = ".kawat", "lock-"
LEASE = 900
"""Seconds after which a claim that nobody renewed counts no more."""
RENEWAL = 120
"""Seconds after which a claim is renewed."""


class Room(Protocol):
    """Where claims lie."""

    def read_control(self) -> dict[str, bytes]: ...

    def write(self, path: str, data: bytes) -> None: ...

    def remove(self, paths: list[str]) -> None: ...


class Lease:
    """A claim, from ``take`` to ``give_back``."""

    def __init__(self, room: Room, place: str) -> None:
        self.room, self.place = room, place
        self.name = f"{PREFIX}{secrets.token_hex(8)}"
        self._renewed = 0.0

    def take(self) -> dict[str, bytes]:
        """What lies in ``.kawat``, when it is our turn; raises PublishError when somebody else is at work."""
        self._write()
        try:
            control = self.room.read_control()
            others = {name: data for name, data in control.items() if name.startswith(PREFIX) and name != self.name}
            old = [name for name, data in others.items() if is_over(data, time.time())]
            if fresh := others.keys() - old:
                who = " and ".join(others[name].decode("utf-8", "replace").strip() for name in sorted(fresh))
                expected = f"wait for them; a claim that is not renewed ends after {LEASE // 60} minutes"
                raise PublishError(self.place, f"somebody else is publishing there: {who}", expected)
            if old:
                self.room.remove([f"{CONTROL}/{name}" for name in old])
        except PublishError:
            self.give_back()
            raise
        return control

    def renew(self) -> None:
        """To be called now and then while we are at work."""
        if time.time() - self._renewed > RENEWAL:
            self._write()

    def give_back(self) -> None:
        try:
            self.room.remove([f"{CONTROL}/{self.name}"])
        except PublishError:
            return  # it ends by itself, and what we did is done

    def _write(self) -> None:
        self._renewed = time.time()
        self.room.write(f"{CONTROL}/{self.name}", make_claim(self._renewed))


def make_claim(now: float) -> bytes:
    """Seconds since 1970, machine, process."""
    return f"{now:.0f} {socket.gethostname()} {os.getpid()}\n".encode()


def is_over(claim: bytes, now: float) -> bool:
    """Whether a claim counts no more: it is too old, or of a process of this machine that has ended."""
    try:
        since, machine, process = claim.decode().split()
        is_old, number = not abs(now - int(since)) < LEASE, int(process)
    except ValueError:
        return False
    return is_old or (machine == socket.gethostname() and not _is_alive(number))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
