"""``python -m bench.profiles``: in which functions the press spends its time."""

from __future__ import annotations

import argparse
import pstats
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contenders.press import Press
from bench.corpus import Corpus
from bench.errors import BenchError
from bench.measure import Command, Cost, measure
from bench.options import find_press
from bench.project import REPOSITORY
from bench.report import format_table
from bench.workshop import open_workshop

CASES = {"clean": "a clean build", "added": "a build after a post was added"}
SOLO = REPOSITORY / "bench/solo.py"
ROOM_A_POST = 100_000
EPILOG = """looking deeper:
  The figures of each build are kept, and Python's own browser reads them:
    .venv/bin/python -m pstats .cache/profile-clean.pstats
      sort tottime         then "stats 40", or "stats render" for functions of that name
      callers find_body    who calls a function, how often, for how long
      callees load         what a function spends its time in
  The same figures as a picture: pip install snakeviz, then snakeviz .cache/profile-clean.pstats
  What is loaded, and how long that takes: .venv/bin/python -X importtime -m kawat build
  A template's functions are listed under its name; "root" and "block_…" are what Jinja made of it.

reading them:
  cProfile makes each call slower, so functions that are called very often look worse than they are; the line above
  the tables says by how much the whole was slowed. Use it to find what to change, and "make bench
  ARGS=\"--without hugo,pelican\"" before and after to see what it brought. A build has one worker here, so that nothing
  happens where the profile does not see it; only a site of some thousands of pages still has a process that looks for
  changed pages."""


@dataclass(frozen=True)
class Spot:
    """A function and what was spent there."""

    where: str
    """``file:line``, the file below the package or template folder."""
    name: str
    calls: int
    own: float
    """Seconds in the function itself."""
    total: float
    """Seconds in it and in all that it called."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 2 when it cannot be done."""
    options = _make_parser().parse_args(arguments)
    try:
        corpus = Corpus.of_size(options.posts, options.seed, REPOSITORY / "wire")
        names = ("profile",)
        with open_workshop(options.work.resolve(), names, len(corpus) * ROOM_A_POST) as folders:
            press = Press(folders["profile"], corpus, find_press(options.press))
            press.prepare()
            for line in _profile(press, options.top):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    except BenchError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.profiles",
        description="Show in which functions the press spends its time, on an invented corpus.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--posts", type=int, default=1600, help="posts, all languages together (1600)")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another corpus (1)")
    parser.add_argument("--top", type=int, default=25, help="functions to show (25)")
    parser.add_argument("--press", type=Path, default=REPOSITORY, metavar="FOLDER", help="whose press (this checkout)")
    work = REPOSITORY / ".cache/bench"
    parser.add_argument("--work", type=Path, default=work, metavar="FOLDER", help="where to build (.cache/bench)")
    return parser


def _profile(press: Press, top: int) -> Iterator[str]:
    """The report, line by line. Each build runs without the profile first, so that its own cost is seen."""
    plain = {case: _build(press, case, 0) for case in CASES}
    for case, meaning in CASES.items():
        figures = REPOSITORY / f".cache/profile-{case}.pstats"
        figures.parent.mkdir(exist_ok=True)
        slowed = _build(press, case, 1, str(figures))
        spots = read_spots(figures, press.folder)
        yield f"{meaning}, {len(press.corpus)} posts, one worker: {plain[case].wall:.2f} s;"
        yield f"{slowed.wall:.2f} s under the profile, whose figures are in {figures.relative_to(REPOSITORY)}\n"
        yield f"by own time\n{format_spots(spots, 'own', top)}\n"
        yield f"by cumulative time\n{format_spots(spots, 'total', top)}\n"
    yield "make profile ARGS=--help says how to look deeper"


def _build(press: Press, case: str, turn: int, *arguments: str) -> Cost:
    usual = press.change(case, turn)
    # -P: the benchmark's modules shall not be found in place of others of their names.
    command = Command((sys.executable, "-P", str(SOLO), *arguments), usual.folder, usual.environment)
    return measure(press.name, command, press.folder / press.output, press.folder / "build.log")


def read_spots(figures: Path, project: Path) -> list[Spot]:
    """What a file of cProfile's says. Calls that a function makes of itself count once."""
    found: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = vars(pstats.Stats(str(figures)))["stats"]
    roots = [str(root) for root in (project / "plugins", project / "theme", project, *_list_libraries(), REPOSITORY)]
    return [
        Spot(_shorten(file, line, roots), name, calls, own, total)
        for (file, line, name), (_, calls, own, total, _) in found.items()
    ]


def _list_libraries() -> list[Path]:
    """Folders of modules, those inside others first."""
    return [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib", "stdlib")]


def _shorten(file: str, line: int, roots: Sequence[str]) -> str:
    """``file:line`` without the folder that the file is found in; empty for what is written in C.

    >>> _shorten("/project/plugins/kawat/files.py", 12, ["/project/plugins", "/project"])
    'kawat/files.py:12'
    >>> _shorten("~", 0, [])
    ''
    """
    if file == "~":
        return ""
    root = next((root for root in roots if file.startswith(f"{root}/")), None)
    return f"{file[len(root) + 1 :] if root else file}:{line}"


def format_spots(spots: Sequence[Spot], order: str, top: int) -> str:
    """The ``top`` functions by ``own`` or ``total`` time."""
    chosen = sorted(spots, key=lambda spot: (-getattr(spot, order), spot.where, spot.name))[:top]
    rows = [("function", "where", "own s", "cum. s", "calls")]
    rows += [(one.name, one.where, f"{one.own:.3f}", f"{one.total:.3f}", f"{one.calls:,}") for one in chosen]
    return format_table(rows)


if __name__ == "__main__":
    sys.exit(main())
