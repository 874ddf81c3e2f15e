"""``python -m bench.wire``: how many texts a second become posts, and in how much memory."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpus import Corpus
from bench.dispatches import invent_dispatches
from bench.errors import BenchError
from bench.measure import Command, Cost, measure
from bench.project import REPOSITORY
from bench.report import format_table
from bench.workshop import open_workshop

ROOM_A_TEXT = 40_000
"""Bytes on the disk for a text and its post."""
MOST_FOR_ROUNDS = 2_000
CASES = ("all new", "none new", "one new")


@dataclass(frozen=True)
class Place:
    """Where texts are converted."""

    folder: Path

    @property
    def wire(self) -> Path:
        return self.folder / "wire"

    def command(self, workers: int) -> Command:
        line = (sys.executable, "-m", "kawat", "convert", "wire", "content", "-j", str(workers))
        environment = {"PYTHONPATH": str(REPOSITORY / "plugins"), "SOURCE_DATE_EPOCH": "1796083200"}
        return Command(line, self.folder, environment)

    def fill(self, corpus: Corpus, first: int, count: int) -> None:
        for dispatch in invent_dispatches(corpus, count, first):
            path = self.wire / dispatch.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(dispatch.data)

    def forget(self) -> None:
        """Back to texts that nobody has converted."""
        for name in ("content", ".cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 1 when a conversion failed."""
    options = _make_parser().parse_args(arguments)
    try:
        for count in options.texts:
            sys.stdout.write(f"{_measure_count(count, options)}\n")
    except BenchError as error:
        sys.stderr.write(f"bench.wire: {error}\n")
        return 1
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.wire", description=__doc__)
    parser.add_argument("--texts", type=int, nargs="+", default=[1_000, 10_000], help="sizes (1000 10000)")
    cores = sorted({1, len(os.sched_getaffinity(0))})
    parser.add_argument("--workers", type=int, nargs="+", default=cores, help="processes (1, and one for each core)")
    rounds = f"conversions of each kind; the median counts (3; 1 above {MOST_FOR_ROUNDS:,} texts)"
    parser.add_argument("--rounds", type=int, help=rounds)
    parser.add_argument("--seed", type=int, default=1, help="other texts (1)")
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".cache", help="where to work (.cache)")
    return parser


def _measure_count(count: int, options: argparse.Namespace) -> str:
    """A table for one number of texts; the numbers of workers take turns, so that the machine's moods are shared."""
    corpus = Corpus.of_size(count, options.seed, REPOSITORY / "wire")
    costs: dict[tuple[int, str], list[Cost]] = {}
    with open_workshop(options.work, ["bench-wire"], count * ROOM_A_TEXT) as folders:
        place = Place(folders["bench-wire"])
        place.fill(corpus, 0, count)
        added = count
        for _ in range(options.rounds or (1 if count > MOST_FOR_ROUNDS else 3)):
            for workers in options.workers:
                place.forget()
                for case in CASES:
                    if case == "one new":
                        place.fill(corpus, added, 1)
                        added += 1
                    costs.setdefault((workers, case), []).append(_run(place, workers))
    return f"{count:,} texts\n{format_table(_list_rows(count, costs))}\n"


def _run(place: Place, workers: int) -> Cost:
    return measure("kawat convert", place.command(workers), place.folder / "content", place.folder / "log.txt")


def _list_rows(count: int, costs: dict[tuple[int, str], list[Cost]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("workers", "texts", "seconds", "texts a second", "ms of processor a text", "MB")]
    for (workers, case), some in costs.items():
        wall, cpu = median(cost.wall for cost in some), median(cost.cpu for cost in some)
        is_bulk = case == CASES[0]
        rate, each = (f"{count / wall:,.0f}", f"{1000 * cpu / count:.2f}") if is_bulk else ("", "")
        rows.append((str(workers), case, f"{wall:.2f}", rate, each, f"{max(cost.peak for cost in some):.0f}"))
    return rows


if __name__ == "__main__":
    sys.exit(main())
