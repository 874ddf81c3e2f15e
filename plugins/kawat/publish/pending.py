"""What a run is about to do to a host, as a text that lies there until it is done."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = "# kawat pending 1"


@dataclass(frozen=True)
class Pending:
    """The paths that a run may have touched."""

    base: str = ""
    """The mark of the release before; empty where there is none to go back to."""
    paths: frozenset[str] = frozenset()

    @property
    def data(self) -> bytes:
        return "".join(f"{line}\n" for line in (FIRST, self.base, *sorted(self.paths))).encode()


def parse_pending(data: bytes | None) -> Pending:
    """The pending paths in a text; none where there is none, or not one of ours.

    It is written as a whole or not at all, as every file on such a host.
    """
    first, base, *paths = [*(data or b"").decode("utf-8", "replace").split("\n"), ""]
    return Pending(base, frozenset(filter(None, paths))) if first == FIRST else Pending()
