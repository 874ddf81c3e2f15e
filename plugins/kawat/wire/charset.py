"""Bytes to characters, and back to the same bytes.

An encoding is found by the first of these that settles it: the byte order mark, zero bytes (UTF-16 without a mark),
UTF-8, the escape sequences of seven-bit encodings, what the container declares, and what the readings look like. Where
none does, the text is set aside: a wrong reading is worse than none.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, replace

from kawat.errors import WireError
from kawat.wire.candidates import LEAST_RATING, RIVALRY, SAMPLE, choose_encoding
from kawat.wire.encodings import ANY, Encoding, count_high, find_encodings, rate_text
from kawat.wire.mojibake import decode_step, find_mojibake, measure_utf8, repair_mojibake
from kawat.wire.remarks import list_remarks, name_place

LARGEST = 2 * 1024 * 1024
"""Bytes; the longest wire texts seen hold some 60,000."""
LEAST_DECLARED = 0.6
"""The rating from which a declaration is believed."""
LEAST_LINES = {60: 0.6, 30: 0.3}
"""A line with that many characters beyond ASCII that rates less is in another encoding than the rest."""
LEAST_CHARACTERS, LEAST_UTF8 = 2, 0.75
"""The characters of UTF-8, and their share of the bytes beyond ASCII, in a text that is in it but for a few places."""
LEAST_IN_LINE = 5
"""As many in a line that holds nothing else beyond ASCII are no chance, in Chinese neither."""
ONE_ENCODING = "expected one encoding throughout"
TRUNCATED = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
"""What Python's codecs say of a text that ends too early."""
ESCAPE, SURROGATE = b"\x1b", re.compile("[\ud800-\udfff]")

# The longer mark of UTF-32 begins with that of UTF-16.
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
SEVEN_BIT = {
    rb"\x1b(?:\$\([CDOPQ]|[$(][@ABIJ]|\.[AF])": (
        "iso2022_jp",
        "iso2022_jp_1",
        "iso2022_jp_2",
        "iso2022_jp_3",
        "iso2022_jp_ext",
    ),
    rb"\x1b\$\)C": ("iso2022_kr",),
    rb"~\{(?:[!-w][!-~])++~\}": ("hz",),
    rb"(?:\+[A-Za-z0-9/]{3}[^+]*+){3}": ("utf-7",),
}
"""What a text holds that looks like ASCII, but is in one of these."""
SIGNATURES = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"PK\x03\x04": "ZIP",
    b"GIF8": "GIF",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b\x08": "gzip",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "OLE (Word, Excel)",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
}


@dataclass(frozen=True)
class Decoded:
    """A text and how it was decoded."""

    text: str
    """With the byte order mark as U+FEFF, but for UTF-8's."""
    encoding: str
    """A codec's name, or a chain such as ``utf-8>cp1252>utf-8``: decoded, encoded, decoded."""
    how: str
    """By what the encoding was found, for an editor."""
    warnings: tuple[str, ...] = ()


def encode_wire(text: str, encoding: str) -> bytes:
    """The bytes that ``decode_wire`` was given.

    >>> encode_wire("Señor", "utf-8>cp1252>utf-8").decode()
    'SeÃ±or'
    """
    first, *steps = encoding.split(">")
    for codec in reversed(steps[::2]):
        text = decode_step(text.encode(), codec)
    return text.encode(first)


def decode_wire(data: bytes, source: str, declared: str | None = None) -> Decoded:
    """The text and its encoding; raises WireError where the bytes are no text, or no encoding is certain.

    ``declared`` is the charset that a container states. ``encode_wire`` gives the same bytes for whatever is returned.

    >>> decode_wire(b"\\xef\\xbb\\xbfRapat", "a.txt").encoding
    'utf-8-sig'
    """
    if len(data) > LARGEST:
        raise WireError(f"{source}:1", f"{len(data)} bytes long", f"expected at most {LARGEST}")
    kind = next((kind for mark, kind in SIGNATURES.items() if data.startswith(mark)), None)
    if kind:
        raise WireError(f"{source}:1", f"no text but a file in the format {kind}", "expected a text")
    decoded = _find_encoding(data, source, declared)
    if "\0" in decoded.text:
        raise WireError(
            name_place(source, decoded.text.partition("\0")[0]), "a NUL character", "expected a text, in UTF-8"
        )
    decoded = _undo_mojibake(decoded, source)
    return replace(decoded, warnings=(*decoded.warnings, *list_remarks(decoded.text, source)))


def _find_encoding(data: bytes, source: str, declared: str | None) -> Decoded:
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    if mark and mark != codecs.BOM_UTF8:
        return _decode(data, MARKS[mark], source, "byte order mark")
    if b"\0" in data:
        return _decode_wide(data, source)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, source, error)
        if mark:
            return _decode(data, "utf-8", source, "byte order mark")
        return _decode_declared(data, source, declared) or _decode_by_evidence(data, source, declared, error)
    if mark:
        return Decoded(text[1:], "utf-8-sig", "byte order mark")
    return (_decode_seven_bit(data, source) if data.isascii() else None) or Decoded(text, "utf-8", "utf-8")


def _decode(data: bytes, name: str, source: str, how: str) -> Decoded:
    """The text in a known encoding; raises WireError where not all of it is, or it would not give the same bytes."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        where = name_place(source, data[: error.start].decode(name, "replace"))
        found = data[error.start : error.end].hex(" ")
        wrong, expected = f"{found} is no character of {name}", ONE_ENCODING
        if error.reason in TRUNCATED:
            wrong, expected = f"the text ends within a character of {name} ({found})", "expected it whole"
        raise WireError(where, wrong, expected) from error
    again = b"" if SURROGATE.search(text) else text.encode(name, "replace")
    if again != data:
        start = next((i for i, (one, other) in enumerate(zip(data, again, strict=False)) if one != other), len(again))
        where = name_place(source, data[:start].decode(name, "replace"))
        wrong = f"{data[start : start + 4].hex(' ')}, which {name} writes in another way"
        raise WireError(where, wrong, "expected a text that gives back its bytes; convert it to UTF-8")
    return Decoded(text, name, how)


def _decode_wide(data: bytes, source: str) -> Decoded:
    """UTF-16 or UTF-32 without a mark: one of the four readings is a text."""
    rated = []
    for name in WIDE:
        with suppress(UnicodeDecodeError):
            text = data.decode(name)
            if "\0" not in text:
                # Most characters are in ASCII: that is the right order of bytes, whatever the rest looks like.
                is_latin = 2 * count_high(text) < len(text)
                rated.append((1.0 if is_latin else rate_text(text[:SAMPLE], ANY), name))
    rated.sort(reverse=True)
    if not rated or rated[0][0] < LEAST_RATING or (len(rated) > 1 and rated[0][0] - rated[1][0] < RIVALRY):
        where = name_place(source, data[: data.index(b"\0")].decode("latin-1"))
        raise WireError(where, "a NUL character", "expected a text, in UTF-8")
    return _decode(data, rated[0][1], source, "zero bytes")


def _refuse_broken_utf8(data: bytes, source: str, error: UnicodeDecodeError) -> None:
    """Raises WireError where the text is in UTF-8 but for a few places."""
    where, found = name_place(source, data[: error.start].decode()), data[error.start : error.start + 3].hex(" ")
    with suppress(UnicodeDecodeError):
        data.decode(errors="surrogatepass")
        expected = "expected a text in UTF-8, which has none (CESU-8 and WTF-8 have)"
        raise WireError(where, f"a lone surrogate ({found})", expected) from error
    count, share = measure_utf8(data)
    if count < LEAST_CHARACTERS or share < LEAST_UTF8:
        return
    if error.reason in TRUNCATED:
        raise WireError(where, f"the text ends within a character of utf-8 ({found})", "expected it whole") from error
    wrong = f"byte 0x{data[error.start]:02x} is no UTF-8, though most of the text is"
    raise WireError(where, wrong, ONE_ENCODING) from error


def _decode_seven_bit(data: bytes, source: str) -> Decoded | None:
    """What only looks like ASCII; None when it is."""
    for pattern, names in SEVEN_BIT.items():
        found = re.search(pattern, data)
        if found is None:
            continue
        for name in names:
            with suppress(UnicodeDecodeError):
                text = data.decode(name)
                if not text.isascii() and rate_text(text[:SAMPLE], ANY) >= LEAST_RATING:
                    return _decode(data, name, source, "escape sequences")
        if data[found.start() : found.start() + 1] == ESCAPE:
            where = name_place(source, data[: found.start()].decode())
            raise WireError(where, "an escape sequence of ISO-2022, but no text in it", "expected a text in UTF-8")
    return None


def _decode_declared(data: bytes, source: str, declared: str | None) -> Decoded | None:
    """The text in the encoding that the container states, where it reads as one."""
    for encoding in find_encodings(declared) if declared else ():
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding.name)
            if "\0" not in text and rate_text(text[:SAMPLE], encoding) >= LEAST_DECLARED:
                return _check_lines(_decode(data, encoding.name, source, f"declared as {declared}"), encoding, source)
    return None


def _decode_by_evidence(data: bytes, source: str, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    choice = choose_encoding(data)
    if choice.chosen is None:
        _refuse_mixed(data, source)
        wrong = f"byte 0x{data[error.start]:02x} is no UTF-8"
        if choice.others:
            wrong += f", and no other encoding is certain: {choice}"
        raise WireError(name_place(source, data[: error.start].decode()), wrong, "expected a text in UTF-8") from error
    faults = []
    for encoding in choice.chosen.siblings:
        try:
            decoded = _decode(data, encoding.name, source, f"evidence: {choice}")
        except WireError as fault:
            faults.append(fault)
            continue
        decoded = _check_lines(decoded, encoding, source)
        return replace(decoded, warnings=(f"declared as {declared}, but in {encoding.name}",)) if declared else decoded
    raise faults[0]


def _refuse_mixed(data: bytes, source: str) -> None:
    """Raises WireError where a line is in UTF-8, while the text is not."""
    for number, line in enumerate(data.splitlines(), start=1):
        count, share = measure_utf8(line)
        if count >= LEAST_IN_LINE and share == 1.0:
            raise WireError(f"{source}:{number}", "a line in UTF-8, while others are not", ONE_ENCODING)


def _check_lines(decoded: Decoded, encoding: Encoding, source: str) -> Decoded:
    """The same; raises WireError where a line is no text in this encoding, while the whole is."""
    for number, line in enumerate(decoded.text.splitlines(), start=1):
        least = next((least for length, least in LEAST_LINES.items() if count_high(line) >= length), None)
        if least is not None and rate_text(line, encoding) < least:
            wrong = f"a line that is no text in {encoding.name}, though the rest is"
            raise WireError(f"{source}:{number}", wrong, ONE_ENCODING)
    return decoded


def _undo_mojibake(decoded: Decoded, source: str) -> Decoded:
    """The text as it was written; raises WireError where it was read in a wrong encoding, and how is not certain."""
    text, taken = repair_mojibake(decoded.text) if decoded.encoding.startswith("utf-") else (decoded.text, ())
    if taken:
        encoding = ">".join([decoded.encoding, *(f"{codec}>utf-8" for codec in taken)])
        warning = f"it was in UTF-8, but had been read as {', then as '.join(reversed(taken))}: undone"
        decoded = replace(decoded, text=text, encoding=encoding, warnings=(*decoded.warnings, warning))
    found = find_mojibake(decoded.text, decoded.encoding)
    if found and found.read == decoded.encoding:
        wrong = f"{found.sample!r} is in {found.written}, and the rest in {found.read}"
        raise WireError(f"{source}:{found.line}", wrong, ONE_ENCODING)
    if found:
        wrong = f"{found.sample!r} is {found.written} that was read as {found.read}"
        raise WireError(f"{source}:{found.line}", wrong, "expected the text as it was written; fetch it again")
    return decoded
