"""Agencies' names, looked for at a place in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kawat.wire.letters import fold_letters
from kawat.wire.model import BLANKS

HEAD = 3
"""Characters of a name that tell whether to look for it: its pattern takes longer to compile than a text to read."""


class Names:
    """Names, the longest first; one is compiled when a text may hold it."""

    def __init__(self, names: Iterable[str], flags: re.RegexFlag) -> None:
        self._flags = flags
        self._names: dict[str, list[str]] = {}
        """By the head of their first word."""
        for name in sorted(set(names), key=lambda name: (-len(name), name)):
            self._names.setdefault(fold(name.split()[0])[:HEAD], []).append(name)
        self._compiled: dict[str, re.Pattern[str]] = {}

    @property
    def heads(self) -> frozenset[str]:
        """The first two characters of every name, in lower case."""
        return frozenset(fold(name)[:2] for names in self._names.values() for name in names)

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """The name that begins at a position."""
        head = fold(text[position : position + HEAD])[:HEAD]
        for end in range(len(head), 0, -1):
            for name in self._names.get(head[:end], ()):
                if found := self._compile(name).match(text, position):
                    return found
        return None

    def _compile(self, name: str) -> re.Pattern[str]:
        pattern = self._compiled.get(name)
        if pattern is None:
            pattern = self._compiled[name] = re.compile(_bound(name), self._flags)
        return pattern


def fold(text: str) -> str:
    """A text in lower case, of the same length, with one i for all: what matches in any case is the same."""
    return fold_letters(text).replace("ı", "i")


def _bound(name: str) -> str:
    """A name as a pattern; where its script parts words, it is a word."""
    first = r"(?<![A-Za-zÀ-žА-яЁё\d])" if name[0].upper() != name[0].lower() else ""
    last = r"(?![^\W_])" if name[-1].upper() != name[-1].lower() else ""
    return first + re.escape(name).replace(r"\ ", rf"[{re.escape(BLANKS)}]{{1,3}}") + last
