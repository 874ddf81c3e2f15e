"""Headings such as "About Acme" and paragraphs that open with one, in the words of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kawat.wire.model import BLANKS
from kawat.wire.phrases import OPENING, SPACE, Choice, is_cased
from kawat.wire.sentences import fold

LONGEST_HEADING = 130
CLOSE = rf"[{re.escape(BLANKS)}>＞〉》」』】\])）|/:：*＊–—-]{{0,6}}$"
TWICE = re.compile(rf".{{0,60}}?(?P<name>\w[^\n]{{3,80}}?)[{re.escape(BLANKS)}:：.,)（(–—-]{{0,4}}(?P=name)")
GLUED = re.compile(r"(?P<name>.{3,90}?[a-z.)])(?=[A-Z])")
RUN_IN = re.compile(rf"(?P<name>[^:：。,，\n]{{2,60}}?)[】》>)）\]]?(?:{SPACE}?[:：]|{SPACE}[–—-]{{1,2}}{SPACE})")


TWICE_RULE, GLUED_RULE = "an about paragraph, its name twice", "an about paragraph, glued"
DOUBLED = (TWICE_RULE, GLUED_RULE)
"""Rules of what nobody writes in a story: a name, and at once the sentence that it begins."""


@dataclass(frozen=True)
class About:
    """A heading, or a paragraph that opens with one."""

    name: str
    rule: str
    opens: bool


class Abouts:
    """The patterns of a language: ``About *``, ``*について``; an entry without ``*`` is a whole heading."""

    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = tuple(patterns)
        starred = [pattern for pattern in patterns if "*" in pattern]
        befores = [pattern.removesuffix("*") for pattern in starred if pattern.endswith("*") and pattern != "*"]
        self._headings = Choice(OPENING, starred, CLOSE, _bind_name)
        self._whole = Choice(OPENING, (pattern for pattern in patterns if "*" not in pattern), CLOSE, re.escape)
        self._before = Choice(OPENING, befores, "", _bind)

    def read(self, content: str, may_be_heading: bool) -> About | None:
        """What a paragraph says whom it is about; None for one that does not begin so."""
        if len(content) <= LONGEST_HEADING and may_be_heading:
            if self._whole.match(content):
                return About("", "an about heading", opens=True)
            for match in self._headings.match_all(content):
                if _is_named(match["name"]):
                    return About(match["name"].strip(BLANKS), "an about heading", opens=True)
        opening = self._before.match(content)
        return _read_run_in(content, opening.end()) if opening else None


def _read_run_in(content: str, start: int) -> About | None:
    """A heading in its paragraph's first line: parted by a colon, or known by the name that comes twice."""
    head = content[start : start + 260]
    parted = RUN_IN.match(head)
    if parted and _is_named(parted["name"]) and shares_name(parted["name"], content[start + parted.end() :][:200]):
        return About(parted["name"], "an about paragraph", opens=False)
    twice = TWICE.match(head)
    if twice and _is_named(twice["name"]) and is_cased(twice["name"][0]) == is_cased(head[0]):
        return About(twice["name"], TWICE_RULE, opens=False)
    glued = GLUED.match(head)
    if glued and _is_named(glued["name"]) and shares_name(glued["name"], head[glued.end() :]):
        return About(glued["name"], GLUED_RULE, opens=False)
    return None


def shares_name(name: str, text: str) -> bool:
    """Whether a text speaks of whom a heading names: a word of the name is in it, or a run of its characters."""
    folded, wanted = fold(text), fold(name)
    if is_cased(wanted):
        words = [word for word in re.findall(r"[^\W_]+", wanted) if len(word) >= 3] or [wanted]
        # Names are inflected: a word's last letters do not count.
        return any(word[: max(4, len(word) - 3)] in folded for word in words)
    size = 2 if any("\u2e80" <= char <= "\ud7ff" for char in wanted) else 3
    runs = {wanted[start : start + size] for start in range(max(1, len(wanted) - size + 1))}
    return any(run.strip() and run in folded for run in runs)


def _is_named(name: str) -> bool:
    """Whether a heading names somebody, in scripts with capitals: "About the bridge" heads a chapter of a story."""
    return bool(name) and (not is_cased(name) or any(_is_capital(word) for word in name.split()[:2]))


def _is_capital(word: str) -> bool:
    first = word.lstrip("«»„“”‚‘’\"'(")[:1]
    return first != first.lower()


def _bind_name(pattern: str) -> str:
    before, _, after = pattern.partition("*")
    return rf"{_bind(before)}(?P<name>\S.{{1,100}}?){_bind('', after)}"


def _bind(before: str, after: str = "") -> str:
    """The words before or after a name; where one is written next to them there may be a blank."""
    if before:
        return re.escape(before.rstrip()) + (rf"{SPACE}{{1,3}}" if before.endswith(" ") else rf"{SPACE}{{0,2}}")
    return (rf"{SPACE}{{1,3}}" if after.startswith(" ") else rf"{SPACE}{{0,2}}" if after else "") + re.escape(
        after.lstrip()
    )
