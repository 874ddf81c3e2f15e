"""A text's lines, and the paragraphs that they make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kawat.wire.model import BLANKS, Part
from kawat.wire.sentences import ends_sentence

NARROWEST, WIDEST = 50, 100
"""Characters: columns at which mail and old teleprinters break lines."""
FEWEST_BREAKS = 4
"""Broken lines that a text must have before it counts as wrapped."""
RAGGED, LEAST_FULL = 16, 0.75
"""How much shorter than the column a line may be, and the share of the broken lines that are not shorter."""
MOST_ENDS = 0.4
"""The share of the broken lines that may end as sentences do: lines that all do are paragraphs."""
ROOM = 6
"""Characters that may be left free before a word that did not fit."""
LONGEST_WORD = 60
"""What is longer is no word: a script that writes without spaces is not unwrapped."""


def split_paragraphs(text: str) -> list[Part]:
    """One part a paragraph, with the blank lines between; joined they are the text.

    A line is what ``str.splitlines`` says, and a line is a paragraph; but where a text was broken into lines of one
    width, what stands between blank lines is, up to a line that had room for another word.
    """
    lines = text.splitlines(keepends=True)
    groups = _group(lines)
    width = _find_width([group for group in groups if len(group) > 1], lines)
    runs = [run for group in groups for run in _split_group(group, lines, width)]
    return [_make_part(run[0], "".join(lines[index] for index in run)) for run in runs]


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
    upper = [lines[index] for group in groups for index in group[:-1]]
    broken = sorted(len(line.rstrip()) for line in upper)
    if len(broken) < FEWEST_BREAKS or sum(map(ends_sentence, upper)) > MOST_ENDS * len(upper):
        return 0
    width = broken[min(len(broken) - 1, len(broken) * 49 // 50)]
    full = sum(length >= width - RAGGED for length in broken)
    return width if NARROWEST <= width <= WIDEST and full >= LEAST_FULL * len(broken) else 0


def _split_group(group: Sequence[int], lines: Sequence[str], width: int) -> list[list[int]]:
    """The paragraphs in a group: a line ends one that had room for the next one's first word, or is an item."""
    if not width or len(group) < 2:
        return [[index] for index in group]
    runs, first = [[group[0]]], lines[group[0]].split(maxsplit=1)[0]
    bullet = None if any(map(str.isalnum, first)) else first
    for index, following in pairwise(group):
        word = lines[following].split(maxsplit=1)[0]
        if word == bullet or len(word) > LONGEST_WORD or len(lines[index].rstrip()) + 1 + len(word) <= width - ROOM:
            runs.append([following])
        else:
            runs[-1].append(following)
    return runs
