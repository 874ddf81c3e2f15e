"""Rounds: the contenders take turns at each case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.contenders.contender import Contender, Pages
from bench.errors import BuildError
from bench.measure import Cost, measure

FIGURES = ("wall", "cpu", "peak", "written", "removed")
"""What is compared of a cost."""


@dataclass(frozen=True)
class Run:
    """One measured build."""

    round: int
    """From 1."""
    case: str
    contender: str
    cost: Cost


@dataclass(frozen=True)
class Result:
    """All that was measured."""

    runs: tuple[Run, ...]
    pages: Mapping[str, Mapping[str, Pages]]
    """By contender and kind, after its first build."""

    def find_median(self, case: str, contender: str, figure: str) -> float | None:
        """The median over the rounds; None where a contender took no part."""
        values = [
            float(getattr(run.cost, figure)) for run in self.runs if (run.case, run.contender) == (case, contender)
        ]
        return median(values) if values else None


def run_rounds(
    contenders: Sequence[Contender], cases: Sequence[str], rounds: int, tell: Callable[[str], None]
) -> Result:
    """Build and measure; raises BuildError. ``tell`` is told what goes on."""
    pages: dict[str, Mapping[str, Pages]] = {}
    if cases[0] != "clean":
        for contender in contenders:
            tell(f"first build, not measured: {contender.name}")
            _measure(contender, "clean", 0)
            pages[contender.name] = contender.count_pages()
    runs: list[Run] = []
    for turn, case, contender in _plan(contenders, cases, rounds):
        cost = _measure(contender, case, turn)
        if case != "unchanged" and not cost.written:
            raise BuildError(contender.name, 0, f"{case}: no file was written; expected some")
        tell(f"round {turn + 1} of {rounds}, {case}: {contender.name} {cost.wall:.2f} s, {cost.written} files written")
        runs.append(Run(turn + 1, case, contender.name, cost))
        if contender.name not in pages:
            pages[contender.name] = contender.count_pages()
    return Result(tuple(runs), pages)


def _plan(contenders: Sequence[Contender], cases: Sequence[str], rounds: int) -> Iterator[tuple[int, str, Contender]]:
    """Turns; whoever begins in one round comes last in the next, so that nobody always follows the same."""
    for turn in range(rounds):
        shift = turn % len(contenders)
        for case in cases:
            for contender in (*contenders[shift:], *contenders[:shift]):
                if case in contender.cases:
                    yield turn, case, contender


def _measure(contender: Contender, case: str, turn: int) -> Cost:
    command = contender.change(case, turn)
    return measure(contender.name, command, contender.folder / contender.output, contender.folder / "build.log")
