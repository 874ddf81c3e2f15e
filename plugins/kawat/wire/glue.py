"""Notices that a wire has glued to another line, cut off again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise

from kawat.wire.agencies import Agency
from kawat.wire.labels import Labels
from kawat.wire.model import BLANKS, Part, count_breaks
from kawat.wire.phrases import Phrases, fold_words

REACH = 12
LONGEST = 20_000
ENDS = re.compile(r"[.!?。！？؟।](?:[\"'”’»)）」』]{0,2})(?:\s{1,12}|(?=[^\s\d.!?]))")
SEAM = re.compile(r"[^\W_A-Z](?=[A-ZÀ-ÞĐА-ЯЁ][^\W\d_A-Z]*\s)")
TAGS = re.compile(rf"[{re.escape(BLANKS)}]*+(?:[^\s:：#＃]{{1,20}}\s?[:：]\s?)?(?:[#＃][^\s#＃,，、;]++[\s,，、;]*+)++")
NEAR, LONGEST_SENTENCE = 40, 2_000
MOST_NOTICES, MOST_SENTENCES = 8, 40
FEWEST = 12
"""Characters of a registered wording that tell it."""


def unglue(parts: list[Part], start: int, labels: Labels, agency: Agency | None) -> list[Part]:
    """The parts, with notices inside a paragraph as parts of their own; they stay in their line."""
    reach = set([index for index, part in enumerate(parts) if part.role == "body" and index >= start][-REACH:])
    cut: list[Part] = []
    for index, part in enumerate(parts):
        cut += _cut(part, labels, agency) if index in reach and len(part.text) <= LONGEST else [part]
    return cut


def _cut(part: Part, labels: Labels, agency: Agency | None) -> list[Part]:
    places = sorted(_find_places(part.text, labels, agency))
    bounds = [0, *places, len(part.text)]
    pieces = [part.text[begin:end] for begin, end in pairwise(bounds) if end > begin]
    if len(pieces) < 2 or not all(piece.strip(BLANKS) for piece in pieces):
        return [part]
    line, found = part.line, []
    for piece in pieces:
        found.append(replace(part, text=piece, line=line))
        line += count_breaks(piece)
    return found


def _find_places(text: str, labels: Labels, agency: Agency | None) -> Iterator[int]:
    """Where a notice begins that is not the paragraph's first words, and where something strong follows one."""
    folded = fold_words(text)
    legal = ((match, True) for match in labels.notices.find_all(text, folded))
    others = ((match, False) for match in _find_others(text, folded, labels, agency))
    for match, is_legal in islice(chain(legal, others), MOST_NOTICES):
        begin, is_apart = _find_sentence(text, match.start())
        if is_legal and is_apart:
            continue  # a sentence of the paragraph's own
        if text[:begin].strip(BLANKS):
            yield begin
        for end in islice(ENDS.finditer(text, match.end()), MOST_SENTENCES):
            rest = text[end.end() :].strip(BLANKS)
            label = labels.read(rest, agency) if rest else None
            if label and label.is_strong and label.role != "legal":
                yield end.end()
                break


def _find_others(text: str, folded: str, labels: Labels, agency: Agency | None) -> Iterator[re.Match[str]]:
    """Links, hashtags, and what an agency says of itself."""
    yield from labels.links.find_all(text, folded)
    if "#" in text or "＃" in text:
        yield from labels.tags.finditer(text)
    if agency is None:
        return
    known = list(_list_wordings(agency).find_all(text, folded))
    yield from known
    if not known and agency.disclaimers and agency.host in text.casefold():
        begins = next((end.end() for end in islice(ENDS.finditer(text), 1, 2)), None)
        for match in re.finditer(rf"\(https?://(?:www\.)?{re.escape(agency.host)}/?\)", text):
            # Of an unknown wording the sentence before may be the first, so a paragraph of two is not cut.
            if begins is not None and begins <= match.start():
                yield match


@lru_cache(maxsize=256)
def _list_wordings(agency: Agency) -> Phrases:
    """The first sentence of each wording that an agency registered."""
    wordings = (*agency.disclaimers.values(), *agency.marks_disclaimer)
    firsts = {re.split(r"(?<=[.。।؟])\s?", wording)[0] for wording in wordings}
    return Phrases(first for first in sorted(firsts) if len(first) >= FEWEST)


def _find_sentence(text: str, position: int) -> tuple[int, bool]:
    """Where the sentence begins that a position is in, and whether white space sets it apart from one before it.

    Where words are glued it is where the last one begins.
    """
    begin = 0
    # One character further: what follows a mark may be the very first one of the notice.
    for end in ENDS.finditer(text, max(0, position - LONGEST_SENTENCE), position + 1):
        begin = min(end.end(), position)
    is_apart = begin > 0 and text[begin - 1] in BLANKS
    if tags := TAGS.match(text, begin):
        begin, is_apart = min(tags.end(), position), False
    for seam in SEAM.finditer(text, max(begin - 1, position - NEAR, 0), position):
        if seam.end() > begin:
            begin, is_apart = seam.end(), False
    return begin, is_apart
