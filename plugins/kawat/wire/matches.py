"""A shape that fits a paragraph's head: the place, the agency and what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kawat.wire.gazetteer import is_place, is_region
from kawat.wire.model import BLANKS
from kawat.wire.newsrooms import DAY
from kawat.wire.tokens import CLOSING, DASHES, OPENING, Head

SEPARATORS = BLANKS + ",、，،:：;" + DASHES + "|｜/·&"
LONGEST_PLACE, MOST_WORDS = 60, 7
ABBREVIATION = re.compile(r"[^\W\d_]{1,3}\.\s?(?=\w)")
"""What some languages put before a town's name: ``г. Москва``."""


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

    @cached_property
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
            if self._has_full_stop(start, end):
                end -= 1
            if end > start:
                found.append((start, end))
        return found

    def _has_full_stop(self, start: int, end: int) -> bool:
        """Whether the point after a place belongs to the dateline: ``Jalisco.-``, but not in ``Frankfurt a. M.``"""
        text = self.head.text[start:end]
        last = text.split()[-1] if text.strip() else ""
        if not last.endswith(".") or len(last.replace(".", "")) <= 2:
            return False
        return is_place(text[:-1]) or (len(last) > 6 and self.head.text[end : end + 1] in tuple(DASHES))

    @cached_property
    def places(self) -> list[str]:
        return [self.head.text[start:end] for start, end in self.spots]

    @property
    def is_known(self) -> bool:
        """Whether its place is in the gazetteer: by its name, or with the region that it lies in."""
        places = self.places
        if not places:
            return False
        return is_place(places[0]) or is_place(self.place or "") or (len(places) == 2 and self._is_bracketed_region())

    def _is_bracketed_region(self) -> bool:
        """``Rostow (Russland)``"""
        start, end = self.spots[1]
        return self.head.text[start - 1 : start] in tuple(OPENING) and is_region(self.head.text[start:end])

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
    words = ABBREVIATION.sub("", text, count=1).split() if text[:1].islower() else text.split()
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST_PLACE:
        return False
    if text.upper() == text.lower():
        return len(words) <= 4 and max(map(len, words)) <= 16 and any(char.isalpha() for char in text)
    small = [word for word in words if word[0].islower()]
    return not words[0][0].islower() and len(small) * 2 <= len(words) and all(len(word) <= 4 for word in small)
