"""What became of each text, written down as it happens: a report for programs, a table for people."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from kawat.errors import KawatError
from kawat.telling import describe_facts, describe_parts, show_line, tell_date

if TYPE_CHECKING:
    from kawat.conversion import Conversion, Outcome
    from kawat.desk.tables import Desk
    from kawat.opening import Text

VERSION = 1
COLUMNS = (("language", 8), ("margin", 7), ("agency", 22), ("date", 16), ("place", 18))


class Recorder:
    """Takes what became of texts one by one; however many there are, only where their entries stand is in memory."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._places: dict[str, tuple[int, int]] = {}

    def record(self, text: Text, outcome: Outcome) -> None:
        """Write one text down; of one that was looked at twice the later entry counts."""
        entry = json.dumps(describe_text(text, outcome, self.desk), ensure_ascii=False)
        data = entry.encode("utf-8", "backslashreplace")
        self._places[text.source] = (self._spool.seek(0, os.SEEK_END), len(data))
        self._spool.write(data)

    def close(self) -> None:
        self._spool.close()

    def _list_entries(self) -> Iterator[str]:
        """The entries in the order of the texts' names, each a JSON object."""
        for _, (start, length) in sorted(self._places.items()):
            self._spool.seek(start)
            yield self._spool.read(length).decode()

    def write_report(self, conversion: Conversion, is_dry: bool, file: IO[str]) -> None:
        """The whole run as one JSON object, a text a line."""
        counts = Counter(outcome.what for outcome in conversion.outcomes.values())
        head = {"version": VERSION, "dry_run": is_dry, "counts": dict(sorted(counts.items()))}
        head |= {"review": sorted(conversion.doubtful), "learned": [asdict(lesson) for lesson in conversion.learned]}
        shown = json.dumps(head, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode()
        file.write(f'{shown.removesuffix("}").rstrip()},\n "texts": [')
        for number, entry in enumerate(self._list_entries()):
            file.write(f"{',' if number else ''}\n  {entry}")
        file.write("\n ]\n}\n")

    def save_report(self, conversion: Conversion, is_dry: bool, path: Path) -> None:
        """The same in a file, which is replaced when the new one is whole; raises KawatError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", dir=path.parent, prefix=".kawat-", encoding="utf-8", delete=False
            ) as file:
                try:
                    self.write_report(conversion, is_dry, file)
                    file.close()
                    Path(file.name).chmod(0o644)
                    os.replace(file.name, path)
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise KawatError(path, f"cannot be written: {error.strerror}", "expected a file that can be") from error

    def write_table(self, is_dry: bool, file: IO[str]) -> None:
        """A line for each text."""
        names = [("would be" if is_dry else "outcome", 10), *COLUMNS]
        file.write(f"{'  '.join(name.ljust(width) for name, width in names)}  source\n")
        for entry in self._list_entries():
            file.write(f"{_format_row(json.loads(entry), [width for _, width in names])}\n")


def describe_text(text: Text, outcome: Outcome, desk: Desk) -> dict[str, object]:
    """A text's entry in the report."""
    wire, post = text.wire, text.post
    sectors = post.sectors if post else ()
    entry: dict[str, object] = {
        "source": text.source,
        "file": text.file,
        "sha256": text.digest or None,
        "outcome": outcome.what,
        "review": outcome.is_doubtful,
        "post": outcome.path or None,
        "reason": str(outcome.finding) if outcome.finding else None,
        "notices": [str(notice) for notice in outcome.notices],
        "date": str(text.dating.moment) if text.dating else None,
        "date_from": text.dating.origin if text.dating else None,
        "sectors": [label for label in sectors if label in desk.sectors.by_id],
        "unknown_sectors": [label for label in sectors if label not in desk.sectors.by_id],
    }
    if wire is None:
        return entry
    found = {"headline": wire.first("headline"), "agency": wire.agency, "place": wire.place, "printed": tell_date(wire)}
    return entry | found | describe_facts(wire) | {"parts": describe_parts(wire)}


def _format_row(entry: Mapping[str, Any], widths: list[int]) -> str:
    margin = entry.get("margin")
    shown = "" if margin is None else f"{margin:.2f}{' ?' if entry['review'] else ''}"
    cells = [entry["outcome"], entry.get("language"), shown, entry.get("agency"), entry["date"], entry.get("place")]
    fitted = [_fit(show_line(cell or ""), width) for cell, width in zip(cells, widths, strict=True)]
    reason = f"  ({entry['reason'].partition(': ')[2].partition('; ')[0]})" if entry["reason"] else ""
    return f"{'  '.join(fitted)}  {show_line(entry['source'] + reason)}"


def _fit(text: str, width: int) -> str:
    """The text, cut or filled to a width; an ideograph takes two places.

    >>> _fit("通讯社", 7), _fit("Kabar", 3)
    ('通讯社 ', 'Ka…')
    """
    if (room := width - sum(map(_measure, text))) >= 0:
        return text + " " * room
    kept = ""
    for char in text:
        if sum(map(_measure, kept + char)) > width - 1:
            break
        kept += char
    return _fit(f"{kept}…", width)


def _measure(char: str) -> int:
    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
