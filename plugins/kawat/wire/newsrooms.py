"""Names of agencies and newspapers that no file describes, told by how they are written, and what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from kawat.languages import Languages
from kawat.wire.gazetteer import is_place, split_place
from kawat.wire.model import BLANKS
from kawat.wire.phrases import is_cased

DAY = re.compile(r"\s*(?<!\d)\d{1,2}\s?日?$")
"""A day of the month alone."""
SHORTEST_PAPER, LONGEST_PAPER, LONGEST_REPORTER = 4, 20, 40
SHORTEST_WORD = 2
"""A single character, 攝 or 摄, is a photographer's."""
MARKS = "，,：:　 \xa0、"


class Newsrooms:
    """Tells names of agencies and newspapers that no file describes."""

    def __init__(self, languages: Languages) -> None:
        words = {word for one in languages.values() for word in one.wire.get("agency_words", ())}
        filed = {word.strip(MARKS) for one in languages.values() for word in one.wire.get("filed", ())}
        self.filed = tuple(sorted(filed, key=len, reverse=True))
        self._spaced = tuple(sorted(word for word in words if word.upper() != word.lower()))
        self._ends = tuple(word for word in words if word.upper() == word.lower())
        self._acronym = re.compile(r"[A-ZА-Я]{2,}|[a-z][A-Z]|\.(?:com|net|org|co|[a-z]{2})$")
        self._bylines = {pattern for one in languages.values() for pattern in one.wire.get("byline", ())}

    @cached_property
    def _noun(self) -> re.Pattern[str]:
        spaced = "|".join(map(re.escape, self._spaced)) or "(?!)"
        return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])", re.I)

    @cached_property
    def _credits(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in sorted(set(_make_credits(self._bylines))))

    def has_noun(self, text: str) -> bool:
        """Whether a name has a common noun of newsrooms in it: ``Newswire``, ``新闻``."""
        return text.endswith(self._ends) or self._noun.search(text) is not None

    def is_name(self, text: str) -> bool:
        """Whether a name says that it is a newsroom's: by a common noun, or written as no word is."""
        return len(text) > 2 and (self._acronym.search(text) is not None or self.has_noun(text))

    def is_paper(self, text: str) -> bool:
        """Whether a name in a script without capitals is a newsroom's, and more than the common noun alone."""
        return not is_cased(text) and len(text) <= LONGEST_PAPER and self.has_noun(text[1:])

    def strip_filed(self, text: str) -> str:
        """A text without the word for wired at its end, and the day before it: ``吉隆坡5日讯``; empty without one."""
        stem = next((text.removesuffix(word) for word in self.filed if text.endswith(word)), "")
        return DAY.sub("", stem).strip(MARKS)

    def split(self, text: str) -> tuple[str | None, str | None]:
        """Newspaper and place in what stands before a day of filing: ``本报北京``, ``浙江在线``, ``北京``."""
        starts = [start for start in range(len(text)) if is_place(text[start:])]
        starts += [end for end in range(len(text), 1, -1) if self.has_noun(text[:end])]
        start = starts[0] if starts else len(text)
        return text[:start] or None, text[start:] or None

    def read_credit(self, text: str) -> tuple[str | None, str | None]:
        """Newspaper and place in a reporter's credit: ``自由時報記者林曉安／台北報導``, ``이데일리 김하나 기자``."""
        found = next((match for pattern in self._credits if (match := pattern.match(text))), None)
        if found is None:
            return None, None
        paper = found["paper"].strip(MARKS + "=＝/／") or None
        if paper and is_place(paper):
            return None, paper
        is_labelled = text[len(paper or "") :].startswith("=")  # ``사진=한가람 기자``, but ``헤럴드경제=한가람 기자``
        if paper and is_labelled and len(paper) < SHORTEST_PAPER and not self.has_noun(paper):
            return None, None
        return paper, find_place(found["who"])


def find_place(text: str) -> str | None:
    """The last known place in a few words: ``中央社記者林曉安台北`` has 台北."""
    starts = range(len(text)) if not is_cased(text) else [match.start() for match in re.finditer(r"\b\w", text)]
    found = [place for start in starts if (place := split_place(text[start:])) and not place[1][:1].islower()]
    return found[-1][0] if found else None


def _make_credits(bylines: set[str]) -> Iterator[str]:
    """Bylines that end with a word may stand in brackets, after a newspaper's name."""
    for before, star, after in (byline.partition("*") for byline in bylines):
        if not star or len(after) < SHORTEST_WORD or is_cased(after):
            continue
        gap = re.escape(before) if before else rf"[{re.escape(BLANKS)}=＝]{{1,2}}"
        paper = rf"(?P<paper>[^{re.escape(BLANKS)}=＝]{{0,{LONGEST_PAPER}}}?)"
        yield rf"{paper}[{re.escape(BLANKS)}]?{gap}(?P<who>.{{1,{LONGEST_REPORTER}}}?){re.escape(after)}$"
