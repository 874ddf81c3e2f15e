"""Headings of contacts and lines that call to them, in the words of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kawat.wire.model import BLANKS
from kawat.wire.phrases import OPENING, SPACE, Choice, is_cased
from kawat.wire.sentences import is_sentence

LONGEST_REST = 60
"""Characters that may follow a heading's word in its line without a colon between."""
HOST = r"(?<![\w@.-])[a-z0-9-]{2,40}\.(?:com|org|net|info|biz|io|ai|gov|edu)(?![\w@])"
ADDRESS = re.compile(rf"[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[\w.-]{{2,64}}|https?://|(?<![\w.])www\.[\w-]|{HOST}", re.I)
PHONE = re.compile(r"(?<![\w,.])[+＋(（]?\d(?:[ \xa0()（）./-]{0,2}\d){6,16}(?![\w,])")
MAIL = re.compile(r"^[^\d@:：]{0,40}[:：]?\s?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}\W{0,3}$")
LONGEST_ITEM, LONGEST_MARKLESS = 260, 60
"""Characters of an item under a heading; without an address, in a language that does not mark where sentences end."""
CALL, SPOKEN = "a call to contact", "a call to contact in a sentence"
CLOSERS = "】」』)）]〕>＞"
SHORTEST_GLUED = 7
"""Characters of a heading's word that another may be glued to."""


@dataclass(frozen=True)
class Contact:
    """A heading, or a line that is one and has the address with it."""

    rule: str
    is_whole: bool = False
    """Whether the heading is all there is."""


class Contacts:
    """The headings and calls of a language: ``Media Contact``, ``For more information``."""

    def __init__(self, words: Iterable[str]) -> None:
        words = tuple(words)
        self._opening = Choice(OPENING, words, rf"{SPACE}{{0,2}}[:：]?")
        glued = sorted((word for word in words if len(word) >= SHORTEST_GLUED and is_cased(word[-1])), reverse=True)
        self._glued = Choice(OPENING, glued, r"(?=[A-ZÀ-Þ][^\W\d_A-Z])", re.escape, re.NOFLAG)

    def read(self, content: str, is_heading: bool) -> Contact | None:
        """What a short paragraph is; a heading still needs an address under it."""
        found = self._opening.match(content)
        if found is None:
            return Contact("a contact heading, glued") if is_heading and self._glued.match(content) else None
        rest = content[found.end() :].strip(BLANKS + ":：")
        if is_heading and (not rest.strip(CLOSERS) or found[0][-1] in ":：" or self._may_name(content, found, rest)):
            return Contact("a contact heading", is_whole=not rest.strip(CLOSERS))
        if not has_address(content):
            return None
        if not is_sentence(content):
            return Contact("a contact line")
        return Contact(CALL if has_address(content.split()[-1]) else SPOKEN)

    def _may_name(self, content: str, found: re.Match[str], rest: str) -> bool:
        """Whether what follows without a colon can be a name: set apart, and with a capital where there are such."""
        is_apart = found[0][-1] in BLANKS or rest[0] in CLOSERS
        return len(rest) <= LONGEST_REST and is_apart and (not rest[0].islower() or content[-1] in ":：")


def has_address(content: str) -> bool:
    """Whether a paragraph has an address of the net or a telephone number in it."""
    return bool(ADDRESS.search(content) or PHONE.search(content))


def is_contact_item(content: str, has_marks: bool = True) -> bool:
    """Whether a paragraph may stand under a contact's heading; ``has_marks`` as of ``ends_sentences``."""
    if has_address(content):
        return len(content) <= LONGEST_ITEM
    return not is_sentence(content) and len(content) <= (LONGEST_ITEM if has_marks else LONGEST_MARKLESS)
