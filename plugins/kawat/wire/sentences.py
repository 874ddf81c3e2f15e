"""Where sentences end, and how they compare. Contains no language: marks of every script."""

from __future__ import annotations

from collections.abc import Iterable

from kawat.wire.model import BLANKS

MARKS = ".!?…。！？｡．؟۔।॥։።၊။៕"
CLOSERS = "\"'”’»«›‹」』）)]】〉》*" + BLANKS
LEAST_SHARE = 0.3


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends as a sentence does: with a mark, whatever quotes and brackets come after it.

    >>> ends_sentence("Ya, katanya.”"), ends_sentence("Rapat tahunan")
    (True, False)
    """
    return text.rstrip(CLOSERS)[-1:] in MARKS if text.rstrip(CLOSERS) else False


def ends_sentences(paragraphs: Iterable[str]) -> bool:
    """Whether a text's language marks the ends of its sentences: a good part of its longer paragraphs show it."""
    longer = [paragraph for paragraph in paragraphs if len(paragraph) >= 60]
    return bool(longer) and sum(map(ends_sentence, longer)) >= LEAST_SHARE * len(longer)


def fold(text: str) -> str:
    """Text for comparing: case and white space folded."""
    return " ".join(text.casefold().split())
