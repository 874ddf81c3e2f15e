"""What stands round a date without being one: the day of the week and the time of day."""

from __future__ import annotations

import re
from functools import lru_cache

from kawat.languages import Language, Languages

TIME = re.compile(
    r"\s?[,/@]?\s?(?:[–—-]\s?(?=[^–—-]{4,16}[–—-]))?(?:[^\W\d_]{1,4}\.?\s){0,2}+"
    r"(?:[01]?\d|2[0-3])(?:(?::[0-5]\d){1,2}|\s?[hH](?:[0-5]\d)?(?!\w)|\.[0-5]\d(?!\d|\.\d))(?:\s?[APap]\.?[Mm]\b\.?)?"
    r"(?:\s?(?:[A-Z][A-Za-z]{1,12}(?:/[A-Z][A-Za-z_]{2,20})?(?=\s?[-–—:]{1,2}\s)|[A-Z]{2,5}(?:/[A-Z]{2,5})?(?![A-Za-z_])))?"
)
"""A time of day, with the name of its zone, and the little words that may stand before it: ``at``, ``um``."""


def make_weekday_patterns(languages: Languages, language: Language | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the day of the week before a date, and behind it: ``Rabu, 4 November``, ``11月4日（水）``."""
    known = (*([language] if language else []), *languages.values())
    names = {name for one in known for name in one.usage.weekdays}
    # "MO," is Missouri
    return _compile(frozenset(name for name in names if len(name.rstrip(".")) > 2 or name.upper() == name.lower()))


@lru_cache(maxsize=64)
def _compile(days: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ordered = sorted(map(re.escape, days), key=lambda name: (-len(name), name))
    cased = "|".join(name for name in ordered if name.upper() != name.lower())
    others = "|".join(name for name in ordered if name.upper() == name.lower())
    several = "|".join(name for name in ordered if name.upper() == name.lower() and len(name) > 1)
    longer = "|".join(name for name in ordered if len(name) > 2)
    before = rf"(?<![^\W\d_])(?<!-)(?:(?:{cased})\.?\s?,?|(?:{several})(?:ที่)?[,،]?)\s?(?:[^\W\d_]{{2,3}}\s)?$"
    after = rf"\.?\s?(?:[(（](?:{cased}|{others})[)）]|,?\s{{0,2}}(?:{longer})(?![^\W\d_]))"
    return re.compile(before, re.I), re.compile(after, re.I)
