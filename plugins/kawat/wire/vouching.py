"""What has to vouch for a dateline: a registered agency, a known place, a day, a newsroom's name."""

from __future__ import annotations

import re
from collections.abc import Callable

from kawat.wire.gazetteer import is_place, is_region, split_place
from kawat.wire.matches import Match, is_place_like
from kawat.wire.model import BLANKS
from kawat.wire.newsrooms import Newsrooms
from kawat.wire.phrases import is_cased
from kawat.wire.tokens import DASHES

LONGEST_NAME, LONGEST_NOTE = 40, 48
REPORTER_NAME = re.compile(r"(?:[^\W\d_a-zа-яё][^\W\d_]*[- \xa0]?){2,3}\.\s")
SITE = re.compile(r"[\w-]{2,30}(?:\.[A-Za-z]{2,6}){1,2}")
SCORE = re.compile(r"^.{2,30}\d\s?[:–-]\s?\d{1,3}$")
SENTENCE = re.compile(r"\W{0,3}(?:\d[\d.,]*(?:\s?%)?(?:\s[^\W\d_]+){3}|[^\W\d_])")


def is_name_like(text: str) -> bool:
    """Whether a text in brackets could be an agency's name."""
    words = text.split()
    letters = sum(char.isalpha() for char in text)
    return letters >= 2 and len(text) <= LONGEST_NAME and len(words) <= 5 and not words[0][0].islower()


def _is_caps(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return letters >= 3 and text.upper() == text != text.lower()


# -- what vouches for a shape

Check = Callable[[Match, Newsrooms], bool]


def leads_well(match: Match, newsrooms: Newsrooms) -> bool:
    """A registered agency: what stands before it is short and no sentence; ``Redacción deportes, 5 mar (EFE)``."""
    places = match.places
    is_desk = match.has_date and "agency" in match.spans and len(places) == 1 and len(places[0].split()) == 2
    if is_desk and places[0][0].isupper():
        return True
    return all(is_place_like(place) for place in places)


def leads_surely(match: Match, newsrooms: Newsrooms) -> bool:
    """A registered agency without a dash after it: the place or the day has to vouch for it."""
    places = match.places
    if not leads_well(match, newsrooms) or match.rest[:1].islower():
        return False
    first, last = match.spans["agency"]
    return _is_sure(match) if places else "T" not in match.head.symbols[first : last + 1]  # ``(AP Photo/Jane Doe)``


def leads_to_text(match: Match, newsrooms: Newsrooms) -> bool:
    """A registered agency in brackets before a dash; ``Middle East and North Africa (MENA) - the region`` is none."""
    if not leads_well(match, newsrooms):
        return False
    return not match.rest[:1].islower() or _is_sure(match)


def _is_sure(match: Match) -> bool:
    """Whether a day, capitals or the gazetteer speak for a place."""
    return match.has_date or not match.places or _is_caps(match.places[0]) or match.is_known


def leads_from_brackets(match: Match, newsrooms: Newsrooms) -> bool:
    """``(양평=연합뉴스) 한가람 기자 =``: a place, or a reporter behind it; ``(사진=연합뉴스)`` is a photo's."""
    symbols = match.head.symbols[: match.last + 1]
    return leads_well(match, newsrooms) and (_is_sure(match) or "T=" in symbols[symbols.index(")") :])


def is_vouched(match: Match, newsrooms: Newsrooms) -> bool:
    """No registered agency, but a name in brackets: a place or a day before it, or it says what it is."""
    name, places = match.text("agency").strip(BLANKS), match.places
    if not leads_well(match, newsrooms) or len(name) > LONGEST_NAME:
        return False
    if is_place(name) or (places and not match.has_date and name.istitle() and not newsrooms.is_name(name)):
        return False  # ``Rostow (Russland) -``, ``Frankfurt (Oder) -``
    if places and is_place(places[0]) and len(name) <= 5 and not name.istitle():
        return True  # ``Kiel (dpo) -``
    if not places and re.match(r"\(T[,-]?D", match.head.symbols):
        return False  # ``(Oslo, 4 November 2026) –``
    if is_name_like(name) and (match.has_date or (places and (_is_caps(places[0]) or match.is_known))):
        return True
    return not places and is_name_like(name) and newsrooms.is_name(name)


def is_vouched_without_dash(match: Match, newsrooms: Newsrooms) -> bool:
    """``اسلام آباد (نیوز ڈیسک) text``: a known place, and what says that it is a newsroom's; or a day in brackets."""
    name = match.text("agency").strip(BLANKS)
    if not has_known_place(match, newsrooms) or is_place(name) or match.rest[:1].islower():
        return False
    return is_name_like(name) and (match.has_date or (not is_cased(name) and newsrooms.has_noun(name)))


def has_known_place(match: Match, newsrooms: Newsrooms) -> bool:
    return bool(match.places) and leads_well(match, newsrooms) and match.is_known


def has_sure_place(match: Match, newsrooms: Newsrooms) -> bool:
    return leads_well(match, newsrooms) and bool(match.places) and (_is_caps(match.places[0]) or match.is_known)


def is_filed_by_agency(match: Match, newsrooms: Newsrooms) -> bool:
    """``据新华社北京3月9日电``: at most one character before the agency's name."""
    return match.spans["agency"][0] == 0 or len(match.head.slice(0, 0)) == 1


def has_year(match: Match, newsrooms: Newsrooms) -> bool:
    return any(
        match.head.dates[token.start].year for token in match.head.tokens[: match.last + 1] if token.symbol == "D"
    )


def is_short_note(match: Match, newsrooms: Newsrooms) -> bool:
    """``（中央社台北2026年11月4日電）``: brackets round everything, an agency among it."""
    first, last = match.spans["lead"]
    symbols, note = match.head.symbols[first : last + 1], match.text("lead")
    if "A" not in symbols or len(note) > LONGEST_NOTE:
        return False
    return "D" in symbols or "T" not in symbols or (not is_cased(note[-1:]) and bool(newsrooms.strip_filed(note)))


def has_place_in_slashes(match: Match, newsrooms: Newsrooms) -> bool:
    """``København /ritzau/:``"""
    return has_known_place(match, newsrooms) and len(match.text("agency")) <= LONGEST_NAME


def is_site(match: Match, newsrooms: Newsrooms) -> bool:
    """``Merdeka.com - Text``: a newspaper's address alone."""
    return SITE.fullmatch(match.text("agency")) is not None


def has_place_and_day(match: Match, newsrooms: Newsrooms) -> bool:
    """``München, 27. Oktober 2017 -``: a comma or a dash between them, capitals, or a place that is known."""
    places = match.places
    if not places or not leads_well(match, newsrooms):
        return False
    symbols = match.head.symbols[: match.last]
    return "," in symbols or "-D" in symbols or _is_caps(places[0]) or match.is_known


def has_capital_place(match: Match, newsrooms: Newsrooms) -> bool:
    """``KUALA LUMPUR: text``; where a script has no capitals, a known place is enough. ``FERNIE, B.C. —``"""
    places = match.places
    if len(places) > 1 and _is_caps(places[0]) and places[1].endswith(".") and len(places[1]) <= 6:
        return leads_well(match, newsrooms)
    return has_known_place(match, newsrooms) and places[0].upper() == places[0] and opens_sentence(match)


def is_place_line(match: Match, newsrooms: Newsrooms) -> bool:
    """``GREENWICH, Conn.`` on a line of its own; a town without its state may head a chapter or a list."""
    places = match.places
    if len(places) < 2 or not _is_caps(places[0]) or not leads_well(match, newsrooms):
        return False
    return is_region(places[-1]) or (places[-1].endswith(".") and len(places[-1]) <= 6)


def opens_sentence(match: Match) -> bool:
    """Whether words follow that may begin a sentence, and no result, price, route or cell of a table."""
    rest, head = match.rest, match.head
    if rest and (SENTENCE.match(rest) is None or SCORE.search(rest) or head.symbols.count("|") > 1):
        return False
    found = split_place(rest) if rest[:1].isalpha() else None
    if found and re.match(r"\s{0,2}(?:[–—:;/-]|\d|$)", found[1]):
        return False
    _, start, end = head.tokens[match.last]
    is_glued = end - start == 1 and head.text[start] in DASHES and not head.text[end : end + 1].isspace()
    return not is_glued or is_cased(rest[:1]) or found is None


def lies_in_region(match: Match, newsrooms: Newsrooms) -> bool:
    """``South Lake Tahoe, Kalifornien – Text``: a name that no gazetteer has, and the state that it lies in."""
    places = match.places
    if len(places) != 2 or not leads_well(match, newsrooms) or not all(place[0].isupper() for place in places):
        return False
    return is_region(places[1]) and len(places[0].split()) <= 3 and opens_sentence(match) and match.rest[:1].isupper()


def is_spoken_of(match: Match, newsrooms: Newsrooms) -> bool:
    """``AUGSFELD – Text``: capitals that no gazetteer has, but the text writes as a name: ``Augsfeld``."""
    places = match.places
    if not places or not leads_well(match, newsrooms) or not _is_caps(places[0]) or match.rest[:1].islower():
        return False
    name = places[0].split(",")[0].strip()
    if not all(word.isalpha() for word in re.split(r"[\s/'’.-]+", name) if word):
        return False
    if match.head.symbols[match.last] == ":":  # where interviews have names before what is said
        return re.search(rf"\b[a-zß-ÿ]{{2,4}} {re.escape(name.title())}\b", match.context) is not None
    return re.search(rf"\b{re.escape(name.title())}\b", match.context) is not None


def is_spoken_of_again(match: Match, newsrooms: Newsrooms) -> bool:
    """``ہالا: text``: a script without capitals, and a word or two that the headline and the text have too."""
    places, rest = match.places, match.rest
    if len(places) != 1 or is_cased(places[0]) or not leads_well(match, newsrooms) or not SENTENCE.match(rest):
        return False
    headline, _, story = match.context.partition("\n")
    name = re.compile(rf"(?<!\w){re.escape(places[0])}(?![\w:])")
    return len(places[0].split()) <= 2 and name.search(headline) is not None and len(name.findall(story)) > 1


def starts_anew(match: Match, newsrooms: Newsrooms) -> bool:
    """``Berlin – Text``: a known place, and then what begins a sentence."""
    rest = match.rest
    return has_known_place(match, newsrooms) and bool(rest) and not rest[0].islower() and opens_sentence(match)


def is_site_and_place(match: Match, newsrooms: Newsrooms) -> bool:
    """``TEMPO.CO, Jakarta -`` and ``JAKARTA, KOMPAS.com -``: a newsroom that no file describes, and a known place."""
    name, places = match.text("agency"), match.places
    if not has_known_place(match, newsrooms) or is_place(name) or is_place(f"{name}, {places[0]}"):
        return False
    return SITE.fullmatch(name) is not None or (is_name_like(name) and newsrooms.is_name(name))


def is_newsroom_after_day(match: Match, newsrooms: Newsrooms) -> bool:
    """``LANDER, Wyo., April 29, 2026 – PRISM MediaWire –``: a newsroom that no file describes, in a row of fields."""
    name = match.text("agency").strip(BLANKS)
    if not match.places or not leads_well(match, newsrooms) or any(char.isdecimal() for char in name):
        return False
    return is_name_like(name) and (newsrooms.is_name(name) or (match.has_date and name.isupper()))


def has_place_and_year(match: Match, newsrooms: Newsrooms) -> bool:
    """``NEW YORK (March 5, 2026) Acme``: a known place, and a day that no list of events prints like this."""
    return has_known_place(match, newsrooms) and has_year(match, newsrooms) and not match.rest[:1].islower()


def is_run_on(match: Match, newsrooms: Newsrooms) -> bool:
    """``الرياض - واس أعلنت``, ``越通社河内——``: a script without capitals, and nothing between agency and text."""
    if is_cased(match.text("lead")) or not has_known_place(match, newsrooms):
        return False
    return match.head.symbols[1] != ":" or match.head.symbols[match.last] == "-"


def opens_anew(match: Match, newsrooms: Newsrooms) -> bool:
    """``AFP - Text``"""
    return not match.rest[:1].islower()


def is_row(match: Match, newsrooms: Newsrooms) -> bool:
    """``ST. LOUIS, MO / PR Karma / January 15, 2025``: place, name and day, as no sentence has them."""
    places = match.places
    return bool(places) and leads_well(match, newsrooms) and is_name_like(match.text("agency").strip(BLANKS))


def is_reported(match: Match, newsrooms: Newsrooms) -> bool:
    """``МОСКВА, 4 ноя - РИА Новости, Анна Звонарёва.``: a reporter's name between the agency's and the text."""
    return leads_well(match, newsrooms) and REPORTER_NAME.match(match.rest) is not None


def is_lenticular(match: Match, newsrooms: Newsrooms) -> bool:
    """``【信報財經新聞】text``: only a newsroom's name; sections of releases are headed the same way."""
    name = match.text("agency").strip(BLANKS)
    return match.head.text.lstrip(BLANKS)[:1] in tuple("【[［〔") and newsrooms.is_paper(name)


def is_credit(match: Match, newsrooms: Newsrooms) -> bool:
    """``〔記者林曉安／台北報導〕``, ``[이데일리 김하나 기자]``: a reporter's name, with a place or a newspaper."""
    return any(newsrooms.read_credit(match.text("credit").strip(BLANKS)))


def is_filed_in_brackets(match: Match, newsrooms: Newsrooms) -> bool:
    """``（吉隆坡5日讯）``, ``【本報台北訊】``: a place or a newspaper, and the word for wired."""
    stem = newsrooms.strip_filed(match.text("note").strip(BLANKS))
    agency, place = newsrooms.split(stem) if stem else (None, None)
    return is_place(place or "") or newsrooms.has_noun(agency or "")


def is_filed(match: Match, newsrooms: Newsrooms) -> bool:
    """``本报讯（记者…）``: a newsroom's name with the word for wired at its end."""
    stem = newsrooms.strip_filed(match.text("agency"))
    return 2 <= len(stem) <= 14 and newsrooms.has_noun(stem)


def is_day_before_sentence(match: Match, newsrooms: Newsrooms) -> bool:
    """``10 February 2025 – Acme``; without a year it may be a diary's or a programme's."""
    day = next(match.head.dates[token.start] for token in match.head.tokens if token.symbol == "D")
    return day.date is not None


def is_day_line(match: Match, newsrooms: Newsrooms) -> bool:
    """A date on a line of its own, with a place that is known or none."""
    if all(match.head.dates[token.start].day is None for token in match.head.tokens if token.symbol == "D"):
        return False
    return not match.places or has_known_place(match, newsrooms) or _is_caps(match.places[0])


def always(match: Match, newsrooms: Newsrooms) -> bool:
    return True
