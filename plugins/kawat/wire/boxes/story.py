"""A text as a format's reader found it, on its way to a member; dates and lines as containers write them."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from kawat.errors import WireError
from kawat.wire.boxes.member import Member
from kawat.wire.charset import decode_wire
from kawat.wire.model import BLANKS, Facts

LONGEST_FACT = 1000
MOST_LINES = 5
"""Into which a headline is broken."""
LEAST_TAIL = 12
"""Characters of a first line that settle that a headline ends with it."""
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
SURROGATE = re.compile("[\ud800-\udfff]")
BASIC_DAY = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)|(\d{4})(\d\d)(\d\d)\d{6}")


@dataclass(frozen=True)
class Story:
    """Headline, paragraphs and facts; a paragraph may have lines."""

    headline: str | None
    paragraphs: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)
    warnings: tuple[str, ...] = ()


def make_member(story: Story, source: str) -> Member:
    """The member of a story in UTF-8; raises WireError where there is no text."""
    headline = make_fact(story.headline)
    paragraphs = [paragraph for paragraph in story.paragraphs if paragraph.strip(BLANKS)]
    if headline and not opens_with(paragraphs, headline):
        paragraphs.insert(0, headline)
    elif headline and _fold(paragraphs[0][: 2 * LONGEST_FACT]) == _fold(headline):
        paragraphs[0] = headline  # on one line
    if not paragraphs:
        raise WireError(f"{source}:1", "no text in it", "expected a headline and paragraphs")
    text = SURROGATE.sub("\ufffd", "\n\n".join(paragraphs) + "\n")
    facts = replace(story.facts, headline=headline) if headline else story.facts
    return Member(source, text.encode(), "utf-8", facts, story.warnings)


def opens_with(paragraphs: Sequence[str], headline: str, is_loose: bool = False) -> bool:
    """Whether a text begins with its headline, be it broken into lines; ``is_loose``: or with the end of it.

    >>> opens_with(["Rapat tahunan\\ndigelar", "Jakarta"], "Rapat tahunan digelar")
    True
    >>> opens_with(["Rapat tahunan digelar"], "SIARAN PERS: Rapat tahunan digelar", is_loose=True)
    True
    >>> opens_with(["Rapat tahunan digelar hari ini."], "Rapat tahunan")
    False
    """
    wanted = _fold(headline)
    lines = paragraphs[0].splitlines()[:MOST_LINES] if paragraphs else []
    openings = [_fold(" ".join(lines[:count])) for count in range(1, len(lines) + 1)]
    found = [one for one in openings if one and wanted.endswith(one)]
    return any(one == wanted or (is_loose and len(one) >= LEAST_TAIL) for one in found)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).strip(f"{BLANKS}.。")


def decode_markup(data: bytes, source: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """The characters of a page or file with markup, and warnings; raises WireError."""
    decoded = decode_wire(data, source, declared)
    # What it remarks of single characters is remarked again of the text that is taken out.
    warnings = decoded.warnings if ">" in decoded.encoding else ()
    return decoded.text.removeprefix("\ufeff"), warnings


def make_fact(text: str | None) -> str | None:
    """The text as one line; None when nothing is in it."""
    line = SURROGATE.sub("\ufffd", " ".join((text or "")[:LONGEST_FACT].split())).strip(BLANKS)
    return line or None


def make_tag(text: str | None) -> str | None:
    """A language tag with hyphens; None for what has not its form.

    >>> make_tag("pt_BR"), make_tag("english!")
    ('pt-BR', None)
    """
    line = (text or "").strip()
    return line.replace("_", "-") if TAG.fullmatch(line) else None


def make_day(text: str | None) -> date | None:
    """The day of a timestamp as ISO 8601, NITF or RFC 5322 write it, in its own zone; None for anything else.

    >>> [str(make_day(text)) for text in ("2026-11-04T23:30:00+07:00", "20261104T083000Z", "Wed, 04 Nov 2026 08:00:00")]
    ['2026-11-04', '2026-11-04', '2026-11-04']
    """
    line = (text or "").strip()[:64]
    match = BASIC_DAY.match(line)
    try:
        if match:
            year, month, day = (int(part) for part in match.groups() if part)
            return date(year, month, day)
        parsed = email.utils.parsedate(line)
        return date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def make_place(text: str | None) -> str | None:
    """The first words of a dateline; None where they are no place."""
    place = make_fact((text or "").partition(",")[0])
    return None if place and any(char.isdigit() for char in place) else place


def join_facts(first: Facts, second: Facts) -> Facts:
    """The first facts, and what they leave open from the second."""
    ours = {one.name: getattr(first, one.name) or getattr(second, one.name) for one in fields(Facts)}
    return Facts(**ours)
