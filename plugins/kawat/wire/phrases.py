"""Words that a paragraph holds or opens with, looked for in any case and with any white space between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from kawat.wire.model import BLANKS
from kawat.wire.sentences import fold

SPACE = rf"[{re.escape(BLANKS)}]"
OPENING = rf"^[{re.escape(BLANKS)}■□●○◆◇▲△▼►▶※＊*#<＜〈《「『【\[(（|/·•–—-]{{0,6}}"
"""What may stand before a heading's or a label's first word."""


QUOTES = "\"“”„‘’'«»"
HYPHENS = "-‐‑"
FOLDED = dict.fromkeys(QUOTES, "") | dict.fromkeys(HYPHENS, " ")
GAP = 300
"""Characters that ``*`` in a phrase may stand for."""
SIGNS = re.compile(r"[\W_]+")
FARTHEST = 600
"""Characters in which a phrase that opens a text must stand."""


class Phrases:
    """Phrases that stand anywhere in a text; most texts hold none, and that is told by plain searching.

    Quotation marks do not count, and a hyphen is a blank: notices are full of “forward looking statements”. In a phrase
    ``*`` stands for any words, and a phrase with one is a whole paragraph.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._patterns = {_list_keys(phrase): phrase for phrase in phrases}
        self._firsts = tuple((keys[0], keys, phrase) for keys, phrase in self._patterns.items())

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def find(self, text: str, folded: str | None = None) -> re.Match[str] | None:
        """The first phrase that is found, in the order of the phrases."""
        return next(self.find_all(text, folded), None)

    def find_all(self, text: str, folded: str | None = None) -> Iterator[re.Match[str]]:
        """Every one; ``folded`` is what ``fold_words`` makes of the text, where it is at hand."""
        folded = fold_words(text) if folded is None else folded
        for phrase in _list_likely(self, folded):
            pattern = self._compiled.get(phrase)
            if pattern is None:
                pattern = self._compiled[phrase] = re.compile(flex(phrase), re.I)
            yield from pattern.finditer(text)

    def list_likely(self, folded: str) -> Iterator[str]:
        """The phrases whose words are in a folded text."""
        for first, keys, phrase in self._firsts:
            if first in folded and all(key in folded for key in keys[1:]):
                yield phrase


@lru_cache(maxsize=512)
def _list_likely(phrases: Phrases, folded: str) -> tuple[str, ...]:
    # Kept, since a paragraph is asked for the same phrases several times.
    return tuple(phrases.list_likely(folded))


@lru_cache(maxsize=128)
def fold_words(text: str) -> str:
    """Text for comparing phrases: case, white space, hyphens and quotation marks folded."""
    for char, folded in FOLDED.items():  # quicker than to translate, as few of them are there
        text = text.replace(char, folded)
    return fold(text)


def _list_keys(phrase: str) -> tuple[str, ...]:
    return tuple(fold_words(piece) for piece in phrase.split("*") if piece.strip())


class Choice:
    """A pattern around one of several phrases, the longest first; only signs and blanks may stand before them.

    A phrase is compiled when a text has its letters: of some hundred in a language few ever are, and compiling them
    all takes longer than reading a text.
    """

    def __init__(
        self,
        before: str,
        phrases: Iterable[str],
        after: str = "",
        make: Callable[[str], str] | None = None,
        flags: re.RegexFlag = re.I,
    ) -> None:
        self._ends, self._make, self._flags = (before, after), make or flex, flags
        ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
        self._phrases = [(tuple(map(list_letters, phrase.split("*"))), phrase) for phrase in ordered]
        self._firsts = tuple({keys[0] for keys, _ in self._phrases})
        self._compiled: dict[str, re.Pattern[str]] = {}

    def match(self, text: str) -> re.Match[str] | None:
        """The first that a text begins with."""
        return next(self.match_all(text), None)

    def match_all(self, text: str) -> Iterator[re.Match[str]]:
        """For each phrase that a text begins with, where it does."""
        letters = list_letters(text[:FARTHEST])
        if not letters.startswith(self._firsts):
            return
        for keys, phrase in self._phrases:
            is_likely = letters.startswith(keys[0]) and all(key in letters for key in keys[1:])
            if is_likely and (match := self._compile(phrase).match(text)):
                yield match

    def _compile(self, phrase: str) -> re.Pattern[str]:
        pattern = self._compiled.get(phrase)
        if pattern is None:
            before, after = self._ends
            pattern = self._compiled[phrase] = re.compile(f"{before}(?:{self._make(phrase)}){after}", self._flags)
        return pattern


@lru_cache(maxsize=256)
def list_letters(text: str) -> str:
    """A text's letters and digits, without case and dots: what matches in any case has the same ones."""
    return SIGNS.sub("", text.casefold()).replace("ı", "i")


def flex(phrase: str) -> str:
    """A phrase as a pattern: any white space between its words, quotation marks too, and no letter on either side."""
    if "*" in phrase:
        words = rf"[^\n]{{2,{GAP}}}?".join(map(_flex_words, phrase.split("*")))
        return rf"\A\W{{0,3}}{words}\Z"
    first = r"(?<![^\W_])" if is_cased(phrase[0]) else ""
    last = r"(?![^\W_])" if is_cased(phrase[-1]) else ""
    return first + _flex_words(phrase) + last


def _flex_words(phrase: str) -> str:
    marks, hyphen = f"[{re.escape(QUOTES)}]", f"(?:[{re.escape(HYPHENS)}]|{SPACE})"
    forms = dict.fromkeys(QUOTES, f"{marks}?") | dict.fromkeys(HYPHENS, hyphen)
    words = ["".join(forms.get(char) or re.escape(char) for char in word) for word in phrase.split()]
    return rf"(?:{SPACE}|{marks}){{1,12}}+".join(words)


def join(phrases: Iterable[str]) -> str:
    """Phrases as alternatives, the longest first; what matches nothing where there are none."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(flex(phrase) for phrase in ordered) or "(?!)"


def is_cased(text: str) -> bool:
    """Whether a text is in a script with capitals."""
    return text.upper() != text.lower()
