"""What people are told: findings, progress, the summary's lines. Contains no business logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kawat.errors import KawatError
from kawat.files import write_atomically

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")
LONG_WORK = 200
"""Items from which a progress bar is worth showing."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something that a person should know about one file."""

    source: str
    where: str
    """``path:line``."""
    wrong: str
    expected: str

    @classmethod
    def of(cls, error: KawatError, source: str) -> Finding:
        return cls(source, error.where, error.wrong, error.expected)

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}; {self.expected}"


class Progress:
    """A progress bar on long work in a terminal, nothing elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console

    def track(self, items: Sequence[Item], what: str) -> Iterator[Item]:
        yield from self.track_some(items, len(items), what)

    def track_some(self, items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
        """The same for items that come one by one; ``total`` says how many will."""
        if total < LONG_WORK or not (self.console.is_terminal if self.console else sys.stderr.isatty()):
            yield from items
            return
        # Imported on need: it takes longer to load than many a build.
        from rich.console import Console
        from rich.progress import track

        self.console = self.console or Console(stderr=True)
        yield from track(items, what, total=total, console=self.console, transient=True)

    def say(self, line: str) -> None:
        """Print one line as it is; what a text brought with it cannot move the cursor."""
        shown = "".join(char if char.isprintable() else "\ufffd" for char in line)
        if self.console:
            self.console.print(shown, markup=False, highlight=False, emoji=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{shown}\n")


def save_quarantine(cache: Path, what: str, findings: Sequence[Finding]) -> None:
    """Keep what was set aside in ``quarantine.json``, a list.

    ``what`` tells conversion's entries (``text``) from the press's (``post``); each replaces its own.
    """
    path = cache / "quarantine.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = None
    entries = known if isinstance(known, list) else []
    others = [entry for entry in entries if isinstance(entry, dict) and entry.get("what") != what]
    own = [{"what": what, **asdict(finding), "reason": str(finding)} for finding in sorted(findings)]
    listed = own + others if what == "text" else others + own
    if listed != known:
        data = json.dumps(listed, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
        write_atomically(path, data + b"\n")
