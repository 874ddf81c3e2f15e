"""Words that a paragraph holds or opens with, looked for in any case and with any white space between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from kawat.wire.model import BLANKS
from kawat.wire.sentences import fold

SPACE = rf"[{re.escape(BLANKS)}]"


class Phrases:
    """Phrases that stand anywhere in a text; most texts hold none, and that is told by plain searching."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._patterns = {fold(phrase): phrase for phrase in phrases}

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def find(self, text: str, folded: str | None = None) -> re.Match[str] | None:
        """The first phrase that is found, in the order of the phrases."""
        return next(self.find_all(text, folded), None)

    def find_all(self, text: str, folded: str | None = None) -> Iterator[re.Match[str]]:
        folded = fold(text) if folded is None else folded
        for key, phrase in self._patterns.items():
            if key in folded:
                pattern = self._compiled.get(key) or self._compiled.setdefault(key, re.compile(flex(phrase), re.I))
                yield from pattern.finditer(text)


def flex(phrase: str) -> str:
    """A phrase as a pattern: any white space between its words, and no letter on either side."""
    body = rf"{SPACE}{{1,12}}+".join(re.escape(one) for one in phrase.split())
    first = r"(?<![^\W_])" if is_cased(phrase[0]) else ""
    last = r"(?![^\W_])" if is_cased(phrase[-1]) else ""
    return first + body + last


def join(phrases: Iterable[str]) -> str:
    """Phrases as alternatives, the longest first; what matches nothing where there are none."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(flex(phrase) for phrase in ordered) or "(?!)"


def is_cased(text: str) -> bool:
    """Whether a text is in a script with capitals."""
    return text.upper() != text.lower()
