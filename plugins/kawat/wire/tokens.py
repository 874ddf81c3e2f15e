"""The head of a paragraph as a row of symbols, so that a dateline's shape is a short pattern over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kawat.wire.dates import Calendar, Found
from kawat.wire.letters import to_ascii
from kawat.wire.model import BLANKS
from kawat.wire.names import Names, fold
from kawat.wire.phrases import is_cased

REACH = 240
"""Characters of a paragraph that are looked at."""
MOST_TOKENS = 24
LONGEST_FIELD, LONGEST_NAME = 90, 40
OPENING, CLOSING = "(（[【〔［", ")）]】〕］"
STRETCH = "ـ"
"""Arabic's letter that stretches others; between blanks it is a dash."""
DASHES = "-–—－─―−‐_" + STRETCH
SEPARATORS = {
    "(": OPENING, ")": CLOSING, ",": ",，、،", ":": ":：", "/": "/／", "|": "|｜│丨", "&": "&＆·", "-": DASHES,
    "=": "=＝",
}  # fmt: skip
SYMBOLS = {char: symbol for symbol, chars in SEPARATORS.items() for char in chars}
STOPS = frozenset('!?。！？؟।۔"“”„«»「」『』;；…*')
AFTER_DATE = re.compile(
    rf"[{re.escape(BLANKS)}]{{0,3}}[^\W\d_]{{1,4}}"
    rf"(?:\.(?=[{re.escape(BLANKS)}][A-ZА-ЯЁІЇЄ])|\.?(?=[{re.escape(BLANKS)}]{{0,3}}[-–—,،(（)）/|:]))"
)
"""A little word that belongs to a date: ``г.``, ``год``, ``ค.ศ.``"""
DATE_POINT = re.compile(rf"\.(?=[{re.escape(BLANKS)}]?[-–—(（)）/:])")
"""The point behind the year or the day in some languages' dates: ``4. studenoga 2026. -``"""
FIELDS = re.compile(rf"(?:[^{re.escape(''.join(STOPS))}\n]{{0,{LONGEST_FIELD}}}?[{re.escape(''.join(SYMBOLS))}])*+")
QUOTES = '«»“”„"'
LONGEST_OPENING = 64
"""Characters before which a full stop of the Indic scripts may end a dateline, and not a sentence."""
STARTS = re.compile(r"(?<![A-Za-zА-яЁё0-9])[A-Za-zА-яЁё]|[^A-Za-zА-яЁё\s]")
"""Where a name may begin: in the most usual scripts not within a word."""
DOMAIN = re.compile(r"(?:\.[a-z]{2,6}){1,2}(?![\w.]*@)(?![A-Za-z])", re.I)


class Token(NamedTuple):
    """A piece of the head: T text, D date, A agency, F filed, $ the paragraph's end, and separators as themselves."""

    symbol: str
    start: int
    end: int


@dataclass(frozen=True)
class Head:
    """The first words of a paragraph, cut into tokens."""

    text: str
    tokens: tuple[Token, ...]
    dates: dict[int, Found]

    @property
    def symbols(self) -> str:
        return "".join(token.symbol for token in self.tokens)

    def slice(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


@dataclass(frozen=True)
class Vocabulary:
    """What the tokens are told by."""

    calendar: Calendar
    names: Names
    """Agencies' names."""
    short_names: Names
    """Names that are ordinary words or letters elsewhere: in brackets or slashes only, as they are written."""
    filed: re.Pattern[str]
    """What some languages put after a date: it was wired on that day."""
    ends: re.Pattern[str]
    """What a dateline may end with."""
    heads: frozenset[str] = frozenset()
    """The first two characters of every name, in lower case."""


def cut_head(paragraph: str, vocabulary: Vocabulary) -> Head:
    """The tokens of a paragraph's head, until something that no dateline holds."""
    reach = _cut_reach(paragraph, vocabulary.ends)
    text = to_ascii(reach)
    dates = {found.start: found for found in vocabulary.calendar.find_dates(text)}
    tokens: list[Token] = []
    for token in _Scanner(text, dates, vocabulary).scan():
        tokens.append(token)
        if len(tokens) >= MOST_TOKENS or token.end - token.start > LONGEST_FIELD:
            break
    ends = tokens[-1].end if tokens else 0
    if tokens and len(paragraph) <= REACH and not paragraph[ends:].strip(BLANKS):
        tokens.append(Token("$", len(text), len(text)))
    return Head(reach, tuple(tokens), dates)


def _cut_reach(paragraph: str, ends: re.Pattern[str]) -> str:
    """The characters that a dateline could have: most paragraphs say soon that they open with none."""
    reach = FIELDS.match(paragraph, 0, REACH)
    last = reach.end() if reach else 0
    if last == len(paragraph):
        return paragraph
    end = max((match.end() for match in ends.finditer(paragraph, 0, min(REACH, last + LONGEST_FIELD))), default=0)
    if not end:
        return paragraph if len(paragraph) <= LONGEST_FIELD else ""
    return paragraph[: end + LONGEST_NAME]


def find_agencies(text: str, vocabulary: Vocabulary) -> dict[int, int]:
    """Where agencies' names begin and end."""
    folded = fold(text)
    starts = (start.start() for start in STARTS.finditer(text))
    positions = (start for start in starts if folded[start : start + 2] in vocabulary.heads)
    ends = ((position, match_agency(text, position, vocabulary)) for position in positions)
    return {position: end for position, end in ends if end}


def match_agency(text: str, position: int, vocabulary: Vocabulary) -> int:
    """Where the agency's name ends that begins at a position; 0 where there is none."""
    first = text[position].lower()
    names, short_names = vocabulary.names, vocabulary.short_names
    if position and is_cased(first) and (is_cased(text[position - 1]) or text[position - 1].isdecimal()):
        return 0  # within a word
    found = names.match(text, position)
    if found is None:
        found = short_names.match(text, position)
        found = found if found and _is_enclosed(text, position, found.end()) else None
    if found is None:
        return 0
    domain = DOMAIN.match(text, found.end())
    return domain.end() if domain else found.end()


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Whether what stands around a name that is a word too makes it an agency's."""
    before, after = text[:start].rstrip(BLANKS)[-1:], text[end:].lstrip(BLANKS)[:1]
    opened, closed = SYMBOLS.get(before or " "), SYMBOLS.get(after or " ")
    if opened == "(" or closed in (")", ":", "=") or (after == "|" and text[end] == " "):
        return True
    if before in QUOTES and after in QUOTES:
        return bool(before and after)
    if closed == "-" and (
        before.isdigit() or (not before and end - start > 2 and any(char in BLANKS for char in text[end : end + 2]))
    ):
        return True  # ``5-11-2026 وفا-``, and a paragraph that begins with ``AFP -``
    if (before == "." and after == ".") or (closed == "/" and "|" in text[end : end + 10]):
        return True  # ``4 листопада. УНН.``, ``dpa/taz |``
    if opened == "-" and after.isalpha() and not is_cased(text[start]):
        return True
    return opened in ("/", "-", "=", ",") and (closed in ("/", "-", ",", "=") or after in ("", "."))


class _Scanner:
    """Names one token after another."""

    def __init__(self, text: str, dates: dict[int, Found], vocabulary: Vocabulary) -> None:
        self.text, self.dates, self.vocabulary = text, dates, vocabulary
        self.agencies = find_agencies(text, vocabulary)
        self.last = ""

    def scan(self) -> Iterator[Token]:
        position = len(self.text) - len(self.text.lstrip(BLANKS + "|"))
        while position < len(self.text):
            if self.text[position] in BLANKS:
                position += 1
                continue
            found = list(self._read(position))
            if not found:
                return
            yield from found
            position, self.last = found[-1].end, found[-1].symbol

    def _read(self, position: int) -> Iterator[Token]:
        """The next token, or two; none where no dateline goes on."""
        char = self.text[position]
        if char in STOPS or char == "\n":
            yield from self._read_stop(position)
            return
        symbol, end = self._name(position)
        if symbol == "T":
            symbol, end = self._read_words(position)
        if symbol == "D" and self.text[end - 1] == "." and self._begins_sentence(end):
            yield Token("D", position, end - 1)
            yield Token("-", end - 1, end)
            return
        yield Token(symbol, position, end)

    def _read_stop(self, position: int) -> Iterator[Token]:
        """A quoted agency, or the full stop of an Indic script that ends a dateline: ``नई दिल्ली।``."""
        end = self.agencies.get(position + 1, 0)
        if self.text[position] in QUOTES and end and self.text[end : end + 1] in tuple(QUOTES):
            yield Token("A", position + 1, end)
            yield Token("-", end, end + 1)
        elif self.text[position] in "।۔" and self.last in ("T", "A", "D", ")") and position <= LONGEST_OPENING:
            yield Token("-", position, position + 1)

    def _name(self, position: int) -> tuple[str, int]:
        text, char = self.text, self.text[position]
        if position in self.dates:
            return "D", _find_end_of_date(text, self.dates[position].end)
        if position in self.agencies:
            return "A", self.agencies[position]
        if self.last == "D" and (match := self.vocabulary.filed.match(text, position)):
            return "F", match.end()
        if (char == "." and self.last in ("D", "A", ")")) or (char == "ー" and self.last == ")"):
            return "-", position + 1
        if char == "ঃ" and self.last == "D":
            return ":", position + 1
        symbol = SYMBOLS.get(char)
        if symbol == "-":
            end = _find_end_of_dashes(text, position)
            return ("-", end) if self._is_dash(position, end) else ("T", position)
        return (symbol, position + 1) if symbol else ("T", position)

    def _read_words(self, position: int) -> tuple[str, int]:
        """A run of words, or a date that words begin or make up."""
        text, calendar = self.text, self.vocabulary.calendar
        end = self._find_end_of_words(position)
        following = end + len(text[end:]) - len(text[end:].lstrip(BLANKS))
        if following in self.dates and _leads_to_date(text[position:end], self.last):
            self.dates[position] = self.dates[following]
            return "D", _find_end_of_date(text, self.dates[following].end)
        if self.last == "," and (found := calendar.read_words(text, position, end)):
            self.dates[position] = found
            return "D", end
        if self.last == "," and calendar.is_weekday(text[position:end]):
            return ",", end  # ``Jakarta, Rabu (4/11/2026)``
        return "T", end

    def _find_end_of_words(self, start: int) -> int:
        """Where a run of words ends: at a separator, a date, an agency, or what no field holds."""
        text = self.text
        position = last = start + 1
        while position < len(text):
            char = text[position]
            if char in STOPS or char == "\n" or position in self.dates or position in self.agencies:
                break
            if char not in BLANKS:
                symbol = SYMBOLS.get(char)
                if symbol == "-":
                    end = _find_end_of_dashes(text, position)
                    if self._is_dash(position, end):
                        break
                    position = end - 1
                elif symbol:
                    break
                last = position + 1
            position += 1
            if position - start > LONGEST_FIELD:
                return position
        return last

    def _is_dash(self, start: int, end: int) -> bool:
        """Whether these hyphens part fields, rather than the halves of a word."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start] == STRETCH:
            return before in BLANKS and after in BLANKS
        if end - start > 1 or text[start] in "—－─―":
            return True
        if not (before.isalnum() and after.isalnum()):
            return True
        if not is_cased(before + after):
            return text[start] == "–" or end in self.agencies
        return False

    def _begins_sentence(self, position: int) -> bool:
        """Whether after a blank there is what a sentence begins with."""
        rest = self.text[position : position + 4].lstrip(BLANKS)
        return self.text[position : position + 1] in tuple(BLANKS) and rest[:1].isalpha() and not rest[0].islower()


def _leads_to_date(text: str, last: str) -> bool:
    """Whether it is a little word before a date: ``le``, ``ngày``, and after a dash ``Ngày``."""
    return len(text) <= 5 and text.isalpha() and (text.islower() or last in ("-", "/", "|"))


def _find_end_of_dashes(text: str, position: int) -> int:
    while position < len(text) and text[position] in DASHES:
        position += 1
    return position


def _find_end_of_date(text: str, end: int) -> int:
    word = AFTER_DATE.match(text, end)
    if word and word[0].strip(BLANKS).islower():
        return word.end()
    return end + 1 if DATE_POINT.match(text, end) else end
