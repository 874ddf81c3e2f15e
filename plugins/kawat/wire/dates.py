"""Dates as datelines print them: in every language's months, digits and calendars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, islice

from kawat.languages import Language, Languages
from kawat.wire.clock import TIME, make_weekday_patterns
from kawat.wire.figures import Figures, find_figures, make_era_pattern
from kawat.wire.letters import fold_letters

EARLIEST, LATEST = 1900, 2199
NEAREST = 2060
"""The last year that two figures may mean."""
DIGIT = re.compile(r"[0-9]")
BLANK = re.compile(r"[^\S\n]")
HEBREW_IN = "ב"
"""What Hebrew writes together with a month's name."""
GAP = re.compile(r"[\s.,،-]{0,8}")
LITTLE_WORD_BEFORE = re.compile(r"(?<=[\s.,])(?:[^\W\d_]{1,4})\s{1,2}$")
LITTLE_WORD = re.compile(r"(?:[^\W\d_]{1,4}|º|ª|°)\.?[\s.,-]{1,2}")
"""What a language may put between a date's numbers: ``de``, ``năm``, ``th``."""
RANGE = re.compile(r"(?<!\d)(\d{1,2})\s?[-–]\s?$")
NUMBER = re.compile(r"(?<![\d:])(?<!\d[.,])\d{1,2}(?!\d|:\d)")
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
MISSPELT = re.compile(
    r"(?<![\d.,:])(?P<day>\d{1,2})\.?[ \xa0](?P<word>[^\W\d_][^\s\d,.:;()/–—-]{3,14}?)"
    r"(?:[\s,.]{1,2}(?P<year>\d{4})(?!\d)|(?=ঃ?[ \xa0]?[:ঃ–—(/-]))"
)
MISSPELT_FIRST = re.compile(r"(?<!\w)(?P<word>[^\W\d_]{4,15})\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})(?!\d)")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})\.?\s$")
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
        own = language.months.items() if language else ()
        self._own = {name.lower(): number for name, number in own if len(name) > 3 and not name.isdecimal()}
        self._offsets = tuple(sorted({0} | {one.year_offset for one in languages.values()}))
        self._eras = {name: offset for one in languages.values() for name, offset in one.eras.items()}
        self._era = make_era_pattern(self._eras)
        self._century = 2500 if language is not None and language.year_offset else 2000
        self._day_words = {word: day for one in languages.values() for word, day in one.day_words.items()}
        self._weekday, self._weekday_after = make_weekday_patterns(languages, language)
        self._is_month_first = language is not None and _is_month_first(language)

    def find_dates(self, text: str) -> list[Found]:
        """The dates in a text, which has ASCII digits, in its order; none overlaps another."""
        if "月" not in text and DIGIT.search(text) is None:
            return []
        text = BLANK.sub(" ", text)
        found: list[Found] = []
        for one in sorted(
            self._find_all(text), key=lambda one: (one.start, one.day is None, one.year is None, -one.end)
        ):
            if not found or one.start >= found[-1].end:
                found.append(self._widen(one, text))
        return found or list(self._find_misspelt(text))

    def _find_all(self, text: str) -> Iterator[Found]:
        for figures in find_figures(text):
            yield from self._read_figures(figures)
        for match in self._era.finditer(text):
            year = self._eras[match["era"]] + int(match["y"])
            yield from _check(match.start(), match.end(), int(match["m"]), int(match["d"]), [year])
        folded = fold_letters(text)
        for match in NUMBER.finditer(text):
            yield from self._read_named(text, folded, match)
        for match in YEAR.finditer(folded):
            yield from self._read_month(folded, match)

    def _read_figures(self, one: Figures) -> Iterator[Found]:
        day, month = one.day, one.month
        if one.mark and (month > 12 or (one.mark == "/" and self._is_month_first and day <= 12)):
            day, month = month, day
        years: list[int | None] = [None]
        if len(one.year) == 2:
            years = [year for year in self._list_years(str(self._century + int(one.year))) if year <= NEAREST]
        elif one.year:
            years = list(self._list_years(one.year))
        yield from _check(one.start, one.end, month, day, years)

    def _read_named(self, text: str, folded: str, number: re.Match[str]) -> Iterator[Found]:
        """The date around a number: a month's name after it or before it, and a year where there is one."""
        day = int(number[0])
        after = self._find_month_after(folded, number.end())
        if after is not None:
            month, end = after
            twin = self._find_month_after(folded, end)
            if twin and twin[0].number == month.number:  # "4 نوفمبر تشرين الثاني 2026": in both calendars' words
                end = twin[1]
            year_end, years = self._find_year(folded, end, month)
            yield from _check(number.start(), year_end, month.number, day, years)
        before = self._find_month_before(folded, number.start())
        if before is not None:
            month, start = before
            year_end, years = self._find_year(folded, number.end(), month)
            if years == [None] and (year := YEAR_BEFORE.search(folded, max(0, start - 8), start)):
                start, years = year.start(), list(self._list_years(year[1]))  # "2026. márc. 5."
            yield from _check(start, year_end, month.number, day, years)

    def _read_month(self, folded: str, year: re.Match[str]) -> Iterator[Found]:
        """A month and a year without a day."""
        before = self._find_month_before(folded, year.start(), ",")  # "July, 2026"
        if before is None and (word := LITTLE_WORD_BEFORE.search(folded, max(0, year.start() - 8), year.start())):
            before = self._find_month_before(folded, word.start())  # "março de 2026"
        years = list(self._list_years(year[1]))
        if before and years:
            yield Found(before[1], year.end(), before[0].number, None, years[0])

    def _find_misspelt(self, text: str) -> Iterator[Found]:
        """A day before a word that is nearly a month's name in the text's language, and before a year or a mark."""
        for match in islice(chain(MISSPELT.finditer(text), MISSPELT_FIRST.finditer(text)), 3):
            if names := get_close_matches(match["word"].lower(), self._own, 1, 0.75):
                years = list(self._list_years(match["year"])) if match["year"] else [None]
                yield from _check(match.start(), match.end(), self._own[names[0]], int(match["day"]), years)
                return

    def _find_month_after(self, folded: str, position: int) -> tuple[Month, int] | None:
        start = GAP.match(folded, position).end()  # type: ignore[union-attr]
        for _ in range(3):
            for month in self._first.get(folded[start : start + 1], ()):
                end = start + len(month.name)
                if folded.startswith(month.name, start) and not _is_joined(folded, end):
                    return month, end + (folded[end : end + 1] == ".")
            word = LITTLE_WORD.match(folded, start)
            if word is None and folded[start : start + 1] != HEBREW_IN:
                return None
            start = word.end() if word else start + 1
        return None

    def _find_month_before(self, folded: str, position: int, marks: str = "") -> tuple[Month, int] | None:
        end = len(folded[:position].rstrip(" ." + marks))
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
        start = one.start - len(before) if (before := self._read_weekday(text, one.start)) else one.start
        end = after.end() if (after := self._weekday_after.match(text, one.end)) else one.end
        time = TIME.match(text, end)
        day = one.day
        if earlier := RANGE.search(text[max(0, start - 6) : start]):  # "14 - 15 December": the first day
            start, day = start - len(earlier[0]), int(earlier[1]) if 0 < int(earlier[1]) <= 28 else day
        return Found(start, time.end() if time else end, one.month, day, one.year)

    def _read_weekday(self, text: str, end: int) -> str:
        """The day of the week before a date; what follows a name with a capital belongs to it: ``La Paz, 5 mar``."""
        found = self._weekday.search(text[max(0, end - 24) : end])
        if found is None:
            return ""
        words = text[: end - len(found[0])].split()
        is_short = len(found[0].strip(" ,،.")) <= 4
        return "" if is_short and words and words[-1][0].isupper() and words[-1][-1].isalpha() else found[0]

    def is_weekday(self, text: str) -> bool:
        """Whether a text is the name of a day of the week."""
        found = self._weekday.search(text) if len(text) <= 24 else None
        return found is not None and found.start() == 0

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
                if " " in lower:
                    months[lower.replace(" ", "  ")] = Month(lower.replace(" ", "  "), number, one.year_offset != 0)
    yield from sorted(months.values(), key=lambda month: (-len(month.name), month.name))


def _is_month_first(language: Language) -> bool:
    pattern = language.usage.short_date
    return pattern.index("M") < pattern.index("d") if "y" in pattern and not pattern.startswith("y") else False
