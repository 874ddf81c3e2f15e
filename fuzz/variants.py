"""The same text as it may come: what changes nothing that a reader sees changes no role either."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import zip_longest

from kawat.languages import load_languages
from kawat.wire import WireText, read_wire
from kawat.wire.model import BLANKS

LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")

Signature = list[tuple[str, str, str]]


def list_differences(data: bytes, source: str) -> list[str]:
    """What the reader sees otherwise in a variant of the text, a line each; empty as it should be.

    The text has to decode as UTF-8; of another one only a second reading is compared.
    """
    wire = read_wire(data, source)
    found = list(_compare("read again", wire, read_wire(data, source)))
    if wire.encoding != "utf-8":
        return found
    text = "".join(part.text for part in wire.parts)
    for name, variant in list_variants(text):
        found += _compare(name, wire, read_wire(variant, source))
    if wire.language in load_languages():
        plain = read_wire(data, "x.txt")
        found += _compare("declared", plain, read_wire(data, f"x.{plain.language}.txt")) if plain.language else []
    return found


def list_variants(text: str) -> Iterator[tuple[str, bytes]]:
    """A text's variants, each with its name."""
    yield "blank lines at the end", f"{text}\n\n\n".encode()
    yield "a byte order mark", codecs.BOM_UTF8 + text.encode()
    if "\r" not in text:
        yield "CRLF", text.replace("\n", "\r\n").encode()
    lines = text.splitlines(keepends=True)
    yield "blanks around lines", "".join(_surround(line, "  ", " ") for line in lines).encode()
    yield "NBSP around lines", "".join(_surround(line, "\xa0", "\xa0") for line in lines).encode()


def _surround(line: str, before: str, after: str) -> str:
    if not line.strip(BLANKS):
        return line
    end = next((one for one in LINE_ENDS if line.endswith(one)), "")
    return before + line.removesuffix(end) + after + end


def _compare(name: str, wire: WireText, other: WireText) -> Iterator[str]:
    for one, another in zip_longest(_sign(wire), _sign(other)):
        if one != another:
            yield f"{name}: {_tell(one)} becomes {_tell(another)}"
            return
    for fact, another in zip(_list_facts(wire), _list_facts(other), strict=True):
        if fact != another:
            yield f"{name}: {fact!r} becomes {another!r}"
    if name != "declared" and str(wire.error) != str(other.error):
        yield f"{name}: {wire.error} becomes {other.error}"


def _list_facts(wire: WireText) -> tuple[object, ...]:
    return wire.agency, wire.place, wire.date, wire.month_day, wire.sectors, wire.language


def _sign(wire: WireText) -> Signature:
    """The parts as a reader sees them."""
    return [(part.role, part.kind, " ".join(part.content.split())) for part in wire.parts if part.role != "blank"]


def _tell(signed: tuple[str, str, str] | None) -> str:
    return f"{signed[0]} {signed[1]} {signed[2][:40]!r}" if signed else "nothing"
