"""The scripts of a text: what each paragraph is written in, and which one the text is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]++|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9.-]++", re.ASCII)
SCRIPT_NAMES = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "GREEK": "Grek", "HEBREW": "Hebr", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "ETHIOPIC": "Ethi", "THAANA": "Thaa", "SYRIAC": "Syrc", "TIFINAGH": "Tfng", "NKO": "Nkoo",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml",
    "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh", "TIBETAN": "Tibt", "THAI": "Thai",
    "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr", "MONGOLIAN": "Mong", "HANGUL": "Hang", "HIRAGANA": "Kana",
    "KATAKANA": "Kana", "KATAKANA-HIRAGANA": "Kana", "CJK": "Hani", "IDEOGRAPHIC": "Hani", "BOPOMOFO": "Bopo",
}  # fmt: skip
"""ISO 15924 by the first word of a character's name in Unicode."""
ALONE = frozenset(
    "Thai Hang Kana Grek Hebr Armn Geor Ethi Thaa Guru Gujr Orya Taml Telu Knda Mlym Sinh Laoo Khmr Mymr".split()
)
"""Scripts in which newspapers print one language each."""
EAST_ASIAN = frozenset(("Hang", "Kana", "Hani", "Bopo"))
LETTER_WEIGHT = {"Hani": 6, "Hang": 5, "Ethi": 5, "Kana": 4} | dict.fromkeys(
    "Arab Hebr Thaa Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Thai Khmr Mymr Laoo Tibt".split(), 3
)
"""What a letter says; one of a script that writes its vowels as letters, 2."""
FOREIGN_SHARE, CLEAR_FOREIGN_SHARE = 0.12, 0.35
"""From the first share on, letters outside Latin may decide a paragraph: a Thai one holds many Latin names. Up to the
second they do not where more is said in common Latin words: an English one may hold a name in Chinese."""
COMMON_WORD = re.compile(r"\b[a-zß-öø-ÿ]{3,40}+\b")
FOREIGN_PARAGRAPHS = 0.3
"""From this share of the votes on, paragraphs outside Latin decide a text: Latin ones may be an agency's English."""
MOST_PARAGRAPHS, MOST_CHARACTERS, LONGEST = 40, 20_000, 2_000
"""Paragraphs, their characters together, and those of one."""
LEAST_DIFFERENT = 3
"""Letters; a paragraph of fewer is a rule or a mark."""
HEAD_FACTORS, MOST_VOTES = (4, 3, 2), 500
"""A paragraph's votes are what its letters say, up to a limit; the headline and the lead count for more, since an
agency's own words stand at the end."""


@dataclass(frozen=True)
class Finding:
    """What one step found about the language."""

    tag: str | None
    margin: float
    """0 to 1, as in a verdict."""
    note: str
    """Evidence, in English; empty when there is nothing to tell."""


@dataclass(frozen=True)
class Election:
    """The script that the paragraphs voted for."""

    script: str
    margin: float
    is_minority: bool
    """Whether most paragraphs are in Latin all the same: an agency's English, or the text itself and its quotations."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without its addresses, and how much it has to say about the language."""

    text: str
    """In NFC."""
    letters: Counter[str]
    """What its letters say, by script."""
    script: str
    votes: int
    factor: int
    """By how much the votes are increased because the paragraph stands at the head."""


def read_paragraphs(texts: Sequence[str]) -> list[Paragraph]:
    """The first paragraphs that have letters; ``texts`` begin with the headline."""
    paragraphs: list[Paragraph] = []
    left = MOST_CHARACTERS
    for text in texts:
        cleaned = unicodedata.normalize("NFC", ADDRESS.sub(" ", text[: min(left, LONGEST)]))
        left -= min(len(text), LONGEST)
        letters = weigh_letters(cleaned)
        if letters and sum(map(str.isalpha, set(cleaned))) >= LEAST_DIFFERENT:
            factor = HEAD_FACTORS[len(paragraphs)] if len(paragraphs) < len(HEAD_FACTORS) else 1
            script, certainty = _lead_script(cleaned, letters)
            votes = int(min(letters.total(), MOST_VOTES) * factor * certainty)
            paragraphs.append(Paragraph(cleaned, letters, script, votes, factor))
        if left <= 0 or len(paragraphs) == MOST_PARAGRAPHS:
            break
    return paragraphs


def weigh_letters(text: str) -> Counter[str]:
    """Letters by script, weighed by what they say.

    >>> sorted(weigh_letters("東京 Tokyo").items())
    [('Hani', 12), ('Latn', 10)]
    """
    weights: Counter[str] = Counter()
    for char, count in Counter(text).items():
        script, weight = _weigh_letter(char)
        if weight:
            weights[script] += count * weight
    return weights


@lru_cache(maxsize=65536)
def _weigh_letter(char: str) -> tuple[str, int]:
    script = script_of(char)
    return script, LETTER_WEIGHT.get(script, 2) if char.isalpha() else 0


@lru_cache(maxsize=65536)
def script_of(char: str) -> str:
    """The script of a letter; ``Zyyy`` where none is known.

    >>> [script_of(char) for char in "aжﾊ々"]
    ['Latn', 'Cyrl', 'Kana', 'Hani']
    """
    name = unicodedata.name(char, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    return SCRIPT_NAMES.get(name.split(" ")[0], "Zyyy")


def _lead_script(text: str, letters: Counter[str]) -> tuple[str, float]:
    """The script that decides a paragraph, the East Asian ones taken as one, and the part of its votes that it has."""
    foreign: Counter[str] = Counter()
    for script, weight in letters.items():
        if script not in ("Latn", "Zyyy"):
            foreign["Hani" if script in EAST_ASIAN else script] += weight
    share = foreign.total() / letters.total()
    if share < FOREIGN_SHARE:
        return "Latn", 1.0
    if share < CLEAR_FOREIGN_SHARE and 2 * sum(map(len, COMMON_WORD.findall(text))) > foreign.total():
        return "Latn", 1.0
    return max(foreign, key=lambda script: (foreign[script], script)), min(1.0, share / CLEAR_FOREIGN_SHARE)


def elect_script(paragraphs: Sequence[Paragraph]) -> Election:
    """The script that the text is in, East Asian ones taken as ``Hani``."""
    votes: Counter[str] = Counter()
    for paragraph in paragraphs:
        votes[paragraph.script] += paragraph.votes
    latin = votes.pop("Latn", 0)
    share = votes.total() / max(1, votes.total() + latin)
    if share < FOREIGN_PARAGRAPHS:
        return Election("Latn", 1 - share / FOREIGN_PARAGRAPHS, False)
    (first, most), *others = votes.most_common(2)
    lead = (most - others[0][1]) / most if others else 1.0
    return Election(first, min(lead, (share - FOREIGN_PARAGRAPHS) / (1 - FOREIGN_PARAGRAPHS)), share < 0.5)
