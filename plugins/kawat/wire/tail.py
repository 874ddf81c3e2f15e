"""A text's tail: what follows the story, in any order.

The tail begins with the first heading or notice after which nearly every paragraph has a label or belongs to a heading
before it; so a heading such as "About the Bridge" in the middle of a story takes nothing from it. After a disclaimer
or a sector line the story is over, and what nothing is known of is kept as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from kawat.languages import Language, Languages
from kawat.wire.about import shares_name
from kawat.wire.agencies import Agencies, Agency
from kawat.wire.blocks import Named, Text, find_blocks
from kawat.wire.contacts import has_address
from kawat.wire.evidence import Names
from kawat.wire.glue import unglue
from kawat.wire.labels import CREDITS, FEED, NUMBER, Label, load_labels
from kawat.wire.model import Part
from kawat.wire.sectors import split_sectors
from kawat.wire.sentences import ends_sentences, fold

REACH = 60
"""How many paragraphs from the end may belong to the tail."""
ANCHOR_REACH = 12
LONGEST_DISCLAIMER = 600
MOST_CREDITS = 3
"""Paragraphs at the very end that may be credits without any tail before them."""
ADDRESS_REACH = 8
"""Paragraphs after a contact's heading in which there is an address."""


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
        self.agency = agency
        known = (agency,) if agency else agencies.all
        self.printing = tuple(one for one in known if one.disclaimers)
        self.labels = load_labels(languages, agencies, language)
        self.parts = unglue(parts, start, self.labels, agency)
        told = [part.content for part in parts if part.role in ("headline", "standfirst", "body")]
        body = [index for index, part in enumerate(self.parts) if part.role == "body" and index >= start]
        has_lead = any(part.role == "standfirst" for part in parts)
        self.reach = (body if has_lead else body[1:])[-REACH:]  # a story has at least its first paragraph
        self.names = Names(told)
        self.read = {index: self._read(index) for index in self.reach}
        has_marker = any(part.role in ("marker", "date") for part in parts)
        self.text = Text(self._content, self.read, self.names, ends_sentences(told), has_marker)

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
        if label and label.rule == FEED:
            return label if self.names.has_headline(content) else None
        if label is None or not label.opens:
            return label
        following = [self._content(one) for one in self.reach if one > index]
        if label.role == "contact" and not any(map(has_address, (content, *following[:ADDRESS_REACH]))):
            return None
        return None if label.name and not self._is_spoken_of(label.name, following) else label

    def _is_spoken_of(self, name: str, following: Sequence[str]) -> bool:
        """Whether what stands under a heading speaks of whom it names; or the story did, and more of a tail follows."""
        if following and shares_name(name, following[0][:300]):
            return True
        others = (self.labels.read(one, self.agency) for one in following[1:6])
        return self.names.is_told(name) and any(label and label.is_strong for label in others)

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
        folded = content.casefold()
        return any(one.host in folded for one in self.printing if one.host)

    def _name_after(self, index: int) -> Label:
        label = self.read[index]
        if label is not None and label.role != "sectors":
            return label
        if self._names_agency(index):
            return Label("boilerplate", "it names the wire")
        return Label("unknown", "after the disclaimer")

    def _names_agency(self, index: int) -> bool:
        content = fold(self._content(index))
        return any(one.is_named_in(content) for one in self.printing)

    # -- a tail of labels alone

    def _parse(self, reach: Sequence[int]) -> list[Named]:
        """The blocks, and before them, or without any, the credits."""
        named = find_blocks(self.text, reach)
        return [*self._find_credits([one for one in reach if not named or one < named[0].index]), *named]

    def _find_credits(self, reach: Sequence[int]) -> list[Named]:
        """The last paragraphs, as far as they are credits: in brackets, a byline, an address alone."""
        found: list[Named] = []
        last = list(reversed(reach[-MOST_CREDITS:]))
        for index, above in zip_longest(last, last[1:]):
            label = self.read[index]
            if label is None or label.rule not in CREDITS:
                break
            if label.rule == NUMBER and (found or (above is not None and self._content(above)[0].isdigit())):
                break  # a list of numbers
            found.append(Named(index, label))
        return found[::-1]
