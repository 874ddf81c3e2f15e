"""Places: whether a name is one, and which one a text begins with. The names are in ``places.txt``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kawat.wire.phrases import is_cased

FILE = Path(__file__).with_name("places.txt")
LONGEST = 40
LONGEST_OPEN = 24
"""Characters of the longest name, as written; and of one in Han or kana, where every character may be the last."""
LONGEST_LIST = 100
LONGEST_FIELD = 30
MOST_FIELDS = 4
"""Of "Kuala Lumpur, Selangor, Malaysia": what is longer or has more is a sentence."""
MOST_WORDS = 4

OPENING = " \t\r\n\xa0\u2009\u202f\u3000\u200b\ufeff(（[【«‹“„\"'‘"
CLOSING = OPENING + ",،、，;:：–—―-－=|｜/／)）]】»›”’_·"
"""What may stand before and after a name without belonging to it; a list's mark before it is no dateline's."""
FIELDS = re.compile(r"[,،、，]")
TOGETHER = re.compile(r"[/／&;|]")
WORD = re.compile(r"(?:[^\W\d_]|['’-]){1,30}\.?")
SHORT = re.compile(r"[A-Z]{2}|(?:[A-Z][a-z]{0,4}\. ?){1,3}|[A-Z]\.[A-Z]")
"""A state as it is shortened: ``TX``, ``Calif.``, ``N.Y.``, ``W. Va.``."""

# Accents, Arabic vowels and stretching, nukta, invisible marks, apostrophes, middle dots.
SILENT = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff'’‘ʼʻʿʾ`´·・゠]"
)
WHOLE = "йї"
"""Letters that look like accented ones."""
SAME = str.maketrans("ıđłøکیىہھەةۀ\u0901.-‐‑–", "idloكييههههه\u0902     ")
"""Letters that one keyboard has and another has not, or that capitals do not tell apart; gaps."""

IS_OPEN = re.compile("[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Han and kana, which are written without spaces."""
IS_KATAKANA = re.compile("[\u30a1-\u30ff]")


def is_place(text: str) -> bool:
    """Whether a text is the name of a place, alone, with what it lies in or its day, or beside others.

    >>> [is_place(text) for text in ("KUALA LUMPUR", "Spokane, Wash.", "Paris/Berlin", "กรุงเทพฯ", "Boerne, TX")]
    [True, True, True, True, True]
    >>> [is_place(text) for text in ("Wash.", "UPDATE", "Foto", "注意", "")]
    [False, False, False, False, False]
    """
    if len(text) > LONGEST_LIST:
        return False
    name = _strip(text)
    if _is_name(name) or (IS_OPEN.match(name[-1:]) and split_place(name) == (name, "")):
        return True
    if name.count(" ") in (1, 2) and not is_cased(name) and all(map(_is_name, name.split(" "))):
        return True  # ``대한민국 서울``
    first, *others = (_strip(field) for field in FIELDS.split(name))
    if len(others) >= MOST_FIELDS or not all(0 < len(other) <= LONGEST_FIELD for other in others):
        return False
    return all(_is_name(_strip(one)) for one in TOGETHER.split(first)) or _lies_in(first, others)


def is_region(text: str) -> bool:
    """Whether a text names a country or a state, which other places lie in: ``Ohio``, ``Kalifornien``."""
    return len(text) <= LONGEST_FIELD and f", {fold_place(_strip(text))}" in load_places()


def split_place(text: str) -> tuple[str, str] | None:
    """The longest name of a place that a text begins with, as it is written there, and what follows it.

    Blanks and brackets before the name are dropped; a name in small letters is none. What follows decides
    whether the name is a dateline's: half of all headlines begin with a country. Of two names without a space
    between them the first is what the second lies in: ``浙江杭州``.

    >>> [split_place(text) for text in ("KUALA LUMPUR: Dua", "北京2月8日电", "Hà Nội - Sáng", "London-based")]
    [('KUALA LUMPUR', ': Dua'), ('北京', '2月8日电'), ('Hà Nội', ' - Sáng'), None]
    """
    start = len(text) - len(text.lstrip(OPENING))
    head = text[start : start + LONGEST + 2]
    if not head or head[0].islower():
        return None
    end = _end_of_name(head)
    if end and IS_OPEN.match(head[end - 1]):
        end += _end_of_name(head[end:])
    return (head[:end], text[start + end :]) if end else None


def fold_place(name: str) -> str:
    """A name as it is compared: without case, accents, vowel points, apostrophes; one space for hyphens and points.

    >>> [fold_place(name) for name in ("São Paulo", "İZMİR", "Đà Nẵng", "St. John's", "القاهرةُ", "ニュー・デリー")]
    ['sao paulo', 'izmir', 'da nang', 'st johns', 'القاهره', 'ニューデリー']
    """
    return " ".join("".join(map(_fold_letter, unicodedata.normalize("NFC", name))).split())


@lru_cache(maxsize=4096)
def _fold_letter(char: str) -> str:
    small = char.casefold()
    if small in WHOLE:
        return small
    return unicodedata.normalize("NFC", SILENT.sub("", unicodedata.normalize("NFD", small)).translate(SAME))


def fold_case(name: str) -> str:
    """A name of which the accents count, because without them it is a word: ``malé`` and not ``male``."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@cache
def load_places() -> frozenset[str]:
    """The names, each folded by `fold_place` or, where accents count, by `fold_case`.

    Those that begin with a comma are what other names lie in: a country, a state, a state's abbreviation.
    """
    _, names = FILE.read_text("utf-8").rstrip().split("\n\n", 1)
    return frozenset(names.split("\n"))


def _is_name(name: str) -> bool:
    if len(name) > LONGEST or not _is_letter(name[:1]):
        return False
    places = load_places()
    return fold_place(name) in places or (not name.isascii() and fold_case(name) in places)


def _lies_in(first: str, others: Sequence[str]) -> bool:
    """Whether what follows an unknown name makes it a place's: ``DAOFU, CHINA``, ``Boerne, TX``."""
    words = first.split()
    if not 0 < len(words) <= MOST_WORDS or not all(word[0].isupper() and WORD.fullmatch(word) for word in words):
        return False
    regions = [other for other in others if f", {fold_place(other)}" in load_places()]
    return bool(regions) and (first.isupper() or len(regions) > 1 or any(SHORT.fullmatch(one) for one in regions))


def _strip(text: str) -> str:
    return text.lstrip(OPENING).rstrip(CLOSING)


def _end_of_name(head: str) -> int:
    """Where the longest name at a text's beginning ends; 0 without one."""
    return next((end for end in _ends_of(head) if _is_name(head[:end])), 0)


def _ends_of(head: str) -> Iterator[int]:
    """Where a name may end in a text's first characters, longest first."""
    longest = LONGEST_OPEN if IS_OPEN.match(head) else LONGEST
    for end in range(min(len(head), longest), 0, -1):
        last, following = head[end - 1], head[end : end + 2]
        if last == ".":
            ends = "." in head[: end - 1] and not _is_letter(following[:1])
        else:
            ends = _is_letter(last) and not _goes_on(last, following)
        if ends:
            yield end


def _is_letter(char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in "LM"


def _goes_on(last: str, following: str) -> bool:
    """Whether a word goes on after a letter: ``Paris|ien``, ``London|-based``, ``パリ|ティ``, but not ``北京|时间``."""
    if not following:
        return False
    char, second = following[0], following[1:]
    if IS_OPEN.match(last) or IS_OPEN.match(char):
        return bool(IS_KATAKANA.match(last) and IS_KATAKANA.match(char)) or unicodedata.category(char)[0] == "M"
    if char in "'’.@_":
        return second.isalnum()
    if char in "-‐‑":
        return second.islower()
    return _is_letter(char) or char.isdigit()
