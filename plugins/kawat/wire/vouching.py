"""What has to vouch for a dateline: a registered agency, a known place, a day, a newsroom's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kawat.wire.gazetteer import is_place
from kawat.wire.model import BLANKS
from kawat.wire.newsrooms import Newsrooms
from kawat.wire.tokens import CLOSING, DASHES, OPENING, Head

SEPARATORS = BLANKS + ",、，،:：;" + DASHES + "|｜/·&"
LONGEST_PLACE, MOST_WORDS = 60, 7
LONGEST_NAME, LONGEST_NOTE = 40, 48
REPORTER_NAME = re.compile(r"(?:[^\W\d_a-zа-яё][^\W\d_]*[- \xa0]?){2,3}\.\s")
SITE = re.compile(r"[\w-]{2,30}(?:\.[A-Za-z]{2,6}){1,2}")


DAY = re.compile(r"\s*(?<!\d)\d{1,2}\s?日?$")
"""A day of the month alone."""


@dataclass(frozen=True)
class Match:
    """A shape that fits a paragraph's head."""

    head: Head
    spans: dict[str, tuple[int, int]]
    """First and last token of each group."""
    last: int
    """The last token that belongs to the dateline."""
    context: str = ""
    """Some of the text that the paragraph belongs to."""

    @property
    def rest(self) -> str:
        """What stands behind it, as far as it was looked at."""
        return self.head.text[self.head.tokens[self.last].end :].lstrip(BLANKS)

    def text(self, group: str) -> str:
        return self.head.slice(*self.spans[group]) if group in self.spans else ""

    @property
    def agency(self) -> str | None:
        """The agency as printed."""
        if "agency" not in self.spans:
            first, last = self.spans.get("lead", (0, -1))
            named = (index for index in range(first, last + 1) if self.head.tokens[index].symbol == "A")
            return next((self.head.slice(index, index) for index in named), None)
        return self.text("agency").strip(SEPARATORS) or None

    @property
    def has_date(self) -> bool:
        return any(token.symbol == "D" for token in self.head.tokens[: self.last + 1])

    @property
    def spots(self) -> list[tuple[int, int]]:
        """Where the texts are that may name places, without what leads over to a date (``ngày``, ``г.``)."""
        first, last = self.spans.get("lead", (0, -1))
        tokens = self.head.tokens
        found = []
        for index in range(first, last + 1):
            if tokens[index].symbol != "T":
                continue
            _, start, end = tokens[index]
            if any(tokens[one].symbol == "D" for one in (index - 1, index + 1) if 0 <= one < len(tokens)):
                end = start + len(_drop_little_words(self.head.text[start:end]))
            end = start + len(DAY.sub("", self.head.text[start:end]))
            if self.head.text[start:end].endswith(".") and is_place(self.head.text[start : end - 1]):
                end -= 1
            if end > start:
                found.append((start, end))
        return found

    @property
    def places(self) -> list[str]:
        return [self.head.text[start:end] for start, end in self.spots]

    @property
    def is_known(self) -> bool:
        """Whether its place is in the gazetteer: by its name, or with the region that it lies in."""
        places = self.places
        return bool(places) and (is_place(places[0]) or is_place(self.place or ""))

    @property
    def place(self) -> str | None:
        """The place as printed, from its first word to its last; what stands behind a date is no part of it."""
        spots = self.spots
        if not spots:
            return None
        end = spots[0][1]
        for _, stop in spots[1:]:
            if any(end <= start < stop for start in self.head.dates):
                break
            end = stop
        found = self.head.text[spots[0][0] : end]
        if any(char in OPENING for char in found) and self.head.text[end : end + 1] in tuple(CLOSING):
            end += 1
        return self.head.text[spots[0][0] : end].strip(SEPARATORS) or None


def _drop_little_words(text: str) -> str:
    words = text.split()
    while words and len(words[-1]) <= 5 and words[-1].rstrip(".").islower():
        words.pop()
    if len(words) == 2 and len(words[1]) <= 3 and words[1].upper() == words[1].lower() and is_place(words[0]):
        return words[0]
    return text[: text.rindex(words[-1]) + len(words[-1])] if words else ""


def is_place_like(text: str) -> bool:
    """Whether a text could name a place: a few words, capitals where the script has them, no sentence.

    >>> [is_place_like(text) for text in ("SPOKANE", "Belo Horizonte", "Frankfurt am Main", "The company said")]
    [True, True, True, False]
    """
    words = text.split()
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST_PLACE:
        return False
    if text.upper() == text.lower():
        return len(words) <= 4 and max(map(len, words)) <= 16 and any(char.isalpha() for char in text)
    small = [word for word in words if word[0].islower()]
    return not words[0][0].islower() and len(small) * 2 <= len(words) and all(len(word) <= 4 for word in small)


def is_name_like(text: str) -> bool:
    """Whether a text in brackets could be an agency's name."""
    words = text.split()
    letters = sum(char.isalpha() for char in text)
    return letters >= 2 and len(text) <= LONGEST_NAME and len(words) <= 5 and not words[0][0].islower()


def _is_caps(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return letters >= 3 and text.upper() == text != text.lower()


# -- what vouches for a shape

Check = Callable[[Match, Newsrooms], bool]


def leads_well(match: Match, newsrooms: Newsrooms) -> bool:
    """A registered agency: what stands before it is short and no sentence."""
    return all(is_place_like(place) for place in match.places)


def leads_surely(match: Match, newsrooms: Newsrooms) -> bool:
    """A registered agency without a dash after it: the place or the day has to vouch for it."""
    places = match.places
    if not leads_well(match, newsrooms):
        return False
    return not places or match.has_date or _is_caps(places[0]) or match.is_known


def is_vouched(match: Match, newsrooms: Newsrooms) -> bool:
    """No registered agency, but a name in brackets: a place or a day before it, or it says what it is."""
    name, places = match.text("agency").strip(BLANKS), match.places
    if not leads_well(match, newsrooms) or len(name) > LONGEST_NAME:
        return False
    if places and ((is_place(places[0]) and len(name) <= 5) or (is_place(name) and not match.rest[:1].islower())):
        return True  # ``Kiel (dpo) -``, ``Rostow (Russland) -``
    if is_name_like(name) and (match.has_date or (places and (_is_caps(places[0]) or match.is_known))):
        return True
    return not places and is_name_like(name) and newsrooms.is_name(name)


def has_known_place(match: Match, newsrooms: Newsrooms) -> bool:
    return bool(match.places) and leads_well(match, newsrooms) and match.is_known


def has_sure_place(match: Match, newsrooms: Newsrooms) -> bool:
    return leads_well(match, newsrooms) and bool(match.places) and (_is_caps(match.places[0]) or match.is_known)


def is_filed_by_agency(match: Match, newsrooms: Newsrooms) -> bool:
    """``据新华社北京3月9日电``: at most one character before the agency's name."""
    return match.spans["agency"][0] == 0 or len(match.head.slice(0, 0)) == 1


def has_year(match: Match, newsrooms: Newsrooms) -> bool:
    return any(
        match.head.dates[token.start].year for token in match.head.tokens[: match.last + 1] if token.symbol == "D"
    )


def is_short_note(match: Match, newsrooms: Newsrooms) -> bool:
    """``（中央社台北2026年11月4日電）``: brackets round everything, an agency among it."""
    first, last = match.spans["lead"]
    symbols = match.head.symbols[first : last + 1]
    return "A" in symbols and len(match.text("lead")) <= LONGEST_NOTE


def has_place_in_slashes(match: Match, newsrooms: Newsrooms) -> bool:
    """``København /ritzau/:``"""
    return has_known_place(match, newsrooms) and len(match.text("agency")) <= LONGEST_NAME


def is_site(match: Match, newsrooms: Newsrooms) -> bool:
    """``Merdeka.com - Text``: a newspaper's address alone."""
    return SITE.fullmatch(match.text("agency")) is not None


def has_place_and_day(match: Match, newsrooms: Newsrooms) -> bool:
    """``München, 27. Oktober 2017 -``: a comma or a dash between them, capitals, or a place that is known."""
    places = match.places
    if not places or not leads_well(match, newsrooms):
        return False
    symbols = match.head.symbols[: match.last]
    return "," in symbols or "-D" in symbols or _is_caps(places[0]) or match.is_known


def has_capital_place(match: Match, newsrooms: Newsrooms) -> bool:
    """``KUALA LUMPUR: text``; where a script has no capitals, a known place is enough. ``FERNIE, B.C. —``"""
    places = match.places
    if len(places) > 1 and _is_caps(places[0]) and places[1].endswith(".") and len(places[1]) <= 6:
        return leads_well(match, newsrooms)
    return has_known_place(match, newsrooms) and places[0].upper() == places[0]


def is_spoken_of(match: Match, newsrooms: Newsrooms) -> bool:
    """``AUGSFELD – Text``: capitals that no gazetteer has, but the text writes as a name: ``Augsfeld``."""
    places = match.places
    if not places or not leads_well(match, newsrooms) or not _is_caps(places[0]) or match.rest[:1].islower():
        return False
    name = places[0].split(",")[0].strip()
    if not all(word.isalpha() for word in re.split(r"[\s/'’.-]+", name) if word):
        return False
    return re.search(rf"\b{re.escape(name.title())}\b", match.context) is not None


def starts_anew(match: Match, newsrooms: Newsrooms) -> bool:
    """``Berlin – Text``: a known place, and then what begins a sentence."""
    return has_known_place(match, newsrooms) and bool(match.rest) and not match.rest[0].islower()


def is_site_and_place(match: Match, newsrooms: Newsrooms) -> bool:
    """``TEMPO.CO, Jakarta -`` and ``JAKARTA, KOMPAS.com -``: a newsroom that no file describes, and a known place."""
    name = match.text("agency")
    return has_known_place(match, newsrooms) and is_name_like(name) and newsrooms.is_name(name) and not is_place(name)


def is_newsroom_after_day(match: Match, newsrooms: Newsrooms) -> bool:
    """``LANDER, Wyo., April 29, 2026 – PRISM MediaWire –``: a newsroom that no file describes, in a row of fields."""
    name = match.text("agency").strip(BLANKS)
    return bool(match.places) and leads_well(match, newsrooms) and is_name_like(name) and newsrooms.is_name(name)


def is_row(match: Match, newsrooms: Newsrooms) -> bool:
    """``ST. LOUIS, MO / PR Karma / January 15, 2025``: place, name and day, as no sentence has them."""
    places = match.places
    return bool(places) and leads_well(match, newsrooms) and is_name_like(match.text("agency").strip(BLANKS))


def is_reported(match: Match, newsrooms: Newsrooms) -> bool:
    """``МОСКВА, 4 ноя - РИА Новости, Анна Звонарёва.``: a reporter's name between the agency's and the text."""
    return leads_well(match, newsrooms) and REPORTER_NAME.match(match.rest) is not None


def is_lenticular(match: Match, newsrooms: Newsrooms) -> bool:
    """``【信報財經新聞】text``: only a newsroom's name; sections of releases are headed the same way."""
    return match.head.text.lstrip(BLANKS)[:1] == "【" and newsrooms.has_noun(match.text("agency").strip(BLANKS))


def is_filed(match: Match, newsrooms: Newsrooms) -> bool:
    """``本报讯（记者…）``: a newsroom's name with the word for wired at its end."""
    name = match.text("agency")
    stem = next((name.removesuffix(word) for word in newsrooms.filed if name.endswith(word)), "")
    return 2 <= len(stem) <= 14 and newsrooms.has_noun(stem)


def is_day_before_sentence(match: Match, newsrooms: Newsrooms) -> bool:
    """``10 February 2025 – Acme``; without a year only before what begins a sentence."""
    rest = match.rest
    day = next(match.head.dates[token.start] for token in match.head.tokens if token.symbol == "D")
    return day.date is not None or (day.day is not None and rest[:1].isalpha() and not rest[0].islower())


def is_day_line(match: Match, newsrooms: Newsrooms) -> bool:
    """A date on a line of its own, with a place that is known or none."""
    if all(match.head.dates[token.start].day is None for token in match.head.tokens if token.symbol == "D"):
        return False
    return not match.places or has_known_place(match, newsrooms) or _is_caps(match.places[0])


def always(match: Match, newsrooms: Newsrooms) -> bool:
    return True
