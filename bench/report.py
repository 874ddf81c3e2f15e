"""The result as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.contenders.contender import Pages
from bench.rounds import FIGURES, Result

HEADINGS = {"wall": "wall s", "cpu": "CPU s", "peak": "peak MB", "written": "written", "removed": "removed"}
REFERENCE = "press"
"""Whose figures are divided by the others'."""


def describe_machine() -> str:
    """The cores that we may use, the memory, the kernel, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"{cores} cores, {memory:.0f} GB, {platform.system()} {platform.release()} {platform.machine()}, "
        f"Python {platform.python_version()}, load {load:.1f} at the start"
    )


def format_table(rows: Sequence[Sequence[str]], words: int = 2) -> str:
    """Rows of cells as aligned text; the first row is the heading, so many of the first columns are words.

    >>> print(format_table([("case", "who", "s"), ("clean", "press", "1.50")]))
    case   who       s
    -----  -----  ----
    clean  press  1.50
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    ruled = [rows[0], ["-" * width for width in widths], *rows[1:]]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in ruled
    )


def make_cost_table(result: Result, cases: Sequence[str]) -> str:
    """Medians by case and contender, then the press's divided by each other's."""
    names = list(result.pages)
    rows = [["case", "contender", *(HEADINGS[figure] for figure in FIGURES)]]
    for case in cases:
        rows += [_make_row(result, case, name) for name in names if _took_part(result, case, name)]
        if _took_part(result, case, REFERENCE):
            others = (name for name in names if name != REFERENCE and _took_part(result, case, name))
            rows += [_make_ratios(result, case, name) for name in others]
    return format_table(rows)


def _took_part(result: Result, case: str, name: str) -> bool:
    return result.find_median(case, name, "wall") is not None


def _make_row(result: Result, case: str, name: str) -> list[str]:
    values = {figure: result.find_median(case, name, figure) or 0 for figure in FIGURES}
    forms = {"wall": ".2f", "cpu": ".2f"}
    return [case, name, *(format(value, forms.get(figure, ".0f")) for figure, value in values.items())]


def _make_ratios(result: Result, case: str, name: str) -> list[str]:
    ratios = [
        _divide(result.find_median(case, REFERENCE, figure), result.find_median(case, name, figure))
        for figure in FIGURES
    ]
    return ["", f"{REFERENCE}/{name}", *ratios]


def _divide(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.3f}" if ours is not None and theirs else "–"


def make_page_table(result: Result) -> str:
    """The number of pages of each kind and their mean size, side by side; ``≠`` where press and Hugo differ."""
    kinds = list(dict.fromkeys(kind for pages in result.pages.values() for kind in pages))
    names = list(result.pages)
    rows = [["kind of page", "", *(cell for name in names for cell in (name, "bytes"))]]
    for kind in sorted(kinds, key=lambda kind: kind == "other"):
        found = {name: result.pages[name].get(kind) for name in names}
        counts = {pages.count if pages else 0 for name, pages in found.items() if name in ("press", "hugo")}
        cells = [cell for pages in found.values() for cell in _count(pages)]
        rows.append([kind, "≠" if len(counts) > 1 else "", *cells])
    return format_table([*rows, ["all", "", *(cell for pages in result.pages.values() for cell in _sum(pages))]])


def _count(pages: Pages | None) -> tuple[str, str]:
    """Their number and mean size."""
    return (str(pages.count), str(pages.size // pages.count)) if pages else ("–", "")


def _sum(pages: Mapping[str, Pages]) -> tuple[str, str]:
    size = sum(one.size for one in pages.values())
    return str(sum(one.count for one in pages.values())), f"{size / 1e6:.1f} MB"


def write_json(path: Path, result: Result, facts: Mapping[str, object], cases: Sequence[str]) -> None:
    """Every run, the medians, the pages and the facts about the run."""
    medians = {
        case: {name: {figure: result.find_median(case, name, figure) for figure in FIGURES} for name in result.pages}
        for case in cases
    }
    data = {
        **facts,
        "pages": {name: {kind: asdict(one) for kind, one in pages.items()} for name, pages in result.pages.items()},
        "medians": medians,
        "runs": [{**asdict(run), "cost": {**asdict(run.cost), "cpu": run.cost.cpu}} for run in result.runs],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
