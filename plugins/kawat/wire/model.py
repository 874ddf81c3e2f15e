"""What a wire text said, part by part. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kawat.errors import WireError

Role = Literal[
    "blank", "headline", "marker", "standfirst", "body", "disclaimer", "sectors", "boilerplate", "tail", "unknown"
]


@dataclass(frozen=True)
class Part:
    """A run of the text with one role; its line break belongs to it."""

    role: Role
    line: int
    """Counted from 1, as an editor counts."""
    text: str

    @property
    def content(self) -> str:
        """The text without the white space around it."""
        return self.text.strip(BLANKS)


# What can stand around a paragraph without being seen: white space, ZWSP, WJ, BOM, bidi marks.
BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANKS += "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff\u200e\u200f"


@dataclass(frozen=True)
class WireText:
    """A wire text, read. ``rebuild()`` gives back the bytes that came in."""

    source: str
    parts: tuple[Part, ...]
    """In the text's order; joined they are the whole decoded text."""
    encoding: str | None = None
    """A Python codec's name; None when no encoding fits, and then there are no parts."""
    agency: str | None = None
    """The agency's name as registered, else as printed in the marker."""
    place: str | None = None
    date: date | None = None
    """The day in the dateline."""
    sectors: tuple[str, ...] = ()
    """The values of the sector line, as printed."""
    language: str | None = None
    """A tag among the languages that were given to the reader."""
    error: WireError | None = None
    """Why the text must be set aside; None when a post can be made of it."""

    def rebuild(self) -> bytes:
        """The bytes that were read; empty when they could not be decoded."""
        return "".join(part.text for part in self.parts).encode(self.encoding or "utf-8")

    def all(self, role: Role) -> tuple[str, ...]:
        """The contents of the parts with this role, in the text's order."""
        return tuple(part.content for part in self.parts if part.role == role)

    def first(self, role: Role) -> str | None:
        return next(iter(self.all(role)), None)
