"""The lines in which a command says what it has done. Contains no business logic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kawat.report import Progress

if TYPE_CHECKING:
    from kawat.convert import Conversion
    from kawat.press.build import Built


def report_conversion(conversion: Conversion, progress: Progress, seconds: float) -> None:
    for finding in (*conversion.notices, *conversion.conflicts, *conversion.set_aside):
        progress.say(str(finding))
    progress.say(
        f"wire: {conversion.read} texts read, {len(conversion.written)} posts written,"
        f" {len(conversion.rewritten)} rewritten, {conversion.unchanged} unchanged"
        f" ({len(conversion.conflicts)} in conflict), {len(conversion.set_aside)} set aside, {seconds:.1f} s"
    )


def report_build(built: Built, progress: Progress) -> None:
    for finding in built.set_aside:
        progress.say(f"content/{finding}")
    for label in built.labels:
        progress.say(f"content: unknown sector {label!r}; kept as printed, add it to desk/sectors.toml")
    done = built.applied
    progress.say(
        f"site: {built.posts} posts, {built.drafts} drafts, {len(built.set_aside)} set aside;"
        f" pages: {len(done.added)} added, {len(done.changed)} changed, {len(done.removed)} removed,"
        f" {done.unchanged} unchanged, {built.seconds:.1f} s"
    )
