"""What tells a release's blocks from a story's chapters: names, and what stands at releases' ends only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from kawat.wire.about import DOUBLED, shares_name
from kawat.wire.contacts import CALL
from kawat.wire.labels import CHAPTERS, NOTICE, Label
from kawat.wire.phrases import is_cased
from kawat.wire.sentences import fold

LEAST_SIGNS, LEAST_LETTERS = 4, 8
"""Characters of a name in a script without capitals: in one of syllables or of whole words, and in one of letters."""
LONGEST_STORY, OPENING, LONGEST_LEAD, LONGEST_SHOWN = 20_000, 1_500, 600, 40
FARTHEST, MOST_CAPITALS = 12, 0.3
"""Characters before a name that an article may fill; the share of words with capitals in a text that writes few."""
AROUND = "«»„“”‚‘’\"'()（）,:&「」"
OWN = ("an end mark", "hashtags", "keywords", "a source line")
"""Rules of lines that stories end with too; they prove nothing about a heading above them."""


class Names:
    """What a text calls by a name, as its headline and its story show."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs

    @cached_property
    def _story(self) -> str:
        return "\n".join(self._paragraphs)[:LONGEST_STORY]

    def is_told(self, name: str) -> bool:
        """Whether the story's first paragraphs speak of a name."""
        return shares_name(name, self._story[:OPENING])

    def has_headline(self, content: str) -> bool:
        """Whether a paragraph has the text's first line in it, or most of what a feed shows of it."""
        headline = fold(self._paragraphs[0])[:LONGEST_SHOWN] if self._paragraphs else ""
        return bool(headline) and headline in fold(content)

    def is_brand(self, name: str, following: str) -> bool:
        """Whether a heading names somebody, and not a thing that the story is about: "About the Bridge" does not.

        ``following`` is the paragraph under the heading. A brand is of two words with capitals, with small ones between
        at most, that the text has as they are; or one that the paragraph under the heading opens with, without an
        article, and that the story never writes with a small letter. In a script without capitals it is a longer name
        that the story has.
        """
        if not is_cased(name):
            return self._is_long(name)
        words = _split_name(name)
        capitals = [place for place, word in enumerate(words) if _has_capital(word)]
        if any(map(_is_made, words)) or any(
            self._is_written(words[one : other + 1], following) for one, other in pairwise(capitals)
        ):
            return True
        if len(capitals) != 1 or not self._is_name(words[capitals[0]]):
            return False
        place = fold(following[:LONGEST_LEAD]).find(fold(words[capitals[0]]))
        return place == 0 or (0 < place <= FARTHEST and not self._has_capital_nouns)

    @cached_property
    def _has_capital_nouns(self) -> bool:
        """Whether a good part of the longer words inside sentences have capitals, so that they say nothing."""
        words = re.findall(r"(?<=[^\W\d_] )[^\W\d_]{4,40}", self._story)
        return sum(map(_has_capital, words)) > MOST_CAPITALS * len(words)

    def _is_written(self, words: Sequence[str], following: str) -> bool:
        """Whether words of a name stand so in the text too, the first and the last with their capitals."""
        pattern = re.compile(r"[\s,&-]{1,3}".join(map(re.escape, words)), re.I)
        found = (pattern.search(text) for text in (following[:LONGEST_LEAD], self._story))
        return any(one and _has_capital(one[0]) and _has_capital(one[0][-len(words[-1]) :]) for one in found)

    def may_be_brand(self, name: str) -> bool:
        """Whether nothing speaks against it: no article, no small letter; of a script without capitals nobody knows."""
        words = _split_name(name)
        return not is_cased(name) or (bool(words) and self._is_name(words[0]))

    def _is_name(self, word: str) -> bool:
        """Whether a word has a capital, and the story never writes it without, but in addresses."""
        small = word.lower()
        alone = rf"(?<![\w.@/#-]){re.escape(small)}(?![\w@/-]|\.\w)"
        return _has_capital(word) and not re.search(alone, self._story)

    def _is_long(self, name: str) -> bool:
        signs = sum("\u2e80" <= char <= "\ud7ff" for char in name)
        is_long = signs >= LEAST_SIGNS or (signs == 0 and len(name) >= LEAST_LETTERS)
        return is_long and fold(name) in fold(self._story)


def _split_name(name: str) -> list[str]:
    return [stripped for word in name.split() if (stripped := word.strip(AROUND))]


def _has_capital(word: str) -> bool:
    return word[0] != word[0].lower()


def _is_made(word: str) -> bool:
    """Whether a word is written as only names are: ``eBay``, ``LSB``, ``3M``."""
    return any(char.isupper() for char in word[1:]) or (word[0].isdigit() and word[-1].isalpha())


def is_proof(label: Label) -> bool:
    """Whether a paragraph is found at texts' ends only; a notice or a call may be a story's sentence."""
    return label.is_strong and label.role not in CHAPTERS and label.rule != CALL


def proves_release(label: Label) -> bool:
    """Whether it is found at the ends of releases only, so that a heading above it is no chapter's."""
    if label.role in CHAPTERS:
        return label.rule.startswith(f"{NOTICE}:") or label.rule in DOUBLED
    return is_proof(label) and label.role != "copyright" and label.rule not in OWN
