"""Datelines: place, day and agency before a text's first words.

A paragraph's head is cut into tokens (``tokens.py``); the shapes (``shapes.py``) are patterns over their symbols. A
shape with a registered agency in it needs little else; without one, the place or the day has to vouch for it:
precision comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kawat.languages import Language, Languages
from kawat.wire.agencies import Agencies
from kawat.wire.dates import make_calendar
from kawat.wire.gazetteer import is_place, split_place
from kawat.wire.matches import Match
from kawat.wire.model import BLANKS
from kawat.wire.names import Names
from kawat.wire.newsrooms import Newsrooms, find_place
from kawat.wire.shapes import BEFORE_DASH, CREDIT, FAR, FILED, IN_BRACKETS, NEAR, NOTE, REPORTER, Shape, find_fits
from kawat.wire.tokens import CLOSING, DASHES, Vocabulary, cut_head, match_agency
from kawat.wire.vouching import REPORTER_NAME

PLACE_ALONE = re.compile(
    rf"[{re.escape(BLANKS)}]*+(?P<place>[^\W\d_][\w'’/-]{{2,30}}(?:[ \xa0][^\W\d_][\w'’-]{{2,20}}){{0,2}})"
    r"\.(?:-\s*|\s+)(?=[„“\"«»A-ZÀ-ÞА-ЯЁ])"
)
PARTING = re.compile(rf"[{re.escape(BLANKS)}]?[,–-][{re.escape(BLANKS)}]")
FULL_STOP = rf"\d(?:[{re.escape(BLANKS)}][^\W\d_]{{1,12}})?\.[{re.escape(BLANKS)}]"
"""The point after a date."""
FULL_STOPS = tuple(".。।，,、")
TRAILING = BLANKS + DASHES + "|｜:："


@dataclass(frozen=True)
class Dateline:
    """What was found at the head of a paragraph."""

    end: int
    """Characters of the paragraph that belong to it."""
    rule: str
    agency: str | None = None
    """As printed."""
    place: str | None = None
    date: date | None = None
    month_day: tuple[int, int] | None = None
    """Month and day, where no year is printed."""
    reach: int = FAR
    """How many paragraphs may come before it; those without an agency or a day open a story."""


class Datelines:
    """Finds datelines by the words that languages and agencies bring."""

    def __init__(self, languages: Languages, agencies: Agencies, language: Language | None) -> None:
        self.vocabulary = _make_vocabulary(languages, agencies, language)
        self.newsrooms = Newsrooms(languages)

    def find(self, paragraph: str, context: str = "") -> Dateline | None:
        """The dateline that a paragraph opens with; ``context`` is some of the text that it belongs to."""
        found = self._find_shape(paragraph, context)
        if found is None or (found.place is None and found.rule == BEFORE_DASH):
            found = self._find_site_and_place(paragraph) or found
        if found is None:
            return find_place_before_sentence(paragraph)
        again = self._find_shape(paragraph[found.end :], "") if found.agency else None
        if again and again.agency and not again.place and again.rule == found.rule:
            return replace(found, end=found.end + again.end)  # the marker in a second script
        return found

    def _find_site_and_place(self, paragraph: str) -> Dateline | None:
        """``Liputan6.com, Jakarta Text``: an agency, a known place, and at once what begins a sentence."""
        end = match_agency(paragraph, 0, self.vocabulary) if paragraph else 0
        parted = PARTING.match(paragraph, end) if end else None
        found = split_place(paragraph[parted.end() :]) if parted else None
        if parted is None or found is None:
            return None
        rest = found[1].lstrip(BLANKS + ".")
        if rest == found[1] or not rest[:1].isupper():
            return None
        rule = "agency and place before a sentence"
        return Dateline(len(paragraph) - len(rest), rule, paragraph[:end].strip(), found[0], reach=NEAR)

    def _find_shape(self, paragraph: str, context: str) -> Dateline | None:
        head = cut_head(paragraph, self.vocabulary)
        symbols = head.symbols
        if len(symbols) < 2:
            return None
        for fit in find_fits(symbols):
            match = Match(head, fit.spans, fit.last, context)
            if fit.shape.is_fit(match, self.newsrooms):
                return _describe(fit.shape, match, paragraph, self.newsrooms)
        return None


def _describe(shape: Shape, match: Match, paragraph: str, newsrooms: Newsrooms) -> Dateline:
    tokens = match.head.tokens[: match.last + 1]
    end = tokens[-1].end
    if tokens[-1].symbol in (")", "/", "F") and paragraph[end : end + 1] in FULL_STOPS:
        end += 1
    if shape.rule == REPORTER and (name := REPORTER_NAME.match(paragraph[end:].lstrip(BLANKS))):
        end += len(paragraph[end:]) - len(paragraph[end:].lstrip(BLANKS)) + name.end()
    while end < len(paragraph) and paragraph[end] in TRAILING:
        end += 1
    day = next((match.head.dates[token.start] for token in tokens if token.symbol == "D"), None)
    agency, place = _name_source(shape, match, newsrooms)
    return Dateline(
        end=end,
        rule=shape.rule,
        agency=agency,
        place=place,
        date=day.date if day else None,
        month_day=day.month_day if day else None,
        reach=shape.reach,
    )


def _name_source(shape: Shape, match: Match, newsrooms: Newsrooms) -> tuple[str | None, str | None]:
    """Agency and place of what a shape matched."""
    agency, place = match.agency, match.place
    if shape.rule == IN_BRACKETS:
        return agency, find_place(match.text("lead"))
    if shape.rule == CREDIT:
        return newsrooms.read_credit(match.text("credit").strip(BLANKS))
    if shape.rule == NOTE:
        return newsrooms.split(newsrooms.strip_filed(match.text("note").strip(BLANKS)))
    if shape.rule == FILED and place:
        agency, place = newsrooms.split(place)
        credited = match.head.text[match.head.tokens[match.spans["lead"][1]].end : match.head.tokens[match.last].end]
        return agency, place or find_place(credited)
    if shape.rule == "newsroom and credit":
        return newsrooms.strip_filed(agency or "") or agency, place
    if shape.rule == "place and name in brackets" and not newsrooms.is_name(agency or ""):
        return None, place  # a reporter's name
    return agency, place


def find_place_before_sentence(paragraph: str) -> Dateline | None:
    """``Berlin. Die Regierung``: a known place as a sentence of its own.

    >>> find_place_before_sentence("Berlin. Die Regierung hat").place
    'Berlin'
    """
    found = PLACE_ALONE.match(paragraph)
    if found is None or not is_place(found["place"]):
        return None
    return Dateline(found.end(), "a place as a sentence", place=found["place"], reach=NEAR)


@lru_cache(maxsize=8)
def _make_all_names(agencies: Agencies) -> tuple[Names, Names]:
    names = Names((name for agency in agencies.all for name in agency.names), re.I)
    return names, Names((name for agency in agencies.all for name in agency.short), re.NOFLAG)


def _make_vocabulary(languages: Languages, agencies: Agencies, language: Language | None) -> Vocabulary:
    filed = sorted({word for one in languages.values() for word in one.wire.get("filed", ())}, key=len, reverse=True)
    words = "|".join(map(re.escape, filed)) or "(?!)"
    names, short_names = _make_all_names(agencies)
    return Vocabulary(
        calendar=make_calendar(languages, language),
        names=names,
        short_names=short_names,
        heads=names.heads | short_names.heads,
        filed=re.compile(words),
        ends=re.compile(rf"{words}|[{re.escape(DASHES + CLOSING)}:：/／|｜│丨=＝।۔]|ঃ(?= )|{FULL_STOP}"),
    )


@lru_cache(maxsize=64)
def load_datelines(languages: Languages, agencies: Agencies, language: Language | None) -> Datelines:
    """The finder for texts in a language."""
    return Datelines(languages, agencies, language)
