"""The reader of wire texts: every line gets one role, nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kawat.errors import WireError
from kawat.languages import Languages, load_known, load_languages, make_stranger
from kawat.paragraphs import make_line
from kawat.wire.agencies import Agencies, Agency, load_agencies
from kawat.wire.charset import Decoded, decode_wire
from kawat.wire.containers import Member, open_container
from kawat.wire.detect import Verdict, find_declared, judge_language
from kawat.wire.head import Head, assign_head
from kawat.wire.kinds import assign_kinds
from kawat.wire.lines import split_paragraphs
from kawat.wire.model import Facts, Part, WireText
from kawat.wire.sectors import split_sectors
from kawat.wire.tail import assign_tail

LINE_NUMBER = re.compile(r":\d+$")
JUDGED = 0.7
"""Share of the paragraphs, from the first, that the language is told by: what ends a text may be in another one."""


def read_wires(
    data: bytes, source: str, languages: Languages | None = None, agencies: Agencies | None = None
) -> list[WireText]:
    """The texts in a file: a plain text is one, a container may hold several."""
    found: list[WireText] = []
    for member in open_container(data, source):
        if isinstance(member, WireError):
            found.append(WireText(source=LINE_NUMBER.sub("", member.where) or source, parts=(), error=member))
        else:
            found.append(read_member(member, languages, agencies))
    return found


def read_wire(
    data: bytes, source: str, languages: Languages | None = None, agencies: Agencies | None = None
) -> WireText:
    """A plain text, with a role for every line; ``error`` says why no post can be made of it.

    ``source`` names the text in messages; its suffix (``x.de.txt``) declares the language.
    """
    return read_member(Member(source, data, None, Facts()), languages, agencies)


def read_member(member: Member, languages: Languages | None = None, agencies: Agencies | None = None) -> WireText:
    """A text from a container, with what the container states about it."""
    languages = load_languages() if languages is None else languages
    agencies = load_agencies() if agencies is None else agencies
    try:
        decoded = decode_wire(member.data, member.source, member.declared)
    except WireError as error:
        return WireText(source=member.source, parts=(), error=error, facts=member.facts)
    return _Reading(member, decoded, languages, agencies).read()


class _Reading:
    """One text on its way from characters to parts."""

    def __init__(self, member: Member, decoded: Decoded, languages: Languages, agencies: Agencies) -> None:
        self.source, self.facts, self.decoded = member.source, member.facts, decoded
        self.warnings = member.warnings
        self.languages, self.agencies = languages, agencies
        self.known = load_known() if languages is load_languages() else languages

    def read(self) -> WireText:
        parts = split_paragraphs(self.decoded.text)
        verdict = self._judge(parts)
        language = (self.known.find(verdict.tag) or make_stranger(verdict.tag)) if verdict.tag else None
        head = assign_head(parts, self.known, self.agencies, language)
        agency = head.agency or self._find_agency(head)
        tailed = assign_tail(head.parts, head.end, self.known, self.agencies, agency, language)
        wire = self._describe(assign_kinds(tailed), head, agency, verdict)
        return replace(wire, error=self._find_fault(wire))

    def _judge(self, parts: Sequence[Part]) -> Verdict:
        """A name's tag wins; what a container states counts where the text leaves it open: pages state their site's."""
        declared = find_declared(self.source, self.languages)
        if declared is not None:
            return Verdict(declared.tag, 1.0, "declared", is_thin=False)
        story = [part.content for part in parts if part.role == "body"]
        verdict = judge_language(story[: max(4, round(JUDGED * len(story)))], self.languages)
        stated = self.known.find_nearest(self.facts.language or "")
        if stated is None or stated.tag == verdict.tag:
            return verdict
        if verdict.is_thin:
            return Verdict(stated.tag, 1.0, f"stated by the container; {verdict.evidence}", is_thin=False)
        self.warnings += (f"the container states that its language is {stated.tag}; it reads as {verdict.tag}",)
        return verdict

    def _find_agency(self, head: Head) -> Agency | None:
        """The wire of a text without a marker: its address is in the disclaimer."""
        if head.dateline and head.dateline.agency:
            return None
        stated = self.agencies.find(self.facts.agency) if self.facts.agency else None
        ends = [part.content.casefold() for part in head.parts[head.end :] if part.role == "body"][-12:]
        printing = (one for one in self.agencies.all if one.disclaimers and one.host)
        return stated or next((one for one in printing if any(one.host in end for end in ends)), None)

    def _describe(self, parts: Sequence[Part], head: Head, agency: Agency | None, verdict: Verdict) -> WireText:
        lines = (split_sectors(part.content) for part in parts if part.role == "sectors")
        sectors = tuple(dict.fromkeys(label for labels in lines for label in labels))
        dateline, day = head.dateline, head.dateline
        if head.day and (day is None or (day.date is None and day.month_day is None)):
            day = head.day
        place = (dateline.place if dateline else None) or (head.day.place if head.day else None)
        return WireText(
            source=self.source,
            parts=tuple(parts),
            encoding=self.decoded.encoding,
            how=self.decoded.how,
            agency=agency.name if agency else (dateline.agency if dateline else None) or self.facts.agency,
            place=place or self.facts.place,
            date=(day.date if day else None) or self.facts.date,
            month_day=day.month_day if day else None,
            sectors=sectors or self.facts.sectors,
            language=verdict.tag,
            verdict=verdict,
            warnings=(*self.warnings, *self.decoded.warnings),
            facts=self.facts,
        )

    def _find_fault(self, wire: WireText) -> WireError | None:
        written = [part for part in wire.parts if part.role != "blank"]
        where = f"{wire.source}:{written[0].line if written else 1}"
        if not written:
            return WireError(where, "an empty file", "expected a headline and paragraphs")
        if not make_line(wire.headline or ""):
            return WireError(where, "no headline", "expected a first line of text before the dateline")
        if wire.language is None:
            known = ", ".join(self.languages)
            evidence = wire.verdict.evidence if wire.verdict else ""
            wrong = f"undecidable language ({evidence})" if evidence else "undecidable language"
            return WireError(where, wrong, f"expected one of {known}, or name the file x.<tag>.txt")
        if self.languages.find(wire.language) is None:
            wrong = f"its language, {_name_language(wire.language)}, is not published here"
            return WireError(where, wrong, "add it (docs/adding-a-language.md), or name the file x.<tag>.txt")
        return None


def _name_language(tag: str) -> str:
    """A language's English name with its tag, as CLDR has it."""
    stranger = make_stranger(tag)
    name = stranger.locale.get_display_name("en") if stranger else None
    return f"{name} ({tag})" if name else tag
