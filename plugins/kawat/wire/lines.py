"""A text's lines, and the paragraphs that they make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kawat.wire.model import BLANKS, Part

NARROWEST, WIDEST = 50, 100
"""Characters: columns at which mail and old teleprinters break lines."""
FEWEST_BREAKS = 4
"""Broken lines that a text must have before it counts as wrapped."""
RAGGED, LEAST_FULL = 16, 0.75
"""How much shorter than the column a line may be, and the share of the broken lines that are not shorter."""
ROOM = 6
"""Characters that may be left free before a word that did not fit."""
LONGEST_WORD = 60
"""What is longer is no word: a script that writes without spaces is not unwrapped."""


def split_paragraphs(text: str) -> list[Part]:
    """One part a paragraph, with the blank lines between; joined they are the text.

    A line is what ``str.splitlines`` says, and a line is a paragraph; but where a text was broken into lines of one
    width, what stands between blank lines is.
    """
    lines = text.splitlines(keepends=True)
    groups = _group(lines)
    width = _find_width([group for group in groups if len(group) > 1], lines)
    parts: list[Part] = []
    for group in groups:
        if width and len(group) > 1 and _is_wrapped([lines[index] for index in group], width):
            parts.append(_make_part(group[0], "".join(lines[index] for index in group)))
        else:
            parts += [_make_part(index, lines[index]) for index in group]
    return parts


def _make_part(index: int, text: str) -> Part:
    return Part("body" if text.strip(BLANKS) else "blank", index + 1, text)


def _group(lines: Sequence[str]) -> list[list[int]]:
    """The numbers of lines that follow each other without a blank one; each blank line alone."""
    groups: list[list[int]] = []
    is_open = False
    for index, line in enumerate(lines):
        is_written = bool(line.strip(BLANKS))
        if is_open and is_written:
            groups[-1].append(index)
        else:
            groups.append([index])
        is_open = is_written
    return groups


def _find_width(groups: Sequence[Sequence[int]], lines: Sequence[str]) -> int:
    """The column at which the text was broken; 0 when it was not."""
    broken = sorted(len(lines[index].rstrip()) for group in groups for index in group[:-1])
    if len(broken) < FEWEST_BREAKS:
        return 0
    width = broken[min(len(broken) - 1, len(broken) * 49 // 50)]
    full = sum(length >= width - RAGGED for length in broken)
    return width if NARROWEST <= width <= WIDEST and full >= LEAST_FULL * len(broken) else 0


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether no line but the last had room for the next line's first word."""
    for line, following in pairwise(lines):
        word = following.split(maxsplit=1)[0]
        if len(word) > LONGEST_WORD or len(line.rstrip()) + 1 + len(word) <= width - ROOM:
            return False
    return True
