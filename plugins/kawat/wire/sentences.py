"""Where sentences end, and how they compare. Contains no language: marks of every script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kawat.wire.model import BLANKS

MARKS = ".!?…。！？｡．؟۔।॥։።၊။៕"
CLOSERS = "\"'”’»«›‹」』）)]】〉》*" + BLANKS
LEAST_SHARE = 0.3
FORM = re.compile(
    r"(?:^|[\s,(/])(?:Inc|Corp|Ltd|Cos?|Bhd|Tbk|P[lt][cy]|Pte|LLC|L\.?P|L\.?L\.?C|Jr|Sr|[A-Z]\.[A-Z]|e\.\s?V|S\.p\.A|S\.r\.l|Cía|Cia)\.$",
    re.I,
)
"""Forms of companies and names that end in a full stop."""
SHORT = 80
"""Characters up to which a name such as ``Acme Inc.`` may be all that a paragraph is."""


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends as a sentence does: with a mark, whatever quotes and brackets come after it.

    >>> ends_sentence("Ya, katanya.”"), ends_sentence("Rapat tahunan")
    (True, False)
    """
    return text.rstrip(CLOSERS)[-1:] in MARKS if text.rstrip(CLOSERS) else False


def is_sentence(content: str) -> bool:
    """Whether a paragraph ends as a sentence, and not in an abbreviation such as ``Inc.``"""
    if not ends_sentence(content):
        return False
    return not (len(content) <= SHORT and FORM.search(content))


def ends_sentences(paragraphs: Iterable[str]) -> bool:
    """Whether a text's language marks the ends of its sentences: a good part of its longer paragraphs show it."""
    longer = [paragraph for paragraph in paragraphs if len(paragraph) >= 60]
    return bool(longer) and sum(map(ends_sentence, longer)) >= LEAST_SHARE * len(longer)


def fold(text: str) -> str:
    """Text for comparing: case and white space folded."""
    return " ".join(text.casefold().split())
