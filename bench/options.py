"""The command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contenders import CONTENDERS
from bench.contenders.contender import CASES
from bench.errors import UsageError
from bench.project import REPOSITORY

MOST_FOR_PELICAN = 16_000
"""Posts; more take stock Pelican too long, and several rounds too much time and room."""
SMALLEST = 150
USUAL = ("clean", "unchanged", "added")
EPILOG = """cases:
{cases}

examples:
  make bench                                            1,600 posts, three rounds, all contenders
  make bench POSTS=100000                               the archive of a year; one round, without stock Pelican
  make bench ARGS="--cases all"                         every case
  make bench ARGS="--without hugo,pelican --cases edited"
  make bench ARGS="--press ../other-checkout"           the press of another revision
  make bench ARGS="--work /dev/shm/bench"               in memory, where the disk is slow"""


@dataclass(frozen=True)
class Options:
    """What to measure."""

    posts: int
    rounds: int
    seed: int
    json: Path
    work: Path
    press: Path
    contenders: tuple[str, ...]
    cases: tuple[str, ...]
    keep: bool


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """The options; raises UsageError. argparse ends the program with status 2 where it finds fault."""
    given = _make_parser().parse_args(arguments)
    rounds = given.rounds if given.rounds is not None else 3 if given.posts <= MOST_FOR_PELICAN else 1
    cases = tuple(CASES) if given.cases == "all" else _read_names(given.cases, CASES, "case")
    if rounds < 1 or not cases or given.posts < SMALLEST:
        raise UsageError(f"expected at least 1 round, 1 case and {SMALLEST} posts")
    return Options(
        posts=given.posts,
        rounds=rounds,
        seed=given.seed,
        json=given.json,
        work=given.work.resolve(),
        press=find_press(given.press),
        contenders=_choose_contenders(given.posts, given.include, given.exclude),
        cases=tuple(case for case in CASES if case in cases),
        keep=given.keep,
    )


def find_press(folder: Path) -> Path:
    """A checkout of Kawat; raises UsageError."""
    if not (folder / "plugins/kawat").is_dir():
        raise UsageError(f"--press {folder}: no checkout of Kawat; expected a folder with plugins/kawat")
    return folder.resolve()


def _make_parser() -> argparse.ArgumentParser:
    cases = "\n".join(f"  {case:<10} {meaning}" for case, meaning in CASES.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure how long Kawat's press, Hugo and stock Pelican take to build one invented corpus.",
        epilog=EPILOG.format(cases=cases),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = ", ".join(CONTENDERS)
    parser.add_argument("--posts", type=int, default=1600, help="posts, all languages together (1600)")
    parser.add_argument(
        "--rounds", type=int, help=f"the table shows their medians (3; 1 above {MOST_FOR_PELICAN:,} posts)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed is another corpus (1)")
    parser.add_argument("--cases", default=",".join(USUAL), help=f"of those below, or all ({','.join(USUAL)})")
    parser.add_argument("--with", dest="include", default="", metavar="NAMES", help=f"also these; there are {names}")
    parser.add_argument("--without", dest="exclude", default="", metavar="NAMES", help="not these")
    json = REPOSITORY / ".cache/bench.json"
    parser.add_argument(
        "--json", type=Path, default=json, metavar="FILE", help="where to write every run (.cache/bench.json)"
    )
    parser.add_argument("--press", type=Path, default=REPOSITORY, metavar="FOLDER", help="whose press (this checkout)")
    work = REPOSITORY / ".cache/bench"
    parser.add_argument("--work", type=Path, default=work, metavar="FOLDER", help="where to build (.cache/bench)")
    parser.add_argument("--keep", action="store_true", help="leave the built projects there")
    return parser


def _choose_contenders(posts: int, include: str, exclude: str) -> tuple[str, ...]:
    """All, but for those left out, and stock Pelican where it would take too long unless it is asked for."""
    wanted = _read_names(include, CONTENDERS, "contender")
    unwanted = set(_read_names(exclude, CONTENDERS, "contender"))
    if posts > MOST_FOR_PELICAN and "pelican" not in wanted:
        unwanted.add("pelican")
    chosen = tuple(name for name in CONTENDERS if name not in unwanted)
    if not chosen:
        raise UsageError("nobody left to measure")
    return chosen


def _read_names(text: str, known: Iterable[str], what: str) -> tuple[str, ...]:
    names = tuple(name for part in text.split(",") if (name := part.strip()))
    for name in names:
        if name not in known:
            raise UsageError(f"no {what} {name!r}; expected some of {', '.join(known)}")
    return names
