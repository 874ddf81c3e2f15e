"""The reader of wire texts: every line gets one role, nothing is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kawat.errors import WireError
from kawat.languages import Languages, load_languages
from kawat.wire.agencies import Agencies, Agency, load_agencies
from kawat.wire.charset import decode_wire
from kawat.wire.datelines import parse_dateline
from kawat.wire.detect import detect_language, find_declared
from kawat.wire.model import BLANKS, Part, Role, WireText

MARKER_REACH = 4
"""How many paragraphs after the headline may come before the marker: subheads."""
TAIL_REACH = 12
"""How many paragraphs from the end may belong to the wire and not to the story."""
LONGEST_STANDFIRST = 500
LONGEST_MARKER = 400
LONGEST_SECTOR_LABEL, LONGEST_SECTOR, LONGEST_SECTOR_LINE = 40, 60, 300

# Possessive (*+): a text of a million spaces must not send a pattern back over them.
DASH = r"(?:--|[-–—－─―｜])"
SPACE = rf"[{re.escape(BLANKS)}]"
SECTOR_LINE = re.compile(
    rf"^(?P<label>[^:：,，、.!?。]{{1,{LONGEST_SECTOR_LABEL}}}?){SPACE}*+[:：]{SPACE}*+(?P<values>[^:：]+)$"
)
SECTOR_SEPARATOR = re.compile(r"[,，、،]")
ITEM_LINE = re.compile(r"^(?:#|©|[^:：.!?。]{1,40}[:：])", re.I)


@dataclass(frozen=True)
class Marker:
    """The wire's mark at the head of a text, cut from its paragraph."""

    end: int
    """Characters of the paragraph that belong to the marker."""
    lead: str
    """What stands before the agency's name: the dateline."""
    agency: str


def read_wire(
    data: bytes, source: str, languages: Languages | None = None, agencies: Agencies | None = None
) -> WireText:
    """The text with a role for every line; ``error`` says why no post can be made of it.

    ``source`` names the text in messages; its suffix (``x.de.txt``) declares the language.
    """
    languages = load_languages() if languages is None else languages
    agencies = load_agencies() if agencies is None else agencies
    try:
        text, encoding = decode_wire(data, source)
    except WireError as error:
        return WireText(source=source, parts=(), error=error)
    paragraphs = _split_lines(text)
    parts, marker = _assign_head(paragraphs, agencies)
    agency = agencies.find(marker.agency) if marker else None
    parts = _assign_tail(parts, agencies, agency, languages)
    wire = WireText(source=source, parts=tuple(parts), encoding=encoding)
    return _describe(wire, marker, agencies, languages)


def _split_lines(text: str) -> list[Part]:
    lines = enumerate(text.splitlines(keepends=True), start=1)
    return [Part("body" if line.strip(BLANKS) else "blank", number, line) for number, line in lines]


def _assign_head(parts: list[Part], agencies: Agencies) -> tuple[list[Part], Marker | None]:
    """Headline, marker and standfirst; a text that opens with its marker has no headline."""
    written = [index for index, part in enumerate(parts) if part.role == "body"]
    for place, index in enumerate(written[: MARKER_REACH + 1]):
        marker = find_marker(parts[index].text, agencies)
        if marker is None or (place == 0 and agencies.find(marker.agency) is None):
            continue  # a headline may open with any word in brackets
        head = [replace(part, role="headline") if i == written[0] else part for i, part in enumerate(parts[:index])]
        followed = len(written) > place + 1
        return head + _cut_marker(parts[index], marker, followed) + parts[index + 1 :], marker
    return [replace(part, role="headline") if i in written[:1] else part for i, part in enumerate(parts)], None


def _cut_marker(part: Part, marker: Marker, followed: bool) -> list[Part]:
    rest = part.text[marker.end :]
    cut = [Part("marker", part.line, part.text[: marker.end])]
    if not rest.strip(BLANKS):
        return [Part("marker", part.line, part.text)]
    is_standfirst = followed and len(rest) <= LONGEST_STANDFIRST
    return [*cut, Part("standfirst" if is_standfirst else "body", part.line, rest)]


def find_marker(paragraph: str, agencies: Agencies) -> Marker | None:
    """The marker that a paragraph opens with: a known agency in brackets, or any before a dash.

    >>> find_marker("（SeaPRwire）－北約秘書長…", load_agencies()).agency
    'SeaPRwire'
    >>> find_marker("The board (of five) met", load_agencies()) is None
    True
    """
    head = paragraph[:LONGEST_MARKER]
    match = _known_marker(agencies).match(head) or UNKNOWN_MARKER.match(head)
    return Marker(match.end(), match["lead"] or "", match["agency"].strip(BLANKS)) if match else None


UNKNOWN_MARKER = re.compile(
    rf"{SPACE}*+(?P<lead>)[(（【](?P<agency>[^()（）【】\d]{{2,40}})[)）】]{SPACE}*+{DASH}{SPACE}+"
)


@lru_cache(maxsize=8)
def _known_marker(agencies: Agencies) -> re.Pattern[str]:
    names = sorted((name for agency in agencies.all for name in agency.names), key=len, reverse=True)
    known = "|".join(map(re.escape, names)) or r"(?!)"
    return re.compile(
        rf"{SPACE}*+(?P<lead>[^()（）【】\r\n]{{0,80}}?){SPACE}*+"
        rf"[(（【/]{SPACE}*+(?P<agency>{known}){SPACE}*+[)）】/]{SPACE}*+{DASH}?{SPACE}*+",
        re.I,
    )


def _assign_tail(parts: list[Part], agencies: Agencies, agency: Agency | None, languages: Languages) -> list[Part]:
    """Disclaimer, sector line, boilerplate and what else follows the story."""
    reach = [index for index, part in enumerate(parts) if part.role == "body"][-TAIL_REACH:]
    known = (agency,) if agency else agencies.all
    disclaimer = next((i for i in reach if _names_host(parts[i].content, known)), None)
    labelled = next((i for i in reach if _has_sector_label(parts[i].content, languages)), None)
    start = min((i for i in (disclaimer, labelled) if i is not None), default=len(parts))
    tail = [index for index in reach if index >= start]
    shaped = (i for i in tail if disclaimer is not None and i > disclaimer and split_sectors(parts[i].content))
    sectors = labelled if labelled is not None else next(shaped, None)
    roles: dict[int, Role] = {index: _name_tail(parts[index].content, known) for index in tail}
    roles |= {index: "disclaimer" for index in tail if index == disclaimer}
    roles |= {index: "sectors" for index in tail if index == sectors}
    return [replace(part, role=roles.get(index, part.role)) for index, part in enumerate(parts)]


def _names_host(content: str, known: tuple[Agency, ...]) -> bool:
    return any(one.host and one.host in content.casefold() for one in known)


def _name_tail(content: str, known: tuple[Agency, ...]) -> Role:
    if any(one.is_named_in(content) for one in known):
        return "boilerplate"
    return "tail" if ITEM_LINE.match(content) else "unknown"


def _has_sector_label(content: str, languages: Languages) -> bool:
    match = SECTOR_LINE.match(content) if split_sectors(content) else None
    if match is None:
        return False
    label = match["label"].strip(BLANKS).casefold()
    return any(label == known.casefold() for language in languages.values() for known in language.sector_labels)


def split_sectors(content: str) -> tuple[str, ...]:
    """The values of a sector line, as printed; empty when the paragraph has not its shape.

    >>> split_sectors("Sektor: Top Story, Daily News"), split_sectors("分類：財經、科技")
    (('Top Story', 'Daily News'), ('財經', '科技'))
    >>> split_sectors("Kontak: https://bentang.example/")
    ()
    """
    match = SECTOR_LINE.match(content) if len(content) <= LONGEST_SECTOR_LINE else None
    if match is None:
        return ()
    values = tuple(value.strip(BLANKS) for value in SECTOR_SEPARATOR.split(match["values"]))
    values = tuple(value for value in values if value)
    return values if all(len(value) <= LONGEST_SECTOR for value in values) else ()


def _describe(wire: WireText, marker: Marker | None, agencies: Agencies, languages: Languages) -> WireText:
    place, day = parse_dateline(marker.lead, languages) if marker and marker.lead else (None, None)
    line = wire.first("sectors")
    story = [part.content for part in wire.parts if part.role in ("headline", "standfirst", "body")]
    declared = find_declared(wire.source, languages)
    # The headline counts like the paragraphs; the wire's own words at the end may be in English.
    language = declared or detect_language(story, languages)
    named = agencies.find(marker.agency) if marker else _find_agency(wire, agencies)
    wire = replace(
        wire,
        agency=named.name if named else (marker.agency if marker else None),
        place=place,
        date=day,
        sectors=split_sectors(line) if line else (),
        language=language.tag if language else None,
    )
    return replace(wire, error=_find_fault(wire, languages))


def _find_agency(wire: WireText, agencies: Agencies) -> Agency | None:
    disclaimer = (wire.first("disclaimer") or "").casefold()
    return next((agency for agency in agencies.all if agency.host and agency.host in disclaimer), None)


def _find_fault(wire: WireText, languages: Languages) -> WireError | None:
    written = [part for part in wire.parts if part.role != "blank"]
    where = f"{wire.source}:{written[0].line if written else 1}"
    if not written:
        return WireError(where, "an empty file", "expected a headline and paragraphs")
    if wire.first("headline") is None:
        return WireError(where, "no headline", "expected a first line of text before the marker")
    if wire.language is None:
        known = ", ".join(languages)
        return WireError(where, "undecidable language", f"expected one of {known}, or name the file x.<tag>.txt")
    return None
