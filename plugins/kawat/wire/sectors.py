"""Sector lines: a label, a colon, and the sections that a text belongs to."""

from __future__ import annotations

import re

from kawat.languages import Languages
from kawat.wire.model import BLANKS

LONGEST_LABEL, LONGEST_SECTOR, LONGEST_LINE = 40, 60, 300

# Possessive (*+): a text of a million spaces must not send a pattern back over them.
SPACE = rf"[{re.escape(BLANKS)}]"
LINE = re.compile(rf"^(?P<label>[^:：,，、.!?。]{{1,{LONGEST_LABEL}}}?){SPACE}*+[:：]{SPACE}*+(?P<values>[^:：]+)$")
SEPARATOR = re.compile(r"[,，、،]")


def split_sectors(content: str) -> tuple[str, ...]:
    """The values of a sector line, as printed; empty when the paragraph has not its shape.

    >>> split_sectors("Sektor: Top Story, Daily News"), split_sectors("分類：財經、科技")
    (('Top Story', 'Daily News'), ('財經', '科技'))
    >>> split_sectors("Kontak: https://bentang.example/")
    ()
    """
    match = LINE.match(content) if len(content) <= LONGEST_LINE else None
    if match is None:
        return ()
    values = tuple(value.strip(BLANKS) for value in SEPARATOR.split(match["values"]))
    values = tuple(value for value in values if value)
    return values if all(len(value) <= LONGEST_SECTOR for value in values) else ()


def has_sector_label(content: str, languages: Languages) -> bool:
    """Whether it is a sector line whose label some language knows."""
    match = LINE.match(content) if split_sectors(content) else None
    if match is None:
        return False
    label = match["label"].strip(BLANKS).casefold()
    return any(label == known.casefold() for language in languages.values() for known in language.sector_labels)
