"""The reader's law, as a list of what a text breaks. Contains no business logic of the reader's."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise

from kawat.desk.making import make_post
from kawat.desk.tables import Desk, load_desk
from kawat.errors import KawatError
from kawat.paragraphs import make_line, split_folds
from kawat.press.body import render_body
from kawat.wire.dates import EARLIEST, LATEST
from kawat.wire.model import BLANKS, Part, WireText
from kawat.wire.posts import Moment, Post, decode_post, dump_post, parse_post, seal_post
from kawat.wire.sectors import split_sectors
from kawat.wire.sidecars import Sidecar

STORY = ("body", "unknown")
FOLDED = {"about": ("about",), "contact": ("contact",), "notes": ("source", "legal", "copyright", "tail")}
HIDDEN = ("blank", "marker", "date", "repeat", "boilerplate")
"""The roles that no reader of the site sees."""
SHOWN_ONCE = ("headline", "standfirst", "sectors", "disclaimer")
"""Those that have a place of their own."""
DAY = Moment(date(2026, 11, 24))
BLOCK = re.compile(r"<(p|h3)>(.*?)</\1>", re.S)


def list_breaches(wire: WireText, data: bytes) -> list[str]:
    """What a text breaks of the law; empty for every reading as it should be. ``data`` are the text's bytes."""
    if wire.encoding is None:
        return [] if wire.error and not wire.parts else ["not decoded, but no reason or some parts"]
    found = [] if wire.rebuild() == data else ["the parts do not rebuild the bytes"]
    found += check_lines(wire.parts)
    found += check_roles(wire)
    found += check_facts(wire)
    return found + check_post(wire)


def check_lines(parts: Sequence[Part]) -> list[str]:
    """Every part begins and ends in the line that it says."""
    text = "".join(part.text for part in parts)
    ends = list(accumulate((len(part.text) for part in parts), initial=0))
    # The line of each character, from 1, and one more for the text's end.
    lines = [number for number, line in enumerate(text.splitlines(keepends=True), start=1) for _ in line]
    found: list[str] = []
    for part, (start, end) in zip(parts, pairwise(ends), strict=True):
        if not part.text:
            found.append(f"line {part.line}: an empty part")
            continue
        if part.line != lines[start]:
            found.append(f"line {lines[start]}: a part that says it is in line {part.line}")
        if part.last_line != lines[end - 1]:
            found.append(f"line {lines[end - 1]}: the end of a part that says it ends in line {part.last_line}")
        if (part.role == "blank") != (not part.text.strip(BLANKS)):
            found.append(f"line {part.line}: a {part.role} part with {part.text[:20]!r}")
    return found


def check_roles(wire: WireText) -> list[str]:
    """One headline, all sectors of the lines of sectors; kinds in the story only, a rule for what has another role."""
    count = Counter(part.role for part in wire.parts)
    found = [f"{count['headline']} headlines"] if count["headline"] > 1 else []
    if count["headline"] == 0 and wire.error is None:
        found.append("no headline, and no reason")
    for part in wire.parts:
        sectors = split_sectors(part.content) if part.role == "sectors" else ()
        if part.role == "sectors" and not (sectors and set(sectors) <= set(wire.sectors)):
            found.append(f"line {part.line}: a line of sectors that are not the text's: {wire.sectors}")
        if part.kind and part.role not in STORY:
            found.append(f"line {part.line}: a {part.role} part of kind {part.kind}")
        if not part.rule and part.role not in (*STORY, "blank"):
            found.append(f"line {part.line}: a {part.role} part by no rule")
    return found


def check_facts(wire: WireText) -> list[str]:
    """Language, day, place and agency are what they can be."""
    found: list[str] = []
    if wire.language is None and wire.error is None:
        found.append("no language, and no reason")
    if wire.date and not EARLIEST <= wire.date.year <= LATEST:
        found.append(f"the day {wire.date}")
    if wire.month_day and wire.date:
        found.append(f"both {wire.date} and {wire.month_day}")
    facts = (wire.place, wire.agency, *wire.sectors)
    found += [
        f"a place, agency or sector of white space: {fact!r}" for fact in facts if fact and not fact.strip(BLANKS)
    ]
    text = " ".join("".join(part.text for part in wire.parts).split())
    if wire.place and wire.place != wire.facts.place and " ".join(wire.place.split()) not in text:
        found.append(f"the place {wire.place!r}, which is not in the text")
    return found


def check_post(wire: WireText) -> list[str]:
    """A text without an error makes a post that can be read back, and that shows each line where it belongs."""
    if wire.error is not None:
        return []
    desk = _load()
    try:
        post = seal_post(make_post(wire, "0" * 64, Sidecar(), DAY, desk))
        data = dump_post(post).encode()
        again = parse_post(decode_post(data, "post"), "post")
    except KawatError as error:
        return [f"no error, but no post either: {error}"]
    found = [] if again == post else ["a post that is not read back as it was written"]
    return found + list(_compare(wire, post, desk))


def _compare(wire: WireText, post: Post, desk: Desk) -> Iterator[str]:
    """Where the post shows something else than the parts hold."""
    standfirsts = [part for part in wire.parts if part.role == "standfirst"]
    story = [part for part in wire.parts if part.role in STORY or part in standfirsts[1:]]
    body, folds = split_folds(post.body)
    expected = [("title", [make_line(wire.first("headline") or "")], [post.title])]
    expected.append(("summary", _show(standfirsts[:1]), [post.summary] if post.summary else []))
    expected.append(("story", _show(story), _read(body)))
    for kind, roles in FOLDED.items():
        parts = [part for part in wire.parts if part.role in roles]
        shown = [one for fold in folds if fold.kind == kind for one in _read(fold.body)]
        expected.append((f"fold {kind}", _show(parts), shown))
    for place, wanted, shown in expected:
        if wanted != shown:
            yield f"the {place} shows {_differ(shown, wanted)}"
    disclaimers = _show(part for part in wire.parts if part.role == "disclaimer")
    if post.disclaimer and post.disclaimer != " ".join(disclaimers):
        yield "a disclaimer that is not the text's"
    known = {*STORY, *HIDDEN, *SHOWN_ONCE, *(role for roles in FOLDED.values() for role in roles)}
    lost = (part for part in wire.parts if part.role not in known)
    yield from (f"line {part.line}: the role {part.role}, which has no place" for part in lost)


def _show(parts: Iterator[Part] | Sequence[Part]) -> list[str]:
    """The parts as lines; what nobody can see is none."""
    return [line for part in parts if (line := make_line(part.content))]


def _read(markdown: str) -> list[str]:
    """The paragraphs that a browser shows of a part of a post."""
    try:
        rendered = render_body(markdown, "post")
    except KawatError as error:
        return [str(error)]
    return [html.unescape(match[2]) for match in BLOCK.finditer(rendered)]


def _differ(shown: Sequence[str], wanted: Sequence[str]) -> str:
    pairs = [*zip(shown, wanted, strict=False), ("", ""), (f"{len(shown)}", f"{len(wanted)} paragraphs")]
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return f"{one[:60]!r} for {other[:60]!r}"


@lru_cache(maxsize=1)
def _load() -> Desk:
    return load_desk()
