"""The lines in which a command says what it has done. Contains no business logic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kawat.report import Progress

if TYPE_CHECKING:
    from kawat.conversion import Conversion
    from kawat.press.build import Built


def report_conversion(conversion: Conversion, progress: Progress, seconds: float, is_dry: bool = False) -> None:
    """What a conversion did, or would do."""
    for finding in (*conversion.notices, *conversion.conflicts, *conversion.set_aside):
        progress.say(str(finding))
    review = f", {len(conversion.doubtful)} to review" if conversion.doubtful else ""
    written, rewritten, unchanged = len(conversion.written), len(conversion.rewritten), conversion.unchanged
    conflicts, set_aside = len(conversion.conflicts), len(conversion.set_aside)
    if is_dry:
        progress.say(
            f"wire: {conversion.read} texts read; {written} posts would be written, {rewritten} rewritten,"
            f" {unchanged} unchanged ({conflicts} in conflict), {set_aside} texts set aside{review};"
            f" nothing was written, {seconds:.1f} s"
        )
        return
    progress.say(
        f"wire: {conversion.read} texts read, {written} posts written, {rewritten} rewritten, {unchanged} unchanged"
        f" ({conflicts} in conflict), {set_aside} set aside{review}, {seconds:.1f} s"
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
