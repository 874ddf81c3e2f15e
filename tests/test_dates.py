"""Dates: every language's months, digits and calendars; and numbers that are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from conftest import TAGS
from kawat.languages import load_known, make_stranger
from kawat.wire.dates import Calendar, Found, make_calendar

KNOWN = load_known()
DAY = date(2026, 11, 4)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))


def calendar_of(tag: str) -> Calendar:
    return make_calendar(KNOWN, KNOWN.find(tag))


def find_one(tag: str, text: str) -> Found:
    (found,) = calendar_of(tag).find_dates(text)
    return found


def days_of_a_year() -> Iterator[date]:
    """One day of each month, early and late in turn."""
    for month in range(1, 13):
        yield date(2026, month, 3 if month % 2 else 27)


@pytest.mark.parametrize("tag", [*TAGS, "hi"])
@pytest.mark.parametrize("width", ["full", "long", "medium"])
def test_every_month_in_every_language(tag: str, width: str) -> None:
    """As CLDR prints dates: no number is left over."""
    language = KNOWN.find(tag)
    assert language is not None
    for day in days_of_a_year():
        text = format_date(day, width, locale=language.locale)
        found = find_one(tag, text)
        assert found.date == day
        assert not any(char.isdigit() for char in text[: found.start] + text[found.end :])


@pytest.mark.parametrize("tag", [*TAGS, "hi"])
def test_months_of_other_languages(tag: str) -> None:
    """A text may bear another language's dateline: English months are read in every language."""
    for text in ("Nov. 4, 2026", "4 November 2026", "November 4th, 2026"):
        assert find_one(tag, text).date == DAY


@given(day=DAYS, tag=st.sampled_from(TAGS))
def test_any_day_is_read_back(day: date, tag: str) -> None:
    language = KNOWN.find(tag)
    assert language is not None
    assert find_one(tag, format_date(day, "long", locale=language.locale)).date == day


@given(
    day=DAYS,
    tag=st.sampled_from(TAGS),
    before=st.sampled_from(("", "Oslo, ", "(", "/ ")),
    after=st.sampled_from(("", " -- ", ")", " /")),
)
def test_a_date_ends_where_it_ends(day: date, tag: str, before: str, after: str) -> None:
    text = f"{day:%Y-%m-%d}"
    found = find_one(tag, before + text + after)
    assert (found.date, found.start, found.end) == (day, len(before), len(before) + len(text))


WHOLE = {
    # Punctuation, ordinals, short months.
    ("en", "Nov. 4, 2026"): DAY,
    ("en", "Nov 4 2026"): DAY,
    ("en", "Nov. 04,\xa02026"): DAY,
    ("en", "4-Nov-2026"): DAY,
    ("en", "4th of November, 2026"): DAY,
    ("en", "November 4th 2026"): DAY,
    ("en", "NOVEMBER 4, 2026"): DAY,
    ("en", "Sept. 4, 2026"): date(2026, 9, 4),
    ("fr", "1er août 2026"): date(2026, 8, 1),
    ("fr", "4 févr. 2026"): date(2026, 2, 4),
    ("es", "4 de noviembre del 2026"): DAY,
    ("es", "4 de setiembre de 2026"): date(2026, 9, 4),
    ("pt", "1º de março de 2026"): date(2026, 3, 1),
    ("de", "4. Nov. 2026"): DAY,
    ("de", "5. Jänner 2026"): date(2026, 1, 5),
    ("ru", "4 ноя 2026"): DAY,
    ("id", "17 Agustus 2026"): date(2026, 8, 17),
    ("ms", "31 Ogos 2026"): date(2026, 8, 31),
    ("ms", "4 Disember 2026"): date(2026, 12, 4),
    ("vi", "4 tháng 11 năm 2026"): DAY,
    ("vi", "4/11/2026"): DAY,
    # Arab calendars of East and West.
    ("ar", "4 نوفمبر 2026"): DAY,
    ("ar", "4 تشرين الثاني 2026"): DAY,
    ("ar", "4 كانون الأول 2026"): date(2026, 12, 4),
    # Buddhist years.
    ("th", "4 พฤศจิกายน 2569"): DAY,
    ("th", "4 พ.ย. 2569"): DAY,
    ("th", "4 พ.ย. 69"): DAY,
    ("th", "4 พฤศจิกายน พ.ศ. 2569"): DAY,
    ("th", "4 พฤศจิกายน 2026"): DAY,
    ("th", "04/11/2569"): DAY,
    # Eras, Han figures, Korean points.
    ("ja", "令和8年11月4日"): DAY,
    ("ja", "平成30年2月10日"): date(2018, 2, 10),
    ("ja", "2026年 11月 4日"): DAY,
    ("ja", "2026/11/4"): DAY,
    ("zh-Hant", "民國115年11月4日"): DAY,
    ("zh-Hans", "二〇二六年十一月四日"): DAY,
    ("zh-Hans", "二零二六年十一月二十四日"): date(2026, 11, 24),
    ("zh-Hans", "二〇二六年十二月三十一日"): date(2026, 12, 31),
    ("zh-Hans", "2026-11-04"): DAY,
    ("ko", "2026년 11월 4일"): DAY,
    ("ko", "2026. 11. 4."): DAY,
    ("ko", "2026.11.04"): DAY,
    ("hi", "4 नवंबर 2026"): DAY,
    ("hi", "4 नवम्बर 2026"): DAY,
}
WITHOUT_YEAR = {
    ("en", "Nov 4"): (11, 4),
    ("en", "4 Nov"): (11, 4),
    ("de", "4. Nov."): (11, 4),
    ("es", "4 nov"): (11, 4),
    ("es", "4 de noviembre"): (11, 4),
    ("ru", "4 ноября"): (11, 4),
    ("ms", "12 Okt."): (10, 12),
    ("th", "16 ธ.ค."): (12, 16),
    ("vi", "4 tháng 11"): (11, 4),
    ("ar", "4 نوفمبر"): (11, 4),
    ("ko", "11월 4일"): (11, 4),
    ("ja", "11月4日"): (11, 4),
    ("zh-Hans", "11月4日"): (11, 4),
    ("zh-Hans", "十一月二十四日"): (11, 24),
    ("hi", "21 फरवरी"): (2, 21),
    ("en", "Feb 29"): (2, 29),
}
NUMBERS = {
    ("en", "12/2/2025"): date(2025, 12, 2),
    ("de", "12/2/2025"): date(2025, 2, 12),
    ("fr", "12/2/2025"): date(2025, 2, 12),
    ("es", "12/2/2025"): date(2025, 2, 12),
    ("pt", "12/2/2025"): date(2025, 2, 12),
    ("ru", "12/2/2025"): date(2025, 2, 12),
    ("id", "12/2/2025"): date(2025, 2, 12),
    ("vi", "12/2/2025"): date(2025, 2, 12),
    ("ar", "12/2/2025"): date(2025, 2, 12),
    ("en", "28/2/2025"): date(2025, 2, 28),
    ("de", "2/28/2025"): date(2025, 2, 28),
    ("en", "12.2.2025"): date(2025, 2, 12),
    ("en", "12-2-2025"): date(2025, 2, 12),
    ("en", "2025-02-12"): date(2025, 2, 12),
}
NONE = (
    "31 February 2026",
    "0 November 2026",
    "13/13/2025",
    "2026-13-01",
    "2026年13月4日",
    "4.5 million",
    "1,200 newsrooms",
    "24/7",
    "3-2",
    "10:30",
    "555 0123",
    "May the best boat win",
    "March of the penguins",
    "№ 4",
    "4 Novembers",
    "2025",
    "２０２５",
    "",
    "a" * 500,
)


@pytest.mark.parametrize(("tag", "text"), WHOLE)
def test_whole_dates(tag: str, text: str) -> None:
    found = find_one(tag, text)
    assert (found.date, found.start, text[found.end :].strip(".")) == (WHOLE[tag, text], 0, "")


@pytest.mark.parametrize(("tag", "text"), WITHOUT_YEAR)
def test_dates_without_a_year(tag: str, text: str) -> None:
    found = find_one(tag, text)
    assert (found.date, found.month_day) == (None, WITHOUT_YEAR[tag, text])


@pytest.mark.parametrize(("tag", "text"), NUMBERS)
def test_numbers_alone(tag: str, text: str) -> None:
    """Day and month stand as the language has them; where that is no date, the other way round."""
    assert find_one(tag, text).date == NUMBERS[tag, text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date(text: str) -> None:
    assert [found for found in calendar_of("en").find_dates(text) if found.date or found.month_day] == []


TIMES = ("2:30 PM", "14:30", "14:30 CET", "14:30 CET/CEST", "09:00 Eastern", "6:00 a.m.")


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("weekday", ["", "Wednesday, ", "Wed "])
def test_days_of_the_week_and_hours_belong_to_a_date(weekday: str, time: str) -> None:
    text = f"{weekday}November 4, 2026 {time} - the boat"
    found = find_one("en", text)
    assert (found.date, found.start) == (DAY, 0)
    assert text[found.end :].strip(" -") == "the boat"


@pytest.mark.parametrize("tag", [*TAGS, "hi"])
def test_the_day_of_the_week_before_a_date(tag: str) -> None:
    language = KNOWN.find(tag)
    assert language is not None
    name = language.locale.days["format"]["wide"][DAY.weekday()]
    text = f"{name}, {format_date(DAY, 'long', locale=language.locale)}"
    assert (find_one(tag, text).date, find_one(tag, text).start) == (DAY, 0)


def test_several_dates_do_not_overlap() -> None:
    text = "Nov. 4, 2026; 5 พ.ย. 2569; 2026年11月6日; 7 de noviembre de 2026; 08.11.2026"
    found = calendar_of("en").find_dates(text)
    assert [one.date for one in found] == [DAY + timedelta(days=count) for count in range(5)]
    assert all(one.end <= following.start for one, following in pairwise(found))


@given(st.text(max_size=120))
def test_any_text_has_dates_inside_it(text: str) -> None:
    """Whatever comes in: what is found lies in the text, in its order, and is a day."""
    for tag in ("en", "th", "ja"):
        found = calendar_of(tag).find_dates(text)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert [one.start for one in found] == sorted(one.start for one in found)
        assert all(one.date is None or one.date.year >= 1900 for one in found)


PRINTED = {
    "Wednesday after it": ("ja", "2026年11月4日（水）"),
    "and without brackets": ("tr", "4 Kasım 2026 Çarşamba"),
    "year first": ("hu", "2026. november 4., szerda"),
    "the preposition written with the month": ("he", "4 בנובמבר 2026"),
    "both calendars' months": ("ar", "4 نوفمبر تشرين الثاني 2026"),
    "marks of direction": ("ar", "04\u200f/11\u200f/2026"),
    "narrow blanks": ("fr", "4\u202fnovembre\u202f2026"),
    "two blanks": ("vi", "4 tháng  11,  2026"),
    "a letter without a small one": ("tr", "İSTANBUL, 4 KASIM 2026"),
    "one letter too few": ("en", "4 Novmber 2026"),
    "letters changed": ("de", "4. Novmeber 2026"),
    "a time and its zone": ("en", "November 4, 2026 at 9:00 a.m. EET"),
    "a time with an h": ("fr", "4 novembre 2026, 17h45 CET"),
    "blanks after the points": ("sr", "4. 11. 2026"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_ways_of_printing(name: str) -> None:
    """What stands round a date's numbers in some newspapers, and what they misspell."""
    tag, text = PRINTED[name]
    calendar = make_calendar(KNOWN, KNOWN.find(tag) or make_stranger(tag))
    (found,) = calendar.find_dates(text)
    assert found.date == DAY
    assert not any(char.isdigit() for char in text[found.end :])


@pytest.mark.parametrize("text", ["OSLO, 04.11.26 -", "OSLO, 4/11/26 -"])
def test_years_of_two_figures(text: str) -> None:
    """After a place and a comma; anywhere else they may be a version, a price or a result."""
    found = [one.date for one in calendar_of("de").find_dates(text)]
    assert found == [DAY]
    assert calendar_of("de").find_dates(text.replace("OSLO, ", "v ")) == []


def test_days_before_a_colon() -> None:
    """``Oslo, Nov 4: text``, but ``Nov 4:30`` is an hour."""
    assert find_one("en", "Oslo, Nov 4: The").month_day == (11, 4)
    assert calendar_of("en").find_dates("Oslo, Nov 4:30 p.m.") == []


def test_days_of_the_week_that_are_places() -> None:
    """Turkish ``Paz`` is short for Sunday, and La Paz is a town."""
    assert find_one("es", "La Paz, 4 nov").start == len("La Paz, ")
    assert find_one("tr", "Ankara, Paz, 4 Kas").start == len("Ankara, ")
