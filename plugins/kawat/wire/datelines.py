"""Datelines: place, day and agency before a text's first words.

A paragraph's head is cut into tokens (``tokens.py``); the shapes (``shapes.py``) are patterns over their symbols. A
shape with a registered agency in it needs little else; without one, the place or the day has to vouch for it:
precision comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kawat.languages import Language, Languages
from kawat.wire.agencies import Agencies
from kawat.wire.dates import make_calendar
from kawat.wire.gazetteer import is_place, split_place
from kawat.wire.model import BLANKS
from kawat.wire.newsrooms import Newsrooms
from kawat.wire.phrases import is_cased
from kawat.wire.shapes import BEFORE_DASH, FAR, FILED, IN_BRACKETS, NEAR, REPORTER, SHAPES, Shape
from kawat.wire.tokens import CLOSING, DASHES, Vocabulary, cut_head, match_agency
from kawat.wire.vouching import REPORTER_NAME, Match

PLACE_ALONE = re.compile(
    rf"[{re.escape(BLANKS)}]*+(?P<place>[^\W\d_][\w'’/-]{{2,30}}(?:[ \xa0][^\W\d_][\w'’-]{{2,20}}){{0,2}})"
    r"\.(?:-\s*|\s+)(?=[„“\"«»A-ZÀ-ÞА-ЯЁ])"
)
PARTING = re.compile(rf"[{re.escape(BLANKS)}]?[,–-][{re.escape(BLANKS)}]")
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
        for shape in SHAPES:
            found = shape.pattern.match(symbols)
            if found is None:
                continue
            spans = {name: (found.start(name), found.end(name) - 1) for name in found.groupdict() if found[name]}
            match = Match(head, spans, found.end() - 1, context)
            if shape.is_fit(match, self.newsrooms):
                return _describe(shape, match, paragraph, self.newsrooms)
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
    agency, place = match.agency, match.place
    if shape.rule == IN_BRACKETS:
        place = find_place(match.text("lead"))
    elif shape.rule == FILED and place:
        agency, place = split_newsroom(place, newsrooms)
    return Dateline(
        end=end,
        rule=shape.rule,
        agency=agency,
        place=place,
        date=day.date if day else None,
        month_day=day.month_day if day else None,
        reach=shape.reach,
    )


def split_newsroom(text: str, newsrooms: Newsrooms) -> tuple[str | None, str | None]:
    """Newspaper and place in what stands before a day of filing: ``本报北京``, ``浙江在线``, ``北京``."""
    starts = [start for start in range(len(text)) if is_place(text[start:])]
    starts += [end for end in range(len(text) - 1, 1, -1) if newsrooms.has_noun(text[:end])]
    start = starts[0] if starts else len(text)
    return text[:start] or None, text[start:] or None


def find_place(text: str) -> str | None:
    """The last known place in a few words: ``中央社記者林曉安台北`` has 台北."""
    starts = range(len(text)) if not is_cased(text) else [match.start() for match in re.finditer(r"\b\w", text)]
    found = [place for start in starts if (place := split_place(text[start:])) and not place[1][:1].islower()]
    return found[-1][0] if found else None


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
def _make_all_names(agencies: Agencies) -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    names = _make_names((name for agency in agencies.all for name in agency.names), re.I)
    return names, _make_names((name for agency in agencies.all for name in agency.short), re.NOFLAG)


def _make_vocabulary(languages: Languages, agencies: Agencies, language: Language | None) -> Vocabulary:
    filed = sorted({word for one in languages.values() for word in one.wire.get("filed", ())}, key=len, reverse=True)
    words = "|".join(map(re.escape, filed)) or "(?!)"
    names, short_names = _make_all_names(agencies)
    return Vocabulary(
        calendar=make_calendar(languages, language),
        names=names,
        short_names=short_names,
        filed=re.compile(words),
        ends=re.compile(rf"{words}|[{re.escape(DASHES + CLOSING)}:：/／|｜│丨=＝]"),
    )


def _make_names(names: Iterable[str], flags: re.RegexFlag) -> dict[str, re.Pattern[str]]:
    made: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        made.setdefault(name[0].lower(), []).append(_bound(name))
    return {first: re.compile("|".join(patterns), flags) for first, patterns in made.items()}


def _bound(name: str) -> str:
    """A name as a pattern; where its script parts words, it is a word."""
    first = r"(?<![A-Za-zÀ-žА-яЁё\d])" if name[0].upper() != name[0].lower() else ""
    last = r"(?![^\W_])" if name[-1].upper() != name[-1].lower() else ""
    return first + re.escape(name).replace(r"\ ", rf"[{re.escape(BLANKS)}]{{1,3}}") + last


@lru_cache(maxsize=64)
def load_datelines(languages: Languages, agencies: Agencies, language: Language | None) -> Datelines:
    """The finder for texts in a language."""
    return Datelines(languages, agencies, language)
