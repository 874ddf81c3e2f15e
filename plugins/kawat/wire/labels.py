"""What a single paragraph near a text's end says that it is, in the words of its language and its agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kawat.languages import Language, Languages
from kawat.wire.about import Abouts
from kawat.wire.agencies import Agencies, Agency
from kawat.wire.bylines import BYLINE_RULE, CREDIT_RULE, Bylines
from kawat.wire.contacts import ADDRESS, MAIL, PHONE, SPOKEN, Contacts, has_address
from kawat.wire.model import BLANKS, Role
from kawat.wire.phrases import OPENING, SPACE, Choice, Phrases, fold_words, is_cased, join
from kawat.wire.sectors import has_sector_label
from kawat.wire.sentences import fold, is_sentence

BYLINE, SHORT, ITEM, LINE = 60, 130, 260, 400
"""Characters: of a byline, of a heading, of an item among contacts, of a notice on one line."""
LEAST_NOTICE, LEAST_PHRASE = 250, 0.6
"""Characters of a notice; of a shorter one the share that the phrase has."""
LONGEST_SIGN = 16
"""Characters beside an agency's name where it signs."""
MARGIN = 3
"""Characters before a phrase that a line begins with."""
COPYRIGHT = re.compile(r"^\W{0,3}(?:©|Ⓒ|(?:copyright\s?)?\(c\)\s?(?:19|20)\d\d|copyright\s(?:©|(?:19|20)\d\d))", re.I)
HASHTAGS = re.compile(r"^(?:[\w'’-]{1,20}\s?[:：]\s?)?(?:[#＃][^\s#＃]{1,60}[#＃]?[\s,，、;]*)+$")
ENDS = "完|终|終|了|끝|END|ENDS|End|Ends|FIN|Fin|ENDE|Ende|TAMAT|HẾT|انتهى|Конец|КОНЕЦ"
END_MARK = re.compile(
    rf"^(?:[#*=_~•\s—–-]{{1,160}}|[-–—#/]+\s?(?:[A-Za-z0-9]{{1,7}}|{ENDS})\s?[-–—#/]+"
    rf"|[(（<【\[]\s?(?:{ENDS}|[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{0,3}}|[A-Z]{{2,5}}(?:/[A-Z]{{2,5}}){{0,3}})\s?[)）>】\]])$"
)
SENTENCE = re.compile(r"(?:[^\W\d_]{3}|[)\d])[.!?][\"'”’»)]{0,2}\s{1,3}(?=[^\W\d_a-z])|[。！？؟।]")
SERIAL = re.compile(r"^\d{4,8}(?:\s\d{4})?(?:\s[^\s\d]{2,20})?$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
QUOTES = (("«", "»"), ("「", "」"), ("『", "』"))
FIELD = re.compile(r"^[^:：.!?。！？]{1,40}[:：]\s?\S")


@dataclass(frozen=True)
class Label:
    """A role that a paragraph asks for."""

    role: Role
    rule: str
    opens: bool = False
    """Whether it is a heading, and what follows belongs to it."""
    name: str = ""
    """Whom a heading speaks about."""
    is_strong: bool = True
    """Whether a tail may begin with it."""


class Labels:
    """The words of one language and of the wires' common one."""

    def __init__(self, languages: Languages, agencies: Agencies, language: Language | None) -> None:
        spoken = [language] if language else list(languages.values())
        spoken += [one for one in languages.values() if one.yields_to is not None and one is not language]
        self.languages, self.agencies = languages, agencies
        words = {key: [word for one in spoken for word in one.wire.get(key, ())] for key in WORDS}
        self._about = Abouts(words["about"])
        self._contacts = Contacts(words["contact"])
        self._legal = Choice(OPENING, words["legal"], "[:：]?")
        self._source = Choice(
            rf"{OPENING}(?P<label>", words["source"], r")(?:\s?[:：/]\s?(?=\S)|\s{1,3}(?-i:(?=[^\s:：a-z])))"
        )
        self._keywords = Choice(OPENING, words["keywords"], rf"{SPACE}?[:：]")
        self._copyright = Phrases(words["copyright"])
        self.links = Phrases(phrase for phrase in words["link"] if "*" not in phrase)
        self._feeds = Phrases(phrase for phrase in words["link"] if "*" in phrase)
        self.notices = Phrases(words["legal_phrases"])
        self._bylines = Bylines(words["byline"])
        self._tags = words["keywords"]

    @cached_property
    def tags(self) -> re.Pattern[str]:
        """What opens a row of tags."""
        return re.compile(rf"(?:{join(self._tags)}){SPACE}?[:：]{SPACE}?[#＃]", re.I)

    def read(self, content: str, agency: Agency | None) -> Label | None:
        """What a paragraph is; None where it is the story's, or belongs to the heading before it."""
        return next((label for label in self._read_all(content, fold_words(content), agency) if label), None)

    def _read_all(self, content: str, folded: str, agency: Agency | None) -> Iterator[Label | None]:
        length = len(content)
        yield self._read_agency(folded, agency)
        if has_sector_label(content, self.languages):
            yield Label("sectors", "a sector line's label")
        if length <= LINE:
            yield from self._read_line(content, folded)
        is_heading = length <= SHORT and not is_sentence(content)
        yield from self._read_block(content, folded, is_heading)
        if rule := self._bylines.read_credit(content):
            yield Label("tail", rule, is_strong=False)
        if agency is not None and length <= BYLINE and _is_signed(content, agency):
            yield Label("tail", SIGNATURE, is_strong=False)
        if SERIAL.match(content):
            yield Label("tail", NUMBER, is_strong=False)
        if is_heading and (ADDRESS.search(content) or _is_number(content)):
            rule = MAIL_ALONE if MAIL.match(content) else "an address or a number"
            yield Label("contact", rule, is_strong=False)
        if is_heading and FIELD.match(content):
            yield Label("tail", "a field", is_strong=False)

    def _read_block(self, content: str, folded: str, is_heading: bool) -> Iterator[Label]:
        """What opens a block, or is one."""
        if is_heading and (legal := self._legal.match(content)):
            is_run_in = content[legal.end() - 1] in ":：" and bool(content[legal.end() :].strip(BLANKS + "*"))
            yield Label("legal", "a legal heading", opens=not is_run_in)
        contact = self._contacts.read(content, is_heading) if len(content) <= ITEM else None
        if contact and contact.is_whole:
            yield Label("contact", contact.rule, opens=True)
        if about := self._about.read(content, is_heading):
            yield Label("about", about.rule, opens=about.opens, name=about.name)
        if contact:
            yield Label("contact", contact.rule, opens=True, is_strong=contact.rule != SPOKEN)
        phrase = next((one for one in self.notices.find_all(content, folded) if not is_quoted(content, one)), None)
        if phrase:
            yield self._read_notice(content, phrase)

    def _read_notice(self, content: str, phrase: re.Match[str]) -> Label:
        """A notice; it may be a story's sentence where it says more than the phrase, and no whole paragraph of it."""
        if SENTENCE.search(content, 0, phrase.start()):
            return Label("legal", f"{INSIDE}: {fold(phrase[0])}", is_strong=False)
        is_sure = len(content) >= LEAST_NOTICE or len(phrase[0]) >= LEAST_PHRASE * len(content)
        return Label("legal", f"{NOTICE if is_sure else SHORT_NOTICE}: {fold(phrase[0])}")

    def _read_agency(self, folded: str, agency: Agency | None) -> Label | None:
        if agency is not None:
            if any(mark in folded for mark in _list_marks(agency, "disclaimer")):
                return Label("disclaimer", f"{agency.name}'s disclaimer")
            if any(mark in folded for mark in _list_marks(agency, "boilerplate")):
                return Label("boilerplate", f"{agency.name}'s boilerplate")
        return None

    def _read_line(self, content: str, folded: str) -> Iterator[Label]:
        if COPYRIGHT.match(content) or self._holds_copyright(content, folded):
            yield Label("copyright", "a copyright line")
        link = self.links.find(content, folded)
        if link and (has_address(content) or (link.start() <= MARGIN and not is_sentence(content))):
            yield Label("tail", "a link to the original")
        if self._feeds.find(content, folded):
            yield Label("tail", FEED)
        if HASHTAGS.match(content):
            yield Label("tail", "hashtags")
        if END_MARK.match(content):
            yield Label("tail", "an end mark")
        if self._keywords.match(content):
            yield Label("tail", "keywords")
        if rule := self._bylines.read(content):
            yield Label("tail", rule, is_strong=False)
        source = self._source.match(content)
        if source is None or len(content) > ITEM or is_sentence(content):
            return
        if source["label"].isupper() or source[0].rstrip()[-1] in ":：/":
            yield Label("source", SIGNED if source["label"].isupper() else "a source line")

    def _holds_copyright(self, content: str, folded: str) -> bool:
        """Whether a line says whose the rights are, and little more; a sentence may speak of them."""
        phrases = list(self._copyright.find_all(content, folded)) if len(content) <= LINE else []
        if not phrases:
            return False
        if "©" in content:
            return True
        first, rest = min(phrases, key=lambda one: one.start()), content[phrases[-1].end() :].strip(BLANKS + ".。|")
        if first.start() > MARGIN:
            has_year = YEAR.search(content) and is_cased(first[0])
            is_apart = not content[first.start() - 1].isalnum()
            if first[0][0].islower() or not is_apart or (is_sentence(content) and not has_year):
                return False
        return not rest or (len(rest) <= len(first[0]) + 20 and not (rest[0].islower() or rest[0] in ",，、،"))


CHAPTERS = ("about", "legal")
"""Roles whose headings head chapters of stories too."""
NOTICE, SHORT_NOTICE, INSIDE = "a legal phrase", "a legal phrase in a sentence", "a legal phrase in a later sentence"
FEED = "a feed's line"
"""The rule of a line that says where a text appeared first; it is one only where it has the headline."""
SIGNED, SIGNATURE = "a source line in capitals", "the agency's name"
NUMBER, MAIL_ALONE = "a wire's number", "an address alone"
CREDITS = (BYLINE_RULE, CREDIT_RULE, SIGNATURE, NUMBER, MAIL_ALONE)
"""The rules of labels that may end a text with no other tail."""
WORDS = ("about", "contact", "source", "legal", "legal_phrases", "copyright", "link", "keywords", "byline")


def _is_number(content: str) -> bool:
    """Whether a line is a telephone number with little beside it."""
    return len(content) <= BYLINE and PHONE.search(content) is not None and not re.search(r"[。！？!?]|\.\s", content)


def _is_signed(content: str, agency: Agency) -> bool:
    """Whether a line is an agency's name, and hardly more after a slash, as some end their texts."""
    first = content.strip(BLANKS + "-–—/()（）[]【】*.").partition("/")[0].strip().casefold()
    return len(content) <= len(first) + LONGEST_SIGN and first in map(str.casefold, (*agency.names, *agency.short))


def is_quoted(content: str, phrase: re.Match[str]) -> bool:
    """Whether somebody is quoted with a phrase: of the quotation marks before it one is left open."""
    before = content[: phrase.start()]
    for opening, closing in (*QUOTES, ("„", "“") if "„" in before else ("“", "”")):
        if before.count(opening) > before.count(closing):
            return True
    return before.count('"') % 2 == 1


@lru_cache(maxsize=256)
def _list_marks(agency: Agency, what: str) -> tuple[str, ...]:
    registered, marks = (
        (agency.disclaimers, agency.marks_disclaimer)
        if what == "disclaimer"
        else (agency.boilerplates, agency.marks_boilerplate)
    )
    return tuple(sorted({fold_words(text) for text in (*registered.values(), *marks)}))


@lru_cache(maxsize=64)
def load_labels(languages: Languages, agencies: Agencies, language: Language | None) -> Labels:
    """The labels of texts in a language; of all languages where it is not known."""
    return Labels(languages, agencies, language)
