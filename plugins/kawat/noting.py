"""What a person should know about a text that became a post."""

from __future__ import annotations

from collections.abc import Iterator

from kawat.desk.tables import Desk
from kawat.opening import Text
from kawat.paragraphs import make_line
from kawat.report import Finding


def list_notices(text: Text, desk: Desk) -> Iterator[Finding]:
    """Warnings of its reading, a doubtful language, a guessed date, unknown sectors."""
    wire, dating, post = text.wire, text.dating, text.post
    assert wire and dating and post
    first = f"{text.source}:1"
    for warning in wire.warnings:
        yield Finding(text.source, first, warning, "look at the post")
    if wire.verdict and wire.verdict.is_thin:
        wrong = f"its language, {wire.language}, is told by a thin margin ({wire.verdict.evidence})"
        yield Finding(text.source, first, wrong, "look at the post, or name the file x.<tag>.txt")
    if dating.is_guess:
        is_yearless = wire.month_day is not None
        wrong = "a dateline without a year" if is_yearless else "no date"
        how = "the nearest such day" if is_yearless else "the day of conversion"
        yield Finding(text.source, first, f"{wrong}; dated {dating.moment}, {how}", "a sidecar can give date = …")
    line = next((part.line for part in wire.parts if part.role == "sectors"), 1)
    for label in post.sectors:
        if label not in desk.sectors.by_id:
            expected = "kept as printed; add it to desk/sectors.toml, or as an alias there"
            yield Finding(text.source, f"{text.source}:{line}", f"unknown sector {make_line(label)!r}", expected)
