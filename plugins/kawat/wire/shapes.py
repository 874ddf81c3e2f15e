"""The shapes of datelines: patterns over the symbols of tokens, and what has to vouch for each.

A shape with a registered agency in it needs little else; without one, the place or the day has to vouch for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kawat.wire.vouching import (
    Check,
    always,
    has_capital_place,
    has_known_place,
    has_place_and_day,
    has_place_in_slashes,
    has_sure_place,
    has_year,
    is_day_before_sentence,
    is_day_line,
    is_filed,
    is_filed_by_agency,
    is_lenticular,
    is_newsroom_after_day,
    is_reported,
    is_row,
    is_short_note,
    is_site,
    is_site_and_place,
    is_spoken_of,
    is_vouched,
    leads_surely,
    leads_well,
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
BEFORE_DASH, IN_BRACKETS = "agency before a dash", "everything in brackets"
FAR, NEAR, NEXT = 8, 3, 2


def _shape(rule: str, pattern: str, is_fit: Check, reach: int = FAR) -> Shape:
    return Shape(rule, re.compile(pattern), is_fit, reach)


PLACE = r"T(?:[,&/]T){0,5}"
WHEN = r"(?:D|\(D\))"
AGENCY = r"(?P<agency>A(?:[T,&A-]*[TA])?)"
SOLE = r"(?P<agency>A(?:&?A)*)"
S = r"[-/|,]+"
NAME = r"(?P<agency>T(?:[&,/-]T){0,2})"
CREDIT = r"\([TA,/:|-]*\)"
FIELDS = rf"(?:(?:{PLACE}(?:\(T\))?)?[,-]*(?:{WHEN})?F?[,-]?|{WHEN}[,-]?{PLACE}[,-]?)"
LEAD = rf"(?P<lead>{FIELDS})"
FILED_WITH = rf"(?:F(?:{CREDIT})?|[-|:/]+|{CREDIT}-?)"
SHAPES = (
    # A registered agency.
    _shape("agency, then place and day", rf"\({SOLE}\)-(?P<lead>{PLACE}(?:[,-]?{WHEN})?)-", has_sure_place),
    _shape("agency in brackets", rf"{LEAD}\({AGENCY}(?:[-,/|:]?D)?(?:[,-]T)?\)[-|:]+(?:D(?:-|\$))?", leads_well),
    _shape("place and agency in brackets", rf"\((?P<lead>{PLACE}(?:[,-]?D)?)[=,/-]?{SOLE}\)(?:T=)?[-:|=]*", leads_well),
    _shape(IN_BRACKETS, r"\((?P<lead>[TDFA=,/&-]{2,9})\)(?:T=)?[-:|=]*", is_short_note),
    _shape("agency in brackets", rf"{LEAD}\({AGENCY}(?:[-,/|:]?D)?\)", leads_surely),
    _shape("agency between slashes", rf"{LEAD}/{AGENCY}/(?:D[/-]?)?[-:]?", leads_well),
    _shape("agency between slashes", rf"(?P<lead>{PLACE}[,-]*{WHEN}-?)/T?{SOLE}T?/[-:]?", leads_well),
    _shape("place and agency alone", rf"(?P<lead>{PLACE})/{SOLE}\$", has_known_place),
    _shape("agency, place, day", rf"(?P<agency>A)[,-]?(?P<lead>(?:{PLACE})?[,-]?{WHEN}){FILED_WITH}", leads_well),
    _shape("agency, place, day", rf"T(?P<agency>A)(?P<lead>(?:{PLACE})?D)F(?:{CREDIT})?", is_filed_by_agency),
    _shape("fields with an agency", rf"(?P<lead>{PLACE}(?:{S}{WHEN})?){S}{SOLE}(?:{S}{WHEN})?[-/|:]+", leads_well),
    _shape("fields with an agency", rf"(?P<lead>(?:{PLACE}[,-]?)?{WHEN})[-/|,]*{SOLE}[-/|:]+", leads_well),
    _shape("agency and place", rf"{SOLE}[,/|-]+(?P<lead>{PLACE}(?:[,-]?{WHEN})?)[-/|:]+", has_known_place),
    _shape("place and agency", rf"(?P<lead>T){SOLE}[:|-]+", has_known_place),
    _shape("agency and day alone", rf"{SOLE}/(?P<lead>{WHEN})T?\$", always),
    _shape(REPORTER, rf"(?P<lead>{PLACE}[,-]?{WHEN})[-]+{SOLE},", is_reported),
    _shape(BEFORE_DASH, rf"{SOLE}[-|]", always, NEAR),
    # None.
    _shape("name in brackets", rf"{LEAD}\({NAME}\)-?{WHEN}-", is_vouched),
    _shape("name in brackets", rf"{LEAD}\({NAME}\)-", is_vouched),
    _shape("name between slashes", rf"(?P<lead>{PLACE}[,-]?{WHEN})/{NAME}/-?", is_row),
    _shape("name between slashes", rf"(?P<lead>{PLACE})/{NAME}/[-:]", has_place_in_slashes),
    _shape("row of fields", rf"(?P<lead>{PLACE})/{NAME}/{WHEN}(?:[/-]|\$)", is_row),
    _shape("row of fields", rf"(?P<lead>{PLACE}[,|-]*{WHEN})-(?P<agency>T)(?:\([T,-]*\))?-", is_newsroom_after_day),
    _shape("name in lenticular brackets", r"\((?P<agency>[TA])\)", is_lenticular),
    _shape("place, day, name", rf"(?P<lead>T[,-]?{WHEN})\((?P<agency>T?D?T?)\)[-:]?", has_known_place),
    _shape(FILED, rf"(?P<lead>T?{WHEN}F)(?:{CREDIT})?[-:|]?", leads_well),
    _shape(FILED, rf"\((?P<lead>TDF)\)(?:{CREDIT})?", leads_well),
    _shape("newsroom and credit", rf"(?P<agency>T){CREDIT}[-:]?", is_filed),
    _shape("day in brackets", r"\((?P<lead>D)\)", has_year, NEAR),
    _shape("place and day in brackets", rf"\((?P<lead>{PLACE}[,-]{WHEN})\)[-:]?", has_place_and_day),
    _shape("place and day", rf"(?P<lead>{PLACE}[,|-]*{WHEN})[-|:]+", has_place_and_day),
    _shape("day and place", rf"(?P<lead>{WHEN}[,-]{PLACE})[-|:]+", has_known_place),
    _shape("newsroom and place", rf"(?P<agency>T)[,-](?P<lead>T)(?:[,-]?{WHEN})?[-:]", is_site_and_place),
    _shape("place and newsroom", rf"(?P<lead>T)[,-](?P<agency>T)(?:[,-]{WHEN})?[-:]", is_site_and_place),
    _shape("newsroom's address", r"(?P<agency>T)-", is_site, NEAR),
    _shape("day", rf"(?P<lead>{WHEN})[-|]", is_day_before_sentence, NEAR),
    _shape("day alone", rf"(?P<lead>{WHEN}|\(T[,-]?D\)|T[,-]?{WHEN})F?\$", is_day_line),
    _shape("day alone", rf"T:(?P<lead>{WHEN}|\(D\))\$", is_day_line),
    _shape("place", rf"(?P<lead>{PLACE})-", has_capital_place),
    _shape("place", rf"(?P<lead>{PLACE})[-:]", has_capital_place, NEXT),
    _shape("place", rf"(?P<lead>{PLACE})-", is_spoken_of, NEAR),
    _shape("place", rf"(?P<lead>{PLACE})[-:]", starts_anew, NEXT),
    _shape("place alone", rf"(?P<lead>{PLACE})[-:]+\$", has_known_place, NEXT),
    _shape("place in brackets", rf"\((?P<lead>{PLACE})\)-", starts_anew, NEXT),
)  # fmt: skip
