"""A text's tail: what follows the story, in any order.

The tail begins with the first heading or notice after which nearly every paragraph has a label or belongs to a heading
before it; so a heading such as "About the Bridge" in the middle of a story takes nothing from it. After a disclaimer
or a sector line the story is over, and what nothing is known of is kept as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kawat.languages import Language, Languages
from kawat.wire.about import shares_name
from kawat.wire.agencies import Agencies, Agency
from kawat.wire.glue import unglue
from kawat.wire.labels import CREDITS, NOTICE, Label, is_contact_item, is_sentence, load_labels
from kawat.wire.model import Part
from kawat.wire.sectors import split_sectors
from kawat.wire.sentences import ends_sentences, fold

REACH = 60
"""How many paragraphs from the end may belong to the tail."""
ANCHOR_REACH = 12
LONGEST = {"about": 4, "legal": 8, "contact": 24}
"""Paragraphs that may stand under one heading."""
LONGEST_DISCLAIMER, OPENING = 600, 1_500
LONGEST_SCRAP, SCRAP = 80, "a short line in the tail"
MOST_CREDITS = 3
"""Paragraphs at the very end that may be credits without any tail before them."""
CHAPTERS = ("about", "legal")
"""Roles whose headings head chapters of stories too: alone they make a tail only under a dateline."""
MOST_LEFT, LONGEST_GAP = 0.2, 2
"""The share of a tail's paragraphs, and how many in a row, that may have no label: they stay with the story."""


@dataclass(frozen=True)
class Named:
    """A paragraph of the tail with its role."""

    index: int
    label: Label


def assign_tail(
    parts: Sequence[Part],
    start: int,
    languages: Languages,
    agencies: Agencies,
    agency: Agency | None,
    language: Language | None,
) -> list[Part]:
    """Give what follows the story its roles; ``start`` is the index of the first part after the head."""
    parser = _Parser(list(parts), start, languages, agencies, agency, language)
    return parser.assign()


class _Parser:
    def __init__(
        self,
        parts: list[Part],
        start: int,
        languages: Languages,
        agencies: Agencies,
        agency: Agency | None,
        language: Language | None,
    ) -> None:
        self.agencies, self.agency = agencies, agency
        self.labels = load_labels(languages, agencies, language)
        self.parts = unglue(parts, start, self.labels, agency)
        told = [part.content for part in parts if part.role in ("headline", "standfirst", "body")]
        self.opening = "\n".join(told)[:OPENING]
        self.has_marks = ends_sentences(told)
        self.is_release = any(part.role == "marker" for part in parts)
        body = [index for index, part in enumerate(self.parts) if part.role == "body" and index >= start]
        has_lead = any(part.role == "standfirst" for part in parts)
        self.reach = (body if has_lead else body[1:])[-REACH:]  # a story has at least its first paragraph
        self.read = {index: self._read(index) for index in self.reach}

    def assign(self) -> list[Part]:
        named = self._parse_anchored() or self._parse(self.reach)
        for one in named:
            self.parts[one.index] = replace(self.parts[one.index], role=one.label.role, rule=one.label.rule, kind="")
        return self.parts

    def _content(self, index: int) -> str:
        return self.parts[index].content

    def _read(self, index: int) -> Label | None:
        content = self._content(index)
        label = self.labels.read(content, self.agency)
        if label and label.role == "about" and label.name and label.opens and not self._is_spoken_of(index, label.name):
            return None
        return label

    def _is_spoken_of(self, index: int, name: str) -> bool:
        """Whether what stands under a heading speaks of whom it names; or the story did, and more of a tail follows."""
        following = [one for one in self.reach if one > index]
        if following and shares_name(name, self._content(following[0])[:300]):
            return True
        others = (self.labels.read(self._content(one), self.agency) for one in following[1:6])
        return shares_name(name, self.opening) and any(label and label.is_strong for label in others)

    # -- a tail with a disclaimer or a sector line

    def _parse_anchored(self) -> list[Named]:
        """From the first disclaimer or sector line on, the story is over."""
        reach = self.reach[-ANCHOR_REACH:]
        disclaimer = next((index for index in reach if self._is_disclaimer(index)), None)
        labelled = next((index for index in reach if self._has_role(index, "sectors")), None)
        if disclaimer is None and (labelled is None or not self._ends_after(labelled)):
            return []
        start = min(index for index in (disclaimer, labelled) if index is not None)
        end = [index for index in self.reach if index >= start]
        if labelled is None and disclaimer is not None:
            labelled = next((one for one in end if one > disclaimer and split_sectors(self._content(one))), None)
        before = self._parse([index for index in self.reach if index < start])
        given = {disclaimer: Label("disclaimer", "the wire's address"), labelled: Label("sectors", "the sector line")}
        return before + [Named(index, given.get(index) or self._name_after(index)) for index in end]

    def _has_role(self, index: int, role: str) -> bool:
        label = self.read[index]
        return label is not None and label.role == role

    def _ends_after(self, index: int) -> bool:
        """Whether what follows a sector line is the wire's, or a tail."""
        rest = [one for one in self.reach if one > index]
        return all(self.read[one] is not None or self._names_agency(one) for one in rest[:1]) or not rest

    def _is_disclaimer(self, index: int) -> bool:
        """By its wording, or by the address of a wire that prints disclaimers."""
        if self._has_role(index, "disclaimer"):
            return True
        content = self._content(index)
        if len(content) > LONGEST_DISCLAIMER or (self.read[index] and self.read[index].opens):  # type: ignore[union-attr]
            return False
        known = (self.agency,) if self.agency else self.agencies.all
        return any(one.disclaimers and one.host and one.host in content.casefold() for one in known)

    def _name_after(self, index: int) -> Label:
        label = self.read[index]
        if label is not None and label.role != "sectors":
            return label
        if self._names_agency(index):
            return Label("boilerplate", "it names the wire")
        return Label("unknown", "after the disclaimer")

    def _names_agency(self, index: int) -> bool:
        known = (self.agency,) if self.agency else self.agencies.all
        content = fold(self._content(index))
        return any(one.disclaimers and one.is_named_in(content) for one in known)

    # -- a tail of labels alone

    def _parse(self, reach: Sequence[int]) -> list[Named]:
        """From the first heading or notice after which little is the story's, what has a label or stands under one."""
        for position, index in enumerate(reach):
            label = self.read[index]
            if label is None or not label.is_strong:
                continue
            named = self._walk(reach[position:])
            if self._is_tail(reach[position:], named):
                return named
        return self._find_credits(reach)

    def _find_credits(self, reach: Sequence[int]) -> list[Named]:
        """The last paragraphs, as far as they are credits: in brackets, a byline, an address alone."""
        found: list[Named] = []
        for index in reversed(reach[-MOST_CREDITS:]):
            label = self.read[index]
            if label is None or label.rule not in CREDITS:
                break
            found.append(Named(index, label))
        return found

    def _is_tail(self, reach: Sequence[int], named: Sequence[Named]) -> bool:
        """Whether few paragraphs from here on are without a label, and never many of them in a row."""
        given = {one.index for one in named if one.label.rule != SCRAP}
        scraps = {one.index for one in named if one.label.rule == SCRAP}
        left = [index for index in reach if index not in given and index not in scraps]
        runs = "".join("." if index in left else "x" for index in reach).split("x")
        if len(left) > max(1, len(reach) * MOST_LEFT) or max(map(len, runs)) > LONGEST_GAP:
            return False
        return len(scraps) <= max(4, 2 * len(given)) and (self.is_release or any(map(_is_hard, named)))

    def _walk(self, reach: Sequence[int]) -> list[Named]:
        """The paragraphs that have a label, or belong to the heading before them."""
        named: list[Named] = []
        heading: Label | None = None
        under, has_ended = 0, False
        for index in reach:
            label = self.read[index]
            if label is not None and (label.is_strong or heading is None or heading.role == "contact"):
                named.append(Named(index, label))
                if label.opens:
                    heading, under = label, 0
                elif heading and label.is_strong and label.role != heading.role:
                    heading = None
                has_ended = has_ended or _is_hard(named[-1])
                continue
            under += 1
            is_short = len(self._content(index)) <= LONGEST_SCRAP and not is_sentence(self._content(index))
            if heading and under <= LONGEST[heading.role] and self._belongs(index, heading, is_short):
                named.append(Named(index, Label(heading.role, f"under {heading.rule}")))
            elif is_short and has_ended:
                named.append(Named(index, Label("tail", SCRAP)))
            elif is_short:
                heading = None  # a heading of the story's
        return named

    def _belongs(self, index: int, heading: Label, is_short: bool) -> bool:
        if heading.role == "contact":
            return is_contact_item(self._content(index))
        return not (is_short and self.has_marks)


def _is_hard(one: Named) -> bool:
    """Whether a paragraph is found at the end of releases only, and not in stories."""
    label = one.label
    if label.role in CHAPTERS:
        return label.rule.startswith(NOTICE) or bool(label.name and not label.opens)
    return label.is_strong and label.rule != SCRAP
