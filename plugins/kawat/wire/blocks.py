"""The blocks at a text's end, told by labels: a heading with what stands under it, notices, lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kawat.wire.about import DOUBLED
from kawat.wire.contacts import CALL, is_contact_item
from kawat.wire.evidence import Names, is_proof, proves_release
from kawat.wire.labels import CHAPTERS, NOTICE, SHORT_NOTICE, Label
from kawat.wire.model import Role
from kawat.wire.phrases import is_cased
from kawat.wire.sentences import is_sentence

LONGEST = {"about": 4, "legal": 8, "contact": 24}
"""Paragraphs that may stand under one heading."""
LONGEST_CLOSED = 8
"""The same under a heading that names a brand, where what proves a release comes after them."""
LONGEST_SCRAP, LONGEST_ITEM, SCRAP = 80, 130, "a short line in the tail"
MOST_LEFT, LONGEST_GAP = 0.2, 2
"""The share of a tail's paragraphs, and how many in a row, that may have no label: they stay with the story."""
MOST_LAST = 2
"""Short lines after the last label."""
REACH_LIST, REACH_END = 24, 5
"""How many paragraphs further on what closes a list, or a longer block, may be."""
SELF = ("copyright", "source")


@dataclass(frozen=True)
class Named:
    """A paragraph of the tail with its role."""

    index: int
    label: Label


@dataclass(frozen=True)
class Text:
    """What the blocks are told by."""

    content: Callable[[int], str]
    """A paragraph by its index among the parts."""
    labels: Mapping[int, Label | None]
    names: Names
    has_marks: bool
    """Whether its language marks the ends of its sentences."""
    has_marker: bool
    """Whether it has a dateline."""


def find_blocks(text: Text, reach: Sequence[int]) -> list[Named]:
    """The tail from the first heading or notice on after which little is the story's; empty where there is none."""
    for position, index in enumerate(reach):
        label = text.labels[index]
        if label is not None and label.is_strong:
            named = _Walk(text, reach[position:]).walk()
            if _is_tail(reach[position:], named) and _is_sure(text, reach[position:], named):
                return named
    return []


def _is_tail(reach: Sequence[int], named: Sequence[Named]) -> bool:
    """Whether few paragraphs from here on are without a label, and never many of them in a row."""
    given = {one.index for one in named if one.label.rule != SCRAP}
    scraps = {one.index for one in named if one.label.rule == SCRAP}
    left = [index for index in reach if index not in given and index not in scraps]
    runs = "".join("." if index in left else "x" for index in reach).split("x")
    if len(left) > max(1, len(reach) * MOST_LEFT) or max(map(len, runs)) > LONGEST_GAP:
        return False
    return len(scraps) <= max(4, 2 * len(given))


def _is_sure(text: Text, reach: Sequence[int], named: Sequence[Named]) -> bool:
    """Whether the labels are those of an end, and the headings no chapters of the story."""
    labels = [one.label for one in named if one.label.is_strong and one.label.rule != SCRAP]
    heading = next((one for one in named if one.label.role in CHAPTERS and not one.label.rule.startswith(NOTICE)), None)
    if heading is None:
        return _is_end(labels, text.has_marker)
    if not any(map(proves_release, labels)):
        return text.has_marker and _is_block(text, heading, reach)
    if text.has_marker or _is_block(text, heading, reach):
        return True
    has_contacts = any(label.role == "contact" and label.opens for label in labels)
    return has_contacts and text.names.may_be_brand(heading.label.name)


def _is_end(labels: Sequence[Label], has_marker: bool) -> bool:
    """Whether a tail without headings is one: a notice or a call in a sentence needs more than lines of any story."""
    first, *rest = labels
    if first.rule == CALL or first.rule.startswith(SHORT_NOTICE):
        is_more = any(proves_release(label) or not is_proof(label) for label in rest)
        return is_more or (has_marker and first.rule == CALL)
    return has_marker or is_proof(first) or len(labels) > 1


def _is_block(text: Text, heading: Named, reach: Sequence[int]) -> bool:
    """Whether a heading of itself is no chapter's: it names a brand, or is a legal one in more than a word."""
    label, content = heading.label, text.content(heading.index)
    if label.role == "legal":
        return not is_cased(content) or len(content.split()) > 1
    if label.rule in DOUBLED or not label.name:
        return True
    after = reach[reach.index(heading.index) + 1 :]
    following = text.content(after[0]) if label.opens and after else content.partition(label.name)[2].lstrip(" :：–-")
    return text.names.is_brand(label.name, following)


class _Walk:
    """One way through the paragraphs after a first label."""

    def __init__(self, text: Text, reach: Sequence[int]) -> None:
        self.text, self.reach = text, reach
        self.named: list[Named] = []
        self.heading: Named | None = None
        self.under, self.is_listing, self.has_ended = 0, False, False

    def walk(self) -> list[Named]:
        """The paragraphs that have a label, or belong to the heading before them."""
        for place, index in enumerate(self.reach):
            label = self.text.labels[index]
            heading = self.heading.label if self.heading else None
            if label is not None and (label.is_strong or heading is None or heading.role == "contact"):
                self._take(index, label)
            else:
                self._look(place, index)
        return self._drop_last_scraps()

    def _take(self, index: int, label: Label) -> None:
        self.named.append(Named(index, label))
        if label.opens:
            self.heading, self.under, self.is_listing = self.named[-1], 0, False
        elif self.heading and label.is_strong and label.role != self.heading.label.role:
            self.heading = None
        self.has_ended = self.has_ended or proves_release(label) or (is_proof(label) and label.role in SELF)

    def _look(self, place: int, index: int) -> None:
        """A paragraph that says nothing of itself."""
        content = self.text.content(index)
        is_short = len(content) <= LONGEST_SCRAP and not is_sentence(content)
        if self.heading and self._belongs(self.heading.label.role, place, content, is_short):
            label = self.heading.label
            self.named.append(Named(index, Label(label.role, f"under {label.rule}", is_strong=False)))
        elif is_short and self.has_ended:
            self.named.append(Named(index, Label("tail", SCRAP, is_strong=False)))
        elif is_short:
            self.heading = None  # a heading of the story's

    def _belongs(self, role: Role, place: int, content: str, is_short: bool) -> bool:
        """Whether a paragraph stands under the heading; a list after a colon counts with the paragraph before it."""
        if role == "contact":
            self.under += 1
            is_item = is_contact_item(content, self.text.has_marks)
            return is_item and self.under <= LONGEST[role]
        is_item = len(content) <= LONGEST_ITEM and not is_sentence(content)
        was_listing, self.is_listing = self.is_listing, content[-1] in ":：" or (self.is_listing and is_item)
        if was_listing and is_item:
            return self._is_closed(place, REACH_LIST)
        self.under += 1
        if is_short and self.text.has_marks:
            return False
        return self.under <= LONGEST[role] or (
            role == "about"
            and self.under <= LONGEST_CLOSED
            and self.text.has_marker
            and self._is_closed(place, REACH_END)
        )

    def _is_closed(self, place: int, most: int) -> bool:
        """Whether what proves a release comes soon after."""
        labels = (self.text.labels[index] for index in self.reach[place + 1 : place + 1 + most])
        return any(label is not None and proves_release(label) for label in labels)

    def _drop_last_scraps(self) -> list[Named]:
        """Without short lines after the last label that are more than a few, or may be sentences."""
        last = max((place for place, one in enumerate(self.named) if one.label.rule != SCRAP), default=-1)
        scraps = self.named[last + 1 :]
        if len(scraps) > MOST_LAST or not self.text.has_marks:
            del self.named[last + 1 :]
        return self.named
