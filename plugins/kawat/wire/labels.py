"""What a single paragraph near a text's end says that it is, in the words of its language and its agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kawat.languages import Language, Languages
from kawat.wire.about import Abouts
from kawat.wire.agencies import Agencies, Agency
from kawat.wire.model import BLANKS, Role
from kawat.wire.phrases import SPACE, Phrases, flex, join
from kawat.wire.sectors import has_sector_label
from kawat.wire.sentences import ends_sentence, fold

BYLINE, SHORT, ITEM, LINE = 60, 130, 260, 400
"""Characters: of a byline, of a heading, of an item among contacts, of a notice on one line."""
OPEN = rf"^[{re.escape(BLANKS)}■□●○◆◇▲△▼►▶※＊*#<＜〈《「『【\[(（|/·•–—-]{{0,6}}"
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}|https?://|(?<![\w.])www\.[\w-]", re.I)
PHONE = re.compile(r"(?<![\w,.])[+＋(（]?\d(?:[ \xa0()（）./-]{0,2}\d){6,16}(?![\w,])")
COPYRIGHT = re.compile(r"^\W{0,3}(?:©|\(c\)\s|Ⓒ)", re.I)
HASHTAGS = re.compile(r"^(?:[\w'’-]{1,20}\s?[:：]\s?)?(?:[#＃][^\s#＃]{1,60}[#＃]?[\s,，、;]*)+$")
END_MARK = re.compile(r"^(?:[#*=_~•\s—–-]{1,160}|[-–—#(（<【\[]+\s?(?:[A-Za-z0-9]{1,7}|\w{1,2})\s?[-–—#)）>】\]]+)$")
CREDIT = re.compile(r"^[(（【\[〔][^()（）\[\]【】〔〕!?。！？]{2,160}[)）】\]〕][.。]?$")
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
        self._contact = re.compile(rf"{OPEN}(?:{join(words['contact'])})[:：]?", re.I)
        self._legal = re.compile(rf"{OPEN}(?:{join(words['legal'])})[:：]?", re.I)
        self._source = re.compile(
            rf"{OPEN}(?P<label>{join(words['source'])})(?:\s?[:：/]\s?(?=\S)|\s{{1,3}}(?-i:(?=[^\s:：a-z])))", re.I
        )
        self._keywords = re.compile(rf"{OPEN}(?:{join(words['keywords'])}){SPACE}?[:：]", re.I)
        self._copyright, self.links = Phrases(words["copyright"]), Phrases(words["link"])
        self.notices = Phrases(words["legal_phrases"])
        byline = "|".join(_flex_byline(pattern) for pattern in words["byline"]) or "(?!)"
        self._byline = re.compile(rf"^{SPACE}{{0,3}}(?:{byline})$", re.I)
        self.tags = re.compile(rf"(?:{join(words['keywords'])}){SPACE}?[:：]{SPACE}?[#＃]", re.I)

    def read(self, content: str, agency: Agency | None) -> Label | None:
        """What a paragraph is; None where it is the story's, or belongs to the heading before it."""
        return next((label for label in self._read_all(content, fold(content), agency) if label), None)

    def _read_all(self, content: str, folded: str, agency: Agency | None) -> Iterator[Label | None]:
        length = len(content)
        yield self._read_agency(folded, agency)
        if has_sector_label(content, self.languages):
            yield Label("sectors", "a sector line's label")
        if length <= LINE:
            yield from self._read_line(content, folded)
        is_heading = length <= SHORT and not is_sentence(content)
        if is_heading and (legal := self._legal.match(content)):
            is_run_in = content[legal.end() - 1] in ":：" and bool(content[legal.end() :].strip(BLANKS + "*"))
            yield Label("legal", "a legal heading", opens=not is_run_in)
        if about := self._about.read(content, is_heading):
            yield Label("about", about.rule, opens=about.opens, name=about.name)
        found = self._contact.match(content) if length <= ITEM else None
        if found:
            yield self._read_contact(content, found, is_heading)
        if phrase := self.notices.find(content, folded):
            yield Label("legal", f"{NOTICE}: {fold(phrase[0])}")
        if is_heading and (ADDRESS.search(content) or _is_number(content)):
            yield Label("contact", "an address or a number", is_strong=False)
        if CREDIT.match(content):
            yield Label("tail", "a credit in brackets", is_strong=False)
        if length <= SHORT and FIELD.match(content) and not is_sentence(content):
            yield Label("tail", "a field", is_strong=False)

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
        if self.links.find(content, folded):
            yield Label("tail", "a link to the original")
        if HASHTAGS.match(content):
            yield Label("tail", "hashtags")
        if END_MARK.match(content):
            yield Label("tail", "an end mark")
        if self._keywords.match(content):
            yield Label("tail", "keywords")
        if len(content) <= BYLINE and self._byline.match(content):
            yield Label("tail", "a byline", is_strong=False)
        source = self._source.match(content)
        is_label = source is not None and (source["label"].isupper() or source[0].rstrip()[-1] in ":：/")
        if is_label and len(content) <= ITEM and not is_sentence(content):
            yield Label("source", "a source line")

    def _holds_copyright(self, content: str, folded: str) -> bool:
        """Whether a line says whose the rights are, and little more; a sentence may speak of them."""
        phrases = list(self._copyright.find_all(content, folded)) if len(content) <= LINE else []
        if not phrases:
            return False
        phrase = min(phrases, key=lambda one: one.start())
        if "©" in content or len(content) - phrases[-1].end() <= 3 or len(content) <= 2 * len(phrase[0]) + 20:
            return True
        return phrase.start() <= 3 and re.search(r"(?:19|20)\d\d", content[:60]) is not None

    def _read_contact(self, content: str, found: re.Match[str], is_heading: bool) -> Label | None:
        rest = content[found.end() :].strip(BLANKS + ":：")
        if is_heading and (not rest or content[found.end() - 1] in ":：" or len(rest) <= 60):
            return Label("contact", "a contact heading", opens=True)
        if ADDRESS.search(content) or PHONE.search(content):
            return Label("contact", "a contact line", opens=True)
        return None


NOTICE = "a legal phrase"
CREDITS = ("a byline", "a credit in brackets", "an address or a number")
"""The rules of labels that may end a text with no other tail."""
WORDS = ("about", "contact", "source", "legal", "legal_phrases", "copyright", "link", "keywords", "byline")


def _flex_byline(pattern: str) -> str:
    """A byline: up to five words of a name, in capitals where the script has them."""
    before, _, after = pattern.partition("*")
    name = r"(?-i:[^\W\d_a-z][^\s\d]{0,24})(?:\s(?-i:[^\W\d_a-z][^\s\d]{0,24})){0,4}"
    return f"{flex(before.strip()) if before.strip() else ''}\\s?{name}\\s?{re.escape(after.strip())}"


def _is_number(content: str) -> bool:
    """Whether a line is a telephone number with little beside it."""
    return len(content) <= BYLINE and PHONE.search(content) is not None and not re.search(r"[。！？!?]|\.\s", content)


def is_contact_item(content: str) -> bool:
    """Whether a paragraph may stand under a contact's heading."""
    if len(content) > ITEM:
        return False
    return not is_sentence(content) or bool(ADDRESS.search(content) or PHONE.search(content))


def is_sentence(content: str) -> bool:
    """Whether a paragraph ends as a sentence, and not in an abbreviation such as ``Inc.``"""
    if not ends_sentence(content):
        return False
    last = content.split()[-1]
    return not (content.endswith(".") and len(last) <= 5 and last[0].isupper() and len(content) <= SHORT)


@lru_cache(maxsize=256)
def _list_marks(agency: Agency, what: str) -> tuple[str, ...]:
    registered, marks = (
        (agency.disclaimers, agency.marks_disclaimer)
        if what == "disclaimer"
        else (agency.boilerplates, agency.marks_boilerplate)
    )
    return tuple(sorted({fold(text) for text in (*registered.values(), *marks)}))


@lru_cache(maxsize=64)
def load_labels(languages: Languages, agencies: Agencies, language: Language | None) -> Labels:
    """The labels of texts in a language; of all languages where it is not known."""
    return Labels(languages, agencies, language)
