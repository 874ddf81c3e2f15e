"""The head of a paragraph as a row of symbols, so that a dateline's shape is a short pattern over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kawat.wire.dates import Calendar, Found
from kawat.wire.model import BLANKS
from kawat.wire.phrases import is_cased

REACH = 240
"""Characters of a paragraph that are looked at."""
MOST_TOKENS = 24
LONGEST_FIELD, LONGEST_NAME = 90, 40
OPENING, CLOSING = "(（[【〔［", ")）]】〕］"
DASHES = "-–—－─―−‐_"
SEPARATORS = {
    "(": OPENING, ")": CLOSING, ",": ",，、،", ":": ":：", "/": "/／", "|": "|｜│丨", "&": "&＆·", "-": DASHES,
    "=": "=＝",
}  # fmt: skip
SYMBOLS = {char: symbol for symbol, chars in SEPARATORS.items() for char in chars}
STOPS = frozenset('!?。！？؟।"“”„«»「」『』;；…*')
AFTER_DATE = re.compile(
    rf"[{re.escape(BLANKS)}]{{0,3}}[^\W\d_]{{1,4}}\.?(?=[{re.escape(BLANKS)}]{{0,3}}[-–—,،(（)）/|:])"
)
"""A little word that belongs to a date: ``г.``, ``год``, ``ค.ศ.``"""
FIELDS = re.compile(rf"(?:[^{re.escape(''.join(STOPS))}\n]{{0,{LONGEST_FIELD}}}?[{re.escape(''.join(SYMBOLS))}])*+")
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
    names: dict[str, re.Pattern[str]]
    """Agencies' names by their first character in lower case."""
    short_names: dict[str, re.Pattern[str]]
    """Names that are ordinary words or letters elsewhere: in brackets or slashes only, as they are written."""
    filed: re.Pattern[str]
    """What some languages put after a date: it was wired on that day."""
    ends: re.Pattern[str]
    """What a dateline may end with."""


def cut_head(paragraph: str, vocabulary: Vocabulary) -> Head:
    """The tokens of a paragraph's head, until something that no dateline holds."""
    reach = _cut_reach(paragraph, vocabulary.ends)
    text = to_ascii_digits(reach)
    dates = {found.start: found for found in vocabulary.calendar.find_dates(text)}
    tokens: list[Token] = []
    for token in _scan(text, dates, find_agencies(text, vocabulary), vocabulary):
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


def to_ascii_digits(text: str) -> str:
    """The text with every script's decimal digits as ASCII's; of the same length."""
    if text.isascii():
        return text
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def find_agencies(text: str, vocabulary: Vocabulary) -> dict[int, int]:
    """Where agencies' names begin and end."""
    ends = ((position, match_agency(text, position, vocabulary)) for position in range(len(text)))
    return {position: end for position, end in ends if end}


def match_agency(text: str, position: int, vocabulary: Vocabulary) -> int:
    """Where the agency's name ends that begins at a position; 0 where there is none."""
    first = text[position].lower()
    named, short = vocabulary.names.get(first), vocabulary.short_names.get(first)
    if named is None and short is None:
        return 0
    if position and is_cased(first) and (is_cased(text[position - 1]) or text[position - 1].isdecimal()):
        return 0  # within a word
    found = named.match(text, position) if named else None
    if found is None and short:
        found = short.match(text, position)
        found = found if found and _is_enclosed(text, position, found.end()) else None
    if found is None:
        return 0
    domain = DOMAIN.match(text, found.end())
    return domain.end() if domain else found.end()


def _is_enclosed(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(BLANKS)[-1:], text[end:].lstrip(BLANKS)[:1]
    opened, closed = SYMBOLS.get(before or " "), SYMBOLS.get(after or " ")
    if opened == "(" or closed in (")", ":"):
        return True
    return opened in ("/", "-", "=", ",") and (closed in ("/", "-", ",", "=") or after in ("", "."))


def _scan(text: str, dates: dict[int, Found], agencies: dict[int, int], vocabulary: Vocabulary) -> Iterator[Token]:
    position, last = 0, ""
    while position < len(text):
        char = text[position]
        if char in BLANKS:
            position += 1
            continue
        if char in STOPS or char == "\n":
            return
        symbol, end = _name(text, position, dates, agencies, vocabulary.filed if last == "D" else None)
        if char == "." and last in ("D", "A", ")"):
            symbol, end = "-", position + 1
        if symbol == "T":
            end = _find_end_of_words(text, position, dates, agencies)
            following = end + len(text[end:]) - len(text[end:].lstrip(BLANKS))
            if following in dates and _leads_to_date(text[position:end], last):
                symbol, end = "D", _find_end_of_date(text, dates[following].end)
                dates[position] = dates[following]
        if symbol == "T" and last == "," and (found := vocabulary.calendar.read_words(text, position, end)):
            symbol, dates[position] = "D", found
        yield Token(symbol, position, end)
        position, last = end, symbol


def _leads_to_date(text: str, last: str) -> bool:
    """Whether it is a little word before a date: ``le``, ``ngày``, and after a dash ``Ngày``."""
    return len(text) <= 5 and text.isalpha() and (text.islower() or last in ("-", "/", "|"))


def _name(
    text: str, position: int, dates: dict[int, Found], agencies: dict[int, int], filed: re.Pattern[str] | None
) -> tuple[str, int]:
    if position in dates:
        return "D", _find_end_of_date(text, dates[position].end)
    if position in agencies:
        return "A", agencies[position]
    if filed and (match := filed.match(text, position)):
        return "F", match.end()
    symbol = SYMBOLS.get(text[position])
    if symbol == "-":
        end = position
        while end < len(text) and text[end] in DASHES:
            end += 1
        return ("-", end) if _is_dash(text, position, end) else ("T", position)
    return (symbol, position + 1) if symbol else ("T", position)


def _find_end_of_date(text: str, end: int) -> int:
    word = AFTER_DATE.match(text, end)
    return word.end() if word and word[0].strip(BLANKS).islower() else end


def _is_dash(text: str, start: int, end: int) -> bool:
    """Whether these hyphens part fields, rather than the halves of a word."""
    if end - start > 1 or text[start] in "—－─―":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and after.isalnum()) or (text[start] == "–" and not is_cased(before + after))


def _find_end_of_words(text: str, start: int, dates: dict[int, Found], agencies: dict[int, int]) -> int:
    """Where a run of words ends: at a separator, a date, an agency, or what no field holds."""
    position = last = start + 1
    while position < len(text):
        char = text[position]
        if char in STOPS or char == "\n" or position in dates or position in agencies:
            break
        if char not in BLANKS:
            symbol = SYMBOLS.get(char)
            if symbol == "-":
                end = position
                while end < len(text) and text[end] in DASHES:
                    end += 1
                if _is_dash(text, position, end):
                    break
                position = end - 1
            elif symbol:
                break
            last = position + 1
        position += 1
        if position - start > LONGEST_FIELD:
            return position
    return last
