"""Bytes to characters."""

from __future__ import annotations

import codecs

from kawat.errors import WireError

LARGEST = 1_000_000
"""Bytes; the longest wire texts seen hold some 60,000."""


def decode_wire(data: bytes, source: str) -> tuple[str, str]:
    """The text and its encoding's name; raises WireError where the bytes are no text.

    >>> decode_wire(b"\\xef\\xbb\\xbfRapat", "a.txt")
    ('Rapat', 'utf-8-sig')
    """
    if len(data) > LARGEST:
        raise WireError(f"{source}:1", f"{len(data)} bytes long", f"expected at most {LARGEST}")
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = f"byte 0x{data[error.start]:02x} is no UTF-8"
        raise WireError(f"{source}:{line}", wrong, "expected a text in UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise WireError(f"{source}:{line}", "a NUL character", "expected a text, in UTF-8")
    return text, encoding
