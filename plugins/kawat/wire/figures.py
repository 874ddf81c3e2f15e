"""Dates in figures alone: 2026-11-04, 4/11/2026, 2026年11月4日, 二〇二六年十一月四日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

NUMERIC = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})\s?[年년]\s{0,2}(?P<b>\d{1,2})\s?[月월]\s{0,2}(?P<a>\d{1,2})\s?[日일]",
        r"(?<!\d)(?P<y>\d{4})(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<a>\d{1,2})(?!\d)\.?",
        r"(?<![\d.])(?<!\d,)(?P<a>\d{1,2})[\u200e\u200f]?(?P<s>[./-])\s{0,2}(?P<b>\d{1,2})[\u200e\u200f]?(?P=s)\s{0,2}"
        r"(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<b>\d{1,2})\s?[月월]\s{0,2}(?P<a>\d{1,2})\s?[日일]",
    )
)
SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=[^\W\d][,،、] )(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{2})(?![\d.,/-]?\d)",
        r"(?<=[^\W\d][,،、] )(?P<a>\d{1,2})(?P<s>/)(?P<b>\d{1,2})(?=\s?[–—-])",
        r"(?<=[A-Z] )(?P<a>\d{1,2})(?P<s>/)(?P<b>\d{1,2})(?=\))",
        r"(?<=[–—-] )(?P<a>\d{1,2}) - (?P<b>\d{1,2})(?= \()",
    )
)
"""Figures that say less and need more around them: ``BERLIN, 04.11.26 -``, ``(TTXVN 4/11)``, ``- 4 - 11 (``."""
HAN_DIGITS = "〇零一二三四五六七八九十"
HAN = re.compile(
    r"(?:(?P<y>[〇零○一二三四五六七八九]{4})年)?(?P<b>[一二三四五六七八九十]{1,2})月(?P<a>[一二三四五六七八九十]{1,3})日"
)


class Figures(NamedTuple):
    """Numbers that are a date's."""

    start: int
    end: int
    day: int
    month: int
    year: str
    """As printed, of two or four figures; empty where there is none."""
    mark: str
    """What parts them where either may be the day; empty where the order is fixed."""


def find_figures(text: str) -> Iterator[Figures]:
    """The dates in figures, in no order; some may be no dates.

    >>> [(one.day, one.month, one.year) for one in find_figures("(4/11/2026), 二〇二六年十一月五日, Oslo, 06.11.26 -")]
    [(4, 11, '2026'), (6, 11, '26'), (5, 11, '2026')]
    """
    for pattern in (*NUMERIC, *SHORT):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            mark = groups.get("s", "") if match.start("a") == match.start() else ""
            yield Figures(*match.span(), int(match["a"]), int(match["b"]), groups.get("y", ""), mark)
    if "月" in text:
        for match in HAN.finditer(text):
            year = str(_read_han(match["y"])) if match["y"] else ""
            yield Figures(*match.span(), _read_han(match["a"]), _read_han(match["b"]), year, "")


def make_era_pattern(eras: Mapping[str, int]) -> re.Pattern[str]:
    """What finds a day in a year that is counted from an era's beginning."""
    marks = "|".join(re.escape(name) for name in sorted(eras, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?P<era>{marks})\s?(?P<y>\d{{1,3}})\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日")


def _read_han(text: str) -> int:
    """A number in Han figures: a year digit by digit, a month or a day with its tens.

    >>> _read_han("二〇二六"), _read_han("十一"), _read_han("二十六")
    (2026, 11, 26)
    """
    values = [max(0, HAN_DIGITS.find(char.replace("○", "〇")) - 1) for char in text]
    if "十" not in text:
        return int("".join(map(str, values)))
    tens, _, ones = text.partition("十")
    return 10 * (_read_han(tens) if tens else 1) + (_read_han(ones) if ones else 0)
