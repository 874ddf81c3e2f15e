"""What words carry before and after them in a language, and readers leave out: articles, particles, clitics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

from kawat.errors import LanguageError

WORD = re.compile(r"[^\W\d_]++(?:’[^\W\d_]++)*+")
WIDE = re.compile(r"[\uff01-\uffef]++")
"""Full-width and half-width forms, which East Asian texts use for letters, digits and katakana."""
KEYS = ("prefixes", "suffixes", "shortest", "letters")


@dataclass(frozen=True)
class Affixes:
    """The ``[search]`` of a language. ``theme/static/search.js`` cuts what is typed in the same way."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    shortest: int = 2
    """Letters that are left at least."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Letters that many type without their mark, where Unicode does not know it as one: Vietnamese đ."""

    def cut(self, word: str) -> tuple[str, str]:
        """The word without its longest prefix; the same without its longest suffix too.

        >>> Affixes(suffixes=("에서", "에서는")).cut("공장에서는")
        ('공장에서는', '공장')
        >>> Affixes(prefixes=("ال", "وال"), suffixes=("ة",), shortest=3).cut("والمدرسة")
        ('مدرسة', 'مدرس')
        """
        room = len(word) - self.shortest
        before = max((len(one) for one in self.prefixes if word.startswith(one) and len(one) <= room), default=0)
        room -= before
        after = max((len(one) for one in self.suffixes if word.endswith(one) and len(one) <= room), default=0)
        return word[before:], word[before : len(word) - after]

    def find_hidden(self, text: str) -> list[str]:
        """The words that readers may type and that no word of the text begins with, in the order of the alphabet.

        >>> Affixes(prefixes=("di", "l’"), suffixes=("nya",)).find_hidden("Harganya dibeli; l'été")
        ['beli', 'été']
        >>> Affixes(letters={"đ": "d"}).find_hidden("Điện gió, ＬＮＧ")
        ['LNG', 'dien']
        """
        narrow = {word for run in WIDE.findall(text) for word in re.findall(r"\w++", normalize("NFKC", run))}
        if not self.prefixes and not self.letters:
            return sorted(narrow)
        words = set(WORD.findall(strip_marks(text).lower().replace("'", "’")))
        bare = {part for word in words for part in self.cut(word) if not word.startswith(part)}
        table = str.maketrans(dict(self.letters))
        plain = {_strip_all_marks(word.translate(table)) for word in words if not self.letters.keys().isdisjoint(word)}
        return sorted((narrow | bare | plain) - words)


NO_AFFIXES = Affixes()


def strip_marks(text: str) -> str:
    """The text without marks that stand apart from letters: Arabic's short vowels.

    >>> strip_marks("مُدُن"), strip_marks("é")
    ('مدن', 'é')
    """
    return normalize("NFC", text).translate(_list_marks())


@lru_cache(maxsize=1)
def _list_marks() -> dict[int, None]:
    return dict.fromkeys(code for code in range(0x10000) if category(chr(code)) == "Mn")


def _strip_all_marks(word: str) -> str:
    return strip_marks("".join(normalize("NFD", char)[0] for char in word))


def read_affixes(path: Path, facts: Mapping[str, Any]) -> Affixes:
    """What a language's file says under ``[search]``; raises LanguageError where that is not what it may say."""
    table = facts.get("search", {})
    expected = f"expected lists of texts, a number, a table of letters: {', '.join(KEYS)}"
    if not isinstance(table, dict) or not set(table) <= set(KEYS):
        raise LanguageError(path, "[search] has other keys", expected)
    lists = [table.get(key, []) for key in ("prefixes", "suffixes")]
    shortest, letters = table.get("shortest", Affixes.shortest), table.get("letters", {})
    texts = [*letters.items()] if isinstance(letters, dict) else [letters]
    if not all(isinstance(one, list) and all(isinstance(text, str) and text for text in one) for one in lists):
        raise LanguageError(path, "[search] holds what is no list of texts", expected)
    if not all(len(pair) == 2 and all(isinstance(one, str) and len(one) == 1 for one in pair) for pair in texts):
        raise LanguageError(path, "[search] holds letters that are none", expected)
    if not isinstance(shortest, int) or shortest < 1:
        raise LanguageError(path, f"shortest is {shortest!r} in [search]", expected)
    prefixes, suffixes = (tuple(normalize("NFC", text) for text in one) for one in lists)
    return Affixes(prefixes, suffixes, shortest, letters)
