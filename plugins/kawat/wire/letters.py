"""Characters as others of the same length, so that what is found there is at the same place in the text."""

from __future__ import annotations

FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def to_ascii(text: str) -> str:
    """The text with every script's decimal digits, and full-width letters, as ASCII's.

    >>> [to_ascii(text) for text in ("４日（ＡＰ）", "٤ نوفمبر", "๔ พ.ย.")]
    ['4日（AP）', '4 نوفمبر', '4 พ.ย.']
    """
    return text if text.isascii() else text.translate(_ASCII)


def fold_letters(text: str) -> str:
    """The text in lower case; ``İ``, which has no small letter of one character, is an ``i``.

    >>> fold_letters("İSTANBUL, Nov")
    'istanbul, nov'
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(char.lower()[0] for char in text)


class _Ascii(dict[int, int | str]):
    """What a character becomes, found out when it is met."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        self[code] = found = str(int(char)) if char.isdecimal() else FULL_WIDTH.get(code, code)
        return found


_ASCII = _Ascii()
