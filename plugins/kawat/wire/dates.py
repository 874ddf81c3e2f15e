"""Dates as datelines print them: in every language's months, digits and calendars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kawat.languages import Language, Languages

EARLIEST, LATEST = 1900, 2199
GAP = re.compile(r"[\s.,،-]{0,8}")
LITTLE_WORD = re.compile(r"(?:[^\W\d_]{1,4}|º|ª|°)\.?[\s.,-]{1,2}")
"""What a language may put between a date's numbers: ``de``, ``năm``, ``th``."""
TIME = re.compile(
    r"\s?[,/@]?\s?(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:\s?[APap]\.?[Mm]\b\.?)?"
    r"(?:\s?(?:[A-Z][A-Za-z]{1,12}(?:/[A-Z][A-Za-z_]{2,20})?(?=\s?[-–—]{1,2}\s)|[A-Z]{2,5}(?:/[A-Z]{2,5})?(?![A-Za-z_])))?"
)
"""A time of day, with the name of its zone."""
NUMERIC = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        r"(?<!\d)(?P<y>\d{4})(?P<s>[./-])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)\.?",
        r"(?<![\d.,])(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
    )
)
HAN_DIGITS = "〇零一二三四五六七八九十"
HAN = re.compile(
    r"(?:(?P<y>[〇零○一二三四五六七八九]{4})年)?(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
RANGE = re.compile(r"(?<!\d)(\d{1,2})\s?[-–]\s?$")
NUMBER = re.compile(r"(?<![\d:])(?<!\d[.,])\d{1,2}(?![\d:])")
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
SHORT_YEAR = re.compile(r"(\d{2})(?!\d)")


@dataclass(frozen=True)
class Found:
    """A date in a text; the year may be missing."""

    start: int
    end: int
    month: int
    day: int | None
    """None where only a month and a year are printed."""
    year: int | None

    @property
    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.year and self.day else None

    @property
    def month_day(self) -> tuple[int, int] | None:
        """Month and day, where there is no year."""
        return (self.month, self.day) if self.day and self.year is None else None


@dataclass(frozen=True)
class Month:
    name: str
    """In lower case, without a final point."""
    number: int
    has_short_years: bool
    """Whether its language's calendar is not the Gregorian one, where newspapers print two digits of a year."""


class Calendar:
    """What languages call months and days, and how they count years.

    >>> from kawat.languages import load_languages
    >>> calendar = make_calendar(load_languages())
    >>> [str(found.date) for found in calendar.find_dates("Oslo, Nov. 4, 2026; 5 พ.ย. 2569; 2026年11月6日")]
    ['2026-11-04', '2026-11-05', '2026-11-06']
    """

    def __init__(self, languages: Languages, language: Language | None) -> None:
        self._first: dict[str, list[Month]] = {}
        self._last: dict[str, list[Month]] = {}
        for month in _list_months(languages, language):
            self._first.setdefault(month.name[0], []).append(month)
            self._last.setdefault(month.name[-1], []).append(month)
        self._offsets = tuple(sorted({0} | {one.year_offset for one in languages.values()}))
        self._eras = {name: offset for one in languages.values() for name, offset in one.eras.items()}
        self._era = _make_era_pattern(self._eras)
        self._day_words = {word: day for one in languages.values() for word, day in one.day_words.items()}
        self._weekday = _make_weekday_pattern(languages)
        self._is_month_first = language is not None and _is_month_first(language)

    def find_dates(self, text: str) -> list[Found]:
        """The dates in a text, which has ASCII digits, in its order; none overlaps another."""
        if "月" not in text and not any(char.isdecimal() for char in text):
            return []
        found: list[Found] = []
        for one in sorted(
            self._find_all(text), key=lambda one: (one.start, one.day is None, one.year is None, -one.end)
        ):
            if not found or one.start >= found[-1].end:
                found.append(self._widen(one, text))
        return found

    def _find_all(self, text: str) -> Iterator[Found]:
        for pattern in NUMERIC:
            for match in pattern.finditer(text):
                yield from self._read_numbers(match)
        for match in self._era.finditer(text):
            year = self._eras[match["era"]] + int(match["y"])
            yield from _check(match.start(), match.end(), int(match["m"]), int(match["d"]), [year])
        for match in HAN.finditer(text):
            years = [_read_han(match["y"])] if match["y"] else [None]
            yield from _check(match.start(), match.end(), _read_han(match["m"]), _read_han(match["d"]), years)
        folded = text.lower() if len(text.lower()) == len(text) else text
        for match in NUMBER.finditer(text):
            yield from self._read_named(text, folded, match)
        for match in YEAR.finditer(folded):
            yield from self._read_month(folded, match)

    def _read_numbers(self, match: re.Match[str]) -> Iterator[Found]:
        groups = match.groupdict()
        if "a" in groups:
            first, second = int(groups["a"]), int(groups["b"])
            is_swapped = second > 12 or (self._is_month_first and first <= 12 and groups["s"] == "/")
            day, month = (second, first) if is_swapped else (first, second)
        else:
            day, month = int(groups["d"]), int(groups["m"])
        years = list(self._list_years(groups["y"])) if "y" in groups else [None]
        yield from _check(match.start(), match.end(), month, day, years)

    def _read_named(self, text: str, folded: str, number: re.Match[str]) -> Iterator[Found]:
        """The date around a number: a month's name after it or before it, and a year where there is one."""
        day = int(number[0])
        after = self._find_month_after(folded, number.end())
        if after is not None:
            month, end = after
            year_end, years = self._find_year(folded, end, month)
            yield from _check(number.start(), year_end, month.number, day, years)
        before = self._find_month_before(folded, number.start())
        if before is not None:
            month, start = before
            year_end, years = self._find_year(folded, number.end(), month)
            yield from _check(start, year_end, month.number, day, years)

    def _read_month(self, folded: str, year: re.Match[str]) -> Iterator[Found]:
        """A month and a year without a day."""
        before = self._find_month_before(folded, year.start())
        years = list(self._list_years(year[1]))
        if before and years:
            yield Found(before[1], year.end(), before[0].number, None, years[0])

    def _find_month_after(self, folded: str, position: int) -> tuple[Month, int] | None:
        start = GAP.match(folded, position).end()  # type: ignore[union-attr]
        for _ in range(3):
            for month in self._first.get(folded[start : start + 1], ()):
                end = start + len(month.name)
                if folded.startswith(month.name, start) and not _is_joined(folded, end):
                    return month, end + (folded[end : end + 1] == ".")
            word = LITTLE_WORD.match(folded, start)
            if word is None:
                return None
            start = word.end()
        return None

    def _find_month_before(self, folded: str, position: int) -> tuple[Month, int] | None:
        end = len(folded[:position].rstrip(" \xa0.\t"))
        if position - end > 3:
            return None
        for month in self._last.get(folded[end - 1 : end], ()):
            start = end - len(month.name)
            if folded.endswith(month.name, 0, end) and (start == 0 or not folded[start - 1].isalpha()):
                return month, start
        return None

    def _find_year(self, folded: str, position: int, month: Month) -> tuple[int, list[int | None]]:
        """Where a date ends, and the years that may be meant; None where it has no year."""
        start = GAP.match(folded, position).end()  # type: ignore[union-attr]
        for _ in range(3):
            year = YEAR.match(folded, start) or (SHORT_YEAR.match(folded, start) if month.has_short_years else None)
            if year is not None:
                years = list(self._list_years(year[1]))
                return (year.end(), list(years)) if years else (position, [None])
            word = LITTLE_WORD.match(folded, start)
            if word is None:
                break
            start = word.end()
        return position, [None]

    def _list_years(self, printed: str) -> Iterator[int]:
        for offset in self._offsets:
            year = int(printed) if len(printed) == 4 else 2500 + int(printed)
            if EARLIEST <= year - offset <= LATEST:
                yield year - offset

    def _widen(self, one: Found, text: str) -> Found:
        """With the day of the week before it and the time of day behind it."""
        before = self._weekday.search(text[max(0, one.start - 24) : one.start])
        start = one.start - len(before[0]) if before else one.start
        after = TIME.match(text, one.end)
        day = one.day
        if earlier := RANGE.search(text[max(0, start - 6) : start]):  # "14 - 15 December": the first day
            start, day = start - len(earlier[0]), int(earlier[1]) if 0 < int(earlier[1]) <= 28 else day
        return Found(start, after.end() if after else one.end, one.month, day, one.year)

    def read_words(self, text: str, start: int, end: int) -> Found | None:
        """The date in a few words that end with a month's name; its day may be a word too, as Hindi writes it."""
        words = text[start:end].lower().split()
        month = next((one for one in self._first.get(words[-1][:1], ()) if one.name == words[-1].rstrip(".")), None)
        if month is None:
            return None
        day = self._day_words.get(words[-2]) if len(words) == 2 else None
        return Found(start, end, month.number, day, None)


def _rank(one: Found) -> tuple[int, bool, bool, int]:
    """Of dates that begin together the one that says most comes first."""
    return one.start, one.day is None, one.year is None, -one.end


def _check(start: int, end: int, month: int, day: int, years: Iterable[int | None]) -> Iterator[Found]:
    """The date of the first year in which there is such a day."""
    for year in years:
        if year is not None and not EARLIEST <= year <= LATEST:
            continue
        try:
            date(2000 if year is None else year, month, day)
        except ValueError:
            continue
        yield Found(start, end, month, day, year)
        return


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


def _is_joined(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalpha() or (text[end].isdecimal() and text[end - 1].isdecimal()))


@lru_cache(maxsize=64)
def make_calendar(languages: Languages, language: Language | None = None) -> Calendar:
    """The calendar of all the languages; ``language`` says how to read 2/3/2025, and its months go first."""
    return Calendar(languages, language)


def _list_months(languages: Languages, language: Language | None) -> Iterator[Month]:
    """Every name once, the longest first."""
    months: dict[str, Month] = {}
    for one in (*([language] if language else []), *languages.values()):
        for name, number in one.months.items():
            lower = name.lower()
            if not name.isdecimal() and len(name) > 1 and lower[0].isalpha() and lower not in months:
                months[lower] = Month(lower, number, one.year_offset != 0)
    yield from sorted(months.values(), key=lambda month: (-len(month.name), month.name))


def _make_era_pattern(eras: Mapping[str, int]) -> re.Pattern[str]:
    marks = "|".join(re.escape(name) for name in sorted(eras, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?P<era>{marks})\s?(?P<y>\d{{1,3}})\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日")


@lru_cache(maxsize=8)
def _make_weekday_pattern(languages: Languages) -> re.Pattern[str]:
    days = {
        name
        for language in languages.values()
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for name in language.locale.days[context][width].values()
        if len(name.rstrip(".")) > 2 or name.upper() == name.lower()  # "MO," is Missouri
    }
    options = "|".join(re.escape(name) for name in sorted(days, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![^\W\d_])(?:{options})\.?\s?[,，،]?\s?$", re.I)


def _is_month_first(language: Language) -> bool:
    pattern = str(language.locale.date_formats["short"])
    return pattern.index("M") < pattern.index("d") if "y" in pattern and not pattern.startswith("y") else False
