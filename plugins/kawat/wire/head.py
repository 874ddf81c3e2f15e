"""A text's head: headline, standfirst, dateline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kawat.languages import Language, Languages
from kawat.wire.agencies import Agencies, Agency
from kawat.wire.datelines import Dateline, load_datelines
from kawat.wire.labels import CHAPTERS, CREDITS, Label, load_labels
from kawat.wire.model import BLANKS, Part, count_breaks
from kawat.wire.sentences import ends_sentence, ends_sentences
from kawat.wire.shapes import NEAR

REACH = 8
"""How many paragraphs after the headline may come before the dateline: subheads, dates, credits."""
FURTHEST = 24
"""How many with those that do not count: the headline again, bylines, what a transmission prints for editors."""
TRANSMITTED = "^"
LONGEST_CREDIT = 80
STORY = 120
"""Characters from which a first paragraph that ends as a sentence does is no headline."""
CONTEXT = 6_000
"""Characters of the text that a place in capitals is looked for in."""
LONGEST_DECK = 300
LONGEST_HEADLINE = 400
LONGEST_STANDFIRST = 500


@dataclass(frozen=True)
class Head:
    """What a text's first paragraphs said."""

    parts: tuple[Part, ...]
    """All parts of the text; those of the head have their roles."""
    end: int
    """Index of the first part after the head."""
    dateline: Dateline | None = None
    day: Dateline | None = None
    """A date on a line of its own."""
    agency: Agency | None = None


def assign_head(parts: Sequence[Part], languages: Languages, agencies: Agencies, language: Language | None) -> Head:
    """Give headline, standfirst and marker their roles; a text that opens with its dateline has no headline."""
    finder = _Finder(list(parts), languages, agencies, language)
    return finder.assign()


class _Finder:
    def __init__(self, parts: list[Part], languages: Languages, agencies: Agencies, language: Language | None) -> None:
        self.parts, self.agencies = parts, agencies
        self.datelines = load_datelines(languages, agencies, language)
        self.labels = load_labels(languages, agencies, language)
        self.written = [index for index, part in enumerate(parts) if part.role == "body"]
        self.context = "\n".join(parts[index].text for index in self.written[:30])[:CONTEXT]
        self.has_marks = ends_sentences(parts[index].content for index in self.written)
        self.agency: Agency | None = None
        self.day: Dateline | None = None

    def assign(self) -> Head:
        if not self.written:
            return Head(tuple(self.parts), len(self.parts))
        first = self._name_headline()
        place, dateline = self._find_dateline(first)
        if dateline is None:
            end = self._assign_decks(self.written[first:], is_sure=False)
            return Head(tuple(self.parts), end, None, self.day, self.agency)
        self._assign_decks(self.written[first:place], is_sure=True)
        end = self._cut(place, dateline)
        agency = self.agencies.find(dateline.agency or "") or self.agency
        return Head(tuple(self.parts), end, dateline, self.day, agency)

    def _set(self, index: int, **changes: object) -> None:
        self.parts[index] = replace(self.parts[index], **changes)  # type: ignore[arg-type]

    def _name_headline(self) -> int:
        """Name the headline; the number of paragraphs that it and what stands over it are."""
        first = self.written[0]
        content = self.parts[first].content
        opening = (
            next((one for one in self.agencies.all if content.startswith(one.openings)), None) if content else None
        )
        if opening and len(self.written) > 2 and self._could_be_headline(self.written[1]):
            self.agency = opening
            self._set(first, role="marker", rule="the agency's own heading")
            self._set(self.written[1], role="headline", rule="the paragraph after the agency's heading")
            return 2
        self.agency = opening
        dateline = self.datelines.find(self.parts[first].text)
        known = (
            dateline is not None and dateline.reach >= REACH and self.agencies.find(dateline.agency or "") is not None
        )
        if dateline and (known or _is_story(content)) and self.parts[first].text[dateline.end :].strip(BLANKS):
            return 0
        self._set(first, role="headline", rule="the first paragraph")
        return 1

    def _could_be_headline(self, index: int) -> bool:
        content = self.parts[index].content
        return len(content) <= LONGEST_DECK and self.datelines.find(self.parts[index].text) is None

    def _find_dateline(self, first: int) -> tuple[int, Dateline | None]:
        """Where among the paragraphs the dateline stands, and what it says."""
        story, passed = False, 0
        for place in range(first, min(first + FURTHEST, len(self.written))):
            index = self.written[place]
            part = self.parts[index]
            if passed >= REACH:
                break
            found = self.datelines.find(part.text, self.context)
            if found and found.rule == "day alone":
                self.day = self.day or found
                self._set(index, role="date", rule="a date alone")
                continue
            if found and found.reach < REACH and self.headline[: found.end] == part.text[: found.end]:
                found = None  # the headline again begins like one: ``Polen: …``
            if found and passed < found.reach and not (story and passed > 1 and found.reach < NEAR):
                return place, found
            story = story or ends_sentence(part.content)
            passed += self._counts(part.content)
        return first, None

    def _counts(self, content: str) -> bool:
        """Whether a paragraph before the dateline takes it away from the headline: not what says nothing of its own."""
        if content.startswith(TRANSMITTED) or content == self.headline:
            return False
        return len(content) > LONGEST_CREDIT or ends_sentence(content) or self._find_label(content) is None

    @property
    def headline(self) -> str:
        return next((part.content for part in self.parts if part.role == "headline"), "")

    def _assign_decks(self, indexes: Sequence[int], is_sure: bool) -> int:
        """Name what stands between headline and story; the index after it."""
        headline, has_standfirst = self.headline, False
        for place, index in enumerate(indexes):
            part = self.parts[index]
            if part.role == "date":
                continue
            if part.content == headline:
                self._set(index, role="repeat", rule="the headline again")
            elif (label := self._find_label(part.content)) and (is_sure or label.role not in CHAPTERS):
                self._set(index, role=label.role, rule=f"{label.rule}, at the head")
            elif not is_sure and not self._leads(indexes[place:]):
                return index
            elif len(part.content) <= LONGEST_DECK and not ends_sentence(part.content) and not has_standfirst:
                has_standfirst = True
                self._set(index, role="standfirst", rule="between headline and story")
                if not is_sure:
                    return index + 1
            elif is_sure and len(part.content) <= LONGEST_DECK and not ends_sentence(part.content):
                self._set(index, kind="subhead", rule="a further deck")
        return indexes[-1] + 1 if indexes else self.written[-1] + 1

    def _find_label(self, content: str) -> Label | None:
        """What stands between headline and story and is neither: a source, a byline, a notice, a rule."""
        label = self.labels.read(content, self.agency)
        return label if label and not label.opens and (label.is_strong or label.rule in CREDITS[:2]) else None

    def _leads(self, indexes: Sequence[int]) -> bool:
        """Without a dateline: whether a paragraph is a standfirst, because it is no sentence and sentences follow."""
        if not self.has_marks or len(indexes) < 3:
            return False
        content, following = self.parts[indexes[0]].content, self.parts[indexes[1]].content
        return (
            not ends_sentence(content)
            and len(content) >= 30
            and ends_sentence(following)
            and len(following) > len(content)
        )

    def _cut(self, place: int, dateline: Dateline) -> int:
        """Cut the dateline from its paragraph, which may be there twice; the index after the head."""
        index = self.written[place]
        part = self.parts[index]
        rest = part.text[dateline.end :]
        marker = Part("marker", part.line, part.text[: dateline.end], rule=dateline.rule)
        if not rest.strip(BLANKS):
            self._set(index, role="marker", rule=dateline.rule)
            return self._cut_again(place, index + 1)
        if self._is_repeated(place, rest):
            self._set(index, role="repeat", rule="the next paragraph has it again")
            again = self.datelines.find(self.parts[self.written[place + 1]].text)
            return self._cut(place + 1, again or dateline)
        line = part.line + count_breaks(marker.text)
        lead = Part("body", line, rest, rule="after the dateline")
        if self._is_standfirst(place, rest, dateline):
            lead = replace(lead, role="standfirst", rule="after the dateline, no sentence")
        self.parts[index : index + 1] = [marker, lead]
        return index + (2 if lead.role == "standfirst" else 1)

    def _cut_again(self, place: int, end: int) -> int:
        """After a dateline on a line of its own, the same before the story's first words."""
        if place + 1 < len(self.written):
            again = self.datelines.find(self.parts[self.written[place + 1]].text)
            if again and again.reach >= REACH and again.rule != "day alone":
                return self._cut(place + 1, again)
        return end

    def _is_repeated(self, place: int, rest: str) -> bool:
        if place + 1 >= len(self.written):
            return False
        following = self.parts[self.written[place + 1]].text
        again = self.datelines.find(following)
        if again is None:
            return False
        opening = rest.strip(BLANKS).rstrip(".…")
        return bool(opening) and following[again.end :].strip(BLANKS).startswith(opening)

    def _is_standfirst(self, place: int, rest: str, dateline: Dateline) -> bool:
        if place + 1 >= len(self.written) or len(rest) > LONGEST_STANDFIRST:
            return False
        agency = self.agencies.find(dateline.agency or "")
        if agency is not None and agency.has_standfirst:
            return True
        following = self.parts[self.written[place + 1]].content
        return self.has_marks and not ends_sentence(rest.strip(BLANKS)) and ends_sentence(following)


def _is_story(content: str) -> bool:
    """Whether a text's first paragraph is its story's, because no headline is that long or ends like that."""
    return len(content) > LONGEST_DECK or (len(content) > STORY and ends_sentence(content))
