"""Text that was once read in a wrong encoding: found, and undone where only one reading is possible.

Two kinds: UTF-8 read as something else, which proves itself, since hardly any other text is valid UTF-8; and an older
encoding read as Latin-1 or windows-1251, which only looks wrong, and is therefore never undone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from kawat.wire.candidates import SAMPLE, choose_encoding
from kawat.wire.encodings import EAST_LETTER, Encoding, count_high, is_usual, load_encodings, rate_text

WESTERN = ("latin-1", "cp1252", "cp1254", "cp1250")
SINGLE = (*WESTERN, "cp1251", "cp1256", "koi8-r", "mac-roman", "cp437", "cp850")
DOUBLE = ("gb18030", "cp932", "cp949", "cp950")
"""What UTF-8 has been seen to be read as: a byte a character, and several."""
UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
UTF8_DECODER, BEGINNING = codecs.getincrementaldecoder("utf-8"), 200
ISOLATED = re.compile("(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")
HIGH, NOT_FIRST = bytes(range(0x80, 0x100)), bytes(range(0x80, 0xC0))
RUN = re.compile("[^\x00-\x7f](?:[?]?[^\x00-\x7f])+[?]?")
"""Where a character of UTF-8 can be that was read in a codec of a byte a character; its second byte may be lost."""
LEAST_SHARE = 0.75
"""Of the bytes beyond ASCII that have to form characters of UTF-8."""
LEAST_SINGLE, LEAST_DOUBLE = 3, 6
"""Characters of UTF-8 that have to be there: chance makes some, in Chinese most."""
LEAST_UNDONE = 2
"""Bytes of UTF-8 after the first of a character, where all of a text goes back to it."""
QUOTE = re.compile(rb"\xe2[\x80-\x82]")
LETTERS = re.compile(rb"\xc3[\xa0-\xbf][^\xc3]*+\xc3[\xa0-\xbf]")
"""A quote or a dash, and two accented letters, in UTF-8: what a western encoding makes of them is in no text."""
PROVING, LOST = ("latin-1", "cp1252", "cp1254", "cp1251"), "[?\ufffd]"
"""Codecs that put into a word what no word has: a sign, or letters of another script."""
SQUEEZED = re.compile("(?<=[A-Za-z])[\u3040-\u9fff\uac00-\ud7a3\uff61-\uff9f](?=[A-Za-z])")
MISREAD = {"cp1252": "cp1252", "latin-1": "cp1252", "cp1251": "cp1251"}
"""What older encodings are read as, and the encoding whose texts look so."""
GOOD_RATING, LEAST_GAIN, LEAST_WESTERN_GAIN, LONG_LINE = 0.9, 0.12, 0.4, 12
MOST_TRIED = 12
"""Odd places that are looked into: what is written wrongly throughout shows soon."""
DEEPEST = 3
"""How many times a text may have been read wrongly."""


@dataclass(frozen=True)
class Mojibake:
    """Where a text was read in a wrong encoding."""

    line: int
    written: str
    """The encoding it was in."""
    read: str
    """The one it was taken for."""
    sample: str


@lru_cache(maxsize=32)
def _load_table(codec: str) -> str:
    """The 256 characters of a codec; what it leaves undefined stands for itself, as in browsers."""
    chars = (bytes([byte]).decode(codec, "replace") for byte in range(256))
    return "".join(chr(byte) if char == "\ufffd" else char for byte, char in enumerate(chars))


@lru_cache(maxsize=32)
def _load_map(codec: str) -> Any:
    return codecs.charmap_build(_load_table(codec))


@lru_cache(maxsize=32)
def _load_pattern(codec: str) -> re.Pattern[str]:
    """The characters of UTF-8 as they look when they are read in a codec of a byte a character.

    One of three bytes may have lost its second or third: many programs put a question mark for what a codec lacks.
    """
    two, three, four, tail = (
        f"[{re.escape(_load_table(codec)[start:stop])}]"
        for start, stop in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5), (0x80, 0xC0))
    )
    return re.compile(f"{two}{tail}|{three}(?:{tail}{LOST}|{tail}{{2}}|{LOST}{tail})|{four}{tail}{{3}}")


@lru_cache(maxsize=32)
def _load_halves(codec: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the first and the other bytes of UTF-8's characters look like."""
    table = _load_table(codec)
    return frozenset(table[0xC2:0xF5]), frozenset(table[0x80:0xC0])


@lru_cache(maxsize=8)
def _load_squeezed(codec: str) -> re.Pattern[str]:
    return re.compile(f"(?<=[A-Za-z])(?:{_load_pattern(codec).pattern})(?=[A-Za-z])")


def encode_step(text: str, codec: str, errors: str = "strict") -> bytes:
    """The bytes that were read as this text; raises UnicodeEncodeError."""
    if codec in SINGLE:
        return codecs.charmap_encode(text, errors, _load_map(codec))[0]
    return text.encode(codec, errors)


def decode_step(data: bytes, codec: str) -> str:
    """What the bytes were read as.

    >>> decode_step("Á".encode(), "cp1252") == "Ã\\x81"
    True
    """
    return codecs.charmap_decode(data, "strict", _load_table(codec))[0] if codec in SINGLE else data.decode(codec)


def measure_utf8(data: bytes) -> tuple[int, float]:
    """How many characters beyond ASCII are valid UTF-8, and their share of the bytes beyond ASCII."""
    found = UTF8.findall(data)
    high = len(data) - len(data.translate(None, HIGH))
    return len(found), sum(map(len, found)) / high if high else 0.0


def repair_mojibake(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it was written, and what it was taken for, last first; no codec where it is not certain.

    It is certain when all of the text goes back to UTF-8, in one way, and characters come out that texts have.

    >>> repair_mojibake("SeÃ±or")
    ('Señor', ('latin-1',))
    """
    taken: tuple[str, ...] = ()
    while len(taken) < DEEPEST and not text.isascii():
        # No character of UTF-8 beyond ASCII is one byte.
        codecs_left = DOUBLE if ISOLATED.search(text) else (*SINGLE, *DOUBLE)
        undone = {codec: _undo(text, codec, taken) for codec in codecs_left}
        found = {one: codec for codec, one in reversed(undone.items()) if one is not None}
        if len(found) != 1:
            break
        ((text, codec),) = found.items()
        taken = (*taken, codec)
    return text, taken


def _undo(text: str, codec: str, taken: tuple[str, ...]) -> str | None:
    try:
        UTF8_DECODER().decode(encode_step(text[:BEGINNING], codec))  # most say soon that they were not
        data = encode_step(text, codec)
        found = data.decode()
    except UnicodeError:
        return None
    if decode_step(data, codec) != text or "\0" in found:
        return None
    least = 1 if codec in (*WESTERN, *taken) else LEAST_DOUBLE if codec in DOUBLE else LEAST_UNDONE
    is_enough = len(data) - len(found) >= least
    return found if is_enough and all(char <= "\x7f" or is_usual(char) for char in set(found)) else None


def find_mojibake(text: str, encoding: str) -> Mojibake | None:
    """The first place that was read in a wrong encoding; in a text in an older encoding, the place that is in UTF-8."""
    if text.isascii():
        return None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if not line.isascii()]
    if encoding.startswith("utf-"):
        return _find_utf8(text, lines, (*SINGLE, *DOUBLE)) or _find_misread(text, lines)
    return _find_utf8(text, lines, (encoding,))


def _find_utf8(text: str, lines: list[tuple[int, str]], taken: tuple[str, ...]) -> Mojibake | None:
    single = _Runs(lines)
    eastern = [(number, line) for number, line in lines if 2 * len(EAST_LETTER.findall(line)) >= count_high(line)]
    for codec in taken:
        is_known: bool | None = None
        for number, line in single.find_lines(codec) if codec in SINGLE else eastern:
            found = _list_characters(line, codec)
            if found and is_known is None:
                is_known = _was_utf8(text, codec, _list_characters(text, codec))
            if (found and is_known) or _was_utf8(line, codec, found):
                return Mojibake(number, "utf-8", codec, _take_odd(line))
    return None


class _Runs:
    """Lines by their runs of characters beyond ASCII: what was read in a codec of a byte a character makes runs."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        runs = ((number, line, " ".join(RUN.findall(line))) for number, line in lines)
        self.lines = [one for one in runs if one[2]]
        self.chars = set("".join(run for _, _, run in self.lines))

    def find_lines(self, codec: str) -> Iterator[tuple[int, str]]:
        """Those that hold a character of UTF-8 as a codec reads it; in most texts not even its bytes are there."""
        if not self.lines:
            return
        firsts, others = _load_halves(codec)
        if firsts.isdisjoint(self.chars) or others.isdisjoint(self.chars):
            return
        pattern = _load_pattern(codec)
        yield from ((number, line) for number, line, run in self.lines if pattern.search(run))


def _was_utf8(text: str, codec: str, found: list[bytes]) -> bool:
    if codec not in SINGLE:
        return len(found) >= (2 if SQUEEZED.search(text) else LEAST_DOUBLE) and _is_of_a_kind(found)
    if codec in PROVING and _load_squeezed(codec).search(text):
        return True
    is_telling = any(map(QUOTE.match, found)) or (codec in WESTERN and LETTERS.search(b"".join(found)))
    return len(found) >= LEAST_SINGLE or bool(is_telling)


def _is_of_a_kind(found: list[bytes]) -> bool:
    """Whether characters of UTF-8 could be a text's: most of three bytes, or of one block. Chance makes others."""
    if 3 * sum(len(one) == 3 for one in found) >= 2 * len(found):
        return True
    return len({ord(one.decode()) >> 8 for one in found if len(one) == 2}) == 1


def _list_characters(text: str, codec: str) -> list[bytes]:
    """The characters of UTF-8 that were read as this, if nearly all that is not in ASCII was."""
    if codec in SINGLE:
        found = [encode_step(match, codec, "replace") for match in _load_pattern(codec).findall(text)]
        all_high = count_high(text)
    else:
        data = text.encode(codec, "replace")
        # What cannot be encoded has become a question mark.
        all_high = len(data) - len(data.translate(None, HIGH)) + 2 * (data.count(b"?") - text.count("?"))
        # Each of these bytes ends a pair at the best; searching takes longer than counting.
        if 2 * (len(data) - len(data.translate(None, NOT_FIRST))) < LEAST_SHARE * all_high:
            return []
        found = UTF8.findall(data)
    return found if sum(map(len, found)) >= LEAST_SHARE * all_high else []


def _find_misread(text: str, lines: list[tuple[int, str]]) -> Mojibake | None:
    # What surrounds a line may have come with the page that it was taken from, and tells nothing.
    text = "\n".join(line.strip() for line in text.splitlines())
    lines = [(number, bare) for number, line in lines if not (bare := line.strip()).isascii()]
    if not lines:
        return None
    chunks = [(number, line[:SAMPLE]) for number, line in lines if count_high(line) >= LONG_LINE or len(lines) == 1]
    if len(lines) > 1:
        chunks.insert(0, (lines[0][0], text[:SAMPLE]))
    for number, chunk, codec, rating in islice(_list_odd(chunks), MOST_TRIED):
        chosen = choose_encoding(encode_step(chunk, codec), leave_out=(codec,)).chosen
        if chosen is None or chosen.text == chunk:
            continue
        # Two western readings of a few accents hardly differ, and one of them is what somebody wrote.
        gain = LEAST_WESTERN_GAIN if _is_latin(chosen.text) else LEAST_GAIN
        if chosen.rating >= rating + gain:
            return Mojibake(number, chosen.name, codec, _take_odd(chunk))
    return None


def _is_latin(text: str) -> bool:
    """Whether the letters beyond ASCII are mostly Latin ones."""
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    return sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in letters) * 2 > len(letters)


def _list_odd(chunks: list[tuple[int, str]]) -> Iterator[tuple[int, str, str, float]]:
    """The chunks that may have been read in a codec, and do not look like a text in it; with their rating."""
    for number, chunk in chunks:
        for codec, encoding in _list_misread():
            with suppress(UnicodeEncodeError):
                encode_step(chunk, codec)
                rating = rate_text(chunk, encoding)
                if rating < GOOD_RATING:
                    yield number, chunk, codec, rating


@lru_cache(maxsize=1)
def _list_misread() -> list[tuple[str, Encoding]]:
    known = {encoding.name: encoding for encoding in load_encodings()}
    return [(codec, known[name]) for codec, name in MISREAD.items()]


def _take_odd(text: str) -> str:
    """The first word that is not in ASCII."""
    return next((word for word in text.split() if not word.isascii()), text)[:20]
