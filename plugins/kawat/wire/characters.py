"""Languages told by the characters that they are written in: kana, telling letters, national charsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kawat.languages import Language, Languages
from kawat.wire.scripts import EAST_ASIAN, Finding, Paragraph, script_of

LETTERS_SHARE = 0.06
"""From this share on telling letters decide."""
BESIDE_SHARE = 0.004
"""Of a text's letters: Arabic has پ and گ in foreign names, one in a thousand letters; Persian one in forty."""
HANGUL_SHARE, KANA_SHARE, EVEN_KANA_SHARE, CLEAR_KANA_SHARE = 0.25, 0.03, 0.12, 0.2
"""Of the East Asian letters: Korean prints Hanja, Chinese prints Japanese names in kana, a list of names has few."""


def deciding_scripts(language: Language) -> tuple[str, ...]:
    """The script that stands for a language: kana for Japanese, Hangul for Korean, though both write Han."""
    scripts = language.scripts
    return tuple(script for script in scripts if script != "Hani") or scripts


def tell_east_asian(paragraphs: Sequence[Paragraph], known: Languages) -> tuple[str, Finding]:
    """Hangul, kana or Han, by their shares, and where there is little kana by the characters' charsets."""
    letters: Counter[str] = Counter()
    for paragraph in paragraphs:
        letters.update(paragraph.letters)
    total = sum(letters[script] for script in EAST_ASIAN)
    hangul, kana = letters["Hang"] / total, letters["Kana"] / total
    if hangul >= HANGUL_SHARE:
        return "Hang", Finding(None, (hangul - HANGUL_SHARE) / (1 - HANGUL_SHARE), "")
    if kana >= CLEAR_KANA_SHARE:
        return "Kana", Finding(None, 1.0, "")
    groups = tuple(
        tuple(one.charset for one in known.values() if one.charset and script in deciding_scripts(one))
        for script in ("Kana", "Hani")
    )
    with_kana, without = _count_by_charset(paragraphs, groups)
    is_kana = with_kana > without
    if with_kana == without and kana >= KANA_SHARE:
        # Characters of both kinds of Chinese side by side are neither: Japanese has taken over some short forms.
        kinds = _count_by_charset(paragraphs, tuple((charset,) for charset in groups[1]))
        is_kana = kana >= EVEN_KANA_SHARE or min(kinds, default=0) > 0
    margin = abs(with_kana - without) / (with_kana + without) if with_kana + without else float(kana == 0)
    charsets = [" or ".join(group) for group in groups]
    note = f"kana {100 * kana:.0f} %, {charsets[0]} only {with_kana}, {charsets[1]} only {without}"
    return "Kana" if is_kana else "Hani", Finding(None, margin, note if kana or is_kana else "")


def find_letters(paragraphs: Sequence[Paragraph], languages: Sequence[Language]) -> Finding | None:
    """The one language whose telling letters the paragraphs are full of; None where there is none, or several."""
    findings = [finding for language in languages for finding in _find_letters(paragraphs, language)]
    return findings[0] if len(findings) == 1 else None


def _find_letters(paragraphs: Sequence[Paragraph], language: Language) -> Iterator[Finding]:
    if not language.letters:
        return
    counts = Counter("".join(paragraph.text for paragraph in paragraphs).lower())
    found = Counter({char: counts[char] for char in language.letters})
    share = found.total() / sum(count for char, count in counts.items() if char.isalpha())
    if share > LETTERS_SHARE:
        shown = "".join(sorted(sorted(found, key=lambda char: (-found[char], char))[:4]))
        yield Finding(language.tag, min(1.0, share / LETTERS_SHARE - 1), f"letters {shown} {100 * share:.0f} %")


def respell(paragraphs: Sequence[Paragraph], languages: Sequence[Language]) -> Sequence[Paragraph]:
    """The paragraphs with a language's own letters where old encodings print a relative's."""
    for language in languages:
        if not language.spelling:
            continue
        counts = Counter("".join(paragraph.text for paragraph in paragraphs))
        beside = sum(counts[char] for char in language.spelling["beside"])
        if beside >= BESIDE_SHARE * sum(count for char, count in counts.items() if char.isalpha()):
            letters = str.maketrans(language.spelling["from"], language.spelling["to"])
            paragraphs = [replace(paragraph, text=paragraph.text.translate(letters)) for paragraph in paragraphs]
    return paragraphs


def find_charset(paragraphs: Sequence[Paragraph], languages: Sequence[Language]) -> Finding | None:
    """The language whose national charset alone can write most of the characters; None where fewer than two have one.

    In the finding there is no language where as many speak for two.
    """
    candidates = [language for language in languages if language.charset]
    if len(candidates) < 2:
        return None
    counts = _count_by_charset(paragraphs, tuple((language.charset or "",) for language in candidates))
    note = ", ".join(f"{language.charset} only {count}" for language, count in zip(candidates, counts, strict=True))
    (most, winner), (next_most, _) = sorted(zip(counts, candidates, strict=True), key=lambda pair: -pair[0])[:2]
    if most == next_most:
        return Finding(None, 0.0, note)
    return Finding(winner.tag, (most - next_most) / (most + next_most), note)


def _count_by_charset(paragraphs: Sequence[Paragraph], groups: tuple[tuple[str, ...], ...]) -> list[int]:
    """How many Han characters only the charsets of one group can write."""
    counts = [0] * len(groups)
    for char, count in Counter("".join(paragraph.text for paragraph in paragraphs)).items():
        group = _find_group(char, groups)
        if group is not None:
            counts[group] += count
    return counts


@lru_cache(maxsize=65536)
def _find_group(char: str, groups: tuple[tuple[str, ...], ...]) -> int | None:
    if script_of(char) != "Hani":
        return None
    able = [index for index, charsets in enumerate(groups) if any(_can_encode(char, one) for one in charsets)]
    return able[0] if len(able) == 1 else None


def _can_encode(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
