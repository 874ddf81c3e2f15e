"""What a wire text said, part by part. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from kawat.errors import WireError

if TYPE_CHECKING:
    from kawat.wire.detect import Verdict

Role = Literal[
    "blank",
    "headline",
    "marker",  # the dateline and the wire's mark
    "date",  # a day on a line of its own
    "standfirst",
    "body",
    "repeat",  # what the text has twice
    "disclaimer",
    "sectors",
    "boilerplate",  # about the wire, or what many of its texts end with
    "about",
    "contact",
    "source",
    "legal",
    "copyright",
    "tail",  # an item at the end that is none of these
    "unknown",
]
Kind = Literal["", "subhead", "item", "row"]


@dataclass(frozen=True)
class Part:
    """A run of the text with one role; its line break belongs to it."""

    role: Role
    line: int
    """Counted from 1, as an editor counts."""
    text: str
    kind: Kind = ""
    """What a body part is, where it is no paragraph."""
    rule: str = ""
    """Which rule gave it its role, in a few words."""

    @property
    def content(self) -> str:
        """The text on one line, without the white space around it."""
        stripped = self.text.strip(BLANKS)
        lines = stripped.splitlines()
        return stripped if len(lines) < 2 else " ".join(line.strip(BLANKS) for line in lines)

    @property
    def last_line(self) -> int:
        """The last line that it touches."""
        return self.line + max(0, len(self.text.splitlines()) - 1)


# What can stand around a paragraph without being seen: white space, ZWSP, WJ, BOM, bidi marks.
BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANKS += "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff\u200e\u200f"


def count_breaks(text: str) -> int:
    """The line breaks in a text, as ``str.splitlines`` counts them."""
    return len(f"{text}.".splitlines()) - 1


@dataclass(frozen=True)
class Facts:
    """What the container of a text states about it; None where it states nothing."""

    headline: str | None = None
    standfirst: str | None = None
    language: str | None = None
    """A BCP 47 tag as given."""
    date: date | None = None
    agency: str | None = None
    place: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class WireText:
    """A wire text, read. ``rebuild()`` gives back the bytes that came in."""

    source: str
    parts: tuple[Part, ...]
    """In the text's order; joined they are the whole decoded text."""
    encoding: str | None = None
    """What ``encode_wire`` takes; None when no encoding fits, and then there are no parts."""
    agency: str | None = None
    """The agency's name as registered, else as printed in the marker."""
    place: str | None = None
    date: date | None = None
    """The day in the dateline."""
    month_day: tuple[int, int] | None = None
    """Month and day, where the dateline has no year."""
    sectors: tuple[str, ...] = ()
    """The values of the sector line, as printed."""
    language: str | None = None
    """A BCP 47 tag; where the site does not publish it, ``error`` says so."""
    error: WireError | None = None
    """Why the text must be set aside; None when a post can be made of it."""
    verdict: Verdict | None = None
    """What the language was told by; None when nothing could be read."""
    how: str | None = None
    """How the encoding was found."""
    warnings: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def rebuild(self) -> bytes:
        """The bytes that were read; empty when they could not be decoded."""
        from kawat.wire.charset import encode_wire  # who has a text to show need not load what reads one

        return encode_wire("".join(part.text for part in self.parts), self.encoding or "utf-8")

    def all(self, role: Role) -> tuple[str, ...]:
        """The contents of the parts with this role, in the text's order."""
        return tuple(part.content for part in self.parts if part.role == role)

    @property
    def headline(self) -> str | None:
        """The text's headline; the container's where the text has none."""
        return self.first("headline") or self.facts.headline

    def first(self, role: Role) -> str | None:
        return next(iter(self.all(role)), None)
