"""Bylines and credits, in the words of each language: who wrote a text, who edited it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kawat.wire.phrases import SPACE, Choice, flex
from kawat.wire.sentences import is_sentence

LONGEST, LONGEST_CREDIT = 60, 160
"""Characters of a byline, and of a credit in brackets."""
BYLINE_RULE, CREDIT_RULE = "a byline", "a credit in brackets"
WORD = r"(?-i:[^\W\d_a-z][^\s\d;；,，]{0,24})"
NAME = rf"{WORD}(?:\s{WORD}){{0,4}}"
"""Up to five words, in capitals where the script has them."""
OPEN, CLOSE = r"^[(（【\[〔]\s?", r"\s?[)）】\]〕][.。]?$"
BRACKET = re.compile(OPEN)
REST = r"[^()（）\[\]【】〔〕!?。！？]"


INITIALS = re.compile(r"^(?:[a-z]{2,4}(?:/[a-z]{2,4}){1,4}|[A-Z]{2,4}(?:\s?//\s?[A-Z]{2,4}){1,4})$")
"""Those of who wrote and who edited a text: ``abc/def``, ``AB // CD``."""


class Bylines:
    """The patterns of a language: ``By *``, ``编辑：*``; in brackets more than one may stand."""

    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = tuple(patterns)
        # A word such as "By" opens sentences too; two words, or one with a colon, open nothing but credits.
        befores = [pattern.partition("*")[0] for pattern in patterns]
        sure = [before.strip() for before in befores if ":" in before or "：" in before or " " in before.strip()]
        self._line = Choice(rf"^{SPACE}{{0,3}}[–—-]{{0,2}}{SPACE}?", patterns, "$", _bind)
        self._credit = Choice(OPEN, patterns, rf"(?:[;；]{REST}{{0,120}})?{CLOSE}", _bind)
        self._sure_credit = Choice(OPEN, sure, rf"\s?{REST}{{1,140}}{CLOSE}", _flex)

    def read(self, content: str) -> str | None:
        """The rule by which a line is a byline; None where it is none."""
        if INITIALS.match(content):
            return BYLINE_RULE
        if len(content) <= LONGEST and self._line.match(content) and not is_sentence(content):
            return BYLINE_RULE
        return None

    def read_credit(self, content: str) -> str | None:
        """The same for a line in brackets."""
        if len(content) > LONGEST_CREDIT or not BRACKET.match(content):
            return None
        return CREDIT_RULE if self._credit.match(content) or self._sure_credit.match(content) else None


def _bind(pattern: str) -> str:
    before, _, after = pattern.partition("*")
    return f"{_flex(before.strip())}\\s?{NAME}\\s?{re.escape(after.strip())}"


def _flex(words: str) -> str:
    return flex(words) if words else ""
