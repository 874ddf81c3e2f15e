"""Boilerplate that nobody described: paragraphs with which several texts of a wire end, word for word.

Only a text's last paragraphs can be learned, and only as a whole end: as long as another paragraph of the story comes
after one, it is the story's. Three texts have to agree whose headlines, first paragraphs, and paragraphs above these
ends all differ; versions of one story, which end alike too, share one of the three.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kawat.wire.model import Part, WireText
from kawat.wire.sentences import fold

MOST = 6
"""Paragraphs of one text that can be learned; never more than a third of its story."""
SHORTEST = 40
"""Characters of a paragraph that can be learned."""
LEARNED = "seen at the end of several texts"


@dataclass(frozen=True)
class Ending:
    """What one text brings to what may be learned, as hashes."""

    headline: str
    lead: str
    """Of its first paragraph."""
    above: str
    """Of the paragraph above those that can be learned."""
    keys: tuple[str, ...]
    """Of its last paragraphs with agency and language, the last one first."""


@dataclass(frozen=True, order=True)
class Lesson:
    """A paragraph that was learned."""

    agency: str
    """Empty where the texts name none."""
    language: str
    paragraph: str


def read_ending(wire: WireText) -> Ending:
    """The end of a text's story, to be compared with others'."""
    body = _list_story(wire.parts)
    ends = _list_ends(wire.parts, body)
    lead, above = (wire.parts[body[0]], wire.parts[body[-_count_room(body) - 1]]) if ends else (None, None)
    return Ending(
        headline=_hash(fold(wire.first("headline") or "")),
        lead=_hash(fold(lead.content if lead else "")),
        above=_hash(fold(above.content if above else "")),
        keys=tuple(_make_key(wire, index) for index in reversed(ends)),
    )


def list_lessons(wire: WireText) -> dict[str, Lesson]:
    """What can be learned from a text, by its key."""
    ends = _list_ends(wire.parts, _list_story(wire.parts))
    found = {_make_key(wire, index): wire.parts[index].content for index in ends}
    return {key: Lesson(wire.agency or "", wire.language or "", content) for key, content in found.items()}


def apply_learned(wire: WireText, is_learned: Callable[[str], bool]) -> WireText:
    """The text with its last paragraphs as boilerplate, as far from the end as they are learned."""
    depth = 0
    for index in reversed(_list_ends(wire.parts, _list_story(wire.parts))):
        if not is_learned(_make_key(wire, index)):
            break
        depth += 1
    return mark_learned(wire, depth)


def count_ends(wire: WireText) -> int:
    """How many of a text's paragraphs can be learned."""
    return len(_list_ends(wire.parts, _list_story(wire.parts)))


def mark_learned(wire: WireText, depth: int) -> WireText:
    """The text with so many of its last paragraphs as boilerplate."""
    ends = _list_ends(wire.parts, _list_story(wire.parts))
    parts = list(wire.parts)
    for index in ends[len(ends) - depth :]:
        parts[index] = replace(parts[index], role="boilerplate", kind="", rule=LEARNED)
    return replace(wire, parts=tuple(parts)) if depth else wire


def _list_story(parts: Sequence[Part]) -> list[int]:
    return [index for index, part in enumerate(parts) if part.role in ("body", "unknown")]


def _count_room(body: Sequence[int]) -> int:
    return min(MOST, len(body) // 3)


def _list_ends(parts: Sequence[Part], body: Sequence[int]) -> list[int]:
    """The paragraphs that can be learned, in the text's order."""
    room = _count_room(body)
    ends: list[int] = []
    for index in reversed(body[-room:] if room else []):
        if len(parts[index].content) < SHORTEST:
            break
        ends.append(index)
    return ends[::-1]


def _make_key(wire: WireText, index: int) -> str:
    return _hash(f"{fold(wire.agency or '')}\0{wire.language}\0{fold(wire.parts[index].content)}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
