"""What the reader made of a text, for programs and for people. Contains no business logic."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kawat.wire.model import Part, WireText

SHOWN = 100
"""Characters of a line that are shown to people."""


def describe_wire(wire: WireText) -> dict[str, object]:
    """Everything that was found, as ``kawat read`` prints it."""
    return {
        "source": wire.source,
        "headline": wire.first("headline"),
        "marker": wire.first("marker"),
        "day": wire.first("date"),
        "agency": wire.agency,
        "place": wire.place,
        "date": tell_date(wire),
        "standfirst": wire.first("standfirst"),
        "body": list(wire.all("body")),
        "disclaimer": wire.first("disclaimer"),
        "sectors": list(wire.sectors),
        "boilerplate": "\n\n".join(wire.all("boilerplate")) or None,
        "about": list(wire.all("about")),
        "contact": list(wire.all("contact")),
        "legal": list(wire.all("legal")),
        "copyright": list(wire.all("copyright")),
        "origin": list(wire.all("source")),
        "tail": list(wire.all("tail")),
        "repeat": list(wire.all("repeat")),
        "unknown": list(wire.all("unknown")),
        **describe_facts(wire),
        "parts": describe_parts(wire),
    }


def describe_facts(wire: WireText) -> dict[str, object]:
    """How a text was decoded and told, and what is wrong with it."""
    return {
        "language": wire.language,
        "margin": round(wire.verdict.margin, 3) if wire.verdict else None,
        "evidence": wire.verdict.evidence if wire.verdict else None,
        "encoding": wire.encoding,
        "decoded": wire.how,
        "warnings": list(wire.warnings),
        "error": str(wire.error) if wire.error else None,
    }


def describe_parts(wire: WireText) -> list[dict[str, object]]:
    """The parts with their lines, blank ones left out; parts of one role that follow each other as one."""
    written = [part for part in wire.parts if part.role != "blank"]
    found: list[dict[str, object]] = []
    for role, run in groupby(written, key=lambda part: part.role):
        parts = list(run)
        found.append({"role": role, "lines": [parts[0].line, parts[-1].last_line]})
    return found


def tell_date(wire: WireText) -> str | None:
    """The day as ISO 8601 has it; ``--02-08`` where the year is not printed."""
    if wire.date:
        return str(wire.date)
    return f"--{wire.month_day[0]:02}-{wire.month_day[1]:02}" if wire.month_day else None


def explain_wire(wire: WireText) -> Iterator[str]:
    """Each line of a text with its role and the rule that gave it; what was told of the whole stands first."""
    yield show_line(wire.source)
    found = (
        ("language", f"{wire.language} ({wire.verdict.evidence})" if wire.verdict else None),
        ("encoding", f"{wire.encoding} ({wire.how})" if wire.encoding else None),
        ("agency", wire.agency),
        ("place", wire.place),
        ("date", tell_date(wire)),
        ("sectors", ", ".join(wire.sectors) or None),
        ("error", str(wire.error) if wire.error else None),
    )
    yield from (f"  {name:10}{show_line(value)}" for name, value in found if value)
    yield from (f"  {'warning':10}{show_line(warning)}" for warning in wire.warnings)
    for part in wire.parts:
        yield from _explain_part(part)


def _explain_part(part: Part) -> Iterator[str]:
    role = f"{part.role} {part.kind}".strip()
    for number, line in enumerate(part.text.splitlines() or [""], start=part.line):
        shown = line.strip() if len(line.strip()) <= SHOWN else f"{line.strip()[: SHOWN - 1]}…"
        rule = "" if part.role == "blank" else part.rule or "the story"
        yield f"{number:6}  {role:14} {rule:38} {show_line(shown)}".rstrip()


def show_line(text: str) -> str:
    """Text on one line of a terminal; what a wire brought with it cannot move the cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
