"""Invented sentences: the words of the project's own wire texts, shuffled.

What a language joins and ends its sentences with is found in its texts, so that no language is named here.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kawat.languages import Language

SHORTEST_PARAGRAPH = 40
POOL = 400
"""Sentences a language; paragraphs are drawn from them."""
SPACED = 0.08
"""Spaces a character, from which a language writes them between words; Thai, between phrases, stays below."""
STOPS, COMMAS = ".。", "、，"
EDGES = "“”„‚‘’«»‹›「」『』\"'.,;:!?…。，、؛؟،？！：；–—-"
UNWANTED = re.compile(r"[\[\]()（）<>*_`{}\\&#|=:/@~+%“”„«»\"]")
PIECES = re.compile(r"[\s。，、！？；：「」『』（）]+")


@dataclass(frozen=True)
class Vocabulary:
    """What a language's texts are made of."""

    pieces: tuple[str, ...]
    """Words; clauses where a language does not part its words."""
    joiner: str
    stop: str
    lengths: tuple[int, int]
    """The fewest and the most pieces of a sentence."""


@dataclass(frozen=True)
class Sentences:
    """A language's invented sentences, and headlines, which have no full stop."""

    all: tuple[str, ...]
    headlines: tuple[str, ...]
    gap: str
    """What stands between two sentences."""

    def write_paragraph(self, chance: random.Random, length: int) -> str:
        """Sentences of at least ``length`` weights; see `weigh`."""
        chosen: list[str] = []
        weight = 0
        while weight < length:
            chosen.append(self.all[int(chance.random() * len(self.all))])
            weight += weigh(chosen[-1])
        return self.gap.join(chosen)


def weigh(text: str) -> int:
    """Its length where a character of a dense script, three bytes of UTF-8, counts like two letters.

    >>> weigh("wire"), weigh("通讯社")
    (4, 6)
    """
    return len(text) if text.isascii() else max(len(text), len(text.encode()) * 2 // 3)


def read_vocabulary(wire: Path, language: Language) -> Vocabulary:
    """The vocabulary of the wire texts that declare this language, of its disclaimer where there are none."""
    paragraphs = [line for path in sorted(wire.glob(f"*.{language.tag}.txt")) for line in _read_prose(path)]
    text = "\n".join(paragraphs) or language.disclaimer_unnamed
    spaced = text.count(" ") / len(text) >= SPACED
    pieces = tuple(dict.fromkeys(_cut_pieces(text)))
    commas, stops = _count(text, COMMAS), _count(text, STOPS)
    dense = bool(commas) and not spaced
    stop = stops.most_common(1)[0][0] if stops and (spaced or dense) else ""
    joiner = commas.most_common(1)[0][0] if dense else " "
    return Vocabulary(pieces, joiner, stop, (8, 16) if spaced else (2, 5))


def _read_prose(path: Path) -> list[str]:
    """The paragraphs without the headline, the marker's line, the disclaimer and short lines."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line for line in lines if len(line) >= SHORTEST_PARAGRAPH and "http" not in line and "(" not in line[:40]]


def _cut_pieces(text: str) -> Iterable[str]:
    for piece in PIECES.split(text):
        bare = piece.strip(EDGES)
        if bare and not UNWANTED.search(bare) and not bare[0].isdigit():
            yield bare


def _count(text: str, marks: str) -> Counter[str]:
    return Counter(char for char in text if char in marks)


def invent_sentences(vocabulary: Vocabulary, chance: random.Random) -> Sentences:
    """A pool of sentences; the same for the same chance."""
    bare = [_invent(vocabulary, chance) for _ in range(POOL)]
    headlines = [_invent(vocabulary, chance, shorter_by=2) for _ in range(POOL)]
    gap = "" if vocabulary.stop == "。" else " "
    return Sentences(tuple(f"{one}{vocabulary.stop}" for one in bare), tuple(headlines), gap)


def _invent(vocabulary: Vocabulary, chance: random.Random, shorter_by: int = 1) -> str:
    fewest, most = (max(1, number // shorter_by) for number in vocabulary.lengths)
    text = vocabulary.joiner.join(chance.choices(vocabulary.pieces, k=chance.randint(fewest, most)))
    return text[:1].upper() + text[1:]
