"""What people and programs are told of a release. Contains no business logic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kawat.errors import KawatError
from kawat.files import write_atomically
from kawat.publish.plan import Plan
from kawat.publish.publishing import Outcome

REPORT = "publish.json"
UNITS = ("bytes", "kB", "MB", "GB")


def list_plan(outcome: Outcome) -> Iterator[str]:
    """The lines of a plan: every file with its cause, then the order."""
    plan = outcome.plan
    for sign, causes in (("+", plan.added), ("~", plan.changed), ("-", plan.removed)):
        for path, why in causes.items():
            size = f", {show_size(plan.target.files[path].size)}" if path in plan.target.files else ""
            yield f"{sign} {path} ({why}{size})"
    for path in plan.target.kept:
        yield f"= {path} (kept for pages that readers may still have)"
    for path in plan.strays:
        yield f"? {path} (on the host, and no manifest says that it is ours; left alone)"
    if not plan.is_nothing:
        stages = [f"{stage.name} {len(stage.paths)}" for stage in plan.stages]
        yield f"order: {', '.join([*stages, 'manifest', 'verify', f'removals {len(plan.removed)}'])}"
        told = (f"{kind} {len(urls)}" for kind, urls in outcome.addresses.items())
        yield f"addresses to tell of: {', '.join(told)}"


def summarise(outcome: Outcome) -> str:
    """One line: what a command did, or would do."""
    plan, seconds = outcome.plan, f"{outcome.seconds:.1f} s"
    if outcome.what == "rolled back":
        return f"publish: {outcome.place} shows {outcome.name} again, {_count(plan)} undone, {seconds}"
    if plan.is_nothing:
        return f"publish: {outcome.place} has the site as it is, {len(plan.target.files)} files, {seconds}"
    what = "would go to" if outcome.what == "planned" else f"{outcome.name} is at"
    strays = f", {len(plan.strays)} unknown files left alone" if plan.strays else ""
    return f"publish: {what} {outcome.place}: {_count(plan)}, {show_size(plan.upload_size)} up{strays}, {seconds}"


def _count(plan: Plan) -> str:
    return f"{len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed"


def show_size(size: int) -> str:
    """
    >>> [show_size(size) for size in (1, 1500, 2_000_000)]
    ['1 bytes', '1.5 kB', '2.0 MB']
    """
    value, unit = float(size), UNITS[0]
    for unit in UNITS:  # noqa: B007 - the last one looked at
        if value < 1000:
            break
        value /= 1000
    return f"{size} bytes" if unit == "bytes" else f"{value:.1f} {unit}"


def describe(outcome: Outcome) -> dict[str, object]:
    """The report's contents."""
    plan = outcome.plan
    return {
        "what": outcome.what,
        "host": outcome.place,
        "site": plan.target.site,
        "release": outcome.name,
        "manifest": plan.target.mark,
        "uploaded": len(plan.uploads),
        "bytes": plan.upload_size,
        "seconds": round(outcome.seconds, 3),
        "order": [[stage.name, len(stage.paths)] for stage in plan.stages],
        "added": dict(plan.added),
        "changed": dict(plan.changed),
        "removed": dict(plan.removed),
        "kept": sorted(plan.target.kept),
        "unknown": list(plan.strays),
        "addresses": {kind: len(urls) for kind, urls in outcome.addresses.items()},
        "error": None,
    }


def describe_failure(error: KawatError, place: str) -> dict[str, object]:
    return {"what": "failed", "host": place, "error": str(error)}


def save_report(path: Path, report: dict[str, object]) -> None:
    """Write the report, as JSON in UTF-8."""
    write_atomically(path, dump_report(report).encode("utf-8", "backslashreplace"))


def dump_report(report: dict[str, object]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
