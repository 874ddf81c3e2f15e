"""The encodings of wire texts, and how well characters read as a text in one of them.

What is known about an encoding stands in ``encodings.toml``. No language is named there: an encoding serves scripts.
"""

from __future__ import annotations

import codecs
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    labels: tuple[str, ...]
    """Codecs by whose names texts declare it."""
    detector: tuple[str, ...]
    """What chardet calls it."""
    scripts: frozenset[str]
    """Empty when it serves any."""
    leading: str | None
    alphabets: tuple[frozenset[str], ...]
    telling: frozenset[str] = frozenset()
    is_plain: bool = False
    """Whether a text in it can be in ASCII but for its quotes and dashes."""


ANY = Encoding("", (), (), frozenset(), None, ())
"""What serves every script, as Unicode's encodings do."""


@lru_cache(maxsize=1)
def load_encodings() -> tuple[Encoding, ...]:
    """All of them, in the order in which one is named where several give the same characters."""
    return tuple(
        Encoding(
            name=one["name"],
            labels=tuple(codecs.lookup(label).name for label in (one["name"], *one.get("labels", ()))),
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
    return tomllib.loads(FILE.read_text("utf-8"))


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
C1 = re.compile("[\x80-\x9f]")
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


def rate_text(text: str, encoding: Encoding) -> float:
    """How well the text reads as one in this encoding, 0 to 1; characters of ASCII do not count.

    >>> windows = load_encodings()[0]
    >>> rate_text("Señor Muñoz", windows) > rate_text("Seсor Muсoz", windows)
    True
    """
    text = unicodedata.normalize("NFC", text)
    everything = Counter(text)
    counts = {char: count for char, count in everything.items() if char > "\x7f" or char in CONTROLS}
    if not counts:
        return 1.0
    if encoding.scripts and C1.search(text):
        return 0.0
    signs = {char: count for char, count in counts.items() if not find_script(char)}
    marks = sum(count for char, count in signs.items() if MARKS.match(char))
    east = sum(count for char, count in signs.items() if EAST_MARKS.match(char) and not MARKS.match(char))
    letters = sum(count for char, count in everything.items() if char.isalpha())
    east_letters = sum(count for char, count in counts.items() if EAST_LETTER.match(char))
    good = min(marks, MOST_SIGNS * letters) + min(east, east_letters) + _rate_letters(counts, encoding)
    return max(0.0, (good - ODD_WEIGHT * len(_load_odd().findall(text))) / sum(counts.values()))


def _rate_letters(counts: dict[str, int], encoding: Encoding) -> float:
    by_script: dict[str, Counter[str]] = defaultdict(Counter)
    scripts: dict[str, Script] = {}
    for char, count in counts.items():
        script = find_script(char)
        if script and (not encoding.scripts or script.code in encoding.scripts):
            scripts[script.code] = script
            by_script[script.code][char.lower()[0]] += count
    total = sum(letters.total() for letters in by_script.values())
    leading = by_script[encoding.leading].total() if encoding.leading in by_script else 0
    rated = 0.0
    for code, letters in by_script.items():
        script, share = scripts[code], 1.0
        if script.common:
            common = sum(count for char, count in letters.items() if char in script.common)
            share = min(1.0, (common + PRIOR * script.share) / (letters.total() + PRIOR) / script.share)
        elif encoding.alphabets:
            share = max(sum(letters[char] for char in one) for one in encoding.alphabets) / letters.total()
            if encoding.telling:
                share *= min(1.0, 10 * sum(letters[char] for char in encoding.telling) / letters.total())
        if encoding.leading and code != encoding.leading:
            share *= min(1.0, 4 * leading / total)
        rated += share * letters.total()
    return rated
