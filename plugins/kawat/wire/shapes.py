"""The shapes of datelines: patterns over the symbols of tokens, and what has to vouch for each.

A shape with a registered agency in it needs little else; without one, the place or the day has to vouch for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kawat.wire.vouching import (
    Check,
    always,
    has_capital_place,
    has_known_place,
    has_place_and_day,
    has_place_and_year,
    has_place_in_slashes,
    has_sure_place,
    has_year,
    is_credit,
    is_day_before_sentence,
    is_day_line,
    is_filed,
    is_filed_by_agency,
    is_filed_in_brackets,
    is_lenticular,
    is_newsroom_after_day,
    is_place_line,
    is_reported,
    is_row,
    is_run_on,
    is_short_note,
    is_site,
    is_site_and_place,
    is_spoken_of,
    is_spoken_of_again,
    is_vouched,
    is_vouched_without_dash,
    leads_from_brackets,
    leads_surely,
    leads_to_text,
    leads_well,
    lies_in_region,
    opens_anew,
    starts_anew,
)


@dataclass(frozen=True)
class Shape:
    """A dateline's form."""

    rule: str
    pattern: re.Pattern[str]
    is_fit: Check
    reach: int
    """How many paragraphs may come before it."""


FILED, REPORTER = "day of filing", "fields with an agency and a reporter"
CREDIT, NOTE, ALONE = "a reporter's credit", "wired, in brackets", "place and agency alone"
BEFORE_DASH, IN_BRACKETS = "agency before a dash", "everything in brackets"
FAR, NEAR, NEXT = 8, 3, 2


def _shape(rule: str, pattern: str, is_fit: Check, reach: int = FAR) -> Shape:
    return Shape(rule, re.compile(pattern), is_fit, reach)


SPOT = r"T(?:\(T\)){0,2}"
PLACE = rf"{SPOT}(?:[,&/]{SPOT}){{0,5}}"
WHEN = r"(?:D|\(D\))"
AGENCY = r"(?P<agency>(?:T/){0,2}A(?:[T,&A/-]*[TA])?)"
SOLE = r"(?P<agency>A(?:[&/=]?A)*)"
S = r"[-/|,]+"
NAME = r"(?P<agency>T(?:[&,/-]T){0,2})"
CREDITED = r"\([TA,/:|-]*\)"
FIELDS = rf"(?:(?:{PLACE})?[,-]*(?:{WHEN})?F?[,-]?|{WHEN}[,-]?{PLACE}[,-]?)"
LEAD = rf"(?P<lead>{FIELDS})"
FILED_WITH = rf"(?:F(?:{CREDITED})?|[-|:/]+|{CREDITED}-?)"
SHAPES = (
    # A registered agency.
    _shape("agency, then place and day", rf"\({SOLE}\)-(?P<lead>{PLACE}(?:[,-]?{WHEN})?)-", has_sure_place),
    _shape("agency in brackets", rf"{LEAD}\({AGENCY}(?:[-,/|:]?D)?(?:[,-]T)?\)[-|:]+(?:D(?:-|\$))?", leads_to_text),
    _shape(
        "place and agency in brackets",
        rf"\((?P<lead>{PLACE}(?:[,-]?D)?)[=,/-]?{SOLE}(?:=T)?\)(?:T=)?[-:|=]*",
        leads_from_brackets,
    ),
    _shape(IN_BRACKETS, r"\((?P<lead>[TDFA=,/&-]{2,9})\)(?:T=)?[-:|=]*", is_short_note),
    _shape("agency in brackets", rf"{LEAD}\({AGENCY}(?:[-,/|:]?D)?\)", leads_surely),
    _shape("agency between slashes", rf"{LEAD}/(?:T-)?{AGENCY}/(?:D[/-]?)?[-:]?", leads_well),
    _shape("agency between slashes", rf"(?P<lead>{PLACE}[,-]*{WHEN}-?|{WHEN},T)/(?:T-?)?{SOLE}T?/[-:]?", leads_well),
    _shape(ALONE, rf"(?P<lead>{SPOT})(?:/T)?[/:-]{SOLE}-?\$", has_known_place),
    _shape("agency, place, day", rf"(?P<agency>A)[,-]?(?P<lead>(?:{PLACE})?[,-]?{WHEN}){FILED_WITH}", leads_well),
    _shape("agency, place, day", rf"T(?P<agency>A)(?P<lead>(?:{PLACE})?D)F(?:{CREDITED})?", is_filed_by_agency),
    _shape("fields with an agency", rf"(?P<lead>{PLACE}(?:{S}{WHEN})?){S}{SOLE}(?:{S}{WHEN})?[-/|:]+", leads_well),
    _shape("fields with an agency", rf"(?P<lead>(?:{PLACE}[,-]?)?{WHEN})[-/|,]*{SOLE}[-/|:]+", leads_well),
    _shape(ALONE, rf"(?P<lead>{PLACE}[,-]{WHEN})[-/|,]+{SOLE}\$", leads_well),
    _shape("agency and place", rf"{SOLE}[,/|-]+(?P<lead>{PLACE}(?:[,-]?{WHEN})?)[-/|:]+", has_known_place),
    _shape("place and agency", rf"(?P<lead>{SPOT}(?:/T)?){SOLE}[:|-]+", has_known_place),
    _shape("place and agency", rf"(?P<lead>T)[:-]{SOLE}(?:-|(?=T))", is_run_on),
    _shape("agency and place", rf"{SOLE}(?P<lead>T)-", is_run_on),
    _shape("agency and day alone", rf"{SOLE}/(?P<lead>{WHEN})T?\$", always),
    _shape(REPORTER, rf"(?P<lead>{PLACE}[,-]?{WHEN})[-]+{SOLE},", is_reported),
    _shape("newsroom and credit", r"(?P<agency>AT?):", is_filed),
    _shape(BEFORE_DASH, rf"{SOLE}[-|]", opens_anew, NEAR),
    # None.
    _shape(NOTE, r"\((?P<note>T)\)[-:]?", is_filed_in_brackets),
    _shape(CREDIT, r"\((?P<credit>[TA](?:[/=,]?[TA]){0,3})\)[-:]?", is_credit),
    _shape(CREDIT, r"(?P<credit>T(?:/T)?)\$", is_credit),
    _shape("place and name in brackets", r"\((?P<lead>T)=(?P<agency>T)\)(?:T=)?[-:]?", has_known_place),
    _shape("name in brackets", rf"{LEAD}\({NAME}(?:[-,/|:]?D)?\)-?{WHEN}-", is_vouched),
    _shape("name in brackets", rf"{LEAD}\({NAME}(?:[-,/|:]?D)?\)[-:]", is_vouched),
    _shape("name in brackets", rf"{LEAD}\({NAME}(?:[-,/|:]?D)?\)", is_vouched_without_dash),
    _shape("name between slashes", rf"(?P<lead>{PLACE}[,-]?{WHEN})/{NAME}/-?", is_row),
    _shape("name between slashes", rf"(?P<lead>{PLACE})/{NAME}/[-:]", has_place_in_slashes),
    _shape("row of fields", rf"(?P<lead>{PLACE})/{NAME}/{WHEN}(?:[/-]|\$)", is_row),
    _shape("row of fields", rf"(?P<lead>{PLACE}[,|-]*{WHEN})-(?P<agency>T)(?:\([T,-]*\))?-", is_newsroom_after_day),
    _shape("row of fields", rf"(?P<lead>{PLACE},{WHEN}),(?P<agency>T)[-:]", is_newsroom_after_day),
    _shape(ALONE, rf"(?P<lead>{PLACE},{WHEN}),(?P<agency>T)\$", is_newsroom_after_day),
    _shape("row of fields", rf"(?P<lead>{PLACE})-(?P<agency>T)-{WHEN}[-/]", is_newsroom_after_day),
    _shape("name in lenticular brackets", r"\((?P<agency>[TA])\)(?:T=)?", is_lenticular),
    _shape("place, day, name", rf"(?P<lead>T[,-]?{WHEN})\((?P<agency>T?D?T?)\)[-:]?", has_known_place),
    _shape(FILED, rf"(?P<lead>T?{WHEN}F)(?:{CREDITED})?[-:|]?", leads_well),
    _shape(FILED, rf"\((?P<lead>TDF)\)(?:{CREDITED})?", leads_well),
    _shape("newsroom and credit", rf"(?P<agency>T)(?:{CREDITED}[-:]?|:)", is_filed),
    _shape("day and place", rf"\((?P<lead>{WHEN}[,-]?{PLACE})\)[-:]?", has_known_place),
    _shape("day and place", rf"\(D\)-?(?P<lead>{PLACE})[-:]", has_known_place),
    _shape("day in brackets", r"\((?P<lead>D)\)", has_year, NEAR),
    _shape("place and day in brackets", rf"\((?P<lead>{PLACE}[,-]?{WHEN})\)[-:]?", has_place_and_day),
    _shape("place and day", rf"(?P<lead>{PLACE}[,|-]*{WHEN})[-|:]+", has_place_and_day),
    _shape("place and day", rf"(?P<lead>{PLACE}\(D\))", has_place_and_year),
    _shape("day and place", rf"(?P<lead>{WHEN}[,-]{PLACE})[-|]+", has_known_place),
    _shape("day and place", rf"(?P<lead>{WHEN}[,-]?{PLACE})[-|:]+", has_place_and_year),
    _shape("newsroom and place", rf"(?P<agency>T)[,-](?P<lead>T)(?:[,-]?{WHEN})?[-:]", is_site_and_place),
    _shape("place and newsroom", rf"(?P<lead>T)[,-](?P<agency>T)(?:[,-]{WHEN})?[-:]", is_site_and_place),
    _shape("newsroom's address", r"(?P<agency>T)-", is_site, NEAR),
    _shape("day", rf"(?P<lead>{WHEN})[-|]", is_day_before_sentence, NEAR),
    _shape("day alone", rf"(?P<lead>{WHEN}|\(T[,-]?D\)|T[,-]?{WHEN})F?\$", is_day_line),
    _shape("day alone", rf"T:(?P<lead>{WHEN}|\(D\))\$", is_day_line),
    _shape("place", rf"(?P<lead>{PLACE})[-|]", has_capital_place),
    _shape("place", rf"(?P<lead>{PLACE})[-:]", has_capital_place, NEXT),
    _shape("place", rf"(?P<lead>{PLACE})-", is_spoken_of, NEAR),
    _shape("place", rf"(?P<lead>{PLACE}):", is_spoken_of, NEXT),
    _shape("place", r"(?P<lead>T):", is_spoken_of_again, NEXT),
    _shape("place", rf"(?P<lead>{PLACE})[-:]", starts_anew, NEXT),
    _shape("place", r"(?P<lead>T,T)-", lies_in_region, NEXT),
    _shape("place alone", rf"(?P<lead>{PLACE})[-:]+\$", has_known_place, NEXT),
    _shape("place alone", rf"(?P<lead>{PLACE})\$", is_place_line, NEXT),
    _shape("place in brackets", rf"\((?P<lead>{PLACE})\)-", starts_anew, NEXT),
    _shape("place in brackets", r"\((?P<lead>T,T(?:,T)?)\)(?=T)", starts_anew, NEXT),
)  # fmt: skip


class Fit(NamedTuple):
    """A shape that some symbols begin with."""

    shape: Shape
    spans: dict[str, tuple[int, int]]
    """First and last token of each group."""
    last: int
    """The last token that belongs to the shape."""


@lru_cache(maxsize=4096)
def find_fits(symbols: str) -> tuple[Fit, ...]:
    """The shapes that symbols begin with, in their order: most paragraphs' symbols are some other's too."""
    found = ((shape, shape.pattern.match(symbols)) for shape in SHAPES)
    return tuple(Fit(shape, _list_spans(match), match.end() - 1) for shape, match in found if match)


def _list_spans(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: (match.start(name), match.end(name) - 1) for name in match.groupdict() if match[name]}
