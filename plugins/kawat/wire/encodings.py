"""The encodings of wire texts, and how well characters read as a text in one of them.

What is known about an encoding stands in ``encodings.toml``. No language is named there: an encoding serves scripts.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kawat.errors import KawatError
from kawat.snapshots import read_toml

FILE = Path(__file__).with_suffix(".toml")
UNICODE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
ODD_WEIGHT, MOST_SIGNS = 10, 0.3
"""What counts against a reading for each odd place; the most signs beyond ASCII that texts have for a letter."""
PRIOR = 0.5
"""Letters that a reading is given as common ones, so that two or three letters prove nothing."""


@dataclass(frozen=True)
class Script:
    """A script, and what a text in it has most of."""

    code: str
    """ISO 15924."""
    names: frozenset[str]
    common: frozenset[str]
    share: float


@dataclass(frozen=True)
class Encoding:
    """An encoding that is not one of Unicode's."""

    name: str
    """The codec's name."""
    others: tuple[str, ...]
    """Other names by which texts declare it."""
    detector: tuple[str, ...]
    """What chardet calls it."""
    scripts: frozenset[str]
    """Empty when it serves any."""
    leading: str | None
    alphabets: tuple[frozenset[str], ...]
    telling: frozenset[str] = frozenset()
    is_plain: bool = False
    """Whether a text in it can be in ASCII but for its quotes and dashes."""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The codecs by whose names texts declare it; to look them up loads them all."""
        return tuple(codecs.lookup(label).name for label in (self.name, *self.others))


ANY = Encoding("", (), (), frozenset(), None, ())
"""What serves every script, as Unicode's encodings do."""


@lru_cache(maxsize=1)
def load_encodings() -> tuple[Encoding, ...]:
    """All of them, in the order in which one is named where several give the same characters."""
    return tuple(
        Encoding(
            name=one["name"],
            others=tuple(one.get("labels", ())),
            detector=tuple(one.get("detector", (one["name"],))),
            scripts=frozenset(one.get("scripts", ())),
            leading=one.get("leading"),
            alphabets=tuple(frozenset(alphabet) for alphabet in one.get("alphabets", ())),
            telling=frozenset(one.get("telling", "")),
            is_plain=one.get("plain", False),
        )
        for one in _load_table()["encodings"]
    )


def find_encodings(label: str) -> list[Encoding]:
    """Those that a charset's label may mean; a subset's means the whole.

    >>> [one.name for one in find_encodings("ISO-8859-9") + find_encodings("x-unheard-of")]
    ['cp1254']
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return []
    if name.startswith("utf-"):
        return [replace(ANY, name=one) for one in UNICODE if one.startswith(name)]
    known = [one for one in load_encodings() if name in one.labels]
    return known or [replace(ANY, name=one) for one in _load_table()["declared"] if one == name]


@lru_cache(maxsize=1)
def _load_table() -> dict[str, Any]:
    return read_toml(FILE, KawatError)


@lru_cache(maxsize=1)
def _load_scripts() -> dict[str, Script]:
    """The scripts by the first word of their characters' names."""
    tables = _load_table()["scripts"]
    scripts = [
        Script(code, frozenset(one["names"]), frozenset(one.get("common", "")) - {"\n"}, one.get("share", 0.0))
        for code, one in tables.items()
    ]
    return {name: script for script in scripts for name in script.names}


def count_high(text: str) -> int:
    """How many characters are not in ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def is_usual(char: str) -> bool:
    """Whether texts hold such a character: no control, and none that is unassigned or private."""
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cn", "Co", "Cs")


@lru_cache(maxsize=65536)
def find_script(char: str) -> Script | None:
    """The script of a letter or a mark; None for other characters, and for scripts that no encoding serves."""
    if unicodedata.category(char)[0] not in "LM" and char != "ー":
        return None
    return _load_scripts().get(unicodedata.name(char, "").split(" ")[0].split("-")[0])


CONTROLS = frozenset(map(chr, range(0x20))) - set("\t\n\v\f\r") | {"\x7f"}
LATIN, APART, EAST = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ", "\u0370-\u06ff", "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
SYMBOLS = "¡-©«-¬®-´¶-¹»-¿×÷‚„†‡‰‹›ƒˆ˜™√∂∆∏∑∞∫≈≠≤≥◊\u2500-\u25ff"
CONSONANT, VOWEL = "\u0e01-\u0e2e", "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
EAST_LETTER = re.compile(f"[{EAST}\uff61-\uff9f]")
C1 = frozenset(map(chr, range(0x80, 0xA0)))
MARKS = re.compile("[\ufeff\xa0-£¥§©-®°-·¹-¿×÷‐-‧\u202f‰‱′-›‼-⁞₠-⃀℀-⅏←-↓،؛؟٪۔\u200c-\u200f]")
EAST_MARKS = re.compile("[①-⓿■-◿☆★※\u3000-\u303f・！-～￠-￦]")
"""Signs that texts hold; the second only with letters of East Asia."""


@lru_cache(maxsize=1)
def _load_odd() -> re.Pattern[str]:
    """What no text has: a sign within a word or after a quote, two scripts or a late capital in a word, a mark on
    nothing, a letter alone that is no word."""
    # Compiled on need: it takes longer than reading most texts.
    lower = "".join(char for char in map(chr, range(0xDF, 0x530)) if char.islower())
    upper = "".join(char for char in map(chr, range(0xC0, 0x530)) if char.isupper())
    return re.compile(
        f"(?<=[{LATIN}{APART}])[{SYMBOLS}](?=[{LATIN}{APART}])"
        f"|(?<=[{LATIN}])[{APART}]|(?<=[{APART}])[{LATIN}]"
        f"|(?<=[a-z{lower}])[{upper}]|(?<=[{lower}])[A-Z]|[{upper}](?=[A-Z][a-z])"
        "|(?<=[¡¿‘’])[¢-ª¬-º¼-¾]|(?<=[A-Za-z])[¡¿¥µ‰‚„¬¦¤]|¡[B-NP-XZ](?![A-Za-z])|¥(?=[A-Za-z])"
        f"|(?<=[A-Za-z])[\u0e00-\u0e7f{EAST}](?=[A-Za-z])"
        f"|(?<![{CONSONANT}{VOWEL}])[{VOWEL}]|[\u0e40-\u0e44](?![{CONSONANT}])"
        "|(?<![^\\W_])[ÃÇÐÑÕÞãçðñõþßÿšŠžŽŒœŸ](?![^\\W_])"
    )


@dataclass(frozen=True)
class _Look:
    """What one character is to a rating."""

    script: Script | None
    small: str
    """In lower case, without what some capitals bring along."""
    is_mark: bool
    is_east_mark: bool
    is_east_letter: bool


@lru_cache(maxsize=65536)
def _look_at(char: str) -> _Look:
    script, is_mark = find_script(char), MARKS.match(char) is not None
    is_east_mark = not is_mark and EAST_MARKS.match(char) is not None
    is_sign = script is None
    return _Look(
        script, char.lower()[0], is_sign and is_mark, is_sign and is_east_mark, EAST_LETTER.match(char) is not None
    )


class _Characters:
    """A text's characters, counted once for all the encodings that it may be in; those of ASCII do not count."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        everything = Counter(self.text)
        counts = {char: count for char, count in everything.items() if char > "\x7f" or char in CONTROLS}
        self.total = sum(counts.values())
        self.has_c1 = not C1.isdisjoint(counts)
        self.scripts: dict[str, Script] = {}
        self.letters: defaultdict[str, dict[str, int]] = defaultdict(dict)
        """By script, in lower case."""
        marks = east_marks = east_letters = 0
        for char, count in counts.items():
            look = _look_at(char)
            if look.script:
                self.scripts[look.script.code] = look.script
                letters_of = self.letters[look.script.code]
                letters_of[look.small] = letters_of.get(look.small, 0) + count
                east_letters += look.is_east_letter * count
            elif look.is_mark:
                marks += count
            elif look.is_east_mark:
                east_marks += count
        letters = sum(count for char, count in everything.items() if char.isalpha()) if marks else 0
        self.signs = min(marks, MOST_SIGNS * letters) + min(east_marks, east_letters)
        """Those that speak for a text."""

    @cached_property
    def odd(self) -> int:
        # White space parts what could be odd together, and words come again: in this text, and in the next.
        return sum(_count_odd(word) for word in self.text.split() if not word.isascii())

    def rate(self, encoding: Encoding, least: float) -> float:
        if not self.total:
            return 1.0
        if encoding.scripts and self.has_c1:
            return 0.0
        good = self.signs + self._rate_letters(encoding)
        if good < least * self.total:
            return 0.0
        return max(0.0, (good - ODD_WEIGHT * self.odd) / self.total)

    def _rate_letters(self, encoding: Encoding) -> float:
        own = [code for code in self.letters if not encoding.scripts or code in encoding.scripts]
        totals = {code: sum(self.letters[code].values()) for code in own}
        total = sum(totals.values())
        rated = 0.0
        for code in own:
            script, letters, share = self.scripts[code], self.letters[code], 1.0
            if script.common:
                common = sum(count for char, count in letters.items() if char in script.common)
                share = min(1.0, (common + PRIOR * script.share) / (totals[code] + PRIOR) / script.share)
            elif encoding.alphabets:
                share = max(sum(letters.get(char, 0) for char in one) for one in encoding.alphabets) / totals[code]
                if encoding.telling:
                    share *= min(1.0, 10 * sum(letters.get(char, 0) for char in encoding.telling) / totals[code])
            if encoding.leading and code != encoding.leading:
                share *= min(1.0, 4 * totals.get(encoding.leading, 0) / total)
            rated += share * totals[code]
        return rated


@lru_cache(maxsize=16)
def _count_characters(text: str) -> _Characters:
    return _Characters(text)


@lru_cache(maxsize=65536)
def _count_odd(word: str) -> int:
    return len(_load_odd().findall(word))


def rate_text(text: str, encoding: Encoding, least: float = 0.0) -> float:
    """How well the text reads as one in this encoding, 0 to 1; characters of ASCII do not count.

    What cannot reach ``least`` is 0.

    >>> windows = load_encodings()[0]
    >>> rate_text("Señor Muñoz", windows) > rate_text("Seсor Muсoz", windows)
    True
    """
    return _count_characters(text).rate(encoding, least)
