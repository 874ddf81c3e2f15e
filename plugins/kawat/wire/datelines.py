"""Datelines: the place and the day before a text's first words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from kawat.languages import Language, Languages

NUMERIC = (
    re.compile(r"(?P<y>\d{4})\s*[年년./-]\s*(?P<m>\d{1,2})\s*[月월./-]\s*(?P<d>\d{1,2})\s*[日일]?"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?!\d)"),
)
SEPARATORS = " \t\xa0\u3000,،、，;:–—-－.|｜/"
LITTLE_WORDS = r"[^\d\n–—-]{0,8}?"
"""What a language puts between a date's numbers: ``de``, ``năm``, a point, a comma."""
EARLIEST, LATEST = 1900, 2199


def parse_dateline(text: str, languages: Languages) -> tuple[str | None, date | None]:
    """The place and the day in what stands before a marker; None where one is absent.

    >>> from kawat.languages import load_languages
    >>> for line in ("MÜNCHEN, 12. Oktober 2026 –", "東京、2026年11月4日", "กรุงเทพฯ, 4 พฤศจิกายน 2569"):
    ...     print(*parse_dateline(line, load_languages()))
    MÜNCHEN 2026-10-12
    東京 2026-11-04
    กรุงเทพฯ 2026-11-04
    """
    digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    for start, end, day in _find_dates(digits, languages):
        return _find_place(text[:start], text[end:]), day
    return text.strip(SEPARATORS) or None, None


def _find_place(before: str, after: str) -> str | None:
    """What is left beside the date, without a lower-case word that leads over to it (vi ``ngày``)."""
    place, comma, word = before.rpartition(",")
    kept = place if comma and word.strip().islower() else before
    return (kept.strip(SEPARATORS) or after.strip(SEPARATORS)) or None


def _find_dates(text: str, languages: Languages) -> Iterator[tuple[int, int, date]]:
    offsets = {language.year_offset for language in languages.values()}
    for pattern, months in (*((numeric, None) for numeric in NUMERIC), *_named_patterns(languages)):
        for match in pattern.finditer(text):
            month = int(match["m"]) if months is None else months[match["m"].casefold()]
            day = _make_date(int(match["y"]), month, int(match["d"]), offsets)
            if day is not None:
                yield match.start(), match.end(), day


def _make_date(year: int, month: int, day: int, offsets: Iterable[int]) -> date | None:
    for offset in sorted(offsets):
        if EARLIEST <= year - offset <= LATEST:
            try:
                return date(year - offset, month, day)
            except ValueError:
                return None
    return None


@lru_cache(maxsize=8)
def _named_patterns(languages: Languages) -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    return tuple(
        (pattern, dict(language.months)) for language in languages.values() for pattern in _patterns_of(language)
    )


def _patterns_of(language: Language) -> tuple[re.Pattern[str], ...]:
    """``4 November 2026`` and ``November 4, 2026``, with the little words that stand between."""
    names = sorted((re.escape(name) for name in language.months if not name.isdigit()), key=len, reverse=True)
    if not names:
        return ()
    month = rf"(?P<m>{'|'.join(names)})(?!\d)"
    return (
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}}){LITTLE_WORDS}{month}{LITTLE_WORDS}(?P<y>\d{{4}})(?!\d)", re.I),
        re.compile(rf"{month}[\s.]*(?P<d>\d{{1,2}})(?!\d){LITTLE_WORDS}(?P<y>\d{{4}})(?!\d)", re.I),
    )
