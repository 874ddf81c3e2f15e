"""The language of a text.

A declared tag wins; else the script decides, and what a script leaves open is settled by telling
letters, by charset or by py3langid with telling words, all of them facts of the languages' files.
The rules and their weights were measured on 33,720 texts in 18 languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from kawat.languages import Language, Languages

ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]++|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9.-]++", re.ASCII)
SCRIPT_WEIGHT = {"Hani": 3.0, "Hang": 2.5, "Kana": 2.0}
SCRIPT_NAMES = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "THAI": "Thai", "HANGUL": "Hang", "HIRAGANA": "Kana",
    "KATAKANA": "Kana", "CJK": "Hani", "DEVANAGARI": "Deva", "GREEK": "Grek", "HEBREW": "Hebr", "BENGALI": "Beng",
}  # fmt: skip
FOREIGN_SCRIPT_SHARE = 0.12
"""From this share on, letters outside Latin decide: a Thai text holds many Latin names."""
HANGUL_SHARE, KANA_SHARE = 0.25, 0.03
LETTERS_SHARE = 0.04
PARAGRAPH_CAP = 300
WORD_WEIGHT = 8.0
LEAST_LETTERS = 20
LEAST_MARGIN = 0.5
"""Log-probability a vote; below it two languages cannot be told apart."""


def find_declared(source: str, languages: Languages) -> Language | None:
    """The language that a file's name declares: ``story.zh-Hans.txt``.

    >>> from kawat.languages import load_languages
    >>> find_declared("wire/rapat.ZH-hans.txt", load_languages()).tag
    'zh-Hans'
    """
    suffixes = PurePosixPath(source).suffixes
    return languages.find(suffixes[-2][1:]) if len(suffixes) > 1 else None


def detect_language(paragraphs: Sequence[str], languages: Languages) -> Language | None:
    """The language of the paragraphs, headline first; None when it cannot be decided."""
    cleaned = [unicodedata.normalize("NFC", ADDRESS.sub(" ", text)) for text in paragraphs]
    weights = _weigh_scripts("".join(cleaned))
    script = _decide_script(weights)
    if script is None:
        return None
    candidates = [language for language in languages.values() if script in _deciding_scripts(language)]
    telling = [language for language in candidates if _has_telling_letters(cleaned, language)]
    if len(telling) == 1:
        return telling[0]
    by_charset = [language for language in candidates if language.charset]
    if len(by_charset) > 1 and len(by_charset) == len(candidates):
        return _decide_by_charset("".join(cleaned), by_charset)
    return _decide_by_words(cleaned, candidates) if candidates else None


def _deciding_scripts(language: Language) -> tuple[str, ...]:
    """The script that stands for a language: kana for Japanese, Hangul for Korean, though both write Han."""
    scripts = language.scripts
    return tuple(script for script in scripts if script != "Hani") or scripts


def _weigh_scripts(text: str) -> Counter[str]:
    weights: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if char.isalpha():
            script = _script_of(char)
            weights[script] += round(count * SCRIPT_WEIGHT.get(script, 1.0) * 2)
    return weights


@lru_cache(maxsize=65536)
def _script_of(char: str) -> str:
    name = unicodedata.name(char, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    return SCRIPT_NAMES.get(name.split(" ")[0], "Zyyy")


def _decide_script(weights: Counter[str]) -> str | None:
    total = sum(weights.values())
    if total < LEAST_LETTERS * 2:
        return None
    foreign = Counter({script: weight for script, weight in weights.items() if script not in ("Latn", "Zyyy")})
    if sum(foreign.values()) < FOREIGN_SCRIPT_SHARE * total:
        return "Latn"
    east_asian = foreign["Hang"] + foreign["Kana"] + foreign["Hani"]
    if 2 * east_asian < sum(foreign.values()):
        return max(foreign, key=lambda script: (foreign[script], script))
    if foreign["Hang"] >= HANGUL_SHARE * east_asian:
        return "Hang"
    return "Kana" if foreign["Kana"] >= KANA_SHARE * east_asian else "Hani"


def _has_telling_letters(paragraphs: Iterable[str], language: Language) -> bool:
    if not language.letters:
        return False
    letters = [char for char in "".join(paragraphs).lower() if char.isalpha()]
    return sum(char in language.letters for char in letters) > LETTERS_SHARE * len(letters)


def _decide_by_charset(text: str, candidates: Sequence[Language]) -> Language | None:
    """Count the characters that only one candidate's national charset can write."""
    votes: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if _script_of(char) != "Hani":
            continue
        able = [language for language in candidates if _can_encode(char, language.charset or "utf-8")]
        if len(able) == 1:
            votes[able[0].tag] += count
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return next(language for language in candidates if language.tag == ranked[0][0])


def _can_encode(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _load_identifier() -> Any:
    # Imported on need: the model takes longer to load than most builds take.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _decide_by_words(paragraphs: Sequence[str], candidates: Sequence[Language]) -> Language | None:
    """A vote of the paragraphs among all languages that py3langid knows, settled among ours.

    None when most of the text is in a language that the site does not speak, or the margin is thin.
    """
    ranks = [dict(_load_identifier().rank(text[:PARAGRAPH_CAP])) for text in paragraphs if text.strip()]
    weighted = [(ranks[index], 2 if index < 2 else 1) for index in range(len(ranks))]
    by_label = {language.locale.language: language for language in candidates}
    votes: Counter[str] = Counter()
    for rank, weight in weighted:
        votes[next(iter(rank))] += weight
    outsiders = [label for label in votes if label not in by_label]
    if 2 * sum(votes[label] for label in outsiders) > sum(votes.values()):
        return None
    settled = [by_label[label] for label in votes if label in by_label]
    leading = [language for language in settled if not _yields(language, votes)] or settled
    if not leading:
        return None
    winner = max(leading, key=lambda language: (votes[language.locale.language], language.tag))
    return _settle_relatives(paragraphs, weighted, winner, candidates) if winner.words else winner


def _yields(language: Language, votes: Counter[str]) -> bool:
    """Whether the language is the wires' common one, and another has its share of this text."""
    others = [count for label, count in votes.items() if label != language.locale.language]
    share = language.yields_to
    return share is not None and bool(others) and max(others) >= share * sum(votes.values())


def _settle_relatives(
    paragraphs: Sequence[str],
    weighted: Sequence[tuple[dict[str, float], int]],
    winner: Language,
    candidates: Sequence[Language],
) -> Language | None:
    """Tell the winner from its near relatives: log-probabilities and telling words together."""
    scores: dict[str, float] = {}
    for language in candidates:
        label = language.locale.language
        if language.words and all(label in rank for rank, _ in weighted):
            likelihood = sum(rank[label] for rank, _ in weighted)
            scores[language.tag] = likelihood + WORD_WEIGHT * _count_words(paragraphs, language)
    if winner.tag not in scores:
        return winner
    ranked = sorted(scores, key=lambda tag: (-scores[tag], tag))
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < LEAST_MARGIN:
        return None
    return next(language for language in candidates if language.tag == ranked[0])


def _count_words(paragraphs: Iterable[str], language: Language) -> int:
    if not language.words:
        return 0
    words = re.findall(r"\w+", " ".join(paragraphs).lower())
    return sum(word in language.words for word in words)
