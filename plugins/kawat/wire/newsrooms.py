"""Names of agencies and newspapers that no file describes, told by how they are written."""

from __future__ import annotations

import re

from kawat.languages import Languages


class Newsrooms:
    """Tells names of agencies and newspapers that no file describes."""

    def __init__(self, languages: Languages) -> None:
        words = {word for one in languages.values() for word in one.wire.get("agency_words", ())}
        self.filed = tuple(word for one in languages.values() for word in one.wire.get("filed", ()))
        spaced = "|".join(sorted(re.escape(word) for word in words if word.upper() != word.lower())) or "(?!)"
        self._noun = re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])", re.I)
        self._ends = tuple(word for word in words if word.upper() == word.lower())
        self._acronym = re.compile(r"[A-ZА-Я]{2,}|[a-z][A-Z]|\.(?:com|net|org|co|[a-z]{2})$")

    def has_noun(self, text: str) -> bool:
        """Whether a name has a common noun of newsrooms in it: ``Newswire``, ``新闻``."""
        return text.endswith(self._ends) or self._noun.search(text) is not None

    def is_name(self, text: str) -> bool:
        """Whether a name says that it is a newsroom's: by a common noun, or written as no word is."""
        return len(text) > 2 and (self._acronym.search(text) is not None or self.has_noun(text))
